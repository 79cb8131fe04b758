"""Floors, land and utilities of a Case: what all replications share, and on which days luck completes them.

Units stand by space, phase, building and place, all by id, so that no order in a file can matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.engine.blueprint import Blueprint
from sim.engine.case import RESOURCES, UNTIL_EXIT, UNTIL_FINISH, to_grid
from sim.engine.firm_numbers import NEARNESS
from sim.engine.pointers import pointers
from sim.luck.laws import ppf
from sim.luck.philox import name_hash, quantiles
from sim.model.estate import BEST_FIT, Phase, Space, Stock, Supply
from sim.model.law import Distribution, Law
from sim.model.park import Activity, Model, Regime
from sim.model.people import LARGEST, NEAREST, Team

UNTIL = {"exit": UNTIL_EXIT, "finish": UNTIL_FINISH}


def estate_arrays(plan: Blueprint) -> dict[str, np.ndarray]:
    """Arrays of a Case by field name; completion and supply days come from `completions`, by replication."""
    model, names = plan.model, plan.names["resource"]
    known: dict[str, Space | Stock | Team] = {}
    for regime in model.regimes:
        known |= {space.id: space for space in regime.estate.spaces}
        known |= {stock.id: stock for stock in regime.estate.stocks}
        known |= {team.id: team for team in regime.teams}
    bits = {team.id: bit for bit, team in enumerate(model.regimes[0].teams)}
    columns = plan.names["quantity"]
    units = [_units(model, name) for name in names]
    supplies = [supplies_of(model, name) for name in names]
    kinds = [_kind(known[name]) for name in names]
    best_fit = [isinstance(r, Space) and r.rule == BEST_FIT for r in (known[name] for name in names)]
    return {
        "resource_kind": np.array([RESOURCES.index(kind) for kind in kinds], dtype=np.int8),
        "resource_passing": np.array([_passing(known[name]) for name in names], dtype=np.uint8),
        "resource_help": np.array([bits.get(name, -1) for name in names], dtype=np.int8),
        "resource_order": np.array([_order(known[name], columns) for name in names], dtype=np.int32),
        "resource_above": np.array([_above(known, names, name) for name in names], dtype=np.int32),
        "resource_best_fit": np.array(best_fit, dtype=np.uint8),
        "unit_ptr": pointers([len(row) for row in units]),
        "unit_area": to_grid(np.array([unit.area for row in units for unit in row])),
        "unit_building": np.array([unit.building for row in units for unit in row], dtype=np.int32),
        "unit_decided": to_grid(np.array([unit.decided for row in units for unit in row])),
        "supply_ptr": pointers([len(row) for row in supplies]),
        "no_prospect": np.array(model.limit_days),
        **_takes(plan),
    }


def _above(known: dict[str, Space | Stock | Team], names: list[str], name: str) -> int:
    """The team that replaces a team; -1 = none."""
    above = [r.id for r in known.values() if isinstance(r, Team) and name in r.replaces]
    return names.index(above[0]) if above else -1


def completions(model: Model, names: list[str], seed: int, replications: np.ndarray) -> dict[str, np.ndarray]:
    """What luck decides about the park itself, one row a replication.

    `unit_complete` and `unit_cost` [replications, units], `supply_day` and `supply_amount` [replications, supplies],
    `bond_issued` and `bond_raised` [replications].
    """
    columns: list[np.ndarray] = []
    costs: list[np.ndarray] = []
    for name in names:
        for phase in phases_of(model, name):
            overrun = 1.0 + _drawn(phase.overrun, f"{name}.{phase.id}.overrun", seed, replications)
            costs += [np.rint(phase.cost * area * overrun) for area in _areas(phase)]
            day = phase.decided + _drawn(phase.construction, f"{name}.{phase.id}.construction", seed, replications)
            day = day + _drawn(phase.delay, f"{name}.{phase.id}.delay", seed, replications)
            columns += [np.maximum(to_grid(day), to_grid(np.array(phase.decided)))] * len(_areas(phase))
    days: list[np.ndarray] = []
    amounts: list[np.ndarray] = []
    for name in names:
        mine = supplies_of(model, name)
        if mine:
            ready = [s.day + _drawn(s.readiness, f"{name}.{s.id}.readiness", seed, replications) for s in mine]
            order = np.argsort(np.stack(ready, axis=1), axis=1, kind="stable")
            days.append(np.take_along_axis(to_grid(np.stack(ready, axis=1)), order, axis=1))
            amounts.append(to_grid(np.array([s.amount for s in mine]))[order])
    none = np.zeros((len(replications), 0))
    return {
        "unit_complete": np.stack(columns, axis=1) if columns else none,
        "unit_cost": np.stack(costs, axis=1) if costs else none,
        "supply_day": np.concatenate(days, axis=1) if days else none,
        "supply_amount": np.concatenate(amounts, axis=1) if amounts else none,
        **_bond(model, seed, replications),
    }


def longest_wait(no_prospect: float, estate: dict[str, np.ndarray]) -> np.ndarray:
    """No candidate of a history reckons with a longer wait, days [replications]: to the last day announced, or this."""
    days = np.concatenate((estate["unit_complete"], estate["supply_day"]), axis=1)
    return np.asarray(days.max(axis=1, initial=no_prospect))


def _bond(model: Model, seed: int, replications: np.ndarray) -> dict[str, np.ndarray]:
    bond = model.regimes[0].money.bond
    if bond is None:
        return {name: np.full(len(replications), np.nan) for name in ("bond_issued", "bond_raised")}
    issued = bond.issued + _drawn(bond.delay, "bond.delay", seed, replications)
    raised = 1.0 if bond.raised is None else _drawn(bond.raised, "bond.raised", seed, replications)
    return {"bond_issued": to_grid(issued), "bond_raised": np.broadcast_to(raised, len(replications)).copy()}


@dataclass(frozen=True)
class Unit:
    """One unit; neighbours are consecutive units of one building."""

    area: float
    building: int
    decided: float


def _units(model: Model, space: str) -> list[Unit]:
    rows = [(phase, row) for phase in phases_of(model, space) for row in _rows(phase)]
    return [Unit(area, number, phase.decided) for number, (phase, row) in enumerate(rows) for area in row]


def _rows(phase: Phase) -> list[tuple[float, ...]]:
    """Units of each building, buildings by id."""
    buildings = sorted(phase.buildings, key=lambda building: building.id)
    return [building.units for building in buildings for _ in range(building.count)]


def unit_bonds(model: Model, names: list[str]) -> np.ndarray:
    """Which units the bond pays for, bool [units]."""
    flags = [phase.bond for name in names for phase in phases_of(model, name) for _ in _areas(phase)]
    return np.array(flags, dtype=bool)


def _areas(phase: Phase) -> list[float]:
    return [area for row in _rows(phase) for area in row]


def phases_of(model: Model, space: str) -> list[Phase]:
    """Phases of a space, each by the rules in force on the day it is decided, by id."""
    found = {
        phase.id: phase
        for regime, start, end in _spans(model)
        for one in regime.estate.spaces
        if one.id == space
        for phase in one.phases
        if start <= phase.decided < end
    }
    return [found[name] for name in sorted(found)]


def supplies_of(model: Model, stock: str) -> list[Supply]:
    """Supplies of a stock, each by the rules in force on its day, by id; of a team its cases, as people come or go."""
    if any(team.id == stock for team in model.regimes[0].teams):
        return _cases(model, stock)
    found = {
        supply.id: supply
        for regime, start, end in _spans(model)
        for one in regime.estate.stocks
        if one.id == stock
        for supply in one.supply
        if start <= supply.day < end
    }
    return [found[name] for name in sorted(found)]


def _cases(model: Model, name: str) -> list[Supply]:
    steps: dict[float, float] = {}
    for regime, start, end in _spans(model):
        team = next(t for t in regime.teams if t.id == name)
        cases = [(day, float(people * team.caseload)) for day, people in team.people]
        before = [amount for day, amount in cases if day <= start]
        if start > -np.inf:
            steps[start] = before[-1] if before else 0.0
        steps |= {day: amount for day, amount in cases if start < day < end}
    days = sorted(steps)
    changes = [steps[day] - (steps[days[i - 1]] if i else 0.0) for i, day in enumerate(days)]
    return [Supply(f"{i:04d}", day, change) for i, (day, change) in enumerate(zip(days, changes))]


def _spans(model: Model) -> Iterator[tuple[Regime, float, float]]:
    starts = [regime.from_day for regime in model.regimes]
    return zip(model.regimes, [-np.inf, *starts[1:]], [*starts[1:], np.inf], strict=True)


def _kind(resource: Space | Stock | Team) -> str:
    if isinstance(resource, Team):
        return "team"
    return "unit" if isinstance(resource, Space) else resource.kind


def _passing(resource: Space | Stock | Team) -> bool:
    return isinstance(resource, Team) or resource.passing


def _order(resource: Space | Stock | Team, columns: list[str]) -> int:
    """The quantity of which the largest comes first, where a team is given to the largest."""
    if isinstance(resource, Team) and resource.assignment == LARGEST and "planned_output" in columns:
        return columns.index("planned_output")
    if isinstance(resource, Team) and resource.assignment == NEAREST:
        return columns.index(NEARNESS)
    return -1


def _drawn(law: Law | None, name: str, seed: int, replications: np.ndarray) -> np.ndarray:
    if law is None:
        return np.zeros(len(replications))
    assert isinstance(law, Distribution)
    u = quantiles(seed, replications, name_hash(f"estate|{name}"), 1, 0)
    return np.asarray(np.maximum(ppf(law, u), 0.0))


def _takes(plan: Blueprint) -> dict[str, np.ndarray]:
    regime = plan.model.regimes[0]
    known = {a.id: a for a in regime.activities}
    resources, columns = plan.names["resource"], plan.names["quantity"]
    milestones = {name: place for place, name in enumerate(plan.names["milestone"])}
    awaited = _before_production(regime.activities)
    rows: list[list[tuple[int, int, float, int, bool, bool]]] = []
    for name in plan.names["activity"]:
        takes = known[name].takes if name in known else ()
        rows.append(
            sorted(
                (
                    resources.index(take.what),
                    columns.index(take.amount) if isinstance(take.amount, str) else -1,
                    0.0 if isinstance(take.amount, str) else float(to_grid(np.array(take.amount))),
                    UNTIL[take.until] if take.until in UNTIL else milestones[take.until],
                    take.unfinished,
                    name in awaited,
                )
                for take in takes
            )
        )
    flat = list(zip(*(take for row in rows for take in row))) or [()] * 6
    names = ("resource", "column", "amount", "until", "unfinished", "foreseen")
    kinds = (np.int32, np.int32, np.float64, np.int32, np.uint8, np.uint8)
    arrays = {f"take_{n}": np.array(column, dtype=k) for n, column, k in zip(names, flat, kinds, strict=True)}
    return {"take_ptr": pointers([len(row) for row in rows]), **arrays}


def _before_production(activities: tuple[Activity, ...]) -> set[str]:
    """Activities that the first lot waits for: what they take is foreseen by who chooses.

    Neither what comes after the first lot is, nor a step that nothing waits for, such as being given an assistant.
    """
    known = {a.id: a for a in activities}
    ways = [a.id for a in activities if a.milestone == "producing"]
    found: set[str] = set()
    while ways:
        name = ways.pop()
        if name not in found:
            found.add(name)
            ways += [after.activity for after in known[name].after]
    return found
