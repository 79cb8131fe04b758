"""The rules, read aloud: a plain event queue that plays a Case, slowly and plainly.

What flows in: a `Case`. What flows out: a `Log`. Rule: every function is a paragraph of `docs/semantics.md`; nothing is
shared with the engine it is compared with, and nothing is done for speed.
"""

from __future__ import annotations

import heapq
from dataclasses import fields
from itertools import count
from math import inf, isnan, nan
from typing import Any

import numpy as np

from sim.engine import log
from sim.engine.case import OUT, THEN, Case
from tests.oracle.ask import Visit, end_of_service, luck, needs, regime, session, span, staff


def play(case: Case) -> log.Log:
    """Play a Case to its horizon, by the rules as they are written."""
    c, firms = case, range(len(case.type))
    now, popped, finished, order = 0.0, 0, 0, count()
    heap: list[Any] = []  # (time, order, happening, visit or candidate)
    network = [int(n) for n in c.network]
    status, reason, t_end = [log.IN_PROGRESS for _ in firms], [-1 for _ in firms], [nan for _ in firms]
    milestones = np.full((len(firms), len(c.milestone_names)), nan)
    done: list[dict[int, tuple[float, int]]] = [
        {} for _ in firms
    ]  # activity: its finish, and its slot or whom it hands on
    live: list[dict[int, Visit]] = [{} for _ in firms]  # activity: its visit, about to begin or under way
    rows: dict[tuple[int, int], Visit] = {}
    pending: list[Visit] = []  # visits to begin
    waiting: list[Visit] = []  # visits that are ready and have not started
    refused: dict[int, list[tuple[bool, int, int]]] = {}  # candidate: (falls back?, activity, network) of this round
    busy = [0 for _ in c.office_names]
    slot_of = {(f, int(c.slot_node[s])): s for f in firms for s in span(c.slot_ptr, f)}

    def at(time: float, happening: Any, about: Any = None) -> None:
        heapq.heappush(heap, (float(time), next(order), happening, about))

    def look(_: None) -> None:
        pass  # but an instant: a regime or staff change, a session, the end of a lag or of patience

    def weigh(f: int) -> None:  # what has all its predecessors done gets a visit
        for node in span(c.network_ptr, network[f]):
            activity, slot = int(c.node_activity[node]), slot_of[f, node]
            before = [(int(c.node_activity[c.pred_node[i]]), c.pred_lag[i]) for i in span(c.pred_ptr, node)]
            if activity in done[f] or activity in live[f] or any(a not in done[f] for a, _ in before):
                continue
            due = max([c.appears[f] + c.node_arrival_lag[node], *(done[f][a][0] + lag for a, lag in before)])
            last = [done[f][a][1] for a, lag in before if done[f][a][0] + lag == due and done[f][a][1] >= 0]
            after = min(last, key=lambda slot: c.node_activity[c.slot_node[slot]], default=-1)
            v = live[f][activity] = Visit(f, node, activity, max(float(due), now), slot, after)
            pending.append(v)
            if c.slot_applies[slot]:
                rows[slot, 1] = v
            if v.due > now:
                at(v.due, look)

    def begin(v: Visit) -> None:
        v.t_begin = float(c.appears[v.firm]) if c.type_outside[c.type[v.firm]] else now
        if not c.slot_applies[v.slot]:  # R6: passed
            del live[v.firm][v.activity]
            done[v.firm][v.activity] = (now, v.after)
            weigh(v.firm)
        elif c.preparation[luck(c, v)] > 0.0:
            at(now + c.preparation[luck(c, v)], ready, v)
        else:
            ready(v)

    def ready(v: Visit) -> None:
        if v.outcome == log.OPEN:
            v.t_ready = v.t_begin + float(c.preparation[luck(c, v)])
            waiting.append(v)
            at(now + c.patience[luck(c, v)], look) if c.patience[luck(c, v)] > 0.0 else None

    def start(v: Visit) -> None:
        waiting.remove(v)
        v.t_start, v.regime = now, regime(c, now)
        for office, amount in needs(c, v):
            busy[office] += amount
        if v.t_start > v.t_ready:
            v.bound_by, v.bound_id = (log.BY_SERVER, needs(c, v)[0][0]) if needs(c, v) else (log.BY_SESSION, v.activity)
        elif v.attempt > 1:
            v.bound_by, v.bound_id = log.BY_CORRECTION, v.activity
        elif v.after >= 0:
            v.bound_by, v.bound_id = log.BY_PREDECESSOR, int(c.node_activity[c.slot_node[v.after]])
        else:
            v.bound_by = log.BY_ARRIVAL
        at(end_of_service(c, v, now), finish, v)

    def finish(v: Visit) -> None:  # R3
        nonlocal finished
        if v.outcome == log.STOPPED:
            return
        v.t_finish, finished = now, finished + 1
        for office, amount in needs(c, v):
            busy[office] -= amount
        if v.outcome == log.VOID:
            return
        sent_back = c.u_sent_back[luck(c, v)] < c.p_sent_back[v.regime, v.node]
        at_limit = sent_back and v.attempt == c.node_at_most[v.node]
        thrown_out = at_limit and THEN[c.node_then[v.node]] == "refused"
        if sent_back and not at_limit:
            v.outcome = log.SENT_BACK
            correction = Visit(v.firm, v.node, v.activity, now, v.slot, v.slot, v.attempt + 1)
            live[v.firm][v.activity] = rows[v.slot, v.attempt + 1] = correction
            pending.append(correction)
        elif thrown_out or c.u_refused[luck(c, v)] < c.p_refused[v.regime, v.node]:
            v.outcome = log.REFUSED
            target = OUT if thrown_out else int(c.node_refused_to[v.node])
            refused.setdefault(v.firm, []).append((target != OUT, v.activity, target))
        else:
            v.outcome = log.PASSED_AT_LIMIT if at_limit else log.ACCEPTED
            del live[v.firm][v.activity]
            done[v.firm][v.activity] = (now, v.slot)
            if (m := int(c.activity_milestone[v.activity])) >= 0 and isnan(milestones[v.firm, m]):
                milestones[v.firm, m] = now
            weigh(v.firm)

    def drop(v: Visit) -> None:  # R7
        del live[v.firm][v.activity]
        pending[:] = [w for w in pending if w is not v]
        waiting[:] = [w for w in waiting if w is not v]
        if v.outcome == log.OPEN:
            v.outcome = log.STOPPED if isnan(v.t_start) or not needs(c, v) else log.VOID

    def leave(f: int, how: int, activity: int) -> None:
        status[f], reason[f], t_end[f] = how, activity, now
        for v in list(live[f].values()):
            drop(v)

    def fall_back(f: int, target: int) -> None:  # R8a
        network[f] = target
        there = {int(c.node_activity[node]) for node in span(c.network_ptr, target)}
        for v in list(live[f].values()):
            if v.activity not in there or v.outcome == log.REFUSED or (isnan(v.t_begin) and v.attempt == 1):
                drop(v)
        weigh(f)

    def settle() -> None:
        for f, verdicts in refused.items():
            falls_back, activity, target = min(verdicts)  # out beats a fallback, then the smallest activity
            fall_back(f, target) if falls_back else leave(f, log.FIRM_REFUSED, activity)
        refused.clear()
        while due := [v for v in pending if v.due <= now]:
            for v in due:
                pending.remove(v)
                begin(v)
        for v in [v for v in waiting if not needs(c, v) and session(c, v, now) == now]:
            start(v)

    def serve() -> None:  # in R2 order; what lacks a strict office bars it, be it in session or not
        line = sorted(waiting, key=lambda v: (c.priority[regime(c, now), v.node], v.t_ready, v.slot, v.attempt))
        barred: set[int] = set()
        for v in [v for v in line if needs(c, v)]:
            lacking = {office for office, amount in needs(c, v) if staff(c, office, now) - busy[office] < amount}
            if session(c, v, now) == now and not lacking and barred.isdisjoint(office for office, _ in needs(c, v)):
                start(v)
            barred |= {office for office in lacking if c.office_strict[office]}

    def give_up() -> bool:
        gone = [v for v in waiting if v.t_ready + c.patience[luck(c, v)] == now]
        for v in gone:
            v.outcome = log.GAVE_UP
        for f in sorted({v.firm for v in gone}):
            leave(f, log.WITHDRAWN, min(v.activity for v in gone if v.firm == f))
        return bool(gone)

    for time in (*c.regime_from, *c.staff_from, *c.session_day):
        at(time, look)
    for f in firms:
        at(max(float(c.appears[f]), 0.0), weigh, f)
    at(inf, look)
    while heap[0][0] <= c.horizon:
        now, again = heap[0][0], True
        while again:  # R1: the four phases of one instant
            while heap[0][0] == now:
                popped += 1
                _, _, happening, about = heapq.heappop(heap)
                happening(about)
            settle()
            if heap[0][0] > now:
                serve()
            again = heap[0][0] == now or give_up()

    for f, m in np.argwhere(~np.isnan(milestones)):
        if status[f] == log.IN_PROGRESS and c.milestone_names[m] == "producing":
            status[f] = log.PRODUCING
    kinds = dict.fromkeys(("slot", "after", "counts"), "i8") | dict.fromkeys(("outcome", "bound_by", "status"), "i1")
    kinds |= dict.fromkeys(("t_begin", "t_ready", "t_start", "t_finish", "t_end", "milestones"), "f8")
    visits = [rows[key] for key in sorted(rows)]
    columns: dict[str, Any] = {f.name: [getattr(v, f.name, None) for v in visits] for f in fields(log.Log)}
    columns |= {"status": status, "reason": reason, "t_end": t_end, "final_network": network, "milestones": milestones}
    columns |= {"counts": [popped, finished]}
    return log.Log(**{name: np.array(column, kinds.get(name, "i4")) for name, column in columns.items()})
