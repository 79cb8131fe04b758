"""跨部门问题: what stops a step until departments agree, laid into the network of activities.

Around each step named further ones are put in, one for each problem that it may meet, and each is left out by chance:
half of them hold up its begin, the other half what comes after it. Where one is not left out, the firm cannot go on:
the problem is reported first, then waits for a dispatch meeting (调度会) that has so many places, and if none of its
places comes to it in time it goes away by itself; then comes the next. On average a step meets `per_year` times its
mean length; a long one has as many of them as it takes to make that number out of chances. All else is the rules of
docs/semantics.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import ceil
from typing import NamedTuple

from sim.model.law import By, Law, Probability, fixed, leaves, mean
from sim.model.park import GO_ON, Activity, After, EnterpriseType, Labelled, Model, Need, Office, Regime
from sim.model.people import Problems
from sim.model.text import Text

MEETING = "dispatch_meeting"
STAGE = "problems"
TITLE = Text("Dispatch meeting", "调度会")
STAGE_TITLE = Text("Problems between departments", "跨部门问题")
MEETING_LASTS = 0.25  # working days a place on the agenda is held: within the day, so none is used twice
MOST = 12  # problems that one activity may meet on average; the loader refuses more
ROUNDING = 1e-9
CALENDAR_DAYS = {"calendar": 1.0, "working": 365.0 / 250.0, "site": 365.0 / 340.0}
"""Calendar days in a day of each clock, near enough for a chance that is an ESTIMATE."""


def problem_at(activity: str, number: int = 1) -> str:
    """Id of the step that stands there while the first, second, ... problem of an activity is not solved.

    No activity of a file can have the id of a later one, for ids have no dots.
    """
    return f"problem_{activity}" if number == 1 else f"problem_{activity}.{number}"


def expected_problems(per_year: float, activity: Activity) -> Probability:
    """Problems that an activity meets on average: a rate times its mean calendar days / 365, by attribute."""

    def number(work: Law, preparation: Law) -> Probability:
        if isinstance(work, By):
            return By(work.attribute, tuple((value, number(case, preparation)) for value, case in work.cases))  # type: ignore[arg-type]
        if isinstance(preparation, By):
            return By(preparation.attribute, tuple((value, number(work, case)) for value, case in preparation.cases))  # type: ignore[arg-type]
        return per_year * (mean(work) * CALENDAR_DAYS[activity.clock] + mean(preparation)) / 365.0

    return number(activity.duration, activity.preparation or fixed(0.0))


def most_expected(per_year: float, activity: Activity) -> float:
    """The largest of the numbers of `expected_problems`: that of firms whose work there is longest."""
    return max(leaves(expected_problems(per_year, activity)))  # type: ignore[type-var, return-value]


def with_problems(model: Model) -> Model:
    """The model with the problems of each step that they can stop; itself where none are stated."""
    if all(regime.problems is None for regime in model.regimes):
        return model
    meetings, laid = _meetings(model), _how_laid(model)
    regimes = tuple(_laid_in(regime, meetings, laid) if regime.problems else regime for regime in model.regimes)
    known = any(stage.id == STAGE for stage in model.stages)
    stages = model.stages if known else (*model.stages, Labelled(STAGE, STAGE_TITLE))
    return replace(model, regimes=regimes, stages=stages)


def _how_laid(model: Model) -> dict[str, tuple[int, int]]:
    """Of each activity its problems, and how many of them come before it: half, or all where nothing follows it.

    There are the fewest that can be met as often as the rate of any regime says. Networks of all regimes have the same
    steps, so a lever that shortens or lengthens work for a time changes chances only.
    """
    followed = {link.activity for regime in model.regimes for a in regime.activities for link in a.after}
    many: dict[str, int] = {}
    for regime in model.regimes:
        rule = regime.problems
        if rule is None:
            continue
        for activity in (a for a in regime.activities if a.id in rule.activities):
            expected = most_expected(rule.per_year, activity)
            many[activity.id] = max(1, ceil(expected - ROUNDING), many.get(activity.id, 0))
    return {name: (n, ceil(n / 2) if name in followed else n) for name, n in many.items()}


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


def _laid_in(regime: Regime, meetings: tuple[float, ...], laid: dict[str, tuple[int, int]]) -> Regime:
    rule = regime.problems
    assert rule is not None
    around = {
        activity.id: _around(activity, *laid[activity.id], rule, meetings)
        for activity in regime.activities
        if activity.id in rule.activities
    }
    steps = [_held_up(activity, around) for activity in regime.activities]
    for found in around.values():
        first, *others = found.before
        steps += [_later(first, around), *others, *found.behind]
    office = Office(MEETING, TITLE, ((0.0, rule.places),), source=rule.source)
    return replace(
        regime,
        activities=tuple(sorted(steps, key=lambda activity: activity.id)),
        offices=tuple(sorted([*regime.offices, office], key=lambda one: one.id)),
        enterprises=tuple(_in_hand(kind, around) for kind in regime.enterprises),
    )


class Around(NamedTuple):
    """The problems of an activity: those that hold up its begin, and those that hold up what comes after it.

    Where the activity reaches a milestone, the last step behind is the one that reaches it, when they are over.
    """

    before: tuple[Activity, ...]
    behind: tuple[Activity, ...]


def _around(activity: Activity, many: int, before: int, rule: Problems, meetings: tuple[float, ...]) -> Around:
    """One after the other, as often as the rate says in all; of two the first comes before the activity."""
    chance = _each(expected_problems(rule.per_year, activity), lambda expected: min(1.0, expected / many))
    first = Activity(
        id=problem_at(activity.id),
        title=Text(f"Problem at: {activity.title.en}", f"协调问题：{activity.title.zh}"),
        duration=fixed(MEETING_LASTS),
        clock="calendar",
        stage=STAGE,
        needs=(Need(MEETING),),
        after=activity.after,
        when=activity.when,
        probability=chance,
        preparation=rule.reported,
        gives_up_after=rule.lasts,
        gives_up_then=GO_ON,
        sessions=meetings,
        source=rule.source,
    )
    problems = [first]
    for number in range(2, many + 1):
        title = Text(f"{first.title.en} ({number})", f"{first.title.zh}（{number}）")
        earlier = activity.id if number == before + 1 else problems[-1].id
        problems.append(replace(first, id=problem_at(activity.id, number), title=title, after=(After(earlier),)))
    behind = problems[before:]
    if behind and activity.milestone is not None:
        behind.append(_over(activity, behind[-1]))
    return Around(tuple(problems[:before]), tuple(behind))


def _over(activity: Activity, last: Activity) -> Activity:
    """The step of no length with which an activity is done: its problems are over, its milestone is reached."""
    title = Text(f"{activity.title.en}: done", f"{activity.title.zh}：办结")
    return Activity(
        id=f"{activity.id}.over",
        title=title,
        duration=fixed(0.0),
        stage=activity.stage,
        after=(After(last.id),),
        when=activity.when,
        milestone=activity.milestone,
        source=activity.source,
    )


def _each(value: Probability, change: Callable[[float], float]) -> Probability:
    if isinstance(value, By):
        return By(value.attribute, tuple((name, _each(case, change)) for name, case in value.cases))  # type: ignore[arg-type]
    return change(value)


def _held_up(activity: Activity, around: dict[str, Around]) -> Activity:
    """The activity after its own problems, and after those behind the steps that it comes after."""
    if activity.id in around:
        before, behind = around[activity.id]
        activity = replace(activity, after=(*activity.after, After(before[-1].id)))
        activity = replace(activity, milestone=None) if behind else activity
    return _later(activity, around)


def _later(activity: Activity, around: dict[str, Around]) -> Activity:
    """Whatever comes after a step comes after the problems behind it."""
    last = {name: found.behind[-1].id for name, found in around.items() if found.behind}
    links = [replace(link, activity=last.get(link.activity, link.activity)) for link in activity.after]
    return replace(activity, after=tuple(sorted(links, key=lambda link: (link.activity, link.lag_days))))


def _in_hand(kind: EnterpriseType, around: dict[str, Around]) -> EnterpriseType:
    """A project that is past a step has its problems behind it; in its midst, those that held up the begin."""
    done = {problem.id for name in kind.already_done if name in around for problem in sum(around[name], ())}
    done |= {problem.id for name, _ in kind.in_progress if name in around for problem in around[name].before}
    return replace(kind, already_done=tuple(sorted({*kind.already_done, *done}))) if done else kind
