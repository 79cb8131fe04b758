"""Faster, or other firms? The difference between two strategies, split into speed and composition.

Where firms choose whether to come, a strategy that attracts simpler firms looks quick though it hurried nobody. Common
luck lets the same firm be met under both, so that the difference of the restricted means splits without a remainder,
history by history:

    speed        mean under B of who signs under both, less the same under A
    composition  (mean under B of all its firms - of who signs under both) - (the same under A)

Speed is what happened to firms; composition is who they were.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.evidence.firms import KEY, two_cohorts
from sim.evidence.intervals import LEVEL, MeanInterval, mean_interval

if TYPE_CHECKING:
    import pandas as pd

PARTS = ("difference", "speed", "composition")


@dataclass(frozen=True)
class Split:
    """Difference of two strategies in two parts.

    Attributes
    ----------
    table : pandas.DataFrame
        One row a history: replication, both, only_baseline, only_other (firms), difference, speed, composition (days,
        other - baseline; NaN where no firm signs under both).
    difference, speed, composition : MeanInterval
        Over the histories in which some firm signs under both; the others are counted as missing.
    """

    table: pd.DataFrame
    difference: MeanInterval
    speed: MeanInterval
    composition: MeanInterval

    @property
    def same_firms(self) -> bool:
        """Did just the same firms sign in every history?"""
        return not self.table[["only_baseline", "only_other"]].to_numpy().any()


def split(
    enterprises: pd.DataFrame, baseline: str, other: str, limit: float, horizon: float, level: float = LEVEL
) -> Split:
    """The difference of the restricted means of two strategies, in speed and composition.

    A firm belongs to the cohort of a strategy if it counts and signs under it in [0, horizon - limit]; so one that
    signs late under one of them is in one cohort only. Parameters and faults as for `firms.paired_firms`.
    """
    table = by_history(enterprises, baseline, other, limit, horizon)
    return Split(table, *(mean_interval(table[part].to_numpy(), level) for part in PARTS))


def by_history(enterprises: pd.DataFrame, baseline: str, other: str, limit: float, horizon: float) -> pd.DataFrame:
    """The parts of every history, as `Split.table`."""
    import pandas as pd

    before, after, _ = two_cohorts(enterprises, baseline, other, limit, horizon)
    ran = enterprises.loc[enterprises["strategy"].isin([baseline, other]), "replication"]
    met = before.merge(after, on=KEY, how="outer", suffixes=("_baseline", "_other"), validate="one_to_one")
    replications, history = np.unique(np.append(ran.unique(), met["replication"]), return_inverse=True)
    history = history[ran.nunique() :]

    a, b = met["time_baseline"].to_numpy(), met["time_other"].to_numpy()
    under_a, under_b = ~np.isnan(a), ~np.isnan(b)
    both = under_a & under_b

    def count(chosen: np.ndarray) -> np.ndarray:
        return np.bincount(history[chosen], minlength=len(replications))

    def mean(times: np.ndarray, chosen: np.ndarray) -> np.ndarray:
        with np.errstate(invalid="ignore"):
            return np.asarray(np.bincount(history[chosen], times[chosen], len(replications)) / count(chosen))

    speed = mean(b, both) - mean(a, both)
    composition = (mean(b, under_b) - mean(b, both)) - (mean(a, under_a) - mean(a, both))
    difference = np.where(count(both) > 0, mean(b, under_b) - mean(a, under_a), np.nan)
    return pd.DataFrame(
        {
            "replication": replications,
            "both": count(both),
            "only_baseline": count(under_a & ~both),
            "only_other": count(under_b & ~both),
            "difference": difference,
            "speed": speed,
            "composition": composition,
        }
    )
