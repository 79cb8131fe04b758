"""Intervals whose unit is the whole replication, because the firms of one history share its queues and its luck.

An interval over pooled firms takes 40 firms behind one slow office for 40 witnesses: in the toy world of
tests/study/test_coverage.py it covers the truth 60 % of the time where it promises 95 %. So every number here is one
value per replication, and two ranges are kept apart by name: the error of a mean (`mean_interval`, shrinks with
replications) and the range of one real history (`history_range`, does not).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.evidence.rows import difference_rows, half_width_factor, mean_rows, quantile_rows

LEVEL = 0.95


@dataclass(frozen=True)
class MeanInterval:
    """Mean over replications with its simulation error, in the values' unit; `missing` counts the undefined."""

    mean: float
    low: float
    high: float
    n: int
    missing: int


@dataclass(frozen=True)
class HistoryRange:
    """Range in which one real history falls eight times in ten, P10 to P90 over replications."""

    p10: float
    p90: float
    n: int
    missing: int


@dataclass(frozen=True)
class PairedDifference:
    """Mean of a - b on common luck; `bought` = variance of the difference without pairing / with it.

    A `bought` of 5 saves four replications out of five; below 1 the pairing did harm.
    """

    mean: float
    low: float
    high: float
    n: int
    bought: float


def mean_interval(values: np.ndarray, level: float = LEVEL) -> MeanInterval:
    """Mean over replications and its t interval; undefined replications (NaN) are left out and counted.

    Also for shares, one share per replication: by the number of replications it is close to its level, not exact.
    Values that never differ give an interval of no width; for an event that is rare in whole histories use
    `share_of_histories`.

    Parameters
    ----------
    values : array_like, shape (replications,)
        One value per replication.
    level : float
        Probability that the interval covers the true mean.

    Returns
    -------
    MeanInterval
        With fewer than two values the interval is the whole line; with none the mean is NaN.

    Examples
    --------
    >>> found = mean_interval([10.0, 12.0, 14.0, float("nan")])
    >>> round(found.low, 2), found.mean, round(found.high, 2), found.n, found.missing
    (7.03, 12.0, 16.97, 3, 1)
    """
    mean, low, high, n, missing = mean_rows(_flat(values)[np.newaxis], level)
    return MeanInterval(float(mean[0]), float(low[0]), float(high[0]), int(n[0]), int(missing[0]))


def history_range(values: np.ndarray) -> HistoryRange:
    """P10 and P90 over replications, linear between order statistics (Hyndman and Fan, type 7); NaN left out, counted.

    Examples
    --------
    >>> history_range([5, 1, 2, 3, 4])
    HistoryRange(p10=1.4, p90=4.6, n=5, missing=0)
    """
    row = _flat(values)[np.newaxis]
    low, high = quantile_rows(row, (0.1, 0.9))
    missing = int(np.isnan(row).sum())
    return HistoryRange(float(low[0]), float(high[0]), row.size - missing, missing)


def paired_difference(a: np.ndarray, b: np.ndarray, level: float = LEVEL) -> PairedDifference:
    """Mean of a - b where replication i of both had the same luck, with its t interval and what the pairing bought.

    Only replications in which both are defined count. `bought` is infinite where the difference never varies, NaN where
    nothing does.

    Examples
    --------
    >>> found = paired_difference([11.0, 22.0, 33.0], [10.0, 20.0, 30.0])
    >>> found.mean, found.n, round(found.bought)
    (2.0, 3, 221)
    """
    a, b = _flat(a), _flat(b)
    if a.shape != b.shape:
        raise ValueError(f"paired values need the same replications in the same order, got {a.size} and {b.size}")
    rows, bought = difference_rows(a[np.newaxis], b[np.newaxis], level)
    return PairedDifference(
        float(rows.mean[0]), float(rows.low[0]), float(rows.high[0]), int(rows.n[0]), float(bought[0])
    )


def share_of_histories(happened: np.ndarray, level: float = LEVEL) -> MeanInterval:
    """Share of histories in which something happened (values 0 or 1, NaN left out), with the exact binomial interval.

    Source: Clopper and Pearson (1934), Biometrika 26, 404-413; it covers at least its level, even for 0 of n.

    Examples
    --------
    >>> never = share_of_histories([0] * 20)
    >>> never.low, round(never.high, 3)
    (0.0, 0.168)
    """
    from scipy.special import betaincinv

    row = _flat(happened)
    seen = row[~np.isnan(row)]
    if np.any((seen != 0) & (seen != 1)):
        raise ValueError("a history either had it (1) or had it not (0)")

    n, k, tail = seen.size, int(seen.sum()), (1.0 - level) / 2.0
    low = 0.0 if k == 0 else float(betaincinv(k, n - k + 1, tail))
    high = 1.0 if k == n else float(betaincinv(k + 1, n - k, 1.0 - tail))
    return MeanInterval(k / n if n else float("nan"), low, high, n, row.size - n)


def needed_replications(half_width_now: float, n: int, wanted: float, level: float = LEVEL) -> int:
    """Replications that would give the t interval about the half width `wanted`, by the spread of the first n.

    A rough number: the spread is itself estimated, and about half the time the new interval comes out a little wider.

    Examples
    --------
    >>> needed_replications(half_width_now=10.0, n=20, wanted=5.0)
    73
    """
    if n < 2 or not 0 <= half_width_now < np.inf or not wanted > 0:
        raise ValueError(f"needs n >= 2, a finite half width and a positive wish; got {n}, {half_width_now}, {wanted}")
    spread = half_width_now / half_width_factor(np.array([n]), level)[0]
    few, many = 1, 2
    while spread * half_width_factor(np.array([many]), level)[0] > wanted:
        few, many = many, 2 * many
    while many - few > 1:
        middle = (few + many) // 2
        if spread * half_width_factor(np.array([middle]), level)[0] > wanted:
            few = middle
        else:
            many = middle
    return many


def _flat(values: np.ndarray) -> np.ndarray:
    row = np.asarray(values, dtype=np.float64)
    if row.ndim != 1:
        raise ValueError(f"one value per replication, shape (replications,); got shape {row.shape}")
    if np.any(np.isinf(row)):
        raise ValueError("a value is infinite; what is undefined in a replication is NaN")
    return row
