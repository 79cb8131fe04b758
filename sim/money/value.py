"""What a way in is worth to a firm before it signs, so that it can compare: its own costs, and nothing else.

Revenue is the same under every site mode and is left out; so are equipment and wages. Days of delay are charged
apart, at `loss_per_day`. Values are expected present values, so all of them are negative and the highest is best.

A firm gives its plant up with probability 1 - (1 - exit_rate) ** (1 / 12) a month, always at the end of a month. With
s(k) = (1 - exit_rate) ** (k / 12), the chance to be still there at month k, d(k) = (1 + discount_rate) ** (-k / 12)
and H = 12 x appraisal_years, counted from signing as if the roof stood that day:

    value = subsidies - once + loan
            - sum over k = 0 .. H-1 of s(k) d(k) (rent(k) + running)       rent(k) is rent less relief
            - sum over k = 0 .. H-1 of s(k) d(k+1) payment(k+1)            of the loan; 0 after its last payment
            + sum over k = 1 .. H of e(k) d(k) (back - owed(k))

    e(k)  = s(k-1) - s(k), but e(H) = s(H-1): who is still there at the end is wound up then
    once  = deposit + shell + land + construction + fit_out + deed tax + moving
    back  = deposit + resale_share x (shell + land + construction)

So who leaves stops paying rent and loses its fit-out; an owner gets back what the resale brings, less what it owes.
A part of the price of land that is paid m months later, with its deed tax, weighs s(m) d(m) and is no asset before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sim.model.land_grades import SQUARE_METRES_A_MU
from sim.model.money import Money, Relief, Terms
from sim.money.costs import Later, PickedPrices, Quantities, borrowed, item_costs
from sim.money.loans import level_payment
from sim.money.stay import Debt, LandToPay, Stay
from sim.money.units import DAYS_A_YEAR, MONTHS_A_YEAR


def value_of_mode(
    quantities: Quantities,
    terms: Terms,
    prices: PickedPrices,
    money: Money,
    subsidies: float | np.ndarray = 0.0,
    later: Sequence[Later] = (),
) -> np.ndarray:
    """Expected present value of a site mode's own costs, by the formula above.

    Parameters
    ----------
    quantities
        `floor_area`, `land_area`, `equipment_cost`, `discount_rate`, `exit_rate`, [F] each.
    terms
        Of the site mode.
    prices
        Picked for these firms and this mode.
    money
        For `taxes` and `appraisal_years`.
    subsidies
        Present value of what the mode earns in subsidies, yuan, number or [F].
    later
        Parts of the price of land that are paid so much later, by who is still there then; the rest is paid at once.

    Returns
    -------
    ndarray
        Yuan [F], negative where it costs.

    Raises
    ------
    ValueError
        If an exit rate is outside 0 to 1.

    Examples
    --------
    100 m² at 10 yuan for one year, without discounting; the deposit comes back:

    >>> firm = {"floor_area": 100.0, "land_area": 0.0, "equipment_cost": 0.0, "discount_rate": 0.0, "exit_rate": 0.0}
    >>> firm = {name: np.array([amount]) for name, amount in firm.items()}
    >>> rental = Terms(rent=10.0, deposit_months=3.0, relief=(Relief(months=2, share=0.5),))
    >>> value_of_mode(firm, rental, PickedPrices(), Money(appraisal_years=1)).tolist()
    [-11000.0]
    """
    costs = item_costs(quantities, terms, prices)
    assets = costs["shell"] + costs["land"] + costs["construction"]
    deed = money.taxes.deed * (costs["shell"] + costs["land"])
    once = costs["deposit"] + assets + costs["fit_out"] + deed + prices.moving
    loan = borrowed(costs, terms)
    land = _land_to_pay(costs["land"], later, terms, money)

    a_month_later, stays = _weights(quantities)
    stay = Stay(
        value=subsidies - once + loan + land.unpaid * land.with_deed,
        rent=terms.rent * np.asarray(quantities["floor_area"], dtype=np.float64),
        running=running_costs(quantities, costs, terms, prices, money),
        back=costs["deposit"] + terms.resale_share * assets,
        a_month_later=a_month_later,
        stays=stays,
        debt=_debt(loan, terms),
        land=land if later else None,
    )
    return np.asarray(stay.live_through(waived_share(terms.relief, money.appraisal_years * MONTHS_A_YEAR)))


def _debt(loan: np.ndarray, terms: Terms) -> Debt | None:
    """None where nobody borrows."""
    payment = level_payment(loan, terms.loan_rate, terms.loan_years)
    return Debt(loan, payment, terms.loan_rate / MONTHS_A_YEAR) if np.any(loan) else None


def _land_to_pay(price: np.ndarray, later: Sequence[Later], terms: Terms, money: Money) -> LandToPay:
    parts = [(part.months, part.share * price) for part in later]
    unpaid = sum((land for _, land in parts), start=np.zeros_like(price))
    return LandToPay(parts, price, unpaid, 1.0 + money.taxes.deed, terms.resale_share)


def outside_value(quantities: Quantities, prices: PickedPrices, money: Money) -> np.ndarray:
    """What it is worth to stay in the source city, yuan [F]: to be held against `value_of_mode`.

    It pays the rent there on the same floor area, and the difference in wages for its planned jobs, over the same
    years and by the same weights; and it loses `loss_per_day` on each day of the line it would stand in there.

    Parameters
    ----------
    quantities
        `floor_area`, `jobs`, `source_rent`, `source_wait`, `discount_rate`, `exit_rate` and those of `loss_per_day`.
    prices
        For `wage` and `source_wage`. `moving` is a cost of coming: it is in the value of every mode.
    money
        For `appraisal_years`.
    """
    a_month_later, stays = _weights(quantities)
    dearer = (np.asarray(prices.source_wage) - prices.wage) * quantities["jobs"] / MONTHS_A_YEAR
    monthly = quantities["source_rent"] * quantities["floor_area"] + dearer
    value = -quantities["source_wait"] * loss_per_day(quantities)
    weight = np.ones_like(stays)
    for _ in range(money.appraisal_years * MONTHS_A_YEAR):
        value = value - weight * monthly
        weight = weight * a_month_later * stays
    return np.asarray(value)


def loss_per_day(quantities: Quantities) -> np.ndarray:
    """Cash margin that a day of delay costs at full realised output, yuan/day [F].

    >>> firm = {"planned_output": np.array([36.5e6]), "output_share": np.array([0.5]), "margin": np.array([0.2])}
    >>> loss_per_day(firm).tolist()
    [10000.0]
    """
    return np.asarray(quantities["planned_output"] * quantities["output_share"] * quantities["margin"] / DAYS_A_YEAR)


def waived_share(relief: tuple[Relief, ...], months: int) -> np.ndarray:
    """Share of the rent that is waived in each of the first `months` months from hand-over, [months].

    >>> waived_share((Relief(2, 1.0), Relief(1, 0.5)), 5).tolist()
    [1.0, 1.0, 0.5, 0.0, 0.0]
    """
    shares = np.zeros(months)
    begin = 0
    for part in relief:
        shares[begin : begin + part.months] = part.share
        begin += part.months
    return shares


def running_costs(
    quantities: Quantities, costs: Mapping[str, np.ndarray], terms: Terms, prices: PickedPrices, money: Money
) -> np.ndarray:
    """What a roof costs beside rent and loan, yuan/month [F].

    Who does not build pays the park's property fee; an owner pays the tax on its building, a builder that on its land.
    """
    floor = np.asarray(quantities["floor_area"], dtype=np.float64)
    fee = 0.0 if terms.builds else prices.property_fee * floor
    on_building = money.taxes.property_owner * (costs["shell"] + costs["construction"]) * terms.owns
    on_land = money.taxes.land_use * quantities["land_area"] * SQUARE_METRES_A_MU * terms.builds
    return np.asarray(fee + (on_building + on_land) / MONTHS_A_YEAR)


def _weights(quantities: Quantities) -> tuple[np.ndarray, np.ndarray]:
    """What a yuan loses in a month, and the chance to stay on for a month; [F] each."""
    exit_rate = np.asarray(quantities["exit_rate"], dtype=np.float64)
    if np.any((exit_rate < 0) | (exit_rate > 1)):
        raise ValueError("exit_rate must be from 0 to 1 a year")
    a_month_later = (1.0 + np.asarray(quantities["discount_rate"], dtype=np.float64)) ** (-1.0 / MONTHS_A_YEAR)
    return a_month_later, (1.0 - exit_rate) ** (1.0 / MONTHS_A_YEAR)
