"""What is scarce as the file writes it: spaces in phases, stocks, takes; and what a firm brings and needs."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, GetJsonSchemaHandler, PlainValidator, WithJsonSchema, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from sim.levers.fields import told, wrong
from sim.model.estate import QUANTITIES
from sim.scenario.quantities import (
    AREA,
    DURATION,
    FLOW,
    JOBS,
    LAND,
    M2_PRICE,
    MONEY,
    MONTHLY,
    POWER,
    RATIO,
    RENT,
    SHARE,
    YEARLY,
    YEARS,
)
from sim.scenario.schema_base import AtLeastOne, Day, Id, Many, Noted, Title, Unread, Value, not_empty
from sim.scenario.schema_laws import PLAIN, LawForm
from sim.scenario.schema_units import In, law_in, measured
from sim.text.language import Label

SOURCE = ("keys of SOURCES.md, or ESTIMATE", "来源编号，或 ESTIMATE（估计）")
_KIND_OF_UNIT = {
    "m2": AREA, "mu": LAND, "kW": POWER, "m3/day": FLOW, "yuan": MONEY, "yuan/month": MONTHLY, "yuan/year": YEARLY,
    "1": SHARE, "1/year": SHARE, "jobs": JOBS, "years": YEARS, "days": DURATION, "yuan/m2/month": RENT,
}  # fmt: skip
KIND_OF = {name: _KIND_OF_UNIT[unit] for name, (unit, _) in QUANTITIES.items()} | {"output_share": RATIO}
"""Kind of unit in which each quantity of a firm is written."""


class Sourced(Noted):
    """A map that may say where its numbers come from."""

    source: str = told(*SOURCE, "")


class QuantitiesForm(Sourced):
    """What a firm brings and needs: a number, a quantity with its unit, or a law."""

    floor_area: Annotated[LawForm, law_in(AREA)] | None = told("floor it needs", "所需厂房面积", None, unit="m2")
    land_area: Annotated[LawForm, law_in(LAND)] | None = told(
        "land it needs where it builds", "自建所需土地", None, unit="mu"
    )
    power: Annotated[LawForm, law_in(POWER)] | None = told("power it needs", "用电负荷", None, unit="kW")
    water: Annotated[LawForm, law_in(FLOW)] | None = told("water it needs", "用水量", None, unit="m3/day")
    gas: Annotated[LawForm, law_in(FLOW)] | None = told("gas it needs", "用气量", None, unit="m3/day")
    effluent: Annotated[LawForm, law_in(FLOW)] | None = told("waste water it makes", "污水排放量", None, unit="m3/day")
    equipment_cost: Annotated[LawForm, law_in(MONEY)] | None = told("cost of equipment", "设备投资", None, unit="yuan")
    cash: Annotated[LawForm, law_in(MONEY)] | None = told(
        "own funds on the day it appears; left out: never runs out", "到来时的自有资金；不写则用不完", None, unit="yuan"
    )
    monthly_funds: Annotated[LawForm, law_in(MONTHLY, signed=True)] | None = told(
        "what its parent adds, less running costs, before the first lot",
        "投产前母公司每月投入减去日常开支",
        None,
        unit="yuan/month",
    )
    planned_output: Annotated[LawForm, law_in(YEARLY)] | None = told(
        "announced output", "计划年产值", None, unit="yuan/year"
    )
    output_share: Annotated[LawForm, law_in(RATIO)] | None = told(
        "realised over announced output", "实际产值与计划产值之比", None
    )
    margin: Annotated[LawForm, law_in(SHARE)] | None = told(
        "cash margin before rent, wages and tax, share of output", "租金、工资、税前现金毛利率", None
    )
    tax_share: Annotated[LawForm, law_in(SHARE)] | None = told("taxes over realised output", "税收占实际产值之比", None)
    jobs: Annotated[LawForm, law_in(JOBS)] | None = told("jobs", "就业岗位", None, unit="jobs")
    discount_rate: Annotated[LawForm, law_in(SHARE)] | None = told("discount rate", "折现率", None, unit="1/year")
    exit_rate: Annotated[LawForm, law_in(SHARE)] | None = told(
        "how often such a firm gives its plant up", "每年退出概率", None, unit="1/year"
    )
    age_years: Annotated[LawForm, law_in(YEARS)] | None = told("age", "企业年龄", None, unit="years")
    taste: Annotated[LawForm, law_in(MONEY)] | None = told(
        "scale of what it likes about a way in, unobserved", "对用地方式的未观测偏好尺度", None, unit="yuan"
    )
    source_wait: Annotated[LawForm, law_in(DURATION)] | None = told(
        "the line in the city it would leave", "原所在城市的排队天数", None, unit="days"
    )
    source_rent: Annotated[LawForm, law_in(RENT)] | None = told(
        "rent in the city it would leave", "原所在城市的租金", None, unit="yuan/m2/month"
    )


def _amount(value: object) -> float | str:
    if isinstance(value, str):
        return value
    read = measured(value, RATIO)
    if isinstance(read, Unread):
        raise wrong("not_an_amount", got=value)
    if read.value <= 0:
        raise wrong("not_positive", got=value)
    return read.value


class TakeForm(Sourced):
    """What an activity takes of a space or a stock."""

    what: str = told("id of a space or a stock", "厂房或资源的 id")
    amount: Annotated[float | str, PlainValidator(_amount), WithJsonSchema({"type": ["number", "string"]})] = told(
        "a number, or the name of a quantity of the firm", "数量，或企业数量的名称"
    )
    until: str = told("exit, finish or a milestone", "占用至：exit 离园、finish 办完，或某节点", "exit")
    unfinished: bool = told("a shell still being built may be taken", "可否预订在建厂房", False)


class UnitsForm(Sourced):
    """Units of a building, neighbours in this order: a list of areas, or so many of one area."""

    each: Many[Annotated[float, In(AREA, above_zero=True)]] | None = told("areas", "各单元面积", None, alias=PLAIN)
    count: AtLeastOne | None = told("number of equal units", "同样单元数", None)
    area: Annotated[float, In(AREA, above_zero=True)] | None = told("area of each", "每单元面积", None, unit="m2")

    @model_validator(mode="before")
    @classmethod
    def _list(cls, value: object) -> object:
        return value if isinstance(value, dict) else {PLAIN: value}

    @model_validator(mode="after")
    def _whole(self) -> UnitsForm:
        if self.each is None and (self.count is None or self.area is None):
            raise wrong("equal_units")
        if self.each == ():
            raise wrong("building_without_unit")
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        schema = handler.resolve_ref_schema(handler(core))
        schema["properties"].pop(PLAIN)
        whole = {key: schema.pop(key) for key in list(schema) if key not in ("title", "description")}
        area = {"type": ["number", "string"], "unit": "m2"}
        schema["anyOf"] = [{"type": "array", "items": area, "minItems": 1}, whole]
        return schema


class BuildingForm(Sourced):
    """So many alike buildings, each a row of units."""

    id: Id = told("id", "标识")
    count: AtLeastOne = told("number of such buildings", "同样楼栋数", 1)
    units: UnitsForm = told("areas of its units", "各单元面积", unit="m2")


class PhaseForm(Sourced):
    """Buildings decided on one day."""

    id: Id = told("id", "标识")
    title: Title = told("title", "名称", Title())
    decided: Day | None = told("date of the decision; left out: the start", "决策日期；不写为起始日", None)
    construction: LawForm | None = told(
        "days from the decision to completion; left out: it stands", "决策至建成的天数；不写则已建成", None, unit="days"
    )
    delay: LawForm | None = told("days by which it is late", "延误天数", None, unit="days")
    overrun: Annotated[LawForm, law_in(SHARE)] | None = told("share by which it costs more", "超支比例", None)
    cost: Annotated[float, In(M2_PRICE)] = told("planned cost", "计划造价", 0.0, unit="yuan/m2")
    bond: bool = told("paid by the bond", "是否由专项债支付", True)
    buildings: Annotated[Many[BuildingForm], AfterValidator(not_empty)] = told("buildings", "楼栋")


class SpaceForm(Sourced):
    """Floors of one kind, built in phases."""

    id: Id = told("id", "标识")
    title: Title = told("title", "名称", Title())
    rule: Literal["first_come", "best_fit"] = told(
        "who is served: first come, or who fits best", "分配规则：先到先得，或最合适者", "first_come"
    )
    passing: bool = told("may who fits pass who does not?", "合适者可否越过不合适者", True)
    phases: Many[PhaseForm] = told("phases; left out: only what levers build", "分期；不写则只有措施所建", ())


class SupplyForm(Sourced):
    """An amount that is added to a stock."""

    id: Id = told("id", "标识")
    date: Day | None = told("date; left out: the start", "日期；不写为起始日", None)
    amount: Value = told("amount in the unit of the stock", "数量（按资源单位）")
    readiness: LawForm | None = told("days until it can be used", "到位所需天数", None, unit="days")
    earned_by: Title = told("what earned it", "凭什么获得", Title())


class StockForm(Sourced):
    """Land in mu, or a utility in its own unit."""

    id: Id = told("id", "标识")
    title: Title = told("title", "名称", Title())
    kind: Literal["land", "utility"] = told("land or a utility", "土地或公用设施")
    unit: str = told("its unit; land is in mu", "单位；土地为亩", "mu")
    passing: bool = told("may who fits pass who does not?", "合适者可否越过不合适者", True)
    supply: Annotated[Many[SupplyForm], AfterValidator(not_empty)] = told("what is added and when", "供给")

    @model_validator(mode="before")
    @classmethod
    def _in_its_unit(cls, value: Any) -> Any:
        if not isinstance(value, dict) or not isinstance(value.get("supply"), list):
            return value
        unit = "" if value.get("kind") == "land" else str(value.get("unit", ""))
        return {**value, "supply": [_read_supply(item, unit) for item in value["supply"]]}

    @model_validator(mode="after")
    def _land_in_mu(self) -> StockForm:
        if self.kind == "land" and self.unit not in ("mu", "亩"):
            raise wrong("land_in_mu", got=self.unit)
        return self


def _read_supply(item: Any, unit: str) -> Any:
    """A supply with its amount read: land in mu, a utility as a number, or with the unit of its stock."""
    if not isinstance(item, dict) or "amount" not in item:
        return item
    written = item["amount"]
    if not unit:
        return {**item, "amount": measured(written, LAND)}
    number = written.removesuffix(unit).strip() if isinstance(written, str) else written
    try:
        number = float(number) if isinstance(number, str) and number != written else number
    except ValueError:
        number = written
    read = measured(number, RATIO) if not isinstance(number, str) else None
    expected = Label(f"a number in {unit}", f"以 {unit} 计的数")
    return {**item, "amount": read or Unread(wrong("not_a_quantity", got=written, expected=expected))}


class EstateForm(Sourced):
    """Everything scarce."""

    spaces: Many[SpaceForm] = told("floors", "厂房", ())
    stocks: Many[StockForm] = told("land and utilities", "土地与公用设施", ())
