"""What a candidate reckons its way to the first lot will take: the longest path over means, worked out by hand."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

import sim
from sim.engine.blueprint import Blueprint, draw_up
from sim.engine.expected import expected_days
from tests.unit.test_rules import at, does, story


def reckoned(activities: list[dict[str, Any]], mode: str = "none", regime: int = 0, **more: Any) -> float:
    """Expected days of the firms that appear under these rules, in one site mode."""
    plan = blueprint(activities, **more)
    networks = range(len(plan.networks))
    (network,) = [
        n for n in networks if plan.names["mode"][plan.network_mode[n]] == mode and plan.network_regime[n] == regime
    ]
    return expected_days(plan, network)


def blueprint(activities: list[dict[str, Any]], **more: Any) -> Blueprint:
    document = {
        "title": "a path",
        "start": "2024-01-01",
        "horizon_days": 400,
        "calendar": "none",
        "activities": activities,
        "enterprises": [{"id": "a", "arrivals": {"at_days": [0]}}],
        "strategies": {"as_is": []},
    }
    return draw_up(sim.load(text=json.dumps({**document, **more})).model("as_is"))


def first_lot(*after: Any, days: Any = 1) -> dict[str, Any]:
    return does("lot", days, after=list(after), milestone="producing")


BRANCHES = [
    does("plan", 4),
    does("short", 3, after=["plan"]),
    does("long", 9, after=["plan"]),
    does("lagged", 2, after=[{"activity": "plan", "lag_days": 8}]),
]


def test_the_longest_of_three_branches_counts_with_its_lag() -> None:
    """plan 4; then 3, or 9, or 8 + 2: 14; and the lot."""
    assert reckoned([*BRANCHES, first_lot("short", "long", "lagged")]) == 15
    assert reckoned([*BRANCHES, first_lot("short", "long")]) == 14
    assert reckoned([*BRANCHES, first_lot("short")]) == 8


def test_what_comes_beside_or_after_the_first_lot_does_not_count() -> None:
    assert reckoned([*BRANCHES, first_lot("short"), does("later", 99, after=["lot"])]) == 8


def test_where_nothing_carries_the_milestone_the_last_step_counts() -> None:
    lot = {**first_lot("short"), "when": {"site_mode": ["build"]}}
    modes = {"site_modes": [{"id": "build"}, {"id": "rent"}]}
    assert reckoned([*BRANCHES, lot], "rent", **modes) == 14
    assert reckoned([*BRANCHES, lot], "build", **modes) == 8


def test_of_two_first_lots_the_earlier_one_counts() -> None:
    quick = does("quick", 2, milestone="producing")
    assert reckoned([*BRANCHES, quick, first_lot("long")]) == 2


def test_laws_count_with_their_means() -> None:
    """PERT (2 + 4 x 5 + 14) / 6 = 6; exponential 3, half of it and 1 more: 2.5."""
    path = [
        does("p", {"pert": [2, 5, 14]}),
        does("e", {"exponential": {"mean": 3}, "factor": 0.5, "shift": 1}, after=["p"]),
    ]
    assert reckoned([*path, first_lot("e")]) == pytest.approx(6 + 2.5 + 1)


def test_a_preparation_counts_and_patience_does_not() -> None:
    step = does("paper", 3, preparation={"uniform": [4, 6]}, gives_up_after=1, office="desk")
    assert reckoned([step, first_lot("paper")], offices={"desk": {"staff": 1}}) == pytest.approx(3 + 5 + 1)


def test_returns_count_with_their_mean_number() -> None:
    """Half are sent back, at most three attempts: .5 + .25 returns of 4 days of correction and 2 of service."""
    back = {"probability": 0.5, "correction": 4, "duration": 2, "at_most": 3}
    assert reckoned([does("paper", 10, sent_back=back), first_lot("paper")]) == pytest.approx(10 + 0.75 * 6 + 1)


def test_a_step_that_may_happen_counts_by_its_chance() -> None:
    assert reckoned([does("study", 20, probability=0.25), first_lot("study")]) == pytest.approx(20 * 0.25 + 1)


def test_a_step_that_does_not_apply_hands_on_its_lags() -> None:
    """plan 4; lag 3 into `dig` and 2 out of it, which only builders do; under `build` its 30 days come on top."""
    dig = does("dig", 30, after=[{"activity": "plan", "lag_days": 3}], when={"site_mode": ["build"]})
    activities = [does("plan", 4), dig, first_lot({"activity": "dig", "lag_days": 2})]
    modes = {"site_modes": [{"id": "build"}, {"id": "rent"}]}
    assert reckoned(activities, "rent", **modes) == 4 + 3 + 2 + 1
    assert reckoned(activities, "build", **modes) == 4 + 3 + 30 + 2 + 1


def test_a_lag_after_a_first_step_that_does_not_apply_runs_from_the_appearance() -> None:
    dig = does("dig", 30, when={"site_mode": ["build"]})
    modes = {"site_modes": [{"id": "build"}, {"id": "rent"}]}
    assert reckoned([dig, first_lot({"activity": "dig", "lag_days": 7})], "rent", **modes) == 8


def test_days_of_a_clock_that_stands_still_are_stretched() -> None:
    """Sites are closed on 100 of 400 days: 30 days of work take 40. Other clocks know nothing of it."""
    closures = {"periods": [{"from": "2024-02-01", "until": "2024-05-10"}]}
    work = [does("dig", 30, clock="site"), does("design", 20, after=["dig"], clock="calendar")]
    found = reckoned([*work, first_lot("design")], site_closures=closures)
    assert found == pytest.approx(40 + 20 + 1)


def test_working_days_are_stretched_by_the_share_of_days_that_are_worked() -> None:
    """The Case says which days those are."""
    case = story([does("work", 1)], {"a": at(0)}, days=400, start="2024-01-01", calendar="CN").case
    share = case.day_open[0, :400].mean()
    assert 0.6 < share < 0.7
    found = reckoned([does("paper", 10, clock="working"), first_lot("paper")], calendar="CN")
    assert found == pytest.approx(10 / share + 1)


def test_where_nothing_is_drawn_the_reckoning_is_what_happens() -> None:
    activities = [*BRANCHES, first_lot("short", "long", "lagged"), does("later", 5, after=["lot"])]
    assert story(activities, {"a": at(3)}).produces("a") == 3 + reckoned(activities)


def test_the_reckoning_is_not_longer_than_the_mean_of_what_happens() -> None:
    """Two exponential branches of mean 20: the mean of the larger is 30; one seed in ten thousand would be off."""
    law = {"exponential": {"mean": 20}}
    activities = [does("p", law), does("q", law), first_lot("p", "q", days=0)]
    assert reckoned(activities) == pytest.approx(20)
    s = story(activities, {"a": {"arrivals": {"at_days": [0] * 2000}}}, days=1000)
    happened = s.log.milestones[:, list(s.case.milestone_names).index("producing")]
    deviation = 3.9 * np.sqrt(20**2 * 1.25 / 2000)  # Var max = mean² (1 + 1/4)
    assert happened.mean() == pytest.approx(30, abs=deviation)


ASKED = does("planning", 9, when={"plan_first": ["yes"]})


def test_firms_that_appear_under_later_rules_reckon_with_those() -> None:
    """From day 100 on half as many dossiers are sent back as before."""
    back = {"probability": 0.5, "correction": 10, "duration": 0, "at_most": 2}
    activities = [does("paper", 4, sent_back=back), first_lot("paper"), {**ASKED, "after": ["lot"]}]
    lever = {"plan_first": {"activities": ["paper"], "from": "2024-04-10"}}
    more = {"policies": {"plan_first": "no"}, "strategies": {"as_is": [lever]}}
    assert reckoned(activities, regime=0, **more) == pytest.approx(4 + 0.5 * 10 + 1)
    assert reckoned(activities, regime=1, **more) == pytest.approx(4 + 0.25 * 10 + 1)
