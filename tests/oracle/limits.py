"""R19 to R21: who is refused, and by when an office has promised to be done.

What flows in: a `Case`, visits, milestones reached, instants. What flows out: yes or no, and a place in a line. Rule:
no state is kept here.
"""

from __future__ import annotations

from math import isnan, nan

import numpy as np

from sim.engine.case import Case
from tests.oracle.ask import Visit, luck, needs, rank, walk

WORKING = 0  # the row of the calendar


def pressed(c: Case, reached: np.ndarray, now: float) -> bool:
    """R20: does a quota press now, given the instants at which candidates reached each milestone?"""
    if c.quota_milestone < 0:
        return False
    dates = [t for f, t in enumerate(reached[:, c.quota_milestone]) if c.type_counted[c.type[f]] and t < now]
    presses = np.flatnonzero((c.quota_pressed <= now) & (now < c.quota_until))
    return any(sum(t >= c.quota_from[w] for t in dates) < c.quota_number[w] for w in presses)


def unlucky(c: Case, v: Visit, reached: np.ndarray, now: float) -> bool:
    """R3, R19, R20: would luck refuse this finish, and nothing spare its firm?"""
    chances = c.p_refused_pressed if pressed(c, reached, now) else c.p_refused
    unless = int(c.node_unless[v.node])
    spared = unless >= 0 and bool(reached[v.firm, unless] < now)
    return bool(c.u_refused[luck(c, v)] < chances[v.regime, v.node]) and not spared


def promise(c: Case, v: Visit) -> float:
    """R21: working days in which a visit is to be done; NaN where no office that it needs has promised anything."""
    promises = [float(c.office_promise[o]) for o, _ in needs(c, v) if not isnan(c.office_promise[o])]
    if not promises:
        return nan
    limit = float(c.activity_limit[v.activity])
    return min(promises) if isnan(limit) else limit


def worked(c: Case, since: float, until: float) -> float:
    """R4: working time between two instants, a day after the other."""
    days = range(int(since), min(int(until) + 1, c.day_open.shape[1])) if until > since else ()
    return sum(min(until, day + 1.0) - max(since, day) for day in days if c.day_open[WORKING, day])


def due(c: Case, v: Visit, earlier: list[Visit]) -> float:
    """R21: when this attempt is to be done, after those before it; NaN where nothing is promised."""
    if isnan(limit := promise(c, v)):
        return nan
    used = sum(worked(c, each.t_ready, each.t_finish) for each in earlier)
    return walk(c, WORKING, max(0.0, v.t_ready), max(0.0, limit - used))


def desk(c: Case, v: Visit, now: float, earlier: list[Visit]) -> tuple[float, ...]:
    """R2, R21: its place in the line of an office."""
    priority, ready, *rest = rank(c, v, now)
    by = due(c, v, earlier)
    return priority, ready if isnan(by) else by, ready, *rest
