"""One block as a task for any processor: a replication that raises becomes a row, the others stand as if alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sim.model.park import Model
from sim.study.block import Block, play_block
from sim.study.shard import Packed, pack

if TYPE_CHECKING:
    import pandas as pd

Tables = dict[str, "pd.DataFrame"]
Result = Tables | Packed

FAILURES = "failures"
FAILURE_COLUMNS = ("replication", "seed", "error", "message")
NO_DATA = (MemoryError, ImportError)  # the machine's, not the replication's: they would be gone elsewhere
MESSAGE = 500  # characters kept of one
LABELS = ("strategy", "world")  # of rows; added on reading, because what was played depends on neither


@dataclass(frozen=True)
class Task:
    """A block to play under a model; `packed` asks for bytes, ready for a store, instead of tables."""

    model: Model
    block: Block
    packed: bool = False


def work(task: Task) -> Result:
    """The tables of a block without the labels of its rows, with `failures` among them where there are any; pure."""
    tables = {name: _unlabelled(table) for name, table in _surviving(task.model, task.block).items()}
    return pack(tables) if task.packed else tables


def _surviving(model: Model, block: Block) -> Tables:
    try:
        return play_block(model, block)
    except NO_DATA:
        raise
    except Exception as problem:
        if block.stop - block.first == 1:
            return {FAILURES: failure_table([_failure(problem, block)])}
    return _together([_surviving(model, one) for one in _singly(block)])


def _singly(block: Block) -> list[Block]:
    return [replace(block, first=at, stop=at + 1) for at in range(block.first, block.stop)]


def _together(parts: list[Tables]) -> Tables:
    import pandas as pd

    names = dict.fromkeys(name for part in parts for name in part)
    found = {name: [part[name] for part in parts if name in part] for name in names}
    return {
        name: pd.concat([t for t in tables if len(t)] or tables[:1], ignore_index=True)
        for name, tables in found.items()
    }


def failure_table(rows: list[tuple[int, int, str, str]]) -> pd.DataFrame:
    """Rows of `failures` before their labels: replication, seed, error, message."""
    import numpy as np
    import pandas as pd

    table = pd.DataFrame(rows, columns=list(FAILURE_COLUMNS))
    return table.astype({"replication": np.int32, "seed": np.int64, "error": "str", "message": "str"})


def _failure(problem: Exception, block: Block) -> tuple[int, int, str, str]:
    """What happened, and where in the program, without any folder of this machine."""
    at = problem.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    where = f" ({Path(at.tb_frame.f_code.co_filename).name}:{at.tb_lineno})" if at is not None else ""
    said = " ".join(str(problem).split())[:MESSAGE]
    return block.first, block.seed, type(problem).__name__, said + where


def _unlabelled(table: pd.DataFrame) -> pd.DataFrame:
    return table.drop(columns=[name for name in LABELS if name in table.columns])
