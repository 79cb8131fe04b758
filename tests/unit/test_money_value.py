"""Costs of a way in by item, and what it is worth to a firm before it signs."""

from dataclasses import replace

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model.law import By
from sim.model.money import ITEMS, Money, Prices, Relief, Subsidy, Taxes, Terms
from sim.model.text import Text
from sim.money.access import affordable, eligible
from sim.money.costs import (
    Later,
    PickedPrices,
    borrowed,
    item_costs,
    linear_tenure_factor,
    pick_prices,
    subsidy_amount,
    tenure_factor,
)
from sim.money.value import loss_per_day, outside_value, value_of_mode

PRICES = PickedPrices(land=1e5, construction=2000.0, shell=3000.0, fit_out=500.0, property_fee=1.0, moving=5e4)
RENTAL = Terms(rent=10.0, deposit_months=3.0)
MORTGAGE = Terms(buys=True, owns=True, loan=0.7, loan_years=5.0, loan_rate=0.05, resale_share=0.6)
SELF_BUILD = Terms(builds=True, owns=True, resale_share=0.5)


def firms(**given):
    """Firms of 1,000 m² and 3 mu; what is given replaces the defaults."""
    plain = {
        "floor_area": 1000.0,
        "land_area": 3.0,
        "equipment_cost": 2e6,
        "discount_rate": 0.12,
        "exit_rate": 0.0,
        "planned_output": 3.65e7,
        "output_share": 0.5,
        "margin": 0.2,
        "jobs": 20.0,
        "source_rent": 40.0,
        "source_wait": 100.0,
    }
    return {name: np.atleast_1d(np.asarray(value, dtype=float)) for name, value in {**plain, **given}.items()}


# Costs


def test_every_item_of_three_site_modes_by_hand():
    rows = {
        "rental": item_costs(firms(), RENTAL, PRICES),
        "mortgage": item_costs(firms(), MORTGAGE, PRICES),
        "self_build": item_costs(firms(), replace(SELF_BUILD, land_factor=0.68, fit_out_factor=0.7), PRICES),
    }
    assert all(tuple(costs) == ITEMS for costs in rows.values())
    found = {mode: [round(float(costs[item][0]), 6) for item in ITEMS] for mode, costs in rows.items()}
    assert found == {
        "rental": [30e3, 0, 0, 0, 500e3, 2e6],  # 3 x 10 x 1000; 500 x 1000
        "mortgage": [0, 3e6, 0, 0, 500e3, 2e6],  # 3000 x 1000
        "self_build": [0, 0, 204e3, 2e6, 350e3, 2e6],  # 1e5 x 3 x .68; 2000 x 1000; 500 x .7 x 1000
    }


def test_a_price_by_attribute_is_picked_for_each_firm():
    prices = Prices(land=1e5, fit_out=By("device_class", (("I", 300.0), ("II", 1400.0))), construction=1800.0)
    found = pick_prices(prices, [{"device_class": "II"}, {"device_class": "I"}], np.array([0, 1, 1]))
    assert found.fit_out.tolist() == [1400.0, 300.0, 300.0]
    assert found.construction.tolist() == [1800.0] * 3
    assert found.land == 1e5


def test_a_loan_is_a_share_of_shell_and_construction_up_to_its_limit():
    costs = item_costs(firms(floor_area=[1000.0, 2000.0]), MORTGAGE, PRICES)
    assert borrowed(costs, replace(MORTGAGE, most_loan=3e6)).tolist() == [2.1e6, 3e6]


def test_a_subsidy_is_a_share_plus_an_amount_up_to_its_cap():
    costs = item_costs(firms(equipment_cost=[1e6, 9e6]), RENTAL, PRICES)
    subsidy = Subsidy("s", Text(), "producing", item="equipment", share=0.1, cap=5e5)
    assert subsidy_amount(subsidy, costs, 2e5).tolist() == [3e5, 5e5]


