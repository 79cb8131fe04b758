"""Our engine beside idiomatic SimPy: the same work, alternating in one process on one core, in CPU time.

Luck and tables are included, imports are not. What is asserted: the same work was done (completions and mean time in
system), at least `FASTER` times the completions per CPU second, at most `LARGER` times the memory.
`python -m benchmarks.bench_engine` prints the numbers alone.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

import numpy as np
import pandas as pd
from scipy.stats import t as student

from benchmarks import idiomatic, ours
from benchmarks.memory import in_fresh_process

FASTER = 1.2
LARGER = 1.5
FIRMS = 5000
PAIRS = 8
FIRMS_IN_MEMORY = 20_000
SAME_WORK = 0.02
FALSE_ALARM = 1e-4  # of the comparison of means


@dataclass(frozen=True)
class Turn:
    """One history of one side: CPU seconds, activity completions, mean days in the system."""

    seconds: float
    completions: int
    mean_days: float

    @property
    def speed(self) -> float:
        return self.completions / self.seconds


def alternate(pairs: int = PAIRS, firms: int = FIRMS) -> tuple[list[Turn], list[Turn]]:
    """Both sides in turn, each going first in every other pair."""
    plan = ours.blueprint(firms)
    sides: list[Callable[[int], pd.DataFrame]] = [
        lambda seed: ours.run(plan, seed),
        lambda seed: idiomatic.run(seed, firms),
    ]
    ours.run(ours.blueprint(20), 0)
    idiomatic.run(0, 20)
    turns: tuple[list[Turn], list[Turn]] = ([], [])
    for pair in range(pairs):
        for side in (0, 1) if pair % 2 == 0 else (1, 0):
            turns[side].append(_turn(sides[side], pair))
    return turns


def _turn(side: Callable[[int], pd.DataFrame], seed: int) -> Turn:
    gc.collect()
    before = time.process_time()
    visits = side(seed)
    seconds = time.process_time() - before
    begin = visits["begin" if "begin" in visits else "prepared"]
    firm = [visits["enterprise"]] + ([visits["type"]] if "type" in visits else [])
    stay = visits["finish"].groupby(firm).max() - begin.groupby(firm).min()
    return Turn(seconds, int(visits["finish"].notna().sum()), float(stay.mean()))


def ratio_of(turns: tuple[list[Turn], list[Turn]]) -> float:
    """Median over the pairs of ours by idiomatic, in completions per CPU second."""
    return median(mine.speed / other.speed for mine, other in zip(*turns, strict=True))


def test_both_sides_do_the_same_work_and_ours_does_it_faster(capsys) -> None:
    turns = alternate()
    ratio = ratio_of(turns)
    with capsys.disabled():
        print("\n" + told(turns))

    mine, other = (sum(turn.completions for turn in side) for side in turns)
    assert abs(mine / other - 1) < SAME_WORK, "the two sides did not do the same work"
    a, b = (np.array([turn.mean_days for turn in side]) for side in turns)
    error = np.sqrt(a.var(ddof=1) / len(a) + b.var(ddof=1) / len(b))
    assert abs(a.mean() - b.mean()) < student.ppf(1 - FALSE_ALARM / 2, 2 * len(a) - 2) * error, (
        "the mean time in system differs"
    )
    assert ratio >= FASTER


def test_memory_grows_at_most_half_as_much_again(capsys) -> None:
    mine, other = (in_fresh_process(side, FIRMS_IN_MEMORY) for side in ("ours", "idiomatic"))
    with capsys.disabled():
        print(f"\n{told_memory(mine, other)}")

    assert abs(mine["visits"] / other["visits"] - 1) < SAME_WORK, "the two sides did not do the same work"
    assert mine["growth_mb"] <= LARGER * other["growth_mb"]


def told(turns: tuple[list[Turn], list[Turn]]) -> str:
    """One line on speed."""
    mine, other = (median(turn.speed for turn in side) for side in turns)
    ratio = f"ratio {ratio_of(turns):.2f} (at least {FASTER})"
    return f"completions per CPU second: ours {mine:,.0f}, idiomatic {other:,.0f}, {ratio}"


def told_memory(mine: dict[str, float], other: dict[str, float]) -> str:
    """One line on memory."""
    ratio = mine["growth_mb"] / other["growth_mb"]
    grown = f"ours {mine['growth_mb']:.0f} MB, idiomatic {other['growth_mb']:.0f} MB"
    return f"memory growth at {FIRMS_IN_MEMORY:,} enterprises: {grown}, ratio {ratio:.2f} (at most {LARGER})"


if __name__ == "__main__":
    print(told(alternate()))
    print(told_memory(*(in_fresh_process(side, FIRMS_IN_MEMORY) for side in ("ours", "idiomatic"))))
