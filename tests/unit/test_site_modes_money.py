"""Site modes and money through the run: what moves dates and what does not, accounts on paper, choice by risk and cash.

One firm with fixed durations and round prices, so that every sum can be worked out by hand; and a park of drawn firms
with room for everybody, on which statements about all firms are exact.
"""

from __future__ import annotations

import json
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import pytest

import sim

LAST_FOUR = ("self_build_instalments", "self_build_loan", "lease_then_transfer", "flexible_tenure")
ON_LAND = ("self_build", *LAST_FOUR)
NEVER = pytest.approx(float("nan"), nan_ok=True)
TABLES = ("enterprises", "activities", "finance", "accounts", "holdings")

# --- one firm, everything fixed ---------------------------------------------------------------------------------------

DAYS = {
    "company_registration": 10, "project_filing": 5, "unit_handover": 73, "fit_out_design": 27, "fit_out": 119,
    "fire_acceptance": 10, "equipment_purchase": 45, "installation": 30, "validation": 6, "hiring_training": 36,
    "first_saleable_lot": 27, "plan_conditions": 30, "land_listing": 30, "land_contract": 13, "land_payment": 15,
    "permits_to_start": 73, "construction": 200, "utilities_connection": 40, "joint_acceptance": 19,
    "fit_out_own_building": 73, "mortgage_approval": 40, "land_loan_approval": 40, "tenancy_of_a_renter": 99_999,
    "tenancy_of_an_owner": 99_999, "graduation_wait": 73, "graduation_fit_out": 60, "graduation_move": 30,
    "graduation_validation": 43,
}  # fmt: skip
NEVER_SENT_BACK = (
    *("company_registration", "project_filing", "land_listing", "permits_to_start", "joint_acceptance"),
    *("fit_out_design", "fire_acceptance", "installation", "validation"),
)
NUMBERS = {
    "floor_area": 1000, "land_area": 12, "power": 0, "water": 0, "effluent": 0, "equipment_cost": 565_000,
    "planned_output": 10_000_000, "output_share": 0.5, "margin": 0.25, "tax_share": 0.0625, "jobs": 10,
    "discount_rate": 0,
}  # fmt: skip
MODES = ("standard_rental", "factory_mortgage", "converted_building", *ON_LAND)


def fixed_activities() -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {name: {"id": name, "duration": days} for name, days in DAYS.items()}
    for name in NEVER_SENT_BACK:
        found[name]["sent_back"] = {"probability": 0}
    for name in ("environmental_assessment", "land_readiness"):
        found[name] = {"id": name, "probability": 0}
    found["mortgage_approval"]["refused"] = {"probability": 0}
    return list(found.values())


def evenly(*values: str) -> dict[str, Any]:
    return {"discrete": {value: 1 / len(values) for value in values}}


def everybody() -> dict[str, Any]:
    """A type of all attributes, so that no condition of the library asks for what nobody can have."""
    paths = ("new_registration", "transferred_certificate", "contract_manufacture", "emergency_filing", "drug")
    by_class = {"I": "filing", "II": evenly(*paths), "III": evenly(*paths), "none": evenly("no_licence", "drug")}
    return {
        "device_class": evenly("I", "II", "III", "none"),
        "licence_path": {"by": {"device_class": by_class}},
        "equipment": evenly("moved", "bought"),
        "history": evenly("new", "established"),
    }


NOBODY = {"id": "nobody", "arrivals": {"at_days": [99_999]}, "attributes": everybody()}


def estate(units: int) -> dict[str, Any]:
    """So many units of 1,000 m² of each space, each a building, and more of every stock than is ever asked for."""
    spaces = [
        {"id": name, "phases": [{"id": "p", "buildings": [{"id": "b", "count": units, "units": [area]}]}]}
        for name, area in (("standard_factory", 1000), ("prefitted_factory", 1000), ("incubator_floors", 1000))
    ]
    stocks = [
        {"id": name, "kind": kind, "unit": unit, "supply": [{"id": "s", "amount": 10_000_000}]}
        for name, kind, unit in (
            ("industrial_land", "land", "mu"), ("platform_land", "land", "mu"), ("power", "utility", "kW"),
            ("water", "utility", "m3/day"), ("effluent", "utility", "m3/day"),
        )
    ]  # fmt: skip
    return {"spaces": spaces, "stocks": stocks}