def test_shorter_tenure_costs_the_ratio_of_two_annuities():
    for years, factor in ((10, 0.42), (20, 0.68), (30, 0.84)):
        assert tenure_factor(years) == pytest.approx(npf.pv(0.05, years, -1) / npf.pv(0.05, 50, -1))
        assert tenure_factor(years) == pytest.approx(factor, abs=0.005)
    assert tenure_factor(20, rate=0.0) == linear_tenure_factor(20) == 0.4


# Value


def test_a_year_of_self_build_with_a_loan_by_hand():
    # no discounting, no exit. Once: land 300,000 + construction 2,000,000 + fit-out 500,000 + deed 3 % of 300,000
    # = 9,000 + moving 50,000 = 2,859,000. Loan 50 % = 1,000,000 without interest over 2 years: drawn 1,000,000,
    # served 12 x 41,666.67 = 500,000, owed at the end 500,000. Running: building .0084 x 2,000,000 = 16,800, land
    # 3 x 2,000 m² = 6,000. Back: .5 x 2,300,000 = 1,150,000.
    # -2,859,000 + 1,000,000 - 500,000 - 22,800 + 1,150,000 - 500,000 = -1,731,800
    terms = replace(SELF_BUILD, loan=0.5, loan_years=2.0)
    found = value_of_mode(firms(discount_rate=0.0), terms, PRICES, Money(appraisal_years=1))
    assert found == pytest.approx([-1_731_800.0])


def land_later(share: float, months: float, after_lot: bool = True) -> tuple[Later]:
    return (Later(np.array([share]), np.array([months]), np.array([after_lot])),)


@pytest.mark.parametrize(
    ("numbers", "months", "more"),
    [
        # land 300,000, of which 225,000 a year later, with deed tax 231,750; resale .5, two years
        ({"discount_rate": 0.0}, 12, 0.0),  # at no interest and for ever it is the same
        ({"discount_rate": 0.12}, 12, 231_750 * (1 - 1 / 1.12)),
        # 19 of 100 leave in a year: they never pay it, and the land is not theirs to sell
        ({"discount_rate": 0.0, "exit_rate": 0.19}, 12, 0.19 * (231_750 - 150_000)),
        ({"discount_rate": 0.0}, 24, 231_750 - 150_000),  # beyond the years over which it compares
    ],
)
def test_land_that_is_paid_later_weighs_by_when_and_by_who_is_still_there(numbers, months, more):
    firm = firms(**numbers)
    whole, parts = (
        value_of_mode(firm, SELF_BUILD, PRICES, Money(appraisal_years=2), later=later)
        for later in ((), land_later(0.75, months))
    )
    assert parts - whole == pytest.approx([more], abs=1e-6)


def test_who_builds_without_owning_pays_no_tax_on_the_building():
    money = Money(appraisal_years=1)
    own, lease = (
        value_of_mode(firms(discount_rate=0.0), replace(SELF_BUILD, owns=owns), PRICES, money) for owns in (True, False)
    )
    assert lease - own == pytest.approx([16_800.0])  # .0084 x 2,000,000


def by_every_history(quantities, terms, money):
    """The value as the mean over every month in which the firm may leave, each discounted by numpy_financial."""
    q = {name: float(values[0]) for name, values in quantities.items()}
    months = 12 * money.appraisal_years
    stays = (1 - q["exit_rate"]) ** (1 / 12)
    costs = {item: float(cost[0]) for item, cost in item_costs(quantities, terms, PRICES).items()}
    assets = costs["shell"] + costs["land"] + costs["construction"]
    loan = terms.loan * (costs["shell"] + costs["construction"])
    number = round(12 * terms.loan_years)
    payment = -npf.pmt(terms.loan_rate / 12, number, loan) if loan else 0.0
    waived = [part.share for part in terms.relief for _ in range(part.months)] + months * [0.0]
    taxes = 0.0084 * (costs["shell"] + costs["construction"]) + 3 * q["land_area"] * 2000 / 3 * terms.builds
    running = q["floor_area"] * (not terms.builds) + taxes * terms.owns / 12
    total = 0.0
    for leaves in range(1, months + 1):
        flows = np.zeros(months + 1)
        flows[0] -= costs["deposit"] + assets + costs["fit_out"] + 0.03 * (costs["shell"] + costs["land"]) + 5e4 - loan
        for month in range(leaves):
            flows[month] -= terms.rent * q["floor_area"] * (1 - waived[month]) + running
            flows[month + 1] -= payment * (month < number)
        owed = -npf.fv(terms.loan_rate / 12, leaves, -payment, loan) if loan and leaves < number else 0.0
        flows[leaves] += costs["deposit"] + terms.resale_share * assets - owed
        chance = stays ** (leaves - 1) * (1 - stays if leaves < months else 1.0)
        total += chance * npf.npv((1 + q["discount_rate"]) ** (1 / 12) - 1, flows)
    return total


