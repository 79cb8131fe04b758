"""Money as figures write it: 万元 or million yuan, with no digits beyond the error."""

from __future__ import annotations

import numpy as np

from sim.evidence.intervals import mean_interval
from sim.text.rounding import fixed
from sim.views.labels import Labels
from sim.views.screen.columns import rounded

UNITS = {"en": 1e6, "zh": 1e4}


def in_units(yuan: np.ndarray | float, labels: Labels) -> np.ndarray:
    """Yuan in the unit of the language.

    >>> float(in_units(2.5e6, Labels("zh")))
    250.0
    """
    return np.asarray(yuan, dtype=np.float64) / UNITS[labels.lang]


def written(value: float | np.ndarray, half_width: float | np.ndarray) -> str:
    """A number with no digits beyond its error; an error of tens or more takes digits before the point, too.

    >>> written(1234.5, 40.0), written(-0.02, 0.5), written(0.1266, 0.004)
    ('1230', '0.0', '0.127')
    """
    error = float(half_width)
    if np.isfinite(error) and error >= 20:
        return fixed(float(value), -int(np.floor(np.log10(error / 2))))
    return rounded(float(value), error)


def error_of(values: np.ndarray) -> float:
    """Half of the 95 % simulation interval of a mean over histories."""
    found = mean_interval(np.where(np.isinf(values), np.nan, values))
    return (found.high - found.low) / 2
