"""The reader of Logs turns red: every rule has a Log that was tampered with, or was played on another Case.

What flows in: sound Logs of the interpreter. What flows out: sentences naming the rule. Rule: one test a rule and a
way to break it, named after both.
"""

from dataclasses import replace

import numpy as np
import pytest

from sim.engine import log as logs
from sim.engine.case import RESOURCES, UNTIL_EXIT, UNTIL_FINISH
from tests.property.tampering import (
    HOLDINGS,
    ROWS,
    again,
    alone,
    changed,
    chose,
    find,
    finished,
    firms,
    holders,
    inside,
    kinds,
    needs_offices,
    pays,
    played,
    red,
    some_case_is_red,
    spares,
    started,
    twice,
    untils,
    without,
)

UNIT, LAND, _, TEAM = range(len(RESOURCES))


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


def test_r1_giving_up_where_nobody_was_waited_for_is_seen():
    def nothing_is_taken(c):
        return replace(c, take_amount=0 * c.take_amount, quantities=0 * c.quantities)

    assert some_case_is_red("R1", "waited for nobody", nothing_is_taken)


def test_r1_of_those_who_give_up_together_one_that_is_stopped_is_seen():
    def together(c, v):
        gone = v.outcome == logs.GAVE_UP
        return gone & (np.bincount(firms(c, v)[gone], minlength=len(c.type))[firms(c, v)] > 1)

    case, log, i = find(together)
    assert red("R1", "ended with that of another", case, changed(log, i, outcome=logs.STOPPED))


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


def test_r13_a_take_that_is_not_held_is_seen():
    for kind in (UNIT, LAND, TEAM):
        case, log, h = find(lambda c, v, kind=kind: kinds(c, v) == kind)
        assert red("R13", "should hold", case, without(log, h, HOLDINGS))


def test_r13_another_amount_or_size_is_seen():
    case, log, h = find(lambda c, v: kinds(c, v) == LAND)
    assert red("R13", "should hold", case, changed(log, h, holding_amount=log.holding_amount[h] + 1))
    case, log, h = find(lambda c, v: kinds(c, v) == UNIT)
    assert red("R13", "units of another size", case, changed(log, h, holding_amount=log.holding_amount[h] + 1))


def test_r13_a_holding_of_somebody_who_took_nothing_is_seen():
    def last_and_others_behind(c, v):
        last = np.arange(len(v.holding_slot)) == len(v.holding_slot) - 1
        return last & (v.holding_slot + 1 < len(c.slot_node))

    case, log, h = find(last_and_others_behind)
    assert red("R13", "took nothing of it", case, twice(log, h, holding_slot=log.holding_slot[h] + 1))


def test_r13_more_units_than_needed_are_seen():
    def next_is_a_neighbour(c, v):
        if not len(c.unit_area):
            return np.zeros(0, bool)
        last = (v.holding_unit >= 0) & (np.append(np.diff(v.holding_slot), 1) > 0)
        after = np.minimum(v.holding_unit + 1, len(c.unit_area) - 1)
        space = np.searchsorted(c.unit_ptr, after, side="right") - 1
        near = (space == v.holding_resource) & (v.holding_unit < after)
        return last & near & (c.unit_building[after] == c.unit_building[v.holding_unit])

    case, log, h = find(next_is_a_neighbour)
    unit = int(log.holding_unit[h]) + 1
    assert red("R13", "should hold", case, twice(log, h, holding_unit=unit, holding_amount=case.unit_area[unit]))


def test_r13_units_that_are_not_neighbours_are_seen():
    def apart(c):
        return replace(c, unit_building=np.arange(len(c.unit_area), dtype="i4"))

    assert some_case_is_red("R13", "not neighbours", apart)


def test_r13_a_unit_of_another_space_is_seen():
    case, log, h = find(
        lambda c, v: (v.holding_unit >= 0) & (np.diff(c.unit_ptr)[v.holding_resource] < len(c.unit_area))
    )
    of_it = range(*case.unit_ptr[log.holding_resource[h] : log.holding_resource[h] + 2])
    other = next(unit for unit in range(len(case.unit_area)) if unit not in of_it)
    assert red("R13", "another space", case, changed(log, h, holding_unit=other))


def test_r13_units_taken_before_they_are_decided_or_complete_are_seen():
    assert some_case_is_red("R13", "too early", lambda c: replace(c, unit_complete=c.unit_complete + 5))

    def decided_later(c):
        return replace(c, unit_decided=c.unit_decided + 30, unit_complete=c.unit_complete + 40)

    assert some_case_is_red("R13", "too early", decided_later)


def test_r13_a_run_that_is_not_the_best_is_seen():
    assert some_case_is_red("R13", "the best run was", lambda c: replace(c, unit_area=np.full_like(c.unit_area, 9)))
    case, log, h = find(lambda c, v: (v.holding_unit >= 0) & alone(c, v))
    other = int(spares(case, log, h)[0])
    moved = changed(log, h, holding_unit=other, holding_amount=case.unit_area[other])
    assert red("R13", "the best run was", case, moved)


