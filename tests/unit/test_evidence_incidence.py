"""Cumulative incidence: by hand, by plain counting, and against statsmodels."""

import numpy as np
import pytest

from sim.evidence.incidence import CENSORED, LEFT, PRODUCING, cumulative_incidence, quantile, restricted_mean, share_at


def drawn(seed, n, causes=(0, 1, 2), ties=False):
    luck = np.random.default_rng(seed)
    times = luck.exponential(300.0, n)
    return np.ceil(times / 30) if ties else times, luck.choice(causes, n)


def test_a_small_example_worked_by_hand():
    # 5 firms; day 1: 1/5 produce. Day 2: one leaves, 3/5 are free of an end. Day 3: one is censored.
    # Day 4: of 2 at risk one produces: 3/5 * 1/2 = .3 more. Area above 0, .2, .5 up to day 5: 1 + 3 * .8 + .5 = 3.9
    found = cumulative_incidence([3, 1, 5, 2, 4], [CENSORED, PRODUCING, CENSORED, LEFT, PRODUCING])
    assert found.times.tolist() == [1, 4]
    assert found.share == pytest.approx([0.2, 0.5], abs=1e-15)
    assert found.at_risk.tolist() == [5, 2]
    assert (found.firms, found.followed) == (5, 5.0)
    assert restricted_mean(found, 5) == pytest.approx(3.9, abs=1e-14)
    assert quantile(found) == 4.0
    assert np.isnan(quantile(found, 0.6))


def test_the_other_cause_is_counted_the_same_way():
    times, causes = [1, 2, 3, 4, 5], [PRODUCING, LEFT, CENSORED, PRODUCING, CENSORED]
    assert cumulative_incidence(times, causes, cause=LEFT).share.tolist() == [0.2]


@pytest.mark.parametrize("ties", [False, True])
@pytest.mark.parametrize("seed", range(5))
def test_statsmodels_finds_the_same_incidence(seed, ties):
    from statsmodels.duration.survfunc import CumIncidenceRight

    times, causes = drawn(seed, 200, ties=ties)
    with np.errstate(all="ignore"):  # its standard errors divide by zero where the last firm has an end
        oracle = CumIncidenceRight(times, causes)
    for cause in (PRODUCING, LEFT):
        mine = share_at(cumulative_incidence(times, causes, cause), oracle.times)
        assert mine == pytest.approx(oracle.cinc[cause - 1], abs=1e-12)


@pytest.mark.parametrize("ties", [False, True])
def test_without_censoring_it_is_plain_counting_to_the_last_bit(ties):
    times, causes = drawn(7, 147, causes=(PRODUCING, LEFT), ties=ties)
    found = cumulative_incidence(times, causes)
    days = np.concatenate([times, times - 0.5, [0.0, 1e9]])
    counted = np.array([np.sum((times <= day) & (causes == PRODUCING)) for day in days]) / 147
    assert np.array_equal(share_at(found, days), counted)


def test_firms_censored_at_the_close_of_the_watch_leave_plain_counting_exact_up_to_it():
    times, causes = drawn(8, 90, causes=(PRODUCING, LEFT))
    causes = np.where(times > 400, CENSORED, causes)
    times = np.minimum(times, 400)
    found = cumulative_incidence(times, causes)
    assert share_at(found, [399.0])[0] == np.sum((times <= 399) & (causes == PRODUCING)) / 90
    assert np.isnan(share_at(found, [401.0]))[0]


def test_the_restricted_mean_is_the_mean_time_stopped_at_the_limit_when_all_are_followed():
    times, causes = drawn(9, 120, causes=(PRODUCING, LEFT))
    counted = np.where(causes == PRODUCING, np.minimum(times, 365.0), 365.0).mean()
    assert restricted_mean(cumulative_incidence(times, causes), 365.0) == pytest.approx(counted, abs=1e-10)


def test_leaving_does_not_count_as_being_watched_for_a_while():
    times, causes = np.array([10.0, 20.0, 30.0, 40.0]), np.array([LEFT, PRODUCING, LEFT, PRODUCING])
    as_competing = cumulative_incidence(times, causes)
    as_censored = cumulative_incidence(times, np.where(causes == LEFT, CENSORED, causes))
    assert as_competing.share[-1] == 0.5
    assert as_censored.share[-1] == 1.0  # the flattering answer


def test_with_censoring_the_truth_is_found_where_dropping_the_unfinished_misses_it():
    luck = np.random.default_rng(11)
    times, watch = luck.exponential(300.0, 20000), luck.uniform(0, 600.0, 20000)
    found = cumulative_incidence(np.minimum(times, watch), np.where(times <= watch, PRODUCING, CENSORED))
    truth = 1 - np.exp(-1)
    assert share_at(found, [300.0])[0] == pytest.approx(truth, abs=0.025)  # > 4 standard errors
    assert np.mean(times[times <= watch] <= 300) > truth + 0.1


def test_nobody_reaches_the_median_where_more_than_half_leave():
    found = cumulative_incidence([1, 2, 3], [LEFT, LEFT, PRODUCING])
    assert np.isnan(quantile(found))
    assert quantile(found, 1 / 3) == 3.0


def test_the_median_is_reached_at_exactly_half():
    assert quantile(cumulative_incidence([1, 2, 3, 4], [PRODUCING] * 4)) == 2.0


def test_a_limit_beyond_the_watch_has_no_restricted_mean():
    found = cumulative_incidence([100, 200], [PRODUCING, CENSORED])
    assert restricted_mean(found, 200) == 150.0
    assert np.isnan(restricted_mean(found, 201))
    assert restricted_mean(cumulative_incidence([100, 200], [PRODUCING, LEFT]), 1000) == 550.0


def test_no_firms_give_no_numbers_and_no_crash():
    found = cumulative_incidence([], [])
    assert found.firms == 0
    assert np.isnan(restricted_mean(found, 10))
    assert np.isnan(quantile(found))
    assert np.isnan(share_at(found, [1.0]))[0]


def test_a_firm_that_produces_on_the_day_it_signs_is_counted_from_day_zero():
    found = cumulative_incidence([0, 5], [PRODUCING, LEFT])
    assert share_at(found, [0.0]).tolist() == [0.5]
    assert restricted_mean(found, 10) == 5.0


@pytest.mark.parametrize(
    ("times", "causes", "said"),
    [
        ([1, 2], [1], "equally long"),
        ([-1.0], [1], "negative"),
        ([np.nan], [1], "not finite"),
        ([1.0], [-1], "a cause is"),
        ([1.0], [0.5], "a cause is"),
    ],
)
def test_bad_arrays_are_refused_with_a_reason(times, causes, said):
    with pytest.raises(ValueError, match=said):
        cumulative_incidence(times, causes)


def test_bad_questions_are_refused_with_a_reason():
    found = cumulative_incidence([1.0], [1])
    with pytest.raises(ValueError, match="positive cause"):
        cumulative_incidence([1.0], [1], cause=CENSORED)
    with pytest.raises(ValueError, match="limit"):
        restricted_mean(found, 0)
    with pytest.raises(ValueError, match="share"):
        quantile(found, 0)
