"""Verdicts: what is said of clear, tied, open and unmeasurable comparisons."""

import numpy as np
import pytest
from scipy import stats

from sim.evidence.verdict import judge

N = 40


def strategies(*means, spread=1.0, n=N, seed=1, shared=50.0):
    """Strategies a, b, c … with common luck of size `shared` and own luck of size `spread`."""
    luck = np.random.default_rng(seed)
    common = luck.normal(0, shared, n)
    return {name: mean + common + luck.normal(0, spread, n) for name, mean in zip("abcdefgh", means)}


def test_a_clear_winner_is_the_best_in_either_direction():
    values = strategies(100, 120, 140)
    small, large = judge(values, better="smaller", margin=5), judge(values, better="larger", margin=5)
    assert (small.kind, small.best, small.runner_up, small.contenders) == ("best", "a", "b", ("a",))
    assert (large.kind, large.best, large.runner_up, large.contenders) == ("best", "c", "b", ("c",))
    assert small.needed is None
    assert small.tied == ()


def test_a_difference_that_is_real_but_within_the_margin_is_a_tie():
    verdict = judge(strategies(100, 103, 140, spread=0.5), better="smaller", margin=5)
    assert (verdict.kind, verdict.best, verdict.tied) == ("tied", "a", ("b",))
    assert verdict.contenders == ("a",)


def test_the_same_difference_is_a_win_where_every_difference_matters():
    verdict = judge(strategies(100, 103, 140, spread=0.5), better="smaller", margin=0)
    assert (verdict.kind, verdict.best) == ("best", "a")


def test_noise_that_hides_the_difference_asks_for_more_replications_and_gets_by_with_them():
    verdict = judge(strategies(100, 103, 160, spread=10), better="smaller", margin=2)
    assert verdict.kind == "not_enough"
    assert set(verdict.contenders) == {"a", "b"}
    assert verdict.tied == ()
    assert N < verdict.needed < 400
    more = judge(strategies(100, 103, 160, spread=10, n=400, seed=2), better="smaller", margin=2)
    assert more.kind == "best"


def test_needed_is_where_the_widest_open_interval_would_close():
    values = strategies(100, 101, spread=10)
    verdict = judge(values, better="smaller", margin=5)
    other = verdict.differences[verdict.runner_up]
    assert verdict.kind == "not_enough"
    wanted = max(other.mean, 5 - other.mean)
    spread = (other.high - other.low) / 2 * np.sqrt(N) / stats.t.ppf(0.975, N - 1)
    assert stats.t.ppf(0.975, verdict.needed - 1) * spread / np.sqrt(verdict.needed) <= wanted
    assert stats.t.ppf(0.975, verdict.needed - 2) * spread / np.sqrt(verdict.needed - 1) > wanted


def test_two_equal_strategies_tie_within_a_margin_and_stay_open_without_one():
    values = strategies(100, 100)
    assert judge(values, better="smaller", margin=3).kind == "tied"
    assert judge(values, better="smaller", margin=0).kind == "not_enough"


def test_strategies_that_change_nothing_are_tied_and_need_no_margin():
    row = np.random.default_rng(3).normal(0, 1, N)
    verdict = judge({"as_is": row, "unused_lever": row.copy()}, better="larger", margin=0)
    assert (verdict.kind, verdict.best, verdict.tied) == ("tied", "as_is", ("unused_lever",))


def test_the_intervals_are_paired_and_share_out_the_level_over_all_pairs():
    values = strategies(100, 120, 140, 160)
    verdict = judge(values, better="smaller", margin=1)
    away = values["c"] - values["a"]
    oracle = stats.t.interval(1 - 0.05 / 6, N - 1, loc=away.mean(), scale=stats.sem(away))
    assert set(verdict.differences) == {"b", "c", "d"}
    assert (verdict.differences["c"].low, verdict.differences["c"].high) == pytest.approx(oracle)
    assert verdict.differences["c"].bought > 100


def test_one_open_strategy_leaves_the_verdict_open_though_another_is_clearly_worse():
    verdict = judge(strategies(100, 100, 500, spread=5), better="smaller", margin=0.1)
    assert verdict.kind == "not_enough"
    assert "c" not in verdict.contenders


def test_a_clearly_worse_strategy_within_the_margin_does_not_hide_a_clear_best():
    verdict = judge(strategies(100, 130, 131, spread=1), better="smaller", margin=5)
    assert (verdict.kind, verdict.best) == ("best", "a")


def test_fewer_than_ten_replications_are_never_enough():
    values = strategies(100, 200, n=9)
    verdict = judge(values, better="smaller", margin=1)
    assert (verdict.kind, verdict.needed, verdict.best) == ("not_enough", 10, "a")
    assert judge(strategies(100, 200, n=10), better="smaller", margin=1).kind == "best"


def test_one_replication_gives_no_interval_and_no_verdict():
    verdict = judge(strategies(100, 200, n=1), better="smaller", margin=1)
    assert (verdict.kind, verdict.needed) == ("not_enough", 10)
    assert verdict.contenders == ("a", "b")
    assert verdict.differences["b"].high == np.inf


def test_replications_without_a_value_are_left_out_together():
    values = strategies(100, 120)
    values["b"][3] = np.nan
    verdict = judge(values, better="smaller", margin=1)
    assert (verdict.kind, verdict.n, verdict.missing) == ("best", N - 1, 1)


def test_a_kpi_that_is_often_undefined_carries_no_verdict_and_more_replications_would_not_help():
    values = strategies(100, 120)
    values["b"][:3] = np.nan
    verdict = judge(values, better="smaller", margin=1)
    assert (verdict.kind, verdict.needed, verdict.missing) == ("not_enough", None, 3)


def test_a_kpi_that_is_never_defined_names_nobody():
    values = {"a": np.ones(N), "b": np.full(N, np.nan)}
    verdict = judge(values, better="smaller", margin=1)
    assert (verdict.kind, verdict.best, verdict.n, verdict.missing) == ("not_enough", None, 0, N)


def test_the_order_in_which_strategies_are_named_changes_nothing():
    values = strategies(100, 101, 140)
    backwards = dict(reversed(values.items()))
    assert judge(values, better="smaller", margin=3) == judge(backwards, better="smaller", margin=3)


def test_turning_the_sign_of_the_kpi_and_its_direction_changes_no_verdict():
    values = strategies(100, 102, 103, 140, spread=4)
    turned = {name: -row for name, row in values.items()}
    one, two = judge(values, better="smaller", margin=3), judge(turned, better="larger", margin=3)
    assert (one.kind, one.best, one.tied, one.contenders, one.needed) == (
        two.kind,
        two.best,
        two.tied,
        two.contenders,
        two.needed,
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"values": {"a": np.ones(5)}}, "two strategies"),
        ({"values": {"a": np.ones(5), "b": np.ones(6)}}, "same replications"),
        ({"values": {"a": np.ones(5), "b": np.full(5, np.inf)}}, "infinite"),
        ({"better": "smallest"}, "smaller"),
        ({"margin": -1}, "margin"),
        ({"margin": np.nan}, "margin"),
    ],
)
def test_bad_questions_are_refused_with_a_reason(change, said):
    asked = {"values": strategies(1, 2), "better": "smaller", "margin": 1} | change
    with pytest.raises(ValueError, match=said):
        judge(asked.pop("values"), **asked)
