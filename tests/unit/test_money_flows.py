"""Flows of firms: two worked by hand to the yuan, the rest against slow oracles and laws of conservation."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model.money import Money, Relief, Taxes, Terms
from sim.money.costs import PickedPrices, borrowed, item_costs
from sim.money.entries import FLOW_ITEMS
from sim.money.facts import Dated, Facts, carried_on, term_columns, wound_up
from sim.money.flows import firm_flows, monthly_items
from sim.money.loans import balance
from sim.money.present_value import lowest, payback_month, present_value
from sim.money.value import value_of_mode

NAN = float("nan")
MONTH = 365 / 12

PLAIN = {
    **{"signed": NAN, "handed_over": NAN, "producing": NAN, "left": NAN},
    **{"floor_area": 1000.0, "land_area": 0.0, "planned_output": 0.0, "output_share": 1.0, "margin": 0.0},
    **{"tax_share": 0.0, "jobs": 0.0, "rent": 0.0, "builds": False, "owns": False, "loan_rate": 0.0},
    **{"loan_years": 0.0, "resale_share": 0.0, "property_fee": 0.0, "wage": 0.0, "moving": 0.0},
}


def facts_of(last_day, firms, payments=(), loans=(), subsidies=()):
    """Facts of firms that differ from PLAIN; `relief` is a list of (months, share)."""
    parts = max((len(firm.get("relief", ())) for firm in firms), default=0)
    columns = {name: np.array([firm.get(name, plain) for firm in firms]) for name, plain in PLAIN.items()}
    relief = np.zeros((len(firms), parts, 2))
    for number, firm in enumerate(firms):
        for part, pair in enumerate(firm.get("relief", ())):
            relief[number, part] = pair
    return Facts(
        last_day=last_day,
        relief_months=relief[:, :, 0],
        relief_share=relief[:, :, 1],
        payments=Dated.of(list(payments)),
        loans=Dated.of(list(loans)),
        subsidies=Dated.of(list(subsidies)),
        **columns,
    )


@pytest.mark.parametrize(
    ("firm", "paid", "sold"),
    [
        ({"handed_over": 100.0}, [("shell", 600e3)], 300e3),
        ({}, [("shell", 600e3)], 0),  # paid in advance, and never handed over
        ({"handed_over": 300.0}, [("shell", 600e3)], 0),  # gone before
        ({}, [("land", 400e3), ("construction", 200e3)], 300e3),
        ({}, [("land", 300e3), ("construction", 200e3)], 100e3),  # leased, or an instalment short: no title
    ],
)
def test_who_leaves_sells_what_is_its_own(firm, paid, sold):
    payments = [(0, float(day), item, amount) for day, (item, amount) in enumerate(paid)]
    facts = facts_of(365.0, [{"left": 200.0, "resale_share": 0.5, **firm}], payments)
    facts = replace(facts, land_price=np.array([400e3]))
    assert float(firm_flows(facts, Money()).totals["resale"][0]) == pytest.approx(sold)


def total(flows, firm=0):
    """Items that are not 0, rounded to the fen."""
    return {item: round(float(sums[firm]), 2) for item, sums in flows.totals.items() if abs(sums[firm]) > 1e-6}


RENTER = {
    **{"signed": 0.0, "handed_over": 0.0, "producing": 3 * MONTH, "left": 18 * MONTH},
    **{"rent": 10.0, "relief": [(2, 1.0), (1, 0.5)], "property_fee": 1.0, "moving": 5e3, "jobs": 2.0, "wage": 60e3},
    **{"planned_output": 2.4e6, "output_share": 0.5, "margin": 0.4, "tax_share": 0.05},
}
RENTER_PAYS = [(0, 0.0, "deposit", 30e3), (0, 0.0, "fit_out", 200e3), (0, 0.0, "equipment", 113e3)]
TWO_YEARS_TO_FULL = Money(ramp=(0.5, 1.0))


def test_a_renter_who_leaves_after_a_year_and_a_half_by_hand():
    facts = facts_of(730.0, [RENTER], RENTER_PAYS, subsidies=[(0, 100.0, "equipment", 20e3)])
    flows = firm_flows(facts, TWO_YEARS_TO_FULL)
    # output 2.4 million x .5 = 1.2 million a year, 100,000 a month; half of it in months 3-15, all of it in 15-18
    # tax 5 %: 2,500 x 12 + 5,000 x 3 = 45,000: VAT 22,500, income tax 13,500, others 9,000
    # credit in 113,000 of equipment: 113,000 x .13 / 1.13 = 13,000; VAT paid 22,500 - 13,000 = 9,500
    assert total(flows) == {
        "fit_out": -200e3,
        "equipment": -113e3,
        "moving": -5e3,
        "rent": -180e3,  # 18 months x 10 x 1,000
        "relief": 25e3,  # 2 x 10,000 + 1 x 5,000
        "property_fee": -18e3,  # 18 x 1 x 1,000
        "wages": -150e3,  # 15 months x 2 x 60,000 / 12
        "margin": 360e3,  # .4 x (50,000 x 12 + 100,000 x 3)
        "vat": -9.5e3,
        "income_tax": -13.5e3,
        "other_taxes": -9e3,
        "subsidies": 20e3,
    }  # the deposit went and came back
    assert flows.net.shape == (1, 24)
    assert flows.net.sum() == pytest.approx(-274e3 - 19e3)  # -293,000
    month = dict(enumerate(flows.net[0]))
    assert month[0] == pytest.approx(-349e3)  # deposit, fit-out, equipment, moving; no rent; fee 1,000
    assert month[2] == pytest.approx(-6e3)  # half the rent, fee
    assert month[3] == pytest.approx(-10e3 - 1e3 - 10e3 + 20e3 - 750 - 500 + 20e3)  # day 100: the subsidy
    # VAT is 1,250 a month, so 13,000 of credit last for 10.4 months, up to month 13.4; 60 % of month 13 are left
    assert month[13] == pytest.approx(-10e3 - 1e3 - 10e3 + 20e3 - 750 - 750 - 500)
    assert month[17] == pytest.approx(-10e3 - 1e3 - 10e3 + 40e3 - 2500 - 1500 - 1000)
    assert month[18] == pytest.approx(30e3)  # it left at the end of month 17: the deposit
    assert flows.net[0, 19:] == pytest.approx(0.0)


BUILDER = {
    **{"signed": 0.0, "handed_over": 365.0, "producing": 14 * MONTH, "land_area": 3.0, "builds": True, "owns": True},
    **{"property_fee": 1.0, "loan_years": 5.0, "resale_share": 0.5, "jobs": 10.0, "wage": 48e3},
    **{"planned_output": 12e6, "output_share": 0.5, "margin": 0.3, "tax_share": 0.06},
}
BUILDER_PAYS = [(0, 0.0, "land", 300e3), (0, 6 * MONTH, "construction", 2.18e6)]
BUILDER_BORROWS = [(0, 6 * MONTH, "construction", 1.2e6)]
BUILT = {
    "land": -300e3,
    "construction": -2.18e6,
    "loan_drawn": 1.2e6,
    "wages": -400e3,  # 10 months x 10 x 48,000 / 12
    "margin": 600e3,  # 6 million x .4 / 12 = 200,000 a month, x .3, x 10
    "income_tax": -36e3,  # 200,000 x .06 = 12,000 a month; .3 of it x 10
    # on output .2 x 12,000 x 10 = 24,000; deed 3 % of 300,000 = 9,000; for the one year after hand-over
    # building .0084 x 2,180,000 = 18,312 and land 3 mu = 2,000 m² x 3 = 6,000
    "other_taxes": -57_312.0,
}  # no VAT: 6,000 x 10 is less than the credit of 2,180,000 x .09 / 1.09 = 180,000; no property fee: its own building


def test_a_builder_who_still_stands_by_hand():
    facts = facts_of(730.0, [BUILDER], BUILDER_PAYS, BUILDER_BORROWS)
    flows = firm_flows(facts, Money())
    # 1.2 million without interest over 60 months: 20,000 a month, from the month after (7) to the last (23): 17
    assert total(flows) == {**BUILT, "loan_service": -340e3}
    assert flows.net[0, 6] == pytest.approx(1.2e6 - 2.18e6)
    assert flows.net[0, 7] == pytest.approx(-20e3)
    assert flows.net[0, 12] == pytest.approx(-20e3 - 24_312 / 12)


def test_a_builder_wound_up_sells_and_repays_the_bank():
    facts = wound_up(facts_of(730.0, [BUILDER], BUILDER_PAYS, BUILDER_BORROWS))
    flows = firm_flows(facts, Money())
    # 50 % of 2,480,000 comes back; 1,200,000 - 340,000 = 860,000 is still owed
    assert total(flows) == {**BUILT, "loan_service": -340e3 - 860e3, "resale": 1.24e6}
    assert flows.net[0, 23] == pytest.approx(-20e3 - 2026 + 60e3 - 40e3 - 3600 - 2400 + 1.24e6 - 860e3)


def test_who_has_built_but_does_not_own_yet_pays_the_tax_on_land_and_not_on_the_building():
    tenant = {**BUILDER, "owns": False}
    found = total(firm_flows(facts_of(730.0, [tenant], BUILDER_PAYS), Money()))
    assert found["other_taxes"] == pytest.approx(BUILT["other_taxes"] + 18_312.0)


def test_the_terms_of_a_site_mode_become_columns():
    rental = Terms(rent=9.0, relief=(Relief(24, 1.0), Relief(36, 0.5)))
    columns = term_columns([rental, Terms(builds=True, owns=True, loan_rate=0.04)], np.array([0, 1, 0]))
    assert columns["relief_months"].tolist() == [[24, 36], [0, 0], [24, 36]]
    assert columns["relief_share"].tolist() == [[1, 0.5], [0, 0], [1, 0.5]]
    assert columns["loan_rate"].tolist() == [0, 0.04, 0]


def test_what_lies_before_day_0_is_outside_but_what_follows_from_it_counts():
    builder = {**BUILDER, **{"signed": -730.0, "handed_over": -365.0, "producing": -365.0}}
    facts = facts_of(365.0, [builder], [(0, -700.0, "land", 300e3)], [(0, -365.0, "construction", 1.2e6)])
    found = total(firm_flows(facts, Money()))
    assert found["loan_service"] == pytest.approx(-240e3)  # 12 of the 60 payments
    assert found["margin"] == pytest.approx(0.7 * 6e6 * 0.3)  # its second year
    assert "land" not in found
    assert "loan_drawn" not in found


def test_nothing_counts_after_the_last_day_but_the_last_day_itself_does():
    facts = facts_of(
        365.0, [{"handed_over": 730.0, "rent": 10.0}], [(0, 365.0, "fit_out", 1.0), (0, 366.0, "equipment", 1.0)]
    )
    flows = firm_flows(facts, Money())
    assert total(flows) == {"fit_out": -1.0}
    assert flows.net[0, 11] == -1.0


def test_accounts_that_are_carried_on_keep_everybody_on_its_terms():
    facts = facts_of(730.0, [{**RENTER, "left": NAN}, RENTER])
    longer = firm_flows(carried_on(facts, 1460.0), TWO_YEARS_TO_FULL).totals["rent"]
    assert longer == pytest.approx([-480e3, -180e3])
    with pytest.raises(ValueError, match="carried on"):
        carried_on(facts, 700.0)


def test_what_a_figure_needs_comes_by_item_and_month():
    facts = facts_of(730.0, [RENTER, {**RENTER, "rent": 20.0}, RENTER], RENTER_PAYS)
    items = monthly_items(facts, Money(), np.array([2, 1]))
    assert tuple(items) == FLOW_ITEMS
    assert items["rent"].shape == (2, 24)
    assert items["rent"][:, 5] == pytest.approx([-10e3, -20e3])
    assert np.all(items["fit_out"] == 0.0)  # firm 0 paid


# Laws

day = st.floats(0.0, 1500.0)
maybe = st.just(NAN) | day
money_sum = st.floats(1.0, 1e7)
firm = st.fixed_dictionaries(
    {
        **{"handed_over": maybe, "producing": maybe, "left": maybe, "rent": st.floats(0.0, 50.0)},
        **{"planned_output": st.floats(0.0, 1e8), "margin": st.floats(0.0, 0.5), "tax_share": st.floats(0.0, 0.2)},
        **{"jobs": st.floats(0.0, 200.0), "wage": st.floats(0.0, 1e5), "property_fee": st.floats(0.0, 5.0)},
        **{"builds": st.booleans(), "owns": st.booleans(), "loan_rate": st.floats(0.0, 0.1)},
        **{"loan_years": st.floats(1.0, 6.0), "resale_share": st.floats(0.0, 1.0), "land_area": st.floats(0.0, 50.0)},
        "relief": st.lists(st.tuples(st.integers(0, 40), st.floats(0.0, 1.0)), max_size=3),
    }
)
parks = st.lists(firm, min_size=1, max_size=4)
dated = st.lists(
    st.tuples(
        st.just(0),
        day,
        st.sampled_from(("deposit", "shell", "land", "construction", "fit_out", "equipment")),
        money_sum,
    ),
    max_size=5,
)


@settings(deadline=None)
@given(parks, dated, dated, dated, st.floats(30.0, 1400.0), st.booleans())
def test_items_add_up_to_the_net_flow(firms, payments, loans, subsidies, last_day, closes):
    facts = facts_of(last_day, firms, payments, loans, subsidies)
    facts = wound_up(facts) if closes else facts
    flows = firm_flows(facts, Money())
    items = monthly_items(facts, Money(), np.arange(len(firms)))
    size = 1e-9 * max(float(np.abs(flows.net).sum()), 1e6)
    assert sum(items.values()) == pytest.approx(flows.net, abs=size)
    for item in FLOW_ITEMS:
        assert items[item].sum(axis=1) == pytest.approx(flows.totals[item], abs=size)
    assert sum(flows.totals.values()) == pytest.approx(flows.net.sum(axis=1), abs=size)


def overlap(begin, end, month):
    return max(min(end, month + 1) - max(begin, month), 0.0)


@settings(deadline=None)
@given(firm, st.lists(st.tuples(st.just(0), st.just(0.0), st.just("equipment"), money_sum), max_size=1))
def test_streams_meet_a_slow_loop_over_months(one, payments):
    facts = facts_of(1200.0, [one], payments)
    money = Money()
    found = {item: values[0] for item, values in monthly_items(facts, money, np.array([0])).items()}
    until = min(one["left"] if one["left"] == one["left"] else 1200.0, 1200.0) * 12 / 365
    handed_over, producing = one["handed_over"] * 12 / 365, one["producing"] * 12 / 365
    credit = sum(row[3] for row in payments) * 0.13 / 1.13
    owed_before = 0.0
    for month in range(40):
        full = overlap(handed_over, until, month) if handed_over == handed_over else 0.0
        assert found["rent"][month] == pytest.approx(-one["rent"] * 1000 * full, abs=1e-3)
        begin, waived = handed_over, 0.0
        for length, share in one["relief"]:
            waived += share * (overlap(begin, min(begin + length, until), month) if begin == begin else 0.0)
            begin += length
        assert found["relief"][month] == pytest.approx(one["rent"] * 1000 * waived, abs=1e-3)
        ramped = (
            sum(
                share
                * overlap(producing + 12 * year, min(producing + (12 * (year + 1) if year < 2 else 1e9), until), month)
                for year, share in enumerate(money.ramp)
            )
            if producing == producing
            else 0.0
        )
        assert found["margin"][month] == pytest.approx(
            one["planned_output"] / 12 * one["margin"] * ramped, rel=1e-9, abs=1e-2
        )
        vat = 0.5 * one["tax_share"] * one["planned_output"] / 12 * ramped
        due, credit = max(vat - credit, 0.0), max(credit - vat, 0.0)
        owed_before += due
        assert found["vat"][month] == pytest.approx(-due, rel=1e-9, abs=1e-2)


@settings(deadline=None)
@given(firm, st.floats(0.0, 20.0), st.floats(0.0, 0.3))
def test_a_dearer_rent_never_raises_the_present_value(one, more, rate):
    one = {**one, "relief": []}
    values = [
        float(present_value(firm_flows(facts_of(1200.0, [{**one, "rent": rent}]), Money()).net, rate)[0])
        for rent in (one["rent"], one["rent"] + more)
    ]
    assert values[1] <= values[0] + 1e-3


@settings(deadline=None)
@given(st.floats(0.0, 1000.0), maybe, money_sum)
def test_a_loan_without_interest_costs_what_was_borrowed(drawn, left, amount):
    left = left if left > drawn else NAN
    facts = wound_up(facts_of(1200.0, [{"left": left, "loan_years": 2.0}], loans=[(0, drawn, "shell", amount)]))
    totals = firm_flows(facts, Money()).totals
    assert float(totals["loan_service"][0]) == pytest.approx(-amount)
    assert float(totals["loan_drawn"][0]) == pytest.approx(amount)


def test_a_credit_is_used_up_across_years_of_the_ramp():
    # VAT 1,000 a month in year 1, 2,000 after; credit of 15,000: 12 months and then 1.5 more
    firm_ = {"producing": 0.0, "planned_output": 2.4e6, "tax_share": 0.02}
    facts = facts_of(730.0, [firm_], [(0, 0.0, "equipment", 15e3 * 1.13 / 0.13)])
    found = monthly_items(facts, TWO_YEARS_TO_FULL, np.array([0]))["vat"][0]
    assert found[:13] == pytest.approx(0.0, abs=1e-9)
    assert found[13:15] == pytest.approx([-1000.0, -2000.0])


def test_without_a_ramp_output_is_full_at_once_and_taxes_split_as_stated():
    money = Money(ramp=(), taxes=Taxes(vat=0.6, income=0.3, other=0.1))
    found = total(firm_flows(facts_of(365.0, [{"producing": 0.0, "planned_output": 1e6, "tax_share": 0.1}]), money))
    assert found == {"vat": -60e3, "income_tax": -30e3, "other_taxes": -10e3}


def test_npv_lowest_cash_and_payback_of_a_renter_and_a_dearer_one():
    # after 349,000 in month 0: fee 1,000, wages 10,000 from month 3, margin 45,000 a month in the first year of output
    stays = {**RENTER, "left": NAN, "margin": 0.9, "tax_share": 0.0}
    paid = [(firm, *row[1:]) for firm in (0, 1) for row in RENTER_PAYS]
    net = firm_flows(facts_of(1825.0, [stays, {**stays, "rent": 20.0}], paid), TWO_YEARS_TO_FULL).net
    deepest, month = lowest(net)
    assert deepest[0] == pytest.approx(-349e3 - 1e3 - 6e3)  # month 2: half of the rent
    assert month[0] == 2
    # from month 3 on 45,000 - 10,000 - 10,000 - 1,000 = 24,000 a month for 12 months = 288,000; 68,000 are missing,
    # then 69,000 a month: back in month 15
    assert payback_month(net)[0] == 15.0
    values = present_value(net, 0.1)
    dearer = 5e3 * 1.1 ** (-2 / 12) + sum(10e3 * 1.1 ** (-month / 12) for month in range(3, 60))
    assert values[0] - values[1] == pytest.approx(dearer)


@pytest.mark.parametrize(
    "terms",
    [
        Terms(rent=10.0, deposit_months=3.0, relief=(Relief(24, 1.0), Relief(12, 0.5))),
        Terms(buys=True, owns=True, loan=0.7, loan_years=5.0, loan_rate=0.05, resale_share=0.6),
        Terms(builds=True, owns=True, loan=0.5, loan_years=1.0, loan_rate=0.05, resale_share=0.5),
    ],
    ids=["rental", "mortgage", "self_build"],
)
def test_the_value_before_signing_is_what_the_accounts_show_afterwards(terms):
    one = {name: np.array([amount]) for name, amount in (("floor_area", 1000.0), ("land_area", 3.0))}
    quantities = {**one, **{name: np.zeros(1) for name in ("equipment_cost", "discount_rate", "exit_rate")}}
    prices = PickedPrices(land=1e5, construction=2000.0, shell=3000.0, fit_out=500.0, property_fee=1.0, moving=5e4)
    money = Money(appraisal_years=3)
    costs = item_costs(quantities, terms, prices)
    firm_ = {
        **{"handed_over": 0.0, "land_area": 3.0, "rent": terms.rent, "property_fee": 1.0, "moving": 5e4},
        **{"builds": terms.builds, "owns": terms.owns, "loan_rate": terms.loan_rate, "loan_years": terms.loan_years},
        **{"resale_share": terms.resale_share, "relief": [(part.months, part.share) for part in terms.relief]},
    }
    loan = float(borrowed(costs, terms)[0])
    facts = facts_of(
        1095.0,
        [firm_],
        [(0, 0.0, item, float(cost[0])) for item, cost in costs.items() if cost[0] > 0],
        [(0, 0.0, "construction", loan)] if loan else [],
    )
    shown = firm_flows(wound_up(facts), money).net.sum()
    # before signing the 36th payment falls due at the end of the last month, in the accounts it is in what is owed:
    # the interest of that month is the only difference
    owed = float(balance(loan, terms.loan_rate, terms.loan_years, 35))
    assert value_of_mode(quantities, terms, prices, money) == pytest.approx([shown - owed * terms.loan_rate / 12])
