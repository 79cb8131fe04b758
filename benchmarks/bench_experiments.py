"""What keeping, sending and asking again cost: two workers against one, store and executor against bare playing.

Throughput is a matter of wall time, so nothing else should run on the machine; overhead is counted in CPU.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import pandas as pd
import pytest

import sim
from sim.model.park import Model
from sim.study.block import Block, play_block


def scenario() -> sim.Scenario:
    return sim.load("malong")  # a block of twenty takes about a second


def names(park: sim.Scenario) -> list[str]:
    return list(park.strategies[:2])


def wall(park: sim.Scenario, store: Path, workers: int, replications: int) -> float:
    started = time.perf_counter()
    sim.compare(park, names(park), replications, store=store, workers=workers, keep=("kpis",))
    return time.perf_counter() - started


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="needs two cores")
def test_two_workers_are_at_least_1_8_times_one(tmp_path: Path) -> None:
    """Marginal rate: what 480 histories take beyond 80, so that starting processes does not count."""
    park = scenario()
    rate = {}
    for workers in (1, 2):
        few = wall(park, tmp_path / f"{workers} few", workers, 40)
        many = wall(park, tmp_path / f"{workers} many", workers, 240)
        rate[workers] = 400 / (many - few)
    print(f"{rate[1]:.1f} and {rate[2]:.1f} histories a second: {rate[2] / rate[1]:.2f} times")
    assert rate[2] / rate[1] >= 1.8


def test_store_and_executor_cost_less_than_5_per_cent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """CPU of an experiment with a store beside what its blocks take, in one run: two runs would compare two moments."""
    park, bare = scenario(), [0.0]
    sim.compare(park, names(park), 1, store=tmp_path / "imports")

    def timed(model: Model, block: Block) -> dict[str, pd.DataFrame]:
        started = time.process_time()
        tables = play_block(model, block)
        bare[0] += time.process_time() - started
        return tables

    monkeypatch.setattr("sim.study.task.play_block", timed)
    started = time.process_time()
    sim.compare(park, names(park), 200, store=tmp_path / "st")
    whole = time.process_time() - started
    print(f"{bare[0]:.1f} s of CPU in blocks, {whole:.1f} s in all: {100 * (whole / bare[0] - 1):.1f} % more")
    assert whole < 1.05 * bare[0]


def test_a_repeated_question_is_answered_in_less_than_two_seconds(tmp_path: Path) -> None:
    park = scenario()
    sim.compare(park, names(park), 200, store=tmp_path, workers=2)
    started = time.perf_counter()
    sim.compare(park, names(park), 200, store=tmp_path)
    took = time.perf_counter() - started
    print(f"{took:.2f} s")
    assert took < 2
