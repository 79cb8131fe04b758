"""The investor's story.

An enterprise appears, may choose how to get a roof, begins whatever needs nothing before it, and from then on sleeps
until something of its own is over: a lag, a dossier or a correction, the wait for a session, an approval, a piece of
work. Each accepted finish opens what waited for it. It ends when it is refused, when its patience ends in a line, or
when nothing is left to do.
"""

from __future__ import annotations

from collections.abc import Generator
from math import inf
from typing import TYPE_CHECKING

from sim.engine.log import ACCEPTED, SENT_BACK
from sim.engine.simpy_engine.departures import drop, has_begun, open_visits
from sim.engine.simpy_engine.holding import Holding, give_back
from sim.engine.simpy_engine.instant import BEGINS, FINISHED, PASSES, READY, STARTS, Callbacks, Happening
from sim.engine.simpy_engine.purse import Purse
from sim.engine.simpy_engine.verdict import verdict

if TYPE_CHECKING:
    from sim.engine.simpy_engine.park import Park

NEVER = 1 << 40  # "still waits for so many": done or under way already, never to be taken up again


def investment(firm: Enterprise, park: Park) -> Generator[None, Happening, None]:
    """One enterprise from the day it appears."""
    firm.begin()

    while True:
        news = yield

        if news.what == FINISHED:
            outcome = verdict(park, news.visit, news.node, firm)
            if outcome == ACCEPTED:
                firm.go_on_after(news.visit, news.node)
            elif outcome == SENT_BACK:
                park.plan(news.visit + 1, news.node, firm)
        elif news.what == READY:
            park.is_ready(news.visit, news.node, firm)
        elif news.what == BEGINS:
            park.beginning.append((news.visit, news.node, firm))
        elif news.what == STARTS:
            park.starting.append((news.visit, news.node, firm))
        elif news.what == PASSES:
            park.passing.append((news.node, firm))


