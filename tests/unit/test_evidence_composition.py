"""Speed and composition: who belongs to which part, and that nothing is left over."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import sim
from sim.evidence.composition import by_history, split
from sim.evidence.firms import firm_difference, paired_firms

FREE_PARK = Path(__file__).parents[1] / "fixtures" / "free_park.yaml"
NAN = float("nan")
LIMIT, HORIZON = 100.0, 300.0


def table(*rows):
    """Rows of (strategy, replication, enterprise, t_signed, t_producing), counted unless a sixth says otherwise."""
    columns = ["strategy", "replication", "enterprise", "t_signed", "t_producing", "counted"]
    return pd.DataFrame([(*row, True)[:6] for row in rows], columns=columns).assign(world=0)


def parts(*rows):
    found = by_history(table(*rows), "old", "new", LIMIT, HORIZON)
    return {int(row.replication): (row.difference, row.speed, row.composition) for row in found.itertuples()}


def test_the_same_firms_that_get_faster_are_all_speed():
    assert parts(("old", 0, "F", 0, 60), ("new", 0, "F", 5, 35)) == {0: (-30, -30, 0)}


def test_other_firms_at_the_same_pace_are_all_composition():
    rows = [("old", 0, "F", 0, 20), ("old", 0, "slow", 0, 80), ("new", 0, "F", 0, 20), ("new", 0, "slow", NAN, NAN)]
    assert parts(*rows) == {0: (-30, 0, -30)}


def test_both_together_by_hand():
    # old: F 60, slow 90 -> 75; new: F 40, quick 10 -> 25. Speed 40 - 60; composition (25 - 40) - (75 - 60).
    rows = [("old", 0, "F", 0, 60), ("old", 0, "slow", 0, 90), ("new", 0, "F", 0, 40), ("new", 0, "quick", 0, 10)]
    assert parts(*rows) == {0: (-50, -20, -30)}


def test_a_firm_that_signs_too_late_under_one_strategy_is_in_the_other_cohort_only():
    rows = [("old", 0, "F", 0, 50), ("new", 0, "F", 0, 50), ("old", 0, "G", 10, 30), ("new", 0, "G", 200.5, 210)]
    found = by_history(table(*rows), "old", "new", LIMIT, HORIZON).iloc[0]
    assert (found.both, found.only_baseline, found.only_other) == (1, 1, 0)
    assert (found.difference, found.speed, found.composition) == (15, 0, 15)


def test_who_does_not_produce_counts_the_limit_in_both_parts():
    rows = [("old", 0, "F", 0, NAN), ("new", 0, "F", 0, 250), ("new", 0, "G", 0, NAN)]
    assert parts(*rows) == {0: (0, 0, 0)}


def test_firms_that_do_not_count_are_in_neither_part():
    rows = [("old", 0, "F", 0, 10), ("new", 0, "F", 0, 10), ("new", 0, "probe", 0, 90, False)]
    assert parts(*rows) == {0: (0, 0, 0)}


def test_a_history_without_a_firm_under_both_is_missing_and_counted():
    rows = [
        *[(s, i, "F", 0, 10 + i) for s in ("old", "new") for i in range(3)],
        *(("old", 3, "F", 0, 10), ("new", 3, "G", 0, 90)),  # each has firms, none of them the same
        *(("old", 4, "F", 0, 10), ("new", 4, "F", NAN, NAN)),
        *(("old", 5, "F", NAN, NAN), ("new", 5, "F", NAN, NAN)),
    ]
    found = split(table(*rows), "old", "new", LIMIT, HORIZON)
    assert found.table["both"].tolist() == [1, 1, 1, 0, 0, 0]
    assert all((part.n, part.missing) == (3, 3) for part in (found.difference, found.speed, found.composition))
    assert not found.same_firms


def test_order_of_rows_changes_nothing_and_the_same_signers_are_known():
    rows = table(*[(s, i, f, i, 20.0 + i) for s in ("old", "new") for i in range(4) for f in ("F", "G")])
    shuffled = rows.sample(frac=1, random_state=1)
    first, second = (split(t, "old", "new", LIMIT, HORIZON) for t in (rows, shuffled))
    assert first.same_firms
    pd.testing.assert_frame_equal(first.table, second.table)


@pytest.mark.parametrize("seed", range(20))
def test_the_two_parts_add_up_to_the_difference_in_every_history(seed):
    luck = np.random.default_rng(seed)

    def day(first, last, never):
        return NAN if luck.random() < never else luck.uniform(first, last)

    rows = [
        (strategy, i, f"F-{k}", day(-20, 230, 0.2), day(0, 400, 0.5))
        for strategy in ("old", "new")
        for i in range(25)
        for k in range(luck.integers(1, 9))
    ]
    found = by_history(table(*rows), "old", "new", LIMIT, HORIZON)
    known = found[found["both"] > 0]
    assert len(known) > 5
    assert (known["speed"] + known["composition"]).tolist() == pytest.approx(known["difference"].tolist(), abs=1e-9)
    assert found.loc[found["both"] == 0, ["difference", "speed", "composition"]].isna().all(axis=None)


@pytest.fixture(scope="module")
def played() -> sim.Comparison:
    return sim.compare(sim.load(FREE_PARK), replications=6, seed=2)


def test_the_whole_is_the_difference_of_the_restricted_means(played):
    found = played.composition().set_index(["strategy", "part"])["days"]
    kpis = played.differences().set_index(["strategy", "group", "kpi"])["difference"]
    for name in played.strategies[1:]:
        assert found[name, "difference"] == pytest.approx(kpis[name, "all", "rmst_time_to_production"], abs=1e-9)
        assert found[name, "speed"] + found[name, "composition"] == pytest.approx(found[name, "difference"], abs=1e-9)
    assert abs(found["land_only", "composition"]) > 1  # under free choice other firms come


def test_speed_is_the_mean_change_of_firms_paired_with_themselves(played):
    park = played.manifest["park"]
    pairs = paired_firms(played.enterprises, "as_is", "land_only", park["limit_days"], park["horizon_days"])
    speed = played.composition().set_index(["strategy", "part"]).loc[("land_only", "speed")]
    assert speed["days"] == pytest.approx(firm_difference(pairs).mean, abs=1e-9)