@pytest.mark.parametrize(
    "terms",
    [RENTAL, replace(RENTAL, relief=(Relief(24, 1.0), Relief(36, 0.5))), MORTGAGE, SELF_BUILD],
    ids=["rental", "relief", "mortgage", "self_build"],
)
@settings(deadline=None)
@given(discount=st.floats(0.0, 0.3), exit_rate=st.floats(0.0, 0.9), years=st.integers(1, 8))
def test_the_value_is_the_mean_over_every_month_of_leaving(terms, discount, exit_rate, years):
    quantities = firms(discount_rate=discount, exit_rate=exit_rate)
    money = Money(appraisal_years=years)
    expected = by_every_history(quantities, terms, money)
    assert float(value_of_mode(quantities, terms, PRICES, money)[0]) == pytest.approx(expected, rel=1e-9)


shares = st.floats(0.0, 1.0)


@settings(deadline=None)
@given(st.floats(0.0, 100.0), st.floats(0.0, 0.5), st.floats(0.0, 0.5), shares, st.floats(0.0, 0.3))
def test_once_a_firm_would_rent_it_would_rent_at_any_higher_risk(rent, exit_low, more, resale, discount):
    quantities = firms(exit_rate=[exit_low, exit_low + more], discount_rate=discount)
    for owning in (replace(SELF_BUILD, resale_share=resale), Terms(buys=True, owns=True, resale_share=resale)):
        renting = value_of_mode(quantities, Terms(rent=rent), PRICES, Money())
        leaning = renting - value_of_mode(quantities, owning, PRICES, Money())
        assert not (leaning[0] > 1e-3 and leaning[1] < -1e-3)


@settings(deadline=None)
@given(shares, st.floats(0.0, 0.25), st.floats(0.0, 0.25), st.floats(0.0, 0.3))
def test_risk_speaks_for_renting_where_the_rent_exceeds_what_the_resale_value_earns(resale, low, more, discount):
    owning = replace(SELF_BUILD, resale_share=resale)
    rent = 1.01 * discount * resale * 2.3e6 / 12 / 1000 + 3.0  # land and construction cost 2.3 million
    quantities = firms(exit_rate=[low, low + more], discount_rate=discount)
    leaning = value_of_mode(quantities, Terms(rent=rent), PRICES, Money()) - value_of_mode(
        quantities, owning, PRICES, Money()
    )
    assert leaning[1] >= leaning[0] - 1e-3


@settings(deadline=None)
@given(st.floats(0.0, 60.0), shares, st.floats(0.0, 0.3), st.floats(0.0, 0.3), st.floats(0.0, 0.5))
def test_a_higher_discount_rate_speaks_for_renting(rent, resale, low, more, exit_rate):
    quantities = firms(discount_rate=[low, low + more], exit_rate=exit_rate)
    owning = replace(SELF_BUILD, resale_share=resale)
    free = Money(taxes=Taxes(property_owner=0.0, land_use=0.0))
    leaning = value_of_mode(quantities, Terms(rent=rent), replace(PRICES, property_fee=0.0), free) - value_of_mode(
        quantities, owning, PRICES, free
    )
    assert leaning[1] >= leaning[0] - 1e-3


