"""Writing that leaves either the whole or nothing: a killed program or a full disk never leaves half a file."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.study.manifest import question as question_of
from sim.study.refused import Refused
from sim.text.language import Label

if TYPE_CHECKING:
    import pandas as pd

Question = tuple[Any, ...]
"""Seed, replications or precision, and strategies with their hashes; see `sim.study.manifest.question`."""
EXCEL = "utf-8-sig"  # with the mark by which Excel knows UTF-8


class OtherQuestion(Refused):
    """A directory that holds something else than an answer to this question."""


STRANGE = Label(
    "not empty and not a result of parksim; choose another directory with --out",
    "不是空文件夹，也不是 parksim 的结果；请用 --out 另选文件夹",
)
ANOTHER = Label(
    "holds the result of another question (strategies, seed or replications); choose another directory with --out",
    "存有另一个问题（方案、种子或次数不同）的结果；请用 --out 另选文件夹",
)
DAMAGED = Label(
    "cannot be read as a result of parksim; write it again with parksim compare --out",
    "无法作为 parksim 的结果读取；请用 parksim compare --out 重新写入",
)
HERE = Label(
    "is the folder you are in, which cannot be replaced; name one inside it with --out",
    "是当前所在的文件夹，无法替换；请用 --out 在其中另起文件夹名",
)


@contextmanager
def atomically(path: Path) -> Iterator[Path]:
    """Yield a name beside `path` to write to; it becomes `path` when all went well and disappears when not."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial{path.suffix}")
    if not path.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    try:
        yield partial
        partial.replace(path)
    except OSError as problem:
        if problem.errno is not None:
            problem.filename = str(path)  # the name that the planner gave, not the one beside it
        raise
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def whole_directory(directory: Path, question: Question) -> Iterator[Path]:
    """Yield an empty directory beside `directory`; it takes its place when all went well.

    Files of `directory` that the new result does not have (a planner's notes, an exported log) move over to it.

    Raises
    ------
    OtherQuestion
        Where `directory` exists and holds files that are no answer to `question`.
    """
    refuse_other(directory, question)
    directory.parent.mkdir(parents=True, exist_ok=True)
    partial = directory.with_name(f".{directory.name}.{os.getpid()}.partial")
    old = directory.with_name(f".{directory.name}.{os.getpid()}.old")
    try:
        partial.mkdir()
        yield partial
        if directory.exists():
            _keep_foreign(directory, partial)
            directory.replace(old)
        partial.replace(directory)
    except OSError as problem:
        if problem.errno is not None:
            problem.filename = str(directory)
        raise
    finally:
        if old.exists() and not directory.exists():
            old.replace(directory)
        shutil.rmtree(partial, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


OURS = (
    "figures",
    "manifest.json",
    "scenario.yaml",
    "summary.csv",
    "differences.csv",
    "points.csv",
    "worlds.csv",
)  # besides tables


def _keep_foreign(directory: Path, partial: Path) -> None:
    """Bring along what parksim did not write itself; a table or figure of the result before would only mislead."""
    for path in directory.iterdir():
        there = partial / path.name
        if not there.exists() and path.name not in OURS and path.suffix != ".parquet":
            (shutil.copytree if path.is_dir() else shutil.copy2)(path, there)


def refuse_other(directory: Path, question: Question) -> None:
    """Raise OtherQuestion unless `directory` is free, empty, or holds an answer to this question."""
    if Path.cwd().is_relative_to(directory.resolve()):
        raise OtherQuestion(HERE, directory)
    if not directory.exists() or not any(directory.iterdir()):
        return
    try:
        held = json.loads((directory / "manifest.json").read_text(encoding="utf-8"))
        held_question = question_of(held)
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        raise OtherQuestion(STRANGE, directory) from None
    if held_question != question:
        raise OtherQuestion(ANOTHER, directory)


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
