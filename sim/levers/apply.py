"""Levers change a regime; here that becomes a change of the whole park, from a day on or between two days."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from sim.levers.settings import Lever
from sim.model.park import Model, Regime


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


def _split(regimes: tuple[Regime, ...], day: float) -> tuple[Regime, ...]:
    if not 0 < day < math.inf or any(regime.from_day == day for regime in regimes):
        return regimes
    before = [regime for regime in regimes if regime.from_day < day]
    after = [regime for regime in regimes if regime.from_day > day]
    return (*before, replace(before[-1], from_day=day), *after)
