"""From Logs to tables: who signs, where days are booked, who waits, and what a report is compared with."""

from __future__ import annotations

import math

import numpy as np
import pytest

import sim
from sim.evidence.reported import Reported, beside
from sim.scenario.scenario import load

HEAD = "start: 2024-01-01\nhorizon_days: {horizon}\nlimit_days: {limit}\n"


def run(body: str, horizon: float = 400, limit: float = 100, **more) -> sim.Run:
    scenario = load(text=HEAD.format(horizon=horizon, limit=limit) + body + "\nstrategies: {as_is: []}\n")
    return sim.run(scenario, replications=more.pop("replications", 1), **more)


def kpi(result: sim.Run, name: str, group: str = "all") -> float:
    mine = result.kpis[(result.kpis.kpi == name) & (result.kpis.group == group)]
    return float(mine.value.iloc[0])


def days_of(result: sim.Run) -> dict[tuple[str, str], float]:
    return {(row.stage, row.component): row.days for row in result.days.itertuples()}


def test_a_firm_whose_signing_lies_behind_it_signs_as_it_appears() -> None:
    result = run("""
activities:
  - {id: contract, duration: 5, milestone: signed}
  - {id: work, after: [contract], duration: 20, milestone: producing}
enterprises:
  - {id: newcomer, arrivals: {at_days: [0]}}
  - {id: old_hand, arrivals: {at_days: [10]}, already_done: [contract]}
""")
    firms = result.enterprises.set_index("type")
    assert (firms.t_signed["newcomer"], firms.t_signed["old_hand"]) == (5, 10)
    assert (kpi(result, "signed"), kpi(result, "producing")) == (2, 2)


@pytest.mark.parametrize(
    ("behind", "begins"),
    [
        ("", 10 + 20 + 5 + 30 + 5),
        ("review", 20 + 5 + 30 + 5),
        ("review, contract", 30 + 5),
        ("review, contract, staff", 0),
        ("review, staff", 0),
    ],
)
def test_a_lag_between_two_steps_behind_a_firm_is_over_and_one_after_the_last_counts_from_its_coming(behind, begins):
    when = ", when: {kind: [other]}" if "contract" not in behind and "staff" in behind else ""
    result = run(f"""
activities:
  - {{id: review, duration: 10}}
  - {{id: contract, after: [{{activity: review, lag_days: 20}}], duration: 5{when}}}
  - {{id: staff, after: [{{activity: contract, lag_days: 30}}], duration: 5}}
  - {{id: lot, after: [staff], duration: 1, milestone: producing}}
enterprises:
  - {{id: firm, arrivals: {{at_days: [100]}}, already_done: [{behind}], attributes: {{kind: one}}}}
  - {{id: nobody, arrivals: {{at_days: [399]}}, attributes: {{kind: other}}}}
""")
    assert result.activities.set_index("activity").begin["lot"] == 100 + begins


def test_days_lost_before_a_fallback_are_those_of_the_refused_step() -> None:
    result = run("""
site_modes: [{id: buy, preference: 1}, {id: rent, offered: false}]
activities:
  - {id: bank, stage: money, when: {site_mode: [buy]}, duration: 60, refused: {probability: 1, then: rent}}
  - {id: move, stage: site, after: [bank], duration: 10, milestone: producing}
enterprises: [{id: firm, arrivals: {at_days: [0]}}]
""")
    assert days_of(result) == {("money", "work"): 60, ("site", "work"): 10}


def test_an_unfinished_firm_is_told_by_what_it_began_last() -> None:
    result = run("""
activities:
  - {id: paper, stage: side, duration: 900}
  - {id: building, stage: site, duration: 300}
  - {id: licence, stage: law, after: [building], duration: 900}
  - {id: lot, stage: law, after: [licence, paper], duration: 1, milestone: producing}
enterprises: [{id: firm, arrivals: {at_days: [0]}}]
""")
    assert days_of(result) == {("site", "work"): 300, ("law", "work"): 100}


QUEUE = """
offices: {{bureau: {{staff: {staff}, line_on_day_one: 0, other_applicants: {{every_days: 1, duration: 4}}}}}}
activities: [{{id: licence, office: bureau, duration: 4, milestone: producing}}]
enterprises: [{{id: firm, arrivals: {{at_days: [0]}}}}]
"""


def test_who_still_waits_counts_in_the_mean_wait() -> None:
    waits = {staff: kpi(run(QUEUE.format(staff=staff)), "wait_mean", "office:bureau") for staff in (1, 2, 4)}
    assert waits[1] > 1.1 * waits[2] > 50
    assert waits[4] < 1
    # one clerk, ready on day r and started on day 4 r: min(3 r, 100) over r = 0 ... 300, although only 100 are served
    by_hand = sum(min(3 * r, 100) for r in range(301)) / 301
    assert waits[1] == pytest.approx(by_hand, abs=1.5)


