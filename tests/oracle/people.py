"""R16 and R17: what help a firm has and what it does, and which children appear.

What flows in: a `Case`, who holds what, visits, instants. What flows out: numbers and candidates. Rule: no state is
kept here.
"""

from __future__ import annotations

from math import inf, isinf

import numpy as np

from sim.engine.case import FUNDS_EVERY, Case, to_grid
from tests.oracle.ask import Visit, luck, rank, regime, takes
from tests.oracle.estate import Estate


def union(c: Case, estate: Estate, firm: int) -> int:
    """R16: the bits of the teams that a firm holds now, together."""
    held = {h.holding_resource for h in estate.holdings if estate.is_held(h) and h.firm == firm}
    return sum({1 << int(c.resource_help[team]) for team in held if c.resource_help[team] >= 0})


def preparation(c: Case, v: Visit, with_help: int) -> float:
    """R16: how long preparation or correction lasts that begins with this help."""
    by = c.help_preparation if v.attempt == 1 else c.help_correction
    return float(to_grid(c.preparation[luck(c, v)] * by[with_help, v.node]))


def place_in_line(c: Case, v: Visit, now: float) -> tuple[float, ...]:
    """R16: its place in the line for what it takes; where no order is set, all are alike in it."""
    orders = [int(c.resource_order[take.resource]) for take in takes(c, v.firm, v.activity)]
    column = next((order for order in orders if order >= 0), -1)
    priority, *rest = rank(c, v, now)
    return priority, -float(c.quantities[v.firm, column]) if column >= 0 else 0.0, *rest


def children(c: Case, parent: int, milestone: int, now: float) -> list[int]:
    """R17: who is to appear because a parent has just reached a milestone."""
    theirs = [f for f in range(len(c.type)) if c.parent[f] == parent and c.trigger[f] == milestone]
    return [f for f in theirs if c.u_trigger[f] < c.p_trigger[regime(c, now), c.type[f]]]


def paydays(c: Case, firm: int, appears: float) -> list[float]:
    """R14: when more funds come in, for a firm whose cash may run out."""
    return [] if isinf(c.cash[firm]) else np.arange(appears, float(c.horizon) + FUNDS_EVERY, FUNDS_EVERY).tolist()


def first_looks(c: Case) -> list[tuple[float, int]]:
    """R1 and R17: when each candidate without a parent appears, if not before day 0."""
    return [(max(float(t), 0.0), f) for f, t in enumerate(c.appears) if c.parent[f] < 0 and t < inf]
