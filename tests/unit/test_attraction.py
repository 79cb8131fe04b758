"""招商截止: nobody comes by himself any more, recruiters go home and cost nothing, and who has signed is carried on."""

from __future__ import annotations

import json

import pytest

import sim
from sim.model.attraction import recruiters

ENDS = 100


def park(
    *levers: dict[str, object], county: dict[str, object] | None = None, squads: dict[str, object] | None = None
) -> sim.api.Scenario:
    """One firm every ten days: ten days with a squad, twenty at the bureau after signing; a probe on day 200."""
    document = {
        "start": "2023-01-01",
        "horizon_days": 365,
        "limit_days": 100,
        "offices": {
            "squads": {"staff": 4, "cost_per_year": 36500, **(squads or {})},
            "bureau": {"staff": 9, "cost_per_year": 36500},
        },
        "activities": [
            {"id": "contact", "office": "squads", "duration": 10, "gives_up_after": 50},
            {"id": "contract", "office": "squads", "duration": 0, "after": ["contact"], "milestone": "signed"},
            {"id": "papers", "office": "bureau", "duration": 20, "after": ["contract"], "milestone": "producing"},
        ],
        "enterprises": [
            {"id": "firm", "arrivals": {"every_days": 10}, "quantities": {"jobs": 1}},
            {"id": "probe", "arrivals": {"at_days": [200]}, "already_done": ["contact", "contract"], "counted": False},
        ],
        "money": {"county": county or {}},
        "strategies": {"as_is": list(levers)},
    }
    return sim.load(text=json.dumps(document))


def run_of(*levers: dict[str, object], county: dict[str, object] | None = None) -> sim.Run:
    return sim.run(park(*levers, county=county), replications=1, keep=("enterprises", "accounts", "kpis"))


@pytest.fixture(params=["lever", "file"])
def ended(request) -> sim.Run:
    if request.param == "lever":
        return run_of({"attract_until": {"day": ENDS}})
    return run_of(county={"attract_until": "2023-04-11"})  # day 100


def test_nobody_comes_after_the_day_but_who_had_not_to_be_sought(ended: sim.Run):
    firms = ended.enterprises[ended.enterprises.type == "firm"]
    assert sorted(firms.t_arrival) == [10.0 * n for n in range(11)]
    assert (ended.enterprises.type == "probe").sum() == 1


def test_recruiters_go_home_so_leads_in_hand_cool_and_who_has_signed_goes_on(ended: sim.Run):
    firms = ended.enterprises[ended.enterprises.type == "firm"].set_index("t_arrival")
    assert firms.t_signed[80] == 90 and firms.t_producing[80] == 110
    assert firms.status[100] == "withdrawn"
    assert (firms.status != "withdrawn").sum() >= 9


def test_recruiters_cost_nothing_from_then_on_and_the_bureau_as_before(ended: sim.Run):
    table = ended.tables["accounts"]
    paid = -float(table[(table.account == "fiscal") & (table.line == "service_staff")].value.sum())
    assert paid == pytest.approx(4 * 100 * ENDS + 9 * 100 * 365)


def test_an_office_that_others_come_to_stays_open():
    others = {"other_applicants": {"every_days": 5, "duration": 1}, "line_on_day_one": 0}
    assert recruiters(park().model("as_is").regimes[0]) == {"squads"}
    assert recruiters(park(squads=others).model("as_is").regimes[0]) == set()


def test_left_out_nothing_ends():
    run = run_of()
    assert (run.enterprises.type == "firm").sum() == 37
