"""What the county pays for people at offices and in teams, and for levers: so much a year, while they are there.

The steps of staff and people say how many there are and from when; a lever that changes them counts while it is in
force. Pay goes by calendar time: nights, weekends and holidays cost what working days do.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sim.model.park import Activity, Model, Office, Regime
from sim.model.people import Team

MODE_NAMES = ("site_mode", "site_chain")


@dataclass(frozen=True, slots=True)
class Post:
    """So many yuan a year from one day up to another; `end` may be infinite."""

    start: float
    end: float
    yearly: float


def posts(model: Model) -> tuple[Post, ...]:
    """Whatever `cost_per_year` is stated for: offices with a count of staff, teams that are at work, levers in force.

    An office whose staff is ample costs nothing, for nobody knows how many it has; nor does one whose every step the
    policies switch off: its people do something else, and somebody else pays them.
    """
    found: list[Post] = []
    for regime, end in zip(model.regimes, [*(later.from_day for later in model.regimes[1:]), math.inf], strict=True):
        found += _filled([(regime.from_day, 1)], regime.levers_cost, regime.from_day, end)
        for office in regime.offices:
            if switched_off(office, regime):
                continue
            found += _filled(office.staff or (), office.cost_per_year, regime.from_day, end)
        for team in regime.teams:
            if at_work(team, regime):
                found += _filled(team.people, team.cost_per_year, regime.from_day, end)
    return tuple(found)


def at_work(team: Team, regime: Regime) -> bool:
    """Whether some activity that takes the team may apply under the policies in force; else nobody is hired."""
    attributes = {attribute.name for kind in regime.enterprises for attribute in kind.attributes}
    asking = (activity for activity in regime.activities if any(take.what == team.id for take in activity.takes))
    return any(_policies_hold(activity, attributes, regime) for activity in asking)


def switched_off(office: Office, regime: Regime) -> bool:
    """Whether the office has steps, serves nobody else, and none of the steps may apply under the policies in force."""
    attributes = {attribute.name for kind in regime.enterprises for attribute in kind.attributes}
    steps = [activity for activity in regime.activities if any(need.office == office.id for need in activity.needs)]
    serves = office.other_applicants is not None or any(_policies_hold(step, attributes, regime) for step in steps)
    return bool(steps) and not serves


def _policies_hold(activity: Activity, attributes: set[str], regime: Regime) -> bool:
    policies = dict(regime.policies)
    asked = ((name, accepted) for name, accepted in activity.when if name not in attributes and name not in MODE_NAMES)
    return all(policies.get(name) in accepted for name, accepted in asked)


def _filled(steps: Sequence[tuple[float, int]], cost: float, start: float, end: float) -> Iterator[Post]:
    """The steps in force between two days, as posts."""
    until = [*(day for day, _ in steps[1:]), math.inf]
    for (day, people), last in zip(steps, until):
        first, last = max(day, start), min(last, end)
        if people * cost and first < last:
            yield Post(first, last, people * cost)
