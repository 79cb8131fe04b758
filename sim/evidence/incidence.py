"""How many firms produce by when, where some leave first and others are still under way when the watch ends.

An average over finishers flatters: the slow are not among them yet. Dropping those who left flatters again, and so does
treating them as censored (1 - Kaplan-Meier), for they will never produce. The Aalen-Johansen estimator counts both
honestly.

It is written here as "redistribution to the right": each firm weighs 1/n, and a censored firm hands its weight to those
still watched. Nothing is multiplied where nobody is censored, so that the estimate is then plain counting, to the last
bit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

CENSORED, PRODUCING, LEFT = 0, 1, 2

_ROUNDING = 1e-12  # a share that is .5 but for rounding has reached the median


@dataclass(frozen=True)
class Incidence:
    """Share of firms that have reached an end, as a step function of time.

    Attributes
    ----------
    times : numpy.ndarray, shape (steps,)
        Days at which the share rises, ascending.
    share : numpy.ndarray, shape (steps,)
        Share in [0, 1] from that day on.
    at_risk : numpy.ndarray, shape (steps,)
        Firms under watch just before that day.
    firms : int
        Firms counted.
    followed : float
        Day up to which the share is known; infinite where every firm was seen to its end.
    """

    times: np.ndarray
    share: np.ndarray
    at_risk: np.ndarray
    firms: int
    followed: float


def cumulative_incidence(times: np.ndarray, causes: np.ndarray, cause: int = PRODUCING) -> Incidence:
    """Aalen-Johansen estimate of the share of firms that reached `cause` by each day, other ends competing.

    A firm censored on the day of somebody's end was still at risk of it.

    Parameters
    ----------
    times : array_like, shape (firms,)
        Days from signing to the end or to the close of the watch; never negative or NaN.
    causes : array_like of int, shape (firms,)
        0 censored, 1 producing, 2 left; further positive numbers are further ways to end.
    cause : int
        The end that is counted.

    Raises
    ------
    ValueError
        Arrays of different shape, a time that is negative or not finite, a negative cause, a `cause` that is 0.

    References
    ----------
    Aalen and Johansen (1978), Scand. J. Statist. 5, 141-150; Efron (1967) for the redistribution.

    Examples
    --------
    >>> found = cumulative_incidence([1, 2, 3, 4, 5], [PRODUCING, LEFT, CENSORED, PRODUCING, CENSORED])
    >>> found.times.tolist(), found.share.tolist()
    ([1.0, 4.0], [0.2, 0.5])
    """
    days, ends = _checked(times, causes, cause)
    if days.size == 0:
        none = np.empty(0)
        return Incidence(none, none, np.empty(0, dtype=np.int64), 0, 0.0)

    instants, place = np.unique(days, return_inverse=True)
    reached = np.bincount(place[ends == cause], minlength=instants.size)
    censored = np.bincount(place[ends == CENSORED], minlength=instants.size)
    present = np.bincount(place, minlength=instants.size)
    at_risk = days.size - np.cumsum(present) + present

    share = np.cumsum(reached * _weights(at_risk, present, censored)) / days.size
    followed = float(instants[-1]) if censored[-1] else np.inf
    steps = reached > 0
    return Incidence(instants[steps], share[steps], at_risk[steps], int(days.size), followed)


def share_at(incidence: Incidence, times: np.ndarray) -> np.ndarray:
    """Share that has reached the end by each of `times` (days); NaN beyond what was followed.

    Examples
    --------
    >>> found = cumulative_incidence([1, 2, 3], [PRODUCING, LEFT, PRODUCING])
    >>> share_at(found, [0.5, 1, 99]).round(3).tolist()
    [0.0, 0.333, 0.667]
    """
    asked = np.asarray(times, dtype=np.float64)
    steps = np.concatenate(([0.0], incidence.share))
    share = steps[np.searchsorted(incidence.times, asked, side="right")]
    return np.asarray(np.where(asked > incidence.followed, np.nan, share))


def restricted_mean(incidence: Incidence, limit: float) -> float:
    """Mean days to production where nobody counts more than `limit`: the area above the incidence, from 0 to the limit.

    Who never produces counts the whole limit. NaN where the watch was shorter than the limit, or there are no firms.

    Examples
    --------
    >>> restricted_mean(cumulative_incidence([100, 300, 900], [PRODUCING, LEFT, PRODUCING]), limit=400)
    300.0
    """
    if not limit > 0:
        raise ValueError(f"the limit must be positive days, got {limit}")
    if incidence.firms == 0 or limit > incidence.followed:
        return float("nan")

    inside = incidence.times < limit
    rises = np.diff(incidence.share[inside], prepend=0.0)
    return float(limit - np.sum(rises * (limit - incidence.times[inside])))


def quantile(incidence: Incidence, share: float = 0.5) -> float:
    """First day by which `share` of all firms (half: the median) have reached the end; NaN = not reached.

    Examples
    --------
    >>> found = cumulative_incidence([100, 300, 900], [PRODUCING, LEFT, PRODUCING])
    >>> quantile(found), quantile(found, 0.9)
    (900.0, nan)
    """
    if not 0 < share <= 1:
        raise ValueError(f"the share must lie in (0, 1], got {share}")
    step = int(np.searchsorted(incidence.share, share - _ROUNDING))
    return float(incidence.times[step]) if step < incidence.times.size else float("nan")


def _weights(at_risk: np.ndarray, present: np.ndarray, censored: np.ndarray) -> np.ndarray:
    """What one firm at risk counts for, in firms: 1, and more once censored firms have handed on their weight."""
    stay = (at_risk - present)[:-1]  # everybody still watched afterwards; only the last instant leaves nobody
    return np.concatenate(([1.0], np.cumprod((stay + censored[:-1]) / stay)))


def _checked(times: np.ndarray, causes: np.ndarray, cause: int) -> tuple[np.ndarray, np.ndarray]:
    days, ends = np.asarray(times, dtype=np.float64), np.asarray(causes)
    if days.shape != ends.shape or days.ndim != 1:
        raise ValueError(f"times and causes must be flat and equally long, got {days.shape} and {ends.shape}")
    if not np.all(np.isfinite(days) & (days >= 0)):
        raise ValueError(
            "a time is negative or not finite; a firm that has no end is censored at the close of the watch"
        )
    if np.any((ends < 0) | (ends != np.floor(ends))):
        raise ValueError("a cause is 0 (censored) or a positive whole number")
    if cause == CENSORED:
        raise ValueError("censoring is no end that could be counted; choose a positive cause")
    return days, ends.astype(np.int64)
