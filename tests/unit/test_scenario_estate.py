"""Estate, quantities, money, terms and targets: what the file says is what the Model holds, however it is layered."""

from __future__ import annotations

import pickle
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from sim.model.estate import QUANTITIES, Building, Estate, Payment, Receipt, Take
from sim.model.fingerprint import fingerprint
from sim.model.law import By, Distribution, fixed
from sim.model.money import Bond, County, Money, Prices, Relief, Subsidy, Taxes, Terms
from sim.model.park import Model, Regime
from sim.model.reported import Target
from sim.model.text import Text
from sim.scenario.faults import ScenarioFaults
from sim.scenario.quantities import KINDS
from sim.scenario.scenario import Scenario, load
from sim.scenario.schema import json_schema
from sim.scenario.schema_money import BondForm, CountyForm, MoneyForm, PricesForm, SubsidyForm, TargetForm, TaxesForm
from sim.scenario.schema_quantities import KIND_OF, QuantitiesForm
from sim.scenario.schema_terms import TermsForm
from sim.scenario.write import to_yaml

FIXTURES = Path(__file__).parent.parent / "fixtures"
PARK = (FIXTURES / "estate_park.yaml").read_text(encoding="utf-8")


def park() -> Scenario:
    return load(FIXTURES / "estate_park.yaml")


def regime() -> Regime:
    return park().base_model().regimes[0]


def pert(*three: float) -> Distribution:
    return Distribution("pert", three)


def test_the_whole_file_loads_without_a_warning() -> None:
    assert park().warnings == ()
    assert regime().site_choice == "free"


def test_spaces_stand_in_phases_of_buildings_of_units() -> None:
    factory, workshop = regime().estate.spaces
    first, second = factory.phases
    assert (factory.id, factory.rule, factory.passing, factory.source) == (
        "standard_factory",
        "first_come",
        False,
        "S0",
    )
    assert factory.title == Text("Standard factory", "标准厂房")
    assert first.decided == float((date(2019, 6, 1) - date(2020, 12, 1)).days)
    assert (first.construction, first.delay, first.overrun) == (
        pert(240, 365, 540),
        pert(0, 30, 180),
        pert(0, 0.08, 0.3),
    )
    assert (first.cost, first.bond, first.title) == (3370.0, False, Text("First phase", "一期"))
    assert first.buildings == (Building("a", (2285.0, 2285.0, 2000 / 3), 4), Building("b", (1000.0, 2000.0)))
    assert second.buildings == (Building("c", (5000.0, 5000.0, 5000.0)),)
    assert (second.construction, second.delay, second.bond) == (fixed(400.0), None, True)
    assert (workshop.rule, workshop.passing) == ("best_fit", True)
    assert (workshop.phases[0].decided, workshop.phases[0].construction) == (0.0, fixed(0.0))  # it stands already


def test_stocks_are_supplied_on_their_days_land_in_mu() -> None:
    land, power = regime().estate.stocks
    later, net = land.supply
    assert (land.id, land.kind, land.unit, land.passing) == ("industrial_land", "land", "mu", False)
    assert (net.day, net.amount, net.readiness, net.earned_by) == (
        -50.0,
        200.0,
        pert(90, 180, 365),
        Text("Quota", "指标"),
    )
    assert (later.day, later.amount, later.readiness) == (730.0, 100.0, None)
    assert (power.kind, power.unit, power.supply[0].amount, power.supply[0].day) == ("utility", "kW", 5000.0, 0.0)


def test_activities_take_pay_and_receive() -> None:
    by_id = {activity.id: activity for activity in regime().activities}
    assert by_id["unit_allocation"].takes == (Take("standard_factory", "floor_area", "exit", True),)
    assert by_id["connection"].takes == (Take("power", 200.0, "producing"),)
    assert by_id["payment"].pays == (
        Payment(
            "construction",
            By("site_mode", (("factory_mortgage", 0.3), ("self_build", 1.0), ("standard_rental", 0.0))),
        ),
        Payment("deposit", 0.5),
        Payment("land", 1.0),
    )
    shares = By("site_chain", (("self_build", 0.1), ("standard_rental", 0.0)))
    assert by_id["equipment"].receives == (Receipt("equipment", shares),)
    assert by_id["unit_allocation"].when == (("site_chain", ("standard_rental",)),)


