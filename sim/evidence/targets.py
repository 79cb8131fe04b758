"""How likely a plan is to be kept: the share of histories in which each target is met, with its interval.

A target missed by a little in every history is missed; a mean just above it may still be missed every other time. So
the probability stands beside the mean. It is the model's, with the ESTIMATES as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.evidence.intervals import LEVEL

if TYPE_CHECKING:
    import pandas as pd

PREFIX = "target."  # of a target's KPI
COLUMNS = ("strategy", "target", "at_least", "mean", "probability", "low", "high", "n", "missing")


class Share(NamedTuple):
    """A share of n histories with its interval."""

    share: float
    low: float
    high: float


def wilson(successes: int, n: int, level: float = LEVEL) -> Share:
    """Share of n independent histories in which something happened, with Wilson's score interval, all in [0, 1].

    Centre (k + z²/2) / (n + z²), half width z / (n + z²) √(k (n - k) / n + z²/4). On average over the true share it
    covers close to its level even for few histories; for a single share it may fall a few points short of it, where
    `intervals.share_of_histories` never does but is wider. With no history nothing is known: [0, 1].

    Raises ValueError where there are fewer histories than successes.

    References
    ----------
    Wilson (1927), J. Am. Stat. Assoc. 22, 209-212; Newcombe (1998), Statist. Med. 17, 857-872, table I.

    Examples
    --------
    >>> found = wilson(81, 263)
    >>> round(found.share, 4), round(found.low, 4), round(found.high, 4)
    (0.308, 0.2553, 0.3662)
    """
    from scipy.special import ndtri

    if not 0 <= successes <= n:
        raise ValueError(f"of {n} histories {successes} cannot have it")
    if not 0 < level < 1:
        raise ValueError(f"the level must lie in (0, 1), got {level}")
    if n == 0:
        return Share(float("nan"), 0.0, 1.0)
    z = float(ndtri((1.0 + level) / 2.0))
    centre = (successes + z * z / 2) / (n + z * z)
    half = z / (n + z * z) * float(np.sqrt(successes * (n - successes) / n + z * z / 4))
    low = 0.0 if successes == 0 else centre - half
    high = 1.0 if successes == n else centre + half
    return Share(successes / n, low, high)


def chances(kpis: pd.DataFrame, at_least: Mapping[str, float], level: float = LEVEL) -> pd.DataFrame:
    """Probability that each target is met, by strategy.

    Parameters
    ----------
    kpis : pandas.DataFrame
        The table `kpis` of one world, with rows `target.<id>`.
    at_least : mapping
        What is wanted, by id of the target; in this order they come back.

    Returns
    -------
    pandas.DataFrame
        strategy, target, at_least, mean (of what the target counts), probability, low, high (Wilson, over histories),
        n (histories with a value), missing.

    Raises
    ------
    ValueError
        Several worlds at once: they are judged apart.
    """
    import pandas as pd

    mine = kpis[kpis["kpi"].isin([f"{PREFIX}{target}" for target in at_least])]
    if "world" in mine and mine["world"].nunique() > 1:
        raise ValueError("several worlds in one table: they are judged apart; pass one")
    values = {key: rows["value"].to_numpy() for key, rows in mine.groupby(["strategy", "kpi"], observed=True)}
    rows = []
    for strategy in mine["strategy"].unique():
        for target, wanted in at_least.items():
            found = values.get((strategy, f"{PREFIX}{target}"), np.array([]))
            rows.append((strategy, target, wanted, *_chance(found, wanted, level)))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _chance(values: np.ndarray, wanted: float, level: float) -> tuple[float, float, float, float, int, int]:
    known = values[~np.isnan(values)]
    mean = float(known.mean()) if known.size else float("nan")
    met = wilson(int((known >= wanted).sum()), known.size, level)
    return mean, *met, known.size, values.size - known.size
