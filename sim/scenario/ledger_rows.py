"""From the cells of a ledger to `rows` of a scenario file, every value with its place in the sheet.

What stands in a cell is taken as it is, or as `words:`, the titles of site modes and the labels of values translate it.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from sim.model.estate import QUANTITIES
from sim.scenario.faults import Fault, Mark, fault_at
from sim.scenario.ledger_headings import (
    NEEDED,
    OWN,
    Column,
    Map,
    Sheet,
    as_list,
    as_map,
    below_titles,
    columns_of,
    known_headings,
)
from sim.scenario.schema_ledger import plain_words
from sim.scenario.yaml_nodes import Node, scalar
from sim.text.labels import LABELS
from sim.text.ledger import HEADINGS, IGNORE


def with_rows(root: Node) -> tuple[Node, list[Fault]]:
    """The merged file with `ledger.rows` in place of the cells of a sheet, and what is wrong in the sheet."""
    ledger = as_map(root).get("ledger")
    inside = {} if ledger is None else as_map(ledger)
    file = inside.get("file")
    if ledger is None or file is None or not _is_sheet(file):
        return root, []
    attributes = _attributes(root)
    sheet = Sheet(known_headings(inside, attributes), _words(root, inside), attributes)
    heading, *lines = below_titles(sheet, as_list(file))
    columns = columns_of(sheet, as_list(heading))
    untitled = heading is as_list(file)[0]
    if untitled and not any(column is not None and column.target in NEEDED for column in columns):
        return _without_headings(root, as_list(heading))
    rows = Node([_row(sheet, columns, line) for line in lines], ledger.mark, ledger.key)
    filled = {name: node for name, node in inside.items() if name != "file"} | {"rows": rows}
    return replace(root, value={**as_map(root), "ledger": replace(ledger, value=filled)}), sheet.faults


def _is_sheet(file: Node) -> bool:
    """Are these the lines of a sheet? What a planner wrote there himself stands in his own file."""
    lines = as_list(file)
    return bool(lines) and all(line.mark.file != file.mark.file for line in lines)


def _without_headings(root: Node, cells: list[Node]) -> tuple[Node, list[Fault]]:
    """The file without its ledger, and one fault in place of one for each cell: the first line is no heading."""
    got = ", ".join(str(cell.value) for cell in cells if cell.value is not None)
    known = ", ".join(HEADINGS[name][0] for name in OWN)
    fault = fault_at(cells[0].mark, "", "ledger_no_headings", got=got, known=known)
    return replace(root, value={key: node for key, node in as_map(root).items() if key != "ledger"}), [fault]


def _row(sheet: Sheet, columns: list[Column | None], line: Node) -> Node:
    own: Map = {}
    attributes: Map = {}
    quantities: Map = {}
    for number, cell in enumerate(as_list(line)):
        column = columns[number] if number < len(columns) else None
        if cell.value is None or (column is not None and column.target == IGNORE):
            continue
        if column is None:
            sheet.faults.append(fault_at(cell.mark, "", "ledger_extra_cell", got=cell.value))
        elif column.target in QUANTITIES:
            quantities[column.target] = _measured(cell, column.unit)
        elif column.target in sheet.attributes:
            attributes[column.target] = _translated(sheet, cell)
        else:
            own[column.target] = cell if column.target in ("id", "since") else _translated(sheet, cell)
            if column.target == "id":
                own["id"] = replace(cell, value=str(cell.value))
    for name, stand_in in NEEDED.items():
        at = next((c.place.column for c in columns if c is not None and c.target == name), 0)
        if name not in own:
            place = Mark(line.mark.file, line.mark.line, max(at, 1))
            if at:
                sheet.faults.append(fault_at(place, "", "ledger_blank", got=HEADINGS[name][0]))
            own[name] = Node(f"{line.mark.line}" if name == "id" else stand_in, place)
    for name, inner in (("attributes", attributes), ("quantities", quantities)):
        if inner:
            own[name] = Node(inner, line.mark)
    return Node(own, line.mark)


def _measured(cell: Node, unit: str) -> Node:
    value = scalar(cell.value) if isinstance(cell.value, str) else cell.value
    bare = isinstance(value, int | float) and not isinstance(value, bool)
    return replace(cell, value=f"{value}{unit}" if bare and unit else value)


def _translated(sheet: Sheet, cell: Node) -> Node:
    text = unicodedata.normalize("NFKC", str(cell.value)).strip()
    return replace(cell, value=sheet.words.get(plain_words(text), text))


def _words(root: Node, ledger: Map) -> dict[str, str]:
    """Plain words of cells that mean a value: labels of values, titles of site modes, then what the file says."""
    values = {name.removeprefix("value."): label for name, label in LABELS.items() if name.startswith("value.")}
    found = {plain_words(text): name for name, label in values.items() for text in label}
    for mode in as_list(as_map(root).get("site_modes")):
        title = as_map(mode).get("title")
        if title is not None and "id" in as_map(mode):
            texts = [title] if isinstance(title.value, str) else list(as_map(title).values())
            found |= {plain_words(text.value): str(as_map(mode)["id"].value) for text in texts}
    given = ledger.get("words")
    return found | ({} if given is None else {plain_words(text): str(n.value) for text, n in as_map(given).items()})


def _attributes(root: Node) -> frozenset[str]:
    """Attributes of any type of enterprise; whether a project's own type has them is for the rules to say."""
    kinds = [as_map(kind) for kind in as_list(as_map(root).get("enterprises"))]
    return frozenset(name for kind in kinds if "attributes" in kind for name in as_map(kind["attributes"]))
