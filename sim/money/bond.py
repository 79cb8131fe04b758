"""The park's special bond: what is due every year, and whether income covers it.

A bond pays interest every year on what is outstanding. The principal comes back at the end (`bullet`), in equal parts
(`serial`), or so that interest and principal together are the same every year (`level`). Units sold on mortgage repay
the bond first; what is due afterwards falls accordingly. Tax is not income of a bond: cover is reckoned without it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.model.money import BULLET, LEVEL, REPAYMENTS
from sim.money.units import MONTHS_A_YEAR


@dataclass(frozen=True, eq=False)
class Service:
    """What a bond costs, yuan by year of the bond: arrays [..., years]."""

    opening: np.ndarray  # outstanding at the begin of the year
    interest: np.ndarray
    principal: np.ndarray  # repaid by schedule at the end of the year
    early: np.ndarray  # repaid early at the end of the year, out of sales

    @property
    def due(self) -> np.ndarray:
        """Interest and scheduled principal."""
        return np.asarray(self.interest + self.principal)


@dataclass(frozen=True, eq=False)
class Cover:
    """How often income covers what is due; inf where nothing is due."""

    yearly: np.ndarray  # [..., years]: income left after early repayment, over interest and scheduled principal
    lifetime: np.ndarray  # [...]: all income over all principal and interest
    worst_year: np.ndarray  # [...]: index of the first year with the lowest yearly cover


def debt_service(
    principal: float | np.ndarray,
    rate: float,
    years: int,
    repayment: str,
    repaid_early: np.ndarray | None = None,
) -> Service:
    """Opening balance, interest and principal of a bond by year.

    Parameters
    ----------
    principal
        Yuan raised; a number, or [...] for several replications.
    rate
        Coupon, a share a year.
    years
        Term.
    repayment
        `bullet`, `level` or `serial`.
    repaid_early
        Yuan by year, [..., years], offered for early repayment at the end of that year; never more is taken than is
        outstanding. What is due later is reckoned anew over the years left.

    Raises
    ------
    ValueError
        If the repayment is unknown, the term is below one year, or `repaid_early` is not of `years` years.

    Examples
    --------
    >>> debt_service(300.0, 0.10, 3, "serial").interest.round(6).tolist()
    [30.0, 20.0, 10.0]
    >>> debt_service(300.0, 0.10, 3, "bullet", np.array([100.0, 0.0, 0.0])).due.round(6).tolist()
    [30.0, 20.0, 220.0]
    """
    if repayment not in REPAYMENTS:
        raise ValueError(f"unknown repayment {repayment!r}; one of {', '.join(REPAYMENTS)}")
    if years < 1:
        raise ValueError(f"a bond runs for at least one year (got {years})")
    offered = np.zeros(years) if repaid_early is None else np.asarray(repaid_early, dtype=np.float64)
    if offered.shape[-1:] != (years,):
        raise ValueError(f"repaid_early must be of {years} years, in the last axis (got shape {offered.shape})")

    start = np.asarray(principal, dtype=np.float64)
    outstanding = np.broadcast_to(start, np.broadcast_shapes(start.shape, offered.shape[:-1])).copy()
    opening, interest, scheduled, early = (np.zeros((*outstanding.shape, years)) for _ in range(4))
    for year in range(years):
        opening[..., year] = outstanding
        interest[..., year] = outstanding * rate
        scheduled[..., year] = outstanding * _share_due(rate, years - year, repayment)
        outstanding = outstanding - scheduled[..., year]
        early[..., year] = np.clip(offered[..., year], 0.0, outstanding)
        outstanding = outstanding - early[..., year]
    return Service(opening, interest, scheduled, early)


def _share_due(rate: float, years_left: int, repayment: str) -> float:
    """Share of what is outstanding that is repaid this year."""
    if years_left == 1:
        return 1.0
    if repayment == BULLET:
        return 0.0
    if repayment == LEVEL and rate != 0:
        return float(rate / np.expm1(years_left * np.log1p(rate)))
    return 1.0 / years_left


def cover(income_by_year: np.ndarray, service: Service) -> Cover:
    """How far income carries the bond; tax must not be in it.

    Proceeds of sales are in the income and repay the bond first, so each year they are set off against the early
    repayment, and what is left is held against interest and scheduled principal. The lifetime cover holds everything
    against everything.

    Parameters
    ----------
    income_by_year
        Yuan, [..., years]: rent net of relief, sales, property fees, pledged funds, less running cost.
    service
        From `debt_service`.

    Examples
    --------
    >>> found = cover(np.array([45.0, 40.0, 120.0]), debt_service(100.0, 0.10, 3, "bullet"))
    >>> found.yearly.round(3).tolist(), round(float(found.lifetime), 3), int(found.worst_year)
    ([4.5, 4.0, 1.091], 1.577, 2)
    """
    income = np.asarray(income_by_year, dtype=np.float64)
    yearly = _over(income - service.early, service.due)
    all_due = (service.due + service.early).sum(axis=-1)
    return Cover(yearly, _over(income.sum(axis=-1), all_due), np.argmin(yearly, axis=-1))


def _over(income: np.ndarray, due: np.ndarray) -> np.ndarray:
    income, due = np.broadcast_arrays(income, due)
    return np.asarray(np.divide(income, due, out=np.full(income.shape, np.inf), where=due > 0))


def rent_needed(cost_per_m2: float, rate: float, years: int, repayment: str, occupancy: float = 1.0) -> float:
    """Rent that pays the bond in its worst year, yuan/m² of let floor and month.

    Parameters
    ----------
    cost_per_m2
        Yuan/m² of floor area, all of it borrowed.
    rate, years, repayment
        Of the bond.
    occupancy
        Share of the floor area that pays rent, over 0.

    Examples
    --------
    At what the park of Ziyuan cost, 3,370 yuan/m², and 3.42 % over 15 years:

    >>> round(rent_needed(3370.0, 0.0342, 15, "level"), 1)
    24.2
    """
    worst = float(debt_service(cost_per_m2, rate, years, repayment).due.max())
    return worst / MONTHS_A_YEAR / occupancy


def rent_for_interest(cost_per_m2: float, rate: float, occupancy: float = 1.0) -> float:
    """Rent that pays the interest of a bond on which nothing has been repaid, yuan/m² of let floor and month.

    >>> round(rent_for_interest(3370.0, 0.0342), 1)
    9.6
    """
    return cost_per_m2 * rate / MONTHS_A_YEAR / occupancy
