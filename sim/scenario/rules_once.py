"""Rules about what stands twice where once says it all: names in a list, predecessors, a lever with the same settings.

A list of names is a set: whoever writes a name a second time meant another, or copied a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from pydantic import BaseModel

from sim.scenario.faults import Loc
from sim.scenario.laws_of import parts_of
from sim.scenario.rules_world import Problem
from sim.scenario.schema import Document
from sim.scenario.strategies import Use

Uses = Mapping[str, tuple[Use, ...]]
WEIGHTED = ("values", "dates")  # lists in which a second time counts: chances of an input, two firms of one day
TOLD_BY = {"after": ("activity",), "needs": ("office",), "parallel": ("activity", "waits_for"),
           "pays": ("item",), "receives": ("item",)}  # fmt: skip
"""Lists of forms that are sets too, with the keys that make two items the same."""


def names_once(document: Document) -> Iterator[Problem]:
    """No name, predecessor or office stands twice in one list."""
    yield from _repeated((), document)


def settings_once(uses: Uses) -> Iterator[Problem]:
    """No name stands twice in a list among the settings of a lever, and no lever twice with the same settings."""
    for strategy in uses.values():
        for at, use in enumerate(strategy):
            yield from _repeated(use.loc, use.settings)
            if any(_same(use, before) for before in strategy[:at]):
                yield (*use.loc, "[key]"), "lever_twice", {"got": use.lever_id}


def _same(one: Use, other: Use) -> bool:
    return all(
        getattr(one, name) == getattr(other, name)
        for name in ("lever_id", "settings", "from_day", "until_day", "cost_per_year")
    )


def _repeated(root: Loc, form: BaseModel) -> Iterator[Problem]:
    """Each item of a list inside that has stood in it before."""
    for loc, listed in parts_of(root, form):
        keys = TOLD_BY.get(str(loc[-1]) if loc else "", ())
        names = isinstance(listed, tuple) and all(isinstance(item, str | date) for item in listed)
        if not isinstance(listed, tuple) or loc[-1] in WEIGHTED or not (keys or names):
            continue
        meant = [tuple(getattr(item, key) for key in keys) or (item,) for item in listed]
        for at, item in enumerate(meant):
            if item in meant[:at]:
                yield (*loc, at, *keys[:1]), "listed_twice", {"got": item[0]}
