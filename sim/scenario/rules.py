"""Every consistency rule, once, and how what they find becomes faults and warnings.

A new rule is one function in the file of its subject and one line in that file's list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sim.model.office_load import Derived, Load
from sim.model.park import Model
from sim.scenario import (
    rules_cases,
    rules_estate,
    rules_fit,
    rules_ledger,
    rules_limits,
    rules_money,
    rules_names,
    rules_network,
    rules_once,
    rules_park,
    rules_people,
    rules_reach,
    rules_reserved,
    rules_size,
    rules_spelling,
    rules_tally,
    rules_values,
    rules_world,
)
from sim.scenario.build_ledger import without_ledger
from sim.scenario.faults import Fault, sorted_faults
from sim.scenario.office_loads import Timeline
from sim.scenario.places import by_index, where_written
from sim.scenario.rules_world import Problem
from sim.scenario.schema import Document
from sim.scenario.schema_faults import place, place_value
from sim.scenario.strategies import Use
from sim.scenario.yaml_nodes import Node
from sim.text.rounding import fixed, half_up


def document_faults(document: Document, root: Node) -> list[Fault]:
    """What the rules find in the document as written; a library need not be whole, so only its form is checked."""
    rules = [*rules_world.RULES, *rules_network.RULES, *rules_reserved.RULES, *rules_estate.RULES, *rules_money.RULES]
    rules += [*rules_people.RULES, *rules_limits.RULES, *rules_tally.RULES, *rules_size.RULES, rules_once.names_once]
    if not document.library:
        rules += [*rules_ledger.RULES, *rules_names.RULES, *rules_estate.NAMES, *rules_money.NAMES, *rules_people.NAMES]
        rules += [*rules_limits.NAMES, *rules_tally.NAMES]
    found = [where_written(root, problem) for rule in rules for problem in rule(document)]
    return [place(root, loc, code, values, key="[key]" in loc) for loc, code, values in found]


def document_warnings(document: Document, root: Node) -> list[Fault]:
    """What stands in the document, is right, and may surprise."""
    rules = [*rules_money.WARNINGS, *rules_people.WARNINGS, *rules_limits.WARNINGS, *rules_ledger.WARNINGS]
    found = [problem for rule in [*rules, *rules_size.WARNINGS, *rules_spelling.WARNINGS] for problem in rule(document)]
    return sorted_faults(place(root, loc, code, values, key="[key]" in loc) for loc, code, values in found)


def value_faults(document: Document, uses: Mapping[str, tuple[Use, ...]], root: Node) -> list[Fault]:
    """What stands twice in the settings of levers; values that a condition accepts and nobody can have."""
    twice = [place(root, loc, code, said, key="[key]" in loc) for loc, code, said in rules_once.settings_once(uses)]
    if document.library:
        return twice
    return twice + [place_value(root, loc, code, said) for loc, code, said in rules_values.values_held(document, uses)]


def park_faults(base: Model, under: Mapping[str, Model], root: Node, all_rules: bool = True) -> list[Fault]:
    """What the rules find in the park itself, then in the park under each strategy, each there where it arises.

    Rules that only make sense in a park without other faults are left out unless `all_rules`.
    """
    first = _problems(base, all_rules, any_mode=True)
    written = [where_written(root, (by_index(root, loc), code, values)) for loc, code, values in first]
    found = [place(root, loc, code, values, key="[key]" in loc) for loc, code, values in written]
    known = {(loc, code) for loc, code, _ in first}
    for strategy, model in under.items() if not first else ():
        for loc, code, values in [
            *_problems(model, all_rules),
            *rules_park.some_mode_offered(model),
            *rules_park.terms_hang_together(model),
        ]:
            if (loc, code) not in known:
                found.append(place(root, ("strategies", strategy), code, values, key=True))
    if all_rules and under and not found:
        last = [*rules_reach.milestones_reachable(base, under), *rules_reach.evidence_reachable(under)]
        last += rules_limits.problems_arise(base, under)
        found += [place(root, by_index(root, loc), code, values) for loc, code, values in last]
    return found


def park_warnings(base: Model, root: Node, under: Iterable[Model] = ()) -> list[Fault]:
    """What is right but may surprise: types that never produce, a limit that leaves nobody, firms that do not fit."""
    found = [*rules_ledger.nothing_outlasted(base)]
    base = without_ledger(base)
    found += [
        *rules_limits.problems_of_some(base),
        *rules_park.never_producing(base),
        *rules_world.limit_leaves_nobody(base),
    ]
    found += [problem for rule in rules_fit.WARNINGS for problem in rule(base)]
    found += rules_fit.modes_admit_somebody(base, under)
    found = list({(loc, code, str(values)): (loc, code, values) for loc, code, values in found}.values())
    return [place(root, by_index(root, loc), code, values) for loc, code, values in found]


def service_left(derived: Iterable[Derived], root: Node) -> list[Fault]:
    """Faults for elapsed times that the line alone outlasts: nothing would be left for the work."""
    over = [one for one in derived if one.elapsed > 0 and one.service <= 0]
    places = [by_index(root, ("activities", one.activity, "duration")) for one in over]
    found = [
        where_written(root, (loc, "line_outlasts", _outlasted(one))) for loc, one in zip(places, over, strict=True)
    ]
    return [place(root, loc, code, values) for loc, code, values in found]


def _outlasted(one: Derived) -> dict[str, object]:
    return {"got": fixed(one.elapsed, 1), "wait": fixed(one.wait, 1), "office": one.office}


def load_warnings(loads: Mapping[str, float], root: Node) -> list[Fault]:
    """Warnings for offices whose load is 1 or more: their line grows without end. `loads` are computed elsewhere."""
    over = sorted((office, load) for office, load in loads.items() if load >= 1)
    return [place(root, ("offices", office), "load_over_one", {"got": load}, key=True) for office, load in over]


def drift_warnings(drifts: Iterable[str], root: Node) -> list[Fault]:
    """Warnings for offices whose line would drift away from its length on day one without any policy."""
    return [
        place(root, ("offices", office, "line_on_day_one"), "line_drifts", {"got": office}) for office in sorted(drifts)
    ]


def later_warnings(base: Timeline, under: Mapping[str, Timeline], root: Node) -> list[Fault]:
    """The same for later days of the park as it is, and for what only happens under a strategy."""
    found: list[Fault] = []
    for office, steps in base.items():
        for day, load in steps[1:]:
            if load is not None and load.load >= 1:
                said: dict[str, object] = {"got": float(half_up(load.load, 3)), "day": day, "staff": load.staff}
                found.append(place(root, ("offices", office), "load_over_one_from", said, key=True))
    for strategy, timeline in under.items():
        for office, steps in timeline.items():
            for day, load in steps:
                trouble = _trouble(load)
                if load is None or trouble in ("", _trouble([was for since, was in base[office] if since <= day][-1])):
                    continue
                said = {
                    "got": float(half_up(load.load, 3)),
                    "office": office,
                    "strategy": strategy,
                    "day": day,
                    "staff": load.staff,
                }
                found.append(place(root, ("strategies", strategy), f"{trouble}_under", said, key=True))
    return found


def _trouble(load: Load | None) -> str:
    if load is None:
        return ""
    return "load_over_one" if load.load >= 1 else "line_drifts" if load.drifts else ""


def _problems(model: Model, all_rules: bool, any_mode: bool = False) -> list[Problem]:
    found = [*rules_park.elapsed_needs_a_line(model), *rules_park.staff_suffice(model)]
    found += [*rules_park.a_line_is_of_somebody(model), *rules_park.one_clock_behind_an_office(model)]
    found += [*rules_people.one_order_of_help(model), *rules_limits.problems_are_few(model)]
    found += rules_size.units_are_no_slip(model)
    too_many = list(rules_reach.few_combinations(model)) if all_rules else []
    found += too_many
    if all_rules and not too_many:
        found += [*rules_cases.every_value_covered(model), *rules_park.producing_reachable(model, any_mode)]
    once = {(loc, code, str(values)): (loc, code, values) for loc, code, values in found}
    return list(once.values())
