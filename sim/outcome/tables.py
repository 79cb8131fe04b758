"""Tidy tables: one row a firm, one row an attempt at an activity, one row a kind of day.

Keys come in one order everywhere: strategy, world, replication, enterprise, activity, attempt. Times are days since
the start, NaN where a thing was not reached; nothing unfinished is dropped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.engine.log import BOUND_BY, BY_HELP, BY_LAND, BY_SERVER, BY_UNIT, BY_UTILITY, OUTCOMES, STATUSES
from sim.outcome.histories import Histories, worked
from sim.outcome.stages import COMPONENTS, days_by_stage

if TYPE_CHECKING:
    import pandas as pd

KEYS = ("strategy", "world", "replication", "enterprise", "activity", "attempt")


def enterprise_names(histories: Histories) -> np.ndarray:
    """Name of each candidate: its type and its number within the type, from 1; object array of str."""
    types = histories.rules.type_names.tolist()
    pairs = zip(histories.firm_type.tolist(), histories.firm_place.tolist())
    return np.array([f"{types[kind]}-{place + 1}" for kind, place in pairs], dtype=object)


def enterprises(histories: Histories, strategy: str, strategies: tuple[str, ...], world: int = 0) -> pd.DataFrame:
    """One row a firm.

    Columns: the keys up to `enterprise`; type, counted, one per attribute and per quantity, site (the site mode it
    ended with), status, reason (the activity that ended it), t_arrival, one t_<milestone> each, t_end (day it left).
    """
    import pandas as pd

    h, rules = histories, histories.rules
    mine = np.flatnonzero(h.enterprise & np.isfinite(h.firm_appears))  # who was never brought is nobody
    columns: dict[str, object] = {
        **keys(strategy, strategies, world, h.firm_replication[mine]),
        "enterprise": enterprise_names(h)[mine],
        "type": category(h.firm_type[mine], rules.type_names),
        "counted": rules.type_counted[h.firm_type[mine]] == 1,
    }
    for number, name in enumerate(rules.attribute_names):
        labels = rules.attribute_labels[number]
        columns[str(name)] = category(h.firm_attributes[mine, number], labels[labels != ""])
    for number, name in enumerate(rules.quantity_names):
        columns[str(name)] = h.firm_quantities[mine, number]
    columns["site"] = category(rules.network_mode[h.firm_final_network[mine]], rules.mode_names)
    columns["status"] = category(h.firm_status[mine], np.array(STATUSES))
    columns["reason"] = category(h.firm_reason[mine], rules.activity_names)
    columns["t_arrival"] = h.firm_appears[mine]
    for name in rules.milestone_names:
        columns[f"t_{name}"] = h.milestone(str(name))[mine]
    columns["t_end"] = h.firm_end[mine]
    return pd.DataFrame(columns)


def activities(histories: Histories, strategy: str, strategies: tuple[str, ...], world: int = 0) -> pd.DataFrame:
    """One row an attempt of a firm at an activity; single visits of firms from elsewhere are not in it.

    Columns: the keys; stage, begin (its predecessors are done: preparation or correction begins), ready (it queues),
    start, finish, off_hours (closed days between start and finish), office, outcome, bound_by and bound_id (what fixed
    the start), after (the activity whose finish fixed the begin).
    """
    import pandas as pd

    h, rules = histories, histories.rules
    mine = np.flatnonzero(h.enterprise[h.visit_firm])
    activity = h.visit_activity[mine]
    needs_one = np.diff(rules.need_ptr) > 0
    office = np.where(needs_one, np.append(rules.need_office, 0)[rules.need_ptr[:-1]], -1)
    activity_of_slot = np.full(h.slots + 1, -1)
    activity_of_slot[h.visit_slot] = h.visit_activity
    named = (rules.activity_names, rules.office_names, rules.resource_names)
    labels, place = np.unique(np.concatenate(named), return_inverse=True)
    offset = np.zeros(len(BOUND_BY), dtype=np.int64)
    offset[BY_SERVER] = len(rules.activity_names)
    offset[[BY_UNIT, BY_LAND, BY_UTILITY, BY_HELP]] = len(rules.activity_names) + len(rules.office_names)
    listed = h.bound_id[mine].astype(np.int64) + offset[h.bound_by[mine]]
    bound = np.where(h.bound_id[mine] >= 0, place[listed], -1)
    open_time = worked(rules, rules.activity_clock[activity], h.start[mine], h.finish[mine])
    return pd.DataFrame(
        {
            **keys(strategy, strategies, world, h.firm_replication[h.visit_firm[mine]]),
            "enterprise": enterprise_names(h)[h.visit_firm[mine]],
            "activity": category(activity, rules.activity_names),
            "attempt": h.visit_attempt[mine],
            "stage": category(rules.activity_stage[activity], rules.stage_names),
            "begin": h.begin[mine],
            "ready": h.ready[mine],
            "start": h.start[mine],
            "finish": h.finish[mine],
            "off_hours": h.finish[mine] - h.start[mine] - open_time,
            "office": category(office[activity], rules.office_names),
            "outcome": category(h.outcome[mine], np.array(OUTCOMES)),
            "bound_by": category(h.bound_by[mine], np.array(BOUND_BY)),
            "bound_id": category(bound, labels),
            "after": category(activity_of_slot[h.visit_after[mine]], rules.activity_names),
        }
    )


def days(histories: Histories, strategy: str, strategies: tuple[str, ...], world: int = 0) -> pd.DataFrame:
    """One row a firm, stage and kind of time with days; a firm's rows add up to its time since signing."""
    import pandas as pd

    h, rules = histories, histories.rules
    parts = days_by_stage(h)
    firm, stage, component = np.nonzero(parts)
    return pd.DataFrame(
        {
            **keys(strategy, strategies, world, h.firm_replication[firm]),
            "enterprise": enterprise_names(h)[firm],
            "stage": category(stage, rules.stage_names),
            "component": category(component, np.array(COMPONENTS)),
            "days": parts[firm, stage, component],
        }
    )


def keys(strategy: str, strategies: tuple[str, ...], world: int, replication: np.ndarray) -> dict[str, object]:
    """Strategy, world and replication of each row."""
    count = len(replication)
    return {
        "strategy": category(np.full(count, strategies.index(strategy)), np.array(strategies)),
        "world": np.full(count, world, dtype=np.int32),
        "replication": replication.astype(np.int32),
    }


def category(codes: np.ndarray, names: np.ndarray) -> pd.Categorical[str]:
    """Words by number; -1 is none."""
    import pandas as pd

    categories = pd.Index([str(name) for name in names], dtype="str")
    return pd.Categorical.from_codes(np.asarray(codes).astype(np.int64), categories)
