"""A firm's months under one roof, one after the other: what it pays, what it gets back, and whether it is still there.

The sums of `value.value_of_mode` as a story. Amounts are weighed by what a yuan of that day is worth today and by the
chance that the firm is still there, so that what is added up is an expected present value.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(slots=True)
class Debt:
    """A loan that is paid back in level payments: yuan, [F] or one for all, and interest a month."""

    owed: np.ndarray
    payment: np.ndarray  # a month
    interest: float

    def pay(self) -> np.ndarray:
        """What is paid at the end of a month, yuan; nothing once all is paid back."""
        self.owed = self.owed * (1.0 + self.interest)
        paid: np.ndarray = np.minimum(self.payment, self.owed)
        self.owed = self.owed - paid
        return paid


@dataclass(slots=True)
class LandToPay:
    """Parts of the price of land that are paid later: (month, yuan) each, [F] or one for all."""

    parts: list[tuple[np.ndarray, np.ndarray]]
    price: np.ndarray  # all parts together, those paid before included
    unpaid: np.ndarray
    with_deed: float  # what a yuan of the price costs with its deed tax
    resale_share: float  # of the price, what comes back when a firm leaves that has paid it in full


@dataclass(slots=True)
class Stay:
    """Firms that begin to use a roof, [F]; `value` is what it has been worth to them so far, yuan."""

    value: np.ndarray
    rent: np.ndarray  # yuan/month, before relief
    running: np.ndarray  # yuan/month
    back: np.ndarray  # yuan that who leaves gets back, had it paid for all its land and owed nothing
    a_month_later: np.ndarray  # what a yuan loses in a month
    stays: np.ndarray  # chance to stay on for a month
    debt: Debt | None = None
    land: LandToPay | None = None

    def live_through(self, waived: np.ndarray) -> np.ndarray:
        """The value after some months, then all is wound up; `waived` is the share of the rent that each does without.

        Who gives its plant up does so at the end of a month.
        """
        worth, there = np.ones_like(self.stays), np.ones_like(self.stays)
        leaves, in_full = 1.0 - self.stays, self.rent + self.running
        for month, free in enumerate(waived):
            now = there * worth
            if self.land is not None:
                self._pay_for_land(self.land, month, now)
            self.value = self.value - now * (self.rent * (1.0 - free) + self.running if free else in_full)
            worth = worth * self.a_month_later
            if self.debt is not None:
                self.value = self.value - there * worth * self.debt.pay()
            self._leave((there if month == len(waived) - 1 else there * leaves) * worth)
            there = there * self.stays
        return self.value

    def _pay_for_land(self, land: LandToPay, month: int, now: np.ndarray) -> None:
        for when, price in land.parts:
            due = np.where(when == month, price, 0.0)
            self.value, land.unpaid = self.value - now * due * land.with_deed, land.unpaid - due

    def _leave(self, leaving: np.ndarray) -> None:
        """What those who leave get back, less what they owe the bank; land is theirs once it is paid for in full."""
        self.value = self.value + leaving * (self.back if self.debt is None else self.back - self.debt.owed)
        if self.land is not None:
            not_theirs = np.where(self.land.unpaid > 0.005, self.land.price, 0.0)
            self.value = self.value - leaving * self.land.resale_share * not_theirs
