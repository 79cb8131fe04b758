"""The two tables behind every report: the level of each KPI under each strategy, and its difference from the baseline.

The long table `kpis` is laid out once as cells by replications; all intervals then are a few operations on whole
arrays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.evidence.intervals import LEVEL
from sim.evidence.rows import difference_rows, mean_rows, quantile_rows

if TYPE_CHECKING:
    import pandas as pd

_CELL = ["strategy", "group", "kpi"]


def levels(kpis: pd.DataFrame, level: float = LEVEL) -> pd.DataFrame:
    """Mean with its simulation error, and the range of one history, for each strategy, group and KPI.

    Parameters
    ----------
    kpis : pandas.DataFrame
        The table `kpis` of one world: strategy, world, replication, group, kpi, value. NaN where undefined in that
        replication.
    level : float
        Level of the interval of the mean.

    Returns
    -------
    pandas.DataFrame
        strategy, group, kpi, mean, low, high, p10, p90, n, missing, in the order of first appearance. [low, high] is
        the error of the mean, [p10, p90] where one real history falls; a replication with no row counts as missing,
        like one with NaN.

    Raises
    ------
    ValueError
        Several worlds at once (they are judged apart), two rows for one cell and replication, an infinite value.
    """
    cells, table = _laid_out(kpis)
    mean, low, high, n, missing = mean_rows(table, level)
    p10, p50, p90 = quantile_rows(table, (0.1, 0.5, 0.9))
    return cells.assign(mean=mean, low=low, high=high, p10=p10, p50=p50, p90=p90, n=n, missing=missing)


def differences(kpis: pd.DataFrame, baseline: str, level: float = LEVEL) -> pd.DataFrame:
    """Difference from the baseline on common luck (strategy - baseline) for each other strategy, group and KPI.

    Parameters
    ----------
    kpis : pandas.DataFrame
        As for `levels`; replication i of every strategy had the same luck.
    baseline : str
        A strategy of the table.
    level : float
        Level of each interval by itself. Many are printed, so some miss; a conclusion is drawn by `verdict.judge`.

    Returns
    -------
    pandas.DataFrame
        strategy, baseline, group, kpi, difference, low, high, n, bought. `n` counts replications in which both are
        defined (0 where the baseline has no such cell); `bought` is the variance without pairing over the variance with
        it.

    Raises
    ------
    ValueError
        A baseline that the table does not hold; and as `levels`.
    """
    cells, table = _laid_out(kpis)
    if baseline not in set(cells["strategy"]):
        known = ", ".join(map(str, cells["strategy"].unique()))
        raise ValueError(f"no strategy {baseline!r} in the table of KPIs; it holds: {known}")

    is_baseline = (cells["strategy"] == baseline).to_numpy()
    places = cells[is_baseline].assign(place=np.flatnonzero(is_baseline)).drop(columns="strategy")
    others = cells[~is_baseline].merge(places, on=["group", "kpi"], how="left")
    against = np.vstack([table, np.full(table.shape[1], np.nan)])[others["place"].fillna(-1).to_numpy(dtype=np.int64)]

    rows, bought = difference_rows(table[~is_baseline], against, level)
    found = others.drop(columns="place").assign(
        difference=rows.mean, low=rows.low, high=rows.high, n=rows.n, bought=bought
    )
    found.insert(1, "baseline", baseline)
    return found


def _laid_out(kpis: pd.DataFrame) -> tuple[pd.DataFrame, np.ndarray]:
    """The cells in order of first appearance, and their values, shape (cells, replications)."""
    worlds = kpis["world"].nunique() if "world" in kpis else 1
    if worlds > 1:
        raise ValueError(
            f"{worlds} worlds in one table: simulation error and the range over worlds are not mixed; pass one"
        )

    row, cells = _numbered(kpis)
    replications, column = np.unique(kpis["replication"].to_numpy(), return_inverse=True)
    values = kpis["value"].to_numpy(dtype=np.float64)
    if np.any(np.isneginf(values)):
        raise ValueError("a KPI is -inf; what is undefined in a replication is NaN, what was not reached inf")

    place = row * len(replications) + column
    if place.size and np.bincount(place).max() > 1:
        raise ValueError("two rows for the same strategy, group, KPI and replication")
    table = np.full(len(cells) * len(replications), np.nan)
    table[place] = values
    return cells, table.reshape(len(cells), len(replications))


def _numbered(kpis: pd.DataFrame) -> tuple[np.ndarray, pd.DataFrame]:
    """Number of each row's cell, and the cells themselves."""
    row = kpis.groupby(_CELL, sort=False, observed=True).ngroup().to_numpy()
    first = np.unique(row, return_index=True)[1]
    return row, kpis[_CELL].iloc[first].reset_index(drop=True)
