"""Uniform quantiles as a pure, vectorised function: Philox 4x32-10.

Every quantity has a name; its quantile depends on (seed, replication, name, attempt, place) and on nothing else, so no
activity, lever or KPI that is added changes anybody else's numbers, and no number of workers or order of a file can.

Source: Salmon, Moraes, Dror, Shaw (2011), Parallel random numbers: as easy as 1, 2, 3, SC'11; known-answer vectors of
Random123.
"""

from __future__ import annotations

import hashlib

import numpy as np

_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = 0x9E3779B9, 0xBB67AE85
_LOW = np.uint64(0xFFFFFFFF)
_SHIFT = np.uint64(32)
PIECE = 16384  # quantiles worked out at once: what ten rounds write fits into a processor's cache


def philox(
    counter: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray], key: tuple[np.ndarray, np.ndarray]
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Ten rounds of Philox 4x32 on arrays of 32-bit words held in uint64.

    Parameters
    ----------
    counter, key
        Four and two arrays that broadcast against each other; every value below 2**32.

    Returns
    -------
    tuple of four arrays
        The four output words, uint64 below 2**32.

    >>> zero = np.zeros(1, dtype=np.uint64)
    >>> [f"{int(w[0]):08x}" for w in philox((zero, zero, zero, zero), (zero, zero))]
    ['6627e8d5', 'e169c58d', 'bc57ac4c', '9b00dbd8']
    """
    c0, c1, c2, c3 = counter
    for turn in range(10):
        k0 = (key[0] + np.uint64(turn * _W0 & 0xFFFFFFFF)) & _LOW
        k1 = (key[1] + np.uint64(turn * _W1 & 0xFFFFFFFF)) & _LOW
        product0, product1 = _M0 * c0, _M1 * c2
        c0, c1, c2, c3 = (
            (product1 >> _SHIFT) ^ c1 ^ k0,
            product1 & _LOW,
            (product0 >> _SHIFT) ^ c3 ^ k1,
            product0 & _LOW,
        )
    return c0, c1, c2, c3


def name_hash(name: str) -> int:
    """64 bits of a quantity's name; the same on every machine and in every process."""
    return int.from_bytes(hashlib.blake2b(name.encode("utf-8"), digest_size=8).digest(), "little")


def quantiles(
    seed: int,
    replication: np.ndarray | int,
    names: np.ndarray | int,
    attempt: np.ndarray | int,
    place: np.ndarray | int,
) -> np.ndarray:
    """Quantiles in the open interval (0, 1), 52 bits each: with 53 the largest would round to 1.

    Parameters
    ----------
    seed
        0 … 2**32 - 1.
    replication, attempt, place
        Integers below 2**32, scalars or arrays that broadcast.
    names
        `name_hash` of the quantity, uint64.

    Returns
    -------
    ndarray of float64
        The broadcast shape.

    >>> quantiles(1, 0, name_hash("licence.duration"), 1, np.arange(3)).round(6).tolist()
    [0.397099, 0.731504, 0.162012]
    """
    hashed = np.asarray(names, dtype=np.uint64)
    words = (hashed & _LOW, hashed >> _SHIFT, np.asarray(attempt, dtype=np.uint64), np.asarray(place, dtype=np.uint64))
    counter = np.broadcast_arrays(*words, np.asarray(replication, dtype=np.uint64))
    shape, flat = counter[0].shape, [np.ravel(word) for word in counter]
    if len(flat[0]) <= PIECE:
        return _uniform(seed, *flat).reshape(shape)
    found = np.empty(len(flat[0]))
    for first in range(0, len(found), PIECE):
        piece = slice(first, first + PIECE)
        found[piece] = _uniform(seed, *(word[piece] for word in flat))
    return found.reshape(shape)


def _uniform(
    seed: int, low: np.ndarray, high: np.ndarray, attempt: np.ndarray, place: np.ndarray, replication: np.ndarray
) -> np.ndarray:
    key = (np.uint64(seed) * np.ones((), dtype=np.uint64), replication)
    w0, w1, _, _ = philox((low, high, attempt, place), key)
    return np.asarray(((w0 >> np.uint64(6)) * 67108864.0 + (w1 >> np.uint64(6)) + 0.5) / 4503599627370496.0)
