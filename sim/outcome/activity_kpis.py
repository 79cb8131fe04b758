"""KPIs of single activities: statutory limits broken, and firms let through at the last attempt.

The statutory clock runs in working days from ready to finish of each attempt, so it stands still while the firm
corrects, and begins anew with each attempt. Only firms that are counted count.
"""

from __future__ import annotations

import numpy as np

from sim.engine.case import CLOCKS, THEN
from sim.engine.log import PASSED_AT_LIMIT
from sim.outcome.histories import Histories, worked

ACTIVITY_KPIS: dict[str, tuple[str, int]] = {"over_limit": ("share", -1), "passed_at_limit": ("cases", 0)}
"""id -> unit, direction; groups are `activity:<id>`."""


def activity_kpis(histories: Histories) -> dict[tuple[str, str], np.ndarray]:
    """(group, kpi) -> one value a replication; NaN where a history has no finished attempt.

    `over_limit` is the share of finished attempts beyond `limit_working_days`, `passed_at_limit` the number of visits
    that would have been sent back once more at their last attempt and passed.
    """
    h, rules = histories, histories.rules
    counted = rules.type_counted[h.firm_type[h.visit_firm]] == 1
    mine = np.flatnonzero(counted & ~np.isnan(h.finish))
    activity = h.visit_activity[mine]
    replication = np.searchsorted(h.replications, h.firm_replication[h.visit_firm[mine]])
    cell = activity * len(h.replications) + replication
    shape = (len(rules.activity_names), len(h.replications))
    finished = np.bincount(cell, minlength=shape[0] * shape[1]).reshape(shape)

    over = statutory_days(h)[mine] > rules.activity_limit[activity]
    broken = np.bincount(cell[over], minlength=finished.size).reshape(shape)
    share = np.divide(broken, finished, out=np.full(shape, np.nan), where=finished > 0)
    passed = np.bincount(cell[h.outcome[mine] == PASSED_AT_LIMIT], minlength=finished.size).reshape(shape)

    found: dict[tuple[str, str], np.ndarray] = {}
    lenient = (rules.p_sent_back.max(axis=0) > 0) & (rules.node_then == THEN.index("pass"))
    may_pass = np.isin(np.arange(shape[0]), rules.node_activity[lenient])
    for number, name in enumerate(rules.activity_names):
        if not np.isnan(rules.activity_limit[number]):
            found[f"activity:{name}", "over_limit"] = share[number]
        if may_pass[number]:
            found[f"activity:{name}", "passed_at_limit"] = passed[number].astype(np.float64)
    return found


def statutory_days(histories: Histories) -> np.ndarray:
    """Working days between ready and finish of every visit, NaN where it has not finished."""
    clock = np.full(len(histories.ready), CLOCKS.index("working"))
    return worked(histories.rules, clock, np.maximum(histories.ready, 0.0), histories.finish)
