"""Levers of floors, land, utilities and money: what each does to a small park, and what it finds wrong.

`rich` makes a park in which everything has a name that these levers know by default; `STRONG` has settings that move
it, and `test_levers.py` puts every lever through the same mill with both.
"""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import date

import pytest
from pydantic import BaseModel, ValidationError

from sim.levers import (
    attract_until,
    build_ahead,
    build_to_suit_terms,
    export_credit,
    factory_mortgage_terms,
    flexible_tenure,
    graduation,
    guarantee_pool,
    land_in_advance,
    land_terms,
    lease_then_transfer_terms,
    plan_first,
    prefit_share,
    rent_relief,
    site_choice,
    subsidies,
    utilities_ahead,
)
from sim.levers.all_levers import BY_ID, LEVERS, POLICIES
from sim.levers.apply import apply
from sim.levers.settings import Lever
from sim.model.estate import Building, Estate, Payment, Phase, Space, Stock, Supply
from sim.model.law import By, Distribution, fixed
from sim.model.money import ITEMS, Relief, Subsidy, Terms
from sim.model.park import (
    Activity,
    After,
    Arrivals,
    Attribute,
    Choice,
    EnterpriseType,
    Model,
    Refused,
    Regime,
    SentBack,
    SiteMode,
)
from sim.model.text import Text
from sim.money.costs import tenure_factor
from sim.text.faults import FAULTS

HALVES = By("device_class", (("I", 0.2), ("II", 0.8)))
FIRST_SHARES = By(
    "site_mode",
    (
        ("flexible_tenure", 1.0),
        ("lease_then_transfer", 0.25),
        ("self_build", 1.0),
        ("self_build_instalments", 0.5),
        ("self_build_loan", 1.0),
    ),
)


def _activity(name: str, **more: object) -> Activity:
    return Activity(name, Text(name, name), fixed(10.0), **more)  # type: ignore[arg-type]  # fields by name


def _mode(name: str, **terms: object) -> SiteMode:
    return SiteMode(name, Text(name, name), terms=Terms(**terms))  # type: ignore[arg-type]


ACTIVITIES = (
    _activity("conversion_payment", when=(("site_mode", ("lease_then_transfer",)),), pays=(Payment("land", 0.75),)),
    _activity("conversion_test", after=(After("start_up", 730.0), After("turn_key"))),
    _activity("environmental_assessment", sent_back=SentBack(0.4, fixed(5.0))),
    _activity("graduation_wait", when=(("graduation", ("yes",)),)),
    _activity("land_payment", pays=(Payment("construction", 0.1), Payment("land", FIRST_SHARES))),
    _activity("land_readiness", probability=0.4),
    _activity("land_second_payment", when=(("site_mode", ("self_build_instalments",)),), pays=(Payment("land", 0.5),)),
    _activity("mortgage_approval", refused=Refused(HALVES)),
    _activity("permits_to_start", sent_back=SentBack(HALVES, fixed(5.0))),
    _activity("planning_first", when=(("plan_first", ("yes",)),)),
    _activity("start_up", milestone="producing"),
    _activity("tenure_renewal", after=(After("land_payment", 7300.0),)),
    _activity("turn_key", milestone="fitted_out"),
)
MODES = (
    _mode("build_to_suit", rent=10.0, deposit_months=3.0),
    _mode(
        "factory_mortgage",
        buys=True,
        owns=True,
        loan=0.5,
        loan_years=5.0,
        loan_rate=0.045,
        least=(("age_years", 3.0), ("jobs", 5.0)),
    ),
    _mode("flexible_tenure", builds=True, owns=True),
    _mode("lease_then_transfer", builds=True, owns=True),
    _mode("self_build", builds=True, owns=True),
    _mode("self_build_instalments", builds=True, owns=True),
    _mode("self_build_loan", builds=True, owns=True),
    _mode("standard_rental", rent=9.0, relief=(Relief(6, 1.0),)),
)
FIRST = Phase(
    "p1", -100.0, Distribution("pert", (100.0, 200.0, 300.0)), (Building("a", (500.0,) * 4, 2), Building("b", (900.0,)))
)
ESTATE = Estate(
    spaces=(
        Space("prefitted_factory", Text("fitted", "带装修"), ()),
        Space("standard_factory", Text("shells", "标准厂房"), (FIRST,)),
    ),
    stocks=(
        Stock("industrial_land", Text("land", "土地"), "land", "mu", (Supply("l1", 0.0, 100.0),)),
        Stock(
            "power",
            Text("power", "电"),
            "utility",
            "kW",
            (Supply("now", -10.0, 400.0), Supply("soon", 150.0, 500.0), Supply("then", 400.0, 900.0)),
        ),
        Stock("water", Text("water", "水"), "utility", "m3/day", (Supply("w", 150.0, 50.0),)),
    ),
)


