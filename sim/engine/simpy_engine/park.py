"""The park as the stage on which enterprises and offices act: an instant and its phases.

Rules by number are those of docs/semantics.md. Visits are flat indices into the Case's attempts; what is known of a
visit stands in columns (`columns.py`), the rules and the luck in lists (`script.py`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from math import inf

from simpy import Environment

from sim.engine.case import GRID, OUT, Case
from sim.engine.log import (
    ACCEPTED,
    FIRM_REFUSED,
    GAVE_UP,
    OPEN,
    PASSED_AT_LIMIT,
    REFUSED,
    SENT_BACK,
    STOPPED,
    VOID,
    WITHDRAWN,
)
from sim.engine.simpy_engine.columns import Columns
from sim.engine.simpy_engine.enterprise import Enterprise
from sim.engine.simpy_engine.happening import (
    BEGINS,
    FINISHED,
    GIVING_UP,
    PATIENCE,
    READY,
    SETTLING,
    STARTS,
    Callbacks,
    Happening,
    Signal,
)
from sim.engine.simpy_engine.office import Line, open_offices
from sim.engine.simpy_engine.script import Script

Due = tuple[int, int, Enterprise | None]  # visit, node, whose (None: an outside case)


class Park:
    """One Case being played."""

    def __init__(self, case: Case) -> None:
        self.env = Environment()
        self.script = Script(case)
        self.book = Columns(case)
        self.offices, self.needs = open_offices(case, self.script.needs, self.script.sessions)
        self.outside: Callbacks = [self.hear_of_outside_case, self.afterwards]
        self.regime = 0

        self.beginning: list[Due] = []  # due at this instant, played when it settles
        self.passing: list[tuple[int, Enterprise]] = []
        self.prepared: list[Due] = []
        self.starting: list[Due] = []
        self.refusals: list[tuple[Enterprise, int, int]] = []  # firm, network to fall back to or OUT, activity
        self.stirred: list[Line] = []
        self.out_of_patience: list[Due] = []
        self.called: list[float] = [-inf] * 4  # per phase: the instant for which it stands on the heap already
        self.zero_length = False  # a service of zero length has started: the instant goes on
        self.events = 0
        self.completions = 0

    # --- an instant -----------------------------------------------------------------------------------------------

    def afterwards(self, _: object = None) -> None:
        """After each happening: settle the instant if nothing else happens in it, else leave it to the last."""
        self.events += 1
        if self.env.peek() > self.env.now:
            self.settle()
        else:
            self.call(SETTLING)

    def call(self, phase: int) -> None:
        """Have this phase of the present instant played, once."""
        if self.called[phase] != self.env.now:
            self.called[phase] = self.env.now
            who = self.settle if phase == SETTLING else self.give_up
            Signal(self.env, self.env.now, phase, [who])

    def settle(self, _: object = None) -> None:
        """Phases 2 and 3: refusals, then everything that needs no resource, then the lines."""
        self.called[SETTLING] = -inf
        if self.refusals:
            self.part_with_the_refused()
        self.begin_what_is_due()
        if self.zero_length:
            self.zero_length = False
            return  # its finish is a happening of this instant, after which the instant settles again
        for line in self.stirred:
            line.serve(self)
        self.stirred.clear()
        self.zero_length = False

    def begin_what_is_due(self) -> None:
        """Phase 2, in steps that only lead forward: pass, begin, be ready, start."""
        book, now = self.book, self.env.now
        for node, leaves_out in self.passing:
            leaves_out.pass_if_still_due(node)
        self.passing.clear()

        for visit, node, firm in self.beginning:
            if book.outcome[visit] != OPEN:
                continue
            book.t_begin[visit] = now
            preparation = self.script.preparation[visit]
            if preparation == 0.0:
                self.is_ready(visit, node, firm)
            elif now + preparation <= self.script.horizon and firm is not None:
                Happening(self.env, now + preparation, firm.hear, READY, visit, node)
        self.beginning.clear()

        for visit, node, firm in self.prepared:
            if book.outcome[visit] == OPEN:
                self.queue_or_work(visit, node, firm)
        self.prepared.clear()

        for visit, node, firm in self.starting:
            if book.outcome[visit] == OPEN:
                self.start(visit, node, firm)
        self.starting.clear()

    def is_ready(self, visit: int, node: int, firm: Enterprise | None) -> None:
        """The dossier is complete; it queues when the instant settles."""
        if self.book.outcome[visit] == OPEN:
            self.book.t_ready[visit] = self.env.now
            self.prepared.append((visit, node, firm))

    def queue_or_work(self, visit: int, node: int, firm: Enterprise | None) -> None:
        """Ready: into the line where finite offices are needed, else to work, or to wait for the next session."""
        ready, script = self.book.t_ready[visit], self.script
        activity = script.node_activity[node]
        sessions = script.sessions[activity]
        needs = self.needs[activity]
        if needs:
            line = needs[0][0].line
            line.join((self.priority(node), ready, visit, node, firm))
            self.stir(line)
        elif sessions is None or self.in_session(node):
            self.start(visit, node, firm)
            return
        else:
            later = bisect_left(sessions, self.env.now)
            if later < len(sessions) and sessions[later] <= script.horizon:
                who = self.outside if firm is None else firm.hear
                Happening(self.env, sessions[later], who, STARTS, visit, node)

        patience = script.patience[visit]
        if patience != inf and ready + patience <= script.horizon:
            Signal(self.env, ready + patience, PATIENCE, [self.lose_patience], (visit, node, firm))

    def start(self, visit: int, node: int, firm: Enterprise | None) -> None:
        """Service begins; from here on its length is fixed (R10)."""
        script, book, now, regime = self.script, self.book, self.env.now, self.regime
        book.t_start[visit] = now
        book.regime[visit] = regime
        service = script.service[visit]
        factor = script.factors[regime][node]
        if factor != 1.0:
            service = round(service * factor * GRID) / GRID
        if service == 0.0:
            self.zero_length = True
        finish = script.clock_of[script.node_activity[node]].finish(now, service)
        if finish <= script.horizon:
            Happening(self.env, finish, self.outside if firm is None else firm.hear, FINISHED, visit, node)

    # --- what enterprises ask of the park ---------------------------------------------------------------------------

    def verdict(self, visit: int, node: int, firm: Enterprise | None) -> int:
        """A service is over: give the offices back, write it down, and say what became of it (R3)."""
        script, book = self.script, self.book
        if book.outcome[visit] == STOPPED:
            return STOPPED
        activity = script.node_activity[node]
        book.t_finish[visit] = self.env.now
        self.completions += 1
        for office, amount in self.needs[activity]:
            office.busy -= amount
            self.stir(office.line)
        if book.outcome[visit] == VOID:
            return VOID

        outcome = self._judge(visit, node)
        book.outcome[visit] = outcome
        if outcome == REFUSED and firm is not None:
            at_limit = script.u_sent_back[visit] < script.p_sent_back[book.regime[visit]][node]
            refused_to = OUT if at_limit and script.refuses_at_limit[node] else script.refused_to[node]
            self.refusals.append((firm, refused_to, activity))
        if outcome in (ACCEPTED, PASSED_AT_LIMIT) and firm is not None:
            self._reach_milestone(firm, script.milestone[activity])
            return ACCEPTED
        return outcome

    def _judge(self, visit: int, node: int) -> int:
        script, regime = self.script, self.book.regime[visit]
        outcome = ACCEPTED
        if script.u_sent_back[visit] < script.p_sent_back[regime][node]:
            attempts_left = script.at_most[node] - self._attempt(visit)
            if attempts_left > 0:
                return SENT_BACK
            if script.refuses_at_limit[node]:
                return REFUSED
            outcome = PASSED_AT_LIMIT
        return REFUSED if script.u_refused[visit] < script.p_refused[regime][node] else outcome

    def _attempt(self, visit: int) -> int:
        return visit - self.script.attempt_ptr[self.slot_of(visit)] + 1

    def _reach_milestone(self, firm: Enterprise, milestone: int) -> None:
        if (
            milestone >= 0
            and self.book.milestones[firm.index, milestone] != self.book.milestones[firm.index, milestone]
        ):
            self.book.milestones[firm.index, milestone] = self.env.now

    def plan(self, visit: int, node: int, firm: Enterprise, after: int = -1) -> None:
        """A visit is due to begin at this instant; `after` is the slot that fixed it (later attempts: their own)."""
        self.book.outcome[visit] = OPEN
        self.book.after[visit] = after
        self.beginning.append((visit, node, firm))

    def plan_later(self, at: float, visit: int, node: int, firm: Enterprise, after: int) -> None:
        """A visit will begin when its lag is over."""
        self.book.outcome[visit] = OPEN
        self.book.after[visit] = after
        if at <= self.script.horizon:
            Happening(self.env, at, firm.hear, BEGINS, visit, node)

    def open_visits(self, candidate: int) -> list[tuple[int, int]]:
        """Visits of one candidate that are planned or under way: (visit, node)."""
        script = self.script
        return [
            (visit, script.slot_node[slot])
            for slot in range(script.slot_ptr[candidate], script.slot_ptr[candidate + 1])
            for visit in range(script.attempt_ptr[slot], script.attempt_ptr[slot + 1])
            if self.book.outcome[visit] == OPEN
        ]

    def drop(self, visit: int, node: int) -> None:
        """R7: what a finite office has begun runs to its end for nothing; everything else stops."""
        needs = self.needs[self.script.node_activity[node]]
        started = self.book.t_start[visit] == self.book.t_start[visit]
        self.book.outcome[visit] = VOID if started and needs else STOPPED
        if needs and not started:
            self.stir(needs[0][0].line)

    def slot_of(self, visit: int) -> int:
        """The slot to which a visit belongs."""
        return bisect_right(self.script.attempt_ptr, visit) - 1

    # --- outside cases and new rules ---------------------------------------------------------------------------------

    def admit_outside_case(self, candidate: int, node: int) -> None:
        """A single visit of a firm from elsewhere; those of the day-one line have been ready since before day 0."""
        visit = self.script.attempt_ptr[self.script.slot_ptr[candidate]]
        self.book.outcome[visit] = OPEN
        self.book.t_begin[visit] = self.book.t_ready[visit] = self.script.appears[candidate]
        self.prepared.append((visit, node, None))

    def hear_of_outside_case(self, news: Happening) -> None:
        """Nothing follows an outside case; where no office is finite it may have waited for a session."""
        if news.what == STARTS:
            self.starting.append((news.visit, news.node, None))
        else:
            self.verdict(news.visit, news.node, None)

    def new_regime(self, regime: int) -> None:
        """New rules from this instant on; people already waiting may be ranked anew."""
        self.regime = regime
        for line in {id(office.line): office.line for office in self.offices}.values():
            line.reorder(self)
            self.stir(line)

    def priority(self, node: int) -> float:
        """Place in the line under today's rules; smaller is served first."""
        return self.script.priorities[self.regime][node]

    # --- what offices ask of the park -------------------------------------------------------------------------------

    def still_open(self, visit: int) -> bool:
        """Does this visit still stand in its line?"""
        return self.book.outcome[visit] == OPEN

    def in_session(self, node: int) -> bool:
        """May activities of this node start at this instant?"""
        sessions = self.script.sessions[self.script.node_activity[node]]
        if sessions is None:
            return True
        place = bisect_left(sessions, self.env.now)
        return place < len(sessions) and sessions[place] == self.env.now

    def stir(self, line: Line) -> None:
        """Something changed for this line: it is served when the instant has settled."""
        if not line.stirred:
            line.stirred = True
            self.stirred.append(line)

    # --- how it ends --------------------------------------------------------------------------------------------------

    def part_with_the_refused(self) -> None:
        """Firms refused in this round leave or fall back; out beats a fallback, then the smallest activity counts."""
        worst: dict[int, tuple[bool, int, int, Enterprise]] = {}
        for firm, target, activity in self.refusals:
            refusal = (target != OUT, activity, target, firm)
            if firm.index not in worst or refusal[:2] < worst[firm.index][:2]:
                worst[firm.index] = refusal
        self.refusals.clear()
        for falls_back, activity, target, firm in worst.values():
            if firm.gone:
                continue
            if falls_back:
                self.book.final_network[firm.index] = target
                firm.fall_back(target, activity)
            else:
                self.part_with(firm, FIRM_REFUSED, activity)

    def part_with(self, firm: Enterprise, status: int, activity: int) -> None:
        """A firm leaves the park (R7)."""
        firm.gone = True
        self.book.status[firm.index] = status
        self.book.reason[firm.index] = activity
        self.book.t_end[firm.index] = self.env.now
        for visit, node in self.open_visits(firm.index):
            self.drop(visit, node)

    def lose_patience(self, signal: Signal) -> None:
        """Phase 4: note who would give up now, if still waiting."""
        self.events += 1
        self.out_of_patience.append(signal.about)
        self.call(GIVING_UP)

    def give_up(self, _: object = None) -> None:
        """The end of phase 4: those whose patience ended give up together; then the instant settles once more."""
        self.called[GIVING_UP] = -inf
        book = self.book
        leaving: dict[int, tuple[int, Enterprise]] = {}
        for visit, node, firm in self.out_of_patience:
            if firm is None or book.outcome[visit] != OPEN or book.t_start[visit] == book.t_start[visit]:
                continue
            book.outcome[visit] = GAVE_UP
            activity = self.script.node_activity[node]
            self.stir_if_needed(activity)
            if firm.index not in leaving or activity < leaving[firm.index][0]:
                leaving[firm.index] = (activity, firm)
        self.out_of_patience.clear()
        for activity, firm in leaving.values():
            self.part_with(firm, WITHDRAWN, activity)
        if leaving:
            self.settle()

    def stir_if_needed(self, activity: int) -> None:
        """Somebody left the line of this activity."""
        if self.needs[activity]:
            self.stir(self.needs[activity][0][0].line)
