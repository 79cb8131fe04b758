"""The store: nothing played twice, nothing lost, whatever machines and people do to it; the same bytes in the end."""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest

import sim
from sim.study import shard
from sim.study.block import TABLES, WRITTEN, Block
from sim.study.refused import Refused
from sim.study.shard import pack, unpack, whats_wrong
from sim.study.shelf import Cell, covered, gaps
from sim.study.store import Store, open_store
from sim.study.task import Task, work
from tests.cli.conftest import contents
from tests.study.digests import digest

SMALL = Path(__file__).parents[1] / "fixtures" / "small_park.yaml"
KPIS = ("kpis",)
TITLE = {"en": "Small park", "zh": "小园区"}


@pytest.fixture(scope="module")
def small() -> sim.Scenario:
    """A year of the small park: quick, and every table has rows that a year can have."""
    return sim.load(SMALL).replace({"horizon_days": 400, "limit_days": 200})


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int, int]]:
    """Blocks that are really played, as they are."""
    seen: list[tuple[str, int, int]] = []

    def count(task: Task) -> object:
        seen.append((task.block.strategy, task.block.first, task.block.stop))
        return work(task)

    monkeypatch.setattr("sim.study.replications.work", count)
    return seen


def compare(scenario: sim.Scenario, store: Path | None, replications: int = 20, **more: object) -> sim.Comparison:
    options = {"keep": KPIS, "seed": 3, **more}
    return sim.compare(scenario, ["as_is", "more_staff"], replications, store=store, **options)  # type: ignore[arg-type]


def blocks(store: Path) -> list[Path]:
    return sorted(path.parent for path in (store / "shards").rglob("shard.json"))


# Played once


def test_a_question_asked_again_plays_nothing_and_has_the_same_bytes(small, played, tmp_path):
    first = compare(small, tmp_path / "st", keep=TABLES)
    assert len(played) == 2
    again = compare(small, tmp_path / "st", keep=TABLES)
    assert len(played) == 2
    assert digest(again.tables) == digest(first.tables) == digest(compare(small, None, keep=TABLES).tables)


@pytest.mark.parametrize(("first", "then"), [(20, 45), (10, 30), (7, 20), (45, 10)])
def test_extending_keeps_what_there_is_and_ends_in_the_bytes_of_one_run(first, then, small, played, tmp_path):
    compare(small, tmp_path, first)
    del played[:]
    longer = compare(small, tmp_path, then)
    assert all(start >= first for _, start, _ in played) and (played or then <= first)
    assert sum(stop - start for _, start, stop in played) == 2 * max(then - first, 0)
    assert digest(longer.tables) == digest(compare(small, None, then).tables)


def test_changing_one_strategy_plays_that_one_anew(small, played, tmp_path):
    compare(small, tmp_path)
    del played[:]
    compare(small.replace({"strategies.more_staff.levers.1.office_staff.add": 3}), tmp_path)
    assert {strategy for strategy, *_ in played} == {"more_staff"}


def test_a_strategy_of_another_name_with_the_same_rules_is_played_once(small, played, tmp_path):
    compare(small, tmp_path)
    del played[:]
    same = small.replace({"strategies.as_before": []})
    done = sim.compare(same, ["as_before", "more_staff"], 20, 3, store=tmp_path, keep=KPIS)
    assert played == [] and set(done.kpis.strategy) == {"as_before", "more_staff"}


def test_another_seed_and_other_code_are_other_histories(small, played, tmp_path, monkeypatch):
    compare(small, tmp_path)
    del played[:]
    compare(small, tmp_path, seed=4)
    assert len(played) == 2
    monkeypatch.setattr("sim.study.store.code_hash", lambda: "of tomorrow")
    compare(small, tmp_path)
    assert len(played) == 4


def test_less_is_served_by_more_and_more_replaces_less(small, played, tmp_path):
    compare(small, tmp_path, keep=WRITTEN)
    del played[:]
    compare(small, tmp_path, keep=KPIS)
    assert played == []
    compare(small, tmp_path / "other", keep=KPIS)
    compare(small, tmp_path / "other", keep=WRITTEN)
    assert len(played) == 4 and len(blocks(tmp_path / "other")) == 2
    assert all((path / "activities.parquet").is_file() for path in blocks(tmp_path / "other"))


