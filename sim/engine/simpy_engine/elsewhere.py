"""Visits of firms from elsewhere: they queue at an office and are served like all others, and nothing follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.log import OPEN
from sim.engine.simpy_engine.instant import STARTS, Happening
from sim.engine.simpy_engine.verdict import verdict

if TYPE_CHECKING:
    from sim.engine.simpy_engine.park import Park


def admit_outside_case(park: Park, candidate: int, node: int) -> None:
    """A single visit; those of the day-one line have been ready since before day 0."""
    visit = park.script.attempt_ptr[park.script.slot_ptr[candidate]]
    park.outcome[visit] = OPEN
    park.t_begin[visit] = park.t_ready[visit] = park.script.appears[candidate]
    park.prepared.append((visit, node, None))


def hear_of_outside_case(park: Park, news: Happening) -> None:
    """It is served; where no office is finite it may have waited for a session."""
    if news.what == STARTS:
        park.starting.append((news.visit, news.node, None))
    else:
        verdict(park, news.visit, news.node, None)
