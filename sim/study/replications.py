"""Play every strategy on common luck, here or in several processes of this machine.

Blocks are pure, so their order, number and place change nothing: tables are put together in the order of strategies
and replications. A worker that dies takes only its unfinished blocks with it; they are played again in a new pool, and
the note says so.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import TYPE_CHECKING

from sim.model.park import Model
from sim.study.block import COUNTS, Block, play_block

if TYPE_CHECKING:
    import pandas as pd

BLOCK = 20  # replications in one task: long enough to be worth sending
RESTARTS = 3
NO_WORKER = (
    "no worker process could start; in a script, call this under `if __name__ == '__main__':`, "
    "because every worker imports the script first; or use workers=1"
)
Progress = Callable[[int, int], None]


@dataclass
class Played:
    """Tables by name, events and completions played, and notes on what happened to the machine meanwhile."""

    tables: dict[str, pd.DataFrame]
    counts: dict[str, int]
    notes: list[str] = field(default_factory=list)


def simulate(
    models: Mapping[str, Model],
    replications: int,
    seed: int,
    keep: tuple[str, ...],
    workers: int = 1,
    progress: Progress | None = None,
) -> Played:
    """Play `replications` histories of every strategy.

    Parameters
    ----------
    models
        Model by strategy; the order is kept in the tables.
    replications, seed
        Histories 0 … replications - 1 of this seed: the same luck for every strategy.
    keep
        Names of the tables wanted, of `sim.study.block.TABLES`.
    workers
        Number of processes; 1 plays here.
    progress
        Called with (blocks done, blocks in all).
    """
    names = tuple(models)
    blocks = [
        Block(name, names, first, min(first + BLOCK, replications), seed, keep)
        for name in names
        for first in range(0, replications, BLOCK)
    ]
    notes: list[str] = []
    done: dict[Block, dict[str, pd.DataFrame]] = {}
    finished = _here(models, blocks) if workers <= 1 else _elsewhere(models, blocks, workers, notes)
    for block, tables in finished:
        done[block] = tables
        if progress is not None:
            progress(len(done), len(blocks))
    tables = {table: _together([done[block][table] for block in blocks], names) for table in keep}
    work = [done[block][COUNTS] for block in blocks]
    counts = {what: int(sum(part[what].sum() for part in work)) for what in ("events", "completions")}
    return Played(tables, counts, notes)


def _here(models: Mapping[str, Model], blocks: list[Block]) -> Iterator[tuple[Block, dict[str, pd.DataFrame]]]:
    for block in blocks:
        yield block, play_block(models[block.strategy], block)


def _elsewhere(
    models: Mapping[str, Model], blocks: list[Block], workers: int, notes: list[str]
) -> Iterator[tuple[Block, dict[str, pd.DataFrame]]]:
    left = list(blocks)
    for restart in range(RESTARTS + 1):
        try:
            for block, tables in _in_pool(models, list(left), workers):
                left.remove(block)
                yield block, tables
        except BrokenProcessPool as lost:
            if len(left) == len(blocks) and restart == RESTARTS:
                raise RuntimeError(NO_WORKER) from lost
            notes.append(f"a worker process died; {len(left)} blocks are played again")
            if restart == RESTARTS:
                raise
        if not left:
            return


def _in_pool(
    models: Mapping[str, Model], blocks: list[Block], workers: int
) -> Iterator[tuple[Block, dict[str, pd.DataFrame]]]:
    with _one_thread_each(), ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        try:
            running = {pool.submit(play_block, models[block.strategy], block): block for block in blocks}
            while running:
                ready, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in ready:
                    yield running.pop(future), future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Workers started in here compute on one thread: NumPy reads these as it is imported, so they are set before."""
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(dict.fromkeys(THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _together(parts: list[pd.DataFrame], strategies: tuple[str, ...]) -> pd.DataFrame:
    """One table of all blocks; words become categories, so that a million rows stay small."""
    import pandas as pd

    table = pd.concat(parts, ignore_index=True)
    for name in table.columns:
        if name == "strategy":
            table[name] = pd.Categorical(table[name], categories=list(strategies))
        elif name in ("group", "kpi"):
            table[name] = pd.Categorical(table[name], categories=list(dict.fromkeys(table[name])))
    return table