class Enterprise:
    """What an enterprise knows of itself: its network and what each step still waits for."""

    __slots__ = ("after", "done", "earliest", "gone", "hear", "help", "holdings", "index", "may_fall_back", "missing",
                 "network", "park", "purse", "quantities", "slot_of_node_0", "undecided", "walked")  # fmt: skip

    def __init__(self, index: int, network: int, park: Park) -> None:
        self.index = index
        self.park = park
        self.gone = False
        self.done: dict[int, tuple[float, int]] = {}  # activity -> finish, slot; kept where it may fall back
        self.holdings: list[Holding] = []
        self.walked: list[range] = []  # slots of the networks that it has come to
        script = park.script
        finite = script.cash[index] != inf
        self.purse = Purse(script.cash[index], script.funds[index], script.appears[index]) if finite else None
        self.quantities = script.quantities[index]
        self.network = script.networks[network]
        self.may_fall_back = bool(self.network.fallbacks)
        self.help = 0
        self.hear: Callbacks = []
        if self.network.activities:  # else it chooses before anything else
            self.enter(network)
        self.undecided = bool(script.chooses[network])
        if self.undecided and network not in script.deciding:
            park.choosing.append(self)

    def enter(self, network: int) -> None:
        """Its story begins in this network."""
        self.lay_out(network)
        story = investment(self, self.park)
        self.hear.append(story.send)
        self.park.stories.append(self.hear)
        next(story)

    def set_out(self, network: int) -> None:
        """It has chosen how to get a roof: go on there; what is done stays done."""
        self.undecided = False
        if self.network.activities:
            self.fall_back(network, -1)
        else:  # nothing came before the choice
            self.enter(network)
        self.may_fall_back = bool(self.network.fallbacks)

    def lay_out(self, network: int) -> None:
        """Take a network: per step what is missing, the earliest begin, and whose finish fixed that."""
        self.network = self.park.script.networks[network]
        first = self._first_slot()
        self.slot_of_node_0 = first - self.network.first
        self.walked.append(range(first, first + len(self.network.activities)))
        self.missing = self.network.missing[:]
        self.after = [-1] * len(self.missing)
        self.earliest = [-inf] * len(self.missing)
        if self.network.lags_on_arrival:
            appears = self.park.script.appears[self.index]
            self.earliest = [appears + lag if lag else -inf for lag in self.network.arrival_lag]

    def begin(self) -> None:
        """Take up whatever needs nothing before it."""
        for place in self.network.roots:
            self.take_up(place)

    def take_up(self, place: int) -> None:
        """Nothing stands before this step any more: plan its begin, or pass it if chance left it out."""
        park, script, node = self.park, self.park.script, self.network.first + place
        slot, now = self.slot_of_node_0 + node, park.now
        earliest = self.earliest[place]
        if not script.slot_applies[slot]:
            self.pass_by(place, max(earliest, now))
        elif earliest <= now:
            park.plan(script.attempt_ptr[slot], node, self, self.after[place])
        else:
            park.plan_later(earliest, script.attempt_ptr[slot], node, self, self.after[place])

    def pass_by(self, place: int, at: float) -> None:
        """Chance has left this step out: it is done, in no time, when it could have begun (R6)."""
        if at == self.park.now:
            self.park.passing.append((self.network.first + place, self))
        else:
            self.park.later((-1, self.network.first + place, self), at, PASSES)

    def pass_if_still_due(self, node: int) -> None:
        """A left-out step is due; one of a network that the firm has fallen back from is of no interest any more."""
        place, now = node - self.network.first, self.park.now
        if self.gone or not 0 <= place < len(self.missing):
            return
        if self.may_fall_back:
            self.done[self.network.activities[place]] = (now, self.after[place])
        self.go_on(place, now, self.after[place])

    def go_on_after(self, visit: int, node: int) -> None:
        """An accepted finish, now."""
        now = self.park.now
        network = self.network
        place, slot = node - network.first, self.slot_of_node_0 + node
        if not 0 <= place < len(self.missing):  # begun under a network that the firm has fallen back from
            place, slot = network.place_of[self.park.script.node_activity[node]], self.park.slot_of(visit)
        if self.may_fall_back:
            self.done[network.activities[place]] = (now, slot)
        self.go_on(place, now, slot)

    def go_on(self, place: int, finish: float, slot: int) -> None:
        """`place` is done (or passed) at `finish`, fixed by `slot`: tell what comes after it."""
        missing, earliest = self.missing, self.earliest
        for follower, lag in self.network.after[place]:
            at, best = finish + lag, earliest[follower]
            if at > best or (at == best and self._names_first(slot, follower)):
                earliest[follower] = at
                self.after[follower] = slot
            missing[follower] -= 1
            if missing[follower] == 0:
                self.take_up(follower)

    def _names_first(self, slot: int, follower: int) -> bool:
        """Of two steps that end together the smaller activity id is named; a step is named before the appearance."""
        other = self.after[follower]
        if slot < 0 or other < 0:
            return slot >= 0
        script = self.park.script
        return script.node_activity[script.slot_node[slot]] < script.node_activity[script.slot_node[other]]

    def _first_slot(self) -> int:
        """First slot of the network taken: those of the first come first, then those of others that it can come to."""
        script = self.park.script
        slot, first = script.slot_ptr[self.index], self.network.first
        if self.network.activities:
            while script.slot_node[slot] != first:  # another network: its slots are passed over
                slot += script.steps_from[script.slot_node[slot]]
        return slot

    def fall_back(self, network: int, refused: int) -> None:
        """Refused under one site mode, go on under another: what is done stays done, the rest is planned anew (R8a)."""
        park = self.park
        if park.script.networks[network] is self.network:  # a step kept from before was refused: it is done here anew
            self._take_up_again(refused)
            return
        kept = []
        for visit, node in open_visits(park, self):
            activity = park.node_activity[node]
            if has_begun(park, visit) and activity in park.script.networks[network].place_of:
                kept.append(activity)
            else:
                drop(park, visit, node)

        there = park.script.networks[network].place_of
        give_back(park, self, [holding for holding in self.holdings if holding.activity not in there])
        done = sorted(self.done.items())  # what is passed from here on tells its followers by itself
        self.lay_out(network)
        for activity in (*kept, *self.done):
            if activity in self.network.place_of:
                self.missing[self.network.place_of[activity]] = NEVER
        for place in self.network.roots:
            if self.missing[place] == 0:
                self.take_up(place)
        for activity, (finish, slot) in done:
            if activity in self.network.place_of:
                self.go_on(self.network.place_of[activity], finish, slot)

    def _take_up_again(self, activity: int) -> None:
        """One step begins anew in the present network, now or when all that it waits for is done."""
        place = self.network.place_of.get(activity)
        if place is None:
            return
        self.missing[place] = 0
        for before, links in enumerate(self.network.after):
            for follower, lag in links:
                if follower != place:
                    continue
                finish, slot = self.done.get(self.network.activities[before], (inf, -1))
                self.missing[place] += finish == inf
                if finish < inf and finish + lag > self.earliest[place]:
                    self.earliest[place], self.after[place] = finish + lag, slot
        if self.missing[place] == 0:
            self.take_up(place)
