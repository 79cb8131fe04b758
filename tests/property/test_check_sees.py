"""The reader of Logs turns red: every rule has a Log that was tampered with, or was played on another Case.

What flows in: sound Logs of the interpreter. What flows out: sentences naming the rule. Rule: one test a rule and a
way to break it, named after both.
"""

from dataclasses import replace

import numpy as np
import pytest

from sim.engine import log as logs
from tests.property.tampering import (
    ROWS,
    changed,
    find,
    finished,
    inside,
    needs_offices,
    played,
    red,
    some_case_is_red,
    started,
    without,
)


def test_r1_a_begin_that_is_shifted_is_seen():
    case, log, i = find(lambda c, v: finished(c, v) & inside(c, v) & (v.attempt == 1) & (v.t_ready > v.t_begin))
    assert red("R1", "should have begun", case, changed(log, i, t_begin=log.t_begin[i] + 0.5))


def test_r1_a_preparation_that_is_cut_short_is_seen():
    case, log, i = find(lambda c, v: v.t_ready > v.t_begin)
    assert red("R1", "should have been ready", case, changed(log, i, t_ready=log.t_begin[i]))


def test_r1_solo_work_that_starts_late_is_seen():
    case, log, i = find(lambda c, v: ~needs_offices(c, v) & (v.t_finish > v.t_start))
    assert red("R1", "needs no office", case, changed(log, i, t_start=log.t_finish[i]))


def test_r1_a_visit_that_could_have_started_and_waits_is_seen():
    case, log, i = find(lambda c, v: needs_offices(c, v) & started(c, v) & ~finished(c, v) & (v.t_start < c.horizon))
    waits = changed(log, i, t_start=np.nan, regime=-1, outcome=logs.OPEN, bound_by=-1, bound_id=-1)
    assert red("R1", "was left waiting", case, waits)


def test_r1_a_row_that_is_missing_is_seen():
    case, log, i = find(lambda c, v: (v.attempt == 1) & (v.outcome == logs.ACCEPTED))
    assert red("R1", "has no visit although", case, without(log, i))


def test_r1_a_row_before_its_predecessors_are_done_is_seen():
    case, log, i = find(lambda c, v: (v.outcome == logs.ACCEPTED) & np.isin(v.slot, v.after[v.attempt == 1]))
    assert red("R1", "predecessors were not done", case, without(log, i))


def test_r1_times_in_the_wrong_order_are_seen():
    case, log, i = find(lambda c, v: finished(c, v) & (v.t_finish > v.t_start))
    turned = changed(log, i, t_start=log.t_finish[i], t_finish=log.t_start[i])
    assert red("R1", "does not keep begin", case, turned)


def test_r1_a_start_out_of_session_is_seen():
    assert some_case_is_red("R1", "not its session", lambda c: replace(c, session_day=c.session_day + 0.5))


def test_r1_waiting_beyond_patience_is_seen():
    assert some_case_is_red(
        "R1", "waited beyond its patience", lambda c: replace(c, patience=np.zeros_like(c.patience))
    )
    assert some_case_is_red("R1", "still waits", lambda c: replace(c, patience=np.zeros_like(c.patience)))


def test_r1_giving_up_before_patience_ends_is_seen():
    assert some_case_is_red("R1", "gave up, but not when", lambda c: replace(c, patience=c.patience + 1))


def test_r1_giving_up_where_an_office_was_free_is_seen():
    assert some_case_is_red(
        "R1", "gave up at", lambda c: replace(c, staff_level=c.staff_level + 20, office_strict=0 * c.office_strict)
    )


def test_r2_another_order_of_service_is_seen():
    assert some_case_is_red("R2", "was overtaken by", lambda c: replace(c, priority=-c.priority))


def test_r2_passing_where_a_strict_office_bars_is_seen():
    assert some_case_is_red("R2", "not its turn", lambda c: replace(c, office_strict=np.ones_like(c.office_strict)))


def test_r2_waiting_where_passing_is_allowed_is_seen():
    assert some_case_is_red(
        "R1", "could have started", lambda c: replace(c, office_strict=np.zeros_like(c.office_strict))
    )


def test_r3_another_outcome_is_seen():
    case, log, i = find(lambda c, v: v.outcome == logs.ACCEPTED)
    assert red("R3", "should have been accepted", case, changed(log, i, outcome=logs.PASSED_AT_LIMIT))


def test_r3_a_correction_that_is_missing_is_seen():
    case, log, i = find(lambda c, v: v.attempt > 1)
    assert red("R3", "has no next attempt", case, without(log, i))


