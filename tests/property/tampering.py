"""Sound Logs to tamper with, and what to look for in them.

What flows in: random Cases, played by the interpreter. What flows out: other Logs, and whether `check` is red.
Rule: the first Case that has what a test needs is the one that is tampered with.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np

from sim.engine.case import Case
from sim.engine.check import check
from sim.engine.log import Log
from tests.oracle.generate import random_case
from tests.oracle.interpreter import play

ROWS = (
    "slot",
    "attempt",
    "regime",
    "t_begin",
    "t_ready",
    "t_start",
    "t_finish",
    "outcome",
    "bound_by",
    "bound_id",
    "after",
)


@cache
def played(seed: int) -> tuple[Case, Log]:
    case = random_case(seed)
    return case, play(case)


def find(wanted: Callable[[Case, Log], np.ndarray]) -> tuple[Case, Log, int]:
    """The first row of the first Case where `wanted` is true."""
    for seed in range(500):
        case, log = played(seed)
        if (rows := np.flatnonzero(wanted(case, log))).size:
            return case, log, int(rows[0])
    raise AssertionError("no random Case has what this test needs")


def changed(log: Log, i: int, **cells: float) -> Log:
    """The Log with other values in row i."""
    columns = {}
    for name, value in cells.items():
        columns[name] = getattr(log, name).copy()
        columns[name][i] = value
    return replace(log, **columns)


def without(log: Log, i: int) -> Log:
    return replace(log, **{name: np.delete(getattr(log, name), i) for name in ROWS})


def some_case_is_red(rule: str, words: str, other: Callable[[Case], Case]) -> bool:
    """Whether Logs read against another Case are found to break this rule."""
    found = (sentence for case, log in map(played, range(200)) for sentence in check(other(case), log))
    return any(sentence.startswith(rule) and words in sentence for sentence in found)


def red(rule: str, words: str, case: Case, log: Log) -> bool:
    return any(sentence.startswith(f"{rule}:") and words in sentence for sentence in check(case, log))


def activity(case: Case, log: Log) -> np.ndarray:
    return case.node_activity[case.slot_node[log.slot]]


def needs_offices(case: Case, log: Log) -> np.ndarray:
    finite = np.add.reduceat(np.append(case.office_finite[case.need_office], 0), case.need_ptr[:-1])
    return np.where(np.diff(case.need_ptr) > 0, finite, 0)[activity(case, log)] > 0


def firms(case: Case, log: Log) -> np.ndarray:
    return np.searchsorted(case.slot_ptr, log.slot, side="right") - 1


def inside(case: Case, log: Log) -> np.ndarray:
    return case.type_outside[case.type[firms(case, log)]] == 0


def started(case: Case, log: Log) -> np.ndarray:
    return ~np.isnan(log.t_start)


def finished(case: Case, log: Log) -> np.ndarray:
    return ~np.isnan(log.t_finish)
