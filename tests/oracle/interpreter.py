"""The rules, read aloud: a plain event queue that plays a Case, slowly and plainly.

What flows in: a `Case`. What flows out: a `Log`. Rule: every function is a paragraph of `docs/semantics.md`; nothing is
shared with the engine it is compared with, and nothing is done for speed.
"""

from __future__ import annotations

import heapq
from itertools import count
from math import inf, isnan, nan
from typing import Any

import numpy as np

from sim.engine import log
from sim.engine.case import OUT, Case
from tests.oracle import ask, choice, limits, people, shortage
from tests.oracle.ask import Visit, end_of_service, luck, needs, pays, regime, session, solo, span
from tests.oracle.estate import Estate
from tests.oracle.servers import Offices, Purses
from tests.oracle.write import as_log


def play(case: Case) -> log.Log:
    """Play a Case to its horizon, by the rules as they are written."""
    c, firms = case, range(len(case.type))
    now, popped, finished, order = 0.0, 0, 0, count()
    heap: list[Any] = []  # (time, order, happening, visit or candidate)
    network = [int(n) for n in c.network]
    status, reason, t_end = [log.IN_PROGRESS for _ in firms], [-1 for _ in firms], [nan for _ in firms]
    t_appears, t_chose = [float(t) for t in c.appears], [nan for _ in firms]
    milestones = np.full((len(firms), len(c.milestone_names)), nan)
    # activity: its finish, and its slot or whom it hands on
    done: list[dict[int, tuple[float, int]]] = [{} for _ in firms]
    live: list[dict[int, Visit]] = [{} for _ in firms]  # activity: its visit, about to begin or under way
    rows: dict[tuple[int, int], Visit] = {}
    pending: list[Visit] = []  # visits to begin
    waiting: list[Visit] = []  # visits that are ready and have not started
    refused: dict[int, list[tuple[bool, int, int]]] = {}  # candidate: (falls back?, activity, network) of this round
    choosing: list[int] = []  # candidates that choose in this round
    choice_wait = np.full((len(firms), len(c.mode_names)), nan)
    offices, estate, purses = Offices(c), Estate(c), Purses(c, t_appears)
    slot_of = {(f, int(c.slot_node[s])): s for f in firms for s in span(c.slot_ptr, f)}

    def at(time: float, happening: Any, about: Any = None) -> None:
        heapq.heappush(heap, (float(time), next(order), happening, about))

    def look(_: None) -> None:
        pass  # but an instant: a change of the world, a session, more funds, the end of a lag or of patience

    def appear(f: int) -> None:
        for day in people.paydays(c, f, t_appears[f]):
            at(day, look)
        weigh(f)
        if choice.is_due_at_once(c, network[f]):
            choosing.append(f)

    def follow(child: int) -> None:  # R17
        if not t_end[c.parent[child]] < now:
            t_appears[child] = now
            appear(child)

    def weigh(f: int) -> None:  # what has all its predecessors done gets a visit
        for node in span(c.network_ptr, network[f]):
            activity, slot = int(c.node_activity[node]), slot_of[f, node]
            before = [(int(c.node_activity[c.pred_node[i]]), c.pred_lag[i]) for i in span(c.pred_ptr, node)]
            if activity in done[f] or activity in live[f] or any(a not in done[f] for a, _ in before):
                continue
            ends = [(done[f][a][0] + float(lag), done[f][a][1]) for a, lag in before]
            due, after = ask.earliest(c, t_appears[f], node, ends)
            v = live[f][activity] = Visit(f, node, activity, max(due, now), slot, after)
            pending.append(v)
            if c.slot_applies[slot]:
                rows[slot, 1] = v
            if v.due > now:
                at(v.due, look)

    def begin(v: Visit) -> None:
        v.t_begin = t_appears[v.firm] if c.type_outside[c.type[v.firm]] else now
        if not c.slot_applies[v.slot]:  # R6: passed
            del live[v.firm][v.activity]
            done[v.firm][v.activity] = (now, v.after)
            weigh(v.firm)
        elif (lasts := people.preparation(c, v, people.union(c, estate, v.firm))) > 0.0:
            at(now + lasts, ready, v)
        else:
            ready(v)

    def ready(v: Visit) -> None:
        if v.outcome == log.OPEN:
            v.t_ready = v.t_begin if c.type_outside[c.type[v.firm]] else now
            waiting.append(v)
            at(now + c.patience[luck(c, v)], look) if c.patience[luck(c, v)] > 0.0 else None

    def bound(v: Visit) -> tuple[int, int]:
        holdings, visits = estate.holdings, rows.values()
        return ask.bound(c, v, lambda: shortage.resource(c, v, holdings), lambda: shortage.office(c, v, visits))

    def start(v: Visit) -> None:
        waiting.remove(v)
        v.t_start, v.regime = now, regime(c, now)
        v.bound_by, v.bound_id = bound(v)
        offices.hold(v, +1)
        purses.balance[v.firm] -= pays(c, v)
        at(end_of_service(c, v, estate.take(v, now, milestones[v.firm])), finish, v)

    def finish(v: Visit) -> None:  # R3
        nonlocal finished
        if v.outcome == log.STOPPED:
            return
        v.t_finish, finished = now, finished + 1
        offices.hold(v, -1)
        if v.outcome == log.VOID:
            return
        v.outcome, target = ask.verdict(c, v, limits.unlucky(c, v, milestones, now))
        if v.outcome == log.SENT_BACK:
            correction = Visit(v.firm, v.node, v.activity, now, v.slot, v.slot, v.attempt + 1)
            live[v.firm][v.activity] = rows[v.slot, v.attempt + 1] = correction
            pending.append(correction)
        elif v.outcome == log.REFUSED:
            refused.setdefault(v.firm, []).append((target != OUT, v.activity, target))
        else:
            purses.balance[v.firm] += float(c.slot_receives[v.slot])
            pass_by(v)

    def pass_by(v: Visit) -> None:  # the step is behind its firm
        del live[v.firm][v.activity]
        done[v.firm][v.activity] = (now, v.slot)
        if (m := int(c.activity_milestone[v.activity])) >= 0 and isnan(milestones[v.firm, m]):
            milestones[v.firm, m] = now
            estate.give_back(now, lambda h: h.firm == v.firm and h.until == m)
            for child in people.children(c, v.firm, m, now):
                at(now + c.trigger_delay[child], follow, child)
        estate.step_is_over(v.slot, now)
        weigh(v.firm)
        if c.node_decides[v.node] and c.network_chooses[network[v.firm]] and v.firm not in choosing:
            choosing.append(v.firm)

    def drop(v: Visit) -> None:  # R7
        del live[v.firm][v.activity]
        pending[:] = [w for w in pending if w is not v]
        waiting[:] = [w for w in waiting if w is not v]
        if v.outcome == log.OPEN:
            v.outcome = log.STOPPED if isnan(v.t_start) or not needs(c, v) else log.VOID

    def leave(f: int, how: int, activity: int) -> None:
        status[f], reason[f], t_end[f] = log.LEFT if ask.produced(c, milestones[f]) else how, activity, now
        for v in list(live[f].values()):
            drop(v)
        estate.give_back(now, lambda h: h.firm == f)

    def fall_back(f: int, target: int) -> None:  # R8a
        network[f] = target
        there = {int(c.node_activity[node]) for node in span(c.network_ptr, target)}
        for v in list(live[f].values()):
            if v.activity not in there or v.outcome == log.REFUSED or (isnan(v.t_begin) and v.attempt == 1):
                drop(v)
        estate.give_back(now, lambda h: h.firm == f and h.activity not in there)
        weigh(f)

    def choose() -> None:  # R15: all see the same state
        there = [f for f in choosing if isnan(t_end[f])]
        choosing.clear()
        seen = {f: choice.waits(c, estate, f, network[f], waiting, now) for f in there}
        for f, waits in seen.items():
            for option, wait in waits.items():
                choice_wait[f, c.network_mode[option]] = wait
            if (option := choice.choose(c, f, waits)) is None:
                leave(f, log.DECLINED, -1)
            else:
                t_chose[f] = now
                fall_back(f, option)

    def settle() -> None:
        for f, verdicts in refused.items():
            falls_back, activity, target = min(verdicts)  # out beats a fallback, then the smallest activity
            fall_back(f, target) if falls_back else leave(f, log.FIRM_REFUSED, activity)
        refused.clear()
        choose()
        while due := [v for v in pending if v.due <= now]:
            for v in due:
                pending.remove(v)
                begin(v)
        for v in [v for v in waiting if v.help < 0]:  # R16
            v.help = people.union(c, estate, v.firm)
        for v in [v for v in waiting if solo(c, v) and session(c, v, now) == now]:
            start(v)

    def serve() -> None:
        at_desk = [v for v in waiting if needs(c, v)]
        desks = {v: limits.desk(c, v, now, [rows[v.slot, k] for k in range(1, v.attempt)]) for v in at_desk}
        offices.serve(sorted(at_desk, key=desks.__getitem__), now, start)
        estate.serve(sorted(waiting, key=lambda v: people.place_in_line(c, v, now)), now, start)
        purses.serve(sorted(waiting, key=lambda v: ask.rank(c, v, now)), now, start)

    def give_up() -> bool:
        over = [v for v in waiting if v.t_ready + c.patience[luck(c, v)] == now]
        gone = [v for v in over if not c.node_goes_on[v.node]]
        for v in [v for v in over if c.node_goes_on[v.node]]:  # R18
            waiting.remove(v)
            v.t_start, v.t_finish, v.regime, v.outcome = now, now, regime(c, now), log.WENT_ON
            v.bound_by, v.bound_id = bound(v)
            pass_by(v)
        for v in gone:
            v.outcome = log.GAVE_UP
        for f in sorted({v.firm for v in gone}):
            first = min((v for v in gone if v.firm == f), key=lambda v: v.activity)
            leave(f, log.FAILED if pays(c, first) > 0.0 else log.WITHDRAWN, first.activity)
        return bool(over)

    for time in (*ask.changes(c), inf):
        at(time, look)
    for time, f in people.first_looks(c):
        at(time, appear, f)
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

    for f in firms:
        if status[f] == log.IN_PROGRESS and ask.produced(c, milestones[f]):
            status[f] = log.PRODUCING
    by_firm: dict[str, Any] = {"status": status, "reason": reason, "t_end": t_end, "final_network": network}
    by_firm |= {"t_appears": t_appears, "t_chose": t_chose, "milestones": milestones, "choice_wait": choice_wait}
    return as_log(list(rows.values()), estate.holdings, counts=[popped, finished], **by_firm)
