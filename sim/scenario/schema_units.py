"""Numbers with units: money, areas, shares, in a scalar, a law, or one number for each case of a `by`.

Every key knows the unit of its values. A law is read in the unit of its key before its form is checked, so that
`{uniform: [500万元, 2000万元]}` stands for own funds as `{uniform: [20, 30]}` stands for days.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from sim.levers.fields import told, wrong
from sim.levers.numbers import MOST, meant_share
from sim.scenario.quantities import KINDS, SHARE, NotAQuantity, Quantity, quantity
from sim.scenario.schema_base import Unread, Value
from sim.scenario.schema_laws import PLAIN, Alternatives, one_attribute

_LISTS = ("pert", "triangular", "uniform", "empirical")
_BY_PARAMETERS = ("exponential", "lognormal", "gamma", "weibull", "erlang")
_IN_THE_UNIT = ("mean", "median", "p90", "scale")


def measured(written: object, kind: str, *, signed: bool = False) -> Quantity | Unread:
    """What was written in the base unit of its kind, or why it cannot be read.

    >>> measured("500万元", "money"), measured("3.42%", "share")
    (Quantity(value=5000000.0, unit=''), Quantity(value=0.0342, unit=''))
    """
    if isinstance(written, Quantity | Unread):
        return written
    if isinstance(written, float) and not math.isfinite(written):
        return Unread(wrong("not_finite", got=written))
    try:
        read = quantity(written, kind)
    except NotAQuantity:
        return Unread(wrong("not_a_quantity", got=written, expected=KINDS[kind][1]))
    if abs(read.value) > MOST:
        return Unread(wrong("too_large_number", got=written, most=MOST))
    if read.value < 0 and not signed:
        return Unread(wrong("negative", got=written))
    if kind == SHARE and not -1 <= read.value <= 1:
        return Unread(wrong("not_a_share", got=written, near=meant_share(written, read.value)))
    return read


@dataclass(frozen=True)
class In:
    """A number in the base unit of a kind, for `Annotated[float, In(MONEY)]`."""

    kind: str
    above_zero: bool = False

    def read(self, written: object) -> float:
        """The number; raises what becomes a fault."""
        read = measured(written, self.kind)
        if isinstance(read, Unread):
            raise read.error
        if read.unit == "working":
            raise wrong("calendar_only")
        if self.above_zero and read.value <= 0:
            raise wrong("not_positive", got=written)
        return read.value

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": ["number", "string"], "unit": KINDS[self.kind][0]}


def law_in(kind: str, *, signed: bool = False) -> BeforeValidator:
    """Reads every value of a law in the unit of its kind, before the form of the law is checked."""
    return BeforeValidator(_reader(kind, signed))


def _reader(kind: str, signed: bool) -> Callable[[object], object]:
    def one(value: object) -> object:
        return measured(value, kind, signed=signed)

    def law(value: object) -> object:
        return {key: inside(key, part) for key, part in value.items()} if isinstance(value, dict) else one(value)

    def inside(key: str, part: Any) -> object:
        if key in _LISTS and isinstance(part, list):
            return [one(value) for value in part]
        if key in _BY_PARAMETERS and isinstance(part, dict):
            return {name: one(value) if name in _IN_THE_UNIT else value for name, value in part.items()}
        if key == "discrete" and isinstance(part, dict):
            return {_as_number(written, one): share for written, share in part.items()}
        if key == "mixture" and isinstance(part, list):
            return [{**p, "of": law(p["of"])} if isinstance(p, dict) and "of" in p else p for p in part]
        if key == "by" and isinstance(part, dict):
            return {name: _each(cases, law) for name, cases in part.items()}
        return one(part) if key == "shift" else part

    return law


def _each(cases: object, read: Callable[[object], object]) -> object:
    return {value: read(case) for value, case in cases.items()} if isinstance(cases, dict) else cases


def _as_number(written: str, read: Callable[[object], object]) -> str:
    """A value that stands as a key: a number as text, or what was written where it cannot be read."""
    try:
        value: object = float(written)
    except ValueError:
        value = written
    found = read(value)
    return repr(found.value) if isinstance(found, Quantity) else written


class PickedForm(Alternatives):
    """A number, or one for each value of an attribute, of `site_mode` or of `site_chain`."""

    plain: Value | None = told("the number", "数值", None, alias=PLAIN)
    by: Annotated[dict[str, dict[str, PickedForm]], AfterValidator(one_attribute)] | None = told(
        "one number for each value of an attribute or site mode", "按企业属性或用地方式取不同数值", None
    )
