"""Working days, building sites, and the one function between working and calendar time."""

from __future__ import annotations

from datetime import date, timedelta
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine.case import GRID, Clock
from sim.model.calendar import beyond_published, outside_table, site_days, working_days
from sim.model.china_days import FIRST_YEAR, LAST_PUBLISHED_YEAR, LAST_YEAR, SPRING_FESTIVALS
from sim.model.park import Closures


def days(first: date, count: int) -> list[date]:
    return [first + timedelta(days=shift) for shift in range(count)]


def test_without_a_calendar_every_day_works() -> None:
    assert all(working_days("none", days(date(2024, 1, 1), 400)))


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2022, 1, 31), date(2022, 2, 6)),  # Spring Festival
        (date(2022, 10, 1), date(2022, 10, 7)),  # National Day
        (date(2023, 9, 29), date(2023, 10, 6)),  # Mid-Autumn and National Day
        (date(2024, 5, 1), date(2024, 5, 5)),  # Labour Day
    ],
)
def test_statutory_holidays_are_closed_on_every_day_of_the_state_councils_notice(first: date, last: date) -> None:
    assert not any(working_days("CN", days(first, (last - first).days + 1)))


@pytest.mark.parametrize(
    "day",
    [
        date(2022, 1, 29),
        date(2022, 1, 30),
        date(2022, 10, 8),
        date(2022, 10, 9),
        date(2023, 4, 23),
        date(2024, 2, 4),
        date(2024, 2, 18),
    ],
)
def test_make_up_days_at_weekends_are_worked(day: date) -> None:
    assert day.weekday() >= 5
    assert working_days("CN", [day]) == [True]


@pytest.mark.parametrize(("year", "expected"), [(2022, 249), (2023, 249), (2024, 251)])
def test_a_year_has_as_many_working_days_as_the_notices_leave(year: int, expected: int) -> None:
    """Counted by hand from the notices: Mondays to Fridays, less closed weekdays, plus make-up days."""
    whole_year = days(date(year, 1, 1), (date(year + 1, 1, 1) - date(year, 1, 1)).days)
    assert sum(working_days("CN", whole_year)) == expected


def test_ordinary_weekends_are_closed_and_ordinary_weekdays_open() -> None:
    assert working_days("CN", days(date(2024, 3, 4), 14)) == ([True] * 5 + [False] * 2) * 2


def test_sites_close_around_spring_festival_and_in_the_periods_named() -> None:
    closures = Closures(2, 3, ((date(2024, 6, 1), date(2024, 6, 2)),))
    around = site_days(closures, days(date(2024, 2, 7), 8))  # Spring Festival 2024 is 10 February
    assert around == [True, False, False, False, False, False, False, True]
    assert site_days(closures, days(date(2024, 5, 31), 4)) == [True, False, False, True]


def test_sites_without_closures_work_every_day() -> None:
    assert all(site_days(Closures(0, 0, ()), [date.fromisoformat(day) for day in SPRING_FESTIVALS]))


def test_horizons_beyond_what_is_published_or_known_say_so() -> None:
    assert not beyond_published("CN", date(LAST_PUBLISHED_YEAR, 12, 31))
    assert beyond_published("CN", date(LAST_PUBLISHED_YEAR + 1, 1, 1))
    assert not beyond_published("none", date(LAST_PUBLISHED_YEAR + 1, 1, 1))
    assert outside_table("CN", date(FIRST_YEAR - 1, 12, 31), date(FIRST_YEAR, 1, 1))
    assert outside_table("CN", date(LAST_YEAR, 1, 1), date(LAST_YEAR + 1, 1, 1))
    assert not outside_table("CN", date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))


THURSDAY_ON = np.array([1, 1, 0, 0, 1, 1, 1, 1, 1, 0, 0, 1], dtype=np.uint8)


def test_work_passes_through_open_days_linearly_and_stands_still_on_closed_ones() -> None:
    clock = Clock(THURSDAY_ON)
    assert [clock.worked(t) for t in (0.0, 0.5, 2.0, 2.5, 4.0, 4.25, 9.0)] == [0, 0.5, 2, 2, 2, 2.25, 7]


@pytest.mark.parametrize(
    ("start", "duration", "finish"),
    [
        (0, 2, 2),
        (0, 2.5, 4.5),
        (0, 3, 5),
        (2.5, 0, 2.5),
        (2.5, 0.5, 4.5),
        (2, 1, 5),
        (1.5, 0.5, 2),
        (8.5, 1, 11.5),
        (0, 99, inf),
    ],
)
def test_finish_is_the_smallest_instant_with_so_much_work_done(start: float, duration: float, finish: float) -> None:
    assert Clock(THURSDAY_ON).finish(start, duration) == finish


def test_on_the_calendar_work_takes_as_long_as_it_takes() -> None:
    clock = Clock(None)
    assert (clock.worked(3.25), clock.finish(3.25, 4.5)) == (3.25, 7.75)


grid_days = st.integers(0, int(20 * GRID)).map(lambda n: n / GRID)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.booleans(), min_size=45, max_size=60), grid_days, grid_days)
def test_finish_is_earliest_and_exact_for_any_calendar(flags: list[bool], start: float, duration: float) -> None:
    clock = Clock(np.array(flags, dtype=np.uint8))
    finish = clock.finish(start, duration)
    target = clock.worked(start) + duration
    if finish == inf:
        assert sum(flags) < target
        return
    assert finish >= start
    assert clock.worked(finish) == target
    if duration > 0:
        assert clock.worked(finish - 1 / GRID) < target
