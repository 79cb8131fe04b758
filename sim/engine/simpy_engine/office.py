"""Offices and the lines before them.

An office (审批部门) can have a number of cases in hand at once. A line knows only one order, R2: priority, then who has
been ready longest, then ids. Offices that some activity needs together share one line, because "all or nothing" needs
one view of both.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush, heapreplace
from typing import TYPE_CHECKING, Any

from sim.engine.case import Case
from sim.engine.log import OPEN
from sim.engine.simpy_engine.due_dates import DueDates

if TYPE_CHECKING:
    from sim.engine.simpy_engine.enterprise import Enterprise
    from sim.engine.simpy_engine.park import Park

Place = float | tuple[float, float]
"""Since when ready; in a line that works by due date: due, ready."""
Waiting = tuple[float, Any, int, int, "Enterprise | None"]
"""priority, `Place`, visit, node, whose visit (None: an outside case)"""
Needs = tuple[tuple["Office", int], ...]
"""Offices with finite staff and how much of each; empty: nobody waits."""


class Office:
    """One authority with finite staff."""

    __slots__ = ("busy", "index", "line", "staff", "strict")

    def __init__(self, index: int, staff: int, strict: bool) -> None:
        self.index = index
        self.staff = staff
        self.strict = strict
        self.busy = 0
        self.line: Line

    def has(self, amount: int) -> bool:
        """Is so much staff free? After a cut more may be busy than there are."""
        return self.staff - self.busy >= amount


class Line:
    """Who waits before one office, or before several that are needed together.

    People who need the same stand in one queue (by activity); a line has few of these. Where one office serves one
    person a case on any day there is nothing to tell them apart, and the line is one queue.
    """

    __slots__ = ("due", "offices", "queue", "queues", "simple", "stirred")

    def __init__(self, offices: list[Office], simple: bool) -> None:
        self.offices = offices
        self.simple = simple
        self.queue: list[Waiting] = []  # a heap, where the line is simple
        self.queues: dict[int, list[Waiting]] = {}  # heaps by activity, where it is not
        self.stirred = False  # something changed at this instant
        self.due: DueDates | None = None  # by which the line is ordered where an office has made a promise
        for office in offices:
            office.line = self

    def join(self, activity: int, entry: Waiting) -> None:
        """Somebody with a complete dossier queues."""
        heappush(self.queue if self.simple else self.queues.setdefault(activity, []), entry)

    def serve(self, park: Park) -> None:
        """Phase 3: everybody who can start now starts, in the order of the line."""
        self.stirred = False
        if self.simple:
            self._serve_the_first(park)
        elif any(office.strict for office in self.offices):
            self._serve_one_after_the_other(park)
        else:
            self._serve_whoever_fits(park)

    def _serve_the_first(self, park: Park) -> None:
        office, waiting, outcome = self.offices[0], self.queue, park.outcome
        while waiting and office.busy < office.staff:
            _, _, visit, node, firm = heappop(waiting)
            if outcome[visit] == OPEN:
                office.busy += 1
                park.start(visit, node, firm)

    def _serve_whoever_fits(self, park: Park) -> None:
        """Of those who need the same, if the first cannot start nobody can: only heads of queues are looked at."""
        heads = [(queue[0], activity) for activity, queue in self.queues.items() if _clear(queue, park)]
        heapify(heads)
        while heads:
            (_, _, visit, node, firm), activity = heads[0]
            queue = self.queues[activity]
            if not (park.in_session(activity) and _fits(park.needs[activity])):
                heappop(heads)
                continue
            heappop(queue)
            _take(park.needs[activity])
            park.start(visit, node, firm)
            if _clear(queue, park):
                heapreplace(heads, (queue[0], activity))
            else:
                heappop(heads)

    def _serve_one_after_the_other(self, park: Park) -> None:
        """With a strict office in the line, who lacks it bars everybody behind who needs it."""
        barred: set[int] = set()
        everybody = sorted(entry for queue in self.queues.values() for entry in queue if park.outcome[entry[2]] == OPEN)
        self.queues.clear()
        for entry in everybody:
            visit, node, firm = entry[2:]
            activity = park.node_activity[node]
            needs = park.needs[activity]
            free = not any(office.index in barred for office, _ in needs)
            if free and park.in_session(activity) and _fits(needs):
                _take(needs)
                park.start(visit, node, firm)
                continue
            barred.update(office.index for office, amount in needs if office.strict and not office.has(amount))
            self.queues.setdefault(activity, []).append(entry)  # sorted, hence a heap

    def reorder(self, park: Park) -> None:
        """New rules may rank the same people differently."""
        for queue in (self.queue, *self.queues.values()):
            queue[:] = sorted((park.rank(entry[2], entry[3]), *entry[1:]) for entry in queue)


def _fits(needs: Needs) -> bool:
    return all(office.has(amount) for office, amount in needs)


def _take(needs: Needs) -> None:
    for office, amount in needs:
        office.busy += amount


def _clear(queue: list[Waiting], park: Park) -> bool:
    """Drop from the head of a queue who has left; is anybody there?"""
    while queue and park.outcome[queue[0][2]] != OPEN:
        heappop(queue)
    return bool(queue)


def open_offices(
    case: Case, needs: list[list[tuple[float, ...]]], sessions: list[list[float] | None]
) -> tuple[list[Office], list[Needs]]:
    """Offices with finite staff that something needs, each in its line; and per activity the offices it needs."""
    used = sorted({int(office) for rows in needs for office, _ in rows if case.office_finite[int(office)]})
    offices = {o: Office(o, int(case.staff_level[case.staff_ptr[o]]), bool(case.office_strict[o])) for o in used}
    needed = [tuple((offices[int(o)], int(n)) for o, n in rows if int(o) in offices) for rows in needs]

    for together in needed:
        _share_a_line([office for office, _ in together])
    for activity, together in enumerate(needed):
        if together and (len(together) > 1 or together[0][1] != 1 or sessions[activity] is not None):
            together[0][0].line.simple = False
    promises = DueDates(case)
    for office in offices.values():
        if promises.made_by(office.index):
            office.line.due = promises
    return list(offices.values()), needed


def _share_a_line(offices: list[Office]) -> None:
    everybody = {office.index: office for office in offices}
    for office in offices:
        if hasattr(office, "line"):
            everybody.update((other.index, other) for other in office.line.offices)
    if everybody:
        Line([everybody[index] for index in sorted(everybody)], simple=len(everybody) == 1)
