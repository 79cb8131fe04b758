"""What a way in costs by item, before any loan, subsidy or relief.

The items are those of `sim.model.money.ITEMS`: payments, loans and subsidies are shares of them. Prices that differ
by attribute (a clean room costs more in class III) are picked first, one value a firm.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.model.law import pick
from sim.model.money import Amount, Prices, Subsidy, Terms

Quantities = Mapping[str, np.ndarray]
"""What was drawn for the firms: name in `sim.model.estate.QUANTITIES` -> [F]."""


@dataclass(frozen=True, eq=False)
class PickedPrices:
    """Prices with every `By` followed: numbers, or arrays [F] where they differ by firm. Units as in `Prices`."""

    land: float | np.ndarray = 0.0
    construction: float | np.ndarray = 0.0
    shell: float | np.ndarray = 0.0
    fit_out: float | np.ndarray = 0.0
    property_fee: float | np.ndarray = 0.0
    wage: float | np.ndarray = 0.0
    source_wage: float | np.ndarray = 0.0
    moving: float | np.ndarray = 0.0


@dataclass(frozen=True, eq=False)
class Later:
    """A part of the price of land that is paid later than the first, [F] each."""

    share: np.ndarray  # of the price of the mode
    months: np.ndarray  # whole months after the first payment; not counted in any wait or length
    after_lot: np.ndarray  # bool: after the first lot


def pick_amount(
    amount: Amount, kinds: Sequence[Mapping[str, str]], kind: np.ndarray, left_out: float | None = None
) -> np.ndarray:
    """An amount for each firm, [F]; `left_out` for a kind of firm that no case covers, KeyError where that is None.

    >>> from sim.model.law import By
    >>> by_class = By("device_class", (("I", 500.0), ("II", 1400.0)))
    >>> pick_amount(by_class, [{"device_class": "I"}, {"device_class": "II"}], np.array([0, 1, 1])).tolist()
    [500.0, 1400.0, 1400.0]
    >>> pick_amount(by_class, [{"device_class": "III"}, {}], np.array([0, 1]), left_out=0.0).tolist()
    [0.0, 0.0]
    """
    values = np.array([_picked(amount, attributes, left_out) for attributes in kinds], dtype=np.float64)
    return np.asarray(values[kind])


def _picked(amount: Amount, attributes: Mapping[str, str], left_out: float | None) -> float:
    try:
        return float(pick(amount, attributes))  # type: ignore[arg-type]
    except KeyError:
        if left_out is None:
            raise
        return left_out


def pick_prices(prices: Prices, kinds: Sequence[Mapping[str, str]], kind: np.ndarray) -> PickedPrices:
    """Prices for each firm.

    Parameters
    ----------
    prices
        As the planner states them.
    kinds
        The combinations of attributes (and `site_mode`) that occur.
    kind
        Which of them each firm is, [F].
    """
    return PickedPrices(
        land=prices.land,
        construction=pick_amount(prices.construction, kinds, kind),
        shell=prices.shell,
        fit_out=pick_amount(prices.fit_out, kinds, kind),
        property_fee=prices.property_fee,
        wage=prices.wage,
        source_wage=prices.source_wage,
        moving=prices.moving,
    )


def item_costs(quantities: Quantities, terms: Terms, prices: PickedPrices) -> dict[str, np.ndarray]:
    """Full cost of every item under one site mode, yuan.

    Parameters
    ----------
    quantities
        `floor_area` (m²), `land_area` (mu) and `equipment_cost` (yuan), [F] each.
    terms
        Of the site mode.
    prices
        Picked for these firms.

    Returns
    -------
    dict
        One array [F] for each of ITEMS; zeros where the mode does not have the item.

    Examples
    --------
    >>> firm = {"floor_area": np.array([1000.0]), "land_area": np.array([3.0]), "equipment_cost": np.array([2e6])}
    >>> costs = item_costs(firm, Terms(rent=9.0, deposit_months=3.0), PickedPrices(fit_out=600.0))
    >>> [float(costs[item][0]) for item in ("deposit", "fit_out", "equipment", "shell", "land")]
    [27000.0, 600000.0, 2000000.0, 0.0, 0.0]
    """
    floor = np.asarray(quantities["floor_area"], dtype=np.float64)
    return {
        "deposit": terms.deposit_months * terms.rent * floor,
        "shell": prices.shell * floor * terms.buys,
        "land": prices.land * quantities["land_area"] * terms.land_factor * terms.builds,
        "construction": prices.construction * floor * terms.builds,
        "fit_out": prices.fit_out * terms.fit_out_factor * floor,
        "equipment": np.asarray(quantities["equipment_cost"], dtype=np.float64),
    }


def borrowed(costs: Mapping[str, np.ndarray], terms: Terms) -> np.ndarray:
    """What the bank lends on shell and construction, yuan [F]: the share `loan`, at most `most_loan`."""
    return np.asarray(np.minimum(terms.loan * (costs["shell"] + costs["construction"]), terms.most_loan))


def subsidy_amount(subsidy: Subsidy, costs: Mapping[str, np.ndarray], amount: float | np.ndarray) -> np.ndarray:
    """What one subsidy pays a firm that meets its conditions, yuan [F]: share of the item plus `amount`, capped.

    `amount` is the subsidy's own, picked by attribute; site mode and `paid_to` must have been looked at before.

    >>> from sim.model.text import Text
    >>> equipment = Subsidy("e", Text(), "producing", item="equipment", share=0.1, cap=150e3)
    >>> subsidy_amount(equipment, {"equipment": np.array([1e6, 2e6])}, 0.0).tolist()
    [100000.0, 150000.0]
    """
    share = subsidy.share * costs[subsidy.item] if subsidy.item else 0.0
    return np.minimum(share + np.asarray(amount, dtype=np.float64), subsidy.cap)


def tenure_factor(years: float, rate: float = 0.05, full: float = 50.0) -> float:
    """Price of land for so many years over that of a full tenure: the ratio of two annuities.

    >>> [round(tenure_factor(years), 2) for years in (10, 20, 30, 50)]
    [0.42, 0.68, 0.84, 1.0]
    """
    if rate == 0:
        return linear_tenure_factor(years, full)
    return float(np.expm1(-years * np.log1p(rate)) / np.expm1(-full * np.log1p(rate)))


def linear_tenure_factor(years: float, full: float = 50.0) -> float:
    """The plain alternative: years over full tenure.

    >>> linear_tenure_factor(20)
    0.4
    """
    return years / full
