"""Intervals over whole replications, against scipy and numpy and by hand."""

import numpy as np
import pytest
from scipy import stats

from sim.evidence.intervals import (
    history_range,
    mean_interval,
    needed_replications,
    paired_difference,
    share_of_histories,
)
from sim.evidence.rows import mean_rows, quantile_rows

NAN = float("nan")


@pytest.mark.parametrize("level", [0.8, 0.95, 0.999])
def test_the_mean_interval_is_the_t_interval_of_scipy(level):
    values = np.random.default_rng(1).gamma(2.0, 100.0, 37)
    oracle = stats.t.interval(level, 36, loc=values.mean(), scale=stats.sem(values))
    found = mean_interval(values, level)
    assert (found.low, found.high) == pytest.approx(oracle, rel=1e-12)
    assert found.mean == pytest.approx(values.mean(), rel=1e-14)


def test_undefined_replications_are_left_out_and_counted():
    found = mean_interval([1.0, NAN, 3.0, NAN])
    assert (found.n, found.missing) == (2, 2)
    assert found == mean_interval([1.0, 3.0]).__class__(found.mean, found.low, found.high, 2, 2)
    assert found.mean == 2.0
    assert found.high == pytest.approx(2 + 12.706, abs=1e-3)


def test_one_replication_says_nothing_about_the_error():
    found = mean_interval([5.0])
    assert (found.mean, found.low, found.high, found.n) == (5.0, -np.inf, np.inf, 1)


def test_no_replication_has_no_mean():
    for values in ([], [NAN, NAN]):
        found = mean_interval(values)
        assert np.isnan(found.mean)
        assert (found.low, found.high, found.n, found.missing) == (-np.inf, np.inf, 0, len(values))


def test_the_range_of_histories_is_numpys_quantiles_and_does_not_shrink_with_replications():
    values = np.random.default_rng(2).normal(0, 1, 4001)
    found = history_range(np.append(values, NAN))
    assert (found.p10, found.p90) == pytest.approx(tuple(np.quantile(values, [0.1, 0.9])), rel=1e-13)
    assert (found.n, found.missing) == (4001, 1)
    assert found.p90 - found.p10 == pytest.approx(2 * 1.2816, abs=0.2)


def test_quantiles_by_row_agree_with_numpy_row_by_row():
    table = np.random.default_rng(3).normal(0, 1, (60, 41))
    table[np.random.default_rng(4).random(table.shape) < 0.3] = NAN
    table[5] = NAN
    table[6, 1:] = NAN
    found = quantile_rows(table, (0.0, 0.1, 0.5, 0.9, 1.0))
    for row, mine in zip(table, found.T):
        seen = row[~np.isnan(row)]
        oracle = np.quantile(seen, [0, 0.1, 0.5, 0.9, 1]) if seen.size else np.full(5, NAN)
        assert mine == pytest.approx(oracle, nan_ok=True, rel=1e-12)


def test_a_row_of_a_table_has_the_interval_it_has_alone():
    table = np.random.default_rng(5).normal(0, 1, (9, 30))
    table[table > 1.5] = NAN
    rows = mean_rows(table, 0.95)
    for i, row in enumerate(table):
        alone = mean_interval(row)
        assert (rows.mean[i], rows.low[i], rows.high[i], rows.n[i]) == (alone.mean, alone.low, alone.high, alone.n)


def test_pairing_is_the_t_interval_of_the_differences():
    luck = np.random.default_rng(6)
    shared = luck.normal(0, 100, 50)
    a, b = shared + luck.normal(5, 1, 50), shared + luck.normal(0, 1, 50)
    found, oracle = paired_difference(a, b), mean_interval(a - b)
    assert (found.mean, found.low, found.high) == (oracle.mean, oracle.low, oracle.high)
    assert found.bought == pytest.approx((a.var(ddof=1) + b.var(ddof=1)) / (a - b).var(ddof=1))
    assert found.bought > 1000


def test_pairing_of_independent_runs_buys_nothing():
    luck = np.random.default_rng(7)
    assert paired_difference(luck.normal(0, 1, 4000), luck.normal(0, 1, 4000)).bought == pytest.approx(1, abs=0.07)


def test_a_pair_with_one_side_undefined_is_left_out_on_both_sides():
    found = paired_difference([1.0, 2.0, NAN, 9.0], [0.0, 1.5, 7.0, NAN])
    assert (found.n, found.mean) == (2, 0.75)
    assert found.bought == pytest.approx((0.5 + 1.125) / 0.125)


def test_what_the_pairing_bought_at_the_edges():
    values = np.random.default_rng(8).normal(0.1, 1, 30)
    assert paired_difference(values + 0.3, values).bought == np.inf  # but for rounding the difference is .3
    assert np.isnan(paired_difference(np.full(9, 3.0), np.full(9, 2.0)).bought)
    assert np.isnan(paired_difference([1.0], [2.0]).bought)
    assert np.isnan(paired_difference([NAN], [NAN]).mean)


def test_shares_of_histories_have_the_exact_binomial_interval():
    for k, n in [(0, 20), (3, 40), (20, 20), (117, 200)]:
        happened = np.arange(n) < k
        oracle = stats.binomtest(k, n).proportion_ci(0.95, method="exact")
        found = share_of_histories(happened)
        assert (found.low, found.high) == pytest.approx((oracle.low, oracle.high), abs=1e-12)
        assert found.mean == k / n


def test_a_share_of_no_histories_is_anywhere():
    found = share_of_histories([NAN])
    assert (found.low, found.high, found.n, found.missing) == (0.0, 1.0, 0, 1)
    assert np.isnan(found.mean)


@pytest.mark.parametrize("wanted", [0.05, 0.4, 1.0, 3.0, 50.0])
def test_needed_replications_is_the_least_number_that_gets_there(wanted):
    n, spread = 15, 2.5
    now = stats.t.ppf(0.975, n - 1) * spread / np.sqrt(n)
    found = needed_replications(now, n, wanted)
    assert stats.t.ppf(0.975, found - 1) * spread / np.sqrt(found) <= wanted
    if found > 2:
        assert stats.t.ppf(0.975, found - 2) * spread / np.sqrt(found - 1) > wanted


def test_needed_replications_for_the_width_one_has_is_the_number_one_has():
    values = np.random.default_rng(9).normal(0, 1, 24)
    found = mean_interval(values)
    assert needed_replications((found.high - found.low) / 2 * (1 + 1e-9), 24, (found.high - found.low) / 2) in (24, 25)
    assert needed_replications(0.0, 24, 1.0) == 2


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: mean_interval([1.0, np.inf]), "infinite"),
        (lambda: mean_interval([[1.0]]), "shape"),
        (lambda: mean_interval([1.0, 2.0], level=1.0), "level"),
        (lambda: paired_difference([1.0], [1.0, 2.0]), "same replications"),
        (lambda: share_of_histories([0.5]), "1"),
        (lambda: needed_replications(1.0, 1, 1.0), "n >= 2"),
        (lambda: needed_replications(np.inf, 9, 1.0), "finite"),
        (lambda: needed_replications(1.0, 9, 0.0), "positive"),
    ],
)
def test_bad_questions_are_refused_with_a_reason(call, said):
    with pytest.raises(ValueError, match=said):
        call()
