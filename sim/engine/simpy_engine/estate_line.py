"""Who waits for floors, land or utilities, and in which order they get them (R13)."""

from __future__ import annotations

from bisect import insort
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING

from sim.engine.case import RESOURCES, UNTIL_FINISH, Case
from sim.engine.log import OPEN
from sim.engine.simpy_engine.estate import Stock, Take, Want
from sim.engine.simpy_engine.holding import Holding, comes_too_late
from sim.engine.simpy_engine.readiness import be_patient
from sim.engine.simpy_engine.space import Run, Space

if TYPE_CHECKING:
    from sim.engine.simpy_engine.park import Due, Park


Key = tuple[float, float, float, int]
"""Priority, size where the largest comes first, ready, visit."""
Asking = tuple["Due", list[Want]]
"""Who, and what it takes."""
Entry = tuple[Key, "Due", list[Want]]
"""The same with its place in the line."""
Hopeless = dict[tuple[int, bool], float]
"""By resource, and whether unfinished shells do: the smallest amount that did not fit."""


class Line:
    """Who waits for some resources.

    What is needed together by some activity shares one line, because "all or nothing" needs one view of everything.
    """

    def __init__(self, resources: list[Space | Stock]) -> None:
        self.resources = resources
        self.waiting: list[Entry] = []  # in order
        self.newcomers: list[Asking] = []
        self.stirred = False
        self.whole = False  # more than newcomers has to be looked at
        self.passing = all(resource.passing or resource.best_fit for resource in resources)
        self.best_fit = any(resource.best_fit for resource in resources)
        self.largest_first = any(resource.order >= 0 for resource in resources)
        self.totals: dict[int, float] | None = None  # what those in line want, by resource; None = not known
        self.youngest = -1.0  # when the last of those in line became ready
        for resource in resources:
            resource.line = self

    def serve(self, park: Park) -> None:
        """Phase 3: everybody who can take what it needs starts, by the rule of the line."""
        self.stirred = False
        if len(self.newcomers) == 1 and self.passing and not self.whole:
            self._look_at(park, *self.newcomers.pop())
            return
        newcomers = [(self._key(park, due, wants), due, wants) for due, wants in self.newcomers]
        if self.whole or not self.passing:
            self.waiting = self._served(park, [*self.waiting, *newcomers])
        else:  # nothing has become free: who could not start before cannot start now
            self.waiting += self._served(park, newcomers)
            self.waiting.sort()
        for due, _ in self.newcomers:
            self.youngest = park.now
            if park.outcome[due[0]] == OPEN and park.t_start[due[0]] != park.t_start[due[0]]:
                be_patient(park, due)
        self.newcomers = []
        self.whole = False
        self.totals = None

    def _look_at(self, park: Park, due: Due, wants: list[Want]) -> None:
        """One newcomer, and nothing has become free, as nearly always: it starts, or stands in line."""
        if park.outcome[due[0]] != OPEN:
            return
        runs = []
        for resource, amount, _, early in wants:
            run = resource.fit(amount, park.now, early)
            if run is None:
                insort(self.waiting, (self._key(park, due, wants), due, wants))
                self.youngest = park.now
                if self.totals is not None:
                    _add(self.totals, wants)
                be_patient(park, due)
                return
            runs.append(run)
        take_and_start(park, due, wants, runs)

    def reorder(self, park: Park) -> None:
        """New rules may rank the same people differently."""
        self.waiting = sorted((self._key(park, due, wants), due, wants) for _, due, wants in self.waiting)

    def _key(self, park: Park, due: Due, wants: list[Want]) -> Key:
        """R2, and where a resource goes to the largest first, the firm's quantity before who has been ready longest."""
        visit, node, firm = due
        size = 0.0
        if self.largest_first and firm is not None:
            column = next((want[0].order for want in wants if want[0].order >= 0), -1)
            size = firm.quantities[column] if column >= 0 else 0.0
        return park.rank(visit, node), -size, park.t_ready[visit], visit

    def _served(self, park: Park, entries: list[Entry]) -> list[Entry]:
        """Let those start who can, in order; the others."""
        there = [entry for entry in entries if park.outcome[entry[0][3]] == OPEN]
        there.sort()  # keys end with the visit, so nothing behind them is ever compared
        return self._serve_the_best_fit(park, there) if self.best_fit else self._serve_in_order(park, there)

    def _serve_in_order(self, park: Park, there: list[Entry]) -> list[Entry]:
        barred: set[int] = set()
        staying = []
        hopeless: Hopeless = {}
        for entry in there:
            _, due, wants = entry
            resource, amount, _, early = wants[0]
            if len(wants) == 1 and resource.passing and amount >= hopeless.get((resource.index, early), inf):
                staying.append(entry)  # all that it takes does not fit, and it bars nobody
                continue
            runs = [_fit(want, park.now, hopeless) for want in wants]
            if None not in runs and not any(resource.index in barred for resource, *_ in wants):
                take_and_start(park, due, wants, [run for run in runs if run is not None])
                continue
            barred.update(want[0].index for want, run in zip(wants, runs) if run is None and not want[0].passing)
            staying.append(entry)
        return staying

    def _serve_the_best_fit(self, park: Park, there: list[Entry]) -> list[Entry]:
        hopeless: Hopeless = {}
        while True:
            fitting = []
            for place, (_, _, wants) in enumerate(there):
                run = _fit(wants[0], park.now, hopeless)
                if run is not None:
                    fitting.append((run[1] - wants[0][1], place, run))
            if not fitting:
                return there
            _, place, run = min(fitting)
            _, due, wants = there.pop(place)
            take_and_start(park, due, wants, [run])

    def wanted(self, park: Park, resource: Space | Stock) -> float:
        """How much of a resource those in line want; who became ready at this very instant is not in line yet."""
        if self.youngest == park.now:
            return self._sum_up(park, park.now).get(resource.index, 0.0)
        if self.totals is None:
            self.totals = self._sum_up(park, inf)
        return self.totals.get(resource.index, 0.0)

    def _sum_up(self, park: Park, before: float) -> dict[int, float]:
        """What those want by resource who became ready before an instant; sums are exact on the grid, in any order."""
        totals: dict[int, float] = {}
        for (_, _, ready, visit), _, wants in self.waiting:
            if ready < before and park.outcome[visit] == OPEN:
                _add(totals, wants)
        return totals