def rich(park: Model) -> Model:
    """The park with these activities, modes, floors, land and utilities beside its own."""

    def richer(regime: Regime) -> Regime:
        return replace(
            regime,
            activities=tuple(sorted((*regime.activities, *ACTIVITIES), key=lambda a: a.id)),
            site_modes=tuple(sorted((*regime.site_modes, *MODES), key=lambda m: m.id)),
            estate=ESTATE,
        )

    return replace(park, regimes=tuple(map(richer, park.regimes)))


PHASES = [
    {"id": "p2", "decided": 150, "construction": [240, 390, 730], "buildings": 4, "units": 5, "area": 1000},
    {"id": "p3", "decided": 160, "construction": 300, "buildings": 2, "area": 1000, "cost": 0, "bond": False},
]
SUPPLIES = [{"id": "l2", "day": 150, "amount": 60, "readiness": [90, 180, 365], "earned_by": "三旧改造"}]
AWARDS = [
    {"kind": "equipment", "share": "10%", "cap": 1.5e6, "milestone": "producing"},
    {"kind": "certificate", "by_class": {"II": 3e5, "III": 5e5}, "milestone": "producing"},
]

STRONG: dict[str, BaseModel] = {
    "build_ahead": build_ahead.Settings(space="standard_factory", phases=PHASES),  # type: ignore[arg-type]  # as in a file
    "prefit_share": prefit_share.Settings(share=0.4),
    "build_to_suit_terms": build_to_suit_terms.Settings(buys=True, loan=0.6, loan_years=5.0, loan_rate=0.045),
    "rent_relief": rent_relief.Settings(rent=7.5, relief=[{"months": 24}, {"months": 36, "share": 0.5}]),  # type: ignore[arg-type]
    "factory_mortgage_terms": factory_mortgage_terms.Settings(down_payment=0.3, least_age=0.0),
    "guarantee_pool": guarantee_pool.Settings(waives=("age_years",)),
    "plan_first": plan_first.Settings(),
    "land_in_advance": land_in_advance.Settings(supplies=SUPPLIES, unready=0.05),  # type: ignore[arg-type]
    "land_terms": land_terms.Settings(price=25e4, first=0.6, loan=0.5, loan_years=8.0, loan_rate=0.04),
    "lease_then_transfer_terms": lease_then_transfer_terms.Settings(test_years=5.0, rent_share=0.2, factor=0.9),
    "flexible_tenure": flexible_tenure.Settings(years=20),
    "subsidies": subsidies.Settings(add=AWARDS),  # type: ignore[arg-type]
    "export_credit": export_credit.Settings(output=2e7, exported=0.5, rebate=0.13),
    "utilities_ahead": utilities_ahead.Settings(days=40.0),
    "graduation": graduation.Settings(after_days=365.0),
    "site_choice": site_choice.Settings(rule="free"),
    "attract_until": attract_until.Settings(day=1000.0),
}

new_levers = pytest.mark.parametrize("lever", [BY_ID[name] for name in STRONG], ids=list(STRONG))


@pytest.fixture
def park() -> Model:
    firm = EnterpriseType(
        "maker",
        Text("maker", "企业"),
        Arrivals("every", (30.0,)),
        attributes=(Attribute("device_class", Choice(("I", "II"), (0.5, 0.5))),),
    )
    return rich(Model(Text("park", "园区"), date(2024, 1, 1), 1000.0, 730.0, (Regime(0.0, (), (), (), (firm,)),)))


