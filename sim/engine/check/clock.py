"""R4 by table: what is worked until an instant, and when so much has been.

What flows in: the flags of the days of one clock, instants, durations. What flows out: instants and durations. Rule:
whole columns at once, with no code of the engine's clock.
"""

from __future__ import annotations

from math import inf

import numpy as np

Array = np.ndarray


def worked(is_open: Array, t: Array) -> Array:
    """R4: the open time in [0, t], for t within the table (later ones count as its end)."""
    total, since = np.concatenate(([0], np.cumsum(is_open))), np.minimum(t, len(is_open))
    day = np.clip(np.floor(since).astype(int), 0, len(is_open) - 1)
    return np.asarray(total[day] + (since - day) * is_open[day])


def until(is_open: Array, t: Array, lasts: Array) -> Array:
    """R4: the smallest instant from t on at which `lasts` more is worked; inf beyond the table."""
    total = np.concatenate(([0], np.cumsum(is_open)))
    target = worked(is_open, t) + lasts
    ends = np.searchsorted(total, target, side="left") - 1  # the open day in which the target is met
    ends = np.clip(ends, 0, len(is_open) - 1)
    later = np.where(target > total[-1], inf, ends + (target - total[ends]))
    return np.where(lasts > 0, later, t)
