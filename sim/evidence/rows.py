"""The arithmetic of intervals for a whole table: one row a quantity, one column a replication, NaN = undefined.

`intervals` gives the plain forms for one quantity (one row of these), `summary` uses them for thousands of cells.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

_ROUNDING = 1e-12  # relative: a spread below it is rounding, not luck


class MeanRows(NamedTuple):
    """`MeanInterval` of each row of a table, as arrays of shape (rows,)."""

    mean: np.ndarray
    low: np.ndarray
    high: np.ndarray
    n: np.ndarray
    missing: np.ndarray


def mean_rows(table: np.ndarray, level: float) -> MeanRows:
    """`mean_interval` of each row of a table of shape (rows, replications)."""
    mean, deviation, n = _moments(table)
    half = np.full(n.shape, np.inf)
    enough = n >= 2
    half[enough] = deviation[enough] * half_width_factor(n[enough], level)
    centre = np.where(n == 0, 0.0, mean)
    return MeanRows(mean, centre - half, centre + half, n, table.shape[1] - n)


def difference_rows(a: np.ndarray, b: np.ndarray, level: float) -> tuple[MeanRows, np.ndarray]:
    """`paired_difference` of each row of two tables of the same shape; the second array is what the pairing bought."""
    both = np.isnan(a) | np.isnan(b) | (np.isposinf(a) | np.isposinf(b)).any(axis=1, keepdims=True)
    a, b = np.where(both, np.nan, a), np.where(both, np.nan, b)
    unpaired = _moments(a)[1] ** 2 + _moments(b)[1] ** 2
    paired = _moments(a - b)[1] ** 2
    size = np.nanmax(np.abs(np.hstack([a, b])), axis=1, initial=0.0)
    paired[paired <= (_ROUNDING * size) ** 2] = 0.0

    bought = np.full(paired.shape, np.nan)
    np.divide(unpaired, paired, out=bought, where=paired > 0)
    bought[(paired == 0) & (unpaired > (_ROUNDING * size) ** 2)] = np.inf
    return mean_rows(a - b, level), bought


def quantile_rows(table: np.ndarray, shares: tuple[float, ...]) -> np.ndarray:
    """Quantiles of each row, NaN left out, shape (shares, rows); numpy's nanquantile would loop over rows."""
    if table.shape[1] == 0:
        return np.full((len(shares), table.shape[0]), np.nan)
    ordered = np.sort(table, axis=1)  # NaN last
    last = np.maximum(np.sum(~np.isnan(table), axis=1) - 1, 0)
    place = np.asarray(shares)[:, np.newaxis] * last
    below = np.floor(place).astype(np.int64)
    rows = np.arange(table.shape[0])
    low, high = ordered[rows, below], ordered[rows, np.minimum(below + 1, last)]
    with np.errstate(invalid="ignore"):
        between = low + (place - below) * (high - low)
    return np.asarray(np.where(np.isinf(high), np.where(place > below, np.inf, low), between))


def _moments(table: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean, standard deviation (n - 1) and count of each row, NaN left out; NaN where there are too few.

    A row in which something was not reached (inf) has no mean.
    """
    endless = np.isposinf(table)
    seen = ~np.isnan(table)
    n = seen.sum(axis=1)
    table = np.where(endless, 0.0, table)
    mean = np.where(n > 0, np.where(seen, table, 0.0).sum(axis=1) / np.maximum(n, 1), np.nan)
    mean[endless.any(axis=1)] = np.nan
    away = np.where(seen, table - mean[:, np.newaxis], 0.0)
    deviation = np.sqrt((away * away).sum(axis=1) / np.maximum(n - 1, 1))
    return mean, np.where(n > 1, deviation, np.nan), n


def half_width_factor(n: np.ndarray, level: float) -> np.ndarray:
    """Half width of the t interval for a standard deviation of one; n >= 2."""
    from scipy.special import stdtrit

    if not 0 < level < 1:
        raise ValueError(f"the level must lie in (0, 1), got {level}")
    return np.asarray(stdtrit(n - 1, (1.0 + level) / 2.0) / np.sqrt(n))
