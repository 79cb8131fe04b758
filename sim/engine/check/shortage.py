"""What was short just before a visit started that had waited for several things at once.

What flows in: a `Reader`, a row. What flows out: the office, or the space, stock or team. Rule: a thing counts as there
or as in use if it was so before the instant; what is dated at it does not.
"""

from __future__ import annotations

import numpy as np

from sim.engine.case import RESOURCES
from sim.engine.check.reader import Reader


def short_office(r: Reader, i: int) -> int:
    """The smallest finite office that had less staff free than this row needs; if none, the smallest it needs."""
    c, log, t, needs = r.case, r.log, r.log.t_start[i], r.needs[r.act[i]]
    at_work = np.flatnonzero((log.t_start < t) & ~(log.t_finish < t)) if len(needs) > 1 else ()
    for office in sorted(needs) if len(needs) > 1 else ():
        busy = sum(r.needs[r.act[j]].get(office, 0) for j in at_work)
        steps = slice(c.staff_ptr[office], c.staff_ptr[office + 1])
        level = c.staff_level[steps][c.staff_from[steps] < t][-1:].sum()
        if level - busy < needs[office]:
            return int(office)
    return int(min(needs))


def short_resource(r: Reader, i: int) -> int:
    """The smallest space, stock or team of which there was less than this row takes; if none, the smallest."""
    wanted = r.wants(r.firm[i], r.act[i])
    lacking = (q for q in sorted(wanted) if not _there(r, i, q, wanted[q])) if len(wanted) > 1 else iter(())
    return next(lacking, min(wanted))


def _there(r: Reader, i: int, resource: int, take: int) -> bool:
    c, log, t = r.case, r.log, r.log.t_start[i]
    held = (log.holding_resource == resource) & (log.holding_from < t) & ~(log.holding_to < t)
    amount = r.amount(r.firm[i], take)
    if RESOURCES[c.resource_kind[resource]] != "unit":
        steps = slice(c.supply_ptr[resource], c.supply_ptr[resource + 1])
        return bool(c.supply_amount[steps][c.supply_day[steps] < t].sum() - log.holding_amount[held].sum() >= amount)
    mine = slice(c.unit_ptr[resource], c.unit_ptr[resource + 1])
    open_to_all = (c.unit_decided if c.take_unfinished[take] else c.unit_complete) < t
    open_to_all[log.holding_unit[held]] = False
    free, building = open_to_all[mine], c.unit_building[mine]
    stretch = np.cumsum(np.concatenate(([True], ~free[1:] | ~free[:-1] | (building[1:] != building[:-1]))))[: len(free)]
    floors = np.bincount(stretch[free], weights=c.unit_area[mine][free], minlength=1)
    return bool(floors.max() >= amount)
