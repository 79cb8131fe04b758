"""What `--out` leaves: the files promised, whole or not at all; a result of another question is never touched."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from sim.engine.case import Case
from tests.cli.conftest import contents

PROMISED = {
    "enterprises.parquet",
    "activities.parquet",
    "kpis.parquet",
    "summary.csv",
    "differences.csv",
    "manifest.json",
}
BESIDE = {"scenario.yaml", "curves.parquet"}  # the question itself, and what the first figure is drawn from
DRAWN = ("time_to_production", "where_the_days_went")  # of a park without floors and money
FIGURES = {f"figures/{name}.{kind}" for name in DRAWN for kind in ("png", "svg")}
PARK = ("compare", "small_park.yaml", "--replications", 2)


def test_compare_writes_exactly_the_files_promised(results):
    assert set(contents(results)) == PROMISED | BESIDE | FIGURES | {"figures/"}


def test_run_writes_the_same_files_for_its_one_strategy(parksim, desk, monkeypatch):
    without_figures(monkeypatch)
    said = parksim("run", "small_park.yaml", "--replications", 2, "--strategy", "paths", "--out", "one")
    assert (said.code, said.faults) == (0, [])
    assert set(contents(desk / "one")) - FIGURES == PROMISED | BESIDE | {"figures/"}
    assert list(json.loads((desk / "one" / "manifest.json").read_text("utf-8"))["strategies"]) == ["paths"]


@pytest.mark.parametrize("name", ["summary.csv", "differences.csv"])
def test_tables_open_in_excel_with_their_heads(name, results):
    written = (results / name).read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")  # by which Excel knows UTF-8
    assert not written[3:].startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(written.decode("utf-8-sig").splitlines()))
    head = rows[0]
    assert head[0] == "strategy" and {"group", "kpi", "low", "high"} <= set(head)
    assert len(set(head)) == len(head) and all(head)
    assert not head[0].startswith("ID")  # two letters that make Excel take the file for another format
    assert {len(row) for row in rows} == {len(head)}
    assert len(rows) > 50


def test_tables_as_parquet_carry_the_keys_first(results):
    keys = ["strategy", "world", "replication"]
    for name, more in (("enterprises", ["enterprise"]), ("activities", ["enterprise", "activity", "attempt"])):
        assert list(pd.read_parquet(results / f"{name}.parquet").columns)[: 3 + len(more)] == [*keys, *more]
    assert list(pd.read_parquet(results / "kpis.parquet").columns) == [*keys, "group", "kpi", "value"]


def test_the_manifest_says_all_that_the_numbers_rest_on(results):
    manifest = json.loads((results / "manifest.json").read_text("utf-8"))
    assert list(manifest["strategies"]) == ["as_is", "more_staff", "paths"]
    assert all(len(digest) == 64 and int(digest, 16) for digest in manifest["strategies"].values())
    assert len(set(manifest["strategies"].values())) == 3
    assert int(manifest["code"], 16)
    assert (manifest["seed"], manifest["replications"], manifest["engine"]) == (1, 2, "simpy_engine")
    assert {"numpy", "scipy", "pandas", "simpy"} <= set(manifest["libraries"]) and manifest["calendar"]


def test_no_file_of_a_result_names_a_folder_of_this_machine(results):
    place = str(Path.home())
    for name in ("manifest.json", "scenario.yaml", "summary.csv", "differences.csv"):
        text = (results / name).read_text("utf-8")
        assert place not in text and str(results.parent) not in text


def test_a_result_answers_its_own_question_again_with_the_same_bytes(parksim, results, monkeypatch):
    without_figures(monkeypatch)
    assert parksim("compare", "results", "--replications", 2, "--out", "again").code == 0
    for name in (
        "manifest.json",
        "scenario.yaml",
        "summary.csv",
        "differences.csv",
        "kpis.parquet",
        "activities.parquet",
    ):
        assert (results.parent / "again" / name).read_bytes() == (results / name).read_bytes(), name


def test_the_same_question_replaces_its_result(parksim, results, monkeypatch):
    without_figures(monkeypatch)
    (results / "log.csv").write_text("of the result before", encoding="utf-8")
    (results / "summary.csv").write_text("torn", encoding="utf-8")
    said = parksim(*PARK, "--out", "results")
    assert (said.code, said.faults) == (0, [])
    assert (results / "summary.csv").read_text(encoding="utf-8") != "torn"
    assert (results / "log.csv").read_text(encoding="utf-8") == "of the result before"
    assert names_around(results) == AROUND


@pytest.mark.parametrize("other", [("--seed", 9), ("--replications", 3)])
def test_another_seed_or_number_of_replications_is_another_question_and_refused_before_playing(parksim, results, other):
    before = (results / "manifest.json").read_bytes()
    said = parksim(*PARK, *other, "--out", "results")
    assert (said.code, said.out) == (2, "")
    assert "another question" in said.faults[-1]
    assert (results / "manifest.json").read_bytes() == before


def test_an_empty_folder_is_filled(parksim, desk, monkeypatch):
    without_figures(monkeypatch)
    (desk / "new").mkdir()
    assert parksim(*PARK, "--out", "new").code == 0
    assert (desk / "new" / "manifest.json").is_file()


def test_folders_above_are_made(parksim, desk, monkeypatch):
    without_figures(monkeypatch)
    assert parksim(*PARK, "--out", Path("2024") / "结果 一").code == 0
    assert (desk / "2024" / "结果 一" / "manifest.json").is_file()


# Interrupted


AROUND = ["results", "small_park.yaml", "three_clerks.yaml"]
FULL = OSError(28, "No space left on device")


def without_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures take longer than all the rest; here it is the files beside them that count."""
    monkeypatch.setattr("sim.views.results.figure", lambda *_: None)
    monkeypatch.setattr("sim.views.results.save", lambda *_: None)


