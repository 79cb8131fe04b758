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
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from sim.money.facts import Facts
from sim.money.taxes import realised_output
from sim.money.units import DAYS_A_YEAR

THRESHOLD = 20e6  # yuan of revenue within a calendar year (2,000万元)
WINDOWS = range(3, 12)  # months in which a new plant may enter: March to November
FILED_BY = 20  # day of the month before


@dataclass(frozen=True, eq=False)
class Plants:
    """What some plants make, and when; arrays of one length, days since the scenario's start."""

    output: np.ndarray  # yuan/year in full
    producing: np.ndarray
    until: np.ndarray  # they leave, or the accounts end
    stopped: np.ndarray | None  # as in `Facts`
    resumed: np.ndarray | None

    def those(self, which: np.ndarray) -> Plants:
        """Some of them, by index."""
        stopped, resumed = (None if days is None else days[which] for days in (self.stopped, self.resumed))
        return Plants(self.output[which], self.producing[which], self.until[which], stopped, resumed)

    def made(self, ramp: Sequence[float], begin: float, end: float) -> np.ndarray:
        """What each makes from one day to another, yuan to the fen; 0 for who does not produce."""
        shares = tuple(ramp) or (1.0,)
        until = np.fmin(self.until, end)
        days = np.zeros(len(self.output))  # of full output
        for year, share in enumerate(shares):
            first = np.maximum(self.producing + DAYS_A_YEAR * year, begin)
            last = np.minimum(until, self.producing + DAYS_A_YEAR * (year + 1)) if year + 1 < len(shares) else until
            days += share * _length(first, last)
            if self.stopped is not None and self.resumed is not None:
                days -= share * _length(np.maximum(first, self.stopped), np.fmin(last, self.resumed))
        return np.asarray(np.round(self.output * (days / DAYS_A_YEAR), 2))


def entries_of(facts: Facts, ramp: Sequence[float], start: date) -> np.ndarray:
    """Day of entry of each firm, NaN = not by the last day; `start` is the date of day 0."""
    found = np.full(facts.firms, np.nan)
    plants = own_plants(facts)

    def enter(who: np.ndarray, since: float, until: float, day: float) -> None:
        """Of these, who has made enough from one day to another and is still there is entered on a day."""
        passed = who[plants.those(who).made(ramp, since, until) >= THRESHOLD]
        if day <= facts.last_day:
            found[passed[~(facts.left[passed] <= day) & np.isnan(found[passed])]] = day

    for year in range(start.year, (start + timedelta(days=int(facts.last_day))).year + 1):
        new_year, next_year = _day(date(year, 1, 1), start), _day(date(year + 1, 1, 1), start)
        produces = np.flatnonzero(facts.producing < next_year)
        new = produces[new_year <= facts.producing[produces]]
        for month in WINDOWS:
            filed = _day(date(year, month - 1, FILED_BY), start) + 1.0
            enter(new, new_year, filed, _day(date(year, month, 1), start))
        enter(produces, new_year, next_year, next_year)
    return found


def own_plants(facts: Facts) -> Plants:
    """The plants of all firms, with what they sell as their own."""
    return _plants(facts, realised_output(facts) * np.maximum(1.0 - facts.moved_sales, 0.0))


def revenue(facts: Facts, ramp: Sequence[float], begin: float, end: float) -> np.ndarray:
    """What each firm sells as its own from one day to another, yuan to the fen [F]; 0 for who does not produce."""
    return own_plants(facts).made(ramp, begin, end)


def booked(facts: Facts, ramp: Sequence[float], begin: float, end: float) -> np.ndarray:
    """The same with what a parent moved here: all that each firm books here, yuan to the fen [F]."""
    return _plants(facts, realised_output(facts)).made(ramp, begin, end)


def _plants(facts: Facts, output: np.ndarray) -> Plants:
    return Plants(output, facts.producing, np.fmin(facts.left, facts.last_day), facts.stopped, facts.resumed)


def _length(first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Days from first to last; 0 where there are none or one of them is not known."""
    return np.asarray(np.fmax(last - first, 0.0))


def _day(when: date, start: date) -> float:
    return float((when - start).days)
