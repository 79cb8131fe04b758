"""Keys that a sweep or a state of the world sets: they must be in the scenario, or be known there by its form.

`set_at` makes maps that are missing, so a misspelt office would become a new one; here it is a fault.
"""

from __future__ import annotations

from typing import Any

from sim.levers.all_levers import BY_ID
from sim.scenario.faults import Fault, Loc, ScenarioFaults, fault_at, near
from sim.scenario.layers import by_id
from sim.scenario.scenario_form import keys_of_form
from sim.scenario.yaml_nodes import Node


def resolved(root: Node, path: str) -> str:
    """The path as `scenario.replace` takes it; a lever may be named instead of counted, and `levers` left out.

    Raises ScenarioFaults where there is no such key, with the nearest names.
    """
    walk = _Walk(root, path)
    for step in path.split("."):
        walk.step(step)
    return ".".join(walk.steps)


class _Walk:
    """One way from the root of a scenario to a key."""

    def __init__(self, root: Node, path: str) -> None:
        self.path = path
        self.node: Node | None = root
        self.last = root
        self.loc: Loc = ()
        self.form: Any = None  # of a lever's settings, once one is entered
        self.inside: Loc = ()  # the place within them
        self.steps: list[str] = []

    def step(self, step: str) -> None:
        """Go one key further."""
        value = None if self.node is None else self.node.value
        if self._at_strategy() and isinstance(value, dict) and step not in value:
            self._enter("levers", "levers", value.get("levers"))
            value = None if self.node is None else self.node.value
        if isinstance(value, list):
            self._item(step, value)
        else:
            self._key(step, value)

    def _key(self, step: str, value: object) -> None:
        held = value if isinstance(value, dict) else {}
        if isinstance(value, str | bool | int | float):
            raise self._fault(step, [])
        known = self._known()
        if step not in held and step not in known:
            raise self._fault(step, [*held, *known])
        if len(self.loc) >= 2 and self.loc[0] == "strategies" and isinstance(self.loc[-1], int):
            self.form = BY_ID[step].Settings if step in BY_ID else None
            self._enter(step, step, held.get(step), inside=())
        else:
            self._enter(step, step, held.get(step))

    def _item(self, step: str, items: list[Node]) -> None:
        assert self.node is not None
        names = list(by_id(self.node) or [])
        levers = [next(iter(item.value)) for item in items if isinstance(item.value, dict) and len(item.value) == 1]
        if step in names:
            self._enter(step, names.index(step), items[names.index(step)])
        elif not names and step.isdecimal() and 1 <= int(step) <= len(items):
            self._enter(step, int(step) - 1, items[int(step) - 1])
        elif self.loc[:1] == ("strategies",) and step in levers and len(levers) == len(items):
            at = levers.index(step)
            self._enter(str(at + 1), at, items[at])
            self._key(step, items[at].value)
        else:
            raise self._fault(step, names or levers or [str(n + 1) for n in range(len(items))])

    def _enter(self, written: str, at: str | int, node: Node | None, inside: Loc | None = None) -> None:
        self.steps.append(written)
        self.loc = (*self.loc, at)
        self.inside = (*self.inside, at) if inside is None else inside
        self.node = node
        self.last = node or self.last

    def _known(self) -> list[str]:
        if self.form is not None:
            return [*keys_of_form(self.form, self.inside), *(("from", "until") if not self.inside else ())]
        return keys_of_form(None, self.loc)

    def _at_strategy(self) -> bool:
        return len(self.loc) == 2 and self.loc[0] == "strategies"

    def _fault(self, step: str, known: list[str]) -> ScenarioFaults:
        known = list(dict.fromkeys(name for name in known if name != "note"))
        values = {"got": step, "near": near(step, known), "known": ", ".join(known) or "-"}
        return ScenarioFaults([fault_at(self.last.mark, self.path, "key_not_found", **values)])


def key_faults(root: Node, path: str) -> list[Fault]:
    """Why there is no such key; empty where there is."""
    try:
        resolved(root, path)
    except ScenarioFaults as found:
        return list(found.faults)
    return []