def forced(*modes: str) -> dict[str, Any]:
    return {mode: [{"site_modes": {"forced": mode}}] for mode in modes}


def document(enterprises: list[dict[str, Any]], strategies: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "extends": ["estate_and_money"],
        "title": "one park",
        "start": "2023-01-01",
        "horizon_days": 1095,
        "calendar": "none",
        "site_closures": {"before_spring_festival": 0, "after_spring_festival": 0},
        "enterprises": [*enterprises, NOBODY],
        "estate": estate(1),
        "strategies": strategies,
        **more,
    }


@cache
def one_park(cash: float | None = None, funds: float = 0) -> sim.api.Scenario:
    """A park to which one firm comes, on day 0."""
    purse = {} if cash is None else {"cash": cash, "monthly_funds": funds, "equipment_cost": 0}
    firm = {
        "id": "firm",
        "arrivals": {"at_days": [0]},
        "attributes": {"device_class": "none", "licence_path": "no_licence", "equipment": "bought", "history": "new"},
        "quantities": {**NUMBERS, **purse},
    }
    bond = {"amount": 10_000_000, "rate": 0.04, "years": 3, "issued": "2023-01-01"}
    subsidy = {"milestone": "producing", "item": "equipment", "share": 0.1, "site_modes": ["standard_rental"]}
    terms = {"relief": [{"months": 12, "share": 1}, {"months": 12, "share": 0.5}]}
    prices = {} if cash is None else {"prices": {"fit_out": 0}}
    graduates = [{"site_modes": {"forced": "converted_building"}}, {"graduation": {"on": True}}]
    scenario = document(
        [firm],
        {**forced(*MODES), "graduation": graduates},
        activities=fixed_activities(),
        site_modes=[
            {"id": "standard_rental", "terms": terms},
            {"id": "factory_mortgage", "terms": {"least": {"age_years": 0}}},
        ],
        money={"bond": bond, "subsidies": [{"id": "e", **subsidy}], **prices},
    )
    return sim.load(text=json.dumps(scenario))


@cache
def one_firm(strategy: str, cash: float | None = None, funds: float = 0) -> sim.api.Run:
    """The run of one firm that signs on day 0."""
    return sim.run(one_park(cash, funds), strategy, replications=1, keep=TABLES)


def day(run: sim.api.Run, milestone: str) -> float:
    return float(run.enterprises[f"t_{milestone}"].iloc[0])


def finance(run: sim.api.Run) -> dict[str, float]:
    row = run.tables["finance"].iloc[0]
    return {str(name): float(row[name]) for name in row.index[4:] if name not in ("site", "would_come_without")}


def account(run: sim.api.Run, name: str, line: str) -> list[float]:
    table = run.tables["accounts"]
    return table[(table.account == name) & (table.line == line)].sort_values("year").value.tolist()


def to_the_yuan(found: dict[str, float], expected: dict[str, float]) -> None:
    assert {name: found[name] for name in expected} == {
        name: pytest.approx(value, abs=0.5) for name, value in expected.items()
    }


def test_a_rental_firm_on_paper() -> None:
    """1,000 m² of a standard factory; 36 months of 365/12 days; 73 days are 2.4 months.

    Signs and pays the deposit on day 0; hand-over 73; fit-out from 100 to 219; site ready 229; installed, trained and
    validated 265; first lot 292 = month 9.6, so 26.4 months = 2.2 years of production.
    """
    run = one_firm("standard_rental")
    assert (day(run, "signed"), day(run, "handed_over"), day(run, "producing")) == (0, 73, 292)
    to_the_yuan(
        finance(run),
        {
            "deposit": 0,  # 3 x 9 x 1,000 on day 0, and back at the end
            "fit_out": -400_000,  # 400 x 1,000
            "equipment": -565_000,
            "moving": -500_000,
            "rent": -302_400,  # 9 x 1,000 x (36 - 2.4)
            "relief": 162_000,  # 12 x 9,000 + 12 x 4,500
            "property_fee": -33_600,  # 1 x 1,000 x 33.6
            "wages": -1_098_922,  # 49,951 x 10 x 2.2
            "margin": 1_625_000,  # 10 m x .5 x .25 = 1.25 m a year, x (.4 + .7 + .2 x 1.0 = 1.3)
            "vat": -138_125,  # 156,250 a year; credit 565,000 x .13 / 1.13 = 65,000: 62,500 of year 1, 2,500 of year 2;
            # left 109,375 - 2,500 of year 2, and .2 x 156,250 of year 3
            "income_tax": -121_875,  # .3 x 312,500 x 1.3
            "other_taxes": -81_250,  # .2 x 312,500 x 1.3
            "subsidies": 56_500,  # 10 % of the equipment
            "shell": 0, "land": 0, "construction": 0, "loan_drawn": 0, "loan_service": 0, "resale": 0,
            "npv": -1_397_672,  # the sum of all lines, at rate 0
        },
    )  # fmt: skip


