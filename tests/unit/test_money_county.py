"""The county's two accounts: worked by hand, in step with the flows of firms, and carried on past the horizon."""

from dataclasses import replace

import numpy as np
import pytest

from sim.model.money import Bond, County, Money, Taxes
from sim.money.appraisal import (
    Effect,
    but_for_share,
    cost_of,
    land_held,
    measured_share,
    net_effect,
    per_mu,
    ratio,
)
from sim.money.county import Frame, bond_account, fiscal_account, simulated_years, steady_occupancy
from sim.money.facts import Dated, Facts
from sim.money.flows import firm_flows
from sim.money.staff import Post

NAN = float("nan")
MONTH = 365 / 12
MONEY = Money(
    taxes=Taxes(property_let=0.12),
    county=County(
        **{"running_cost": 0.1, "churn": 0.1, "reletting_days": 365.0, "fees": 1e4, "service_staff": 120e3},
        **{"grants": 50e3, "land_preparation": 80e3, "land_set_asides": 0.2, "attract_until": 182.5},
    ),
    bond=Bond(amount=1e6, rate=0.03, years=4, pledged=7e3),
    ramp=(0.5, 1.0),
)


def park():
    """Two years: a renter free of rent for a year, a builder, a buyer who left after a year; the last in history 1."""
    each = np.ones(3)
    return Facts(
        last_day=730.0,
        signed=np.array([0.0, 100.0, 0.0]),
        handed_over=np.array([0.0, NAN, 0.0]),
        producing=np.array([0.0, NAN, NAN]),
        left=np.array([NAN, NAN, 365.0]),
        floor_area=np.array([1000.0, 5000.0, 2000.0]),
        land_area=np.array([0.0, 10.0, 0.0]),
        planned_output=each * 12e6,
        output_share=each,
        margin=each * 0.3,
        tax_share=each * 0.1,
        jobs=each * 10,
        rent=np.array([10.0, 0.0, 0.0]),
        relief_months=np.array([[12.0], [0.0], [0.0]]),
        relief_share=each[:, None],
        builds=np.array([False, True, False]),
        owns=np.array([False, True, True]),
        loan_rate=each * 0.05,
        loan_years=each * 5,
        resale_share=each * 0.5,
        property_fee=each,
        wage=each * 5e4,
        moving=each * 0,
        payments=Dated.of([(1, 100.0, "land", 600e3), (1, 400.0, "land", 400e3), (2, 0.0, "shell", 6e6)]),
        subsidies=Dated.of([(0, 365.0, "equipment", 30e3)]),
    )


FRAME = Frame(np.array([0, 0, 1]), 2, 4)


def test_the_bond_account_by_hand():
    found = bond_account(park(), MONEY, FRAME)
    # two more years: what is let today stays let for 10 years, then empty for 1: 1 / 1.1
    let = 1 / 1.1
    assert steady_occupancy(0.1, 365.0) == pytest.approx(let)
    assert found.rent[0] == pytest.approx([120e3, 120e3, 120e3 * let, 120e3 * let])  # 10 x 1,000 x 12
    assert found.relief[0] == pytest.approx([-120e3, 0.0, 0.0, 0.0])
    assert found.property_fee == pytest.approx(
        np.array([[12e3, 12e3, 12e3 * let, 12e3 * let], [24e3, 0, 0, 0]])  # a yuan x floor area x 12; not by builders
    )
    assert found.sales == pytest.approx(np.array([[0, 0, 0, 0], [6e6, 0, 0, 0]]))
    assert found.pledged == pytest.approx(np.full((2, 4), 7e3))
    assert found.running_cost[0] == pytest.approx([-12e3, -12e3, -12e3 * let, -12e3 * let])  # relief saves none
    assert found.rent_tax[0] == pytest.approx([0.0, -14.4e3, -14.4e3 * let, -14.4e3 * let])  # 12 % of rent received
    assert found.income[0, :2] == pytest.approx([0 + 12e3 + 7e3 - 12e3, 120e3 + 12e3 + 7e3 - 12e3 - 14.4e3])
    assert found.simulated.tolist() == [[True, True, False, False]] * 2


def test_the_fiscal_account_by_hand():
    found = fiscal_account(park(), MONEY, FRAME)
    # output 6, then 12 million; tax 10 %: 600,000, 1,200,000; VAT .5 x .5, income .3 x .4, others .2 x 1; kept .65
    assert found.vat[0, :2] == pytest.approx([600e3 * 0.25 * 0.65, 1.2e6 * 0.25 * 0.65])
    assert found.income_tax[0, :2] == pytest.approx([600e3 * 0.12 * 0.65, 1.2e6 * 0.12 * 0.65])
    # others: deed 3 % of land 600,000 and 400,000; property tax on 120,000 of rent in year 2
    assert found.other_taxes[0, :2] == pytest.approx(
        [(120e3 + 18e3) * 0.65, (240e3 + 12e3 + 0.12 * 120e3) * 0.65],
    )
    # the buyer: deed 3 % of 6 million, and .0084 x 6 million for the year that it was there
    assert found.other_taxes[1] == pytest.approx([(180e3 + 50.4e3) * 0.65, 0, 0, 0])
    assert found.land[0] == pytest.approx([600e3, 400e3, 0, 0])
    assert found.land_preparation[0] == pytest.approx([-480e3, -320e3, 0, 0])  # 10 mu x 80,000, as it is paid for
    assert found.land_set_asides[0] == pytest.approx([-120e3, -80e3, 0, 0])
    assert found.subsidies[0] == pytest.approx([0, -30e3, 0, 0])  # day 365 is in year 2
    assert found.service_staff == pytest.approx(np.array([[-60e3, 0, 0, 0]] * 2))  # half a year
    assert found.fees == pytest.approx(np.array([[-20e3, 0, 0, 0], [-10e3, 0, 0, 0]]))
    assert found.grants == pytest.approx(np.array([[50e3, 50e3, 0, 0]] * 2))
    assert found.vat[0, 2] == pytest.approx(1.2e6 * 0.25 * 0.65 / 1.1)
    assert found.net == pytest.approx(
        found.taxes
        + found.land
        + found.land_preparation
        + found.land_set_asides
        + found.subsidies
        + found.service_staff
        + found.fees
        + found.grants
    )


