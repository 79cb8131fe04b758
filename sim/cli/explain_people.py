"""What `explain` says about who helps, problems between departments, the quota and promises; nothing where none are.

Rules that change on a later day are told again from that day on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from sim.model.calendar import date_of
from sim.text.language import Language, say
from sim.text.rounding import significant
from sim.text.screen import screen
from sim.views.screen.columns import indented

if TYPE_CHECKING:
    from sim.model.law import Law
    from sim.model.park import Activity, Model, Regime
    from sim.model.people import Team

Told = Callable[["Regime", Language], list[str]]
LIST = {"en": ", ", "zh": "、"}
PARTS = {"en": "; ", "zh": "；"}
QUANTITIES = ("preparation", "correction", "returns")


def people_lines(model: Model, lang: Language) -> list[str]:
    """Under each heading what the rules of the first day say, and of each later day on which they say otherwise.

    Takes the park before problems are laid into it.
    """
    milestones = {milestone.id: say(milestone.title, lang) for milestone in model.milestones}
    parts: dict[str, Told] = {
        "explain_helpers": lambda regime, lang: [_helper(team, regime, model, lang) for team in at_work(regime)],
        "explain_strongest": _strongest,
        "explain_problems": _problems,
        "explain_quota": lambda regime, lang: _quota(regime, milestones, lang),
        "explain_promises": _promises,
    }
    lines = []
    for heading, told in parts.items():
        rows = [row for line in _over_time(model, told, lang) for row in indented(line)]
        lines += [screen(heading, lang), *rows] if rows else []
    return lines


def _over_time(model: Model, told: Told, lang: Language) -> Iterator[str]:
    before: list[str] = []
    for regime in model.regimes:
        said = told(regime, lang)
        for line in said:
            if line not in before:
                day = date_of(model.start, regime.from_day)
                yield screen("since_day", lang, day=day, said=line) if regime.from_day else line
        before = said


def at_work(regime: Regime) -> list[Team]:
    """Teams that some firm may get under these policies."""
    policies = dict(regime.policies)
    switches = {team.id for team in regime.teams} | set(policies)

    def asked(activity: Activity) -> bool:
        return all(policies.get(name) in values for name, values in activity.when if name in switches)

    taken = {take.what for activity in regime.activities if asked(activity) for take in activity.takes}
    return [team for team in regime.teams if team.id in taken]


def _helper(team: Team, regime: Regime, model: Model, lang: Language) -> str:
    (_, first), *later = team.people
    people = [screen("helper_person" if first == 1 else "helper_people", lang, people=first)]
    people += [
        screen("helper_people_from", lang, people=number, day=date_of(model.start, day)) for day, number in later
    ]
    factors = {name: getattr(team, name) for name in QUANTITIES}
    what = [screen(f"help_{name}", lang, factor=f"{value:g}") for name, value in factors.items() if value != 1]
    what += [screen("help_places", lang, places=f"{team.places:g}")] if team.places else []
    where = screen("helper_where", lang, activities=_titles(team.activities, regime, lang)) if team.activities else ""
    return screen(
        "helper",
        lang,
        team=say(team.title, lang) or team.id,
        people=LIST[lang].join(people),
        caseload=team.caseload,
        order=screen(f"order_{team.assignment}", lang),
        what=LIST[lang].join(what) or screen("helper_nothing", lang),
        where=where,
    )


def _strongest(regime: Regime, lang: Language) -> list[str]:
    """One line for each set of levers and teams that act on the same quantity of the same activities."""
    lines = []
    for quantity in (*QUANTITIES, "work"):
        having = [activity for activity in regime.activities if _has(activity, quantity)]
        groups: dict[tuple[tuple[float, str], ...], list[str]] = {}
        for activity in having:
            acting = _acting(activity, quantity, regime, lang)
            if len(acting) > 1:
                groups.setdefault(acting, []).append(activity.id)
        for ((factor, best), *others), names in groups.items():
            said = [
                screen("strongest_other", lang, title=title, factor=significant(weaker)) for weaker, title in others
            ]
            where = screen("everywhere", lang)
            if len(names) < len(having):
                where = screen("at_steps", lang, activities=_titles(names, regime, lang))
            words = {"quantity": screen(f"quantity_{quantity}", lang), "best": best, "factor": significant(factor)}
            lines.append(screen("strongest", lang, **words, others=LIST[lang].join(said), where=where))
    return lines


def _has(activity: Activity, quantity: str) -> bool:
    if quantity == "work":
        return bool(activity.eased)
    return activity.preparation is not None if quantity == "preparation" else activity.sent_back is not None


def _acting(activity: Activity, quantity: str, regime: Regime, lang: Language) -> tuple[tuple[float, str], ...]:
    """(factor, title) of all that lessen a quantity at an activity, the strongest first."""
    from sim.levers.all_levers import BY_ID

    levers = [(getattr(one, quantity), say(BY_ID[one.id].TITLE, lang)) for one in activity.eased]
    teams = [
        (getattr(team, quantity), say(team.title, lang) or team.id)
        for team in (at_work(regime) if quantity != "work" else ())  # nobody works faster for having help
        if not team.activities or activity.id in team.activities
    ]
    return tuple(sorted(one for one in [*levers, *teams] if one[0] < 1))


def _problems(regime: Regime, lang: Language) -> list[str]:
    rule = regime.problems
    if rule is None:
        return []
    parts = [
        screen("problems_rate", lang, rate=f"{rule.per_year:g}", activities=_titles(rule.activities, regime, lang))
    ]
    parts += [screen("problems_reported", lang, days=_days(rule.reported))] if rule.reported is not None else []
    parts.append(screen("problems_last", lang, days=_days(rule.lasts)))
    held = screen("problems_meetings", lang, every=f"{rule.every_days:g}", places=rule.places)
    return [PARTS[lang].join([*parts, held if rule.places else screen("problems_unmet", lang)])]


def _days(law: Law) -> str:
    """The numbers of a law, or its mean where they say little; laws of problems never differ by attribute."""
    from sim.model.law import Distribution, mean

    assert isinstance(law, Distribution)
    if law.kind in ("fixed", "pert", "uniform", "triangular") and law.factor == 1 and not law.shift:
        return "–".join(f"{days:g}" for days in law.params)
    return f"{mean(law):g}"


def _quota(regime: Regime, milestones: dict[str, str], lang: Language) -> list[str]:
    quota = regime.quota
    if quota is None:
        return []
    numbers = {"number": f"{quota.per_year:g}", "days": f"{quota.last_days:g}", "factor": f"{quota.refused:g}"}
    milestone, activities = milestones.get(quota.milestone, quota.milestone), _titles(quota.activities, regime, lang)
    return [screen("quota_line", lang, **numbers, milestone=milestone, activities=activities)]


def _promises(regime: Regime, lang: Language) -> list[str]:
    return [
        screen(
            "promise_line", lang, office=say(office.title, lang) or office.id, days=f"{office.promise_working_days:g}"
        )
        for office in regime.offices
        if office.promise_working_days is not None
    ]


def _titles(names: list[str] | tuple[str, ...], regime: Regime, lang: Language) -> str:
    titles = {activity.id: say(activity.title, lang) or activity.id for activity in regime.activities}
    return LIST[lang].join(titles[name] for name in names)
