"""The tables of an experiment by name; asking for one that was not kept says so, and how to keep it.

Tables are large, so an experiment keeps only what it was asked for. What is not there is met in a notebook, lines after
the call that left it out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sim.study.block import TABLES
from sim.study.task import FAILURES

if TYPE_CHECKING:
    import pandas as pd

    TablesByName = dict[str, pd.DataFrame]
else:
    TablesByName = dict


class NotKept(KeyError):
    """A table that was not kept, or that no experiment has."""

    def __str__(self) -> str:
        """The sentence itself; a KeyError would put it into quotes."""
        return str(self.args[0])


class Kept(TablesByName):
    """Tables by name, as a dict.

    >>> Kept(enterprises=None)["kpis"]
    Traceback (most recent call last):
    sim.study.kept.NotKept: the table 'kpis' was not kept; play with keep=('enterprises', 'kpis')
    """

    def __missing__(self, name: str) -> pd.DataFrame:
        """Raises NotKept."""
        if name in TABLES:
            raise NotKept(f"the table {name!r} was not kept; play with {asked_for((*self, name))}")
        raise NotKept(unknown(name) if name != FAILURES else "there is no table of failures, for no history failed")


def asked_for(names: Iterable[str]) -> str:
    """The option of `run` and `compare` that keeps these tables.

    >>> asked_for({"kpis", "counts", "enterprises"})
    "keep=('enterprises', 'kpis')"
    """
    wanted = set(names)
    return f"keep={tuple(name for name in TABLES if name in wanted)}"


def unknown(name: str) -> str:
    """Why a table of this name cannot be had."""
    return f"no table is called {name!r}; there are: {', '.join(TABLES)}"
