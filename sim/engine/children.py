"""Firms that follow firms: potential children of every candidate, laid out before the run (R17).

Who would be brought, and how long after, is drawn; whether it is, the engine decides, because only there a parent
reaches its milestone, or leaves. A strategy thins children by their chance and never changes who they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.engine.case import to_grid
from sim.luck.philox import name_hash, quantiles
from sim.model.people import BroughtBy

Born = tuple[np.ndarray, np.ndarray]
"""Replication and place of each candidate of a type."""


@dataclass(frozen=True, eq=False)
class Children:
    """Columns over the potential children of one type."""

    replication: np.ndarray
    place: np.ndarray
    parent_type: np.ndarray  # index into `BroughtBy.types`
    parent_place: np.ndarray
    delay: np.ndarray  # days after the milestone
    u: np.ndarray  # below the chance: it comes


def children_of(kind: str, rule: BroughtBy, parents: Mapping[str, Born], seed: int, horizon: float) -> Children:
    """Everybody whom firms of these types may bring within the horizon.

    Parameters
    ----------
    kind
        Type of the children.
    rule
        Who brings them, how many and how fast.
    parents
        Candidates of each type named by the rule.
    seed
        Of the run.
    horizon
        Days; who would come later is left out, whatever the strategy.
    """
    columns: list[tuple[np.ndarray, ...]] = []
    types = len(rule.types)
    for number, name in enumerate(rule.types):
        replication, place = parents[name]
        first = (place * types + number) * rule.at_most
        delay = np.zeros(len(place))
        for k in range(rule.at_most):
            u = quantiles(seed, replication, name_hash(f"{kind}|brought"), k + 1, first)
            delay = delay + to_grid(-np.log1p(-u) * (365.0 / rule.per_year))
            there = delay <= horizon
            of_type = np.full(int(there.sum()), number)
            columns.append((replication[there], (first + k)[there], of_type, place[there], delay[there]))
    replication, place, parent_type, parent_place, delay = (np.concatenate(column) for column in zip(*columns))
    u = quantiles(seed, replication, name_hash(f"{kind}|trigger"), 1, place)
    return Children(replication, place, parent_type, parent_place, delay, u)


def in_order_of_birth(rules: Mapping[str, BroughtBy | None]) -> list[str]:
    """Types, each after those that bring it; a circle is a fault of the scenario.

    >>> in_order_of_birth({"a": BroughtBy(("b",), "producing", 0.15), "b": None})
    ['b', 'a']
    """
    left, found = sorted(rules), list[str]()
    while left:
        free = [n for n in left if (rule := rules[n]) is None or set(rule.types) <= set(found)]
        if not free:
            raise ValueError(f"types of enterprise bring each other in a circle: {', '.join(left)}")
        found += free
        left = [name for name in left if name not in free]
    return found
