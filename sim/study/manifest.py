"""The manifest of a result: everything that its numbers depend on, so that each can be computed again."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Mapping
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

from sim.model.china_days import MADE_FROM
from sim.model.fingerprint import fingerprint
from sim.model.park import Model
from sim.version import __version__

ROOMS = ("model", "levers", "luck", "engine", "outcome")
LIBRARIES = ("numpy", "scipy", "pandas", "simpy")


def manifest(models: Mapping[str, Model], title: Mapping[str, str], seed: int, replications: int, notes: list[str]) -> dict[str, Any]:
    """What a result rests on.

    Returns
    -------
    dict
        Plain data: title, parksim version, code (hash of the rooms that make numbers), strategies with the hash of their resolved Model,
        seed, replications, engine, calendar, versions of libraries, notes.
    """
    return {
        "title": dict(title),
        "parksim": __version__,
        "code": code_hash(),
        "strategies": {name: fingerprint(model) for name, model in models.items()},
        "seed": seed,
        "replications": replications,
        "engine": "simpy_engine",
        "calendar": MADE_FROM,
        "python": platform.python_version(),
        "libraries": {name: metadata.version(name) for name in LIBRARIES},
        "notes": list(notes),
    }


@lru_cache(maxsize=1)
def code_hash() -> str:
    """Hash of the source of every room that makes numbers; line endings do not count."""
    root = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py"), key=lambda p: p.relative_to(root).as_posix()):
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:16]


def question(of: Mapping[str, Any]) -> tuple[Any, ...]:
    """What makes two results answers to one question: strategies with their hashes."""
    return tuple(sorted(of.get("strategies", {}).items()))
