"""Every fault of a ledger at its line and column of the sheet, in both languages, all at once; exit status 2."""

# ruff: noqa: E501 (a table of cases reads best with one case a line)

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from sim.cli.main import main
from sim.scenario.faults import Fault, ScenarioFaults
from sim.scenario.scenario import load
from tests.unit.test_ledger import PARK, SHEET, park

HEAD = "项目名称,阶段,阶段日期,器械类别,许可路径,用地方式\n"
LEDGER = "ledger:\n  file: projects.csv"


def faults_of(folder: Path, sheet: bytes | str = SHEET, text: str = PARK, **more: str) -> list[Fault]:
    with pytest.raises(ScenarioFaults) as found:
        park(folder, sheet, text, **more)
    return found.value.faults


CELLS = [  # (sheet, code, line, column, words in en, words in zh)
    (HEAD + "甲,停工,,,,\n", "ledger_stage", 2, 2, "unknown stage (got 停工)", "没有这个阶段"),
    (HEAD + "甲,签约,2022-13-01,,,\n", "ledger_date", 2, 3, "a date such as", "应为日期"),
    (HEAD + "甲,签约,去年,,,\n", "ledger_date", 2, 3, "(got 去年)", "不知道就留空"),
    (HEAD + "甲,签约,44696,,,\n", "ledger_date_serial", 2, 3, "(got 44696, in Excel usually 2022-05-15)", "请把该列设为日期格式"),
    (HEAD + "甲,签约,20220515,,,\n", "ledger_date", 2, 3, "(got 20220515)", "应为日期"),
    (HEAD + "甲,签约,2022-06-02,,,\n", "ledger_date_late", 2, 3, "after the start of the scenario, 2022-06-01", "晚于"),
    (HEAD + "甲,签约,,,,\n\n甲,洽谈,,,,\n", "ledger_twice", 4, 1, "a second time (got 甲)", "重复"),
    (HEAD + "甲,签约,,IV,,\n", "ledger_value", 2, 4, "did you mean I", "是不是 I"),
    (HEAD + "甲,签约,,一类,新注册,\n", "ledger_cannot_be", 2, 1, "together (got device_class: I, licence_path", "同时"),
    (HEAD + "甲,签约,,,,rnet\n", "unknown_site_mode", 2, 6, "did you mean rent?", "是不是 rent？"),
    (HEAD + "甲,签约,,,,租厂\n", "unknown_site_mode", 2, 6, "known: build (Self-build), rent (Rental); did you mean 租厂房?", "已有：自建（build）、租厂房（rent）"),
    (HEAD + "甲,,,,,\n", "ledger_blank", 2, 2, "阶段 is blank", "“阶段”为空"),
    (HEAD + ",签约,,,,\n", "ledger_blank", 2, 1, "项目名称 is blank", "“项目名称”为空"),
    (HEAD + "甲,签约,,,,,多\n", "ledger_extra_cell", 2, 7, "without a heading (got 多)", "没有表头"),
    (HEAD.replace("器械类别", "器械种类") + "甲,签约,,,,\n", "ledger_heading_unknown", 1, 4, "did you mean 器械类别", "不认识"),
    (HEAD.replace("用地方式", "投资额（万元）") + "甲,签约,,,,1\n", "ledger_heading_unknown", 1, 6, "ignore", "ignore"),
    (HEAD.replace("用地方式", "项目") + "甲,签约,,,,\n", "ledger_heading_twice", 1, 6, "first is column 1", "首列是第 1 列"),
    ("名字,阶段\n甲,签约\n", "ledger_heading_missing", 1, 1, "heading 项目名称", "没有“项目名称”"),
    ("项目名称,厂房面积\n甲,1\n", "ledger_heading_missing", 1, 1, "heading 阶段", "没有“阶段”"),
    ("项目名称,阶段,厂房面积\n甲,签约,1千米\n", "not_a_quantity", 2, 3, "(got 1千米)", "应为"),
    ("", "ledger_empty", 1, 1, "the ledger is empty", "台账是空的"),
    (HEAD, "ledger_empty", 1, 1, "one line a project", "每个项目一行"),
    ("name,stage\n" + "".join(f"p{n},signed\n" for n in range(1001)), "ledger_too_long", 1, 1, "1000", "1000"),
]  # fmt: skip


