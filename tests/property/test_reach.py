"""Slots that a firm can never come to are never read: without them the same history comes about.

What flows in: random Cases with a choice in them. What flows out: equal Logs, but for the numbers of slots.
"""

from dataclasses import fields

import numpy as np
import pytest

import sim
from sim.engine import layout, slots, ways
from sim.engine.blueprint import draw_up
from sim.engine.check import check
from sim.engine.layout import lay_out
from sim.engine.prospects import Prospects
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


def test_a_way_in_that_is_as_good_as_the_best_or_whose_wait_would_be_a_gain_keeps_its_slots() -> None:
    plan = draw_up(sim.load("zhanjiang").model("free"))
    network = layout._candidates(plan, 3, np.arange(1)).network
    pairs = ways.all_pairs(plan, network)
    firms, modes = len(network), len(plan.names["mode"])

    def kept(value: float, outside: float, loss: float) -> int:
        table = np.full((firms, modes), value)
        table[:, plan.names["mode"].index("self_build")] -= 1.0  # one is worth less than the others
        found = Prospects(table, table, np.full(firms, loss), np.full(firms, outside), {})
        return int(slots.within_reach(plan, pairs, found, np.full(firms, 100.0)).sum())

    every = len(pairs.firm)
    assert kept(5.0, -np.inf, 0.01) == every  # a day's wait for the best makes up for the one that is worth less
    assert kept(5.0, 4.0, 0.01) == every  # as much as staying away
    assert kept(5.0, 5.0, 0.01) < every and kept(5.0, 5.0, 0.01) == kept(5.0, -np.inf, 0.001)
    assert kept(5.0, 6.0, 0.01) == ways.ways_of(plan).always[pairs.way].sum()
    assert kept(5.0, 6.0, -0.01) == every
