"""Scalar types of the scenario file: ids, titles, dates, numbers in a range; each refuses with its own words."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BeforeValidator,
    GetJsonSchemaHandler,
    PlainValidator,
    Strict,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from sim.levers.fields import Form, told, wrong
from sim.levers.numbers import MOST, plain_number, whole
from sim.scenario.quantities import DURATION, KINDS, NotAQuantity, Quantity, quantity

_ID = re.compile(r"[\w][\w-]*")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_T = TypeVar("_T")

SOURCE = ("keys of SOURCES.md, or ESTIMATE", "来源编号，或 ESTIMATE（估计）")
TEXT_OR_PAIR = {"anyOf": [{"type": "string"}, {"type": "object"}]}


class Noted(Form):
    """A map that may carry a note for its readers."""

    note: Any = told("a note for readers; changes nothing", "给读者的备注，不影响计算", None)


class Sourced(Noted):
    """A map that may say where its numbers come from."""

    source: str = told(*SOURCE, "")


class Title(Noted):
    """A text in both languages, or one string for both."""

    en: str = told("in English", "英文", "")
    zh: str = told("in Chinese", "中文", "")

    @model_validator(mode="before")
    @classmethod
    def _one_string(cls, value: object) -> object:
        return {"en": value, "zh": value} if isinstance(value, str) else value


class Short(Noted):
    """A map for which its first key alone may stand: `bureau` for `{office: bureau}`."""

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: object) -> object:
        first = next(name for name in cls.model_fields if name != "note")
        return {first: value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        schema = handler.resolve_ref_schema(handler(core))
        whole = {key: schema.pop(key) for key in list(schema) if key not in ("title", "description")}
        schema["anyOf"] = [{"type": "string"}, whole]
        return schema


def not_empty(values: Any) -> Any:
    """A list in which something stands, as a pydantic validator."""
    if not values:
        raise wrong("nothing_listed")
    return values


def _id(value: str) -> str:
    if not _ID.fullmatch(value):
        raise wrong("bad_id", got=value)
    return value


def read_date(value: object) -> date:
    """A date written as 2024-05-12, as a pydantic validator: its errors become faults."""
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise wrong("not_a_date", got=value)
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise wrong("not_a_date", got=value) from None


def _not_negative(value: _T) -> _T:
    number = value.value if isinstance(value, Quantity) else value
    if number < 0:  # type: ignore[operator]  # only numbers come here
        raise wrong("negative", got=number)
    return value


def _positive(value: _T) -> _T:
    number = value.value if isinstance(value, Quantity) else value
    if number <= 0:  # type: ignore[operator]  # only numbers come here
        raise wrong("not_positive", got=number)
    return value


def _share(value: object) -> float:
    if isinstance(value, str) and value.strip().endswith("%"):
        raise wrong("not_a_probability", got=value)
    number = plain_number(value)
    if not 0 <= number <= 1:
        raise wrong("not_a_probability", got=number)
    return number


def _correlation(value: float) -> float:
    if not 0 <= value < 1:
        raise wrong("not_a_correlation", got=value)
    return value


@dataclass(frozen=True)
class Unread:
    """A value that was no quantity of its kind, with the error that says so at the place where it stands."""

    error: PydanticCustomError


def read_duration(value: object) -> Quantity:
    """A duration in days, as a pydantic validator: its errors become faults.

    What has been read already, in the unit of its own key, is taken as it is.
    """
    if isinstance(value, Unread):
        raise value.error
    if isinstance(value, Quantity):
        return value
    if isinstance(value, float) and not math.isfinite(value):
        raise wrong("not_finite", got=value)
    try:
        read = quantity(value, DURATION)
    except NotAQuantity:
        raise wrong("not_a_quantity", got=value, expected=KINDS[DURATION][1]) from None
    if abs(read.value) > MOST:
        raise wrong("too_large_number", got=value, most=MOST)
    return read


def _a_duration(value: object) -> Quantity:
    read = read_duration(value)
    return read if isinstance(value, Quantity) else _not_negative(read)  # its own key has said what may be negative


_NUMBER = WithJsonSchema({"type": "number"})
_DURATION = WithJsonSchema({"type": ["number", "string"], "unit": "days"})
_VALUE = WithJsonSchema({"type": ["number", "string"]})
_COUNT = WithJsonSchema({"type": "integer", "minimum": 0})

Id = Annotated[str, AfterValidator(_id), WithJsonSchema({"type": "string", "pattern": r"^\w[\w-]*$"})]
Day = Annotated[date, PlainValidator(read_date), WithJsonSchema({"type": "string", "format": "date"})]
Number = Annotated[float, PlainValidator(plain_number), _NUMBER]
Amount = Annotated[float, PlainValidator(lambda value: _not_negative(plain_number(value))), _NUMBER]
Positive = Annotated[float, PlainValidator(lambda value: _positive(plain_number(value))), _NUMBER]
Share = Annotated[float, PlainValidator(_share), WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1})]
Correlation = Annotated[float, PlainValidator(lambda value: _correlation(plain_number(value))), _NUMBER]
Duration = Annotated[Quantity, PlainValidator(_a_duration), _DURATION]
LongDuration = Annotated[Quantity, PlainValidator(lambda value: _positive(read_duration(value))), _DURATION]
Value = Annotated[Quantity, PlainValidator(_a_duration), _VALUE]
LongValue = Annotated[Quantity, PlainValidator(lambda value: _positive(read_duration(value))), _VALUE]
Count = Annotated[int, PlainValidator(lambda value: _not_negative(whole(value))), _COUNT]
AtLeastOne = Annotated[int, PlainValidator(lambda value: _positive(whole(value))), _COUNT]

Many = Annotated[tuple[_T, ...], Strict(False)]
"""A list in the file; a tuple inside."""


def _one_or_many(value: object) -> object:
    return value if isinstance(value, list | tuple) else [value]


OneOrMany = Annotated[tuple[_T, ...], Strict(False), BeforeValidator(_one_or_many)]


def one_or_three(numbers: list[float]) -> None:
    """A reported number stands alone, or as low, best, high."""
    if len(numbers) not in (1, 3):
        raise wrong("wrong_length", expected="1 / 3", got=len(numbers))
    if sorted(numbers) != numbers:
        raise wrong("not_ordered", got=", ".join(f"{number:g}" for number in numbers))
