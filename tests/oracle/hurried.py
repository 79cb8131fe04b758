"""Random going on, sparing, quotas and due dates for the Cases of `generate`.

What flows in: a generator of random numbers, and what is drawn so far. What flows out: arrays of a `Case` by name.
Rule: where nothing of it is met the arrays are there and change nothing.
"""

from __future__ import annotations

import numpy as np

from tests.oracle.extras import Times

CHANCES = (0.0, 0.25, 0.25, 0.375, 0.5, 1.0)


def going_on(rng: np.random.Generator, can: np.ndarray, met: bool) -> np.ndarray:
    """Which nodes a firm may go on without, of those where that is allowed."""
    return can & (rng.random(len(can)) < rng.choice((0.2, 0.5, 0.9))) if met else np.zeros(len(can), bool)


def more_refusals(rng: np.random.Generator, p_refused: np.ndarray, can: np.ndarray, met: bool) -> np.ndarray:
    """The chances of refusal, and some more, of which quotas and milestones make something."""
    more = np.where(can & (rng.random(p_refused.shape) < 0.4), rng.choice(CHANCES, p_refused.shape), p_refused)
    return np.asarray(more) if met else p_refused


def patience(drawn: np.ndarray, goes_on: np.ndarray, times: Times) -> np.ndarray:
    """That of the visits that a firm may go on without ends, and often soon."""
    if not goes_on.any():
        return drawn
    return np.where(goes_on, times(len(drawn), 0, 0, 0, 1, 1, 2, 2, 3, 5, np.inf), drawn)


def refusals(
    rng: np.random.Generator, p_refused: np.ndarray, can: np.ndarray, n_milestones: int, spares: bool, presses: bool
) -> dict[str, np.ndarray]:
    """What is refused while a quota presses, more of it and less, and which milestone spares a firm."""
    n = len(can)
    by_quota = rng.choice((0.3, 0.8)) if presses else 0.0
    other = np.where(rng.random(p_refused.shape) < by_quota, rng.choice(CHANCES, p_refused.shape), p_refused)
    milestones = rng.integers(-1, n_milestones, n) if spares else np.full(n, -1)
    return {"p_refused_pressed": np.where(can, other, 0.0), "node_unless": milestones.astype("i4")}


def quotas(rng: np.random.Generator, carried: np.ndarray, end: int, times: Times, met: bool) -> dict[str, np.ndarray]:
    """Windows in any order, some of which overlap, some of which press from the first day that counts."""
    n = int(rng.integers(1, 4)) if met else 0
    since = times(n, -3, 0, 1, 2, 3, 4, 6, 9)
    pressed = since + times(n, 0, 0, 1, 2, 4)
    return {
        "quota_milestone": np.array(rng.choice((-1, *carried, *carried, *carried)) if met else -1, "i4"),
        "quota_from": since,
        "quota_pressed": pressed,
        "quota_until": pressed + times(n, 1, 2, 4, 9, end),
        "quota_number": rng.choice((0, 1, 1, 1, 2, 2, 3, 5, 99), n).astype("i4"),
    }


def promises(rng: np.random.Generator, n_offices: int, n_acts: int, times: Times, met: bool) -> dict[str, np.ndarray]:
    """Within how many working days offices promise to be done, and statutory limits of some activities."""
    if not met:
        return {"office_promise": np.full(n_offices, np.nan), "activity_limit": np.full(n_acts, np.nan)}
    promised = np.where(rng.random(n_offices) < 0.7, times(n_offices, 0, 1, 1, 2, 3, 5, 40), np.nan)
    limits = np.where(rng.random(n_acts) < 0.4, times(n_acts, 0, 1, 2, 4), np.nan)
    return {"office_promise": promised, "activity_limit": limits}
