"""From tables to what a comparison found: the same for the screen, the figures and, later, briefings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.views.screen.comparison import RMST, Findings

if TYPE_CHECKING:
    import pandas as pd

    from sim.evidence.composition import Split
    from sim.evidence.verdict import Verdict

DECLINED = "declined"  # status of a candidate that stayed away


def findings(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> Findings:
    """Levels, differences, verdict, targets and who is worse off, from `kpis` and, where it was kept, `enterprises`."""
    from sim.evidence.appraisal import appraise
    from sim.evidence.summary import differences, levels

    names = tuple(manifest["strategies"])
    return Findings(
        levels=levels(tables["kpis"]),
        differences=differences(tables["kpis"], names[0]),
        verdict=verdict(tables["kpis"], manifest),
        worse=_worse(tables["enterprises"], manifest) if "enterprises" in tables else {},
        manifest=manifest,
        chances=target_chances(tables["kpis"], manifest),
        splits=_splits(tables["enterprises"], manifest) if "enterprises" in tables else {},
        appraisal=appraise(tables["kpis"], names[0]),
    )


def target_chances(kpis: pd.DataFrame, manifest: Mapping[str, Any]) -> pd.DataFrame:
    """Probability that each target of the park is met, by strategy; no row where it has set itself none."""
    from sim.evidence.targets import chances

    return chances(kpis, {target["id"]: target["at_least"] for target in manifest["park"].get("targets", ())})


def split_of(enterprises: pd.DataFrame, manifest: Mapping[str, Any], strategy: str) -> Split:
    """Difference of a strategy from the baseline in speed and composition."""
    from sim.evidence.composition import split

    names, park = tuple(manifest["strategies"]), manifest["park"]
    return split(enterprises, names[0], strategy, park["limit_days"], park["horizon_days"])


def verdict(kpis: pd.DataFrame, manifest: Mapping[str, Any]) -> Verdict | None:
    """Which strategy brings production soonest; None with one strategy."""
    from sim.evidence.verdict import judge

    names = tuple(manifest["strategies"])
    if len(names) < 2:
        return None
    mine = kpis[(kpis.kpi == RMST) & (kpis.group == "all")]
    wide = mine.pivot(index="replication", columns="strategy", values="value")
    return judge({n: wide[n].to_numpy() for n in names}, better="smaller", margin=manifest["park"]["margin_days"])


def _worse(enterprises: pd.DataFrame, manifest: Mapping[str, Any]) -> dict[str, tuple[float, float]]:
    from sim.evidence.firms import firm_difference, paired_firms, worse_off

    names, park = tuple(manifest["strategies"]), manifest["park"]
    found = {}
    for name in names[1:]:
        firms = paired_firms(enterprises, names[0], name, park["limit_days"], park["horizon_days"])
        if len(firms.table):
            found[name] = (worse_off(firms).mean, firm_difference(firms).mean)
    return found


def _splits(enterprises: pd.DataFrame, manifest: Mapping[str, Any]) -> dict[str, Split]:
    """By strategy, where somebody stayed away or other firms signed than under the baseline."""
    names = tuple(manifest["strategies"])
    away = set(enterprises.loc[enterprises["status"] == DECLINED, "strategy"].unique())
    found = {}
    for name in names[1:]:
        parts = split_of(enterprises, manifest, name)
        if not parts.same_firms or away & {names[0], name}:
            found[name] = parts
    return found
