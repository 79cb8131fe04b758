"""KPIs of offices: waits, utilisation, the line at the end. Only offices with finite staff make anybody wait.

Visits of firms from elsewhere count here, because they wait and are served like all others. The wait of the day-one
line counts from day 0.
"""

from __future__ import annotations

import numpy as np

from sim.engine.case import CLOCKS, Case, clocks
from sim.engine.log import OPEN
from sim.outcome.histories import Histories, worked

OFFICE_KPIS: dict[str, tuple[str, int]] = {
    "wait_mean": ("days", -1),
    "wait_p90": ("days", -1),
    "utilisation": ("share", 0),
    "line_at_end": ("cases", -1),
}
"""id -> unit, direction; groups are `office:<id>`."""


def office_kpis(histories: Histories) -> dict[tuple[str, str], np.ndarray]:
    """(group, kpi) -> one value a replication."""
    found: dict[tuple[str, str], np.ndarray] = {}
    for office in np.flatnonzero(histories.rules.office_finite):
        group = f"office:{histories.rules.office_names[office]}"
        for kpi, values in _one_office(histories, int(office)).items():
            found[group, kpi] = values
    return found


def _one_office(h: Histories, office: int) -> dict[str, np.ndarray]:
    amount = _amounts(h.rules, office)
    rows = np.flatnonzero(amount[h.visit_activity] > 0)
    replication = np.searchsorted(h.replications, h.firm_replication[h.visit_firm[rows]])
    count = len(h.replications)
    ready, start = np.maximum(h.ready[rows], 0.0), h.start[rows]
    served = ~np.isnan(start)
    wait = start - ready

    horizon = float(h.rules.horizon)
    until = np.where(np.isnan(h.finish[rows]), horizon, h.finish[rows])
    clock = h.rules.activity_clock[h.visit_activity[rows]]
    busy = np.where(served, worked(h.rules, clock, start, until) * amount[h.visit_activity[rows]], 0.0)
    waiting = ~np.isnan(h.ready[rows]) & ~served & (h.outcome[rows] == OPEN)
    return {
        "wait_mean": _by_replication(replication[served], wait[served], count, np.mean),
        "wait_p90": _by_replication(replication[served], wait[served], count, lambda w: float(np.quantile(w, 0.9))),
        "utilisation": np.bincount(replication, weights=busy, minlength=count) / scheduled(h.rules, office),
        "line_at_end": np.bincount(replication[waiting], minlength=count).astype(np.float64),
    }


def _amounts(rules: Case, office: int) -> np.ndarray:
    """Staff of this office that each activity holds."""
    activity = np.repeat(np.arange(len(rules.activity_names)), np.diff(rules.need_ptr))
    mine = rules.need_office == office
    return np.bincount(activity[mine], weights=rules.need_amount[mine], minlength=len(rules.activity_names))


def scheduled(rules: Case, office: int) -> float:
    """Scheduled open staff-days of an office up to the horizon, on the clock of the first activity that needs it."""
    steps = slice(int(rules.staff_ptr[office]), int(rules.staff_ptr[office + 1]))
    horizon = float(rules.horizon)
    first = int(np.flatnonzero(_amounts(rules, office) > 0)[0]) if _amounts(rules, office).any() else -1
    clock = clocks(rules)[int(rules.activity_clock[first]) if first >= 0 else CLOCKS.index("calendar")]
    edges = [min(float(day), horizon) for day in rules.staff_from[steps]] + [horizon]
    open_days = np.diff([clock.worked(edge) for edge in edges])
    total = float(np.sum(open_days * rules.staff_level[steps]))
    return total if total > 0 else float("nan")


def _by_replication(replication: np.ndarray, values: np.ndarray, count: int, of) -> np.ndarray:  # type: ignore[no-untyped-def]  # a NumPy reduction
    result = np.full(count, np.nan)
    order = np.argsort(replication, kind="stable")
    who, first = np.unique(replication[order], return_index=True)
    for one, part in zip(who, np.split(values[order], first[1:])):
        result[one] = of(part)
    return result
