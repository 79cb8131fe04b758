"""Every consistency rule, once, and how what they find becomes faults and warnings.

A new rule is one function in the file of its subject and one line in that file's list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sim.model.park import Model
from sim.scenario import rules_names, rules_network, rules_park, rules_world
from sim.scenario.faults import Fault, Loc
from sim.scenario.rules_world import Problem
from sim.scenario.schema import Document
from sim.scenario.schema_faults import node_at, place
from sim.scenario.yaml_nodes import Node


def document_faults(document: Document, root: Node) -> list[Fault]:
    """What the rules find in the document as written; a library need not be whole, so only its form is checked."""
    rules = [*rules_world.RULES, *rules_network.RULES]
    if not document.library:
        rules += rules_names.RULES
    return [place(root, loc, code, values) for rule in rules for loc, code, values in rule(document)]


def park_faults(base: Model, under: Mapping[str, Model], root: Node, all_rules: bool = True) -> list[Fault]:
    """What the rules find in the park itself, then in the park under each strategy, each there where it arises.

    Rules that only make sense in a park without other faults are left out unless `all_rules`.
    """
    first = _problems(base, all_rules, any_mode=True)
    found = [place(root, _by_index(root, loc), code, values) for loc, code, values in first]
    known = {(loc, code) for loc, code, _ in first}
    for strategy, model in under.items() if not first else ():
        for loc, code, values in [*_problems(model, all_rules), *rules_park.some_mode_offered(model)]:
            if (loc, code) not in known:
                found.append(place(root, ("strategies", strategy), code, values, key=True))
    return found


def park_warnings(base: Model, root: Node) -> list[Fault]:
    """What is right but may surprise: a type of enterprise that can never produce."""
    return [place(root, _by_index(root, loc), code, values) for loc, code, values in rules_park.never_producing(base)]


def load_warnings(loads: Mapping[str, float], root: Node) -> list[Fault]:
    """Warnings for offices whose load is 1 or more: their line grows without end. `loads` are computed elsewhere."""
    over = sorted((office, load) for office, load in loads.items() if load >= 1)
    return [place(root, ("offices", office), "load_over_one", {"got": load}, key=True) for office, load in over]


def drift_warnings(drifts: Iterable[str], root: Node) -> list[Fault]:
    """Warnings for offices whose line would drift away from its length on day one without any policy."""
    return [
        place(root, ("offices", office, "line_on_day_one"), "line_drifts", {"got": office}) for office in sorted(drifts)
    ]


def _problems(model: Model, all_rules: bool, any_mode: bool = False) -> list[Problem]:
    found = [*rules_park.elapsed_needs_a_line(model), *rules_park.staff_suffice(model)]
    found += rules_park.a_line_is_of_somebody(model)
    if all_rules:
        found += [*rules_park.every_value_covered(model), *rules_park.producing_reachable(model, any_mode)]
    once = {(loc, code, str(values)): (loc, code, values) for loc, code, values in found}
    return list(once.values())


def _by_index(root: Node, loc: Loc) -> Loc:
    """A place by ids as a place by position, which is how nodes are found."""
    if len(loc) < 2:
        return loc
    listed, _ = node_at(root, loc[:1])
    if not isinstance(listed.value, list):
        return loc
    for at, item in enumerate(listed.value):
        name = item.value.get("id") if isinstance(item.value, dict) else None
        if name is not None and name.value == loc[1]:
            return (loc[0], at, *loc[2:])
    return loc[:1]
