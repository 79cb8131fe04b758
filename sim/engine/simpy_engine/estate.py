"""Floors, land and utilities (R13).

A space is a row of units in buildings; a firm takes one unit or adjoining ones. A stock is an amount.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from sim.engine.case import Case

if TYPE_CHECKING:
    from sim.engine.simpy_engine.estate_line import Line

Run = tuple[float, float, int, int]
"""When its last unit is complete (at least now), area, number of units, first unit; the smallest is taken."""


class Space:
    """Floors of one kind."""

    help = 0
    order: int

    def __init__(self, case: Case, index: int) -> None:
        self.index = index
        self.passing = bool(case.resource_passing[index])
        self.best_fit = bool(case.resource_best_fit[index])
        self.order = int(case.resource_order[index])
        self.first, end = int(case.unit_ptr[index]), int(case.unit_ptr[index + 1])
        mine = slice(self.first, end)
        self.area: list[float] = case.unit_area[mine].tolist()
        self.building: list[int] = case.unit_building[mine].tolist()
        self.decided: list[float] = case.unit_decided[mine].tolist()
        self.complete: list[float] = case.unit_complete[mine].tolist()
        self.free = [True] * len(self.area)
        self.line: Line

    @property
    def changes(self) -> list[float]:
        """Days on which more can be taken."""
        return [*self.decided, *self.complete]

    def fit(self, amount: float, now: float, unfinished: bool) -> Run | None:
        """The best run of adjoining free units with so much floor; None where there is none."""
        since = self.decided if unfinished else self.complete
        usable = [free and day <= now for free, day in zip(self.free, since)]
        best: Run | None = None
        for first in range(len(usable)):
            total, ready, place = 0.0, now, first
            while place < len(usable) and usable[place] and self.building[place] == self.building[first]:
                total += self.area[place]
                ready = max(ready, self.complete[place])
                place += 1
                if total >= amount:
                    run = (ready, total, place - first, first)
                    best = run if best is None or run < best else best
                    break
        return best

    def wait(self, amount: float, now: float, unfinished: bool, in_line: float) -> float | None:
        """Days until so much can be had, as far as it is announced; None where it is not (R15)."""
        if in_line == 0.0 and (run := self.fit(amount, now, unfinished)) is not None:
            return run[0] - now
        announced = sorted(
            (complete, area)
            for free, decided, complete, area in zip(self.free, self.decided, self.complete, self.area)
            if free and decided <= now
        )
        pool, wanted = 0.0, amount + in_line
        for place, (complete, area) in enumerate(announced):
            pool += area
            last_of_day = place + 1 == len(announced) or announced[place + 1][0] > complete
            if complete > now and last_of_day and pool >= wanted:
                return complete - now
        return None


class Stock:
    """Land, a utility, or a team: an amount; `help` is the bit of a team, 0 of all others."""

    passing: bool
    best_fit = False

    def __init__(self, case: Case, index: int) -> None:
        self.index = index
        self.passing = bool(case.resource_passing[index])
        self.order = int(case.resource_order[index])
        self.help = 1 << int(case.resource_help[index]) if case.resource_help[index] >= 0 else 0
        mine = slice(int(case.supply_ptr[index]), int(case.supply_ptr[index + 1]))
        self.changes: list[float] = case.supply_day[mine].tolist()
        self.levels = [0.0]
        for amount in case.supply_amount[mine].tolist():
            self.levels.append(self.levels[-1] + amount)
        self.held = 0.0
        self.line: Line

    def fit(self, amount: float, now: float, unfinished: bool) -> Run | None:
        """Is so much there?"""
        return (now, amount, 0, -1) if self.levels[bisect_right(self.changes, now)] - self.held >= amount else None

    def wait(self, amount: float, now: float, unfinished: bool, in_line: float) -> float | None:
        """Days until so much can be had, as far as it is announced; None where it is not (R15)."""
        wanted = amount + in_line
        there = bisect_right(self.changes, now)
        if self.levels[there] - self.held >= wanted:
            return 0.0
        for place in range(there, len(self.changes)):
            if self.levels[bisect_right(self.changes, self.changes[place])] - self.held >= wanted:
                return self.changes[place] - now
        return None


Want = tuple["Space | Stock", float, int, bool]
"""Of what, how much, until when, unfinished shells too?"""


class Take(NamedTuple):
    """What an activity takes: the amount is a constant, or a quantity of the firm."""

    resource: Space | Stock
    column: int
    constant: float
    until: int
    unfinished: bool
    foreseen: bool

    def amount(self, quantities: list[float]) -> float:
        """How much a firm with these quantities takes."""
        return self.constant if self.column < 0 else quantities[self.column]


def wants(takes: list[Take], quantities: list[float]) -> list[Want]:
    """What a firm takes by an activity; a take of nothing is none."""
    return [
        (take.resource, amount, take.until, take.unfinished)
        for take in takes
        if (amount := take.amount(quantities)) > 0.0
    ]