@pytest.mark.parametrize(("sheet", "code", "line", "column", "en", "zh"), CELLS, ids=[c[1] + f"_{n}" for n, c in enumerate(CELLS)])  # fmt: skip
def test_a_fault_in_a_sheet_stands_at_its_line_and_column(
    tmp_path: Path, sheet: str, code: str, line: int, column: int, en: str, zh: str
) -> None:
    found = [fault for fault in faults_of(tmp_path, sheet) if fault.code == code]
    assert [(Path(f.file).name, f.line, f.column) for f in found] == [("projects.csv", line, column)]
    assert en in found[0].text("en") and zh in found[0].text("zh")


IN_YAML = [
    ("file: projects.csv", "file: project.csv", "ledger_missing", 22, 9, "did you mean projects.csv"),
    ("file: projects.csv", "file: ../projects.csv", "ledger_missing", 22, 9, "beside this file"),
    ("file: projects.csv", "file: park.yaml", "ledger_missing", 22, 9, "beside this file"),
    ("doing: building", "doing: building, done: [papers, trial]", "ledger_done_after_doing", 24, 45, "trial cannot be done while building"),
    ("like: entrant", "like: entrent", "unknown_enterprise", 23, 9, "did you mean entrant?"),
    ("doing: building", "doing: bulding", "unknown_activity", 24, 29, "did you mean building?"),
    ("stages: {started", "stages: {strated", "ledger_stage", 24, 12, "did you mean started?"),
    ("stages: {started: {doing: building}}", "columns: {投资额: moeny}", "ledger_column_target", 24, 18, "(got moeny)"),
    ("  - id: entrant", "  - {id: ledger, arrivals: {every_days: 9}}\n  - id: entrant", "ledger_id_taken", 14, 10, "rename"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code", "line", "column", "words"), IN_YAML, ids=[c[2] for c in IN_YAML])
def test_a_fault_in_the_file_that_names_the_sheet_stands_there(
    tmp_path: Path, old: str, new: str, code: str, line: int, column: int, words: str
) -> None:
    assert old in PARK
    found = [fault for fault in faults_of(tmp_path, text=PARK.replace(old, new, 1)) if fault.code == code]
    assert [(Path(f.file).name, f.line, f.column) for f in found] == [("park.yaml", line, column)]
    assert words in found[0].text("en") and found[0].text("zh")


def test_a_stage_of_which_nothing_is_said_is_asked_for_once(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, text=PARK.replace("  stages: {started: {doing: building}}\n", ""))
    assert (fault.code, fault.line, fault.column) == ("ledger_stage_unsaid", 2, 2)
    assert "add started: {done: […], doing: …}" in fault.text("en")


def test_nobody_is_in_the_midst_of_something_at_an_office_with_a_line(tmp_path: Path) -> None:
    text = PARK.replace("duration: {uniform: [100, 500]}", "office: bureau, duration: {uniform: [100, 500]}")
    (fault,) = faults_of(tmp_path, text=text + "offices: {bureau: {staff: 2}}\n")
    assert (fault.code, fault.line, fault.column) == ("ledger_doing_at_office", 24, 29)
    assert "line_on_day_one" in fault.text("en") and "line_on_day_one" in fault.text("zh")
    assert park(tmp_path, text=text + "offices: {bureau: {}}\n")


@pytest.mark.parametrize("raw", ["项目,阶段\n甲,签约\n".encode("utf-16"), b"\xff\x00\x01", b"name,stage\n\x00,\x00\n"])
def test_a_sheet_in_no_known_encoding_is_refused(tmp_path: Path, raw: bytes) -> None:
    (fault,) = faults_of(tmp_path, raw)
    assert fault.code == "ledger_encoding" and "CSV UTF-8" in fault.text("en") and "CSV UTF-8" in fault.text("zh")


def test_a_workbook_that_is_none_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("openpyxl")
    (fault,) = faults_of(tmp_path, text=PARK.replace(".csv", ".xlsx"), name="projects.xlsx")
    assert fault.code == "ledger_workbook" and "save it again" in fault.text("en")


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"]
)
@pytest.mark.parametrize("damage", ["gone", "torn", "other"])
def test_a_workbook_that_is_damaged_anywhere_is_refused(part: str, damage: str, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["项目名称", "阶段"])
    book.save(tmp_path / "whole.xlsx")
    with zipfile.ZipFile(tmp_path / "whole.xlsx") as whole, zipfile.ZipFile(tmp_path / "torn.xlsx", "w") as torn:
        for name in whole.namelist():
            inside = whole.read(name)
            if name == part:
                inside = {"gone": b"", "torn": inside[: len(inside) // 2], "other": b"<a/>"}[damage]
            torn.writestr(name, inside)
    raw = (tmp_path / "torn.xlsx").read_bytes()
    (fault,) = faults_of(tmp_path, raw, PARK.replace(".csv", ".xlsx"), name="projects.xlsx")
    assert fault.code in ("ledger_workbook", "ledger_empty")  # an empty sheet is no damage
    if fault.code == "ledger_workbook":
        assert "damaged, or with a password" in fault.text("en") and "已损坏或有密码" in fault.text("zh")


def test_a_sheet_that_does_not_begin_with_headings_is_one_fault(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, "甲,签约,,,,\n乙,签约,,,,\n")
    assert (fault.code, fault.line, fault.column) == ("ledger_no_headings", 1, 1)
    assert "begin the sheet with headings such as 项目名称" in fault.text("en") and "首行不是表头" in fault.text("zh")


def test_a_list_in_place_of_the_name_of_a_ledger_is_a_fault(tmp_path: Path) -> None:
    for written in ("[projects.csv]", "[[项目名称, 阶段], [甲, 签约]]"):
        (fault,) = faults_of(tmp_path, text=PARK.replace("projects.csv", written))
        assert fault.code == "wrong_type" and fault.path == "ledger.file"


def test_what_the_type_has_misspelt_is_told_there_and_not_in_every_row(tmp_path: Path) -> None:
    sheet = HEAD + "甲,签约,,二类,新注册,\n乙,签约,,二类,新注册,\n"
    (fault,) = faults_of(tmp_path, sheet, PARK.replace("new_registration", "new_regstration"))
    assert (fault.code, Path(fault.file).name) == ("value_of_no_row", "park.yaml")
    assert fault.path == "enterprises.entrant.attributes.licence_path.by.device_class.II.discrete.new_regstration"
    assert "did you mean new_registration?" in fault.text("en") and "是不是 new_registration？" in fault.text("zh")


def test_nothing_is_being_done_where_all_is_done(tmp_path: Path) -> None:
    text = PARK.replace("{doing: building}", "{doing: building, done: all}")
    (fault,) = faults_of(tmp_path, text=text)
    assert (fault.code, fault.path) == ("ledger_done_after_doing", "ledger.stages.started.done")


@pytest.mark.parametrize("suffix", [".xls", ".ods", ".XLS"])
def test_a_sheet_that_is_there_and_of_a_form_that_is_not_read_says_how_to_save_it(tmp_path: Path, suffix: str) -> None:
    name = f"projects{suffix}"
    (fault,) = faults_of(tmp_path, b"\xd0\xcf", PARK.replace("projects.csv", name), name=name)
    assert (fault.code, fault.line, fault.column) == ("ledger_unread_form", 22, 9)
    assert f"(got {name}); save it as .xlsx" in fault.text("en") and "请另存为 .xlsx" in fault.text("zh")
    (tmp_path / name).unlink()
    assert [fault.code for fault in faults_of(tmp_path, text=PARK.replace("projects.csv", name))] == ["ledger_missing"]


TITLED = [  # (lines above the headings, words of the first)
    ("2022年项目台账,,,,,\n", "2022年项目台账"),
    ("2022年项目台账\n", "2022年项目台账"),
    ("项目台账,,,,,\n\n填报单位：发改局,,,2022年5月,,\n", "项目台账"),
]


@pytest.mark.parametrize(("above", "title"), TITLED)
def test_a_title_above_the_headings_is_one_fault_and_what_is_below_is_read(
    tmp_path: Path, above: str, title: str
) -> None:
    line = above.count("\n") + 1
    (fault,) = faults_of(tmp_path, above + SHEET)
    assert (fault.code, fault.line, fault.column) == ("ledger_title", 1, 1)
    assert f"(got {title}); they stand in line {line}" in fault.text("en") and f"表头在第 {line} 行" in fault.text("zh")
    found = faults_of(tmp_path, above + HEAD + "甲,停工,,,,\n")
    assert [(fault.code, fault.line) for fault in found] == [("ledger_title", 1), ("ledger_stage", line + 1)]


def test_a_title_above_headings_that_are_not_understood_is_no_heading_either(tmp_path: Path) -> None:
    found = faults_of(tmp_path, "台账,,\n名字,进度,厂房面积\n甲,签约,1\n乙,签约,1\n")
    assert {fault.code for fault in found} == {"ledger_title", "ledger_heading_unknown", "ledger_heading_missing"}
    assert {fault.line for fault in found if fault.code != "ledger_title"} == {2}


def test_a_date_without_a_format_in_a_workbook_is_told_as_the_number_it_is(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for line in (["2022年台账"], ["项目名称", "阶段", "阶段日期"], ["甲", "签约", 44696], ["乙", "签约", 44696.5]):
        book.active.append(line)
    book.save(tmp_path / "saved.xlsx")
    raw = (tmp_path / "saved.xlsx").read_bytes()
    found = faults_of(tmp_path, raw, PARK.replace(".csv", ".xlsx"), name="projects.xlsx")
    assert [(fault.code, fault.line, fault.column) for fault in found] == [
        ("ledger_title", 1, 1),
        ("ledger_date_serial", 3, 3),
        ("ledger_date_serial", 4, 3),
    ]
    assert all("2022-05-15" in fault.text("zh") for fault in found[1:])


def test_without_openpyxl_a_workbook_asks_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    (fault,) = faults_of(tmp_path, b"PK", PARK.replace(".csv", ".xlsx"), name="projects.xlsx")
    assert fault.code == "ledger_needs_openpyxl"
    assert "pip install 'parksim[xlsx]'" in fault.text("en") and "pip install 'parksim[xlsx]'" in fault.text("zh")


def test_a_ledger_named_from_nowhere_is_a_fault() -> None:
    with pytest.raises(ScenarioFaults) as found:
        load(text=PARK)
    assert [fault.code for fault in found.value.faults] == ["ledger_missing"]
    with pytest.raises(ScenarioFaults) as found:
        load(text=PARK.replace("file: projects.csv", "rows: [{id: a, stage: signed}]")).replace(
            {"ledger.file": "x.csv"}
        )
    assert [fault.code for fault in found.value.faults] == ["ledger_not_read"]


def test_all_faults_come_at_once_with_status_two_and_no_traceback(tmp_path: Path) -> None:
    sheet = HEAD.replace("许可路径", "许可") + "甲,停工,明天,IV,,rnet\n甲,,2023-01-01,,,\n"
    text = PARK.replace("like: entrant", "like: entrant\n  colour: red").replace(
        "horizon_days: 2000", "horizon_days: -1"
    )
    faults = faults_of(tmp_path, sheet, text)
    assert {fault.code for fault in faults} == {
        "ledger_heading_unknown", "ledger_stage", "ledger_date", "ledger_value", "unknown_site_mode", "ledger_blank",
        "ledger_twice", "ledger_date_late", "unknown_key", "negative",
    }  # fmt: skip
    for lang in ("en", "zh"):
        done = CliRunner().invoke(main, ["check", str(tmp_path / "park.yaml"), "--lang", lang])
        assert done.exit_code == 2 and "Traceback" not in done.output
        assert "projects.csv:2:2 ledger.rows.甲.stage: " in done.output and "projects.csv:1:5: " in done.output
