"""A service time derived from an elapsed one gives the elapsed one back to a lone arrival on day one."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.engine.blueprint import draw_up
from sim.engine.layout import lay_out
from sim.engine.simpy_engine import play
from sim.model.office_load import loads
from sim.scenario.scenario import load

ALARM = 4.0  # standard errors: a false alarm in 16,000 comparisons
WORLD = """
start: 2024-01-01
horizon_days: 3000
offices:
  bureau: {{staff: {staff}, line_on_day_one: {line}, other_applicants: {{poisson_per_year: {rate}{others}}}}}
activities:
  - {{id: licence, office: bureau, basis: elapsed, duration: {{exponential: {{mean: 30}}}}, milestone: producing}}
enterprises:
  - {{id: lone, arrivals: {{at_days: [0]}}}}
strategies: {{as_is: []}}
"""


def elapsed(staff: int, line: int, others: str = "", replications: int = 1200) -> np.ndarray:
    scenario = load(text=WORLD.format(staff=staff, line=line, rate=0.001, others=others))
    cases = lay_out(draw_up(scenario.model("as_is")), 5, range(replications))
    lone = []
    for case in cases:
        log = play(case)
        mine = np.flatnonzero(~case.type_outside[case.type].astype(bool))[0]
        lone.append(log.milestones[mine, np.flatnonzero(case.milestone_names == "producing")[0]])
    return np.array(lone)


@pytest.mark.parametrize(("staff", "line"), [(1, 0), (1, 4), (3, 2), (3, 12), (10, 60)])
def test_a_lone_arrival_takes_as_long_as_the_source_says(staff: int, line: int) -> None:
    took = elapsed(staff, line)
    error = took.std(ddof=1) / math.sqrt(len(took))
    assert abs(took.mean() - 30) < ALARM * error
    assert error < 1.2


def test_others_with_a_law_of_their_own_leave_the_rest_to_the_arrival() -> None:
    took = elapsed(2, 7, ", duration: {exponential: {mean: 5}}")  # wait 6 / 2 * 5 = 15, service 15
    error = took.std(ddof=1) / math.sqrt(len(took))
    assert abs(took.mean() - 30) < ALARM * error


def test_staff_lent_by_a_lever_do_not_lengthen_the_work_on_a_case() -> None:
    text = WORLD.format(staff=3, line=12, rate=0.001, others="")
    text = text.replace(
        "strategies: {as_is: []}", "strategies: {as_is: [], more: [{office_staff: {office: bureau, add: 5}}]}"
    )
    scenario = load(text=text)
    same = {name: scenario.model(name).regimes[0].activities[0].duration for name in scenario.strategies}
    assert same["as_is"] == same["more"]


def test_load_and_long_run_line_are_erlangs() -> None:
    text = WORLD.format(staff=2, line=0, rate=365 * 0.05, others="")
    (found,) = loads(load(text=text).model("as_is").regimes[0], {"calendar": 1.0})
    assert found.load == pytest.approx(0.75)  # 0.05 a day times 30 days over 2
    assert found.line == pytest.approx(0.75 * 2 * 0.75**2 / (1 - 0.75**2))  # M/M/2: 2 rho^3 / (1 - rho^2)
