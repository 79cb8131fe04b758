"""Probability laws as a planner writes them: one key names the law, `shift` and `factor` may stand beside it."""

from __future__ import annotations

import math
from typing import Annotated, Any

from pydantic import AfterValidator, GetJsonSchemaHandler, field_validator, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from sim.levers.fields import Word, told, wrong
from sim.scenario.layers import LAWS
from sim.scenario.quantities import NotAQuantity, Quantity, is_number, quantity
from sim.scenario.schema_base import Amount, AtLeastOne, LongValue, Many, Noted, Positive, Share, Value, not_empty

LEAST_SHAPE = 0.1  # of a Weibull law; its mean is then 3.6 million times its scale
PLAIN = "="  # where a plain number or word stands instead of a map; no planner writes this key


def _ordered(values: tuple[Quantity, ...]) -> tuple[Quantity, ...]:
    numbers = [value.value for value in values]
    if sorted(numbers) != numbers:
        raise wrong("not_ordered", got=", ".join(f"{number:g}" for number in numbers))
    return values


def _length(size: int) -> AfterValidator:
    def check(values: tuple[Quantity, ...]) -> tuple[Quantity, ...]:
        if len(values) != size:
            raise wrong("wrong_length", expected=size, got=len(values))
        return values

    return AfterValidator(check)


def _sums_to_one(chances: dict[str, float]) -> dict[str, float]:
    total = math.fsum(chances.values())
    if abs(total - 1) > 1e-9:
        raise wrong("not_one", got=total)
    return chances


def _durations(chances: dict[str, float]) -> dict[str, float]:
    for written in chances:
        try:
            value = quantity(float(written) if is_number(written) else written).value
        except NotAQuantity:
            raise wrong("not_a_number", got=written) from None
        if value < 0:
            raise wrong("negative", got=written)
    return _sums_to_one(chances)


def one_attribute(by: dict[str, Any]) -> dict[str, Any]:
    """A `by` with exactly one attribute and some cases, as a pydantic validator."""
    if len(by) != 1 or not next(iter(by.values())):
        raise wrong("by_one_attribute", got=", ".join(by) or "{}")
    return by


Three = Annotated[Many[Value], _length(3), AfterValidator(_ordered)]
Two = Annotated[Many[Value], _length(2), AfterValidator(_ordered)]


class Mean(Noted):
    """A law given by its mean."""

    mean: LongValue = told("mean", "均值")


class Lognormal(Noted):
    """A lognormal law, by the two points that people remember."""

    median: LongValue = told("median", "中位数")
    p90: LongValue = told("90th percentile", "90分位数")

    @model_validator(mode="after")
    def _above(self) -> Lognormal:
        if self.p90.value < self.median.value:
            raise wrong("not_ordered", got=f"median {self.median.value:g}, p90 {self.p90.value:g}")
        return self


class Gamma(Noted):
    """A gamma law by its mean and coefficient of variation."""

    mean: LongValue = told("mean", "均值")
    cv: Positive = told("standard deviation over mean", "变异系数")


class Weibull(Noted):
    """A Weibull law."""

    shape: Positive = told("shape", "形状参数")
    scale: LongValue = told("scale", "尺度参数")

    @field_validator("shape")
    @classmethod
    def _has_a_mean(cls, shape: float) -> float:
        if shape < LEAST_SHAPE:
            raise wrong("too_small_shape", got=shape, least=LEAST_SHAPE)
        return shape


class Erlang(Noted):
    """An Erlang law: the sum of equal exponential stages."""

    stages: AtLeastOne = told("number of stages", "阶段数")
    mean: LongValue = told("mean", "均值")


class Alternatives(Noted):
    """A map in which exactly one of several keys must stand; a plain value may stand instead of the map."""

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: object) -> object:
        return value if isinstance(value, dict) else {PLAIN: value}

    @model_validator(mode="after")
    def _exactly_one(self) -> Alternatives:
        set_keys = [key for key in ("plain", *LAWS) if getattr(self, key, None) is not None]
        if len(set_keys) != 1:
            raise wrong("one_law", got=", ".join(set_keys) or "{}")
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        schema = handler.resolve_ref_schema(handler(core))
        plain = schema["properties"].pop(PLAIN, {})
        plain = next((kind for kind in plain.get("anyOf", ()) if kind.get("type") != "null"), plain)
        kinds = {key: plain[key] for key in ("type", "minimum", "maximum") if key in plain}
        whole = {key: schema.pop(key) for key in list(schema) if key not in ("title", "description")}
        schema["anyOf"] = [kinds, whole]
        return schema


class LawForm(Alternatives):
    """A law in the unit of its key: a number (always the same), or one law by its name."""

    plain: Value | None = told("always the same", "固定值", None, alias=PLAIN)
    exponential: Mean | None = told("exponential law", "指数分布", None)
    pert: Three | None = told("PERT law: least, most likely, most", "PERT分布：最小、最可能、最大", None)
    triangular: Three | None = told("triangular law: least, most likely, most", "三角分布：最小、最可能、最大", None)
    uniform: Two | None = told("uniform law: least, most", "均匀分布：最小、最大", None)
    lognormal: Lognormal | None = told("lognormal law", "对数正态分布", None)
    gamma: Gamma | None = told("gamma law", "伽马分布", None)
    weibull: Weibull | None = told("Weibull law", "威布尔分布", None)
    erlang: Erlang | None = told("Erlang law", "爱尔朗分布", None)
    empirical: Annotated[Many[Value], AfterValidator(not_empty)] | None = told(
        "values seen, equally likely", "实测值（等概率）", None
    )
    discrete: Annotated[dict[str, Share], AfterValidator(_durations)] | None = told(
        "value: probability", "取值: 概率", None
    )
    mixture: Annotated[Many[Part], AfterValidator(not_empty)] | None = told("laws with weights", "多个分布的混合", None)
    by: Annotated[dict[str, dict[str, LawForm]], AfterValidator(one_attribute)] | None = told(
        "one law for each value of an attribute", "按企业属性取不同分布", None
    )
    shift: Value = told("added to every value", "平移量", Quantity(0.0))
    factor: Amount = told("multiplies every value before the shift", "倍数（先乘后移）", 1.0)


class Part(Noted):
    """One law of a mixture."""

    weight: Amount = told("weight; weights need not add up to 1", "权重（不必加总为1）")
    of: LawForm = told("the law", "分布")

    @model_validator(mode="after")
    def _no_by(self) -> Part:
        if self.of.by is not None:
            raise wrong("by_in_mixture")
        return self


class ChanceForm(Alternatives):
    """A probability: a number from 0 to 1, or one for each value of an attribute."""

    plain: Share | None = told("probability", "概率", None, alias=PLAIN)
    by: Annotated[dict[str, dict[str, ChanceForm]], AfterValidator(one_attribute)] | None = told(
        "one probability for each value of an attribute", "按企业属性取不同概率", None
    )


class AttributeForm(Alternatives):
    """The value of an attribute: fixed, drawn by probability, or depending on another attribute."""

    plain: Word | None = told("the value", "取值", None, alias=PLAIN)
    discrete: Annotated[dict[str, Share], AfterValidator(_sums_to_one)] | None = told(
        "value: probability", "取值: 概率", None
    )
    by: Annotated[dict[str, dict[str, AttributeForm]], AfterValidator(one_attribute)] | None = told(
        "depends on another attribute of the firm", "取决于企业的另一属性", None
    )