def test_a_self_build_firm_on_paper() -> None:
    """12 mu, 1,000 m². Land paid 73; permits 146; builds to 346; accepted 365 = month 12; fit-out 438; first lot 511.

    Month 16.8, so 19.2 months = 1.6 years of production, and 2 years of property tax.
    """
    run = one_firm("self_build")
    assert (day(run, "signed"), day(run, "handed_over"), day(run, "producing")) == (0, 365, 511)
    to_the_yuan(
        finance(run),
        {
            "land": -1_080_000,  # 90,000 x 12
            "construction": -2_000_000,  # half at 146, half at 346
            "fit_out": -280_000,  # 400 x .7 x 1,000
            "equipment": -565_000,
            "moving": -500_000,
            "wages": -799_216,  # 49,951 x 10 x 1.6
            "margin": 1_025_000,  # 1.25 m x (.4 + .6 x .7 = .82)
            "vat": 0,  # 128,125, all within the credit 65,000 + 2 m x .09 / 1.09
            "income_tax": -76_875,  # .3 x 312,500 x .82
            # .2 x 312,500 x .82 = 51,250; deed .03 x 1,080,000 = 32,400;
            # 2 years of .0084 x 2 m = 16,800 and 3 x 8,000 m² of land = 24,000
            "other_taxes": -165_250,
            "resale": 1_540_000,  # .5 x (1,080,000 + 2,000,000)
            "deposit": 0, "shell": 0, "rent": 0, "relief": 0, "property_fee": 0, "subsidies": 0, "loan_drawn": 0,
            "npv": -2_901_341,
            # deepest at the end of month 29: payments 4,425,000 and deed 32,400; 17 months of 3,400 property tax;
            # a year of production at .4: 500,000 - 499,510 - 37,500 - 25,000; .2 months at .7: 14,583 - 8,325 - 1,823
            "lowest_cash": -4_572_775,
        },
    )  # fmt: skip


def test_a_mortgage_firm_on_paper_and_its_bank_pays_the_loan_part_of_the_shell() -> None:
    """Approved at 40, and bought that day: 3,370 x 1,000, of which 70 % are the bank's. Handed over 113."""
    run = one_firm("factory_mortgage")
    paid = run.activities[run.activities.activity == "unit_purchase"].iloc[0]
    assert (paid.start, day(run, "handed_over")) == (40, 113)
    owed, payments = 2_359_000.0, 0.0
    level = 2_359_000 * (0.0465 / 12) / (1 - (1 + 0.0465 / 12) ** -60)
    for _ in range(2, 36):  # drawn in month 1, first payment in month 2, the last within the accounts in month 35
        owed = owed * (1 + 0.0465 / 12) - level
        payments += level
    found = finance(run)
    to_the_yuan(
        found,
        {
            "shell": -3_370_000,
            "loan_drawn": 2_359_000,
            "loan_service": -payments - owed,  # what is still owed is repaid at the end
            "resale": 1_685_000,
            "rent": 0,
            "deposit": 0,
            "property_fee": -1000 * (36 - 113 * 12 / 365),
        },
    )
    assert found["shell"] + found["loan_drawn"] == -1_011_000  # the down payment: 30 %


