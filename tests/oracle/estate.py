"""R13: who holds what of the spaces and stocks, and who is served in the line for them.

What flows in: a `Case`, visits, instants. What flows out: runs of units, starts in their order, holdings. Rule: the
holdings are all that is remembered; what is free is found by going through them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from math import isnan, nan

import numpy as np

from sim.engine.case import RESOURCES, UNTIL_EXIT, UNTIL_FINISH, Case
from tests.oracle.ask import Take, Visit, span, takes

TEAM = RESOURCES.index("team")


@dataclass(eq=False)
class Holding:
    """A unit, or an amount of a stock, in the hands of a firm; its columns named as in the Log."""

    firm: int
    activity: int
    until: int
    holding_slot: int
    holding_resource: int
    holding_unit: int
    holding_amount: float
    holding_from: float
    holding_to: float = nan
    serves: bool = False


class Estate:
    """The spaces and stocks of a Case, and everything that was ever held of them."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.holdings: list[Holding] = []

    def left(self, stock: int, day: float, now: float) -> float:
        """Level of a stock on a day, less what is held now."""
        c = self.case
        supplied = sum(float(c.supply_amount[i]) for i in span(c.supply_ptr, stock) if c.supply_day[i] <= day)
        return supplied - sum(
            h.holding_amount for h in self.holdings if self.is_held(h) and h.holding_resource == stock
        )

    def is_held(self, h: Holding) -> bool:
        return isnan(h.holding_to)

    def free(self, space: int) -> list[int]:
        """The units of a space that nobody holds."""
        taken = {h.holding_unit for h in self.holdings if self.is_held(h)}
        return [unit for unit in span(self.case.unit_ptr, space) if unit not in taken]

    def area(self, units: list[int]) -> float:
        return sum(float(self.case.unit_area[unit]) for unit in units)

    def complete(self, units: list[int], now: float) -> float:
        """When the last of them is complete, but not before now."""
        return max([now, *(float(self.case.unit_complete[unit]) for unit in units)])

    def run(self, take: Take, now: float) -> list[int]:
        """The run of units it would get; an empty one where none fits."""
        c = self.case
        by = c.unit_decided if take.unfinished else c.unit_complete
        usable = {unit for unit in self.free(take.resource) if by[unit] <= now}
        runs = []
        for first in usable:
            units = [first]
            while self.area(units) < take.amount:
                units.append(units[-1] + 1)
                if units[-1] not in usable or c.unit_building[units[-1]] != c.unit_building[first]:
                    break
            else:
                runs.append(units)
        return min(runs, key=lambda units: (self.complete(units, now), self.area(units), len(units), units), default=[])

    def fits(self, take: Take, now: float) -> bool:
        if self.case.resource_kind[take.resource] == 0:
            return bool(self.run(take, now))
        return self.left(take.resource, now, now) >= take.amount

    def take(self, v: Visit, now: float, reached: np.ndarray) -> float:
        """Hold all it takes from now on; hands back the instant from which its service counts."""
        counts_from = now
        for take in takes(self.case, v.firm, v.activity):
            # a milestone reached before does not end it, but of teams; R22
            before, until = take.until >= 0 and not isnan(reached[take.until]), take.until
            if self.case.resource_kind[take.resource] == TEAM and (before or self.outranked(v.firm, take.resource)):
                until = UNTIL_FINISH
            elif before:
                until = UNTIL_EXIT
            space = self.case.resource_kind[take.resource] == 0
            units = self.run(take, now) if space else [-1]
            counts_from = max(counts_from, self.complete(units, now)) if space else counts_from
            for unit in units:
                amount = self.area([unit]) if space else take.amount
                self.holdings.append(Holding(v.firm, v.activity, until, v.slot, take.resource, unit, amount, now))
        return counts_from

    def outranked(self, firm: int, team: int) -> bool:
        """R22: does a team above this one serve the firm?"""
        above = self.case.resource_above[team]
        return any(
            h.serves and self.is_held(h) and (h.firm, h.holding_resource) == (firm, above) for h in self.holdings
        )

    def step_is_over(self, slot: int, now: float) -> None:
        """R13 and R22: what was taken until now goes back; teams that stay serve, and those below them go back."""
        self.give_back(now, lambda h: h.holding_slot == slot and h.until == UNTIL_FINISH)
        for held in [h for h in self.holdings if h.holding_slot == slot and self.is_held(h)]:
            if self.case.resource_kind[held.holding_resource] == TEAM:
                held.serves = True
                self.give_back(now, partial(self.is_below, held))

    def is_below(self, team: Holding, h: Holding) -> bool:
        return h.firm == team.firm and self.case.resource_above[h.holding_resource] == team.holding_resource

    def give_back(self, now: float, which: Callable[[Holding], bool]) -> None:
        for h in self.holdings:
            if self.is_held(h) and which(h):
                h.holding_to = now

    def serve(self, ordered: list[Visit], now: float, start: Callable[[Visit], None]) -> None:
        """The line, in its order; where the best fit counts, again and again the one that leaves least over."""
        c = self.case
        line = [(v, takes(c, v.firm, v.activity)) for v in ordered]
        barred: set[int] = set()
        for v, taken in line:
            if not taken or c.resource_best_fit[taken[0].resource]:
                continue
            lacking = {take.resource for take in taken if not self.fits(take, now)}
            if not lacking and barred.isdisjoint(take.resource for take in taken):
                start(v)
            barred |= {resource for resource in lacking if not c.resource_passing[resource]}
        queue = [(v, taken[0]) for v, taken in line if taken and c.resource_best_fit[taken[0].resource]]
        while fitting := [(v, take) for v, take in queue if isnan(v.t_start) and self.fits(take, now)]:
            start(min(fitting, key=lambda each: self.area(self.run(each[1], now)) - each[1].amount)[0])
