"""Mean days per firm by stage and kind of time, read back from the KPIs, so that they add up to the restricted mean.

A firm that leaves before it produces has days only until it left, while the restricted mean counts it to the limit.
What lies between the two is a part of its own, LEFT: without it a strategy that drives firms away would draw the
shortest bar.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.outcome.stages import COMPONENTS
from sim.views.labels import ALL, Labels
from sim.views.panels import RESTRICTED, Panels

if TYPE_CHECKING:
    import pandas as pd

LEFT = "left"  # after a firm left, up to the limit
PREFIX = "days."


@dataclass(frozen=True, eq=False)
class Days:
    """Mean days per firm of one group; NaN where no history has such firms.

    `stage` is [strategies, stages, COMPONENTS]; `left` and `not_producing` (share of firms, at the limit) are
    [strategies].
    """

    strategies: tuple[str, ...]
    stages: tuple[str, ...]
    stage: np.ndarray
    left: np.ndarray
    not_producing: np.ndarray

    @property
    def total(self) -> np.ndarray:
        """Mean days per firm by strategy: the restricted mean time to production."""
        return np.asarray(self.stage.sum(axis=(1, 2)) + self.left)

    def by_stage(self) -> dict[str, np.ndarray]:
        """Days [strategies] of each stage, then LEFT."""
        return {name: self.stage[:, place].sum(axis=1) for place, name in enumerate(self.stages)} | {LEFT: self.left}

    def by_component(self) -> dict[str, np.ndarray]:
        """Days [strategies] of each kind of time, then LEFT."""
        return {name: self.stage[:, :, place].sum(axis=1) for place, name in enumerate(COMPONENTS)} | {LEFT: self.left}


def mean_days(kpis: pd.DataFrame, curves: pd.DataFrame, panels: Panels, labels: Labels) -> dict[str, Days]:
    """Means over the histories that have firms, by group; "all" is always among them."""
    last = curves[curves["day"] == curves["day"].max()]
    producing = last.groupby(["group", "strategy"], observed=True)["share"].mean()
    chosen = kpis[kpis["kpi"].str.startswith(PREFIX) | (kpis["kpi"] == RESTRICTED)]
    stages = stage_order(chosen, labels)
    means = chosen.groupby(["group", "strategy", "kpi"], observed=True)["value"].mean()
    return {group: _days(group, panels.strategies, stages, means, producing) for group in (ALL, *panels.others)}


def _days(
    group: str,
    strategies: tuple[str, ...],
    stages: tuple[str, ...],
    means: pd.Series[float],
    producing: pd.Series[float],
) -> Days:
    """The days of one group."""

    def mean(strategy: str, kpi: str) -> float:
        return float(means.get((group, strategy, kpi), np.nan))

    parts = [[[mean(s, f"{PREFIX}{name}.{kind}") for kind in COMPONENTS] for name in stages] for s in strategies]
    stage = np.array(parts, dtype=np.float64).reshape(len(strategies), len(stages), len(COMPONENTS))
    whole = np.array([mean(s, RESTRICTED) for s in strategies])
    known = ~np.isnan(whole)
    stage[known] = np.nan_to_num(stage[known])  # a stage that a strategy's table does not name took no days
    rest = whole - stage.sum(axis=(1, 2))
    not_producing = 1 - np.array([float(producing.get((group, s), np.nan)) for s in strategies])
    return Days(strategies, stages, stage, np.where(np.abs(rest) < 1e-6, 0.0, rest), not_producing)


def stage_order(kpis: pd.DataFrame, labels: Labels) -> tuple[str, ...]:
    """Stages in the order of their titles, then those that have none in the order of the table."""
    named = [str(kpi) for kpi in kpis["kpi"].unique() if str(kpi).startswith(PREFIX)]
    there = list(dict.fromkeys(kpi.removeprefix(PREFIX).rpartition(".")[0] for kpi in named))
    known = [name for name in labels.stages if name in there]
    return (*known, *(name for name in there if name not in known))
