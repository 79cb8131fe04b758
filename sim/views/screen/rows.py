"""Levels and differences of KPIs as plain rows that a screen can ask for by strategy, group and KPI."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

Where = tuple[str, str, str]
"""Strategy, group, KPI."""


@dataclass(frozen=True, slots=True)
class Level:
    """Mean over histories with its 95 % simulation interval, P10-P90 of one history, and how many histories have a value."""

    mean: float
    low: float
    high: float
    p10: float
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
    n: int
    bought: float

    @property
    def half(self) -> float:
        """Half-width of the interval."""
        return (self.high - self.low) / 2


def level_rows(levels: pd.DataFrame) -> dict[Where, Level]:
    """Levels by strategy, group and KPI."""
    numbers = ("mean", "low", "high", "p10", "p90", "n", "missing")
    return {where: Level(*values) for where, values in _by_place(levels, numbers)}


def change_rows(differences: pd.DataFrame) -> dict[Where, Change]:
    """Differences by strategy, group and KPI."""
    return {
        where: Change(*values) for where, values in _by_place(differences, ("difference", "low", "high", "n", "bought"))
    }


def _by_place(table: pd.DataFrame, columns: tuple[str, ...]) -> list[tuple[Where, tuple[float, ...]]]:
    places = zip(*(table[key].astype(str).tolist() for key in ("strategy", "group", "kpi")))
    values = zip(*(table[name].tolist() for name in columns))
    return [((str(s), str(g), str(k)), tuple(row)) for (s, g, k), row in zip(places, values)]
