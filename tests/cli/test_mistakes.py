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
def mistakes(desk: Path, made_once: Path) -> Path:
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
    "a verb mistyped": ("chekc ziyuan", "did you mean check?"),
    "a verb made up": ("simulate ziyuan", "the verbs are check"),
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
