"""Probability laws as data.

A law only says *what* is drawn; how a quantile becomes a value lives in `sim.luck.laws`.  What can be had by
arithmetic alone, the mean, lives here, because offices need it to derive their service times.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

Z90 = 1.2815515655446004  # the 90 % point of the standard normal law


@dataclass(frozen=True, slots=True)
class Distribution:
    """One law of a duration: `factor * base + shift`.

    `kind` and `params`: fixed (value) · exponential (mean) · pert, triangular (min, mode, max) · uniform (a, b) ·
    lognormal (median, p90) · gamma (mean, cv) · weibull (shape, scale) · erlang (stages, mean) ·
    empirical (values) · discrete (values, then their probabilities) · mixture (weights; the laws are in `of`) ·
    beyond (days it has lasted, mean of what is left; the whole law is in `of`) · residual (mean of what is left; the
    same). The last two are made by `sim.luck.residual`, which reckons their means.
    The unit is days of the clock of the activity it belongs to.
    """

    kind: str
    params: tuple[float, ...]
    of: tuple[Distribution, ...] = ()
    shift: float = 0.0
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class By:
    """A value chosen by an attribute of the firm; `cases` pairs each attribute value with a value or another By."""

    attribute: str
    cases: tuple[tuple[str, object], ...]


Law = Distribution | By
Probability = float | By


def pick(value: object, attributes: Mapping[str, str]) -> object:
    """Follow every `By` down to the value that holds for a firm with these attributes.

    Raises KeyError, naming the attribute, where no case covers the firm's value.

    >>> pick(By("device_class", (("I", 1.0), ("II", 2.0))), {"device_class": "II"})
    2.0
    """
    while isinstance(value, By):
        have = attributes.get(value.attribute)
        found = [case for name, case in value.cases if name == have]
        if not found:
            raise KeyError(f"{value.attribute}={have}")
        value = found[0]
    return value


def leaves(value: object) -> list[object]:
    """Every value that a chain of `By` can end in."""
    if isinstance(value, By):
        return [leaf for _, case in value.cases for leaf in leaves(case)]
    return [value]


def fixed(value: float) -> Distribution:
    """The law that always gives `value`."""
    return Distribution("fixed", (float(value),))


def mean(law: Distribution) -> float:
    """Mean of a law, in the law's own unit.

    >>> mean(Distribution("pert", (20.0, 44.0, 60.0)))
    42.666666666666664
    """
    return law.factor * _base_mean(law) + law.shift


def _base_mean(law: Distribution) -> float:
    p = law.params
    match law.kind:
        case "fixed" | "exponential" | "gamma":
            return p[0]
        case "pert":
            return (p[0] + 4 * p[1] + p[2]) / 6
        case "triangular" | "empirical":
            return sum(p) / len(p)
        case "uniform":
            return (p[0] + p[1]) / 2
        case "lognormal":
            sigma = math.log(p[1] / p[0]) / Z90
            return p[0] * math.exp(sigma * sigma / 2)
        case "weibull":
            return p[1] * math.gamma(1 + 1 / p[0])
        case "erlang":
            return p[1]
        case "discrete":
            half = len(p) // 2
            return sum(v * w for v, w in zip(p[:half], p[half:], strict=True)) / sum(p[half:])
        case "mixture":
            return sum(w * mean(part) for w, part in zip(p, law.of, strict=True)) / sum(p)
        case "beyond" | "residual":
            return p[-1]
    raise ValueError(f"unknown kind of distribution: {law.kind}")
