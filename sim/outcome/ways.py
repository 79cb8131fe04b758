"""Which way in each firm ended with, by the rules it lives by: terms, prices and what every item costs it there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.model.estate import QUANTITIES
from sim.model.money import Terms
from sim.model.park import Model, Regime, SiteMode
from sim.model.text import Text
from sim.money.costs import PickedPrices, item_costs, pick_prices
from sim.outcome.histories import Histories


@dataclass(frozen=True, eq=False)
class Ways:
    """Terms, prices and costs of firms that share rules and site mode."""

    firms: np.ndarray  # indices into the block
    regime: Regime
    site: SiteMode
    prices: PickedPrices
    costs: Mapping[str, np.ndarray]  # item -> yuan
    kinds: Sequence[Mapping[str, str]]
    kind: np.ndarray

    @property
    def terms(self) -> Terms:
        """What the way in costs a firm."""
        return self.site.terms

    def goes_through(self, chain: str) -> bool:
        """Are its activities those of this site mode?"""
        return chain == (self.site.chain or self.site.id)


def quantity(h: Histories, name: str) -> np.ndarray:
    """A quantity of every candidate, at its default where no type states it: [firms]."""
    column = np.flatnonzero(h.rules.quantity_names == name)
    if len(column):
        return np.asarray(h.firm_quantities[:, column[0]])
    return np.full(len(h.firm_type), QUANTITIES[name][1])


def ways(h: Histories, model: Model) -> list[Ways]:
    """Firms by rules and site mode, with what that costs them."""
    mode = h.rules.network_mode[h.firm_final_network]
    starts = np.array([regime.from_day for regime in model.regimes])
    number = np.maximum(np.searchsorted(starts, h.firm_appears, side="right") - 1, 0)
    found = []
    way = np.where(h.enterprise, number * len(h.rules.mode_names) + mode, -1)
    for code in np.unique(way[h.enterprise]).tolist():
        r, m = divmod(code, len(h.rules.mode_names))
        regime, name = model.regimes[r], str(h.rules.mode_names[m])
        firms = np.flatnonzero(way == code)
        site = next((site for site in regime.site_modes if site.id == name), SiteMode(name, Text()))
        kinds, kind = _kinds(h, regime, site, firms)
        prices = pick_prices(regime.money.prices, kinds, kind)
        own = {what: quantity(h, what)[firms] for what in ("floor_area", "land_area", "equipment_cost")}
        found.append(Ways(firms, regime, site, prices, item_costs(own, site.terms, prices), kinds, kind))
    return found


def _kinds(h: Histories, regime: Regime, site: SiteMode, firms: np.ndarray) -> tuple[list[dict[str, str]], np.ndarray]:
    """Combinations of attributes among some firms, and which of them each firm has."""
    rows, kind = np.unique(h.firm_attributes[firms], axis=0, return_inverse=True)
    names, labels = h.rules.attribute_names.tolist(), h.rules.attribute_labels
    shared = {**dict(regime.policies), "site_mode": site.id, "site_chain": site.chain or site.id}
    drawn = [{n: str(labels[c][code]) for c, (n, code) in enumerate(zip(names, row)) if code >= 0} for row in rows]
    return [{**shared, **attributes} for attributes in drawn], kind.reshape(-1)
