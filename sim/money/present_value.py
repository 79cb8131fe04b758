"""What a row of monthly flows is worth today, how deep it goes, and when it is back at nought.

Flows are [..., months]; the flow of month k counts as paid at the begin of that month, k / 12 years from month 0.
"""

from __future__ import annotations

import numpy as np

from sim.money.units import MONTHS_A_YEAR


def discount_factors(periods: int, yearly_rate: float | np.ndarray, a_year: int = MONTHS_A_YEAR) -> np.ndarray:
    """(1 + r) ** (-k / 12) for k = 0, 1, …; [..., periods] for a rate of shape [...].

    Parameters
    ----------
    periods
        How many.
    yearly_rate
        Effective, a share a year, above -1.
    a_year
        Periods in a year: 12 for months, 1 for years.

    Examples
    --------
    >>> discount_factors(3, 0.21, a_year=2).round(6).tolist()
    [1.0, 0.909091, 0.826446]
    """
    growth = 1.0 + np.asarray(yearly_rate, dtype=np.float64)[..., None]
    return np.asarray(growth ** (-np.arange(periods) / a_year))


def present_value(flows: np.ndarray, yearly_rate: float | np.ndarray, a_year: int = MONTHS_A_YEAR) -> np.ndarray:
    """Worth at the begin of month 0 of flows [..., months], yuan; one rate for all, or one [...] for each row.

    To value a firm at its own signing, multiply by (1 + r) ** (months from 0 to signing / 12).

    >>> float(present_value(np.array([-100.0] + 11 * [0.0] + [112.0]), 0.12).round(9))
    0.0
    """
    flows = np.asarray(flows, dtype=np.float64)
    step = (1.0 + np.asarray(yearly_rate, dtype=np.float64)) ** (-1.0 / a_year)
    worth = np.zeros(np.broadcast_shapes(flows.shape[:-1], step.shape))
    for period in range(flows.shape[-1] - 1, -1, -1):  # Horner's rule: no power for each firm and month
        worth = worth * step + flows[..., period]
    return worth


def lowest(flows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Minimum of the cumulative flow, yuan, and the first month in which it is reached; both [...].

    >>> amount, month = lowest(np.array([-5.0, -3.0, 4.0, 9.0]))
    >>> float(amount), int(month)
    (-8.0, 1)
    """
    so_far = np.cumsum(flows, axis=-1)
    month = so_far.argmin(axis=-1)
    return np.take_along_axis(so_far, month[..., None], axis=-1)[..., 0], month


def payback_month(flows: np.ndarray) -> np.ndarray:
    """First month, not before the deepest point, at whose end the cumulative flow is back at 0 or above.

    0 where the cumulative flow is never negative, inf where it does not come back within the months given. It may
    fall below 0 once more later (a big repair, a settlement), but never again so deep.

    >>> payback_month(np.array([[-5.0, -3.0, 4.0, 9.0], [1.0, 0.0, 2.0, 0.0], [-1.0, 0.0, 0.0, 0.5]])).tolist()
    [3.0, 0.0, inf]
    """
    so_far = np.cumsum(flows, axis=-1)
    trough = so_far.argmin(axis=-1)[..., None]
    depth = np.take_along_axis(so_far, trough, axis=-1)[..., 0]
    back = (so_far >= 0) & (np.arange(so_far.shape[-1]) >= trough)
    month = np.where(back.any(axis=-1), back.argmax(axis=-1).astype(np.float64), np.inf)
    return np.where(depth >= 0, 0.0, month)
