"""How space and land filled up: what is decided, ready and held, and who stands in line, after each change.

Beside `stocks`, which knows only what is free to sign for: a shell counts there from its decision on, here also from
its completion on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.engine.log import OPEN, REFUSED
from sim.outcome.histories import Histories
from sim.outcome.tables import category, keys

if TYPE_CHECKING:
    import pandas as pd

LEVELS = ("decided", "ready", "held", "waiting")
Changes = tuple[np.ndarray, np.ndarray, np.ndarray, int, np.ndarray]
"""Replication, resource, day, place in LEVELS, by how much."""


def lines_over_time(histories: Histories, strategy: str, strategies: tuple[str, ...], world: int = 0) -> pd.DataFrame:
    """One row a day on which anything changed for a space or a stock, with the levels after it.

    Columns: strategy, world, replication, resource, t, decided (m² or the unit of the stock: can be signed for), ready
    (complete), held (signed for, so that it may exceed what is ready), waiting (firms whose step is ready and which
    stand in line). A supply of a stock is decided and ready on one day.
    """
    import pandas as pd

    h = histories
    parts = [*_supply(h), *_held(h), *_waiting(h)]
    replication, resource, t = (np.concatenate([part[column] for part in parts]) for column in range(3))
    change = np.zeros((len(t), len(LEVELS)))
    stop = 0
    for *_, column, amount in parts:
        start, stop = stop, stop + len(amount)
        change[start:stop, column] = amount
    order = np.lexsort((t, resource, replication))
    replication, resource, t, change = (c[order] for c in (replication, resource, t, change))

    series = replication * max(len(h.rules.resource_names), 1) + resource
    total = np.cumsum(change, axis=0)
    first = np.flatnonzero(np.diff(series, prepend=-1))
    before = np.vstack((np.zeros((1, len(LEVELS))), total))[first]
    level = total - np.repeat(before, np.diff(np.append(first, len(series))), axis=0)
    last = np.flatnonzero((np.diff(series, append=-1) != 0) | (np.diff(t, append=np.nan) != 0))
    return pd.DataFrame(
        {
            **keys(strategy, strategies, world, h.replications[replication[last]]),
            "resource": category(resource[last], h.rules.resource_names),
            "t": t[last],
            **{name: level[last, place] for place, name in enumerate(LEVELS)},
        }
    )


def _supply(h: Histories) -> list[Changes]:
    rules, count = h.rules, len(h.replications)
    unit_of = np.repeat(np.arange(len(rules.resource_names)), np.diff(rules.unit_ptr))
    stock_of = np.repeat(np.arange(len(rules.resource_names)), np.diff(rules.supply_ptr))
    decided, area = np.tile(rules.unit_decided, (count, 1)), np.tile(rules.unit_area, (count, 1))
    found: list[Changes] = []
    for resource, days, amount, level in (
        (unit_of, decided, area, "decided"),
        (unit_of, h.unit_complete, area, "ready"),
        (stock_of, h.supply_day, h.supply_amount, "decided"),
        (stock_of, h.supply_day, h.supply_amount, "ready"),
    ):
        there = days <= float(rules.horizon)
        replication, column = np.nonzero(there)
        found.append((replication, resource[column], days[there], LEVELS.index(level), amount[there]))
    return found


def _held(h: Histories) -> list[Changes]:
    replication = np.searchsorted(h.replications, h.firm_replication[h.holding_firm])
    back = np.flatnonzero(~np.isnan(h.holding_to))
    held = LEVELS.index("held")
    return [
        (replication, h.holding_resource, h.holding_from, held, h.holding_amount),
        (replication[back], h.holding_resource[back], h.holding_to[back], held, -h.holding_amount[back]),
    ]


def _waiting(h: Histories) -> list[Changes]:
    """Who stands in line: from the day its step is ready until it starts, gives up, falls back, or for good."""
    rules = h.rules
    takes = np.repeat(np.arange(len(rules.activity_names)), np.diff(rules.take_ptr))
    end = np.where(np.isnan(h.start), _stops(h), h.start)
    found: list[Changes] = []
    for activity, resource in zip(takes.tolist(), rules.take_resource.tolist()):
        rows = np.flatnonzero((h.visit_activity == activity) & ~np.isnan(h.ready) & ~(end <= h.ready))
        gone = rows[~np.isnan(end[rows])]
        for visits, days, step in ((rows, h.ready, 1.0), (gone, end, -1.0)):
            replication = np.searchsorted(h.replications, h.firm_replication[h.visit_firm[visits]])
            kind = np.full(len(visits), resource)
            found.append((replication, kind, days[visits], LEVELS.index("waiting"), np.full(len(visits), step)))
    return found


def _stops(h: Histories) -> np.ndarray:
    """Day on which a visit that never started left its line, NaN = it still stands in it."""
    refused = np.full(len(h.firm_type), np.inf)
    rows = np.flatnonzero(h.outcome == REFUSED)
    np.minimum.at(refused, h.visit_firm[rows], h.finish[rows])
    fell_back = np.where(refused[h.visit_firm] >= h.ready, refused[h.visit_firm], np.inf)
    end = np.fmin(h.firm_end[h.visit_firm], fell_back)
    return np.where((h.outcome == OPEN) | np.isinf(end), np.nan, end)


__all__ = ["LEVELS", "lines_over_time"]
