"""上规入统: when a firm enters the statistics of enterprises above scale, by its own revenue within a calendar year.

Convention (m.12425.cn, Xiamen 2023; domain.md B4, M37): 20 million yuan of revenue within a calendar year. A plant
that first produced in that year may enter in the monthly windows March to November: papers are filed by the 20th of the
month before, so what it made from 1 January to the end of that 20th must do, and it is entered on the 1st of the
window's month. All others enter in the annual batch: what was made in the whole year must do, and they are entered on
1 January of the next. That holds too for a new plant that passes the threshold after 20 October. Who is entered stays
entered; who has left the park by the day of entry is not.

Revenue is that of the plant in this park alone: realised output x the ramp's share of its year of production, evenly
over the year's 365 days, from the first saleable lot until it leaves, and none from `output_stopped` to `graduated`.
What a parent elsewhere books of it (`kept_here` below 1) is not the plant's revenue. Nor is what the parent sold before
and now books here (`moved_sales`): the statistics would count no more than they did. It is left out of the monthly
windows and of the annual batch alike, for both ask for the plant's own revenue. It stays in output, taxes and jobs:
these are here, wherever the sales were.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from sim.money.facts import Facts
from sim.money.taxes import realised_output
from sim.money.units import DAYS_A_YEAR
from sim.outcome.books import Books
from sim.outcome.cohort import Firms
from sim.outcome.kpis import calendar_of, whole_years

THRESHOLD = 20e6  # yuan of revenue within a calendar year (2,000万元)
WINDOWS = range(3, 12)  # months in which a new plant may enter: March to November
FILED_BY = 20  # day of the month before

ABOVE_SCALE_KPIS: dict[str, tuple[str, int]] = {"above_scale": ("firms", 1), "five_same_year": ("share", 1)}
"""id -> unit, direction; groups are those of firms."""


def above_scale_kpis(books: Books, firms: Firms) -> dict[str, np.ndarray]:
    """KPIs by group and replication.

    `above_scale` counts firms that have been entered and are there at the horizon. `five_same_year` (五个当年) is the
    share of firms attracted (appeared), signed, built (`site_ready`), producing and entered in one calendar year, among
    firms that signed in a calendar year that lies wholly within the run; NaN in a park without the milestone
    `site_ready`.
    """
    h = books.histories
    entered = entry_day(books)[firms.member]
    days = (h.firm_appears[firms.member], h.milestone("site_ready")[firms.member], firms.produced, entered)
    signed, _ = calendar_of(firms, firms.signed)
    same = np.all([calendar_of(firms, one)[0] == signed for one in days], axis=0)
    chosen = np.isin(signed, whole_years(firms)) & ("site_ready" in h.rules.milestone_names)
    return {
        "above_scale": firms.count(~np.isnan(entered) & np.isnan(firms.left)),
        "five_same_year": firms.mean(same.astype(np.float64), chosen),
    }


def entry_day(books: Books) -> np.ndarray:
    """Day on which each candidate of a block is entered, NaN = not by the horizon."""
    return entries_of(books.facts, books.model.regimes[0].money.ramp, books.model.start)


def entries_of(facts: Facts, ramp: Sequence[float], start: date) -> np.ndarray:
    """Day of entry of each firm, NaN = not by the last day; `start` is the date of day 0."""
    found = np.full(facts.firms, np.nan)

    def enter(passed: np.ndarray, day: float) -> None:
        there = ~(facts.left <= day) & (day <= facts.last_day)
        found[passed & there & np.isnan(found)] = day

    for year in range(start.year, (start + timedelta(days=int(facts.last_day))).year + 1):
        new_year, next_year = _day(date(year, 1, 1), start), _day(date(year + 1, 1, 1), start)
        new = (new_year <= facts.producing) & (facts.producing < next_year)
        for month in WINDOWS:
            filed = _day(date(year, month - 1, FILED_BY), start) + 1.0
            passed = revenue(facts, ramp, new_year, filed) >= THRESHOLD
            enter(new & passed, _day(date(year, month, 1), start))
        enter(revenue(facts, ramp, new_year, next_year) >= THRESHOLD, next_year)
    return found


def revenue(facts: Facts, ramp: Sequence[float], begin: float, end: float) -> np.ndarray:
    """What each firm sells as its own from one day to another, yuan to the fen [F]; 0 for who does not produce."""
    own = realised_output(facts) * np.maximum(1.0 - facts.moved_sales, 0.0)
    return np.asarray(np.round(own * _full_years(facts, ramp, begin, end), 2))


def booked(facts: Facts, ramp: Sequence[float], begin: float, end: float) -> np.ndarray:
    """The same with what a parent moved here: all that each firm books here, yuan to the fen [F]."""
    return np.asarray(np.round(realised_output(facts) * _full_years(facts, ramp, begin, end), 2))


def _full_years(facts: Facts, ramp: Sequence[float], begin: float, end: float) -> np.ndarray:
    """Years of full output from one day to another [F]."""
    shares = tuple(ramp) or (1.0,)
    until = np.fmin(np.fmin(facts.left, facts.last_day), end)
    days = np.zeros(facts.firms)  # of full output
    for year, share in enumerate(shares):
        first = np.maximum(facts.producing + DAYS_A_YEAR * year, begin)
        last = np.minimum(until, facts.producing + DAYS_A_YEAR * (year + 1)) if year + 1 < len(shares) else until
        days += share * _length(first, last)
        if facts.stopped is not None and facts.resumed is not None:
            days -= share * _length(np.maximum(first, facts.stopped), np.fmin(last, facts.resumed))
    return days / DAYS_A_YEAR


def _length(first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Days from first to last; 0 where there are none or one of them is not known."""
    return np.asarray(np.nan_to_num(np.maximum(last - first, 0.0)))


def _day(when: date, start: date) -> float:
    return float((when - start).days)
