"""The funnel: who reached which stage, and three sums of money that must not be mixed up."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import sim
from sim.outcome.funnel import REPORTED_STARTED, STAGES
from sim.text.labels import label

# 600 days. Who signs does so 5 days after appearing. Works run on the clock of sites, `design` is paper.
# renter (two, day 0 and 50): equipment of 2 million bought on day 40, resp. 90; lots on day 65 and 115
# buyer (day 0): pays for a shell of 3,000 x 1,000 m² on day 5, half of it borrowed; its works of 900 days begin on 25
# staller (day 0): draws plans for 900 days; talker (day 0): is refused on day 5; late (day 599): has not signed
PARK = """
start: 2023-01-01
horizon_days: 600
limit_days: 300
groups: [kind]
stages: [{{id: setup}}, {{id: fit_out}}, {{id: start_up}}]
site_modes:
  - id: rented
    terms: {{rent: 10, deposit_months: 3}}
  - id: own_unit
    terms: {{buys: true, owns: true, loan: 50%, loan_years: 5, loan_rate: 4%}}
activities:
  - id: screening
    stage: setup
    duration: 5
    when: {{kind: talker}}
    refused: {{probability: 1, then: out}}
  - {{id: contract, stage: setup, after: screening, duration: 5, milestone: signed}}
  - {{id: deposit, stage: setup, after: contract, duration: 0, when: {{site_mode: rented}}, pays: [deposit]}}
  - {{id: shell, stage: setup, after: contract, duration: 0, when: {{site_mode: own_unit}}, pays: [down_payment]}}
  - id: design
    stage: fit_out
    after: [deposit, shell]
    duration: {{by: {{kind: {{renter: 20, buyer: 20, staller: 900, talker: 20}}}}}}
  - id: works
    stage: fit_out
    clock: {clock}
    after: design
    duration: {{by: {{kind: {{renter: 15, buyer: 900, staller: 15, talker: 15}}}}}}
    pays: [fit_out]
  - {{id: equipment, stage: start_up, after: works, duration: 20, pays: [equipment]}}
  - {{id: lot, stage: start_up, after: equipment, duration: 5, milestone: producing}}
enterprises:
{types}
money: {{prices: {{shell: 3000, fit_out: 500}}, ramp: [1.0]}}
strategies: {{as_is: []}}
"""
TYPE = """  - id: {name}
    arrivals: {{at_days: {days}}}
    attributes: {{kind: {kind}}}
    site_mode: {mode}
    {more}