def test_quantities_are_read_in_their_own_units_in_every_law() -> None:
    laws = {quantity.name: quantity.law for quantity in regime().enterprises[0].quantities}
    own = By(
        "device_class",
        (("I", Distribution("uniform", (5e6, 2e7))), ("II", Distribution("lognormal", (1e7, 3e7)))),
    )
    two_or_eight = Distribution("discrete", (2e6, 8e6, 0.5, 0.5))
    outputs = (fixed(5e7), Distribution("uniform", (1e8, 3e8)))
    assert laws["floor_area"] == Distribution("lognormal", (1500.0, 4000.0))
    assert laws["land_area"] == pert(3, 10, 20)
    assert (laws["cash"], laws["equipment_cost"]) == (own, two_or_eight)
    assert laws["planned_output"] == Distribution("mixture", (1.0, 2.0), outputs)
    assert (laws["discount_rate"], laws["tax_share"]) == (fixed(0.12), pert(0.03, 0.06, 0.09))
    assert (laws["monthly_funds"], laws["source_rent"]) == (fixed(-50000.0), fixed(40.0))
    assert laws["age_years"] == Distribution("uniform", (0.0, 10.0))
    assert laws["output_share"] == pert(0.2, 0.5, 1.1)


def test_site_modes_carry_their_terms_and_chain() -> None:
    mortgage, build, rental = regime().site_modes
    assert (mortgage.chain, build.chain, mortgage.source) == ("standard_rental", "", "ESTIMATE")
    assert rental.terms == Terms(
        rent=9.0, relief=(Relief(24, 1.0), Relief(36, 0.5)), lease_years=5.0, deposit_months=3.0
    )
    assert build.terms == Terms(builds=True, owns=True, land_factor=0.68, tenure_years=20.0)
    assert mortgage.terms == Terms(
        buys=True,
        owns=True,
        fit_out_factor=0.7,
        loan=0.7,
        loan_years=5.0,
        loan_rate=0.045,
        most_loan=3e7,
        least=(("age_years", 3.0), ("cash", 1e6)),
        resale_share=0.5,
    )


def test_money_reaches_the_model_and_what_is_left_out_keeps_its_default() -> None:
    fit_out = By("device_class", (("I", 500.0), ("II", 1400.0)))
    thirty = By("device_class", (("I", 0.0), ("II", 300000.0)))
    assert regime().money == Money(
        prices=Prices(90000.0, 2000.0, 3370.0, fit_out, 1.0, 49951.0, 90322.0, 500000.0),
        taxes=Taxes(vat=0.4, income=0.4, other=0.2, land_use=3.0),
        county=County(land_preparation=50000.0, service_staff=1e6, reletting_days=182.5, attract_until=1045.0),
        bond=Bond(6.8e8, 0.0342, 15, "level", -50.0, pert(0, 60, 240), pert(0.8, 1, 1), 1e7, 1.3, "ESTIMATE"),
        subsidies=(
            Subsidy("class_two", Text("class_two", "class_two"), "producing", amount=thirty),
            Subsidy(
                "equipment",
                Text("equipment", "equipment"),
                "producing",
                item="equipment",
                share=0.1,
                cap=5e6,
                site_modes=("self_build",),
                source="ESTIMATE",
            ),
        ),
        appraisal_years=8,
        ramp=(0.4, 0.7, 1.0),
        estimates=("money.bond", "money.prices", "money.subsidies.equipment"),
    )


def test_targets_are_days_and_yuan() -> None:
    assert park().base_model().targets == (
        Target("firms_landed", Text("Firms", "企业"), "firms_signed", 1045.0, 30.0, 0.0, "S0"),
        Target("giants", Text("giants", "giants"), "large_firms", 1045.0, 2.0, 1e9, "ESTIMATE"),
        Target("output", Text("output", "output"), "annual_output", 1461.0, 1e10),
    )


def test_every_estimate_is_listed_wherever_it_stands() -> None:
    assert park().base_model().estimates == (
        "activities.payment.pays.deposit",
        "enterprises.entrant.quantities",
        "estate.spaces.standard_factory.phases.phase_1.buildings.b",
        "estate.spaces.standard_factory.phases.phase_2",
        "estate.stocks.industrial_land.supply.later",
        "money.bond",
        "money.prices",
        "money.subsidies.equipment",
        "site_modes.factory_mortgage",
        "site_modes.factory_mortgage.terms",
        "targets.giants",
    )


