"""The slots of a block: every node of every network that a candidate may come to be in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.engine.blueprint import Blueprint
from sim.engine.nodes import Node
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
    luck: np.ndarray  # of each slot: the row of its luck
    luck_node: np.ndarray  # columns over rows of luck: slots of one owner with the same laws and names share theirs
    luck_owner: np.ndarray


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
    node = first[pair_network[pair]] + _within(slot_count)
    luck, luck_node, luck_owner = _shared_luck(plan, network, owner, node)
    return Slots(
        ptr=pointers(np.bincount(owner, minlength=len(network))),
        node=node,
        owner=owner,
        pair=pair,
        pair_firm=pair_firm,
        pair_network=pair_network,
        luck=luck,
        luck_node=luck_node,
        luck_owner=luck_owner,
    )


def _shared_luck(
    plan: Blueprint, network: np.ndarray, owner: np.ndarray, node: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Row of luck of each slot, and node and owner of each row.

    A firm that chooses has the slots of every way in, and most activities are the same in all of them: the same
    quantity, law and chances, hence the same luck, which need be drawn once. What is the same is worked out by network.
    """
    if not plan.options:
        return np.arange(len(node)), node, owner
    rows, kept = _luck_of_networks(plan)
    row_ptr, row = pointers(np.array([len(r) for r in rows])), np.concatenate(rows)
    kept_ptr, of_network = pointers(np.array([len(k) for k in kept])), np.concatenate(kept)
    count = np.diff(kept_ptr)[network]
    luck_owner = np.repeat(np.arange(len(network)), count)
    luck_node = of_network[kept_ptr[network[luck_owner]] + _within(count)]
    slots_of = np.bincount(owner, minlength=len(network))
    within = row[row_ptr[network[owner]] + _within(slots_of)]
    return pointers(count)[owner] + within, luck_node, luck_owner


def _luck_of_networks(plan: Blueprint) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """By network: row of luck of each slot of who starts in it, and the node of each row."""
    if not plan.luck_rows:
        signs = [_sign(node) for node in plan.nodes]
        for number, falls in enumerate(plan.fallbacks):
            nodes = [x for n in (number, *falls) for x in range(*plan.networks[n])]
            seen: dict[object, int] = {}
            rows = [seen.setdefault(signs[x], len(seen)) for x in nodes]
            kept = np.zeros(len(seen), dtype=np.int64)
            kept[np.array(rows[::-1], dtype=np.int64)] = nodes[::-1]
            plan.luck_rows.append(np.array(rows, dtype=np.int64))
            plan.luck_nodes.append(kept)
    return plan.luck_rows, plan.luck_nodes


def _sign(node: Node) -> object:
    """All that the luck of a slot depends on."""
    chances = (node.p_happens, node.at_most, tuple(node.p_sent_back), tuple(node.p_refused))
    return node.activity, node.laws, node.hashes, chances


def _within(counts: np.ndarray) -> np.ndarray:
    """Number of each entry within its row.

    >>> _within(np.array([2, 0, 3])).tolist()
    [0, 1, 0, 1, 2]
    """
    return np.asarray(np.arange(int(counts.sum())) - np.repeat(pointers(counts)[:-1], counts))
