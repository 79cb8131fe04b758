"""The same firm under two strategies: who is paired, how long it takes, who waits longer."""

import numpy as np
import pandas as pd
import pytest

from sim.evidence.firms import by_history, firm_difference, paired_firms, worse_off
from sim.evidence.intervals import mean_interval

NAN = float("nan")
LIMIT, HORIZON = 100.0, 300.0


def table(*rows):
    """Rows of (strategy, replication, enterprise, t_signed, t_producing), counted unless a sixth says otherwise."""
    columns = ["strategy", "replication", "enterprise", "t_signed", "t_producing", "counted"]
    return pd.DataFrame([(*row, True)[:6] for row in rows], columns=columns).assign(world=0, type="firm")


def one_pair(before, after):
    """The single firm F of replication 0, signing and producing as given under each strategy."""
    return paired_firms(table(("old", 0, "F", *before), ("new", 0, "F", *after)), "old", "new", LIMIT, HORIZON)


def test_a_firm_is_compared_with_itself_since_its_own_signing():
    firms = one_pair((10, 60), (30, 50))
    assert firms.table[["time_baseline", "time_other", "difference"]].to_numpy().tolist() == [[50, 20, -30]]


def test_who_never_produces_or_late_counts_the_limit():
    assert one_pair((10, NAN), (10, 30)).table["difference"].tolist() == [-80]
    assert one_pair((10, 250), (10, NAN)).table["difference"].tolist() == [0]


@pytest.mark.parametrize(
    ("before", "after", "firms"),
    [
        ((0, 10), (200, 210), 1),  # both edges of the cohort belong to it
        ((0, 10), (200.001, 210), 0),  # not watched for the whole limit
        ((-1, 10), (5, 10), 0),  # signed before the start
        ((NAN, NAN), (5, 10), 0),  # did not sign under the baseline
        ((5, 10), (NAN, NAN), 0),
    ],
)
def test_the_cohort_signs_in_time_under_both_strategies(before, after, firms):
    assert len(one_pair(before, after).table) == firms


def test_uncounted_firms_are_left_out():
    rows = [("old", 0, "F", 0, 10, False), ("new", 0, "F", 0, 20, False), ("old", 0, "G", 0, 1), ("new", 0, "G", 0, 2)]
    assert paired_firms(table(*rows), "old", "new", LIMIT, HORIZON).table["enterprise"].tolist() == ["G"]


def test_a_selection_of_quick_firms_is_not_read_as_speed():
    # Under `new` only the quick firm signs: the mean over signers falls from 55 to 20, yet nobody got any faster.
    rows = [
        ("old", 0, "quick", 0, 20),
        ("old", 0, "slow", 0, 90),
        ("new", 0, "quick", 0, 20),
        ("new", 0, "slow", NAN, NAN),
    ]
    firms = paired_firms(table(*rows), "old", "new", LIMIT, HORIZON)
    assert firm_difference(firms).mean == 0.0
    assert worse_off(firms).mean == 0.0


def test_the_same_name_in_another_replication_is_another_firm():
    rows = [("old", 0, "F", 0, 10), ("new", 1, "F", 0, 20)]
    assert paired_firms(table(*rows), "old", "new", LIMIT, HORIZON).table.empty


def many(seed=1, replications=30):
    luck = np.random.default_rng(seed)
    rows = []
    for replication in range(replications):
        delay = luck.normal(0, 10)
        for firm in range(luck.integers(1, 9)):
            before, after = luck.uniform(10, 60), luck.uniform(10, 60) + delay
            rows += [("old", replication, f"F{firm}", 0, before), ("new", replication, f"F{firm}", 0, after)]
    return table(*rows)


def test_each_replication_weighs_the_same_whatever_its_number_of_firms():
    enterprises = many()
    firms = paired_firms(enterprises, "old", "new", LIMIT, HORIZON)
    wide = enterprises.pivot(index=["replication", "enterprise"], columns="strategy", values="t_producing")
    away = wide["new"] - wide["old"]
    per_history = [away.loc[replication] for replication in range(30)]
    assert by_history(firms)["firms"].tolist() == [len(part) for part in per_history]
    oracle = mean_interval([part.mean() for part in per_history])
    found = firm_difference(firms)
    assert (found.mean, found.low, found.high) == pytest.approx((oracle.mean, oracle.low, oracle.high), rel=1e-12)
    assert worse_off(firms).mean == pytest.approx(np.mean([(part > 0).mean() for part in per_history]), rel=1e-12)


def test_the_order_of_the_rows_changes_nothing():
    enterprises = many()
    shuffled = enterprises.sample(frac=1, random_state=np.random.default_rng(4))
    one, two = (paired_firms(rows, "old", "new", LIMIT, HORIZON) for rows in (enterprises, shuffled))
    assert firm_difference(one).mean == pytest.approx(firm_difference(two).mean, rel=1e-12)
    assert worse_off(one).n == worse_off(two).n


def test_swapping_the_strategies_turns_the_sign():
    enterprises = many()
    forth = firm_difference(paired_firms(enterprises, "old", "new", LIMIT, HORIZON))
    back = firm_difference(paired_firms(enterprises, "new", "old", LIMIT, HORIZON))
    assert (back.mean, back.low) == pytest.approx((-forth.mean, -forth.high))


def test_rounding_makes_nobody_worse_off_and_a_second_does():
    assert worse_off(one_pair((0, 50), (0, 50 + 1e-10))).mean == 0.0
    assert worse_off(one_pair((0, 50), (0, 50 + 1e-5))).mean == 1.0


def test_a_share_stays_a_share_at_the_ends_of_its_interval():
    rows = [(s, r, "F", 0, 10 + (s == "new" and r == 0)) for s in ("old", "new") for r in range(5)]
    found = worse_off(paired_firms(table(*rows), "old", "new", LIMIT, HORIZON))
    assert (found.mean, found.low) == (0.2, 0.0)
    assert found.high == pytest.approx(0.2 + 2.7764 * 0.2, abs=1e-4)


def test_a_replication_without_a_paired_firm_is_missing_not_zero():
    rows = [("old", 0, "F", 0, 10), ("new", 0, "F", 0, 30), ("old", 1, "F", 0, 10), ("new", 1, "F", NAN, NAN)]
    found = firm_difference(paired_firms(table(*rows), "old", "new", LIMIT, HORIZON))
    assert (found.mean, found.n, found.missing) == (20.0, 1, 1)


def test_a_horizon_shorter_than_the_limit_leaves_nobody_and_says_so():
    firms = paired_firms(many(), "old", "new", LIMIT, LIMIT - 1)
    found = firm_difference(firms)
    assert np.isnan(found.mean)
    assert (found.n, found.missing) == (0, 30)
    assert np.isnan(worse_off(firms).mean)


def test_bad_questions_are_refused_with_a_reason():
    enterprises = many()
    with pytest.raises(ValueError, match="it holds: old, new"):
        paired_firms(enterprises, "old", "neu", LIMIT, HORIZON)
    with pytest.raises(ValueError, match="limit"):
        paired_firms(enterprises, "old", "new", 0, HORIZON)
    with pytest.raises(ValueError, match="worlds"):
        paired_firms(pd.concat([enterprises, enterprises.assign(world=1)]), "old", "new", LIMIT, HORIZON)
    with pytest.raises(ValueError, match="unique"):
        paired_firms(pd.concat([enterprises, enterprises]), "old", "new", LIMIT, HORIZON)
