"""The help that each candidate had, and how long it made a preparation last.

What flows in: a `Case`, a `Log`, an instant. What flows out: the unions of help that are possible there, as a rule one.
Rule: where a candidate had service of no length at an instant, or left at it, the Log does not say whether a team that
came or went then was still (or already) there; then every union that may be is possible, and none of them is wrong.
"""

from __future__ import annotations

from collections import defaultdict
from math import inf, isnan

import numpy as np

from sim.engine.case import Case, to_grid
from sim.engine.log import Log

Array = np.ndarray


class Teams:
    """Which teams that help each candidate held, and from when until when."""

    def __init__(self, case: Case, log: Log) -> None:
        self.case, self.log = case, log
        self.held: dict[int, list[tuple[float, float, int]]] = defaultdict(list)  # from, to, what it adds to the union
        helps = np.flatnonzero(case.resource_help[log.holding_resource] >= 0)
        for h in helps.tolist():
            to, bit = float(log.holding_to[h]), 1 << int(case.resource_help[log.holding_resource[h]])
            since = float(log.holding_from[h]), inf if isnan(to) else to
            self.held[self.owner(int(log.holding_slot[h]))].append((*since, bit))
        swift = np.flatnonzero(log.t_start == log.t_finish) if len(helps) else ()
        self.swift = {(self.owner(int(log.slot[i])), float(log.t_start[i])) for i in swift}

    def owner(self, slot: int) -> int:
        """Whose a slot is."""
        return int(np.searchsorted(self.case.slot_ptr, slot, side="right")) - 1

    def possible(self, f: int, t: float) -> set[int]:
        """R16: the unions that a candidate may have had in phase 2 of an instant."""
        unions, uncertain = {0}, (f, t) in self.swift or self.log.t_end[f] == t
        for since, to, bit in self.held.get(f, ()):
            if since < t < to:
                unions = {union | bit for union in unions}
            elif uncertain and since <= t <= to:
                unions |= {union | bit for union in unions}
        return unions

    def due_ready(self, firm: Array, node: Array, luck: Array) -> Array:
        """R1, R16: when each row is prepared or corrected; of several possible instants the logged one, or the last."""
        c, log = self.case, self.log
        prepares = np.where(log.attempt == 1, c.help_preparation[:, node], c.help_correction[:, node])
        lasts = to_grid(c.preparation[luck] * prepares)
        due: Array = log.t_begin + lasts[0]
        helped = np.isin(firm, list(self.held)) & ~np.isnan(log.t_begin)
        for i in np.flatnonzero(helped).tolist():
            begin = float(log.t_begin[i])
            each = {begin + float(lasts[union, i]) for union in self.possible(int(firm[i]), begin)}
            due[i] = log.t_ready[i] if log.t_ready[i] in each else max(each)
        return due
