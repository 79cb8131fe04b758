"""The reader of Logs turns red: going on, unless, quotas and due dates.

What flows in: sound Logs of the interpreter. What flows out: sentences naming the rule. Rule: as in
`test_check_sees`, one test a rule and a way to break it, named after both; each rule is broken in both directions.
"""

from dataclasses import replace

import numpy as np
import pytest

from sim.engine import log as logs
from tests.property.tampering import HOLDINGS, activity, changed, find, firms, red, some_case_is_red, without

HURRY = {"hurry": True}


def went_on(c, v):
    return v.outcome == logs.WENT_ON


def node(c, v):
    return c.slot_node[v.slot]


def red_with(rule, words, other, **knobs):
    return some_case_is_red(rule, words, other, **{"hurry": True, "estate": False, "people": False, **knobs})


def test_r18_going_on_where_the_firm_should_have_left_is_seen():
    assert red_with("R18", "should have left", lambda c: replace(c, node_goes_on=0 * c.node_goes_on))
    case, log, i = find(lambda c, v: v.outcome == logs.GAVE_UP, **HURRY)
    on = changed(log, i, outcome=logs.WENT_ON, t_start=log.t_end[firms(case, log)[i]])
    assert red("R18", "should have left", case, changed(on, i, t_finish=on.t_start[i]))


def test_r18_leaving_where_the_firm_should_have_gone_on_is_seen():
    assert red_with("R18", "should have gone on", lambda c: replace(c, node_goes_on=0 * c.node_goes_on + 1))
    case, log, i = find(went_on, **HURRY)
    f = int(firms(case, log)[i])
    gone = changed(log, i, outcome=logs.GAVE_UP, t_start=np.nan, t_finish=np.nan, regime=-1, bound_by=-1, bound_id=-1)
    left = changed(gone, f, status=logs.WITHDRAWN, reason=activity(case, log)[i], t_end=log.t_finish[i])
    assert red("R18", "should have gone on", case, left)


@pytest.mark.parametrize("days", [-0.5, 0.5])
def test_r18_going_on_at_another_time_is_seen(days):
    case, log, i = find(lambda c, v: went_on(c, v) & (v.t_start > v.t_ready) & (v.t_start < c.horizon), **HURRY)
    moved = changed(log, i, t_start=log.t_start[i] + days, t_finish=log.t_finish[i] + days)
    assert red("R18", "not when its patience ended", case, moved)


def test_r18_time_that_going_on_takes_is_seen():
    case, log, i = find(lambda c, v: went_on(c, v) & (v.t_finish < c.horizon), **HURRY)
    assert red("R18", "not when its patience ended", case, changed(log, i, t_finish=log.t_finish[i] + 0.5))
    assert red("R18", "not when its patience ended", case, changed(log, i, t_start=log.t_start[i] - 0.5))


def test_r18_waiting_on_where_patience_has_ended_is_seen():
    case, log, i = find(went_on, **HURRY)
    waits = changed(log, i, outcome=logs.OPEN, t_start=np.nan, t_finish=np.nan, regime=-1, bound_by=-1, bound_id=-1)
    assert red("R1", "still waits", case, waits)


def test_r18_going_on_where_an_office_was_free_is_seen():
    def staffed(c):
        return replace(c, staff_level=c.staff_level + 20, office_strict=0 * c.office_strict)

    assert red_with("R1", "went_on) gave up at", staffed)


def test_r18_going_on_where_what_it_takes_was_free_is_seen():
    assert red_with("R1", "went on at", lambda c: replace(c, supply_amount=c.supply_amount + 9), estate=True)


def test_r18_going_on_where_nobody_was_waited_for_is_seen():
    def every_day(c):
        return replace(c, has_sessions=0 * c.has_sessions)

    assert red_with("R1", "went on although it waited for nobody", every_day)


def test_r18_a_follower_that_does_not_begin_at_that_instant_is_seen():
    def follows(c, v):
        on = dict(zip(v.slot[went_on(c, v)].tolist(), v.t_finish[went_on(c, v)].tolist()))
        return np.array([on.get(s) == t for s, t in zip(v.after.tolist(), v.t_begin.tolist())], bool)

    case, log, i = find(follows, **HURRY)
    assert red("R1", "should have begun", case, changed(log, i, t_begin=log.t_begin[i] + 0.5))
    case, log, i = find(lambda c, v: follows(c, v) & (v.outcome == logs.OPEN) & np.isnan(v.t_start), **HURRY)
    assert red("R1", "has no visit although", case, without(log, i))


def test_r18_a_milestone_that_going_on_does_not_reach_is_seen():
    def reaches(c, v):
        milestone = c.activity_milestone[activity(c, v)]
        return went_on(c, v) & (milestone >= 0) & (v.milestones[firms(c, v), milestone] == v.t_finish)

    case, log, i = find(reaches, **HURRY)
    milestones = log.milestones.copy()
    milestones[firms(case, log)[i], case.activity_milestone[activity(case, log)[i]]] = np.nan
    assert red("R3", "earliest accepted finish", case, replace(log, milestones=milestones))


def test_r18_a_choice_that_going_on_does_not_bring_is_seen():
    def decides(c, v):
        f = firms(c, v)
        return went_on(c, v) & (c.node_decides[node(c, v)] == 1) & (v.t_chose[f] == v.t_finish)

    case, log, i = find(decides, hurry=True, people=True)
    f = int(firms(case, log)[i])
    assert red("R15", "and should have at", case, changed(log, f, t_chose=np.nan))


