"""一窗通办、并联审批、容缺受理: papers are handled in one place, side by side, and taken before every one is there.

Mechanism: at steps that the window handles, the office has less work with a paper, for it goes from hand to hand no
more; its line stays, and moves as much faster. An activity waits no longer for another, but for what that one waited
for, and whatever follows it waits for both. At tolerant steps the firm prepares for a shorter time and is sent back
more often.
"""

from __future__ import annotations

from dataclasses import replace

from sim.levers.fields import Form, Words, told
from sim.levers.numbers import Amount, Many, Nested
from sim.levers.parts import (
    eased,
    fitting,
    not_among,
    stretched,
    unknown_activities,
    what_is_left,
    with_activities,
)
from sim.levers.settings import Faults
from sim.model.park import Activity, After, Office, Regime
from sim.model.people import Eased
from sim.model.text import Text

ID = "one_window"
TITLE = Text("one window, steps side by side", "一窗受理、并联审批")
SOURCE = Text(
    "counties' one window and acceptance with papers missing (S0, S1, S3), no figures there; handling and "
    "preparation x .7, returns x 1.3: ESTIMATE",
    "各县一窗通办、容缺受理（S0、S1、S3），其中无数字；办理 x .7、自备材料 x .7、退件 x 1.3：ESTIMATE（估计）",
)
HANDLED = (
    "company_registration",
    "project_filing",
    "environmental_assessment",
    "permits_to_start",
    "permits_on_land_grant",
    "fire_acceptance",
)
TOLERANT = ("environmental_assessment",)


class LinkForm(Form):
    """A link that falls away."""

    activity: str = told("activity that waits no longer", "不再等待的活动")
    waits_for: str = told("the predecessor that it waited for", "原先等待的前置活动")


PARALLEL = (
    LinkForm(activity="project_filing", waits_for="company_registration"),
    LinkForm(activity="environmental_assessment", waits_for="project_filing"),
)
"""Links of set-up in the activity network that a window can do without."""


class Settings(Nested):
    """On or off."""

    on: bool = told("is it in force?", "是否施行", True)
    parallel: Many[LinkForm] = told(
        "links that fall away: activity, waits_for; left out: filing beside registration, assessment beside filing",
        "取消的先后关系：activity、waits_for；不写则备案与登记并行、环评与备案并行",
        PARALLEL,
    )
    handled: Words = told(
        "steps that the window handles; none named: registration, filing, assessment, permits, fire acceptance",
        "由窗口办理的活动；不写则为登记、备案、环评、开工许可、消防验收",
        (),
    )
    handling: Amount = told("multiplies the office's own work there", "这些活动部门办理时长的倍数", 0.7)
    tolerant: Words = told(
        "steps accepted with papers missing; none named: environmental_assessment",
        "容缺受理的活动；不写则为 environmental_assessment",
        (),
    )
    preparation: Amount = told("multiplies the firm's own preparation there", "这些活动企业自备材料时长的倍数", 0.7)
    returns: Amount = told("multiplies the chance of being sent back there", "这些活动退件概率的倍数", 1.3)


NEUTRAL = Settings(on=False)


def faults(settings: Settings, regime: Regime) -> Faults:
    """Links that the park does not have, steps of no office, and steps for which nobody prepares."""
    if not settings.on:
        return []
    found = _links_missing(settings, regime)
    if settings.handling != 1:
        found += not_among("handled", settings.handled, _handled_by_offices(regime))
    if settings.preparation != 1 or settings.returns != 1:
        ready = [a.id for a in regime.activities if a.preparation is not None and a.sent_back is not None]
        found += fitting("tolerant", settings.tolerant, TOLERANT, ready, off="preparation: 1, returns: 1")
    return found


def _links_missing(settings: Settings, regime: Regime) -> Faults:
    """Links named that the park does not have; where none is named, the defaults if it has not one of them."""
    if "parallel" not in settings.model_fields_set:
        followed = {after.activity for activity in regime.activities for after in activity.after}
        return fitting("parallel", (), [link.activity for link in PARALLEL], followed, off="parallel: []")
    found = unknown_activities("parallel", [link.activity for link in settings.parallel], regime)
    for link in settings.parallel if not found else ():
        found += not_among("parallel", [link.waits_for], _predecessors(link.activity, regime))
    return found


def apply(regime: Regime, settings: Settings) -> Regime:
    """The regime with one window, steps side by side and tolerant acceptance."""
    if not settings.on:
        return regime
    regime = _handled(regime, settings)
    for link in settings.parallel:
        regime = _beside(regime, link.activity, link.waits_for)

    own = Eased(ID, preparation=settings.preparation, returns=settings.returns)
    return with_activities(regime, settings.tolerant or TOLERANT, lambda activity: eased(activity, own))


def _handled(regime: Regime, settings: Settings) -> Regime:
    """The regime with less work on each paper that the window handles, whoever hands it in."""
    offices = _handled_by_offices(regime)
    names = [name for name in settings.handled or HANDLED if name in offices]
    own, before = Eased(ID, work=settings.handling), {a.id: a for a in regime.activities}
    left = {name: what_is_left(before[name], settings.handling) for name in names}
    new = with_activities(regime, names, lambda activity: eased(activity, own))
    return replace(new, offices=tuple(_for_others(office, left) for office in new.offices))


def _for_others(office: Office, left: dict[str, float]) -> Office:
    """The office with the same less work for applicants from elsewhere who hand in the same papers."""
    others = office.other_applicants
    if others is None or others.duration is None or others.like is None:
        return office
    factor = left.get(others.like, 1.0)
    if factor == 1:
        return office
    return replace(office, other_applicants=replace(others, duration=stretched(others.duration, factor)))


def _handled_by_offices(regime: Regime) -> list[str]:
    return [activity.id for activity in regime.activities if activity.needs]


def _predecessors(name: str, regime: Regime) -> list[str]:
    """What an activity waits for; nothing where nothing follows it, or the predecessor would be waited for nowhere."""
    followed = any(after.activity == name for activity in regime.activities for after in activity.after)
    return [after.activity for a in regime.activities if a.id == name and followed for after in a.after]


def _beside(regime: Regime, name: str, before: str) -> Regime:
    """The regime in which an activity runs beside one that came before it."""
    if before not in _predecessors(name, regime):
        return regime
    earlier = next((activity.after for activity in regime.activities if activity.id == before), ())

    def freed(activity: Activity) -> Activity:
        links = {after for after in activity.after if after.activity != before}
        lags = [after.lag_days for after in activity.after if after.activity == before]
        return _after(activity, links | {After(a.activity, a.lag_days + lag) for a in earlier for lag in lags})

    def following(activity: Activity) -> Activity:
        waits_for = {after.activity for after in activity.after}
        return _after(activity, {*activity.after, After(before)} if before not in waits_for else set(activity.after))

    followers = [a.id for a in regime.activities if any(after.activity == name for after in a.after)]
    return with_activities(with_activities(regime, (name,), freed), followers, following)


def _after(activity: Activity, links: set[After]) -> Activity:
    return replace(activity, after=tuple(sorted(links, key=lambda after: (after.activity, after.lag_days))))
