"""The reference engine: enterprises and offices as SimPy agents.

It imports nothing of ours but `engine.case` and `engine.log`: whoever has a Case can play it.
"""

from sim.engine.case import Case
from sim.engine.log import Log


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

    park = Park(case)
    announce(case, park)
    park.env.run()  # to the last event: none lies after the horizon, and those at the horizon are played
    return park.book.log(case, park.events, park.completions)
