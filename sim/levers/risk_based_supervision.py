"""差异化监管、无事不扰: inspectors call less often on firms of low risk.

Mechanism: multiplies the chance that a yearly inspection takes place, for the device classes named. Where
inspectors are few, the people who are not on the road have time for applications; no step becomes shorter.
"""

from __future__ import annotations

from dataclasses import replace

from sim.levers.device_classes import CLASS, classes_of
from sim.levers.fields import Form, Words, told
from sim.levers.numbers import Share
from sim.levers.parts import fitting, not_among, scaled, with_activities
from sim.levers.settings import Faults
from sim.model.law import By, Probability
from sim.model.park import Activity, Regime
from sim.model.text import Text

ID = "risk_based_supervision"
TITLE = Text("supervision by risk", "差异化监管")
SOURCE = Text(
    "inspections by risk, no disturbance without cause (S3), no figures there; x .3 for class I: ESTIMATE",
    "差异化监管、无事不扰（S3），其中无数字；第一类 x .3：ESTIMATE（估计）",
)
STEPS = ("inspection_first_year", "inspection_second_year")


class Settings(Form):
    """Factor 1: nothing changes."""

    classes: Words = told("device classes of low risk", "低风险的器械类别", ("I",))
    factor: Share = told("share of the inspections that is left for them", "对其保留的检查比例", 0.3)
    activities: Words = told(
        "inspections; none named: inspection_first_year, inspection_second_year",
        "检查活动；不写则为投产首年与次年检查",
        (),
    )


NEUTRAL = Settings(factor=1.0)


def faults(settings: Settings, regime: Regime) -> Faults:
    """Inspections or classes that the park does not have."""
    if settings.factor == 1:
        return []
    found = not_among("classes", settings.classes, classes_of(regime))
    return found + fitting("activities", settings.activities, STEPS, [activity.id for activity in regime.activities])


def apply(regime: Regime, settings: Settings) -> Regime:
    """The regime with fewer inspections of these classes."""
    if settings.factor == 1:
        return regime

    def rarer(activity: Activity) -> Activity:
        known = _cases(activity, regime)
        kept = {value: scaled(case, settings.factor) if value in settings.classes else case for value, case in known}
        return replace(activity, probability=By(CLASS, tuple(sorted(kept.items()))))

    return with_activities(regime, settings.activities or STEPS, rarer)


def _cases(activity: Activity, regime: Regime) -> list[tuple[str, Probability]]:
    """Chance of an inspection by class."""
    chance = activity.probability
    if isinstance(chance, By) and chance.attribute == CLASS:
        return list(chance.cases)  # type: ignore[arg-type]  # cases of a chance are chances
    return [(value, chance) for value in classes_of(regime)]