def after(park: Model, lever: Lever, settings: BaseModel | None = None) -> Regime:
    """The only regime of the park under the lever."""
    (regime,) = apply(park, lever, STRONG[lever.ID] if settings is None else settings).regimes
    return regime


def terms(regime: Regime, mode: str) -> Terms:
    return next(m.terms for m in regime.site_modes if m.id == mode)


def activity(regime: Regime, name: str) -> Activity:
    return next(a for a in regime.activities if a.id == name)


def shares(regime: Regime, name: str) -> dict[str, object]:
    """What share of the land an activity pays in each site mode."""
    (share,) = (payment.share for payment in activity(regime, name).pays if payment.item == "land")
    assert isinstance(share, By) and share.attribute == "site_mode"
    return dict(share.cases)


def phases(regime: Regime, space: str = "standard_factory") -> dict[str, Phase]:
    return {phase.id: phase for one in regime.estate.spaces if one.id == space for phase in one.phases}


def areas(phase: Phase) -> list[float]:
    return [area for b in phase.buildings for _ in range(b.count) for area in b.units]


def supplies(model: Model, stock: str) -> list[tuple[str, float]]:
    """What counts of a stock: each supply by the rules in force on its own day."""
    starts = [regime.from_day for regime in model.regimes]
    spans = zip(model.regimes, [-math.inf, *starts[1:]], [*starts[1:], math.inf], strict=True)
    return [
        (s.id, s.day)
        for regime, start, end in spans
        for one in regime.estate.stocks
        if one.id == stock
        for s in one.supply
        if start <= s.day < end
    ]


def codes(lever: Lever, settings: BaseModel, park: Model) -> list[tuple[str, str]]:
    """(field, code) of each fault; each has a message whose gaps are filled."""
    found = lever.faults(settings, park.regimes[0])
    for _, code, values in found:
        FAULTS[code].en.format(**{"known": "", **values})
    return [(field, code) for field, code, _ in found]


# Every one of them


def test_every_lever_is_tried() -> None:
    rest = {"green_channel", "office_staff", "registration_path", "site_modes", "start_on_land_grant"}
    rest |= {"guidance", "one_window", "service_team", "supplier_attraction", "test_platform", "training_centre"}
    rest |= {"dispatch_meetings", "quarterly_starts", "quota", "risk_based_supervision", "tax_checks", "time_limits"}
    assert set(STRONG) | rest == set(BY_ID)


@pytest.mark.parametrize("lever", LEVERS, ids=lambda lever: lever.ID)
def test_the_schema_of_a_lever_stands_in_one_piece_and_names_every_key_in_both_languages(lever: Lever) -> None:
    def keys(part: object) -> list[dict[str, object]]:
        if isinstance(part, list):
            return [found for item in part for found in keys(item)]
        if not isinstance(part, dict):
            return []
        mine = list(part.get("properties", {}).values()) if part.get("type") == "object" else []
        return mine + [found for value in part.values() for found in keys(value)]

    schema = lever.Settings.model_json_schema(by_alias=True)
    assert "$ref" not in json.dumps(schema)
    assert all(key["title"] and key["title_zh"] for key in keys(schema))


def test_the_policies_that_levers_set_are_listed() -> None:
    switched_on = ("start_on_land_grant", "plan_first", "start_ceremony", "tax_checks", "relief_ends")
    assert {**dict.fromkeys(switched_on, ("yes",)), "graduation": ("no", "yes")} == POLICIES


# Floors


def test_phases_are_added_to_a_space(park: Model) -> None:
    found = phases(after(park, build_ahead))
    assert list(found) == ["p1", "p2", "p3"] and found["p1"] == FIRST
    assert found["p2"].buildings == (Building("p2", (1000.0,) * 5, 4),)
    assert found["p2"].construction == Distribution("pert", (240.0, 390.0, 730.0))
    assert (found["p2"].decided, found["p2"].cost, found["p2"].bond) == (150.0, 3370.0, True)
    assert (found["p3"].cost, found["p3"].bond) == (0.0, False)


