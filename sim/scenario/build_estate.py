"""From the checked estate, takes and quantities to the park as frozen data; everything with an id sorted by it."""

from __future__ import annotations

from datetime import date

from sim.model.estate import QUANTITIES, Building, Estate, Phase, Quantity, Space, Stock, Supply, Take
from sim.model.law import fixed
from sim.scenario.build_laws import law, optional_law
from sim.scenario.build_text import text
from sim.scenario.dates import day_or_start
from sim.scenario.schema_estate import (
    EstateForm,
    PhaseForm,
    SpaceForm,
    StockForm,
    UnitsForm,
)
from sim.scenario.schema_quantities import QuantitiesForm, TakeForm

MU = "mu"


def estate(form: EstateForm, start: date) -> Estate:
    """Everything scarce."""
    spaces = sorted((_space(space, start) for space in form.spaces), key=lambda s: s.id)
    stocks = sorted((_stock(stock, start) for stock in form.stocks), key=lambda s: s.id)
    return Estate(tuple(spaces), tuple(stocks))


def takes(forms: tuple[TakeForm, ...]) -> tuple[Take, ...]:
    """What an activity takes, by resource."""
    found = (Take(form.what, form.amount, form.until, form.unfinished) for form in forms)
    return tuple(sorted(found, key=lambda take: take.what))


def quantities(form: QuantitiesForm) -> tuple[Quantity, ...]:
    """The quantities that a type states, by name."""
    stated = ((name, getattr(form, name)) for name in sorted(QUANTITIES))
    return tuple(Quantity(name, law(of)) for name, of in stated if of is not None)


def areas(form: UnitsForm) -> tuple[float, ...]:
    """Areas of the units of a building, neighbours in this order."""
    if form.each is not None:
        return form.each
    return (form.area or 0.0,) * (form.count or 0)


def _space(form: SpaceForm, start: date) -> Space:
    phases = sorted((_phase(phase, start) for phase in form.phases), key=lambda p: p.id)
    return Space(form.id, text(form.title, form.id), tuple(phases), form.rule, form.passing, form.source)


def _phase(form: PhaseForm, start: date) -> Phase:
    buildings = (Building(building.id, areas(building.units), building.count) for building in form.buildings)
    return Phase(
        id=form.id,
        decided=day_or_start(start, form.decided),
        construction=fixed(0.0) if form.construction is None else law(form.construction),
        buildings=tuple(sorted(buildings, key=lambda b: b.id)),
        delay=optional_law(form.delay),
        overrun=optional_law(form.overrun),
        cost=form.cost,
        bond=form.bond,
        title=text(form.title, form.id),
        source=form.source,
    )


def _stock(form: StockForm, start: date) -> Stock:
    supply = (
        Supply(
            item.id,
            day_or_start(start, item.date),
            item.amount.value,
            optional_law(item.readiness),
            text(item.earned_by, ""),
        )
        for item in form.supply
    )
    return Stock(
        id=form.id,
        title=text(form.title, form.id),
        kind=form.kind,
        unit=MU if form.kind == "land" else form.unit,
        supply=tuple(sorted(supply, key=lambda s: s.id)),
        passing=form.passing,
        source=form.source,
    )
