"""Which days are open: Chinese working days with make-up days, and building sites around Spring Festival."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from sim.model import china_days
from sim.model.park import Closures


def date_of(start: date, day: float) -> str:
    """The date on which a day of a run falls, as it is written.

    >>> date_of(date(2024, 1, 1), 366.5)
    '2025-01-01'
    """
    return (start + timedelta(days=int(day))).isoformat()


def working_days(calendar: str, days: Sequence[date]) -> list[bool]:
    """Is each day a working day? `none`: every day is; `CN`: as the State Council's yearly notices say.

    Source: the table in `china_days`, made from the `holidays` package; beyond its last published year make-up days
    are not known and only the statutory holidays are closed.

    >>> working_days("CN", [date(2022, 1, 29), date(2022, 1, 31), date(2022, 2, 5)])
    [True, False, False]
    """
    if calendar == "none":
        return [True] * len(days)
    closed, opened = _exceptions()
    return [(day.weekday() < 5 and day not in closed) or day in opened for day in days]


@lru_cache(maxsize=1)
def _exceptions() -> tuple[frozenset[date], frozenset[date]]:
    closed = frozenset(map(date.fromisoformat, china_days.CLOSED_WEEKDAYS))
    return closed, frozenset(map(date.fromisoformat, china_days.OPEN_WEEKENDS))


def site_days(closures: Closures, days: Sequence[date]) -> list[bool]:
    """Do building sites work on each day?

    >>> around = Closures(before_spring_festival=1, after_spring_festival=1)
    >>> site_days(around, [date(2022, 1, 30), date(2022, 1, 31), date(2022, 2, 2)])
    [True, False, False]
    """
    closed = set()
    for festival in map(date.fromisoformat, china_days.SPRING_FESTIVALS):
        for shift in range(-closures.before_spring_festival, closures.after_spring_festival + 1):
            if closures.before_spring_festival or closures.after_spring_festival:
                closed.add(festival + timedelta(days=shift))
    for first, last in closures.periods:
        closed.update(first + timedelta(days=shift) for shift in range((last - first).days + 1))
    return [day not in closed for day in days]


def beyond_published(calendar: str, last: date) -> bool:
    """Does a horizon reach into years whose make-up days are not published yet?"""
    return calendar == "CN" and last.year > china_days.LAST_PUBLISHED_YEAR


def outside_table(calendar: str, first: date, last: date) -> bool:
    """Does a horizon leave the years that the table knows at all?"""
    return calendar == "CN" and (first.year < china_days.FIRST_YEAR or last.year > china_days.LAST_YEAR)
