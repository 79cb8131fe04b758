"""Warnings about words spelt almost like others: a value that nothing asks for, a case that nobody has.

Both may be meant: a library has cases for firms that a park lacks, and a value may be there for groups alone.  So a
word is told only where it is like one that would have done something.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator

from sim.scenario.build import needs_of
from sim.scenario.faults import Loc, near
from sim.scenario.laws_of import by_cases, values_of
from sim.scenario.modes import MODE_NAMES
from sim.scenario.rules_values import ASKING
from sim.scenario.rules_world import Problem
from sim.scenario.schema import Document

LIKE = 0.8  # share of letters in common
SAYS = {**dict.fromkeys(("true", "on", "y", "是"), "yes"), **dict.fromkeys(("false", "off", "n", "否"), "no")}
QUOTES = "“”‘’「」\"' "
SHORTEST = 4  # letters; I, II and III are like each other and three things


def names_asked_for(document: Document) -> Iterator[Problem]:
    """A warning: nothing asks for an attribute, and something for one spelt almost like it that the type lacks."""
    asked = {name for name, _ in _asked(document)} | set(document.groups)
    for at, kind in enumerate(document.enterprises):
        lower = {name.lower() for name in kind.attributes}
        for name in kind.attributes:
            others = {one for one in asked - set(kind.attributes) if one.lower() not in lower - {name.lower()}}
            others |= {one for one in asked if one != name and one.lower() == name.lower()}
            if name not in asked and (like := spelt_like(name, others)):
                yield ("enterprises", at, "attributes", name, "[key]"), "attribute_unasked", {"got": name, "near": like}


def policies_asked_for(document: Document) -> Iterator[Problem]:
    """A warning: a policy is set for which nothing asks."""
    attributes = {name for kind in document.enterprises for name in kind.attributes}
    asked = {name for form in document.activities for name in form.when} - attributes
    for name in document.policies:
        if name not in asked:
            said: dict[str, object] = {"got": name, "near": near(name, asked), "known": ", ".join(sorted(asked)) or "-"}
            yield ("policies", name, "[key]"), "policy_unasked", said


def values_asked_for(document: Document) -> Iterator[Problem]:
    """A warning: nothing asks for a value that a firm has, and something for one spelt almost like it."""
    asked = _asked(document)
    for loc, name, value in _values(document):
        words = [word for attribute, word in asked if attribute == name]
        bare = value.strip(QUOTES)  # Chinese quotation marks are letters of a word to YAML
        if value not in words and (like := spelt_like(value, words) or (bare if bare != value else "")):
            yield loc, "value_unasked", {"got": value, "attribute": name, "near": like}


def cases_had(document: Document) -> Iterator[Problem]:
    """A warning: no firm comes to a case of a `by:`, and one has a value spelt almost like it."""
    held = {(name, value) for _, name, value in _values(document)}
    asked = _asked(document)
    for key in ASKING:
        for loc, name, value in by_cases((key,), getattr(document, key)):
            had = [word for attribute, word in held if attribute == name]
            known = name in MODE_NAMES or value in had or asked[name, value] > 1
            if not known and (like := spelt_like(value, had)):
                yield (*loc, "[key]"), "case_of_nobody", {"got": value, "attribute": name, "near": like}


def spelt_like(word: str, others: Iterable[str]) -> str:
    """The word that was probably meant; empty where none is, or where two differ in their last letter only, as a and b.

    >>> spelt_like("chamebr", ["squad", "chamber"]), spelt_like("type_a", ["type_b"]), spelt_like("II", ["III"])
    ('chamber', '', '')
    """
    others = list(others)
    plain = word.strip(QUOTES).lower()
    if (plain != word and plain in others) or SAYS.get(plain, plain) in others:
        return SAYS.get(plain, plain) if SAYS.get(plain, plain) in others else plain
    words = [other for other in others if (len(other), other[:-1]) != (len(word), word[:-1])]
    found = difflib.get_close_matches(word.lower(), [other.lower() for other in words], n=1, cutoff=LIKE)
    if not found or max(len(word), len(found[0])) < SHORTEST:
        return ""
    return next(other for other in words if other.lower() == found[0])


def _values(document: Document) -> Iterator[tuple[Loc, str, str]]:
    """Every value of every attribute of a type, and of every policy: (place, name, value)."""
    for at, kind in enumerate(document.enterprises):
        for name, form in kind.attributes.items():
            for loc, value in values_of(("enterprises", at, "attributes", name), form):
                yield (*loc, "[key]") if loc[-2] == "discrete" else loc, name, value
    yield from ((("policies", name), name, value) for name, value in document.policies.items())


def _asked(document: Document) -> Counter[tuple[str, str]]:
    """How often conditions and cases ask for each value of each attribute; types that are like each other ask once."""
    cases = [case for key in ASKING for case in by_cases((key,), getattr(document, key))]
    once = {(loc[2:] if loc[0] == "enterprises" else loc, name, value) for loc, name, value in cases}
    asked = Counter((name, value) for _, name, value in once)
    asked.update((name, value) for form in document.activities for name in form.when for value in form.when[name])
    return asked


def offices_and_modes_are_met(document: Document) -> Iterator[Problem]:
    """A warning: nobody comes to an office, or to a way in, and its id is spelt almost like another."""
    needed = {need.office for form in document.activities for need in needs_of(form)}
    for name in document.offices:
        if name not in needed and (like := spelt_like(name, set(document.offices) - {name})):
            yield ("offices", name, "[key]"), "id_like_another", {"got": name, "near": like}
    asked = {value for form in document.activities for key in MODE_NAMES for value in form.when.get(key, ())}
    for at, mode in enumerate(document.site_modes):
        others = [other.id for other in document.site_modes if other.id != mode.id]
        if not asked & {mode.id, mode.chain} and (like := spelt_like(mode.id, others)):
            yield ("site_modes", at, "id"), "id_like_another", {"got": mode.id, "near": like}


WARNINGS = (offices_and_modes_are_met, names_asked_for, policies_asked_for, values_asked_for, cases_had)
