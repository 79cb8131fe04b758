"""Play until it is precise enough: rounds of growing batches on common luck, a look at the end of each.

The rule is that of Chow and Robbins (1965, Ann. Math. Stat. 36, 457-462), stop when the interval is narrow enough, with
two guards for real half-widths: the first look comes after 60 replications, and each further one after half as many
again, so that a spread that looks too small by chance has few occasions to be believed. tests/study/test_sequential.py
counts how often the stopped interval covers.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from sim.evidence.precision import Precision, precision_of_differences, precision_of_levels
from sim.scenario.precision import Wanted
from sim.study.refused import Refused
from sim.study.replications import BLOCK, Progress, Study
from sim.text.experiments import EXPERIMENTS
from sim.text.language import Label

if TYPE_CHECKING:
    import pandas as pd

FIRST = 60  # replications before the first look
MOST = 2000  # replications, unless a budget says otherwise
Of = Literal["levels", "differences"]
Why = Literal["precise", "replications", "minutes"]


@dataclass(frozen=True)
class Until:
    """When an experiment is long enough: all half-widths met, or a budget spent."""

    wanted: tuple[Wanted, ...]
    of: Of = "levels"
    max_replications: int = MOST
    max_minutes: float | None = None


@dataclass(frozen=True)
class Look:
    """What was seen after a round: each wish with the interval that is farthest from it."""

    replications: int
    widest: tuple[tuple[Wanted, Precision], ...]

    @property
    def met(self) -> bool:
        """Are all wide intervals narrow enough?"""
        return all(one.met for _, one in self.widest)


@dataclass(frozen=True)
class Reached:
    """How a sequential experiment ended."""

    why: Why
    last: Look


def rounds(most: int, first: int = FIRST, block: int = BLOCK) -> list[int]:
    """Replications at which is looked: half as many again, in whole blocks, up to the budget.

    >>> rounds(500)
    [60, 100, 160, 240, 360, 500]
    """
    found = [min(first, most)]
    while found[-1] < most:
        more = -(-found[-1] * 3 // (2 * block)) * block
        found.append(min(max(more, found[-1] + block), most))
    return found


def play_until(
    study: Study, until: Until, progress: Progress | None = None, look: Callable[[Look], None] | None = None
) -> Reached:
    """Play rounds until every half-width is met or a budget is spent; `look` is told what each round showed.

    Raises Refused where a KPI has no value in any history, so that no number of them would do.
    """
    started = time.monotonic()
    deadline = started + 60 * until.max_minutes if until.max_minutes is not None else float("inf")
    seen: Look | None = None
    for upto in rounds(until.max_replications):
        reached = study.play(upto, progress, deadline)
        seen = look_at(study.table("kpis", _of(until)), study.strategies, until, reached)
        if look is not None:
            look(seen)
        if seen.met:
            return Reached("precise", seen)
        if reached < upto or time.monotonic() > deadline:
            return Reached("minutes", seen)
    assert seen is not None
    return Reached("replications", seen)


def look_at(kpis: pd.DataFrame, strategies: tuple[str, ...], until: Until, replications: int) -> Look:
    """The widest interval of each wish, in the world as the file has it."""
    of = precision_of_levels if until.of == "levels" else precision_of_differences
    widest = []
    for wanted in until.wanted:
        values = values_of(kpis, wanted, strategies, replications)
        found = of(values, wanted.half_width, wanted.relative)
        if any(np.isfinite(row).sum() == 0 for row in values.values()):
            raise Refused(_nowhere(), wanted.text())
        if found:
            widest.append((wanted, max(found, key=lambda one: one.half_width / max(one.wanted, 1e-300))))
    return Look(replications, tuple(widest))


def values_of(
    kpis: pd.DataFrame, wanted: Wanted, strategies: tuple[str, ...], replications: int
) -> Mapping[str, np.ndarray]:
    """One value a replication of a KPI by strategy; NaN where it failed or is undefined."""
    mine = kpis[(kpis["kpi"] == wanted.kpi) & (kpis["group"] == wanted.group) & (kpis["world"] == 0)]
    found = {}
    for name in strategies:
        row = np.full(replications, np.nan)
        rows = mine[mine["strategy"] == name]
        row[rows["replication"].to_numpy()] = rows["value"].to_numpy(dtype=np.float64)
        found[name] = row
    return found


def _of(until: Until) -> Callable[[pd.DataFrame], pd.DataFrame]:
    wanted = {one.kpi for one in until.wanted}
    return lambda part: part[part["kpi"].isin(wanted)]


def _nowhere() -> Label:
    return EXPERIMENTS["kpi_nowhere"]
