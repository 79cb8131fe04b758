"""Is this Log a history that the rules allow? Answered by reading it, not by playing the Case again.

What flows in: a `Case` and a finished `Log`. What flows out: one sentence for each violation of `docs/semantics.md`, none if the Log is sound.
Rule: there is no event loop here. First each visit is read by itself (arithmetic, verdicts), then each candidate (what came after what, when
it left or fell back), last each instant of the offices (who was served, who could have been).
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Callable, Iterable
from heapq import heapify, heappop, heappush
from itertools import permutations, product
from math import inf, isnan, nan

import numpy as np

from sim.engine.case import GRID, OUT, THEN, Case, to_grid
from sim.engine.log import (
    ACCEPTED,
    BY_ARRIVAL,
    BY_CORRECTION,
    BY_PREDECESSOR,
    BY_SERVER,
    BY_SESSION,
    FIRM_REFUSED,
    GAVE_UP,
    IN_PROGRESS,
    OPEN,
    OUTCOMES,
    PASSED_AT_LIMIT,
    PRODUCING,
    REFUSED,
    SENT_BACK,
    STATUSES,
    STOPPED,
    VOID,
    WITHDRAWN,
    Log,
)

Array = np.ndarray
Key = tuple[float, float, int, int, int, int]  # R2: priority, ready, slot, attempt; and the activity and the row
DONE, DROPPED = (ACCEPTED, PASSED_AT_LIMIT), (STOPPED, GAVE_UP, VOID)


def check(case: Case, log: Log) -> list[str]:
    """Verify a finished Log against its Case.

    Parameters
    ----------
    case
        What was played.
    log
        What an engine made of it.

    Returns
    -------
    list of str
        One readable sentence for each violation, naming rule, candidate, activity and times; empty if the Log is sound.
    """
    keys = list(zip(log.slot.tolist(), log.attempt.tolist(), strict=True))
    if any(
        not 0 <= s < len(case.slot_node) or not 1 <= k <= case.attempt_ptr[s + 1] - case.attempt_ptr[s] for s, k in keys
    ):
        return ["Log: a row names a slot or an attempt that the Case does not have"]
    if any(a >= b for a, b in zip(keys, keys[1:], strict=False)):
        return ["Log: the rows are not sorted by (slot, attempt), each once"]
    reader = _Reader(case, log)
    reader.read_visits()
    reader.read_candidates()
    reader.read_stops()
    reader.read_offices()
    return reader.found


class _Reader:
    """The Log with what the Case says about each row beside it."""

    def __init__(self, case: Case, log: Log) -> None:
        self.case, self.log, self.found = case, log, list[str]()
        self.end = float(case.horizon)
        self.node: Array = case.slot_node[log.slot]
        self.act: Array = case.node_activity[self.node]
        self.firm: Array = np.searchsorted(case.slot_ptr, log.slot, side="right") - 1
        self.luck: Array = case.attempt_ptr[log.slot] + log.attempt - 1
        self.times = np.stack((log.t_begin, log.t_ready, log.t_start, log.t_finish))
        acts = range(len(case.activity_names))
        spans = [range(case.need_ptr[a], case.need_ptr[a + 1]) for a in acts]
        self.needs = [
            {
                int(case.need_office[i]): int(case.need_amount[i])
                for i in span
                if case.office_finite[case.need_office[i]]
            }
            for span in spans
        ]
        self.sessions = [case.session_day[case.session_ptr[a] : case.session_ptr[a + 1]] for a in acts]
        self.solo = np.array([not needs for needs in self.needs])[self.act]
        self.left = np.full(len(log.slot), nan)  # when the candidate, or its network, let go of the visit

    # what is said
    def say(self, rows: Array | Iterable[int], rule: str, what: str | Callable[[int], str]) -> None:
        for i in np.flatnonzero(rows) if isinstance(rows, np.ndarray) else rows:
            self.found.append(f"{rule}: {self.name(int(i))} {what if isinstance(what, str) else what(int(i))}")

    def candidate(self, f: int) -> str:
        return f"{self.case.type_names[self.case.type[f]]} {self.case.place[f]}"

    def name(self, i: int) -> str:
        activity, moments = self.case.activity_names[self.act[i]], ", ".join(f"{t:.7g}" for t in self.times[:, i])
        return f"{self.candidate(self.firm[i])}, {activity}, attempt {self.log.attempt[i]} ({moments}, {OUTCOMES[self.log.outcome[i]]})"

    # each visit by itself
    def read_visits(self) -> None:
        c, log, outcome = self.case, self.log, self.log.outcome
        begin, ready, start, finish = self.times
        known = ~np.isnan(self.times)
        began, got_ready, started, finished = known
        is_open, at_horizon = outcome == OPEN, self.end
        outside = c.type_outside[c.type[self.firm]] != 0
        earliest = np.where(outside, c.appears[self.firm], 0.0) * np.array([[1], [1], [0], [0]])
        self.say(c.slot_applies[log.slot] == 0, "R6", "was visited although it does not apply")
        self.say(
            (known & (self.times * GRID != np.floor(self.times * GRID))).any(axis=0), "R5", "has a time off the grid"
        )
        self.say(
            (known & ((self.times > self.end) | (self.times < earliest))).any(axis=0),
            "R7",
            "has a time outside [0, horizon]",
        )
        backwards = (self.times[1:] < self.times[:-1]) | (known[1:] & ~known[:-1])
        self.say(backwards.any(axis=0), "R1", "does not keep begin <= ready <= start <= finish")

        self.ready = begin + c.preparation[self.luck]
        self.say(got_ready & (ready != self.ready), "R1", lambda i: f"should have been ready at {self.ready[i]}")
        self.say(is_open & began & ~got_ready & (self.ready <= at_horizon), "R1", "was prepared but never became ready")
        self.start = self.solo_start()
        self.say(
            self.solo & started & (start != self.start), "R1", lambda i: f"needs no office: starts at {self.start[i]}"
        )
        late = self.solo & is_open & got_ready & ~started & (self.start <= at_horizon)
        self.say(late, "R1", lambda i: f"needs no office and never started, due at {self.start[i]}")
        unmet = [
            i
            for i in np.flatnonzero(started & (c.has_sessions[self.act] != 0))
            if start[i] not in self.sessions[self.act[i]]
        ]
        self.say(unmet, "R1", "started when it was not its session")

        regime = np.where(started, np.searchsorted(c.regime_from, start, side="right") - 1, -1)
        self.say(log.regime != regime, "R10", lambda i: f"is logged in regime {log.regime[i]}, not {regime[i]}")
        self.service = to_grid(c.service[self.luck] * c.factor[regime, self.node])
        self.finish = np.where(started, self.clock(start, self.service), nan)
        self.say(finished & (finish != self.finish), "R4", lambda i: f"should have finished at {self.finish[i]}")
        runs = np.isin(outcome, (OPEN, VOID)) & started & ~finished
        self.say(runs & (self.finish <= at_horizon), "R4", "was served but never finished")

        self.patience = ready + c.patience[self.luck]
        self.say(
            start > self.patience, "R1", lambda i: f"waited beyond its patience, which ended at {self.patience[i]}"
        )
        patient = is_open & got_ready & ~started & (self.patience <= at_horizon)
        self.say(patient, "R1", lambda i: f"still waits although its patience ended at {self.patience[i]}")
        gave_up = outcome == GAVE_UP
        self.say(
            gave_up & (started | (self.patience != log.t_end[self.firm])),
            "R1",
            "gave up, but not when its patience ended",
        )

        sent_back = c.u_sent_back[self.luck] < c.p_sent_back[regime, self.node]
        limit = sent_back & (log.attempt == c.node_at_most[self.node])
        self.thrown_out = limit & (c.node_then[self.node] == THEN.index("refused"))
        refused = self.thrown_out | (c.u_refused[self.luck] < c.p_refused[regime, self.node])
        accepted = np.where(limit, PASSED_AT_LIMIT, ACCEPTED)
        verdict = np.where(sent_back & ~limit, SENT_BACK, np.where(refused, REFUSED, accepted))
        judged = finished & (outcome != VOID)
        self.say(judged & (outcome != verdict), "R3", lambda i: f"should have been {OUTCOMES[verdict[i]]}")
        wrong = (~finished & ~np.isin(outcome, (OPEN, *DROPPED))) | ((outcome == VOID) & (self.solo | ~started))
        self.say(
            wrong | ((outcome == STOPPED) & started & ~self.solo), "R7", "has an outcome that does not fit its times"
        )

        follows = np.zeros(len(outcome), dtype=bool)
        follows[1:] = (log.slot[1:] == log.slot[:-1]) & (log.attempt[1:] == log.attempt[:-1] + 1)
        before, again = np.roll(np.arange(len(outcome)), 1), log.attempt > 1
        at_once = (begin == finish[before]) | (~began & (outcome == STOPPED) & (log.t_end[self.firm] == finish[before]))
        sound = follows & (outcome[before] == SENT_BACK) & at_once & (log.after == log.slot)
        self.say(again & ~sound, "R3", "is not the correction, begun at once, of the attempt before it")
        self.say((outcome == SENT_BACK) & ~np.roll(follows, -1), "R3", "was sent back and has no next attempt")

        server = [min(self.needs[a], default=-1) for a in self.act]
        after = np.where(log.after >= 0, c.node_activity[c.slot_node[np.maximum(log.after, 0)]], -1)
        waited = start > ready
        by = np.select(
            [~started, waited & self.solo, waited, again, log.after >= 0],
            [-1, BY_SESSION, BY_SERVER, BY_CORRECTION, BY_PREDECESSOR],
            BY_ARRIVAL,
        )
        by_id = np.select(
            [by == BY_SERVER, np.isin(by, (BY_SESSION, BY_CORRECTION)), by == BY_PREDECESSOR],
            [server, self.act, after],
            -1,
        )
        wrong = (log.bound_by != by) | (log.bound_id != by_id)
        self.say(
            wrong, "bound_by", lambda i: f"is bound by {log.bound_by[i]} {log.bound_id[i]}, not {by[i]} {by_id[i]}"
        )

    def solo_start(self) -> Array:
        """When work that needs no office starts: when it is ready, or at its next session."""
        start = np.maximum(self.log.t_ready, 0.0)  # a case of the day-one line is played at 0
        for i in np.flatnonzero(self.solo & (self.case.has_sessions[self.act] != 0) & ~np.isnan(start)):
            later = self.sessions[self.act[i]][self.sessions[self.act[i]] >= start[i]]
            start[i] = later[0] if len(later) else inf
        return start

    def clock(self, start: Array, service: Array) -> Array:
        """R4 by table: the smallest t with W(t) = W(start) + d."""
        finish = start + service
        for row, is_open in enumerate(self.case.day_open):
            total = np.concatenate(([0], np.cumsum(is_open)))
            mine = (self.case.activity_clock[self.act] == row + 1) & (service > 0) & ~np.isnan(start)
            day = np.floor(start[mine]).astype(int)
            target = total[day] + (start[mine] - day) * is_open[day] + service[mine]
            ends = np.searchsorted(total, target, side="left") - 1  # the open day in which the target is met
            finish[mine] = np.where(target > total[-1], inf, ends + (target - total[ends]))
        return finish

    # each candidate
    def read_candidates(self) -> None:
        """Read each life: statuses, milestones, and what came after what."""
        c, log = self.case, self.log
        rows = np.searchsorted(self.firm, np.arange(len(c.type) + 1))
        best = np.full(log.milestones.shape, inf)
        carries = np.isin(log.outcome, DONE) & (c.activity_milestone[self.act] >= 0)
        np.minimum.at(best, (self.firm[carries], c.activity_milestone[self.act[carries]]), log.t_finish[carries])
        best[best == inf] = nan
        for f, m in np.argwhere(~((best == log.milestones) | (np.isnan(best) & np.isnan(log.milestones)))):
            named = f"{self.candidate(f)}, milestone {c.milestone_names[m]}"
            self.found.append(f"R3: {named} is {log.milestones[f, m]}, its earliest accepted finish {best[f, m]}")
        producing = (~np.isnan(best[:, c.milestone_names == "producing"])).any(axis=1)
        for f in range(len(c.type)):
            self.read_candidate(f, range(rows[f], rows[f + 1]), bool(producing[f]))

    def read_candidate(self, f: int, rows: range, producing: bool) -> None:
        c, log = self.case, self.log
        refusals: dict[float, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        for i in rows:
            if log.outcome[i] == REFUSED:
                to = OUT if self.thrown_out[i] else int(c.node_refused_to[self.node[i]])
                refusals[float(log.t_finish[i])][to].append(int(self.act[i]))
        out = [(t, min(to[OUT])) for t, to in refusals.items() if OUT in to]
        gone = [(float(self.patience[i]), int(self.act[i])) for i in rows if log.outcome[i] == GAVE_UP]
        status, reason, left = PRODUCING if producing else IN_PROGRESS, -1, inf
        if out or gone:
            (left, reason), status = min(out or gone), FIRM_REFUSED if out else WITHDRAWN
        said = int(log.status[f]), int(log.reason[f]), inf if isnan(log.t_end[f]) else float(log.t_end[f])
        if said != (status, reason, left):
            is_, was = (f"{STATUSES[s]} by activity {a} at {t}" for s, a, t in (said, (status, reason, left)))
            self.found.append(f"R7: {self.candidate(f)} is {is_}, and by its visits {was}")

        # a life may be read in several ways where refusals coincide: one that is sound is enough
        ways = [
            [order for n in range(OUT not in to, len(to) + 1) for order in permutations(sorted(set(to) - {OUT}), n)]
            for _, to in sorted(refusals.items())
        ]
        moments, first = sorted(refusals), (max(float(c.appears[f]), 0.0), int(c.network[f]))
        told: list[tuple[list[str], dict[int, float]]] = []
        for way, late in product(product(*ways), (False, True)):
            phases = [first, *((t, n) for t, order in zip(moments, way, strict=True) for n in order)]
            told.append(_Life(self, f, rows, left).read(phases, late))
            if not told[-1][0]:
                break
        sentences, let_go = min(told, key=lambda one: len(one[0]))
        self.found += sentences
        for i, t in let_go.items():
            self.left[i] = t

    def read_stops(self) -> None:
        """R7: what was let go had not come further, and did come this far, when it was let go."""
        log, left = self.log, self.left
        dropped = np.isin(log.outcome, DROPPED)
        reached = np.where(np.isnan(self.times[:3]), -inf, self.times[:3]).max(axis=0)
        self.say(
            dropped & (reached > left), "R7", lambda i: f"went on after {left[i]}, when its firm left or fell back"
        )
        self.say((log.outcome == VOID) & (log.t_finish < left), "R7", lambda i: f"is void before {left[i]}")
        begin, ready, start, _ = self.times
        due = np.where(
            ~np.isnan(start), self.finish, np.where(~np.isnan(ready), np.fmin(self.start, self.patience), self.ready)
        )
        due = np.where(~np.isnan(ready) & np.isnan(start) & ~self.solo, self.patience, due)
        early = (log.outcome == STOPPED) & ~np.isnan(begin) & (due < left)
        self.say(early, "R7", lambda i: f"should have come further by {left[i]}, when it was stopped: at {due[i]}")

    # each instant of the offices
    def read_offices(self) -> None:
        """R2, R8, R9: who was served at each instant, and who could have been."""
        c, log, book = self.case, self.log, _Book(self)
        rows = np.flatnonzero(~self.solo & ~np.isnan(log.t_ready))
        happens: dict[float, tuple[list[int], list[int], list[int], list[int]]] = defaultdict(lambda: ([], [], [], []))
        for i in rows.tolist():
            moments = (
                max(float(log.t_ready[i]), 0.0),
                float(log.t_start[i]),
                float(log.t_finish[i]),
                float(self.left[i]),
            )
            for which in range(3 if not isnan(moments[1]) else 4):
                if not isnan(moments[which]):
                    happens[moments[which]][which].append(i)
        for t in (*c.regime_from, *c.staff_from, *c.session_day):
            happens[float(t)]
        for t in sorted(t for t in happens if t <= self.end):
            book.instant(t, *happens[t])


class _Life:
    """One candidate, read from its appearance through its networks."""

    def __init__(self, reader: _Reader, f: int, rows: range, left: float) -> None:
        self.r, self.f, self.left, self.wrong = reader, f, left, list[str]()
        log = reader.log
        self.first = {int(log.slot[i]): i for i in reversed(rows)}
        self.last = {int(log.slot[i]): i for i in rows}
        self.done: dict[int, tuple[float, int]] = {}  # activity: finish, and the slot or whom it hands on
        self.live: dict[int, int] = {}  # activity: slot begun
        slots = range(int(reader.case.slot_ptr[f]), int(reader.case.slot_ptr[f + 1]))
        self.slot_of = {int(reader.case.slot_node[s]): s for s in slots}

    def over(self, slot: int, by: float) -> tuple[bool, bool]:
        """Whether the slot was accepted, and whether it was refused, by this time."""
        i = self.last[slot]
        in_time = bool(self.r.log.t_finish[i] <= by)
        return in_time and self.r.log.outcome[i] in DONE, in_time and self.r.log.outcome[i] == REFUSED

    def activity(self, slot: int) -> int:
        return int(self.r.case.node_activity[self.r.case.slot_node[slot]])

    def read(self, phases: list[tuple[float, int]], late: bool) -> tuple[list[str], dict[int, float]]:
        """Read the networks in turn; `late`: a slot is still passed at the instant at which its network is left."""
        r, c, log = self.r, self.r.case, self.r.log
        let_go: dict[int, float] = {}
        explained: set[int] = set()
        exits = [t for t, _ in phases[1:]] + [self.left]
        for k, ((enter, network), leave) in enumerate(zip(phases, exits, strict=True)):
            nodes = range(int(c.network_ptr[network]), int(c.network_ptr[network + 1]))
            here = {int(c.node_activity[x]): x for x in nodes}
            done = self.settle(here, enter, leave, late)
            for activity, node in here.items():
                slot, due = self.slot_of[node], done[activity][1]
                if activity in self.done or activity in self.live or due is None or not c.slot_applies[slot]:
                    continue
                t, after, known = due
                i = self.first.get(slot)
                if i is None:
                    if known < leave and known <= r.end:
                        where = f"{r.candidate(self.f)}, {c.activity_names[activity]}"
                        self.wrong.append(f"R1: {where} has no visit although its predecessors were done at {known}")
                    continue
                expected = t if t <= min(leave, r.end) else nan
                begin = float(log.t_begin[i])
                if not (begin == expected or (isnan(begin) and (isnan(expected) or t == leave))):
                    if t < leave:
                        self.wrong.append(f"R1: {r.name(i)} should have begun at {t}")
                    elif k + 1 < len(phases):
                        continue  # perhaps begun later, in this network entered anew
                if log.after[i] != after:
                    self.wrong.append(f"after: {r.name(i)} came after slot {log.after[i]}, not {after}")
                explained.add(slot)
                self.live[activity] = slot
            for activity, (reached, _) in done.items():
                if reached is not None:
                    self.done.setdefault(activity, reached)
            if leave == inf:
                continue
            there = (
                c.node_activity[c.network_ptr[phases[k + 1][1]] : c.network_ptr[phases[k + 1][1] + 1]]
                if k + 1 < len(phases)
                else ()
            )
            for activity, slot in list(self.live.items()):
                begun = bool(log.t_begin[self.first[slot]] <= leave)
                if not any(self.over(slot, leave)) and begun and activity in there:
                    continue
                if not any(self.over(slot, leave)):
                    let_go[self.last[slot]] = leave
                del self.live[activity]
        if phases[-1][1] != log.final_network[self.f]:
            self.wrong.append(
                f"R8a: {r.candidate(self.f)} ends in network {log.final_network[self.f]}, not {phases[-1][1]}"
            )
        for slot, i in self.first.items():
            if slot not in explained:
                self.wrong.append(f"R1: {r.name(i)} has a row although its predecessors were not done")
            elif (log.outcome[i := self.last[slot]] in DROPPED) != (i in let_go):
                self.wrong.append(f"R7: {r.name(i)} does not end with its firm or its network, as it should")
        return self.wrong, let_go

    def settle(
        self, here: dict[int, int], enter: float, leave: float, late: bool
    ) -> dict[int, tuple[tuple[float, int] | None, tuple[float, int, float] | None]]:
        """For each activity of a network: when it was done there and by whom; when it was due, after whom, known since when."""
        c, known = self.r.case, dict[int, tuple[tuple[float, int] | None, tuple[float, int, float] | None]]()

        outside = bool(c.type_outside[c.type[self.f]])

        def visit(activity: int) -> tuple[float, int] | None:
            if activity in known:
                return known[activity][0]
            if activity in self.done:
                known[activity] = self.done[activity], None
                return self.done[activity]
            node = here[activity]
            edges = range(c.pred_ptr[node], c.pred_ptr[node + 1])
            befores = [(visit(int(c.node_activity[c.pred_node[p]])), float(c.pred_lag[p])) for p in edges]
            t, after, since = float(c.appears[self.f] + c.node_arrival_lag[node]), -1, enter
            due: tuple[float, int, float] | None = None
            if all(before is not None for before, _ in befores):
                for before, lag in befores:
                    assert before is not None
                    since = max(since, before[0])
                    rank = before[0] + lag, before[1] >= 0, -self.activity(before[1])
                    if rank > (t, after >= 0, -self.activity(after)):
                        t, after = rank[0], before[1]
                due = t if outside else max(t, enter), after, since
            slot, reached = self.live.get(activity, self.slot_of[node]), None
            if slot in self.first and (c.slot_applies[slot]):
                if self.over(slot, leave)[0]:
                    reached = float(self.r.log.t_finish[self.last[slot]]), slot
            elif due is not None and not c.slot_applies[slot] and due[0] <= self.r.end:
                if due[0] < leave or (late and due[0] == leave):
                    reached = due[0], due[1]
            known[activity] = reached, due
            return reached

        for activity in sorted(here):
            visit(activity)
        return known


class _Book:
    """The lines and the desks of all finite offices, turned page by page."""

    def __init__(self, reader: _Reader) -> None:
        self.r = reader
        self.busy = [0] * len(reader.case.office_names)
        self.lines: dict[int, list[Key]] = {a: [] for a in range(len(reader.needs))}
        self.regime = 0

    def key(self, i: int) -> Key:
        r = self.r
        rank = float(r.case.priority[self.regime, r.node[i]]), float(r.log.t_ready[i])
        return (*rank, int(r.log.slot[i]), int(r.log.attempt[i]), int(r.act[i]), i)

    def hold(self, i: int, sign: int) -> None:
        for office, amount in self.r.needs[self.r.act[i]].items():
            self.busy[office] += sign * amount

    def staff(self, t: float) -> list[int]:
        c = self.r.case
        spans = [slice(c.staff_ptr[o], c.staff_ptr[o + 1]) for o in range(len(self.busy))]
        return [int(c.staff_level[s][np.searchsorted(c.staff_from[s], t, side="right") - 1]) for s in spans]

    def serve(self, t: float, free: list[int]) -> list[int]:
        """Whom one serving of the lines as they stand would start (R1 phase 3)."""
        r, free, barred, served = self.r, list(free), set[int](), list[int]()
        heads = [(line[0], 0) for line in self.lines.values() if line]
        heapify(heads)
        while heads:
            key, place = heappop(heads)
            activity, needs = key[4], r.needs[key[4]]
            lacking = {office for office, amount in needs.items() if free[office] < amount}
            in_session = not r.case.has_sessions[activity] or t in r.sessions[activity]
            if in_session and not lacking and barred.isdisjoint(needs):
                served.append(key[5])
                for office, amount in needs.items():
                    free[office] -= amount
            barred |= {office for office in lacking if r.case.office_strict[office]}
            hopeless = (
                not in_session or lacking or not barred.isdisjoint(needs)
            )  # and so is all that is behind it in the same line,
            may_bar = any(
                r.case.office_strict[office] and office not in barred for office in needs
            )  # unless it bars more
            if place + 1 < len(self.lines[activity]) and (may_bar or not hopeless):
                heappush(heads, (self.lines[activity][place + 1], place + 1))
        return served

    def instant(self, t: float, ready: list[int], started: list[int], finished: list[int], left: list[int]) -> None:
        r, log = self.r, self.r.log
        regime = int(np.searchsorted(r.case.regime_from, t, side="right")) - 1
        if regime != self.regime:
            self.regime = regime
            self.lines = {a: sorted(self.key(key[5]) for key in line) for a, line in self.lines.items()}
        for i in ready:
            insort(self.lines[r.act[i]], self.key(i))
        for i in finished:
            if log.t_start[i] < t:
                self.hold(i, -1)
        staff = self.staff(t)
        free = [max(0, level - busy) for level, busy in zip(staff, self.busy, strict=True)]
        gave_up = [i for i in left if log.outcome[i] == GAVE_UP]
        once = not gave_up and not any(log.t_finish[i] == t for i in started)
        for i in left:
            if once or log.outcome[i] != GAVE_UP:
                self.cross_out(i)
        if once:  # one serving: it must have started exactly these
            self.compare(t, self.serve(t, free), started, free)
        for i in started:
            if not once and any(free[office] < amount for office, amount in r.needs[r.act[i]].items()):
                r.say([i], "R9", f"started at {t} although an office it needs had fewer than that free")
            self.cross_out(i)
        if not once:
            self.overtaken(t, started, gave_up, free)
        for i in gave_up:
            self.cross_out(i)
        for i in started:
            if log.t_finish[i] != t:
                self.hold(i, 1)
        if not once:  # several servings: the last one must have left nobody who could start
            rest = [max(0, level - busy) for level, busy in zip(staff, self.busy, strict=True)]
            r.say(self.serve(t, rest), "R1", f"could have started at {t} and was left waiting")

    def cross_out(self, i: int) -> None:
        line = self.lines[self.r.act[i]]
        if (key := self.key(i)) in line:
            line.remove(key)

    def compare(self, t: float, due: list[int], started: list[int], free: list[int]) -> None:
        r = self.r
        if set(due) == set(started):
            return
        for i in sorted(set(due) - set(started)):
            ahead = [j for j in started if self.key(j) > self.key(i)]
            what = f"was overtaken by {r.name(ahead[0])}" if ahead else "was left waiting"
            r.say([i], "R2" if ahead else "R1", f"could have started at {t} and {what}")
        for i in sorted(set(started) - set(due)):
            short = [office for office, amount in r.needs[r.act[i]].items() if free[office] < amount]
            named = (
                f"office {r.case.office_names[short[0]]} had {free[short[0]]} free" if short else "it was not its turn"
            )
            r.say([i], "R9" if short else "R2", f"started at {t} although {named}")

    def overtaken(self, t: float, started: list[int], gave_up: list[int], free: list[int]) -> None:
        """R2 where several servings fell on one instant: only what is certain, and no line that a strict office may bar."""
        r, least = self.r, list(free)
        for i in started:
            for office, amount in r.needs[r.act[i]].items():
                least[office] -= amount
        for line in self.lines.values():
            for key in line:
                i, needs = key[5], r.needs[key[4]]
                if r.case.has_sessions[key[4]] and t not in r.sessions[key[4]]:
                    break
                if any(r.case.office_strict[office] for office in needs):
                    break
                if i in gave_up and all(least[office] >= amount for office, amount in needs.items()):
                    r.say([i], "R1", f"gave up at {t} although it could have started")
                behind = [j for j in started if self.key(j) > key and log_before(r.log.t_ready[i], t)]
                for j in behind:
                    back = r.needs[r.act[j]]
                    if all(least[office] + back.get(office, 0) >= amount for office, amount in needs.items()):
                        r.say([i], "R2", f"could have started at {t} and was overtaken by {r.name(j)}")
                        break


def log_before(ready: float, t: float) -> bool:
    """Whether it was waiting when the instant began."""
    return ready < t
