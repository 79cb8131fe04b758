"""Where the days went: the binding chain from production back to signing, cut into stages and kinds of time.

The engine has written down for every visit what fixed its begin (`after`) and what fixed its start (`bound_by`).
Followed backwards from the visit that brought production - or, for a firm that has not produced, from what it began
last - these links cover the time since signing without a gap, so the parts add up to the whole with `==`. A lag
counts as preparation of what it delays.
"""

from __future__ import annotations

import numpy as np

from sim.engine.log import ACCEPTED, GAVE_UP, OPEN, PASSED_AT_LIMIT, REFUSED
from sim.outcome.histories import Histories, worked

COMPONENTS = ("work", "preparation", "waiting", "off_hours", "correction")
WORK, PREPARATION, WAITING, OFF_HOURS, CORRECTION = range(5)


def days_by_stage(histories: Histories, limit: float | None = None) -> np.ndarray:
    """Days of every candidate by stage and kind of time.

    Parameters
    ----------
    histories
        A block.
    limit
        Count only the first `limit` days after signing; None: all, up to production, leaving or the horizon.

    Returns
    -------
    ndarray
        f8 [candidates, stages, components] in the order of `stage_names` and COMPONENTS; zero for who never signed.
    """
    h = histories
    signed = h.milestone("signed")
    end = chain_end(h)
    if limit is not None:
        end = np.fmin(end, signed + limit)
    days = np.zeros((len(h.firm_type), len(h.rules.stage_names), len(COMPONENTS)))
    row = _last_rows(h)
    firm = np.flatnonzero((row >= 0) & ~np.isnan(signed) & h.enterprise)
    row = row[firm]
    upto = end[firm]
    before = _row_before(h)

    while len(row):
        previous = before[row]
        came_from = np.where(previous >= 0, h.finish[previous], h.firm_appears[firm])
        _add(days, h, firm, row, came_from, upto, signed[firm])
        upto = np.fmin(upto, came_from)
        go_on = (previous >= 0) & (upto > signed[firm])
        row, firm, upto = previous[go_on], firm[go_on], upto[go_on]
    return days


def chain_end(histories: Histories) -> np.ndarray:
    """Day on which each candidate's chain ends: production, else leaving, else the horizon."""
    h = histories
    end = np.where(np.isnan(h.firm_end), float(h.rules.horizon), h.firm_end)
    produced = h.milestone("producing")
    return np.where(np.isnan(produced), end, produced)


def _last_rows(h: Histories) -> np.ndarray:
    """Per candidate the visit from which its chain starts, -1 = it has none."""
    last = np.full(len(h.firm_type), -1)
    finish = np.where(np.isnan(h.finish), -np.inf, h.finish)
    _choose(last, h.visit_firm, np.flatnonzero(finish > -np.inf), -finish)  # nothing under way: what finished last
    begin = np.where(np.isnan(h.begin), -np.inf, h.begin)
    _choose(last, h.visit_firm, np.flatnonzero(h.outcome == OPEN), -begin)  # under way: what began last
    ended = np.isin(h.outcome, (GAVE_UP, REFUSED)) & (h.visit_activity == h.firm_reason[h.visit_firm])
    _choose(last, h.visit_firm, np.flatnonzero(ended & ~np.isnan(h.firm_end[h.visit_firm])), -begin)
    produced = h.milestone("producing")[h.visit_firm]
    carries = h.rules.activity_milestone[h.visit_activity]
    accepted = np.isin(h.outcome, (ACCEPTED, PASSED_AT_LIMIT)) & (h.finish == produced) & (carries >= 0)
    names = np.append(h.rules.milestone_names, "")
    _choose(last, h.visit_firm, np.flatnonzero(accepted & (names[carries] == "producing")), -begin)
    return last


def _choose(last: np.ndarray, firm: np.ndarray, rows: np.ndarray, key: np.ndarray) -> None:
    """For each candidate with rows, the one with the smallest key (ties: the first row) becomes its last."""
    order = rows[np.lexsort((rows, key[rows], firm[rows]))]
    who, first = np.unique(firm[order], return_index=True)
    last[who] = order[first]


def _row_before(h: Histories) -> np.ndarray:
    """Per visit the visit that fixed its begin: the attempt before, or the final attempt of the slot it came after."""
    final = np.full(h.slots + 1, -1)  # the entry at -1 stays -1
    final[h.visit_slot] = np.arange(len(h.visit_slot))  # rows are sorted by attempt: the last one written stays
    final[h.slots] = -1
    own = np.arange(len(h.visit_slot)) - 1
    before = np.where(h.visit_attempt > 1, own, final[h.visit_after])
    return _through_refusals(h, before)


def _through_refusals(h: Histories, before: np.ndarray) -> np.ndarray:
    """What a firm begins as it falls back comes after the refused step: the days before were that step's."""
    refused = np.flatnonzero((h.outcome == REFUSED) & np.isnan(h.firm_end[h.visit_firm]))
    first, end = (np.searchsorted(h.visit_firm, h.visit_firm[refused], side) for side in ("left", "right"))
    for row, mine in zip(refused, map(slice, first, end), strict=True):  # visits of a firm stand together
        laid_anew = np.flatnonzero((h.begin[mine] == h.finish[row]) & (h.visit_attempt[mine] == 1)) + mine.start
        came = before[laid_anew]
        later = np.where(came >= 0, h.finish[came], -np.inf) < h.finish[row]
        before[laid_anew[later]] = row
    return before


def _add(
    days: np.ndarray,
    h: Histories,
    firm: np.ndarray,
    row: np.ndarray,
    came_from: np.ndarray,
    upto: np.ndarray,
    signed: np.ndarray,
) -> None:
    """Cut [came_from, upto] of each visit at begin, ready and start, and book the pieces after signing."""
    stage = h.rules.activity_stage[h.visit_activity[row]]
    clock = h.rules.activity_clock[h.visit_activity[row]]
    corrected = h.visit_attempt[row] > 1
    lower = np.fmax(signed, came_from)

    def until(t: np.ndarray) -> np.ndarray:
        return np.clip(np.where(np.isnan(t), np.inf, t), lower, np.maximum(upto, lower))

    begin, ready, start = until(h.begin[row]), until(h.ready[row]), until(h.start[row])
    finish = np.maximum(upto, lower)
    work = worked(h.rules, clock, start, finish)
    own = np.where(corrected, CORRECTION, PREPARATION)
    np.add.at(days, (firm, stage, np.full(len(row), PREPARATION)), begin - lower)
    np.add.at(days, (firm, stage, own), ready - begin)
    np.add.at(days, (firm, stage, np.full(len(row), WAITING)), start - ready)
    np.add.at(days, (firm, stage, np.full(len(row), WORK)), work)
    np.add.at(days, (firm, stage, np.full(len(row), OFF_HOURS)), finish - start - work)
