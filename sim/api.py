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
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Unpack

from sim.scenario.scenario import Scenario
from sim.study.asked import Asked, wished
from sim.study.block import TABLES
from sim.study.experiment import Ears, Place, Wish, play
from sim.study.kept import Kept
from sim.study.replications import Progress
from sim.study.sequential import Reached
from sim.text.language import current_language

if TYPE_CHECKING:
    import pandas as pd

    from sim.evidence.verdict import Verdict
    from sim.views.figures import Figure


class More(TypedDict, total=False):
    """Options of `run` and `compare` beyond the everyday ones."""

    store: str | Path
    cluster: str
    precision: str | Sequence[str]
    precision_of: Literal["levels", "differences"]
    max_replications: int
    max_minutes: float
    worlds: int
    failures_allowed: float


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
        All tables kept by name, those of floors and money too (docs/tables.md). One that was not kept raises NotKept.
    manifest
        What the numbers rest on.
    reached
        How a sequential experiment ended: `why` and the last look; None where a number of replications was asked for.
    """

    scenario: Scenario
    tables: Kept = field(repr=False)
    manifest: dict[str, Any] = field(repr=False)
    reached: Reached | None = field(default=None, repr=False)

    @property
    def failures(self) -> pd.DataFrame:
        """One row a history that raised: strategy, world, replication, seed, error, message."""
        import pandas as pd

        columns = ["strategy", "world", "replication", "seed", "error", "message"]
        return self.tables.get("failures", pd.DataFrame(columns=columns))

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

    def of_world(self, world: int = 0) -> Comparison:
        """The histories of one state of the world; 0 is the park as the file has it."""
        if all(set(table["world"].unique()) <= {world} for table in self.tables.values()):
            return self
        tables = Kept({n: t[t["world"] == world].reset_index(drop=True) for n, t in self.tables.items()})
        return Comparison(self.scenario, tables, self.manifest, self.reached)

    def worlds(self) -> pd.DataFrame:
        """Mean of every KPI in each state of the world.

        Columns: strategy, world, group, kpi, mean, n.
        """
        from sim.evidence.worlds import by_world

        return by_world(self.kpis)

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

        return levels(self.of_world().kpis)

    def differences(self) -> pd.DataFrame:
        """Difference of every KPI from the baseline, paired history by history.

        Columns: strategy, baseline, group, kpi, difference, low, high, n, bought (how many times more histories an
        unpaired comparison needs).
        """
        from sim.evidence.summary import differences

        return differences(self.of_world().kpis, self.baseline)

    def targets(self) -> pd.DataFrame:
        """How likely each target of the scenario is met, by strategy; no row where it states none.

        Columns: strategy, target, at_least, mean (of what the target counts, on its day), probability, low, high
        (Wilson, 95 %, over histories), n, missing.
        """
        from sim.views.findings import target_chances

        return target_chances(self.of_world().kpis, self.manifest)

    def appraisal(self) -> pd.DataFrame:
        """Extra public cost over the baseline by what it buys: a firm, a job, a yuan of tax kept, a day saved.

        Columns: strategy, baseline, buys, effect, cost (yuan), gross, low, high (yuan a unit, Fieller, 95 %), net
        (gross over the but-for share), but_for. No row where the scenario states no numbers of firms.
        """
        from sim.evidence.appraisal import appraise

        return appraise(self.of_world().kpis, self.baseline)

    def composition(self) -> pd.DataFrame:
        """Difference of the restricted mean from the baseline, split into speed and composition.

        Columns: strategy, baseline, part (difference, speed: of firms that sign under both, composition: of who signs),
        days, low, high, n, missing (histories in which no firm signs under both). Speed and composition add up to the
        difference. Needs the table `enterprises`.
        """
        import pandas as pd

        from sim.evidence.composition import PARTS
        from sim.views.findings import split_of

        splits = {name: split_of(self.of_world().enterprises, self.manifest, name) for name in self.strategies[1:]}
        rows = [
            (name, self.baseline, part, *astuple(getattr(found, part)))
            for name, found in splits.items()
            for part in PARTS
        ]
        return pd.DataFrame(rows, columns=["strategy", "baseline", "part", "days", "low", "high", "n", "missing"])

    def unchosen(self, team: str, of: str, against: str | None = None) -> pd.DataFrame:
        """What those gain to whom a team is given under strategy `of`, and what the others lose.

        Each firm is compared with itself under `against` (the baseline where none is named), on the same luck.

        Columns: group (chosen: had the team; not_chosen: the others; wanting: of these, who asked in vain; all), firms
        (mean a history), days (mean change of the time to production), low, high, longer (share whose time got longer),
        n, missing. Needs the tables `enterprises`, `holdings` and `activities`. Raises ValueError where one of them was
        not kept, and for a team or strategy that is not there (ScenarioFaults for one that the scenario lacks).
        """
        from sim.evidence.unchosen import Given, asked_at, by_given

        model = self.scenario.model(of)
        given = Given(team, asked_at(model, team), of, against or self.baseline)
        return by_given(self.of_world().tables, given, model.limit_days, model.horizon)

    @cached_property
    def verdict(self) -> Verdict | None:
        """Which strategy is soonest, practically tied, or not to be told yet; None with one strategy."""
        from sim.views.findings import verdict

        return verdict(self.of_world().kpis, self.manifest)

    def plot(self, name: str, lang: str | None = None) -> Figure:
        """One of the figures of `sim.views.plots.PLOTS`, ready to show or save."""
        from sim.views.figures import figure

        return figure(name, self.of_world().tables, self.manifest, current_language(lang))


def run(
    scenario: Scenario,
    strategy: str | None = None,
    replications: int | None = None,
    seed: int | None = None,
    workers: int = 1,
    keep: Sequence[str] = TABLES,
    **more: Unpack[More],
) -> Run:
    """Play histories of one strategy (the first where none is named); further options as for `compare`.

    Raises ScenarioFaults where the scenario has no such strategy.
    """
    name = strategy or scenario.strategies[0]
    done = compare(scenario, [name], replications, seed, workers, keep, None, **more)
    return Run(scenario, done.tables, done.manifest, done.reached)


def compare(
    scenario: Scenario,
    strategies: Sequence[str] | None = None,
    replications: int | None = None,
    seed: int | None = None,
    workers: int = 1,
    keep: Sequence[str] = ("enterprises", "kpis", "curves"),
    progress: Progress | None = None,
    **more: Unpack[More],
) -> Comparison:
    """Play all strategies, or those named, on the same luck; the first is the baseline.

    `keep` names the tables wanted, of those in docs/tables.md: `enterprises`, `kpis` and `curves` unless asked for
    more, all of them for `run`. `activities`, `days`, `holdings`, `stocks`, `lines` and `decisions` are large. They are
    found in `tables`. Raises ValueError for a name that no table has.

    What is not given is taken from `experiment:` in the file, else 100 replications of seed 1. Further options, see
    docs/experiments.md: `store` (a directory), `cluster` (an address), `precision` (a wish such as
    "rmst_time_to_production: 5 days", or several), `precision_of`, `max_replications`, `max_minutes`, `worlds`,
    `failures_allowed`. `progress` is called with (blocks done, blocks in all).
    """
    asked = Asked(
        replications=replications,
        seed=seed,
        precision=_listed(more.get("precision", ())),
        of=more.get("precision_of"),
        max_replications=more.get("max_replications"),
        max_minutes=more.get("max_minutes"),
        worlds=more.get("worlds"),
        allowed=more.get("failures_allowed"),
    )
    store = more.get("store")
    place = Place(workers, more.get("cluster"), Path(store) if store is not None else None)
    return experiment(scenario, wished(scenario, strategies, asked, _listed(keep)), place, Ears(progress))


def _listed(names: str | Sequence[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)


def experiment(scenario: Scenario, wish: Wish, place: Place | None = None, ears: Ears | None = None) -> Comparison:
    """Play what is wished, where, telling whom; what `run` and `compare` are made of."""
    done = play(scenario, wish, place or Place(), ears or Ears())
    return Comparison(scenario, Kept(done.tables), done.manifest, done.reached)
