"""Layers: a file over its bases, merged so that every value still knows the file and line that hold it.

Maps merge by key, lists of items with `id` by `id`; any other list replaces.  A few keys are alternatives (`staff` or
`steps`, one law or another): setting one takes the others out, or every change of a law would leave two of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from sim.scenario.faults import Fault, Mark, ScenarioFaults, fault_at, near
from sim.scenario.find import in_folder, packaged_folder, scenario_names, shown_name
from sim.scenario.ledger_file import with_sheet
from sim.scenario.yaml_nodes import Node, parse, read_text

LAWS = ("exponential", "pert", "triangular", "uniform", "lognormal", "gamma", "weibull", "erlang", "empirical",
        "discrete", "mixture", "by")  # fmt: skip
ALTERNATIVES = (
    frozenset(LAWS),
    frozenset(("poisson_per_year", "every_days", "at_days", "dates")),
    frozenset(("stock", "every_days", "at_days", "dates")),
    frozenset(("staff", "steps")),
    frozenset(("people", "steps")),
    frozenset(("arrivals", "brought_by")),
    frozenset(("office", "needs")),
    frozenset(("like", "duration")),
    frozenset(("horizon_days", "until")),
    frozenset(("file", "rows")),
)
ONE_VALUE = frozenset(("discrete",))  # its probabilities only make sense together
OWN = frozenset(("extends", "library", "note"))  # said of one file, never inherited

Map = dict[str, Node]


class Layers:
    """Reads a file with all its bases, each once."""

    def __init__(self) -> None:
        self.read: dict[Path, Node] = {}
        self.faults: list[Fault] = []

    def file(self, path: Path, shown: str, chain: tuple[Path, ...] = ()) -> Node:
        """The file merged over its bases."""
        key = path.resolve()
        if key not in self.read:
            root = parse(read_text(path, shown), shown)
            self.read[key] = self.over_bases(root, path.parent, (*chain, key))
        return self.read[key]

    def over_bases(self, root: Node, folder: Path | None, chain: tuple[Path, ...]) -> Node:
        """The root of one file, with the ledger it names, merged over the bases that it names."""
        root, faults = with_sheet(root, [*([folder] if folder is not None else []), packaged_folder()], _shown)
        self.faults += faults
        bases = [base for name in _names(root, self.faults) if (base := self._base(name, folder, chain)) is not None]
        below: Node | None = None
        for base in bases:
            below = base if below is None else self._join(below, base, "")
        return root if below is None else merge(below, root)

    def _base(self, name: Node, folder: Path | None, chain: tuple[Path, ...]) -> Node | None:
        text = str(name.value)
        if text != Path(text).name or "\\" in text:
            self.faults.append(fault_at(name.mark, "extends", "base_outside", got=text))
            return None
        folders = [folder] if folder is not None else []
        found = [path for place in [*folders, packaged_folder()] if (path := in_folder(place, text)) is not None]
        fresh = [path for path in found if path.resolve() not in chain[-1:]]  # one's own name means the packaged one
        if not found:
            beside = [p.stem for place in folders for p in place.glob("*.yaml")]
            self.faults.append(
                fault_at(name.mark, "extends", "base_missing", got=text, near=near(text, [*beside, *scenario_names()]))
            )
            return None
        path = (fresh or found)[0]
        if path.resolve() in chain:
            loop = " -> ".join(p.stem for p in [*chain[chain.index(path.resolve()) :], path])
            self.faults.append(fault_at(name.mark, "extends", "base_loop", got=loop))
            return None
        return _as_base(self.file(path, _shown(path, name.mark), chain))

    def _join(self, one: Node, other: Node, path: str) -> Node:
        """Two bases side by side; what both set is a fault, unless both have it from the same place."""
        if one is other or one.mark == other.mark:
            return one
        if isinstance(one.value, dict) and isinstance(other.value, dict):
            both = dict(one.value)
            for name, node in other.value.items():
                both[name] = self._join(both[name], node, f"{path}.{name}".lstrip(".")) if name in both else node
            return replace(one, value=both)
        if (left := by_id(one)) is not None and (right := by_id(other)) is not None:
            for name, node in right.items():
                left[name] = self._join(left[name], node, f"{path}.{name}") if name in left else node
            return replace(one, value=list(left.values()))
        if path.rpartition(".")[2] not in ("id", "note"):
            first = f"{one.mark.file}:{one.mark.line}"
            self.faults.append(fault_at(other.key or other.mark, path, "bases_conflict", got=path, first=first))
        return one


def read_layers(path: Path | None, text: str | None) -> Node:
    """The merged nodes of a file or a text. Raises ScenarioFaults."""
    layers = Layers()
    if text is not None:
        root = layers.over_bases(parse(text, "<text>"), None, ())
    else:
        assert path is not None
        root = layers.file(path, shown_name(path))
    if layers.faults:
        raise ScenarioFaults(layers.faults)
    return _without_removed(root)


def merge(below: Node, above: Node) -> Node:
    """The upper node over the lower one, after the rules of this module."""
    if _removed(below):
        return above
    if isinstance(below.value, dict) and isinstance(above.value, dict):
        return replace(above, value=_merge_maps(below.value, above.value), mark=above.mark)
    lower = by_id(below)
    upper = None if lower is None else by_id(above) or _as_items(above)
    if lower is None or upper is None:
        return above
    for name, node in upper.items():
        lower[name] = merge(lower[name], node) if name in lower else node
    return replace(above, value=list(lower.values()))


def drop_alternatives(below: Map, names: Iterable[str]) -> Map:
    """The map without the keys to which one of `names` is an alternative."""
    given = set(names)
    gone = {key for group in ALTERNATIVES if group & given for key in group - given}
    return {key: node for key, node in below.items() if key not in gone}


def by_id(node: Node) -> Map | None:
    """The items of a list by their `id`; None where the node is no list of such items, or an id stands twice."""
    if not isinstance(node.value, list) or not node.value:
        return None
    items: Map = {}
    for item in node.value:
        name = item.value.get("id") if isinstance(item.value, dict) else None
        if name is None or not isinstance(name.value, str) or name.value in items:
            return None
        items[name.value] = item
    return items


def _as_items(node: Node) -> Map | None:
    """A list over one of items with ids, though an id is missing, no text, or stands twice: a fault, told by the form.

    Were it to replace the other list, all that the base says there would be missed elsewhere.
    """
    if not isinstance(node.value, list) or not node.value:
        return None
    items: Map = {}
    for number, item in enumerate(node.value):
        name = item.value.get("id") if isinstance(item.value, dict) else None
        known = name is not None and isinstance(name.value, str) and name.value not in items
        items[str(name.value) if name is not None and known else f"\0{number}"] = item
    return items


def _merge_maps(below: Map, above: Map) -> Map:
    merged = drop_alternatives(below, above)
    for name, node in above.items():
        keep = name in merged and name not in ONE_VALUE and not (name == "by" and _other_by(merged[name], node))
        merged[name] = merge(merged[name], node) if keep else node
    return merged


def _other_by(below: Node, above: Node) -> bool:
    return isinstance(below.value, dict) and isinstance(above.value, dict) and set(below.value) != set(above.value)


def _names(root: Node, faults: list[Fault]) -> list[Node]:
    assert isinstance(root.value, dict)
    extends = root.value.get("extends")
    if extends is None:
        return []
    names = extends.value if isinstance(extends.value, list) else [extends]
    if all(isinstance(name.value, str) for name in names):
        return names
    faults.append(fault_at(extends.mark, "extends", "extends_not_names"))
    return []


def _as_base(root: Node) -> Node:
    assert isinstance(root.value, dict)
    library = root.value.get("library")
    own = OWN | {"title"} if library is not None and library.value is True else OWN
    return replace(root, value={name: node for name, node in root.value.items() if name not in own})


def _shown(path: Path, user: Mark) -> str:
    """How a base is called in faults: beside the file that names it, as the user called that file."""
    beside = Path(user.file).parent / path.name
    return str(beside) if beside.exists() and beside.resolve() == path.resolve() else shown_name(path)


def _without_removed(node: Node) -> Node:
    if isinstance(node.value, dict):
        kept = {name: _without_removed(child) for name, child in node.value.items() if not _removed(child)}
        return replace(node, value=kept)
    if isinstance(node.value, list):
        return replace(node, value=[_without_removed(child) for child in node.value if not _removed(child)])
    return node


def _removed(node: Node) -> bool:
    flag = node.value.get("remove") if isinstance(node.value, dict) else None
    return flag is not None and flag.value is True
