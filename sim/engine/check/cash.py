"""The purse of each candidate whose cash can run out.

What flows in: a `Reader` that knows when each visit was let go. What flows out: sentences in `Reader.found`. Rule: a
purse is opened at each instant at which something was put in, taken out, or asked for. As in `line`, what may have come
between its servings is told in every order, and one of them must make exactly those payments that were made.
"""

from __future__ import annotations

from math import floor, inf

import numpy as np

from sim.engine.case import FUNDS_EVERY
from sim.engine.check.children import comes_late
from sim.engine.check.reader import Reader
from sim.engine.check.serving import tellings
from sim.engine.log import DONE, GAVE_UP, WENT_ON


def read_cash(r: Reader) -> None:
    """R14: every payment was made when it could be, and none before."""
    paying = np.flatnonzero(r.pays & ~np.isnan(r.log.t_ready))
    for f in np.unique(r.firm[paying]).tolist():
        Purse(r, f, paying[r.firm[paying] == f].tolist()).read()


class Purse:
    """What one candidate has, has received and has paid."""

    def __init__(self, reader: Reader, f: int, paying: list[int]) -> None:
        c, log = reader.case, reader.log
        self.r, self.f, self.paying = reader, f, paying
        self.pays = {i: float(c.slot_pays[log.slot[i]]) for i in paying}
        done = [i for i in reader.rows(f) if log.outcome[i] in DONE and log.outcome[i] != WENT_ON]
        gets = [i for i in done if c.slot_receives[log.slot[i]] > 0]
        self.gets = {i: float(c.slot_receives[log.slot[i]]) for i in gets}

    def funds(self, t: float, start: float, finish: float) -> float:
        """R14: funds at t, of payments those before `start`, of receipts those before `finish`."""
        c, log = self.r.case, self.r.log
        months = floor((t - min(float(log.t_appears[self.f]), t)) / FUNDS_EVERY)
        own = float(c.cash[self.f]) + float(c.funds[self.f]) * months
        received = sum(amount for i, amount in self.gets.items() if log.t_finish[i] < finish)
        return own + received - sum(amount for i, amount in self.pays.items() if log.t_start[i] < start)

    def read(self) -> None:
        """R14: the purse at each instant at which it, or who waits for it, changes."""
        r, log = self.r, self.r.log
        months = np.arange(min(float(log.t_appears[self.f]), r.end), r.end + 1, FUNDS_EVERY)
        of_rows = log.t_ready[self.paying], log.t_start[self.paying], r.left[self.paying]
        moments = np.concatenate((months, *of_rows, log.t_finish[list(self.gets)]))
        for t in np.unique(moments[moments <= r.end]).tolist():
            gone = (log.t_start[self.paying] < t) | (r.left[self.paying] < t) | ~(log.t_ready[self.paying] <= t)
            line = [i for i, over in zip(self.paying, gone, strict=True) if not over]
            if line:
                self.open(t, line)

    def open(self, t: float, line: list[int]) -> None:
        """R2, R14: who pays at this instant."""
        r, log = self.r, self.r.log
        swift, quits, refused = (self.f in each.get(t, {}) for each in (r.swift, r.quit, r.refused))
        others, late = r.swift[t][self.f] if swift else [], comes_late(r, self.f, t)
        dropped = refused or r.chooses(self.f, t)
        changes = [("gets", i) for i in self.gets if log.t_start[i] == log.t_finish[i] == t]
        changes += [("comes", i) for i in line if log.t_begin[i] == log.t_ready[i] == t and (late or {*others} - {i})]
        goes = [i for i in line if r.left[i] == t and np.isnan(log.t_start[i])]
        if swift or late or (quits and dropped):
            changes += [("goes", i) for i in goes]
        elif not quits:  # who gives up is still there at the only serving
            line = [i for i in line if i not in goes]
        paid, told = {i for i in line if log.t_start[i] == t}, tellings([0] * len(changes))
        dues = (self.serve(t, line, dict(zip(changes, after, strict=True))) for after in told)
        due = next(dues, None)
        if due is None:
            self.at_the_end(t, [i for i in line if i not in goes])
        elif due != paid and paid not in dues:
            for i in sorted(due - paid):
                how = "gave up" if log.outcome[i] == GAVE_UP else "waited"
                r.say([i], "R14", f"{how} at {t} although it could have paid {self.pays[i]}")
            what = f"at {t} without the funds, or before its turn"
            r.say(sorted(paid - due), "R14", lambda i: f"paid {self.pays[i]} {what}")

    def serve(self, t: float, line: list[int], when: dict[tuple[str, int], int]) -> set[int]:
        """R14: who pays if these changes fall after so many servings."""
        late, due = {i for what, i in when if what == "gets"}, set[int]()
        left = self.funds(t, t, np.nextafter(t, inf)) - sum(self.gets[i] for i in late)
        for stage in sorted({0, *when.values()}):
            got = {i for i in late if when["gets", i] == stage and (i in due or i not in self.pays)}
            left += sum(self.gets[i] for i in got)
            there = [i for i in line if when.get(("comes", i), 0) <= stage < when.get(("goes", i), inf)]
            for i in sorted({*there} - due, key=lambda i: self.key(i, t)):
                if left >= self.pays[i]:
                    left -= self.pays[i]
                    due.add(i)
        return due

    def at_the_end(self, t: float, line: list[int]) -> None:
        """R14 where too much is uncertain: the purse is not overdrawn at the end, and nobody there could still pay."""
        r, log, left = self.r, self.r.log, self.funds(t, np.nextafter(t, inf), np.nextafter(t, inf))
        paid = [i for i in line if log.t_start[i] == t]
        r.say(paid if left < 0 else [], "R14", f"paid at {t}, which left {left}")
        waits = [i for i in line if log.t_start[i] != t and left >= self.pays[i]]
        r.say(waits, "R14", f"waited at {t} although it could have paid of {left}")

    def key(self, i: int, t: float) -> tuple[float, float, int]:
        """R2: the place of a payment in the line; only first attempts pay."""
        c, log = self.r.case, self.r.log
        regime = int(np.searchsorted(c.regime_from, t, side="right")) - 1
        return self.r.rank(i, regime), float(log.t_ready[i]), int(log.slot[i])
