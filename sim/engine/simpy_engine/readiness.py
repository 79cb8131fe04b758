"""From the begin of a step to the line, or to work: preparing, being ready, and waiting with patience (R1, phase 2).

Work that needs nobody starts at once; for offices, floors, people and cash there are lines, for sessions there are
dates.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from sim.engine.case import GRID
from sim.engine.log import OPEN
from sim.engine.simpy_engine.estate import wants
from sim.engine.simpy_engine.instant import PATIENCE, READY, STARTS, Signal

if TYPE_CHECKING:
    from sim.engine.simpy_engine.enterprise import Enterprise
    from sim.engine.simpy_engine.park import Due, Park


def begin_visits(park: Park) -> None:
    """Preparation (or a correction) begins; what needs none is ready at once."""
    now, outcome, prepared, preparations = park.now, park.outcome, park.prepared, park.script.preparation
    helps = park.script.helps
    for due in park.beginning:
        visit = due[0]
        if outcome[visit] != OPEN:
            continue
        park.t_begin[visit] = now
        preparation = preparations[visit]
        if helps and preparation != 0.0 and due[2] is not None and due[2].help:
            preparation = _with_help(park, preparation, visit, due[1], due[2].help)
        if preparation == 0.0:
            park.t_ready[visit] = now
            prepared.append(due)
        elif due[2] is not None:
            park.later(due, now + preparation, READY)
    park.beginning.clear()


def queue_or_work(park: Park, visit: int, node: int, firm: Enterprise | None) -> None:
    """Ready: into the line where finite offices are needed, else to work, or to wait for the next session."""
    activity = park.node_activity[node]
    needs = park.needs[activity]
    park.help_at_ready[visit] = 0 if firm is None else firm.help
    if needs:
        line = needs[0][0].line
        rank = park.ranks[node] if firm is None or not firm.help else park.rank(visit, node)
        since = park.t_ready[visit] if line.due is None else line.due.place(park, visit, activity, needs)
        line.join(activity, (rank, since, visit, node, firm))
        if not line.stirred:
            line.stirred = True
            park.stirred.append(line)
    elif park.script.special[activity] and firm is not None and _waits_for_estate_or_cash(park, visit, node, firm):
        return  # patience begins to count there, if it has to wait at all
    elif park.in_session(activity):
        park.start(visit, node, firm)
        return
    else:
        park.later((visit, node, firm), park.next_session(activity), STARTS)

    if park.script.patience[visit] != inf:
        be_patient(park, (visit, node, firm))


def _waits_for_estate_or_cash(park: Park, visit: int, node: int, firm: Enterprise) -> bool:
    """Ready: into the line for what it takes, or to the firm's own purse (R13, R14); False where it needs none."""
    takes = park.takes[park.node_activity[node]]
    if takes and (wanted := wants(takes, firm.quantities)):
        line = wanted[0][0].line
        line.newcomers.append(((visit, node, firm), wanted))
        park.stir(line)
        return True
    if firm.purse is not None and (price := price_of(park, visit)) > 0.0:
        firm.purse.newcomers.append(((visit, node, firm), price))
        park.stir(firm.purse)
        return True
    return False


def be_patient(park: Park, due: Due) -> None:
    """It waits, until its patience ends."""
    patience = park.script.patience[due[0]]
    if patience != inf and (ends := park.t_ready[due[0]] + patience) <= park.horizon:
        park.env.put(Signal([park.lose_patience], due), ends, PATIENCE)


def _with_help(park: Park, days: float, visit: int, node: int, bits: int) -> float:
    """A preparation or correction as short as the firm's help makes it, on the grid (R16)."""
    first = visit == park.script.attempt_ptr[park.slot_of(visit)]
    factors = park.script.help_preparation if first else park.script.help_correction
    return round(days * factors[bits][node] * GRID) / GRID


def price_of(park: Park, visit: int) -> float:
    """What has to be paid at its start, yuan: later attempts are free."""
    slot = park.slot_of(visit)
    return park.script.pays[slot] if visit == park.script.attempt_ptr[slot] else 0.0
