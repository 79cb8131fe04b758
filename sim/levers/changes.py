"""What differs between two parks, told one path a line: what `explain` prints of every lever."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

from sim.model.calendar import date_of
from sim.model.law import Distribution
from sim.model.park import After, Model, PriorityRule, Regime
from sim.text.language import Language
from sim.text.screen import screen

UNTOLD = ("eased",)  # kept beside the numbers that a lever changed, which are told
Change = tuple[str, str, str]
"""(path, old, new)."""


def changes(old: Model, new: Model, lang: Language = "en") -> list[Change]:
    """What differs between two parks, one path a line, things in lists named by their id; days as dates."""
    found = [
        change
        for f in fields(old)
        if f.name != "regimes"
        for change in _walk(getattr(old, f.name), getattr(new, f.name), f.name, old.start)
    ]
    starts = sorted({regime.from_day for regime in (*old.regimes, *new.regimes)})
    for start, end in zip(starts, [*starts[1:], math.inf], strict=True):
        span = "" if len(starts) == 1 else _span(old, start, end, lang)
        before, after = (_between(_in_force(park, start), start, end) for park in (old, new))
        found += [(path + span, was, now) for path, was, now in _walk(before, after, "", old.start)]
    return found


def _span(park: Model, start: float, end: float, lang: Language) -> str:
    if end == math.inf:
        return screen("change_from", lang, start=date_of(park.start, start))
    return screen("change_between", lang, start=date_of(park.start, start), end=date_of(park.start, end))


def _between(regime: Regime, start: float, end: float) -> Regime:
    """The rules as they are from one day to another: steps of staff that come later belong to what follows."""
    offices = tuple(replace(o, staff=o.staff and tuple(s for s in o.staff if s[0] < end)) for o in regime.offices)
    teams = tuple(replace(t, people=tuple(step for step in t.people if step[0] < end)) for t in regime.teams)
    return replace(regime, from_day=start, offices=offices, teams=teams)


def _in_force(model: Model, day: float) -> Regime:
    return [regime for regime in model.regimes if regime.from_day <= day][-1]


def _walk(old: Any, new: Any, path: str, start: date) -> Iterator[Change]:
    if old == new:
        return
    if is_dataclass(old) and type(old) is type(new):
        for field in fields(old):
            if field.name in UNTOLD:
                continue
            inside = f"{path}.{field.name}".lstrip(".")
            yield from _walk(getattr(old, field.name), getattr(new, field.name), inside, start)
    elif _named(old) and _named(new):
        one, other = ({_name(item): item for item in items} for items in (old, new))
        for name in sorted(one.keys() | other.keys()):
            yield from _walk(one.get(name), other.get(name), f"{path}.{name}", start)
    elif _keyed(old) and _keyed(new):
        one, other = dict(old), dict(new)
        for name in sorted(one.keys() | other.keys()):
            yield from _walk(one.get(name), other.get(name), f"{path}.{name}", start)
    else:
        yield path, compact(old, start), compact(new, start)


def _named(value: Any) -> bool:
    return isinstance(value, tuple) and all(_name(item) for item in value)


def _name(item: Any) -> str:
    """What names a thing in a list: its id, its name, or of a predecessor the activity."""
    return item.activity if isinstance(item, After) else getattr(item, "id", "") or getattr(item, "name", "")


def _keyed(value: Any) -> bool:
    """Pairs of a name and a value, as policies and conditions are."""
    return isinstance(value, tuple) and all(
        isinstance(item, tuple) and len(item) == 2 and isinstance(item[0], str) for item in value
    )


def compact(value: Any, start: date) -> str:
    """A value of the model in a few words; steps over time with the date from which they hold.

    >>> day = date(2024, 1, 1)
    >>> compact((("device_class", ("I", "II")),), day), compact(None, day), compact(True, day)
    ('device_class: I II', 'none', 'yes')
    >>> compact(((0.0, 3), (366.0, 5)), day)
    '3 5 (2025-01-01)'
    """
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if is_dataclass(value):
        return _of_a_thing(value, start)
    if not isinstance(value, tuple):
        return str(value)
    if value and all(isinstance(item, tuple) and len(item) == 2 for item in value):
        return _of_pairs(value, start)
    return " ".join(compact(item, start) for item in value) or "none"


def _of_pairs(pairs: tuple[tuple[Any, Any], ...], start: date) -> str:
    if not all(isinstance(left, float) for left, _ in pairs):
        return "; ".join(f"{compact(left, start)}: {compact(right, start)}" for left, right in pairs)
    steps = [(compact(right, start), day) for day, right in pairs]
    return " ".join(f"{said} ({date_of(start, day)})" if day else said for said, day in steps)


def _of_a_thing(thing: Any, start: date) -> str:
    if hasattr(thing, "id"):
        return str(thing.id)
    if isinstance(thing, After):
        return thing.activity + (f" +{thing.lag_days:g}" if thing.lag_days else "")
    if isinstance(thing, Distribution) and not thing.of and not thing.shift and thing.factor == 1:
        return f"{thing.kind} {compact(thing.params, start)}"
    if isinstance(thing, PriorityRule):
        where = compact(thing.offices, start) if thing.offices else "all"
        return f"{compact(thing.when, start)} at {where} +{thing.places:g}"
    values = [getattr(thing, field.name) for field in fields(thing) if field.name != "source"]
    told = (compact(value, start) for value in values if value not in (None, (), ""))
    return f"{type(thing).__name__}({', '.join(told)})"
