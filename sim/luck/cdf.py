"""From values to quantiles: the distribution function of every law, P(X <= x).

The other way round from `sim.luck.laws`; needed where something is already known of a duration, such as how long it has
lasted. Functions of scipy, no tables.
"""

from __future__ import annotations

import math

import numpy as np

from sim.model.law import Z90, Distribution


def cdf(law: Distribution, x: np.ndarray) -> np.ndarray:
    """Probability that a law gives at most `x`; same shape as `x`.

    >>> cdf(Distribution("uniform", (10.0, 20.0)), np.array([5.0, 15.0, 25.0])).tolist()
    [0.0, 0.5, 1.0]
    """
    if law.factor == 0.0:
        return np.asarray(x >= law.shift, dtype=np.float64)
    y = (np.asarray(x, dtype=np.float64) - law.shift) / law.factor
    return np.asarray(np.clip(_base_cdf(law, y), 0.0, 1.0))


def _base_cdf(law: Distribution, y: np.ndarray) -> np.ndarray:
    p, above = law.params, np.maximum(y, 0.0)
    match law.kind:
        case "fixed":
            return _step(y, p[0])
        case "exponential":
            return np.asarray(-np.expm1(-above / p[0]))
        case "uniform":
            return _step(y, p[0]) if p[0] == p[1] else np.asarray((y - p[0]) / (p[1] - p[0]))
        case "triangular":
            return _triangular(p, y)
        case "pert":
            return _pert(p, y)
        case "lognormal":
            return _lognormal(p, above)
        case "weibull":
            return np.asarray(-np.expm1(-((above / p[1]) ** p[0])))
        case "gamma":
            return _gamma(1.0 / (p[1] * p[1]), above / p[0])
        case "erlang":
            return _gamma(p[0], above / p[1])
        case "empirical":
            return np.asarray(np.searchsorted(np.sort(p), y, side="right") / len(p))
        case "discrete":
            half = len(p) // 2
            mass = sum((_step(y, value) * share for value, share in zip(p[:half], p[half:])), np.zeros(y.shape))
            return np.asarray(mass / sum(p[half:]))
        case "mixture":
            mass = sum((cdf(part, y) * weight for part, weight in zip(law.of, p)), np.zeros(y.shape))
            return np.asarray(mass / sum(p))
        case "beyond" | "residual":
            from sim.luck.residual import residual_cdf

            return residual_cdf(law, y)
    raise ValueError(f"unknown kind of distribution: {law.kind}")


def _step(y: np.ndarray, at: float) -> np.ndarray:
    return np.asarray(y >= at, dtype=np.float64)


def _triangular(p: tuple[float, ...], y: np.ndarray) -> np.ndarray:
    low, mode, high = p
    if high == low:
        return _step(y, low)
    inside = np.clip(y, low, high)
    rising = (inside - low) ** 2 / max((high - low) * (mode - low), 1e-300)
    falling = 1.0 - (high - inside) ** 2 / max((high - low) * (high - mode), 1e-300)
    return np.asarray(np.where(inside < mode, rising, falling))


def _pert(p: tuple[float, ...], y: np.ndarray) -> np.ndarray:
    from scipy.special import betainc

    low, mode, high = p
    if high == low:
        return _step(y, low)
    a = 1.0 + 4.0 * (mode - low) / (high - low)
    return np.asarray(betainc(a, 6.0 - a, np.clip((y - low) / (high - low), 0.0, 1.0)))


def _lognormal(p: tuple[float, ...], y: np.ndarray) -> np.ndarray:
    from scipy.special import ndtr

    sigma = math.log(p[1] / p[0]) / Z90
    if sigma == 0.0:
        return _step(y, p[0])
    return np.asarray(np.where(y > 0.0, ndtr(np.log(np.where(y > 0.0, y, 1.0) / p[0]) / sigma), 0.0))


def _gamma(shape: float, of_mean: np.ndarray) -> np.ndarray:
    from scipy.special import gammainc

    return np.asarray(gammainc(shape, shape * of_mean))
