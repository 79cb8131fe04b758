"""One serving of the lines for spaces, stocks and teams (R13, R16): who starts, and with which units.

What flows in: the rows that wait, and what is free. What flows out: the rows that start, and what is free then. Rule:
the order is that of the page; nothing of what the Log says about starts is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from sim.engine.check.estate import Fit, Stand, Taken
from sim.engine.check.reader import Reader

Served = dict[int, Taken]  # rows that start, with their units
MOST = 5  # uncertain things of one instant that are told in every order


def tellings(least: list[int]) -> Iterator[tuple[int, ...]]:
    """R1: after how many servings of an instant each uncertain thing may have come, in every order; none if too many.

    `least` says after how many at least. A serving before which nothing changed starts nobody, so none is skipped.
    """
    for after in product(*(range(few, len(least) + 1) for few in least)) if len(least) <= MOST else ():
        if {0, *after} == set(range(max(after, default=0) + 1)):
            yield after


class Line:
    """The lines under the priorities of one regime."""

    def __init__(self, reader: Reader, regime: int) -> None:
        self.r, self.regime = reader, regime

    def key(self, i: int) -> tuple[float, float, float, int]:
        """R2, R16: the place of a row in the line; what takes has one attempt."""
        r, c = self.r, self.r.case
        orders = [int(c.resource_order[q]) for q in sorted(r.wants(r.firm[i], r.act[i]))]
        column = next((order for order in orders if order >= 0), None)
        largest = 0.0 if column is None else -float(c.quantities[r.firm[i], column])
        return r.rank(i, self.regime), largest, float(r.log.t_ready[i]), int(r.log.slot[i])

    def serve(self, line: set[int], stand: Stand) -> Served:
        """R13: whom one serving of the line starts."""
        r, c, barred, served = self.r, self.r.case, set[int](), Served()
        fitting: dict[int, list[int]] = {}
        for i in sorted(line, key=self.key):
            wants = r.wants(r.firm[i], r.act[i])
            best_fit = [q for q in wants if c.resource_best_fit[q]]
            if best_fit:
                fitting.setdefault(best_fit[0], []).append(i)
                continue
            fit, lacking = stand.lacking(r.firm[i], r.act[i])
            if not lacking and barred.isdisjoint(wants):
                stand.take(r.firm[i], r.act[i], fit)
                served[i] = fit.units
            else:
                barred |= {q for q in lacking if not c.resource_passing[q]}
        for rows in fitting.values():
            while found := self.best(rows, stand):
                i, fit = found
                stand.take(r.firm[i], r.act[i], fit)
                served[i] = fit.units
                rows.remove(i)
        return served

    def best(self, rows: list[int], stand: Stand) -> tuple[int, Fit] | None:
        """R13: of a line with best fit (in R2 order), who leaves the least area unused."""
        fits = [(i, stand.lacking(self.r.firm[i], self.r.act[i])) for i in rows]
        return min(((i, fit) for i, (fit, lacking) in fits if not lacking), key=lambda one: one[1].spare, default=None)
