"""R9 and R14: the offices and the purses, and who is served by them.

What flows in: a `Case`, visits in R2 order, instants. What flows out: starts. Rule: an office remembers how many are
busy, a purse what came in and went out; nothing else.
"""

from __future__ import annotations

from collections.abc import Callable

from sim.engine.case import Case
from tests.oracle.ask import Visit, instalments, needs, pays, session, staff


class Offices:
    """How many of the staff of each office are busy."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.busy = [0 for _ in case.office_names]

    def hold(self, v: Visit, sign: int) -> None:
        for office, amount in needs(self.case, v):
            self.busy[office] += sign * amount

    def serve(self, line: list[Visit], now: float, start: Callable[[Visit], None]) -> None:
        """R1: what lacks a strict office bars it, be it in session or not."""
        c = self.case
        barred: set[int] = set()
        for v in [v for v in line if needs(c, v)]:
            lacking = {office for office, amount in needs(c, v) if staff(c, office, now) - self.busy[office] < amount}
            if session(c, v, now) == now and not lacking and barred.isdisjoint(office for office, _ in needs(c, v)):
                start(v)
            barred |= {office for office in lacking if c.office_strict[office]}


class Purses:
    """What each firm received less what it paid; the instants at which they appear are looked up by firm."""

    def __init__(self, case: Case, appears: list[float]) -> None:
        self.case, self.appears = case, appears
        self.balance = [0.0 for _ in case.type]

    def funds(self, f: int, now: float) -> float:
        c = self.case
        return float(c.cash[f] + c.funds[f] * instalments(self.appears[f], now) + self.balance[f])

    def serve(self, line: list[Visit], now: float, start: Callable[[Visit], None]) -> None:
        """R14: of one firm after another or of all in one go is the same; those behind may pass."""
        for v in line:
            if 0.0 < pays(self.case, v) <= self.funds(v.firm, now):
                start(v)
