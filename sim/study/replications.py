"""Play every strategy in every state of the world on common luck, keep what is finished, put tables together.

Blocks are pure, so their order, number and place change nothing. They are played replication by replication through
all cells, so that whenever an experiment ends early, every cell has (nearly) as many histories as the others.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sim.model.park import Model
from sim.study.block import COUNTS, Block
from sim.study.executors import Executor, Here, Processes
from sim.study.joining import joined, labelled
from sim.study.refused import Ended
from sim.study.shelf import Cell, Memory, Range, Shelf, covered, gaps
from sim.study.task import FAILURES, Task, work
from sim.text.experiments import EXPERIMENTS
from sim.text.language import Label

if TYPE_CHECKING:
    import pandas as pd

BLOCK = 20  # replications in one task: long enough to be worth sending
ALLOWED = 0.05  # share of failed replications that is borne
ALWAYS = (COUNTS, FAILURES)  # kept with every block
Progress = Callable[[int, int], None]


@dataclass
class Played:
    """Tables by name, events and completions played, and notes on what happened to the machine meanwhile."""

    tables: dict[str, pd.DataFrame]
    counts: dict[str, int]
    notes: list[str] = field(default_factory=list)


class Study:
    """Cells on common luck, played as far as is asked, and again further.

    Parameters
    ----------
    cells
        Strategies in states of the world, in the order of the tables.
    seed, keep
        Of all luck; names of the tables wanted, of `sim.study.block.TABLES`.
    executor, shelf
        Who plays, and where finished blocks stand.
    allowed
        Share of the replications asked for that may fail.
    """

    def __init__(
        self,
        cells: tuple[Cell, ...],
        seed: int,
        keep: tuple[str, ...],
        executor: Executor,
        shelf: Shelf,
        allowed: float = ALLOWED,
    ) -> None:
        self.cells, self.seed, self.keep = cells, seed, keep
        self.executor, self.shelf, self.allowed = executor, shelf, allowed
        self.strategies = tuple(dict.fromkeys(cell.strategy for cell in cells))
        self.upto = 0

    def play(self, upto: int, progress: Progress | None = None, deadline: float = float("inf")) -> int:
        """Play what is missing of replications 0 … upto - 1 of every cell.

        Parameters
        ----------
        upto
            Replications of each cell.
        progress
            Called with (blocks done, blocks in all); blocks found on the shelf are done.
        deadline
            By `time.monotonic`; then it ends with the last replication that every cell has played (at least a block).

        Returns
        -------
        int
            Replications that every cell has now.
        """
        missing = self._missing(upto)
        found = sum(len(list(covered(self._has(cell), upto))) for cell in self.cells)
        done, of = found, found + len(missing)
        failed = sum(self._failed(cell, span) for cell in self.cells for span, _ in covered(self._has(cell), upto))
        self._bear(failed, upto)
        finished = self.executor.run(work, [self._task(cell, span) for cell, span in missing])
        places = {(cell.strategy, cell.world): cell for cell in self.cells}
        for task, result in finished:
            block = task.block
            cell = places[block.strategy, block.world]
            self.shelf.put(cell, (block.first, block.stop), (*self.keep, *ALWAYS), result)
            done += 1
            failed += self._failed(cell, (block.first, block.stop))
            if progress is not None:
                progress(done, of)
            self._bear(failed, upto)
            if time.monotonic() > deadline and self._reached(upto) > 0:
                self.executor.close()
                break
        self.upto = self._reached(upto)
        return self.upto

    def table(self, name: str, where: Callable[[pd.DataFrame], pd.DataFrame] | None = None) -> pd.DataFrame:
        """One table of all cells, in the order of cells and replications; `where` leaves rows out block by block."""
        parts: list[pd.DataFrame] = []
        for cell in self.cells:
            for part in self._parts(cell, name):
                chosen = part if where is None else where(part)
                parts.append(labelled(chosen, cell.strategy, cell.world, self.strategies))
        return joined(parts, self.strategies)

    def failures(self) -> pd.DataFrame:
        """A row a replication that raised: strategy, world, replication, seed, error, message."""
        return self.table(FAILURES)

    def played(self, read: tuple[str, ...] | None = None) -> Played:
        """All tables that are kept, or those named; `failures` where there are any."""
        tables = {name: self.table(name) for name in (self.keep if read is None else read)}
        failed = self.failures()
        if len(failed):
            tables[FAILURES] = failed
        done = self.table(COUNTS)
        counts = {what: int(done[what].sum()) for what in ("events", "completions")}
        return Played(tables, counts, list(self.executor.notes))

    def _task(self, cell: Cell, span: Range) -> Task:
        block = Block(cell.strategy, self.strategies, *span, self.seed, self.keep, cell.world)
        return Task(cell.model, block, self.shelf.packed)

    def _missing(self, upto: int) -> list[tuple[Cell, Range]]:
        missing = [(cell, span) for cell in self.cells for span in gaps(self._has(cell), upto, BLOCK)]
        return sorted(missing, key=lambda one: one[1][0])  # stable: cells in their order

    def _has(self, cell: Cell) -> list[Range]:
        return self.shelf.has(cell, (*self.keep, *ALWAYS))

    def _reached(self, upto: int) -> int:
        return min((gaps(self._has(cell), upto, upto) or [(upto, upto)])[0][0] for cell in self.cells)

    def _parts(self, cell: Cell, name: str, upto: int | None = None) -> Iterator[pd.DataFrame]:
        for span, (first, stop) in covered(self._has(cell), self.upto if upto is None else upto):
            part = self.shelf.read(cell, span, name)
            if part is not None:
                inside = part["replication"].between(first, stop - 1)
                yield part if inside.all() else part[inside].reset_index(drop=True)

    def _failed(self, cell: Cell, span: Range) -> int:
        return self.shelf.rows(cell, span, FAILURES)

    def _bear(self, failed: int, upto: int) -> None:
        """End where more has failed than is allowed of what was asked for."""
        of = upto * len(self.cells)
        if failed > self.allowed * of:
            rows = (
                (cell, row) for cell in self.cells for t in self._parts(cell, FAILURES, upto) for row in t.itertuples()
            )
            cell, row = next(rows)
            raise Ended(_told(failed, of, self.allowed, cell, row))


def _told(failed: int, of: int, allowed: float, cell: Cell, row: object) -> Label:
    values = {
        "failed": failed, "of": of, "allowed": f"{100 * allowed:g}", "strategy": cell.strategy,
        "replication": getattr(row, "replication", 0), "error": getattr(row, "error", ""),
        "message": getattr(row, "message", ""),
    }  # fmt: skip
    label = EXPERIMENTS["too_many_failed"]
    return Label(label.en.format(**values), label.zh.format(**values))


def executor_for(workers: int) -> Executor:
    """Our own process for one worker, else so many processes."""
    return Here() if workers <= 1 else Processes(workers)


def simulate(
    models: Mapping[str, Model],
    replications: int,
    seed: int,
    keep: tuple[str, ...],
    workers: int = 1,
    progress: Progress | None = None,
) -> Played:
    """Play `replications` histories of every strategy, in memory.

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
    cells = tuple(Cell(name, 0, model) for name, model in models.items())
    executor = executor_for(workers)
    study = Study(cells, seed, keep, executor, Memory())
    try:
        study.play(replications, progress)
    finally:
        executor.close()
    return study.played()
