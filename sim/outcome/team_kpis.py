"""KPIs of teams that carry firms through: how busy, whom they help, and how those fare that get none.

Groups are `team:<id>`. A team is held like a stock: its level is people x caseload, who holds of it is helped (R16).
"""

from __future__ import annotations

import numpy as np

from sim.engine.case import RESOURCES
from sim.engine.log import WENT_ON
from sim.outcome.estate_kpis import amount_held, amount_ready, asking, waits_for
from sim.outcome.histories import Histories

TEAM_KPIS: dict[str, tuple[str, int]] = {
    "caseload_in_use": ("share", 0),
    "firms_helped": ("firms", 1),
    "firms_never_helped": ("firms", -1),
    "team_wait_mean": ("days", -1),
    "time_to_production_helped": ("days", -1),
    "time_to_production_not_helped": ("days", -1),
}
"""id -> unit, direction."""


def team_kpis(h: Histories, limit: float) -> dict[tuple[str, str], np.ndarray]:
    """(group, kpi) -> one value a replication; nothing where the park has no teams.

    `caseload_in_use` is held over capacity, integrated from day 0 to the horizon; it may exceed 1 after people have
    left, for nobody's help is broken off. `firms_helped` had the team before the milestone up to which they would have
    it, `firms_never_helped` asked for it and had not got it by then, by the horizon, or by leaving; who is past it by a
    better team is neither. `team_wait_mean` is reckoned like the wait for floors.

    `time_to_production_helped` and `…_not_helped` are restricted means (limit) of counted firms signed in
    [0, horizon - limit], helped by this team or by no team, over types of which there are both; both are weighted by
    the helped firms of each type, so that they speak of the same mix. Their difference describes, it is no effect: who
    gets a team is chosen, and must have lasted until its turn. The effect is that between strategies on equal luck.
    """
    found: dict[tuple[str, str], np.ndarray] = {}
    teams = np.flatnonzero(h.rules.resource_kind == RESOURCES.index("team"))
    asked = {number: who_asked(h, number) for number in teams.tolist()}
    helped = {number: found_help for number, (_, found_help, _) in asked.items()}
    unhelped = ~np.any([*helped.values(), np.zeros(len(h.firm_type), dtype=bool)], axis=0)
    for number, mine in helped.items():
        everyone, _, better = asked[number]
        never = everyone & ~mine & ~better
        for kpi, values in _one(h, number, (mine, never, unhelped), limit).items():
            found[f"team:{h.rules.resource_names[number]}", kpi] = values
    return found


def _one(
    h: Histories, number: int, who: tuple[np.ndarray, np.ndarray, np.ndarray], limit: float
) -> dict[str, np.ndarray]:
    capacity, held = amount_ready(h, number)[0], amount_held(h, number)[0]
    helped, never, unhelped = who
    with_team, without = _times(h, helped, unhelped, limit)
    return {
        "caseload_in_use": _over(held, capacity),
        "firms_helped": _count(h, helped),
        "firms_never_helped": _count(h, never),
        "team_wait_mean": waits_for(h, number, limit)["estate_wait_mean"],
        "time_to_production_helped": with_team,
        "time_to_production_not_helped": without,
    }


def who_asked(h: Histories, number: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Who asked for a team, whom it helped, and who was past it by a better one when its turn came; bool [firms].

    Whoever gets it after the milestone up to which it would have it holds it for an instant and is not helped (R22).
    """
    asked, helped, better = (np.zeros(len(h.firm_type), dtype=bool) for _ in range(3))
    rows = asking(h, number)
    firm, start = h.visit_firm[rows], h.start[rows]
    asked[firm] = True
    got = ~np.isnan(start) & (h.outcome[rows] != WENT_ON)
    milestone = _until(h, number)[h.visit_activity[rows]]
    reached = np.stack([h.milestone(str(name)) for name in h.rules.milestone_names] or [np.zeros(len(asked))])
    late = got & (milestone >= 0) & (reached[milestone, firm] <= start)
    outranked = got & _served_by(h, int(h.rules.resource_above[number]), firm, start)
    helped[firm[got & ~late & ~outranked]] = True
    better[firm[outranked & ~late]] = True
    return asked, helped, better


def _until(h: Histories, number: int) -> np.ndarray:
    """Milestone until which each activity holds a resource, below 0 = none [activities]."""
    rules = h.rules
    activity = np.repeat(np.arange(len(rules.activity_names)), np.diff(rules.take_ptr))
    mine = rules.take_resource == number
    found = np.full(len(rules.activity_names), -1)
    found[activity[mine]] = rules.take_until[mine]
    return found


def _served_by(h: Histories, team: int, firm: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Does a firm hold a team on a day, and since before it? bool, like `firm`."""
    found = np.zeros(len(firm), dtype=bool)
    for holding in np.flatnonzero(h.holding_resource == team) if team >= 0 else ():
        there = (h.holding_from[holding] < day) & ~(h.holding_to[holding] <= day)
        found |= there & (firm == h.holding_firm[holding])
    return found


def _times(h: Histories, helped: np.ndarray, unhelped: np.ndarray, limit: float) -> tuple[np.ndarray, np.ndarray]:
    """Restricted mean time to production with and without a team, over the types that have firms of both kinds."""
    signed, produced = h.milestone("signed"), h.milestone("producing")
    counted = h.enterprise & (h.rules.type_counted[h.firm_type] == 1)
    cohort = counted & (signed >= 0) & (signed <= float(h.rules.horizon) - limit)
    time = np.fmin(produced - signed, limit)
    shape = (len(h.replications), len(h.rules.type_names))
    cell = np.searchsorted(h.replications, h.firm_replication) * shape[1] + h.firm_type

    def firms_and_days(who: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        mine = cohort & who
        firms = np.bincount(cell[mine], minlength=shape[0] * shape[1]).astype(np.float64)
        return firms.reshape(shape), np.bincount(cell[mine], time[mine], shape[0] * shape[1]).reshape(shape)

    (some, with_team), (others, without) = firms_and_days(helped), firms_and_days(unhelped)
    weight = np.where(others > 0, some, 0.0)

    def weighted(mean: np.ndarray) -> np.ndarray:
        return _over(np.nan_to_num(weight * mean).sum(axis=1), weight.sum(axis=1))

    return weighted(_over(with_team, some)), weighted(_over(without, others))


def _count(h: Histories, who: np.ndarray) -> np.ndarray:
    replication = np.searchsorted(h.replications, h.firm_replication[who & h.enterprise])
    return np.bincount(replication, minlength=len(h.replications)).astype(np.float64)


def _over(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """NaN where there is nothing to divide by."""
    return np.asarray(np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0))
