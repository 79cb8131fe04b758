"""The lines and the desks of all finite offices, turned page by page.

What flows in: a `Reader` that knows when each visit was let go. What flows out: sentences in `Reader.found`. Rule: a
page is an instant at which somebody came, was served, was done, left, or the rules changed. Where one serving fell on
it, exactly those must have started whom that serving starts; where several did, only what is certain is said.
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from heapq import heapify, heappop, heappush
from math import isnan

import numpy as np

from sim.engine.check.children import comes_late
from sim.engine.check.reader import Reader
from sim.engine.log import GAVE_UP, WENT_ON

Key = tuple[float, float, float, int, int, int, int]  # R2, R21: priority, due, ready, slot, attempt; activity, row
Page = tuple[list[int], list[int], list[int], list[int]]  # rows that became ready, started, finished, were let go


def read_offices(r: Reader) -> None:
    """R1, R2, R8, R9: who was served at each instant, and who could have been."""
    c, log, book = r.case, r.log, Book(r)
    pages: dict[float, Page] = defaultdict(lambda: ([], [], [], []))
    for i in np.flatnonzero(~r.solo & ~np.isnan(log.t_ready)).tolist():
        ready, left = max(float(log.t_ready[i]), 0.0), float((log.t_finish if r.went_on[i] else r.left)[i])
        moments = ready, float(r.served[i]), float(log.t_finish[i]), left
        for which in range(4 if isnan(moments[1]) else 3):  # what has started waits no more
            if not isnan(moments[which]):
                pages[moments[which]][which].append(i)
    for t in (*c.regime_from, *c.staff_from, *c.session_day):
        pages[float(t)]
    for t in sorted(t for t in pages if t <= r.end):
        book.turn(t, *pages[t])


class Book:
    """Who waits before which activity, and how much of each office is held."""

    def __init__(self, reader: Reader) -> None:
        self.r, self.regime = reader, 0
        self.busy = [0] * len(reader.case.office_names)
        self.lines: dict[int, list[Key]] = {a: [] for a in range(len(reader.needs))}

    def key(self, i: int) -> Key:
        """R2, R21: the place of a row in its line, under the priorities of the regime now."""
        r = self.r
        rank = r.rank(i, self.regime), float(r.due[i]), float(r.log.t_ready[i])
        return (*rank, int(r.log.slot[i]), int(r.log.attempt[i]), int(r.act[i]), i)

    def order(self, i: int) -> str:
        """The rule by which a row stands in its line."""
        return "R2" if isnan(self.r.promise[i]) else "R21"

    def hold(self, i: int, sign: int) -> None:
        """R8, R9: take (1) or give back (-1) all that a visit needs."""
        for office, amount in self.r.needs[self.r.act[i]].items():
            self.busy[office] += sign * amount

    def cross_out(self, i: int) -> None:
        """R7: a visit that was served or let go waits no more."""
        line, key = self.lines[self.r.act[i]], self.key(i)
        if key in line:
            line.remove(key)

    def free(self, t: float) -> list[int]:
        """R9: of each office, the staff there is less the staff held."""
        c, levels = self.r.case, list[int]()
        for o in range(len(self.busy)):
            steps = slice(c.staff_ptr[o], c.staff_ptr[o + 1])  # none where the office is ample
            last = int(np.searchsorted(c.staff_from[steps], t, side="right")) - 1
            levels.append(int(c.staff_level[steps][last]) if last >= 0 else 0)
        return [max(0, level - busy) for level, busy in zip(levels, self.busy, strict=True)]

    def serve(self, t: float, free: list[int]) -> list[int]:
        """R1 phase 3, R2, R8: whom one serving of the lines as they stand would start."""
        r, free, barred, served = self.r, list(free), set[int](), list[int]()
        heads = [(line[0], 0) for line in self.lines.values() if line]
        heapify(heads)
        while heads:
            key, place = heappop(heads)
            activity, needs = key[5], r.needs[key[5]]
            lacking = {office for office, amount in needs.items() if free[office] < amount}
            starts = r.in_session(activity, t) and not lacking and barred.isdisjoint(needs)
            if starts:
                served.append(key[6])
                for office, amount in needs.items():
                    free[office] -= amount
            barred |= {office for office in lacking if r.case.office_strict[office]}
            # whoever is behind one that was passed over, in the same line, is too, and matters only if it may bar more
            may_bar = any(r.case.office_strict[office] and office not in barred for office in needs)
            if place + 1 < len(self.lines[activity]) and (starts or may_bar):
                heappush(heads, (self.lines[activity][place + 1], place + 1))
        return served

    def turn(self, t: float, ready: list[int], started: list[int], finished: list[int], left: list[int]) -> None:
        """R1, R2, R9, R17: one instant; who came, who was released, who was served, who gave up."""
        r, log = self.r, self.r.log
        regime = int(np.searchsorted(r.case.regime_from, t, side="right")) - 1
        if regime != self.regime:
            self.regime = regime
            self.lines = {a: sorted(self.key(key[6]) for key in line) for a, line in self.lines.items()}
        for i in ready:
            insort(self.lines[r.act[i]], self.key(i))
        for i in finished:
            if log.t_start[i] < t:
                self.hold(i, -1)
        gave_up = [i for i in left if log.outcome[i] in (GAVE_UP, WENT_ON)]
        for i in sorted({*left} - {*gave_up}):
            self.cross_out(i)
        stirred = r.swift.get(t, {}).keys() | r.quit.get(t, {}).keys()  # theirs may have come or gone between servings
        of = {int(r.firm[i]) for i in (*ready, *left)}
        once = not gave_up and not any(log.t_finish[i] == t for i in started)
        once, free = once and not any(f in stirred or comes_late(r, f, t) for f in of), self.free(t)
        if once:  # one serving: it must have started exactly these
            self.compare(t, self.serve(t, free), started, free)
        for i in started:
            self.cross_out(i)
        if not once:
            short = [i for i in started if any(free[o] < amount for o, amount in r.needs[r.act[i]].items())]
            r.say(short, "R9", f"started at {t} although an office had fewer free than it needs")
            self.overtaken(t, started, gave_up, free)
        for i in gave_up:
            self.cross_out(i)
        for i in started:
            if log.t_finish[i] != t:
                self.hold(i, 1)
        if not once:  # several servings: the last one must have left nobody who could start
            r.say(self.serve(t, self.free(t)), "R1", f"could have started at {t} and was left waiting")

    def compare(self, t: float, due: list[int], started: list[int], free: list[int]) -> None:
        """R1, R2, R9 where one serving fell on an instant, so that it is known who was due: exact."""
        r = self.r
        for i in sorted(set(due) - set(started)):
            ahead = [j for j in started if self.key(j) > self.key(i)]
            what = f"was overtaken by {r.name(ahead[0])}" if ahead else "was left waiting"
            r.say([i], self.order(i) if ahead else "R1", f"could have started at {t} and {what}")
        for i in sorted(set(started) - set(due)):
            short = [office for office, amount in r.needs[r.act[i]].items() if free[office] < amount]
            named = (
                f"office {r.case.office_names[short[0]]} had {free[short[0]]} free" if short else "it was not its turn"
            )
            r.say([i], "R9" if short else self.order(i), f"started at {t} although {named}")

    def overtaken(self, t: float, started: list[int], gave_up: list[int], free: list[int]) -> None:
        """R1, R2 where several servings fell on an instant: the certain, so no line that a strict office may bar."""
        r, least, served = self.r, list(free), sorted((self.key(i) for i in started), reverse=True)
        for key in served:
            for office, amount in r.needs[key[5]].items():
                least[office] -= amount
        for activity, line in self.lines.items():
            needs = r.needs[activity]
            if not r.in_session(activity, t) or any(r.case.office_strict[office] for office in needs):
                continue
            fits = all(least[office] >= amount for office, amount in needs.items())
            quit_ = [i for i in gave_up if fits and r.act[i] == activity]
            r.say(quit_, "R1", f"gave up at {t} although it could have started")
            first = next((key for key in line if r.log.t_ready[key[6]] < t), None)  # it waited when the instant began
            for key in served:
                if first is None or key < first:
                    break
                back = r.needs[key[5]]
                if all(least[office] + back.get(office, 0) >= amount for office, amount in needs.items()):
                    r.say(
                        [first[6]],
                        self.order(first[6]),
                        f"could have started at {t} and was overtaken by {r.name(key[6])}",
                    )
                    break
