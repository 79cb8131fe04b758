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


def test_store_and_executor_cost_less_than_5_per_cent_of_ten_minutes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CPU beside what blocks take, in one run (two would compare two moments): a share for each, and once for all."""
    park, bare = scenario(), [0.0]

    def timed(model: Model, block: Block) -> dict[str, pd.DataFrame]:
        started = time.process_time()
        tables = play_block(model, block)
        bare[0] += time.process_time() - started
        return tables

    def costs(replications: int) -> tuple[float, float]:
        bare[0], started = 0.0, time.process_time()
        sim.compare(park, names(park), replications, store=tmp_path / str(replications))
        return bare[0], time.process_time() - started - bare[0]

    monkeypatch.setattr("sim.study.task.play_block", timed)
    costs(1)  # imports
    (few, beside_few), (many, beside_many) = costs(20), costs(200)
    each = (beside_many - beside_few) / (many - few)
    once = beside_few - each * few
    print(f"{100 * each:.1f} % of blocks' CPU, and {once:.1f} s once: {100 * (each + once / 600):.1f} % of ten minutes")
    assert each + once / 600 < 0.05


def test_a_repeated_question_is_answered_in_less_than_two_seconds(tmp_path: Path) -> None:
    park = scenario()
    sim.compare(park, names(park), 200, store=tmp_path, workers=2)
    started = time.perf_counter()
    sim.compare(park, names(park), 200, store=tmp_path)
    took = time.perf_counter() - started
    print(f"{took:.2f} s")
    assert took < 2
