"""Writing that leaves either the whole or nothing: a killed program or a full disk never leaves half a file."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

EXCEL = "utf-8-sig"  # with the mark by which Excel knows UTF-8


class OtherQuestion(OSError):
    """A directory that holds something else than an answer to this question."""


@contextmanager
def atomically(path: Path) -> Iterator[Path]:
    """Yield a name beside `path` to write to; it becomes `path` when all went well and disappears when not."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial{path.suffix}")
    try:
        yield partial
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def whole_directory(directory: Path, question: tuple[Any, ...]) -> Iterator[Path]:
    """Yield an empty directory beside `directory`; it takes its place when all went well.

    Raises
    ------
    OtherQuestion
        Where `directory` exists and holds files that are no answer to `question`.
    """
    _refuse_other(directory, question)
    directory.parent.mkdir(parents=True, exist_ok=True)
    partial = directory.with_name(f".{directory.name}.{os.getpid()}.partial")
    old = directory.with_name(f".{directory.name}.{os.getpid()}.old")
    try:
        partial.mkdir()
        yield partial
        if directory.exists():
            directory.replace(old)
        partial.replace(directory)
    finally:
        if old.exists() and not directory.exists():
            old.replace(directory)
        shutil.rmtree(partial, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def _refuse_other(directory: Path, question: tuple[Any, ...]) -> None:
    if not directory.exists() or not any(directory.iterdir()):
        return
    manifest = directory / "manifest.json"
    if not manifest.is_file():
        raise OtherQuestion(
            0, "not empty and not a result of parksim; choose another directory with --out", str(directory)
        )
    held = json.loads(manifest.read_text(encoding="utf-8"))
    if tuple(sorted(held.get("strategies", {}).items())) != question:
        raise OtherQuestion(
            0, "holds the result of another question; choose another directory with --out", str(directory)
        )


def write_tables(directory: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    """One Parquet file a table."""
    for name, table in tables.items():
        table.to_parquet(directory / f"{name}.parquet", index=False)


def write_csv(path: Path, table: pd.DataFrame) -> None:
    """A table that Excel opens with its Chinese intact."""
    table.to_csv(path, index=False, encoding=EXCEL, lineterminator="\n")


def write_manifest(directory: Path, manifest: Mapping[str, Any]) -> None:
    """`manifest.json`, sorted, so that two can be compared line by line."""
    text = json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=False)
    (directory / "manifest.json").write_text(text + "\n", encoding="utf-8")
