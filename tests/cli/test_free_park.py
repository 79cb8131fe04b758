"""A park with floors, land, money, targets and free choice: what its screens and its results directory say."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

import sim
from sim.study.block import TABLES, WRITTEN
from sim.text.labels import LABELS
from sim.text.width import width
from sim.views.screen.kpis import unit_of
from tests.cli.conftest import CHINESE, FIXTURES, Said

ROOT = Path(__file__).parents[2]
PLAYED = ("--replications", 4)
CALLS = {
    "compare": ("compare", "free_park.yaml", *PLAYED),
    "run": ("run", "free_park.yaml", *PLAYED),
    "explain": ("explain", "free_park.yaml", "--strategy", "relief"),
}
SAYS = {
    ("compare", "en"): (
        "composition",
        "T1 Fifteen firms",
        "Money in million yuan",
        "bond cover",
        "for Standard factories",
    ),
    ("compare", "zh"): ("速度效应", "构成效应", "目标1 落户15家", "亿元", "万元", "债券覆盖倍数", "最长等待：标准厂房"),
    ("run", "en"): (
        "Standard factories",
        "The park and the county",
        "million yuan",
        "met in",
        "m²",
        "mu",
        "jobs",
        "ratio",
    ),
    ("run", "zh"): ("标准厂房", "园区与县", "万元", "亿元", "的模拟实现", "m²", "亩", "倍", "放弃落户"),
    ("explain", "en"): (
        "Phase one",
        "40 mu (26,667 m²)",
        "(earned by idle land",
        "24 months at 100 % relief",
        "at least 500 million yuan",
    ),
    ("explain", "zh"): ("一期", "40亩（26,667m²）", "盘活闲置土地", "24个月减免100%", "不低于5亿元", "9万元/亩"),
}


@pytest.fixture
def told(parksim, desk):
    """How the verb of a free park ended, by verb and language."""
    shutil.copy(FIXTURES / "free_park.yaml", desk / "free_park.yaml")

    def say(verb: str, lang: str, *more: object) -> Said:
        return parksim(*CALLS[verb], *more, "--lang", lang)

    return say


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("verb", CALLS)
def test_a_screen_says_floors_money_and_targets_in_the_language_asked_for(verb, lang, told):
    said = told(verb, lang)
    assert (said.code, said.faults) == (0, [])
    assert [words for words in SAYS[verb, lang] if words not in said.out] == []
    if lang == "en":
        assert not CHINESE.search(said.out)
    assert [word for word in ("kpi.", "target.", "estate:", "park:", "unit_") if word in said.out] == []
    if verb != "explain":  # whose list of changes gives paths and values in full
        assert max(width(line) for line in said.out.splitlines()) <= 100


@pytest.mark.parametrize("verb", CALLS)
def test_a_park_without_floors_money_and_targets_says_nothing_of_them(verb, parksim, desk):
    call = [word if word != "free_park.yaml" else "small_park.yaml" for word in CALLS[verb]]
    said = parksim(*(word if word != "relief" else "more_staff" for word in call)).out
    assert [w for w in ("yuan", "T1", "composition", "Floors", "Terms of", "Targets", "bond") if w in said] == []


def test_one_strategy_has_targets_and_money_and_no_split(told):
    said = told("compare", "en", "--strategies", "land_only").out
    assert "T1 Fifteen firms" in said and "public cost" in said and "composition" not in said


def test_the_directory_holds_tables_of_floors_and_money_where_there_are_any(told, desk, monkeypatch):
    monkeypatch.setattr("sim.views.results.drawable", lambda *_: ())
    assert told("compare", "en", "--out", "free").code == 0
    written = {path.stem for path in (desk / "free").glob("*.parquet")}
    assert written == set(WRITTEN) == set(TABLES) - {"days", "tallies"}
    for name in written:
        table = pd.read_parquet(desk / "free" / f"{name}.parquet")
        assert len(table) and table.columns.tolist()[0] == "strategy", name
        assert set(table["strategy"].astype(str)) == {"as_is", "relief", "land_only"}, name
    targets = pd.read_csv(desk / "free" / "targets.csv", encoding="utf-8-sig")
    assert list(targets.target.unique()) == ["landed", "large", "output"] and len(targets) == 9
    park = json.loads((desk / "free" / "manifest.json").read_text("utf-8"))["park"]
    assert park["targets"][2] == {
        "id": "output", "title": {"en": "Output", "zh": "产值"}, "kpi": "annual_output", "by": "2025-12-31",
        "at_least": 5e8, "size": 0.0, "types": [],
    }  # fmt: skip
    assert park["resources"]["industrial_land"]["unit"] == "mu"


def test_what_a_park_has_nothing_for_is_not_written(parksim, desk, monkeypatch):
    monkeypatch.setattr("sim.views.results.drawable", lambda *_: ())
    assert parksim("compare", "small_park.yaml", "--replications", 2, "--out", "plain").code == 0
    written = {path.name for path in (desk / "plain").iterdir() if path.suffix in (".parquet", ".csv")}
    parquet = {f"{name}.parquet" for name in ("enterprises", "activities", "kpis", "curves")}
    assert written == parquet | {"summary.csv", "differences.csv"}


@pytest.fixture(scope="module")
def played() -> sim.Comparison:
    return sim.compare(sim.load(FIXTURES / "free_park.yaml"), replications=2, keep=TABLES)


@pytest.mark.parametrize("name", ["holdings", "stocks", "lines", "decisions", "finance", "accounts", "cash", "funnel"])
def test_every_column_of_a_table_of_floors_and_money_stands_on_its_page(name, played):
    page = (ROOT / "docs" / "tables.md").read_text("utf-8")
    section = page.split(f"\n### {name}\n")[1].split("\n#")[0]
    explained = [
        word for line in section.splitlines() if line.startswith("| `") for word in line.split("|")[1].split("`")
    ]
    assert [column for column in played.tables[name].columns if column not in explained] == []


def test_every_kpi_has_a_title_a_unit_and_a_row_on_its_page(played):
    page = (ROOT / "docs" / "tables.md").read_text("utf-8")
    kpis = played.kpis[["group", "kpi"]].drop_duplicates().astype(str)
    for group, kpi in kpis.itertuples(index=False):
        unit = unit_of(kpi, played.manifest, group)
        assert unit in ("firms", "share", "days", "cases", "yuan", "jobs", "ratio", "m2", "mu"), (group, kpi, unit)
        if not kpi.startswith(("days.", "target.")):
            assert f"kpi.{kpi}" in LABELS and f"| `{kpi}` |" in page, kpi
