"""Random spaces, stocks, money and choice for the Cases of `generate`, and their empty forms.

What flows in: a generator of random numbers, and what is drawn so far. What flows out: arrays of a `Case` by name.
Rule: what takes or pays has neither office nor session, what takes is never sent back nor refused.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sim.engine.case import UNTIL_EXIT, UNTIL_FINISH

PLAIN, TAKES, PAYS = range(3)
Times = Callable[..., np.ndarray]


def pointers(lists: list[Any]) -> np.ndarray:
    return np.concatenate(([0], np.cumsum([len(each) for each in lists]))).astype("i8")


def joined(lists: list[Any], dtype: str) -> np.ndarray:
    return np.concatenate([np.zeros(0), *lists]).astype(dtype)


def resources(rng: np.random.Generator, how_many: int, end: int, times: Times) -> dict[str, np.ndarray]:
    """Spaces of 1-3 buildings of 1-4 units, and stocks; some units are complete since long, some never."""
    kind = rng.choice((0, 0, 1, 2), how_many)
    buildings = [
        np.repeat(np.arange(n), rng.integers(1, 5, n)) for n in np.where(kind == 0, rng.integers(1, 4, how_many), 0)
    ]
    supplies = [
        np.zeros(0) if k == 0 else np.unique(times(int(rng.integers(0, 5)), -2, 0, 0, *range(end + 3))) for k in kind
    ]
    n_units = sum(map(len, buildings))
    decided = times(n_units, -3, 0, 0, 0, 1, 2, 5, end + 2)
    return {
        "resource_names": np.array([f"r{k}" for k in range(how_many)], "U2"),
        "resource_kind": kind.astype("i1"),
        "resource_passing": (rng.random(how_many) < 0.5).astype("u1"),
        "resource_best_fit": ((kind == 0) & (rng.random(how_many) < 0.5)).astype("u1"),
        "unit_ptr": pointers(buildings),
        "unit_area": times(n_units, 1, 1, 2, 3, 5),
        "unit_building": joined(buildings, "i4"),
        "unit_decided": decided,
        "unit_complete": decided + times(n_units, 0, 0, 1, 2, 4, 9),
        "unit_cost": np.zeros(n_units),
        "supply_ptr": pointers(supplies),
        "supply_day": joined(supplies, "f8"),
        "supply_amount": times(sum(map(len, supplies)), 0, 1, 2, 3, 5),
        "no_prospect": np.array(rng.choice((3.0, 30.0, 365.0))),
        "bond_issued": np.array(np.nan),
        "bond_raised": np.array(np.nan),
    }


def takings(
    rng: np.random.Generator,
    activity_kind: np.ndarray,
    estate: dict[str, np.ndarray],
    columns: int,
    n_milestones: int,
    times: Times,
) -> dict[str, np.ndarray]:
    """What each activity takes: one to three resources, constant or by the firm, sometimes nothing."""
    best_fit, is_space = estate["resource_best_fit"], estate["resource_kind"] == 0
    taken = []
    for kind in activity_kind:
        size = min(len(best_fit), int(rng.choice((1, 1, 2, 3)))) if kind == TAKES else 0
        some = np.sort(rng.choice(len(best_fit), size, replace=False)) if size else np.zeros(0, "i8")
        taken.append(some[best_fit[some] == 1][:1] if best_fit[some].any() else some)
    resource = joined(taken, "i4")
    n = len(resource)
    until = (UNTIL_EXIT, UNTIL_EXIT, UNTIL_FINISH, *range(n_milestones))
    return {
        "take_ptr": pointers(taken),
        "take_resource": resource,
        "take_column": rng.integers(-1, columns, n).astype("i4"),
        "take_amount": times(n, 0, 1, 1, 2, 3),
        "take_until": rng.choice(until, n).astype("i4"),
        "take_unfinished": (is_space[resource] & (rng.random(n) < 0.5)).astype("u1"),
        "take_foreseen": (rng.random(n) < 0.7).astype("u1"),
    }


def purses(rng: np.random.Generator, poor: np.ndarray) -> dict[str, np.ndarray]:
    """Own funds of the candidates, and what is added to them every 30 days."""
    cash = rng.choice((0.0, 1.0, 2.0, 3.0, 5.0, 8.0, np.inf), len(poor))
    return {
        "cash": np.where(poor, cash, np.inf),
        "funds": np.where(poor, rng.choice((0.0, 1.0, 2.0, 4.0, -1.0), len(poor)), 0.0),
    }


def payments(rng: np.random.Generator, slot_kind: np.ndarray, met: bool) -> dict[str, np.ndarray]:
    """What each slot pays and receives; some that may pay cost nothing."""
    size = len(slot_kind)
    pays, receives = rng.choice((0.0, 1.0, 2.0, 3.0, 5.0), size), rng.choice((0.0, 0.0, 0.0, 1.0, 4.0), size)
    return {
        "slot_pays": np.where(slot_kind == PAYS, pays, 0.0),
        "slot_receives": receives if met else np.zeros(size),
    }


def worths(rng: np.random.Generator, n_firms: int, n_modes: int) -> dict[str, np.ndarray]:
    """What the site modes are worth to each candidate, in numbers that often tie."""
    return {
        "value": rng.choice((-np.inf, 0.0, 1.0, 2.0, 2.0, 5.0, 5.0, 0.1), (n_firms, n_modes)),
        "support": np.zeros((n_firms, n_modes)),
        "loss_per_day": rng.choice((0.0, 0.0, 0.1, 0.5, 1.0), n_firms),
        "outside": rng.choice((-np.inf, -np.inf, -np.inf, -4.0, 0.0, 1.0, 1e9), n_firms),
    }


def chooser(rng: np.random.Generator, ways: list[list[int]], n_inside: int) -> tuple[list[int], list[int]]:
    """The options of a network that chooses, ascending, and all networks its candidates may come to have."""
    options = np.sort(rng.choice(n_inside, int(rng.integers(1, n_inside + 1)), replace=False)).tolist()
    reach = list(dict.fromkeys([*options, *(m for n in options for m in ways[n])]))
    return options, rng.permutation(reach).tolist() if rng.random() < 0.5 else reach