def test_units_sold_repay_the_bond_first_and_lower_what_is_due_afterwards() -> None:
    """10 m at 4 % for 3 years, issued on day 0: 3,370,000 come in year 1, so 6,630,000 bear interest from year 2 on."""
    sold, let = one_firm("factory_mortgage"), one_firm("standard_rental")
    assert account(sold, "bond", "sales") == [3_370_000, 0, 0]
    assert account(sold, "bond", "early_repayment") == [-3_370_000, 0, 0]
    assert account(sold, "bond", "interest") == pytest.approx([-400_000, -265_200, -265_200])
    assert account(sold, "bond", "principal") == [0, 0, -6_630_000]
    assert account(let, "bond", "interest") == pytest.approx([-400_000] * 3)
    assert account(let, "bond", "principal") == [0, 0, -10_000_000]


def test_the_county_s_books_of_one_renter_on_paper() -> None:
    """Hand-over at month 2.4, relief to 14.4 and half to 26.4; production from month 9.6 on."""
    run = one_firm("standard_rental")
    assert account(run, "bond", "rent") == pytest.approx([86_400, 108_000, 108_000])
    # 9.6 months free; 2.4 free and 9.6 half; 2.4 half
    assert account(run, "bond", "relief") == pytest.approx([-86_400, -21_600 - 43_200, -10_800])
    assert account(run, "bond", "property_fee") == pytest.approx([9_600, 12_000, 12_000])
    received = np.array([0, 43_200, 97_200])
    assert account(run, "bond", "rent_tax") == pytest.approx((-0.12 * received).tolist())
    # 2.4 months at .4; 9.6 at .4 and 2.4 at .7; 9.6 at .7 and 2.4 at 1
    produced = np.array([0.2 * 0.4, 0.8 * 0.4 + 0.2 * 0.7, 0.8 * 0.7 + 0.2])
    assert account(run, "fiscal", "income_tax") == pytest.approx((0.65 * 0.4 * 93_750 * produced).tolist())
    others = 62_500 * produced + 0.12 * received
    assert account(run, "fiscal", "other_taxes") == pytest.approx((0.65 * others).tolist())
    assert account(run, "fiscal", "subsidies") == [-56_500, 0, 0]


def test_graduation_moves_a_firm_stops_its_output_and_gives_its_floors_back() -> None:
    """Graduated 73 + 60 + 30 + 43 = 206 days after the first lot, of which 73 without output, or 2.4 months."""
    stayed, moved = one_firm("converted_building"), one_firm("graduation")
    start = day(stayed, "producing")
    assert day(moved, "producing") == start
    assert (day(moved, "output_stopped"), day(moved, "graduated")) == (start + 133, start + 206)
    assert (day(stayed, "output_stopped"), day(stayed, "graduated")) == (NEVER, NEVER)
    assert set(moved.enterprises.site) == {"converted_building"}

    floors = {row.resource: (row.t_from, row.t_to) for row in moved.tables["holdings"].itertuples() if row.unit >= 0}
    assert floors == {"incubator_floors": (0, start + 206), "standard_factory": (start + 73, NEVER)}
    kept = stayed.tables["holdings"]
    assert kept[kept.unit >= 0].t_to.isna().all()

    lost = {item: finance(stayed)[item] - finance(moved)[item] for item in ("margin", "income_tax", "wages")}
    to_the_yuan(lost, {"margin": 1_250_000 * 0.4 * 0.2, "income_tax": -93_750 * 0.4 * 0.2, "wages": 0})
    spent = {item: finance(stayed)[item] - finance(moved)[item] for item in ("fit_out", "moving", "rent", "deposit")}
    there, saved = (1095 - start - 73) * 12 / 365, (1095 - start - 206) * 12 / 365  # months at 9 yuan, no more at 5
    rent = 9 * 1000 * there - 5 * 1000 * saved
    to_the_yuan(spent, {"fit_out": 400_000, "moving": 500_000, "rent": rent, "deposit": 0})  # fitted out in full


# --- the last four change cash, risk and who can enter, never the calendar --------------------------------------------

HANDED_OVER = {
    # 1,500,000 yuan and 100,000 every 30 days; land 1,080,000; 1,000,000 when building starts, as much when it ends.
    # At 73 all is paid for land; at 146 are 1,900,000 - 1,080,000, so building waits for the 6th instalment, at 180,
    # and ends at 380; there 2,700,000 - 2,080,000 are left, so the builder waits for the 16th, at 480.
    "self_build": 499,
    # 540,000 at 73; at 146 are 1,360,000; at 346 are 2,600,000 - 1,540,000: only the second half of the land waits
    "self_build_instalments": 365,
    # 1,000,000 come from the bank at 128
    "self_build_loan": 365,
    # a quarter of .68 x 1,080,000 = 183,600
    "lease_then_transfer": 365,
    # 734,400 at 73; at 346 are 2,600,000 - 1,734,400, so the builder waits for the 13th instalment, at 390
    "flexible_tenure": 409,
}


