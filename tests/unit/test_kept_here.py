"""R&D elsewhere, production here: what a parent books is neither this park's output nor this county's tax; by hand."""

from __future__ import annotations

import pandas as pd
import pytest

import sim
from sim.scenario.faults import ScenarioFaults
from tests.unit.small_parks import FREE_PARK, kpi, two_firms

# Both announce 100 million and make half of it, from day 0 on, for two years; `part` books three eighths itself.
NUMBERS = "planned_output: 1亿元/年, output_share: 0.5, margin: 0.25, tax_share: 0.0625, jobs: 40, source: ESTIMATE"
LARGE = "  - {id: large, kpi: large_firms, by: 2024-06-30, at_least: 1, size: 3000万元}\n"


def park(kept: str = "37.5%") -> sim.Scenario:
    return two_firms(NUMBERS, "part", f"kept_here: {kept}", prices="{wage: 50000}", targets=LARGE)


@pytest.fixture(scope="module")
def run() -> sim.Run:
    return sim.run(park(), replications=1)


def test_taxes_of_two_years_by_hand(run):
    finance = run.tables["finance"].set_index("enterprise")
    # 6.25 % of 50 million are 3,125,000 a year; 1,171,875 of it here: VAT half, income tax .3, others .2
    yearly = {"margin": 12.5e6, "vat": -585_937.5, "income_tax": -351_562.5, "other_taxes": -234_375}
    for item, amount in {**yearly, "taxes_elsewhere": -1_953_125}.items():
        assert finance.loc["part-1", item] == pytest.approx(2 * amount, abs=0.01)
    assert finance.loc["own-1", ["margin", "vat", "taxes_elsewhere"]].tolist() == pytest.approx([25e6, -3.125e6, 0])
    # kept .65 x (.5 x VAT + .4 x income tax + others): 434,179.69 yuan a year, and 1,157,812.50 of the other firm
    assert kpi(run, "park", "tax_retained") == pytest.approx(2 * (434_179.6875 + 1_157_812.5), abs=0.01)


def test_output_and_entry_above_scale_count_what_is_booked_here(run):
    assert kpi(run, "park", "annual_output") == pytest.approx(50e6 + 18.75e6)
    assert kpi(run, "targets", "target.output") == pytest.approx(68.75e6)
    assert kpi(run, "targets", "target.large") == 1
    assert kpi(run, "all", "above_scale") == 1  # 18.75 million a year are not 20


def test_jobs_are_those_that_wages_are_paid_for_though_half_of_the_output_comes_true(run):
    wages = run.tables["finance"].wages
    assert wages.tolist() == [-4e6, -4e6]  # 40 people at 50,000 yuan for two years
    assert kpi(run, "park", "jobs") == 80
    assert kpi(run, "park", "jobs") * 2 * 50_000 == -wages.sum()


def test_where_it_books_changes_nothing_for_the_firm(run):
    finance = run.tables["finance"].set_index("enterprise")
    assert finance.loc["part-1", "npv"] == pytest.approx(finance.loc["own-1", "npv"], abs=0.5)
    free = sim.load(FREE_PARK)
    compared = [
        sim.run(scenario, "as_is", replications=2, keep=("enterprises", "kpis", "decisions"))
        for scenario in (free, free.replace({"enterprises.entrant.quantities.kept_here": 0.375}))
    ]
    for name in ("decisions", "enterprises"):
        one, other = (played.tables[name].drop(columns="kept_here", errors="ignore") for played in compared)
        pd.testing.assert_frame_equal(one, other)
    assert kpi(compared[1], "park", "annual_output") == pytest.approx(0.375 * kpi(compared[0], "park", "annual_output"))


@pytest.mark.parametrize("kept", ["1.2", "-0.1", "30"])
def test_more_than_all_and_less_than_nothing_are_faults(kept):
    with pytest.raises(ScenarioFaults, match="kept_here"):
        park(kept)
