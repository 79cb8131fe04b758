"""What an office's own work comes to on paper is what a simulation measures where nobody has to wait long."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.api import run
from sim.engine.paper import OnPaper, on_paper
from sim.scenario.scenario import Scenario, load

ALARM = 4.0  # standard errors: a false alarm in 16,000 comparisons
SQUADS = """
start: 2024-01-01
horizon_days: 1460
calendar: CN
offices:
  squads: {steps: [{from: 2024-01-01, staff: 60}, {from: 2025-07-01, staff: 90}]}
  bureau: {staff: 40}
activities:
  - id: contact
    office: squads
    clock: working
    duration: {pert: [1, 2, 4]}
    refused: {probability: {by: {channel: {squad: 0.5, chamber: 0.33}}}}
  - id: visit
    after: [contact]
    office: squads
    clock: working
    preparation: {pert: [7, 20, 60]}
    duration: {pert: [2, 4, 7]}
    refused: {probability: 0.5}
  - id: negotiation
    after: [visit]
    when: {channel: [squad]}
    office: squads
    clock: working
    preparation: {pert: [7, 30, 120]}
    duration: {pert: [4, 10, 20]}
    sent_back: {probability: 0.3, correction: 10, duration: {pert: [1, 2, 3]}, at_most: 3, then: refused}
  - id: licence
    after: [negotiation, visit]
    probability: 0.7
    office: bureau
    duration: {exponential: {mean: 40}}
    milestone: producing
enterprises:
  - id: prospect
    arrivals: {stock: 40, poisson_per_year: 200}
    attributes:
      home: {discrete: {here: 0.25, far: 0.75}}
      channel: {by: {home: {here: {discrete: {squad: 0.2, chamber: 0.8}}, far: squad}}}
  - {id: regular, arrivals: {every_days: 20}, attributes: {channel: chamber}, already_done: [contact]}
strategies:
  as_is: []
  later: [{office_staff: {office: squads, add: -30, from: 2026-01-01}}]
"""


def measured(scenario: Scenario, strategy: str, replications: int) -> dict[str, np.ndarray]:
    """Utilisation of each office, one value a history."""
    kpis = run(scenario, strategy=strategy, replications=replications, seed=11).kpis
    busy = kpis[kpis["kpi"] == "utilisation"]
    return {group.removeprefix("office:"): rows["value"].to_numpy() for group, rows in busy.groupby("group")}


def told(scenario: Scenario, strategy: str = "as_is") -> dict[str, OnPaper]:
    return on_paper(scenario.stated_model(strategy))


@pytest.mark.parametrize("strategy", ["as_is", "later"])
def test_where_nobody_waits_the_load_on_paper_is_the_utilisation_measured(strategy: str) -> None:
    """Arrivals and days are taken by their means, so what is left is chance, and half a visit at the end of the run.

    Mean days in place of drawn ones say to within a visit's length, 60 days with its preparation, who is done by day
    1460; of those at the end at most one in two is told wrongly: 2 % of the load.
    """
    scenario = load(text=SQUADS)
    found = measured(scenario, strategy, 40)
    for office, paper in told(scenario, strategy).items():
        error = found[office].std(ddof=1) / math.sqrt(40)
        assert abs(found[office].mean() - paper.load) < ALARM * error + 0.02 * paper.load
        assert error < 0.02 * paper.load


def test_of_three_clerks_it_is_known_exactly() -> None:
    """A case a day, two days each, a quarter more for those sent back, three clerks: 5/6, but for the last days."""
    assert told(load("three_clerks"))["bureau"].load == pytest.approx(2.5 / 3, rel=5.0 / 20000)


def test_work_that_would_come_after_the_end_of_the_run_is_not_counted() -> None:
    """A firm every 10 days for 1,000 days; in the middle of its 2 days of work it has been there for 401."""
    park = """
start: 2024-01-01
horizon_days: 1000
offices: {bureau: {staff: 3}}
activities: [{id: a, office: bureau, preparation: 400, duration: 2, milestone: producing}]
enterprises: [{id: f, arrivals: {every_days: 10}}]
strategies: {as_is: []}
"""
    assert told(load(text=park))["bureau"].wanted == 60 * 2


def test_the_squads_of_malong_are_as_busy_as_a_simulation_measures() -> None:
    """For the first 50 of 2,190 days there is no squad: 2.3 % of the prospects wait for one, and may cool.

    The rest wait for days and have patience for weeks. With the end of the run, of which half a visit may be told
    wrongly, that makes 3 %.
    """
    scenario = load("malong")
    found = measured(scenario, "rent", 8)["squads"]
    error = found.std(ddof=1) / math.sqrt(len(found))
    on_it = told(scenario, "rent")["squads"].load
    assert abs(found.mean() - on_it) < ALARM * error + 0.03 * on_it


def test_with_more_work_than_can_be_done_the_load_says_so_and_the_squad_is_always_busy() -> None:
    text = SQUADS[: SQUADS.index("  later:")].replace("staff: 60", "staff: 2").replace("staff: 90", "staff: 2")
    scenario = load(text=text)
    assert told(scenario)["squads"].load > 2
    assert measured(scenario, "as_is", 4)["squads"].min() > 0.95


def test_half_the_people_have_twice_the_load_and_nobody_an_endless_one() -> None:
    staff = ("{staff: 40}", "{staff: 20}", "{steps: [{from: 2024-01-01, staff: 0}, {from: 2030-01-01, staff: 9}]}")
    once, twice, nobody = (told(load(text=SQUADS.replace(staff[0], said)))["bureau"].load for said in staff)
    assert twice == pytest.approx(2 * once)
    assert nobody == math.inf
