"""Sound Logs to tamper with, and what to look for in them.

What flows in: random Cases, played by the interpreter. What flows out: other Logs, and whether `check` is red.
Rule: the first Case that has what a test needs is the one that is tampered with.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np

from sim.engine.case import RESOURCES, Case
from sim.engine.check import check
from sim.engine.log import Log
from tests.oracle.generate import random_case
from tests.oracle.interpreter import play

ROWS = (
    "slot",
    "attempt",
    "regime",
    "help",
    "t_begin",
    "t_ready",
    "t_start",
    "t_finish",
    "outcome",
    "bound_by",
    "bound_id",
    "after",
)
HOLDINGS = ("holding_slot", "holding_resource", "holding_unit", "holding_amount", "holding_from", "holding_to")


@cache
def played(seed: int, **knobs: int) -> tuple[Case, Log]:
    case = random_case(seed, **knobs)
    return case, play(case)


def leaving(case: Case) -> Case:
    """The Case, but that of every team people leave at every second of its supplies."""
    sizes = np.diff(case.supply_ptr)
    second = (np.arange(sizes.sum()) - np.repeat(case.supply_ptr[:-1], sizes)) % 2 == 1
    people = np.repeat(case.resource_kind == RESOURCES.index("team"), sizes)
    return replace(case, supply_amount=np.where(second & people, -case.supply_amount, case.supply_amount))


def find(wanted: Callable[[Case, Log], np.ndarray], **knobs: int) -> tuple[Case, Log, int]:
    """The first row, holding or candidate of the first Case where `wanted` is true."""
    for seed in range(2000):
        case, log = played(seed, **knobs)
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


def without(log: Log, i: int, names: tuple[str, ...] = ROWS) -> Log:
    return replace(log, **{name: np.delete(getattr(log, name), i) for name in names})


def twice(log: Log, h: int, **cells: float) -> Log:
    """The Log with another holding behind holding h, the same but for these values."""
    columns = {name: np.insert(getattr(log, name), h + 1, getattr(log, name)[h]) for name in HOLDINGS}
    return changed(replace(log, **columns), h + 1, **cells)


def some_case_is_red(rule: str, words: str, other: Callable[[Case], Case], **knobs: int) -> bool:
    """Whether Logs read against another Case are found to break this rule."""
    cases = (played(seed, **knobs) for seed in range(400))
    found = (sentence for case, log in cases for sentence in check(other(case), log))
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


# holdings: of each its row, its kind, its take


def holders(case: Case, log: Log) -> np.ndarray:
    """The row of each holding."""
    return np.searchsorted(log.slot, log.holding_slot)


def kinds(case: Case, log: Log) -> np.ndarray:
    """What each holding is of: an index into RESOURCES."""
    return case.resource_kind[log.holding_resource]


def untils(case: Case, log: Log) -> np.ndarray:
    """How long each is to be held."""
    acts, found = activity(case, log)[holders(case, log)], []
    for a, q in zip(acts.tolist(), log.holding_resource.tolist(), strict=True):
        takes = range(case.take_ptr[a], case.take_ptr[a + 1])
        found.append(next(int(case.take_until[k]) for k in takes if case.take_resource[k] == q))
    return np.array(found, "i4")


def pays(case: Case, log: Log) -> np.ndarray:
    """Which rows pay before they start."""
    poor = np.isfinite(case.cash[firms(case, log)])
    return (case.slot_pays[log.slot] > 0) & (log.attempt == 1) & poor


def chose(case: Case, log: Log) -> np.ndarray:
    """Which candidates had an option."""
    return (~np.isnan(log.choice_wait)).any(axis=1)


def spares(case: Case, log: Log, h: int) -> np.ndarray:
    """Units of that space and size that nobody ever holds, complete when this one was taken."""
    units = np.arange(*case.unit_ptr[log.holding_resource[h] : log.holding_resource[h] + 2])
    free = ~np.isin(units, log.holding_unit) & (case.unit_complete[units] <= log.holding_from[h])
    return units[free & (case.unit_area[units] == log.holding_amount[h])]


def alone(case: Case, log: Log) -> np.ndarray:
    """Which units are all that a visit took, while there was another of the size, behind it."""
    others = [(log.holding_slot == slot).sum() > 1 for slot in log.holding_slot]
    behind = [(spares(case, log, h)[:1] > log.holding_unit[h]).any() for h in range(len(log.holding_slot))]
    complete = case.unit_complete[np.maximum(log.holding_unit, 0)] <= log.holding_from if len(case.unit_area) else False
    return np.array(behind, bool) & ~np.array(others, bool) & complete


def again(log: Log) -> np.ndarray:
    """Which units are taken again after they were given back."""
    pairs = zip(log.holding_unit, log.holding_to, strict=True)
    return np.array([((log.holding_unit == u) & (log.holding_from >= to)).any() for u, to in pairs], bool)
