"""Dates of a firm for whom no office is short, computed from a Case's arrays alone: no events, no queue, no engine.

Each step ends when its own attempts are over and begins when the last of its predecessors has ended: a longest path,
in the order in which predecessors allow. Open time is looked up in cumulative sums, not by the engine's clock.
"""

from __future__ import annotations

from math import inf

import numpy as np

from sim.engine.case import GRID, OUT, THEN, Case


def when_done(case: Case, start: float, duration: float, clock: int) -> float:
    """Smallest t >= start at which so much open time has passed."""
    if clock == 0 or duration == 0.0:
        return start + duration
    opened = np.concatenate(([0.0], np.cumsum(case.day_open[clock - 1], dtype=np.float64)))
    today = int(start)
    target = opened[today] + (start - today) * case.day_open[clock - 1, today] + duration
    day = int(np.searchsorted(opened, target, side="left")) - 1
    return day + (target - opened[day]) if target <= opened[-1] else inf


def step_end(case: Case, slot: int, begin: float) -> tuple[float, int | None]:
    """When a step is over, and where a refusal leads (None: accepted)."""
    node = case.slot_node[slot]
    activity = case.node_activity[node]
    for k in range(case.attempt_ptr[slot], case.attempt_ptr[slot + 1]):
        start = begin + case.preparation[k]
        if case.has_sessions[activity]:
            days = case.session_day[case.session_ptr[activity] : case.session_ptr[activity + 1]]
            start = min(days[days >= start], default=inf)
        if start > case.horizon:
            return inf, None
        regime = np.searchsorted(case.regime_from, start, side="right") - 1
        service = np.rint(case.service[k] * case.factor[regime, node] * GRID) / GRID
        begin = when_done(case, float(start), float(service), int(case.activity_clock[activity]))
        if case.u_sent_back[k] >= case.p_sent_back[regime, node]:
            refused = case.u_refused[k] < case.p_refused[regime, node]
            return begin, int(case.node_refused_to[node]) if refused else None
        attempt = k - case.attempt_ptr[slot] + 1
        if attempt == case.node_at_most[node]:
            if THEN[case.node_then[node]] == "refused":
                return begin, OUT
            refused = case.u_refused[k] < case.p_refused[regime, node]
            return begin, int(case.node_refused_to[node]) if refused else None
    raise AssertionError("the Case stores too few attempts")


def dates(case: Case, firm: int) -> tuple[np.ndarray, float, bool]:
    """(day of each milestone, day it is refused for good, whether it falls back) of one candidate.

    Milestones beyond the horizon or the refusal are NaN; a firm that falls back is for the caller to leave out.
    """
    network = case.network[firm]
    first, end = (int(n) for n in case.network_ptr[network : network + 2])
    appears = float(case.appears[firm])
    over: dict[int, float] = {}
    verdicts: dict[int, int] = {}

    def finish(node: int) -> float:
        if node not in over:
            begin = max(appears, appears + float(case.node_arrival_lag[node]))
            for k in range(case.pred_ptr[node], case.pred_ptr[node + 1]):
                begin = max(begin, finish(int(case.pred_node[k])) + float(case.pred_lag[k]))
            slot = int(case.slot_ptr[firm]) + node - first
            if not case.slot_applies[slot] or begin > case.horizon:
                over[node] = begin
            else:
                over[node], to = step_end(case, slot, begin)
                if to is not None and over[node] <= case.horizon:
                    verdicts[node] = to
                    return inf  # nothing follows
        return inf if node in verdicts else over[node]

    ends = {node: finish(node) for node in range(first, end)}
    leaves = min((over[node] for node, to in verdicts.items() if to == OUT), default=inf)
    milestones = np.full(len(case.milestone_names), np.nan)
    for node, day in ends.items():
        which = case.activity_milestone[case.node_activity[node]]
        applies = case.slot_applies[int(case.slot_ptr[firm]) + node - first]
        if which >= 0 and applies and day <= min(case.horizon, leaves):
            milestones[which] = np.fmin(milestones[which], day)
    return milestones, leaves, any(to != OUT for to in verdicts.values())
