"""The reader of Logs turns red: work before a choice, teams that help, and children.

What flows in: sound Logs of the interpreter. What flows out: sentences naming the rule. Rule: as in
`test_check_sees`, one test a rule and a way to break it, named after both.
"""

from dataclasses import replace

import numpy as np
import pytest

from sim.engine import log as logs
from sim.engine.case import RESOURCES
from tests.property.tampering import changed, find, firms, kinds, leaving, red, some_case_is_red

TEAM = RESOURCES.index("team")


def test_r15_a_choice_at_another_time_is_seen():
    case, log, f = find(lambda c, v: ~np.isnan(v.t_chose))
    assert red("R15", "chose at", case, changed(log, f, t_chose=log.t_chose[f] + 1))
    assert red("R15", "chose at", case, changed(log, f, t_chose=np.nan))
    case, log, f = find(lambda c, v: c.network_chooses[c.network] == 0)
    assert red("R15", "chose at", case, changed(log, f, t_chose=1.0))


def test_r15_choosing_before_the_work_that_decides_is_done_is_seen():
    assert some_case_is_red("R15", "chose at", lambda c: replace(c, node_decides=0 * c.node_decides), people=True)


def test_r15_choosing_at_the_instant_of_a_refusal_is_seen():
    def refused_with_the_choice(c, v):
        f, accepted = firms(c, v), np.isin(v.outcome, (logs.ACCEPTED, logs.PASSED_AT_LIMIT))
        decides = accepted & (c.node_decides[c.slot_node[v.slot]] == 1) & (c.network_chooses[c.network[f]] == 1)
        with_it = np.array([(decides & (f == g) & (v.t_finish == t)).any() for g, t in zip(f, v.t_finish)], bool)
        return with_it & (v.outcome == logs.REFUSED) & (v.t_start < v.t_finish) & np.isnan(v.t_chose[f])

    case, log, i = find(refused_with_the_choice, people=True, hurry=False)
    f = int(firms(case, log)[i])
    assert red("R15", "chose at", case, changed(log, f, t_chose=log.t_end[f]))


def test_r15_declining_after_production_that_is_not_called_leaving_is_seen():
    case, log, f = find(lambda c, v: (v.status == logs.LEFT) & (v.reason == -1), people=True)
    assert red("R7", "by its visits left", case, changed(log, f, status=logs.DECLINED))


def test_r15_work_that_the_chosen_network_lacks_and_that_goes_on_is_seen():
    def dropped(c, v):
        f, first = firms(c, v), np.searchsorted(c.network_ptr, c.slot_node[v.slot], side="right") - 1
        stays = np.isnan(v.t_end[f]) & (c.network_chooses[first] == 1)
        return stays & (v.outcome == logs.STOPPED) & (v.t_begin < v.t_chose[f])

    case, log, i = find(dropped, people=True)
    assert red("R7", "does not end with its firm or its network", case, changed(log, i, outcome=logs.OPEN))


def test_r16_another_help_is_seen():
    case, log, i = find(lambda c, v: v.help > 0)
    assert red("R16", "was ready with help", case, changed(log, i, help=0))
    assert red("R16", "was ready with help", case, changed(log, i, help=-1))
    case, log, i = find(lambda c, v: (v.help == 0) & (len(c.help_places) > 1))
    assert red("R16", "was ready with help", case, changed(log, i, help=1))


def test_r16_help_before_a_visit_is_ready_is_seen():
    case, log, i = find(lambda c, v: np.isnan(v.t_ready))
    assert red("R16", "before it is ready", case, changed(log, i, help=0))


@pytest.mark.parametrize("name", ["help_preparation", "help_correction"])
def test_r16_another_length_of_preparation_with_help_is_seen(name):
    def longer(c):
        times = getattr(c, name).copy()
        times[1:] += 1
        return replace(c, **{name: times})

    assert some_case_is_red("R1", "should have been ready", longer, people=True)


def test_r16_another_chance_of_return_with_help_is_seen():
    def never(c):
        chances = c.help_returns.copy()
        chances[1:] = 0
        return replace(c, help_returns=chances)

    assert some_case_is_red("R3", "should have been", never, people=True)


def test_r16_places_that_help_does_not_gain_are_seen():
    def turned(c):
        return replace(c, help_places=-3 * c.help_places)

    assert some_case_is_red("R2", "was overtaken by", turned, people=True)
    assert some_case_is_red("R13", "not its turn", turned, people=True)


def test_r16_a_line_without_the_order_of_its_resource_and_one_with_another_are_seen():
    assert some_case_is_red("R13", "not its turn", lambda c: replace(c, resource_order=0 * c.resource_order - 1))
    assert some_case_is_red(
        "R13", "not its turn", lambda c: replace(c, quantities=c.quantities.max(initial=0) - c.quantities)
    )


def test_r16_taking_of_a_team_whose_people_have_left_is_seen():
    assert some_case_is_red("R13", "and there are", leaving, people=True)
    case, log, h = find(lambda c, v: kinds(c, v) == TEAM)
    assert red("R13", "should hold", case, changed(log, h, holding_amount=log.holding_amount[h] + 1))


def test_r17_another_appearance_is_seen():
    case, log, f = find(lambda c, v: (c.parent < 0) & (v.t_appears < c.horizon))
    assert red("R17", "appeared at", case, changed(log, f, t_appears=log.t_appears[f] + 1))
    assert red("R17", "appeared at", case, changed(log, f, t_appears=np.inf))
    case, log, f = find(lambda c, v: (c.parent >= 0) & np.isfinite(v.t_appears) & (v.t_appears < c.horizon))
    assert red("R17", "appeared at", case, changed(log, f, t_appears=log.t_appears[f] + 0.5))
    assert red("R17", "appeared at", case, changed(log, f, t_appears=np.inf))
    case, log, f = find(lambda c, v: (c.parent >= 0) & np.isinf(v.t_appears))
    assert red("R17", "at inf", case, changed(log, f, t_appears=0.0))


def test_r17_children_without_luck_and_luck_without_children_are_seen():
    def with_chance(chance):
        return lambda c: replace(c, p_trigger=np.full_like(c.p_trigger, chance))

    assert some_case_is_red("R17", "at inf", with_chance(0), people=True)
    assert some_case_is_red("R17", "appeared at inf", with_chance(1), people=True)
    assert some_case_is_red("R17", "appeared at", lambda c: replace(c, trigger_delay=c.trigger_delay + 1), people=True)


def test_r17_a_child_whose_parent_had_left_is_seen():
    case, log, f = find(lambda c, v: (c.trigger_delay > 0) & np.isfinite(v.t_appears), people=True)
    gone = changed(log, int(case.parent[f]), t_end=log.t_appears[f] - 0.5)
    at_that_instant = changed(log, int(case.parent[f]), t_end=log.t_appears[f])
    child = f"{case.type_names[case.type[f]]} {case.place[f]} appeared"
    assert red("R17", child, case, gone) and not red("R17", child, case, at_that_instant)


def test_r17_a_child_that_begins_before_it_appears_is_seen():
    def begins(c, v):
        return (c.parent[firms(c, v)] >= 0) & (v.t_begin == v.t_appears[firms(c, v)])

    case, log, i = find(begins, people=True)
    assert red("R1", "should have begun", case, changed(log, i, t_begin=log.t_begin[i] - 0.5))
