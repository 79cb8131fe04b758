"""What the interpreter asks a Case: plain questions, answered by looking, never by remembering.

What flows in: a `Case`, a visit, an instant. What flows out: a number. Rule: no state is kept here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import floor, inf, nan

import numpy as np

from sim.engine import log
from sim.engine.case import FUNDS_EVERY, OUT, THEN, Case, to_grid


@dataclass(eq=False)
class Visit:
    """One attempt of one slot, its columns named as in the Log; `due` is when it is to begin."""

    firm: int
    node: int
    activity: int
    due: float
    slot: int
    after: int
    attempt: int = 1
    t_begin: float = nan
    t_ready: float = nan
    t_start: float = nan
    t_finish: float = nan
    regime: int = -1
    help: int = -1
    outcome: int = log.OPEN
    bound_by: int = -1
    bound_id: int = -1


@dataclass(frozen=True)
class Take:
    """An amount > 0 that an activity takes of a space, stock or team (R13, R16), its fields named as in the Case."""

    resource: int
    amount: float
    until: int
    unfinished: bool
    foreseen: bool


def span(pointer: np.ndarray, i: int) -> range:
    """The places that belong to row i."""
    return range(int(pointer[i]), int(pointer[i + 1]))


def luck(c: Case, v: Visit) -> int:
    """Where the luck of this attempt is stored."""
    return int(c.attempt_ptr[v.slot]) + v.attempt - 1


def needs(c: Case, v: Visit) -> list[tuple[int, int]]:
    """The finite offices it needs, and how much of each; an ample one makes nobody wait."""
    each = ((int(c.need_office[i]), int(c.need_amount[i])) for i in span(c.need_ptr, v.activity))
    return [(office, amount) for office, amount in each if c.office_finite[office]]


def takes(c: Case, firm: int, activity: int) -> list[Take]:
    """R13: what an activity takes for a firm, by resource; a take of 0 is no take."""
    found = []
    for i in span(c.take_ptr, activity):
        column = int(c.take_column[i])
        amount = float(c.take_amount[i] if column < 0 else c.quantities[firm, column])
        if amount > 0.0:
            flags = bool(c.take_unfinished[i]), bool(c.take_foreseen[i])
            found.append(Take(int(c.take_resource[i]), amount, int(c.take_until[i]), *flags))
    return found


def pays(c: Case, v: Visit) -> float:
    """R14: what this attempt must pay before it starts; nothing where cash never runs out."""
    return float(c.slot_pays[v.slot]) if v.attempt == 1 and c.cash[v.firm] < inf else 0.0


def instalments(appeared: float, now: float) -> int:
    """R14: how many times funds were added since the firm appeared."""
    return floor((now - appeared) / FUNDS_EVERY)


def produced(c: Case, reached: np.ndarray) -> bool:
    """R7: has a firm with these milestones begun to produce?"""
    return "producing" in c.milestone_names[~np.isnan(reached)]


def solo(c: Case, v: Visit) -> bool:
    """R1: does it start in phase 2, needing no finite office, no space or stock, and no cash?"""
    return not (needs(c, v) or takes(c, v.firm, v.activity) or pays(c, v) > 0.0)


def rank(c: Case, v: Visit, now: float) -> tuple[float, float, int, int]:
    """R2 and R16: its place in every line, smaller first."""
    return float(c.priority[regime(c, now), v.node] - c.help_places[v.help]), v.t_ready, v.slot, v.attempt


def staff(c: Case, office: int, now: float) -> int:
    """R9: how many are there."""
    return int(c.staff_level[max(i for i in span(c.staff_ptr, office) if c.staff_from[i] <= now)])


def regime(c: Case, now: float) -> int:
    """R10: the regime in force."""
    return max(r for r, since in enumerate(c.regime_from) if since <= now)


def session(c: Case, v: Visit, now: float) -> float:
    """Its first session from now on; now, if it has none to wait for."""
    days = [float(c.session_day[i]) for i in span(c.session_ptr, v.activity)] if c.has_sessions[v.activity] else [now]
    return min((day for day in days if day >= now), default=inf)


def earliest(c: Case, appeared: float, node: int, ends: list[tuple[float, int]]) -> tuple[float, int]:
    """When a visit is to begin, and after which slot, given its predecessors' ends (plus lags) and slots."""
    due = max([appeared + float(c.node_arrival_lag[node]), *(end for end, _ in ends)])
    last = [slot for end, slot in ends if end == due and slot >= 0]
    return due, min(last, key=lambda slot: c.node_activity[c.slot_node[slot]], default=-1)


def changes(c: Case) -> list[float]:
    """R1: the instants known beforehand, at which something may become possible."""
    world = (c.regime_from, c.staff_from, c.session_day, c.supply_day, c.unit_decided, c.unit_complete)
    return [float(t) for each in world for t in each if t >= 0.0]


def bound(c: Case, v: Visit, of_estate: Callable[[], int], of_staff: Callable[[], int]) -> tuple[int, int]:
    """What fixed its start, and which one; what was short is asked where it waited for the estate or an office."""
    if v.t_start > v.t_ready:
        if takes(c, v.firm, v.activity):
            kinds = (log.BY_UNIT, log.BY_LAND, log.BY_UTILITY, log.BY_HELP)
            return kinds[c.resource_kind[of_estate()]], of_estate()
        if pays(c, v) > 0.0:
            return log.BY_CASH, v.activity
        return (log.BY_SERVER, of_staff()) if needs(c, v) else (log.BY_SESSION, v.activity)
    if v.attempt > 1:
        return log.BY_CORRECTION, v.activity
    if v.after >= 0:
        return log.BY_PREDECESSOR, int(c.node_activity[c.slot_node[v.after]])
    return log.BY_ARRIVAL, -1


def verdict(c: Case, v: Visit, unlucky: bool) -> tuple[int, int]:
    """R3 and R16: the outcome of an attempt of a firm that is still there, and where it is refused to."""
    sent_back = c.u_sent_back[luck(c, v)] < c.p_sent_back[v.regime, v.node] * c.help_returns[v.help, v.node]
    at_limit = sent_back and v.attempt == c.node_at_most[v.node]
    if sent_back and not at_limit:
        return log.SENT_BACK, OUT
    if at_limit and THEN[c.node_then[v.node]] == "refused":
        return log.REFUSED, OUT
    if unlucky:
        return log.REFUSED, int(c.node_refused_to[v.node])
    return (log.PASSED_AT_LIMIT if at_limit else log.ACCEPTED), OUT


def end_of_service(c: Case, v: Visit, since: float) -> float:
    """R10 and R4: when a service ends that counts from `since`."""
    d = float(to_grid(c.service[luck(c, v)] * c.factor[v.regime, v.node]))
    return walk(c, int(c.activity_clock[v.activity]) - 1, since, d)


def walk(c: Case, row: int, t: float, d: float) -> float:
    """R4: the smallest instant >= t at which d more is worked, found by walking from day to day; row -1: calendar."""
    if row < 0 or d == 0.0:
        return t + d
    for day in range(floor(t), c.day_open.shape[1]):
        if c.day_open[row, day]:
            if d <= day + 1 - t:
                return t + d
            d -= day + 1 - t
        t = float(day + 1)
    return inf
