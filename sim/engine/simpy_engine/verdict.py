"""The end of a service: what is given back, what is written down, and what the verdict is (R3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.case import OUT
from sim.engine.log import ACCEPTED, PASSED_AT_LIMIT, REFUSED, SENT_BACK, STOPPED, VOID
from sim.engine.simpy_engine.holding import give_back_at_finish
from sim.engine.simpy_engine.milestones import decide, reach

if TYPE_CHECKING:
    from sim.engine.simpy_engine.enterprise import Enterprise
    from sim.engine.simpy_engine.park import Park


def verdict(park: Park, visit: int, node: int, firm: Enterprise | None) -> int:
    """A service is over: give the offices back, write it down, and say what became of it."""
    before = park.outcome[visit]
    if before == STOPPED:
        return STOPPED
    activity = park.node_activity[node]
    park.t_finish[visit] = park.now
    park.completions += 1
    for office, amount in park.needs[activity]:
        office.busy -= amount
        line = office.line
        if not line.stirred and (line.queue or not line.simple):  # else nobody can use what becomes free
            line.stirred = True
            park.stirred.append(line)
    if before == VOID:
        return VOID

    outcome = _judge(park, visit, node, firm) if park.script.may_fail[node] else ACCEPTED
    park.outcome[visit] = outcome
    if outcome in (SENT_BACK, REFUSED):
        return outcome
    if firm is not None:
        milestone = park.script.milestone[activity]
        if milestone >= 0:
            reach(park, firm, milestone)
        if park.script.settles[activity]:
            _settle_up(park, visit, firm)
        if firm.undecided and park.script.decides[node]:
            decide(park, firm)
    return ACCEPTED


def _judge(park: Park, visit: int, node: int, firm: Enterprise | None) -> int:
    script, regime = park.script, park.regime_at_start[visit]
    outcome, refused_to = ACCEPTED, script.refused_to[node]
    p_sent_back = script.p_sent_back[regime][node]
    if script.helps and park.help_at_ready[visit] > 0:
        p_sent_back *= script.help_returns[park.help_at_ready[visit]][node]
    if script.u_sent_back[visit] < p_sent_back:
        first_attempt = script.attempt_ptr[park.slot_of(visit)]
        if visit - first_attempt + 1 < script.at_most[node]:
            return SENT_BACK
        outcome, refused_to = (REFUSED, OUT) if script.refuses_at_limit[node] else (PASSED_AT_LIMIT, refused_to)
    if outcome != REFUSED and _finally_refused(park, visit, node, firm):
        outcome = REFUSED
    if outcome == REFUSED and firm is not None:
        park.refusals.append((firm, refused_to, park.node_activity[node]))
    return outcome


def _finally_refused(park: Park, visit: int, node: int, firm: Enterprise | None) -> bool:
    """A final no: less often while a quota presses (R20), and not to whom a milestone spares it (R19)."""
    script, regime = park.script, park.regime_at_start[visit]
    chances = script.p_refused_pressed if park.quota.presses(park.now) else script.p_refused
    if script.u_refused[visit] >= chances[regime][node]:
        return False
    spared_by = script.unless[node]
    return firm is None or spared_by < 0 or not park.book.milestones[firm.index, spared_by] < park.now


def _settle_up(park: Park, visit: int, firm: Enterprise) -> None:
    """An accepted finish: what was held until then is given back, money comes in (R13, R14)."""
    if firm.holdings:
        give_back_at_finish(park, firm, park.slot_of(visit))
    if firm.purse is not None and (received := park.script.receives[park.slot_of(visit)]) > 0.0:
        firm.purse.balance += received
        park.stir(firm.purse)
