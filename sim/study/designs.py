"""Which points a sweep plays: all combinations, the n-th of each list together, or a sample of ranges.

A design is points in the unit cube or lists of values; what a key makes of them is decided once, here, for all designs.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.scenario.precision import Unfit
from sim.scenario.scenario import Scenario
from sim.study.worlds import takes_only_whole

Design = Literal["grid", "list", "latin_hypercube", "sobol"]
Scalar = int | float | bool | str
_NUMBER = r"[-+]?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?"
_RANGE = re.compile(rf"({_NUMBER})\s*\.\.\s*({_NUMBER})")


@dataclass(frozen=True)
class Vary:
    """A key and either the values it takes or the ends of its range."""

    key: str
    values: tuple[Scalar, ...] = ()
    ends: tuple[float, float] | None = None


def read_vary(text: str) -> Vary:
    """A key with its values, as on the command line. Raises Unfit.

    >>> read_vary("offices.bureau.staff: 3, 4")
    Vary(key='offices.bureau.staff', values=(3, 4), ends=None)
    >>> read_vary("a.factor: 0.8..1.5").ends
    (0.8, 1.5)
    """
    key, colon, said = (part.strip() for part in text.partition(":"))
    if not colon or not key or not said:
        raise Unfit("vary_form", got=text)
    if ends := _RANGE.fullmatch(said):
        low, high = float(ends[1]), float(ends[2])
        if low > high:
            raise Unfit("not_ordered", got=f"{ends[1]}..{ends[2]}")
        return Vary(key, (), (low, high))
    values = [_scalar(part.strip()) for part in said.split(",")]
    if any(value == "" for value in values):
        raise Unfit("vary_form", got=text)
    return Vary(key, tuple(values))


def points(
    scenario: Scenario, varied: list[Vary], design: Design, count: int | None, seed: int
) -> list[dict[str, object]]:
    """The points of a design, each a value by key (keys as `scenario.replace` takes them).

    Raises Unfit: a design that takes lists was given a range, or the other way round; lists of unequal length.
    """
    if design in ("grid", "list"):
        return _listed(varied, design)
    ranged = [one for one in varied if one.ends is not None]
    if len(ranged) < len(varied):
        raise Unfit("needs_range", got=design)
    if count is None:
        raise Unfit("needs_points", got=design)
    cube = _cube(design, len(varied), count, seed)
    columns = [_scaled(scenario, one, cube[:, at]) for at, one in enumerate(ranged)]
    return [{one.key: column[at] for one, column in zip(varied, columns)} for at in range(count)]


def _listed(varied: list[Vary], design: Design) -> list[dict[str, object]]:
    if any(one.ends is not None for one in varied):
        raise Unfit("needs_values", got=design)
    keys, lists = [one.key for one in varied], [one.values for one in varied]
    if design == "list" and len({len(values) for values in lists}) > 1:
        raise Unfit("uneven_lists", got=", ".join(str(len(values)) for values in lists))
    rows = itertools.product(*lists) if design == "grid" else zip(*lists)
    return [dict(zip(keys, row)) for row in rows]


def _cube(design: Design, keys: int, count: int, seed: int) -> np.ndarray:
    """Points in the unit cube, shape (count, keys); the same seed, the same points."""
    from scipy.stats import qmc

    if design == "latin_hypercube":
        return np.asarray(qmc.LatinHypercube(keys, rng=seed).random(count))
    powers = int(np.ceil(np.log2(max(count, 1))))  # Sobol is balanced in powers of two; the first `count` are taken
    return np.asarray(qmc.Sobol(keys, rng=seed).random_base2(powers))[:count]


def _scaled(scenario: Scenario, one: Vary, u: np.ndarray) -> list[object]:
    assert one.ends is not None
    low, high = one.ends
    if takes_only_whole(scenario, one.key, low):
        return [int(low) + int(at) for at in np.minimum(u * (high - low + 1), high - low)]
    return [float(low + (high - low) * at) for at in u]


def _scalar(text: str) -> Scalar:
    if re.fullmatch(r"[-+]?[0-9]+", text):
        return int(text)
    if re.fullmatch(_NUMBER, text):
        return float(text)
    return {"true": True, "false": False}.get(text, text)
