"""Numbers as the settings of levers take them: plain, in the unit that the key states, shares also as '30%'.

Each type refuses with its own words, which are in `sim.text.faults`; forms with lists of forms inside stand here too.
"""

from __future__ import annotations

import math
import re
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BeforeValidator, PlainValidator, Strict, WithJsonSchema

from sim.levers.fields import Form, wrong

_PERCENT = re.compile(r"\s*([0-9]{1,15}(?:\.[0-9]{1,15})?)\s*%\s*")
_ID = re.compile(r"[\w][\w-]*")
_T = TypeVar("_T")
MOST_COUNTED = 1_000_000
MOST = 1e15  # more yuan than there are; beyond it laws have no mean that a computer can hold

UNCHANGED = "unchanged"
"""What a planner writes to leave as it is what a lever would else set by default."""


def plain_number(value: object) -> float:
    """A finite number of a size that anything can have."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise wrong("not_a_number", got=value)
    if not math.isfinite(value):
        raise wrong("not_finite", got=value)
    if abs(value) > MOST:
        raise wrong("too_large_number", got=value, most=MOST)
    return float(value)


def _amount(value: object) -> float:
    number = plain_number(value)
    if number < 0:
        raise wrong("negative", got=number)
    return number


def _positive(value: object) -> float:
    number = plain_number(value)
    if number <= 0:
        raise wrong("not_positive", got=number)
    return number


def _share(value: object) -> float:
    """A share of 1.

    >>> _share("30%"), _share(0.3), _share(1)
    (0.3, 0.3, 1.0)
    """
    percent = _PERCENT.fullmatch(value) if isinstance(value, str) else None
    number = float(percent[1]) / 100 if percent else plain_number(value)
    if not 0 <= number <= 1:
        raise wrong("not_a_share", got=value, near=meant_share(value, number))
    return number


def meant_share(written: object, value: float) -> str:
    """The percentage that was probably meant by a number above 1; empty below 0.

    >>> meant_share(342, 342.0), meant_share(12, 12.0), meant_share("342%", 3.42), meant_share(-3, -3.0)
    ('3.42%', '12%', '3.42%', '')
    """
    percent = value * 100 if isinstance(written, str) else value
    while abs(percent) > 100:
        percent /= 100
    return f"{percent:g}%" if percent > 0 else ""


def whole(value: object) -> int:
    """A whole number, negative ones too, of a size that something can be counted in."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise wrong("not_whole", got=str(value) if isinstance(value, float) else value)
    if abs(value) > MOST_COUNTED:
        raise wrong("too_large_whole", got=value, most=MOST_COUNTED)
    return value


def _whole(value: object) -> int:
    number = whole(value)
    if number < 0:
        raise wrong("negative", got=number)
    return number


def _at_least_one(value: object) -> int:
    number = _whole(value)
    if number == 0:
        raise wrong("not_positive", got=value)
    return number


def _three(value: object) -> tuple[float, ...]:
    """Shortest, most likely, longest; one number stands for all three.

    >>> _three([150, 300, 540]), _three(90)
    ((150.0, 300.0, 540.0), (90.0, 90.0, 90.0))
    """
    given = value if isinstance(value, list | tuple) else [value] * 3
    numbers = tuple(_amount(number) for number in given)
    if len(numbers) != 3:
        raise wrong("wrong_length", expected=3, got=len(numbers))
    if sorted(numbers) != list(numbers):
        raise wrong("not_ordered", got=", ".join(f"{number:g}" for number in numbers))
    return numbers


def _unchanged(value: object) -> object:
    return None if value == UNCHANGED else value


def _id(value: str) -> str:
    if not _ID.fullmatch(value):
        raise wrong("bad_id", got=value)
    return value


_AT_LEAST_0 = WithJsonSchema({"type": "number", "minimum": 0})

Number = Annotated[float, PlainValidator(plain_number), WithJsonSchema({"type": "number"})]
Amount = Annotated[float, PlainValidator(_amount), _AT_LEAST_0]
Positive = Annotated[float, PlainValidator(_positive), WithJsonSchema({"type": "number", "exclusiveMinimum": 0})]
Share = Annotated[
    float,
    PlainValidator(_share),
    WithJsonSchema({"anyOf": [{"type": "number", "minimum": 0, "maximum": 1}, {"type": "string"}]}),
]
Change = Annotated[int, PlainValidator(whole), WithJsonSchema({"type": "integer"})]
Count = Annotated[int, PlainValidator(_whole), WithJsonSchema({"type": "integer", "minimum": 0})]
AtLeastOne = Annotated[int, PlainValidator(_at_least_one), WithJsonSchema({"type": "integer", "minimum": 1})]
Three = Annotated[
    tuple[float, ...],
    Strict(False),
    BeforeValidator(_three),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "array", "items": {"type": "number"}}]}),
]
ThreeOrUnchanged = Annotated[
    Three | None,
    BeforeValidator(_unchanged),
    WithJsonSchema(
        {"anyOf": [{"type": "number"}, {"type": "array", "items": {"type": "number"}}, {"const": UNCHANGED}]}
    ),
]
SwitchOrUnchanged = Annotated[
    bool | None, BeforeValidator(_unchanged), WithJsonSchema({"anyOf": [{"type": "boolean"}, {"const": UNCHANGED}]})
]
Id = Annotated[str, AfterValidator(_id), WithJsonSchema({"type": "string", "pattern": r"^\w[\w-]*$"})]
Many = Annotated[tuple[_T, ...], Strict(False)]
"""A list in the file; a tuple inside."""


class Nested(Form):
    """Settings with lists of forms; their JSON Schema stands in one piece, so that it can be put into another."""

    @classmethod
    def model_json_schema(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The schema with every `$ref` replaced by what it refers to."""
        schema = super().model_json_schema(*args, **kwargs)
        whole: dict[str, Any] = _put(schema, schema.pop("$defs", {}))
        return whole


def _put(part: Any, known: dict[str, Any]) -> Any:
    if isinstance(part, list):
        return [_put(item, known) for item in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        return _put(known[part["$ref"].rpartition("/")[2]], known)
    return {key: _put(value, known) for key, value in part.items()}
