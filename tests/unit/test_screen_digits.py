"""Where no error is known a screen shows three significant digits: what is there is never printed as 0."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import sim
from sim.views.findings import findings
from sim.views.screen.columns import plus_minus, rounded
from sim.views.screen.comparison import comparison_screen
from sim.views.screen.kpis import kpi_screen

FIXTURE = Path(__file__).parents[1] / "fixtures" / "estate_park.yaml"
CELLS = re.compile(r"  (-?[\d.]+)  +(–|±0)  +(\S+) – (\S+)  +\S")
UNKNOWN, NOTHING = float("inf"), 0.0


@pytest.fixture(scope="module")
def one():
    """One history of each strategy of the estate park: nothing has an error."""
    return sim.compare(sim.load(FIXTURE), replications=1, seed=3)


def shown(levels):
    """Rows of a summary that the screen of `run` has."""
    kpi, group = levels["kpi"].astype(str), levels["group"].astype(str)
    gone = kpi.str.startswith("days.") & (levels["mean"] == 0)
    few = group.str.startswith("activity:") & ((levels["mean"] == 0) | ~kpi.isin(("over_limit", "passed_at_limit")))
    return levels[(levels.n > 0) & levels["mean"].notna() & ~gone & ~few & ~kpi.str.contains("_month_")]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("exact", [False, True])
def test_what_a_single_history_has_is_never_printed_as_nothing(one, lang, exact):
    levels = one.summary()
    levels = levels[levels.strategy == one.strategies[1]]
    if exact:  # as where nothing is drawn
        levels = levels.assign(low=levels["mean"], high=levels["mean"])
    manifest = {**one.manifest, "strategies": {one.strategies[1]: one.manifest["strategies"][one.strategies[1]]}}
    cells = [found.groups() for line in kpi_screen(levels, manifest, lang) if (found := CELLS.search(line))]
    rows = shown(levels)
    assert len(cells) == len(rows) > 60
    assert sum(mean == "0" for mean, *_ in cells) == (rows["mean"] == 0).sum()
    assert all(low == mean == high for mean, _, low, high in cells)
    assert {error for _, error, *_ in cells} == {"±0" if exact else "–"}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_cover_of_a_bond_has_three_digits_in_a_comparison_of_single_histories(one, lang):
    lines = comparison_screen(findings(one.tables, one.manifest), lang)
    summary = one.summary()
    for cover in summary.loc[summary.kpi == "bond_cover", "mean"]:
        assert 0 < cover < 10
        assert any(line.endswith(f"  {cover:.3g}") for line in lines)
    assert not any("inf" in line or "nan" in line for line in lines)


def test_a_spread_of_nothing_is_not_put_in_brackets(one):
    lines = comparison_screen(findings(one.tables, one.manifest), "en")
    assert not [line for line in lines if (found := re.search(r"\((\d+)–(\d+)\)  ", line)) and found[1] == found[2]]


@pytest.mark.parametrize("error", [UNKNOWN, NOTHING, float("nan"), 1e-17])
def test_without_an_error_three_digits_are_shown_and_no_sign_of_one(error):
    assert rounded(0.17449, error) == plus_minus(0.17449, error) == "0.174"
    assert [rounded(value, error) for value in (3.459, 0.09, 1645.2, 40.0, 0.0)] == ["3.46", "0.09", "1645", "40", "0"]
    assert rounded(452.4, error, digits=2) == "452"  # days


def test_a_small_error_is_not_printed_as_nothing():
    assert plus_minus(0.138123, 0.0004) == "0.1381 ±0.0004"


def test_blocks_of_a_screen_stand_one_line_apart(one):
    bare = sim.run(sim.load("three_clerks").replace({"horizon_days": 400}), replications=2)
    for played in (one, bare):
        lines = ["", *comparison_screen(findings(played.tables, played.manifest), "en"), ""]
        assert not [at for at in range(len(lines) - 1) if lines[at] == lines[at + 1] == ""]