def test_posts_are_paid_while_they_are_filled_and_not_beyond_the_horizon():
    posts = (Post(73.0, 365.0, 100e3), Post(365.0, np.inf, 50e3), Post(800.0, np.inf, 9e9))  # the last after day 730
    found = fiscal_account(park(), MONEY, FRAME, posts=posts)
    assert found.service_staff == pytest.approx(np.array([[-60e3 - 80e3, -50e3, 0, 0]] * 2))


def test_what_firms_pay_the_county_receives():
    facts, frame = park(), replace(FRAME, years=2)
    paid = firm_flows(facts, MONEY).totals
    bond, fiscal = bond_account(facts, MONEY, frame), fiscal_account(facts, MONEY, frame)
    for line, item in ((bond.rent, "rent"), (bond.relief, "relief"), (bond.sales, "shell"), (fiscal.land, "land")):
        assert line.sum() == pytest.approx(-paid[item].sum())
    assert fiscal.vat.sum() == pytest.approx(-paid["vat"].sum() * 0.5 * 0.65)
    assert fiscal.subsidies.sum() == pytest.approx(-paid["subsidies"].sum())


def test_years_count_from_the_issue_of_the_bond_in_each_replication():
    frame = Frame(np.array([0, 0, 1]), 2, 2, np.array([182.5, 0.0]))
    found = bond_account(park(), MONEY, frame)
    assert found.relief[0] == pytest.approx([-60e3, 0.0])  # the free half year before the bond is not in its account
    assert found.property_fee[1] == pytest.approx([24e3, 0.0])
    assert found.simulated.tolist() == [[True, False], [True, True]]
    # replication 0, year 2: half simulated, half assumed
    assert found.rent[0] == pytest.approx([120e3, 60e3 + 60e3 / 1.1])


def test_a_year_is_simulated_if_it_ends_by_the_horizon():
    assert simulated_years(729.0, Frame(np.zeros(1, int), 1, 2)).tolist() == [[True, False]]


# Appraisal

GROSS = Effect(np.array([10.0, 0.0]), np.array([400.0, 0.0]), np.array([2e6, 0.0]), np.array([5000.0, 0.0]))


def test_cost_by_firm_job_tax_and_day_gross_and_net():
    gross, net = cost_of(GROSS, 6e6), cost_of(net_effect(GROSS, 0.12), 6e6)
    assert (gross.firm[0], gross.job[0], gross.tax[0], gross.day_saved[0]) == (600e3, 15e3, 3.0, 1200.0)
    assert net.firm[0] == pytest.approx(5e6)  # 6 million / (10 x .12)
    assert net.tax[0] == pytest.approx(25.0)
    assert net.day_saved[0] == 1200.0  # the same firms, sooner: none of it would have come anyway


def test_money_for_nothing_costs_infinitely_much_and_no_money_for_nothing_is_undefined():
    assert cost_of(GROSS, 6e6).firm[1] == np.inf
    assert np.isnan(cost_of(GROSS, 0.0).firm[1])
    assert ratio(-1.0, -0.0) == -np.inf  # not +inf: the sign is that of what was spent


def test_the_but_for_share_is_from_the_literature_unless_firms_choose():
    assert float(but_for_share("forced", County(but_for=0.1), measured=0.5)) == 0.1
    assert float(but_for_share("shares", County())) == 0.12
    assert float(but_for_share("free", County(), measured_share(40.0, 34.0))) == pytest.approx(0.15)
    with pytest.raises(ValueError, match="measure"):
        but_for_share("free", County())
    assert measured_share(np.array([10.0, 0.0]), np.array([12.0, 3.0])).tolist()[0] == 0.0


def test_output_by_mu_counts_rented_floor_by_the_plot_ratio():
    land = land_held(np.array([12.0, 7.0]), np.array([9000.0, 2000.0]), np.array([True, False]), 1.5)
    assert land == pytest.approx([12.0, 2.0])  # 2,000 m² of floor / 1.5 = 1,333 m² of land = 2 mu
    assert float(per_mu(np.array([3e6, 4e5]), land)) == pytest.approx(3.4e6 / 14)
    assert np.isnan(per_mu(np.array([0.0]), np.array([0.0])))
