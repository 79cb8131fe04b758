"""多规合一、规划先行: the park is planned as one before anybody builds, and fewer applications come back later.

Mechanism: sets the policy `plan_first`, for which the activity network has a step of its own, so every firm that the
step holds up loses time at first; in return the named steps send firms back less often.
"""

from __future__ import annotations

from sim.levers.fields import Form, Words, told
from sim.levers.numbers import Amount
from sim.levers.parts import eased, fitting, never_asked, with_activities, with_policy
from sim.levers.settings import Faults
from sim.model.park import Regime
from sim.model.people import Eased
from sim.model.text import Text

ID = "plan_first"
TITLE = Text("plan first, several plans in one", "多规合一、规划先行")
SOURCE = Text(
    "county plans: several plans in one, standards first (S0, S1); how much less is sent back: ESTIMATE",
    "各县方案：多规合一，统一规划、标准先行（S0、S1）；退件减少多少：ESTIMATE（估计）",
)
POLICY = "plan_first"
PERMITS = ("permits_on_land_grant", "permits_to_start")
"""Steps that come after planning in the activity network, and judge a building by plans."""


class Settings(Form):
    """On or off."""

    on: bool = told("is it in force?", "是否施行", True)
    activities: Words = told(
        "steps that send back less often; none named: the permits to start building",
        "退件减少的活动；不写则为开工前各许可",
        (),
    )
    factor: Amount = told("multiplies the chance of being sent back there", "这些活动退件概率的倍数", 0.5)


NEUTRAL = Settings(on=False)


def faults(settings: Settings, regime: Regime) -> Faults:
    """A policy for which no activity asks, or a step that sends nobody back."""
    if not settings.on:
        return []
    judging = [activity.id for activity in regime.activities if activity.sent_back]
    found = never_asked("on", POLICY, regime)
    return (
        found
        if settings.factor == 1
        else found + fitting("activities", settings.activities, PERMITS, judging, off="factor: 1")
    )


def apply(regime: Regime, settings: Settings) -> Regime:
    """The regime with the policy at `yes` and fewer returns."""
    if not settings.on:
        return regime

    clearer = Eased(ID, returns=settings.factor)
    steps = settings.activities or PERMITS
    return with_policy(with_activities(regime, steps, lambda activity: eased(activity, clearer)), POLICY, "yes")
