"""The park as the stage on which enterprises and offices act: what settles in an instant, and what a verdict is.

Rules by number are those of docs/semantics.md. Visits are flat indices into the Case's attempts; what is known of a
visit stands in columns (`columns.py`), the rules and the luck in lists (`script.py`). Both are read a million times,
hence the short names here.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from math import inf

from sim.engine.case import GRID, OUT, Case
from sim.engine.log import ACCEPTED, OPEN, PASSED_AT_LIMIT, REFUSED, SENT_BACK, STOPPED, VOID
from sim.engine.simpy_engine.columns import Columns
from sim.engine.simpy_engine.departures import give_up, part_with_the_refused
from sim.engine.simpy_engine.enterprise import Enterprise
from sim.engine.simpy_engine.instant import (
    BEGINS,
    FINISHED,
    HAPPENING,
    PATIENCE,
    READY,
    STARTS,
    Callbacks,
    Happening,
    Instants,
    Signal,
)
from sim.engine.simpy_engine.office import Line, open_offices
from sim.engine.simpy_engine.script import Script

Due = tuple[int, int, Enterprise | None]
"""Visit, node, whose (None: an outside case)."""


class Park:
    """One Case being played."""

    def __init__(self, case: Case) -> None:
        self.env = Instants()
        self.script = script = Script(case)
        self.book = book = Columns(case)
        self.offices, self.needs = open_offices(case, script.needs, script.sessions)
        self.outside: Callbacks = [self.hear_of_outside_case]
        self.now = 0.0
        self.regime = 0
        self.ranks, self.factors = script.priorities[0], script.factors[0]

        self.passing: list[tuple[int, Enterprise]] = []  # due at this instant, played when it settles
        self.beginning: list[Due] = []
        self.prepared: list[Due] = []
        self.starting: list[Due] = []
        self.refusals: list[tuple[Enterprise, int, int]] = []  # firm, network to fall back to or OUT, activity
        self.out_of_patience: list[Due] = []
        self.stirred: list[Line] = []
        self.zero_length = False  # a service of zero length has started: its finish is a happening of this instant
        self.completions = 0

        self.outcome, self.t_begin, self.t_ready = book.outcome, book.t_begin, book.t_ready
        self.t_start, self.t_finish, self.regime_at_start = book.t_start, book.t_finish, book.regime
        self.book_after = book.after
        self.horizon, self.service, self.node_activity = script.horizon, script.service, script.node_activity

    # --- the phases of an instant ---------------------------------------------------------------------------------

    def settle(self) -> None:
        """Phases 2 and 3: refusals, then everything that needs no resource, then the lines."""
        if self.refusals:
            part_with_the_refused(self)
        if self.passing or self.beginning or self.prepared or self.starting:
            self.begin_what_is_due()
        if self.zero_length:
            self.zero_length = False
            return  # the instant goes on, and settles once more
        for line in self.stirred:
            line.serve(self)
        self.stirred.clear()
        self.zero_length = False

    def begin_what_is_due(self) -> None:
        """Phase 2, in steps that only lead forward: pass, begin, be ready, start."""
        for node, firm in self.passing:
            firm.pass_if_still_due(node)
        self.passing.clear()

        now, outcome, prepared, preparations = self.now, self.outcome, self.prepared, self.script.preparation
        for due in self.beginning:
            visit = due[0]
            if outcome[visit] != OPEN:
                continue
            self.t_begin[visit] = now
            if preparations[visit] == 0.0:
                self.t_ready[visit] = now
                prepared.append(due)
            elif due[2] is not None:
                self.later(due, now + preparations[visit], READY)
        self.beginning.clear()

        for visit, node, whose in prepared:
            if outcome[visit] == OPEN:
                self.queue_or_work(visit, node, whose)
        prepared.clear()

        for visit, node, whose in self.starting:
            if outcome[visit] == OPEN:
                self.start(visit, node, whose)
        self.starting.clear()

    def queue_or_work(self, visit: int, node: int, firm: Enterprise | None) -> None:
        """Ready: into the line where finite offices are needed, else to work, or to wait for the next session."""
        activity = self.node_activity[node]
        needs = self.needs[activity]
        if needs:
            line = needs[0][0].line
            line.join(activity, (self.ranks[node], self.t_ready[visit], visit, node, firm))
            if not line.stirred:
                line.stirred = True
                self.stirred.append(line)
        elif self.in_session(activity):
            self.start(visit, node, firm)
            return
        else:
            self.later((visit, node, firm), self.next_session(activity), STARTS)

        patience = self.script.patience[visit]
        if patience != inf and (ends := self.t_ready[visit] + patience) <= self.horizon:
            self.env.put(Signal([self.lose_patience], (visit, node, firm)), ends, PATIENCE)

    def start(self, visit: int, node: int, firm: Enterprise | None) -> None:
        """Service begins; from here on its length is fixed (R10)."""
        now = self.now
        self.t_start[visit] = now
        self.regime_at_start[visit] = self.regime
        service, factor = self.service[visit], self.factors[node]
        if factor != 1.0:
            service = round(service * factor * GRID) / GRID
        if service == 0.0:
            self.zero_length = True
        clock = self.script.clock_of[self.node_activity[node]]
        finish = now + service if clock is None else clock.finish(now, service)
        if finish <= self.horizon:
            who = self.outside if firm is None else firm.hear
            self.env.put(Happening(who, FINISHED, visit, node), finish, HAPPENING)

    def lose_patience(self, signal: Signal) -> None:
        """Phase 4: note who would give up now, if still waiting."""
        self.out_of_patience.append(signal.about)

    def give_up(self) -> None:
        """The end of phase 4: those whose patience ended give up together."""
        give_up(self)

    # --- verdicts ---------------------------------------------------------------------------------------------------

    def verdict(self, visit: int, node: int, firm: Enterprise | None) -> int:
        """A service is over: give the offices back, write it down, and say what became of it (R3)."""
        before = self.outcome[visit]
        if before == STOPPED:
            return STOPPED
        activity = self.node_activity[node]
        self.t_finish[visit] = self.now
        self.completions += 1
        for office, amount in self.needs[activity]:
            office.busy -= amount
            line = office.line
            if not line.stirred:
                line.stirred = True
                self.stirred.append(line)
        if before == VOID:
            return VOID

        outcome = self._judge(visit, node, activity, firm) if self.script.may_fail[node] else ACCEPTED
        self.outcome[visit] = outcome
        if outcome in (SENT_BACK, REFUSED):
            return outcome
        milestone = self.script.milestone[activity]
        if milestone >= 0 and firm is not None:
            self.book.reach(firm.index, milestone, self.now)
        return ACCEPTED

    def _judge(self, visit: int, node: int, activity: int, firm: Enterprise | None) -> int:
        script, regime = self.script, self.regime_at_start[visit]
        outcome, refused_to = ACCEPTED, script.refused_to[node]
        if script.u_sent_back[visit] < script.p_sent_back[regime][node]:
            first_attempt = script.attempt_ptr[self.slot_of(visit)]
            if visit - first_attempt + 1 < script.at_most[node]:
                return SENT_BACK
            outcome, refused_to = (REFUSED, OUT) if script.refuses_at_limit[node] else (PASSED_AT_LIMIT, refused_to)
        if outcome != REFUSED and script.u_refused[visit] < script.p_refused[regime][node]:
            outcome = REFUSED
        if outcome == REFUSED and firm is not None:
            self.refusals.append((firm, refused_to, activity))
        return outcome

    # --- what enterprises, offices and the timetable ask --------------------------------------------------------------

    def plan(self, visit: int, node: int, firm: Enterprise, after: int = -1) -> None:
        """A visit is due to begin at this instant; `after` is the slot that fixed it (later attempts: their own)."""
        self.outcome[visit] = OPEN
        self.book_after[visit] = after
        self.beginning.append((visit, node, firm))

    def plan_later(self, at: float, visit: int, node: int, firm: Enterprise, after: int) -> None:
        """A visit will begin when its lag is over."""
        self.outcome[visit] = OPEN
        self.book.after[visit] = after
        self.later((visit, node, firm), at, BEGINS)

    def later(self, due: Due, at: float, what: int) -> None:
        """Something of a visit will be over at an instant, if the horizon lets it."""
        if at <= self.horizon:
            visit, node, firm = due
            self.env.put(Happening(self.outside if firm is None else firm.hear, what, visit, node), at, HAPPENING)

    def is_ready(self, visit: int, node: int, firm: Enterprise) -> None:
        """A dossier or a correction is complete; it queues when the instant settles."""
        if self.outcome[visit] == OPEN:
            self.t_ready[visit] = self.now
            self.prepared.append((visit, node, firm))

    def slot_of(self, visit: int) -> int:
        """The slot to which a visit belongs."""
        return bisect_right(self.script.attempt_ptr, visit) - 1

    def in_session(self, activity: int) -> bool:
        """May this activity start at this instant?"""
        return self.script.sessions[activity] is None or self.next_session(activity) == self.now

    def next_session(self, activity: int) -> float:
        """The next session from now on; inf where there is none any more."""
        sessions: list[float] = self.script.sessions[activity] or []
        place = bisect_left(sessions, self.now)
        return sessions[place] if place < len(sessions) else inf

    def stir(self, line: Line) -> None:
        """Something changed for this line: it is served when the instant has settled."""
        if not line.stirred:
            line.stirred = True
            self.stirred.append(line)

    def admit_outside_case(self, candidate: int, node: int) -> None:
        """A single visit of a firm from elsewhere; those of the day-one line have been ready since before day 0."""
        visit = self.script.attempt_ptr[self.script.slot_ptr[candidate]]
        self.outcome[visit] = OPEN
        self.t_begin[visit] = self.t_ready[visit] = self.script.appears[candidate]
        self.prepared.append((visit, node, None))

    def hear_of_outside_case(self, news: Happening) -> None:
        """Nothing follows an outside case; where no office is finite it may have waited for a session."""
        if news.what == STARTS:
            self.starting.append((news.visit, news.node, None))
        else:
            self.verdict(news.visit, news.node, None)

    def new_rules(self, regime: int) -> None:
        """New rules from this instant on; people already waiting may be ranked anew."""
        self.regime = regime
        self.ranks, self.factors = self.script.priorities[regime], self.script.factors[regime]
        for line in {id(office.line): office.line for office in self.offices}.values():
            line.reorder(self.ranks)
            self.stir(line)
