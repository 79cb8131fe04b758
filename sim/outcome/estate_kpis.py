"""KPIs of floors, land and utilities: how full, how long the wait, what stands empty. Groups are `estate:<id>`.

Teams, which are held like stocks, have their own (`team_kpis.py`).
"""

from __future__ import annotations

import numpy as np

from sim.engine.case import RESOURCES
from sim.engine.log import GAVE_UP, OPEN
from sim.outcome.histories import Histories

ESTATE_KPIS: dict[str, tuple[str, int]] = {
    "occupancy": ("share", 1),
    "occupancy_at_end": ("share", 1),
    "empty_at_end": ("amount", -1),
    "estate_wait_mean": ("days", -1),
    "estate_waiting_at_end": ("firms", -1),
}
"""id -> unit, direction."""


def estate_kpis(h: Histories, limit: float) -> dict[tuple[str, str], np.ndarray]:
    """(group, kpi) -> one value a replication.

    `occupancy` is held over ready, integrated from day 0 to the horizon (a shell counts from its completion on, as
    held only then); `occupancy_at_end` and `empty_at_end` at the horizon. `estate_wait_mean` is the mean wait of
    counted firms at steps that take something of it, ready by horizon - limit; who gave up counts the days it waited,
    who still waits after `limit` days the limit. Teams have KPIs of their own.
    """
    found: dict[tuple[str, str], np.ndarray] = {}
    for number in np.flatnonzero(h.rules.resource_kind != RESOURCES.index("team")).tolist():
        name = h.rules.resource_names[number]
        for kpi, values in _one(h, number, limit).items():
            found[f"estate:{name}", kpi] = values
    return found


def _one(h: Histories, number: int, limit: float) -> dict[str, np.ndarray]:
    ready_time, ready_end = amount_ready(h, number)
    held_time, held_end = amount_held(h, number)
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = {
            "occupancy": np.where(ready_time > 0, held_time / ready_time, np.nan),
            "occupancy_at_end": np.where(ready_end > 0, held_end / ready_end, np.nan),
        }
    return {**shares, "empty_at_end": ready_end - held_end, **waits_for(h, number, limit)}


def amount_ready(h: Histories, number: int) -> tuple[np.ndarray, np.ndarray]:
    """Amount x days ready from day 0 to the horizon, and amount ready at the horizon, by replication."""
    rules, horizon = h.rules, float(h.rules.horizon)
    units = slice(*rules.unit_ptr[number : number + 2].tolist())
    supplies = slice(*rules.supply_ptr[number : number + 2].tolist())
    days = np.concatenate((h.unit_complete[:, units], h.supply_day[:, supplies]), axis=1)
    area = np.broadcast_to(rules.unit_area[units], h.unit_complete[:, units].shape)
    amount = np.concatenate((area, h.supply_amount[:, supplies]), axis=1)
    there = days <= horizon
    time = np.where(there, amount * (horizon - np.maximum(days, 0.0)), 0.0)
    return time.sum(axis=1), np.where(there, amount, 0.0).sum(axis=1)


def amount_held(h: Histories, number: int) -> tuple[np.ndarray, np.ndarray]:
    """Amount x days held from day 0 to the horizon, and amount held at the horizon, by replication."""
    horizon, count = float(h.rules.horizon), len(h.replications)
    mine = np.flatnonzero(h.holding_resource == number)
    replication = np.searchsorted(h.replications, h.firm_replication[h.holding_firm[mine]])
    begin, unit = h.holding_from[mine], h.holding_unit[mine]
    built = unit >= 0
    begin[built] = np.maximum(begin[built], h.unit_complete[replication[built], unit[built]])
    end = np.where(np.isnan(h.holding_to[mine]), horizon, h.holding_to[mine])
    amount = h.holding_amount[mine]
    time = np.bincount(replication, amount * np.maximum(end - begin, 0.0), count)
    still = np.isnan(h.holding_to[mine]) & (begin <= horizon)
    return time, np.bincount(replication[still], amount[still], count)


def waits_for(h: Histories, number: int, limit: float) -> dict[str, np.ndarray]:
    """Mean wait and firms in line at the horizon, by replication."""
    horizon, count = float(h.rules.horizon), len(h.replications)
    rows = asking(h, number)
    if RESOURCES[h.rules.resource_kind[number]] != "team":  # a probe apart has lines of its own making
        rows = rows[h.rules.type_counted[h.firm_type[h.visit_firm[rows]]] == 1]
    replication = np.searchsorted(h.replications, h.firm_replication[h.visit_firm[rows]])
    start, ready = h.start[rows], h.ready[rows]
    waiting = np.isnan(start) & (h.outcome[rows] == OPEN)
    gave_up = h.outcome[rows] == GAVE_UP
    counted = (ready <= horizon - limit) & (waiting | gave_up | ~np.isnan(start))
    end = np.where(gave_up, h.firm_end[h.visit_firm[rows]], horizon)
    wait = np.minimum(np.where(np.isnan(start), end, start) - ready, limit)
    total = np.bincount(replication[counted], wait[counted], count)
    visits = np.bincount(replication[counted], minlength=count)
    mean = np.divide(total, visits, out=np.full(count, np.nan), where=visits > 0)
    at_end = np.bincount(replication[waiting], minlength=count).astype(np.float64)
    return {"estate_wait_mean": mean, "estate_waiting_at_end": at_end}


def asking(h: Histories, number: int) -> np.ndarray:
    """Visits of steps that take some of a resource and have become ready, as rows."""
    takes = np.zeros(len(h.rules.activity_names), dtype=bool)
    activity = np.repeat(np.arange(len(takes)), np.diff(h.rules.take_ptr))
    takes[activity[h.rules.take_resource == number]] = True
    return np.flatnonzero(takes[h.visit_activity] & ~np.isnan(h.ready))
