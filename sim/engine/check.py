"""Is this Log a history that the rules allow? Answered by reading it, not by playing the Case again.

What flows in: a `Case` and a finished `Log`. What flows out: one sentence for each violation of `docs/semantics.md`,
none if the Log is sound. Rule: there is no event loop here. First each visit is read by itself (arithmetic, verdicts),
then each candidate (what came after what, when it left or fell back), last each instant of the offices (service).
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Callable, Iterable
from heapq import heapify, heappop, heappush
from itertools import pairwise, permutations, product
from math import inf, isnan, nan

import numpy as np

from sim.engine import log as logs
from sim.engine.case import GRID, OUT, THEN, Case, to_grid
from sim.engine.log import ACCEPTED, GAVE_UP, OPEN, OUTCOMES, PASSED_AT_LIMIT, REFUSED, SENT_BACK, STOPPED, VOID, Log

Array = np.ndarray
Key = tuple[float, float, int, int, int, int]  # R2: priority, ready, slot, attempt; then the activity and the row
Done = tuple[
    float, int
]  # when an activity was done, and the slot that did it (a passed slot hands on whom it came after)
Due = tuple[float, int, float]  # when a visit was to begin, after which slot, and since when that was known
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
    slots, keys = len(case.slot_node), list(zip(log.slot.tolist(), log.attempt.tolist(), strict=True))
    if any(not 0 <= s < slots or not 1 <= k <= case.attempt_ptr[s + 1] - case.attempt_ptr[s] for s, k in keys):
        return ["Log: a row names a slot or an attempt that the Case does not have"]
    if any(one >= other for one, other in pairwise(keys)):
        return ["Log: the rows are not sorted by (slot, attempt), each once"]
    for name, size in (("outcome", len(OUTCOMES)), ("after", slots), ("status", len(logs.STATUSES))):
        if ((getattr(log, name) < -1) | (getattr(log, name) >= size)).any():
            return [f"Log: {name} names what does not exist"]
    reader = _Reader(case, log)
    reader.read_times()
    reader.read_patience()
    reader.read_verdicts()
    reader.read_bounds()
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
        acts, finite = range(len(case.activity_names)), case.office_finite[case.need_office] != 0
        spans = [range(case.need_ptr[a], case.need_ptr[a + 1]) for a in acts]
        self.needs = [{int(case.need_office[i]): int(case.need_amount[i]) for i in span if finite[i]} for span in spans]
        self.sessions = [case.session_day[case.session_ptr[a] : case.session_ptr[a + 1]] for a in acts]
        self.solo = np.array([not needs for needs in self.needs])[self.act]
        regime = np.searchsorted(case.regime_from, log.t_start, side="right") - 1
        self.regime: Array = np.where(np.isnan(log.t_start), -1, regime)  # at start
        self.left = np.full(len(log.slot), nan)  # when the candidate, or its network, let go of the visit

    # what is said
    def say(self, rows: Array | Iterable[int], rule: str, what: str | Callable[[int], str]) -> None:
        for i in np.flatnonzero(rows) if isinstance(rows, np.ndarray) else rows:
            self.found.append(f"{rule}: {self.name(int(i))} {what if isinstance(what, str) else what(int(i))}")

    def candidate(self, f: int) -> str:
        return f"{self.case.type_names[self.case.type[f]]} {self.case.place[f]}"

    def name(self, i: int) -> str:
        activity, moments = self.case.activity_names[self.act[i]], ", ".join(f"{t:.7g}" for t in self.times[:, i])
        which = f"{self.candidate(self.firm[i])}, {activity}, attempt {self.log.attempt[i]}"
        return f"{which} ({moments}, {OUTCOMES[self.log.outcome[i]]})"

    def in_session(self, activity: int, t: float) -> bool:
        return not self.case.has_sessions[activity] or t in self.sessions[activity]

    # each visit by itself
    def read_times(self) -> None:
        """R1, R4, R5, R7, R10: each time is what the time before it makes of it."""
        c, log = self.case, self.log
        begin, ready, start, finish = self.times
        known = ~np.isnan(self.times)
        began, got_ready, started, finished = known
        outside, is_open = c.type_outside[c.type[self.firm]] != 0, log.outcome == OPEN
        earliest = np.where(outside, np.minimum(c.appears[self.firm], 0.0), 0.0) * np.array([[1], [1], [0], [0]])
        self.say(c.slot_applies[log.slot] == 0, "R6", "was visited although it does not apply")
        off_grid = known & (self.times * GRID != np.floor(self.times * GRID))
        self.say(off_grid.any(axis=0), "R5", "has a time off the grid")
        beyond = known & ((self.times > self.end) | (self.times < earliest))
        self.say(beyond.any(axis=0), "R7", f"has a time outside [0, {self.end}]")
        backwards = (self.times[1:] < self.times[:-1]) | (known[1:] & ~known[:-1])
        self.say(backwards.any(axis=0), "R1", "does not keep begin <= ready <= start <= finish")

        due = self.ready = begin + c.preparation[self.luck]
        self.say(got_ready & (ready != due), "R1", lambda i: f"should have been ready at {self.ready[i]}")
        self.say(is_open & began & ~got_ready & (due <= self.end), "R1", "was prepared but never became ready")
        due = self.start = self.solo_start()
        self.say(self.solo & started & (start != due), "R1", lambda i: f"needs no office: starts at {self.start[i]}")
        late = self.solo & is_open & got_ready & ~started & (due <= self.end)
        self.say(late, "R1", lambda i: f"needs no office and never started, due at {self.start[i]}")
        unmet = [i for i in np.flatnonzero(started).tolist() if not self.in_session(self.act[i], start[i])]
        self.say(unmet, "R1", "started when it was not its session")

        regime = self.regime
        self.say(log.regime != regime, "R10", lambda i: f"is logged in regime {log.regime[i]}, not {regime[i]}")
        service = to_grid(c.service[self.luck] * c.factor[regime, self.node])
        due = self.finish = np.where(started, self.clock(start, service), nan)
        self.say(finished & (finish != due), "R4", lambda i: f"should have finished at {self.finish[i]}")
        runs = np.isin(log.outcome, (OPEN, VOID)) & started & ~finished
        self.say(runs & (due <= self.end), "R4", "was served but never finished")

    def solo_start(self) -> Array:
        """When work that needs no office starts: when it is ready, or at its next session."""
        start: Array = np.maximum(self.log.t_ready, 0.0)  # a case of the day-one line is played at 0
        for i in np.flatnonzero(self.solo & (self.case.has_sessions[self.act] != 0) & ~np.isnan(start)):
            later = self.sessions[self.act[i]][self.sessions[self.act[i]] >= start[i]]
            start[i] = later[0] if len(later) else inf
        return start

    def clock(self, start: Array, service: Array) -> Array:
        """R4 by table: the smallest t with W(t) = W(start) + d."""
        finish: Array = start + service
        for row, is_open in enumerate(self.case.day_open):
            total = np.concatenate(([0], np.cumsum(is_open)))
            mine = (self.case.activity_clock[self.act] == row + 1) & (service > 0) & ~np.isnan(start)
            day = np.clip(np.floor(start[mine]).astype(int), 0, len(is_open) - 1)
            target = total[day] + (start[mine] - day) * is_open[day] + service[mine]
            ends = np.searchsorted(total, target, side="left") - 1  # the open day in which the target is met
            finish[mine] = np.where(target > total[-1], inf, ends + (target - total[ends]))
        return finish

    def read_patience(self) -> None:
        """R1 phase 4: nobody waits longer than it would, nobody gives up at another time."""
        log, ready, start = self.log, self.log.t_ready, self.log.t_start
        ends = self.patience = ready + self.case.patience[self.luck]
        self.say(start > ends, "R1", lambda i: f"waited beyond its patience, which ended at {ends[i]}")
        still = (log.outcome == OPEN) & ~np.isnan(ready) & np.isnan(start) & (ends <= self.end)
        self.say(still, "R1", lambda i: f"still waits although its patience ended at {ends[i]}")
        other = ~np.isnan(start) | (ends != log.t_end[self.firm])
        self.say((log.outcome == GAVE_UP) & other, "R1", "gave up, but not when its patience ended")

    def read_verdicts(self) -> None:
        """R3: outcomes follow from luck, probabilities and attempts; corrections from what was sent back."""
        c, log, outcome = self.case, self.log, self.log.outcome
        started, finished = ~np.isnan(log.t_start), ~np.isnan(log.t_finish)
        sent_back = c.u_sent_back[self.luck] < c.p_sent_back[self.regime, self.node]
        limit = sent_back & (log.attempt == c.node_at_most[self.node])
        self.thrown_out = limit & (c.node_then[self.node] == THEN.index("refused"))
        refused = self.thrown_out | (c.u_refused[self.luck] < c.p_refused[self.regime, self.node])
        accepted = np.where(limit, PASSED_AT_LIMIT, ACCEPTED)
        verdict = np.where(sent_back & ~limit, SENT_BACK, np.where(refused, REFUSED, accepted))
        judged = finished & (outcome != VOID)
        self.say(judged & (outcome != verdict), "R3", lambda i: f"should have been {OUTCOMES[verdict[i]]}")
        wrong = ~finished & ~np.isin(outcome, (OPEN, *DROPPED))
        wrong |= ((outcome == VOID) & (self.solo | ~started)) | ((outcome == STOPPED) & started & ~self.solo)
        self.say(wrong, "R7", "has an outcome that does not fit its times")

        follows = np.zeros(len(outcome), dtype=bool)
        follows[1:] = (log.slot[1:] == log.slot[:-1]) & (log.attempt[1:] == log.attempt[:-1] + 1)
        before, again = np.roll(np.arange(len(outcome)), 1), log.attempt > 1
        at_once = (log.t_begin == log.t_finish[before]) | (np.isnan(log.t_begin) & (outcome == STOPPED))
        sound = follows & (outcome[before] == SENT_BACK) & at_once & (log.after == log.slot)
        self.say(again & ~sound, "R3", "is not the correction, begun at once, of the attempt before it")
        self.say((outcome == SENT_BACK) & ~np.roll(follows, -1), "R3", "was sent back and has no next attempt")

    def read_bounds(self) -> None:
        """What came last: `bound_by` and `bound_id` say what fixed the start."""
        c, log = self.case, self.log
        server = np.array([min(needs, default=-1) for needs in self.needs])[self.act]
        after = np.where(log.after >= 0, c.node_activity[c.slot_node[np.maximum(log.after, 0)]], -1)
        none, waited = np.full(len(after), -1), log.t_start > log.t_ready
        cases = [np.isnan(log.t_start), waited & self.solo, waited, log.attempt > 1, log.after >= 0]
        kinds = [-1, logs.BY_SESSION, logs.BY_SERVER, logs.BY_CORRECTION, logs.BY_PREDECESSOR]
        by, by_id = (
            np.select(cases, kinds, logs.BY_ARRIVAL),
            np.select(cases, [none, self.act, server, self.act, after], -1),
        )
        said = np.stack((log.bound_by, log.bound_id, by, by_id))
        wrong = (said[:2] != said[2:]).any(axis=0)
        self.say(wrong, "bound_by", lambda i: "is bound by {} {}, and should be by {} {}".format(*said[:, i]))

    # each candidate
    def read_candidates(self) -> None:
        """Read each life: statuses, milestones, and what came after what."""
        c, log = self.case, self.log
        rows = np.searchsorted(self.firm, np.arange(len(c.type) + 1)).tolist()
        best = np.full(log.milestones.shape, inf)
        carries = np.isin(log.outcome, DONE) & (c.activity_milestone[self.act] >= 0) & ~np.isnan(log.t_finish)
        np.minimum.at(best, (self.firm[carries], c.activity_milestone[self.act[carries]]), log.t_finish[carries])
        best[best == inf] = nan
        for f, m in np.argwhere(~((best == log.milestones) | (np.isnan(best) & np.isnan(log.milestones)))):
            named = f"{self.candidate(f)}, milestone {c.milestone_names[m]}"
            self.found.append(f"R3: {named} is {log.milestones[f, m]}, its earliest accepted finish {best[f, m]}")
        producing = (~np.isnan(best[:, c.milestone_names == "producing"])).any(axis=1)
        for f in range(len(c.type)):
            self.read_candidate(f, range(rows[f], rows[f + 1]), bool(producing[f]))

    def read_candidate(self, f: int, rows: range, producing: bool) -> None:
        """R7: how it ended; then its life, in every order that refusals of one instant may have had."""
        c, log = self.case, self.log
        refusals: dict[float, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        for i in rows:
            if log.outcome[i] == REFUSED and not isnan(log.t_finish[i]):
                to = OUT if self.thrown_out[i] else int(c.node_refused_to[self.node[i]])
                refusals[float(log.t_finish[i])][to].append(int(self.act[i]))
        out = [(t, min(to[OUT])) for t, to in refusals.items() if OUT in to]
        gone = [(float(self.patience[i]), int(self.act[i])) for i in rows if log.outcome[i] == GAVE_UP]
        status, reason, left = logs.PRODUCING if producing else logs.IN_PROGRESS, -1, inf
        if out or gone:
            (left, reason), status = min(out or gone), logs.FIRM_REFUSED if out else logs.WITHDRAWN
        said = int(log.status[f]), int(log.reason[f]), inf if isnan(log.t_end[f]) else float(log.t_end[f])
        if said != (status, reason, left):
            is_, was = (f"{logs.STATUSES[s]} by activity {a} at {t}" for s, a, t in (said, (status, reason, left)))
            self.found.append(f"R7: {self.candidate(f)} is {is_}, and by its visits {was}")

        moments, first = sorted(refusals), (max(float(c.appears[f]), 0.0), int(c.network[f]))
        ways = [
            [way for n in range(OUT not in to, len(to) + 1) for way in permutations(sorted(to.keys() - {OUT}), n)]
            for to in (refusals[t] for t in moments)
        ]
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
        """R7: what was let go had come as far as it could when it was let go, and no further."""
        log, left = self.log, self.left
        begin, ready, start, _ = self.times
        reached = np.fmax(np.fmax(begin, ready), start)
        late = np.isin(log.outcome, DROPPED) & (reached > left)
        self.say(late, "R7", lambda i: f"went on after {left[i]}, when its firm left or fell back")
        self.say((log.outcome == VOID) & (log.t_finish < left), "R7", lambda i: f"is void before {left[i]}")
        # ends of preparation and of service are happenings: they come before the leaving of the same instant
        happens = np.where(np.isnan(ready), self.ready, np.where(np.isnan(start), inf, self.finish))
        waits = ~np.isnan(ready) & np.isnan(start)
        settles = np.where(waits, np.fmin(self.patience, np.where(self.solo, self.start, inf)), inf)
        early = (happens < left) | ((happens == left) & (happens > reached)) | (settles < left)
        early |= np.isnan(begin) & (log.attempt > 1) & (np.roll(log.t_finish, 1) != left)
        early &= (log.outcome == STOPPED) & ~(np.isnan(begin) & (log.attempt == 1))
        self.say(early, "R7", lambda i: f"was stopped at {left[i]} and should have come further by then")

    # each instant of the offices
    def read_offices(self) -> None:
        """R2, R8, R9: who was served at each instant, and who could have been."""
        c, log, book = self.case, self.log, _Book(self)
        happens: dict[float, tuple[list[int], list[int], list[int], list[int]]] = defaultdict(lambda: ([], [], [], []))
        for i in np.flatnonzero(~self.solo & ~np.isnan(log.t_ready)).tolist():
            moments = (
                max(float(log.t_ready[i]), 0.0),
                float(log.t_start[i]),
                float(log.t_finish[i]),
                float(self.left[i]),
            )
            for which in range(4 if isnan(moments[1]) else 3):  # what has started waits no more
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
        case, log = reader.case, reader.log
        self.first = {int(log.slot[i]): i for i in reversed(rows)}  # slot: the row of its first attempt
        self.last = {int(log.slot[i]): i for i in rows}
        self.done: dict[int, Done] = {}  # activity: in the networks before this one
        self.live: dict[int, int] = {}  # activity: slot that was begun and goes on
        self.let_go: dict[int, float] = {}  # row: when its candidate or its network left it
        self.explained: set[int] = set()
        self.slot_of = {int(case.slot_node[s]): s for s in range(int(case.slot_ptr[f]), int(case.slot_ptr[f + 1]))}
        self.outside = bool(case.type_outside[case.type[f]])

    def over(self, slot: int, by: float) -> tuple[bool, bool]:
        """Whether the slot was accepted, and whether it was refused, by this time."""
        i = self.last[slot]
        in_time = bool(self.r.log.t_finish[i] <= by)
        return in_time and self.r.log.outcome[i] in DONE, in_time and self.r.log.outcome[i] == REFUSED

    def nodes(self, network: int) -> dict[int, int]:
        c = self.r.case
        return {int(c.node_activity[x]): x for x in range(int(c.network_ptr[network]), int(c.network_ptr[network + 1]))}

    def read(self, phases: list[tuple[float, int]], late: bool) -> tuple[list[str], dict[int, float]]:
        """Read the networks in turn; `late`: a slot is still passed at the instant at which its network is left."""
        r, log = self.r, self.r.log
        exits = [t for t, _ in phases[1:]] + [self.left]
        for k, ((enter, network), leave) in enumerate(zip(phases, exits, strict=True)):
            here, there = self.nodes(network), self.nodes(phases[k + 1][1]) if k + 1 < len(phases) else {}
            weighed = self.weigh(here, enter, leave, late)
            for activity, node in here.items():
                due = weighed[activity][1]
                if due is not None and r.case.slot_applies[self.slot_of[node]]:
                    self.compare(activity, self.slot_of[node], due, leave, last=k + 1 == len(phases))
            for activity, (reached, _) in weighed.items():
                if reached is not None:
                    self.done.setdefault(activity, reached)
            for activity, slot in list(self.live.items()) if leave < inf else ():
                ended = any(self.over(slot, leave))
                if ended or not log.t_begin[self.first[slot]] <= leave or activity not in there:
                    del self.live[activity]
                    if not ended:
                        self.let_go[self.last[slot]] = leave
        if phases[-1][1] != log.final_network[self.f]:
            known, is_ = phases[-1][1], log.final_network[self.f]
            self.wrong.append(f"R8a: {r.candidate(self.f)} ends in network {is_}, and by its refusals in {known}")
        for slot, i in self.first.items():
            if slot not in self.explained:
                self.wrong.append(f"R1: {r.name(i)} has a row although its predecessors were not done")
            elif (log.outcome[self.last[slot]] in DROPPED) != (self.last[slot] in self.let_go):
                self.wrong.append(f"R7: {r.name(self.last[slot])} does not end with its firm or its network")
        return self.wrong, self.let_go

    def compare(self, activity: int, slot: int, due: Due, leave: float, last: bool) -> None:
        """Hold the first attempt of a slot against when it was to begin."""
        if activity in self.done or activity in self.live:
            return
        r, (t, after, known), i = self.r, due, self.first.get(slot)
        if i is None:
            if known < leave and known <= r.end:
                where = f"{r.candidate(self.f)}, {r.case.activity_names[activity]}"
                self.wrong.append(f"R1: {where} has no visit although its predecessors were done at {known}")
            return
        begin, reaches = float(r.log.t_begin[i]), t <= min(leave, r.end)
        if not (begin == t if reaches else isnan(begin)) and not (isnan(begin) and t == leave):
            if t >= leave and not last:
                return  # perhaps begun later, in this network entered anew
            self.wrong.append(f"R1: {r.name(i)} should {f'have begun at {t}' if reaches else 'not have begun'}")
        if r.log.after[i] != after:
            self.wrong.append(f"after: {r.name(i)} came after slot {after}, not {r.log.after[i]}")
        self.explained.add(slot)
        self.live[activity] = slot

    def weigh(
        self, here: dict[int, int], enter: float, leave: float, late: bool
    ) -> dict[int, tuple[Done | None, Due | None]]:
        """For each activity of a network: when and by whom it was done there, and when it was due."""
        r, c, known = self.r, self.r.case, dict[int, tuple[Done | None, Due | None]]()

        def rank(time: float, slot: int) -> tuple[float, bool, int]:  # ties: a slot, the smallest activity
            return time, slot >= 0, -int(c.node_activity[c.slot_node[slot]])

        def visit(activity: int) -> Done | None:
            if activity not in known:
                known[activity] = (self.done[activity], None) if activity in self.done else look(activity)
            return known[activity][0]

        def look(activity: int) -> tuple[Done | None, Due | None]:
            node, due, reached = here[activity], None, None
            edges = range(c.pred_ptr[node], c.pred_ptr[node + 1])
            before = [(visit(int(c.node_activity[c.pred_node[p]])), float(c.pred_lag[p])) for p in edges]
            if all(one is not None for one, _ in before):
                ends = [(one[0] + lag, one[1]) for one, lag in before if one is not None]
                t, after = max(
                    [(float(c.appears[self.f] + c.node_arrival_lag[node]), -1), *ends], key=lambda e: rank(*e)
                )
                since = max([enter, *(one[0] for one, _ in before if one is not None)])
                due = t if self.outside else max(t, enter), after, since
            slot = self.live.get(activity, self.slot_of[node])
            if c.slot_applies[slot]:
                if slot in self.first and self.over(slot, leave)[0]:
                    reached = float(r.log.t_finish[self.last[slot]]), slot
            elif due is not None and due[0] <= r.end and (due[0] < leave or (late and due[0] == leave)):
                reached = due[0], due[1]
            return reached, due

        for activity in here:
            visit(activity)
        return known


class _Book:
    """The lines and the desks of all finite offices, turned page by page."""

    def __init__(self, reader: _Reader) -> None:
        self.r, self.regime = reader, 0
        self.busy = [0] * len(reader.case.office_names)
        self.lines: dict[int, list[Key]] = {a: [] for a in range(len(reader.needs))}

    def key(self, i: int) -> Key:
        r = self.r
        rank = float(r.case.priority[self.regime, r.node[i]]), float(r.log.t_ready[i])
        return (*rank, int(r.log.slot[i]), int(r.log.attempt[i]), int(r.act[i]), i)

    def hold(self, i: int, sign: int) -> None:
        for office, amount in self.r.needs[self.r.act[i]].items():
            self.busy[office] += sign * amount

    def cross_out(self, i: int) -> None:
        line, key = self.lines[self.r.act[i]], self.key(i)
        if key in line:
            line.remove(key)

    def free(self, t: float) -> list[int]:
        """R9: staff there is less staff held."""
        c, levels = self.r.case, list[int]()
        for o in range(len(self.busy)):
            steps = slice(c.staff_ptr[o], c.staff_ptr[o + 1])
            levels.append(int(c.staff_level[steps][np.searchsorted(c.staff_from[steps], t, side="right") - 1]))
        return [max(0, level - busy) for level, busy in zip(levels, self.busy, strict=True)]

    def serve(self, t: float, free: list[int]) -> list[int]:
        """Whom one serving of the lines as they stand would start (R1 phase 3)."""
        r, free, barred, served = self.r, list(free), set[int](), list[int]()
        heads = [(line[0], 0) for line in self.lines.values() if line]
        heapify(heads)
        while heads:
            key, place = heappop(heads)
            activity, needs = key[4], r.needs[key[4]]
            lacking = {office for office, amount in needs.items() if free[office] < amount}
            starts = r.in_session(activity, t) and not lacking and barred.isdisjoint(needs)
            if starts:
                served.append(key[5])
                for office, amount in needs.items():
                    free[office] -= amount
            barred |= {office for office in lacking if r.case.office_strict[office]}
            # whoever is behind one that was passed over, in the same line, is too, and matters only if it may bar more
            may_bar = any(r.case.office_strict[office] and office not in barred for office in needs)
            if place + 1 < len(self.lines[activity]) and (starts or may_bar):
                heappush(heads, (self.lines[activity][place + 1], place + 1))
        return served

    def instant(self, t: float, ready: list[int], started: list[int], finished: list[int], left: list[int]) -> None:
        """Read one instant: who came, who was released, who was served, who gave up."""
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
        gave_up = [i for i in left if log.outcome[i] == GAVE_UP]
        for i in left:
            if log.outcome[i] != GAVE_UP:
                self.cross_out(i)
        once, free = not gave_up and not any(log.t_finish[i] == t for i in started), self.free(t)
        if once:  # one serving: it must have started exactly these
            self.compare(t, self.serve(t, free), started, free)
        for i in started:
            self.cross_out(i)
        if not once:
            short = [i for i in started if any(free[o] < amount for o, amount in r.needs[r.act[i]].items())]
            r.say(short, "R9", f"started at {t} although an office had fewer free than it needs")
            self.overtaken(t, started, gave_up, free)
        for i in gave_up:
            self.cross_out(i)
        for i in started:
            if log.t_finish[i] != t:
                self.hold(i, 1)
        if not once:  # several servings: the last one must have left nobody who could start
            r.say(self.serve(t, self.free(t)), "R1", f"could have started at {t} and was left waiting")

    def compare(self, t: float, due: list[int], started: list[int], free: list[int]) -> None:
        """R1, R2, R9 where one serving fell on an instant: exact."""
        r = self.r
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
        """R1, R2 where several servings fell on an instant: the certain, so no line that a strict office may bar."""
        r, least, served = self.r, list(free), sorted((self.key(i) for i in started), reverse=True)
        for key in served:
            for office, amount in r.needs[key[4]].items():
                least[office] -= amount
        for activity, line in self.lines.items():
            needs = r.needs[activity]
            if not r.in_session(activity, t) or any(r.case.office_strict[office] for office in needs):
                continue
            fits = all(least[office] >= amount for office, amount in needs.items())
            quit_ = [i for i in gave_up if fits and r.act[i] == activity]
            r.say(quit_, "R1", f"gave up at {t} although it could have started")
            first = next((key for key in line if r.log.t_ready[key[5]] < t), None)  # it waited when the instant began
            for key in served:
                if first is None or key < first:
                    break
                back = r.needs[key[4]]
                if all(least[office] + back.get(office, 0) >= amount for office, amount in needs.items()):
                    r.say([first[5]], "R2", f"could have started at {t} and was overtaken by {r.name(key[5])}")
                    break
