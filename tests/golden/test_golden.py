"""Did any number move? Small tables kept in this folder, written by `make golden`.

Means may differ in their last bits between processors (1e-12 of the value); everything else is compared exactly.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import make_golden  # noqa: E402  # the tools are scripts beside the package, not a part of it

TOLERANCE = 1e-12
ADVICE = """
{count} golden numbers of {name} moved (of {of}); the first: {first}
If results are not meant to change, something is wrong.
If they are: `make golden` writes the numbers anew; review what differs; CHANGELOG must state that results change."""


def equal(kept: float, found: float) -> bool:
    return (math.isnan(kept) and math.isnan(found)) or kept == found or math.isclose(kept, found, rel_tol=TOLERANCE)


def moved(kept: list[make_golden.Row], found: list[make_golden.Row]) -> list[str]:
    """What differs, one line a number."""
    before, after = ({row[:4]: row[4] for row in rows} for rows in (kept, found))
    lines = [f"{key} is gone" for key in before if key not in after]
    lines += [f"{key} is new" for key in after if key not in before]
    both = (key for key in before if key in after)
    return lines + [f"{k}: {before[k]!r} -> {after[k]!r}" for k in both if not equal(before[k], after[k])]


@pytest.mark.parametrize("name", make_golden.PARKS)
def test_no_golden_number_has_moved(name):
    kept, found = make_golden.read(make_golden.GOLDEN / f"{name}.csv"), make_golden.rows(name)
    assert len(kept) > 90
    different = moved(kept, found)
    if different:
        pytest.fail(ADVICE.format(count=len(different), name=name, of=len(kept), first=different[0]), pytrace=False)


def test_golden_numbers_are_written_so_that_they_are_read_back_to_the_last_bit(tmp_path):
    rows = [
        ("a", "0", "II / x, y", "rmst", 0.1 + 0.2),
        ("a", "0", "all", "median", math.inf),
        ("b", "1", "all", "n", -0.0),
    ]
    make_golden.write(tmp_path / "rows.csv", rows)
    assert make_golden.read(tmp_path / "rows.csv") == rows


def test_a_moved_a_missing_and_a_new_number_are_each_noticed():
    kept = [("a", "0", "all", "signed", 3.0), ("a", "0", "all", "rmst", math.nan), ("a", "0", "all", "gone", 1.0)]
    found = [
        ("a", "0", "all", "signed", 3.0 + 1e-9),
        ("a", "0", "all", "rmst", math.nan),
        ("a", "0", "all", "new", 1.0),
    ]
    assert len(moved(kept, found)) == 3
    assert moved(kept, kept) == []


def test_every_golden_file_belongs_to_a_park():
    assert {path.stem for path in make_golden.GOLDEN.glob("*.csv")} == set(make_golden.PARKS)


def test_the_advice_names_a_command_that_exists():
    commands = [line.split(":")[0] for line in (ROOT / "Makefile").read_text("utf-8").splitlines() if ":" in line]
    assert "golden" in commands and "make golden" in ADVICE and "CHANGELOG" in ADVICE


def test_golden_files_name_no_folder_of_this_machine():
    home = str(Path.home())
    assert all(home not in path.read_text("utf-8") for path in make_golden.GOLDEN.glob("*.csv"))
