"""What checked forms share: both languages beside each key, and a few scalar types.

Forms are pydantic models, frozen and strict; nothing else is common to the levers and the scenario file.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, Strict, WithJsonSchema
from pydantic_core import PydanticCustomError

_MISSING: Any = ...


class Form(BaseModel):
    """A map with known keys; anything else in it is a fault."""

    model_config = ConfigDict(
        frozen=True, strict=True, extra="forbid", allow_inf_nan=True, use_attribute_docstrings=False
    )


def told(en: str, zh: str, default: Any = _MISSING, *, unit: str = "", alias: str | None = None) -> Any:
    """A field with its meaning in both languages; `alias` is the key as written where Python reserves the word."""
    extra: dict[str, Any] = {"title_zh": zh}
    if unit:
        extra["unit"] = unit
    shown = f"{en} / {zh}" + (f" [{unit}]" if unit else "")
    return Field(default, title=en, description=shown, json_schema_extra=extra, alias=alias)


def wrong(code: str, **values: object) -> PydanticCustomError:
    """An error that becomes the fault `code`, whose words are in `sim.text.faults`."""
    return PydanticCustomError(code, code, values)


def _word(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value


Word = Annotated[str, BeforeValidator(_word), WithJsonSchema({"type": ["string", "number", "boolean"]})]
"""The value of an attribute or policy: always text inside, so that a class 2 and a class "2" are one."""


def _words(value: object) -> object:
    return value if isinstance(value, list | tuple) else [value]


Words = Annotated[
    tuple[Word, ...],
    Strict(False),
    BeforeValidator(_words),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": ["string", "number", "boolean"]},
                {"type": "array", "items": {"type": ["string", "number", "boolean"]}},
            ]
        }
    ),
]
"""One accepted value or a list of them."""

Conditions = dict[str, Words]
"""`when:` attribute, policy or `site_mode` -> accepted values; all must hold."""
