"""One block of replications of one strategy: luck in, tables out; pure, so a lost block is simply played again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.attributes import combinations
from sim.engine.blueprint import Blueprint, draw_up
from sim.engine.log import Log
from sim.model.park import Model
from sim.outcome.books import open_books
from sim.outcome.cohort import Frame, group_firms
from sim.outcome.curves import share_producing
from sim.outcome.estate import decisions, holdings, stocks
from sim.outcome.estate_lines import lines_over_time
from sim.outcome.funnel import funnel
from sim.outcome.histories import gather
from sim.outcome.kpi_table import kpi_table
from sim.outcome.money_tables import accounts, cash, finance
from sim.outcome.tables import activities, days, enterprises
from sim.outcome.tallies import tally_table

if TYPE_CHECKING:
    import pandas as pd

COUNTS = "counts"
TABLES = (
    *("enterprises", "activities", "days", "kpis", "curves"),
    *("holdings", "stocks", "lines", "decisions", "finance", "accounts", "cash", "funnel", "tallies"),
)
SHOWN = ("enterprises", "kpis", "curves")  # what a screen is made of
UNWRITTEN = ("days", "tallies")  # a firm's days follow from the rest, tallies are asked for by `validate`
WRITTEN = tuple(name for name in TABLES if name not in UNWRITTEN)  # what `--out` writes
KEEPS = {"kpis": ("kpis",), "enterprises": SHOWN, "activities": WRITTEN}  # what `--keep` means
ESTATE = {"holdings": holdings, "stocks": stocks, "lines": lines_over_time, "decisions": decisions}


@dataclass(frozen=True)
class Block:
    """What is to be played: a strategy, replications, a seed, which tables are wanted, and in which state of the world.

    Names of strategies and the number of the world only label rows; `model` decides what happens.
    """

    strategy: str
    strategies: tuple[str, ...]
    first: int
    stop: int
    seed: int
    keep: tuple[str, ...]
    world: int = 0


def frame_of(model: Model) -> Frame:
    """What KPIs are reckoned by."""
    kinds = [kind for regime in model.regimes for kind in regime.enterprises if kind.counted]
    found = {values for kind in kinds for values in combinations(kind, model.groups)} if model.groups else set()
    labels = tuple(sorted(" / ".join(values) for values in found))
    return Frame(model.start, model.horizon, model.limit_days, model.decided, model.groups, labels)


def play_block(model: Model, block: Block) -> dict[str, pd.DataFrame]:
    """Tables of a block, by name; the same whatever process plays it and whatever the size of the block.

    Rows of one history stand together, in the order of replications, so that blocks laid end to end are the same bytes
    wherever they were cut.
    """
    from sim.engine.layout import lay_out
    from sim.engine.simpy_engine import play

    replications = range(block.first, block.stop)
    cases = lay_out(_blueprint(model), block.seed, replications)
    frame = frame_of(model)
    who = (block.strategy, block.strategies, block.world)

    logs = [play(case) for case in cases]
    histories = gather(cases, logs, replications)
    tables = {COUNTS: _counts(block, logs)}
    if "enterprises" in block.keep:
        tables["enterprises"] = enterprises(histories, *who)
    if "activities" in block.keep:
        tables["activities"] = activities(histories, *who)
    if "days" in block.keep:
        tables["days"] = days(histories, *who)
    books = open_books(histories, model)
    if "kpis" in block.keep:
        tables["kpis"] = kpi_table(histories, frame, block.strategy, books, model.targets, block.world)
    for name, table in ESTATE.items():
        if name in block.keep:
            tables[name] = table(histories, *who)
    if "finance" in block.keep:
        tables["finance"] = finance(books, *who)
    if "accounts" in block.keep:
        tables["accounts"] = accounts(books, *who)
    if "cash" in block.keep:
        tables["cash"] = cash(books, frame.limit, *who)
    if "funnel" in block.keep:
        tables["funnel"] = funnel(books, *who)
    if "tallies" in block.keep:
        tables["tallies"] = tally_table(histories, model.tallies, books, *who)
    if "curves" in block.keep:
        firms = group_firms(histories, frame)
        tables["curves"] = share_producing(firms, block.strategy, histories.replications, block.world)
    return {name: _by_history(table) for name, table in tables.items()}


def _by_history(table: pd.DataFrame) -> pd.DataFrame:
    """Rows in the order of replications, otherwise as they were; repeated words as categories."""
    import pandas as pd

    for name in ("group", "kpi"):
        if name in table.columns:
            table[name] = pd.Categorical(table[name], categories=table[name].unique())
    return table.sort_values("replication", kind="stable", ignore_index=True)


def _counts(block: Block, logs: list[Log]) -> pd.DataFrame:
    """How much work the engine did: events played and activities finished, by replication."""
    import pandas as pd

    events, completions = zip(*(log.counts.tolist() for log in logs))
    replications = np.arange(block.first, block.stop, dtype=np.int32)
    columns = {"strategy": block.strategy, "world": np.int32(block.world), "replication": replications}
    return pd.DataFrame({**columns, "events": events, "completions": completions})


@lru_cache(maxsize=16)
def _blueprint(model: Model) -> Blueprint:
    return draw_up(model)
