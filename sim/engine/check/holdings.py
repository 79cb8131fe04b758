"""What is held: each take of a visit, from when and until when, and that no two hold the same.

What flows in: a `Reader`; for the end of a holding also the networks its candidate is said to have gone through. What
flows out: sentences in `Reader.found`. Rule: a holding is held against its own visit and against the other holdings of
its units or its stock; who should have got it is read in `line`.
"""

from __future__ import annotations

from collections import defaultdict
from math import inf, isnan, nan

import numpy as np

from sim.engine.case import UNTIL_FINISH
from sim.engine.check.estate import UNIT
from sim.engine.check.life import Phase
from sim.engine.check.outranked import TEAM, as_late, outranked
from sim.engine.check.reader import Reader


def read_holdings(r: Reader) -> None:
    """R13: what each visit took, and that there was so much."""
    read_taken(r)
    read_twice(r)
    read_levels(r)


def read_taken(r: Reader) -> None:
    """R13: every take that started has its rows, from its start on, and there are no others."""
    c, log, rows = r.case, r.log, defaultdict[tuple[int, int], list[int]](list)
    for h, key in enumerate(zip(r.holder.tolist(), r.take.tolist(), strict=True)):
        rows[key].append(h)
    for h in rows[-1, -1]:
        who = r.candidate(int(np.searchsorted(c.slot_ptr, log.holding_slot[h], side="right")) - 1)
        what = c.resource_names[log.holding_resource[h]]
        r.found.append(f"R13: {who} holds {what} by slot {log.holding_slot[h]}, which took nothing of it")
    for i in np.flatnonzero(r.takes & ~np.isnan(r.served)).tolist():
        for q, k in r.wants(r.firm[i], r.act[i]).items():
            name, held = str(c.resource_names[q]), rows.get((i, k), [])
            late = (log.holding_from[held] != log.t_start[i]).any()
            r.say([i] if late else [], "R13", f"holds {name}, but not from its start on")
            wrong = not_a_run(r, i, k, held) if c.resource_kind[q] == UNIT else not_so_much(r, i, k, held)
            r.say([i] if wrong else [], "R13", f"{wrong} of {name}")


def not_so_much(r: Reader, i: int, k: int, held: list[int]) -> str:
    """R13: of a stock a visit holds what it wants, in one row; empty if it does."""
    due, log = r.amount(r.firm[i], k), r.log
    said = [(int(log.holding_unit[h]), float(log.holding_amount[h])) for h in held]
    return "" if said == [(-1, due)] else f"should hold {due} and holds {sum(amount for _, amount in said)}"


def not_a_run(r: Reader, i: int, k: int, held: list[int]) -> str:
    """R13: of a space a visit holds neighbours, allowed at its start, no more than are needed; empty if it does."""
    c, units = r.case, r.log.holding_unit[held]
    due, area = r.amount(r.firm[i], k), c.unit_area[units]
    since = (c.unit_decided if c.take_unfinished[k] else c.unit_complete)[units]
    q = int(c.take_resource[k])
    if not ((c.unit_ptr[q] <= units) & (units < c.unit_ptr[q + 1])).all():
        return "holds units of another space, instead"
    if (np.diff(units) != 1).any() or len(set(c.unit_building[units].tolist())) > 1:
        return "holds units that are not neighbours"
    if not area.sum() >= due > area[:-1].sum():
        return f"should hold {due} and holds {area.sum()} in {len(units)} units"
    if (r.log.holding_amount[held] != area).any():
        return "holds units of another size"
    return "took units too early" if (since > r.log.t_start[i]).any() else ""


def read_until(r: Reader, f: int, phases: list[Phase], left: float) -> list[str]:
    """R7, R8a, R13: each holding of one candidate ends when it should, if these are its networks."""
    log, wrong = r.log, list[str]()
    for h in range(*np.searchsorted(log.holding_slot, r.case.slot_ptr[f : f + 2]).tolist()):
        i, k, said = int(r.holder[h]), int(r.take[h]), float(log.holding_to[h])
        due = {t if t <= r.end else nan for t in ends(r, i, k, phases, left)} if k >= 0 else {said}
        if said not in due and not (isnan(said) and any(isnan(t) for t in due)):
            what = r.case.resource_names[log.holding_resource[h]]
            wrong.append(f"R13: {r.name(i)} holds {what} until {said}, and should until {min(due)}")
    return wrong


def ends(r: Reader, i: int, k: int, phases: list[Phase], left: float) -> set[float]:
    """R13: when a take ends; two answers where the Log does not say what came first at the instant of its start."""
    c, log, start, until = r.case, r.log, float(r.log.t_start[i]), int(r.case.take_until[k])
    nodes = [c.node_activity[c.network_ptr[n] : c.network_ptr[n + 1]] for _, n in phases]
    laid = next((p for p, (_, n) in enumerate(phases) if c.network_ptr[n] <= r.node[i] < c.network_ptr[n + 1]), 0)
    lost = [t for p, (t, _) in enumerate(phases) if p > laid and t >= start and r.act[i] not in nodes[p]]
    last = min([left, *lost])
    finish, team = min(last, as_late(float(log.t_finish[i]))), c.resource_kind[c.take_resource[k]] == TEAM
    reached = float(log.milestones[r.firm[i], until]) if until >= 0 else nan
    found = {finish} if until == UNTIL_FINISH else {min(last, as_late(reached))}
    if reached <= start:
        found = before_or_after(r, i, until, reached, finish if team else last)
    return outranked(r, i, int(c.take_resource[k]), found, finish) if team else found


def before_or_after(r: Reader, i: int, until: int, reached: float, late: float) -> set[float]:
    """R13: ends of a take whose milestone was reached at its start or before; `late` if it was before."""
    start = float(r.log.t_start[i])
    by = r.reached_by(int(r.firm[i]), until, start) if reached == start else []
    if by and (r.log.t_start[by] == start).all():
        return {start} if by == [i] else {start, late}
    return {late}


def read_twice(r: Reader) -> None:
    """R13: no unit is held by two."""
    c, log = r.case, r.log
    to = np.where(np.isnan(log.holding_to), inf, log.holding_to)
    latest: dict[int, float] = {}
    for h in np.lexsort((to, log.holding_from)).tolist():
        unit, since = int(log.holding_unit[h]), float(log.holding_from[h])
        if unit >= 0 and latest.get(unit, -inf) > since:
            where = f"unit {unit} of {c.resource_names[log.holding_resource[h]]}"
            r.found.append(f"R13: {where} is taken at {since} by slot {log.holding_slot[h]} while it is held")
        latest[unit] = max(latest.get(unit, -inf), float(to[h]))


def read_levels(r: Reader) -> None:
    """R13: of a stock no more is held than there is, at the end of any instant."""
    c, log = r.case, r.log
    for q in np.flatnonzero(c.resource_kind != UNIT).tolist():
        mine = log.holding_resource == q
        since, to, amount = log.holding_from[mine], log.holding_to[mine], log.holding_amount[mine]
        supplies = slice(c.supply_ptr[q], c.supply_ptr[q + 1])
        for t in np.unique(since).tolist():
            level = c.supply_amount[supplies][c.supply_day[supplies] <= t].sum()
            held = amount[(since <= t) & ~(to <= t)].sum()
            if held > level:
                r.found.append(f"R13: {held} of {c.resource_names[q]} are held at {t}, and there are {level}")