def test_r13_a_unit_that_two_hold_is_seen():
    case, log, h = find(lambda c, v: (v.holding_unit >= 0) & again(v))
    assert red("R13", "while it is held", case, changed(log, h, holding_to=np.nan))


def test_r13_more_held_of_a_stock_than_there_is_is_seen():
    assert some_case_is_red("R13", "and there are", lambda c: replace(c, supply_amount=c.supply_amount / 2))


def test_r13_a_holding_that_does_not_begin_with_its_visit_is_seen():
    case, log, h = find(lambda c, v: v.holding_from > 0)
    assert red("R13", "not from its start", case, changed(log, h, holding_from=log.holding_from[h] - 0.5))


@pytest.mark.parametrize("until", [UNTIL_EXIT, UNTIL_FINISH, 0])
def test_r13_a_holding_that_ends_at_another_time_is_seen(until):
    case, log, h = find(lambda c, v: (untils(c, v) == until) & ~np.isnan(v.holding_to))
    assert red("R13", "and should until", case, changed(log, h, holding_to=log.holding_to[h] + 0.5))
    assert red("R13", "and should until", case, changed(log, h, holding_to=np.nan))


def test_r13_a_holding_that_ends_although_its_firm_is_there_is_seen():
    case, log, h = find(lambda c, v: (untils(c, v) == UNTIL_EXIT) & np.isnan(v.holding_to))
    assert red("R13", "and should until", case, changed(log, h, holding_to=case.horizon))


def test_r8_what_a_fallback_does_not_give_back_is_seen():
    def fell_back(c, v):
        f = firms(c, v)[holders(c, v)]
        stays = np.isnan(v.t_end[f]) & (v.final_network[f] != c.network[f]) & (c.network_chooses[c.network[f]] == 0)
        return stays & (untils(c, v) == UNTIL_EXIT) & ~np.isnan(v.holding_to)

    case, log, h = find(fell_back)
    assert red("R13", "and should until", case, changed(log, h, holding_to=np.nan))


def test_r13_a_finish_before_the_units_are_complete_is_seen():
    def delayed(c):
        return replace(c, unit_complete=c.unit_complete + 9)

    assert some_case_is_red("R13", "when its units are complete", delayed)


def test_r13_waiting_although_all_was_free_is_seen():
    assert some_case_is_red("R1", "all it takes was free", lambda c: replace(c, supply_amount=c.supply_amount + 9))
    assert some_case_is_red("R1", "gave up", lambda c: replace(c, supply_amount=c.supply_amount + 9))
    assert some_case_is_red("R1", "all it takes was free", lambda c: replace(c, unit_area=c.unit_area + 9))


def test_r13_passing_where_it_is_not_allowed_and_waiting_where_it_is_are_seen():
    def with_passing(passing):
        return lambda c: replace(c, resource_passing=np.full_like(c.resource_passing, passing))

    assert some_case_is_red("R13", "not its turn", with_passing(0))
    assert some_case_is_red("R1", "all it takes was free", with_passing(1))


def test_r13_another_order_of_the_line_is_seen():
    assert some_case_is_red("R13", "not its turn", lambda c: replace(c, priority=-c.priority))


def test_r13_a_line_that_was_not_served_by_best_fit_is_seen():
    def best_fit(c):
        single = np.repeat(np.diff(c.take_ptr), np.diff(c.take_ptr)) == 1
        spaces = (c.resource_kind == UNIT) & ~np.isin(np.arange(len(c.resource_kind)), c.take_resource[~single])
        return replace(c, resource_best_fit=spaces.astype("u1"))

    def first_come(c):
        return replace(c, resource_best_fit=0 * c.resource_best_fit)

    assert some_case_is_red("R13", "not its turn", best_fit, candidates=30)
    assert some_case_is_red("R13", "not its turn", first_come)


def test_r14_a_payment_without_funds_is_seen():
    assert some_case_is_red("R14", "without the funds", lambda c: replace(c, cash=np.minimum(c.cash, 0)))
    assert some_case_is_red("R14", "without the funds", lambda c: replace(c, slot_receives=0 * c.slot_receives))


def test_r14_waiting_although_the_funds_suffice_is_seen():
    def rich(c):
        return replace(c, cash=np.where(np.isfinite(c.cash), 1e6, c.cash))

    assert some_case_is_red("R14", "waited", rich)
    assert some_case_is_red("R14", "gave up", rich)
    assert some_case_is_red("R14", "waited", lambda c: replace(c, funds=c.funds + 1e6), horizon=70)


def test_r14_another_order_of_payments_is_seen():
    case, log, i = find(lambda c, v: pays(c, v) & (v.t_start > v.t_ready))
    assert red("R14", "before its turn", case, changed(log, i, t_start=log.t_ready[i], t_finish=np.nan))


