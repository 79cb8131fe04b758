"""How firms leave: refused, falling back, or out of patience (R7, R8a)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.case import OUT
from sim.engine.log import FAILED, FIRM_REFUSED, GAVE_UP, OPEN, STOPPED, VOID, WENT_ON, WITHDRAWN
from sim.engine.simpy_engine.holding import give_back, stir_whole
from sim.engine.simpy_engine.milestones import decide, reach
from sim.engine.simpy_engine.readiness import price_of

if TYPE_CHECKING:
    from sim.engine.simpy_engine.enterprise import Enterprise
    from sim.engine.simpy_engine.park import Park


def part_with_the_refused(park: Park) -> None:
    """Firms refused in this round leave or fall back; out beats a fallback, then the smallest activity counts."""
    worst: dict[int, tuple[bool, int, int, Enterprise]] = {}
    for firm, target, activity in park.refusals:
        refusal = (target != OUT, activity, target, firm)
        if firm.index not in worst or refusal[:2] < worst[firm.index][:2]:
            worst[firm.index] = refusal
    park.refusals.clear()

    for falls_back, activity, target, firm in worst.values():
        if firm.gone:
            continue
        if falls_back:
            park.book.final_network[firm.index] = target
            firm.fall_back(target, activity)
        else:
            part_with(park, firm, FIRM_REFUSED, activity)


def give_up(park: Park) -> None:
    """Those who still wait although their patience ended now give up together; the smallest activity is the reason."""
    leaving: dict[int, tuple[int, int, Enterprise]] = {}
    waiting = [
        (visit, node, firm)
        for visit, node, firm in park.out_of_patience
        if firm is not None and park.outcome[visit] == OPEN and not _known(park.t_start[visit])
    ]
    for visit, node, firm in waiting:
        if park.script.goes_on[node]:
            go_on_without(park, visit, node, firm)
    for visit, node, firm in waiting:
        if park.script.goes_on[node]:
            continue
        activity = park.node_activity[node]
        park.outcome[visit] = GAVE_UP
        _stir_the_lines_of(park, activity)
        if firm.index not in leaving or activity < leaving[firm.index][0]:
            how = FAILED if firm.purse is not None and price_of(park, visit) > 0.0 else WITHDRAWN
            leaving[firm.index] = (activity, how, firm)
    park.out_of_patience.clear()

    for activity, how, firm in leaving.values():
        part_with(park, firm, how, activity)


def go_on_without(park: Park, visit: int, node: int, firm: Enterprise) -> None:
    """What was waited for did not come in time; the step is done without it (R18)."""
    activity = park.node_activity[node]
    park.t_start[visit] = park.t_finish[visit] = park.now
    park.regime_at_start[visit] = park.regime
    park.outcome[visit] = WENT_ON
    _stir_the_lines_of(park, activity)
    milestone = park.script.milestone[activity]
    if milestone >= 0:
        reach(park, firm, milestone)
    if firm.undecided and park.script.decides[node]:
        decide(park, firm)
    firm.go_on_after(visit, node)


def part_with(park: Park, firm: Enterprise, status: int, activity: int) -> None:
    """A firm leaves the park."""
    firm.gone = True
    park.book.status[firm.index] = status
    park.book.reason[firm.index] = activity
    park.book.t_end[firm.index] = park.now
    for visit, node in open_visits(park, firm):
        drop(park, visit, node)
    give_back(park, firm, firm.holdings[:])


def drop(park: Park, visit: int, node: int) -> None:
    """What a finite office has begun runs to its end for nothing; everything else stops."""
    needs = park.needs[park.node_activity[node]]
    started = _known(park.t_start[visit])
    park.outcome[visit] = VOID if started and needs else STOPPED
    if not started:
        _stir_the_lines_of(park, park.node_activity[node])


def _stir_the_lines_of(park: Park, activity: int) -> None:
    for office, _ in park.needs[activity]:
        park.stir(office.line)
    for take in park.takes[activity]:
        take.resource.line.totals = None
        stir_whole(park, take.resource.line)


def open_visits(park: Park, firm: Enterprise) -> list[tuple[int, int]]:
    """Visits of a firm that are planned or under way: (visit, node)."""
    script, found = park.script, []
    for slots in firm.walked:  # of the networks that it never came to nothing is open
        first, end = script.attempt_ptr[slots.start], script.attempt_ptr[slots.stop]
        outcomes = park.outcome[first:end].tobytes()
        place = outcomes.find(OPEN)
        while place >= 0:
            found.append((first + place, script.slot_node[park.slot_of(first + place)]))
            place = outcomes.find(OPEN, place + 1)
    return found


def has_begun(park: Park, visit: int) -> bool:
    """Has this step been begun? A later attempt has, even where its correction is due only now."""
    return _known(park.t_begin[visit]) or visit > park.script.attempt_ptr[park.slot_of(visit)]


def _known(t: float) -> bool:
    return t == t
