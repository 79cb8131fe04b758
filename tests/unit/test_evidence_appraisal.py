"""What a strategy costs by what it buys: Fieller's interval, and the table that compares with the baseline."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.evidence.appraisal import appraise, fieller


def test_fieller_agrees_with_the_delta_method_where_the_effect_is_far_from_nothing() -> None:
    rng = np.random.default_rng(5)
    effect = 100.0 + rng.normal(size=400)
    cost = 300.0 + 2.0 * rng.normal(size=400)
    found = fieller(cost, effect)
    ratio = cost.mean() / effect.mean()
    spread = np.std(cost - ratio * effect, ddof=1) / effect.mean() / np.sqrt(400)
    assert found.value == pytest.approx(ratio)
    assert (found.high - found.low) / 2 == pytest.approx(1.966 * spread, rel=1e-2)  # t of 399 degrees


def test_an_effect_that_may_be_nothing_has_no_bounded_price() -> None:
    found = fieller(np.array([5.0, 6.0, 7.0, 6.0]), np.array([-1.0, 1.0, 0.5, -0.5]))
    assert (found.low, found.high) == (-np.inf, np.inf)


def test_fieller_covers_the_true_ratio_as_often_as_it_promises() -> None:
    rng = np.random.default_rng(11)
    covered = 0
    for _ in range(2000):
        noise = rng.normal(size=(2, 12))
        found = fieller(40.0 + 10.0 * noise[0], 4.0 + 2.0 * (0.6 * noise[0] + 0.8 * noise[1]))
        covered += found.low <= 10.0 <= found.high
    assert abs(covered / 2000 - 0.95) < 4 * np.sqrt(0.95 * 0.05 / 2000)  # false alarm below 1e-4


def _kpis() -> pd.DataFrame:
    values = {
        "rent": {("park", "public_cost"): 200.0, ("all", "producing"): 30.0, ("park", "jobs"): 900.0},
        "build": {("park", "public_cost"): 50.0, ("all", "producing"): 20.0, ("park", "jobs"): 800.0},
    }
    more = {("park", "tax_retained"): 5.0, ("park", "but_for"): 0.12, ("all", "cohort"): 10.0}
    rows = []
    for strategy, cells in values.items():
        slow = {("all", "rmst_time_to_production"): 400.0 if strategy == "rent" else 700.0}
        for replication in range(3):
            for (group, kpi), value in {**cells, **more, **slow}.items():
                wobble = replication * 0.5 if kpi == "producing" and strategy == "rent" else 0.0
                rows.append((strategy, replication, group, kpi, value + wobble))
    return pd.DataFrame(rows, columns=["strategy", "replication", "group", "kpi", "value"])


def test_cost_by_effect_is_the_difference_from_the_baseline_over_the_difference() -> None:
    found = appraise(_kpis(), "build").set_index("buys")
    assert found.loc["firm", "gross"] == pytest.approx(150.0 / 10.5)  # 200 - 50 over 30.5 - 20
    assert found.loc["job", "gross"] == pytest.approx(150.0 / 100.0)
    assert found.loc["day_saved", "gross"] == pytest.approx(150.0 / (300.0 * 10.0))
    assert found.loc["job", "net"] == pytest.approx(1.5 / 0.12)


def test_a_strategy_that_buys_nothing_more_has_no_price() -> None:
    tax = appraise(_kpis(), "build").set_index("buys").loc["tax_yuan"]
    assert tax["gross"] == np.inf and (tax["low"], tax["high"]) == (-np.inf, np.inf)


def test_without_books_there_is_nothing_to_appraise() -> None:
    kpis = _kpis()
    assert appraise(kpis[kpis["group"] == "all"], "build").empty