def test_r14_failing_that_is_called_withdrawing_is_seen():
    case, log, f = find(lambda c, v: v.status == logs.FAILED)
    assert red("R7", "by its visits", case, changed(log, f, status=logs.WITHDRAWN))
    case, log, f = find(lambda c, v: v.status == logs.WITHDRAWN)
    assert red("R7", "by its visits", case, changed(log, f, status=logs.FAILED))


def test_r7_leaving_after_production_that_is_called_something_else_is_seen():
    case, log, f = find(lambda c, v: v.status == logs.LEFT)
    for other in (logs.PRODUCING, logs.WITHDRAWN, logs.FIRM_REFUSED, logs.FAILED):
        assert red("R7", "by its visits", case, changed(log, f, status=other))
    case, log, f = find(lambda c, v: v.status == logs.FIRM_REFUSED)
    assert red("R7", "by its visits", case, changed(log, f, status=logs.LEFT))


def test_r15_a_wait_of_what_was_no_option_or_none_of_an_option_is_seen():
    case, log, f = find(chose)
    waits = log.choice_wait.copy()
    mode = int(np.flatnonzero(~np.isnan(waits[f]))[0])
    waits[f, mode] = np.nan
    assert red("R15", "has no wait", case, replace(log, choice_wait=waits))
    case, log, f = find(lambda c, v: np.isnan(v.choice_wait).any(axis=1))
    waits = log.choice_wait.copy()
    waits[f, int(np.flatnonzero(np.isnan(waits[f]))[0])] = 1.0
    assert red("R15", "was no option", case, replace(log, choice_wait=waits))


def test_r15_another_wait_is_seen():
    case, log, f = find(chose)
    assert red("R15", "what it saw makes", case, changed(log, f, choice_wait=log.choice_wait[f] + 1))
    for name in ("supply_day", "supply_amount", "unit_area", "no_prospect"):
        assert some_case_is_red("R15", "what it saw", lambda c, name=name: replace(c, **{name: getattr(c, name) + 1}))


def test_r15_another_choice_than_the_best_is_seen():
    def worst(c):
        return replace(c, value=np.where(np.isfinite(c.value), -c.value, c.value))

    assert some_case_is_red("R8a", "ends in network", worst)
    assert some_case_is_red("R8a", "ends in network", lambda c: replace(c, loss_per_day=c.loss_per_day + 5))


def test_r15_declining_where_an_option_was_better_and_coming_where_none_was_are_seen():
    def worth_outside(yuan):
        return lambda c: replace(c, outside=np.full_like(c.outside, yuan))

    assert some_case_is_red("R7", "is declined", worth_outside(-np.inf))
    assert some_case_is_red("R7", "and by its visits declined", worth_outside(1e9))
    case, log, f = find(lambda c, v: v.status == logs.DECLINED)
    for column, other in (("status", logs.IN_PROGRESS), ("t_end", np.nan), ("reason", 0)):
        assert red("R7", "by its visits declined", case, changed(log, f, **{column: other}))
    assert red("R8a", "ends in network", case, changed(log, f, final_network=0))


@pytest.mark.parametrize("kind", [logs.BY_UNIT, logs.BY_LAND, logs.BY_UTILITY, logs.BY_CASH, logs.BY_HELP])
def test_what_came_last_is_seen_where_a_visit_waited_for_space_stock_or_cash(kind):
    case, log, i = find(lambda c, v: v.bound_by == kind)
    assert red("bound_by", "is bound by", case, changed(log, i, bound_by=logs.BY_SESSION))
    assert red("bound_by", "is bound by", case, changed(log, i, bound_id=log.bound_id[i] + 1))


def test_holdings_out_of_order_or_of_another_case_are_seen():
    case, log, _ = find(lambda c, v: np.arange(len(v.holding_slot)) > 0)
    assert red("Log", "not sorted", case, replace(log, **{name: getattr(log, name)[::-1] for name in HOLDINGS}))
    assert red("Log", "does not exist", case, changed(log, 0, holding_unit=10**6))
    assert red("Log", "of nobody", case, changed(log, 0, holding_slot=-1))


def test_what_came_last_is_seen_where_it_is_wrong():
    case, log, i = find(lambda c, v: v.bound_by == logs.BY_PREDECESSOR)
    assert red("bound_by", "is bound by", case, changed(log, i, bound_by=logs.BY_ARRIVAL))
    assert red("bound_by", "is bound by", case, changed(log, i, bound_id=-1))
    assert red("after", "came after slot", case, changed(log, i, after=-1))


def test_a_log_out_of_order_or_of_another_case_is_seen():
    case, log, _ = find(lambda c, v: np.arange(len(v.slot)) > 0)
    assert red("Log", "not sorted", case, replace(log, **{name: getattr(log, name)[::-1] for name in ROWS}))
    assert red("Log", "does not have", case, changed(log, 0, slot=10**6))
