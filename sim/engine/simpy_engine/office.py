"""Offices and the lines before them.

An office (审批部门) can have a number of cases in hand at once. A line knows only one order, R2: priority, then who has
been ready
longest, then ids. Offices that some activity needs together share one line, because "all or nothing" needs one view
of both.
"""

from __future__ import annotations

from heapq import heappop
from typing import TYPE_CHECKING

from sim.engine.case import Case
from sim.engine.log import OPEN

if TYPE_CHECKING:
    from sim.engine.simpy_engine.enterprise import Enterprise
    from sim.engine.simpy_engine.park import Park

Waiting = tuple[float, float, int, int, "Enterprise | None"]
"""priority, ready, visit, node, whose visit (None: an outside case)"""
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
    """Who waits before one office, or before several that are needed together."""

    __slots__ = ("offices", "simple", "stirred", "waiting")

    def __init__(self, offices: list[Office], simple: bool) -> None:
        self.offices = offices
        self.simple = simple  # one office, one person a case, any day: whoever is first can be served first
        self.waiting: list[Waiting] = []
        self.stirred = False  # something changed at this instant
        for office in offices:
            office.line = self

    def serve(self, park: Park) -> None:
        """Phase 3: everybody who can start now starts, in the order of the line."""
        self.stirred = False
        if self.simple:
            self._serve_the_first(park)
        else:
            self._serve_whoever_fits(park)

    def _serve_the_first(self, park: Park) -> None:
        office, waiting, outcome = self.offices[0], self.waiting, park.outcome
        while waiting and office.busy < office.staff:
            _, _, visit, node, firm = heappop(waiting)
            if outcome[visit] == OPEN:
                office.busy += 1
                park.start(visit, node, firm)

    def _serve_whoever_fits(self, park: Park) -> None:
        blocked: set[int] = set()  # strict offices that somebody further ahead waits for
        left: list[Waiting] = []
        for entry in sorted(self.waiting):
            visit, node, firm = entry[2:]
            if park.outcome[visit] != OPEN:
                continue
            activity = park.node_activity[node]
            needs = park.needs[activity]
            fits = park.in_session(activity) and all(
                office.has(amount) and office.index not in blocked for office, amount in needs
            )
            if fits:
                for office, amount in needs:
                    office.busy += amount
                park.start(visit, node, firm)
            else:
                blocked.update(office.index for office, amount in needs if office.strict and not office.has(amount))
                left.append(entry)
        self.waiting = left  # sorted, hence a heap

    def reorder(self, ranks: list[float]) -> None:
        """New rules may rank the same people differently."""
        self.waiting = sorted((ranks[entry[3]], *entry[1:]) for entry in self.waiting)


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
    return list(offices.values()), needed


def _share_a_line(offices: list[Office]) -> None:
    everybody = {office.index: office for office in offices}
    for office in offices:
        if hasattr(office, "line"):
            everybody.update((other.index, other) for other in office.line.offices)
    if everybody:
        Line([everybody[index] for index in sorted(everybody)], simple=len(everybody) == 1)