def test_utilisation_is_busy_time_over_scheduled_time_on_one_clock() -> None:
    result = run(QUEUE.format(staff=2))
    assert kpi(result, "utilisation", "office:bureau") == pytest.approx(1.0, abs=0.02)


def test_a_median_not_reached_is_endless_and_one_of_nobody_is_undefined() -> None:
    result = run(
        """
groups: [speed]
activities:
  - {id: work, duration: {by: {speed: {fast: 10, slow: 300}}}, milestone: producing}
enterprises:
  - {id: quick, arrivals: {at_days: [0]}, attributes: {speed: fast}}
  - {id: late, arrivals: {at_days: [0]}, attributes: {speed: slow}}
  - {id: last, arrivals: {at_days: [390]}, attributes: {speed: {discrete: {never: 1}}}}
""".replace("fast: 10, slow: 300", "fast: 10, slow: 300, never: 5")
    )
    assert kpi(result, "median_time_to_production", "fast") == 10
    assert kpi(result, "median_time_to_production", "slow") == math.inf
    assert math.isnan(kpi(result, "median_time_to_production", "never"))


def test_the_last_year_counts_for_same_year_only_if_its_last_day_was_played() -> None:
    body = """
activities: [{id: work, duration: 364.5, milestone: producing}]
enterprises: [{id: firm, arrivals: {at_days: [0]}}]
"""
    assert math.isnan(kpi(run(body, horizon=365), "signed_to_producing_same_year"))  # 2024 has 366 days
    assert kpi(run(body, horizon=366), "signed_to_producing_same_year") == 1


def test_a_report_is_compared_with_firms_that_had_the_time() -> None:
    body = """
activities: [{id: work, duration: {uniform: [600, 1000]}, milestone: producing}]
enterprises: [{id: firm, arrivals: {every_days: 50}}]
"""
    result = run(body, horizon=2000, replications=300)
    report = Reported("firm", "as_is", "arrival", "producing", (800, 800, 800), "outcome", "test")
    found = beside(result.enterprises, report, 2000)
    assert found.reached == 1
    assert abs(found.percentile - 0.5) < 4 * 0.5 / math.sqrt(300)
    assert found.verdict == "hit"
    with pytest.raises(ValueError, match="watched long enough"):
        beside(result.enterprises, Reported("firm", "as_is", "arrival", "producing", (1, 1, 1500), "plan", ""), 2000)


PARTS = """
offices:
  bureau: {{staff: 1, line_on_day_one: 9, other_applicants: {{poisson_per_year: 0.001, {others}}}}}
  ample: {{}}
activities:
  - {{id: licence, {need}, basis: elapsed, duration: 100, {more}milestone: producing}}
enterprises: [{{id: firm, arrivals: {{at_days: [0]}}}}]
"""


@pytest.mark.parametrize(
    ("need", "others", "more", "elapsed"),
    [
        ("office: bureau", "like: licence", "", 100),
        ("needs: [ample, bureau]", "like: licence", "", 100),
        ("office: bureau", "duration: 5", "", 100),
        (
            "office: bureau",
            "like: licence",
            "sent_back: {probability: 1, correction: 7, duration: 50, at_most: 2}, ",
            100 + 7 + 50 / 10,
        ),
    ],
)
def test_a_derived_service_time_meets_the_sourced_elapsed_time(
    need: str, others: str, more: str, elapsed: float
) -> None:
    result = run(PARTS.format(need=need, others=others, more=more), horizon=3000)
    assert result.enterprises.t_producing.iloc[0] == pytest.approx(elapsed, abs=1e-4)


def test_an_elapsed_time_that_the_line_alone_outlasts_is_a_fault() -> None:
    with pytest.raises(sim.ScenarioFaults, match="no time is left for the work") as found:
        run(PARTS.format(need="office: bureau", others="duration: 20", more=""))  # nine of 20 days before 100 are over
    assert found.value.faults[0].path == "activities.licence.duration"


def test_what_depends_on_an_attribute_goes_by_the_draw_where_a_lever_moves_the_outcome() -> None:
    scenario = sim.load("busy_regulator")
    both = sim.compare(scenario, ["as_staffed", "no_contract_manufacture"], replications=3, keep=("enterprises",))
    firms = both.enterprises.set_index(["strategy", "replication", "enterprise"])
    before, after = firms.loc["as_staffed"], firms.loc["no_contract_manufacture"]
    moved = before[before.licence_path == "contract_manufacture"].index
    assert len(moved) > 5
    assert (after.licence_path.reindex(moved) == "new_registration").all()
    assert (after.equipment.astype(str).reindex(before.index) == before.equipment.astype(str)).all()


def test_a_block_has_the_same_groups_whoever_came() -> None:
    scenario = sim.load("rent_or_build")
    groups = [set(sim.run(scenario, replications=1, seed=seed, keep=("kpis",)).kpis.group) for seed in range(4)]
    assert all(found == groups[0] for found in groups)
    assert np.isin(["III / new_registration", "type:drug_maker"], list(groups[0])).all()
