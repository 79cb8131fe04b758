"""What was reported about a real firm, or of all firms on a day, set beside single histories of the simulation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

WATCHED = 2.0  # a firm is compared if it is watched for so many times the reported days
HIT = (0.05, 0.95)  # an outcome outside the middle 90 % of single histories is a miss


@dataclass(frozen=True)
class Reported:
    """One piece of evidence: days from one milestone to another, low, best and high reading of the report."""

    subject: str  # type of enterprise
    strategy: str
    start: str  # milestone, or `arrival`
    end: str
    days: tuple[float, float, float]
    kind: str  # outcome | claim | plan | target
    source: str


@dataclass(frozen=True)
class Counted:
    """One piece of evidence on all firms: a count, a sum or a share on a day; low, best, high reading of the report."""

    id: str
    strategy: str
    unit: str  # firms | yuan | share
    value: tuple[float, float, float]
    kind: str  # outcome | claim | plan | target
    source: str


@dataclass(frozen=True)
class Beside:
    """Reported beside simulated: days, or what was counted.

    Attributes
    ----------
    median, p10, p90
        Of single firms, the first of its type in each history; of what was counted, of single histories.
    percentile
        Share of single histories that lie below the reported best value, ties half.
    reached
        Share of histories in which the interval was completed, or there was something to count.
    verdict
        `hit` or `miss` for outcomes (percentile within 5 and 95 %), `` for everything else: claims, plans and targets
        are not scored.
    """

    reported: Reported | Counted
    median: float
    p10: float
    p90: float
    percentile: float
    reached: float
    histories: int
    verdict: str


def beside(enterprises: pd.DataFrame, reported: Reported, horizon: float) -> Beside:
    """Compare one report with single firms of the table of enterprises, one from each history.

    Firms that began early enough to be watched for twice the reported time and did not get there count as later than
    any report.

    Raises ValueError where the table has no such type, strategy or milestone.
    """
    mine = enterprises[(enterprises.type == reported.subject) & (enterprises.strategy == reported.strategy)]
    for milestone in (reported.start, reported.end):
        if f"t_{milestone}" not in enterprises.columns:
            raise ValueError(f"no milestone {milestone}")
    if mine.empty:
        raise ValueError(f"no firm of type {reported.subject} under {reported.strategy}")
    began = mine[f"t_{reported.start}"].to_numpy()
    watched = began <= horizon - WATCHED * reported.days[2]  # later ones had no time to take as long as reported
    took = (mine[f"t_{reported.end}"].to_numpy() - began)[watched]
    if not watched.any():
        raise ValueError(f"no firm of type {reported.subject} is watched long enough; lengthen the run")
    histories = _first_of_each(mine.replication.to_numpy()[watched], np.where(np.isnan(took), np.inf, took))
    return _scored(reported, histories, reported.days[1], float(np.mean(np.isfinite(histories))))


def beside_counts(tallies: pd.DataFrame, reported: Counted) -> Beside:
    """Compare one report on all firms with the table of tallies, one value a history.

    Histories in which there is nothing to take a share of are left out.

    Raises ValueError where no history has a value.
    """
    mine = tallies[(tallies["tally"] == reported.id) & (tallies["strategy"] == reported.strategy)]["value"].to_numpy()
    known = mine[~np.isnan(mine)]
    if not known.size:
        raise ValueError(f"no history has anything to set beside {reported.id}; lengthen the run, or take more of them")
    return _scored(reported, known, reported.value[1], known.size / mine.size)


def _scored(reported: Reported | Counted, histories: np.ndarray, best: float, reached: float) -> Beside:
    """Where the best reading of a report lies among single histories; only outcomes are hit or missed."""
    percentile = float(np.mean((histories < best) + 0.5 * (histories == best)))
    p10, median, p90 = np.quantile(histories, (0.1, 0.5, 0.9), method="nearest")
    scored = reported.kind == "outcome"
    verdict = ("hit" if HIT[0] <= percentile <= HIT[1] else "miss") if scored else ""
    return Beside(reported, float(median), float(p10), float(p90), percentile, reached, len(histories), verdict)


def _first_of_each(replication: np.ndarray, values: np.ndarray) -> np.ndarray:
    """One firm a history: the first."""
    _, first = np.unique(replication, return_index=True)
    return np.asarray(values[first])
