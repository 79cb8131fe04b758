"""The lines for spaces and stocks, instant by instant.

What flows in: a `Reader` that knows when each visit was let go. What flows out: sentences in `Reader.found`. Rule: an
instant may have several servings, and the Log does not say what came between which of them. What is certain comes
before the first; the rest is told in every order, and the instant is sound if one of them starts exactly those who
started, with exactly their units. Where too much is uncertain, nobody may be left at the end who could start.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from sim.engine.check.children import comes_late
from sim.engine.check.estate import Stand
from sim.engine.check.outranked import ended_by
from sim.engine.check.reader import Array, Reader
from sim.engine.check.serving import Line, Served, tellings
from sim.engine.log import DONE, GAVE_UP, WENT_ON


def read_lines(r: Reader) -> None:
    """R1, R2, R13: who took what at each instant, and who could have."""
    c, log, rows = r.case, r.log, np.flatnonzero(r.takes & ~np.isnan(r.log.t_ready))
    if not len(rows):
        return
    of_visits = log.t_ready[rows], log.t_start[rows], r.left[rows], log.holding_to
    t = np.concatenate((*of_visits, c.supply_day, c.unit_decided, c.unit_complete, c.regime_from))
    for instant in np.unique(t[(t >= 0) & (t <= r.end)]).tolist():
        Instant(r, instant, rows).read()


@dataclass
class Change:
    """What changes together between two servings: who comes, who goes, what is given back."""

    least: int = 0  # servings that certainly came before it
    comes: list[int] = field(default_factory=list)
    goes: list[int] = field(default_factory=list)
    gives: list[int] = field(default_factory=list)


class Instant:
    """Who waits for spaces and stocks at one instant, what is held, and what may have changed in the course of it."""

    def __init__(self, reader: Reader, t: float, rows: Array) -> None:
        self.r, self.t, log = reader, t, reader.log
        self.lines = Line(reader, int(np.searchsorted(reader.case.regime_from, t, side="right")) - 1)
        waits = (log.t_ready[rows] <= t) & ~(log.t_start[rows] < t) & ~(reader.left[rows] < t)
        self.rows: list[int] = rows[waits].tolist()
        self.started = {i for i in self.rows if reader.served[i] == t}
        self.line = set(self.rows)  # at the first serving
        self.changes: dict[tuple[object, ...], Change] = {}
        self.swift, self.quit = reader.swift.get(t, {}), reader.quit.get(t, {})
        self.held = (log.holding_from < t) & ~(log.holding_to < t)

    def read(self) -> None:
        """R1, R2, R13: held against each telling of this instant."""
        if not self.rows:
            return
        for i in self.rows:
            self.come_and_go(i)
        log, t = self.r.log, self.t
        for h in np.flatnonzero((log.holding_to == t) & (log.holding_from <= t) & (self.r.take >= 0)).tolist():
            self.give_back(h)
        least = None
        for served in self.tell():
            wrong = self.compare(served)
            if not wrong:
                return
            least = least or wrong
        if least is None:
            stand = Stand(self.r, t, np.flatnonzero((log.holding_from <= t) & ~(log.holding_to <= t)))
            gone = {i for i in self.rows if t in (self.r.left[i], log.t_start[i])}
            line = {*self.rows} - gone
            least = [(i, "R1", "could have started at {} and was left waiting") for i in self.lines.serve(line, stand)]
        for i, rule, what in least:
            self.r.say([i], rule, what.format(self.t))

    def come_and_go(self, i: int) -> None:
        """R1, R7: whether a row was surely there at the first serving."""
        log, f = self.r.log, int(self.r.firm[i])
        others = [j for j in self.swift.get(f, ()) if j != i]
        late = comes_late(self.r, f, self.t)
        if log.t_begin[i] == log.t_ready[i] == self.t and (late or (others and not self.due_before(i))):
            self.line.discard(i)
            self.changes[("come", i)] = Change(comes=[i])
        if self.r.went_on[i] and log.t_finish[i] == self.t:
            first = log.t_ready[i] < self.t  # then it goes on in the first phase 4
            self.changes.setdefault(("quit",) if first else ("on", i), Change(least=1)).goes.append(i)
        elif self.r.left[i] == self.t and i not in self.started:
            if late or f in self.swift or f in self.quit:
                self.leave(f, i).goes.append(i)
            else:
                self.line.discard(i)

    def due_before(self, i: int) -> bool:
        """R1: whether all that stood before a row was done before this instant, in the network its candidate is in."""
        c, log, f = self.r.case, self.r.log, int(self.r.firm[i])
        edges = slice(c.pred_ptr[self.r.node[i]], c.pred_ptr[self.r.node[i] + 1])
        done = {int(self.r.act[j]) for j in self.r.rows(f) if log.outcome[j] in DONE and log.t_finish[j] < self.t}
        known = set(c.node_activity[c.pred_node[edges]].tolist()) <= done
        return known and f not in self.r.refused.get(self.t, {}) and not self.r.chooses(f, self.t)

    def give_back(self, h: int) -> None:
        """R7, R8a, R13: whether a holding was surely given back before the first serving."""
        log, i = self.r.log, int(self.r.holder[h])
        until = int(self.r.case.take_until[self.r.take[h]])
        f, new = int(self.r.firm[i]), bool(log.holding_from[h] == self.t)
        finish, by = ended_by(self.r, h, self.t)
        stirred = f in self.swift or comes_late(self.r, f, self.t)
        known = bool(by) and (not stirred or (log.t_start[by] < self.t).any())
        if not new and (finish or known or not (by or stirred or f in self.quit)):
            self.held[h] = False
            return
        if finish or (by and not known):
            change = self.changes.setdefault(("finish", i) if finish or new else ("reach", f, until), Change())
        else:
            change = self.leave(f, i)
        change.gives.append(h)
        change.least = max(change.least, int(new))

    def leave(self, f: int, i: int) -> Change:
        """R1, R7, R8a: those who give up go together; who else leaves, one candidate at an uncertain moment."""
        refused = self.r.refused.get(self.t, {}).get(f, [])
        early = len(refused) + self.r.chooses(f, self.t)
        if f in self.quit and f not in self.swift and not early:
            return self.changes.setdefault(("quit",), Change(least=1))
        one = early + (f in self.quit) == 1
        return self.changes.setdefault(("leave", f) if one else ("leave", f, i), Change(least=int(not early)))

    def tell(self) -> Iterator[Served]:
        """R1, R13: whom the servings start if the changes fall between them like this; none if there are too many."""
        changes = list(self.changes.values())
        for after in tellings([change.least for change in changes]):
            line, stand, served = set(self.line), Stand(self.r, self.t, np.flatnonzero(self.held)), Served()
            slots, gone = set(self.r.log.holding_slot[self.held].tolist()), set[int]()
            for stage in sorted({0, *after}):
                for change, when in zip(changes, after, strict=True):
                    if when == stage:
                        line |= {*change.comes}
                        gone |= {*change.goes}
                        gives = set(self.r.log.holding_slot[change.gives].tolist())
                        stand.give_back(change.gives if gives <= slots else ())
                line -= gone | served.keys()
                started = self.lines.serve(line, stand)
                served |= started
                line -= started.keys()
                slots |= {int(self.r.log.slot[i]) for i in started}
            yield served

    def compare(self, served: Served) -> list[tuple[int, str, str]]:
        """R1, R2, R13: what differs between those who started and those whom a telling starts."""
        r, wrong = self.r, list[tuple[int, str, str]]()
        for i in sorted(served.keys() - self.started):
            how = {GAVE_UP: "gave up", WENT_ON: "went on"}.get(int(r.log.outcome[i]), "was left waiting")
            wrong.append((i, "R1", f"{how} at {{}} although all it takes was free and it was its turn"))
        for i in sorted(self.started - served.keys()):
            wrong.append((i, "R13", "started at {} although what it takes was not free or it was not its turn"))
        for i in sorted(self.started & served.keys()):
            held = np.flatnonzero(r.log.holding_slot == r.log.slot[i])
            units = sorted(u for u in r.log.holding_unit[held].tolist() if u >= 0)
            due = sorted(u for each in served[i].values() for u in each)
            if units != due:
                wrong.append((i, "R13", f"took units {units} at {{}}, and the best run was {due}"))
        return wrong
