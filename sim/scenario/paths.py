"""Paths as a planner reads them, `offices.bureau.staff`: the only place where one is followed into a scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from sim.scenario.faults import Mark, ScenarioFaults, fault_at, near
from sim.scenario.layers import by_id, drop_alternatives
from sim.scenario.yaml_nodes import Node


def set_at(root: Node, path: str, value: object) -> Node:
    """The nodes with another value at a path.

    Maps on the way are made where they are missing; things with an id must exist.
    """
    return _set(root, tuple(path.split(".")), path, value)


def _set(node: Node, steps: tuple[str, ...], path: str, value: object) -> Node:
    if not steps:
        return as_node(value, node.mark, node.key)
    step, rest = steps[0], steps[1:]
    if isinstance(node.value, list):
        at = _position(node, step, path)
        items = [_set(item, rest, path, value) if i == at else item for i, item in enumerate(node.value)]
        return replace(node, value=items)
    inside = node.value if isinstance(node.value, dict) else {}
    if not step or (not isinstance(node.value, dict) and node.value is not None):
        raise ScenarioFaults([fault_at(node.mark, path, "path_not_found", got=step, near="", known="-")])
    child = inside.get(step, Node(None, node.mark, node.key))
    kept = drop_alternatives(inside, [step])
    return replace(node, value={**kept, step: _set(child, rest, path, value)})


def _position(node: Node, step: str, path: str) -> int:
    assert isinstance(node.value, list)
    names = list(by_id(node) or [])
    if step in names:
        return names.index(step)
    if not names and step.isdecimal() and 1 <= int(step) <= len(node.value):
        return int(step) - 1  # items without an id are counted from 1, as faults count them
    raise ScenarioFaults(
        [fault_at(node.mark, path, "path_not_found", got=step, near=near(step, names), known=", ".join(names) or "-")]
    )


def as_node(value: object, mark: Mark, key: Mark | None = None) -> Node:
    """Plain data as nodes, all at one place."""
    if isinstance(value, Mapping):
        return Node({str(name): as_node(inner, mark, mark) for name, inner in value.items()}, mark, key)
    if isinstance(value, list | tuple):
        return Node([as_node(inner, mark) for inner in value], mark, key)
    if isinstance(value, date):
        return Node(value.isoformat(), mark, key)
    if value is None or isinstance(value, str | bool | int | float):
        return Node(value, mark, key)
    return (
        as_node(value.item(), mark, key) if hasattr(value, "item") else Node(str(value), mark, key)
    )  # numbers of NumPy
