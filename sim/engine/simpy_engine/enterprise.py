"""The investor's story.

An enterprise appears, begins whatever needs nothing before it, and from then on sleeps until something of its own is
over: a lag, a
dossier or a correction, the wait for a session, an approval, a piece of work. Each accepted finish opens what waited
for it. It ends when it is refused, when its patience ends in a line, or when nothing is left to do.
"""

from __future__ import annotations

from collections.abc import Generator
from math import inf
from typing import TYPE_CHECKING

from sim.engine.log import ACCEPTED, SENT_BACK
from sim.engine.simpy_engine.happening import BEGINS, FINISHED, PASSES, READY, STARTS, Callbacks, Happening

if TYPE_CHECKING:
    from sim.engine.simpy_engine.park import Park

NEVER = 1 << 40  # "still waits for so many": done or under way already, never to be taken up again


def investment(firm: Enterprise, park: Park) -> Generator[None, Happening, None]:
    """One enterprise from the day it appears."""
    firm.take_up(firm.network.roots)

    while True:
        news = yield

        if news.what == FINISHED:
            verdict = park.verdict(news.visit, news.node, firm)
            if verdict == ACCEPTED:
                firm.go_on_after(news.visit, news.node)
            elif verdict == SENT_BACK:
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

    __slots__ = ("after", "done", "earliest", "gone", "hear", "index", "may_fall_back", "missing", "network",
                 "park", "slot_of_node_0")  # fmt: skip

    def __init__(self, index: int, network: int, park: Park) -> None:
        self.index = index
        self.park = park
        self.gone = False
        self.done: dict[int, tuple[float, int]] = {}  # activity -> finish, slot; kept where it may fall back
        self.may_fall_back = bool(park.script.networks[network].fallbacks)
        self.lay_out(network)

        story = investment(self, park)
        self.hear: Callbacks = [story.send, park.afterwards]
        next(story)

    def lay_out(self, network: int) -> None:
        """Take a network: per step what is missing, the earliest begin, and whose finish fixed that."""
        self.network = self.park.script.networks[network]
        self.slot_of_node_0 = self._first_slot(network) - self.network.first
        self.missing = self.network.missing[:]
        self.after = [-1] * len(self.missing)
        self.earliest = [-inf] * len(self.missing)
        if self.network.lags_on_arrival:
            appears = self.park.script.appears[self.index]
            self.earliest = [appears + lag if lag else -inf for lag in self.network.arrival_lag]

    def take_up(self, places: list[int]) -> None:
        """Nothing stands before these steps any more: plan their begin, or pass those that chance left out."""
        park, script = self.park, self.park.script
        now = park.env.now
        for place in places:
            node = self.network.first + place
            slot = self.slot_of_node_0 + node
            at = max(self.earliest[place], now)
            if not script.slot_applies[slot]:
                self.pass_by(place, at)
                continue
            visit = script.attempt_ptr[slot]
            if at == now:
                park.plan(visit, node, self, self.after[place])
            else:
                park.plan_later(at, visit, node, self, self.after[place])

    def pass_by(self, place: int, at: float) -> None:
        """Chance has left this step out: it is done, in no time, when it could have begun (R6)."""
        if at == self.park.env.now:
            self.park.passing.append((self.network.first + place, self))
        elif at <= self.park.script.horizon:
            Happening(self.park.env, at, self.hear, PASSES, -1, self.network.first + place)

    def pass_if_still_due(self, node: int) -> None:
        """A left-out step is due; one of a network that the firm has fallen back from is of no interest any more."""
        place, now = node - self.network.first, self.park.env.now
        if self.gone or not 0 <= place < len(self.missing):
            return
        if self.may_fall_back:
            self.done[self.network.activities[place]] = (now, self.after[place])
        self.go_on(place, now, self.after[place])

    def go_on_after(self, visit: int, node: int) -> None:
        """An accepted finish, now."""
        now = self.park.env.now
        network = self.network
        place, slot = node - network.first, self.slot_of_node_0 + node
        if not 0 <= place < len(self.missing):  # begun under a network that the firm has fallen back from
            place, slot = network.place_of[self.park.script.node_activity[node]], self.park.slot_of(visit)
        if self.may_fall_back:
            self.done[network.activities[place]] = (now, slot)
        self.go_on(place, now, slot)

    def go_on(self, place: int, finish: float, slot: int) -> None:
        """`place` is done (or passed) at `finish`, fixed by `slot`: tell what comes after it."""
        opened = []
        for follower, lag in self.network.after[place]:
            at = finish + lag
            if at > self.earliest[follower] or (at == self.earliest[follower] and self._names_first(slot, follower)):
                self.earliest[follower] = at
                self.after[follower] = slot
            self.missing[follower] -= 1
            if self.missing[follower] == 0:
                opened.append(follower)
        if opened:
            self.take_up(opened)

    def _names_first(self, slot: int, follower: int) -> bool:
        """Of two steps that end together the smaller activity id is named; a step is named before the appearance."""
        other = self.after[follower]
        if slot < 0 or other < 0:
            return slot >= 0
        script = self.park.script
        return script.node_activity[script.slot_node[slot]] < script.node_activity[script.slot_node[other]]

    def _first_slot(self, network: int) -> int:
        """First slot of one of its networks: its own comes first, then those that it may fall back to."""
        script = self.park.script
        slot, own = script.slot_ptr[self.index], script.start_network[self.index]
        for other in (own, *script.networks[own].fallbacks):
            if other == network:
                break
            slot += len(script.networks[other].activities)
        return slot

    def fall_back(self, network: int, refused: int) -> None:
        """Refused under one site mode, go on under another: what is done stays done, the rest is planned anew (R8a)."""
        park = self.park
        if park.script.networks[network] is self.network:  # a step kept from before was refused: it is done here anew
            self._take_up_again(refused)
            return
        kept = []
        for visit, node in park.open_visits(self.index):
            activity = park.script.node_activity[node]
            begun = (
                park.book.t_begin[visit] == park.book.t_begin[visit]
                or visit > park.script.attempt_ptr[park.slot_of(visit)]
            )
            if begun and activity in park.script.networks[network].place_of:
                kept.append(activity)
            else:
                park.drop(visit, node)

        done = sorted(self.done.items())  # what is passed from here on tells its followers by itself
        self.lay_out(network)
        for activity in (*kept, *self.done):
            if activity in self.network.place_of:
                self.missing[self.network.place_of[activity]] = NEVER
        self.take_up([place for place in self.network.roots if self.missing[place] == 0])
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
            self.take_up([place])
