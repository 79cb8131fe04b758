"""Where finished blocks stand: in memory, or in a store (`store.py`); both answer the same three questions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from sim.model.park import Model
from sim.study.task import Result, Tables

if TYPE_CHECKING:
    import pandas as pd

Range = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Cell:
    """One strategy in one state of the world; each is itself only, so that it can be looked up quickly."""

    strategy: str
    world: int
    model: Model


class Shelf(Protocol):
    """Keeps blocks and hands out tables, in the order of replications, without the labels of their rows."""

    packed: bool

    def has(self, cell: Cell, keep: tuple[str, ...]) -> list[Range]:
        """Ranges of replications that are kept with (at least) these tables, ascending."""

    def put(self, cell: Cell, span: Range, keep: tuple[str, ...], result: Result) -> None:
        """Keep a finished block."""

    def read(self, cell: Cell, span: Range, table: str) -> pd.DataFrame | None:
        """One table of a kept block; None where no replication of it came to an end."""

    def rows(self, cell: Cell, span: Range, table: str) -> int:
        """How many rows a table of a kept block has, without reading it."""


@dataclass
class Memory:
    """Blocks of this run only."""

    packed: bool = False
    held: dict[tuple[str, int], dict[Range, Tables]] = field(default_factory=dict)

    def has(self, cell: Cell, keep: tuple[str, ...]) -> list[Range]:
        """As `Shelf`; whatever is held was asked for."""
        return sorted(self.held.get((cell.strategy, cell.world), {}))

    def put(self, cell: Cell, span: Range, keep: tuple[str, ...], result: Result) -> None:
        """As `Shelf`."""
        assert isinstance(result, dict)
        self.held.setdefault((cell.strategy, cell.world), {})[span] = result

    def read(self, cell: Cell, span: Range, table: str) -> pd.DataFrame | None:
        """As `Shelf`."""
        return self.held[cell.strategy, cell.world][span].get(table)

    def rows(self, cell: Cell, span: Range, table: str) -> int:
        """As `Shelf`."""
        held = self.read(cell, span, table)
        return 0 if held is None else len(held)


def covered(ranges: list[Range], upto: int) -> Iterator[tuple[Range, Range]]:
    """Ranges that cover 0 … upto without overlap, as (range kept, part of it to use); gaps are left out.

    >>> list(covered([(0, 20), (10, 40), (60, 80)], 70))
    [((0, 20), (0, 20)), ((10, 40), (20, 40)), ((60, 80), (60, 70))]
    """
    at = 0
    while at < upto:
        over = [span for span in ranges if span[0] <= at < span[1]]
        if over:
            best = max(over, key=lambda span: span[1])
            yield best, (at, min(best[1], upto))
            at = best[1]
        else:
            at = min((first for first, _ in ranges if first > at), default=upto)


def gaps(ranges: list[Range], upto: int, size: int) -> list[Range]:
    """What is missing of 0 … upto, cut at multiples of `size`.

    >>> gaps([(0, 20), (30, 35)], 50, 20)
    [(20, 30), (35, 40), (40, 50)]
    """
    missing, at = [], 0
    for _, (first, stop) in [*covered(ranges, upto), ((upto, upto), (upto, upto))]:
        while at < first:
            end = min(first, (at // size + 1) * size)
            missing.append((at, end))
            at = end
        at = max(at, stop)
    return missing
