"""开票异常核查: who invoices and does not produce is found out, and struck off.

Mechanism: steps that only shell firms have, an inspector's desk among them. Real firms are not touched; what changes is
how many of those that reports call producing are firms at all.
"""

from __future__ import annotations

from sim.levers.fields import Form, told
from sim.levers.parts import never_asked, with_policy
from sim.levers.settings import Faults
from sim.model.park import Regime
from sim.model.text import Text

ID = "tax_checks"
TITLE = Text("checks of odd invoices", "开票异常核查")
SOURCE = Text("tax points and inspection of odd invoices (S0)", "委托代征点与开票异常稽查（S0）")
POLICY = "tax_checks"


class Settings(Form):
    """On or off."""

    on: bool = told("is it in force?", "是否施行", True)


NEUTRAL = Settings(on=False)


def faults(settings: Settings, regime: Regime) -> Faults:
    """A park in which nobody would be checked."""
    return never_asked("on", POLICY, regime) if settings.on else []


def apply(regime: Regime, settings: Settings) -> Regime:
    """The regime with checks."""
    return with_policy(regime, POLICY, "yes") if settings.on else regime
