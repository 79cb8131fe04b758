"""Load, run, compare: what a notebook needs, in tidy tables.

>>> import sim
>>> scenario = sim.load("three_clerks").replace({"horizon_days": 400})
>>> comparison = sim.compare(scenario, replications=3, seed=1)
>>> comparison.baseline
'as_is'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, field
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
    tables
        All tables kept by name, those of floors and money too: holdings, stocks, lines, decisions, finance, accounts,
        cash, funnel. Their columns stand in docs/tables.md.
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

    def targets(self) -> pd.DataFrame:
        """How likely each target of the scenario is met, by strategy; no row where it states none.

        Columns: strategy, target, at_least, mean (of what the target counts, on its day), probability, low, high
        (Wilson, 95 %, over histories), n, missing.
        """
        from sim.views.findings import target_chances

        return target_chances(self.kpis, self.manifest)

    def appraisal(self) -> pd.DataFrame:
        """Extra public cost over the baseline by what it buys: a firm, a job, a yuan of tax kept, a day saved.

        Columns: strategy, baseline, buys, effect, cost (yuan), gross, low, high (yuan a unit, Fieller, 95 %), net
        (gross over the but-for share), but_for. No row where the scenario states no numbers of firms.
        """
        from sim.evidence.appraisal import appraise

        return appraise(self.kpis, self.baseline)

    def composition(self) -> pd.DataFrame:
        """Difference of the restricted mean from the baseline, split into speed and composition.

        Columns: strategy, baseline, part (difference, speed: of firms that sign under both, composition: of who signs),
        days, low, high, n, missing (histories in which no firm signs under both). Speed and composition add up to the
        difference. Needs the table `enterprises`.
        """
        import pandas as pd

        from sim.evidence.composition import PARTS
        from sim.views.findings import split_of

        splits = {name: split_of(self.enterprises, self.manifest, name) for name in self.strategies[1:]}
        rows = [
            (name, self.baseline, part, *astuple(getattr(found, part)))
            for name, found in splits.items()
            for part in PARTS
        ]
        return pd.DataFrame(rows, columns=["strategy", "baseline", "part", "days", "low", "high", "n", "missing"])

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

    `keep` names the tables wanted, of those in docs/tables.md: `enterprises`, `kpis` and `curves` unless asked for
    more. `activities`, `days`, `holdings`, `stocks`, `lines` and `decisions` are large. They are found in `tables`.
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