"""
NUMBERS = (
    "quantities: {floor_area: 1000, equipment_cost: 2000000, cash: 9000000, planned_output: 36500000, source: ESTIMATE}"
)


def played(clock: str = "site", more: str = "") -> sim.Run:
    rows = [
        ("renter", [0, 50], "renter", "rented"),
        ("buyer", [0], "buyer", "own_unit"),
        ("staller", [0], "staller", "rented"),
        ("talker", [0], "talker", "rented"),
        ("late", [599], "renter", "rented"),
    ]
    types = "".join(TYPE.format(name=n, days=d, kind=k, mode=m, more=NUMBERS + more) for n, d, k, m in rows)
    text = PARK.format(types=types, clock=clock)
    return sim.run(sim.load(text=text), replications=2)


@pytest.fixture(scope="module")
def run() -> sim.Run:
    return played()


def kpi(run: sim.Run, name: str, group: str = "all") -> float:
    mine = run.kpis[(run.kpis.kpi == name) & (run.kpis.group == group) & (run.kpis.replication == 1)]
    return float(mine.value.iloc[0])


def counts(run: sim.Run, kind: str, column: str = "count") -> list[float]:
    table = run.tables["funnel"]
    return table[(table.type == kind) & (table.replication == 1)][column].tolist()


def test_candidates_are_told_by_type_and_by_how_far_they_came(run) -> None:
    # the renters' 100,000 yuan a day from day 65 and 115 pass 20 million on days 265 (23 September) and 315
    found = {kind: counts(run, kind) for kind in ("renter", "buyer", "staller", "talker", "late")}
    assert found == {
        "renter": [2, 2, 2, 2, 2],  # entered on 1 November 2023 and 1 January 2024
        "buyer": [1, 1, 1, 0, 0],
        "staller": [1, 1, 0, 0, 0],
        "talker": [1, 0, 0, 0, 0],
        "late": [1, 0, 0, 0, 0],
    }
    assert run.tables["funnel"].stage.astype(str).tolist()[:5] == list(STAGES)
    assert len(run.tables["funnel"]) == 2 * 5 * 5


def test_shares_are_of_the_stage_that_they_name(run) -> None:
    assert (kpi(run, "appeared"), kpi(run, "signed"), kpi(run, "started"), kpi(run, "producing")) == (6, 4, 3, 2)
    assert kpi(run, "signed_of_appeared") == pytest.approx(4 / 6)
    assert kpi(run, "started_of_signed") == pytest.approx(3 / 4)
    assert kpi(run, "producing_of_signed") == pytest.approx(2 / 4)
    assert kpi(run, "above_scale") == 2


def test_a_group_counts_its_own_candidates_also_where_nobody_signs(run) -> None:
    assert (kpi(run, "appeared", "talker"), kpi(run, "signed_of_appeared", "talker")) == (1, 0)
    assert np.isnan(kpi(run, "started_of_signed", "talker"))
    assert (kpi(run, "appeared", "renter"), kpi(run, "signed_of_appeared", "renter")) == (3, pytest.approx(2 / 3))


def test_signed_value_funds_in_place_and_output_are_three_things(run) -> None:
    # signed: equipment of four firms and a shell; paid: two sets of equipment, and the shell with its loan
    assert kpi(run, "signed_value") == 4 * 2e6 + 3e6
    assert kpi(run, "funds_in_place") == 2 * 2e6 + 3e6
    assert kpi(run, "annual_output", "park") == 2 * 36.5e6
    assert counts(run, "buyer", "investment") == [5e6, 5e6, 5e6, 0, 0]
    assert counts(run, "buyer", "paid") == [3e6, 3e6, 3e6, 0, 0]
    assert counts(run, "talker", "investment") == [0, 0, 0, 0, 0]  # it talked of 2 million and signed for nothing


def test_where_no_step_runs_on_the_clock_of_sites_any_step_of_these_stages_is_a_beginning() -> None:
    run = played(clock="calendar")
    assert counts(run, "staller") == [1, 1, 1, 0, 0]  # its drawings count now
    assert kpi(run, "started_of_signed") == 1


def test_who_produces_has_begun_also_where_there_is_nothing_to_build() -> None:
    run = played(more="\n    already_done: [design, works]")
    assert counts(run, "staller") == [1, 1, 1, 1, 1]  # its lot comes on day 30


def test_types_and_the_group_of_all_firms_agree(run) -> None:
    total = run.tables["funnel"].groupby(["replication", "stage"], observed=True)[["count", "paid"]].sum()
    for stage in ("appeared", "signed", "started", "producing"):
        assert total.loc[(1, stage), "count"] == kpi(run, stage)
    assert total.loc[(1, "signed"), "paid"] == kpi(run, "funds_in_place")
    wide = run.tables["funnel"].pivot_table(index=["replication", "type"], columns="stage", values="count")
    assert (np.diff(wide[list(STAGES)].to_numpy(), axis=1) <= 0).all()


def test_what_yunnan_reported_stands_beside_the_share_that_began() -> None:
    share, source = REPORTED_STARTED
    assert f"{share * 100:.0f} %" in label("kpi.started_of_signed", "en")
    assert f"{share * 100:.0f}%" in label("kpi.started_of_signed", "zh")
    assert "invest.yn.gov.cn" in source


def test_a_park_without_numbers_of_firms_has_no_funnel() -> None:
    text = "start: 2023-01-01\nhorizon_days: 50\nlimit_days: 20\n"
    text += "activities: [{id: lot, duration: 5, milestone: producing}]\n"
    text += "enterprises: [{id: firm, arrivals: {at_days: [0]}}]\nstrategies: {as_is: []}\n"
    run = sim.run(sim.load(text=text), replications=1)
    assert isinstance(run.tables["funnel"], pd.DataFrame) and run.tables["funnel"].empty
    assert not set(run.kpis.kpi) & {"appeared", "started", "above_scale", "five_same_year", "firms_helped"}
