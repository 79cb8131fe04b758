"""SimPy's environment, played instant by instant: rule R1 of docs/semantics.md as a loop.

SimPy keeps the clock and the heap of events; what is ours is that an instant has phases. Within phase 1 order does
not matter, because nothing starts before the instant settles.
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from math import inf
from typing import TYPE_CHECKING, Any

from simpy import Environment, Event

if TYPE_CHECKING:
    from sim.engine.simpy_engine.park import Park

HAPPENING, PATIENCE = range(2)  # phases 1 and 4, as SimPy's priorities

Callbacks = list[Callable[[Any], Any]]


class Instants(Environment):
    """An environment whose events are put at exact instants and played in phases."""

    def put(self, event: Event, at: float, phase: int) -> None:
        """Have an event happen at an instant; `at` is on the grid, so it is met to the bit."""
        heappush(self._queue, (at, phase, next(self._eid), event))  # type: ignore[misc]  # our phases are its priorities

    def play(self, park: Park) -> int:
        """Play to the last event (none lies after the horizon, those at it are played); returns how many."""
        queue, gate, events = self._queue, park.gate, 0
        while queue or gate.opens != inf:
            opens = gate.opens
            now = self._now = park.now = opens if not queue or opens < queue[0][0] else queue[0][0]
            if opens == now:
                gate.open()
                events += 1
                if not queue or queue[0][0] != now or queue[0][1] != HAPPENING:
                    park.settle()
            while queue and queue[0][0] == now:
                phase = queue[0][1]
                while queue and queue[0][0] == now and queue[0][1] == phase:
                    _, _, _, event = heappop(queue)
                    events += 1
                    for hear in event.callbacks:
                        hear(event)
                if phase == PATIENCE:
                    park.give_up()
                    if queue and queue[0][:2] == (now, HAPPENING):
                        continue  # somebody who is brought by one that went on appears first
                park.settle()
        return events


class Happening(Event):
    """Something of one visit that is over: a lag, a preparation, the wait for a session, a service.

    Also the lag before a step that chance has left out; that has no visit.
    """

    _ok = True
    _value = None

    def __init__(self, who: Callbacks, what: int, visit: int, node: int) -> None:
        self.callbacks = who  # shared by all happenings of one enterprise, never changed
        self.what = what
        self.visit = visit
        self.node = node


class Signal(Event):
    """A call at an instant: the gate, staff and rule changes, sessions, patience that ends."""

    _ok = True
    _value = None

    def __init__(self, who: Callbacks, about: Any = None) -> None:
        self.callbacks = who
        self.about = about


BEGINS, READY, STARTS, FINISHED, PASSES = range(5)
"""What a Happening can be."""
