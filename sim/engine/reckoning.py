"""Money in a Case: what each slot pays and receives, what each firm has, and what each option is worth to it.

Whole yuan, so that sums are exact whatever the engine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from sim.engine.blueprint import Blueprint
from sim.engine.firm_numbers import by_name
from sim.engine.prospects import Prospects, reckon
from sim.engine.slots import Slots
from sim.engine.ways import Pairs
from sim.luck.philox import name_hash, quantiles


class People(Protocol):
    """The columns over candidates that are needed here."""

    replication: np.ndarray
    type: np.ndarray
    place: np.ndarray
    network: np.ndarray
    quantities: np.ndarray


@dataclass(frozen=True, eq=False)
class Reckoning:
    """Columns of a Case, for a whole block."""

    firms: dict[str, np.ndarray]  # cash, funds, value, support, loss_per_day, outside
    slot_pays: np.ndarray
    slot_receives: np.ndarray


def look_ahead(plan: Blueprint, people: People, pairs: Pairs, seed: int) -> Prospects:
    """What every way in would cost and be worth; where a scenario states no numbers of firms, there is nothing."""
    firms, modes = len(people.network), len(plan.names["mode"])
    if not plan.names["quantity"]:
        return Prospects(
            np.full((firms, modes), -np.inf),
            np.zeros((firms, modes)),
            np.zeros(firms),
            np.full(firms, -np.inf),
            {},
        )

    quantities = by_name(people.quantities, plan.names["quantity"])
    is_choice = np.array([n in plan.options for n in range(len(plan.networks))])
    chooses = np.where(is_choice[people.network], people.network, -1)

    def taste(name: str, who: np.ndarray) -> np.ndarray:
        hashes = np.array([name_hash(f"{kind}|taste.{name}") for kind in plan.names["type"]], dtype=np.uint64)
        u = quantiles(seed, people.replication[who], hashes[people.type[who]], 1, people.place[who])
        return np.asarray(-np.log(-np.log(u)))

    return reckon(plan, pairs, quantities, chooses, taste)


def reckoning(plan: Blueprint, people: People, slots: Slots, prospects: Prospects) -> Reckoning:
    """What money there is in a block of replications; the costs of the prospects are those of the slots' pairs."""
    names = plan.names["quantity"]
    states_cash = _states(plan, "cash")[people.type]
    cash = people.quantities[:, names.index("cash")] if "cash" in names else np.full(len(people.network), np.inf)
    funds = people.quantities[:, names.index("monthly_funds")] if "monthly_funds" in names else np.zeros(len(cash))
    return Reckoning(
        firms={
            "cash": np.where(states_cash, np.rint(cash), np.inf),
            "funds": np.rint(funds),
            "value": prospects.value,
            "support": prospects.support,
            "loss_per_day": prospects.loss_per_day,
            "outside": prospects.outside,
        },
        slot_pays=_amounts(plan, slots, prospects, "pays"),
        slot_receives=_amounts(plan, slots, prospects, "receives"),
    )


def _states(plan: Blueprint, quantity: str) -> np.ndarray:
    """Types that state a quantity: bool [T]."""
    kinds = [e for regime in plan.model.regimes for e in regime.enterprises]
    stating = {e.id for e in kinds if any(q.name == quantity for q in e.quantities)}
    return np.array([name in stating for name in plan.names["type"]])


def _amounts(plan: Blueprint, slots: Slots, prospects: Prospects, kind: str) -> np.ndarray:
    """Yuan of each slot: the sum over items of the share that its node pays or receives."""
    total = np.zeros(len(slots.node))
    shares = _shares(plan, kind)
    moves_money = np.any([np.zeros(len(plan.nodes)), *shares.values()], axis=0)
    some = np.flatnonzero(moves_money[slots.node])
    node, pair = slots.node[some], slots.pair[some]
    for item, of_node in shares.items():
        if item in prospects.costs:
            mine = np.flatnonzero(of_node[node])
            total[some[mine]] += of_node[node[mine]] * prospects.costs[item][pair[mine]]
    return np.asarray(np.rint(total))


def _shares(plan: Blueprint, kind: str) -> dict[str, np.ndarray]:
    """By item, the share of it that each node pays (`pays`) or receives (`receives`)."""
    if kind not in plan.shares:
        found: dict[str, np.ndarray] = {}
        for number, node in enumerate(plan.nodes):
            for item, share in node.pays if kind == "pays" else node.receives:
                found.setdefault(item, np.zeros(len(plan.nodes)))[number] += share
        plan.shares[kind] = found
    return plan.shares[kind]
