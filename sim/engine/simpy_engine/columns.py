"""What is written down while a Case is played, and how it becomes a Log.

Typed columns, one entry an attempt that the Case stores, so that a long history costs bytes and not objects.
"""

from __future__ import annotations

from array import array
from math import nan

import numpy as np

from sim.engine.case import Case
from sim.engine.log import (
    BY_ARRIVAL,
    BY_CASH,
    BY_CORRECTION,
    BY_HELP,
    BY_LAND,
    BY_PREDECESSOR,
    BY_SERVER,
    BY_SESSION,
    BY_UNIT,
    BY_UTILITY,
    DECLINED,
    FAILED,
    FIRM_REFUSED,
    LEFT,
    PRODUCING,
    WITHDRAWN,
    Log,
)
from sim.engine.simpy_engine.holding import Holding

BY_RESOURCE = np.array([BY_UNIT, BY_LAND, BY_UTILITY, BY_HELP])  # in the order of case.RESOURCES
NO_ROW = -1


class Columns:
    """The open columns of one history."""

    def __init__(self, case: Case) -> None:
        attempts, candidates = len(case.service), len(case.type)
        self.t_begin, self.t_ready, self.t_start, self.t_finish = (array("d", [nan]) * attempts for _ in range(4))
        self.outcome = array("b", [NO_ROW]) * attempts
        self.regime = array("i", [-1]) * attempts
        self.help = array("b", [-1]) * attempts
        self.after = array("q", [-1]) * attempts
        self.status = array("b", [0]) * candidates
        self.reason = array("i", [-1]) * candidates
        self.t_end = array("d", [nan]) * candidates
        self.final_network = array("i", case.network.tolist())
        self.milestones = np.full((candidates, len(case.milestone_names)), nan)
        self.t_appears = array("d", case.appears.tolist())
        self.t_chose = array("d", [nan]) * candidates
        self.choice_wait = np.full(case.value.shape, nan)
        self.holdings: list[Holding] = []

    def reach(self, candidate: int, milestone: int, now: float) -> bool:
        """A milestone is reached when it is reached first; was this it?"""
        if self.milestones[candidate, milestone] == self.milestones[candidate, milestone]:
            return False
        self.milestones[candidate, milestone] = now
        return True

    def log(self, case: Case, events: int, completions: int) -> Log:
        """Close the columns: keep the attempts that came about and say what each start was bound by."""
        outcome = np.asarray(self.outcome)
        row = np.flatnonzero(outcome != NO_ROW)
        slot = np.searchsorted(case.attempt_ptr, row, side="right") - 1
        attempt = (row - case.attempt_ptr[slot] + 1).astype(np.int32)
        ready, start = np.asarray(self.t_ready)[row], np.asarray(self.t_start)[row]
        after = np.where(attempt > 1, slot, np.asarray(self.after, dtype=np.int64)[row])
        bound_by, bound_id = _bound(case, slot, attempt, ready, start, after)
        return Log(
            slot=slot,
            attempt=attempt,
            regime=np.asarray(self.regime, dtype=np.int32)[row],
            help=np.asarray(self.help, dtype=np.int8)[row],
            t_begin=np.asarray(self.t_begin)[row],
            t_ready=ready,
            t_start=start,
            t_finish=np.asarray(self.t_finish)[row],
            outcome=outcome[row],
            bound_by=bound_by,
            bound_id=bound_id,
            after=after,
            status=self._status(case),
            reason=np.array(self.reason, dtype=np.int32),
            t_end=np.array(self.t_end),
            final_network=np.array(self.final_network, dtype=np.int32),
            t_appears=np.array(self.t_appears),
            t_chose=np.array(self.t_chose),
            milestones=self.milestones,
            choice_wait=self.choice_wait,
            **self._holdings(),
            counts=np.array([events, completions]),
        )

    def _status(self, case: Case) -> np.ndarray:
        status = np.array(self.status, dtype=np.int8)
        produces = np.flatnonzero(case.milestone_names == "producing")
        if len(produces):
            reached = ~np.isnan(self.milestones[:, produces[0]])
            status[reached & (status == 0)] = PRODUCING
            status[reached & np.isin(status, (WITHDRAWN, FIRM_REFUSED, FAILED, DECLINED))] = LEFT
        return status

    def _holdings(self) -> dict[str, np.ndarray]:
        rows = sorted(row for holding in self.holdings for row in holding.rows())
        columns = np.array(rows, dtype=np.float64).reshape(-1, 6).T
        kinds = ("slot", np.int64), ("resource", np.int32), ("unit", np.int32), ("amount", np.float64)
        named = (*kinds, ("from", np.float64), ("to", np.float64))
        return {f"holding_{name}": column.astype(kind) for (name, kind), column in zip(named, columns, strict=True)}


def _bound(
    case: Case, slot: np.ndarray, attempt: np.ndarray, ready: np.ndarray, start: np.ndarray, after: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    activity_of_slot = case.node_activity[case.slot_node]
    activity = activity_of_slot[slot]
    first_need = _first_finite_office(case)[activity]

    by = np.where(after >= 0, BY_PREDECESSOR, BY_ARRIVAL)
    what = np.where(after >= 0, activity_of_slot[after], -1)
    corrected = attempt > 1
    by[corrected], what[corrected] = BY_CORRECTION, activity[corrected]
    waited = start > ready
    served = waited & (first_need >= 0)
    by[served], what[served] = BY_SERVER, first_need[served]
    by[waited & ~served], what[waited & ~served] = BY_SESSION, activity[waited & ~served]
    owner = np.repeat(np.arange(len(case.type)), np.diff(case.slot_ptr))[slot]
    paid = waited & (attempt == 1) & (case.slot_pays[slot] > 0) & np.isfinite(case.cash[owner])
    by[paid], what[paid] = BY_CASH, activity[paid]
    first_take = _first_take(case, activity, owner, np.flatnonzero(waited))
    taken = waited & (first_take >= 0)
    by[taken], what[taken] = BY_RESOURCE[case.resource_kind[first_take[taken]]], first_take[taken]
    unborn = np.isnan(start)
    by[unborn], what[unborn] = -1, -1
    return by.astype(np.int8), what.astype(np.int32)


def _first_take(case: Case, activity: np.ndarray, owner: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Smallest index among the resources of which each of these visits takes something; -1 = none."""
    first = np.full(len(activity), -1)
    takes = np.diff(case.take_ptr) > 0
    for row in rows[takes[activity[rows]]].tolist():
        for place in range(*case.take_ptr[activity[row] : activity[row] + 2].tolist()):
            column = case.take_column[place]
            if (case.take_amount[place] if column < 0 else case.quantities[owner[row], column]) > 0:
                first[row] = case.take_resource[place]
                break
    return first


def _first_finite_office(case: Case) -> np.ndarray:
    """Smallest index among the finite offices that each activity needs; -1 = none."""
    first = np.full(len(case.activity_names), -1, dtype=np.int32)
    activity = np.repeat(np.arange(len(first)), np.diff(case.need_ptr))
    finite = case.office_finite[case.need_office] == 1
    for a, office in zip(activity[finite][::-1], case.need_office[finite][::-1], strict=True):
        first[a] = office
    return first
