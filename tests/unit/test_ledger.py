"""Today's ledger: sheets of every kind become projects that start where they stand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.engine.attributes import combinations
from sim.model.fingerprint import fingerprint
from sim.model.law import By, Distribution
from sim.model.park import Choice, EnterpriseType
from sim.scenario.faults import ScenarioFaults
from sim.scenario.scenario import Scenario, load

FIXTURES = Path(__file__).parent.parent / "fixtures"
PARK = """\
start: 2022-06-01
horizon_days: 2000
limit_days: 1000
calendar: CN
groups: [device_class]
activities:
  - {id: contract, duration: 20, milestone: signed}
  - {id: design, after: [contract], duration: {uniform: [50, 90]}}
  - {id: building, after: [{activity: design, lag_days: 5}], duration: {uniform: [100, 500]}, preparation: 15}
  - {id: papers, clock: working, after: [contract], duration: {pert: [5, 10, 30]}}
  - {id: trial, after: [building, papers], duration: 30, milestone: producing}
site_modes: [{id: rent, title: {en: Rental, zh: 租厂房}}, {id: build, title: {en: Self-build, zh: 自建}}]
enterprises:
  - id: entrant
    arrivals: {every_days: 100}
    attributes:
      device_class: {discrete: {I: 0.5, II: 0.5}}
      licence_path: {by: {device_class: {I: filing, II: {discrete: {filing: 0.5, new_registration: 0.5}}}}}
    quantities: {floor_area: 1500, cash: 1亿元}
strategies: {as_is: []}
ledger:
  file: projects.csv
  like: entrant
  stages: {started: {doing: building}}
"""
SHEET = """\
项目名称,阶段,阶段日期,器械类别,许可路径,厂房面积（㎡）,自有资金（万元）,用地方式,备注
甲,开工,2022年1月1日,二类,,2000,,自建,"逗号, 在引号里"
乙,已开工,,,备案,,5000,租厂房,

