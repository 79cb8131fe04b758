"""Reads the sheet that a scenario names: CSV or XLSX as cells, each with its line and column.

Counties keep ledgers in Excel, and Excel saves CSV in UTF-8 with a mark or in GB18030; both are read. A ledger lies
beside the file that names it, as a base does.
"""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from sim.scenario.faults import Fault, Mark, fault_at, near
from sim.scenario.find import in_folder
from sim.scenario.yaml_nodes import MOST_BYTES, Node, Scalar
from sim.text.language import Label

MOST_ROWS = 1000
SUFFIXES = (".csv", ".xlsx")
UNREAD = (".xls", ".xlsm", ".xlsb", ".et", ".ods", ".numbers", ".txt", ".tsv")  # sheets that a planner may well have
Lines = Iterator[tuple[int, Sequence[object]]]


def with_sheet(root: Node, folders: Iterable[Path], shown: Callable[[Path, Mark], str]) -> tuple[Node, list[Fault]]:
    """The root of one file with the cells of its ledger in place of the ledger's name.

    Parameters
    ----------
    root
        Of one file, before it is merged over its bases.
    folders
        Where a ledger may lie.
    shown
        How faults call a file, given the place that names it.
    """
    ledger = root.value.get("ledger") if isinstance(root.value, dict) else None
    inside = ledger.value if ledger is not None and isinstance(ledger.value, dict) else {}
    file = inside.get("file")
    if file is None or not isinstance(file.value, str):
        return root, []
    folders, name = list(folders), file.value
    paths = [found for folder in folders if (found := in_folder(folder, name)) is not None and found.name == name]
    if any(path.is_file() for path in paths) and name.lower().endswith(UNREAD):
        return root, [fault_at(file.mark, "ledger.file", "ledger_unread_form", got=name)]
    if not paths or not name.lower().endswith(SUFFIXES):
        beside = [path.name for folder in folders for path in folder.glob("*") if path.suffix.lower() in SUFFIXES]
        return root, [fault_at(file.mark, "ledger.file", "ledger_missing", got=name, near=near(name, beside))]
    table, faults = _table(paths[0], shown(paths[0], file.mark))
    assert isinstance(root.value, dict) and ledger is not None
    filled = replace(ledger, value={**inside, "file": replace(file, value=table)})
    return replace(root, value={**root.value, "ledger": filled}), faults


def _table(path: Path, shown: str) -> tuple[list[Node], list[Fault]]:
    """The lines of a sheet in which something stands."""
    top = Mark(shown, 1, 1)
    try:
        raw = path.read_bytes()
    except OSError as error:
        return [], [fault_at(top, "", "cannot_read", got=error.strerror or type(error).__name__)]
    if len(raw) > MOST_BYTES:
        return [], [fault_at(top, "", "too_large", got=len(raw))]
    try:
        lines = iter(_workbook(raw)) if path.suffix.lower() == ".xlsx" else _csv(raw)
        table = [_line(shown, number, cells) for number, cells in lines]
    except ImportError:
        return [], [fault_at(top, "", "ledger_needs_openpyxl")]
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return [], [fault_at(Mark(shown, line, 1), "", "ledger_encoding")]
    except (csv.Error, ValueError) as error:
        return [], [fault_at(top, "", "ledger_workbook", got=_in_words(error))]
    table = [line for line in table if any(cell.value is not None for cell in _cells(line))]
    if len(table) < 2:
        return [], [fault_at(top, "", "ledger_empty")]
    return table, [fault_at(top, "", "ledger_too_long", got=MOST_ROWS)] if len(table) > MOST_ROWS + 1 else []


class Unreadable(ValueError):
    """A workbook that cannot be read, whatever its reader stumbled over."""


def _in_words(error: Exception) -> Label:
    """Why a sheet cannot be read, in words of a planner's."""
    if isinstance(error, Unreadable):
        return Label("no .xlsx file, damaged, or with a password", "不是 .xlsx 文件、已损坏或有密码")
    return Label(str(error), "不是规整的 CSV")


def _csv(raw: bytes) -> Lines:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030").removeprefix("\ufeff")  # its mark, if it has one: no heading
    if "\0" in text:
        raise UnicodeDecodeError("gb18030", raw, raw.find(b"\0"), raw.find(b"\0") + 1, "no text")
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",\t;", key=first.count))
    before = 0
    for cells in reader:
        yield before + 1, cells
        before = reader.line_num


def _workbook(raw: bytes) -> list[tuple[int, Sequence[object]]]:
    """The first sheet; what formulas came to when it was saved. Raises Unreadable."""
    from openpyxl import load_workbook  # optional

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions that nobody asks for
        try:
            book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
            lines: list[tuple[int, Sequence[object]]] = list(
                enumerate(book.worksheets[0].iter_rows(values_only=True), 1)
            )
            book.close()
        except Exception as error:  # a zip of XML that is damaged anywhere raises anything: zlib's, XML's, its own
            raise Unreadable from error
    return lines


def _line(shown: str, number: int, cells: Sequence[object]) -> Node:
    places = [Mark(shown, number, column) for column in range(1, len(cells) + 1)]
    return Node([Node(_value(cell), place) for cell, place in zip(cells, places)], Mark(shown, number, 1))


def _cells(line: Node) -> list[Node]:
    assert isinstance(line.value, list)
    return line.value


def _value(cell: object) -> Scalar:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if cell is None or isinstance(cell, bool | int | float):
        return cell
    return str(cell).strip() or None