@pytest.mark.parametrize(
    ("budget", "built"),
    [(0.0, {"p3": 2}), (16849999.0, {"p3": 2}), (16850000.0, {"p2": 1, "p3": 2}), (1e9, {"p2": 4, "p3": 2})],
)
def test_buildings_are_built_as_far_as_the_money_goes(park: Model, budget: float, built: dict[str, int]) -> None:
    settings = STRONG["build_ahead"].model_copy(update={"budget": budget})
    found = phases(after(park, build_ahead, settings))
    assert {name: phase.buildings[0].count for name, phase in found.items() if name != "p1"} == built


def test_the_last_units_of_a_phase_are_fitted_out_ahead(park: Model) -> None:
    regime = after(park, prefit_share)  # .4 of 9 units: 3
    kept, moved = phases(regime)["p1"], phases(regime, "prefitted_factory")["p1"]
    assert areas(kept) == [500.0] * 6 and areas(moved) == [500.0, 500.0, 900.0]
    assert [len(b.units) * b.count for b in kept.buildings] == [4, 2]  # neighbours stay neighbours
    assert moved.cost == kept.cost + 1400.0 and moved.decided == kept.decided
    assert moved.construction == Distribution("pert", (100.0, 200.0, 300.0), shift=75.0)


@pytest.mark.parametrize(("share", "units"), [(0.1, 0), (1 / 9, 1), (5 / 9, 5), (0.999, 8), (1.0, 9)])
def test_the_number_of_units_fitted_out_is_rounded_down_and_none_is_lost(park: Model, share: float, units: int) -> None:
    regime = after(park, prefit_share, prefit_share.Settings(share=share))
    both = [p for space in ("standard_factory", "prefitted_factory") for p in phases(regime, space).values()]
    moved = phases(regime, "prefitted_factory").values()
    assert sum(len(areas(phase)) for phase in moved) == units
    assert sorted(area for phase in both for area in areas(phase)) == sorted(areas(FIRST))


def test_units_fitted_out_twice_keep_apart(park: Model) -> None:
    once = apply(park, prefit_share, prefit_share.Settings(share=0.5))
    twice = after(once, prefit_share, prefit_share.Settings(share=0.5, cost=2000.0))
    fitted = phases(twice, "prefitted_factory")
    assert {name: (len(areas(p)), p.cost) for name, p in fitted.items()} == {"p1": (4, 1400.0), "p1-2": (2, 2000.0)}


# Terms of site modes


def test_a_building_that_is_bought_back_is_owned_and_pays_no_rent(park: Model) -> None:
    bought = terms(after(park, build_to_suit_terms), "build_to_suit")
    assert (bought.buys, bought.owns, bought.rent, bought.deposit_months) == (True, True, 0.0, 3.0)
    assert (bought.loan, bought.loan_years, bought.loan_rate) == (0.6, 5.0, 0.045)
    with pytest.raises(ValidationError):
        build_to_suit_terms.Settings(buys=True, rent=9.0)


def test_build_to_suit_has_a_rent_a_deposit_and_a_weight(park: Model) -> None:
    settings = build_to_suit_terms.Settings(rent=12.0, deposit_months=12.0, lease_years=10.0, preference=3.0)
    regime = after(park, build_to_suit_terms, settings)
    rented = terms(regime, "build_to_suit")
    assert (rented.rent, rented.deposit_months, rented.lease_years, rented.buys) == (12.0, 12.0, 10.0, False)
    assert {m.id: m.preference for m in regime.site_modes if m.preference != 1} == {"build_to_suit": 3.0}


def test_rent_and_relief_hold_in_all_rented_modes_or_in_those_named(park: Model) -> None:
    regime = after(park, rent_relief)
    schedule = (Relief(24, 1.0), Relief(36, 0.5))
    changed = {m.id for m in regime.site_modes if (m.terms.rent, m.terms.relief) == (7.5, schedule)}
    assert changed == {"build_to_suit", "standard_rental"}
    one = after(park, rent_relief, rent_relief.Settings(site_modes=("standard_rental",), relief=()))
    assert terms(one, "standard_rental") == Terms(rent=9.0)  # an empty list ends all relief, rent stays
    assert terms(one, "build_to_suit").rent == 10.0


