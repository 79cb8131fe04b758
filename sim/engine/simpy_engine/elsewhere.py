"""Visits of firms from elsewhere: they queue at an office and are served like all others, and nothing follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.engine.case import Case
from sim.engine.log import OPEN
from sim.engine.simpy_engine.instant import STARTS, Happening
from sim.engine.simpy_engine.verdict import verdict

if TYPE_CHECKING:
    from sim.engine.simpy_engine.park import Due, Park


def announce_outside_cases(case: Case, park: Park, come: np.ndarray) -> list[Due | None]:
    """Of those who will come, the single visit of each who comes from elsewhere; None of an enterprise.

    All that will be known of such a visit before it is served is written down beforehand; those of the day-one line
    have been ready since before day 0.
    """
    outside = case.type_outside[case.type[come]] == 1
    who = come[outside]
    visits = case.attempt_ptr[case.slot_ptr[who]]
    for column in (park.t_begin, park.t_ready):
        np.asarray(column)[visits] = case.appears[who]
    np.asarray(park.outcome)[visits] = OPEN
    nodes = case.network_ptr[case.network[who]]
    found: list[Due | None] = [None] * len(come)
    for place, visit, node in zip(np.flatnonzero(outside).tolist(), visits.tolist(), nodes.tolist(), strict=True):
        found[place] = visit, node, None
    return found


def hear_of_outside_case(park: Park, news: Happening) -> None:
    """It is served; where no office is finite it may have waited for a session."""
    if news.what == STARTS:
        park.starting.append((news.visit, news.node, None))
    else:
        verdict(park, news.visit, news.node, None)
