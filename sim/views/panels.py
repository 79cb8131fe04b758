"""What the panels of a figure show: one world, the strategies in order, the groups that enough histories have firms of.

Statistics stay simple here on purpose: a mean over histories and the P10-P90 of one history, whole histories being the
only independent units.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.text.rounding import fixed
from sim.views.labels import ALL, TYPE, Labels

if TYPE_CHECKING:
    import pandas as pd

MONTH = 365 / 12
RESTRICTED = "rmst_time_to_production"  # NaN exactly where a history has no such firm
FIRMS = ("cohort", "signed")  # the first of these KPIs that is there tells how many firms a history has


@dataclass(frozen=True)
class Panels:
    """The strategies and groups that a figure draws, and the groups that it leaves out.

    `left_out` pairs each group of counted firms that at most half of the histories have with the share that do; types
    counted apart never enter "all" and have no panel.
    """

    strategies: tuple[str, ...]
    groups: tuple[str, ...]
    left_out: tuple[tuple[str, float], ...]

    @property
    def others(self) -> tuple[str, ...]:
        """The groups beside "all"."""
        return tuple(group for group in self.groups if group != ALL)


def one_world(table: pd.DataFrame) -> pd.DataFrame:
    """The table, if it is of one world.

    Raises
    ------
    ValueError
        It holds several: the range over states of the world is another one than that of single histories.
    """
    worlds = table["world"].unique()
    if len(worlds) > 1:
        raise ValueError(f"a figure shows one world, the table holds {len(worlds)}; keep one: table[table.world == 0]")
    return table


def choose_panels(kpis: pd.DataFrame, labels: Labels) -> Panels:
    """Every strategy of the table; "all" and each group that more than half of the histories have firms of."""
    times = kpis[kpis["kpi"] == RESTRICTED]
    there = set(times["strategy"].unique())
    known = [name for name in labels.strategies if name in there]
    strategies = (*known, *(name for name in times["strategy"].unique() if name not in known))

    counted = times[~times["group"].astype(str).str.startswith(TYPE)]
    keys = [counted["group"], counted["strategy"]]
    has_firms = counted["value"].notna().groupby(keys, sort=False, observed=True).mean()
    share = has_firms.groupby(level=0, sort=False, observed=True).max()
    often = {str(group): float(value) for group, value in share.items()}
    shown = tuple(group for group, value in often.items() if group == ALL or value > 0.5)
    return Panels(strategies, shown, tuple((group, value) for group, value in often.items() if group not in shown))


def firms_per_history(kpis: pd.DataFrame, group: str) -> str:
    """Mean number of firms in one history, as text; a range where the strategies differ."""
    names = set(kpis["kpi"].unique())
    kpi = next((name for name in FIRMS if name in names), None)
    rows = kpis[(kpis["kpi"] == kpi) & (kpis["group"] == group)]
    if rows.empty:
        return ""
    means = rows.groupby("strategy", observed=True)["value"].mean()
    texts = [fixed(value, 0 if value >= 10 else 1) for value in (means.min(), means.max())]
    return texts[0] if texts[0] == texts[1] else "–".join(texts)


def firms_text(kpis: pd.DataFrame, group: str, labels: Labels) -> str:
    """How many firms stand behind a panel, in words; empty where the table does not tell."""
    number = firms_per_history(kpis, group)
    if not number:
        return ""
    return labels.say("firms" if FIRMS[0] in set(kpis["kpi"].unique()) else "firms_signed", firms=number)


def by_history(table: pd.DataFrame, column: str, value: str) -> np.ndarray:
    """The values of one group and strategy as an array [histories, `column`], both ascending."""
    return table.pivot(index="replication", columns=column, values=value).to_numpy(dtype=np.float64)


def spread(shares: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean, P10 and P90 over the histories (rows) that have firms; NaN where none has."""
    known = shares[~np.isnan(shares).any(axis=1)]
    if not len(known):
        nothing = np.full(shares.shape[1], np.nan)
        return nothing, nothing, nothing
    low, high = np.quantile(known, (0.1, 0.9), axis=0)
    return known.mean(axis=0), low, high


def left_out_text(panels: Panels, labels: Labels) -> str:
    """Which groups have no panel, and in how many histories they have firms; empty where every group has one."""
    if not panels.left_out:
        return ""
    each = [
        labels.say("left_out_one", group=labels.group(group), share=f"{fixed(100 * share)}%")
        for group, share in panels.left_out
    ]
    return labels.say("left_out", groups=labels.say("list").join(each))
