"""Levers change a regime; here that becomes a change of the whole park, from a day on or between two days."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from sim.levers.settings import Lever
from sim.model.park import Model, PriorityRule, Regime

UNTOLD = ("eased",)  # kept beside the numbers that a lever changed, which are told
Change = tuple[str, str, str]
"""(path, old, new)."""


def apply(model: Model, lever: Lever, settings: Any, from_day: float = 0.0, until_day: float = math.inf) -> Model:
    """The park under the lever from `from_day` until `until_day`; regimes are split where they must be.

    Regimes that the lever leaves as they are are not split, so a neutral setting is the identity.
    """
    between = getattr(lever, "between", None)  # levers that move days must know their own
    settings = settings if between is None else between(settings, from_day, until_day)
    regimes = _split(_split(model.regimes, from_day), until_day)
    moved = tuple(lever.apply(r, settings) if from_day <= r.from_day < until_day else r for r in regimes)
    return model if moved == regimes else replace(model, regimes=moved)


def priced(model: Model, cost_per_year: float, from_day: float = 0.0, until_day: float = math.inf) -> Model:
    """The park in which the county also pays so many yuan a year between two days; nothing but money moves."""
    if not cost_per_year:
        return model
    regimes = _split(_split(model.regimes, from_day), until_day)

    def paid(regime: Regime) -> Regime:
        return replace(regime, levers_cost=regime.levers_cost + cost_per_year)

    return replace(model, regimes=tuple(paid(r) if from_day <= r.from_day < until_day else r for r in regimes))


def changes(old: Model, new: Model) -> list[Change]:
    """What differs between two parks, one path a line, things in lists named by their id."""
    found = [
        change
        for f in fields(old)
        if f.name != "regimes"
        for change in _walk(getattr(old, f.name), getattr(new, f.name), f.name)
    ]
    starts = sorted({regime.from_day for regime in (*old.regimes, *new.regimes)})
    for start, end in zip(starts, [*starts[1:], math.inf], strict=True):
        span = "" if len(starts) == 1 else f" (from day {start:g}" + (")" if end == math.inf else f" to {end:g})")
        before, after = replace(_in_force(old, start), from_day=start), replace(_in_force(new, start), from_day=start)
        found += [(path + span, was, now) for path, was, now in _walk(before, after, "")]
    return found


def _split(regimes: tuple[Regime, ...], day: float) -> tuple[Regime, ...]:
    if not 0 < day < math.inf or any(regime.from_day == day for regime in regimes):
        return regimes
    before = [regime for regime in regimes if regime.from_day < day]
    after = [regime for regime in regimes if regime.from_day > day]
    return (*before, replace(before[-1], from_day=day), *after)


def _in_force(model: Model, day: float) -> Regime:
    return [regime for regime in model.regimes if regime.from_day <= day][-1]


def _walk(old: Any, new: Any, path: str) -> Iterator[Change]:
    if old == new:
        return
    if is_dataclass(old) and type(old) is type(new):
        for field in fields(old):
            if field.name in UNTOLD:
                continue
            yield from _walk(getattr(old, field.name), getattr(new, field.name), f"{path}.{field.name}".lstrip("."))
    elif _named(old) and _named(new):
        one, other = _by_name(old), _by_name(new)
        for name in sorted(one.keys() | other.keys()):
            yield from _walk(one.get(name), other.get(name), f"{path}.{name}")
    else:
        yield path, compact(old), compact(new)


def _named(value: Any) -> bool:
    return isinstance(value, tuple) and all(hasattr(item, "id") or hasattr(item, "name") for item in value)


def _by_name(items: Any) -> dict[str, Any]:
    return {getattr(item, "id", None) or item.name: item for item in items}


def compact(value: Any) -> str:
    """A value of the model in a few words.

    >>> compact((("device_class", ("I", "II")),)), compact(None), compact(3.0)
    ('device_class: I II', 'none', '3')
    """
    if value is None:
        return "none"
    if isinstance(value, float):
        return f"{value:g}"
    if is_dataclass(value):
        if hasattr(value, "id"):
            return str(value.id)
        if isinstance(value, PriorityRule):
            return f"{compact(value.when)} at {compact(value.offices) if value.offices else 'all'} +{value.places:g}"
        parts = [compact(getattr(value, f.name)) for f in fields(value) if getattr(value, f.name) not in (None, (), "")]
        return f"{type(value).__name__}({', '.join(parts)})"
    if isinstance(value, tuple):
        pairs = bool(value) and all(isinstance(item, tuple) and len(item) == 2 for item in value)
        if pairs and all(isinstance(left, float) for left, _ in value):  # steps over time
            return " ".join(compact(right) if not left else f"{compact(right)} (day {left:g})" for left, right in value)
        if pairs:
            return "; ".join(f"{compact(left)}: {compact(right)}" for left, right in value)
        return " ".join(compact(item) for item in value) if value else "none"
    return str(value)