def names_around(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.parent.iterdir())


def half_then(problem: BaseException) -> Callable[..., None]:
    """A writer that stops in the middle of its file."""

    def write(*arguments: object) -> None:
        place = next(given for given in arguments if isinstance(given, Path))
        path = place / "manifest.json" if place.is_dir() else place
        path.write_bytes(b"half of it")
        raise problem

    return write


WRITERS = ["write_tables", "write_csv", "save", "write_manifest"]
interrupted_by = pytest.mark.parametrize(
    ("problem", "status", "told"),
    [(FULL, 2, "No space left on device"), (KeyboardInterrupt(), 130, "interrupted; nothing was written")],
    ids=["full disk", "Ctrl-C"],
)


@interrupted_by
@pytest.mark.parametrize("writer", WRITERS)
def test_an_interrupted_write_leaves_neither_the_folder_nor_a_part_of_it(
    writer, problem, status, told, parksim, desk, monkeypatch
):
    without_figures(monkeypatch)
    monkeypatch.setattr(f"sim.views.results.{writer}", half_then(problem))
    before = contents(desk)
    said = parksim(*PARK, "--out", "new")
    assert said.code == status
    assert len(said.faults) == 1 and told in said.faults[0] and "partial" not in said.faults[0]
    assert contents(desk) == before


@interrupted_by
def test_an_interrupted_write_leaves_the_result_before_it_as_it_was(
    problem, status, told, parksim, results, monkeypatch
):
    without_figures(monkeypatch)
    monkeypatch.setattr("sim.views.results.write_manifest", half_then(problem))
    before = contents(results.parent)
    said = parksim(*PARK, "--out", "results")
    assert said.code == status and told in said.faults[0]
    assert contents(results.parent) == before


def test_a_folder_that_cannot_take_its_place_leaves_the_result_before_it_as_it_was(parksim, results, monkeypatch):
    without_figures(monkeypatch)
    move = Path.replace

    def stuck(self: Path, target: Path) -> Path:
        if self.name.endswith(".partial"):
            raise PermissionError(13, "Permission denied", str(self))
        return move(self, target)

    monkeypatch.setattr(Path, "replace", stuck)
    before = contents(results.parent)
    assert parksim(*PARK, "--out", "results").code == 2
    assert contents(results.parent) == before


@interrupted_by
def test_an_interrupted_case_leaves_no_file(problem, status, told, parksim, desk, monkeypatch):
    monkeypatch.setattr(Case, "save", lambda _, path: half_then(problem)(path))
    before = contents(desk)
    said = parksim("case", "small_park.yaml", "-o", "x.npz")
    assert said.code == status and told in said.faults[0]
    assert contents(desk) == before


@interrupted_by
@pytest.mark.parametrize("kind", ["csv", "xes"])
def test_an_interrupted_event_log_leaves_the_one_before_it(problem, status, told, kind, parksim, results, monkeypatch):
    (results / f"log.{kind}").write_text("the one before", encoding="utf-8")
    monkeypatch.setattr(f"sim.views.event_log.write_{kind}_log", half_then(problem))
    before = contents(results)
    said = parksim("export-log", "results", "--format", kind)
    assert said.code == status and told in said.faults[0]
    assert contents(results) == before


@pytest.mark.parametrize("verb", ["run", "compare", "validate"])
def test_ctrl_c_while_playing_is_a_sentence(verb, parksim, desk, monkeypatch):
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.study.task.play_block", stopped)
    before = contents(desk)
    said = parksim(verb, "small_park.yaml", "--replications", 2, "--lang", "zh")
    assert (said.code, said.faults) == (130, ["已中断；未写入任何文件"])
    assert contents(desk) == before
