"""From pydantic's errors to faults that a planner can act on: the place, the nearest right name, the repair."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from sim.scenario.faults import Fault, Loc, Mark, fault_at, near
from sim.scenario.schema_laws import PLAIN
from sim.scenario.yaml_nodes import Node
from sim.text.faults import EXPECTED, FAULTS
from sim.text.language import Label

DROPPED = ("[key]", PLAIN)


def plain(node: Node) -> Any:
    """Nodes as dicts, lists and scalars, without the notes that only readers need."""
    if isinstance(node.value, dict):
        keep_note = "reported" in node.value  # evidence hands its note on
        return {name: plain(child) for name, child in node.value.items() if name != "note" or keep_note}
    if isinstance(node.value, list):
        return [plain(child) for child in node.value]
    return node.value


def node_at(root: Node, loc: Loc) -> tuple[Node, bool]:
    """The node at a place, or the last one on the way there; True where it was reached."""
    node = root
    for step in loc:
        if step in DROPPED:
            continue
        child: Node | None = None
        if isinstance(node.value, dict):
            child = node.value.get(str(step))
        elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
            child = node.value[step]
        if child is None:
            return node, False
        node = child
    return node, True


def mark_at(root: Node, loc: Loc, *, key: bool = False) -> Mark:
    """The place of a value, or of its key; of the nearest thing around it where it is not there."""
    node, reached = node_at(root, loc)
    return node.key or node.mark if key or not reached else node.mark


def dotted(root: Node, loc: Loc) -> str:
    """A place as a planner reads it: `activities.licence.duration`, items of lists by their id.

    Items without an id are counted from 1.
    """
    names: list[str] = []
    for at, step in enumerate(loc):
        if step in DROPPED:
            continue
        names.append(_item_name(root, loc[: at + 1]) if isinstance(step, int) else str(step))
    return ".".join(names)


def place(root: Node, loc: Loc, code: str, values: Mapping[str, object] | None = None, *, key: bool = False) -> Fault:
    """A fault at a place of the merged file."""
    values, loc = dict(values or {}), _of_its_own_type(root, loc)
    if "got" in values:
        values["got"] = _shown(values["got"])
    return fault_at(mark_at(root, loc, key=key), dotted(root, loc), code, **values)


def place_value(root: Node, loc: Loc, code: str, values: Mapping[str, object]) -> Fault:
    """A fault at one of the values that stand at a place: alone, in a list, or in a map as key or value."""
    node, _ = node_at(root, loc)
    inside = (*loc, *(_loc_of(node, str(values["got"])) or ()))
    return place(root, inside, code, values, key="[key]" in inside)


def _loc_of(node: Node, word: str) -> Loc | None:
    """Where a word stands inside a node, the first time; None where it does not."""
    if isinstance(node.value, dict):
        if word in node.value:
            return (word, "[key]")
        items: Iterable[tuple[str | int, Node]] = node.value.items()
    elif isinstance(node.value, list):
        items = enumerate(node.value)
    else:
        return () if str(node.value) == word else None
    found = ((name, *inner) for name, child in items if (inner := _loc_of(child, word)) is not None)
    return next(found, None)


def schema_faults(error: ValidationError, root: Node, form: type[BaseModel], prefix: Loc = ()) -> list[Fault]:
    """One fault for each error, at the mark of the value (of the key, where the key is wrong)."""
    found = [_fault(detail, root, form, prefix) for detail in error.errors(include_url=False)]
    meant = {
        f"{fault.path.rpartition('.')[0]}.{fault.values['near']}" for fault in found if fault.code == "unknown_key"
    }
    return [fault for fault in found if fault.code != "missing_key" or f".{fault.path}".lstrip(".") not in meant]


def _fault(detail: ErrorDetails, root: Node, form: type[BaseModel], prefix: Loc) -> Fault:
    kind, loc = detail["type"], (*prefix, *detail["loc"])
    context = dict(detail.get("ctx", {}))
    if kind in FAULTS:
        return place(root, loc, kind, {"got": detail["input"], **context}, key="[key]" in loc)
    if kind == "missing":
        return place(root, loc, "missing_key", {"got": str(loc[-1])})
    if kind in ("extra_forbidden", "invalid_key"):
        known = keys_at(form, detail["loc"][:-1])
        return place(
            root,
            loc,
            "unknown_key",
            {"got": str(loc[-1]), "near": near(str(loc[-1]), known), "known": ", ".join(known)},
            key=True,
        )
    if kind == "literal_error":
        expected = str(context.get("expected", "")).replace(" or ", ", ").replace("'", "")
        nearest = near(str(detail["input"]), expected.split(", "))
        return place(root, loc, "not_one_of", {"got": detail["input"], "expected": expected, "near": nearest})
    expected_label = EXPECTED.get(kind, Label(kind.replace("_", " "), kind.replace("_", " ")))
    return place(root, loc, "wrong_type", {"got": detail["input"], "expected": expected_label})


def _of_its_own_type(root: Node, loc: Loc) -> Loc:
    """The place under the type of enterprise that states it, where others who are like that type have it from there."""
    kinds, _ = node_at(root, ("enterprises",))
    if len(loc) < 3 or loc[0] != "enterprises" or not isinstance(kinds.value, list):
        return loc
    mark = mark_at(root, loc)
    alike = [at for at in range(len(kinds.value)) if mark_at(root, ("enterprises", at, *loc[2:])) == mark]
    above = [at for at in alike if _stands_above(kinds.value[at].mark, mark)]
    return ("enterprises", max(above, key=lambda at: kinds.value[at].mark.line), *loc[2:]) if above else loc  # type: ignore[index, union-attr]


def _stands_above(mark: Mark, other: Mark) -> bool:
    return mark.file == other.file and (mark.line, mark.column) <= (other.line, other.column)


def _shown(value: object) -> object:
    if isinstance(value, dict):
        return Label("a map", "一个映射（键: 值）")
    if isinstance(value, bool):
        return str(value).lower()  # as it is written in a file
    return Label("a list", "一个列表") if isinstance(value, list) else value


def _item_name(root: Node, loc: Loc) -> str:
    node, reached = node_at(root, loc)
    name = node.value.get("id") if reached and isinstance(node.value, dict) else None
    return str(name.value) if name is not None and isinstance(name.value, str) else str(int(loc[-1]) + 1)


def keys_at(form: Any, loc: Loc) -> list[str]:
    """The keys that the form has at a place."""
    for step in loc:
        form = _inside(form, step)
    models = [part for part in _parts(form) if isinstance(part, type) and issubclass(part, BaseModel)]
    names = {field.alias or name for model in models for name, field in model.model_fields.items()}
    return sorted(names - {PLAIN})


def _inside(form: Any, step: str | int) -> Any:
    for part in _parts(form):
        if isinstance(part, type) and issubclass(part, BaseModel):
            for name, field in part.model_fields.items():
                if step == (field.alias or name):
                    return field.annotation
        elif typing.get_origin(part) is dict:
            return typing.get_args(part)[1]
        elif typing.get_origin(part) is tuple:
            return typing.get_args(part)[0]
    return None


def _parts(form: Any) -> list[Any]:
    """The types a value may have, with `Annotated` and unions taken apart."""
    origin = typing.get_origin(form)
    if origin is typing.Annotated:
        return _parts(typing.get_args(form)[0])
    if origin in (typing.Union, types.UnionType):
        return [inner for part in typing.get_args(form) for inner in _parts(part)]
    return [form]