def test_a_mortgage_lends_the_rest_of_the_price_to_firms_of_an_age(park: Model) -> None:
    open_to_all = terms(after(park, factory_mortgage_terms), "factory_mortgage")
    assert open_to_all.loan == 0.7 and open_to_all.least == (("jobs", 5.0),)
    settings = factory_mortgage_terms.Settings(years=8.0, rate=0.05, most_loan=3e7, least_age=2.0)
    changed = terms(after(park, factory_mortgage_terms, settings), "factory_mortgage")
    assert (changed.loan, changed.loan_years, changed.loan_rate, changed.most_loan) == (0.5, 8.0, 0.05, 3e7)
    assert changed.least == (("age_years", 2.0), ("jobs", 5.0))


def test_a_guarantee_makes_refusals_rarer_and_waives_thresholds(park: Model) -> None:
    regime = after(park, guarantee_pool)
    refused = activity(regime, "mortgage_approval").refused
    assert refused is not None
    assert refused.probability == By("device_class", (("I", 0.1), ("II", 0.4)))
    assert terms(regime, "factory_mortgage").least == (("jobs", 5.0),)


def test_a_factor_never_makes_a_chance_larger_than_one(park: Model) -> None:
    refused = activity(after(park, guarantee_pool, guarantee_pool.Settings(factor=3.0)), "mortgage_approval").refused
    assert refused is not None
    assert refused.probability == By("device_class", (("I", pytest.approx(0.6)), ("II", 1.0)))


def test_a_lease_is_tested_in_its_year_and_converted_for_the_rest_of_the_price(park: Model) -> None:
    regime = after(park, lease_then_transfer_terms)
    assert activity(regime, "conversion_test").after == (After("start_up", 1825.0), After("turn_key"))
    assert shares(regime, "land_payment") == dict(FIRST_SHARES.cases) | {"lease_then_transfer": 0.2}
    assert shares(regime, "conversion_payment")["lease_then_transfer"] == 0.8
    changed = terms(regime, "lease_then_transfer")
    assert (changed.lease_years, changed.land_factor, changed.tenure_years) == (5.0, 0.9, 50.0)


@pytest.mark.parametrize("years", [1.9, 6.1, 0.0])
def test_the_test_comes_in_year_two_to_six(years: float) -> None:
    with pytest.raises(ValidationError, match="not_between"):
        lease_then_transfer_terms.Settings(test_years=years)


@pytest.mark.parametrize("years", [10, 20, 30, 40, 50])
def test_flexible_tenure_costs_what_annuities_say(park: Model, years: int) -> None:
    changed = terms(after(park, flexible_tenure, flexible_tenure.Settings(years=years)), "flexible_tenure")
    assert changed.tenure_years == years and isinstance(changed.tenure_years, float)
    assert changed.land_factor == pytest.approx(tenure_factor(years), abs=1e-12)


def test_the_tenure_is_renewed_when_it_ends(park: Model) -> None:
    regime = after(park, flexible_tenure, flexible_tenure.Settings(years=10))
    assert activity(regime, "tenure_renewal").after == (After("land_payment", 3650.0),)


def test_flexible_tenure_takes_a_stated_factor_and_known_steps_only(park: Model) -> None:
    settings = flexible_tenure.Settings(years=20, factor=0.4)
    assert terms(after(park, flexible_tenure, settings), "flexible_tenure").land_factor == 0.4
    linear = flexible_tenure.Settings(years=20, rate=0.0)
    assert terms(after(park, flexible_tenure, linear), "flexible_tenure").land_factor == 0.4
    with pytest.raises(ValidationError, match="not_one_of"):
        flexible_tenure.Settings(years=25)


# Land and utilities


def test_land_is_added_and_readier(park: Model) -> None:
    regime = after(park, land_in_advance)
    (land,) = (stock for stock in regime.estate.stocks if stock.id == "industrial_land")
    earned = Text("三旧改造", "三旧改造")
    assert land.supply[1] == Supply("l2", 150.0, 60.0, Distribution("pert", (90.0, 180.0, 365.0)), earned)
    assert activity(regime, "land_readiness").probability == 0.05


