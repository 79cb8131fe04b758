"""A digest stands for the bytes of every column of every table, its type, its order of rows and its categories."""

from __future__ import annotations

import hashlib

import pandas as pd


def digest(tables: dict[str, pd.DataFrame]) -> dict[str, str]:
    """Hash by table of all that is in it."""
    return {name: _hash(table) for name, table in tables.items()}


def _hash(table: pd.DataFrame) -> str:
    held = hashlib.sha256(repr((len(table), [(c, str(t)) for c, t in table.dtypes.items()])).encode())
    for name in table.columns:
        column = table[name]
        if isinstance(column.dtype, pd.CategoricalDtype):
            held.update("\0".join(map(str, column.cat.categories)).encode())
            held.update(column.cat.codes.to_numpy().tobytes())
        elif column.dtype.kind in "fiub":
            held.update(column.to_numpy().tobytes())
        else:
            held.update("\0".join(map(str, column)).encode())
    return held.hexdigest()
