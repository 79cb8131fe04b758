"""Sales that a parent moves here are no entry above scale, and stay output, taxes and jobs; by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

import sim
from sim.money.above_scale import entries_of, revenue
from sim.scenario.faults import ScenarioFaults
from sim.text.labels import LABELS
from tests.unit.small_parks import FREE_PARK, kpi, two_firms
from tests.unit.test_above_scale import FULL, START, firms

# 36.5 million a year, 100,000 yuan a day, from 1 January 2023 on; of `moved` a fifth was the parent's
NUMBERS = "planned_output: 3650万元/年, margin: 0.25, tax_share: 0.0625, jobs: 40, source: ESTIMATE"
BAD = {
    "1.2": ("1.2 is not a share, which lies in 0 to 1", "1.2 不是比例，比例须在 0 到 1 之间"),
    "-0.1": ("must not be negative (got -0.1)", "-0.1"),
    "{pert: [0, 0.3, 30]}": ("30 is not a share", "30 不是比例"),
    "most": ("a share such as 0.3 or 30% expected (got most)", "most"),
}


def park(share: str = "20%") -> sim.Scenario:
    return two_firms(NUMBERS, "moved", f"moved_sales: {share}")


def entered(share: float, producing: float = 0, output: float = 36.5e6, start: date = START) -> float:
    facts = replace(firms([producing], output=output), moved_sales=np.array([share]))
    return float(entries_of(facts, FULL, start)[0])


def test_the_monthly_window_waits_until_the_plants_own_sales_pass_the_mark() -> None:
    # own sales of 100,000, 80,000 and 50,000 a day pass 20 million after 200, 250 and 400 days; by the 20th of July
    # (201 days), of September (263); half of 36.5 million is 18.25, and no calendar year has 400 days
    assert entered(0.0) == 212  # 1 August
    assert entered(0.2) == 273  # 1 October
    assert np.isnan(entered(0.5))


def test_the_annual_batch_leaves_out_what_was_moved_too() -> None:
    # first lot on day 166: not new in 2024, whose 366 days sell 36.6 million, or .55 of it: 20.13; .54: 19.764
    assert entered(0.45, producing=166) == 731
    assert np.isnan(entered(0.46, producing=166))


def test_the_mark_is_reached_by_exactly_20_million_of_own_sales_and_missed_by_a_yuan() -> None:
    # 25 million a year, of which a fifth was the parent's; day 731 is the batch of 2024, a leap year with a day more
    assert entered(0.2, output=25e6) == 365
    assert entered(0.2, output=25e6 - 1.25) == 731


def test_who_sells_nothing_of_its_own_never_enters_and_a_law_that_draws_more_than_all_is_all() -> None:
    assert np.isnan(entered(1.0, output=1e12))
    facts = replace(firms([0]), moved_sales=np.array([1.4]))
    assert revenue(facts, FULL, 0, 365).tolist() == [0.0]


def test_it_is_taken_from_what_the_plant_books_not_from_what_it_makes() -> None:
    facts = replace(firms([0], output=40e6), kept_here=np.array([0.5]), moved_sales=np.array([0.25]))
    assert revenue(facts, FULL, 0, 365).tolist() == [15e6]


def test_more_moved_is_never_entered_sooner() -> None:
    days = np.random.default_rng(9).uniform(0, 1400, 300)
    before = firms(days, output=60e6)
    found = [
        np.nan_to_num(entries_of(replace(before, moved_sales=np.full(300, share)), (0.4, 0.7, 1.0), START), nan=np.inf)
        for share in (0.0, 0.1, 0.3, 0.6, 1.0)
    ]
    assert all((soon <= late).all() for soon, late in pairwise(found))
    assert (found[0] < found[3]).any() and np.isinf(found[4]).all()


@pytest.fixture(scope="module")
def run() -> sim.Run:
    return sim.run(park(), replications=1)


def test_a_played_park_enters_it_later_and_books_the_same_output_taxes_and_jobs(run: sim.Run) -> None:
    finance = run.tables["finance"].set_index("enterprise")
    assert finance.t_above_scale.to_dict() == {"own-1": 212, "moved-1": 273}
    own, moved = finance.loc["own-1"].drop("t_above_scale"), finance.loc["moved-1"].drop("t_above_scale")
    pd.testing.assert_series_equal(own, moved, check_names=False)
    assert kpi(run, "park", "annual_output") == pytest.approx(73e6)
    assert kpi(run, "targets", "target.output") == pytest.approx(73e6)
    assert kpi(run, "park", "jobs") == pytest.approx(80)
    assert kpi(sim.run(park("60%"), replications=1), "all", "above_scale") == 1


@pytest.mark.parametrize("share", [0, 0.6])
def test_nothing_but_entry_above_scale_feels_it_and_nought_is_as_if_it_were_not_stated(share: float) -> None:
    free = sim.load(FREE_PARK)
    stated = free.replace({"enterprises.entrant.quantities.moved_sales": share})
    keep = ("enterprises", "activities", "kpis", "decisions", "finance")
    plain, other = (sim.run(scenario, "as_is", replications=3, keep=keep).tables for scenario in (free, stated))
    for name in keep:
        felt = ["t_above_scale"] if share and name == "finance" else []
        one, two = (tables[name].drop(columns=["moved_sales", *felt], errors="ignore") for tables in (plain, other))
        if share and name == "kpis":
            one, two = (table[~table.kpi.isin(["above_scale", "five_same_year"])] for table in (one, two))
        pd.testing.assert_frame_equal(one, two, check_exact=True)
    late = np.nan_to_num(other["finance"].t_above_scale, nan=np.inf)
    soon = np.nan_to_num(plain["finance"].t_above_scale, nan=np.inf)
    assert (late >= soon).all() and bool((late > soon).any()) == (share > 0)


@pytest.mark.parametrize("bad", BAD)
def test_more_than_all_less_than_nothing_and_words_are_faults_in_both_languages(bad: str) -> None:
    with pytest.raises(ScenarioFaults) as caught:
        park(bad)
    (fault,) = caught.value.faults
    assert str(fault.path).startswith("enterprises.moved.quantities.moved_sales") and fault.line > 0
    english, chinese = BAD[bad]
    assert english in fault.text("en") and chinese in fault.text("zh")


def test_it_has_a_name_in_both_languages() -> None:
    assert LABELS["quantity.moved_sales"] == ("sales moved from the parent", "母公司转入销售占比")
