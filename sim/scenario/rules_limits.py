"""Rules about going on without what was waited for, what spares a refusal, promises, problems and quotas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.model.law import pick
from sim.model.park import GO_ON, Model
from sim.model.problems import MEETING, MOST, expected_problems, most_expected, problem_at
from sim.scenario.faults import Loc
from sim.scenario.firms import Firms, asked_by
from sim.scenario.laws_of import chosen_by, laws_of
from sim.scenario.rules_names import unknown
from sim.scenario.rules_world import Problem
from sim.scenario.schema import Document
from sim.text.rounding import fixed


def going_on_makes_sense(document: Document) -> Iterator[Problem]:
    """A firm goes on without what it has waited for; a payment or a verdict cannot be left out like that."""
    for at, form in enumerate(document.activities):
        if form.gives_up_then != GO_ON:
            continue
        loc: Loc = ("activities", at)
        if form.gives_up_after is None:
            yield (*loc, "gives_up_then"), "goes_on_without_patience", {"got": form.id}
        for key in ("pays", "sent_back", "refused"):
            if getattr(form, key):
                yield (*loc, "gives_up_then"), "goes_on_unpaid", {"got": form.id, "key": key}


def limits_are_reached(document: Document) -> Iterator[Problem]:
    """Problems stop steps that everybody who comes to them has; a quota acts where somebody can be refused."""
    steps = {form.id: form for form in document.activities}
    stopped = document.problems.activities if document.problems else ()
    for i, name in enumerate(stopped):
        if name in steps and steps[name].probability is not None:
            yield ("problems", "activities", i), "problem_by_chance", {"got": name}
        if name in steps and steps[name].decides:
            yield ("problems", "activities", i), "problem_decides", {"got": name}
    yield from _problem_names_free(document)
    for loc, law in laws_of(("problems",), document.problems):
        if list(chosen_by(law)):
            yield (*loc, "by"), "problem_by_attribute", {}
    for i, name in enumerate(document.quota.activities if document.quota else ()):
        if name in steps and steps[name].refused is None:
            yield ("quota", "activities", i), "quota_never_refused", {"got": name}
    if document.quota and document.quota.last_days > 366:
        yield ("quota", "last_days"), "quota_longer_than_year", {"got": document.quota.last_days}


def _problem_names_free(document: Document) -> Iterator[Problem]:
    """What problems bring along has names of its own."""
    if document.problems is None:
        return
    if MEETING in document.offices:
        yield ("offices", MEETING), "meeting_is_office", {"got": MEETING}
    problems = {problem_at(name): name for name in document.problems.activities}
    for at, form in enumerate(document.activities):
        if form.id in problems:
            yield ("activities", at, "id"), "problem_is_activity", {"got": form.id, "step": problems[form.id]}


def problems_are_few(model: Model) -> Iterator[Problem]:
    """Each problem that an activity may meet is a step of the network, so there are not any number of them."""
    for regime in model.regimes:
        stated = regime.problems
        if stated is None:
            continue
        for activity in (a for a in regime.activities if a.id in stated.activities):
            most = most_expected(stated.per_year, activity)
            if most > MOST:
                values: dict[str, object] = {
                    "got": stated.per_year,
                    "step": activity.id,
                    "number": fixed(most, 1),
                    "most": MOST,
                }
                yield ("problems", "per_year"), "problems_too_many", values


def problems_arise(base: Model, under: Mapping[str, Model]) -> Iterator[Problem]:
    """A step that takes no time, under any strategy, meets no problem: whoever names it waits for what never comes."""
    stated = base.regimes[0].problems
    for name in stated.activities if stated else ():
        steps = [a for model in (base, *under.values()) for r in model.regimes for a in r.activities if a.id == name]
        if all(most_expected(1.0, step) == 0 for step in steps):
            yield ("problems", "activities", name), "problem_at_once", {"got": name}


def problems_of_some(model: Model) -> Iterator[Problem]:
    """A warning: a step takes no time for some of the firms that come to it, so these meet no problem there."""
    regime = model.regimes[0]
    stated = regime.problems.activities if regime.problems else ()
    for step in (activity for activity in regime.activities if activity.id in stated):
        rate = expected_problems(1.0, step)
        firms = [f for k in regime.enterprises for f in Firms(k, regime, True).in_modes(step.when, asked_by(rate))]
        without = [firm for firm in firms if pick(rate, firm) == 0]
        if without and len(without) < len(firms):
            names = sorted(asked_by(rate))
            spared = sorted({", ".join(f"{name}: {firm[name]}" for name in names) for firm in without})
            yield ("problems", "activities", step.id), "problem_of_some", {"got": step.id, "spared": "; ".join(spared)}


def promises_bind(document: Document) -> Iterator[Problem]:
    """A promise orders the line of an office; one with ample staff has none. (A warning.)"""
    for name, office in document.offices.items():
        if office.promise_working_days is not None and office.staff is None and office.steps is None:
            yield ("offices", name, "promise_working_days"), "promise_without_line", {"got": name}


def limit_names_exist(document: Document) -> Iterator[Problem]:
    """Activities and milestones named by problems, the quota and refusals exist."""
    activities = {form.id for form in document.activities}
    carried = {form.milestone for form in document.activities if form.milestone}
    for key, form in (("problems", document.problems), ("quota", document.quota)):
        names = form.activities if form else ()
        yield from unknown("activity", [((key, "activities", i), name) for i, name in enumerate(names)], activities)
    if document.quota:
        yield from unknown("milestone", [(("quota", "milestone"), document.quota.milestone)], carried)
    for at, step in enumerate(document.activities):
        if step.refused is not None and step.refused.unless is not None:
            loc: Loc = ("activities", at, "refused", "unless")
            yield from unknown("milestone", [(loc, step.refused.unless)], carried)


RULES = (going_on_makes_sense, limits_are_reached)
NAMES = (limit_names_exist,)
WARNINGS = (promises_bind,)
