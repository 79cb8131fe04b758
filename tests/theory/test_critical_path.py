"""With every office ample, what comes out is the longest path of what went in: to the last bit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sim.engine.blueprint import draw_up
from sim.engine.case import Case
from sim.engine.layout import lay_out
from sim.engine.log import FIRM_REFUSED, LEFT, PRODUCING
from sim.engine.simpy_engine import play
from sim.scenario.scenario import load
from tests.theory.harness import world
from tests.theory.longest_path import dates

RENT_OR_BUILD = load("rent_or_build")


def ample(case: Case) -> Case:
    """The same park with enough staff everywhere."""
    return replace(case, office_finite=np.zeros_like(case.office_finite))


def firms_on_their_longest_path(case: Case) -> int:
    """Play a Case with ample offices, compare every firm that does not fall back; so many reached production."""
    case = ample(case)
    log = play(case)
    producing = list(case.milestone_names).index("producing")
    reached = 0
    for firm in np.flatnonzero(case.type_outside[case.type] == 0):
        milestones, refused, falls_back = dates(case, firm)
        if falls_back:
            continue
        assert np.array_equal(log.milestones[firm], milestones, equal_nan=True)
        away = LEFT if not np.isnan(milestones[producing]) else FIRM_REFUSED
        assert (log.status[firm] == away) == np.isfinite(refused)
        assert np.isnan(log.t_end[firm]) if np.isinf(refused) else log.t_end[firm] == refused
        assert (log.status[firm] == PRODUCING) == (np.isinf(refused) and not np.isnan(milestones[producing]))
        reached += not np.isnan(milestones[producing])
    return reached


@pytest.mark.parametrize("strategy", RENT_OR_BUILD.strategies)
def test_rent_or_build_with_ample_offices_is_the_critical_path_of_its_durations(strategy: str) -> None:
    cases = lay_out(draw_up(RENT_OR_BUILD.model(strategy)), 31, range(6))
    reached = [firms_on_their_longest_path(case) for case in cases]
    assert min(reached) > 0


def step(name: str, clock: str, duration: Any, *after: Any, **more: Any) -> dict[str, Any]:
    return {"id": name, "clock": clock, "duration": duration, "after": list(after), **more}


BACK = {"probability": 0.4, "correction": {"exponential": {"mean": 6}}, "at_most": 3, "then": "refused"}
SESSIONS = ["2024-03-01", "2024-09-02", "2025-03-03"]
SMALL: dict[str, Any] = {
    "offices": {"bureau": {"staff": 1}},
    "activities": [
        step("a", "working", {"pert": [2, 5, 20]}, preparation={"uniform": [0, 3]}),
        step("b", "site", {"gamma": {"mean": 30, "cv": 0.7}}, "a"),
        step("c", "calendar", {"exponential": {"mean": 40}}, {"activity": "a", "lag_days": 10}),
        step("d", "working", 3, "b", probability=0.5),
        step("e", "working", {"exponential": {"mean": 8}}, "c", "d", office="bureau", sent_back=BACK),
        step("f", "site", 0, "d", sessions=SESSIONS, refused={"probability": 0.1, "then": "out"}),
        step("g", "calendar", 0.125, "e", {"activity": "b", "lag_days": 45.5}, milestone="producing"),
    ],
    "enterprises": [{"id": "firm", "arrivals": {"poisson_per_year": 200, "count": 150}}],
}


@pytest.mark.parametrize("calendar", ["none", "CN"])
def test_small_worlds_on_three_clocks_are_the_critical_path_of_their_durations(calendar: str) -> None:
    closures = {
        "before_spring_festival": 10,
        "after_spring_festival": 15,
        "periods": [{"from": "2024-06-01", "until": "2024-06-09"}],
    }
    text = world(700, **SMALL, calendar=calendar, site_closures=closures)
    cases = lay_out(draw_up(load(text=text).model("as_is")), 32, range(4))
    assert min(firms_on_their_longest_path(case) for case in cases) > 20


def test_a_lone_firm_takes_its_longest_path_whatever_the_staff() -> None:
    lone = {**SMALL, "enterprises": [{"id": "firm", "arrivals": {"at_days": [17]}}]}
    text = world(700, **lone, calendar="CN")
    for case in lay_out(draw_up(load(text=text).model("as_is")), 33, range(40)):
        milestones, _, _ = dates(case, 0)
        assert np.array_equal(play(case).milestones[0], milestones, equal_nan=True)
