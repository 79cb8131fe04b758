"""A firm's own funds, where they can run out (R14).

What a step costs must be in hand when it starts. Until it is, the step waits, and if its patience ends first the firm
has failed.
"""

from __future__ import annotations

from math import ceil, floor, inf
from typing import TYPE_CHECKING

from sim.engine.case import FUNDS_EVERY
from sim.engine.log import OPEN
from sim.engine.simpy_engine.instant import HAPPENING, Signal
from sim.engine.simpy_engine.readiness import be_patient

if TYPE_CHECKING:
    from sim.engine.simpy_engine.park import Due, Park


class Purse:
    """Funds of one firm: what it brought, what comes in every 30 days, receipts less payments."""

    __slots__ = ("appears", "balance", "funds", "newcomers", "stirred", "waiting", "wakes")

    def __init__(self, cash: float, funds: float, appears: float) -> None:
        self.balance = cash
        self.funds = funds
        self.appears = appears
        self.waiting: list[tuple[Due, float]] = []
        self.newcomers: list[tuple[Due, float]] = []
        self.stirred = False
        self.wakes = inf

    def has(self, now: float) -> float:
        """Funds at this instant, yuan."""
        return self.balance + self.funds * floor((now - self.appears) / FUNDS_EVERY)

    def serve(self, park: Park) -> None:
        """Phase 3: what can be paid is paid and starts; for the rest, wake when the next instalment suffices."""
        self.stirred = False
        if not self.waiting and len(self.newcomers) <= 1:  # as nearly always
            if not self.newcomers:
                return
            due, price = self.newcomers[0]
            if park.outcome[due[0]] == OPEN and self.has(park.now) >= price:
                self.newcomers.clear()
                self.balance -= price
                park.start(*due)
                return
        ready = park.t_ready
        self.waiting = [entry for entry in (*self.waiting, *self.newcomers) if park.outcome[entry[0][0]] == OPEN]
        if len(self.waiting) > 1:
            self.waiting.sort(key=lambda entry: (park.rank(*entry[0][:2]), ready[entry[0][0]], entry[0][0]))
        staying = []
        for due, price in self.waiting:
            if self.has(park.now) >= price:
                self.balance -= price
                park.start(*due)
            else:
                staying.append((due, price))
        self.waiting = staying
        if staying:
            for entry in self.newcomers:
                if entry in staying:
                    be_patient(park, entry[0])
            self._wake(park)
        self.newcomers = []

    def _wake(self, park: Park) -> None:
        if not self.waiting or self.funds <= 0.0:
            return
        least = min(price for _, price in self.waiting)
        instalments = ceil((least - self.balance) / self.funds)
        at = self.appears + FUNDS_EVERY * instalments
        if at <= park.now:  # rounding: look again at the next one
            at = self.appears + FUNDS_EVERY * (floor((park.now - self.appears) / FUNDS_EVERY) + 1)
        if at <= park.horizon and not park.now < self.wakes <= at:
            self.wakes = at
            park.env.put(Signal([self._woken], park), at, HAPPENING)

    def _woken(self, signal: Signal) -> None:
        signal.about.stir(self)
