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
    for where, inner in parts_of(loc, value):
        if isinstance(inner, LawForm | ChanceForm):
            yield where, inner


def picks_of(loc: Loc, value: object) -> Iterator[tuple[Loc, PickedForm]]:
    """Every number that may differ by attribute or site mode, at or below a place."""
    for where, inner in parts_of(loc, value):
        if isinstance(inner, PickedForm):
            yield where, inner


def quantities_of(loc: Loc, value: object) -> Iterator[tuple[Loc, Quantity]]:
    """Every quantity at or below a place."""
    for where, inner in parts_of(loc, value):
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


def by_cases(loc: Loc, value: object) -> Iterator[tuple[Loc, str, str]]:
    """Every case of every `by` at or below a place: (its own place, attribute, value)."""
    for where, inner in parts_of(loc, value):
        if isinstance(inner, LawForm | ChanceForm | AttributeForm | PickedForm):
            for attribute, cases in (inner.by or {}).items():
                yield from (((*where, "by", attribute, case), attribute, case) for case in cases)


def parts_of(loc: Loc, value: object) -> Iterator[tuple[Loc, object]]:
    """A part of the document and all that is inside it, each with its place."""
    yield loc, value
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        for name in value.model_fields_set:
            yield from parts_of((*loc, fields[name].alias or name), getattr(value, name))
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from parts_of((*loc, name), inner)
    elif isinstance(value, tuple):
        for at, inner in enumerate(value):
            yield from parts_of((*loc, at), inner)
