"""Rules about the park under a strategy: they need the built model, because a lever can break what the file kept.

Each rule yields (path by ids, code, values).
"""

from __future__ import annotations

from collections.abc import Iterator

from sim.model.park import Activity, EnterpriseType, Model, Office, Regime
from sim.scenario.firms import Firms
from sim.scenario.rules_world import Problem
from sim.text.faults_rules import UNITS

GOAL = "producing"
Path = tuple[str, ...]


def elapsed_needs_a_line(model: Model) -> Iterator[Problem]:
    """Behind a finite office, elapsed time is only known to be work and waiting if the line is known."""
    for regime in model.regimes:
        offices = {office.id: office for office in regime.offices}
        for activity in regime.activities:
            for need in activity.needs if activity.basis == "elapsed" else ():
                if need.office in offices and _line_unknown(offices[need.office]):
                    yield ("activities", activity.id, "basis"), "elapsed_behind_finite", {"got": need.office}


def one_clock_behind_an_office(model: Model) -> Iterator[Problem]:
    """Service times behind an office are derived from one line, so they are counted by one clock."""
    regime = model.regimes[0]
    by_id = {activity.id: activity for activity in regime.activities}
    for office in regime.offices:
        mine = [a for a in regime.activities if any(need.office == office.id for need in a.needs)]
        derived = [activity for activity in mine if activity.basis == "elapsed" and office.staff is not None]
        others = office.other_applicants
        first = by_id.get(others.like or "") if others is not None else None
        for activity in derived:
            first = first or activity
            if activity.clock != first.clock:
                values = {"got": UNITS[activity.clock], "office": office.id, "other": first.id}
                yield ("activities", activity.id, "clock"), "clocks_differ", {**values, "clock": UNITS[first.clock]}


def a_line_is_of_somebody(model: Model) -> Iterator[Problem]:
    """Who stands in line on day one are other applicants, so the office says who they are."""
    for office in model.regimes[0].offices:
        if office.line_on_day_one and office.other_applicants is None:
            yield ("offices", office.id, "line_on_day_one"), "line_of_nobody", {"got": office.line_on_day_one}


def staff_suffice(model: Model) -> Iterator[Problem]:
    """No activity needs more staff of an office than it ever has."""
    for regime in model.regimes:
        most = {office.id: max(staff for _, staff in office.staff) for office in regime.offices if office.staff}
        for activity in regime.activities:
            for need in activity.needs:
                if need.amount > most.get(need.office, need.amount):
                    values: dict[str, object] = {"got": need.amount, "office": need.office, "staff": most[need.office]}
                    yield ("activities", activity.id, "needs"), "never_enough_staff", values


def producing_reachable(model: Model, any_mode: bool = False) -> Iterator[Problem]:
    """Some firm can reach `producing`."""
    goals = _goals(model)
    if not goals:
        yield ("activities",), "no_producing", {}
        return
    if any(Firms(kind, regime, any_mode).reach(goal) for goal, regime in goals for kind in regime.enterprises):
        return
    if model.regimes[0].enterprises:
        names = ", ".join(sorted({goal.id for goal, _ in goals}))
        yield ("activities", goals[0][0].id, "when"), "producing_unreachable", {"got": names}


def terms_hang_together(model: Model) -> Iterator[Problem]:
    """Loans are paid back over some time, and rent is waived while there is a lease, whatever levers make of terms."""
    for regime in model.regimes:
        for mode in regime.site_modes:
            terms, months = mode.terms, sum(part.months for part in mode.terms.relief)
            if terms.loan > 0 and terms.loan_years * 12 < 1:
                yield ("site_modes", mode.id, "terms"), "loan_without_years", {"got": terms.loan}
            if months > terms.lease_years * 12 > 0:
                yield (
                    ("site_modes", mode.id, "terms"),
                    "relief_beyond_lease",
                    {"got": months, "lease": terms.lease_years * 12},
                )


def never_producing(model: Model) -> Iterator[Problem]:
    """Types of enterprise to which no activity that carries `producing` applies.

    One that is not counted and has that activity behind it says so itself: its turnover is not production.
    """
    goals = {goal.id for goal, _ in _goals(model)}
    for kind in model.regimes[0].enterprises:
        meant = not kind.counted and not goals.isdisjoint(kind.already_done)
        if not meant and not any(Firms(kind, regime, any_mode=True).reach(goal) for goal, regime in _goals(model)):
            yield ("enterprises", kind.id), "never_produces", {"got": kind.id}


def some_mode_offered(model: Model) -> Iterator[Problem]:
    """Firms that may choose a site mode are offered one."""
    for regime in model.regimes:
        free = any(kind.site_mode is None for kind in regime.enterprises)
        if (
            free
            and regime.site_modes
            and regime.forced_site_mode is None
            and not any(m.offered for m in regime.site_modes)
        ):
            yield ("site_modes",), "no_mode_offered", {}


def _goals(model: Model) -> list[tuple[Activity, Regime]]:
    return [(a, regime) for regime in model.regimes for a in regime.activities if a.milestone == GOAL]


def _line_unknown(office: Office) -> bool:
    return office.staff is not None and (office.other_applicants is None or office.line_on_day_one is None)


def laws_in(activity: Activity) -> Iterator[tuple[Path, object]]:
    """Every law and probability of an activity that may choose by an attribute, with its place."""
    yield ("duration",), activity.duration
    yield ("probability",), activity.probability
    yield ("preparation",), activity.preparation
    yield ("gives_up_after",), activity.gives_up_after
    if activity.sent_back is not None:
        yield ("sent_back", "probability"), activity.sent_back.probability
        yield ("sent_back", "correction"), activity.sent_back.correction
        yield ("sent_back", "duration"), activity.sent_back.duration
    if activity.refused is not None:
        yield ("refused", "probability"), activity.refused.probability
    for payment in activity.pays:
        yield ("pays", payment.item, "share"), payment.share
    for receipt in activity.receives:
        yield ("receives", receipt.item, "share"), receipt.share


def numbers_in(regime: Regime, kind: EnterpriseType) -> Iterator[tuple[Path, object]]:
    """Quantities of a type, and prices that it may meet, each with its place."""
    for quantity in kind.quantities:
        yield ("enterprises", kind.id, "quantities", quantity.name), quantity.law
    for name in ("construction", "fit_out"):
        yield ("money", "prices", name), getattr(regime.money.prices, name)
