"""Two engines, written apart from one page of rules, tell the same history; a reader of Logs finds no fault in it.

What flows in: random Cases. What flows out: equal bytes, no sentence. Rule: a seed that fails can be played again.
"""

from collections.abc import Iterable
from dataclasses import replace
from time import perf_counter

import numpy as np
import pytest

from sim.engine.check import check
from sim.engine.simpy_engine import play as play_with_simpy
from tests.oracle.generate import random_case
from tests.oracle.interpreter import play as play_by_the_book

BLOCKS = [range(first, first + 50) for first in range(0, 300, 50)]
CROWDS = range(1000, 1012)


def disagreements(seeds: Iterable[int], **knobs: object) -> list[int]:
    cases = ((seed, random_case(seed, **knobs)) for seed in seeds)
    return [seed for seed, case in cases if play_with_simpy(case).tobytes() != play_by_the_book(case).tobytes()]


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


def test_two_engines_agree_where_a_kept_visit_is_refused_to_the_network_its_firm_is_in_already():
    for seed in (4540, 17307):
        case = random_case(seed, outside=False)
        case = replace(case, slot_applies=np.ones_like(case.slot_applies))
        one, other = play_with_simpy(case), play_by_the_book(case)
        assert (one.tobytes(), one.counts[1]) == (other.tobytes(), other.counts[1]), f"seed {seed}"


def test_two_engines_agree_where_a_firm_leaves_at_the_instant_at_which_a_slot_would_be_passed():
    assert disagreements([28211, 28658]) == []


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


def test_the_same_seed_gives_the_same_case_and_the_same_log():
    once, again = play_by_the_book(random_case(7)), play_by_the_book(random_case(7))
    assert once.tobytes() == again.tobytes()


def test_twenty_thousand_visits_are_read_in_a_few_seconds():
    case = random_case(5, candidates=6000, activities=8, horizon=400, staff=(6, 10, 15), outside=False)
    log, begun = play_with_simpy(case), perf_counter()
    check(case, log)
    assert len(log.slot) > 20_000
    assert perf_counter() - begun < 10
