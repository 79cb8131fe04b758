"""培训中心: people are trained before a firm needs them, so hiring and training take less of its time.

Mechanism: multiplies the duration of one step. Where other steps beside it last longer, no firm produces a day sooner.
"""

from __future__ import annotations

from sim.levers.fields import Form, told
from sim.levers.numbers import Amount
from sim.levers.parts import eased, unknown_activities, with_activities
from sim.levers.settings import Faults
from sim.model.park import Regime
from sim.model.people import Eased
from sim.model.text import Text

ID = "training_centre"
TITLE = Text("training centre", "培训中心")
SOURCE = Text(
    "county plans for a training centre and lists of skills in short supply (S0, S3), no figures there; x .6: ESTIMATE",
    "各县培训中心、紧缺人才目录（S0、S3），其中无数字；时长 x .6：ESTIMATE（估计）",
)


class Settings(Form):
    """Factor 1: nothing changes."""

    activity: str = told("id of the step", "活动的 id", "hiring_training")
    factor: Amount = told("multiplies its duration", "其时长的倍数", 0.6)


NEUTRAL = Settings(factor=1.0)


def faults(settings: Settings, regime: Regime) -> Faults:
    """A step that the park does not have."""
    return unknown_activities("activity", [settings.activity], regime) if settings.factor != 1 else []


def apply(regime: Regime, settings: Settings) -> Regime:
    """The regime with shorter hiring and training."""
    if settings.factor == 1:
        return regime
    return with_activities(regime, (settings.activity,), lambda a: eased(a, Eased(ID, work=settings.factor)))
