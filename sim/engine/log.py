"""The Log: what happened, as columns.

One row a visit attempt, one row a candidate; everything else (tables, KPIs, statistics, figures) is arithmetic on it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

OUTCOMES = ("open", "accepted", "sent_back", "passed_at_limit", "refused", "stopped", "gave_up", "void", "went_on")
OPEN, ACCEPTED, SENT_BACK, PASSED_AT_LIMIT, REFUSED, STOPPED, GAVE_UP, VOID, WENT_ON = range(9)
DONE = (ACCEPTED, PASSED_AT_LIMIT, WENT_ON)  # after these the step is behind the firm
STATUSES = ("in_progress", "producing", "withdrawn", "refused", "failed", "declined", "left")
IN_PROGRESS, PRODUCING, WITHDRAWN, FIRM_REFUSED, FAILED, DECLINED, LEFT = range(7)
BOUND_BY = ("arrival", "predecessor", "server", "session", "correction", "unit", "land", "utility", "cash", "help")
BY_ARRIVAL, BY_PREDECESSOR, BY_SERVER, BY_SESSION, BY_CORRECTION, BY_UNIT, BY_LAND, BY_UTILITY, BY_CASH, BY_HELP = (
    range(10)
)


@dataclass(frozen=True, eq=False)
class Log:
    """Columns sorted by (slot, attempt); NaN is "not reached by the horizon", -1 "none"."""

    # visits: a row exists as soon as all predecessors are done, even if its begin lies after the horizon (then NaN)
    slot: np.ndarray  # i8
    attempt: np.ndarray  # i4, from 1
    regime: np.ndarray  # i4, at start; -1 before
    help: np.ndarray  # i1, at ready; -1 before
    t_begin: np.ndarray  # f8
    t_ready: np.ndarray  # f8
    t_start: np.ndarray  # f8
    t_finish: np.ndarray  # f8
    outcome: np.ndarray  # i1 index into OUTCOMES
    bound_by: np.ndarray  # i1 index into BOUND_BY
    bound_id: np.ndarray  # i4
    after: np.ndarray  # i8 slot

    # candidates [F]; those that never appeared are in progress with everything NaN
    status: np.ndarray  # i1 index into STATUSES
    reason: np.ndarray  # i4 activity that ended it, -1 = none
    t_end: np.ndarray  # f8 when it left, NaN = it did not
    final_network: np.ndarray  # i4
    t_appears: np.ndarray  # f8, inf = never
    t_chose: np.ndarray  # f8, NaN = no choice made
    milestones: np.ndarray  # f8 [F, milestones] earliest accepted finish, NaN = not reached or carried by nothing

    choice_wait: np.ndarray  # f8 [F, M] wait that each option was reckoned with, NaN = no option, or no choice

    # holdings, sorted by (slot, resource, unit); a space by units, one row each
    holding_slot: np.ndarray  # i8
    holding_resource: np.ndarray  # i4
    holding_unit: np.ndarray  # i4, -1 = of a stock
    holding_amount: np.ndarray  # f8 m² of the unit, or of the stock
    holding_from: np.ndarray  # f8
    holding_to: np.ndarray  # f8 NaN = still held

    counts: np.ndarray  # i8 [2]: events played (not part of `tobytes`), completions

    def tobytes(self) -> bytes:
        """The Log as bytes; equal bytes mean equal histories."""
        return b"".join(
            np.ascontiguousarray(getattr(self, f.name)).tobytes() for f in fields(self) if f.name != "counts"
        )