def test_land_has_a_price_instalments_and_a_loan(park: Model) -> None:
    regime = after(park, land_terms)
    assert regime.money.prices.land == 25e4
    assert shares(regime, "land_payment") == dict(FIRST_SHARES.cases) | {"self_build_instalments": 0.6}
    assert shares(regime, "land_second_payment")["self_build_instalments"] == 0.4
    assert activity(regime, "land_payment").pays[0] == Payment("construction", 0.1)
    assert [m.id for m in regime.site_modes if m.terms.builds and m.terms.loan == 0.5] == ["self_build_loan"]


def test_a_share_that_was_one_for_all_stays_so_elsewhere(park: Model) -> None:
    regime = after(park, land_terms, land_terms.Settings(first=0.7))
    rest = shares(regime, "land_second_payment")
    assert rest.pop("self_build_instalments") == pytest.approx(0.3)
    assert set(rest.values()) == {0.5} and len(rest) == len(MODES) - 1


def test_less_than_half_at_first_is_against_the_rule() -> None:
    with pytest.raises(ValidationError, match="not_between"):
        land_terms.Settings(first=0.49)
    assert land_terms.Settings.model_validate({"first": "50%"}).first == 0.5


def test_utilities_come_earlier_but_not_before_the_start(park: Model) -> None:
    moved = apply(park, utilities_ahead, utilities_ahead.Settings(days=200.0))
    assert supplies(moved, "power") == [("now", -10.0), ("soon", 0.0), ("then", 200.0)]
    assert supplies(moved, "water") == [("w", 0.0)] and supplies(moved, "industrial_land") == [("l1", 0.0)]
    one = apply(park, utilities_ahead, utilities_ahead.Settings(stocks=("water",), days=50.0))
    assert supplies(one, "water") == [("w", 100.0)] and supplies(one, "power") == supplies(park, "power")


@pytest.mark.parametrize(
    ("from_day", "until_day", "power"),
    [(0.0, math.inf, (50.0, 300.0)), (100.0, math.inf, (100.0, 300.0)), (100.0, 200.0, (100.0, 400.0))],
)
@pytest.mark.parametrize("split", [None, 120.0])
def test_each_supply_counts_once_whenever_the_lever_holds(
    park: Model, from_day: float, until_day: float, power: tuple[float, float], split: float | None
) -> None:
    if split is not None:
        park = apply(park, attract_until, STRONG["attract_until"], split)
    moved = apply(park, utilities_ahead, utilities_ahead.Settings(days=100.0), from_day, until_day)
    assert sorted(supplies(moved, "power")) == [("now", -10.0), ("soon", power[0]), ("then", power[1])]


def test_capacity_is_added_to_a_utility(park: Model) -> None:
    add = [{"stock": "water", "id": "w2", "day": 30, "amount": 80}]
    moved = apply(park, utilities_ahead, utilities_ahead.Settings(add=add))  # type: ignore[arg-type]
    assert supplies(moved, "water") == [("w", 150.0), ("w2", 30.0)]
    assert supplies(moved, "power") == supplies(park, "power")


# Money


def test_subsidies_say_what_is_paid_of_what_and_when(park: Model) -> None:
    certificate, equipment = after(park, subsidies).money.subsidies
    assert equipment == Subsidy(
        "equipment", equipment.title, "producing", item="equipment", share=0.1, cap=1.5e6, source="subsidies"
    )
    assert certificate.amount == By("device_class", (("I", 0.0), ("II", 3e5)))
    assert certificate.item is None and certificate.cap == math.inf


def test_every_kind_of_subsidy_has_a_title_and_an_item_of_the_model() -> None:
    form = subsidies.SubsidyForm.model_json_schema()
    assert set(form["properties"]["kind"]["enum"]) == set(subsidies.KINDS)
    for kind in subsidies.KINDS.values():
        assert kind.title.en and kind.title.zh and kind.item in (None, *ITEMS)


def test_a_subsidy_of_nothing_is_none(park: Model) -> None:
    nothing = subsidies.Settings(add=[{"kind": "fit_out"}])  # type: ignore[arg-type]
    assert after(park, subsidies, nothing) == park.regimes[0]


