"""A history that raises is a row with its name and reason; the others stand as if it had not been."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import sim
from sim.study import task
from sim.study.block import Block, play_block
from sim.study.refused import Ended

SMALL = Path(__file__).parents[1] / "fixtures" / "small_park.yaml"
BAD = {("as_is", 3), ("more_staff", 7), ("more_staff", 8)}


@pytest.fixture(scope="module")
def small() -> sim.Scenario:
    return sim.load(SMALL).replace({"horizon_days": 400, "limit_days": 200})


@pytest.fixture
def breaking(monkeypatch: pytest.MonkeyPatch) -> list[Block]:
    """The engine raises in three histories of two strategies."""
    played: list[Block] = []

    def play(model: object, block: Block) -> dict[str, pd.DataFrame]:
        played.append(block)
        for strategy, replication in BAD:
            if block.strategy == strategy and block.first <= replication < block.stop:
                raise ZeroDivisionError(f"in\nhistory {replication}")
        return play_block(model, block)  # type: ignore[arg-type]

    monkeypatch.setattr(task, "play_block", play)
    return played


def compare(small: sim.Scenario, replications: int = 40, **more: object) -> sim.Comparison:
    return sim.compare(small, ["as_is", "more_staff"], replications, 3, **more)  # type: ignore[arg-type]


def test_failures_are_rows_and_the_rest_goes_on(small, breaking):
    done = compare(small)
    failed = done.failures
    assert list(failed.columns) == ["strategy", "world", "replication", "seed", "error", "message"]
    assert {(row.strategy, row.replication) for row in failed.itertuples()} == BAD
    assert set(failed.error) == {"ZeroDivisionError"} and set(failed.seed) == {3} and set(failed.world) == {0}
    assert failed.message[0].startswith("in history 3 (test_failures.py:")
    assert (done.manifest["failed"], done.manifest["of"], len(done.manifest["failures"])) == (3, 80, 3)


def test_the_others_have_the_histories_that_they_have_without_it(small, breaking, monkeypatch):
    done = compare(small).kpis
    monkeypatch.undo()
    whole = compare(small).kpis
    bad = [(strategy, replication) in BAD for strategy, replication in zip(whole.strategy, whole.replication)]
    pd.testing.assert_frame_equal(done, whole[~np.array(bad)].reset_index(drop=True))


def test_what_failed_is_left_out_of_means_and_of_pairs(small, breaking):
    done = compare(small)
    signed = done.summary().set_index(["strategy", "group", "kpi"]).loc[("more_staff", "all", "signed")]
    assert (signed.n, signed.missing) == (38, 2)
    gaps = done.differences().set_index(["group", "kpi"]).loc[("all", "signed")]
    assert gaps.n == 37
    assert done.verdict is not None


def test_a_store_keeps_failures_and_does_not_play_them_again(small, breaking, tmp_path):
    compare(small, store=tmp_path)
    del breaking[:]
    assert len(compare(small, store=tmp_path).failures) == 3
    assert breaking == []


def test_more_than_a_stated_share_ends_it_and_says_the_first(small, breaking, tmp_path):
    with pytest.raises(Ended, match=r"3 of 40 replications failed, more than 4 %.*: as_is, replication 3"):
        compare(small, 20, failures_allowed=0.04, store=tmp_path)
    assert len(list((tmp_path / "shards").rglob("shard.json"))) >= 1
    assert len(compare(small, 40, failures_allowed=0.04).failures) == 3  # 3 of 80 are borne


def test_none_is_borne_where_none_is_allowed(small, breaking):
    with pytest.raises(Ended, match="ZeroDivisionError: in history 3"):
        compare(small, 20, failures_allowed=0.0)


@pytest.mark.parametrize("problem", [MemoryError, KeyboardInterrupt, ImportError])
def test_what_is_the_machines_fault_is_no_data(problem, small, monkeypatch):
    def play(*_: object) -> None:
        raise problem

    monkeypatch.setattr(task, "play_block", play)
    with pytest.raises(problem):
        compare(small, 20)
