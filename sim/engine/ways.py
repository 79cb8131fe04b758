"""Which networks each candidate may come to be in: the one it starts in, then those it may choose or fall back to.

Also which steps of these are one and the same to it. Worked out once a blueprint, by the network of the start.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.engine.blueprint import Blueprint
from sim.engine.nodes import Node
from sim.engine.pointers import pointers, within


@dataclass(frozen=True, eq=False)
class Pairs:
    """Which candidate may come to be in which network, in the order of the slots."""

    firm: np.ndarray
    network: np.ndarray
    way: np.ndarray  # row in the table of ways

    def those(self, chosen: np.ndarray) -> Pairs:
        """Some of them: `chosen` is bool [pairs]."""
        return Pairs(self.firm[chosen], self.network[chosen], self.way[chosen])


@dataclass(frozen=True, eq=False)
class Ways:
    """By network of the start, its ways: itself, then those to choose or to fall back to."""

    ptr: np.ndarray  # [N + 1]
    network: np.ndarray  # [ways], as the next three
    first: np.ndarray  # place of its first node among the nodes of all ways of the start
    always: np.ndarray  # bool: it needs no choice
    by_option: np.ndarray  # bool [ways, M]: is it come to by choosing the option of this site mode?
    row_ptr: np.ndarray  # [N + 1] into nodes of all ways of a start, in order
    row: np.ndarray  # row of luck of each, among those of the start
    luck_ptr: np.ndarray  # [N + 1] into rows of luck
    luck_node: np.ndarray  # a node for each


def all_pairs(plan: Blueprint, network: np.ndarray) -> Pairs:
    """Every candidate that starts in these networks with every network that it might come to."""
    ways = ways_of(plan)
    count = np.diff(ways.ptr)[network]
    firm = np.repeat(np.arange(len(network)), count)
    way = ways.ptr[network[firm]] + within(count)
    return Pairs(firm, ways.network[way], way)


def ways_of(plan: Blueprint) -> Ways:
    """The ways of a blueprint, worked out when first asked for."""
    if plan.ways is None:
        plan.ways = _worked_out(plan)
    return plan.ways


def _worked_out(plan: Blueprint) -> Ways:
    found = [[n, *falls] for n, falls in enumerate(plan.fallbacks)]
    ptr = pointers([len(ways) for ways in found])
    always, by_option = _reach(plan, found, ptr)
    sizes = [[plan.networks[w][1] - plan.networks[w][0] for w in ways] for ways in found]
    rows, kept = _luck_rows(plan, found)
    return Ways(
        ptr=ptr,
        network=_laid_end_to_end(found),
        first=_laid_end_to_end([pointers(of)[:-1] for of in sizes]),
        always=always,
        by_option=by_option,
        row_ptr=pointers([len(r) for r in rows]),
        row=_laid_end_to_end(rows),
        luck_ptr=pointers([len(k) for k in kept]),
        luck_node=_laid_end_to_end(kept),
    )


def _reach(plan: Blueprint, found: list[list[int]], ptr: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """`always` and `by_option`: behind an option lies its network, and what that may fall back to."""
    always = np.ones(int(ptr[-1]), dtype=bool)
    by_option = np.zeros((len(always), len(plan.names["mode"])), dtype=bool)
    for start, options in plan.options.items():
        always[ptr[start] + 1 : ptr[start + 1]] = False
        for option in options:
            behind = [int(ptr[start]) + found[start].index(w) for w in (option, *plan.fallbacks[option])]
            by_option[behind, plan.network_mode[option]] = True
    return always, by_option


def _luck_rows(plan: Blueprint, found: list[list[int]]) -> tuple[list[list[int]], list[list[int]]]:
    """By start: row of luck of each node of its ways, and a node for each row; nodes of one sign share theirs."""
    signs = [_sign(node) for node in plan.nodes]
    rows, kept = [], []
    for ways in found:
        seen: dict[object, int] = {}
        first: list[int] = []
        of_nodes = []
        for x in (x for n in ways for x in range(*plan.networks[n])):
            if signs[x] not in seen:
                seen[signs[x]] = len(seen)
                first.append(x)
            of_nodes.append(seen[signs[x]])
        rows.append(of_nodes)
        kept.append(first)
    return rows, kept


def _sign(node: Node) -> object:
    """All that the luck of a slot depends on."""
    chances = (node.p_happens, node.at_most, tuple(node.p_sent_back), tuple(node.p_refused))
    return node.activity, node.laws, node.hashes, chances


def _laid_end_to_end(rows: list[list[int]] | list[np.ndarray]) -> np.ndarray:
    return np.concatenate([np.zeros(0, dtype=np.int64), *(np.asarray(row, dtype=np.int64) for row in rows)])
