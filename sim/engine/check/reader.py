"""The Log with the Case beside it: for each row what the Case says it should be.

What flows in: a `Case` and a `Log` of a shape that fits it. What flows out: a `Reader`, in which the other modules look
things up and say what they find. Rule: what is due follows from the Case and from the times before it in the same row,
never from another row, so that one wrong time is one sentence and not a hundred.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from math import inf, nan

import numpy as np

from sim.engine.case import THEN, Case, to_grid
from sim.engine.check.clock import until
from sim.engine.check.help import Teams
from sim.engine.check.limits import due, pressed, promises, spared
from sim.engine.log import (
    ACCEPTED,
    DONE,
    GAVE_UP,
    OUTCOMES,
    PASSED_AT_LIMIT,
    REFUSED,
    SENT_BACK,
    STOPPED,
    VOID,
    WENT_ON,
    Log,
)

Array = np.ndarray
DROPPED = (STOPPED, GAVE_UP, VOID)


class Reader:
    """The Log, what the Case says about each row, and what was found so far."""

    def __init__(self, case: Case, log: Log) -> None:
        self.case, self.log, self.found = case, log, list[str]()
        self.end = float(case.horizon)
        self.node: Array = case.slot_node[log.slot]
        self.act: Array = case.node_activity[self.node]
        self.firm: Array = np.searchsorted(case.slot_ptr, log.slot, side="right") - 1
        self.luck: Array = case.attempt_ptr[log.slot] + log.attempt - 1
        self.times = np.stack((log.t_begin, log.t_ready, log.t_start, log.t_finish))
        self.went_on: Array = log.outcome == WENT_ON
        self.served: Array = np.where(self.went_on, nan, log.t_start)  # when it got what it waited for

        acts, finite = range(len(case.activity_names)), case.office_finite[case.need_office] != 0
        spans = [range(case.need_ptr[a], case.need_ptr[a + 1]) for a in acts]
        self.needs = [{int(case.need_office[i]): int(case.need_amount[i]) for i in span if finite[i]} for span in spans]
        self.sessions = [case.session_day[case.session_ptr[a] : case.session_ptr[a + 1]] for a in acts]
        self.solo = np.array([not needs for needs in self.needs])[self.act]  # needs no finite office
        self.wanted: dict[tuple[int, int], dict[int, int]] = {}  # candidate, activity: what `wants` has found
        self.takes = self.taking()
        self.pays = (case.slot_pays[log.slot] > 0) & (log.attempt == 1) & np.isfinite(case.cash[self.firm])
        self.at_once = self.solo & ~self.takes & ~self.pays  # starts in phase 2, the others in phase 3
        self.promise: Array = promises(case, self.needs)[self.act]
        self.due: Array = due(case, log, self.promise)
        self.holder, self.take = self.held_by()
        self.complete = self.completion()  # when the last of the units that a visit took is complete

        regime = np.searchsorted(case.regime_from, log.t_start, side="right") - 1
        self.regime: Array = np.where(np.isnan(log.t_start), -1, regime)  # at start
        self.teams = Teams(case, log)
        self.due_ready = self.teams.due_ready(self.firm, self.node, self.luck)
        self.due_start = self.solo_start()
        self.due_finish = self.service_end()
        self.patience_ends: Array = log.t_ready + case.patience[self.luck]
        self.spared, self.pressed = spared(case, log, self.firm, self.node), pressed(case, log)
        self.verdict, self.thrown_out = self.judge()
        self.chosen: dict[int, tuple[float, int]] = {}  # when each candidate chose, and what
        self.left = np.full(len(log.slot), nan)  # when the candidate, or its network, let go of the visit
        self.swift = self.rows_at(log.t_finish, (log.t_start == log.t_finish) & (~self.at_once | self.went_on))
        self.quit = self.rows_at(log.t_end[self.firm], log.outcome == GAVE_UP)
        self.refused = self.rows_at(log.t_finish, log.outcome == REFUSED)

    # what is said
    def say(self, rows: Array | Iterable[int], rule: str, what: str | Callable[[int], str]) -> None:
        """Write down that these rows break this rule (any of R1 to R10): a mask over all rows, or their indices."""
        for i in np.flatnonzero(rows) if isinstance(rows, np.ndarray) else rows:
            self.found.append(f"{rule}: {self.name(int(i))} {what if isinstance(what, str) else what(int(i))}")

    def candidate(self, f: int) -> str:
        """A candidate as R2 sorts them: its type and its place in the type."""
        return f"{self.case.type_names[self.case.type[f]]} {self.case.place[f]}"

    def name(self, i: int) -> str:
        """A row as R1 tells it: who, what, which attempt, its four times and its outcome."""
        activity, moments = self.case.activity_names[self.act[i]], ", ".join(f"{t:.7g}" for t in self.times[:, i])
        which = f"{self.candidate(self.firm[i])}, {activity}, attempt {self.log.attempt[i]}"
        return f"{which} ({moments}, {OUTCOMES[self.log.outcome[i]]})"

    def rows(self, f: int) -> range:
        """The rows of one candidate."""
        return range(*np.searchsorted(self.firm, [f, f + 1]).tolist())

    def rows_at(self, t: Array, which: Array) -> dict[float, dict[int, list[int]]]:
        """Of each instant, each candidate of which some of these rows fall on it, and which rows."""
        found: dict[float, dict[int, list[int]]] = defaultdict(dict)
        for i in np.flatnonzero(which).tolist():
            found[float(t[i])].setdefault(int(self.firm[i]), []).append(i)
        return found

    def rank(self, i: int, regime: int) -> float:
        """R2, R16: the priority of a row in a regime, less the places that its help gains."""
        return float(self.case.priority[regime, self.node[i]] - self.case.help_places[max(self.log.help[i], 0)])

    def chooses(self, f: int, t: float) -> bool:
        """R15: whether a candidate chooses or declines at this instant."""
        return f in self.chosen and self.chosen[f][0] == t

    # what is taken
    def wants(self, f: int, activity: int) -> dict[int, int]:
        """R13: of which resources an activity takes more than 0 for a candidate, each with the place of the take."""
        c, key = self.case, (int(f), int(activity))
        if key not in self.wanted:
            takes = range(c.take_ptr[activity], c.take_ptr[activity + 1])
            self.wanted[key] = {int(c.take_resource[k]): k for k in takes if self.amount(f, k) > 0}
        return self.wanted[key]

    def amount(self, f: int, take: int) -> float:
        """R13: the constant, or the quantity of the candidate."""
        column = self.case.take_column[take]
        return float(self.case.take_amount[take] if column < 0 else self.case.quantities[f, column])

    def taking(self) -> Array:
        """R13: of each row, whether it takes anything."""
        some: Array = np.diff(self.case.take_ptr)[self.act] > 0
        some[some] = [bool(self.wants(self.firm[i], self.act[i])) for i in np.flatnonzero(some)]
        return some

    def reached_by(self, f: int, milestone: int, t: float) -> list[int]:
        """R3: the rows by which a candidate reached a milestone, if it reached it at this instant."""
        if milestone < 0 or self.log.milestones[f, milestone] != t:
            return []
        now = [i for i in self.rows(f) if self.log.t_finish[i] == t and self.log.outcome[i] in DONE]
        return [i for i in now if self.case.activity_milestone[self.act[i]] == milestone]

    def held_by(self) -> tuple[Array, Array]:
        """R13: of each holding the row and the take that it is of; -1 if that row took no such thing."""
        log, rows = self.log, np.searchsorted(self.log.slot, self.log.holding_slot)
        took = self.takes & ~np.isnan(self.served)
        takes = np.full(len(rows), -1)
        for h, i in enumerate(rows.tolist()):
            if i < len(log.slot) and log.slot[i] == log.holding_slot[h] and took[i]:
                takes[h] = self.wants(self.firm[i], self.act[i]).get(int(log.holding_resource[h]), -1)
        return np.where(takes < 0, -1, rows), takes

    def completion(self) -> Array:
        """R13: the latest completion of the units that each row is said to have taken."""
        c, log, units = self.case, self.log, self.log.holding_unit >= 0
        latest = np.full(len(c.slot_node), -inf)
        np.maximum.at(latest, log.holding_slot[units], c.unit_complete[log.holding_unit[units]])
        return np.asarray(latest[log.slot])

    # what is due
    def in_session(self, activity: int, t: float) -> bool:
        """R1 phases 2 and 3: may this activity start at t, as far as its sessions go?"""
        return not self.case.has_sessions[activity] or t in self.sessions[activity]

    def solo_start(self) -> Array:
        """R1 phase 2: when work that waits for nobody starts, at once when it is ready or at its next session."""
        start: Array = np.maximum(self.log.t_ready, 0.0)  # a case of the day-one line is played at 0
        for i in np.flatnonzero(self.at_once & (self.case.has_sessions[self.act] != 0) & ~np.isnan(start)):
            later = self.sessions[self.act[i]][self.sessions[self.act[i]] >= start[i]]
            start[i] = later[0] if len(later) else inf
        return start

    def service_end(self) -> Array:
        """R4, R10, R13: when a service ends that started when the Log says so, under the regime of that instant."""
        start = np.maximum(self.log.t_start, self.complete)
        service = to_grid(self.case.service[self.luck] * self.case.factor[self.regime, self.node])
        return np.where(np.isnan(start), nan, self.clock(start, np.where(self.went_on, 0.0, service)))

    def clock(self, start: Array, service: Array) -> Array:
        """R4 by table: the smallest t with W(t) = W(start) + d."""
        finish: Array = start + service
        for row, is_open in enumerate(self.case.day_open):
            mine = (self.case.activity_clock[self.act] == row + 1) & ~np.isnan(start)
            finish[mine] = until(is_open, start[mine], service[mine])
        return finish

    def judge(self) -> tuple[Array, Array]:
        """R3, R16, R19, R20: the verdict at the finish of each row, and whether it would be a refusal by `at_most`."""
        c, log = self.case, self.log
        returns = c.help_returns[np.maximum(log.help, 0), self.node]
        sent_back = c.u_sent_back[self.luck] < c.p_sent_back[self.regime, self.node] * returns
        limit = sent_back & (log.attempt == c.node_at_most[self.node])
        thrown_out = limit & (c.node_then[self.node] == THEN.index("refused"))
        chances = np.where(self.pressed[None], c.p_refused_pressed[:, self.node], c.p_refused[:, self.node])
        chance = chances[self.regime, np.arange(len(self.node))]
        refused = thrown_out | ((c.u_refused[self.luck] < chance) & ~self.spared)
        accepted = np.where(limit, PASSED_AT_LIMIT, ACCEPTED)
        return np.where(sent_back & ~limit, SENT_BACK, np.where(refused, REFUSED, accepted)), thrown_out