@pytest.mark.parametrize("mode", ON_LAND)
def test_scarce_cash_moves_the_calendar_of_each_way_on_land_as_reckoned_by_hand(mode: str) -> None:
    run = one_firm(mode, cash=1_500_000, funds=100_000)
    assert day(run, "handed_over") == HANDED_OVER[mode]
    assert day(one_firm(mode), "handed_over") == 365


def test_each_way_on_land_pays_its_own_price_and_borrows_its_own_loan() -> None:
    """12 mu at 90,000; .68 is 20 years of tenure. A lease converts 2 years after the first lot: not by then."""
    paid = {
        "self_build": (-1_080_000, 0),
        "self_build_instalments": (-1_080_000, 0),
        "self_build_loan": (-1_080_000, 1_000_000),  # half of construction
        "lease_then_transfer": (-183_600, 0),  # a quarter of .68
        "flexible_tenure": (-734_400, 0),
    }
    books = {mode: finance(one_firm(mode)) for mode in ON_LAND}
    assert {mode: (book["land"], book["loan_drawn"]) for mode, book in books.items()} == paid


def test_the_second_half_of_the_land_waits_for_cash_and_who_cannot_pay_it_loses_the_land() -> None:
    """Land paid at 73 + 15 + 335 = 423. With 2,900,000 - 2,540,000 there it waits for the 16th instalment, at 480.

    With 25,000 a month less it would take until the 24th, at 720: after 90 days, at 513, it is over.
    """
    run = one_firm("self_build_instalments", cash=1_500_000, funds=100_000)
    row = run.activities[run.activities.activity == "land_second_payment"].iloc[0]
    assert (row.ready, row.start, row.bound_by) == (423, 480, "cash")
    poor = one_firm("self_build_instalments", cash=1_500_000, funds=75_000).enterprises.iloc[0]
    assert (poor.status, poor.reason, poor.t_end) == ("failed", "land_second_payment", 513)


def entrants(**quantities: Any) -> dict[str, Any]:
    """Drawn firms; no cash is stated unless it is given."""
    numbers = {
        "floor_area": {"uniform": [300, 1000]},
        "land_area": {"lognormal": {"median": 8, "p90": 20}},
        "power": {"lognormal": {"median": 200, "p90": 800}},
        "water": {"lognormal": {"median": 20, "p90": 80}},
        "effluent": 1,
        "equipment_cost": {"lognormal": {"median": "100万元", "p90": "400万元"}},
        "planned_output": {"lognormal": {"median": "2000万元", "p90": "9000万元"}},
        "output_share": {"pert": [0.05, 0.25, 0.7]},
        "margin": {"pert": [0.15, 0.25, 0.4]},
        "tax_share": {"pert": [0.03, 0.06, 0.09]},
        "jobs": {"lognormal": {"median": 25, "p90": 90}},
        "discount_rate": {"pert": [0.08, 0.12, 0.20]},
        "age_years": 5,
        "source_wait": 30_000,  # nobody would rather stay away
    }
    return {
        "id": "entrant",
        "arrivals": {"poisson_per_year": 20},
        "attributes": everybody(),
        "quantities": {**numbers, **quantities},
    }


SCARCE = {"cash": {"lognormal": {"median": "150万元", "p90": "600万元"}}, "monthly_funds": "25万元/月"}


@cache
def drawn(scarce: bool) -> sim.api.Comparison:
    """One history of drawn firms under every way on land, on the same luck."""
    firms = entrants(**(SCARCE if scarce else {}))
    scenario = document([firms], forced(*ON_LAND), horizon_days=1460, calendar="CN")
    scenario["site_closures"] = {"before_spring_festival": 10, "after_spring_festival": 15}
    return sim.compare(sim.load(text=json.dumps(scenario)), replications=1, keep=("enterprises", "activities"))


