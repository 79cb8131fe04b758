"""Prices, taxes, the county's side, the bond, subsidies and targets as the file writes them.

What is left out keeps the default of the Model (`sim.model.money`).
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, model_validator

from sim.levers.fields import told
from sim.scenario.quantities import (
    DURATION,
    FIRMS,
    M2_PRICE,
    M2_YEARLY,
    MONEY,
    MU_PRICE,
    RENT,
    SHARE,
    YEARLY,
    Quantity,
)
from sim.scenario.schema_base import (
    AtLeastOne,
    Day,
    Id,
    Many,
    OneOrMany,
    Positive,
    Sourced,
    Title,
    Unread,
    Value,
    not_empty,
)
from sim.scenario.schema_laws import LawForm
from sim.scenario.schema_terms import Item
from sim.scenario.schema_units import In, PickedForm, law_in, measured

Share = Annotated[float, In(SHARE)]
Yuan = Annotated[float, In(MONEY)]
SUMS = ("signed_value", "funds_in_place", "year_sales")  # what targets count in yuan, not in yuan a year
NUMBERS = ("firms_signed", "firms_producing", "large_firms", "firms_started")


class PricesForm(Sourced):
    """What things cost a firm in this park."""

    land: Annotated[float, In(MU_PRICE)] | None = told("land, full tenure", "满年期地价", None, unit="yuan/mu")
    land_grade: AtLeastOne | None = told(
        "national grade of the place, 1 to 15: the minimum price where land is left out",
        "土地等别（1–15）；未写地价时取最低价",
        None,
    )
    construction: Annotated[PickedForm, law_in(M2_PRICE)] | None = told(
        "self-build, by floor area", "自建造价", None, unit="yuan/m2"
    )
    shell: Annotated[float, In(M2_PRICE)] | None = told(
        "a standard unit that is sold", "标准厂房售价", None, unit="yuan/m2"
    )
    fit_out: Annotated[PickedForm, law_in(M2_PRICE)] | None = told("fit-out", "装修造价", None, unit="yuan/m2")
    property_fee: Annotated[float, In(RENT)] | None = told("property fee", "物业费", None, unit="yuan/m2/month")
    wage: Annotated[float, In(YEARLY)] | None = told("wage, each job", "年工资（每岗）", None, unit="yuan/year")
    source_wage: Annotated[float, In(YEARLY)] | None = told(
        "wage where it would stay", "原所在城市年工资", None, unit="yuan/year"
    )
    moving: Yuan | None = told("moving, once", "搬迁费（一次）", None, unit="yuan")


class TaxesForm(Sourced):
    """How the taxes of a firm split by tax and level."""

    vat: Share | None = told("VAT, share of all taxes", "增值税占全部税收", None)
    income: Share | None = told("income tax, share of all taxes", "企业所得税占全部税收", None)
    other: Share | None = told("other taxes, share of all", "其他税占全部税收", None)
    local_vat: Share | None = told("local share of VAT", "增值税地方分成", None)
    local_income: Share | None = told("local share of income tax", "所得税地方分成", None)
    local_other: Share | None = told("local share of other taxes", "其他税地方分成", None)
    county_retention: Share | None = told("the county's part of the local share", "县级留成", None)
    vat_rate: Share | None = told("VAT rate", "增值税税率", None)
    construction_vat_rate: Share | None = told("VAT rate of building work", "建筑业增值税税率", None)
    property_owner: Share | None = told("property tax a year, of the building's cost", "房产税（按造价，年）", None)
    property_let: Share | None = told("property tax on rent", "房产税（按租金）", None)
    land_use: Annotated[float, In(M2_YEARLY)] | None = told("land use tax", "城镇土地使用税", None, unit="yuan/m2/year")
    deed: Share | None = told("deed tax on land and shell", "契税", None)


class CountyForm(Sourced):
    """The county's side."""

    land_preparation: Annotated[float, In(MU_PRICE)] | None = told(
        "preparation of land", "土地整理成本", None, unit="yuan/mu"
    )
    land_set_asides: Share | None = told("share of land income reserved by rule", "土地收入计提比例", None)
    service_staff: Annotated[float, In(YEARLY)] | None = told("service staff", "服务人员经费", None, unit="yuan/year")
    grants: Annotated[float, In(YEARLY)] | None = told(
        "grants of the paired region", "对口帮扶资金", None, unit="yuan/year"
    )
    fees: Yuan | None = told("what it spends on each signed firm", "每家签约企业的招商费用", None, unit="yuan")
    running_cost: Share | None = told("running cost, share of rent", "运营成本占租金", None)
    discount_rate: Share | None = told("discount rate", "折现率", None, unit="1/year")
    churn: Share | None = told("tenants that leave, after the horizon", "模拟期后租户年流失率", None, unit="1/year")
    reletting_days: Annotated[float, In(DURATION)] | None = told("empty between tenants", "空置天数", None, unit="days")
    attract_until: Day | None = told("date until which firms are sought; left out: the end", "招商截止日期", None)
    but_for: Share | None = told(
        "share of subsidised firms that would not have come without", "无补贴则不来的企业比例", None
    )


