"""KPIs of offices: waits, utilisation, the line at the end, promises broken. Only finite staff makes anybody wait.

Visits of firms from elsewhere count here, because they wait and are served like all others. The wait of the day-one
line counts from day 0.
"""

from __future__ import annotations

import numpy as np

from sim.engine.case import CLOCKS, ENOUGH, Case, clocks
from sim.engine.log import GAVE_UP, OPEN
from sim.outcome.histories import Histories, worked

OFFICE_KPIS: dict[str, tuple[str, int]] = {
    "wait_mean": ("days", -1),
    "wait_p90": ("days", -1),
    "utilisation": ("share", 0),
    "line_at_end": ("cases", -1),
    "over_promise": ("cases", -1),
}
"""id -> unit, direction; groups are `office:<id>`."""


def office_kpis(histories: Histories, limit: float) -> dict[tuple[str, str], np.ndarray]:
    """(group, kpi) -> one value a replication.

    Waits are of visits ready by horizon - limit that did not leave; who still waits after `limit` days counts the
    limit, so nobody who is stuck is left out. `over_promise` is there only where an office has promised a time limit.
    """
    found: dict[tuple[str, str], np.ndarray] = {}
    for office in np.flatnonzero(histories.rules.office_finite):
        group = f"office:{histories.rules.office_names[office]}"
        for kpi, values in _one_office(histories, int(office), limit).items():
            found[group, kpi] = values
    promised = np.flatnonzero(~np.isnan(histories.rules.office_promise))
    used = days_used(histories) if len(promised) else np.zeros(0)
    for office in promised:
        group = f"office:{histories.rules.office_names[office]}"
        found[group, "over_promise"] = _over_promise(histories, int(office), used)
    return found


def days_used(h: Histories) -> np.ndarray:
    """Working days that each attempt and those before it took from ready to finish, NaN for who was never ready.

    The clock stands still while the firm corrects (R4). Who is still waiting or being served has taken its time up to
    the horizon, who gave up until then; what was broken off for another reason is NaN.
    """
    until = np.where(h.outcome == OPEN, float(h.rules.horizon), h.finish)
    until = np.where(h.outcome == GAVE_UP, h.firm_end[h.visit_firm], until)
    clock = np.full(len(until), CLOCKS.index("working"))
    spent = worked(h.rules, clock, np.maximum(h.ready, 0.0), until)
    order = np.lexsort((h.visit_attempt, h.visit_slot))
    total = np.cumsum(np.nan_to_num(spent[order]))
    _, first, attempts = np.unique(h.visit_slot[order], return_index=True, return_counts=True)
    before = np.concatenate(([0.0], total))[first]
    used = np.empty(len(spent))
    used[order] = total - np.repeat(before, attempts)
    return np.where(np.isnan(spent), np.nan, used)


def _over_promise(h: Histories, office: int, used: np.ndarray) -> np.ndarray:
    """Attempts, those of other applicants included, by which a visit had taken longer than the office promises."""
    mine = _amounts(h.rules, office)[h.visit_activity] > 0
    late = mine & (used > h.rules.office_promise[office])
    replication = np.searchsorted(h.replications, h.firm_replication[h.visit_firm[late]])
    return np.bincount(replication, minlength=len(h.replications)).astype(np.float64)


def _one_office(h: Histories, office: int, limit: float) -> dict[str, np.ndarray]:
    amount = _amounts(h.rules, office)
    rows = np.flatnonzero(amount[h.visit_activity] > 0)
    replication = np.searchsorted(h.replications, h.firm_replication[h.visit_firm[rows]])
    count = len(h.replications)
    ready, start = np.maximum(h.ready[rows], 0.0), h.start[rows]
    served = ~np.isnan(start)
    left = ~served & (h.outcome[rows] != OPEN)
    watched = (ready <= float(h.rules.horizon) - limit) & ~left
    wait = np.where(served, np.minimum(start - ready, limit), limit)

    horizon = float(h.rules.horizon)
    until = np.where(np.isnan(h.finish[rows]), horizon, h.finish[rows])
    clock = np.full(len(rows), office_clock(h.rules, office))  # the office keeps one clock, whatever runs there
    busy = np.where(served, worked(h.rules, clock, start, until) * amount[h.visit_activity[rows]], 0.0)
    waiting = ~np.isnan(h.ready[rows]) & ~served & (h.outcome[rows] == OPEN)
    return {
        "wait_mean": _by_replication(replication[watched], wait[watched], count, np.mean),
        "wait_p90": _by_replication(replication[watched], wait[watched], count, lambda w: float(np.quantile(w, 0.9))),
        "utilisation": np.bincount(replication, weights=busy, minlength=count) / scheduled(h.rules, office),
        "line_at_end": np.bincount(replication[waiting], minlength=count).astype(np.float64),
    }


def _amounts(rules: Case, office: int) -> np.ndarray:
    """Staff of this office that each activity holds."""
    activity = np.repeat(np.arange(len(rules.activity_names)), np.diff(rules.need_ptr))
    mine = rules.need_office == office
    return np.bincount(activity[mine], weights=rules.need_amount[mine], minlength=len(rules.activity_names))


def office_clock(rules: Case, office: int) -> int:
    """Clock of the first activity that needs the office, as an index into CLOCKS."""
    mine = np.flatnonzero(_amounts(rules, office) > 0)
    return int(rules.activity_clock[mine[0]]) if len(mine) else CLOCKS.index("calendar")


def scheduled(rules: Case, office: int) -> float:
    """Scheduled open staff-days of an office up to the horizon, on the clock of the first activity that needs it."""
    steps = slice(int(rules.staff_ptr[office]), int(rules.staff_ptr[office + 1]))
    horizon = float(rules.horizon)
    if (rules.staff_level[steps] >= ENOUGH).any():
        return float("nan")  # ample under some rules: nothing to be utilised
    clock = clocks(rules)[office_clock(rules, office)]
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
