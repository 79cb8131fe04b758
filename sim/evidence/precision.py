"""How precise is what has been played? Half-widths of 95 % intervals beside the ones that were asked for.

Pure arithmetic on one value a replication. When to look at it, and why the interval still covers after stopping by it,
is the business of `sim.study.sequential`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.evidence.intervals import LEVEL
from sim.evidence.rows import difference_rows, mean_rows


@dataclass(frozen=True)
class Precision:
    """One interval: of a level, or of the difference from a baseline.

    Attributes
    ----------
    strategy
        Whose.
    mean, half_width
        Of its interval, in the KPI's unit; infinite with fewer than two values.
    wanted
        Half-width asked for, in the KPI's unit.
    n
        Replications with a value.
    """

    strategy: str
    mean: float
    half_width: float
    wanted: float
    n: int

    @property
    def met(self) -> bool:
        """Is it narrow enough?"""
        return self.half_width <= self.wanted


def precision_of_levels(
    values: Mapping[str, np.ndarray], wanted: float, relative: bool, level: float = LEVEL
) -> list[Precision]:
    """Half-width of the mean of each strategy.

    Parameters
    ----------
    values
        One value a replication by strategy, all of one length; NaN where undefined.
    wanted, relative
        Half-width in the unit of the values; relative: as a share of the strategy's mean.

    Examples
    --------
    >>> [found] = precision_of_levels({"a": np.array([10.0, 12.0, 14.0])}, 0.5, True)
    >>> round(found.half_width, 2), found.wanted, found.met
    (4.97, 6.0, True)
    """
    names, table = list(values), np.stack([np.asarray(row, dtype=np.float64) for row in values.values()])
    rows = mean_rows(table, level)
    sizes = wanted * np.abs(rows.mean) if relative else np.full(len(names), wanted)
    return _found(names, rows.mean, (rows.high - rows.low) / 2, sizes, rows.n)


def precision_of_differences(
    values: Mapping[str, np.ndarray], wanted: float, relative: bool, level: float = LEVEL
) -> list[Precision]:
    """Half-width of each strategy's difference from the first, paired replication by replication.

    Parameters and faults as for `precision_of_levels`; relative: as a share of the mean of the first strategy, because
    a difference may be nought. With one strategy there is nothing to be precise about.
    """
    names, table = list(values), np.stack([np.asarray(row, dtype=np.float64) for row in values.values()])
    if len(names) < 2:
        return []
    base = np.repeat(table[:1], len(names) - 1, axis=0)
    rows, _ = difference_rows(table[1:], base, level)
    first = abs(float(mean_rows(table[:1], level).mean[0]))
    sizes = np.full(len(names) - 1, wanted * first if relative else wanted)
    return _found(names[1:], rows.mean, (rows.high - rows.low) / 2, sizes, rows.n)


def _found(names: list[str], mean: np.ndarray, half: np.ndarray, wanted: np.ndarray, n: np.ndarray) -> list[Precision]:
    half = np.where(np.isnan(half), np.inf, half)
    columns = zip(names, mean.tolist(), half.tolist(), wanted.tolist(), n.tolist())
    return [Precision(*column) for column in columns]
