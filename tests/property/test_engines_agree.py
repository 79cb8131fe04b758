"""Two engines, written apart from one page of rules, tell the same history; a reader of Logs finds no fault in it.

What flows in: random Cases. What flows out: equal bytes, no sentence. Rule: a seed that fails can be played again.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from time import perf_counter

import numpy as np
import pytest

from sim.engine import log as logs
from sim.engine.case import RESOURCES, Case
from sim.engine.check import check
from sim.engine.simpy_engine import play as play_with_simpy
from tests.oracle.generate import random_case
from tests.oracle.interpreter import play as play_by_the_book
from tests.property.tampering import leaving

BLOCKS = [range(first, first + 50) for first in range(0, 300, 50)]
CROWDS = range(1000, 1012)
ESTATES = [range(first, first + 50) for first in range(3000, 3500, 50)]
PEOPLE = [range(first, first + 50) for first in range(6000, 6500, 50)]


def cases_with_people_leaving() -> dict[int, Case]:
    return {seed: leaving(random_case(seed, estate=True, people=True)) for seed in range(8000, 8200)}


def disagreements(seeds: Iterable[int], **knobs: object) -> list[int]:
    cases = ((seed, random_case(seed, **knobs)) for seed in seeds)
    return [seed for seed, case in cases if play_with_simpy(case).tobytes() != play_by_the_book(case).tobytes()]


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
    "no teams, children or work before a choice",
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
    return seen + happened_among_people(case, log)


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
    seen = {
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


def test_everything_that_the_rules_tell_of_happens_in_these_cases():
    cases = [random_case(seed) for seeds in BLOCKS for seed in seeds]
    cases += [random_case(seed, estate=True) for seeds in ESTATES for seed in seeds]
    cases += [random_case(seed, people=True) for seeds in PEOPLE for seed in seeds]
    cases += cases_with_people_leaving().values()
    seen = sum((happened(case, play_by_the_book(case)) for case in cases), Counter())
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
    found = {seed: check(case, play_by_the_book(case)) for seed in seeds for case in [random_case(seed)]}
    assert {seed: sentences for seed, sentences in found.items() if sentences} == {}


def test_the_reader_of_logs_finds_nothing_wrong_with_the_interpreter_in_crowds():
    for seed in CROWDS:
        case = random_case(seed, candidates=80, horizon=40)
        assert check(case, play_by_the_book(case)) == [], f"seed {seed}"


@pytest.mark.parametrize("seeds", PEOPLE, ids=str)
def test_the_reader_of_logs_finds_nothing_wrong_where_there_are_teams_children_and_work_before_a_choice(seeds):
    found = {seed: check(case, play_with_simpy(case)) for seed in seeds for case in [random_case(seed, people=True)]}
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
