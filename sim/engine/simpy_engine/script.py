"""A Case as plain Python lists: reading one number out of a NumPy array costs more than the step it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from sim.engine.case import THEN, Case, clocks

Links = tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Network:
    """One network, ready to be walked. A place is the position of a node in its network."""

    first: int  # node index of place 0
    activities: list[int]
    place_of: dict[int, int]  # activity -> place
    missing: list[int]  # number of predecessors
    after: list[Links]  # followers: (place, lag)
    roots: list[int]
    arrival_lag: list[float]
    lags_on_arrival: bool
    fallbacks: list[int]


class Rules(NamedTuple):
    """The arrays of a Case that say what its networks are."""

    network_ptr: np.ndarray
    node_activity: np.ndarray
    node_arrival_lag: np.ndarray
    pred_ptr: np.ndarray
    pred_node: np.ndarray
    pred_lag: np.ndarray
    fallback_ptr: np.ndarray
    fallback_network: np.ndarray


class Networks(dict[int, Network]):
    """The networks of a Case by index, each laid out when somebody first walks it: most are never walked."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self.rules = Rules(*(getattr(case, name) for name in Rules._fields))

    def __missing__(self, n: int) -> Network:
        """Lay out one network."""
        self[n] = found = _network(self.rules, n)
        return found


def networks_of(case: Case) -> Networks:
    """The networks of a Case; replications that share their rules share these too."""
    if not _latest or _latest[0].rules.pred_node is not case.pred_node:
        _latest[:] = [Networks(case)]
    return _latest[0]


_latest: list[Networks] = []  # of the last Case that was played; replications of a strategy follow each other


def _network(case: Rules, n: int) -> Network:
    first, end = int(case.network_ptr[n]), int(case.network_ptr[n + 1])
    after: list[list[tuple[int, float]]] = [[] for _ in range(first, end)]
    missing = []
    for place in range(end - first):
        lo, hi = int(case.pred_ptr[first + place]), int(case.pred_ptr[first + place + 1])
        missing.append(hi - lo)
        for before, lag in zip(case.pred_node[lo:hi].tolist(), case.pred_lag[lo:hi].tolist(), strict=True):
            after[before - first].append((place, lag))

    activities = case.node_activity[first:end].tolist()
    lags = case.node_arrival_lag[first:end].tolist()
    return Network(
        first=first,
        activities=activities,
        place_of={activity: place for place, activity in enumerate(activities)},
        missing=missing,
        after=[tuple(links) for links in after],
        roots=[place for place, count in enumerate(missing) if count == 0],
        arrival_lag=lags,
        lags_on_arrival=any(lags),
        fallbacks=case.fallback_network[case.fallback_ptr[n] : case.fallback_ptr[n + 1]].tolist(),
    )


def ragged(pointers: np.ndarray, *values: np.ndarray) -> list[list[tuple[float, ...]]]:
    """A ragged array of one or more columns as a list of lists of rows."""
    columns = [column.tolist() for column in values]
    ends = pointers.tolist()
    return [list(zip(*(column[lo:hi] for column in columns), strict=True)) for lo, hi in pairwise(ends)]


def _any_node(case: Case, flag: np.ndarray) -> np.ndarray:
    """Which networks have a node with a flag."""
    network = np.repeat(np.arange(len(case.network_mode)), np.diff(case.network_ptr))
    return np.bincount(network[flag == 1], minlength=len(case.network_mode)) > 0


def _as_list(values: np.ndarray) -> Sequence[Any]:
    return list(values.tolist())


def _in_place(values: np.ndarray) -> Sequence[Any]:
    """Read where it lies: of the slots of those who choose most are never looked at."""
    return memoryview(values)  # type: ignore[arg-type]  # a NumPy array is a buffer


