"""One sentence for the planner: this strategy is best, or these are as good, or more replications are needed.

The best of a sample was picked because it looked good, so an ordinary interval against it promises too much. Here every
pair of strategies gets its paired t interval at a level shared out by Bonferroni over all k (k - 1) / 2 pairs. Then all
of them hold at once with the stated level, whoever comes out in front, whatever common luck does to the correlations,
ties included. The verdict uses nothing but these intervals, in the manner of Hsu's multiple comparison with the best,
so a false one is as rare as a false interval: at most 5 %, less in fact (tests/study/test_coverage.py). Bounds for the
truly best alone would do with about a third fewer replications at k = 5; but the intervals printed beside the verdict
would not hold together.

Judge once, with a number of replications chosen beforehand. Looking again after each batch until a verdict appears
breaks the promise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.evidence.intervals import LEVEL, PairedDifference, needed_replications, paired_difference
from sim.evidence.rows import mean_rows

Kind = Literal["best", "tied", "not_enough"]

LEAST = 10  # a spread from fewer replications is a guess
MOST_MISSING = 0.05  # beyond this, what is left out may be what matters


@dataclass(frozen=True)
class Verdict:
    """What the replications allow one to say about k strategies on one KPI.

    Attributes
    ----------
    kind : 'best', 'tied' or 'not_enough'
        `best` beats every other, and none is shown to be within the margin; or `best` and `tied` are within the margin
        of the truly best, which is among them; or neither can be said yet.
    best, runner_up : str or None
        First and second by mean; None where no replication has a value for all.
    tied : tuple of str
        Shown to lie within the margin, besides `best`. Only with kind 'tied'.
    contenders : tuple of str
        Not shown to be worse than any other, in order of mean; holds the truly best.
    differences : dict of str to PairedDifference
        Each other strategy minus `best`, in the KPI's unit, all intervals holding at once with `level`.
    margin, level : float
        As asked.
    n, missing : int
        Replications used, and left out because some strategy had no value there.
    needed : int or None
        Rough total of replications for a verdict; None where there is one, or more replications would not help.
    """

    kind: Kind
    best: str | None
    runner_up: str | None
    tied: tuple[str, ...]
    contenders: tuple[str, ...]
    differences: dict[str, PairedDifference]
    margin: float
    level: float
    n: int
    missing: int
    needed: int | None


def judge(
    values: Mapping[str, np.ndarray], *, better: Literal["smaller", "larger"], margin: float, level: float = LEVEL
) -> Verdict:
    """Verdict on strategies that were run on common luck.

    Parameters
    ----------
    values : mapping of str to array_like, shape (replications,)
        One value per replication for each strategy; place i is the same luck in all. A replication in which any is NaN
        is left out; beyond 5 % of them there is no verdict (leave out the strategy that cannot be measured, or choose
        another KPI).
    better : 'smaller' or 'larger'
        Direction of the KPI.
    margin : float
        Largest difference that does not matter, in the KPI's unit; 0 means that every difference matters.
    level : float
        Probability that the verdict and all its intervals are right together.

    Raises
    ------
    ValueError
        Fewer than two strategies, different numbers of replications, a negative margin, an unknown direction.

    References
    ----------
    Hsu (1984), Ann. Statist. 12, 1136-1144; Nelson and Matejcik (1995), Management Science 41, 1935-1945.

    Examples
    --------
    >>> luck = np.tile([-30.0, -10.0, 0.0, 12.0, 28.0], 4)
    >>> ripple = np.tile([0.0, 1.0, -1.0], 7)[:20]
    >>> days = {"self_build": 500 + luck, "standard_rental": 400 + luck + ripple, "converted": 403 + luck - ripple}
    >>> verdict = judge(days, better="smaller", margin=14)
    >>> verdict.kind, verdict.best, verdict.tied
    ('tied', 'standard_rental', ('converted',))
    """
    names, table = _table(values)
    if better not in ("smaller", "larger"):
        raise ValueError(f"better is 'smaller' or 'larger', got {better!r}")
    if not 0 <= margin < np.inf:
        raise ValueError(f"the margin is a size in the KPI's unit, zero or more; got {margin}")

    whole = table[:, ~np.isnan(table).any(axis=0)]
    missing = table.shape[1] - whole.shape[1]
    if whole.shape[1] == 0:
        return Verdict("not_enough", None, None, (), tuple(names), {}, margin, level, 0, missing, None)

    sign = 1.0 if better == "larger" else -1.0
    order = np.argsort(-sign * whole.mean(axis=1), kind="stable")
    names, whole, n = [names[i] for i in order], whole[order], whole.shape[1]

    shared_out = 1.0 - (1.0 - level) / (len(names) * (len(names) - 1) // 2)
    lead, half = _all_pairs(sign * whole, shared_out)
    contends = ~(lead - half > 0).any(axis=0)
    close = (lead + half).max(axis=0) <= margin
    measurable = missing <= MOST_MISSING * table.shape[1]
    kind = _kind(contends, close, decidable=measurable and n >= LEAST)

    open_still = kind == "not_enough" and measurable
    rivals = np.flatnonzero(contends[1:]) + 1
    return Verdict(
        kind=kind,
        best=names[0],
        runner_up=names[1],
        tied=tuple(name for name, is_close in zip(names[1:], close[1:]) if is_close and kind == "tied"),
        contenders=tuple(name for name, stays in zip(names, contends) if stays),
        differences={name: paired_difference(row, whole[0], shared_out) for name, row in zip(names[1:], whole[1:])},
        margin=margin,
        level=level,
        n=n,
        missing=missing,
        needed=_needed(lead[0, rivals], half[0, rivals], margin, n, shared_out) if open_still else None,
    )


def _kind(contends: np.ndarray, close: np.ndarray, *, decidable: bool) -> Kind:
    """Decide, with the strategies in order of mean: every contender must be the only one, or shown to be close."""
    if not decidable:
        return "not_enough"
    if contends.sum() > 1 and not close[contends].all():
        return "not_enough"
    return "tied" if close[1:].any() else "best"


def _all_pairs(table: np.ndarray, level: float) -> tuple[np.ndarray, np.ndarray]:
    """By how much row i leads row j in the mean, and the half width of that; both of shape (strategies, strategies)."""
    k, n = table.shape
    rows = mean_rows((table[:, np.newaxis] - table[np.newaxis]).reshape(k * k, n), level)
    lead, half = rows.mean.reshape(k, k), ((rows.high - rows.low) / 2).reshape(k, k)
    np.fill_diagonal(half, 0.0)  # a strategy is as good as itself, even after one replication
    return lead, half


def _needed(lead: np.ndarray, half: np.ndarray, margin: float, n: int, level: float) -> int | None:
    """Replications after which the first would beat each rival, or be close to it, if the means stayed as they are."""
    if n < 2:
        return LEAST
    most = LEAST
    for ahead, error in zip(lead, half):
        wanted = max(ahead, margin - ahead)
        if error > 0 and wanted <= 0:
            return None
        if error > 0:
            most = max(most, needed_replications(float(error), n, float(wanted), level))
    return most


def _table(values: Mapping[str, np.ndarray]) -> tuple[list[str], np.ndarray]:
    """Names and a table of shape (strategies, replications)."""
    rows = {name: np.asarray(row, dtype=np.float64) for name, row in values.items()}
    if len(rows) < 2:
        raise ValueError(f"a verdict compares two strategies or more, got {len(rows)}")
    if len({row.shape for row in rows.values()}) > 1 or next(iter(rows.values())).ndim != 1:
        shapes = ", ".join(f"{name} {row.shape}" for name, row in rows.items())
        raise ValueError(f"strategies on common luck have the same replications; got {shapes}")
    table = np.stack(list(rows.values()))
    if np.any(np.isinf(table)):
        raise ValueError("a value is infinite; what is undefined in a replication is NaN")
    return list(rows), table
