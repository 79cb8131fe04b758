"""限时办结: an office promises to be done within so many working days, and takes first what is due first.

Mechanism: the order of its line. A limit of law goes before the promise, and the clock stands still while a firm
corrects. Nobody works faster for it: with too few people the promise is broken, and `over_promise` counts how often.
"""

from __future__ import annotations

from dataclasses import replace

from sim.levers.fields import Form, told
from sim.levers.numbers import Positive
from sim.levers.settings import Faults, unknown
from sim.model.park import Regime
from sim.model.text import Text

ID = "time_limits"
TITLE = Text("time limit of an office", "限时办结")
SOURCE = Text("counties promise limits and count breaches (S0, S1, S3)", "各县承诺限时办结并通报超时（S0、S1、S3）")


class Settings(Form):
    """No limit: nothing changes."""

    office: str = told("id of the office", "部门的 id")
    working_days: Positive | None = told("promised working days", "承诺工作日", None)


NEUTRAL = Settings(office="any")


def faults(settings: Settings, regime: Regime) -> Faults:
    """An office that the park does not have, or one before which nobody waits."""
    offices = {office.id: office for office in regime.offices}
    if settings.office not in offices:
        return [unknown("office", "office", settings.office, offices)]
    if settings.working_days is not None and offices[settings.office].staff is None:
        return [("office", "promise_without_line", {"got": settings.office})]
    return []


def apply(regime: Regime, settings: Settings) -> Regime:
    """The regime in which the office works by due date."""
    if settings.working_days is None:
        return regime
    offices = tuple(
        replace(office, promise_working_days=settings.working_days) if office.id == settings.office else office
        for office in regime.offices
    )
    return replace(regime, offices=offices)
