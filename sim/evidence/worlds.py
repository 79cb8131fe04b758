"""What drawn states of the world do to the answer: the mean of each world, and how far worlds spread.

The range over worlds is about doubt in inputs; it is neither the error of a mean nor the range of one history, and is
never mixed with them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

_CELL = ["strategy", "world", "group", "kpi"]


@dataclass(frozen=True)
class Spread:
    """A strategy's difference from the baseline over drawn worlds: P10, median, P90, and how often it is less."""

    strategy: str
    p10: float
    p50: float
    p90: float
    less: float
    worlds: int


def by_world(kpis: pd.DataFrame) -> pd.DataFrame:
    """Mean over histories of every KPI in each world: strategy, world, group, kpi, mean, n."""
    finite = kpis[np.isfinite(kpis["value"])]
    groups = finite.groupby(_CELL, sort=False, observed=True)["value"]
    found: pd.DataFrame = groups.agg(mean="mean", n="size").reset_index()
    return found


def spreads(kpis: pd.DataFrame, kpi: str, group: str = "all") -> list[Spread]:
    """Over drawn worlds (1 and up), the difference of each strategy's mean from the first strategy's, in its unit."""
    means = by_world(kpis[(kpis["kpi"] == kpi) & (kpis["group"] == group) & (kpis["world"] > 0)])
    wide = means.pivot(index="world", columns="strategy", values="mean")
    names = [str(name) for name in wide.columns]
    found = []
    for name in names[1:]:
        gap = (wide[name] - wide[names[0]]).dropna().to_numpy()
        if len(gap):
            p10, p50, p90 = np.quantile(gap, (0.1, 0.5, 0.9)).tolist()
            found.append(Spread(name, p10, p50, p90, float(np.mean(gap < -1e-9)), len(gap)))
    return found
