"""孵化毕业: a firm that began in an incubator or in converted offices must move to a unit of its own in time.

Mechanism: sets the policy `graduation`, for which the steps of the second move ask, and the days that a firm may stay
before. The second move takes floors from firms that come later; what was left becomes free for others.
"""

from __future__ import annotations

from dataclasses import replace

from sim.levers.fields import Form, told
from sim.levers.numbers import Amount, SwitchOrUnchanged
from sim.levers.parts import never_asked, unknown_activities, with_activities, with_policy
from sim.levers.settings import Faults
from sim.model.law import fixed
from sim.model.park import Regime
from sim.model.text import Text

ID = "graduation"
TITLE = Text("graduation from the incubator", "孵化毕业")
SOURCE = Text(
    "practice of Ziyuan: phase 1 in office floors, then a building of the park (S2); after how many days: ESTIMATE",
    "资源县做法：一期用办公楼层，后迁入园区厂房（S2）；多少天后：ESTIMATE（估计）",
)
POLICY = "graduation"
WAIT = "graduation_wait"


class Settings(Form):
    """Unchanged, and no days: nothing changes."""

    on: SwitchOrUnchanged = told(
        "must firms graduate? unchanged: as the park has it", "是否须毕业；写 unchanged 则同园区现状", True
    )
    after_days: Amount | None = told("days that a firm may stay before it moves", "须迁出前可停留的天数", None)


NEUTRAL = Settings(on=None)


def faults(settings: Settings, regime: Regime) -> Faults:
    """A policy for which no activity asks, or days for which there is no step."""
    found = [] if settings.on is None else never_asked("on", POLICY, regime)
    return found if settings.after_days is None else found + unknown_activities("after_days", [WAIT], regime)


def apply(regime: Regime, settings: Settings) -> Regime:
    """The regime with the policy and the days."""
    if settings.on is not None:
        regime = with_policy(regime, POLICY, "yes" if settings.on else "no")
    days = settings.after_days
    if days is None:
        return regime
    return with_activities(regime, (WAIT,), lambda a: replace(a, duration=fixed(days)))
