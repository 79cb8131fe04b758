"""What is written down while a Case is played, and how it becomes a Log.

Typed columns, one entry an attempt that the Case stores, so that a long history costs bytes and not objects.
"""

from __future__ import annotations

from array import array
from math import nan

import numpy as np

from sim.engine.case import Case
from sim.engine.log import DECLINED, FAILED, FIRM_REFUSED, LEFT, PRODUCING, WITHDRAWN, Log
from sim.engine.pointers import within
from sim.engine.simpy_engine.bound import Visits, bound
from sim.engine.simpy_engine.holding import Holding
from sim.engine.simpy_engine.rulebook import Rows

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
        self.choice_waits = Rows(self.choice_wait)
        self.holdings: list[Holding] = []

    def has_reached(self, candidate: int, milestone: int) -> bool:
        """Has a firm reached a milestone?"""
        return bool(self.milestones[candidate, milestone] == self.milestones[candidate, milestone])

    def reach(self, candidate: int, milestone: int, now: float) -> bool:
        """A milestone is reached when it is reached first; was this it?"""
        if self.has_reached(candidate, milestone):
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
        finish, holdings = np.asarray(self.t_finish)[row], self._holdings(case)
        bound_by, bound_id = bound(case, Visits(slot, attempt, ready, start, finish, after), holdings)
        return Log(
            slot=slot,
            attempt=attempt,
            regime=np.asarray(self.regime, dtype=np.int32)[row],
            help=np.asarray(self.help, dtype=np.int8)[row],
            t_begin=np.asarray(self.t_begin)[row],
            t_ready=ready,
            t_start=start,
            t_finish=finish,
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
            **{f"holding_{name}": column for name, column in holdings.items()},
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

    def _holdings(self, case: Case) -> dict[str, np.ndarray]:
        """A row a unit, and one with unit -1 for an amount of a stock; by slot, resource and unit."""
        held = self.holdings
        numbers = [(h.slot, h.resource.index, *h.run[2:], h.amount, h.since, h.given_back) for h in held]
        slot, resource, count, first, amount, since, until = np.array(numbers, dtype=np.float64).reshape(-1, 7).T
        units = np.maximum(count, 1.0).astype(np.int64)
        row = np.repeat(np.arange(len(held)), units)
        in_unit = count[row] > 0
        unit = np.where(in_unit, case.unit_ptr[resource.astype(np.int64)][row] + first[row] + within(units), -1.0)
        amount = amount[row]
        amount[in_unit] = case.unit_area[unit[in_unit].astype(np.int64)]
        columns = slot[row], resource[row], unit, amount, since[row], until[row]
        order = np.lexsort(columns[4::-1])
        kinds = ("slot", np.int64), ("resource", np.int32), ("unit", np.int32), ("amount", np.float64)
        named = (*kinds, ("from", np.float64), ("to", np.float64))
        return {name: column[order].astype(kind) for (name, kind), column in zip(named, columns, strict=True)}
