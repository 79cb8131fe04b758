"""企业自主选择: who decides how a firm gets its roof, and whether it may stay away.

Mechanism: `free` lets every firm compare what each offered mode is worth to it, waits included, and stay away if none
is worth it; `shares` hands modes out by preference; `forced` gives everybody one mode. The lever `site_modes` says
what is offered; of two levers that force, the later one holds, and `free` and `shares` end what an earlier one forced.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from sim.levers.fields import Form, told
from sim.levers.settings import Faults, unknown
from sim.model.park import Regime
from sim.model.text import Text

ID = "site_choice"
TITLE = Text("free choice of site mode", "企业自主选择用地方式")
SOURCE = Text(
    "park policy; firms rent more often where demand is risky and cash is short (studies of rent against own)",
    "园区政策；需求风险大、资金紧的企业更多租赁（租购选择研究）",
)
FORCED = "forced"


class Settings(Form):
    """Left out: nothing changes."""

    rule: Literal["free", "shares", "forced"] | None = told("free, shares or forced", "free、shares 或 forced", None)
    mode: str | None = told("the site mode that is forced", "指定的用地方式", None)


NEUTRAL = Settings()


def faults(settings: Settings, regime: Regime) -> Faults:
    """A mode that the park does not have, or none where one is forced."""
    if settings.rule != FORCED:
        return []
    if settings.mode is None:
        return [("mode", "missing_key", {"got": "mode"})]
    known = [mode.id for mode in regime.site_modes]
    return [] if settings.mode in known else [unknown("mode", "site_mode", settings.mode, known)]


def apply(regime: Regime, settings: Settings) -> Regime:
    """The regime with this rule of choice."""
    if settings.rule is None:
        return regime
    if settings.rule == FORCED:
        return replace(regime, forced_site_mode=settings.mode)
    return replace(regime, site_choice=settings.rule, forced_site_mode=None)
