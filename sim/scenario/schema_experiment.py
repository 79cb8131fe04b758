"""How an experiment is to be run, and the states of the world it is run in, as the file writes them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, PlainValidator, WithJsonSchema, model_validator

from sim.levers.fields import told, wrong
from sim.scenario.precision import Unfit, split_wish
from sim.scenario.schema_base import AtLeastOne, Many, OneOrMany, Positive, Share, Sourced, not_empty
from sim.scenario.schema_laws import Lognormal, Three, Two

LAWS = ("range", "pert", "triangular", "lognormal", "values")
ONLY_WITH_PRECISION = ("of", "max_replications", "max_minutes")


def _wish(value: object) -> str:
    if not isinstance(value, str):
        raise wrong("precision_form", got=value)
    try:
        split_wish(value)
    except Unfit as unfit:
        raise wrong(unfit.code, **unfit.values) from None
    return value


def _seed(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise wrong("not_whole", got=value)
    if not 0 <= value < 2**32:
        raise wrong("seed_too_large", got=value)
    return value


Wish = Annotated[str, PlainValidator(_wish), WithJsonSchema({"type": "string"})]
Seed = Annotated[int, PlainValidator(_seed), WithJsonSchema({"type": "integer", "minimum": 0})]


class ExperimentForm(Sourced):
    """How many replications, or how precise; what is kept."""

    replications: AtLeastOne | None = told("histories of each strategy", "每个方案的模拟次数", None)
    precision: OneOrMany[Wish] = told(
        "KPI: half-width of its 95 % interval; played until all are met", "指标: 95%区间的半宽；模拟到全部达到为止", ()
    )
    of: Literal["levels", "differences"] | None = told(
        "levels, or paired differences from the first strategy", "按水平，或按与首个方案的配对差", None
    )
    max_replications: AtLeastOne | None = told("budget in histories of each strategy", "预算：每个方案的次数", None)
    max_minutes: Positive | None = told("budget in minutes", "预算：分钟", None, unit="minutes")
    seed: Seed | None = told("seed of all luck", "随机种子", None)
    keep: Literal["kpis", "enterprises", "activities"] | None = told("which tables are kept", "保留哪些表", None)
    failures_allowed: Share | None = told("share of histories that may fail", "允许失败的比例", None)

    @model_validator(mode="after")
    def _one_way_to_end(self) -> ExperimentForm:
        if self.precision and self.replications is not None:
            raise wrong("replications_and_precision")
        budget = next((name for name in ONLY_WITH_PRECISION if getattr(self, name) is not None), "")
        if budget and not self.precision:
            raise wrong("nothing_to_stop_at", got=budget)
        return self


class InputForm(Sourced):
    """A key of the scenario that nobody controls, and the values it may have."""

    key: str = told("path of the key, such as offices.bureau.staff", "键的路径，如 offices.bureau.staff")
    range: Two | None = told("least, most: equally likely", "最小、最大（均匀）", None)
    pert: Three | None = told("least, most likely, most", "最小、最可能、最大", None)
    triangular: Three | None = told("least, most likely, most", "最小、最可能、最大", None)
    lognormal: Lognormal | None = told("median and 90th percentile", "中位数与90分位数", None)
    values: Annotated[Many[float | str | bool], AfterValidator(not_empty)] | None = told(
        "values, equally likely", "若干取值（等概率）", None
    )

    @model_validator(mode="after")
    def _exactly_one(self) -> InputForm:
        given = [name for name in LAWS if getattr(self, name) is not None]
        if len(given) != 1:
            raise wrong("one_kind_of_input", got=", ".join(given) or "{}")
        return self
