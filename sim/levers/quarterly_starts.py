"""季度一开工: all that are ready start building or fitting out on one day of the quarter.

Mechanism: a step of no length that may start only on those days stands before the works. Nothing becomes faster; who
is ready early waits.
"""

from __future__ import annotations

from sim.levers.fields import Form, told
from sim.levers.parts import never_asked, with_policy
from sim.levers.settings import Faults
from sim.model.park import Regime
from sim.model.text import Text

ID = "quarterly_starts"
TITLE = Text("starts by the quarter", "季度集中开工")
SOURCE = Text("a start ceremony every quarter (S2)", "一季度一开工（S2）")
POLICY = "start_ceremony"


class Settings(Form):
    """On or off; the days stand with the activity `start_ceremony`."""

    on: bool = told("is it in force?", "是否施行", True)


NEUTRAL = Settings(on=False)


def faults(settings: Settings, regime: Regime) -> Faults:
    """A park in which nothing waits for such a day."""
    return never_asked("on", POLICY, regime) if settings.on else []


def apply(regime: Regime, settings: Settings) -> Regime:
    """The regime in which works begin together."""
    return with_policy(regime, POLICY, "yes") if settings.on else regime
