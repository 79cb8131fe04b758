"""Firms that follow firms: whom a parent brings once it has reached a milestone (R17)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sim.engine.simpy_engine.instant import HAPPENING, Signal

if TYPE_CHECKING:
    from sim.engine.simpy_engine.enterprise import Enterprise
    from sim.engine.simpy_engine.park import Park


def tell_children(park: Park, parent: Enterprise, milestone: int) -> None:
    """A parent has reached a milestone for the first time: those whom it brings are on their way."""
    script = park.script
    for child in script.children.get(parent.index, ()):
        chance = script.p_trigger[park.regime][script.type_of[child]]
        at = park.now + script.trigger_delay[child]
        if script.trigger[child] == milestone and script.u_trigger[child] < chance and at <= park.horizon:
            park.env.put(Signal([partial(_bring, park, parent, child)]), at, HAPPENING)


def _bring(park: Park, parent: Enterprise, child: int, _: Signal) -> None:
    """A child appears, if its parent has not left before this instant; one that leaves at it is too late (R17)."""
    if not park.book.t_end[parent.index] < park.now:
        park.script.appears[child] = park.book.t_appears[child] = park.now
        park.admit(child)
