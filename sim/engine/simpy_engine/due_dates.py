"""限时办结: offices that have promised to be done within so many working days take what is due first (R21).

A limit of law goes before a promise. The clock of a limit stands still while the firm corrects, so what earlier
attempts of a visit have used up is taken off. Nobody works faster for it; only the order changes.
"""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from sim.engine.case import Case, clocks

if TYPE_CHECKING:
    from sim.engine.simpy_engine.office import Needs, Place
    from sim.engine.simpy_engine.park import Park


class DueDates:
    """Promises of offices and limits of activities, working days."""

    def __init__(self, case: Case) -> None:
        self.promise: list[float] = case.office_promise.tolist()
        self.limit: list[float] = case.activity_limit.tolist()
        self.clock = clocks(case)[1]
        self.within: dict[int, float | None] = {}  # by activity, working days from first ready; None = no promise

    def made_by(self, office: int) -> bool:
        """Has this office made a promise?"""
        return not isnan(self.promise[office])

    def place(self, park: Park, visit: int, activity: int, needs: Needs) -> Place:
        """Where a visit that has just become ready stands among those of its priority: by due date, then by ready."""
        ready = park.t_ready[visit]
        if activity not in self.within:
            self.within[activity] = self._promised(activity, needs)
        left = self.within[activity]
        if left is None:
            return ready, ready
        slot = park.script.slot_of_visit[visit]
        if visit != park.script.attempt_ptr[slot]:
            left = max(0.0, left - self._used(park, slot, visit))
        return self.clock.finish(ready if ready > 0.0 else 0.0, left), ready

    def _promised(self, activity: int, needs: Needs) -> float | None:
        """The limit of law, or the shortest promise of the offices that an activity needs."""
        promises = [self.promise[office.index] for office, _ in needs if self.made_by(office.index)]
        limit = self.limit[activity]
        return None if not promises else min(promises) if isnan(limit) else limit

    def _used(self, park: Park, slot: int, visit: int) -> float:
        earlier = range(park.script.attempt_ptr[slot], visit)
        worked = self.clock.worked
        return sum((worked(park.t_finish[one]) - worked(park.t_ready[one]) for one in earlier), 0.0)
