"""Spaces and stocks at one moment: what of them is free, and what would fit.

What flows in: a `Reader`, an instant and the holdings that are in force there. What flows out: for a visit, the run of
units it would take and whether its stocks suffice. Rule: nothing is remembered from one instant to the next.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf

import numpy as np

from sim.engine.check.reader import Array, Reader

Run = tuple[float, float, int, int]  # when it can be had, its area, its number of units, its first unit
Taken = dict[int, tuple[int, ...]]  # resource: its units; none of a stock
UNIT = 0  # kind of resource


@dataclass(frozen=True)
class Fit:
    """What a visit would take."""

    units: Taken
    spare: float  # area of the run less what was wanted, where it is one run


class Stand:
    """What is free of spaces and stocks at one moment of an instant."""

    def __init__(self, reader: Reader, t: float, held: Iterable[int] | Array) -> None:
        c, log = reader.case, reader.log
        self.r, self.t = reader, t
        rows = np.asarray(held, dtype=np.int64)
        units = log.holding_unit[rows]
        self.free = np.ones(len(c.unit_area), dtype=bool)
        self.free[units[units >= 0]] = False
        self.held = np.zeros(len(c.resource_kind))  # of stocks
        np.add.at(self.held, log.holding_resource[rows], np.where(units < 0, log.holding_amount[rows], 0.0))
        self.least: dict[tuple[int, bool], float] = {}  # of a space, the smallest amount that is known not to fit

    def level(self, q: int, t: float) -> float:
        """R13: what of a stock there is at t, held or not."""
        supplies = slice(self.r.case.supply_ptr[q], self.r.case.supply_ptr[q + 1])
        return float(self.r.case.supply_amount[supplies][self.r.case.supply_day[supplies] <= t].sum())

    def run(self, q: int, amount: float, unfinished: bool) -> Run | None:
        """R13: the best run of free units of a space."""
        if amount >= self.least.get((q, unfinished), inf):
            return None
        c, best = self.r.case, None
        mine = slice(int(c.unit_ptr[q]), int(c.unit_ptr[q + 1]))
        usable = self.free[mine] & ((c.unit_decided if unfinished else c.unit_complete)[mine] <= self.t)
        areas, complete, building = (each[mine].tolist() for each in (c.unit_area, c.unit_complete, c.unit_building))
        allowed: list[bool] = usable.tolist()
        for first in range(len(allowed)):
            area, since = 0.0, self.t
            for unit in range(first, len(allowed)):
                if not allowed[unit] or building[unit] != building[first]:
                    break
                area, since = area + areas[unit], max(since, complete[unit])
                if area >= amount:
                    one = since, area, unit - first + 1, mine.start + first
                    best = one if best is None else min(best, one)
                    break
        if best is None:
            self.least[q, unfinished] = amount
        return best

    def lacking(self, f: int, activity: int) -> tuple[Fit, set[int]]:
        """R13: what a visit would take, and which resources do not fit."""
        c, lacking, units, spare = self.r.case, set[int](), Taken(), 0.0
        for q, k in self.r.wants(f, activity).items():
            amount = self.r.amount(f, k)
            if c.resource_kind[q] != UNIT:
                units[q] = ()
                fits = self.level(q, self.t) - self.held[q] >= amount
            else:
                run = self.run(q, amount, bool(c.take_unfinished[k]))
                fits = run is not None
                if run is not None:
                    units[q], spare = tuple(range(run[3], run[3] + run[2])), run[1] - amount
            if not fits:
                lacking.add(q)
        return Fit(units, spare), lacking

    def take(self, f: int, activity: int, fit: Fit) -> None:
        """R13: a visit takes all it wants."""
        for q, k in self.r.wants(f, activity).items():
            self.free[list(fit.units[q])] = False
            self.held[q] += 0.0 if fit.units[q] else self.r.amount(f, k)

    def give_back(self, holdings: Iterable[int]) -> None:
        """R13: what these rows of the Log hold is free again."""
        log = self.r.log
        for h in holdings:
            if log.holding_unit[h] >= 0:
                self.free[log.holding_unit[h]] = True
            else:
                self.held[log.holding_resource[h]] -= log.holding_amount[h]
        self.least.clear()
