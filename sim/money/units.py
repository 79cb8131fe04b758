"""The fixed measures of the room's arithmetic, named once: a year is 12 equal months and 365 days."""

from __future__ import annotations

import numpy as np

MONTHS_A_YEAR = 12
DAYS_A_YEAR = 365


def to_months(days: float | np.ndarray) -> np.ndarray:
    """Months in so many days, NaN where days are NaN; exact at whole years.

    >>> float(to_months(730.0))
    24.0
    """
    return np.asarray(days, dtype=np.float64) * MONTHS_A_YEAR / DAYS_A_YEAR
