"""Are conclusions sound? Whole studies are repeated on worlds whose truth is known, and the misses are counted.

Every count is compared with a binomial law. FALSE_ALARM is the chance that a correct program would fail one of these
tests with a seed drawn at random (the seeds are fixed, so that it either always passes or always fails).
The short form runs in `make test`; the full form, more studies and harder worlds, is marked `evidence`.
"""

import numpy as np
import pytest
from scipy.stats import binom

from sim.evidence.incidence import CENSORED, PRODUCING, cumulative_incidence, share_at
from sim.evidence.intervals import paired_difference
from sim.evidence.rows import difference_rows, mean_rows
from sim.evidence.verdict import judge

FALSE_ALARM = 1e-4
LEVEL = 0.95


def nominal_range(studies, level=LEVEL):
    """Counts that a right interval stays within, but for FALSE_ALARM, half of it on either side."""
    return binom.ppf(FALSE_ALARM / 2, studies, level), binom.isf(FALSE_ALARM / 2, studies, level)


def most_errors(studies, rate=1 - LEVEL):
    """Errors that a procedure wrong at most `rate` of the time does not exceed, but for FALSE_ALARM."""
    return binom.isf(FALSE_ALARM, studies, rate)


# Intervals over replications


def covered_means(studies, replications, seed):
    """Studies whose mean interval covers; a history is its common shock and the average luck of its firms."""
    luck = np.random.default_rng(seed)
    histories = 400 + luck.normal(0, 60, (studies, replications)) + luck.normal(0, 20, (studies, replications))
    rows = mean_rows(histories, LEVEL)
    return int(np.sum((rows.low <= 400) & (rows.high >= 400)))


def covered_differences(studies, replications, seed):
    """Studies whose paired interval covers the true difference of 30 days, on common luck worth far more than that."""
    luck = np.random.default_rng(seed)
    shape = (studies, replications)
    common = luck.lognormal(5, 0.6, shape)
    rows, bought = difference_rows(
        430 + common + luck.normal(0, 15, shape), 400 + common + luck.normal(0, 25, shape), LEVEL
    )
    return int(np.sum((rows.low <= 30) & (rows.high >= 30))), float(np.median(bought))


@pytest.mark.parametrize("replications", [2, 5, 30])
def test_mean_intervals_cover_as_often_as_they_promise(replications):
    fewest, most = nominal_range(4000)
    assert fewest <= covered_means(4000, replications, seed=101) <= most


@pytest.mark.parametrize("replications", [2, 5, 30])
def test_paired_differences_cover_as_often_as_they_promise(replications):
    fewest, most = nominal_range(4000)
    covered, bought = covered_differences(4000, replications, seed=102)
    assert fewest <= covered <= most
    assert bought > 5  # and pairing was worth it


def test_this_test_can_fail_intervals_ten_percent_too_narrow_are_noticed():
    luck = np.random.default_rng(103)
    rows = mean_rows(luck.normal(0, 1, (4000, 30)), LEVEL)
    covered = np.sum(np.abs(rows.mean) <= 0.9 * (rows.high - rows.low) / 2)
    assert covered < nominal_range(4000)[0]


# Firms that share a queue are not independent witnesses


SHOCK, PACE, YEAR = 0.5, 300.0, 365.0


def true_share():
    """P(a firm produces within a year), over the shock to its history's office: Gauss-Hermite, 80 nodes."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(80)
    return float(np.sum(weights * -np.expm1(-YEAR / (PACE * np.exp(SHOCK * nodes)))) / np.sum(weights))


def one_study(luck, replications=20, firms=40):
    """Watched days and ends of firms, shape (replications, firms): one slow or quick office for all of a history."""
    slowness = np.exp(SHOCK * luck.standard_normal((replications, 1)))
    taken = PACE * slowness * luck.exponential(1.0, (replications, firms))
    watch = luck.uniform(YEAR, 2 * YEAR, (replications, firms))
    return np.minimum(taken, watch), np.where(taken <= watch, PRODUCING, CENSORED)


def pooled_kaplan_meier(days, ends):
    """The naive interval: all firms in one heap, Greenwood's error."""
    days, produced = days.ravel(), ends.ravel() == PRODUCING
    inside = np.sort(days[produced & (days <= YEAR)])
    at_risk = days.size - np.searchsorted(np.sort(days), inside, side="left")
    share = 1 - np.prod(1 - 1 / at_risk)
    error = (1 - share) * np.sqrt(np.sum(1 / (at_risk * (at_risk - 1.0))))
    return share - 1.96 * error, share + 1.96 * error


