"""Finds every law, probability and quantity in a part of the checked document, each with its place."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from sim.scenario.faults import Loc
from sim.scenario.quantities import Quantity, is_number, quantity
from sim.scenario.schema_laws import AttributeForm, ChanceForm, LawForm
from sim.scenario.schema_units import PickedForm


def laws_of(loc: Loc, value: object) -> Iterator[tuple[Loc, LawForm | ChanceForm]]:
    """Every law and probability at or below a place, the ones inside a `by` or a mixture too."""
    for where, inner in _walk(loc, value):
        if isinstance(inner, LawForm | ChanceForm):
            yield where, inner


def picks_of(loc: Loc, value: object) -> Iterator[tuple[Loc, PickedForm]]:
    """Every number that may differ by attribute or site mode, at or below a place."""
    for where, inner in _walk(loc, value):
        if isinstance(inner, PickedForm):
            yield where, inner


def quantities_of(loc: Loc, value: object) -> Iterator[tuple[Loc, Quantity]]:
    """Every quantity at or below a place."""
    for where, inner in _walk(loc, value):
        if isinstance(inner, Quantity):
            yield where, inner
        elif isinstance(inner, LawForm) and inner.discrete is not None:
            for written in inner.discrete:
                if not is_number(written):
                    yield (*where, "discrete", written), quantity(written)


def chosen_by(form: LawForm | ChanceForm | AttributeForm | PickedForm) -> Iterator[str]:
    """The attribute by which a law chooses, if it does."""
    yield from form.by or ()


def values_of(loc: Loc, form: AttributeForm) -> Iterator[tuple[Loc, str]]:
    """Every value that an attribute is said to have, with its place."""
    if form.plain is not None:
        yield loc, form.plain
    for value in form.discrete or ():
        yield (*loc, "discrete", value), value
    for other, cases in (form.by or {}).items():
        for value, case in cases.items():
            yield from values_of((*loc, "by", other, value), case)


def cases_of(value: object) -> Iterator[tuple[str, str]]:
    """Every case of every `by` in a part of the document: (attribute, value)."""
    for _, inner in _walk((), value):
        if isinstance(inner, LawForm | ChanceForm | AttributeForm | PickedForm):
            for attribute, cases in (inner.by or {}).items():
                yield from ((attribute, case) for case in cases)


def _walk(loc: Loc, value: object) -> Iterator[tuple[Loc, object]]:
    yield loc, value
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        for name in value.model_fields_set:
            yield from _walk((*loc, fields[name].alias or name), getattr(value, name))
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _walk((*loc, name), inner)
    elif isinstance(value, tuple):
        for at, inner in enumerate(value):
            yield from _walk((*loc, at), inner)
