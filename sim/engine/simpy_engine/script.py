"""A Case as its engine reads it: the rulebook of its strategy, and the luck of this one replication."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.engine.case import Case
from sim.engine.simpy_engine.rulebook import Rows, Rulebook, rulebook_of


def _as_list(values: np.ndarray) -> Sequence[Any]:
    return list(values.tolist())


def _in_place(values: np.ndarray) -> Sequence[Any]:
    """Read where it lies: of the slots of those who choose most are never looked at."""
    return memoryview(values)  # type: ignore[arg-type]  # a NumPy array is a buffer


class Script(Rulebook):
    """Rules and luck of one history, each under its own name."""

    def __init__(self, case: Case) -> None:
        vars(self).update(vars(rulebook_of(case)))  # read once for all replications of a strategy
        self.horizon = float(case.horizon)
        self._read_slots(case)
        self._read_firms(case)
        pays = np.zeros(len(case.activity_names), dtype=bool)
        pays[case.node_activity[case.slot_node[case.slot_pays > 0]]] = True
        self.special: list[bool] = (pays | (np.diff(case.take_ptr) > 0)).tolist()  # activities that pay or take

    def _read_slots(self, case: Case) -> None:
        column = _in_place if case.network_chooses.any() else _as_list
        self.slot_node: Sequence[int] = column(case.slot_node)
        self.slot_ptr: list[int] = case.slot_ptr.tolist()
        self.attempt_ptr: Sequence[int] = column(case.attempt_ptr)
        attempts = np.diff(case.attempt_ptr)
        self.slot_of_visit: Sequence[int] = _in_place(np.repeat(np.arange(len(attempts)), attempts))
        self.slot_applies: Sequence[int] = column(case.slot_applies)
        self.preparation: Sequence[float] = column(case.preparation)
        self.service: Sequence[float] = column(case.service)
        self.u_sent_back: Sequence[float] = column(case.u_sent_back)
        self.u_refused: Sequence[float] = column(case.u_refused)
        self.patience: Sequence[float] = column(case.patience)
        self.pays: Sequence[float] = _in_place(case.slot_pays)
        self.receives: Sequence[float] = _in_place(case.slot_receives)

    def _read_firms(self, case: Case) -> None:
        self.appears: list[float] = case.appears.tolist()
        self.type_of: list[int] = case.type.tolist()
        self.outside: list[int] = case.type_outside[case.type].tolist()
        self.start_network: list[int] = case.network.tolist()
        self.cash: Sequence[float] = _in_place(case.cash)
        self.funds: Sequence[float] = _in_place(case.funds)
        self.quantities = Rows(case.quantities)
        self.value = Rows(case.value)
        self.loss_per_day: Sequence[float] = _in_place(case.loss_per_day)
        self.outside_worth: Sequence[float] = _in_place(case.outside)
        self._read_children(case)

    def _read_children(self, case: Case) -> None:
        self.children: dict[int, list[int]] = {}
        for child in np.flatnonzero(case.parent >= 0).tolist():
            self.children.setdefault(int(case.parent[child]), []).append(child)
        self.trigger: Sequence[int] = _in_place(case.trigger)
        self.trigger_delay: Sequence[float] = _in_place(case.trigger_delay)
        self.u_trigger: Sequence[float] = _in_place(case.u_trigger)
