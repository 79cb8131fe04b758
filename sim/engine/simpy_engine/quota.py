"""Quotas of signings: who is short of the year's number near its end says no less often (R20)."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np

from sim.engine.case import Case


class Quota:
    """What has been reached by whom counts, and the windows in which too few of it presses."""

    __slots__ = ("counts", "milestone", "reached", "windows")

    def __init__(self, case: Case) -> None:
        self.milestone = int(case.quota_milestone)
        columns = (case.quota_pressed, case.quota_until, case.quota_from, case.quota_number)
        self.windows = list(zip(*(column.tolist() for column in columns), strict=True)) if self.milestone >= 0 else []
        self.counts: list[bool] = np.asarray(case.type_counted[case.type] == 1).tolist()
        self.reached: list[float] = []  # instants, in the order in which they came

    def note(self, candidate: int, milestone: int, now: float) -> None:
        """A firm has reached a milestone for the first time."""
        if milestone == self.milestone and self.counts[candidate]:
            self.reached.append(now)

    def presses(self, now: float) -> bool:
        """Is some quota short at this instant? What is reached at it does not count yet."""
        for pressed, until, since, number in self.windows:
            if pressed <= now < until:
                there = bisect_left(self.reached, now) - bisect_left(self.reached, since)
                if there < number:
                    return True
        return False
