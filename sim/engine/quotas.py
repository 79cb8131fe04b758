"""Quotas of a model as windows of days: a calendar year each, pressed towards its end (R20)."""

from __future__ import annotations

from datetime import date

import numpy as np

from sim.model.park import Model, Regime


def quota_arrays(model: Model, milestones: list[str]) -> dict[str, np.ndarray]:
    """Arrays of a Case by field name.

    One window a calendar year in which a quota is in force when its pressed days begin. A year that the run sees only
    in part has that part of the quota, rounded.
    """
    windows: list[tuple[float, float, float, int]] = []
    counted = next((r.quota.milestone for r in model.regimes if r.quota), None)
    for since, until in _years(model):
        quota = next((r.quota for r in reversed(model.regimes) if r.quota and _in_force(r, model, until, since)), None)
        if quota is not None:
            number = round(quota.per_year * (until - max(since, 0.0)) / (until - since))
            windows.append((since, max(since, until - quota.last_days), until, number))
    columns = np.array(windows, dtype=np.float64).reshape(-1, 4).T
    names = ("quota_from", "quota_pressed", "quota_until")
    return {
        "quota_milestone": np.array(-1 if counted is None else milestones.index(counted), dtype=np.int32),
        **{name: np.ascontiguousarray(columns[row]) for row, name in enumerate(names)},
        "quota_number": columns[3].astype(np.int32),
    }


def _years(model: Model) -> list[tuple[float, float]]:
    """First day of each calendar year that the run sees, and of the next."""
    years = range(model.start.year, model.start.year + int(model.horizon // 365) + 2)
    spans = [(_day(model, year), _day(model, year + 1)) for year in years]
    return [span for span in spans if span[0] <= model.horizon]


def _day(model: Model, year: int) -> float:
    return float((date(year, 1, 1) - model.start).days)


def _in_force(regime: Regime, model: Model, until: float, since: float) -> bool:
    """Are these rules in force on the day on which the pressed days of a year begin?"""
    assert regime.quota is not None
    day = max(since, until - regime.quota.last_days, 0.0)
    before = [r.from_day for r in model.regimes if r.from_day <= day]
    return regime.from_day == before[-1]
