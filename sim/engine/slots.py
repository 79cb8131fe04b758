"""The slots of a block: every node of every network that a candidate can come to be in.

A way in that a firm will never take needs neither slots nor luck: one that is not open to it, or that would be worth
less without any wait than staying away, or than another way after the longest wait that there can be.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.engine.blueprint import Blueprint
from sim.engine.pointers import pointers, within
from sim.engine.prospects import Prospects
from sim.engine.ways import Pairs, ways_of


@dataclass(frozen=True, eq=False)
class Slots:
    """Columns over slots; the slots of a pair of candidate and network follow each other."""

    ptr: np.ndarray  # [candidates + 1]
    node: np.ndarray
    pair: np.ndarray
    luck: np.ndarray  # row of luck
    luck_node: np.ndarray  # columns over rows of luck: slots of one owner with the same laws and names share theirs
    luck_owner: np.ndarray


def within_reach(plan: Blueprint, pairs: Pairs, prospects: Prospects, longest: np.ndarray) -> np.ndarray:
    """Pairs that can come about, bool [pairs]: not those that lie only behind options that the firm never takes.

    `longest` is the longest wait that each candidate could reckon with, days [candidates].
    """
    if not plan.options:
        return np.ones(len(pairs.firm), dtype=bool)
    ways, value, loss = ways_of(plan), prospects.value, prospects.loss_per_day
    at_worst = (value - (loss * longest)[:, None]).max(axis=1, initial=-np.inf)
    never = (value < np.maximum(prospects.outside, at_worst)[:, None]) & (loss >= 0.0)[:, None]
    takes = (value > -np.inf) & ~never
    return np.asarray(ways.always[pairs.way] | (ways.by_option[pairs.way] & takes[pairs.firm]).any(axis=1))


def lay_slots(plan: Blueprint, network: np.ndarray, pairs: Pairs) -> Slots:
    """Slots of these pairs, for candidates that start in these networks."""
    first, end = (np.array(column, dtype=np.int64) for column in zip(*plan.networks))
    count = (end - first)[pairs.network]
    pair, place = np.repeat(np.arange(len(count)), count), within(count)
    node, owner = first[pairs.network][pair] + place, pairs.firm[pair]
    luck, luck_node, luck_owner = np.arange(len(node)), node, owner
    if plan.options:
        luck, luck_node, luck_owner = _shared_luck(plan, network, pairs, pair, place)
    return Slots(pointers(np.bincount(owner, minlength=len(network))), node, pair, luck, luck_node, luck_owner)


def _shared_luck(
    plan: Blueprint, network: np.ndarray, pairs: Pairs, pair: np.ndarray, place: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Row of luck of each slot (its pair, and its place among the pair's), and node and owner of each row.

    A firm that chooses has the slots of every way in, and most activities are the same in all of them: the same
    quantity, law and chances, hence the same luck, which need be drawn once.
    """
    ways = ways_of(plan)
    count = np.diff(ways.luck_ptr)[network]
    base = pointers(count)
    start = network[pairs.firm]
    luck = base[pairs.firm][pair] + ways.row[(ways.row_ptr[start] + ways.first[pairs.way])[pair] + place]
    used = np.zeros(int(base[-1]), dtype=bool)
    used[luck] = True
    owner = np.repeat(np.arange(len(network)), count)[used]
    node = ways.luck_node[(np.repeat(ways.luck_ptr[network], count) + within(count))[used]]
    return (np.cumsum(used) - 1)[luck], node, owner