def test_a_store_that_may_only_be_read_still_answers(small, played, tmp_path, monkeypatch):
    compare(small, tmp_path)
    del played[:]

    def locked(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", "x")

    monkeypatch.setattr("os.utime", locked)
    monkeypatch.setattr(Path, "replace", locked)
    monkeypatch.setattr(Path, "rename", locked)
    assert len(compare(small, tmp_path).kpis) and played == []


# Damaged, moved, foreign


def cut(block: Path) -> str:
    path = block / "kpis.parquet"
    path.write_bytes(path.read_bytes()[:-100])
    return "kpis.parquet"


def altered(block: Path) -> str:
    content = bytearray((block / "kpis.parquet").read_bytes())
    content[len(content) // 2] ^= 1
    (block / "kpis.parquet").write_bytes(content)
    return "kpis.parquet"


def without(block: Path) -> str:
    (block / "counts.parquet").unlink()
    return "counts.parquet"


def torn(block: Path) -> str:
    (block / "shard.json").write_text('{"first": 0', encoding="utf-8")
    return "shard.json"


def moved(block: Path) -> str:
    """The block of one strategy at the place of the other."""
    other = next(path for path in blocks(block.parents[3]) if path != block)
    shutil.rmtree(block)
    shutil.copytree(other, block)
    return "shard.json"


@pytest.mark.parametrize("harm", [cut, altered, without, torn, moved])
def test_a_damaged_block_is_named_and_played_again(harm, small, played, tmp_path):
    first = compare(small, tmp_path)
    block = blocks(tmp_path)[0]
    file = harm(block)
    assert whats_wrong(block) == file
    del played[:]
    told: list[tuple[Path, str]] = []
    from sim.api import experiment
    from sim.study.asked import Asked, wished
    from sim.study.experiment import Ears, Place

    wish = wished(small, ["as_is", "more_staff"], Asked(20, 3), KPIS)
    again = experiment(small, wish, Place(store=tmp_path), Ears(damaged=lambda *one: told.append(one)))
    assert told == [(block, file)] and len(played) == 1
    assert digest(again.tables) == digest(first.tables)
    assert [whats_wrong(path) for path in blocks(tmp_path)] == ["", ""]


def test_a_store_of_another_scenario_is_refused_and_left_alone(small, tmp_path):
    compare(small, tmp_path)
    before = contents(tmp_path)
    with pytest.raises(Refused, match="another scenario"):
        compare(small.replace({"title": "Another park"}), tmp_path)
    assert contents(tmp_path) == before


def test_half_of_a_store_and_a_foreign_folder_are_refused_and_left_alone(small, tmp_path):
    compare(small, tmp_path / "st")
    (tmp_path / "st" / "store.json").unlink()
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "park.jpg").write_bytes(b"x")
    before = contents(tmp_path)
    with pytest.raises(Refused, match="half of a store"):
        compare(small, tmp_path / "st")
    with pytest.raises(Refused, match="not a store"):
        compare(small, tmp_path / "photos")
    assert contents(tmp_path) == before


@pytest.mark.parametrize(
    ("text", "told"), [('{"format": 99, "title": {}}', "another version"), ('{"format"', "cannot be read")]
)
def test_a_store_that_says_something_else_of_itself_is_refused(text, told, small, tmp_path):
    compare(small, tmp_path)
    (tmp_path / "store.json").write_text(text, encoding="utf-8")
    with pytest.raises(Refused, match=told):
        compare(small, tmp_path)


def test_a_store_may_be_moved_as_a_whole(small, played, tmp_path):
    compare(small, tmp_path / "here")
    (tmp_path / "here").rename(tmp_path / "there")
    del played[:]
    compare(small, tmp_path / "there")
    assert played == []


# The disk


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_full_or_locked_disk_is_an_oserror_of_the_store_and_leaves_it_sound(number, small, tmp_path, monkeypatch):
    compare(small, tmp_path)
    write, count = shard._write, iter(range(100))

    def fails_in_the_middle(path: Path, content: bytes) -> None:
        if next(count) == 4:
            path.write_bytes(content[:10])
            raise OSError(number, os.strerror(number), str(path))
        write(path, content)

    monkeypatch.setattr(shard, "_write", fails_in_the_middle)
    with pytest.raises(OSError) as told:
        compare(small, tmp_path, 60)
    assert told.value.filename == str(tmp_path)
    assert all(whats_wrong(path) == "" for path in blocks(tmp_path)) and len(blocks(tmp_path)) == 3
    assert list((tmp_path / "tmp").iterdir()) == []


def test_half_blocks_of_long_ago_are_swept_and_those_of_now_left(tmp_path):
    store = open_store(tmp_path, 1, TITLE).root
    for name, age in (("old", 2 * 3600), ("new", 0)):
        (store / "tmp" / name).mkdir(parents=True)
        os.utime(store / "tmp" / name, (time.time() - age,) * 2)
    open_store(tmp_path, 1, TITLE)
    assert [path.name for path in (store / "tmp").iterdir()] == ["new"]


# Several at once


def test_many_writers_of_the_same_block_leave_one_sound_block(small, tmp_path):
    model = small.model("as_is")
    cell, block = Cell("as_is", 0, model), Block("as_is", ("as_is",), 0, 5, 3, KPIS)
    result = work(Task(model, block, packed=True))

    def write(_: int) -> None:
        open_store(tmp_path, 3, TITLE).put(cell, (0, 5), (*KPIS, "counts", "failures"), result)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))
    assert [whats_wrong(path) for path in blocks(tmp_path)] == [""]
    assert Store(tmp_path, 3).has(cell, KPIS) == [(0, 5)]
    assert list((tmp_path / "tmp").iterdir()) == []


