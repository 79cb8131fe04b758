"""What limits set: who is spared, when a quota presses, and by when an office has promised to be done.

What flows in: a `Case` and a `Log`, of each row its candidate, node or activity. What flows out: a column. Rule:
milestones are taken from the Log and read elsewhere.
"""

from __future__ import annotations

from math import inf

import numpy as np

from sim.engine.case import CLOCKS, Case
from sim.engine.check.clock import until, worked
from sim.engine.log import Log

Array = np.ndarray
WORKING = CLOCKS.index("working") - 1  # row of the calendar


def spared(case: Case, log: Log, firm: Array, node: Array) -> Array:
    """R19: whether the candidate of each row had reached, before its finish, the milestone that spares it."""
    unless = case.node_unless[node]
    reached = np.hstack((log.milestones, np.full((len(case.type), 1), np.nan)))[firm, unless]  # -1: the column of none
    return np.asarray(reached < log.t_finish)


def pressed(case: Case, log: Log) -> Array:
    """R20: whether a quota presses at the finish of each row."""
    presses = np.zeros(len(log.slot), dtype=bool)
    if case.quota_milestone < 0:
        return presses
    t, counted = log.t_finish, case.type_counted[case.type] != 0
    reached = np.sort(log.milestones[counted, case.quota_milestone])  # NaN comes last
    before = np.searchsorted(reached, t)
    for w, number in enumerate(case.quota_number.tolist()):
        there = before - np.searchsorted(reached, case.quota_from[w])
        presses |= (case.quota_pressed[w] <= t) & (t < case.quota_until[w]) & (there < number)
    return presses


def promises(case: Case, needs: list[dict[int, int]]) -> Array:
    """R21: within how many working days each activity is to be done; NaN where no office it needs has promised."""
    each = [[float(case.office_promise[office]) for office in offices] for offices in needs]
    least = np.array([np.fmin.reduce(one, initial=inf) for one in each])
    limit = np.where(np.isnan(case.activity_limit), least, case.activity_limit)
    return np.where(least < inf, limit, np.nan)


def due(case: Case, log: Log, promise: Array) -> Array:
    """R21: by when each row is due, given what is promised to it; where nothing is, since when it is ready."""
    is_open, ready = case.day_open[WORKING], np.maximum(log.t_ready, 0.0)
    asked = np.flatnonzero(~np.isnan(promise) & ~np.isnan(ready))
    moments = ready[asked], np.where(np.isnan(log.t_finish), ready, log.t_finish)[asked]
    spent = worked(is_open, moments[1]) - worked(is_open, moments[0])
    used = np.cumsum(spent) - spent
    first = np.searchsorted(log.slot[asked], log.slot[asked])  # attempt; rows are sorted by slot
    column = log.t_ready.copy()
    column[asked] = until(is_open, moments[0], np.maximum(0.0, promise[asked] - (used - used[first])))
    return column
