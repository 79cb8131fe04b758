"""The rules of a Case as plain lists: all that replications of one strategy share, read once and handed on.

Reading one number out of a NumPy array costs more than the step it belongs to. What only few ever ask for is left where
it lies, row by row.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from sim.engine.case import THEN, Case, clocks
from sim.engine.simpy_engine.networks import Networks, Rules
from sim.engine.simpy_engine.offers import Offers, Terms


class Rows:
    """A table of numbers of which single rows are read, or written, where they lie."""

    __slots__ = ("flat", "width")

    def __init__(self, values: np.ndarray) -> None:
        self.width = values.shape[1]
        self.flat: memoryview[float] = memoryview(values.reshape(-1))  # type: ignore[arg-type]  # a NumPy array is a buffer

    def __getitem__(self, row: int) -> memoryview[float]:
        return self.flat[row * self.width : (row + 1) * self.width]


class Rulebook:
    """What holds in every replication of a strategy."""

    def __init__(self, case: Case) -> None:
        self.networks = Networks(case)
        self.network_ptr: list[int] = case.network_ptr.tolist()
        self.steps_from = {first: end - first for first, end in pairwise(self.network_ptr) if first < end}
        self.node_activity: list[int] = case.node_activity.tolist()
        self.priorities: list[list[float]] = _numbers(case.priority)
        self.factors: list[list[float]] = _numbers(case.factor)
        self._read_verdicts(case)
        self._read_activities(case)
        self._read_choice(case)
        self._read_help(case)
        self.p_trigger: list[list[float]] = case.p_trigger.tolist()

    def _read_verdicts(self, case: Case) -> None:
        self.at_most: list[int] = case.node_at_most.tolist()
        self.refuses_at_limit: list[bool] = (case.node_then == THEN.index("refused")).tolist()
        self.refused_to: list[int] = case.node_refused_to.tolist()
        self.unless: list[int] = case.node_unless.tolist()
        self.goes_on: list[int] = case.node_goes_on.tolist()
        self.p_sent_back: list[list[float]] = _numbers(case.p_sent_back)
        self.p_refused: list[list[float]] = _numbers(case.p_refused)
        self.p_refused_pressed: list[list[float]] = _numbers(case.p_refused_pressed)
        chances = (case.p_sent_back, case.p_refused, case.p_refused_pressed)
        self.may_fail: list[bool] = np.any([(p > 0).any(axis=0) for p in chances], axis=0).tolist()

    def _read_activities(self, case: Case) -> None:
        three = clocks(case)
        self.clock_of = [three[c] if c else None for c in case.activity_clock.tolist()]  # None: the calendar
        self.milestone: list[int] = case.activity_milestone.tolist()
        self.until = set(case.take_until.tolist())  # until what something is held: milestones, and the codes below 0
        self.needs = ragged(case.need_ptr, case.need_office, case.need_amount)
        self.sessions: list[list[float] | None] = [
            [day for (day,) in days] if has else None
            for days, has in zip(ragged(case.session_ptr, case.session_day), case.has_sessions.tolist(), strict=True)
        ]

    def _read_choice(self, case: Case) -> None:
        self.no_prospect = float(case.no_prospect)
        self.chooses: list[int] = case.network_chooses.tolist()
        self.offers = Offers(case)
        self.decides: list[int] = case.node_decides.tolist()
        self.deciding = {int(n) for n in np.flatnonzero(_any_node(case, case.node_decides))}  # networks that wait

    def _read_help(self, case: Case) -> None:
        self.helps = bool((case.resource_help >= 0).any())
        self.help_preparation = Rows(case.help_preparation)
        self.help_correction = Rows(case.help_correction)
        self.help_returns = Rows(case.help_returns)
        self.help_places: list[float] = case.help_places.tolist()


READ = (
    *dict.fromkeys((*Rules._fields, *Terms._fields)),
    *("priority", "factor", "p_trigger", "node_at_most", "node_then", "node_refused_to", "node_unless"),
    *("node_goes_on", "p_sent_back", "p_refused", "p_refused_pressed", "activity_clock", "activity_milestone"),
    *("take_until", "need_ptr", "need_office", "need_amount", "session_ptr", "session_day", "has_sessions", "day_open"),
    *("no_prospect", "network_chooses", "node_decides"),
    *("resource_help", "help_preparation", "help_correction", "help_returns", "help_places"),
)
"""Arrays of a Case on which its rulebook rests."""
_latest: list[tuple[list[np.ndarray], Rulebook]] = []  # of the last Case; replications of a strategy follow each other


def rulebook_of(case: Case) -> Rulebook:
    """The rules of a Case; replications that share their arrays share these too."""
    read = [getattr(case, name) for name in READ]
    if not _latest or not all(new is old for new, old in zip(read, _latest[0][0], strict=True)):
        _latest[:] = [(read, Rulebook(case))]
    return _latest[0][1]


def ragged(pointers: np.ndarray, *values: np.ndarray) -> list[list[tuple[float, ...]]]:
    """A ragged array of one or more columns as a list of lists of rows."""
    columns = [column.tolist() for column in values]
    ends = pointers.tolist()
    return [list(zip(*(column[lo:hi] for column in columns), strict=True)) for lo, hi in pairwise(ends)]


def _numbers(table: np.ndarray) -> list[list[float]]:
    """A table as lists in which equal numbers are one object: there are few, and what is small stays at hand."""
    one: dict[float, float] = {}
    return [[one.setdefault(number, number) for number in row] for row in table.tolist()]


def _any_node(case: Case, flag: np.ndarray) -> np.ndarray:
    """Which networks have a node with a flag."""
    network = np.repeat(np.arange(len(case.network_mode)), np.diff(case.network_ptr))
    return np.bincount(network[flag == 1], minlength=len(case.network_mode)) > 0
