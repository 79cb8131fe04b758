"""Where in the merged file a thing stands that the park knows by its id, and which of two places is the planner's own.

A library asks by attribute what a planner's firms are: where the two do not fit, both files are right by themselves.
Nobody repairs a library because of a word in a file of his own, so such a fault is told at that word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.scenario.faults import Loc, Mark, near
from sim.scenario.modes import MODE_NAMES
from sim.scenario.rules_spelling import spelt_like
from sim.scenario.rules_world import Problem
from sim.scenario.schema_faults import dotted, mark_at, node_at
from sim.scenario.yaml_nodes import Node

OF_AN_OFFICE = {"never_enough_staff": ("staff", "steps"), "line_outlasts": ("line_on_day_one",)}
"""Codes of faults of a step that an office makes, with the keys of the office that may do so."""


def by_index(root: Node, loc: Loc) -> Loc:
    """A place by ids as a place by position, which is how nodes are found; as far as the things are there."""
    found: list[str | int] = []
    for step in loc:
        node, _ = node_at(root, tuple(found))
        if isinstance(node.value, list) and isinstance(step, str) and step != "[key]":
            names = [_name_of(item) for item in node.value]
            if step not in names:
                return tuple(found)
            found.append(names.index(step))
        else:
            found.append(step)
    return tuple(found)


def where_written(root: Node, problem: Problem) -> Problem:
    """The fault of a `by:` there where it was made: at the value, at a misspelt case, or at the `by:` itself.

    A base is right: what stands in a file over it does not fit. In one file the word is right that stands there more
    often.
    """
    loc, code, values = problem
    if code == "ledger_value":
        return _of_the_type(root, problem)
    if code in OF_AN_OFFICE:
        return _of_the_office(root, problem)
    if code == "unknown_attribute":
        return _of_the_name(root, problem)
    if code not in ("by_not_covered", "by_attribute_missing"):
        return problem
    asking = mark_at(root, loc)
    own = _own_place(root, str(values["kind"]), str(values["attribute"]), values.get("value"))
    in_base = own is not None and asking.file not in (root.mark.file, mark_at(root, own).file)
    if own is not None and (in_base or _is_slip(root, values)):
        return own, *_of_the_value(values, dotted(root, loc), f"{asking.file}:{asking.line}")
    if stray := values.get("stray"):
        said: dict[str, object] = {"got": stray, "attribute": values["attribute"], "near": values["value"]}
        return (*loc, str(stray), "[key]"), "case_of_nobody", said
    return problem


def _of_the_type(root: Node, problem: Problem) -> Problem:
    """The fault of a value in a ledger at its type, where that seems to have it misspelt.

    That is so where several projects have the value, and what the type has in its place stands nowhere else.
    """
    loc, _, values = problem
    got, like = str(values["got"]), str(values["near"]).split(", ")[0]
    own = _value_at(root, by_index(root, ("enterprises", str(values["kind"]), "attributes", str(loc[-1]))), like)
    if own is None or _times(root, like) > 1 or _times(root, got) < 2:
        return problem
    return own, "value_of_no_row", {"got": like, "attribute": str(loc[-1]), "value": got, "near": got}


def _of_the_office(root: Node, problem: Problem) -> Problem:
    """The fault of a step in a base at the key of the office, in a file over it, that leaves the step no way."""
    loc, code, values = problem
    own = next(
        (o for key in OF_AN_OFFICE[code] if node_at(root, o := ("offices", str(values["office"]), key))[1]), None
    )
    if own is None or mark_at(root, own).file != root.mark.file or mark_at(root, loc).file == root.mark.file:
        return problem
    return own, code, values


def _of_the_name(root: Node, problem: Problem) -> Problem:
    """The fault of an attribute that a base asks for and no type has, at a type that has one spelt almost like it."""
    loc, _, values = problem
    asking, wanted = mark_at(root, loc), str(values["got"])
    kinds = _map(root).get("enterprises")
    for at, kind in enumerate(kinds.value if kinds is not None and isinstance(kinds.value, list) else ()):
        for name in _map(_map(kind).get("attributes")) if asking.file != root.mark.file else ():
            own: Loc = ("enterprises", at, "attributes", name, "[key]")
            if (
                _times(root, name) < _times(root, wanted)
                and spelt_like(name, [wanted])
                and mark_at(root, own, key=True).file == root.mark.file
            ):
                return own, "attribute_unasked", {"got": name, "near": wanted}
    return problem


def _of_the_value(values: Mapping[str, object], asking: str, place: str) -> tuple[str, dict[str, object]]:
    """Code and values of a fault that stands at what a type of enterprise has, or lacks."""
    said: dict[str, object] = {"kind": values["kind"], "asking": asking, "place": place}
    if "value" not in values:
        return "attribute_asked_for", {**said, "got": values["attribute"]}
    got, cases = str(values["value"]), list(map(str, values["cases"]))  # type: ignore[call-overload]  # names
    return "value_not_covered", {**said, "got": got, "known": ", ".join(cases), "near": near(got, cases)}


def _is_slip(root: Node, values: Mapping[str, object]) -> bool:
    """Is a value like one of the cases, and less often written than that?"""
    like = spelt_like(str(values.get("value", "")), map(str, values.get("cases", ())))  # type: ignore[call-overload]
    return bool(like) and _times(root, str(values["value"])) < _times(root, like)


def _times(root: Node, word: str) -> int:
    """How often a word stands in the files, as a key or as a value; types that are like each other say it once."""
    return len(set(_marks(root, word)))


def _marks(node: Node, word: str) -> Iterator[Mark]:
    if isinstance(node.value, dict):
        for name, child in node.value.items():
            if name == word:
                yield child.key or child.mark
            yield from _marks(child, word)
    elif isinstance(node.value, list):
        for child in node.value:
            yield from _marks(child, word)
    elif _as_word(node.value) == word:
        yield node.mark


def _own_place(root: Node, kind: str, attribute: str, value: object) -> Loc | None:
    """Where a type of enterprise has the value of an attribute, or where the type stands; None where it is nowhere."""
    if attribute in MODE_NAMES:
        loc = by_index(root, ("site_modes", str(value), "id"))
        return loc if len(loc) == 3 else None
    loc = by_index(root, ("enterprises", kind))
    if len(loc) < 2:
        return None  # a project of a ledger
    return (
        (*loc, "attributes", attribute)
        if value is None
        else _value_at(root, (*loc, "attributes", attribute), str(value))
    )


def _value_at(root: Node, loc: Loc, value: str) -> Loc | None:
    """Where a word stands among the values of an attribute: alone, with its chance, or in a case."""
    node, reached = node_at(root, loc)
    if not reached:
        return None
    if not isinstance(node.value, dict):
        return loc if _as_word(node.value) == value else None
    if value in _map(node.value.get("discrete")):
        return (*loc, "discrete", value, "[key]")
    for other, cases in _map(node.value.get("by")).items():
        for case in _map(cases):
            if (found := _value_at(root, (*loc, "by", other, case), value)) is not None:
                return found
    return None


def _map(node: Node | None) -> dict[str, Node]:
    return node.value if node is not None and isinstance(node.value, dict) else {}


def _as_word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _name_of(item: Node) -> object:
    """What tells an item of a list from the others: its id, what it takes, the item it pays, or the item itself."""
    inside = item.value if isinstance(item.value, dict) else {}
    return next((inside[key].value for key in ("id", "what", "item") if key in inside), item.value)
