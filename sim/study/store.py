"""The store: blocks in a directory by what they are, so that asking again plays only what is missing.

Nothing is locked. A block is written beside its place and renamed into it; of two writers of one block the second
finds the place taken and drops his, which has the same bytes. Layout: docs/experiments.md.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import platform
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.model.fingerprint import fingerprint
from sim.study.manifest import code_hash
from sim.study.refused import Refused
from sim.study.shard import Packed, read_about, unpack, whats_wrong, write_shard
from sim.study.shelf import Cell, Range
from sim.study.task import Result
from sim.text.experiments import EXPERIMENTS

if TYPE_CHECKING:
    import pandas as pd

FORMAT = 1
MARK = "store.json"
STALE = 3600  # seconds after which a half-written block is nobody's any more
_number = itertools.count()


@dataclass
class Store:
    """A directory of finished blocks of one scenario.

    Attributes
    ----------
    damaged
        Blocks that were found cut, altered or in another's place: (folder, file). They count as missing.
    """

    root: Path
    seed: int
    packed: bool = True
    damaged: list[tuple[Path, str]] = field(default_factory=list)
    _sound: dict[Path, Mapping[str, Any]] = field(default_factory=dict, repr=False)
    _models: dict[Cell, str] = field(default_factory=dict, repr=False)

    def line(self, cell: Cell) -> str:
        """Key of all histories of a model under a seed, by the present code."""
        return line_key(self._model(cell), self.seed)

    def _model(self, cell: Cell) -> str:
        """Fingerprint of a cell's model; it takes milliseconds, and every block asks for it."""
        if cell not in self._models:
            self._models[cell] = fingerprint(cell.model)
        return self._models[cell]

    def has(self, cell: Cell, keep: tuple[str, ...]) -> list[Range]:
        """As `Shelf`: sound blocks that hold these tables."""
        folder = line_folder(self.root, self.line(cell))
        found = []
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            about = self._about(path)
            if about is not None and set(keep) <= set(about["keep"]):
                found.append((int(about["first"]), int(about["stop"])))
        return sorted(found)

    def put(self, cell: Cell, span: Range, keep: tuple[str, ...], result: Result) -> None:
        """As `Shelf`. Raises OSError where the disk is full or may not be written; no half block is left."""
        assert isinstance(result, Packed)
        line, target = self.line(cell), self._folder(cell, span)
        about = {
            "format": FORMAT, "line": line, "first": span[0], "stop": span[1], "seed": self.seed, "code": code_hash(),
            "model": self._model(cell), "strategy": cell.strategy, "world": cell.world, "keep": sorted(keep),
        }  # fmt: skip
        with _said_of(self.root), self._beside() as partial:
            partial.mkdir(parents=True)
            write_shard(partial, result, about)
            target.parent.mkdir(parents=True, exist_ok=True)
            self._into_place(partial, target, keep)

    def read(self, cell: Cell, span: Range, table: str) -> pd.DataFrame | None:
        """As `Shelf`."""
        path = self._folder(cell, span) / f"{table}.parquet"
        return unpack(path) if path.is_file() else None

    def rows(self, cell: Cell, span: Range, table: str) -> int:
        """As `Shelf`."""
        about = self._about(self._folder(cell, span)) or {"rows": {}}
        return int(about["rows"].get(table, 0))

    def _folder(self, cell: Cell, span: Range) -> Path:
        return line_folder(self.root, self.line(cell)) / f"{span[0]}-{span[1]}"

    def _about(self, path: Path) -> Mapping[str, Any] | None:
        """What a sound block says of itself; each is looked through once."""
        if path not in self._sound:
            wrong = whats_wrong(path)
            if wrong:
                if (path, wrong) not in self.damaged:
                    self.damaged.append((path, wrong))
                return None
            self._sound[path] = read_about(path) or {}
        return self._sound[path]

    def _into_place(self, partial: Path, target: Path, keep: tuple[str, ...]) -> None:
        if _renamed(partial, target):
            return
        if whats_wrong(target) or not set(keep) <= set((read_about(target) or {"keep": ()})["keep"]):
            with self._beside() as old:
                _renamed(target, old)
                _renamed(partial, target)  # if it is taken again, somebody else was faster
        self._sound[target] = read_about(target) or {}  # written or looked through just now

    @contextmanager
    def _beside(self) -> Iterator[Path]:
        """A name in `tmp` that nobody else has; what stands there afterwards is removed."""
        path = self.root / "tmp" / _nobody_elses_name()
        try:
            yield path
        finally:
            shutil.rmtree(path, ignore_errors=True)


