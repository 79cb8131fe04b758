"""Who waits for floors, land or utilities, and in which order they get them (R13)."""

from __future__ import annotations

from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING

from sim.engine.case import RESOURCES, Case
from sim.engine.log import OPEN
from sim.engine.simpy_engine.estate import Run, Space, Stock, Take, Want
from sim.engine.simpy_engine.holding import Holding

if TYPE_CHECKING:
    from sim.engine.simpy_engine.park import Due, Park


Hopeless = dict[tuple[int, bool], float]
"""By resource, and whether unfinished shells do: the smallest amount that did not fit."""


class Line:
    """Who waits for some resources.

    What is needed together by some activity shares one line, because "all or nothing" needs one view of everything.
    """

    def __init__(self, resources: list[Space | Stock]) -> None:
        self.resources = resources
        self.waiting: list[tuple[Due, list[Want]]] = []
        self.stirred = False
        for resource in resources:
            resource.line = self

    def serve(self, park: Park) -> None:
        """Phase 3: everybody who can take what it needs starts, by the rule of the line."""
        self.stirred = False
        self.waiting = [entry for entry in self.waiting if park.outcome[entry[0][0]] == OPEN]
        self.waiting.sort(key=lambda entry: _key(park, entry))
        if any(resource.best_fit for resource in self.resources):
            self._serve_the_best_fit(park)
        else:
            self._serve_in_order(park)

    def _serve_in_order(self, park: Park) -> None:
        barred: set[int] = set()
        staying = []
        hopeless: Hopeless = {}
        for due, wants in self.waiting:
            runs = [_fit(want, park.now, hopeless) for want in wants]
            if None not in runs and not any(resource.index in barred for resource, *_ in wants):
                take_and_start(park, due, wants, [run for run in runs if run is not None])
                continue
            barred.update(want[0].index for want, run in zip(wants, runs) if run is None and not want[0].passing)
            staying.append((due, wants))
        self.waiting = staying

    def _serve_the_best_fit(self, park: Park) -> None:
        hopeless: Hopeless = {}
        while True:
            fitting = []
            for place, (_, wants) in enumerate(self.waiting):
                run = _fit(wants[0], park.now, hopeless)
                if run is not None:
                    fitting.append((run[1] - wants[0][1], place, run))
            if not fitting:
                return
            _, place, run = min(fitting)
            due, wants = self.waiting.pop(place)
            take_and_start(park, due, wants, [run])

    def wanted(self, park: Park, resource: Space | Stock) -> float:
        """How much of a resource those in line want."""
        return sum(
            (want[1] for due, wants in self.waiting for want in wants if want[0] is resource and _open(park, due)), 0.0
        )


def _key(park: Park, entry: tuple[Due, list[Want]]) -> tuple[float, float, float, int]:
    """R2, and where a resource goes to the largest first, the firm's quantity before who has been ready longest."""
    (visit, node, firm), wants = entry
    assert firm is not None
    column = next((want[0].order for want in wants if want[0].order >= 0), -1)
    size = park.script.quantities[firm.index][column] if column >= 0 else 0.0
    return park.rank(visit, node), -size, park.t_ready[visit], visit


def _fit(want: Want, now: float, hopeless: Hopeless) -> Run | None:
    """The run that fits; while a line is served less and less is free, so more than did not fit does not fit either."""
    resource, amount, _, early = want
    if amount >= hopeless.get((resource.index, early), inf):
        return None
    run = resource.fit(amount, now, early)
    if run is None:
        hopeless[resource.index, early] = amount
    return run


def _open(park: Park, due: Due) -> bool:
    return park.outcome[due[0]] == OPEN


def take_and_start(park: Park, due: Due, wants: list[Want], runs: list[Run]) -> None:
    """Take everything and start; work begins when the last shell is complete."""
    visit, node, firm = due
    assert firm is not None
    for want, run in zip(wants, runs, strict=True):
        holding = Holding(park.slot_of(visit), park.node_activity[node], want, run, park.now)
        holding.take()
        firm.holdings.append(holding)
        firm.help |= holding.resource.help
        park.book.holdings.append(holding)
    park.start(visit, node, firm, work_from=max(run[0] for run in runs))


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
        case.take_foreseen.astype(bool).tolist(),
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
