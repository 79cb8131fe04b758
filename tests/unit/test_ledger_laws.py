"""What is left of a duration: distribution functions against scipy, residual laws against theory, and naive guesses."""

from __future__ import annotations

from dataclasses import replace
from math import log

import numpy as np
import pytest
from scipy import stats

from sim.luck.cdf import cdf
from sim.luck.laws import ppf
from sim.luck.residual import beyond, left, outlasted, residual
from sim.model.law import Z90, Distribution, fixed, mean

U = (np.arange(4000) + 0.5) / 4000
DAYS = np.linspace(-5.0, 130.0, 700)

CONTINUOUS = [
    (Distribution("exponential", (30.0,)), stats.expon(scale=30)),
    (Distribution("uniform", (10.0, 50.0)), stats.uniform(10, 40)),
    (Distribution("triangular", (10.0, 20.0, 60.0)), stats.triang(0.2, 10, 50)),
    (Distribution("pert", (10.0, 20.0, 60.0)), stats.beta(1.8, 4.2, 10, 50)),
    (Distribution("lognormal", (30.0, 80.0)), stats.lognorm(log(80 / 30) / Z90, scale=30)),
    (Distribution("gamma", (30.0, 0.5)), stats.gamma(4, scale=7.5)),
    (Distribution("weibull", (2.0, 40.0)), stats.weibull_min(2, scale=40)),
    (Distribution("erlang", (3.0, 30.0)), stats.gamma(3, scale=10)),
]
ATOMS = [
    (Distribution("fixed", (30.0,)), [30.0], [1.0]),
    (Distribution("empirical", (40.0, 10.0, 20.0, 20.0)), [10.0, 20.0, 40.0], [0.25, 0.5, 0.25]),
    (Distribution("discrete", (10.0, 90.0, 0.75, 0.25)), [10.0, 90.0], [0.75, 0.25]),
]
IDS = [law.kind for law, _ in CONTINUOUS]
MIXTURE = Distribution("mixture", (3.0, 1.0), (CONTINUOUS[7][0], replace(CONTINUOUS[1][0], shift=40.0)), factor=0.5)
EVERY = [*(law for law, _ in CONTINUOUS), *(law for law, *_ in ATOMS), MIXTURE]


@pytest.mark.parametrize(("law", "known"), CONTINUOUS, ids=IDS)
def test_distribution_functions_are_those_of_scipy(law: Distribution, known: stats.rv_continuous) -> None:
    np.testing.assert_allclose(cdf(law, DAYS), known.cdf(DAYS), atol=1e-12)
    moved = replace(law, shift=7.0, factor=0.5)
    np.testing.assert_allclose(cdf(moved, DAYS), known.cdf((DAYS - 7) * 2), atol=1e-12)
    np.testing.assert_allclose(cdf(law, ppf(law, U)), U, atol=2e-4)


@pytest.mark.parametrize(("law", "values", "shares"), ATOMS, ids=[law.kind for law, *_ in ATOMS])
def test_distribution_functions_of_atoms_step_at_each(law: Distribution, values: list, shares: list) -> None:
    for value, below in zip(values, np.cumsum(shares), strict=True):
        assert cdf(law, np.array([value - 1e-9, value])) == pytest.approx(
            [below - shares[values.index(value)], below], abs=1e-12
        )


def test_a_degenerate_law_steps_at_its_one_value() -> None:
    laws = [
        Distribution(kind, (5.0,) * size)
        for kind, size in (("pert", 3), ("triangular", 3), ("uniform", 2), ("lognormal", 2))
    ]
    for law in (*laws, Distribution("exponential", (9.0,), factor=0.0, shift=5.0)):
        assert cdf(law, np.array([4.9, 5.0])).tolist() == [0.0, 1.0]


@pytest.mark.parametrize("law", EVERY, ids=lambda law: law.kind)
def test_what_is_left_and_its_distribution_function_are_one_law(law: Distribution) -> None:
    for of in (left(law, 15.0), left(law, None)):
        days = ppf(of, U)
        assert days.min() >= 0.0
        assert days.mean() == pytest.approx(mean(of), rel=2e-3)
        at = np.quantile(days, [0.2, 0.5, 0.8]) + 1e-6
        drawn = (days[:, None] <= at).mean(axis=0)
        np.testing.assert_allclose(drawn, cdf(of, at), atol=2e-3)


@pytest.mark.parametrize(("law", "known"), CONTINUOUS, ids=IDS)
def test_known_elapsed_days_leave_the_conditional_law(law: Distribution, known: stats.rv_continuous) -> None:
    for elapsed in (0.0, 5.0, 22.0, 45.0):
        days = ppf(beyond(law, elapsed), U)
        np.testing.assert_allclose(days, known.isf((1 - U) * known.sf(elapsed)) - elapsed, atol=2e-3, rtol=1e-4)


