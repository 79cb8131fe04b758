"""How busy each office is as time goes on: its load changes where a lever or a step of its staff says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from sim.model.calendar import site_days, working_days
from sim.model.office_load import Load, loads
from sim.model.park import Model, Office, Regime

Timeline = dict[str, list[tuple[float, Load | None]]]
"""Of each office: (day, load from that day on), first day 0, then where it changes; None while staff is ample."""


def open_shares(model: Model) -> dict[str, float]:
    """Open days per calendar day of each clock, over the horizon."""
    days = [model.start + timedelta(days=day) for day in range(max(1, int(model.horizon)))]
    working = sum(working_days(model.calendar, days)) / len(days)
    return {"calendar": 1.0, "working": working, "site": sum(site_days(model.closures, days)) / len(days)}


def timeline(model: Model, open_share: Mapping[str, float]) -> Timeline:
    """The load of every office through time; the model's service times must be derived."""
    found: Timeline = {office.id: [] for office in model.regimes[0].offices}
    for day in _days(model):
        regime = [regime for regime in model.regimes if regime.from_day <= day][-1]
        by_office = {load.office: load for load in loads(_on(regime, day), dict(open_share))}
        for office, known in found.items():
            load = by_office.get(office)
            if not known or known[-1][1] != load:
                known.append((day, load))
    return found


def _days(model: Model) -> list[float]:
    steps = {day for regime in model.regimes for office in regime.offices for day, _ in office.staff or ()}
    return sorted(day for day in {0.0, *steps, *(regime.from_day for regime in model.regimes)} if day < model.horizon)


def _on(regime: Regime, day: float) -> Regime:
    """The regime with the staff of one day alone."""
    return replace(regime, offices=tuple(_office_on(office, day) for office in regime.offices))


def _office_on(office: Office, day: float) -> Office:
    if office.staff is None:
        return office
    return replace(office, staff=((0.0, [staff for since, staff in office.staff if since <= day][-1]),))
