"""Rules about experiments: KPIs that the park has, keys that are in the file, worlds that have inputs."""

from __future__ import annotations

from collections.abc import Iterator

from sim.model.park import Model
from sim.scenario.faults import Fault
from sim.scenario.keys import key_faults
from sim.scenario.precision import Unfit, read_wish
from sim.scenario.rules_world import Problem
from sim.scenario.schema import Document
from sim.scenario.schema_faults import place
from sim.scenario.yaml_nodes import Node


def precision_of_known_kpis(document: Document, base: Model) -> Iterator[Problem]:
    """Every KPI whose precision is asked for is one of the park."""
    for at, wish in enumerate(document.experiment.precision):
        try:
            read_wish(wish, base)
        except Unfit as unfit:
            yield ("experiment", "precision", at), unfit.code, unfit.values


def worlds_have_inputs(document: Document) -> Iterator[Problem]:
    """Worlds are drawn from inputs, each key once."""
    form = document.uncertainties
    if form.worlds and not form.inputs:
        yield ("uncertainties", "worlds"), "worlds_without_inputs", {}
    seen: set[str] = set()
    for at, one in enumerate(form.inputs):
        if one.key in seen:
            yield ("uncertainties", "inputs", at, "key"), "key_twice", {"got": one.key}
        seen.add(one.key)


def experiment_faults(document: Document, base: Model | None, root: Node) -> list[Fault]:
    """All of them; KPIs and keys are looked for where there is a park."""
    problems = list(worlds_have_inputs(document))
    found = [place(root, loc, code, values) for loc, code, values in problems]
    if base is None:
        return found
    found += [place(root, loc, code, values) for loc, code, values in precision_of_known_kpis(document, base)]
    for at, one in enumerate(document.uncertainties.inputs):
        for fault in key_faults(root, one.key):
            found.append(place(root, ("uncertainties", "inputs", at, "key"), fault.code, fault.values))
    return found
