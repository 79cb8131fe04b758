"""Targets: what each one counts on its day, and how sure its probability is."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import sim
from sim.evidence.intervals import share_of_histories
from sim.evidence.targets import chances, wilson
from sim.model.reported import Target
from sim.model.text import Text
from sim.outcome.targets import TARGET_KPIS, Landed, value_on
from sim.scenario.faults import ScenarioFaults
from sim.study.manifest import manifest
from sim.study.replications import Played
from sim.views.screen.money import target_met

FREE_PARK = Path(__file__).parents[1] / "fixtures" / "free_park.yaml"
NAN = float("nan")
RAMP = (0.4, 0.7, 1.0)
YEAR = 365.0


def firms(*rows: tuple[float, ...]) -> Landed:
    """Rows of (replication, signed, producing, left, output)."""
    columns = [np.array(column, dtype=np.float64) for column in zip(*rows)]
    types = np.array(["even" if i % 2 == 0 else "odd" for i in range(len(rows))])
    return Landed(types, columns[0].astype(np.int64), *columns[1:])


def target(kpi: str, by: float, size: float = 0.0, types: tuple[str, ...] = ()) -> Target:
    return Target("one", Text(), kpi, by, 1.0, size, types=types)


def on(kpi: str, by: float, landed: Landed, size: float = 0.0, replications: int = 1) -> list[float]:
    return value_on(target(kpi, by, size), landed, RAMP, replications).tolist()


def test_a_firm_counts_as_signed_from_the_day_it_signs_until_it_leaves():
    one = firms((0, 100, NAN, 300, 0))
    assert [on("firms_signed", day, one)[0] for day in (99.9, 100, 299.9, 300)] == [0, 1, 1, 0]


def test_a_firm_counts_as_producing_from_its_first_lot_until_it_leaves():
    one = firms((0, 100, 150, 300, 5e6))
    assert [on("firms_producing", day, one)[0] for day in (149, 150, 299, 300)] == [0, 1, 1, 0]


def test_who_never_signs_or_never_produces_is_in_no_count():
    nobody = firms((0, NAN, NAN, NAN, 9e9))
    assert {on(kpi, 1e6, nobody, size=1.0)[0] for kpi in TARGET_KPIS} == {0}


def test_large_firms_are_told_by_their_full_output_whatever_the_ramp():
    some = firms((0, 0, 10, NAN, 1e9), (0, 0, 10, NAN, 1e9 - 1), (0, 0, NAN, NAN, 5e9))
    assert on("large_firms", 20, some, size=1e9) == [1]


def test_annual_output_ramps_up_by_years_of_production():
    one = firms((0, 0, 100, NAN, 1e6))
    days = (99, 100, 100 + YEAR - 1, 100 + YEAR, 100 + 2 * YEAR, 100 + 9 * YEAR)
    assert [on("annual_output", day, one)[0] for day in days] == pytest.approx([0, 4e5, 4e5, 7e5, 1e6, 1e6])


def test_every_history_is_counted_by_itself_and_one_without_firms_is_nought():
    some = firms((0, 5, NAN, NAN, 0), (2, 5, NAN, NAN, 0), (2, 6, NAN, NAN, 0))
    assert on("firms_signed", 10, some, replications=4) == [1, 0, 2, 0]


@pytest.mark.parametrize(("types", "counted"), [((), 5), (("even",), 3), (("odd",), 2), (("even", "odd"), 5)])
def test_a_target_that_names_types_counts_only_these(types, counted):
    some = firms(*[(0, 0, 10, NAN, 1e9)] * 5)
    for kpi, each in (("firms_signed", 1), ("firms_producing", 1), ("large_firms", 1), ("annual_output", 1e9 * 0.4)):
        assert value_on(target(kpi, 20, 1e9, types), some, RAMP, 1).tolist() == [counted * each]


def test_a_kpi_that_no_target_can_have_is_an_error():
    with pytest.raises(ValueError, match="no target counts"):
        on("happiness", 1, firms((0, 0, 0, 0, 0)))


@pytest.mark.parametrize(  # Newcombe (1998), Statist. Med. 17, 857-872, table I, method 3
    ("k", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_published_intervals(k, n, low, high):
    found = wilson(k, n)
    assert (found.share, found.low, found.high) == (k / n, pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@pytest.mark.parametrize("n", [1, 7, 100])
def test_the_ends_of_wilson_are_where_the_score_test_turns(n):
    for k in range(n + 1):
        found = wilson(k, n)
        for p in {found.low, found.high} - {0.0, 1.0}:
            assert abs(found.share - p) / np.sqrt(p * (1 - p) / n) == pytest.approx(1.959964, rel=1e-5)
        mirrored = wilson(n - k, n)
        assert (mirrored.low, mirrored.high) == (pytest.approx(1 - found.high), pytest.approx(1 - found.low))


def test_no_history_says_nothing_and_wilson_lies_within_the_exact_interval_at_the_ends():
    assert wilson(0, 0)[1:] == (0.0, 1.0)
    exact = share_of_histories(np.zeros(50))
    assert wilson(0, 50).low == exact.low == 0 and wilson(0, 50).high < 1.05 * exact.high
    with pytest.raises(ValueError, match="cannot have it"):
        wilson(3, 2)


def table(values: dict[str, list[float]], world: int = 0) -> pd.DataFrame:
    rows = [(s, world, i, "targets", "target.goal", v) for s, row in values.items() for i, v in enumerate(row)]
    return pd.DataFrame(rows, columns=["strategy", "world", "replication", "group", "kpi", "value"])


def test_a_target_is_met_by_just_as_much_as_is_wanted_and_missing_histories_are_counted():
    found = chances(table({"a": [10, 9.999, 12, NAN], "b": [NAN] * 4}), {"goal": 10.0}).set_index("strategy")
    assert found.loc["a", ["probability", "n", "missing"]].tolist() == [pytest.approx(2 / 3), 3, 1]
    assert found.loc["a", "mean"] == pytest.approx(31.999 / 3)
    assert np.isnan(found.loc["b", "probability"]) and found.loc["b", ["low", "high", "n"]].tolist() == [0, 1, 0]


def test_several_worlds_are_judged_apart_and_no_target_is_no_row():
    with pytest.raises(ValueError, match="several worlds"):
        chances(pd.concat([table({"a": [1]}), table({"a": [2]}, world=1)]), {"goal": 1.0})
    assert chances(table({"a": [1]}), {}).empty


def test_a_target_on_a_type_that_can_be_a_shell_is_a_fault_and_the_type_is_named_on_screen():
    free = sim.load(FREE_PARK)
    named = {"targets.landed.types": ["entrant"]}
    with pytest.raises(ScenarioFaults) as found:
        free.replace({"enterprises.entrant.counted": False, "enterprises.entrant.attributes.shell": "yes", **named})
    *_, fault = found.value.faults  # before it: that nobody is counted any more
    assert "targets.landed.types.1: firms of type entrant can be shells" in fault.text("en")
    assert "entrant 类企业可能是空壳企业" in fault.text("zh")

    (landed, *_) = manifest_of(free.replace(named))["park"]["targets"]
    assert landed["types"] == [{"en": "Entrant", "zh": "企业"}]
    row = SimpleNamespace(n=0)
    assert target_met(landed, row, "zh")[0].count("签约企业不少于15家（仅计：企业）") == 1
    assert "at least 15 (only: Entrant)" in " ".join(target_met(landed, row, "en"))


def manifest_of(scenario: sim.Scenario) -> dict[str, object]:
    model, title = scenario.model("as_is"), Text("as is", "现状")
    return manifest({"as_is": model}, {"as_is": title}, 1, 1, Played({}, {}, []))


@pytest.fixture(scope="module")
def played() -> sim.Comparison:
    last = {"firms_signed": 15, "firms_producing": 8, "annual_output": 5e8, "large_firms": 1}
    targets = [
        {
            "id": kpi,
            "kpi": kpi,
            "by": "2025-12-31",
            "at_least": least,
            **({"size": 1.0} if kpi == "large_firms" else {}),
        }
        for kpi, least in last.items()
    ]
    scenario = sim.load(FREE_PARK).replace({"targets": targets})
    return sim.compare(scenario, ["as_is", "land_only"], replications=4, seed=3)


def test_targets_due_at_the_end_agree_with_the_kpis_and_the_firms_of_the_end(played):
    kpis = played.kpis.pivot_table(index=["strategy", "replication"], columns="kpi", values="value", observed=True)
    assert kpis["target.annual_output"].to_numpy() == pytest.approx(
        played.kpis[(played.kpis.kpi == "annual_output") & (played.kpis.group == "park")].value.to_numpy()
    )
    there = played.enterprises[played.enterprises.t_end.isna()]
    signed = there.groupby(["strategy", "replication"], observed=True).t_signed.count()
    produced = there.groupby(["strategy", "replication"], observed=True).t_producing.count()
    assert kpis["target.firms_signed"].tolist() == signed.tolist()
    assert kpis["target.firms_producing"].tolist() == kpis["target.large_firms"].tolist() == produced.tolist()


def test_a_comparison_reports_every_target_of_every_strategy(played):
    found = played.targets()
    assert list(zip(found.strategy, found.target)) == [
        (strategy, kpi)
        for strategy in played.strategies
        for kpi in ("annual_output", "firms_producing", "firms_signed", "large_firms")
    ]
    assert ((found.low <= found.probability) & (found.probability <= found.high) & (found.n == 4)).all()
