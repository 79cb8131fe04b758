"""Rent is paid for whole units, the bond earns from what it built, and the county pays for what is made to suit."""

from __future__ import annotations

import json
from typing import Any

import pytest

import sim
from sim.scenario.faults import ScenarioFaults

NUMBERS = {"floor_area": 600, "land_area": 5, "equipment_cost": 0, "planned_output": 0, "jobs": 0, "discount_rate": 0}
KEEP = ("enterprises", "kpis", "finance", "accounts", "activities")


def park(
    bond_pays: bool, *levers: Any, patience: float = 10, arrivals: tuple[int, ...] = (0,), stays: float = 999
) -> sim.api.Scenario:
    """Two ways: a unit of 1,000 m² that is there on day 0, and a building to suit; 10 yuan a month; one year."""
    site = {"id": "site", "duration": 0, "milestone": "handed_over", "after": ["unit"]}
    unit = {
        "id": "unit",
        "duration": 0,
        "takes": [{"what": "hall", "amount": "floor_area"}],
        "gives_up_after": patience,
    }
    phase = {"id": "p", "cost": 2000, "bond": bond_pays, "construction": 0, "buildings": [{"id": "b", "units": [1000]}]}
    document = {
        "start": "2023-01-01",
        "horizon_days": 365,
        "limit_days": 100,
        "activities": [
            {**unit, "when": {"site_mode": ["rented"]}},
            site,
            {"id": "lot", "duration": 10, "after": ["site"], "milestone": "producing"},
            {"id": "stay", "duration": stays, "after": ["lot"], "refused": {"probability": 1}},
        ],
        "enterprises": [{"id": "firm", "arrivals": {"at_days": list(arrivals)}, "quantities": NUMBERS}],
        "estate": {"spaces": [{"id": "hall", "phases": [phase]}]},
        "site_modes": [
            {"id": "rented", "terms": {"rent": 10, "lease_years": 5}},
            {"id": "build_to_suit", "terms": {"rent": 10, "lease_years": 5}},
        ],
        "money": {"prices": {"shell": 3000}, "bond": {"amount": 1, "rate": 0, "years": 1, "issued": "2023-01-01"}},
        "strategies": {
            "rented": [{"site_modes": {"forced": "rented"}}, *levers],
            "to_suit": [{"site_modes": {"forced": "build_to_suit"}}],
        },
    }
    return sim.load(text=json.dumps(document))


def line(run: sim.api.Run, account: str, name: str) -> float:
    table = run.tables["accounts"]
    return float(table[(table.account == account) & (table.line == name)].value.sum())


def kpi(run: sim.api.Run, name: str) -> float:
    return float(run.kpis[run.kpis.kpi == name].value.iloc[0])


def test_a_firm_pays_rent_for_its_whole_unit() -> None:
    run = sim.run(park(True), "rented", replications=1, keep=KEEP)
    assert float(run.tables["finance"].rent.iloc[0]) == pytest.approx(-10 * 1000 * 12)  # 600 m² needed, 1,000 taken
    assert line(run, "bond", "rent") == pytest.approx(120_000)
    assert line(run, "fiscal", "rent") == 0


def test_what_the_bond_did_not_build_does_not_repay_it() -> None:
    run = sim.run(park(False), "rented", replications=1, keep=KEEP)
    assert line(run, "bond", "rent") == 0
    assert line(run, "fiscal", "rent") == pytest.approx(120_000)


def test_a_building_made_to_suit_costs_the_county_a_shell_and_its_rent_is_not_the_bonds() -> None:
    run = sim.run(park(True), "to_suit", replications=1, keep=KEEP)
    assert line(run, "bond", "rent") == 0
    assert line(run, "fiscal", "rent") == pytest.approx(10 * 600 * 12)  # no unit: the floor it needs
    assert kpi(run, "public_cost") == pytest.approx(2000 * 1000 + 3000 * 600)  # the hall stands there too


@pytest.mark.parametrize(("mode", "stays", "stranded"), [("to_suit", 999, 0), ("to_suit", 63, 600), ("rented", 63, 0)])
def test_what_was_built_for_a_firm_that_walks_away_is_stranded(mode: str, stays: float, stranded: float) -> None:
    run = sim.run(park(True, stays=stays), mode, replications=1, keep=KEEP)
    assert kpi(run, "stranded_area") == stranded  # it fits nobody else; a unit goes to the next
    paid = 10 * 600 * (73 / 365 * 12 if stays == 63 else 12)  # 10 + 63 days are 2.4 months
    assert mode == "rented" or line(run, "fiscal", "rent") == pytest.approx(paid)
    assert mode == "rented" or kpi(run, "public_cost") == pytest.approx(2000 * 1000 + 3000 * 600)  # gone or not


def test_who_gives_up_waiting_for_floor_counts_the_days_it_waited() -> None:
    run = sim.run(park(True, patience=30, arrivals=(0, 1)), "rented", replications=1, keep=KEEP)
    assert sorted(run.enterprises.status.astype(str)) == ["producing", "withdrawn"]
    mean = run.kpis[(run.kpis.kpi == "estate_wait_mean") & (run.kpis.group == "estate:hall")].value.iloc[0]
    assert mean == pytest.approx((0 + 30) / 2)


@pytest.mark.parametrize(
    ("lever", "code"),
    [
        ({"rent_relief": {"relief": [{"months": 99}]}}, "relief_beyond_lease"),
        ({"build_to_suit_terms": {"loan": 0.5, "buys": True}}, "loan_without_years"),
    ],
)
def test_terms_that_a_lever_makes_impossible_are_a_fault_before_anything_is_played(lever: Any, code: str) -> None:
    with pytest.raises(ScenarioFaults) as found:
        park(True, lever)
    assert code in {fault.code for fault in found.value.faults}
