"""What is scarce as the file writes it: spaces in phases of buildings of units, and stocks with their supply."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from sim.levers.fields import told, wrong
from sim.scenario.quantities import AREA, LAND, M2_PRICE, RATIO, SHARE
from sim.scenario.schema_base import AtLeastOne, Day, Id, Many, Sourced, Title, Unread, Value, not_empty
from sim.scenario.schema_laws import PLAIN, LawForm
from sim.scenario.schema_units import In, law_in, measured
from sim.text.language import Label


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
    area: Annotated[float, In(AREA, above_zero=True)] | None = told(
        "floor area of the building, into which its units must fit; left out: their sum",
        "楼栋建筑面积，各单元之和不得超过；不写则为其和",
        None,
        unit="m2",
    )
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
