"""What the headings of a ledger mean, and which line of the sheet they are.

Headings are found by their names in Chinese or English, by the ids of attributes and quantities, or as `columns:` says.
Counties print a title over their sheets; it is said once, and what stands below it is read all the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.model.estate import QUANTITIES
from sim.scenario.faults import Fault, Mark, fault_at, near
from sim.scenario.schema_ledger import plain_words
from sim.scenario.yaml_nodes import Node
from sim.text.labels import LABELS
from sim.text.ledger import HEADINGS, IGNORE

OWN = ("id", "stage", "since", "like", "site_mode")
NEEDED = {"id": "planned", "stage": "planned"}  # and what stands in for a blank one while other faults are sought
MOST_TITLES = 10  # lines above the headings
_UNIT = re.compile(r"(.+?)\((.+)\)")
Map = dict[str, Node]


@dataclass
class Sheet:
    """What is needed to read cells, and the faults found on the way."""

    columns: Mapping[str, str]  # plain words of a heading -> column of the ledger
    words: Mapping[str, str]  # plain words of a cell -> value
    attributes: frozenset[str]
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class Column:
    """What a column of the sheet holds, in which unit, and where its heading stands."""

    target: str
    unit: str
    place: Mark


def known_columns(attributes: frozenset[str]) -> list[str]:
    """Everything that a heading may mean."""
    return [*OWN, *sorted(attributes), *sorted(QUANTITIES), IGNORE]


def below_titles(sheet: Sheet, lines: list[Node]) -> list[Node]:
    """The lines from the headings on; a title above them is a fault of its own, and no heading."""
    first = next((at for at, line in enumerate(lines[:MOST_TITLES]) if _has_needed(sheet, line)), None)
    if first is None:  # no line will do: at least a title alone in its line is no heading
        first = next((at for at, line in enumerate(lines[:MOST_TITLES]) if len(_filled(line)) > 1), 0)
    if first:
        title = _filled(lines[0])[0]
        said = {"got": title.value, "line": lines[first].mark.line}
        sheet.faults.append(fault_at(title.mark, "", "ledger_title", **said))
    return lines[first:]


def _has_needed(sheet: Sheet, line: Node) -> bool:
    return set(NEEDED) <= {_target(sheet, cell, quiet=True)[0] for cell in as_list(line)}


def _filled(line: Node) -> list[Node]:
    return [cell for cell in as_list(line) if cell.value is not None]


def columns_of(sheet: Sheet, cells: list[Node]) -> list[Column | None]:
    """What each cell of the line of headings means; None where it is blank."""
    found: list[Column | None] = []
    first: dict[str, int] = {}
    for cell in cells:
        target, unit = _target(sheet, cell)
        if target in first and target != IGNORE:
            said = {"got": cell.value, "first": first[target]}
            sheet.faults.append(fault_at(cell.mark, "", "ledger_heading_twice", **said))
            target = IGNORE
        first.setdefault(target, cell.mark.column)
        found.append(None if cell.value is None else Column(target, unit, cell.mark))
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


def _target(sheet: Sheet, cell: Node, quiet: bool = False) -> tuple[str, str]:
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


def known_headings(ledger: Map, attributes: frozenset[str]) -> dict[str, str]:
    """Plain words of every heading that is understood; what the file says goes first."""
    found = {plain_words(name): name for name in (*QUANTITIES, *sorted(attributes), *OWN, IGNORE)}
    for name in QUANTITIES:
        found |= dict.fromkeys(map(plain_words, LABELS[f"quantity.{name}"]), name)
    for target, names in HEADINGS.items():
        if target in (*OWN, IGNORE) or target in attributes:
            found |= dict.fromkeys(map(plain_words, names), target)
    given = ledger.get("columns")
    targets = {} if given is None else {name: str(node.value) for name, node in as_map(given).items()}
    columns = {"name": "id"} | {name: name for name in known_columns(attributes)}
    return found | {plain_words(name): columns.get(to, IGNORE) for name, to in targets.items()}


def as_map(node: Node) -> Map:
    """What stands in a map; nothing in anything else."""
    return node.value if isinstance(node.value, dict) else {}


def as_list(node: Node | None) -> list[Node]:
    """What stands in a list; nothing in anything else."""
    return node.value if node is not None and isinstance(node.value, list) else []