def test_export_credit_is_a_rebate_of_one_year(park: Model) -> None:
    (credit,) = after(park, export_credit).money.subsidies
    assert (credit.amount, credit.milestone, credit.item) == (pytest.approx(1.3e6), "producing", None)


def test_attraction_ends_on_a_day(park: Model) -> None:
    regime = after(park, attract_until)
    assert regime.money.county.attract_until == 1000.0
    assert (regime.activities, regime.enterprises) == (park.regimes[0].activities, park.regimes[0].enterprises)


# Policies and choice


def test_planning_first_costs_a_step_and_halves_returns(park: Model) -> None:
    regime = after(park, plan_first)
    assert dict(regime.policies)["plan_first"] == "yes"
    chances = [a.sent_back.probability for a in regime.activities if a.sent_back]
    assert chances == [0.4, By("device_class", (("I", 0.1), ("II", 0.4)))]
    named = after(park, plan_first, plan_first.Settings(activities=("environmental_assessment",), factor=0.25))
    assert [a.sent_back.probability for a in named.activities if a.sent_back] == [0.1, HALVES]


def test_graduation_is_a_policy_and_a_wait(park: Model) -> None:
    regime = after(park, graduation)
    assert dict(regime.policies)["graduation"] == "yes"
    assert activity(regime, "graduation_wait").duration == fixed(365.0)
    assert dict(after(park, graduation, graduation.Settings(on=False)).policies)["graduation"] == "no"


def test_free_choice_ends_what_was_forced(park: Model) -> None:
    forced = apply(park, site_choice, site_choice.Settings(rule="forced", mode="self_build"))
    assert (forced.regimes[0].forced_site_mode, forced.regimes[0].site_choice) == ("self_build", "shares")
    free = after(forced, site_choice)
    assert (free.forced_site_mode, free.site_choice) == (None, "free")
    shares = after(forced, site_choice, site_choice.Settings(rule="shares"))
    assert (shares.forced_site_mode, shares.site_choice) == (None, "shares")


# Faults

AGAIN = [{"id": "p1", "decided": 0, "construction": 9, "area": 9}]
WRONG: list[tuple[str, dict[str, object], list[tuple[str, str]]]] = [
    ("build_ahead", {"space": "halls"}, [("space", "unknown_resource")]),
    ("build_ahead", {"space": "standard_factory", "phases": AGAIN}, [("phases", "duplicate_id")]),
    ("prefit_share", {"share": 0.5, "space": "halls"}, [("space", "unknown_resource")]),
    ("prefit_share", {"share": 0.5, "to": "standard_factory"}, [("to", "not_one_of")]),
    ("build_to_suit_terms", {"site_modes": "suit"}, [("site_modes", "unknown_site_mode")]),
    ("rent_relief", {"site_modes": ["rental"], "rent": 3}, [("site_modes", "unknown_site_mode")]),
    ("factory_mortgage_terms", {"site_modes": ["loan"]}, [("site_modes", "unknown_site_mode")]),
    ("guarantee_pool", {"activity": "permits_to_start"}, [("activity", "not_one_of")]),
    ("guarantee_pool", {"factor": 1, "waives": "cash"}, [("waives", "not_one_of")]),
    ("plan_first", {"activities": ["start_up"]}, [("activities", "not_one_of")]),
    ("land_in_advance", {"stock": "power", "supplies": SUPPLIES}, [("stock", "unknown_resource")]),
    ("land_in_advance", {"supplies": [{"id": "l1", "day": 0, "amount": 1}]}, [("supplies", "duplicate_id")]),
    ("land_in_advance", {"unready": 0.1, "activity": "ready"}, [("activity", "unknown_activity")]),
    ("land_terms", {"first": 0.6, "first_step": "start_up"}, [("first_step", "not_one_of")]),
    ("land_terms", {"first": 0.6, "rest_step": "later"}, [("rest_step", "not_one_of")]),
    ("land_terms", {"first": 0.6, "site_modes": ["self_build"]}, [("site_modes", "not_one_of")]),
    ("lease_then_transfer_terms", {"rent_share": 0.2, "site_modes": "self_build"}, [("site_modes", "not_one_of")]),
    ("lease_then_transfer_terms", {"rent_share": 0.2, "rest_step": "later"}, [("rest_step", "not_one_of")]),
    ("lease_then_transfer_terms", {"site_modes": "lease"}, [("site_modes", "unknown_site_mode")]),
    ("flexible_tenure", {"site_modes": "short"}, [("site_modes", "unknown_site_mode")]),
    ("subsidies", {"add": [{"kind": "certificate", "amount": 1}]}, [("add", "unknown_milestone")]),
    ("subsidies", {"add": [{"kind": "fit_out"}, {"kind": "fit_out"}]}, [("add", "duplicate_id")]),
    ("subsidies", {"add": [{"kind": "fit_out", "site_modes": "rent"}]}, [("add", "unknown_site_mode")]),
    ("export_credit", {"milestone": "exporting"}, [("milestone", "unknown_milestone")]),
    ("utilities_ahead", {"stocks": "land"}, [("stocks", "unknown_resource")]),
    ("utilities_ahead", {"add": [{"stock": "steam", "id": "s", "day": 0, "amount": 1}]}, [("add", "unknown_resource")]),
    ("utilities_ahead", {"add": [{"stock": "water", "id": "w", "day": 0, "amount": 1}]}, [("add", "duplicate_id")]),
    ("site_choice", {"rule": "forced"}, [("mode", "missing_key")]),
    ("site_choice", {"rule": "forced", "mode": "tent"}, [("mode", "unknown_site_mode")]),
]


