"""What a quota of a model becomes in a Case: windows of days, numbers, and chances while it presses (R20)."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.engine.case import Case
from tests.unit.test_rules import does, story

REFUSED = {"probability": 0.5}
QUOTA = {"per_year": 12, "last_days": 60, "milestone": "signed", "refused": 0.4, "activities": ["verdict"]}


def case_of(**more: Any) -> Case:
    more = {key: value for key, value in {"quota": QUOTA, **more}.items() if value is not None}
    activities = [
        does("other", 1, refused=REFUSED),
        does("verdict", 1, refused=REFUSED, milestone="signed"),
        does("work", 1, after=["verdict"], milestone="producing"),
    ]
    return story(activities, {"a": 0}, **more).case


def windows(case: Case) -> list[tuple[float, float, float, int]]:
    columns = (case.quota_from, case.quota_pressed, case.quota_until, case.quota_number)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def test_every_calendar_year_is_a_window_that_is_pressed_towards_its_end() -> None:
    """From 4 January 2024 on, days 363 and 728 are the first of the next years."""
    case = case_of(days=400)
    assert windows(case) == [(-3, 303, 363, 12), (363, 668, 728, 12)]
    assert case.milestone_names[case.quota_milestone] == "signed"


def test_a_year_that_the_run_sees_from_its_middle_on_has_that_part_of_the_quota() -> None:
    assert windows(case_of(start="2025-07-02"))[0] == (-182, 123, 183, 6)


def test_pressed_days_longer_than_a_year_begin_with_it() -> None:
    longest = {**QUOTA, "last_days": 366}
    assert windows(case_of(start="2025-07-02", quota=longest))[0][:2] == (-182, -182)


def test_a_run_that_starts_in_the_pressed_days_is_pressed_from_its_start_on() -> None:
    assert windows(case_of(start="2025-12-12"))[0] == (-345, -40, 20, 1)


def test_the_quota_of_a_year_is_that_in_force_when_its_pressed_days_begin() -> None:
    """Pressed days of 60 begin at 303, those of the lever at 333; from 341 on it is too late for 2024, from 316 not."""
    for since, expected in (("2024-12-10", (303, 363, 12)), ("2024-11-15", (333, 363, 20))):
        lever = {"quota": {"per_year": 20, "last_days": 30, "from": since}}
        case = case_of(days=400, strategies={"as_is": [lever]})
        assert windows(case)[0][1:] == expected
        assert windows(case)[1] == (363, 698, 728, 20)


def test_while_it_presses_the_chance_of_a_no_is_less_at_the_activities_named_and_nowhere_else() -> None:
    case = case_of()
    names = case.activity_names[case.node_activity]
    pressed = {name: case.p_refused_pressed[0, names == name].tolist() for name in ("verdict", "other", "work")}
    assert pressed == {"verdict": [0.5 * 0.4], "other": [0.5], "work": [0.0]}


def test_without_a_quota_nothing_is_counted_and_pressure_changes_no_chance() -> None:
    case = case_of(quota=None)
    assert (windows(case), int(case.quota_milestone)) == ([], -1)
    assert np.array_equal(case.p_refused_pressed, case.p_refused)
