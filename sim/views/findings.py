"""From tables to what a comparison found: the same for the screen, the figures and, later, briefings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.views.screen.comparison import RMST, Findings

if TYPE_CHECKING:
    import pandas as pd

    from sim.evidence.verdict import Verdict


def findings(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> Findings:
    """Levels, differences, verdict and who is worse off, from the tables `enterprises` and `kpis`."""
    from sim.evidence.summary import differences, levels

    names = tuple(manifest["strategies"])
    return Findings(
        levels=levels(tables["kpis"]),
        differences=differences(tables["kpis"], names[0]),
        verdict=verdict(tables["kpis"], manifest),
        worse=_worse(tables["enterprises"], manifest),
        manifest=manifest,
    )


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
