"""Tables of a store or a result as views of DuckDB, which reads Parquet where it lies."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sim.study.block import COUNTS, TABLES
from sim.study.questions import Piece, Question, pieces
from sim.study.refused import Refused
from sim.study.task import FAILURES
from sim.text.experiments import EXPERIMENTS
from sim.text.language import Label

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NAMES = (*TABLES, FAILURES, COUNTS)


@dataclass(frozen=True)
class Found:
    """What a query found: names of columns, rows."""

    columns: list[str]
    rows: list[tuple[object, ...]]


def ask(views: dict[str, list[Piece]] | Path, sql: str) -> Found:
    """Run a query over tables of a store (`views_of`) or of the directory of a result.

    Raises Refused where DuckDB is not installed or the query cannot be run; the message is DuckDB's first line.
    """
    try:
        import duckdb
    except ImportError:
        raise Refused(EXPERIMENTS["no_duckdb"], "query") from None
    with duckdb.connect() as base:
        try:
            _views(base, views)
            base.execute("SET enable_progress_bar = false")
            done = base.execute(sql)
            columns = [str(one[0]) for one in done.description or ()]
            return Found(columns, list(done.fetchall()) if columns else [])
        except duckdb.Error as problem:
            said = " ".join(str(problem).split("\n\n")[0].split())
            raise Refused(Label(said, said), "query") from None


def views_of(root: Path, question: Question) -> dict[str, list[Piece]]:
    """By table, the sound blocks of a question that hold it."""
    found, _ = pieces(root, question)
    views = {name: [p for p in found if (p.folder / f"{name}.parquet").is_file()] for name in NAMES}
    return {name: of for name, of in views.items() if of}


def _views(base: DuckDBPyConnection, views: dict[str, list[Piece]] | Path) -> None:
    if isinstance(views, Path):
        for path in sorted(views.glob("*.parquet")):
            base.execute(f"CREATE VIEW {_name(path.stem)} AS SELECT * FROM read_parquet({_text(path.as_posix())})")
        return
    base.execute("CREATE SCHEMA blocks")
    for name, held in views.items():
        _view(base, name, held)


def _view(base: DuckDBPyConnection, name: str, held: list[Piece]) -> None:
    """One table over many files, its rows labelled by the file that they stand in, overlaps left out."""
    rows = [((piece.folder / f"{name}.parquet").as_posix(), piece.strategy, piece.world, *piece.use) for piece in held]
    base.execute(f"CREATE TABLE {_blocks(name)} (file TEXT, strategy TEXT, world INT, a INT, b INT)")
    base.executemany(f"INSERT INTO {_blocks(name)} VALUES (?, ?, ?, ?, ?)", rows)
    files = ", ".join(_text(file) for file in dict.fromkeys(row[0] for row in rows))
    base.execute(
        f"CREATE VIEW {_name(name)} AS SELECT p.strategy, p.world, t.* EXCLUDE (filename) "
        f"FROM read_parquet([{files}], filename = true, union_by_name = true) t "
        f"JOIN {_blocks(name)} p ON t.filename = p.file AND t.replication >= p.a AND t.replication < p.b"
    )


def _blocks(name: str) -> str:
    return f"blocks.{_name(name)}"


def _name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
