"""Floors of one kind: a row of units in buildings, of which a firm takes one or adjoining ones (R13)."""

from __future__ import annotations

from bisect import bisect_right, insort
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from sim.engine.case import Case

if TYPE_CHECKING:
    from sim.engine.simpy_engine.estate_line import Line

Run = tuple[float, float, int, int]
"""When its last unit is complete (at least now), area, number of units, first unit; the smallest is taken."""


class Space:
    """Floors of one kind."""

    help = 0
    team = False
    above = -1
    order: int

    def __init__(self, case: Case, index: int) -> None:
        self.index = index
        self.passing = bool(case.resource_passing[index])
        self.best_fit = bool(case.resource_best_fit[index])
        self.order = int(case.resource_order[index])
        self.first, end = int(case.unit_ptr[index]), int(case.unit_ptr[index + 1])
        mine = slice(self.first, end)
        self.area: list[float] = case.unit_area[mine].tolist()
        self.decided: list[float] = case.unit_decided[mine].tolist()
        self.complete: list[float] = case.unit_complete[mine].tolist()
        self.free = [True] * len(self.area)
        self.buildings = _buildings(case.unit_building[mine].tolist(), self.area, self.decided, self.complete)
        self.building_of = [n for n, building in enumerate(self.buildings) for _ in range(building.first, building.end)]
        self.free_area = [sum(self.area[building.first : building.end]) for building in self.buildings]
        self.free_units = [(1 << (building.end - building.first)) - 1 for building in self.buildings]  # as bits
        self.alike: dict[tuple[int, int], list[int]] = {}  # buildings by kind and free units, the first first
        for number, building in enumerate(self.buildings):
            self.alike.setdefault((building.kind, self.free_units[number]), []).append(number)
        self.announced: list[tuple[float, float]] | None = None  # completion, area ready by then; since the last change
        self.looked = -1  # how many were decided when that was worked out
        self.decisions = sorted(self.decided)
        self.last = max(self.complete, default=0.0)
        self.line: Line

    @property
    def changes(self) -> list[float]:
        """Days on which more can be taken."""
        return [*self.decided, *self.complete]

    def fit(self, amount: float, now: float, unfinished: bool) -> Run | None:
        """The best run of adjoining free units with so much floor; None where there is none.

        Of buildings that are alike and have the same units free the first is as good as any.
        """
        best: Run | None = None
        for (_, free_units), alike in self.alike.items():
            if free_units and self.free_area[alike[0]] >= amount:
                building = self.buildings[alike[0]]
                first_or_best = self._first_run if building.even > 0.0 else self._best_run
                run = first_or_best(building, amount, now, unfinished)
                if run is not None and (best is None or run < best):
                    best = run
        return best

    def _best_run(self, building: Building, amount: float, now: float, unfinished: bool) -> Run | None:
        """The best run in one building: from each unit on the shortest that is large enough."""
        since = self.decided if unfinished else self.complete
        free, areas, completes = self.free, self.area, self.complete
        best: Run | None = None
        for first in range(building.first, building.end):
            total, ready, place = 0.0, now, first
            while place < building.end and free[place] and since[place] <= now:
                total += areas[place]
                ready = max(ready, completes[place])
                place += 1
                if total >= amount:
                    run = (ready, total, place - first, first)
                    if best is None or run < best:
                        best = run
                    break
        return best

    def _first_run(self, building: Building, amount: float, now: float, unfinished: bool) -> Run | None:
        """The same where all units are alike: the first so many in a row that are free."""
        complete = self.complete[building.first]
        if (self.decided[building.first] if unfinished else complete) > now:
            return None
        count = ceil(amount / building.even)
        starts = self.free_units[self.building_of[building.first]]
        for _ in range(count - 1):
            starts &= starts >> 1  # from here on one more is free
        if not starts:
            return None
        first = (starts & -starts).bit_length() - 1
        return max(now, complete), count * building.even, count, building.first + first

    def mark(self, run: Run, free: bool) -> None:
        """Units of a run are taken, or can be had again."""
        _, total, count, first = run
        self.free[first : first + count] = [free] * count
        number = self.building_of[first]
        self.free_area[number] += total if free else -total
        building = self.buildings[number]
        before, after = (
            self.free_units[number],
            self.free_units[number] ^ ((1 << count) - 1) << (first - building.first),
        )
        self.free_units[number] = after
        alike = self.alike[building.kind, before]
        alike.remove(number)
        if not alike:
            del self.alike[building.kind, before]
        insort(self.alike.setdefault((building.kind, after), []), number)
        self.announced = None

    def wait(self, amount: float, now: float, unfinished: bool, in_line: float) -> float | None:
        """Days until so much can be had, as far as it is announced; None where it is not (R15)."""
        if in_line == 0.0 and (run := self.fit(amount, now, unfinished)) is not None:
            return run[0] - now
        if now >= self.last:
            return None  # all that was ever planned stands
        wanted = amount + in_line
        for complete, pool in self._pools(now):
            if complete > now and pool >= wanted:
                return complete - now
        return None

    def _pools(self, now: float) -> list[tuple[float, float]]:
        """Area of free decided units that is complete by each of their days of completion."""
        decided_by_now = bisect_right(self.decisions, now)
        if self.announced is None or self.looked != decided_by_now:
            days: dict[float, float] = {}
            for free, decided, complete, area in zip(self.free, self.decided, self.complete, self.area):
                if free and decided <= now:
                    days[complete] = days.get(complete, 0.0) + area
            pool, self.announced, self.looked = 0.0, [], decided_by_now
            for complete in sorted(days):
                pool += days[complete]
                self.announced.append((complete, pool))
        return self.announced


class Building(NamedTuple):
    """Units that stand side by side; buildings of one kind have the same areas and dates."""

    first: int
    end: int
    kind: int
    even: float  # m² of each unit where all are alike, else 0


def _buildings(of: list[int], area: list[float], decided: list[float], complete: list[float]) -> list[Building]:
    """The buildings of a space: units that follow each other with one number."""
    edges = [0, *(n for n in range(1, len(of)) if of[n] != of[n - 1]), len(of)]
    numbers: dict[object, int] = {}
    found = []
    for first, end in pairwise(edges) if of else ():
        units = tuple(area[first:end]), tuple(decided[first:end]), tuple(complete[first:end])
        even = units[0][0] if all(len(set(values)) == 1 for values in units) else 0.0
        found.append(Building(first, end, numbers.setdefault(units, len(numbers)), even))
    return found
