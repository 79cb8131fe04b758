"""The reference engine: enterprises and offices as SimPy agents.

It imports nothing of ours but `engine.case` and `engine.log`: whoever has a Case can play it.
"""

import gc

from sim.engine.case import Case
from sim.engine.log import Log

COLLECT_AFTER = 50_000  # new objects


def play(case: Case) -> Log:
    """Play one Case to its horizon.

    Parameters
    ----------
    case
        One replication of one strategy.

    Returns
    -------
    Log
        Every visit and every candidate's end; equal Cases give equal bytes.
    """
    from sim.engine.simpy_engine.park import Park
    from sim.engine.simpy_engine.timetable import announce

    thresholds = gc.get_threshold()
    gc.set_threshold(COLLECT_AFTER, *thresholds[1:])  # firms end seldom: to look for them often costs more than they do
    try:
        park = Park(case)
        announce(case, park)
        events = park.env.play(park)
        book, completions = park.book, park.completions
        for hear in park.stories:
            hear.clear()
        vars(park).clear()  # firms, lines and stories refer to each other: let go of them now, not at a collection
    finally:
        gc.set_threshold(*thresholds)
    return book.log(case, events, completions)
