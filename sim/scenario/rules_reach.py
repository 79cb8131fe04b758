"""Rules about what can be reached: milestones nobody comes to, and parks of too many kinds of firms to tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from sim.engine.attributes import possible_values
from sim.levers.all_levers import POLICIES
from sim.model.park import Activity, EnterpriseType, Model, Regime
from sim.scenario.firms import MOST, Firms, TooMany, asked_by
from sim.scenario.rules_park import GOAL, laws_in, numbers_in
from sim.scenario.rules_world import Problem

OPENINGS = ("arrival", "signed")  # milestones that every firm has


def few_combinations(model: Model) -> Iterator[Problem]:
    """What conditions and laws ask of a type has few enough answers to look at them all."""
    for regime in model.regimes:
        for kind in regime.enterprises:
            firms = Firms(kind, regime, any_mode=True)
            try:
                for names in sorted(set(_questions(kind, regime)), key=sorted):
                    firms.drawn(names)
            except TooMany as found:
                values: dict[str, object] = {"got": found.count, "most": MOST}
                yield ("enterprises", kind.id, "attributes"), "too_many_combinations", values


def milestones_reachable(base: Model, under: Mapping[str, Model]) -> Iterator[Problem]:
    """Every milestone can be reached by some firm in some site mode, under some value that a lever may give a policy.

    `producing` has a rule of its own. Steps of a library that ask for a kind of firm which this park does not have
    (no shell firms, no emergency filings) carry their milestones for other parks; whether such a value is a slip of the
    pen, `rules_values` judges.
    """
    carriers: dict[str, list[str]] = {}
    held = _values_held(base)
    for activity in base.regimes[0].activities:
        if activity.milestone and activity.milestone != GOAL and not _for_firms_elsewhere(activity, held):
            carriers.setdefault(activity.milestone, []).append(activity.id)
    models = [base, *under.values(), *_with_policies(base)]
    for milestone, activities in sorted(carriers.items()):
        if not any(_reached(model, kind.id, milestone, True) for model in models for kind in _kinds(model)):
            values: dict[str, object] = {"got": milestone, "activities": ", ".join(activities)}
            yield ("activities", activities[0], "milestone"), "milestone_unreachable", values


def _values_held(base: Model) -> dict[str, set[str]]:
    """Every value that some firm of the park can have, by attribute."""
    held: dict[str, set[str]] = {}
    for kind in _kinds(base):
        for attribute in kind.attributes:
            held.setdefault(attribute.name, set()).update(possible_values(kind, attribute.name))
    return held


def _for_firms_elsewhere(activity: Activity, held: Mapping[str, set[str]]) -> bool:
    """Does it ask for a value that no firm of this park can have?"""
    return any(name in held and not held[name] & set(values) for name, values in activity.when)


def _with_policies(base: Model) -> Iterator[Model]:
    """The park under each value that a lever may give each of its policies."""
    for name, values in {**POLICIES, **{team.id: ("yes",) for team in base.regimes[0].teams}}.items():
        for value in values:
            rules = replace(
                base.regimes[0], policies=tuple(sorted({**dict(base.regimes[0].policies), name: value}.items()))
            )
            yield replace(base, regimes=(rules,))


def evidence_reachable(under: Mapping[str, Model]) -> Iterator[Problem]:
    """What is reported of a type lies between milestones that it can reach under the strategy named."""
    evidence = next(iter(under.values())).evidence if under else ()
    for at, report in enumerate(evidence):
        model = under[report.strategy]
        for key, milestone in (("from", report.start), ("to", report.end)):
            if milestone not in OPENINGS and not _reached(model, report.subject, milestone, False):
                values: dict[str, object] = {"got": milestone, "kind": report.subject, "strategy": report.strategy}
                yield ("evidence", at, key), "evidence_unreachable", values


def _questions(kind: EnterpriseType, regime: Regime) -> Iterator[frozenset[str]]:
    for attribute in kind.attributes:
        yield frozenset(asked_by(attribute.law))
    for activity in regime.activities:
        asked = frozenset(name for name, _ in activity.when)
        yield asked
        for _, law in laws_in(activity):
            yield asked | asked_by(law)
    for _, law in numbers_in(regime, kind):
        yield frozenset(asked_by(law))
    for subsidy in regime.money.subsidies:
        yield frozenset(asked_by(subsidy.amount))


def _kinds(model: Model) -> Iterable[EnterpriseType]:
    return model.regimes[0].enterprises


def _reached(model: Model, kind_id: str, milestone: str, any_mode: bool) -> bool:
    """Whether some firm of the type does an activity that carries the milestone, under some regime."""
    for regime in model.regimes:
        carriers: list[Activity] = [a for a in regime.activities if a.milestone == milestone]
        kinds = [kind for kind in regime.enterprises if kind.id == kind_id]
        if any(Firms(kind, regime, any_mode).reach(a) for kind in kinds for a in carriers):
            return True
    return False
