"""What was short just before an instant, found by going through everything that was ever begun or held.

What flows in: a Case, a visit that starts now, all visits, all holdings. What flows out: the office or resource that it
waited for. Rule: what is dated now does not count yet, be it taken, given back, supplied, decided or complete.
"""

from __future__ import annotations

from collections.abc import Iterable

from sim.engine.case import Case
from tests.oracle.ask import Take, Visit, needs, span, takes
from tests.oracle.estate import Holding


def office(c: Case, v: Visit, visits: Iterable[Visit]) -> int:
    """Of the finite offices that it needs, the first that had too few; if none, the first."""
    there = [w for w in visits if w.t_start < v.t_start and not w.t_finish < v.t_start]
    for each, amount in needs(c, v):
        levels = [int(c.staff_level[i]) for i in span(c.staff_ptr, each) if c.staff_from[i] < v.t_start]
        busy = sum(n for w in there for o, n in needs(c, w) if o == each)
        if (levels[-1] if levels else 0) - busy < amount:
            return each
    return needs(c, v)[0][0]


def resource(c: Case, v: Visit, holdings: list[Holding]) -> int:
    """Of the spaces and stocks that it takes of, the first of which there was too little; if none, the first."""
    held = [h for h in holdings if h.holding_from < v.t_start and not h.holding_to < v.t_start]
    wanted = takes(c, v.firm, v.activity)
    short = [t.resource for t in wanted if not (_floors if c.resource_kind[t.resource] == 0 else _rest)(c, t, held, v)]
    return [*short, wanted[0].resource][0]


def _rest(c: Case, take: Take, held: list[Holding], v: Visit) -> bool:
    supplied = sum(float(c.supply_amount[i]) for i in span(c.supply_ptr, take.resource) if c.supply_day[i] < v.t_start)
    return supplied - sum(h.holding_amount for h in held if h.holding_resource == take.resource) >= take.amount


def _floors(c: Case, take: Take, held: list[Holding], v: Visit) -> bool:
    by, taken = c.unit_decided if take.unfinished else c.unit_complete, {h.holding_unit for h in held}
    units = list(span(c.unit_ptr, take.resource))
    free = {unit for unit in units if by[unit] < v.t_start and unit not in taken}
    runs = [units[i:j] for i in range(len(units)) for j in range(i + 1, len(units) + 1)]
    alone = [run for run in runs if free.issuperset(run) and len({int(c.unit_building[unit]) for unit in run}) == 1]
    return any(sum(float(c.unit_area[unit]) for unit in run) >= take.amount for run in alone)
