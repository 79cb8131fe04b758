"""Warnings about words spelt almost like others: a value that nothing asks for, a case that nobody has.

Both may be meant: a library has cases for firms that a park lacks, and a value may be there for groups alone.  So a
word is told only where it is like one that would have done something.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator

from sim.scenario.faults import Loc
from sim.scenario.laws_of import by_cases, values_of
from sim.scenario.modes import MODE_NAMES
from sim.scenario.rules_values import ASKING
from sim.scenario.rules_world import Problem
from sim.scenario.schema import Document

LIKE = 0.8  # share of letters in common
SHORTEST = 4  # letters; I, II and III are like each other and three things


def values_asked_for(document: Document) -> Iterator[Problem]:
    """A warning: nothing asks for a value that a firm has, and something for one spelt almost like it."""
    asked = _asked(document)
    for loc, name, value in _values(document):
        words = [word for attribute, word in asked if attribute == name]
        if value not in words and (like := spelt_like(value, words)):
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
    words = [other for other in others if (len(other), other[:-1]) != (len(word), word[:-1])]
    found = difflib.get_close_matches(word.lower(), [other.lower() for other in words], n=1, cutoff=LIKE)
    if not found or max(len(word), len(found[0])) < SHORTEST:
        return ""
    return next(other for other in words if other.lower() == found[0])


def _values(document: Document) -> Iterator[tuple[Loc, str, str]]:
    """Every value of every attribute of a type: (place, attribute, value)."""
    for at, kind in enumerate(document.enterprises):
        for name, form in kind.attributes.items():
            for loc, value in values_of(("enterprises", at, "attributes", name), form):
                yield (*loc, "[key]") if loc[-2] == "discrete" else loc, name, value


def _asked(document: Document) -> Counter[tuple[str, str]]:
    """How often conditions and cases ask for each value of each attribute; types that are like each other ask once."""
    cases = [case for key in ASKING for case in by_cases((key,), getattr(document, key))]
    once = {(loc[2:] if loc[0] == "enterprises" else loc, name, value) for loc, name, value in cases}
    asked = Counter((name, value) for _, name, value in once)
    asked.update((name, value) for form in document.activities for name in form.when for value in form.when[name])
    return asked


WARNINGS = (values_asked_for, cases_had)
