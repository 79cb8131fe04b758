"""What a firm brings and needs in numbers, and what an activity takes of it, as the file writes them."""

from __future__ import annotations

from typing import Annotated

from pydantic import PlainValidator, WithJsonSchema

from sim.levers.fields import told, wrong
from sim.model.estate import QUANTITIES
from sim.scenario.quantities import (
    AREA,
    DURATION,
    FLOW,
    JOBS,
    LAND,
    MONEY,
    MONTHLY,
    POWER,
    RATIO,
    RENT,
    SHARE,
    YEARLY,
    YEARS,
)
from sim.scenario.schema_base import Sourced, Unread
from sim.scenario.schema_laws import LawForm
from sim.scenario.schema_units import law_in, measured

_KIND_OF_UNIT = {
    "m2": AREA, "mu": LAND, "kW": POWER, "m3/day": FLOW, "yuan": MONEY, "yuan/month": MONTHLY, "yuan/year": YEARLY,
    "1": SHARE, "1/year": SHARE, "jobs": JOBS, "years": YEARS, "days": DURATION, "yuan/m2/month": RENT,
}  # fmt: skip
KIND_OF = {name: _KIND_OF_UNIT[unit] for name, (unit, _) in QUANTITIES.items()} | {"output_share": RATIO}
"""Kind of unit in which each quantity of a firm is written."""


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
    kept_here: Annotated[LawForm, law_in(SHARE)] | None = told(
        "share of realised output that the plant books itself, not its parent elsewhere",
        "实际产值中由本地工厂（而非外地总部）入账的比例",
        None,
    )
    moved_sales: Annotated[LawForm, law_in(SHARE)] | None = told(
        "share of the plant's sales that its parent used to book elsewhere; left out of entry above scale",
        "工厂销售额中由母公司原有销售转入的比例；上规入统时剔除",
        None,
    )
    margin: Annotated[LawForm, law_in(SHARE)] | None = told(
        "cash margin before rent, wages and tax, share of output", "租金、工资、税前现金毛利率", None
    )
    tax_share: Annotated[LawForm, law_in(SHARE)] | None = told("taxes over realised output", "税收占实际产值之比", None)
    jobs: Annotated[LawForm, law_in(JOBS)] | None = told(
        "people it employs as it produces; output_share does not discount them",
        "投产后用工人数；不按产值兑现率折减",
        None,
        unit="jobs",
    )
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
    """What an activity takes of a space, a stock or a team."""

    what: str = told("id of a space, a stock or a team", "厂房、资源或团队的 id")
    amount: Annotated[float | str, PlainValidator(_amount), WithJsonSchema({"type": ["number", "string"]})] = told(
        "a number, or the name of a quantity of the firm", "数量，或企业数量的名称"
    )
    until: str = told("exit, finish or a milestone", "占用至：exit 离园、finish 办完，或某节点", "exit")
    unfinished: bool = told("a shell still being built may be taken", "可否预订在建厂房", False)
