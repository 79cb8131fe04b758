"""The rule about values: what a condition or an award asks for, some firm has, or something else in the file names.

A library names classes that a scenario does not draw, so a value that stands in several places is believed; one that
stands in a single condition and cannot be drawn is a slip of the pen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from sim.levers import registration_path
from sim.levers.all_levers import POLICIES
from sim.levers.start_on_land_grant import POLICY
from sim.scenario.faults import Loc, near
from sim.scenario.laws_of import by_cases, picks_of, values_of
from sim.scenario.modes import MODE_NAMES, SITE_CHAIN, SITE_MODE, chains
from sim.scenario.rules_world import Problem
from sim.scenario.schema import Document
from sim.scenario.strategies import Use

Uses = Mapping[str, tuple[Use, ...]]
Condition = tuple[Loc, str, str]
"""(place, attribute, one accepted value)."""

ASKING = ("activities", "enterprises", "offices", "money")  # where a by: may stand
ON = "yes"  # what a lever gives to the policy of a team
BY_LEVERS = {
    registration_path.ATTRIBUTE: {*registration_path.Settings.model_fields, registration_path.ELSE},
    **{name: set(values) for name, values in POLICIES.items()},
}


def values_held(document: Document, uses: Uses) -> Iterator[Problem]:
    """A value that a condition or an award asks for can be drawn or set, or is named elsewhere for that attribute."""
    held = _held(document)
    conditions = [*_of_activities(document), *_of_levers(uses)]
    named = Counter((name, value) for _, name, value in conditions)
    named.update((name, value) for key in ASKING for _, name, value in by_cases((key,), getattr(document, key)))
    for loc, name, value in [*conditions, *_of_awards(document)]:  # those are among the cases of money already
        if name not in held or value in held[name] or (name not in MODE_NAMES and named[name, value] > 1):
            continue  # an unknown attribute is a fault of its own
        known = sorted(held[name] | {other for attribute, other in named if attribute == name and other != value})
        said: dict[str, object] = {"got": value, "attribute": name, "near": near(value, known)}
        said["known"] = ", ".join(known[:12]) or "-"
        yield loc, "value_never_held", said


def _held(document: Document) -> dict[str, set[str]]:
    """The values that firms, policies and levers give to each name that a condition may ask for."""
    chain_of = chains(document)
    held: dict[str, set[str]] = {SITE_MODE: set(chain_of), SITE_CHAIN: set(chain_of.values())}
    for kind in document.enterprises:
        for name, form in kind.attributes.items():
            held.setdefault(name, set()).update(value for _, value in values_of((), form))
    for name, value in document.policies.items():
        held.setdefault(name, set()).add(value)
    held.setdefault(POLICY, set())
    for team in document.teams:
        held.setdefault(team.id, set()).add(ON)
    return {name: values | BY_LEVERS.get(name, set()) for name, values in held.items()}


def _of_activities(document: Document) -> Iterator[Condition]:
    for at, form in enumerate(document.activities):
        for name, values in form.when.items():
            if name not in MODE_NAMES:  # rules_names has rules for them
                yield from ((("activities", at, "when", name), name, value) for value in dict.fromkeys(values))


def _of_levers(uses: Uses) -> Iterator[Condition]:
    for use in (use for strategy in uses.values() for use in strategy):
        for name, values in getattr(use.settings, "when", {}).items():
            yield from (((*use.loc, "when", name), name, value) for value in dict.fromkeys(values))


def _of_awards(document: Document) -> Iterator[Condition]:
    """Who is not named gets no subsidy and brings no commission, so a slip of the pen would pay nobody."""
    for at, subsidy in enumerate(document.money.subsidies):
        for loc, form in picks_of(("money", "subsidies", at, "amount"), subsidy.amount):
            for name, cases in (form.by or {}).items():
                if name not in MODE_NAMES:  # rules_money has a rule for them
                    yield from (((*loc, "by", name, value), name, value) for value in cases)