def test_r18_a_choice_of_who_left_in_the_same_phase_is_seen():
    def leaves(c, v):
        f = firms(c, v)
        gone = np.isin(f, f[(v.outcome == logs.GAVE_UP) & (v.t_ready < v.t_end[f])])
        leaves_then = gone & (v.t_end[f] == v.t_finish) & (c.network_chooses[c.network[f]] == 1)
        return went_on(c, v) & (c.node_decides[node(c, v)] == 1) & leaves_then & np.isnan(v.t_chose[f])

    case, log, i = find(leaves, hurry=True, people=True)
    f = int(firms(case, log)[i])
    assert red("R15", "chose at", case, changed(log, f, t_chose=log.t_end[f]))


def test_r18_something_held_by_who_went_on_is_seen():
    case, log, i = find(lambda c, v: went_on(c, v) & (v.bound_by == logs.BY_UTILITY), hurry=True, estate=True)
    since = float(log.t_start[i])
    cells = (log.slot[i], log.bound_id[i], -1, 1.0, since, since)
    at = int(np.searchsorted(log.holding_slot, log.slot[i]))
    more = {name: np.insert(getattr(log, name), at, cell) for name, cell in zip(HOLDINGS, cells)}
    assert red("R13", "took nothing of it", case, replace(log, **more))


def test_r18_money_is_not_received_by_going_on():
    """Who goes on from a step that brings money, and pays later, pays out of what it has without it."""

    def is_short_later(c, v):
        f, poor = firms(c, v), np.isfinite(c.cash[firms(c, v)])
        waits = (c.slot_pays[v.slot] > 0) & poor & (v.attempt == 1) & ~np.isnan(v.t_ready) & ~(v.t_start <= v.t_ready)
        last = np.array([v.t_ready[(f == g) & waits].max(initial=-1) for g in f])
        return went_on(c, v) & (v.t_finish < last)

    case, log, i = find(is_short_later, hurry=True, estate=True, people=False)
    receives = case.slot_receives.copy()
    receives[log.slot[i]] += 99
    rich = replace(case, slot_receives=receives)
    assert not red("R14", "", rich, log)
    assert red("R14", "could have paid", rich, changed(log, i, outcome=logs.ACCEPTED))


def test_r18_another_cause_of_going_on_is_seen():
    case, log, i = find(lambda c, v: went_on(c, v) & (v.bound_by == logs.BY_SERVER), **HURRY)
    assert red("bound_by", "should be by", case, changed(log, i, bound_by=logs.BY_SESSION))


def test_r19_a_refusal_that_should_have_fallen_away_is_seen():
    def all_spared(c):
        return replace(c, node_unless=0 * c.node_unless)

    assert red_with("R3", "spared by its milestone (R19)", all_spared)


def test_r19_an_acceptance_that_nothing_spares_is_seen():
    assert red_with("R3", "should have been refused", lambda c: replace(c, node_unless=0 * c.node_unless - 1))


def test_r19_sparing_by_a_milestone_of_that_very_instant_is_seen():
    def together(c, v):
        own = c.node_unless[node(c, v)]
        same = (own >= 0) & (v.milestones[firms(c, v), own] == v.t_finish)
        luck = c.u_refused[c.attempt_ptr[v.slot] + v.attempt - 1] < c.p_refused[v.regime, node(c, v)]
        return (v.outcome == logs.REFUSED) & same & luck

    case, log, i = find(together, **HURRY)
    assert not red("R3", "", case, log)
    assert red("R3", "should have been refused", case, changed(log, i, outcome=logs.ACCEPTED))


def test_r20_judging_as_if_no_quota_pressed_is_seen():
    assert red_with("R3", "a quota pressing (R20)", lambda c: replace(c, quota_number=c.quota_number + 99))


def test_r20_judging_as_if_a_quota_pressed_is_seen():
    assert red_with("R3", "should have been", lambda c: replace(c, quota_number=0 * c.quota_number))


@pytest.mark.parametrize("edge", ["quota_from", "quota_pressed", "quota_until"])
def test_r20_another_window_is_seen(edge):
    assert red_with("R3", "should have been", lambda c: replace(c, **{edge: getattr(c, edge) - 3}))
    assert red_with("R3", "should have been", lambda c: replace(c, **{edge: getattr(c, edge) + 3}))


def test_r20_counting_of_types_that_do_not_count_is_seen():
    assert red_with("R3", "should have been", lambda c: replace(c, type_counted=0 * c.type_counted))


def test_r21_an_order_that_is_not_that_of_due_dates_is_seen():
    def turned(c):
        return replace(c, office_promise=9 - c.office_promise, activity_limit=9 - c.activity_limit)

    assert red_with("R21", "was overtaken by", turned)


def test_r21_due_dates_where_nothing_was_promised_are_seen():
    assert red_with("R2", "was overtaken by", lambda c: replace(c, office_promise=c.office_promise * np.nan))


def test_r21_an_order_without_the_promises_there_were_is_seen():
    assert red_with("R21", "was overtaken by", lambda c: replace(c, office_promise=0 * c.office_promise + 5))
    assert red_with("R21", "was overtaken by", lambda c: replace(c, activity_limit=c.activity_limit * np.nan))