class BondForm(Sourced):
    """A special bond (专项债券)."""

    amount: Annotated[float, In(MONEY, above_zero=True)] = told("amount", "金额", unit="yuan")
    rate: Share = told("interest", "利率", unit="1/year")
    years: AtLeastOne = told("length", "期限", unit="years")
    repayment: Literal["bullet", "level", "serial"] = told(
        "principal at the end, level instalments, or equal parts", "还本：到期一次、等额本息、等额本金", "bullet"
    )
    issued: Day | None = told("date of issue; left out: the start", "发行日期；不写为起始日", None)
    delay: LawForm | None = told("days by which the issue is late", "发行延后天数", None, unit="days")
    raised: Annotated[LawForm, law_in(SHARE)] | None = told("share that the market takes", "实际募集比例", None)
    pledged: Annotated[float, In(YEARLY)] = told("other fund revenue", "其他还款来源", 0.0, unit="yuan/year")
    threshold: Positive = told("cover that the bond file promises", "承诺的本息覆盖倍数", 1.2)


class SubsidyForm(Sourced):
    """Paid when a milestone is reached."""

    id: Id = told("id", "标识")
    title: Title = told("title", "名称", Title())
    milestone: str = told("milestone at which it is paid", "兑现节点")
    item: Item | None = told("item of which it is a share", "按哪项费用计", None)
    share: Share = told("share of the item", "比例", 0.0)
    amount: Annotated[PickedForm, law_in(MONEY)] | None = told("a fixed amount", "固定金额", None, unit="yuan")
    cap: Annotated[float, In(MONEY, above_zero=True)] | None = told("at most", "上限", None, unit="yuan")
    site_modes: Many[str] = told("site modes; none named: all", "适用的用地方式；不写则全部", ())
    paid_to: Literal["firm", "agent"] = told(
        "who gets it: the firm, or the agent who recruited it", "付给：firm 企业，agent 受托招商方", "firm"
    )


class MoneyForm(Sourced):
    """Everything about money that a planner can set."""

    prices: PricesForm = told("prices", "价格", PricesForm())
    taxes: TaxesForm = told("taxes", "税收", TaxesForm())
    county: CountyForm = told("the county's side", "县级收支", CountyForm())
    bond: BondForm | None = told("special bond", "专项债券", None)
    subsidies: Many[SubsidyForm] = told("subsidies", "补贴", ())
    appraisal_years: AtLeastOne = told("years over which a firm compares ways in", "企业比较的年数", 10, unit="years")
    ramp: Annotated[Many[Share], AfterValidator(not_empty)] | None = told(
        "share of full output in each year of production", "投产各年达产比例", None
    )


class TargetForm(Sourced):
    """A KPI that should be at least so much on a day (目标)."""

    id: Id = told("id", "标识")
    title: Title = told("title", "名称", Title())
    kpi: Literal[
        "firms_signed",
        "firms_producing",
        "annual_output",
        "large_firms",
        "firms_started",
        "signed_value",
        "funds_in_place",
        "year_sales",
    ] = told("what is scored", "指标")
    by: Day = told("date", "截止日期")
    at_least: Value = told("at least so many firms, or yuan", "至少：家数，或金额（元）")
    size: Annotated[float, In(YEARLY, above_zero=True)] | None = told(
        "large_firms: output of at least so much", "large_firms：年产值至少", None, unit="yuan/year"
    )
    types: OneOrMany[str] = told("types of enterprise; none named: all", "只计哪些企业类型；不写则全部", ())

    @model_validator(mode="before")
    @classmethod
    def _in_its_unit(cls, value: Any) -> Any:
        if not isinstance(value, dict) or "at_least" not in value:
            return value
        return {**value, "at_least": counted_in(value["at_least"], value.get("kpi"))}


def counted_in(written: object, kpi: object) -> Quantity | Unread:
    """What a target or a report counts, in the unit of its KPI; where that is none, whatever unit fits."""
    kinds = {"annual_output": (YEARLY,), **dict.fromkeys(SUMS, (MONEY,)), **dict.fromkeys(NUMBERS, (FIRMS,))}
    read = [measured(written, kind) for kind in kinds.get(str(kpi), (FIRMS, MONEY, YEARLY))]
    return next((one for one in read if isinstance(one, Quantity)), read[0])