丙,签约,2022/3/5,Ⅰ,,,,rent,
丁,洽谈,,,,,,,
戊,投产,2021-05-15,,,,,,
"""


def park(folder: Path, sheet: bytes | str = SHEET, text: str = PARK, name: str = "projects.csv") -> Scenario:
    (folder / name).write_bytes(sheet.encode() if isinstance(sheet, str) else sheet)
    (folder / "park.yaml").write_text(text, encoding="utf-8")
    return load(folder / "park.yaml")


def projects(scenario: Scenario) -> dict[str, EnterpriseType]:
    kinds = scenario.base_model().regimes[0].enterprises
    return {kind.id.removeprefix("ledger:"): kind for kind in kinds if kind.id.startswith("ledger:")}


def test_each_project_starts_where_its_stage_says(tmp_path: Path) -> None:
    found = projects(park(tmp_path))
    assert sorted(found) == sorted("甲乙丙丁")  # 戊 is producing already
    assert found["甲"].already_done == ("contract", "design") and found["甲"].in_progress == (("building", 151.0),)
    assert found["乙"].in_progress == (("building", None),)
    assert (found["丙"].already_done, found["丙"].in_progress) == (("contract",), ())
    assert (found["丁"].already_done, found["丁"].in_progress) == ((), ())
    assert {kind.site_mode for kind in found.values()} == {"build", "rent", None}
    assert all(not kind.counted and kind.arrivals.params == (0.0,) for kind in found.values())


def test_what_a_row_states_holds_and_the_rest_is_as_in_the_type(tmp_path: Path) -> None:
    found = projects(park(tmp_path))
    one = {attribute.name: attribute.law for attribute in found["甲"].attributes}
    assert one["device_class"] == "II" and isinstance(one["licence_path"], By)
    other = {attribute.name: attribute.law for attribute in found["乙"].attributes}
    assert other["licence_path"] == "filing"  # two firms of class I to one of class II go for a filing
    assert other["device_class"] == Choice(("I", "II"), (pytest.approx(2 / 3), pytest.approx(1 / 3)))  # type: ignore[arg-type]
    amounts = {q.name: q.law for q in found["甲"].quantities}
    assert amounts == {"cash": Distribution("fixed", (1e8,)), "floor_area": Distribution("fixed", (2000.0,))}
    assert {q.name: q.law.params for q in found["乙"].quantities} == {"cash": (5e7,), "floor_area": (1500.0,)}
    assert combinations(found["丁"], ["device_class"]) == [("I",), ("II",)]


def test_days_already_spent_are_counted_by_the_clock_of_the_step(tmp_path: Path) -> None:
    scenario = park(tmp_path, text=PARK.replace("doing: building", "doing: papers"))
    assert projects(scenario)["甲"].in_progress == (
        ("papers", 101.0),
    )  # Chinese working days, 2022-01-01 to 2022-05-31
    assert [w.code for w in scenario.warnings].count("ledger_outlasted") == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gb18030 with a mark"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_encodings_and_separators_make_no_difference(tmp_path: Path, encoding: str, delimiter: str) -> None:
    encoding, *marked = encoding.split(" ", 1)
    plain = SHEET.replace('"逗号, 在引号里"', "-").replace(",", delimiter)
    want = fingerprint(park(tmp_path).model("as_is"))
    raw = ("\ufeff" * len(marked) + plain.replace("\n", "\r\n")).encode(encoding)
    assert fingerprint(park(tmp_path, raw).model("as_is")) == want


def test_english_headings_other_names_and_the_order_of_rows_make_no_difference(tmp_path: Path) -> None:
    want = fingerprint(park(tmp_path).model("as_is"))
    head = "Name,Stage,Since,Device class,licence_path,floor area (m2),类金,site mode,remarks"
    lines = SHEET.splitlines()[1:]
    english = "\n".join([head, *reversed(lines)]).replace("已开工", "Started").replace("二类", "class II")
    text = PARK.replace("like: entrant\n", "like: entrant\n  columns: {类金: cash}\n").replace("1亿元", "10000万元")
    assert fingerprint(park(tmp_path, english.replace(",5000,", ",5000万元,"), text).model("as_is")) == want


def test_words_of_cells_and_types_by_row_are_understood(tmp_path: Path) -> None:
    more = "  - {id: probe, counted: false, arrivals: {at_days: []}, attributes: {device_class: III}}\nstrategies"
    text = PARK.replace("strategies", more).replace(
        "like: entrant\n", "like: entrant\n  words: {停工: started, 高: III}\n"
    )
    text = text.replace(
        "device_class: {discrete: {I: 0.5, II: 0.5}}", "device_class: {discrete: {I: 0.5, II: 0.5, III: 0}}"
    )
    found = projects(park(tmp_path, "项目,阶段,类型,器械类别\n甲,停工,probe,高\n", text))
    assert found["甲"].in_progress and [a.law for a in found["甲"].attributes] == ["III"]


def test_a_workbook_reads_like_a_sheet_of_text(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for line in (
        [c.strip() or None for c in row.split(",")] for row in SHEET.replace('"逗号, 在引号里"', "").splitlines()
    ):
        book.active.append([int(c) if c and c.isdigit() else c for c in line])
    book.active["C2"] = date(2022, 1, 1)
    book.save(tmp_path / "projects.xlsx")
    want = fingerprint(park(tmp_path).model("as_is"))
    (tmp_path / "park.yaml").write_text(PARK.replace(".csv", ".xlsx"), encoding="utf-8")
    assert fingerprint(load(tmp_path / "park.yaml").model("as_is")) == want


def test_the_resolved_file_holds_the_projects_itself(tmp_path: Path) -> None:
    scenario = park(tmp_path)
    text = scenario.resolved_yaml()
    assert "projects.csv" not in text
    assert fingerprint(load(text=text).model("as_is")) == fingerprint(scenario.model("as_is"))
    later = scenario.replace({"ledger.rows.丁.stage": "签约"})
    assert projects(later)["丁"].already_done == ("contract",)


def test_a_file_over_a_base_brings_a_ledger_of_its_own(tmp_path: Path) -> None:
    park(tmp_path)
    (tmp_path / "other.csv").write_text("name,stage\nx,signed\n", encoding="utf-8")
    for own, want in (("file: other.csv", "x"), ("rows: [{id: y, stage: 签约}]", "y")):
        (tmp_path / "over.yaml").write_text(f"extends: park\nledger: {{{own}}}\n", encoding="utf-8")
        assert list(projects(load(tmp_path / "over.yaml"))) == [want]


def test_projects_are_one_group_apart_and_every_output_says_so(tmp_path: Path) -> None:
    scenario = park(tmp_path)
    (said,) = scenario.model("as_is").assumptions
    assert (
        said.en.startswith("4 projects in hand") and "1 more are producing" in said.en and "签约 1、开工 2" in said.zh
    )
    result = sim.run(scenario, replications=5)
    signed = result.kpis[result.kpis.kpi == "signed"].groupby("group", observed=True).value.first()
    assert signed["type:ledger"] == 4 and signed["all"] == 20
    assert not [group for group in result.kpis.group.unique() if group.startswith("type:ledger:")]
    assert result.manifest["park"]["labels"]["type"]["ledger"] == {"en": "Projects in hand", "zh": "台账项目"}


def test_the_engine_plays_what_is_left_and_no_fresh_duration(tmp_path: Path) -> None:
    quiet = PARK.replace("every_days: 100", "every_days: 100, count: 1")
    result = sim.run(park(tmp_path, text=quiet), replications=2000, seed=7)
    days = result.enterprises.groupby("type", observed=True).t_producing
    mean, error = days.mean(), days.std() / np.sqrt(2000)

    def off(name: str, theory: float) -> float:
        return abs(mean[f"ledger:{name}"] - theory) / error[f"ledger:{name}"]

    assert off("甲", (500 - 151) / 2 + 30) < 4  # uniform on 151 to 500, less 151; then the trial
    assert off("乙", (100**2 + 100 * 500 + 500**2) / 3 / (2 * 300) + 30) < 4  # E[X²] / (2 E[X])
    assert off("丙", 70 + 5 + 15 + 300 + 30) < 4 and off("丁", 20 + 70 + 5 + 15 + 300 + 30) < 4
    assert off("甲", 300 + 30) > 20 and off("乙", 300 + 30) > 20  # as if they began today
    begun = result.enterprises[result.enterprises.type == "ledger:甲"].t_producing
    assert begun.min() >= 30 and begun.max() <= 349 + 30


def test_newcomers_are_the_same_with_and_without_a_ledger(tmp_path: Path) -> None:
    scenario = park(tmp_path)
    without = load(text=PARK.split("ledger:", maxsplit=1)[0])
    one, other = (sim.run(s, replications=3).enterprises for s in (scenario, without))
    np.testing.assert_array_equal(one[one.type == "entrant"].t_producing, other.t_producing)


def test_the_example_of_sixty_projects_counts_as_the_source_does() -> None:
    scenario = load(FIXTURES / "huainan_ledger.yaml")
    stages = [str(row["stage"]) for row in scenario.document["ledger"]["rows"]]
    assert len(stages) == 60 and sum(s in ("投产", "达产") for s in stages) == 3
    assert sum(s in ("开工", "在建") for s in stages) == 25 and sum("签约" in s for s in stages) == 17
    assert len(projects(scenario)) == 57 and not scenario.warnings


def test_a_bad_value_in_a_sheet_survives_the_way_back_from_a_worker(tmp_path: Path) -> None:
    with pytest.raises(ScenarioFaults) as found:
        park(tmp_path, SHEET.replace("洽谈", "闲聊"))
    assert found.value.faults[0].file.endswith("projects.csv")
