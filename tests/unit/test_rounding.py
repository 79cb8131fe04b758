"""One way of rounding: the same number reads the same on a screen, in a figure and on a page, halves up."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.text.rounding import fixed, percent, significant
from sim.views.amounts import written
from sim.views.screen.columns import plus_minus, rounded

ROOT = Path(__file__).parents[2]
BY_PYTHON = re.compile(r"\{[^{}]*:[+,]?\.(\d+[f%]|\{digits\}f|[123]g)\}")  # rounds the binary number, halves to even
WHO_PRINTS = [path for room in ("sim", "tools", "docs/examples") for path in sorted((ROOT / room).rglob("*.py"))]
SECONDS = {"check_wheel.py"}  # how long a tool took is nobody's result


def test_no_other_place_of_the_program_rounds_what_it_prints():
    found = {path.name: BY_PYTHON.findall(path.read_text("utf-8")) for path in WHO_PRINTS}
    assert {name for name, places in found.items() if places} - SECONDS == set()


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [(0.125, 2, "0.13"), (2.675, 2, "2.68"), (0.5, 0, "1"), (1.5, 0, "2"), (-2.5, 0, "-3"), (40.65, 1, "40.7")],
)
def test_halves_go_away_from_nought_as_they_are_read(value, digits, text):
    assert fixed(value, digits) == text
    assert fixed(value * 3 / 3, digits) == text  # the last bit of a sum decides nothing


def test_screen_and_figure_write_the_same_half():
    assert (rounded(0.125, 0.05), written(0.125, 0.05)) == ("0.13", "0.13")
    assert (written(1250.0, 200.0), written(1350.0, 200.0)) == ("1300", "1400")
    assert plus_minus(12.5, 2.5, sign=True) == "+13 ±3"


@pytest.mark.parametrize("value", [0.0, -0.0, 1e-300, -1e-13, 1e30, -1e30, 1e308, float("inf"), -float("inf")])
def test_any_number_is_written_without_an_exponent(value):
    for text in (fixed(value), fixed(value, 3), significant(value), significant(value, 2, sign=True)):
        assert re.fullmatch(r"[+-]?(\d+(\.\d+)?|∞)", text)


def test_what_is_not_there_is_a_dash_and_what_is_there_is_not_nought():
    assert (fixed(float("nan"), 1), significant(float("nan"))) == ("–", "–")
    assert [percent(share) for share in (0.0, 0.001, 0.005, 0.995, 1.0)] == ["0", "<1", "1", "100", "100"]
