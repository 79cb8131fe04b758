"""Every verb does what it says, in English and in Chinese."""

from __future__ import annotations

import json

import pytest

from sim.cli.main import VERBS
from sim.engine.case import Case
from sim.levers.all_levers import LEVERS
from tests.cli.conftest import CHINESE

both_languages = pytest.mark.parametrize("lang", ["en", "zh"])
PLAYED = ("--replications", 2)

CALLS = {
    "check": (("check", "small_park.yaml", "three_clerks.yaml"), "sound, 3 strategies", "无误，3 个方案"),
    "explain": (("explain", "small_park.yaml", "--strategy", "more_staff"), "Load of each office", "负荷"),
    "levers": (("levers",), "neutral setting", "中性取值"),
    "run": (("run", "small_park.yaml", *PLAYED), "restricted mean time to production", "投产时间（限制平均）"),
    "compare": (("compare", "small_park.yaml", *PLAYED), "baseline", "基准"),
    "sweep": (("sweep", "small_park.yaml", "--vary", "limit_days: 300, 400", *PLAYED), "2 points over", "2个点"),
    "results": (("results", "results"), "Small park", "小园区"),
    "query": (("query", "results", "select count(*) as many from kpis"), "many", "many"),
    "rerun": (("rerun", "results", "--strategy", "paths", "--replication", 1), "firms signed", "签约企业"),
    "validate": (("validate", "small_park.yaml", *PLAYED), "percentile", "百分位"),
    "case": (("case", "small_park.yaml", "--strategy", "paths", "-o", "x.npz"), "x.npz", "x.npz"),
    "export-log": (("export-log", "results", "--format", "xes"), "events", "个事件"),
}


def test_every_verb_is_tried_in_both_languages():
    assert set(CALLS) | {"schema"} == set(VERBS)


@both_languages
@pytest.mark.parametrize("verb", CALLS)
def test_a_verb_speaks_the_language_asked_for(verb, lang, parksim, results):
    arguments, english, chinese = CALLS[verb]
    said = parksim(*arguments, "--lang", lang)
    assert (said.code, said.faults) == (0, [])
    assert (english if lang == "en" else chinese) in said.out
    if lang == "en":
        lines = [line for line in said.out.splitlines() if "source: " not in line]  # a document keeps its own title
        assert [line for line in lines if CHINESE.search(line)] == []
    elif verb not in ("case", "query"):  # which print a file's name, and what was asked for
        assert CHINESE.search(said.out)


@pytest.mark.parametrize(
    "environment",
    [
        {"PARKSIM_LANG": "zh_CN"},
        {"PARKSIM_LANG": "", "LC_ALL": "zh_CN.UTF-8"},
        {"PARKSIM_LANG": "", "LANG": "zh_CN.GBK"},
    ],
    ids=["PARKSIM_LANG", "LC_ALL", "LANG"],
)
def test_without_lang_the_environment_decides(environment, parksim, desk):
    assert "无误" in parksim("check", "three_clerks.yaml", **environment).out
    assert "sound" in parksim("check", "three_clerks.yaml", "--lang", "en", **environment).out


@both_languages
def test_faults_come_in_the_language_asked_for(lang, parksim, desk):
    fault = parksim("check", "ziyaun", "--lang", lang).err
    assert ("did you mean ziyuan?" if lang == "en" else "是不是 ziyuan？") in fault


def test_schema_is_a_json_schema_with_titles_in_both_languages(parksim):
    said = parksim("schema")
    schema = json.loads(said.out)
    assert said.code == 0
    assert "properties" in schema and "$schema" in schema
    for key in ("start", "calendar", "offices", "activities", "enterprises", "strategies"):
        told = schema["properties"][key]
        words = f"{told.get('title', '')} {told.get('description', '')}"
        assert CHINESE.search(words) and any(letter.isascii() and letter.isalpha() for letter in words), key


def test_levers_lists_every_lever_with_its_parameters_and_source(parksim):
    said = parksim("levers").out
    for lever in LEVERS:
        assert f"{lever.ID} - {lever.TITLE.en}" in said
        assert f"source: {lever.SOURCE.en}" in said
        assert all(f"    {name}: " in said for name in lever.Settings.model_fields)


def test_explain_says_path_old_and_new_one_a_line(parksim, desk):
    lines = parksim("explain", "small_park.yaml", "--strategy", "more_staff").out.splitlines()
    changes = [line for line in lines if " -> " in line]
    assert any("office_staff: " in line and "bureau" in line for line in changes)
    assert any("site_modes: " in line and "built" in line for line in changes)
    assert all(line.count(" -> ") == 1 and line.split(": ")[1] for line in changes)


def test_explain_of_a_strategy_without_levers_says_that_nothing_changes(parksim, desk):
    assert "nothing: the park as it is" in parksim("explain", "small_park.yaml", "--strategy", "as_is").out


def test_explain_prints_derived_service_times_and_the_load(parksim, desk):
    said = parksim("explain", "small_park.yaml").out
    assert "licence at bureau: elapsed" in said and "bureau: staff 3, load" in said and "ample: ample" in said


def test_case_writes_arrays_that_can_be_read(parksim, desk):
    assert parksim("case", "small_park.yaml", "--strategy", "more_staff", "--replication", 3, "-o", "x.npz").code == 0
    assert Case.read(desk / "x.npz").activity_names.tolist() == ["early_start", "licence", "outside:bureau", "site"]
    assert [path.name for path in desk.iterdir() if "npz" in path.name] == ["x.npz"]


def test_without_out_nothing_is_written(parksim, desk):
    before = sorted(desk.iterdir())
    for verb in ("run", "compare", "validate"):
        assert parksim(verb, "small_park.yaml", *PLAYED).code == 0
    assert sorted(desk.iterdir()) == before


@pytest.mark.parametrize("verb", ["check", "explain", "run", "compare", "validate", "case"])
def test_every_verb_takes_the_directory_of_a_result(verb, parksim, results):
    more = {"check": (), "explain": (), "case": ("-o", "x.npz")}.get(verb, PLAYED)
    from_file, from_result = parksim(verb, "small_park.yaml", *more), parksim(verb, "results", *more)
    assert (from_result.code, from_result.faults) == (0, [])
    if verb != "check":  # which names what it read
        assert from_result.out == from_file.out


def test_defaults_are_printed(parksim):
    said = parksim("compare", "--help").out
    assert "default: 100" in said and "default: 1" in said


def test_progress_and_warnings_stay_out_of_the_result(parksim, desk):
    said = parksim("compare", "small_park.yaml", *PLAYED)
    assert "would drift" in said.err and "would drift" not in said.out
