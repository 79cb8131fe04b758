"""The KPIs of time and of firms: one function each, with unit, direction and formula.

Add one here and in KPIS; tables, intervals, comparisons and tests pick it up. Each function takes `Firms` and gives
one value a cell (group x replication), NaN where a history has nobody to speak of.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from sim.outcome.cohort import Firms

MONTH = 365 / 12
YEAR = 365.0


@dataclass(frozen=True)
class Kpi:
    """What a KPI is; its label stands in `sim.text.labels` under `kpi.<id>`.

    `direction` is +1 where more is better, -1 where less is, 0 where neither.
    """

    id: str
    unit: str  # firms | share | days
    direction: int
    formula: str
    of: Callable[[Firms], np.ndarray]


def signed(firms: Firms) -> np.ndarray:
    """Number of firms that signed by the horizon."""
    return firms.count(np.ones(len(firms.cell), dtype=bool))


def cohort(firms: Firms) -> np.ndarray:
    """Number of firms watched for the whole limit; restricted mean, median and days by stage are theirs."""
    return firms.count(firms.followed(firms.frame.limit))


def producing(firms: Firms) -> np.ndarray:
    """Number of firms that produced their first saleable lot by the horizon."""
    return firms.count(~np.isnan(firms.produced))


def withdrawn_or_refused(firms: Firms) -> np.ndarray:
    """Number of firms that left the park by the horizon before they produced."""
    return firms.count(~np.isnan(firms.left) & np.isnan(firms.produced))


def producing_within(firms: Firms, months: int) -> np.ndarray:
    """Share of the firms watched for `months` after signing that produced within them; a year has 365 days."""
    days = months * MONTH
    within = firms.time_to_production() <= days
    return firms.mean(within.astype(np.float64), firms.followed(days))


def rmst_time_to_production(firms: Firms) -> np.ndarray:
    """Restricted mean: min(time to production, limit) averaged over firms watched for the limit."""
    limit = firms.frame.limit
    return firms.mean(np.minimum(firms.time_to_production(), limit), firms.followed(limit))


def median_time_to_production(firms: Firms) -> np.ndarray:
    """Smallest time by which half of the firms watched for the limit had produced; inf beyond the limit."""
    limit = firms.frame.limit
    chosen = np.flatnonzero(firms.followed(limit))
    time, cell = firms.time_to_production()[chosen], firms.cell[chosen]
    order = np.lexsort((time, cell))
    time, cell = time[order], cell[order]
    count = np.bincount(cell, minlength=firms.cells)
    first = np.concatenate(([0], np.cumsum(count)))[:-1]
    result = np.full(firms.cells, np.nan)
    filled = np.flatnonzero(count)
    middle = time[first[filled] + (count[filled] + 1) // 2 - 1]
    result[filled] = np.where(middle <= limit, middle, np.inf)
    return result


def same_year(firms: Firms, month: int | None = None) -> np.ndarray:
    """Share that produced in the calendar year in which they signed; whole years; one signing month where given."""
    year, signing_month = calendar_of(firms, firms.signed)
    produced_year, _ = calendar_of(firms, firms.produced)
    chosen = np.isin(year, whole_years(firms))
    if month is not None:
        chosen = chosen & (signing_month == month)
    return firms.mean((produced_year == year).astype(np.float64), chosen)


def producing_since_decision(firms: Firms, years: int) -> np.ndarray:
    """Number of firms producing `years` after the county's decision: the clock that counts building ahead."""
    day = firms.frame.decided + years * YEAR
    count = firms.count(firms.produced <= day)
    return count if day <= firms.frame.horizon else np.full(firms.cells, np.nan)


def calendar_of(firms: Firms, days: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Calendar year and month of days since the start; -1 for NaN."""
    known = ~np.isnan(days)
    dates = np.datetime64(firms.frame.start) + np.floor(np.where(known, days, 0)).astype("timedelta64[D]")
    months = dates.astype("datetime64[M]").astype(np.int64)
    return np.where(known, months // 12 + 1970, -1), np.where(known, months % 12 + 1, -1)


def whole_years(firms: Firms) -> np.ndarray:
    """Calendar years that lie wholly within the run."""
    first = np.datetime64(firms.frame.start)
    last = first + np.timedelta64(int(firms.frame.horizon), "D")
    years = np.arange(first.astype("datetime64[Y]").astype(int) + 1970, last.astype("datetime64[Y]").astype(int) + 1971)
    begins = np.array([np.datetime64(f"{year}-01-01") for year in years])
    ends = np.array([np.datetime64(f"{year + 1}-01-01") for year in years])
    return np.asarray(years[(begins >= first) & (ends <= last)])


KPIS: tuple[Kpi, ...] = (
    Kpi("signed", "firms", 0, "number of firms with t_signed <= horizon", signed),
    Kpi("producing", "firms", 1, "number of firms with t_producing <= horizon", producing),
    Kpi("cohort", "firms", 0, "number of firms signed by horizon - limit: what the restricted mean rests on", cohort),
    Kpi("withdrawn_or_refused", "firms", -1, "number of firms that left before producing", withdrawn_or_refused),
    *(
        Kpi(
            f"producing_within_{months}_months", "share", 1,
            f"share with t_producing - t_signed <= {months} * 365/12 among firms signed that long before the horizon",
            partial(producing_within, months=months),
        )
        for months in (6, 12, 24)
    ),
    Kpi(
        "rmst_time_to_production", "days", -1,
        "mean of min(t_producing - t_signed, limit) among firms signed by horizon - limit", rmst_time_to_production,
    ),
    Kpi(
        "median_time_to_production", "days", -1,
        "median of t_producing - t_signed among firms signed by horizon - limit; inf = not reached by the limit",
        median_time_to_production,
    ),
    Kpi(
        "signed_to_producing_same_year", "share", 1, "share with year(t_producing) = year(t_signed), whole years",
        same_year,
    ),
    *(
        Kpi(
            f"signed_to_producing_same_year_month_{month:02d}", "share", 1,
            f"the same among firms signed in calendar month {month}", partial(same_year, month=month),
        )
        for month in range(1, 13)
    ),
    *(
        Kpi(
            f"producing_{years}_years_after_decision", "firms", 1,
            f"number of firms with t_producing <= decided + {years} * 365",
            partial(producing_since_decision, years=years),
        )
        for years in (1, 2, 3)
    ),
)  # fmt: skip
