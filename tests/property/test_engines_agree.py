"""Two engines, written apart from one page of rules, tell the same history; a reader of Logs finds no fault in it.

What flows in: random Cases. What flows out: equal bytes, no sentence. Rule: a seed that fails can be played again.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from time import perf_counter

import numpy as np
import pytest

from sim.engine import log as logs
from sim.engine.case import RESOURCES, UNTIL_FINISH, Case
from sim.engine.check import check
from sim.engine.simpy_engine import play as play_with_simpy
from tests.oracle.generate import random_case
from tests.oracle.interpreter import play as play_by_the_book
from tests.oracle.limits import pressed
from tests.property.tampering import leaving, played

BLOCKS = [range(first, first + 50) for first in range(0, 300, 50)]
CROWDS = range(1000, 1012)
ESTATES = [range(first, first + 50) for first in range(3000, 3500, 50)]
PEOPLE = [range(first, first + 50) for first in range(6000, 6500, 50)]
HURRIES = [range(first, first + 50) for first in range(9000, 9300, 50)]


ALL = {"hurry": True, "estate": True, "people": True}
ALL_MEET = (*range(9500, 9687), 22826, 23625, 23704)


def cases_with_people_leaving() -> dict[int, Case]:
    return {seed: leaving(random_case(seed, estate=True, people=True)) for seed in range(8000, 8200)}


def disagreements(seeds: Iterable[int], **knobs: object) -> list[int]:
    both = ((seed, *played(seed, **knobs)) for seed in seeds)
    return [seed for seed, case, log in both if play_with_simpy(case).tobytes() != log.tobytes()]


EVERYTHING = (
    *(f"status {name}" for name in logs.STATUSES),
    *(f"outcome {name}" for name in logs.OUTCOMES),
    *(f"bound by {name}" for name in logs.BOUND_BY),
    *(f"held {kind}" for kind in RESOURCES),
    *("given back", "held to the end", "a unit held before it is complete"),
    *("an option at once", "an option later", "an option without prospect"),
    "no spaces, stocks, cash or choice",
    *("ready with help", "sent back owing to help", "not sent back thanks to help"),
    *("a child appeared", "a child's child appeared", "a child did not appear though its parent got there"),
    *("a choice after work", "declined after work", "work went on after a choice", "dropped at a choice"),
    *("given back for a better team", "kept for its own step alone"),
    "no teams, children or work before a choice",
    *("went on at once", "went on after waiting for a take", "a child followed who went on", "went on and chose"),
    *("went on and left at that instant", "what was held was given back by going on"),
    *("spared by a milestone", "not spared by a milestone of that instant"),
    *("refused because a quota pressed", "not refused because a quota pressed", "pressed by two quotas"),
    *("pressed until that instant", "released by going on"),
    *("came back to a promise", "came back too late for a promise", "a case from outside at a promise"),
    *("bound by a strict promise", "nothing of going on, sparing, quotas and due dates"),
)


def happened(case: Case, log: logs.Log) -> Counter[str]:
    """How often each thing of EVERYTHING is in a Log."""
    seen: Counter[str] = Counter()
    seen.update(f"status {logs.STATUSES[k]}" for k in log.status)
    seen.update(f"outcome {logs.OUTCOMES[k]}" for k in log.outcome)
    seen.update(f"bound by {logs.BOUND_BY[k]}" for k in log.bound_by if k >= 0)
    seen.update(f"held {RESOURCES[case.resource_kind[q]]}" for q in log.holding_resource)
    seen.update("held to the end" if np.isnan(t) else "given back" for t in log.holding_to)
    units = log.holding_unit >= 0
    early = log.holding_from[units] < case.unit_complete[log.holding_unit[units]]
    seen["a unit held before it is complete"] += int(early.sum())
    for wait in log.choice_wait[~np.isnan(log.choice_wait)]:
        later = "later" if wait < case.no_prospect else "without prospect"
        seen[f"an option {later if wait > 0 else 'at once'}"] += 1
    extras = len(case.take_resource) + np.isfinite(case.cash).sum() + case.network_chooses.sum()
    seen["no spaces, stocks, cash or choice"] += int(extras == 0)
    return seen + happened_among_people(case, log) + happened_in_a_hurry(case, log)


def happened_among_people(case: Case, log: logs.Log) -> Counter[str]:
    """Of teams, children and work before a choice."""
    firm, node = np.searchsorted(case.slot_ptr, log.slot, side="right") - 1, case.slot_node[log.slot]
    first = case.network_chooses[np.searchsorted(case.network_ptr, node, side="right") - 1] == 1  # work before a choice
    judged = ~np.isin(log.outcome, (logs.OPEN, logs.STOPPED, logs.GAVE_UP, logs.VOID))
    luck = case.u_sent_back[case.attempt_ptr[log.slot] + log.attempt - 1]
    chance = np.where(judged, case.p_sent_back[log.regime, node], np.nan)
    helped = chance * case.help_returns[log.help, node]
    child, appeared = case.parent >= 0, np.isfinite(log.t_appears)
    got_there = child & ~np.isnan(log.milestones[case.parent, case.trigger])
    worked = np.isin(np.arange(len(case.type)), firm[~np.isnan(log.t_start)])
    came_first = case.node_decides.sum() + child.sum() + (case.resource_help >= 0).sum()
    better, alone = given_back_early(case, log)
    seen = {
        "given back for a better team": better,
        "kept for its own step alone": alone,
        "ready with help": log.help > 0,
        "sent back owing to help": (luck >= chance) & (luck < helped),
        "not sent back thanks to help": (luck < chance) & (luck >= helped),
        "a child appeared": child & appeared,
        "a child's child appeared": child & (case.parent[case.parent] >= 0) & appeared,
        "a child did not appear though its parent got there": got_there & ~appeared,
        "a choice after work": worked & (log.t_chose > log.t_appears),
        "declined after work": worked & (log.status == logs.DECLINED),
        "work went on after a choice": first & (log.t_finish > log.t_chose[firm]),
        "dropped at a choice": first & (log.outcome == logs.STOPPED) & ~np.isnan(log.t_chose[firm]),
        "no teams, children or work before a choice": np.array(came_first == 0),
    }
    return Counter({what: int(where.sum()) for what, where in seen.items()})


def given_back_early(case: Case, log: logs.Log) -> tuple[np.ndarray, np.ndarray]:
    """Holdings of teams that ended for one above them, or with their own step though meant for longer (R22)."""
    row = np.searchsorted(log.slot, log.holding_slot)
    activity = case.node_activity[case.slot_node[log.holding_slot]]
    spans = zip(case.take_ptr[activity].tolist(), case.take_ptr[activity + 1].tolist(), log.holding_resource.tolist())
    take = np.array([next(k for k in range(lo, hi) if case.take_resource[k] == q) for lo, hi, q in spans], dtype=int)
    firm = np.searchsorted(case.slot_ptr, log.holding_slot, side="right") - 1
    until = case.take_until[take]
    team = (case.resource_kind[log.holding_resource] == RESOURCES.index("team")) & (until != UNTIL_FINISH)
    stayed = team & (log.holding_to < np.where(np.isnan(log.t_end[firm]), np.inf, log.t_end[firm]))
    reached = np.where(until >= 0, log.milestones[firm, np.maximum(until, 0)], np.nan)
    early = stayed & (log.holding_to != reached)
    above = case.resource_above[log.holding_resource]
    ends = set(zip(firm.tolist(), log.holding_resource.tolist(), log.t_finish[row].tolist()))
    better = np.array(
        [(f, q, t) in ends for f, q, t in zip(firm.tolist(), above.tolist(), log.holding_to.tolist())], bool
    )
    return early & better, early & (log.holding_to == log.t_finish[row]) & ~better


def happened_in_a_hurry(case: Case, log: logs.Log) -> Counter[str]:
    """Of going on, sparing, quotas and due dates."""
    finite_promises = np.where(case.office_finite == 1, case.office_promise, np.nan)
    met = case.node_goes_on.any() or (case.node_unless >= 0).any() or len(case.quota_from)
    if not met and np.isnan(finite_promises).all():
        return Counter(["nothing of going on, sparing, quotas and due dates"])
    firm, node = np.searchsorted(case.slot_ptr, log.slot, side="right") - 1, case.slot_node[log.slot]
    act, on = case.node_activity[node], log.outcome == logs.WENT_ON
    carried = np.maximum(case.activity_milestone[act], 0)
    reaches = on & (case.activity_milestone[act] >= 0) & (log.milestones[firm, carried] == log.t_finish)
    who_and_what = set(zip(firm[reaches].tolist(), carried[reaches].tolist()))
    told = [pair in who_and_what for pair in zip(case.parent.tolist(), case.trigger.tolist())]
    who_and_when = set(zip(firm[reaches].tolist(), log.t_finish[reaches].tolist()))
    holders = np.searchsorted(case.slot_ptr, log.holding_slot, side="right") - 1
    ends = [pair in who_and_when for pair in zip(holders.tolist(), log.holding_to.tolist())]
    needs = [case.need_office[slice(*pair)] for pair in pairwise(case.need_ptr.tolist())]
    promised = np.array([(~np.isnan(finite_promises[o])).any() for o in needs], bool)[act]
    strict = np.array([(case.office_strict[o] == 1).any() for o in needs], bool)[act]
    takes = np.isin(log.bound_by, (logs.BY_UNIT, logs.BY_LAND, logs.BY_UTILITY, logs.BY_HELP))
    waited = log.bound_by == logs.BY_SERVER
    seen = {
        "went on at once": on & (log.t_start == log.t_ready),
        "went on after waiting for a take": on & takes,
        "a child followed who went on": np.array(told, bool) & np.isfinite(log.t_appears) & (case.trigger_delay == 0),
        "went on and chose": on & (log.t_chose[firm] == log.t_finish) & (case.node_decides[node] == 1),
        "went on and left at that instant": on & (log.t_end[firm] == log.t_finish),
        "what was held was given back by going on": np.array(ends, bool),
        "came back to a promise": promised & (log.attempt > 1) & waited,
        "came back too late for a promise": promised & (log.attempt > 2) & ~np.isnan(log.t_ready),
        "a case from outside at a promise": promised & (case.type_outside[case.type[firm]] == 1) & waited,
        "bound by a strict promise": promised & strict & waited,
    }
    return Counter({what: int(where.sum()) for what, where in seen.items()}) + verdicts_in_a_hurry(case, log)


def verdicts_in_a_hurry(case: Case, log: logs.Log) -> Counter[str]:
    """How often a milestone or a quota changed a verdict, or all but did."""
    seen: Counter[str] = Counter()
    judged = np.isin(log.outcome, (logs.ACCEPTED, logs.PASSED_AT_LIMIT, logs.REFUSED)).nonzero()[0]
    for i in judged if (case.node_unless >= 0).any() or case.quota_milestone >= 0 else ():
        t, node, slot = log.t_finish[i], case.slot_node[log.slot[i]], log.slot[i]
        firm = np.searchsorted(case.slot_ptr, slot, side="right") - 1
        u, regime = case.u_refused[case.attempt_ptr[slot] + log.attempt[i] - 1], log.regime[i]
        plain, other = u < case.p_refused[regime, node], u < case.p_refused_pressed[regime, node]
        presses, after = (pressed(case, log.milestones, instant) for instant in (t, np.nextafter(t, np.inf)))
        at = log.milestones[firm, case.node_unless[node]] if case.node_unless[node] >= 0 else np.nan
        no = other if presses else plain
        seen["spared by a milestone"] += int(no and at < t)
        seen["not spared by a milestone of that instant"] += int(no and at == t)
        seen["refused because a quota pressed"] += int(presses and other and not plain and not at < t)
        seen["not refused because a quota pressed"] += int(presses and plain and not other and not at < t)
        seen["pressed until that instant"] += int(presses and not after and (case.quota_until > t).any())
        on = (log.outcome == logs.WENT_ON) & (log.t_finish < t)
        own = case.activity_milestone[case.node_activity[case.slot_node[log.slot[on]]]] == case.quota_milestone
        seen["released by going on"] += int(not presses and own.any() and case.quota_milestone >= 0)
        two = (case.quota_pressed <= t) & (t < case.quota_until)
        seen["pressed by two quotas"] += int(presses and two.sum() > 1)
    return seen


@pytest.mark.parametrize("seeds", BLOCKS, ids=str)
def test_two_engines_write_the_same_log_for_enterprises(seeds):
    assert disagreements(seeds, outside=False) == []


@pytest.mark.parametrize("seeds", BLOCKS, ids=str)
def test_two_engines_write_the_same_log_for_enterprises_and_cases_from_outside(seeds):
    assert disagreements(seeds) == []


def test_two_engines_write_the_same_log_for_crowds():
    assert disagreements(CROWDS, candidates=80, horizon=40) == []


def test_two_engines_write_the_same_log_where_times_are_fractions_of_days():
    assert disagreements(range(2000, 2100), fractions=True) == []


@pytest.mark.parametrize("seeds", ESTATES, ids=str)
def test_two_engines_write_the_same_log_where_there_are_spaces_stocks_cash_and_choice(seeds):
    assert disagreements(seeds, estate=True) == []


def test_two_engines_write_the_same_log_for_crowds_that_want_the_same_spaces():
    assert disagreements(CROWDS, candidates=80, horizon=40, estate=True) == []


def test_two_engines_write_the_same_log_where_areas_and_days_are_fractions():
    assert disagreements(range(4000, 4100), fractions=True, estate=True) == []


def test_two_engines_write_the_same_log_where_funds_come_on_the_last_day():
    assert disagreements(range(5000, 5050), horizon=30, estate=True) == []


@pytest.mark.parametrize("seeds", PEOPLE, ids=str)
def test_two_engines_write_the_same_log_where_there_are_teams_children_and_work_before_a_choice(seeds):
    assert disagreements(seeds, people=True) == []


def test_two_engines_write_the_same_log_for_crowds_that_want_the_same_teams():
    assert disagreements(CROWDS, candidates=80, horizon=40, estate=True, people=True) == []


def test_two_engines_write_the_same_log_where_what_help_shortens_is_a_fraction():
    assert disagreements(range(7000, 7100), fractions=True, people=True) == []


@pytest.mark.parametrize("seeds", HURRIES, ids=str)
def test_two_engines_write_the_same_log_where_there_are_going_on_sparing_quotas_and_due_dates(seeds):
    assert disagreements(seeds, hurry=True) == []


def test_two_engines_write_the_same_log_where_all_rules_meet():
    assert disagreements(ALL_MEET, **ALL) == []


def test_two_engines_write_the_same_log_for_crowds_at_offices_that_have_promised():
    assert disagreements(CROWDS, candidates=80, horizon=40, hurry=True) == []


def test_two_engines_write_the_same_log_where_promises_are_fractions_of_days():
    assert disagreements(range(9700, 9740), fractions=True, hurry=True) == []


def test_everything_that_the_rules_tell_of_happens_in_these_cases():
    stories = [played(seed) for seeds in BLOCKS for seed in seeds]
    stories += [played(seed, estate=True) for seeds in ESTATES for seed in seeds]
    stories += [played(seed, people=True) for seeds in PEOPLE for seed in seeds]
    stories += [(case, play_by_the_book(case)) for case in cases_with_people_leaving().values()]
    stories += [played(seed, hurry=True) for seeds in HURRIES for seed in seeds]
    stories += [played(seed, **ALL) for seed in ALL_MEET]
    seen = sum((happened(case, log) for case, log in stories), Counter())
    assert {what: seen[what] for what in EVERYTHING if seen[what] < 20} == {}


def test_two_engines_agree_where_a_kept_visit_is_refused_to_the_network_its_firm_is_in_already():
    for seed in (4540, 17307):
        case = random_case(seed, outside=False, estate=False, people=False)
        case = replace(case, slot_applies=np.ones_like(case.slot_applies))
        one, other = play_with_simpy(case), play_by_the_book(case)
        assert (one.tobytes(), one.counts[1]) == (other.tobytes(), other.counts[1]), f"seed {seed}"


def test_two_engines_agree_where_a_firm_leaves_at_the_instant_at_which_a_slot_would_be_passed():
    assert disagreements([28211, 28658], estate=False, people=False) == []


def test_two_engines_complete_equally_many_services():
    for seed in range(100):
        case = random_case(seed)
        assert play_with_simpy(case).counts[1] == play_by_the_book(case).counts[1], f"seed {seed}"


@pytest.mark.parametrize("seeds", BLOCKS, ids=str)
def test_the_reader_of_logs_finds_nothing_wrong_with_the_simpy_engine(seeds):
    found = {seed: check(case, play_with_simpy(case)) for seed in seeds for case in [random_case(seed)]}
    assert {seed: sentences for seed, sentences in found.items() if sentences} == {}


@pytest.mark.parametrize("seeds", BLOCKS, ids=str)
def test_the_reader_of_logs_finds_nothing_wrong_with_the_interpreter(seeds):
    found = {seed: check(*played(seed)) for seed in seeds}
    assert {seed: sentences for seed, sentences in found.items() if sentences} == {}


def test_the_reader_of_logs_finds_nothing_wrong_with_the_interpreter_in_crowds():
    for seed in CROWDS:
        case = random_case(seed, candidates=80, horizon=40)
        assert check(case, play_by_the_book(case)) == [], f"seed {seed}"


@pytest.mark.parametrize("seeds", PEOPLE, ids=str)
def test_the_reader_of_logs_finds_nothing_wrong_where_there_are_teams_children_and_work_before_a_choice(seeds):
    found = {seed: check(case, play_with_simpy(case)) for seed in seeds for case in [random_case(seed, people=True)]}
    assert {seed: sentences for seed, sentences in found.items() if sentences} == {}


@pytest.mark.parametrize("seeds", HURRIES, ids=str)
def test_the_reader_of_logs_finds_nothing_wrong_where_there_are_going_on_sparing_quotas_and_due_dates(seeds):
    found = {seed: check(case, play_with_simpy(case)) for seed in seeds for case in [random_case(seed, hurry=True)]}
    assert {seed: sentences for seed, sentences in found.items() if sentences} == {}


def test_the_reader_of_logs_finds_nothing_wrong_where_all_rules_meet():
    found = {seed: check(case, play_with_simpy(case)) for seed in ALL_MEET for case in [random_case(seed, **ALL)]}
    assert {seed: sentences for seed, sentences in found.items() if sentences} == {}


def test_the_reader_of_logs_finds_nothing_wrong_where_a_network_is_left_as_slots_are_passed_and_visits_come_and_go():
    cases = {seed: random_case(seed, **ALL) for seed in (702994, 709845, 809711)}
    found = {seed: check(case, play_with_simpy(case)) for seed, case in cases.items()}
    assert {seed: sentences for seed, sentences in found.items() if sentences} == {}


def test_the_reader_of_logs_finds_nothing_wrong_where_people_leave_their_teams():
    cases = cases_with_people_leaving()
    found = {seed: check(case, play_with_simpy(case)) for seed, case in cases.items()}
    assert {seed: sentences for seed, sentences in found.items() if sentences} == {}


def test_two_engines_write_the_same_log_where_people_leave_their_teams():
    cases = cases_with_people_leaving()
    agrees = {seed: play_with_simpy(case).tobytes() == play_by_the_book(case).tobytes() for seed, case in cases.items()}
    assert [seed for seed, same in agrees.items() if not same] == []


def test_the_same_seed_gives_the_same_case_and_the_same_log():
    once, again = play_by_the_book(random_case(7)), play_by_the_book(random_case(7))
    assert once.tobytes() == again.tobytes()


def test_twenty_thousand_visits_are_read_in_a_few_seconds():
    knobs = {"outside": False, "estate": False, "people": False}
    case = random_case(5, candidates=6000, activities=8, horizon=400, staff=(6, 10, 15), **knobs)
    log, begun = play_with_simpy(case), perf_counter()
    check(case, log)
    assert len(log.slot) > 20_000
    assert perf_counter() - begun < 10


def test_the_reader_of_logs_knows_that_a_team_given_back_by_the_finish_with_which_it_would_serve_never_serves():
    case = random_case(7204647, estate=True, people=True)
    assert check(case, play_with_simpy(case)) == []
