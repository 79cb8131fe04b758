"""What the platform company builds for one firm is spent once it is begun, and stranded once nobody comes for it."""

from __future__ import annotations

import json

import pytest

import sim

FLOOR, PRICE = 600, 3000
NUMBERS = {"floor_area": FLOOR, "land_area": 5, "equipment_cost": 0, "planned_output": 0, "jobs": 0, "discount_rate": 0}


def run_of(leaves: int, *, bought: bool = False, then: str = "out", horizon: int = 365) -> sim.Run:
    """Contract to day 20, building to day 120; refused on day `leaves` the firm goes, or rents from then on."""
    terms = {"buys": True, "owns": True} if bought else {"rent": 10, "lease_years": 5}
    suited = {"when": {"site_mode": ["build_to_suit"]}}
    document = {
        "start": "2023-01-01",
        "horizon_days": horizon,
        "limit_days": 10,
        "activities": [
            {"id": "contract", "duration": 20, **suited},
            {"id": "building", "duration": 100, "after": ["contract"], "platform_builds": True, **suited},
            {"id": "site", "duration": 0, "after": ["building"], "milestone": "handed_over"},
            {"id": "lot", "duration": 10, "after": ["site"], "milestone": "producing"},
            {"id": "doubt", "duration": leaves, "refused": {"probability": 1, "then": then}, **suited},
            {"id": "stay", "duration": 999},
        ],
        "enterprises": [{"id": "firm", "arrivals": {"at_days": [0]}, "quantities": NUMBERS}],
        "site_modes": [{"id": "rented"}, {"id": "build_to_suit", "terms": terms}],
        "money": {"prices": {"shell": PRICE}},
        "strategies": {"to_suit": [{"site_modes": {"forced": "build_to_suit"}}]},
    }
    return sim.run(sim.load(text=json.dumps(document)), "to_suit", replications=1, keep=("enterprises", "kpis"))


def spent_and_stranded(run: sim.Run) -> tuple[float, float]:
    value = run.kpis[run.kpis.group == "park"].set_index("kpi").value
    return float(value["public_cost"]), float(value["stranded_area"])


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        pytest.param({"leaves": 10}, (0, 0), id="gone before anything was built"),
        pytest.param({"leaves": 50}, (FLOOR * PRICE, FLOOR), id="gone in the midst of the building"),
        pytest.param({"leaves": 50, "bought": True}, (FLOOR * PRICE, FLOOR), id="gone before it could buy it"),
        pytest.param({"leaves": 200}, (FLOOR * PRICE, FLOOR), id="gone after it moved in"),
        pytest.param({"leaves": 200, "bought": True}, (FLOOR * PRICE, 0), id="gone from its own house"),
        pytest.param({"leaves": 50, "then": "rented"}, (FLOOR * PRICE, FLOOR), id="rents elsewhere instead"),
        pytest.param({"leaves": 200, "horizon": 60}, (FLOOR * PRICE, 0), id="still being built for it"),
        pytest.param({"leaves": 200, "horizon": 15}, (0, 0), id="not begun yet"),
        pytest.param({"leaves": 999}, (FLOOR * PRICE, 0), id="there to stay"),
    ],
)
def test_a_building_made_to_suit_is_spent_once_begun_and_stranded_once_nobody_comes(case, expected):
    assert spent_and_stranded(run_of(**case)) == expected


def test_who_rents_elsewhere_instead_is_there_and_producing():
    enterprise = run_of(50, then="rented").enterprises.iloc[0]
    assert (enterprise.site, enterprise.status) == ("rented", "producing")
