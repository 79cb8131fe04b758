"""跨部门问题: what stops a step until departments agree, laid into the network of activities.

Before each step named a further one is put in, which is left out by chance. Where it is not, the step cannot begin: the
problem is reported first, then waits for a dispatch meeting (调度会) that has so many places, and if none of its places
comes to it in time it goes away by itself. The chance is that of at least one, at a rate of `per_year` over the mean
length of the step; a step meets one at most, so long ones meet fewer than the rate. All else is the rules of
docs/semantics.md.
"""

from __future__ import annotations

from dataclasses import replace
from math import exp

from sim.model.law import By, Law, Probability, fixed, mean
from sim.model.park import GO_ON, Activity, After, EnterpriseType, Labelled, Model, Need, Office, Regime
from sim.model.people import Problems
from sim.model.text import Text

MEETING = "dispatch_meeting"
STAGE = "problems"
TITLE = Text("Dispatch meeting", "调度会")
STAGE_TITLE = Text("Problems between departments", "跨部门问题")
MEETING_LASTS = 0.25  # working days a place on the agenda is held: within the day, so none is used twice
CALENDAR_DAYS = {"calendar": 1.0, "working": 365.0 / 250.0, "site": 365.0 / 340.0}
"""Calendar days in a day of each clock, near enough for a chance that is an ESTIMATE."""


def problem_before(activity: str) -> str:
    """Id of the step that stands before an activity while a problem is not solved."""
    return f"problem_{activity}"


def with_problems(model: Model) -> Model:
    """The model with a step before each of those that problems can stop; itself where no problems are stated."""
    if all(regime.problems is None for regime in model.regimes):
        return model
    meetings = _meetings(model)
    regimes = tuple(_laid_in(regime, meetings) if regime.problems else regime for regime in model.regimes)
    known = any(stage.id == STAGE for stage in model.stages)
    stages = model.stages if known else (*model.stages, Labelled(STAGE, STAGE_TITLE))
    return replace(model, regimes=regimes, stages=stages)


def _meetings(model: Model) -> tuple[float, ...]:
    """Days on which some regime holds its meetings."""
    found: set[float] = set()
    ends = [regime.from_day for regime in model.regimes[1:]] + [model.horizon]
    for regime, end in zip(model.regimes, ends, strict=True):
        rule = regime.problems
        if rule is None or not rule.places or not rule.every_days:
            continue
        days = [k * rule.every_days for k in range(int(model.horizon // rule.every_days) + 1)]
        found |= {day for day in days if regime.from_day <= day < end or day == end == model.horizon}
    return tuple(sorted(found))


def _laid_in(regime: Regime, meetings: tuple[float, ...]) -> Regime:
    rule = regime.problems
    assert rule is not None
    stopped = [activity for activity in regime.activities if activity.id in rule.activities]
    before = {activity.id: _problem(activity, rule, meetings) for activity in stopped}
    steps = [_after_its_problem(activity) if activity.id in before else activity for activity in regime.activities]
    office = Office(MEETING, TITLE, ((0.0, rule.places),), source=rule.source)
    return replace(
        regime,
        activities=tuple(sorted([*steps, *before.values()], key=lambda activity: activity.id)),
        offices=tuple(sorted([*regime.offices, office], key=lambda one: one.id)),
        enterprises=tuple(_in_hand(kind, before) for kind in regime.enterprises),
    )


def _problem(activity: Activity, rule: Problems, meetings: tuple[float, ...]) -> Activity:
    return Activity(
        id=problem_before(activity.id),
        title=Text(f"Problem before: {activity.title.en}", f"协调问题：{activity.title.zh}"),
        duration=fixed(MEETING_LASTS),
        clock="calendar",
        stage=STAGE,
        needs=(Need(MEETING),),
        after=activity.after,
        when=activity.when,
        probability=chance_of_one(rule.per_year, activity),
        preparation=rule.reported,
        gives_up_after=rule.lasts,
        gives_up_then=GO_ON,
        sessions=meetings,
        source=rule.source,
    )


def chance_of_one(per_year: float, activity: Activity) -> Probability:
    """Chance that a problem stops an activity: 1 - exp(-rate x its mean calendar days / 365), by attribute."""

    def chance(work: Law, preparation: Law) -> Probability:
        if isinstance(work, By):
            return By(work.attribute, tuple((value, chance(case, preparation)) for value, case in work.cases))  # type: ignore[arg-type]
        if isinstance(preparation, By):
            return By(preparation.attribute, tuple((value, chance(work, case)) for value, case in preparation.cases))  # type: ignore[arg-type]
        days = mean(work) * CALENDAR_DAYS[activity.clock] + mean(preparation)
        return 1.0 - exp(-per_year * days / 365.0)

    return chance(activity.duration, activity.preparation or fixed(0.0))


def _after_its_problem(activity: Activity) -> Activity:
    links = (*activity.after, After(problem_before(activity.id)))
    return replace(activity, after=tuple(sorted(links, key=lambda link: (link.activity, link.lag_days))))


def _in_hand(kind: EnterpriseType, before: dict[str, Activity]) -> EnterpriseType:
    """A project that is past a step, or in its midst, has its problem behind it."""
    past = {*kind.already_done, *(name for name, _ in kind.in_progress)}
    done = {problem_before(name) for name in past if name in before}
    return replace(kind, already_done=tuple(sorted({*kind.already_done, *done}))) if done else kind
