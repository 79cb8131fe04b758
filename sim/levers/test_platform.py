"""公共检测平台、自检实验室: samples are tested near by, or by the firm itself, instead of in a line far away.

Mechanism: the duration of one step, the type test, is drawn from another law for the classes named, and its law is
multiplied by a factor for the others. Luck stays: whose test was slow stays slow among the tests. What fails a test
fails it as often as before, and no other step moves.
"""

from __future__ import annotations

from dataclasses import replace

from sim.levers.device_classes import CLASS, classes_of
from sim.levers.fields import Form, Words, told
from sim.levers.numbers import Amount, ThreeOrUnchanged
from sim.levers.parts import eased, law, not_among, stretched, unknown_activities, with_activities
from sim.levers.settings import Faults
from sim.model.law import By, Law
from sim.model.park import Activity, Regime
from sim.model.people import Eased
from sim.model.text import Text

ID = "test_platform"
TITLE = Text("test platform, laboratory of one's own", "公共检测平台、自检实验室")
SOURCE = Text(
    "county plans for a test platform, branch laboratories and self-testing (S0, S3), no figures there; 30 to 80 days "
    "in place of 45 to 150: ESTIMATE",
    "各县检验检测平台、省所分实验室、自检实验室方案（S0、S3），其中无数字；由 45 至 150 天到 30 至 80 天："
    "ESTIMATE（估计）",
)


class Settings(Form):
    """Days unchanged and factor 1: nothing changes."""

    activity: str = told("id of the test", "检验活动的 id", "type_test")
    classes: Words = told("device classes for which days stands", "按 days 计的器械类别", ("II", "III"))
    days: ThreeOrUnchanged = told(
        "duration for these classes: shortest, most likely, longest; unchanged: the factor holds for all",
        "这些类别的时长：最短、最可能、最长；写 unchanged 则各类别均按 factor",
        (30.0, 45.0, 80.0),
    )
    factor: Amount = told("multiplies the duration otherwise", "其余情形下时长的倍数", 1.0)


NEUTRAL = Settings(days=None)


def faults(settings: Settings, regime: Regime) -> Faults:
    """A step that the park does not have, or classes that nobody who is tested can have."""
    if settings == NEUTRAL:
        return []
    found = unknown_activities("activity", [settings.activity], regime)
    for activity in regime.activities if settings.days is not None else ():
        if activity.id == settings.activity:
            known = _classes(activity, regime)
            if not known:
                found.append(("activity", "attribute_never_held", {"got": CLASS}))
            elif not set(known) & set(settings.classes):
                found += not_among("classes", settings.classes, known)
    return found


def apply(regime: Regime, settings: Settings) -> Regime:
    """The regime with another duration of the test."""

    def tested(activity: Activity) -> Activity:
        old, new = activity.duration, law(settings.days)
        otherwise = old if settings.factor == 1 else stretched(old, settings.factor)
        known = _classes(activity, regime)
        if new is None or not known:
            return eased(activity, Eased(ID, work=settings.factor))
        cases = tuple((value, new if value in settings.classes else _of(otherwise, value)) for value in known)
        return replace(activity, duration=By(CLASS, cases))

    return with_activities(regime, (settings.activity,), tested) if settings != NEUTRAL else regime


def _classes(activity: Activity, regime: Regime) -> list[str]:
    """Device classes that are told apart here: those of its law, else those it asks for, else those of the park."""
    if isinstance(activity.duration, By) and activity.duration.attribute == CLASS:
        return [value for value, _ in activity.duration.cases]
    return sorted(dict(activity.when).get(CLASS, ())) or classes_of(regime)


def _of(old: Law, value: str) -> Law:
    """What the law says of one class."""
    if isinstance(old, By) and old.attribute == CLASS:
        return dict(old.cases)[value]  # type: ignore[return-value]  # cases of a law are laws
    return old
