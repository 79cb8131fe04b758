"""What there is to take, besides floors, and what an activity takes of it (R13).

A stock is an amount: land, a utility, or the people of a team.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from sim.engine.case import RESOURCES, Case
from sim.engine.simpy_engine.space import Run, Space

if TYPE_CHECKING:
    from sim.engine.simpy_engine.estate_line import Line


class Stock:
    """Land, a utility, or a team: an amount; `help` is the bit of a team, 0 of all others."""

    passing: bool
    best_fit = False

    def __init__(self, case: Case, index: int) -> None:
        self.index = index
        self.passing = bool(case.resource_passing[index])
        self.order = int(case.resource_order[index])
        self.team = RESOURCES[case.resource_kind[index]] == "team"
        self.above = int(case.resource_above[index])
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


def wants(takes: list[Take], quantities: Sequence[float]) -> list[Want]:
    """What a firm takes by an activity; a take of nothing is none."""
    return [
        (take.resource, amount, take.until, take.unfinished)
        for take in takes
        if (amount := take.constant if take.column < 0 else quantities[take.column]) > 0.0
    ]
