"""A Case as its engine reads it: the rulebook of its strategy, and the luck of this one replication."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.engine.case import RESOURCES, UNTIL_FINISH, Case
from sim.engine.simpy_engine.rulebook import Rows, Rulebook, rulebook_of


def _which(case: Case, amounts: np.ndarray) -> np.ndarray:
    """Activities with such an amount for somebody: bool [A]."""
    which = np.zeros(len(case.activity_names), dtype=bool)
    which[case.node_activity[case.slot_node[amounts > 0]]] = True
    return which


def _gives_back_at_finish(case: Case) -> np.ndarray:
    """Activities that may hold something for their own length, as all may that take a team (R22): bool [A]."""
    which = np.zeros(len(case.activity_names), dtype=bool)
    activity = np.repeat(np.arange(len(which)), np.diff(case.take_ptr))
    team = case.resource_kind[case.take_resource] == RESOURCES.index("team")
    which[activity[team | (case.take_until == UNTIL_FINISH)]] = True
    return which


def _in_place(values: np.ndarray) -> Sequence[Any]:
    """Read where it lies: nothing is read often, and most of the slots of those who choose never."""
    return memoryview(values)  # type: ignore[arg-type]  # a NumPy array is a buffer


class Script(Rulebook):
    """Rules and luck of one history, each under its own name.

    By activity, `special` are those before whose start something is paid or taken, `settles` those at whose finish
    money comes in or something is given back; of all others neither need be asked.
    """

    def __init__(self, case: Case) -> None:
        vars(self).update(vars(rulebook_of(case)))  # read once for all replications of a strategy
        self.horizon = float(case.horizon)
        self._read_slots(case)
        self._read_firms(case)
        self.special: list[bool] = (_which(case, case.slot_pays) | (np.diff(case.take_ptr) > 0)).tolist()
        self.settles: list[bool] = (_which(case, case.slot_receives) | _gives_back_at_finish(case)).tolist()

    def _read_slots(self, case: Case) -> None:
        self.slot_node: Sequence[int] = _in_place(case.slot_node)
        self.slot_ptr: list[int] = case.slot_ptr.tolist()
        self.attempt_ptr: Sequence[int] = _in_place(case.attempt_ptr)
        attempts = np.diff(case.attempt_ptr)
        self.slot_of_visit: Sequence[int] = _in_place(np.repeat(np.arange(len(attempts)), attempts))
        self.slot_applies: Sequence[int] = _in_place(case.slot_applies)
        self.preparation: Sequence[float] = _in_place(case.preparation)
        self.service: Sequence[float] = _in_place(case.service)
        self.u_sent_back: Sequence[float] = _in_place(case.u_sent_back)
        self.u_refused: Sequence[float] = _in_place(case.u_refused)
        self.patience: Sequence[float] = _in_place(case.patience)
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
