"""Rows of different lengths, end to end."""

from __future__ import annotations

import numpy as np


def pointers(lengths: list[int] | np.ndarray) -> np.ndarray:
    """CSR pointers of rows with these lengths.

    >>> pointers([2, 0, 3]).tolist()
    [0, 2, 2, 5]
    """
    found = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=found[1:])
    return found


def within(lengths: np.ndarray) -> np.ndarray:
    """Number of each entry within its row.

    >>> within(np.array([2, 0, 3])).tolist()
    [0, 1, 0, 1, 2]
    """
    return np.asarray(np.arange(int(lengths.sum())) - np.repeat(pointers(lengths)[:-1], lengths))
