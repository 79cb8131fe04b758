"""The whole scenario file as one checked form, and the JSON Schema from which editors complete it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import model_validator

from sim.levers.all_levers import LEVERS
from sim.levers.fields import Word, told
from sim.scenario.quantities import Quantity
from sim.scenario.schema_base import Correlation, Count, Day, Duration, Id, Many, Noted, OneOrMany, Title
from sim.scenario.schema_estate import EstateForm
from sim.scenario.schema_experiment import ExperimentForm, InputForm
from sim.scenario.schema_ledger import LedgerForm
from sim.scenario.schema_money import MoneyForm, TargetForm
from sim.scenario.schema_parts import ActivityForm, EnterpriseForm, EvidenceForm, OfficeForm, SiteModeForm
from sim.scenario.schema_people import PriceForm, ProblemsForm, QuotaForm, TeamForm
from sim.scenario.schema_tally import TallyForm

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class LabelledForm(Noted):
    """An id with its title."""

    id: Id = told("id", "标识")
    title: Title = told("title", "名称", Title())


class PeriodForm(Noted):
    """A period of dates, both included."""

    from_: Day = told("first day", "首日", alias="from")
    until: Day = told("last day", "末日")


class ClosuresForm(Noted):
    """When building sites stand still."""

    before_spring_festival: Count = told("days before Spring Festival", "春节前停工天数", 0, unit="days")
    after_spring_festival: Count = told("days after Spring Festival", "春节后停工天数", 0, unit="days")
    periods: Many[PeriodForm] = told("other closures", "其他停工时段", ())
    source: str = told("keys of SOURCES.md, or ESTIMATE", "来源编号，或 ESTIMATE（估计）", "")


class CorrelationForm(Noted):
    """How much durations move together."""

    correlation: Correlation = told("0 = off, below 1", "0 为关闭，须小于 1", 0.0)
    source: str = told("keys of SOURCES.md, or ESTIMATE", "来源编号，或 ESTIMATE（估计）", "")


class UncertaintiesForm(Noted):
    """What nobody controls."""

    firm_pace: CorrelationForm = told(
        "a firm's own activities share a pace", "同一企业各活动快慢相关", CorrelationForm()
    )
    office_condition: CorrelationForm = told(
        "activities at one office share a condition", "同一部门各活动快慢相关", CorrelationForm()
    )
    inputs: Many[InputForm] = told("keys that nobody controls, with their values", "不可控的输入及其取值", ())
    worlds: Count = told("how many states of the world are drawn from the inputs", "由输入抽取的外部状态个数", 0)


class StrategyForm(Noted):
    """Levers in the order in which they are applied; a list of them may stand alone."""

    title: Title = told("title", "名称", Title())
    levers: Many[dict[str, Any]] = told("levers in the order of application", "政策工具，按顺序施行", ())

    @model_validator(mode="before")
    @classmethod
    def _list(cls, value: object) -> object:
        return {"levers": value} if isinstance(value, list) else value


class Document(Noted):
    """A scenario of an industrial park / 产业园区情景文件."""

    title: Title = told("title", "名称", Title())
    library: bool = told("a base for other files; no scenario of its own", "仅作基础库", False)
    extends: OneOrMany[str] = told("bases: files beside this one or of the package", "所继承的文件", ())
    start: Day | None = told("date of day 0", "第0天的日期", None)
    horizon_days: Duration | None = told("how long the world runs", "模拟时长", None, unit="days")
    until: Day | None = told("date at which the world ends", "模拟结束日期", None)
    calendar: Literal["none", "CN"] = told(
        "none: every day works; CN: Chinese working days", "工作日历：none 天天办公，CN 中国工作日", "none"
    )
    site_closures: ClosuresForm = told("when building sites stand still", "工地停工", ClosuresForm())
    limit_days: Duration | None = told("limit of the restricted mean", "限定均值的上限", None, unit="days")
    decided: Day | None = told("date of the county's decision", "县里决策日期", None)
    margin_days: Duration = told(
        "closer than this is practically tied", "差距小于此视为持平", Quantity(7.0), unit="days"
    )
    groups: Many[str] = told("attributes by which KPIs are also reported", "分组报告的属性", ())
    stages: Many[LabelledForm] = told("stages in the order of figures", "阶段（图中顺序）", ())
    milestones: Many[LabelledForm] = told("milestones in the order of figures", "节点（图中顺序）", ())
    policies: dict[str, Word] = told("park-wide switches", "园区政策开关", {})
    uncertainties: UncertaintiesForm = told("what nobody controls", "不可控因素", UncertaintiesForm())
    assumes: OneOrMany[Title] = told("what every output must say is assumed away", "须在结果中声明的假设", ())
    offices: dict[Id, OfficeForm] = told("authorities", "审批部门", {})
    teams: Many[TeamForm] = told("service teams that help firms", "帮办专员、专班", ())
    activities: Many[ActivityForm] = told("activities", "活动", ())
    problems: ProblemsForm | None = told("problems between departments", "跨部门问题", None)
    quota: QuotaForm | None = told("firms to be won a year", "年度招商任务", None)
    site_modes: Many[SiteModeForm] = told("ways to get a roof", "用地（厂房）方式", ())
    site_choice: Literal["shares", "free"] = told(
        "shares: by preference; free: each firm compares, or stays away",
        "shares：按偏好权重；free：企业自行比较，也可不来",
        "shares",
    )
    estate: EstateForm = told("what is scarce: floors, land, utilities", "稀缺资源：厂房、土地、公用设施", EstateForm())
    money: MoneyForm = told("prices, taxes, bond, subsidies", "价格、税收、专项债、补贴", MoneyForm())
    enterprises: Many[EnterpriseForm] = told("types of enterprise", "企业类型", ())
    ledger: LedgerForm | None = told("projects in hand on day 0", "项目台账：第0天的在手项目", None)
    strategies: dict[Id, StrategyForm] = told("strategies; the first is the baseline", "策略；第一个为基准", {})
    evidence: Many[EvidenceForm] = told("reports about real firms", "真实企业的报道", ())
    evidence_counts: Many[TallyForm] = told("reports of all firms on a day", "对全部企业的按日统计报道", ())
    targets: Many[TargetForm] = told("what should be reached, and by when", "目标", ())
    experiment: ExperimentForm = told("how many replications, or how precise", "模拟次数或精度", ExperimentForm())


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a scenario file, each key with its meaning in both languages."""
    schema = Document.model_json_schema(by_alias=True)
    uses = {lever.ID: _lever_schema(lever.Settings) for lever in LEVERS}
    item = {"type": "object", "properties": uses, "additionalProperties": False, "minProperties": 1, "maxProperties": 1}
    strategy = schema["$defs"]["StrategyForm"]
    strategy["properties"]["levers"]["items"] = item
    whole = {key: strategy.pop(key) for key in list(strategy) if key not in ("title", "description")}
    strategy["anyOf"] = [{"type": "array", "items": item}, whole]
    return {"$schema": DIALECT, **schema}


def _lever_schema(settings: Any) -> dict[str, Any]:
    schema: dict[str, Any] = settings.model_json_schema(by_alias=True)
    for name, zh in (("from", "自该日起生效"), ("until", "到该日为止")):
        schema["properties"][name] = {"type": "string", "format": "date", "title": name, "title_zh": zh}
    schema["properties"] |= PriceForm.model_json_schema()["properties"]
    return schema
