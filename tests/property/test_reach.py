"""Slots that a firm can never come to are never read: without them the same history comes about.

What flows in: random Cases with a choice in them. What flows out: equal Logs, but for the numbers of slots.
"""

from dataclasses import fields

import numpy as np
import pytest

import sim
from sim.engine.blueprint import draw_up
from sim.engine.check import check
from sim.engine.layout import lay_out
from sim.engine.simpy_engine import play as play_with_simpy
from tests.oracle.generate import random_case
from tests.oracle.interpreter import play as play_by_the_book
from tests.oracle.reach import come_to, within_reach

SEEDS = range(3000, 3120)


def test_ways_that_are_never_taken_need_no_slots() -> None:
    dropped = 0
    for seed in SEEDS:
        case = random_case(seed, estate=True, people=True)
        smaller, number = within_reach(case)
        if len(smaller.slot_node) == len(case.slot_node):
            continue
        before, after = play_with_simpy(case), play_with_simpy(smaller)
        dropped += 1
        for field in fields(before):
            a, b = getattr(before, field.name), getattr(after, field.name)
            if field.name in ("slot", "after", "holding_slot"):
                a = np.append(number, -1)[a]
            np.testing.assert_array_equal(a, b, err_msg=f"{seed}: {field.name}")
        assert after.tobytes() == play_by_the_book(smaller).tobytes(), seed
        assert check(smaller, after) == []
    assert dropped > len(SEEDS) / 4, "too few Cases have such a way"


@pytest.mark.parametrize(("park", "strategy"), [("zhanjiang", "free"), ("malong", "free_mortgage")])
def test_a_case_that_was_laid_out_has_the_slots_that_can_be_come_to_and_no_others(park: str, strategy: str) -> None:
    plan = draw_up(sim.load(park).model(strategy))
    (case,) = lay_out(plan, 3, range(1))

    choosers = np.flatnonzero(case.network_chooses[case.network])
    fewer = 0
    for f in choosers.tolist():
        ways = come_to(case, f)
        nodes = [np.arange(*case.network_ptr[way : way + 2]) for way in ways]
        mine = case.slot_node[case.slot_ptr[f] : case.slot_ptr[f + 1]]
        np.testing.assert_array_equal(mine, np.concatenate(nodes))
        fewer += len(ways) < 1 + np.diff(case.fallback_ptr)[case.network[f]]
    assert 0 < fewer < len(choosers)
