"""帮办专员、服务专班: people who carry firms through their steps, each so many at once.

Mechanism: sets the policy named like the team to `yes`, for which the activity network has a step that takes a place in
its caseload. Who has one prepares and corrects sooner, and is sent back less often, until it gives its place back; who
finds all of them taken waits. Firms that appeared before the lever was in force go on as they came.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from pydantic import model_validator

from sim.levers.fields import Form, told, wrong
from sim.levers.numbers import Amount, AtLeastOne, Change, Share
from sim.levers.parts import never_asked, with_policy
from sim.levers.settings import Faults, unknown
from sim.model.park import Regime
from sim.model.people import LARGEST, Team
from sim.model.text import Text

ID = "service_team"
TITLE = Text("service team", "帮办专员（专班）")
SOURCE = Text(
    "counties appoint assistants and service teams (S1, S2), no figures there; one person for 8 to 12 firms, own work "
    "x .7, returns x .6: ESTIMATE",
    "各县设帮办专员、服务专班（S1、S2），其中无数字；每人帮办 8 至 12 家，企业自备时间 x .7、退件 x .6："
    "ESTIMATE（估计）",
)
ON = "yes"
_TAKEN_OVER = ("caseload", "assignment", "preparation", "correction", "returns", "places")


class Settings(Form):
    """No team named: nothing changes. A team named and nothing else: it is switched on as the park has it."""

    team: str | None = told("id of the team", "团队的 id", None)
    people: AtLeastOne | None = told("people from now on", "此后人数", None)
    add: Change | None = told("added to (or, negative, taken from) the people", "增加（负数为减少）的人数", None)
    caseload: AtLeastOne | None = told("firms that each carries at once", "每人同时帮办家数", None)
    assignment: Literal["first_come", "largest", "nearest"] | None = told(
        "who is helped first; the same through all time", "先帮谁；全程不变", None
    )
    preparation: Share | None = told("factor on the firm's own preparation", "企业自备材料时长的倍数", None)
    correction: Share | None = told("factor on the firm's own correction", "企业补正时长的倍数", None)
    returns: Share | None = told("factor on the chance of being sent back", "退件概率的倍数", None)
    places: Amount | None = told(
        "places of priority gained; the same through all time", "提前的优先级数；全程不变", None
    )

    @model_validator(mode="after")
    def _one_of_two(self) -> Settings:
        if self.people is not None and self.add is not None:
            raise wrong("people_or_add")
        return self


NEUTRAL = Settings()


def faults(settings: Settings, regime: Regime) -> Faults:
    """No team, or one that the park does not have, that nobody asks for, or in which nobody would be left."""
    if settings.team is None:
        return [("team", "missing_key", {"got": "team"})] if settings != NEUTRAL else []
    teams = {team.id: team for team in regime.teams}
    if settings.team not in teams:
        return [unknown("team", "team", settings.team, teams)]
    found: Faults = []
    if not any(take.what == settings.team for activity in regime.activities for take in activity.takes):
        found += never_asked("team", settings.team, regime)
    if settings.add and not any(people for _, people in _people(teams[settings.team], settings)):
        found.append(("add", "team_of_nobody", {"got": settings.team}))
    sizes = {quantity.name for kind in regime.enterprises for quantity in kind.quantities}
    if settings.assignment == LARGEST and "planned_output" not in sizes:
        found.append(("assignment", "largest_of_nothing", {"got": "planned_output"}))
    return found


def apply(regime: Regime, settings: Settings) -> Regime:
    """The regime with the team at work, with these people and effects."""
    if settings.team is None:
        return regime
    new: dict[str, Any] = {name: getattr(settings, name) for name in _TAKEN_OVER}
    given = {name: value for name, value in new.items() if value is not None}
    teams = tuple(
        replace(team, people=_people(team, settings), **given) if team.id == settings.team else team
        for team in regime.teams
    )
    return with_policy(replace(regime, teams=teams), settings.team, ON)


def _people(team: Team, settings: Settings) -> tuple[tuple[float, int], ...]:
    if settings.people is not None:
        return ((0.0, settings.people),)
    return tuple((day, max(0, people + (settings.add or 0))) for day, people in team.people)
