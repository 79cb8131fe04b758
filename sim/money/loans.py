"""Bank loans of firms: level monthly payments, and what is still owed.

Every loan is an annuity as banks write it: the nominal yearly rate over twelve is charged on the balance each month,
and the payment is the same from the first month to the last. The first payment falls due one month after the money
was paid out. All functions take numbers or arrays that broadcast against each other.
"""

from __future__ import annotations

import numpy as np

from sim.money.units import MONTHS_A_YEAR


def payments(years: float | np.ndarray) -> np.ndarray:
    """Number of monthly payments of a loan of so many years, to the nearest whole month.

    >>> float(payments(2.5))
    30.0
    """
    return np.rint(np.asarray(years, dtype=np.float64) * MONTHS_A_YEAR)


def level_payment(
    principal: float | np.ndarray, yearly_rate: float | np.ndarray, years: float | np.ndarray
) -> np.ndarray:
    """The payment, yuan a month, that pays a loan back in `payments(years)` equal parts.

    Parameters
    ----------
    principal
        Yuan, at least 0.
    yearly_rate
        Nominal, a share a year (0.042 for 4.2 %); a twelfth of it is charged each month. 0 is allowed.
    years
        Term; not looked at where nothing is borrowed.

    Raises
    ------
    ValueError
        Where something is borrowed for less than one month.

    Examples
    --------
    One million yuan for five years at 4.2 % a year:

    >>> round(float(level_payment(1e6, 0.042, 5.0)), 2)
    18506.91
    >>> float(level_payment(1200.0, 0.0, 1.0))
    100.0
    """
    principal, rate, number = _checked(principal, yearly_rate, years)
    return np.asarray(principal * _annuity_share(rate, number))


def balance(
    principal: float | np.ndarray,
    yearly_rate: float | np.ndarray,
    years: float | np.ndarray,
    paid: int | np.ndarray,
) -> np.ndarray:
    """What is still owed, yuan, right after the payment number `paid`.

    `paid` below 0 counts as 0, above the number of payments as all of them: then nothing is owed.

    >>> float(balance(1200.0, 0.0, 1.0, 3))
    900.0
    >>> round(float(balance(1e6, 0.042, 5.0, 12)), 2)
    816409.66
    """
    principal, rate, number = _checked(principal, yearly_rate, years)
    left = np.maximum(number - np.maximum(np.asarray(paid, dtype=np.float64), 0.0), 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        owed = _annuity_share(rate, number) / _annuity_share(rate, left)  # the same payment serves what is left
    return np.where(left > 0, principal * owed, 0.0)


def _checked(
    principal: float | np.ndarray, yearly_rate: float | np.ndarray, years: float | np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    borrowed, rate, number = np.broadcast_arrays(
        np.asarray(principal, dtype=np.float64), np.asarray(yearly_rate, dtype=np.float64), payments(years)
    )
    if np.any((borrowed > 0) & ~(number >= 1)):
        raise ValueError("a loan runs for less than one month: state loan_years wherever something is borrowed")
    return borrowed, rate / MONTHS_A_YEAR, np.where(borrowed > 0, number, 1.0)


def _annuity_share(rate: np.ndarray, number: np.ndarray) -> np.ndarray:
    """Payment a period per yuan borrowed; inf for no periods."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share = rate / -np.expm1(-number * np.log1p(rate))
        return np.where(rate == 0, 1.0 / number, share)
