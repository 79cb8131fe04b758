"""The part of a Case that all replications share: networks, activities, offices and the calendar as arrays."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from sim.engine.blueprint import Blueprint
from sim.engine.case import CLOCKS, ENOUGH, to_grid
from sim.engine.estate_arrays import estate_arrays
from sim.engine.pointers import pointers
from sim.engine.quotas import quota_arrays
from sim.model.calendar import site_days, working_days
from sim.model.office_load import outside_clock
from sim.model.park import Model, Office


def shared_arrays(plan: Blueprint) -> dict[str, np.ndarray]:
    """Arrays of a Case by field name, without candidates, slots and luck; worked out once a blueprint."""
    if not plan.shared:
        plan.shared = {
            **_world(plan),
            **_networks(plan),
            **_activities(plan),
            **_offices(plan.model, plan.names["office"]),
            **estate_arrays(plan),
            **quota_arrays(plan.model, plan.names["milestone"]),
        }
    return plan.shared


def _world(plan: Blueprint) -> dict[str, np.ndarray]:
    model, names = plan.model, plan.names
    counted = {e.id: e.counted for e in model.regimes[0].enterprises}
    days = int(np.ceil(model.horizon)) + 2
    dates = [model.start + timedelta(days=day) for day in range(days)]
    return {
        "horizon": to_grid(np.array(model.horizon)),
        "regime_from": np.array([regime.from_day for regime in model.regimes]),
        "type_names": np.array(names["type"], dtype=np.str_),
        "type_counted": np.array([counted.get(name, False) for name in names["type"]], dtype=np.uint8),
        "p_trigger": _chances(model, names["type"]),
        "type_outside": np.array([name not in counted for name in names["type"]], dtype=np.uint8),
        "activity_names": np.array(names["activity"], dtype=np.str_),
        "office_names": np.array(names["office"], dtype=np.str_),
        "mode_names": np.array(names["mode"], dtype=np.str_),
        "milestone_names": np.array(names["milestone"], dtype=np.str_),
        "resource_names": np.array(names["resource"], dtype=np.str_),
        "quantity_names": np.array(names["quantity"], dtype=np.str_),
        "stage_names": np.array(names["stage"], dtype=np.str_),
        "attribute_names": np.array(names["attribute"], dtype=np.str_),
        "attribute_labels": _filled_up(plan.labels),
        "day_open": np.array([working_days(model.calendar, dates), site_days(model.closures, dates)], dtype=np.uint8),
    }


def _chances(model: Model, types: list[str]) -> np.ndarray:
    """Chance that a child of each type appears when it is triggered, by regime."""
    chances = np.zeros((len(model.regimes), len(types)))
    for r, regime in enumerate(model.regimes):
        for kind in regime.enterprises:
            if kind.brought_by is not None:
                chances[r, types.index(kind.id)] = kind.brought_by.chance
    return chances


def _filled_up(rows: list[list[str]]) -> np.ndarray:
    longest = max((len(row) for row in rows), default=0)
    filled = [row + [""] * (longest - len(row)) for row in rows]
    return np.array(filled, dtype=np.str_).reshape(len(rows), longest)


def _networks(plan: Blueprint) -> dict[str, np.ndarray]:
    nodes = plan.nodes
    preds = [pair for n in nodes for pair in n.preds]
    return {
        "network_ptr": pointers([end - first for first, end in plan.networks]),
        "network_mode": np.array(plan.network_mode, dtype=np.int32),
        "network_type": np.array(plan.network_type, dtype=np.int32),
        "fallback_ptr": pointers([len(f) for f in plan.fallbacks]),
        "fallback_network": np.array([n for f in plan.fallbacks for n in f], dtype=np.int32),
        "network_chooses": np.array([n in plan.options for n in range(len(plan.networks))], dtype=np.uint8),
        "option_ptr": pointers([len(plan.options.get(n, ())) for n in range(len(plan.networks))]),
        "option_network": np.array([n for _, found in sorted(plan.options.items()) for n in found], dtype=np.int32),
        "node_activity": np.array([n.activity for n in nodes], dtype=np.int32),
        "node_arrival_lag": np.array([n.arrival_lag for n in nodes], dtype=np.float64),
        "node_at_most": np.array([n.at_most for n in nodes], dtype=np.int32),
        "node_then": np.array([n.then for n in nodes], dtype=np.int8),
        "node_refused_to": np.array([n.refused_to for n in nodes], dtype=np.int32),
        "pred_ptr": pointers([len(n.preds) for n in nodes]),
        "pred_node": np.array([node for node, _ in preds], dtype=np.int32),
        "pred_lag": np.array([lag for _, lag in preds], dtype=np.float64),
        "p_sent_back": _by_regime([n.p_sent_back for n in nodes]),
        "p_refused": _by_regime([n.p_refused for n in nodes]),
        "p_refused_pressed": _by_regime([n.p_refused_pressed for n in nodes]),
        "node_unless": np.array([n.unless for n in nodes], dtype=np.int32),
        "node_goes_on": np.array([n.goes_on for n in nodes], dtype=np.uint8),
        "node_decides": np.array([n.decides for n in nodes], dtype=np.uint8),
        **_help(plan),
        "factor": np.ones_like(_by_regime([n.p_refused for n in nodes])),
        "priority": _by_regime([n.priority for n in nodes]),
    }


def _help(plan: Blueprint) -> dict[str, np.ndarray]:
    """Factors of help by union of teams and node, and the places that it gains."""
    teams = plan.model.regimes[0].teams
    unions = 1 << len(teams)
    factors = np.ones((3, unions, len(plan.nodes)))
    for x, node in enumerate(plan.nodes):
        for bits, three in enumerate(node.helped):
            factors[:, bits, x] = three
    places = [max([0.0, *(t.places for bit, t in enumerate(teams) if bits >> bit & 1)]) for bits in range(unions)]
    names = ("help_preparation", "help_correction", "help_returns")
    arrays = {name: np.ascontiguousarray(factors[row]) for row, name in enumerate(names)}
    return {**arrays, "help_places": np.array(places)}


def _by_regime(rows: list[list[float]]) -> np.ndarray:
    return np.ascontiguousarray(np.array(rows, dtype=np.float64).T)


def _activities(plan: Blueprint) -> dict[str, np.ndarray]:
    regime = plan.model.regimes[0]
    known = {a.id: a for a in regime.activities}
    outside = {f"outside:{o.id}": o for o in regime.offices}
    offices, stages, milestones = plan.names["office"], plan.names["stage"], plan.names["milestone"]
    clock, stage, milestone, limit, needs, sessions = [], [], [], [], [], []
    for name in plan.names["activity"]:
        a = known.get(name)
        clock.append(CLOCKS.index(a.clock if a else outside_clock(outside[name], regime)))
        stage.append(stages.index(a.stage) if a else -1)
        milestone.append(milestones.index(a.milestone) if a and a.milestone else -1)
        limit.append(a.limit_working_days if a and a.limit_working_days is not None else np.nan)
        wanted = [(n.office, n.amount) for n in a.needs] if a else [(outside[name].id, 1)]
        needs.append(sorted((offices.index(office), amount) for office, amount in wanted))
        sessions.append(sorted(a.sessions) if a and a.sessions is not None else None)
    return {
        "activity_clock": np.array(clock, dtype=np.int8),
        "activity_stage": np.array(stage, dtype=np.int32),
        "activity_milestone": np.array(milestone, dtype=np.int32),
        "activity_limit": np.array(limit, dtype=np.float64),
        "need_ptr": pointers([len(n) for n in needs]),
        "need_office": np.array([o for n in needs for o, _ in n], dtype=np.int32),
        "need_amount": np.array([amount for n in needs for _, amount in n], dtype=np.int32),
        "session_ptr": pointers([len(s or ()) for s in sessions]),
        "session_day": np.array([day for s in sessions for day in s or ()], dtype=np.float64),
        "has_sessions": np.array([s is not None for s in sessions], dtype=np.uint8),
    }


def _offices(model: Model, names: list[str]) -> dict[str, np.ndarray]:
    first = {office.id: office for office in model.regimes[0].offices}
    steps = [staff_steps(model, name) for name in names]
    return {
        "office_finite": np.array([bool(s) for s in steps], dtype=np.uint8),
        "office_strict": np.array([first[name].strict for name in names], dtype=np.uint8),
        "office_promise": np.array([_promise(first[name]) for name in names], dtype=np.float64),
        "staff_ptr": pointers([len(s) for s in steps]),
        "staff_from": np.array([day for s in steps for day, _ in s], dtype=np.float64),
        "staff_level": np.array([level for s in steps for _, level in s], dtype=np.int32),
    }


def _promise(office: Office) -> float:
    return np.nan if office.promise_working_days is None else office.promise_working_days


def staff_steps(model: Model, name: str) -> list[tuple[float, int]]:
    """Staff over time: within each regime its own steps, and what holds already on the day it comes into force."""
    offices = [next(o for o in regime.offices if o.id == name) for regime in model.regimes]
    if all(office.staff is None for office in offices):
        return []
    steps: dict[float, int] = {}
    ends = [regime.from_day for regime in model.regimes[1:]] + [float("inf")]
    for regime, office, end in zip(model.regimes, offices, ends, strict=True):
        steps[regime.from_day] = _staff_on(office, regime.from_day)
        steps.update({day: staff for day, staff in office.staff or () if regime.from_day < day < end})
    return sorted(steps.items())


def _staff_on(office: Office, day: float) -> int:
    if office.staff is None:
        return ENOUGH
    before = [staff for from_day, staff in office.staff if from_day <= day]
    return before[-1] if before else office.staff[0][1]
