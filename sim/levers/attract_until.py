"""招商截止: the day on which the county stops seeking firms.

Mechanism: after that day no firm appears by itself, offices that work for nothing but signatures (squads, agents, the
gate) have nobody, and the county's cost of service staff ends. Who has signed stays (`sim/model/attraction.py`).
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
        "day on which firms are sought no more, from the start", "招商截止日：自情景起始日起的天数", None
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
