"""A sweep on a screen: a row a point, a column a strategy, one KPI with its simulation error."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.evidence.rows import mean_rows
from sim.text.experiments import told
from sim.text.labels import label
from sim.text.language import Language
from sim.views.from_manifest import labels_of
from sim.views.screen.columns import plus_minus, table, wrap
from sim.views.screen.kpis import digits_of, unit_of

if TYPE_CHECKING:
    import pandas as pd


def sweep_screen(kpis: pd.DataFrame, manifest: Mapping[str, Any], shown: tuple[str, str], lang: Language) -> list[str]:
    """Lines of at most 100 columns; `shown` is a KPI and its group."""
    labels, names = labels_of(manifest, lang), list(manifest["strategies"])
    points, digits = manifest["states"], digits_of(unit_of(shown[0], manifest, shown[1]))
    mine = kpis[(kpis["kpi"] == shown[0]) & (kpis["group"] == shown[1])]
    head = [*(key.rpartition(".")[2] for key in points[0]), *(labels.strategy(name) for name in names)]
    rows = [
        [*(_value(v) for v in point.values()), *(_mean(mine, name, at, digits) for name in names)]
        for at, point in enumerate(points)
    ]
    values = {"kpi": label(f"kpi.{shown[0]}", lang), "group": shown[1], "n": manifest["replications"]}
    keys = ", ".join(points[0])
    return [*wrap(told("sweep_head", lang, keys=keys, points=len(points), **values)), "", *table(head, rows)]


def _mean(kpis: pd.DataFrame, strategy: str, world: int, digits: int) -> str:
    values = kpis.loc[(kpis["strategy"] == strategy) & (kpis["world"] == world), "value"].to_numpy(dtype=np.float64)
    found = mean_rows(values[np.newaxis], 0.95)
    mean, half = float(found.mean[0]), float(found.high[0] - found.low[0]) / 2
    return "–" if mean != mean else plus_minus(mean, half, digits=digits)


def _value(value: object) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)
