"""拿地即开工: building starts on the day of the land grant, its permits prepared while the land is still in procedure.

Mechanism: sets the policy `start_on_land_grant`; the activity network says with `when:` which steps then run ahead of
the grant or fall away.
"""

from __future__ import annotations

from sim.levers.fields import Form, told
from sim.levers.parts import never_asked, with_policy
from sim.levers.settings import Faults
from sim.model.park import Regime
from sim.model.text import Text

ID = "start_on_land_grant"
TITLE = Text("start building on land grant", "拿地即开工")
SOURCE = Text(
    "State Council reform of construction approval (工程建设项目审批制度改革); county practice",
    "国务院工程建设项目审批制度改革；各县实践",
)
POLICY = "start_on_land_grant"


class Settings(Form):
    """On or off."""

    on: bool = told("is it in force?", "是否施行", True)


NEUTRAL = Settings(on=False)


def faults(settings: Settings, regime: Regime) -> Faults:
    """A park none of whose activities asks for the policy: the lever would move nothing."""
    return never_asked("on", POLICY, regime) if settings.on else []


def apply(regime: Regime, settings: Settings) -> Regime:
    """The regime with the policy at `yes`."""
    return with_policy(regime, POLICY, "yes") if settings.on else regime
