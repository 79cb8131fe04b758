"""Rules about the park under a strategy: they need the built model, because a lever can break what the file kept.

Each rule yields (path by ids, code, values).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sim.model.law import By, leaves
from sim.model.park import Activity, AttributeLaw, Choice, EnterpriseType, Model, Office, Regime
from sim.scenario.rules_world import Problem

Values = dict[str, set[str]]
GOAL = "producing"


def elapsed_needs_a_line(model: Model) -> Iterator[Problem]:
    for regime in model.regimes:
        offices = {office.id: office for office in regime.offices}
        for activity in regime.activities:
            for need in activity.needs if activity.basis == "elapsed" else ():
                if need.office in offices and _line_unknown(offices[need.office]):
                    yield ("activities", activity.id, "basis"), "elapsed_behind_finite", {"got": need.office}


def staff_suffice(model: Model) -> Iterator[Problem]:
    for regime in model.regimes:
        most = {office.id: max(staff for _, staff in office.staff) for office in regime.offices if office.staff}
        for activity in regime.activities:
            for need in activity.needs:
                if need.amount > most.get(need.office, need.amount):
                    values: dict[str, object] = {"got": need.amount, "office": need.office, "staff": most[need.office]}
                    yield ("activities", activity.id, "needs"), "never_enough_staff", values


def every_value_covered(model: Model) -> Iterator[Problem]:
    for regime in model.regimes:
        for kind in regime.enterprises:
            values = drawable(kind)
            yield from _attributes_covered(kind, values)
            for activity in regime.activities:
                narrowed = narrow(activity, kind, values, regime, any_mode=True)
                for path, law in _laws(activity) if narrowed is not None else ():
                    yield from _covered(law, narrowed or {}, ("activities", activity.id, *path), kind.id)


def producing_reachable(model: Model, any_mode: bool = False) -> Iterator[Problem]:
    goals = [a for regime in model.regimes for a in regime.activities if a.milestone == GOAL]
    if not goals:
        yield ("activities",), "no_producing", {}
        return
    for regime in model.regimes:
        for goal in (a for a in regime.activities if a.milestone == GOAL):
            if any(narrow(goal, kind, drawable(kind), regime, any_mode) is not None for kind in regime.enterprises):
                return
    if any(regime.enterprises for regime in model.regimes):
        yield (
            ("activities", goals[0].id, "when"),
            "producing_unreachable",
            {"got": ", ".join(sorted({a.id for a in goals}))},
        )


def never_producing(model: Model) -> Iterator[Problem]:
    for kind in model.regimes[0].enterprises:
        goals = [(a, regime) for regime in model.regimes for a in regime.activities if a.milestone == GOAL]
        if not any(narrow(a, kind, drawable(kind), regime, any_mode=True) is not None for a, regime in goals):
            yield ("enterprises", kind.id), "never_produces", {"got": kind.id}


def some_mode_offered(model: Model) -> Iterator[Problem]:
    for regime in model.regimes:
        free = any(kind.site_mode is None for kind in regime.enterprises)
        if (
            free
            and regime.site_modes
            and regime.forced_site_mode is None
            and not any(m.offered for m in regime.site_modes)
        ):
            yield ("site_modes",), "no_mode_offered", {}


def drawable(kind: EnterpriseType) -> Values:
    """Every value that each attribute of a type can take, those it is moved to included."""
    found: Values = {}
    for attribute in kind.attributes:
        drawn = {value for leaf in leaves(attribute.law) for value in _drawn(leaf)}
        moves = dict(attribute.instead)
        found[attribute.name] = {moves.get(value, value) for value in drawn}
    return found


def narrow(activity: Activity, kind: EnterpriseType, values: Values, regime: Regime, any_mode: bool) -> Values | None:
    """The values a firm of this type may have where the activity applies; None where it never does."""
    narrowed = {**_switches(kind, regime, any_mode), **values}
    for name, accepted in activity.when:
        left = narrowed.get(name, set()) & set(accepted)
        if not left:
            return None
        narrowed[name] = left
    return narrowed


def _switches(kind: EnterpriseType, regime: Regime, any_mode: bool) -> Values:
    offered = {mode.id for mode in regime.site_modes if mode.offered or any_mode}
    if regime.forced_site_mode is not None:
        offered = {regime.forced_site_mode}
    if kind.site_mode is not None:
        offered = {kind.site_mode}
    offered |= {a.refused.then for a in regime.activities if a.refused is not None}
    return {**{name: {value} for name, value in regime.policies}, "site_mode": offered}


def _line_unknown(office: Office) -> bool:
    return office.staff is not None and (office.other_applicants is None or office.line_on_day_one is None)


def _drawn(law: object) -> set[str]:
    if isinstance(law, Choice):
        return {value for value, share in zip(law.values, law.probabilities, strict=True) if share > 0}
    return {str(law)}


def _laws(activity: Activity) -> Iterator[tuple[tuple[str, ...], object]]:
    yield ("duration",), activity.duration
    yield ("probability",), activity.probability
    yield ("preparation",), activity.preparation
    yield ("gives_up_after",), activity.gives_up_after
    if activity.sent_back is not None:
        yield ("sent_back", "probability"), activity.sent_back.probability
        yield ("sent_back", "correction"), activity.sent_back.correction
        yield ("sent_back", "duration"), activity.sent_back.duration
    if activity.refused is not None:
        yield ("refused", "probability"), activity.refused.probability


def _covered(law: object, values: Values, path: tuple[str, ...], kind: str) -> Iterator[Problem]:
    if not isinstance(law, By):
        return
    path, cases = (*path, "by", law.attribute), dict(law.cases)
    if law.attribute not in values:
        yield path, "by_attribute_missing", {"got": law.attribute, "kind": kind}
    for value in sorted(values.get(law.attribute, ())):
        if value in cases:
            yield from _covered(cases[value], {**values, law.attribute: {value}}, (*path, value), kind)
        else:
            yield path, "by_not_covered", {"got": f"{law.attribute}: {value}", "kind": kind}


def _attributes_covered(kind: EnterpriseType, values: Values) -> Iterator[Problem]:
    plain = drawable(replace(kind, attributes=tuple(replace(a, instead=()) for a in kind.attributes)))
    for attribute in kind.attributes:
        law: AttributeLaw = attribute.law
        yield from _covered(law, {**values, **plain}, ("enterprises", kind.id, "attributes", attribute.name), kind.id)
