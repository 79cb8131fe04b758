"""Levels and differences of KPIs as plain rows that a screen can ask for by strategy, group and KPI."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

Where = tuple[str, str, str]
"""Strategy, group, KPI."""
LEVEL_COLUMNS = ("mean", "low", "high", "p10", "p50", "p90", "n", "missing")
CHANGE_COLUMNS = ("difference", "low", "high", "bought", "n")


@dataclass(frozen=True, slots=True)
class Level:
    """Mean over histories with its 95 % simulation interval, P10-P90 of one history, histories with and without."""

    mean: float
    low: float
    high: float
    p10: float
    p50: float
    p90: float
    n: int
    missing: int

    @property
    def half(self) -> float:
        """Half-width of the interval."""
        return (self.high - self.low) / 2


@dataclass(frozen=True, slots=True)
class Change:
    """Difference from the baseline, paired, with its interval and what the pairing bought."""

    difference: float
    low: float
    high: float
    bought: float
    n: int

    @property
    def half(self) -> float:
        """Half-width of the interval."""
        return (self.high - self.low) / 2


def level_rows(levels: pd.DataFrame) -> dict[Where, Level]:
    """Levels by strategy, group and KPI."""
    found = {}
    for place, (mean, low, high, p10, p50, p90, n, missing) in _by_place(levels, LEVEL_COLUMNS):
        found[place] = Level(mean, low, high, p10, p50, p90, int(n), int(missing))
    return found


def change_rows(differences: pd.DataFrame) -> dict[Where, Change]:
    """Differences by strategy, group and KPI."""
    found = {}
    for place, (difference, low, high, bought, n) in _by_place(differences, CHANGE_COLUMNS):
        found[place] = Change(difference, low, high, bought, int(n))
    return found


def _by_place(table: pd.DataFrame, columns: tuple[str, ...]) -> list[tuple[Where, tuple[float, ...]]]:
    places = zip(*(table[key].astype(str).tolist() for key in ("strategy", "group", "kpi")))
    values = zip(*(table[name].tolist() for name in columns))
    return [((strategy, group, kpi), row) for (strategy, group, kpi), row in zip(places, values)]