def of(comparison: sim.api.Comparison, table: str, strategy: str, *keys: str) -> pd.DataFrame:
    whole = comparison.tables[table]
    return whole[whole.strategy == strategy].drop(columns="strategy").set_index(list(keys)).sort_index()


def until_production(comparison: sim.api.Comparison, mode: str) -> pd.DataFrame:
    """Begin, ready, start and finish of every step that began before the first lot."""
    firm = ("replication", "enterprise")
    steps = of(comparison, "activities", mode, *firm, "activity", "attempt")
    produced = of(comparison, "enterprises", mode, *firm).t_producing.fillna(np.inf)
    last = produced.reindex(steps.index.droplevel(["activity", "attempt"])).to_numpy()
    return steps[steps.begin.to_numpy() < last][["begin", "ready", "start", "finish"]]


@pytest.mark.parametrize("mode", LAST_FOUR)
def test_with_cash_that_never_runs_out_the_last_four_have_the_calendar_of_self_build(mode: str) -> None:
    plain, other = (until_production(drawn(scarce=False), m) for m in ("self_build", mode))
    assert len(plain) > 1000
    added = set(other.index.get_level_values("activity")) - set(plain.index.get_level_values("activity"))
    assert added <= {"land_second_payment", "land_loan_approval"}
    common = other[~other.index.get_level_values("activity").isin(list(added))]
    pd.testing.assert_frame_equal(common, plain)

    firm = ("replication", "enterprise")
    dates = ["t_signed", "t_handed_over", "t_site_ready", "t_producing"]
    plain, other = (of(drawn(scarce=False), "enterprises", m, *firm)[dates] for m in ("self_build", mode))
    assert plain.t_producing.notna().sum() > 15
    pd.testing.assert_frame_equal(plain, other)


@pytest.mark.parametrize("mode", LAST_FOUR)
def test_with_scarce_cash_the_last_four_differ_from_self_build_in_their_dates(mode: str) -> None:
    firm = ("replication", "enterprise")
    plain, other = (of(drawn(scarce=True), "enterprises", m, *firm) for m in ("self_build", mode))
    both = plain.t_handed_over.notna() & other.t_handed_over.notna()
    assert (plain.t_handed_over[both] != other.t_handed_over[both]).any()
    assert {"failed", "producing"} <= set(plain.status) & set(other.status)


def test_with_scarce_cash_nobody_is_earlier_than_with_cash_that_never_runs_out() -> None:
    firm = ("replication", "enterprise")
    for mode in ON_LAND:
        poor, rich = (of(drawn(scarce), "enterprises", mode, *firm) for scarce in (True, False))
        assert (poor.t_handed_over.fillna(np.inf) >= rich.t_handed_over.fillna(np.inf)).all()


@cache
def let_in(mode: str) -> set[tuple[int, str]]:
    """Firms that can take a way on land at all, where it is the only one and they compare it with staying away."""
    firms = entrants(cash={"uniform": ["200万元", "500万元"]}, monthly_funds="10万元/月")
    free = [{"site_modes": {"offered": [mode]}}, {"site_choice": {"rule": "free"}}]
    scenario = sim.load(text=json.dumps(document([firms], {"free": free})))
    table = sim.run(scenario, replications=1, keep=("enterprises", "decisions")).tables["decisions"]
    found = table[(table.site == mode) & np.isfinite(table.value)]
    return set(zip(found.replication, found.enterprise))


def test_the_last_four_let_in_firms_that_self_build_does_not() -> None:
    """On the same firms: half of the land a year later, a loan, a quarter of a shorter tenure first, or all of it."""
    builders, lease, tenure = let_in("self_build"), let_in("lease_then_transfer"), let_in("flexible_tenure")
    assert all(builders < let_in(mode) for mode in LAST_FOUR)
    assert tenure < lease  # the same price in all, most of it after the first lot


# --- who rents --------------------------------------------------------------------------------------------------------

Firms = set[tuple[int, str]]


