"""What the interpreter asks a Case: plain questions, answered by looking, never by remembering.

What flows in: a `Case`, a visit, an instant. What flows out: a number. Rule: no state is kept here.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, inf, nan

import numpy as np

from sim.engine import log
from sim.engine.case import Case, to_grid


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
    outcome: int = log.OPEN
    bound_by: int = -1
    bound_id: int = -1


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


def end_of_service(c: Case, v: Visit, now: float) -> float:
    """R10 and R4: the smallest t with W(t) = W(now) + d, found by walking from day to day."""
    d = float(to_grid(c.service[luck(c, v)] * c.factor[v.regime, v.node]))
    row, t = int(c.activity_clock[v.activity]) - 1, now
    if row < 0 or d == 0.0:
        return t + d
    for day in range(floor(t), c.day_open.shape[1]):
        if c.day_open[row, day]:
            if d <= day + 1 - t:
                return t + d
            d -= day + 1 - t
        t = float(day + 1)
    return inf
