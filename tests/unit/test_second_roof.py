"""Who graduates pays for two roofs while the second is made ready, then for that alone; a rent goes to who built."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

import sim
from sim.scenario.faults import ScenarioFaults

AREA = {"offices": 400, "hall": 1000}  # units, m²; the firm needs 300
NUMBERS = {"floor_area": 300, "equipment_cost": 0, "planned_output": 0, "jobs": 0, "discount_rate": 0}
TERMS = {"rent": 5, "deposit_months": 2, "lease_years": 3}
MOVED_TO = {"rent": 10, "deposit_months": 3, "lease_years": 5, "fit_out_factor": 0.5}
OFFICES = {"what": "offices", "amount": "floor_area", "until": "graduated"}
MONTH = 365 / 12


def document(leaves: float = 9999, **second: Any) -> dict[str, Any]:
    """Offices from day 0; a hall from day 73, fitted out until 146; no output from 146 to 219."""
    spaces = [
        {"id": name, "phases": [{"id": "p", "bond": name == "hall", "buildings": [{"id": "b", "units": [area]}]}]}
        for name, area in AREA.items()
    ]
    return {
        "start": "2023-01-01",
        "horizon_days": 365,
        "limit_days": 100,
        "activities": [
            {"id": "unit", "duration": 0, "takes": [OFFICES]},
            {"id": "deposit", "duration": 0, "after": ["unit"], "pays": [{"item": "deposit"}]},
            {"id": "site", "duration": 0, "after": ["unit"], "milestone": "handed_over"},
            {"id": "lot", "duration": 73, "after": ["site"], "milestone": "producing"},
            {"id": "hall", "duration": 0, "after": ["lot"], "takes": [{"what": "hall", "amount": "floor_area"}]},
            {"id": "works", "duration": 73, "after": ["hall"], "milestone": "output_stopped"},
            {"id": "move", "duration": 73, "after": ["works"], "milestone": "graduated"},
            {"id": "stay", "duration": leaves, "refused": {"probability": 1}},
        ],
        "enterprises": [{"id": "firm", "arrivals": {"at_days": [0]}, "quantities": NUMBERS}],
        "estate": {"spaces": spaces},
        "site_modes": [{"id": "incubated", "terms": TERMS, **second}, {"id": "rented", "terms": MOVED_TO}],
        "money": {
            "prices": {"fit_out": 800, "moving": 7000, "property_fee": 1},
            "bond": {"amount": 1, "rate": 0, "years": 1, "issued": "2023-01-01"},
        },
        "strategies": {"incubated": [{"site_modes": {"forced": "incubated"}}]},
    }


@cache
def run_of(leaves: float = 9999, second: str = "rented") -> sim.Run:
    park = document(leaves, **({"graduates_to": second} if second else {}))
    return sim.run(
        sim.load(text=json.dumps(park)), "incubated", replications=1, keep=("finance", "accounts", "holdings", "kpis")
    )


def paid(run: sim.Run, item: str) -> float:
    return -float(run.tables["finance"][item].iloc[0])


def received(run: sim.Run, account: str, line: str) -> float:
    table = run.tables["accounts"]
    return float(table[(table.account == account) & (table.line == line)].value.sum())


def test_rent_is_paid_for_both_roofs_until_output_resumes_and_from_then_on_for_the_second():
    run = run_of()
    assert paid(run, "rent") == pytest.approx(5 * 400 * 219 / MONTH + 10 * 1000 * (365 - 73) / MONTH)
    assert paid(run, "property_fee") == pytest.approx(400 * 219 / MONTH + 1000 * (365 - 73) / MONTH)
    assert paid(run, "fit_out") == pytest.approx(0.5 * 800 * 300)  # the first is not paid for in this network
    assert paid(run, "moving") == 7000 * 2


def test_each_rent_goes_into_the_account_of_who_built_the_roof():
    run = run_of()
    assert received(run, "bond", "rent") == pytest.approx(10 * 1000 * (365 - 73) / MONTH)
    assert received(run, "bond", "property_fee") == pytest.approx(1000 * (365 - 73) / MONTH)
    assert received(run, "fiscal", "rent") == pytest.approx((5 + 1) * 400 * 219 / MONTH)


def test_without_a_word_the_terms_of_the_first_roof_hold_in_the_second_too():
    run = run_of(second="")
    assert paid(run, "rent") == pytest.approx(5 * 400 * 219 / MONTH + 5 * 1000 * (365 - 73) / MONTH)
    assert paid(run, "fit_out") == pytest.approx(800 * 300)


@pytest.mark.parametrize("leaves", [50, 100, 250])
def test_every_deposit_comes_back_once_whenever_the_firm_leaves(leaves: float):
    """Before it has a second roof, while it has two, and when only the second is left."""
    assert paid(run_of(leaves), "deposit") == pytest.approx(0)


@pytest.mark.parametrize(
    ("leaves", "rent"),
    [(50, 5 * 400 * 50), (100, 5 * 400 * 100 + 10 * 1000 * 27), (250, 5 * 400 * 219 + 10 * 1000 * 177)],
)
def test_who_leaves_pays_for_what_it_held(leaves: float, rent: float):
    assert paid(run_of(leaves), "rent") == pytest.approx(rent / MONTH)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "there is no site mode rentd here; known: incubated, rented; did you mean rented?"),
        ("zh", "没有这个用地方式（写的是 rentd）"),
    ],
)
def test_a_way_that_nobody_has_is_no_place_to_graduate_to(lang: str, said: str):
    with pytest.raises(ScenarioFaults) as found:
        sim.load(text=json.dumps(document(graduates_to="rentd")))
    assert [fault.code for fault in found.value.faults] == ["unknown_site_mode"]
    assert said in found.value.faults[0].text(lang)