class Script:
    """The rules and the luck of a Case, as lists."""

    def __init__(self, case: Case) -> None:
        self.horizon = float(case.horizon)
        self.node_activity: list[int] = case.node_activity.tolist()
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
        self.priorities: list[list[float]] = case.priority.tolist()
        self._read_rules(case)
        self._read_luck(case)
        self._read_estate_and_money(case)

    def _read_rules(self, case: Case) -> None:
        self.networks = networks_of(case)
        self.network_ptr: list[int] = case.network_ptr.tolist()
        self.at_most = case.node_at_most.tolist()
        self.refuses_at_limit = (case.node_then == THEN.index("refused")).tolist()
        self.refused_to = case.node_refused_to.tolist()
        self.p_sent_back = case.p_sent_back.tolist()
        self.p_refused = case.p_refused.tolist()
        self.p_refused_pressed = case.p_refused_pressed.tolist()
        self.unless: list[int] = case.node_unless.tolist()
        self.goes_on: list[int] = case.node_goes_on.tolist()
        self.may_fail: list[bool] = np.any(
            (case.p_sent_back > 0) | (case.p_refused > 0) | (case.p_refused_pressed > 0), axis=0
        ).tolist()
        self.factors = case.factor.tolist()
        three = clocks(case)
        self.clock_of = [three[c] if c else None for c in case.activity_clock.tolist()]  # None: the calendar
        self.milestone = case.activity_milestone.tolist()
        self.needs = ragged(case.need_ptr, case.need_office, case.need_amount)
        self.sessions: list[list[float] | None] = [
            [day for (day,) in days] if has else None
            for days, has in zip(ragged(case.session_ptr, case.session_day), case.has_sessions.tolist(), strict=True)
        ]

    def _read_estate_and_money(self, case: Case) -> None:
        self.quantities: list[list[float]] = case.quantities.tolist()
        self.cash: list[float] = case.cash.tolist()
        self.funds: list[float] = case.funds.tolist()
        self.value: list[list[float]] = case.value.tolist()
        self.loss_per_day: list[float] = case.loss_per_day.tolist()
        self.outside_worth: list[float] = case.outside.tolist()
        self.no_prospect = float(case.no_prospect)
        self.chooses: list[int] = case.network_chooses.tolist()
        self.options = [[int(n) for (n,) in row] for row in ragged(case.option_ptr, case.option_network)]
        self.mode_of: list[int] = case.network_mode.tolist()
        self.decides: list[int] = case.node_decides.tolist()
        self.deciding = {int(n) for n in np.flatnonzero(_any_node(case, case.node_decides))}  # networks that wait
        self._read_help_and_children(case)
        pays = np.zeros(len(case.activity_names), dtype=bool)
        pays[case.node_activity[case.slot_node[case.slot_pays > 0]]] = True
        self.special: list[bool] = (pays | (np.diff(case.take_ptr) > 0)).tolist()  # activities that pay or take

    def _read_help_and_children(self, case: Case) -> None:
        self.helps = bool((case.resource_help >= 0).any())
        self.help_preparation: list[list[float]] = case.help_preparation.tolist()
        self.help_correction: list[list[float]] = case.help_correction.tolist()
        self.help_returns: list[list[float]] = case.help_returns.tolist()
        self.help_places: list[float] = case.help_places.tolist()
        self.children: dict[int, list[int]] = {}
        for child in np.flatnonzero(case.parent >= 0).tolist():
            self.children.setdefault(int(case.parent[child]), []).append(child)
        self.trigger: list[int] = case.trigger.tolist()
        self.trigger_delay: list[float] = case.trigger_delay.tolist()
        self.u_trigger: list[float] = case.u_trigger.tolist()
        self.p_trigger: list[list[float]] = case.p_trigger.tolist()
        self.type_of: list[int] = case.type.tolist()

    def _read_luck(self, case: Case) -> None:
        self.appears = case.appears.tolist()
        self.outside = case.type_outside[case.type].tolist()
        self.start_network = case.network.tolist()