@pytest.mark.parametrize(("name", "given", "expected"), WRONG)
def test_a_name_that_the_park_lacks_is_a_fault(
    name: str, given: dict[str, object], expected: list[tuple[str, str]], park: Model
) -> None:
    lever = BY_ID[name]
    assert codes(lever, lever.Settings.model_validate(given), park) == expected


@new_levers
def test_what_is_right_is_no_fault(lever: Lever, park: Model) -> None:
    assert codes(lever, STRONG[lever.ID], park) == []


@pytest.mark.parametrize("name", ["plan_first", "graduation"])
def test_a_policy_that_no_activity_asks_for_is_a_fault(name: str, park: Model) -> None:
    bare = replace(park, regimes=(replace(park.regimes[0], activities=()),))
    assert ("on", "policy_never_asked") in codes(BY_ID[name], STRONG[name], bare)


def test_amounts_by_class_need_firms_with_a_class(park: Model) -> None:
    (firm,) = park.regimes[0].enterprises
    bare = replace(park, regimes=(replace(park.regimes[0], enterprises=(firm, replace(firm, attributes=()))),))
    assert codes(subsidies, STRONG["subsidies"], bare) == [("add", "attribute_never_held")]


@pytest.mark.parametrize(
    ("form", "given", "code"),
    [
        (prefit_share.Settings, {"share": 1.2}, "not_a_share"),
        (prefit_share.Settings, {"share": "130%"}, "not_a_share"),
        (prefit_share.Settings, {"cost": -1}, "negative"),
        (prefit_share.Settings, {"cost": "9元"}, "not_a_number"),
        (prefit_share.Settings, {"days": float("inf")}, "not_finite"),
        (lease_then_transfer_terms.Settings, {"tenure_years": 0}, "not_positive"),
        (rent_relief.Settings, {"relief": [{"months": 1.5}]}, "not_whole"),
        (rent_relief.Settings, {"relief": [{"months": -1}]}, "negative"),
        (build_ahead.Settings, {"space": "s", "phases": [{**PHASES[0], "construction": [3, 2, 1]}]}, "not_ordered"),
        (build_ahead.Settings, {"space": "s", "phases": [{**PHASES[0], "construction": [1, 2]}]}, "wrong_length"),
        (build_ahead.Settings, {"space": "s", "phases": [{**PHASES[0], "id": "p 2"}]}, "bad_id"),
    ],
)
def test_a_number_out_of_range_is_refused_in_words(form: type[BaseModel], given: dict[str, object], code: str) -> None:
    with pytest.raises(ValidationError) as found:
        form.model_validate(given)
    assert [error["type"] for error in found.value.errors()] == [code] and code in FAULTS
