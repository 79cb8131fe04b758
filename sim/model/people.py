"""Who carries firms through, and who brings further firms: teams with a caseload, and firms that follow firms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sim.model.law import Law
from sim.model.text import Text

FIRST_COME, LARGEST, NEAREST = ASSIGNMENTS = ("first_come", "largest", "nearest")


@dataclass(frozen=True, slots=True)
class Team:
    """A service team (帮办专员, 专班): so many people with a caseload each; a firm that has one is helped.

    Factors below 1 shorten preparation and correction and lower the chance of being sent back; `places` are gained in
    lines. Of several teams that a firm has, the strongest counts on each of these. `people` are steps (day, number).
    """

    id: str
    title: Text
    people: tuple[tuple[float, int], ...]
    caseload: int
    preparation: float = 1.0
    correction: float = 1.0
    returns: float = 1.0
    places: float = 0.0
    activities: tuple[str, ...] = ()  # where it helps; none named: everywhere
    assignment: str = FIRST_COME
    source: str = ""
    cost_per_year: float = 0.0  # yuan the county pays for each person, while the team is at work
    replaces: tuple[str, ...] = ()  # teams that a firm gives back when it has got this one


@dataclass(frozen=True, slots=True)
class Eased:
    """What a lever (`id`) has taken off the work at an activity, a firm's own and returns: factors, 1 = nothing."""

    id: str
    preparation: float = 1.0
    correction: float = 1.0
    returns: float = 1.0
    work: float = 1.0  # how long the activity itself lasts


Effects = tuple[float, float, float]
"""Factors on preparation, correction and the chance of being sent back."""


def strongest(helping: Iterable[Team | Eased]) -> Effects:
    """Of several who help, the strongest counts on each quantity."""
    found = [(one.preparation, one.correction, one.returns) for one in helping]
    preparation, correction, returns = (min(1.0, *factors) for factors in zip((1.0, 1.0, 1.0), *found, strict=True))
    return preparation, correction, returns


def beyond(done: float, factor: float) -> float:
    """What a factor still does next to what is done already.

    >>> beyond(1.0, 0.7), beyond(0.5, 0.7), beyond(0.8, 0.4)
    (0.7, 1.0, 0.5)
    """
    return factor / done if factor < done else 1.0


@dataclass(frozen=True, slots=True)
class BroughtBy:
    """以商招商、龙头带配套: each firm of the types named brings such firms once it has reached a milestone.

    `per_year` a parent while it stays, at most `at_most` in all; `chance` thins them (a lever can lower or raise it).
    """

    types: tuple[str, ...]
    milestone: str
    per_year: float
    at_most: int = 3
    chance: float = 1.0


@dataclass(frozen=True, slots=True)
class Problems:
    """跨部门问题: what stops the named activities, and the dispatch meetings (调度会) that solve it.

    `places` 0: no meetings. A problem nobody takes up goes away by itself after `lasts`, counted from its report.
    """

    per_year: float  # of such work
    activities: tuple[str, ...]
    lasts: Law
    reported: Law | None = None  # days until somebody who can solve it knows
    every_days: float = 30.0
    places: int = 0  # problems a meeting can take up
    source: str = ""


@dataclass(frozen=True, slots=True)
class Quota:
    """招商任务: so many firms a calendar year; who is short of it in the year's last days says no less often."""

    per_year: float
    milestone: str = "signed"
    last_days: float = 60.0  # of the calendar year
    refused: float = 0.5  # factor on the chance of a final no at these activities, while short
    activities: tuple[str, ...] = ()
    source: str = ""