@settings(deadline=None)
@given(st.floats(0.0, 50.0), st.floats(0.0, 50.0))
def test_a_dearer_rent_is_worth_less(rent, more):
    values = [value_of_mode(firms(), replace(RENTAL, rent=r), PRICES, Money())[0] for r in (rent, rent + more)]
    assert values[1] <= values[0]


def test_a_subsidy_adds_what_it_is_worth():
    plain = value_of_mode(firms(), RENTAL, PRICES, Money())
    assert value_of_mode(firms(), RENTAL, PRICES, Money(), np.array([3e5])) == pytest.approx(plain + 3e5)


def test_an_impossible_exit_rate_is_refused():
    with pytest.raises(ValueError, match="exit_rate"):
        value_of_mode(firms(exit_rate=1.5), RENTAL, PRICES, Money())


# Staying away, and what bars a way in


def test_staying_for_a_year_by_hand():
    # rent 40 x 1,000 x 12 = 480,000; wages (90,000 - 50,000) x 20 = 800,000; the line: 100 days x 10,000 = 1,000,000
    prices = replace(PRICES, source_wage=90e3, wage=50e3)
    found = outside_value(firms(discount_rate=0.0), prices, Money(appraisal_years=1))
    assert found == pytest.approx([-2_280_000.0])


def test_staying_is_weighed_like_coming():
    quantities = firms(source_rent=10.0, source_wait=0.0, discount_rate=[0.05, 0.2], exit_rate=[0.0, 0.3])
    coming = value_of_mode(quantities, Terms(rent=10.0), PickedPrices(), Money())
    assert outside_value(quantities, PickedPrices(), Money()) == pytest.approx(coming)


def test_a_day_costs_the_margin_on_realised_output():
    assert loss_per_day(firms()).tolist() == [10_000.0]  # 36.5 million x .5 x .2 / 365


def test_every_threshold_must_be_reached():
    quantities = firms(age_years=[3.0, 2.9, 10.0], planned_output=[2e7, 3e7, 1e7])
    assert eligible(quantities, (("age_years", 3.0), ("planned_output", 2e7))).tolist() == [True, False, False]
    assert eligible(firms(floor_area=[1.0, 2.0]), ()).tolist() == [True, True]
    with pytest.raises(KeyError):
        eligible(quantities, (("beauty", 1.0),))


def test_own_cash_must_cover_all_items_less_the_loan():
    # shell 3,000,000 x 30 % + fit-out 500,000 + equipment 2,000,000 = 3,400,000
    quantities = firms(cash=[3.4e6, 3.39e6, np.inf])
    costs = item_costs(quantities, MORTGAGE, PRICES)
    assert affordable(quantities, costs, MORTGAGE).tolist() == [True, False, True]


def test_land_after_the_first_lot_is_paid_from_sales_and_an_instalment_with_what_the_parent_adds():
    # land 300,000 + construction 2,000,000 + fit-out 500,000 + equipment 2,000,000 = 4,800,000; 225,000 of it later
    costs = item_costs(firms(), SELF_BUILD, PRICES)
    assert float(sum(costs.values())[0]) == 4.8e6

    def least(later: tuple[Later, ...], funds: float = 0.0) -> float:
        amounts = np.arange(4.4e6, 4.9e6, 25e3)
        return min(c for c in amounts if affordable(firms(cash=c, monthly_funds=funds), costs, SELF_BUILD, later)[0])

    assert least(()) == least((), 10_000.0) == 4.8e6
    assert least(land_later(0.75, 24.0)) == 4.575e6
    before = land_later(0.75, 10.0, after_lot=False)
    assert (least(before), least(before, 10_000.0), least(before, 50_000.0)) == (4.8e6, 4.7e6, 4.575e6)
    assert least(before, -10_000.0) == 4.8e6
