"""What a store was asked: strategies, worlds, seed, how many replications, and the scenario, to list and ask again."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.study.shard import read_about, whats_wrong
from sim.study.shelf import Range, covered
from sim.study.store import line_folder

FOLDER, MANIFEST, SCENARIO = "questions", "manifest.json", "scenario.yaml"


@dataclass(frozen=True)
class Question:
    """One question that a store was asked; `manifest` is that of a result, with `lines`: [strategy, world, key]."""

    id: str
    folder: Path
    manifest: dict[str, Any]

    @property
    def replications(self) -> int:
        """The most that was asked for."""
        return int(self.manifest["replications"])

    @property
    def lines(self) -> list[tuple[str, int, str]]:
        """Strategy, world and key of each line of histories."""
        return [(str(name), int(world), str(key)) for name, world, key in self.manifest["lines"]]


def record(root: Path, manifest: Mapping[str, Any], scenario_yaml: str) -> Question:
    """Write down a question, whole or not at all; nothing is written where it stands there already."""
    told = json.dumps([manifest["seed"], manifest["lines"], manifest.get("points")])
    name = hashlib.sha256(told.encode()).hexdigest()[:12]
    folder = root / FOLDER / name
    held = _read(folder)
    most = max(int(manifest["replications"]), held.replications if held else 0)
    found = Question(name, folder, {**manifest, "replications": most})
    if held is None or held.manifest != found.manifest:
        folder.mkdir(parents=True, exist_ok=True)
        _replace(folder / SCENARIO, scenario_yaml)
        _replace(folder / MANIFEST, json.dumps(found.manifest, ensure_ascii=False, indent=1) + "\n")
    else:
        _touch(folder / MANIFEST)
    return found


def questions(root: Path) -> list[Question]:
    """All questions that can be read, the latest last."""
    folder = root / FOLDER
    found = [_read(path) for path in (folder.iterdir() if folder.is_dir() else ())]
    return sorted((q for q in found if q is not None), key=lambda q: ((q.folder / MANIFEST).stat().st_mtime_ns, q.id))


@dataclass(frozen=True)
class Piece:
    """A kept block that answers part of a question: replications `use` of the block at `folder`."""

    strategy: str
    world: int
    folder: Path
    use: Range


def pieces(root: Path, question: Question) -> tuple[list[Piece], list[tuple[Path, str]]]:
    """Blocks that answer a question, without overlap, and those that are damaged with the file that is wrong."""
    found, damaged = [], {}
    for strategy, world, key in question.lines:
        sound: dict[Range, Path] = {}
        folder = line_folder(root, key)
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if wrong := whats_wrong(path):
                damaged[path] = wrong
            elif about := read_about(path):
                sound[about["first"], about["stop"]] = path
        for span, use in covered(sorted(sound), question.replications):
            found.append(Piece(strategy, world, sound[span], use))
    return found, sorted(damaged.items())


def _read(folder: Path) -> Question | None:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        dict(manifest["strategies"]), manifest["park"]["title"], manifest["lines"], int(manifest["replications"])
        return Question(folder.name, folder, manifest)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _replace(path: Path, text: str) -> None:
    partial = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}")
    try:
        partial.write_text(text, encoding="utf-8", newline="\n")
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _touch(path: Path) -> None:
    try:
        os.utime(path)
    except OSError:
        return  # a store that may only be read still answers