AGAIN = """
import sys, sim
park = sim.load(sys.argv[1]).replace({"horizon_days": 400, "limit_days": 200})
sim.compare(park, ["as_is", "more_staff"], int(sys.argv[3]), 3, store=sys.argv[2], keep=("kpis",))
"""


def another(store: Path, replications: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", AGAIN, str(SMALL), str(store), str(replications)])


def test_two_processes_that_extend_one_store_at_once_leave_it_sound(small, played, tmp_path):
    both = [another(tmp_path, 100), another(tmp_path, 60)]
    assert [process.wait(60) for process in both] == [0, 0]
    assert all(whats_wrong(path) == "" for path in blocks(tmp_path)) and len(blocks(tmp_path)) == 10
    done = compare(small, tmp_path, 100)
    assert played == [] and digest(done.tables) == digest(compare(small, None, 100).tables)


# Killed


def killed_and_resumed(store: Path, kills: int, replications: int, seed: int) -> int:
    """Kill a run at random moments, then let it end; how often it really was killed."""
    luck, whole, count = random.Random(seed), 0.0, 0
    for _ in range(kills):
        started, process = time.monotonic(), another(store, replications)
        try:
            process.wait(luck.uniform(0.5, 3.0))
            whole = time.monotonic() - started
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            count += 1
        process.wait()
    assert another(store, replications).wait() == 0, f"the run itself takes {whole:.1f} s"
    return count


def same_store(one: Path, other: Path) -> bool:
    """Are blocks and questions the same bytes? Half-written blocks of the killed are nobody's."""
    names = ("shards", "questions", "store.json")
    here, there = ({n: b for n, b in contents(s).items() if n.startswith(names)} for s in (one, other))
    return here == there


def test_a_run_killed_twice_and_resumed_ends_in_the_same_bytes(tmp_path):
    assert killed_and_resumed(tmp_path / "killed", 2, 300, seed=31) == 2
    assert another(tmp_path / "alone", 300).wait() == 0
    assert same_store(tmp_path / "killed", tmp_path / "alone")


@pytest.mark.evidence
def test_full_a_run_killed_ten_times_and_resumed_ends_in_the_same_bytes(tmp_path):
    assert killed_and_resumed(tmp_path / "killed", 10, 2000, seed=32) == 10
    assert another(tmp_path / "alone", 2000).wait() == 0
    assert same_store(tmp_path / "killed", tmp_path / "alone")


# Pieces


def test_packing_and_unpacking_changes_no_byte_and_no_category(small):
    from sim.study.block import play_block

    tables = play_block(small.model("paths"), Block("paths", ("paths",), 0, 2, 3, TABLES))
    packed = pack(tables)
    assert pack(tables) == packed
    assert digest({name: unpack(content) for name, content in packed.tables.items()}) == digest(tables)


def test_gaps_and_covers_fit_together_whatever_ranges_there_are():
    luck = random.Random(33)
    for _ in range(300):
        ranges = [(a, a + luck.randint(1, 30)) for a in (luck.randint(0, 90) for _ in range(luck.randint(0, 6)))]
        used = [n for _, (first, stop) in covered(sorted(ranges), 100) for n in range(first, stop)]
        missing = [n for first, stop in gaps(sorted(ranges), 100, 20) for n in range(first, stop)]
        assert sorted([*used, *missing]) == list(range(100))
        assert all(first // 20 == (stop - 1) // 20 for first, stop in gaps(sorted(ranges), 100, 20))


def test_a_question_is_written_down_before_it_is_played_and_grows_with_it(small, tmp_path, monkeypatch):
    def stopped(_: Task) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.study.replications.work", stopped)
    with pytest.raises(KeyboardInterrupt):
        compare(small, tmp_path)
    monkeypatch.undo()
    compare(small, tmp_path, 40)
    [folder] = (tmp_path / "questions").iterdir()
    assert json.loads((folder / "manifest.json").read_text("utf-8"))["replications"] == 40


def test_a_million_firms_are_read_without_the_tables_that_nobody_asked_for(small, tmp_path, monkeypatch):
    """The reader opens files of the table asked for only, one block after the other."""
    compare(small, tmp_path, 40, keep=WRITTEN)
    opened: list[str] = []

    def watched(path: Path) -> pd.DataFrame:
        opened.append(path.name)
        return unpack(path)

    monkeypatch.setattr("sim.study.store.unpack", watched)
    compare(small, tmp_path, 40, keep=KPIS)
    assert set(opened) == {"kpis.parquet", "counts.parquet"}
