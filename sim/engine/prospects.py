"""What each way in costs each firm, and what it is worth to it: computed before the run, compared by the engine.

Nothing here depends on what will happen: costs and terms of the rules on the day a firm appears, its own numbers,
the expected length of its network, and its taste. The engine adds only the wait that it sees (R15).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.engine.blueprint import Blueprint
from sim.engine.expected import expected_days, later_land
from sim.engine.ways import Pairs
from sim.model.money import FIRM, Terms
from sim.model.park import Regime
from sim.money.access import affordable, eligible
from sim.money.costs import Later, Quantities, borrowed, item_costs, pick_amount, pick_prices, subsidy_amount
from sim.money.units import DAYS_A_YEAR, MONTHS_A_YEAR
from sim.money.value import loss_per_day, outside_value, value_of_mode


@dataclass(frozen=True, eq=False)
class Prospects:
    """Columns over the candidates of a block, or over its pairs of a candidate and one of its networks."""

    value: np.ndarray  # [F, M] -inf = not open to it
    support: np.ndarray  # [F, M]
    loss_per_day: np.ndarray  # [F]
    outside: np.ndarray  # [F]
    costs: dict[str, np.ndarray]  # item -> yuan, [pairs]

    def those(self, chosen: np.ndarray) -> Prospects:
        """With the costs of some of the pairs: `chosen` is bool [pairs]."""
        return replace(self, costs={item: amounts[chosen] for item, amounts in self.costs.items()})


def reckon(
    plan: Blueprint,
    pairs: Pairs,
    quantities: Quantities,
    chooses: np.ndarray,
    taste: Callable[[str, np.ndarray], np.ndarray],
) -> Prospects:
    """Costs of every pair, and for the firms that choose what each option is worth.

    Parameters
    ----------
    plan
        The strategy's blueprint.
    pairs
        Of candidate and network.
    quantities
        Of all candidates, [F] each.
    chooses
        The network in which a candidate compares its options, -1 where it does not: [F].
    taste
        Gives standard Gumbel tastes of some candidates for a site mode, or for `outside`.
    """
    firms = len(chooses)
    shape = (firms, len(plan.names["mode"]))
    value, support = np.full(shape, -np.inf), np.zeros(shape)
    losses, outside = np.zeros(firms), np.full(firms, -np.inf)
    costs: dict[str, np.ndarray] = {}
    regime_of, mode_of = np.array(plan.network_regime), np.array(plan.network_mode)
    options = {n for found in plan.options.values() for n in found}
    is_option = np.array([n in options for n in range(len(plan.networks))])
    for network in options - plan.lengths.keys():
        plan.lengths[network] = expected_days(plan, network)
    length = np.array([plan.lengths.get(n, 0.0) for n in range(len(plan.networks))])

    # nothing is paid before the choice, nor by who comes from elsewhere
    priced = np.array([n not in plan.options and bool(plan.facts[n]) for n in range(len(plan.networks))])
    for number, mode in sorted({(plan.network_regime[n], plan.network_mode[n]) for n in np.flatnonzero(priced)}):
        regime = plan.model.regimes[number]
        of_way = priced & (regime_of == number) & (mode_of == mode)
        mine = np.flatnonzero(of_way[pairs.network])
        way = _Way(plan, regime, plan.names["mode"][mode], pairs.network[mine], _rows(quantities, pairs.firm[mine]))
        for item, amounts in way.costs().items():
            costs.setdefault(item, np.zeros(len(pairs.firm)))[mine] = amounts
        choosing = mine[(chooses[pairs.firm[mine]] >= 0) & is_option[pairs.network[mine]] & way.open_to()]
        if len(choosing):
            who, networks = pairs.firm[choosing], pairs.network[choosing]
            way = _Way(plan, regime, way.mode, networks, _rows(quantities, who))
            worth, support[who, mode] = way.worth(length[networks])
            value[who, mode] = worth + quantities["taste"][who] * taste(way.mode, who)

    for number, regime in enumerate(plan.model.regimes):
        who = np.flatnonzero((chooses >= 0) & (regime_of[chooses] == number))
        if len(who):
            own = _rows(quantities, who)
            kinds = [plan.facts[plan.options[n][0]] for n in np.unique(chooses[who])]
            prices = pick_prices(regime.money.prices, kinds, np.searchsorted(np.unique(chooses[who]), chooses[who]))
            losses[who] = loss_per_day(own)
            outside[who] = outside_value(own, prices, regime.money) + own["taste"] * taste("outside", who)
    return Prospects(value, support, losses, outside, costs)


class _Way:
    """One site mode under one regime, for some firms."""

    def __init__(
        self, plan: Blueprint, regime: Regime, mode: str, networks: np.ndarray, quantities: Quantities
    ) -> None:
        found = np.unique(networks)
        self.kinds: Sequence[dict[str, str]] = [plan.facts[n] for n in found]
        self.kind = np.searchsorted(found, networks)
        self.mode, self.money, self.quantities = mode, regime.money, quantities
        self.terms = next((m.terms for m in regime.site_modes if m.id == mode), Terms())
        self.prices = pick_prices(regime.money.prices, self.kinds, self.kind)
        for network in found.tolist() if self.terms.builds else ():
            if network not in plan.later_land:
                plan.later_land[network] = later_land(plan, network)
        self.later = [plan.later_land.get(network, []) for network in found.tolist()]

    def costs(self) -> dict[str, np.ndarray]:
        """Items of the mode, with the loan and what is left to pay of a shell."""
        items = item_costs(self.quantities, self.terms, self.prices)
        loan = borrowed(items, self.terms)
        return {**items, "loan": loan, "down_payment": items["shell"] - loan * self.terms.buys}

    def open_to(self) -> np.ndarray:
        """Who may take it and can afford it, bool."""
        own, terms, items = self.quantities, self.terms, item_costs(self.quantities, self.terms, self.prices)
        return np.asarray(eligible(own, terms.least) & affordable(own, items, terms, self._later()))

    def worth(self, days: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Worth before wait and taste, and what of it is public support."""
        own, terms, items = self.quantities, self.terms, item_costs(self.quantities, self.terms, self.prices)
        subsidies = self._subsidies(items) * (1.0 + own["discount_rate"]) ** (-days / 365.0)
        later = self._later()
        worth = value_of_mode(own, terms, self.prices, self.money, subsidies, later)
        bare = worth - subsidies
        if terms.relief:
            bare = value_of_mode(own, replace(terms, relief=()), self.prices, self.money, later=later)
        return worth - loss_per_day(own) * days, worth - bare

    def _later(self) -> list[Later]:
        """Land that is paid for later, a part a step; a share of nothing for who has fewer of them."""
        most = max(map(len, self.later), default=0)
        table = np.array([[*parts, *[(0.0, 0.0, False)] * (most - len(parts))] for parts in self.later], dtype=float)
        table = table.reshape(len(self.later), most, 3)[self.kind]
        months = np.rint(table[:, :, 1] * MONTHS_A_YEAR / DAYS_A_YEAR)
        return [Later(table[:, part, 0], months[:, part], table[:, part, 2] > 0) for part in range(most)]

    def _subsidies(self, items: dict[str, np.ndarray]) -> np.ndarray:
        total = np.zeros(len(self.kind))
        for subsidy in self.money.subsidies:
            if subsidy.paid_to == FIRM and (not subsidy.site_modes or self.mode in subsidy.site_modes):
                total += subsidy_amount(subsidy, items, pick_amount(subsidy.amount, self.kinds, self.kind, 0.0))
        return total


def _rows(quantities: Quantities, who: np.ndarray) -> dict[str, np.ndarray]:
    return {name: column[who] for name, column in quantities.items()}
