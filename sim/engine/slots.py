"""The slots of a block: every node of every network that a candidate may come to be in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.engine.blueprint import Blueprint
from sim.engine.pointers import pointers


@dataclass(frozen=True, eq=False)
class Slots:
    """Columns over slots, and over pairs of a candidate and one of its networks; a pair's slots follow each other."""

    ptr: np.ndarray  # [candidates + 1]
    node: np.ndarray
    owner: np.ndarray
    pair: np.ndarray  # of each slot
    pair_firm: np.ndarray
    pair_network: np.ndarray


def lay_slots(plan: Blueprint, network: np.ndarray) -> Slots:
    """Slots of candidates that start in these networks: their own nodes, then those they may choose or fall back to."""
    ways = [np.array([n, *falls], dtype=np.int64) for n, falls in enumerate(plan.fallbacks)]
    way_ptr, way = pointers(np.array([len(w) for w in ways])), np.concatenate(ways)
    pair_count = np.diff(way_ptr)[network]
    pair_firm = np.repeat(np.arange(len(network)), pair_count)
    pair_network = way[way_ptr[network[pair_firm]] + _within(pair_count)]

    first, end = (np.array(column, dtype=np.int64) for column in zip(*plan.networks))
    slot_count = (end - first)[pair_network]
    pair = np.repeat(np.arange(len(pair_network)), slot_count)
    owner = pair_firm[pair]
    return Slots(
        ptr=pointers(np.bincount(owner, minlength=len(network))),
        node=first[pair_network[pair]] + _within(slot_count),
        owner=owner,
        pair=pair,
        pair_firm=pair_firm,
        pair_network=pair_network,
    )


def _within(counts: np.ndarray) -> np.ndarray:
    """Number of each entry within its row.

    >>> _within(np.array([2, 0, 3])).tolist()
    [0, 1, 0, 1, 2]
    """
    return np.asarray(np.arange(int(counts.sum())) - np.repeat(pointers(counts)[:-1], counts))
