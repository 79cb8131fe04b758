"""From a checked law to a law as data: one form in the file, one `Distribution` (or `By`) in the model."""

from __future__ import annotations

from datetime import date

from sim.model.law import By, Distribution, Law, Probability
from sim.model.park import Arrivals, Attribute, AttributeLaw, Choice
from sim.scenario.dates import days_since
from sim.scenario.quantities import quantity
from sim.scenario.schema_laws import AttributeForm, ChanceForm, LawForm
from sim.scenario.schema_parts import ArrivalsForm


def law(form: LawForm) -> Law:
    """The law of a form; `shift` and `factor` beside a `by` go down to each of its laws."""
    if form.by is None:
        return _distribution(form)
    attribute, cases = next(iter(form.by.items()))
    return By(attribute, tuple(sorted((value, _scaled(law(case), form)) for value, case in cases.items())))


def optional_law(form: LawForm | None) -> Law | None:
    """The law of a form that may be left out."""
    return None if form is None else law(form)


def chance(form: ChanceForm) -> Probability:
    """A probability, or one by attribute."""
    if form.by is None:
        return form.plain or 0.0
    attribute, cases = next(iter(form.by.items()))
    return By(attribute, tuple(sorted((value, chance(case)) for value, case in cases.items())))


def attribute(name: str, form: AttributeForm) -> Attribute:
    """An attribute of a type of enterprise."""
    return Attribute(name, _attribute_law(form))


def arrivals(form: ArrivalsForm, start: date) -> Arrivals:
    """When firms appear, in days since the start."""
    if form.poisson_per_year is not None:
        return Arrivals("poisson", (form.poisson_per_year,), form.count, getattr(form, "stock", None) or 0)
    if form.every_days is not None:
        return Arrivals("every", (form.every_days.value,), form.count)
    days = form.at_days if form.at_days is not None else [days_since(start, day) for day in form.dates or ()]
    return Arrivals("at", tuple(sorted(days)), form.count)


def _attribute_law(form: AttributeForm) -> AttributeLaw:
    if form.discrete is not None:
        drawn = sorted((value, share) for value, share in form.discrete.items() if share > 0)  # the rest never comes
        return Choice(tuple(value for value, _ in drawn), tuple(share for _, share in drawn))
    if form.by is None:
        return form.plain or ""
    other, cases = next(iter(form.by.items()))
    return By(other, tuple(sorted((value, _attribute_law(case)) for value, case in cases.items())))


def _scaled(inner: Law, form: LawForm) -> Law:
    if isinstance(inner, By):
        return By(inner.attribute, tuple((value, _scaled(case, form)) for value, case in inner.cases))  # type: ignore[arg-type]  # cases of a law are laws
    shift = form.factor * inner.shift + form.shift.value
    return Distribution(inner.kind, inner.params, inner.of, shift, form.factor * inner.factor)


def _distribution(form: LawForm) -> Distribution:
    kind, params, of = _kind(form)
    return Distribution(kind, params, of, form.shift.value, form.factor)


def _kind(form: LawForm) -> tuple[str, tuple[float, ...], tuple[Distribution, ...]]:
    if form.plain is not None:
        return "fixed", (form.plain.value,), ()
    if form.mixture is not None:
        return "mixture", tuple(p.weight for p in form.mixture), tuple(_distribution(p.of) for p in form.mixture)
    if form.discrete is not None:
        drawn = sorted((_value(written), share) for written, share in form.discrete.items())
        return "discrete", (*(value for value, _ in drawn), *(share for _, share in drawn)), ()
    for kind in ("pert", "triangular", "uniform", "empirical"):
        if (values := getattr(form, kind)) is not None:
            return kind, tuple(value.value for value in values), ()
    return (*_by_parameters(form), ())


def _by_parameters(form: LawForm) -> tuple[str, tuple[float, ...]]:
    if form.exponential is not None:
        return "exponential", (form.exponential.mean.value,)
    if form.lognormal is not None:
        return "lognormal", (form.lognormal.median.value, form.lognormal.p90.value)
    if form.gamma is not None:
        return "gamma", (form.gamma.mean.value, form.gamma.cv)
    if form.weibull is not None:
        return "weibull", (form.weibull.shape, form.weibull.scale.value)
    assert form.erlang is not None  # exactly one law is set: the schema holds it
    return "erlang", (float(form.erlang.stages), form.erlang.mean.value)


def _value(written: str) -> float:
    try:
        return float(written)
    except ValueError:
        return quantity(written).value