def _add(totals: dict[int, float], wants: list[Want]) -> None:
    for resource, amount, *_ in wants:
        totals[resource.index] = totals.get(resource.index, 0.0) + amount


def _fit(want: Want, now: float, hopeless: Hopeless) -> Run | None:
    """The run that fits; while a line is served less and less is free, so more than did not fit does not fit either."""
    resource, amount, _, early = want
    if amount >= hopeless.get((resource.index, early), inf):
        return None
    run = resource.fit(amount, now, early)
    if run is None:
        hopeless[resource.index, early] = amount
    return run


def take_and_start(park: Park, due: Due, wants: list[Want], runs: list[Run]) -> None:
    """Take everything and start; work begins when the last shell is complete."""
    visit, node, firm = due
    assert firm is not None
    slot, activity, work_from = park.slot_of(visit), park.node_activity[node], park.now
    for want, run in zip(wants, runs):
        holding, resource = Holding(slot, activity, want, run, park.now), want[0]
        if resource.team:
            firm.help |= resource.help
            if comes_too_late(park, firm, resource, want[2]):
                holding.until = UNTIL_FINISH
        holding.take()
        firm.holdings.append(holding)
        park.book.holdings.append(holding)
        work_from = max(work_from, run[0])
    park.start(visit, node, firm, work_from)


def open_estate(case: Case) -> tuple[list[Space | Stock], list[list[Take]]]:
    """Every space and stock in its line; and per activity what it takes."""
    resources: list[Space | Stock] = [
        Space(case, q) if RESOURCES[kind] == "unit" else Stock(case, q)
        for q, kind in enumerate(case.resource_kind.tolist())
    ]
    columns = zip(
        case.take_resource.tolist(),
        case.take_column.tolist(),
        case.take_amount.tolist(),
        case.take_until.tolist(),
        case.take_unfinished.astype(bool).tolist(),
        strict=True,
    )
    rows = [Take(resources[q], *rest) for q, *rest in columns]
    ends = case.take_ptr.tolist()
    takes = [rows[lo:hi] for lo, hi in pairwise(ends)]
    for resource in resources:
        Line([resource])
    for together in takes:
        everybody = {other.index: other for take in together for other in take.resource.line.resources}
        if len(everybody) > 1:
            Line([everybody[index] for index in sorted(everybody)])
    return resources, takes