def test_a_file_that_says_nothing_of_it_has_an_empty_estate_and_default_money() -> None:
    first = load(FIXTURES / "small_park.yaml").base_model().regimes[0]
    assert (first.estate, first.money, first.site_choice) == (Estate(), Money(), "shares")
    assert all(mode.terms == Terms() and mode.chain == "" for mode in first.site_modes)


@pytest.mark.parametrize(
    ("form", "model"),
    [
        (PricesForm, Prices),
        (TaxesForm, Taxes),
        (CountyForm, County),
        (BondForm, Bond),
        (SubsidyForm, Subsidy),
        (MoneyForm, Money),
        (TermsForm, Terms),
        (TargetForm, Target),
    ],
)
def test_every_field_of_the_model_can_be_said(form: type, model: type) -> None:
    said = set(form.model_fields) - {"note", "source", "land_grade"}  # type: ignore[attr-defined]  # grade: a price
    assert said == {field.name for field in fields(model)} - {"source", "estimates"}


def test_every_quantity_can_be_said_in_the_unit_of_the_model() -> None:
    assert set(QuantitiesForm.model_fields) - {"note", "source"} == set(QUANTITIES)
    for name, (unit, _) in QUANTITIES.items():
        extra = QuantitiesForm.model_fields[name].json_schema_extra
        assert isinstance(extra, dict) and extra.get("unit", "1") == unit
        assert KINDS[KIND_OF[name]][0] == unit.replace("1/year", "1")


def test_the_schema_takes_a_quantity_as_number_text_or_law() -> None:
    kinds = json_schema()["$defs"]
    area = kinds["QuantitiesForm"]["properties"]["floor_area"]
    assert {"$ref": "#/$defs/LawForm"} in area["anyOf"] and area["unit"] == "m2" and area["title_zh"]
    number, law = kinds["LawForm"]["anyOf"]
    assert number["type"] == ["number", "string"] and "lognormal" in law["properties"]
    assert kinds["UnitsForm"]["anyOf"][0]["type"] == "array"
    assert kinds["PricesForm"]["properties"]["land"]["anyOf"][0] == {"type": ["number", "string"], "unit": "yuan/mu"}


def test_the_order_of_declaration_does_not_matter_and_resolved_text_says_the_same() -> None:
    scenario = park()
    want = {name: fingerprint(scenario.model(name)) for name in scenario.strategies}
    data = dict(scenario.document)
    data["estate"] = {kind: [turned(thing) for thing in things[::-1]] for kind, things in data["estate"].items()}
    data["money"] = {**data["money"], "subsidies": data["money"]["subsidies"][::-1]}
    data["targets"], data["activities"] = data["targets"][::-1], data["activities"][::-1]
    for text in (scenario.resolved_yaml(), to_yaml(data)):
        again = load(text=text)
        assert {name: fingerprint(again.model(name)) for name in again.strategies} == want
    assert pickle.loads(pickle.dumps(scenario)).model("build") == scenario.model("build")


def turned(thing: dict[str, object]) -> dict[str, object]:
    return {name: value[::-1] if isinstance(value, list) else value for name, value in reversed(list(thing.items()))}


