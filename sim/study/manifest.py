"""The manifest of a result: everything that its numbers depend on, so that each can be computed again."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

from sim.model.calendar import beyond_published
from sim.model.china_days import MADE_FROM
from sim.model.fingerprint import fingerprint
from sim.model.park import Model, Regime
from sim.model.reported import Target
from sim.model.text import Text
from sim.study.replications import Played
from sim.text.ledger import LEDGER, LEDGER_LABELS
from sim.version import __version__

ROOMS = ("model", "levers", "luck", "money", "engine", "outcome")
LIBRARIES = ("numpy", "scipy", "pandas", "simpy")


def manifest(
    models: Mapping[str, Model], titles: Mapping[str, Text], seed: int, replications: int, played: Played
) -> dict[str, Any]:
    """What a result rests on, and all that a view needs to know besides tables.

    Parameters
    ----------
    models, titles
        Model and title of each strategy.
    seed, replications, played
        Of the experiment.

    Returns
    -------
    dict
        Plain data: parksim version, code (hash of the rooms that make numbers), strategies with the hash of their
        resolved Model, seed, replications, engine, calendar, versions of libraries, counts of work, notes; `park` with
        dates, limits, groups, spaces and stocks, the cover that the bond promises, estimates in use, what is assumed
        away and the labels in both languages.
    """
    return {
        "parksim": __version__,
        "code": code_hash(),
        "strategies": {name: fingerprint(model) for name, model in models.items()},
        "seed": seed,
        "replications": replications,
        "engine": "simpy_engine",
        "calendar": MADE_FROM,
        "python": platform.python_version(),
        "libraries": {name: metadata.version(name) for name in LIBRARIES},
        "counts": played.counts,
        "notes": played.notes,
        "park": _park(next(iter(models.values())), titles),
    }


def _park(model: Model, titles: Mapping[str, Text]) -> dict[str, Any]:
    regime = model.regimes[0]
    last = model.start + timedelta(days=int(model.horizon))
    labels: dict[str, Iterable[tuple[str, Text]]] = {
        "strategy": titles.items(),
        "stage": ((stage.id, stage.title) for stage in model.stages),
        "milestone": ((milestone.id, milestone.title) for milestone in model.milestones),
        "activity": ((a.id, a.title) for a in regime.activities),
        "office": ((o.id, o.title) for o in regime.offices),
        "site": ((m.id, m.title) for m in regime.site_modes),
        "type": (*((e.id, e.title) for e in regime.enterprises), *_ledger(regime)),
        "resource": (
            *((space.id, space.title) for space in regime.estate.spaces),
            *((stock.id, stock.title) for stock in regime.estate.stocks),
            *((team.id, team.title) for team in regime.teams),
        ),
    }
    return {
        "title": _both(model.title, ""),
        "start": model.start.isoformat(),
        "end": last.isoformat(),
        "horizon_days": model.horizon,
        "limit_days": model.limit_days,
        "margin_days": model.margin_days,
        "groups": list(model.groups),
        "estimates": list(model.estimates),
        "assumes": [_both(text, "") for text in model.assumptions],
        "resources": {
            **{space.id: {"kind": "space", "unit": "m2"} for space in regime.estate.spaces},
            **{stock.id: {"kind": stock.kind, "unit": stock.unit} for stock in regime.estate.stocks},
            **{team.id: {"kind": "team", "unit": "cases"} for team in regime.teams},
        },
        "targets": [_target(target, model) for target in model.targets],
        "bond_threshold": regime.money.bond.threshold if regime.money.bond else None,
        "beyond_published_calendar": beyond_published(model.calendar, last),
        "labels": {kind: {name: _both(text, name) for name, text in pairs} for kind, pairs in labels.items()},
    }


def _ledger(regime: Regime) -> list[tuple[str, Text]]:
    """The title of the group of all projects of a ledger, where there is one."""
    title = LEDGER_LABELS["ledger"]
    return [(LEDGER, Text(*title))] if any(e.id.startswith(f"{LEDGER}:") for e in regime.enterprises) else []


def _target(target: Target, model: Model) -> dict[str, Any]:
    titles = {kind.id: kind.title for kind in model.regimes[0].enterprises}
    return {
        "id": target.id,
        "title": _both(target.title, target.id),
        "kpi": target.kpi,
        "by": (model.start + timedelta(days=int(target.by))).isoformat(),
        "at_least": target.at_least,
        "size": target.size,
        "types": [_both(titles[name], name) for name in target.types],
    }


def _both(text: Text, name: str) -> dict[str, str]:
    return {"en": text.en or text.zh or name, "zh": text.zh or text.en or name}


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
    """What makes two results answers to one question: seed, length, states, strategies with their hashes."""
    how_long = json.dumps(of["until"], sort_keys=True) if "until" in of else of["replications"]
    states = [json.dumps(of["states"], sort_keys=True)] if "states" in of else []
    return (of["seed"], how_long, *states, *sorted(dict(of["strategies"]).items()))
