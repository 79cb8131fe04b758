"""Random teams and the help they give, children, and work before a choice for the Cases of `generate`.

What flows in: a generator of random numbers, and what is drawn so far. What flows out: arrays of a `Case` by name.
Rule: where nothing of it is met the arrays are there and change nothing.
"""

from __future__ import annotations

import numpy as np

from sim.engine.case import RESOURCES
from tests.oracle.extras import Times, pointers

TEAM = RESOURCES.index("team")


def with_teams(
    rng: np.random.Generator, estate: dict[str, np.ndarray], how_many: int, columns: int, times: Times, met: bool
) -> dict[str, np.ndarray]:
    """Spaces and stocks and some teams behind them, and what brings one to the front of their lines."""
    bits = rng.integers(1, 3) if met else 0
    supplies = [np.unique(times(int(rng.integers(1, 4)), -2, 0, 0, 0, 1, 5)) for _ in range(how_many)]
    more = {
        "resource_names": np.array([f"team{k}" for k in range(how_many)], "U5"),
        "resource_kind": np.full(how_many, TEAM, "i1"),
        "resource_passing": (rng.random(how_many) < 0.5).astype("u1") if met else np.zeros(0, "u1"),
        "resource_best_fit": np.zeros(how_many, "u1"),
        "supply_day": np.concatenate([np.zeros(0), *supplies]),
        "supply_amount": times(sum(map(len, supplies)), 1, 1, 2, 3, 5) if met else np.zeros(0),
    }
    both = estate | {name: np.concatenate((estate[name], each)) for name, each in more.items()} if met else estate
    n = len(both["resource_kind"])
    helps, orders = np.full(n, -1, "i1"), np.full(n, -1, "i4")
    if met:
        helps[n - how_many :] = np.where(rng.random(how_many) < 0.1, -1, rng.integers(0, bits, how_many))
        orders = rng.choice((-1, *range(columns)), n).astype("i4")
        orders[both["resource_best_fit"] == 1] = -1
        both["unit_ptr"] = np.concatenate((estate["unit_ptr"], np.full(how_many, estate["unit_ptr"][-1])))
        both["supply_ptr"] = np.concatenate(
            (estate["supply_ptr"], estate["supply_ptr"][-1] + pointers(supplies)[1:])
        ).astype("i8")
    above = np.full(n, -1, "i4")
    if met and how_many > 1:  # of two neighbours one may stand above the other
        for team in range(n - how_many, n - 1):
            if rng.random() < 0.5:
                lower, upper = rng.permutation((team, team + 1))
                above[lower] = upper if above[upper] != lower else -1
    return both | {"resource_help": helps, "resource_order": orders, "resource_above": above}


def helpings(rng: np.random.Generator, bits: int, n_nodes: int) -> dict[str, np.ndarray]:
    """What every union of help changes; no help changes nothing."""
    unions = 2**bits
    shape = (unions, n_nodes)
    factors = (0.0, 0.5, 1.0, 1.0, 1 / 3, 2.0)
    tables = {
        "help_preparation": rng.choice(factors, shape) if bits else np.ones(shape),
        "help_correction": rng.choice(factors, shape) if bits else np.ones(shape),
        "help_returns": rng.choice((0.0, 0.0, 0.5, 1 / 3, 1.5, 2.0, 2.0, 3.0), shape) if bits else np.ones(shape),
        "help_places": rng.choice((-1.0, 0.0, 1.0, 2.0), unions) if bits else np.zeros(unions),
    }
    if bits:
        for name, table in tables.items():
            table[0] = 0.0 if name == "help_places" else 1.0
    return tables


def before_choice(
    rng: np.random.Generator, how_many: int, n_acts: int, first: int, met: bool
) -> tuple[list[np.ndarray], list[np.ndarray], np.ndarray]:
    """The nodes of networks that choose, from index `first`: their activities, predecessors, and which decide."""
    nodes: list[np.ndarray] = []
    preds: list[np.ndarray] = []
    decides = np.zeros(0, "u1")
    for _ in range(how_many):
        size = min(n_acts, int(rng.choice((0, 1, 2, 3, 3, 4)))) if met else 0
        rank = rng.permutation(size) if met else np.zeros(0)
        for i in range(size):
            earlier = np.flatnonzero(rank < rank[i])
            chosen = np.sort(rng.choice(earlier, min(len(earlier), int(rng.integers(0, 2))), replace=False))
            preds.append(first + len(decides) + chosen)
        flags = np.zeros(size, "u1")
        if size:
            flags[rng.integers(0, size, int(rng.integers(1, 3)))] = 1
        nodes.append(np.sort(rng.choice(n_acts, size, replace=False)) if size else np.zeros(0, "i8"))
        decides = np.concatenate((decides, flags))
    return nodes, preds, decides


def kin(
    rng: np.random.Generator,
    inside: np.ndarray,
    appears: np.ndarray,
    triggers: np.ndarray,
    shape: tuple[int, int],
    times: Times,
    met: bool,
) -> dict[str, np.ndarray]:
    """Which candidates appear because of another; `shape` is that of the regimes and types."""
    n = len(inside)
    parent, trigger = np.full(n, -1, "i4"), np.full(n, -1, "i4")
    if not met:
        chances, nothing = np.zeros(shape), np.zeros(n)
        who = {"parent": parent, "trigger": trigger, "trigger_delay": nothing, "u_trigger": nothing.copy()}
        return who | {"appears": appears, "p_trigger": chances}
    families = rng.permutation(np.flatnonzero(inside))  # a parent is earlier here, and anywhere among the candidates
    share = rng.choice((0.2, 0.4, 0.6))
    for i in range(1, len(families)):
        if rng.random() < share:
            parent[families[i]] = families[rng.integers(0, min(i, 4))]
            trigger[families[i]] = rng.choice(triggers)
    child = parent >= 0
    return {
        "parent": parent,
        "trigger": trigger,
        "trigger_delay": np.where(child, times(n, 0, 0, 1, 2, 5), 0.0),
        "u_trigger": rng.choice((0.0, 0.25, 0.5, 0.75), n),
        "appears": np.where(child, np.inf, appears),
        "p_trigger": rng.choice((0.0, 0.25, 0.5, 1.0, 1.0, 1.0), shape),
    }
