"""Rules about size: a slip of the pen (1e12 firms, a year of 9999) must not keep a machine busy for days.

The bounds are far beyond any park; they are there for the machine's sake, not for the planner's.
"""

from __future__ import annotations

from collections.abc import Iterator

from sim.model.park import Model
from sim.scenario.dates import horizon_of
from sim.scenario.faults import Loc
from sim.scenario.rules_world import LONGEST, Problem
from sim.scenario.schema import Document
from sim.scenario.schema_parts import ArrivalsForm, FirmArrivalsForm
from sim.text.rounding import significant

MOST_FIRMS = 1_000_000  # of one type, or of other applicants of one office, in one history
MOST_UNITS = 100_000  # of one space
MOST_CLOSED = 300  # days around Spring Festival; it comes every 354 to 384 days


def horizon_is_no_slip(document: Document) -> Iterator[Problem]:
    """The world ends while there are dates."""
    horizon = horizon_of(document)
    if horizon is not None and horizon >= LONGEST:
        key = "horizon_days" if document.horizon_days is not None else "until"
        yield (key,), "horizon_too_long", {"got": horizon, "most": LONGEST}


def arrivals_are_no_slip(document: Document) -> Iterator[Problem]:
    """So many firms of a type come as can be played."""
    horizon = horizon_of(document)
    forms: list[tuple[Loc, ArrivalsForm | None]] = []
    for at, kind in enumerate(document.enterprises):
        forms.append((("enterprises", at, "arrivals"), kind.arrivals))
    for name, office in document.offices.items():
        forms.append((("offices", name, "other_applicants"), office.other_applicants))
    for loc, form in forms:
        if (
            form is not None
            and horizon is not None
            and horizon < LONGEST
            and (number := _expected(form, horizon)) > MOST_FIRMS
        ):
            key = "poisson_per_year" if form.poisson_per_year is not None else "every_days"
            yield (*loc, key), "too_many_arrive", {"got": significant(number), "most": MOST_FIRMS}


def sites_open_again(document: Document) -> Iterator[Problem]:
    """Building sites work for some time between two Spring Festivals."""
    closed = document.site_closures.before_spring_festival + document.site_closures.after_spring_festival
    if closed > MOST_CLOSED:
        loc: Loc = ("site_closures", "before_spring_festival")
        yield loc, "closed_too_long", {"got": closed, "most": MOST_CLOSED}


def units_are_no_slip(model: Model) -> Iterator[Problem]:
    """So many units stand in a space as can be told apart."""
    for regime in model.regimes:
        for space in regime.estate.spaces:
            number = sum(b.count * len(b.units) for phase in space.phases for b in phase.buildings)
            if number > MOST_UNITS:
                yield ("estate", "spaces", space.id, "phases"), "too_many_units", {"got": number, "most": MOST_UNITS}


def nobody_comes(document: Document) -> Iterator[Problem]:
    """A warning: no firm of a type ever comes."""
    horizon = horizon_of(document)
    for at, kind in enumerate(document.enterprises):
        if kind.arrivals is not None and horizon is not None and _expected(kind.arrivals, horizon) == 0:
            yield ("enterprises", at, "arrivals"), "nobody_arrives", {"got": kind.id}


def _expected(form: ArrivalsForm, horizon: float) -> float:
    """Firms that come on average, those that are there from the start among them."""
    if form.poisson_per_year is not None:
        number = form.poisson_per_year * horizon / 365.0
    elif form.every_days is not None:
        number = horizon / form.every_days.value + 1
    else:
        number = float(len(form.at_days or ()) + len(form.dates or ()))
    stock = form.stock if isinstance(form, FirmArrivalsForm) and form.stock else 0
    return stock + (number if form.count is None else min(number, form.count))


RULES = (horizon_is_no_slip, arrivals_are_no_slip, sites_open_again)
WARNINGS = (nobody_comes,)
