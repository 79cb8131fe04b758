"""The same firm under two strategies, so that a choice of firms is not read as speed.

A strategy that attracts simpler firms looks fast though it hurried nobody. Common luck lets the same firm be met twice:
here only firms that sign under both are compared, each with itself. And because a faster part can make the whole
slower, the share of firms that are made to wait longer is reported beside the mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.evidence.intervals import LEVEL, MeanInterval, mean_interval

if TYPE_CHECKING:
    import pandas as pd

LONGER = 1e-9  # days; less is rounding

KEY = ["world", "replication", "enterprise"]


@dataclass(frozen=True)
class PairedFirms:
    """Firms met under two strategies.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per firm: world, replication, enterprise, time_baseline, time_other, difference (other - baseline), in
        days.
    histories : int
        Replications that were looked through; one without such a firm has no row in `table`.
    """

    table: pd.DataFrame
    histories: int


def paired_firms(enterprises: pd.DataFrame, baseline: str, other: str, limit: float, horizon: float) -> PairedFirms:
    """Firms that sign under both strategies early enough to be watched for the whole limit, with their time under each.

    Parameters
    ----------
    enterprises : pandas.DataFrame
        The table `enterprises` of one world; of its columns strategy, world, replication, enterprise, counted, t_signed
        and t_producing are read. For one class of firms, hand over its rows only.
    baseline, other : str
        Two strategies of the table.
    limit : float
        Days after signing at which the clock is stopped; who has not produced by then counts the limit.
    horizon : float
        Days the runs lasted. The cohort signs in [0, horizon - limit] under both strategies.

    Raises
    ------
    ValueError
        A strategy that the table does not hold, several worlds, two rows for one firm, a limit that is not positive.
    """
    before, after, histories = two_cohorts(enterprises, baseline, other, limit, horizon)
    table = before.merge(after, on=KEY, suffixes=("_baseline", "_other"), validate="one_to_one")
    table["difference"] = table["time_other"] - table["time_baseline"]
    return PairedFirms(table, histories)


def two_cohorts(
    enterprises: pd.DataFrame, baseline: str, other: str, limit: float, horizon: float
) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """Firms watched for the whole limit under each of two strategies, with `time`, and how many histories ran.

    Parameters and faults as for `paired_firms`; a firm may be in one cohort and not in the other.
    """
    if not limit > 0:
        raise ValueError(f"the limit must be positive days, got {limit}")
    ran = enterprises[enterprises["strategy"].isin([baseline, other])]
    if ran["world"].nunique() > 1:
        raise ValueError("several worlds in one table: they are judged apart; pass one")

    for strategy in (baseline, other):
        if not (ran["strategy"] == strategy).any():
            known = ", ".join(map(str, enterprises["strategy"].unique()))
            raise ValueError(f"no strategy {strategy!r} in the table of enterprises; it holds: {known}")

    before, after = (_cohort(ran, strategy, limit, horizon) for strategy in (baseline, other))
    return before, after, int(ran["replication"].nunique())


def by_history(firms: PairedFirms) -> pd.DataFrame:
    """Per replication with paired firms (index): firms, difference (mean, days), worse_off (share in [0, 1])."""
    marked = firms.table.assign(longer=(firms.table["difference"] > LONGER).astype(np.float64))
    groups = marked.groupby("replication")
    return groups.agg(firms=("difference", "size"), difference=("difference", "mean"), worse_off=("longer", "mean"))


def firm_difference(firms: PairedFirms, level: float = LEVEL) -> MeanInterval:
    """Mean difference in days of firms paired with themselves (other - baseline), interval over replications.

    Every replication weighs the same, however many firms it pairs; one without any is counted as missing.
    """
    return _over_histories(firms, "difference", level)


def worse_off(firms: PairedFirms, level: float = LEVEL) -> MeanInterval:
    """Share of paired firms whose time got longer (by more than 1e-9 day), interval over replications in [0, 1]."""
    found = _over_histories(firms, "worse_off", level)
    return MeanInterval(found.mean, max(found.low, 0.0), min(found.high, 1.0), found.n, found.missing)


def _over_histories(firms: PairedFirms, column: str, level: float) -> MeanInterval:
    values = by_history(firms)[column].to_numpy(dtype=np.float64)
    return mean_interval(np.append(values, np.full(firms.histories - values.size, np.nan)), level)


def _cohort(enterprises: pd.DataFrame, strategy: str, limit: float, horizon: float) -> pd.DataFrame:
    """Key and time to production, stopped at the limit, of the counted firms that sign in [0, horizon - limit]."""
    mine = enterprises[enterprises["strategy"] == strategy]
    mine = mine[mine["counted"].astype(bool) & mine["t_signed"].between(0.0, horizon - limit)]
    taken = (mine["t_producing"] - mine["t_signed"]).fillna(limit).clip(upper=limit)
    return mine[KEY].assign(time=taken)