def open_store(root: Path, seed: int, title: Mapping[str, str]) -> Store:
    """The store at a directory, made where there is none.

    Raises
    ------
    Refused
        The directory is no store, half of one, of another format, or belongs to a scenario of another title.
    """
    with _said_of(root):
        root.mkdir(parents=True, exist_ok=True)
        if not (root / MARK).exists():
            _refuse_foreign(root)
            _mark(root, {"format": FORMAT, "title": dict(title)})
        held = read_mark(root)
        if held["title"] != dict(title):
            raise Refused(EXPERIMENTS["store_of_another"], root)
        _sweep(root / "tmp")
    return Store(root, seed)


def read_mark(root: Path) -> dict[str, Any]:
    """What a store says of itself. Raises Refused where it is none, or of another format."""
    if not (root / MARK).is_file():
        if not root.exists():
            raise Refused(EXPERIMENTS["store_gone"], root)
        _refuse_foreign(root)
        raise Refused(EXPERIMENTS["store_gone"], root)
    try:
        held = json.loads((root / MARK).read_text(encoding="utf-8"))
        held = {"format": held["format"], "title": dict(held["title"])}
    except (ValueError, KeyError, TypeError):
        raise Refused(EXPERIMENTS["store_torn"], root / MARK) from None
    if held["format"] != FORMAT:
        raise Refused(EXPERIMENTS["store_format"], root)
    return held


def line_key(model: str, seed: int) -> str:
    """Key of the histories of a model (its fingerprint) under a seed, by the present code."""
    return hashlib.sha256(json.dumps([FORMAT, model, code_hash(), seed]).encode()).hexdigest()


def line_folder(root: Path, line: str) -> Path:
    """Where the blocks of a line stand."""
    return root / "shards" / line[:2] / line


def _nobody_elses_name() -> str:
    """A name that no other machine, process or thread uses."""
    return f"{platform.node() or 'here'}-{os.getpid()}-{time.time_ns()}-{next(_number)}"


def _mark(root: Path, held: Mapping[str, Any]) -> None:
    partial = root / f".{MARK}.{_nobody_elses_name()}"
    partial.write_text(json.dumps(held, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    try:
        os.link(partial, root / MARK)  # who comes second leaves the first one's mark
        partial.unlink()
    except FileExistsError:
        partial.unlink()
    except OSError:  # a disk without hard links
        partial.replace(root / MARK)


def _refuse_foreign(root: Path) -> None:
    names = {path.name for path in root.iterdir() if not path.name.startswith(".")}
    if MARK in names:
        return  # somebody else has just made it one
    if "shards" in names or "questions" in names:
        raise Refused(EXPERIMENTS["store_half"], root)
    if names:
        raise Refused(EXPERIMENTS["store_foreign"], root)


def _renamed(source: Path, target: Path) -> bool:
    """Move a folder to a free place; False where the place is taken (or the source is gone)."""
    try:
        source.rename(target)
        return True
    except OSError:
        if target.exists() or not source.exists():
            return False
        raise


def _sweep(folder: Path) -> None:
    """Half blocks of programs that were killed long ago."""
    for path in folder.iterdir() if folder.is_dir() else ():
        try:
            if time.time() - path.stat().st_mtime > STALE:
                shutil.rmtree(path, ignore_errors=True)
        except OSError:
            continue  # its owner was faster


@contextmanager
def _said_of(root: Path) -> Iterator[None]:
    """Troubles of the disk are told of the directory that the planner named."""
    try:
        yield
    except Refused:
        raise
    except OSError as problem:
        if problem.errno is not None:
            problem.filename = str(root)
            problem.filename2 = None
        raise