def over_replications(days, ends):
    """Ours: the incidence within a year of each history, and the interval over histories."""
    shares = [share_at(cumulative_incidence(d, e), [YEAR])[0] for d, e in zip(days, ends)]
    rows = mean_rows(np.array([shares]), LEVEL)
    return rows.low[0], rows.high[0]


def covered_shares(studies, seed):
    """How many studies cover the true share: pooled over firms, and over replications."""
    luck, truth = np.random.default_rng(seed), true_share()
    pooled = ours = 0
    for _ in range(studies):
        world = one_study(luck)
        for_pooled, for_ours = pooled_kaplan_meier(*world), over_replications(*world)
        pooled += for_pooled[0] <= truth <= for_pooled[1]
        ours += for_ours[0] <= truth <= for_ours[1]
    return pooled, ours


def test_pooling_firms_that_share_a_queue_covers_far_too_rarely_and_whole_replications_do_not():
    studies = 300
    pooled, ours = covered_shares(studies, seed=104)
    fewest, most = nominal_range(studies)
    assert fewest <= ours <= most
    assert pooled < binom.ppf(FALSE_ALARM, studies, 0.75)  # not even three quarters


def test_pooling_was_right_only_while_firms_shared_nothing(monkeypatch):
    monkeypatch.setattr(f"{__name__}.SHOCK", 0.0)
    studies = 300
    pooled, _ = covered_shares(studies, seed=105)
    assert pooled >= nominal_range(studies)[0]


# Verdicts


MARGIN = 5.0
WORLDS = {
    "five equal": (100, 100, 100, 100, 100),
    "two equal ahead": (100, 100, 130, 130),
    "just beyond the margin": (100, 105.01, 105.01, 105.01),
    "just ahead": (100, 101, 110),
    "a clear best": (100, 130, 140, 150),
    "two": (100, 104.99),
}


def normal_luck(luck, strategies, replications):
    """Common shock, and own luck of unequal size."""
    own = luck.standard_normal((strategies, replications)) * np.linspace(6, 14, strategies)[:, np.newaxis]
    return 40 * luck.standard_normal(replications) + own


def skewed_luck(luck, strategies, replications):
    """As above, but lognormal, as times are: mean zero, sd near that of `normal_luck`."""
    raw = luck.lognormal(0, 0.5, (strategies, replications)) - np.exp(0.125)
    return 40 * luck.standard_normal(replications) + raw * np.linspace(10, 23, strategies)[:, np.newaxis]


def is_false(verdict, means, margin):
    """Is anything the verdict says untrue? Smaller is better; saying 'not enough' is never false."""
    true = dict(zip("abcdefgh", means))
    lowest = min(true.values())
    said = {verdict.best, *verdict.tied}
    if verdict.kind == "not_enough":
        return False
    if verdict.kind == "best":
        return any(value <= true[verdict.best] for name, value in true.items() if name != verdict.best)
    too_far = any(true[name] > lowest + margin for name in said)
    left_out = any(true[name] <= lowest for name in true.keys() - said)
    return too_far or left_out


def intervals_miss(verdict, means):
    """Does any of the intervals that are to hold together miss its truth?"""
    true = dict(zip("abcdefgh", means))
    return any(not d.low <= true[n] - true[verdict.best] <= d.high for n, d in verdict.differences.items())


