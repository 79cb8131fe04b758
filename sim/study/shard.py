"""A block on paper: one Parquet a table, and `shard.json` by which every cut, altered or moved file is noticed."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

ABOUT = "shard.json"
WORDS = b"parksim"  # in a Parquet's own metadata: categories in their order, those in no row too


@dataclass(frozen=True)
class Packed:
    """Tables as the bytes of Parquet files, by name, and their rows."""

    tables: Mapping[str, bytes]
    rows: Mapping[str, int]


def pack(tables: Mapping[str, pd.DataFrame]) -> Packed:
    """Tables as bytes: the same tables, the same bytes."""
    return Packed(
        {name: _parquet(table) for name, table in tables.items()}, {name: len(t) for name, t in tables.items()}
    )


def _parquet(table: pd.DataFrame) -> bytes:
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

    words = {
        str(name): list(column.cat.categories)
        for name, column in table.items()
        if isinstance(column.dtype, pd.CategoricalDtype)
    }
    arrow = pa.Table.from_pandas(table, preserve_index=False)
    told = {**(arrow.schema.metadata or {}), WORDS: json.dumps(words, ensure_ascii=True).encode()}
    held = pa.BufferOutputStream()
    few = [column.name for column in arrow.schema if not pa.types.is_floating(column.type)]  # dates hardly repeat
    pq.write_table(arrow.replace_schema_metadata(told), held, compression="lz4", use_dictionary=few)
    return bytes(held.getvalue().to_pybytes())


def unpack(source: Path | bytes) -> pd.DataFrame:
    """The table of a Parquet file, exactly as it was packed."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetFile(pa.BufferReader(source) if isinstance(source, bytes) else source) as file:
        return _with_words(file.read(use_threads=False))  # small files: threads would cost more than they save


def _with_words(arrow: pa.Table) -> pd.DataFrame:
    import pandas as pd

    table: pd.DataFrame = arrow.to_pandas(use_threads=False)
    for name, words in json.loads(arrow.schema.metadata[WORDS]).items():
        column = table[name].astype("category")
        same = list(column.cat.categories) == words  # the usual case: every word occurs, in its order
        table[name] = column if same else column.cat.set_categories(pd.Index(words, dtype="str"))
    return table


def write_shard(folder: Path, packed: Packed, about: Mapping[str, Any]) -> None:
    """All files of a shard into an empty folder, flushed to the disk; `about` says what it is."""
    for name, content in packed.tables.items():
        _write(folder / f"{name}.parquet", content)
    files = {name: hashlib.sha256(content).hexdigest() for name, content in packed.tables.items()}
    text = json.dumps({**about, "rows": dict(packed.rows), "sha256": files}, ensure_ascii=False, indent=1)
    _write(folder / ABOUT, text.encode())
    flush_folder(folder)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Names within a folder, to the disk; Windows needs and knows no such thing."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_about(folder: Path) -> dict[str, Any] | None:
    """What a shard says of itself; None where that cannot be read."""
    try:
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        return about if {"first", "stop", "line", "keep", "sha256"} <= set(about) else None
    except (OSError, ValueError, TypeError):
        return None


def whats_wrong(folder: Path) -> str:
    """The name of the first file that is missing, altered or in another's place; empty where the shard is sound."""
    about = read_about(folder)
    if about is None or (folder.parent.name, folder.name) != (about["line"], f"{about['first']}-{about['stop']}"):
        return ABOUT
    for name, digest in about["sha256"].items():
        path = folder / f"{name}.parquet"
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            return path.name
    return ""
