"""From checked prices, terms, bond, subsidies and targets to the park as frozen data.

What the file leaves out keeps the default of `sim.model.money`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sim.model.estate import Payment, Receipt
from sim.model.land_grades import GRADES, minimum_a_mu
from sim.model.law import By
from sim.model.money import Amount, Bond, County, Money, Prices, Relief, Subsidy, Taxes, Terms
from sim.model.reported import Tally, Target
from sim.scenario.build_laws import optional_law
from sim.scenario.build_text import text
from sim.scenario.dates import day_or_start, days_since
from sim.scenario.schema_base import Noted
from sim.scenario.schema_money import BondForm, MoneyForm, SubsidyForm, TargetForm
from sim.scenario.schema_tally import TallyForm
from sim.scenario.schema_terms import PaymentForm, ReceiptForm, TermsForm
from sim.scenario.schema_units import PickedForm

FOR_READERS = {"note", "source"}


def picked(form: PickedForm | None, left_out: float = 0.0) -> Amount:
    """A number, or one by attribute or site mode."""
    if form is None:
        return left_out
    if form.by is None:
        return left_out if form.plain is None else form.plain.value
    attribute, cases = next(iter(form.by.items()))
    return By(attribute, tuple(sorted((value, picked(case)) for value, case in cases.items())))


def payments(forms: Iterable[PaymentForm]) -> tuple[Payment, ...]:
    """What must be in hand, by item."""
    return tuple(sorted((Payment(form.item, picked(form.share, 1.0)) for form in forms), key=lambda p: p.item))


def receipts(forms: Iterable[ReceiptForm]) -> tuple[Receipt, ...]:
    """What comes in, by item."""
    return tuple(sorted((Receipt(form.item, picked(form.share, 1.0)) for form in forms), key=lambda r: r.item))


def terms(form: TermsForm) -> Terms:
    """Terms of a site mode."""
    stated = _stated(form, "relief", "least")
    return Terms(
        relief=tuple(Relief(part.months, part.share) for part in form.relief),
        least=tuple(sorted((name, value.value) for name, value in form.least.items())),
        **stated,
    )


def money(form: MoneyForm, start: date, estimates: tuple[str, ...]) -> Money:
    """Everything about money; `estimates` are those of the whole file."""
    given: dict[str, Any] = {} if form.ramp is None else {"ramp": form.ramp}
    prices = _stated(form.prices, "construction", "fit_out", "land_grade")
    if form.prices.land is None and form.prices.land_grade is not None:
        prices["land"] = minimum_a_mu(min(form.prices.land_grade, GRADES))  # a higher one is a fault
    for name in ("construction", "fit_out"):
        if (price := getattr(form.prices, name)) is not None:
            prices[name] = picked(price)
    county = _stated(form.county, "attract_until")
    if form.county.attract_until is not None:
        county["attract_until"] = days_since(start, form.county.attract_until)
    return Money(
        prices=Prices(**prices),
        taxes=Taxes(**_stated(form.taxes)),
        county=County(**county),
        bond=None if form.bond is None else _bond(form.bond, start),
        subsidies=tuple(sorted((_subsidy(subsidy) for subsidy in form.subsidies), key=lambda s: s.id)),
        appraisal_years=form.appraisal_years,
        estimates=tuple(path for path in estimates if path.partition(".")[0] == "money"),
        **given,
    )


def targets(forms: Iterable[TargetForm], start: date) -> tuple[Target, ...]:
    """What should be reached, by id."""
    found = (
        Target(
            form.id,
            text(form.title, form.id),
            form.kpi,
            days_since(start, form.by),
            form.at_least.value,
            form.size or 0.0,
            form.source,
            tuple(sorted(set(form.types))),
        )
        for form in forms
    )
    return tuple(sorted(found, key=lambda target: target.id))


def tallies(forms: Iterable[TallyForm], start: date) -> tuple[Tally, ...]:
    """What was reported of all firms, in the order of the file."""
    return tuple(
        Tally(
            id=form.id,
            title=text(form.title, form.id),
            strategy=form.strategy,
            kpi=form.kpi,
            of=form.of or "",
            since=None if form.since is None else float(days_since(start, form.since)),
            by=float(days_since(start, form.by)),
            types=tuple(sorted(set(form.types))),
            reported=(form.reported[0].value, form.reported[len(form.reported) // 2].value, form.reported[-1].value),
            kind=form.kind,
            source=form.source,
            note=text(form.note, ""),
        )
        for form in forms
    )


def _bond(form: BondForm, start: date) -> Bond:
    return Bond(
        amount=form.amount,
        rate=form.rate,
        years=form.years,
        repayment=form.repayment,
        issued=day_or_start(start, form.issued),
        delay=optional_law(form.delay),
        raised=optional_law(form.raised),
        pledged=form.pledged,
        threshold=form.threshold,
        source=form.source,
    )


def _subsidy(form: SubsidyForm) -> Subsidy:
    return Subsidy(
        id=form.id,
        title=text(form.title, form.id),
        milestone=form.milestone,
        item=form.item,
        share=form.share,
        amount=picked(form.amount),
        cap=float("inf") if form.cap is None else form.cap,
        site_modes=tuple(sorted(set(form.site_modes))),
        source=form.source,
        paid_to=form.paid_to,
    )


def _stated(form: Noted, *but: str) -> dict[str, Any]:
    """What a form states, by the name of the Model's field; `but` need more than copying."""
    return {name: getattr(form, name) for name in sorted(form.model_fields_set - FOR_READERS - set(but))}
