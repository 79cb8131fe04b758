"""A share is what the planner wrote, to the last bit: money matches to the fen; who just reaches a mark reaches it."""

from __future__ import annotations

import json

import pytest

import sim

NUMBERS = {"floor_area": 100, "planned_output": "50亿元", "output_share": 0.2, "margin": 0.3, "tax_share": 0.06}


def one_plant(**numbers: object) -> sim.Run:
    """It produces from day 0 for a year."""
    document = {
        "start": "2023-01-01",
        "horizon_days": 365,
        "limit_days": 100,
        "activities": [{"id": "lot", "duration": 0, "milestone": "producing"}, {"id": "stay", "duration": 999}],
        "enterprises": [{"id": "firm", "arrivals": {"at_days": [0]}, "quantities": {**NUMBERS, **numbers}}],
        "targets": [{"id": "large", "kpi": "large_firms", "by": "2023-12-01", "at_least": 1, "size": "10亿元"}],
        "money": {"ramp": [1]},
        "strategies": {"as_is": []},
    }
    return sim.run(sim.load(text=json.dumps(document)), "as_is", replications=1, keep=("kpis", "finance"))


def test_a_fifth_of_five_billion_is_a_billion_and_three_tenths_of_it_are_three_hundred_million():
    run = one_plant()
    assert float(run.kpis[run.kpis.kpi == "target.large"].value.iloc[0]) == 1
    assert run.tables["finance"].margin.iloc[0] == pytest.approx(0.3e9, abs=0.005)


def test_a_plant_that_sells_twenty_million_in_its_year_is_above_scale():
    run = one_plant(planned_output="1亿元")
    assert float(run.kpis[(run.kpis.kpi == "above_scale") & (run.kpis.group == "all")].value.iloc[0]) == 1
