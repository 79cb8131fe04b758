"""Experiments from the command line: kept, listed, asked, swept, interrupted, and what failed played again."""

from __future__ import annotations

import csv
import json
import os
import shlex
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from sim.study import task
from sim.study.block import Block, play_block
from tests.cli.conftest import contents

PARK = ("compare", "small_park.yaml")


@pytest.fixture(autouse=True)
def without_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures take longer than all the rest, and are tested elsewhere."""
    monkeypatch.setattr("sim.views.results.drawable", lambda *_: ())


def test_a_store_answers_again_with_the_same_screen_and_is_listed(parksim, store, desk):
    first = parksim(*PARK, "--replications", 2)
    again = parksim(*PARK, "--replications", 2, "--store", "st")
    assert (again.code, again.out) == (0, first.out)
    said = parksim("results", "st").out.splitlines()
    assert said[0] == "Small park" and len(said) == 3
    assert "as_is, more_staff, paths" in said[2] and "2/2" in said[2] and "present" in said[2]


def test_a_damaged_block_is_named_by_results_and_by_compare(parksim, store, desk):
    block = next((store / "shards").rglob("kpis.parquet"))
    block.write_bytes(block.read_bytes()[:-9])
    listed = parksim("results", "st")
    assert "0/2" in listed.out and any("damaged (kpis.parquet)" in line for line in listed.faults)
    mended = parksim(*PARK, "--replications", 2, "--store", "st")
    assert mended.code == 0 and any("damaged (kpis.parquet), played again" in line for line in mended.faults)
    assert parksim("results", "st").faults == []


def test_query_asks_the_latest_question_of_a_store_and_a_result(parksim, store, results):
    sql = "select strategy, count(*) as n from kpis where kpi = 'signed' and \"group\" = 'all' group by 1 order by 1"
    said = parksim("query", "st", sql)
    assert said.out.splitlines() == ["strategy    n", "as_is       2", "more_staff  2", "paths       2"]
    assert parksim("query", "results", sql).out == said.out
    rows = list(csv.reader(parksim("query", "st", sql, "--csv").out.splitlines()))
    assert rows == [["strategy", "n"], ["as_is", "2"], ["more_staff", "2"], ["paths", "2"]]
    parksim("run", "small_park.yaml", "--replications", 1, "--store", "st")
    assert parksim("query", "st", sql).out.splitlines() == ["strategy  n", "as_is     1"]
    asked = {path.name: (path / "manifest.json").read_text("utf-8") for path in (store / "questions").iterdir()}
    first = next(name for name, manifest in asked.items() if '"paths"' in manifest)
    assert parksim("query", "st", sql, "--question", first).out == said.out


@pytest.mark.parametrize("sql", ["selec", "select * from nothing", "select nothing from kpis"])
def test_a_query_that_cannot_be_run_is_one_line(sql, parksim, store):
    said = parksim("query", "st", sql)
    assert (said.code, said.out, len(said.faults)) == (2, "", 1)
    assert said.faults[0].startswith("query: ") and "Error" in said.faults[0]


def test_query_without_duckdb_says_what_to_install(parksim, store, monkeypatch):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    said = parksim("query", "st", "select 1", "--lang", "zh")
    assert said.code == 2 and "pip install parksim[query]" in said.faults[0]


def test_precision_is_met_and_told_round_by_round(parksim, desk):
    said = parksim("run", "small_park.yaml", "--precision", "rmst_time_to_production: 7 days", "--out", "out")
    assert said.code == 0
    assert "Precise enough after 60 replications of each strategy." in said.out
    assert any(line.startswith("60 replications: restricted mean time to production ±") for line in said.faults)
    manifest = json.loads((desk / "out" / "manifest.json").read_text("utf-8"))
    assert manifest["until"]["precision"] == ["rmst_time_to_production @ all: 7"] and manifest["replications"] == 60
    parksim("run", "small_park.yaml", "--precision", "rmst_time_to_production: 7 days", "--out", "out")  # the same


def test_a_budget_is_spent_and_told(parksim, desk):
    said = parksim("run", "small_park.yaml", "--precision", "signed @ I: 1%", "--max-replications", 4, "--lang", "zh")
    assert said.code == 0 and "未达到精度：每个方案4次的预算已用完。" in said.out


def test_the_file_describes_the_experiment_and_the_command_line_goes_before_it(parksim, desk):
    park = (desk / "small_park.yaml").read_text("utf-8")
    (desk / "asks.yaml").write_text(park + "experiment: {replications: 3, seed: 5, keep: kpis}\n", encoding="utf-8")
    assert "3 replications of each strategy, seed 5" in parksim("compare", "asks.yaml").out
    said = parksim("compare", "asks.yaml", "--replications", 2, "--seed", 6, "--out", "out").out
    assert "2 replications of each strategy, seed 6" in said
    assert sorted(path.name for path in (desk / "out").glob("*.parquet")) == ["kpis.parquet"]


def test_keep_says_which_tables_are_written(parksim, desk):
    for keep, tables in (("kpis", {"kpis"}), ("enterprises", {"enterprises", "kpis", "curves"})):
        assert parksim(*PARK, "--replications", 1, "--keep", keep, "--out", keep).code == 0
        assert {path.stem for path in (desk / keep).glob("*.parquet")} == tables


def test_worlds_are_told_below_the_screen_and_written(parksim, desk):
    park = (desk / "small_park.yaml").read_text("utf-8")
    inputs = "inputs: [{key: activities.licence.duration.factor, range: [0.8, 1.5]}], worlds: 2"
    changed = park.replace("firm_pace: {correlation: 0.2}", "firm_pace: {correlation: 0.2}, " + inputs)
    (desk / "worlds.yaml").write_text(changed, encoding="utf-8")
    said = parksim("compare", "worlds.yaml", "--replications", 2, "--out", "out")
    assert said.code == 0 and "Over 2 drawn states of the world: More staff against as_is" in said.out
    assert set(pd.read_parquet(desk / "out" / "kpis.parquet").world) == {0, 1, 2}
    assert set(pd.read_csv(desk / "out" / "worlds.csv").world) == {0, 1, 2}
    plain = parksim(*PARK, "--replications", 2).out
    assert said.out.splitlines()[:5] == plain.splitlines()[:5]


def test_a_sweep_is_shown_written_and_kept(parksim, desk):
    vary = ("--vary", "strategies.more_staff.office_staff.add: 1, 4", "--vary", "limit_days: 300, 500")
    said = parksim("sweep", "small_park.yaml", *vary, "--replications", 2, "--store", "st", "--out", "out")
    assert said.code == 0, said.err
    table = [line.split() for line in said.out.splitlines()[3:8]]
    assert table[0][:2] == ["add", "limit_days"] and [row[:2] for row in table[1:]] == [
        ["1", "300"], ["1", "500"], ["4", "300"], ["4", "500"],
    ]  # fmt: skip
    kpis = pd.read_parquet(desk / "out" / "kpis.parquet")
    assert set(kpis.point) == {0, 1, 2, 3} and "world" not in kpis
    points = list(csv.reader((desk / "out" / "points.csv").read_text("utf-8-sig").splitlines()))
    assert points[0][0] == "point" and points[4] == ["3", "4", "500"]
    base = kpis[(kpis.strategy == "as_is") & (kpis.kpi == "signed")]
    assert base.groupby(["replication", "group"], observed=True).value.nunique().max() == 1  # the same luck everywhere
    assert len(list((desk / "st" / "shards").rglob("shard.json"))) == 8  # two limits times (as_is = paths' model, 1, 4)


# What fails


@pytest.fixture
def breaking(monkeypatch: pytest.MonkeyPatch) -> None:
    def play(model: object, block: Block) -> object:
        if block.strategy == "more_staff" and block.first <= 2 < block.stop:
            raise ValueError("no such day")
        return play_block(model, block)  # type: ignore[arg-type]

    monkeypatch.setattr(task, "play_block", play)


@pytest.mark.parametrize("place", ["--store", "--out", None])
def test_what_failed_is_counted_and_the_line_given_plays_it_again(place, parksim, desk, breaking, monkeypatch):
    where = () if place is None else (place, "kept here")
    said = parksim(*PARK, "--replications", 5, *where, "--failures-allowed", 0.1)
    assert said.code == 0
    assert "1 of 15 histories failed and are left out; the first: more_staff, replication 2" in " ".join(
        said.out.split()
    )
    line = next(line for line in said.out.splitlines() if line.startswith("  parksim rerun"))
    _, *arguments = shlex.split(line)
    again = parksim(*arguments)
    assert (again.code, again.out) == (
        1,
        "",
    ) and "more_staff, replication 2 fails: ValueError: no such day" in again.err
    monkeypatch.undo()
    os.chdir(desk)
    mended = parksim(*arguments)
    assert mended.code == 0 and "firms signed" in mended.out


def test_too_many_failures_end_it_with_status_one(parksim, desk, breaking):
    said = parksim(*PARK, "--replications", 5, "--failures-allowed", 0, "--lang", "zh")
    assert (said.code, said.out) == (1, "") and "已停止：15次模拟中有1次失败，超过0%" in said.faults[-1]


# Interrupted


@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_ends_within_a_second_keeps_what_is_done_and_says_how_to_go_on(workers, desk):
    command = [sys.executable, "-m", "sim", "compare", "small_park.yaml", "--store", "st", "--replications", "100000"]
    environment = {**os.environ, "PARKSIM_LANG": "en"}
    process = subprocess.Popen(
        [*command, "--workers", str(workers)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        # a run in the background ignores it otherwise; there are no threads here
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    started = time.monotonic()
    while not list((desk / "st").rglob("shard.json")) and time.monotonic() < started + 30:
        time.sleep(0.05)
    before = time.monotonic()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert time.monotonic() - before < 1.5  # a second, and a machine that does other things too
    assert (process.returncode, out) == (130, "")
    assert (
        err.splitlines()[-1] == "interrupted; finished blocks are kept in st, and the same command goes on from there"
    )
    assert "Traceback" not in err
    assert [path for path in contents(desk / "st") if path.startswith("tmp/") and path != "tmp/"] == []


def test_a_full_disk_is_one_line_and_the_store_stays_sound(parksim, store, monkeypatch):
    def full(path: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr("sim.study.shard._write", full)
    before = {name: held for name, held in contents(store).items() if name.startswith("shards")}
    said = parksim(*PARK, "--replications", 4, "--store", "st", "--lang", "zh")
    assert (said.code, said.faults[-1]) == (2, "st: 磁盘已满")
    assert {name: held for name, held in contents(store).items() if name.startswith("shards")} == before
