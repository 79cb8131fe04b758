"""A screen of 100 columns, in which a Chinese character takes two; and consoles that know no Chinese at all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata

import pytest
import yaml

both_languages = pytest.mark.parametrize("lang", ["en", "zh"])
LONG = {
    "en": "Standard-factory rental with a squad that walks every paper through every office " * 2,
    "zh": "标准厂房租赁并由专班逐件代办" * 6,
}


def columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in line)


def too_wide(text: str) -> list[str]:
    return [line for line in text.splitlines() if columns(line) > 100]


@both_languages
@pytest.mark.parametrize("park", ["small_park.yaml", "rent_or_build", "busy_regulator", "shenzhen_line"])
def test_no_line_of_compare_is_wider_than_a_screen(park, lang, parksim, desk):
    said = parksim("compare", park, "--replications", 2, "--lang", lang)
    assert said.code == 0, said.err
    assert too_wide(said.out) == []


@both_languages
def test_no_line_of_compare_is_wider_than_a_screen_with_long_titles(lang, parksim, desk):
    park = yaml.safe_load((desk / "small_park.yaml").read_text("utf-8"))
    park["strategies"] = {
        name: {"title": LONG, "levers": given["levers"] if isinstance(given, dict) else given}
        for name, given in park["strategies"].items()
    }
    park["offices"]["bureau"]["title"] = LONG
    for firm in park["enterprises"]:
        firm["title"] = LONG
    park["title"] = LONG
    park["assumes"] = [LONG]
    (desk / "long.yaml").write_text(json.dumps(park, default=str), encoding="utf-8")
    said = parksim("compare", "long.yaml", "--replications", 2, "--lang", lang)
    assert said.code == 0, said.err
    assert too_wide(said.out) == []


@both_languages
@pytest.mark.parametrize("verb", ["run", "validate"])
def test_no_line_of_other_tables_is_wider_than_a_screen(verb, lang, parksim, desk):
    said = parksim(verb, "rent_or_build", "--replications", 2, "--lang", lang)
    assert said.code == 0, said.err
    assert too_wide(said.out) == []


def test_compare_shows_what_a_planner_asks_first(parksim, desk):
    lines = parksim("compare", "small_park.yaml", "--replications", 3).out.splitlines()
    assert lines[0].endswith(".") or lines[1].endswith(".")  # one sentence of verdict
    assert any(line.split() and line.startswith("strategy") and "± days" in line for line in lines)
    text = "\n".join(lines)
    for word in (
        "baseline",
        "longest wait",
        "By class and path",
        "produce later under",
        "Estimates in use",
        "Assumed away",
    ):
        assert word in text, word


# Consoles


@pytest.mark.parametrize("charset", ["ascii", "gbk", "cp1252"])
@pytest.mark.parametrize(
    "call",
    [
        "check rent_or_build",
        "check ziyaun",
        "levers",
        "explain rent_or_build",
        "compare small_park.yaml --replications 1",
        "schema",
    ],
)
def test_a_console_in_another_encoding_does_not_crash(call, charset, parksim, desk):
    lang = () if call == "schema" else ("--lang", "zh")
    said = parksim(*call.split(), *lang, charset=charset)
    assert said.code == (2 if "ziyaun" in call else 0)
    assert said.out + said.err


def test_a_console_in_gbk_still_reads_chinese(parksim, desk):
    assert "无误" in parksim("check", "three_clerks.yaml", "--lang", "zh", charset="gbk").out


def as_a_program(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "sim", *arguments], capture_output=True, env={**os.environ, **environment}, check=False
    )


def test_python_dash_m_sim_is_parksim_on_an_ascii_console_too():
    found = as_a_program("check", "rent_or_build", "--lang", "zh", PYTHONIOENCODING="ascii")
    assert (found.returncode, found.stderr) == (0, b"")
    assert found.stdout.startswith(b"rent_or_build")
    fault = as_a_program("check", "ziyaun", "--lang", "zh", PYTHONIOENCODING="ascii")
    assert (fault.returncode, fault.stdout) == (2, b"")
    assert b"ziyuan" in fault.stderr and b"Traceback" not in fault.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="the shell there has no such pipes")
def test_a_reader_who_stops_reading_is_no_traceback():
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "sim", "schema"], stdout=writer, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(writer)
    assert "Traceback" not in done.stderr
