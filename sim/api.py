"""Load, run, compare: what a notebook needs, in tidy tables.

>>> import sim
>>> scenario = sim.load("three_clerks").replace({"horizon_days": 400})
>>> comparison = sim.compare(scenario, replications=3, seed=1)
>>> comparison.baseline
'as_is'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sim.scenario.scenario import Scenario
from sim.study.block import TABLES
from sim.study.manifest import manifest
from sim.study.replications import Progress, simulate
from sim.text.language import current_language

if TYPE_CHECKING:
    import pandas as pd

    from sim.evidence.reported import Beside
    from sim.evidence.verdict import Verdict
    from sim.views.figures import Figure

REPLICATIONS = 100
SEED = 1


@dataclass(frozen=True)
class Run:
    """Histories of one strategy as tables.

    Attributes
    ----------
    enterprises
        One row a firm and history: type, attributes, site, status, t_<milestone> in days since the start (NaN = not
        reached).
    activities
        One row an attempt of a firm at an activity: begin, ready, start, finish, what bound it.
    days
        Where the days went: one row a firm, stage and kind of time; a firm's rows add up to its time since signing.
    kpis
        strategy, world, replication, group, kpi, value.
    curves
        Share producing by day since signing, history by history.
    manifest
        What the numbers rest on.
    """

    scenario: Scenario
    tables: dict[str, pd.DataFrame] = field(repr=False)
    manifest: dict[str, Any] = field(repr=False)

    @property
    def enterprises(self) -> pd.DataFrame:
        """One row a firm and history."""
        return self.tables["enterprises"]

    @property
    def activities(self) -> pd.DataFrame:
        """One row an attempt of a firm at an activity."""
        return self.tables["activities"]

    @property
    def days(self) -> pd.DataFrame:
        """Where the days of each firm went."""
        return self.tables["days"]

    @property
    def kpis(self) -> pd.DataFrame:
        """One row a strategy, history, group and KPI."""
        return self.tables["kpis"]

    @property
    def curves(self) -> pd.DataFrame:
        """Share producing by day since signing."""
        return self.tables["curves"]


@dataclass(frozen=True)
class Comparison(Run):
    """Histories of several strategies on common luck; the first is the baseline."""

    @property
    def strategies(self) -> tuple[str, ...]:
        """Names in the order of the scenario; the first is the baseline."""
        return tuple(self.manifest["strategies"])

    @property
    def baseline(self) -> str:
        """The strategy that the others are compared with."""
        return self.strategies[0]

    @property
    def limit_days(self) -> float:
        """Limit of the restricted mean, days."""
        return self.scenario.base_model().limit_days

    def summary(self) -> pd.DataFrame:
        """Level of every KPI: mean with its 95 % simulation interval, and P10-P90 of one history.

        Columns: strategy, group, kpi, mean, low, high, p10, p90, n, missing.
        """
        from sim.evidence.summary import levels

        return levels(self.kpis)

    def differences(self) -> pd.DataFrame:
        """Difference of every KPI from the baseline, paired history by history.

        Columns: strategy, baseline, group, kpi, difference, low, high, n, bought (how many times more histories an
        unpaired comparison needs).
        """
        from sim.evidence.summary import differences

        return differences(self.kpis, self.baseline)

    @cached_property
    def verdict(self) -> Verdict | None:
        """Which strategy is soonest, practically tied, or not to be told yet; None with one strategy."""
        from sim.views.findings import verdict

        return verdict(self.kpis, self.manifest)

    def plot(self, name: str, lang: str | None = None) -> Figure:
        """One of the figures of `sim.views.plots.PLOTS`, ready to show or save."""
        from sim.views.figures import figure

        return figure(name, self.tables, self.manifest, current_language(lang))


def run(
    scenario: Scenario,
    strategy: str | None = None,
    replications: int = REPLICATIONS,
    seed: int = SEED,
    workers: int = 1,
    keep: Sequence[str] = TABLES,
) -> Run:
    """Play histories of one strategy (the first where none is named).

    Raises ScenarioFaults where the scenario has no such strategy.
    """
    name = strategy or scenario.strategies[0]
    return Run(scenario, *_play(scenario, (name,), replications, seed, workers, tuple(keep), None))


def compare(
    scenario: Scenario,
    strategies: Sequence[str] | None = None,
    replications: int = REPLICATIONS,
    seed: int = SEED,
    workers: int = 1,
    keep: Sequence[str] = ("enterprises", "kpis", "curves"),
    progress: Progress | None = None,
) -> Comparison:
    """Play all strategies, or those named, on the same luck; the first is the baseline.

    `keep` names the tables wanted; `activities` and `days` are large and left out unless asked for.
    """
    names = tuple(strategies) if strategies else scenario.strategies
    return Comparison(scenario, *_play(scenario, names, replications, seed, workers, tuple(keep), progress))


def validate(scenario: Scenario, replications: int = 200, seed: int = SEED, workers: int = 1) -> list[Beside]:
    """What the scenario's `evidence` reports beside single histories, one entry each; empty where it states none."""
    from sim.evidence.reported import Reported, beside

    pieces = scenario.base_model().evidence
    strategies = tuple(dict.fromkeys(piece.strategy for piece in pieces))
    if not strategies:
        return []
    tables, _ = _play(scenario, strategies, replications, seed, workers, ("enterprises",), None)
    return [
        beside(
            tables["enterprises"],
            Reported(p.subject, p.strategy, p.start, p.end, p.reported, p.kind, p.source),
            scenario.base_model().horizon,
        )
        for p in pieces
    ]


def _play(
    scenario: Scenario,
    strategies: tuple[str, ...],
    replications: int,
    seed: int,
    workers: int,
    keep: tuple[str, ...],
    progress: Progress | None,
) -> tuple[dict[str, pd.DataFrame], dict[str, Any]]:
    if replications < 1:
        raise ValueError(f"replications must be at least 1 (got {replications})")
    if not 0 <= seed < 2**32:
        raise ValueError(f"seed must lie between 0 and {2**32 - 1} (got {seed})")
    models = {name: scenario.model(name) for name in strategies}
    played = simulate(models, replications, seed, keep, workers, progress)
    titles = {name: scenario.strategy_title(name) for name in strategies}
    return played.tables, manifest(models, titles, seed, replications, played)
