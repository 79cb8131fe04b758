"""Types of enterprise that are like another: what a type does not state itself, it has from the one it is `like`.

Layers are merged first, so that a change of the other type in any file is seen. Every value keeps the place where it
stands, and a fault in it is told there.
"""

from __future__ import annotations

from dataclasses import replace

from sim.scenario.faults import Fault, fault_at, near
from sim.scenario.layers import by_id, merge
from sim.scenario.yaml_nodes import Node

KEY = "like"
OWN = ("id", "title", "note", KEY)  # never taken over


def with_likes(root: Node) -> tuple[Node, list[Fault]]:
    """The file with every type written out, and what is wrong with who is like whom."""
    listed = _map(root).get("enterprises")
    kinds = None if listed is None else by_id(listed)
    if listed is None or kinds is None or not any(_like(kind) for kind in kinds.values()):
        return root, []
    faults: list[Fault] = []
    whole = {name: _written_out(name, kinds, (), faults) for name in kinds}
    written_out = replace(listed, value=list(whole.values()))
    return replace(root, value={**_map(root), "enterprises": written_out}), faults


def _like(kind: Node) -> Node | None:
    return _map(kind).get(KEY)


def _map(node: Node) -> dict[str, Node]:
    return node.value if isinstance(node.value, dict) else {}


def _written_out(name: str, kinds: dict[str, Node], chain: tuple[str, ...], faults: list[Fault]) -> Node:
    kind = kinds[name]
    other = _like(kind)
    if other is None or not isinstance(other.value, str):  # what is no name is told by the form
        return kind
    own = replace(kind, value={key: node for key, node in _map(kind).items() if key != KEY})
    meant, path = other.value, f"enterprises.{name}.{KEY}"
    circle = (*chain, name)
    if meant in circle:
        if meant == circle[0] == min(circle):  # each circle is told once, at its first name
            faults.append(fault_at(other.mark, path, "like_circle", got=" -> ".join((*circle, meant))))
        return own
    if meant not in kinds:
        values = {"got": meant, "near": near(meant, kinds), "known": ", ".join(sorted(kinds))}
        faults.append(fault_at(other.mark, path, "like_unknown", **values))
        return own
    below = _written_out(meant, kinds, (*chain, name), faults)
    shared = {key: node for key, node in _map(below).items() if key not in OWN}
    return merge(replace(below, value=shared), own)
