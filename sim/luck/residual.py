"""How long something still takes that has already begun: laws of what is left of a duration.

Known to have lasted `e`: the law of X - e given X > e (`beyond`). Known to be under way, but not since when: what is
left of a duration met at a random moment of a steady flow (`residual`), the equilibrium law of renewal theory with
density (1 - F) / mean. Long durations are met more often than short ones, so neither is a fresh duration, nor a fresh
duration less what has passed.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from sim.luck.cdf import cdf
from sim.luck.laws import ppf
from sim.model.law import Distribution, fixed, mean

LEAST = 1e-9  # a law under which so few last so long does not know the duration any more: nothing is left
_NODES = 8192
_SAMPLES = (np.arange(4096) + 0.5) / 4096


def left(law: Distribution, elapsed: float | None) -> Distribution:
    """Law of the days still to go of an activity under way.

    Parameters
    ----------
    law
        Of the whole duration.
    elapsed
        Days it has lasted, on the same clock; None: not known.

    Returns
    -------
    Distribution
        Never negative. An exponential law is its own: what has passed tells nothing.

    >>> left(Distribution("exponential", (30.0,)), 90.0), left(fixed(30.0), 20.0).params
    (Distribution(kind='exponential', params=(30.0,), of=(), shift=0.0, factor=1.0), (10.0,))
    """
    return residual(law) if elapsed is None else beyond(law, elapsed)


def outlasted(law: Distribution, elapsed: float) -> bool:
    """Does practically nothing under this law last so long?"""
    return bool(1.0 - cdf(law, np.array([elapsed]))[0] < LEAST) and _plain(law).kind != "exponential"


def beyond(law: Distribution, elapsed: float) -> Distribution:
    """Law of X - elapsed given that X > elapsed; 0 where the law does not reach so far."""
    law = _plain(law)
    if elapsed <= 0.0:
        return law
    if law.kind == "exponential":
        return replace(law, shift=max(law.shift - elapsed, 0.0))
    if outlasted(law, elapsed):
        return fixed(0.0)
    if law.kind == "fixed":
        return fixed(law.params[0] - elapsed)
    if law.kind == "mixture":
        lasting = [1.0 - float(cdf(part, np.array([elapsed]))[0]) for part in law.of]
        return _mixed([(w * s, beyond(part, elapsed)) for w, s, part in zip(law.params, lasting, law.of) if s >= LEAST])
    found = Distribution("beyond", (elapsed, 0.0), (law,))
    return replace(found, params=(elapsed, float(ppf(found, _SAMPLES).mean())))


def residual(law: Distribution) -> Distribution:
    """The equilibrium law of what is left; its mean is E[X²] / (2 E[X])."""
    law = _plain(law)
    if mean(law) <= 0.0:
        return fixed(0.0)
    if law.kind == "exponential" and law.shift == 0.0:
        return law
    if law.kind == "fixed":
        return Distribution("uniform", (0.0, law.params[0]))
    if law.kind == "mixture":
        return _mixed([(w * mean(part), residual(part)) for w, part in zip(law.params, law.of) if mean(part) > 0.0])
    found = Distribution("residual", (0.0,), (law,))
    return replace(found, params=(float(ppf(found, _SAMPLES).mean()),))


def residual_ppf(law: Distribution, u: np.ndarray) -> np.ndarray:
    """Value at quantiles of a law of the kind `beyond` or `residual`, before its factor and shift."""
    (whole,) = law.of
    if law.kind == "residual":
        days, share = _equilibrium(whole)
        return np.asarray(np.interp(u, share, days))
    elapsed = law.params[0]
    lasting = 1.0 - float(cdf(whole, np.array([elapsed]))[0])
    at = np.clip(1.0 - (1.0 - u) * lasting, 2.0**-54, 1 - 2.0**-53)
    return np.asarray(np.maximum(ppf(whole, at) - elapsed, 0.0))


def residual_cdf(law: Distribution, y: np.ndarray) -> np.ndarray:
    """Distribution function of a law of the kind `beyond` or `residual`, before its factor and shift."""
    (whole,) = law.of
    if law.kind == "residual":
        days, share = _equilibrium(whole)
        return np.asarray(np.interp(y, days, share, left=0.0))
    passed = cdf(whole, np.array([law.params[0]]))
    return np.asarray(np.where(y < 0.0, 0.0, (cdf(whole, law.params[0] + np.maximum(y, 0.0)) - passed) / (1 - passed)))


@lru_cache(maxsize=256)
def _equilibrium(law: Distribution) -> tuple[np.ndarray, np.ndarray]:
    """Days x and E[min(X, x)] / E[X] there, by the quantile function Q: x (1 - q) + ∫₀^q Q at x = Q(q)."""
    q = np.sin(np.arange(_NODES) / _NODES * (np.pi / 2)) ** 2
    days = ppf(law, q)
    below = np.concatenate(([0.0], np.cumsum(np.diff(q) * (days[1:] + days[:-1]) / 2)))
    share = (days * (1.0 - q) + below) / mean(law)
    return np.append(0.0, days), np.maximum.accumulate(np.append(0.0, share))


def _plain(law: Distribution) -> Distribution:
    """The same law with as few wrappings as possible: atoms as a mixture, factor and shift inside a mixture."""
    if law.kind == "fixed" or law.factor == 0.0:
        return fixed(law.shift if law.factor == 0.0 else law.params[0] * law.factor + law.shift)
    atoms: tuple[tuple[float, ...], tuple[float, ...]] | None = None
    if law.kind == "empirical":
        atoms = law.params, (1.0,) * len(law.params)
    elif law.kind == "discrete":
        half = len(law.params) // 2
        atoms = law.params[:half], law.params[half:]
    if atoms is not None:
        return _mixed([(w, fixed(value * law.factor + law.shift)) for value, w in zip(*atoms)])
    if law.kind != "mixture":
        return law
    parts = [replace(p, factor=p.factor * law.factor, shift=p.shift * law.factor + law.shift) for p in law.of]
    return _mixed([(w, _plain(part)) for w, part in zip(law.params, parts)])


def _mixed(parts: list[tuple[float, Distribution]]) -> Distribution:
    parts = [(weight, part) for weight, part in parts if weight > 0.0]
    if len(parts) == 1:
        return parts[0][1]
    return Distribution("mixture", tuple(weight for weight, _ in parts), tuple(part for _, part in parts))
