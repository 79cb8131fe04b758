"""A stable hash of frozen data: the same park has the same fingerprint on every machine and in every process.

Lists with ids are sorted when a model is built, so the order in which a file declares things does not show here.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any


def fingerprint(value: object) -> str:
    """SHA-256, in hexadecimal, of the canonical JSON of a tree of frozen dataclasses, tuples and scalars.

    >>> fingerprint((1.0, "a")) == fingerprint((1.0, "a")), fingerprint(1) == fingerprint(1.0)
    (True, False)
    """
    text = json.dumps(_plain(value), ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _plain(value: object) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return {"f": repr(value)}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if is_dataclass(value):
        return [type(value).__name__, *([f.name, _plain(getattr(value, f.name))] for f in fields(value))]
    raise TypeError(f"no fingerprint for {type(value).__name__}")
