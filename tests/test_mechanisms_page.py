"""docs/mechanisms.md tells where each mechanism is: every row is there, and all that a row names exists."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.levers.all_levers import BY_ID

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "mechanisms.md").read_text("utf-8")
ROWS = {
    cells[0]: cells
    for line in PAGE.splitlines()
    if re.match(r"\| M\d+ \|", line)
    for cells in [[cell.strip() for cell in line.strip("|").split(" | ")]]
}
CODE, KEYS, SOURCE, EFFECT, LIMIT = range(3, 8)
NAMED = re.compile(r"`([^`]+)`")
every_row = pytest.mark.parametrize("row", ROWS.values(), ids=list(ROWS))


def test_every_mechanism_of_the_documents_has_its_row_once_and_in_order() -> None:
    assert list(ROWS) == [f"M{number}" for number in range(1, 40)]
    assert len(re.findall(r"^\| M\d+ \|", PAGE, re.MULTILINE)) == 39
    assert all(len(cells) == 8 and all(cells) for cells in ROWS.values())


@every_row
def test_its_code_is_there(row: list[str]) -> None:
    names = NAMED.findall(row[CODE])
    assert names and [name for name in names if not (ROOT / name).is_file()] == []


@every_row
def test_its_levers_and_keys_are_there(row: list[str]) -> None:
    names = NAMED.findall(row[KEYS])
    assert names and [name for name in names if name not in BY_ID and not key_exists(name)] == []


@every_row
def test_the_tests_of_its_effect_and_of_its_limit_are_there(row: list[str]) -> None:
    for column in (EFFECT, LIMIT):
        names = NAMED.findall(row[column])
        assert names and [name for name in names if not is_a_test(name)] == []


@every_row
def test_its_sources_are_known(row: list[str]) -> None:
    known = (ROOT / "scenarios" / "SOURCES.md").read_text("utf-8")
    assert all(key == "ESTIMATE" or re.search(rf"\b{key}\b", known) for key in row[SOURCE].split(", "))


@every_row
def test_it_is_named_in_both_languages(row: list[str]) -> None:
    assert re.search("[㐀-鿿]", row[2]) and not re.search("[㐀-鿿]", row[1])


def test_a_name_that_is_not_there_is_seen() -> None:
    assert not key_exists("recruit_and_serve:offices.squats") and not key_exists("gidance")
    assert not is_a_test("unit/test_rules.py::test_R99") and not is_a_test("unit/test_none.py::test_x")


def key_exists(name: str) -> bool:
    """Does `file:path` name a value of a packaged scenario or library?"""
    file, _, path = name.partition(":")
    value: Any = document(file) if path and (ROOT / "scenarios" / f"{file}.yaml").is_file() else None
    for key in path.split("."):
        if isinstance(value, list):
            value = next((item for item in value if isinstance(item, dict) and item.get("id") == key), None)
        else:
            value = value.get(key) if isinstance(value, dict) else None
    return value is not None


@cache
def document(name: str) -> dict[str, Any]:
    return sim.load(name).document


def is_a_test(name: str) -> bool:
    """Does `file::test` name a test?"""
    file, _, function = name.partition("::")
    return function in names_in(file)


@cache
def names_in(file: str) -> set[str]:
    path = ROOT / "tests" / file
    tree = ast.parse(path.read_text("utf-8")) if path.is_file() else ast.Module([], [])
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_expected_sizes_stand_beside_measured_ones() -> None:
    part = PAGE.split("<!-- sizes -->")[1].split("<!-- end of sizes -->")[0]
    rows = [line for line in part.splitlines() if line.startswith("| ")][1:]
    assert len(rows) >= 20
    for line in rows:
        lever, expected, found, why = (cell.strip() for cell in line.strip("|").split(" | "))
        assert lever and expected and why and re.search(r"\d", found)
