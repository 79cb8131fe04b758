"""States of the world: each input drawn anew, the same worlds for every strategy.

World 0 is the park as the file has it. The quantile of an input in a world depends on the seed, the number of the world
and the input's key, so more worlds or further inputs leave those there were as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np

from sim.luck.laws import ppf
from sim.luck.philox import name_hash, quantiles
from sim.model.law import Distribution
from sim.scenario.faults import Fault, ScenarioFaults
from sim.scenario.keys import resolved
from sim.scenario.quantities import quantity
from sim.scenario.scenario import Scenario
from sim.text.faults import EXPECTED
from sim.text.language import Label

WHOLE = EXPECTED["int_type"]
KINDS = {"range": "uniform", "pert": "pert", "triangular": "triangular"}


def drawn_worlds(scenario: Scenario, worlds: int, seed: int) -> list[dict[str, object]]:
    """What worlds 1 … `worlds` set, by path; whole numbers where the key takes no others."""
    inputs = scenario.document.get("uncertainties", {}).get("inputs", ()) if worlds else ()
    columns = {}
    for one in inputs:
        path = resolved(scenario.root, one["key"])
        u = quantiles(seed, np.arange(1, worlds + 1), name_hash(f"world:{one['key']}"), 1, 0)
        columns[path] = _values(one, u, partial(takes_only_whole, scenario, path))
    return [{path: values[at] for path, values in columns.items()} for at in range(worlds)]


def world_scenario(scenario: Scenario, world: int, values: Mapping[str, object], code: str = "world_unfit") -> Scenario:
    """The scenario in a state of the world. Raises ScenarioFaults that name the world (by the fault `code`)."""
    try:
        return scenario.replace(values)
    except ScenarioFaults as found:
        raise ScenarioFaults([_of_world(fault, world, values, code) for fault in found.faults]) from None


def takes_only_whole(scenario: Scenario, path: str, value: float) -> bool:
    """Does the form take whole numbers only there? Asked by trying another."""
    try:
        scenario.replace({path: float(np.floor(value)) + 0.5})
    except ScenarioFaults as found:
        return any(fault.code == "not_whole" or fault.values.get("expected") == WHOLE for fault in found.faults)
    return False


def _values(one: Mapping[str, Any], u: np.ndarray, whole: Callable[[float], bool]) -> list[object]:
    if "values" in one:
        listed = list(one["values"])
        return [listed[int(at)] for at in np.minimum(u * len(listed), len(listed) - 1)]
    drawn = ppf(_law(one), u)
    if whole(float(drawn[0])) and "range" in one:
        least, most = (round(_number(value)) for value in one["range"])
        return [least + int(at) for at in u * (most - least + 1)]  # rounding would halve the chance of both ends
    if whole(float(drawn[0])):
        return [int(value) for value in np.rint(drawn)]
    return [float(value) for value in drawn]


def _law(one: Mapping[str, Any]) -> Distribution:
    if "lognormal" in one:
        return Distribution("lognormal", (_number(one["lognormal"]["median"]), _number(one["lognormal"]["p90"])))
    kind = next(name for name in KINDS if name in one)
    return Distribution(KINDS[kind], tuple(_number(value) for value in one[kind]))


def _number(written: object) -> float:
    return quantity(written).value


def _of_world(fault: Fault, world: int, values: Mapping[str, object], code: str) -> Fault:
    said = Label(fault.message("en"), fault.message("zh"))
    got = values.get(fault.path, ", ".join(f"{path}: {value}" for path, value in values.items()))
    return Fault(fault.file, fault.line, fault.column, fault.path, code, {"world": world, "got": got, "said": said})