def test_layers_merge_phases_supplies_subsidies_and_targets_by_id(tmp_path: Path) -> None:
    (tmp_path / "park.yaml").write_text(PARK, encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(
        """
extends: park
estate:
  spaces:
    - id: standard_factory
      phases:
        - {id: phase_1, cost: 4000, buildings: [{id: a, count: 9}, {id: b, remove: true}]}
        - {id: phase_3, decided: 2023-01-01, buildings: [{id: d, units: [9000]}]}
  stocks:
    - {id: industrial_land, supply: [{id: net, amount: 50}, {id: later, remove: true}]}
money:
  prices: {fit_out: 900}
  subsidies: [{id: equipment, share: 20%}]
targets: [{id: giants, remove: true}, {id: firms_landed, at_least: 10}]
enterprises: [{id: entrant, quantities: {floor_area: {uniform: [100, 200]}}}]
site_modes: [{id: factory_mortgage, terms: {loan: 50%, least: {cash: 200万元}}}]
""",
        encoding="utf-8",
    )
    model = load(tmp_path / "mine.yaml").base_model()
    first = model.regimes[0]
    phase, *_, third = first.estate.spaces[0].phases
    assert (phase.cost, third.id) == (4000.0, "phase_3")
    assert phase.construction == pert(240, 365, 540)
    assert phase.buildings == (Building("a", (2285.0, 2285.0, 2000 / 3), 9),)
    assert [(supply.id, supply.amount) for supply in first.estate.stocks[0].supply] == [("net", 50.0)]
    assert first.money.prices.fit_out == 900.0 and first.money.prices.land == 90000.0
    assert [(subsidy.id, subsidy.share) for subsidy in first.money.subsidies] == [
        ("class_two", 0.0),
        ("equipment", 0.2),
    ]
    assert [(target.id, target.at_least) for target in model.targets] == [("firms_landed", 10.0), ("output", 1e10)]
    laws = {quantity.name: quantity.law for quantity in first.enterprises[0].quantities}
    assert laws["floor_area"] == Distribution("uniform", (100.0, 200.0)) and "cash" in laws
    assert first.site_modes[0].terms.least == (("age_years", 3.0), ("cash", 2e6))


def replaced(path: str, value: object) -> Model:
    return park().replace({path: value}).base_model()


def test_replace_reaches_every_new_key_by_its_path() -> None:
    phases = "estate.spaces.standard_factory.phases"
    assert replaced(f"{phases}.phase_1.cost", 1000).regimes[0].estate.spaces[0].phases[0].cost == 1000.0
    assert replaced(f"{phases}.phase_1.decided", date(2020, 12, 2)).regimes[0].estate.spaces[0].phases[0].decided == 1.0
    assert replaced("money.bond.rate", "3%").regimes[0].money.bond.rate == 0.03  # type: ignore[union-attr]
    assert replaced("money.subsidies.equipment.cap", "1亿元").regimes[0].money.subsidies[1].cap == 1e8
    assert replaced("site_modes.standard_rental.terms.rent", 12).regimes[0].site_modes[2].terms.rent == 12.0
    assert replaced("targets.firms_landed.by", "2021-12-01").targets[0].by == 365.0
    assert replaced("site_choice", "shares").regimes[0].site_choice == "shares"
    area = replaced("enterprises.entrant.quantities.floor_area", {"pert": ["1亩", 1000, 2000]})
    laws = {quantity.name: quantity.law for quantity in area.regimes[0].enterprises[0].quantities}
    assert laws["floor_area"] == pert(2000 / 3, 1000, 2000)
    share = replaced("activities.payment.pays.2.share", 0.25).regimes[0].activities
    assert next(a for a in share if a.id == "payment").pays[1] == Payment("deposit", 0.25)


def test_a_grade_of_land_gives_the_national_minimum_where_no_price_is_stated() -> None:
    graded = (FIXTURES / "estate_park.yaml").read_text(encoding="utf-8").replace("land: 9万元/亩", "land_grade: 12", 1)
    assert "land_grade: 12" in graded
    prices = load(text=graded).base_model().regimes[0].money.prices
    assert prices.land == pytest.approx(120 * 2000 / 3)  # grade 12: 120 yuan/m², known and not retrieved


def test_a_price_below_the_minimum_of_its_grade_is_a_warning_and_no_such_grade_a_fault() -> None:
    cheap = PARK.replace("land: 9万元/亩", "land: 9万元/亩\n    land_grade: 8", 1)
    (warning,) = load(text=cheap).warnings
    assert warning.code == "below_national_minimum"
    with pytest.raises(ScenarioFaults) as found:
        load(text=PARK.replace("land: 9万元/亩", "land_grade: 16", 1))
    assert [fault.code for fault in found.value.faults] == ["no_such_grade"]


def test_a_cycle_of_sessions_runs_from_the_start_to_the_horizon() -> None:
    text = (FIXTURES / "three_clerks.yaml").read_text(encoding="utf-8")
    text = text.replace("    clock: calendar", "    session_every_days: 7000\n    clock: calendar", 1)
    (licence,) = load(text=text).base_model().regimes[0].activities
    assert licence.sessions == (0.0, 7000.0, 14000.0)