def judged(world, studies, seed, *, replications=30, level=LEVEL, margin=MARGIN, draw=normal_luck):
    """Number of studies with a false verdict, with a missed interval, and with any verdict at all."""
    luck, means = np.random.default_rng(seed), np.array(WORLDS[world], dtype=float)
    false = missed = said = 0
    for _ in range(studies):
        values = means[:, np.newaxis] + draw(luck, len(means), replications)
        verdict = judge(dict(zip("abcdefgh", values)), better="smaller", margin=margin, level=level)
        false += is_false(verdict, means, margin)
        missed += intervals_miss(verdict, means)
        said += verdict.kind != "not_enough"
    return false, missed, said


@pytest.mark.parametrize("world", WORLDS)
def test_at_most_one_verdict_in_twenty_is_false(world):
    studies = 250
    false, missed, _ = judged(world, studies, seed=106)
    assert false <= most_errors(studies)
    assert missed <= most_errors(studies)


@pytest.mark.parametrize("world", ["five equal", "two equal ahead"])
def test_where_every_difference_matters_equals_are_seldom_told_apart(world):
    studies = 250
    false, missed, _ = judged(world, studies, seed=107, margin=0.0)
    assert max(false, missed) <= most_errors(studies)


def test_verdicts_are_reached_where_there_is_something_to_say():
    assert judged("a clear best", 60, seed=108)[2] == 60
    assert judged("five equal", 60, seed=109, replications=300)[2] >= 55  # tied
    assert judged("just ahead", 60, seed=110, replications=300)[2] >= 55


def test_this_test_can_fail_a_judge_without_sharing_out_its_level_is_caught():
    studies = 250
    assert judged("five equal", studies, seed=111, level=1 - 10 * 0.05)[1] > most_errors(
        studies
    )  # ten pairs at 95 % each


# The full form: more studies, few replications, skewed luck


@pytest.mark.evidence
@pytest.mark.parametrize("replications", [2, 3, 5, 10, 30, 200])
def test_full_intervals_cover_as_often_as_they_promise(replications):
    studies = 40000
    fewest, most = nominal_range(studies)
    assert fewest <= covered_means(studies, replications, seed=201) <= most
    assert fewest <= covered_differences(studies, replications, seed=202)[0] <= most


@pytest.mark.evidence
def test_full_pooling_against_whole_replications():
    studies = 4000
    pooled, ours = covered_shares(studies, seed=203)
    assert binom.ppf(FALSE_ALARM, studies, 0.94) <= ours <= nominal_range(studies)[1]  # shares are not quite normal
    assert pooled < binom.ppf(FALSE_ALARM, studies, 0.6)


@pytest.mark.evidence
@pytest.mark.parametrize("margin", [0.0, MARGIN])
@pytest.mark.parametrize("draw", [normal_luck, skewed_luck])
@pytest.mark.parametrize("replications", [10, 30, 200])
@pytest.mark.parametrize("world", WORLDS)
def test_full_at_most_one_verdict_in_twenty_is_false(world, replications, draw, margin):
    studies = 4000
    false, missed, _ = judged(world, studies, seed=204, replications=replications, draw=draw, margin=margin)
    assert false <= most_errors(studies)
    if draw is normal_luck:
        assert missed <= most_errors(studies)


@pytest.mark.evidence
def test_full_what_pairing_bought_is_what_it_saves():
    """The spread of repeated unpaired studies over that of paired ones is the number that is printed."""
    luck = np.random.default_rng(205)
    shape = (4000, 40)
    common, other = luck.normal(0, 30, shape), luck.normal(0, 30, shape)
    a, b = common + luck.normal(0, 10, shape), luck.normal(0, 10, shape)
    saved = np.var((a - other - b).mean(axis=1)) / np.var((a - common - b).mean(axis=1))
    printed = np.median([paired_difference(x, y).bought for x, y in zip(a[:500], (common + b)[:500])])
    assert printed == pytest.approx(saved, rel=0.12)
