"""What can happen at an instant, and in which order SimPy plays it.

The phases of an instant (docs/semantics.md, R1) are SimPy's priorities; within a phase order does not matter, because
nothing starts before the instant settles.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simpy import Environment, Event

HAPPENING, SETTLING, PATIENCE, GIVING_UP = range(4)  # phases 1, 2 + 3, 4 and the end of 4
BEGINS, READY, STARTS, FINISHED, PASSES = range(5)

Callbacks = list[Callable[[Any], Any]]


class Happening(Event):
    """Something of one visit that is over at `at`: a lag, a preparation, the wait for a session, a service.

    Also the lag before a step that chance has left out; that has no visit.
    """

    _ok = True
    _value = None

    def __init__(self, env: Environment, at: float, who: Callbacks, what: int, visit: int, node: int) -> None:
        self.callbacks = who  # shared by all happenings of one enterprise, never changed
        self.what = what
        self.visit = visit
        self.node = node
        env.schedule(self, HAPPENING, at - env.now)  # type: ignore[arg-type]  # SimPy's priority is an int by another name


class Signal(Event):
    """A call at an instant and phase: the gate, staff and regime changes, sessions, settling, patience."""

    _ok = True
    _value = None

    def __init__(self, env: Environment, at: float, phase: int, who: Callbacks, about: Any = None) -> None:
        self.callbacks = who
        self.about = about
        env.schedule(self, phase, at - env.now)  # type: ignore[arg-type]
