"""The park as the stage on which enterprises and offices act: what settles in an instant.

Rules by number are those of docs/semantics.md. Visits are flat indices into the Case's attempts; what is known of a
visit stands in columns (`columns.py`), the rules and the luck in lists (`script.py`). Both are read a million times,
hence the short names here.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import partial
from math import inf
from typing import TYPE_CHECKING

from sim.engine.case import GRID, Case
from sim.engine.log import OPEN
from sim.engine.simpy_engine.choice import choose
from sim.engine.simpy_engine.columns import Columns
from sim.engine.simpy_engine.departures import give_up, part_with_the_refused
from sim.engine.simpy_engine.elsewhere import hear_of_outside_case
from sim.engine.simpy_engine.enterprise import Enterprise
from sim.engine.simpy_engine.estate_line import Line as EstateLine
from sim.engine.simpy_engine.estate_line import open_estate
from sim.engine.simpy_engine.holding import stir_whole
from sim.engine.simpy_engine.instant import (
    BEGINS,
    FINISHED,
    HAPPENING,
    Callbacks,
    Happening,
    Instants,
    Signal,
)
from sim.engine.simpy_engine.office import Line, open_offices
from sim.engine.simpy_engine.purse import Purse
from sim.engine.simpy_engine.quota import Quota
from sim.engine.simpy_engine.readiness import begin_visits, queue_or_work
from sim.engine.simpy_engine.script import Script

if TYPE_CHECKING:
    from sim.engine.simpy_engine.timetable import Gate

Due = tuple[int, int, Enterprise | None]
"""Visit, node, whose (None: an outside case)."""


class Park:
    """One Case being played."""

    def __init__(self, case: Case) -> None:
        self.env = Instants()
        self.script = script = Script(case)
        self.book = book = Columns(case)
        self.offices, self.needs = open_offices(case, script.needs, script.sessions)
        self.resources, self.takes = open_estate(case)
        self.quota = Quota(case)
        self.stories: list[Callbacks] = []  # by which the enterprises hear what is over
        self.outside: Callbacks = [partial(hear_of_outside_case, self)]
        self.now = 0.0
        self.regime = 0
        self.ranks, self.factors = script.priorities[0], script.factors[0]

        self.passing: list[tuple[int, Enterprise]] = []  # due at this instant, played when it settles
        self.beginning: list[Due] = []
        self.prepared: list[Due] = []
        self.starting: list[Due] = []
        self.refusals: list[tuple[Enterprise, int, int]] = []  # firm, network to fall back to or OUT, activity
        self.out_of_patience: list[Due] = []
        self.choosing: list[Enterprise] = []
        self.stirred: list[Line | EstateLine | Purse] = []
        self.gate: Gate
        self.zero_length = False  # a service of zero length has started: its finish is a happening of this instant
        self.completions = 0

        self.outcome, self.t_begin, self.t_ready = book.outcome, book.t_begin, book.t_ready
        self.t_start, self.t_finish, self.regime_at_start = book.t_start, book.t_finish, book.regime
        self.book_after, self.help_at_ready = book.after, book.help
        self.horizon, self.service, self.node_activity = script.horizon, script.service, script.node_activity

    # --- the phases of an instant ---------------------------------------------------------------------------------

    def settle(self) -> None:
        """Phases 2 and 3: refusals, then everything that needs no resource, then the lines."""
        if self.refusals:
            part_with_the_refused(self)
        if self.choosing:
            self.let_candidates_choose()
        if self.passing or self.beginning or self.prepared or self.starting:
            self.begin_what_is_due()
        if self.zero_length:
            self.zero_length = False
            return  # the instant goes on, and settles once more
        if self.stirred:
            for line in self.stirred:
                line.serve(self)
            self.stirred.clear()
            self.zero_length = False

    def let_candidates_choose(self) -> None:
        """Everybody who appeared at this instant and may choose does so, seeing the same state (R15)."""
        choosing, self.choosing = self.choosing, []
        choose(self, choosing)

    def begin_what_is_due(self) -> None:
        """Phase 2, in steps that only lead forward: pass, begin, be ready, start."""
        if self.passing:
            for node, firm in self.passing:
                firm.pass_if_still_due(node)
            self.passing.clear()
        if self.beginning:
            begin_visits(self)
        if self.prepared:
            for visit, node, whose in self.prepared:
                if self.outcome[visit] == OPEN:
                    queue_or_work(self, visit, node, whose)
            self.prepared.clear()
        if self.starting:
            for visit, node, whose in self.starting:
                if self.outcome[visit] == OPEN:
                    self.start(visit, node, whose)
            self.starting.clear()

    def rank(self, visit: int, node: int) -> float:
        """Priority of a visit, with the places that the help at its ready gains (R2, R16)."""
        return self.ranks[node] - self.script.help_places[self.help_at_ready[visit]]

    def start(self, visit: int, node: int, firm: Enterprise | None, work_from: float = 0.0) -> None:
        """Service begins; from here on its length is fixed (R10). Work in an unfinished shell begins later (R13)."""
        now = self.now
        self.t_start[visit] = now
        self.regime_at_start[visit] = self.regime
        service, factor = self.service[visit], self.factors[node]
        if factor != 1.0:
            service = round(service * factor * GRID) / GRID
        clock = self.script.clock_of[self.node_activity[node]]
        begins = now if work_from < now else work_from
        if begins > self.horizon:
            return
        finish = begins + service if clock is None else clock.finish(begins, service)
        if finish == now:
            self.zero_length = True
        if finish <= self.horizon:
            who = self.outside if firm is None else firm.hear
            self.env.put(Happening(who, FINISHED, visit, node), finish, HAPPENING)

    def lose_patience(self, signal: Signal) -> None:
        """Phase 4: note who would give up now, if still waiting."""
        self.out_of_patience.append(signal.about)

    def give_up(self) -> None:
        """The end of phase 4: those whose patience ended give up together."""
        give_up(self)

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
        return self.script.slot_of_visit[visit]

    def in_session(self, activity: int) -> bool:
        """May this activity start at this instant?"""
        return self.script.sessions[activity] is None or self.next_session(activity) == self.now

    def next_session(self, activity: int) -> float:
        """The next session from now on; inf where there is none any more."""
        sessions: list[float] = self.script.sessions[activity] or []
        place = bisect_left(sessions, self.now)
        return sessions[place] if place < len(sessions) else inf

    def stir(self, line: Line | EstateLine | Purse) -> None:
        """Something changed for this line: it is served when the instant has settled."""
        if not line.stirred:
            line.stirred = True
            self.stirred.append(line)

    def admit(self, candidate: int) -> None:
        """An enterprise comes through the gate."""
        Enterprise(candidate, self.script.start_network[candidate], self)

    def new_rules(self, regime: int) -> None:
        """New rules from this instant on; people already waiting may be ranked anew."""
        self.regime = regime
        self.ranks, self.factors = self.script.priorities[regime], self.script.factors[regime]
        for line in {id(office.line): office.line for office in self.offices}.values():
            line.reorder(self)
            self.stir(line)
        for resource in self.resources:
            resource.line.reorder(self)
            stir_whole(self, resource.line)
