"""The choice of each candidate that may choose among site modes, and the waits it reckoned with.

What flows in: a `Reader`; for the waits, one that knows when each visit was let go. What flows out: sentences in
`Reader.found`, and in `Reader.chosen` when each candidate chose, and which network. Rule: what was chosen is held
against the waits that the Log gives; these are held against the state before anything began at that instant. That is
certain where a candidate chose in the first phase 2 of the instant, or where nothing was taken or given back at it;
the waits of other choices are not checked.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf, nan

import numpy as np

from sim.engine.case import OUT
from sim.engine.check.children import at_first
from sim.engine.check.estate import UNIT, Stand
from sim.engine.check.outranked import ended_by
from sim.engine.check.reader import Reader
from sim.engine.log import DONE

DECLINES = -1


def options(r: Reader, f: int) -> Iterator[tuple[int, int]]:
    """R15: the options of one candidate that are not left out, each with its site mode."""
    c, n = r.case, int(r.case.network[f])
    for option in c.option_network[c.option_ptr[n] : c.option_ptr[n + 1]].tolist():
        if c.value[f, c.network_mode[option]] > -inf:
            yield option, int(c.network_mode[option])


def deciding(r: Reader, f: int) -> list[int] | None:
    """R15: the accepted rows of one candidate that bring its choice; None if its appearance does."""
    c, n = r.case, int(r.case.network[f])
    nodes = range(c.network_ptr[n], c.network_ptr[n + 1])
    if not c.node_decides[nodes.start : nodes.stop].any():
        return None
    accepted = (i for i in r.rows(f) if r.log.outcome[i] in DONE and r.node[i] in nodes)
    return [i for i in accepted if c.node_decides[r.node[i]]]


def chooses_at(r: Reader, f: int) -> float:
    """R15: when a candidate chooses; inf if it does not.

    Where it is refused by work that began and ended at that instant, the refusal may have come before the choice or
    after it: then the Log is believed. So it is where it went on to the choice (R18) and gave up at that instant.
    """
    log, rows = r.log, deciding(r, f)
    t = float(log.t_appears[f]) if rows is None else min((float(log.t_finish[i]) for i in rows), default=inf)
    went_on = bool(rows) and bool(r.went_on[[i for i in rows or () if log.t_finish[i] == t]].all())
    ended = r.refused.get(t, {}).get(f, []), r.quit.get(t, {}).get(f, []) if went_on else []
    declined = log.t_end[f] == t and log.reason[f] == -1
    before = (log.t_start[ended[0]] < t).any() or (log.t_ready[ended[1]] < t).any()
    before |= not (declined or log.t_chose[f] == t)
    return inf if t > r.end or (any(ended) and before) else max(t, 0.0)


def read_choices(r: Reader) -> None:
    """R15: waits are logged for the options and for nothing else; flows out: when and what is chosen by them."""
    c, log = r.case, r.log
    for f in range(len(c.type)):
        modes, best = set[int](), (-inf, DECLINES)
        t = chooses_at(r, f) if c.network_chooses[c.network[f]] else inf
        for option, mode in options(r, f) if t < inf else ():
            modes.add(mode)
            worth = float(c.value[f, mode]) - float(c.loss_per_day[f]) * float(log.choice_wait[f, mode])
            if best[1] == DECLINES or worth > best[0]:
                best = worth, option
        said = set(np.flatnonzero(~np.isnan(log.choice_wait[f])).tolist())
        for mode in sorted(said ^ modes):
            what = "was no option and has" if mode in said else "was an option and has no"
            r.found.append(f"R15: {r.candidate(f)}: {c.mode_names[mode]} {what} wait")
        chosen = DECLINES if c.outside[f] > best[0] else best[1]
        if t < inf:
            r.chosen[f] = t, chosen
        due, chose = nan if chosen == DECLINES or t == inf else t, float(log.t_chose[f])
        if chose != due and not np.isnan([chose, due]).all():
            r.found.append(f"R15: {r.candidate(f)} chose at {chose}, and should have at {due}")


def read_waits(r: Reader) -> None:
    """R15: each wait is what the state at that instant makes of it."""
    for f, (t, _) in r.chosen.items():
        offered = list(options(r, f))
        if not offered or not certain(r, f, t):
            continue
        state = State(r, t)
        for option, mode in offered:
            said, due = float(r.log.choice_wait[f, mode]), state.wait(f, option)
            if said != due and said == said:
                where = f"{r.candidate(f)} reckoned with a wait of {said} for {r.case.mode_names[mode]}"
                r.found.append(f"R15: {where}, and what it saw makes {due}")


def certain(r: Reader, f: int, t: float) -> bool:
    """R15: whether a candidate chose in the first phase 2 of the instant, or nothing changed at it."""
    log, rows = r.log, deciding(r, f)
    if at_first(r, f, t) if rows is None else (log.t_start[[i for i in rows if log.t_finish[i] == t]] < t).any():
        return True
    waited = r.takes & (log.t_ready < t) & ((log.t_start == t) | (r.left == t))
    return not (waited.any() or (log.holding_from == t).any() or (log.holding_to == t).any())


class State:
    """What whoever chooses at an instant sees: after its releases and refusals, before anything begins."""

    def __init__(self, reader: Reader, t: float) -> None:
        self.r, self.t, log = reader, t, reader.log
        self.refused = {f: self.early(rows) for f, rows in reader.refused.get(t, {}).items()}
        lasts = ~(log.holding_to < t) & (log.holding_from < t) & (reader.take >= 0)
        self.stand = Stand(reader, t, [h for h in np.flatnonzero(lasts).tolist() if not self.given_back(h)])
        waits = reader.takes & (log.t_ready < t) & ~(log.t_start < t) & ~(reader.left < t)
        self.line = [0.0] * len(reader.case.resource_kind)
        for i in np.flatnonzero(waits).tolist():
            f = int(reader.firm[i])
            if not self.lost(f, int(reader.act[i])):
                for q, k in reader.wants(f, reader.act[i]).items():
                    self.line[q] += reader.amount(f, k)

    def early(self, rows: list[int]) -> int | None:
        """R7: what those refusals of one candidate come to that the instant began with: a network, OUT, or none."""
        r = self.r
        known = sorted((int(r.act[i]), i) for i in rows if r.log.t_start[i] < self.t)
        to = [OUT if r.thrown_out[i] else int(r.case.node_refused_to[r.node[i]]) for _, i in known]
        return None if not to else OUT if OUT in to else to[0]

    def lost(self, f: int, activity: int) -> bool:
        """R7, R8a: whether a candidate has let go of an activity by such a refusal."""
        c, to = self.r.case, self.refused.get(f)
        if to is None or to == OUT:
            return to == OUT
        return activity not in c.node_activity[c.network_ptr[to] : c.network_ptr[to + 1]]

    def given_back(self, h: int) -> bool:
        """R7, R8a, R13: whether a holding that ends now has ended already."""
        log, i = self.r.log, int(self.r.holder[h])
        if log.holding_to[h] != self.t:
            return False
        own, by = ended_by(self.r, h, self.t)
        return own or bool((log.t_start[by] < self.t).any()) or self.lost(int(self.r.firm[i]), int(self.r.act[i]))

    def wait(self, f: int, network: int) -> float:
        """R15: the largest wait over the foreseen takes of a network."""
        c, waits = self.r.case, [0.0]
        for activity in c.node_activity[c.network_ptr[network] : c.network_ptr[network + 1]].tolist():
            for q, k in self.r.wants(f, activity).items():
                if c.take_foreseen[k]:
                    of = self.for_space if c.resource_kind[q] == UNIT else self.for_stock
                    waits.append(of(q, self.r.amount(f, k), bool(c.take_unfinished[k])))
        return max(waits)

    def for_stock(self, q: int, amount: float, _: bool) -> float:
        """R15: until so much is there for all in line and for one more."""
        c, wanted = self.r.case, amount + self.line[q]
        later = [t for t in c.supply_day[c.supply_ptr[q] : c.supply_ptr[q + 1]].tolist() if t > self.t]
        days = [t for t in [self.t, *later] if self.stand.level(q, t) - self.stand.held[q] >= wanted]
        return days[0] - self.t if days else float(c.no_prospect)

    def for_space(self, q: int, amount: float, unfinished: bool) -> float:
        """R15: until a run can be had, or where others wait, until the area is there for all of them."""
        c, stand, wanted = self.r.case, self.stand, amount + self.line[q]
        run = stand.run(q, amount, unfinished) if self.line[q] == 0 else None
        if run is not None:
            return run[0] - self.t
        units = np.arange(c.unit_ptr[q], c.unit_ptr[q + 1])
        units = units[stand.free[units] & (c.unit_decided[units] <= self.t)]
        for day in np.unique(c.unit_complete[units]).tolist():
            if day > self.t and c.unit_area[units[c.unit_complete[units] <= day]].sum() >= wanted:
                return float(day) - self.t
        return float(c.no_prospect)