def test_r3_a_correction_that_begins_late_is_seen():
    case, log, i = find(lambda c, v: (v.attempt > 1) & (v.t_ready > v.t_begin))
    assert red("R3", "begun at once", case, changed(log, i, t_begin=log.t_ready[i]))


def test_r3_a_milestone_that_is_not_the_earliest_accepted_finish_is_seen():
    case, log = next(each for each in map(played, range(100)) if not np.isnan(each[1].milestones).all())
    assert red("R3", "earliest accepted finish", case, replace(log, milestones=log.milestones + 1))
    assert red("R3", "earliest accepted finish", case, replace(log, milestones=log.milestones * np.nan))


def test_r4_a_finish_that_the_clock_does_not_give_is_seen():
    case, log, i = find(lambda c, v: finished(c, v) & (v.t_finish + 0.5 < c.horizon))
    assert red("R4", "should have finished", case, changed(log, i, t_finish=log.t_finish[i] + 0.5))


def test_r4_service_that_does_not_end_is_seen():
    case, log, i = find(lambda c, v: v.outcome == logs.ACCEPTED)
    assert red("R4", "never finished", case, changed(log, i, t_finish=np.nan, outcome=logs.OPEN))


def test_r5_a_time_off_the_grid_is_seen():
    case, log, i = find(finished)
    assert red("R5", "off the grid", case, changed(log, i, t_start=log.t_start[i] + 2.0**-22))


def test_r6_a_visit_of_a_slot_that_does_not_apply_is_seen():
    case, log, i = find(finished)
    applies = case.slot_applies.copy()
    applies[log.slot[i]] = 0
    assert red("R6", "does not apply", replace(case, slot_applies=applies), log)


def test_r7_a_time_after_the_horizon_is_seen():
    case, log, _ = find(lambda c, v: v.t_finish == c.horizon)
    assert red("R7", "outside [0", replace(case, horizon=case.horizon - 0.5), log)


@pytest.mark.parametrize("column", ["status", "reason", "t_end"])
def test_r7_another_end_of_a_candidate_is_seen(column):
    case, log = next(each for each in map(played, range(100)) if (each[1].status == logs.WITHDRAWN).any())
    f = int(np.flatnonzero(log.status == logs.WITHDRAWN)[0])
    other = {"status": logs.IN_PROGRESS, "reason": -1, "t_end": 0.25}[column]
    assert red("R7", "by its visits", case, changed(log, f, **{column: other}))


def test_r7_a_visit_that_goes_on_after_its_firm_left_is_seen():
    case, log, i = find(lambda c, v: (v.outcome == logs.STOPPED) & ~np.isnan(v.t_ready))
    assert red("R7", "does not end with its firm", case, changed(log, i, outcome=logs.OPEN))


def test_r7_a_visit_that_stops_while_its_firm_goes_on_is_seen():
    case, log, i = find(lambda c, v: (v.outcome == logs.OPEN) & ~np.isnan(v.t_begin) & np.isnan(v.t_start))
    assert red("R7", "does not end with its firm", case, changed(log, i, outcome=logs.STOPPED))


def test_r7_a_visit_that_is_stopped_before_it_came_as_far_as_it_could_is_seen():
    case, log, i = find(lambda c, v: (v.outcome == logs.STOPPED) & (v.t_ready > v.t_begin))
    assert red("R7", "should have come further", case, changed(log, i, t_ready=np.nan))


def test_r8_another_final_network_is_seen():
    case, log = next(each for each in map(played, range(300)) if (each[1].final_network != each[0].network).any())
    assert red("R8a", "ends in network", case, replace(log, final_network=case.network))


def test_r9_more_staff_at_work_than_there_is_is_seen():
    assert some_case_is_red("R9", "free", lambda c: replace(c, staff_level=np.maximum(c.staff_level - 1, 0)))


def test_r10_another_regime_is_seen():
    case, log, i = find(started)
    assert red("R10", "in regime", case, changed(log, i, regime=log.regime[i] + 1))


def test_what_came_last_is_seen_where_it_is_wrong():
    case, log, i = find(lambda c, v: v.bound_by == logs.BY_PREDECESSOR)
    assert red("bound_by", "is bound by", case, changed(log, i, bound_by=logs.BY_ARRIVAL))
    assert red("bound_by", "is bound by", case, changed(log, i, bound_id=-1))
    assert red("after", "came after slot", case, changed(log, i, after=-1))


def test_a_log_out_of_order_or_of_another_case_is_seen():
    case, log, _ = find(lambda c, v: np.arange(len(v.slot)) > 0)
    assert red("Log", "not sorted", case, replace(log, **{name: getattr(log, name)[::-1] for name in ROWS}))
    assert red("Log", "does not have", case, changed(log, 0, slot=10**6))
