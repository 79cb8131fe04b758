"""Mistakes a planner would make: one line a fault, exit status 2, nothing written, no traceback; both languages."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from sim.cli.main import VERBS
from tests.cli.conftest import CHINESE, contents

PLACE = re.compile(r"^\S.*:\d+:\d+( [\w.]+)?: \S")  # file:line:column path: what is wrong
TWO_FAULTS = """\
title: {en: Two, zh: 二}
start: 2024-01-01
horizn_days: 400
horizon_days: 400
activities: [{id: licence, duration: {pert: [9, 5, 7]}, milestone: producing}]
enterprises: [{id: maker, arrivals: {every_days: 10}}]
strategies: {as_is: []}
"""


@pytest.fixture
def mistakes(desk: Path, made_once: Path, store_once: Path) -> Path:
    """The desk with everything on it that a planner gets wrong."""
    text = (desk / "small_park.yaml").read_text("utf-8")
    (desk / "gbk.yaml").write_bytes(text.encode("gbk"))
    (desk / "two_faults.yaml").write_text(TWO_FAULTS, encoding="utf-8")
    (desk / "empty.yaml").write_text("", encoding="utf-8")
    (desk / "a_file").write_text("x", encoding="utf-8")
    (desk / "my_photos").mkdir()
    (desk / "my_photos" / "park.jpg").write_bytes(b"x")
    shutil.copytree(made_once, desk / "results")
    shutil.copytree(made_once, desk / "no_activities")
    (desk / "no_activities" / "activities.parquet").unlink()
    shutil.copytree(made_once, desk / "cut_short")
    cut = (desk / "cut_short" / "activities.parquet").read_bytes()[:500]
    (desk / "cut_short" / "activities.parquet").write_bytes(cut)
    shutil.copytree(made_once, desk / "torn_manifest")
    (desk / "torn_manifest" / "manifest.json").write_text('{"parksim": ', encoding="utf-8")
    park = (desk / "small_park.yaml").read_text("utf-8")
    (desk / "other.yaml").write_text(
        park.replace("en: Small park, zh: 小园区", "en: Other, zh: 另一个"), encoding="utf-8"
    )
    (desk / "unkept.yaml").write_text(park + 'experiment: {precision: "sgned: 2%"}\n', encoding="utf-8")
    (desk / "wordless.yaml").write_text(park + 'experiment: {precision: "signed: 0"}\n', encoding="utf-8")
    shutil.copytree(store_once, desk / "st")
    shutil.copytree(store_once, desk / "half")
    (desk / "half" / "store.json").unlink()
    shutil.copytree(store_once, desk / "torn_store")
    (desk / "torn_store" / "store.json").write_text("{", encoding="utf-8")
    return desk


UNKNOWN_STRATEGY = ("did you mean more_staff?", "是不是 more_staff？")
NOT_UTF8 = ("save it again as UTF-8", "请另存为 UTF-8")
NO_FILE = ("there is no such file", "没有这个文件")
LIBRARY = ("is a library", "是基础库")
ONE = ("--replications", 1)

OF_SCENARIOS = {  # what is told at a place in a file, in both languages
    "check a name mistyped": ("check ziyaun", "did you mean ziyuan?", "是不是 ziyuan？"),
    "check a GBK file": ("check gbk.yaml", *NOT_UTF8),
    "check an empty file": ("check empty.yaml", "the file is empty", "文件是空的"),
    "check a folder": ("check my_photos", "cannot be read", "无法读取"),
    "explain an unknown strategy": ("explain small_park.yaml --strategy mroe_staff", *UNKNOWN_STRATEGY),
    "explain a file not there": ("explain small_prak.yaml", *NO_FILE),
    "explain a library": ("explain base_medical_device", *LIBRARY),
    "run an unknown strategy": ("run small_park.yaml --strategy mroe_staff", *UNKNOWN_STRATEGY),
    "run a GBK file": ("run gbk.yaml --out new", *NOT_UTF8),
    "run a library": ("run base_medical_device --out new", *LIBRARY),
    "compare unknown strategies": (
        "compare small_park.yaml --strategies as_is,mroe_staff --out new",
        *UNKNOWN_STRATEGY,
    ),
    "compare a file not there": ("compare small_prak.yaml --out new", *NO_FILE),
    "compare a library": ("compare base_medical_device --out new", *LIBRARY),
    "validate a file not there": ("validate small_prak.yaml", *NO_FILE),
    "validate a GBK file": ("validate gbk.yaml", *NOT_UTF8),
    "validate a library": ("validate base_medical_device", *LIBRARY),
    "case of an unknown strategy": ("case small_park.yaml --strategy mroe_staff -o x.npz", *UNKNOWN_STRATEGY),
    "case of a file not there": ("case small_prak.yaml -o x.npz", *NO_FILE),
    "case of a library": ("case base_medical_device -o x.npz", *LIBRARY),
    "compare for a KPI mistyped in the file": ("compare unkept.yaml", "did you mean signed", "是不是 signed"),
    "run for a precision of nought in the file": ("run wordless.yaml", "more than 0 (got 0)", "必须大于 0"),
    "sweep a file not there": ("sweep small_prak.yaml --vary a:1", *NO_FILE),
    "sweep a key not there": (
        "sweep small_park.yaml --vary offices.buraeu.staff:3",
        "did you mean bureau?",
        "是不是 bureau？",
    ),
    "sweep a key of a lever not there": (
        "sweep small_park.yaml --vary strategies.more_staff.office_staff.ad:3",
        "did you mean add?",
        "是不是 add？",
    ),
    "sweep a value that does not fit": (
        "sweep small_park.yaml --vary offices.bureau.staff:-3 --out new",
        "at point 0 of the sweep",
        "第 0 个点",
    ),
    "rerun an unknown strategy": ("rerun results --strategy mroe_staff --replication 0", *UNKNOWN_STRATEGY),
    "rerun an unknown strategy of a store": ("rerun st --strategy mroe_staff --replication 0", *UNKNOWN_STRATEGY),
    "rerun a file not there": ("rerun small_prak.yaml --replication 0", *NO_FILE),
    "export-log of an unknown strategy": ("export-log results --strategy mroe_staff", *UNKNOWN_STRATEGY),
}
ON_THE_DISK = {  # what is told of a place on the disk, in both languages
    "run into a file's name": ("run small_park.yaml --replications 1 --out a_file/x", "a_file", "a_file"),
    "run into a folder of photos": ("run small_park.yaml --replications 1 --out my_photos", "not a result", "不是"),
    "compare into another question": (
        "compare three_clerks.yaml --replications 1 --out results", "another question", "另一个问题",
    ),
    "compare into fewer strategies": (
        "compare small_park.yaml --strategies as_is --replications 1 --out results", "another question", "另一个问题",
    ),
    "compare into a torn result": (
        "compare small_park.yaml --replications 1 --out torn_manifest", "not a result", "不是",
    ),
    "compare into the folder itself": (
        "compare small_park.yaml --replications 1 --out .", "folder you are in", "当前所在",
    ),
    "compare for a KPI mistyped": (
        "compare small_park.yaml --precision sgned:2%", "did you mean signed", "是不是 signed",
    ),
    "compare for a precision of nought": (
        "compare small_park.yaml --precision signed:0 --store new", "more than 0 (got 0)", "必须大于 0",
    ),
    "compare for a precision below nought": ("compare small_park.yaml --precision signed:-2%", "more than 0", "大于 0"),
    "compare for a precision without a number": (
        "compare small_park.yaml --precision signed:few", "half-width expected", "指标和半宽",
    ),
    "compare for a precision in days": ("compare small_park.yaml --precision signed:2days", "in firms", "firms"),
    "compare for a wait at no office": (
        "compare small_park.yaml --precision wait_mean@office:buro:2", "did you mean office:bureau", "是不是 office:b",
    ),
    "compare for both": ("compare small_park.yaml --precision signed:2% --replications 3", "keep one", "只能写一个"),
    "compare with a budget for nothing": ("compare small_park.yaml --max-minutes 3", "no precision", "没有写"),
    "compare with worlds of nothing": ("compare small_park.yaml --worlds 3", "inputs", "inputs"),
    "compare into the store of another scenario": (
        "compare other.yaml --replications 1 --store st", "another scenario", "另一个情景",
    ),
    "compare into half of a store": ("compare small_park.yaml --replications 1 --store half", "half of", "不完整"),
    "compare into a torn store": ("compare small_park.yaml --replications 1 --store torn_store", "cannot be", "无法"),
    "run into photos as a store": ("run small_park.yaml --replications 1 --store my_photos", "not a store", "不是"),
    "run on no cluster": ("run small_park.yaml --cluster nonsense", "an address such as", "这样的地址"),
    "sweep without values": ("sweep small_park.yaml --vary limit_days", "a key and its values", "键和取值"),
    "sweep a grid of a range": ("sweep small_park.yaml --vary limit_days:3..4", "listed values", "列出取值"),
    "sweep uneven lists": (
        "sweep small_park.yaml --design list --vary limit_days:3 --vary margin_days:1,2", "as many values", "个数相同",
    ),
    "sweep sobol without points": (
        "sweep small_park.yaml --design sobol --vary limit_days:300..400", "--points", "--points",
    ),
    "sweep for a KPI mistyped": ("sweep small_park.yaml --vary limit_days:300 --kpi sgned", "did you mean", "是不是"),
    "sweep into the store of another scenario": (
        "sweep other.yaml --vary limit_days:300 --replications 1 --store st", "another scenario", "另一个情景",
    ),
    "results of nothing": ("results nowhere", "was it moved?", "是否已被移动"),
    "results of photos": ("results my_photos", "not a store", "不是"),
    "results of half a store": ("results half", "store.json is missing", "缺少 store.json"),
    "results of a torn manifest": ("results torn_manifest", "cannot be read", "无法"),
    "query nothing": ("query nowhere x", "was it moved?", "是否已被移动"),
    "query half a store": ("query half x", "store.json is missing", "缺少 store.json"),
    "query a question not asked": ("query st x --question zzz", "there is no one question zzz", "没有唯一的问题"),
    "rerun of half a store": ("rerun half --replication 0", "store.json is missing", "缺少 store.json"),
    "rerun in a world not played": ("rerun st --replication 0 --world 4", "no such state", "没有模拟过"),
    "case into no folder": ("case small_park.yaml -o nowhere/x.npz", "No such file", "没有这个文件"),
    "export-log of no result": ("export-log my_photos", "No such file", "没有这个文件"),
    "export-log of nothing": ("export-log nowhere", "No such file", "没有这个文件"),
    "export-log without activities": ("export-log no_activities", "No such file", "没有这个文件"),
    "export-log cut short": ("export-log cut_short --format xes", "cannot be read", "无法"),
    "export-log of a torn manifest": ("export-log torn_manifest", "cannot be read", "无法"),
    "export-log of a replication not played": ("export-log results --replication 2", "0 to 1 (got 2)", "第 0 至 1 次"),
    "export-log into no folder": ("export-log results -o nowhere/log.csv", "No such file", "没有这个文件"),
}  # fmt: skip
ON_THE_COMMAND_LINE = {
    "a verb mistyped": ("chekc rent_or_build", "did you mean check?"),
    "a verb made up": ("simulate rent_or_build", "the verbs are check"),
    "check without a file": ("check", "FILES"),
    "schema of a file": ("schema small_park.yaml", "small_park.yaml"),
    "schema in a format": ("schema --format json", "--format"),
    "levers by name": ("levers site_modes", "site_modes"),
    "levers in French": ("levers --lang fr", "'fr'"),
    "levers of a file": ("levers --file small_park.yaml", "--file"),
    "explain without a file": ("explain", "FILE"),
    "run no replications": ("run small_park.yaml --replications 0", "--replications"),
    "run a seed in words": ("run small_park.yaml --seed lucky", "lucky"),
    "run into a file": ("run small_park.yaml --out a_file", "a_file"),
    "compare with a negative seed": ("compare small_park.yaml --seed -1", "-1"),
    "compare with an option mistyped": ("compare small_park.yaml --replication 3", "--replication"),
    "compare with half a share": ("compare small_park.yaml --failures-allowed 5", "--failures-allowed"),
    "compare for no minutes": ("compare small_park.yaml --precision signed:1 --max-minutes 0", "--max-minutes"),
    "compare keeping something": ("compare small_park.yaml --keep all", "--keep"),
    "sweep nothing": ("sweep small_park.yaml", "--vary"),
    "sweep a design made up": ("sweep small_park.yaml --vary a:1 --design random", "--design"),
    "results without a place": ("results", "DIRECTORY"),
    "query without a question": ("query st", "SQL"),
    "rerun no replication": ("rerun st --strategy as_is", "--replication"),
    "validate on no workers": ("validate small_park.yaml --workers 0", "--workers"),
    "validate without a file": ("validate", "FILE"),
    "case without a place": ("case small_park.yaml", "--output"),
    "case into a folder": ("case small_park.yaml -o my_photos", "my_photos"),
    "export-log in another format": ("export-log results --format json", "json"),
}


def test_every_verb_is_tried_with_three_mistakes_or_more():
    calls = [call for call, *_ in (*OF_SCENARIOS.values(), *ON_THE_DISK.values(), *ON_THE_COMMAND_LINE.values())]
    tried = {verb: sum(call.split()[0] == verb for call in calls) for verb in VERBS}
    assert {verb: count for verb, count in tried.items() if count < 3} == {"schema": 2}  # it takes nothing to get wrong


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("mistake", OF_SCENARIOS)
def test_a_fault_in_a_scenario_is_one_line_with_its_place(mistake, lang, parksim, mistakes):
    call, english, chinese = OF_SCENARIOS[mistake]
    before = contents(mistakes)
    said = parksim(*call.split(), "--lang", lang)
    assert said.code == 2
    assert said.out == ""
    assert len(said.faults) == 1, said.err
    assert PLACE.match(said.faults[0]), said.faults
    assert (english if lang == "en" else chinese) in said.faults[0]
    assert bool(CHINESE.search(said.faults[0])) == (lang == "zh")
    assert contents(mistakes) == before


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("mistake", ON_THE_DISK)
def test_a_wrong_place_on_the_disk_is_one_line_and_nothing_is_written(mistake, lang, parksim, mistakes):
    call, english, chinese = ON_THE_DISK[mistake]
    before = contents(mistakes)
    said = parksim(*call.split(), "--lang", lang)
    assert said.code == 2
    assert len(said.faults) == 1, said.err
    assert (english if lang == "en" else chinese) in said.faults[0]
    assert bool(CHINESE.search(said.faults[0])) == (lang == "zh")
    assert "partial" not in said.err
    assert contents(mistakes) == before


@pytest.mark.parametrize("mistake", ON_THE_COMMAND_LINE)
def test_a_wrong_command_line_is_one_line_that_names_what_was_wrong(mistake, parksim, mistakes):
    call, word = ON_THE_COMMAND_LINE[mistake]
    before = contents(mistakes)
    said = parksim(*call.split())
    assert (said.code, said.out) == (2, "")
    assert len(said.faults) == 1, said.err
    assert word in said.faults[0] and "--help" in said.faults[0]
    assert contents(mistakes) == before


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("verb", ["check", "explain", "run", "compare", "validate", "case"])
def test_every_verb_that_reads_a_file_tells_all_its_faults_at_once(verb, lang, parksim, mistakes):
    before = contents(mistakes)
    said = parksim(verb, "two_faults.yaml", "--lang", lang, *(("-o", "x.npz") if verb == "case" else ()))
    assert (said.code, said.out) == (2, "")
    assert [line.split(":")[:2] for line in said.faults] == [["two_faults.yaml", "3"], ["two_faults.yaml", "5"]]
    assert "horizn_days" in said.faults[0] and "horizon_days" in said.faults[0]
    assert ("must ascend" if lang == "en" else "须从小到大") in said.faults[1]
    assert contents(mistakes) == before


def test_check_goes_on_to_the_next_file_after_a_faulty_one(parksim, mistakes):
    said = parksim("check", "gbk.yaml", "three_clerks.yaml", "two_faults.yaml")
    assert said.code == 2
    assert said.out == "three_clerks.yaml: sound, 1 strategy\n"
    assert len(said.faults) == 3


@pytest.mark.parametrize("verb", ["run", "compare"])
def test_a_folder_that_cannot_be_written_is_one_line(verb, parksim, desk, monkeypatch):
    make = Path.mkdir

    def locked(self: Path, *arguments: object, **options: object) -> None:
        if desk in self.absolute().parents:
            raise PermissionError(13, "Permission denied", str(self))
        make(self, *arguments, **options)

    monkeypatch.setattr(Path, "mkdir", locked)
    before = contents(desk)
    said = parksim(verb, "small_park.yaml", *ONE, "--out", "new")
    assert (said.code, said.faults) == (2, ["new: Permission denied"])
    assert contents(desk) == before


def test_a_strategy_named_twice_is_played_once(parksim, desk):
    said = parksim("compare", "small_park.yaml", *ONE, "--strategies", "as_is, as_is")
    assert said.code == 0
    assert said.out.startswith("One strategy")
