"""From the cells of a ledger to `rows` of a scenario file, every value with its place in the sheet.

Headings are found by their names in Chinese or English, by the ids of attributes and quantities, or as `columns:` says.
What stands in a cell is taken as it is, or as `words:`, the titles of site modes and the labels of values translate it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sim.model.estate import QUANTITIES
from sim.scenario.faults import Fault, Mark, fault_at, near
from sim.scenario.schema_ledger import plain_words
from sim.scenario.yaml_nodes import Node, scalar
from sim.text.labels import LABELS
from sim.text.ledger import HEADINGS, IGNORE

OWN = ("id", "stage", "since", "like", "site_mode")
NEEDED = {"id": "planned", "stage": "planned"}  # and what stands in for a blank one while other faults are sought
_UNIT = re.compile(r"(.+?)\((.+)\)")
Map = dict[str, Node]


@dataclass
class _Sheet:
    """What is needed to read cells, and the faults found on the way."""

    columns: Mapping[str, str]  # plain words of a heading -> column of the ledger
    words: Mapping[str, str]  # plain words of a cell -> value
    attributes: frozenset[str]
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class _Column:
    target: str
    unit: str
    place: Mark


def with_rows(root: Node) -> tuple[Node, list[Fault]]:
    """The merged file with `ledger.rows` in place of the cells of a sheet, and what is wrong in the sheet."""
    ledger = _map(root).get("ledger")
    inside = {} if ledger is None else _map(ledger)
    file = inside.get("file")
    if ledger is None or file is None or not _is_sheet(file):
        return root, []
    attributes = _attributes(root)
    sheet = _Sheet(_known(inside, attributes), _words(root, inside), attributes)
    heading, *lines = _list(file)
    columns = _columns(sheet, _list(heading))
    if not any(column is not None and column.target in NEEDED for column in columns):
        return _without_headings(root, _list(heading))
    rows = Node([_row(sheet, columns, line) for line in lines], ledger.mark, ledger.key)
    filled = {name: node for name, node in inside.items() if name != "file"} | {"rows": rows}
    return replace(root, value={**_map(root), "ledger": replace(ledger, value=filled)}), sheet.faults


def _is_sheet(file: Node) -> bool:
    """Are these the lines of a sheet? What a planner wrote there himself stands in his own file."""
    lines = _list(file)
    return bool(lines) and all(line.mark.file != file.mark.file for line in lines)


def _without_headings(root: Node, cells: list[Node]) -> tuple[Node, list[Fault]]:
    """The file without its ledger, and one fault in place of one for each cell: the first line is no heading."""
    got = ", ".join(str(cell.value) for cell in cells if cell.value is not None)
    known = ", ".join(HEADINGS[name][0] for name in OWN)
    fault = fault_at(cells[0].mark, "", "ledger_no_headings", got=got, known=known)
    return replace(root, value={key: node for key, node in _map(root).items() if key != "ledger"}), [fault]


def known_columns(attributes: frozenset[str]) -> list[str]:
    """Everything that a heading may mean."""
    return [*OWN, *sorted(attributes), *sorted(QUANTITIES), IGNORE]


def _columns(sheet: _Sheet, cells: list[Node]) -> list[_Column | None]:
    found: list[_Column | None] = []
    first: dict[str, int] = {}
    for cell in cells:
        target, unit = _target(sheet, cell)
        if target in first and target != IGNORE:
            said = {"got": cell.value, "first": first[target]}
            sheet.faults.append(fault_at(cell.mark, "", "ledger_heading_twice", **said))
            target = IGNORE
        first.setdefault(target, cell.mark.column)
        found.append(None if cell.value is None else _Column(target, unit, cell.mark))
    top = cells[0].mark
    for name in NEEDED:
        if name not in first:
            unread = [str(c.value) for c in cells if c.value is not None and not _target(sheet, c, quiet=True)[0]]
            spelled = near(HEADINGS[name][0], unread)
            known = ", ".join(HEADINGS[name])
            sheet.faults.append(
                fault_at(top, "", "ledger_heading_missing", got=HEADINGS[name][0], known=known, near=spelled)
            )
    return found


def _target(sheet: _Sheet, cell: Node, quiet: bool = False) -> tuple[str, str]:
    """The column that a heading means, and the unit that stands in its brackets."""
    if cell.value is None:
        return IGNORE, ""
    words = plain_words(cell.value)
    if words in sheet.columns:
        return sheet.columns[words], ""
    parts = _UNIT.fullmatch(words)
    if parts is not None and parts[1] in sheet.columns:
        return sheet.columns[parts[1]], parts[2]
    if quiet:
        return "", ""
    spelled = [*(name for names in HEADINGS.values() for name in names), *known_columns(sheet.attributes)]
    known = ", ".join(dict.fromkeys([*(HEADINGS[name][0] for name in OWN), *sorted(sheet.attributes)]))
    said = {"got": cell.value, "near": near(str(cell.value), spelled), "known": known}
    sheet.faults.append(fault_at(cell.mark, "", "ledger_heading_unknown", **said))
    return IGNORE, ""


def _row(sheet: _Sheet, columns: list[_Column | None], line: Node) -> Node:
    own: Map = {}
    attributes: Map = {}
    quantities: Map = {}
    for number, cell in enumerate(_list(line)):
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


def _translated(sheet: _Sheet, cell: Node) -> Node:
    text = unicodedata.normalize("NFKC", str(cell.value)).strip()
    return replace(cell, value=sheet.words.get(plain_words(text), text))


def _known(ledger: Map, attributes: frozenset[str]) -> dict[str, str]:
    """Plain words of every heading that is understood; what the file says goes first."""
    found = {plain_words(name): name for name in (*QUANTITIES, *sorted(attributes), *OWN, IGNORE)}
    for name in QUANTITIES:
        found |= dict.fromkeys(map(plain_words, LABELS[f"quantity.{name}"]), name)
    for target, names in HEADINGS.items():
        if target in (*OWN, IGNORE) or target in attributes:
            found |= dict.fromkeys(map(plain_words, names), target)
    given = ledger.get("columns")
    targets = {} if given is None else {name: str(node.value) for name, node in _map(given).items()}
    columns = {"name": "id"} | {name: name for name in known_columns(attributes)}
    return found | {plain_words(name): columns.get(to, IGNORE) for name, to in targets.items()}


def _words(root: Node, ledger: Map) -> dict[str, str]:
    """Plain words of cells that mean a value: labels of values, titles of site modes, then what the file says."""
    values = {name.removeprefix("value."): label for name, label in LABELS.items() if name.startswith("value.")}
    found = {plain_words(text): name for name, label in values.items() for text in label}
    for mode in _list(_map(root).get("site_modes")):
        title = _map(mode).get("title")
        if title is not None and "id" in _map(mode):
            texts = [title] if isinstance(title.value, str) else list(_map(title).values())
            found |= {plain_words(text.value): str(_map(mode)["id"].value) for text in texts}
    given = ledger.get("words")
    return found | ({} if given is None else {plain_words(text): str(n.value) for text, n in _map(given).items()})


def _attributes(root: Node) -> frozenset[str]:
    """Attributes of any type of enterprise; whether a project's own type has them is for the rules to say."""
    kinds = [_map(kind) for kind in _list(_map(root).get("enterprises"))]
    return frozenset(name for kind in kinds if "attributes" in kind for name in _map(kind["attributes"]))


def _map(node: Node) -> Map:
    return node.value if isinstance(node.value, dict) else {}


def _list(node: Node | None) -> list[Node]:
    return node.value if node is not None and isinstance(node.value, list) else []
