"""Which ways to get a roof the park offers, or forces on everybody.

Mechanism: firms choose among the modes that are offered; a forced mode leaves no choice.  Firms whose type fixes a mode
are moved by neither.
"""

from __future__ import annotations

from dataclasses import replace

from sim.levers.fields import Form, Words, told
from sim.levers.settings import Faults, unknown
from sim.model.park import Regime
from sim.model.text import Text

ID = "site_modes"
TITLE = Text("site modes offered or forced", "提供或指定的用地方式")
SOURCE = Text(
    "park policy; the county decides what it builds and leases",
    "园区政策；由县里决定建什么、租什么",
)


class Settings(Form):
    """Both left out: nothing changes."""

    offered: Words | None = told("exactly these modes are offered", "只提供这些方式", None)
    forced: str | None = told("every firm takes this mode", "所有企业一律采用", None)


NEUTRAL = Settings()


def faults(settings: Settings, regime: Regime) -> Faults:
    """Modes that the park does not have."""
    known = [mode.id for mode in regime.site_modes]
    found = [unknown("offered", "site_mode", name, known) for name in settings.offered or () if name not in known]
    if settings.forced is not None and settings.forced not in known:
        found.append(unknown("forced", "site_mode", settings.forced, known))
    return found


def apply(regime: Regime, settings: Settings) -> Regime:
    """The regime with exactly the listed modes offered, and the forced one in force."""
    if settings.offered is not None:
        offered = set(settings.offered)
        modes = tuple(replace(mode, offered=mode.id in offered) for mode in regime.site_modes)
        regime = replace(regime, site_modes=modes)
    return regime if settings.forced is None else replace(regime, forced_site_mode=settings.forced)