@pytest.mark.parametrize(("law", "known"), CONTINUOUS, ids=IDS)
def test_unknown_elapsed_days_leave_the_equilibrium_law(law: Distribution, known: stats.rv_continuous) -> None:
    assert mean(residual(law)) == pytest.approx(known.moment(2) / (2 * known.mean()), rel=5e-3)
    for day in (3.0, 20.0, 45.0):
        share = known.expect(lambda x: np.minimum(x, day)) / known.mean()  # noqa: B023 (used at once)
        assert float(cdf(residual(law), np.array([day]))[0]) == pytest.approx(share, abs=1e-4)


def test_an_exponential_law_has_no_memory() -> None:
    law = Distribution("exponential", (30.0,), factor=2.0)
    assert left(law, 500.0) == left(law, None) == law
    assert left(replace(law, shift=10.0), 4.0).shift == 6.0 and left(replace(law, shift=10.0), 40.0) == law
    assert not outlasted(law, 1e6)


def test_atoms_and_mixtures_are_conditioned_part_by_part() -> None:
    two = Distribution("discrete", (10.0, 90.0, 0.75, 0.25))
    assert left(two, 10.0) == fixed(80.0) and mean(left(two, 4.0)) == pytest.approx(0.75 * 6 + 0.25 * 86)
    assert mean(left(two, None)) == pytest.approx((0.75 * 100 + 0.25 * 8100) / 2 / 30)  # E[X²] / (2 E[X])
    parts = Distribution(
        "mixture", (1.0, 1.0), (Distribution("exponential", (10.0,)), Distribution("exponential", (90.0,)))
    )
    slow = np.exp(-30 / 90) / (np.exp(-30 / 90) + np.exp(-30 / 10))
    assert mean(left(parts, 30.0)) == pytest.approx(10 * (1 - slow) + 90 * slow)
    assert mean(left(fixed(30.0), None)) == 15.0


def test_nothing_is_left_beyond_the_support() -> None:
    for law in (Distribution("uniform", (10.0, 50.0)), fixed(30.0), Distribution("pert", (10.0, 20.0, 60.0))):
        assert outlasted(law, 60.0) and left(law, 60.0) == fixed(0.0)
        assert not outlasted(law, 29.0)


# --- projects in hand are survivors ---------------------------------------------------------------------------------

SURVIVORS = [
    (Distribution("uniform", (100.0, 500.0)), stats.uniform(100, 400)),
    (Distribution("erlang", (3.0, 300.0)), stats.gamma(3, scale=100)),
    (Distribution("lognormal", (250.0, 600.0)), stats.lognorm(log(600 / 250) / Z90, scale=250)),
]


def met_today(known: stats.rv_continuous, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Projects begun evenly over thirty years: elapsed and remaining days of those in hand, days of the finished."""
    rng = np.random.default_rng(seed)
    begun = rng.uniform(0, 30 * 365, 3000)
    whole = known.rvs(3000, random_state=rng)
    going = whole > begun
    return begun[going], (whole - begun)[going], whole[~going]


@pytest.mark.parametrize(("law", "known"), SURVIVORS, ids=[law.kind for law, _ in SURVIVORS])
def test_naive_guesses_about_projects_in_hand_are_biased_and_ours_are_not(law: Distribution, known) -> None:
    ours, undated, fresh, less_elapsed = [], [], [], []
    for seed in range(60):
        elapsed, remaining, finished = met_today(known, seed)
        truth = remaining.mean()
        ours.append(np.mean([mean(left(law, float(days))) for days in elapsed]) - truth)
        undated.append(mean(left(law, None)) - truth)
        fresh.append(mean(law) - truth)  # as if they began today
        less_elapsed.append(
            np.mean(np.maximum(finished.mean() - elapsed, 0.0)) - truth
        )  # finishers' mean, less the past

    def errors(found: list[float]) -> float:
        return float(np.mean(found) / (np.std(found, ddof=1) / np.sqrt(len(found))))

    assert abs(errors(ours)) < 4 and abs(errors(undated)) < 4
    assert errors(fresh) > 10 and errors(less_elapsed) < -10


def test_of_an_exponential_duration_only_the_finishers_mean_misleads() -> None:
    law, known = Distribution("exponential", (300.0,)), stats.expon(scale=300)
    found = [(mean(left(law, None)) - r.mean(), np.maximum(f.mean() - e, 0).mean() - r.mean()) for e, r, f in
             (met_today(known, seed) for seed in range(60))]  # fmt: skip
    ours, naive = np.mean(found, axis=0) / (np.std(found, axis=0, ddof=1) / np.sqrt(len(found)))
    assert abs(ours) < 4 and naive < -10
