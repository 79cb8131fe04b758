"""招商截止: the day on which the county stops paying people to attract firms.

Mechanism: the county's cost of service staff ends on that day. Firms that come later come by themselves: the lever
alone sends nobody away.
"""

from __future__ import annotations

from dataclasses import replace

from sim.levers.fields import Form, told
from sim.levers.numbers import Number
from sim.levers.settings import Faults
from sim.model.park import Regime
from sim.model.text import Text

ID = "attract_until"
TITLE = Text("end of attraction", "招商截止")
SOURCE = Text("park policy; no figure found: ESTIMATE", "园区政策；未找到数字：ESTIMATE（估计）")


class Settings(Form):
    """Left out: nothing changes."""

    day: Number | None = told(
        "last day of paid attraction, from the start of the scenario", "招商截止日：自情景起始日起的天数", None
    )


NEUTRAL = Settings()


def faults(settings: Settings, regime: Regime) -> Faults:
    """None: a day names nothing."""
    return []


def apply(regime: Regime, settings: Settings) -> Regime:
    """The regime in which attraction ends on that day."""
    if settings.day is None:
        return regime
    return replace(regime, money=replace(regime.money, county=replace(regime.money.county, attract_until=settings.day)))