@cache
def sites(exit_rate: float, cash: str | None = None) -> dict[str, Firms]:
    """Who ends where under free choice between renting and building, with room for everybody and nothing but cost."""
    firms = entrants(exit_rate=exit_rate, **({} if cash is None else {"cash": cash}))
    free = [{"site_modes": {"offered": ["standard_rental", "self_build"]}}, {"site_choice": {"rule": "free"}}]
    scenario = document([firms], {"free": free}, estate=estate(200), money={"prices": {"land": 30_000}})
    scenario["site_modes"] = [{"id": "standard_rental", "terms": {"rent": 60}}]
    run = sim.run(sim.load(text=json.dumps(scenario)), replications=1, keep=("enterprises", "decisions"))
    assert (run.tables["decisions"].wait == 0).all()  # so nobody's choice depends on anybody else's
    declined = run.enterprises.status == "declined"
    where = np.where(declined, "outside", run.enterprises.site.astype(str))
    rows = zip(run.enterprises.replication, run.enterprises.enterprise, where)
    found: dict[str, Firms] = {"standard_rental": set(), "self_build": set(), "outside": set()}
    for replication, name, site in rows:
        found[site].add((replication, name))
    return found


def test_whoever_rents_at_some_risk_rents_at_any_higher_one_and_more_do() -> None:
    """A renter that gives up stops paying; the same firms, luck and prices throughout, so the sets are nested."""
    rates = (0.0, 0.03, 0.15, 0.5)
    renters = [sites(rate)["standard_rental"] for rate in rates]
    assert all(safer <= riskier for safer, riskier in pairwise(renters))
    assert 0 < len(renters[0]) < len(renters[1]) < len(renters[-1])
    assert all(not sites(rate)["outside"] for rate in rates)


def test_whoever_builds_with_little_cash_builds_with_more_and_the_poor_rent() -> None:
    """Cash does not enter a worth; it says only what can be paid for, and renting asks for less of it."""
    purses = ("150万元", "300万元", "600万元", None)
    found = [sites(0.03, cash) for cash in purses]
    builders = [each["self_build"] for each in found]
    assert all(poorer <= richer for poorer, richer in pairwise(builders))
    assert len(builders[0]) < len(builders[1]) < len(builders[-1])
    for poor, rich in pairwise(found):
        stopped_building = rich["self_build"] - poor["self_build"]
        assert stopped_building <= poor["standard_rental"] | poor["outside"]
        assert not rich["standard_rental"] & poor["self_build"]
    assert found[1]["standard_rental"] & found[-1]["self_build"]  # who would build, and rents for want of cash


# --- accounts ---------------------------------------------------------------------------------------------------------


def test_the_rent_that_the_county_receives_is_the_rent_that_firms_pay() -> None:
    """Bond issued on day 0 and five whole years, so that the account of the bond covers all that is paid."""
    offered = ["standard_rental", "converted_building", "self_build", "factory_mortgage"]
    free = [{"site_modes": {"offered": offered}}, {"site_choice": {"rule": "free"}}]
    bond = {"amount": 100_000_000, "rate": 0.04, "years": 5, "issued": "2023-01-01"}
    scenario = document(
        [entrants(exit_rate=0.05, taste="300万元")],
        {"free": free},
        horizon_days=1825,
        estate=estate(20),
        money={"bond": bond, "county": {"running_cost": 0.1}},
        site_modes=[{"id": "standard_rental", "terms": {"relief": [{"months": 6, "share": 0.5}]}}],
    )
    run = sim.run(sim.load(text=json.dumps(scenario)), replications=2, keep=("finance", "accounts"))
    firms, books = run.tables["finance"], run.tables["accounts"]
    assert set(firms.site) == set(offered)
    assert books.simulated.all()

    lines = books.set_index(["account", "replication"])
    for replication, mine in firms.groupby("replication"):
        for item, (name, line) in {
            "rent": ("bond", "rent"),
            "relief": ("bond", "relief"),
            "property_fee": ("bond", "property_fee"),
            "shell": ("bond", "sales"),
            "land": ("fiscal", "land"),
            "subsidies": ("fiscal", "subsidies"),
        }.items():
            rows = lines.loc[(name, replication)]
            assert rows[rows.line == line].value.sum() == pytest.approx(-mine[item].sum()), item
        taxes = {
            line: lines.loc[("fiscal", replication)].query("line == @line").value.sum()
            for line in ("vat", "income_tax")
        }
        assert taxes["vat"] == pytest.approx(-0.65 * 0.5 * mine.vat.sum())
        assert taxes["income_tax"] == pytest.approx(-0.65 * 0.4 * mine.income_tax.sum())
