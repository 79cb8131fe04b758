"""What a completion costs as firms grow in number: no faster than the logarithm, for the heaps are all that grows.

The process of `benchmarks.process` with 100, 1,000 and 20,000 firms, in CPU time, one process, sizes in turns. Luck,
history and the table of visits are included. What is asserted: the work was done, and from the smallest to the largest
a completion becomes dearer by no more than log(largest) / log(smallest). `python -m benchmarks.bench_growth` prints it.
"""

from __future__ import annotations

import gc
import time
from math import log
from statistics import median

from benchmarks import ours

SIZES = (100, 1000, 20_000)
TURNS = 3
LEAST_WORK = 8_000  # completions in a turn of each size: small parks are played often enough to be timed


def alternate(turns: int = TURNS) -> dict[int, float]:
    """CPU microseconds a completion by number of firms, median of the turns."""
    plans = {firms: ours.blueprint(firms) for firms in SIZES}
    for plan in plans.values():
        ours.run(plan, 0)
    found: dict[int, list[float]] = {firms: [] for firms in SIZES}
    for turn in range(turns):
        for firms in SIZES if turn % 2 == 0 else SIZES[::-1]:
            found[firms].append(_turn(plans[firms], turn))
    return {firms: median(each) for firms, each in found.items()}


def _turn(plan: object, seed: int) -> float:
    done, spent, replication = 0, 0.0, 0
    while done < LEAST_WORK:
        gc.collect()
        begin = time.process_time()
        visits = ours.run(plan, seed * 1000 + replication)  # type: ignore[arg-type]
        spent += time.process_time() - begin
        done += int(visits["finish"].notna().sum())
        replication += 1
    return 1e6 * spent / done


def told(cost: dict[int, float]) -> str:
    """One line on what a completion costs by size."""
    each = ", ".join(f"{firms:,} firms {micros:.1f}" for firms, micros in cost.items())
    return f"CPU microseconds a completion: {each}; {growth(cost):.2f} times (at most {allowed():.2f})"


def growth(cost: dict[int, float]) -> float:
    """How much dearer the largest is than the cheapest of the smaller."""
    return cost[SIZES[-1]] / min(cost[firms] for firms in SIZES[:-1])


def allowed() -> float:
    """log(largest) / log(smallest)."""
    return log(SIZES[-1]) / log(SIZES[0])


def test_a_completion_becomes_dearer_no_faster_than_the_logarithm(capsys) -> None:
    cost = alternate()
    with capsys.disabled():
        print("\n" + told(cost))
    assert growth(cost) <= allowed()


if __name__ == "__main__":
    print(told(alternate()))
