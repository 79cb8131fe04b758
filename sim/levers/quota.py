"""招商任务与年末冲刺: so many signatures a year, and near its end weaker firms pass where too few have signed.

Mechanism: while the number is not reached in the last days of a calendar year, the chance of a final no is multiplied
at the steps named. More firms sign then, and since the gate had kept out some of those who never start, fewer of them
start.
"""

from __future__ import annotations

from dataclasses import replace

from sim.levers.fields import Form, Words, told
from sim.levers.numbers import Amount, AtLeastOne
from sim.levers.parts import fitting, not_among
from sim.levers.settings import Faults, unknown
from sim.model.park import Regime
from sim.model.people import Quota
from sim.model.text import Text

ID = "quota"
TITLE = Text("quota of signatures", "年度招商任务")
SOURCE = Text(
    "appraisal, reward and penalty by number (S0, S1, S2), no figures there: ESTIMATE",
    "招商考评、诫勉谈话（S0、S1、S2），其中无数字：ESTIMATE（估计）",
)
COUNTED = "signed"
STEPS = ("negotiation", "joint_review", "shell_review")


class Settings(Form):
    """No number: nothing changes."""

    per_year: AtLeastOne | None = told("signatures a calendar year", "每个日历年签约家数", None)
    last_days: AtLeastOne = told("last days of the year, in which people are pressed", "年末冲刺天数", 60)
    refused: Amount = told("multiplies the chance of a final no meanwhile", "其间不予通过概率的倍数", 0.5)
    activities: Words = told(
        "steps at which it acts; none named: those of the park's quota, else negotiation, joint_review, shell_review",
        "作用的步骤；不写则同园区已有任务，否则为洽谈、集中会审与空壳复核",
        (),
    )


NEUTRAL = Settings()


def faults(settings: Settings, regime: Regime) -> Faults:
    """Steps at which nobody is refused, and signatures that nobody ever gives."""
    if settings.per_year is None:
        return []
    if settings.last_days > 366:
        return [("last_days", "quota_longer_than_year", {"got": settings.last_days})]
    refusing = [activity.id for activity in regime.activities if activity.refused is not None]
    if regime.quota is not None:  # what it counts, and where, is the park's affair
        return not_among("activities", settings.activities, refusing)
    carried = sorted({activity.milestone for activity in regime.activities if activity.milestone})
    if COUNTED not in carried:
        return [unknown("per_year", "milestone", COUNTED, carried)]
    return fitting("activities", settings.activities, STEPS, refusing)


def apply(regime: Regime, settings: Settings) -> Regime:
    """The regime with this quota."""
    if settings.per_year is None:
        return regime
    named = settings.activities or _steps(regime)
    steps = tuple(sorted(a.id for a in regime.activities if a.id in named and a.refused is not None))
    year, counted, last_days = float(settings.per_year), _counted(regime), float(settings.last_days)
    return replace(regime, quota=Quota(year, counted, last_days, settings.refused, steps, SOURCE.en))


def _steps(regime: Regime) -> tuple[str, ...]:
    """Steps at which it acts where none is named: those of the park's own quota, if it states one."""
    return regime.quota.activities if regime.quota else STEPS


def _counted(regime: Regime) -> str:
    """The milestone that is counted: the park's own where it states a quota, since one run can count only one."""
    return regime.quota.milestone if regime.quota else COUNTED
