"""The things of a park as the file writes them: offices, activities, enterprises, site modes, evidence."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, model_validator

from sim.levers.fields import Conditions, Word, told, wrong
from sim.scenario.quantities import YEARLY, Quantity
from sim.scenario.schema_base import (
    Amount,
    AtLeastOne,
    Count,
    Day,
    Duration,
    Id,
    LongDuration,
    Many,
    Noted,
    Number,
    OneOrMany,
    Positive,
    Short,
    Title,
    not_empty,
    one_or_three,
)
from sim.scenario.schema_laws import AttributeForm, ChanceForm, LawForm
from sim.scenario.schema_people import BroughtByForm
from sim.scenario.schema_quantities import QuantitiesForm, TakeForm
from sim.scenario.schema_terms import PaymentForm, ReceiptForm, TermsForm
from sim.scenario.schema_units import In


class NeedForm(Short):
    """What an activity holds while it runs."""

    office: str = told("id of an office", "审批部门的 id")
    amount: AtLeastOne = told("how much of its staff", "占用人手数", 1)


class AfterForm(Short):
    """A predecessor."""

    activity: str = told("id of an activity", "活动的 id")
    lag_days: Duration = told("calendar days after it has finished", "完成后再等的自然日", Quantity(0.0), unit="days")


class SentBackForm(Noted):
    """退回补正."""

    probability: ChanceForm = told("probability of being sent back at a finish", "每次审结被退回补正的概率")
    correction: LawForm = told("the firm's own work on the correction, calendar days", "企业补正所需自然日")
    duration: LawForm | None = told(
        "duration of later attempts; as the first where left out", "再次办理的时长；不写则同首次", None
    )
    at_most: AtLeastOne = told("attempts in all", "最多办理次数", 10)
    then: Literal["pass", "refused"] = told(
        "what a return at the last attempt means", "最后一次仍被退回时：通过或不予通过", "pass"
    )


class RefusedForm(Noted):
    """A final no."""

    probability: ChanceForm = told("probability of a final no", "不予通过的概率")
    then: str = told("out, or the site mode to fall back to", "out（退出），或改用的用地方式", "out")
    unless: str | None = told("milestone: who has reached it is not refused", "已达到该节点的企业不会被拒", None)


class ActivityForm(Noted):
    """One step between signing and production."""

    id: Id = told("id", "标识")
    title: Title = told("title", "名称", Title())
    stage: Id = told("stage of figures", "所属阶段", "all")
    source: str = told("keys of SOURCES.md, or ESTIMATE", "来源编号，或 ESTIMATE（估计）", "")
    source_id: Word = told("id in the source", "来源中的编号", "")
    clock: Literal["calendar", "working", "site"] = told(
        "clock of its duration", "计时方式：自然日、工作日、施工日", "calendar"
    )
    duration: LawForm = told("duration in days of its clock", "时长（按其计时方式）", unit="days")
    basis: Literal["elapsed", "service"] = told(
        "does the duration contain waiting already?", "时长是否已含排队：elapsed 含，service 不含", "service"
    )
    office: str | None = told("id of the office that handles it", "办理部门的 id", None)
    needs: Many[NeedForm] = told("offices it holds while it runs", "办理期间占用的部门", ())
    after: OneOrMany[AfterForm] = told("predecessors; all must have finished", "前置活动，须全部完成", ())
    when: Conditions = told("applies only where all hold", "适用条件，须全部满足", {})
    probability: ChanceForm | None = told("probability that it applies", "发生概率", None)
    preparation: LawForm | None = told(
        "the firm's own work before it queues, calendar days", "排队前企业自备材料，自然日", None
    )
    sent_back: SentBackForm | None = told("sent back for correction", "退回补正", None)
    refused: RefusedForm | None = told("refused for good", "不予通过", None)
    gives_up_after: LawForm | None = told(
        "calendar days of waiting after which the firm leaves", "排队多少自然日后企业放弃", None
    )
    gives_up_then: Literal["leave", "go_on"] = told(
        "when patience ends: the firm leaves the park, or goes on without it",
        "不再等候时：退出园区（leave），或不等而继续（go_on）",
        "leave",
    )
    sessions: Many[Day] | None = told("the only dates on which it may start", "仅在这些日期办理", None)
    session_every_days: AtLeastOne | None = told(
        "it may start only on the start day of the scenario and every so many days",
        "自起始日起每隔多少天办理一次",
        None,
        unit="days",
    )
    limit_working_days: Positive | None = told("statutory limit", "法定时限", None, unit="working days")
    milestone: Id | None = told("milestone reached when it finishes", "完成即达到的节点", None)
    takes: Many[TakeForm] = told("floors, land, utilities, teams it takes", "占用的厂房、土地、公用设施、团队", ())
    pays: Many[PaymentForm] = told("costs that must be in hand at its start", "开始时须付清的费用", ())
    receives: Many[ReceiptForm] = told("money that comes in when it is accepted", "办成后到账的款项", ())
    platform_builds: bool = told(
        "as it starts, the platform company pays for a shell made for this firm",
        "开始时由平台公司为该企业出资代建厂房",
        False,
    )
    decides: bool = told(
        "at its end a firm chooses its site mode, where firms compare", "办完时企业选定用地方式（自主选择时）", False
    )
    luck: Id | None = told("quantity whose luck it shares", "与哪个量共用运气", None)

    @model_validator(mode="after")
    def _office_or_needs(self) -> ActivityForm:
        if self.office is not None and self.needs:
            raise wrong("office_and_needs")
        if self.sessions is not None and self.session_every_days is not None:
            raise wrong("two_sessions")
        return self


class ArrivalsForm(Noted):
    """When firms appear; exactly one pattern."""

    poisson_per_year: Amount | None = told(
        "Poisson arrivals a year of 365 days", "泊松到达，每年（365天）家数", None, unit="1/year"
    )
    every_days: LongDuration | None = told(
        "one on day 0 and every so many days", "从第0天起每隔多少天一家", None, unit="days"
    )
    at_days: Many[Amount] | None = told("days since the start", "自起始日的天数", None, unit="days")
    dates: Many[Day] | None = told("dates", "日期", None)
    count: Count | None = told("at most so many", "最多家数", None)

    @model_validator(mode="after")
    def _exactly_one(self) -> ArrivalsForm:
        names = ("poisson_per_year", "every_days", "at_days", "dates")
        given = [name for name in names if getattr(self, name) is not None]
        if len(given) != 1:
            raise wrong("one_pattern", got=", ".join(given) or "{}")
        return self


class FirmArrivalsForm(ArrivalsForm):
    """When firms of the park appear; some may be there from the start."""

    stock: Count | None = told(
        "so many more are there on day 0, with poisson_per_year", "第0天已有家数，与 poisson_per_year 合用", None
    )

    @model_validator(mode="after")
    def _stock_of_a_stream(self) -> FirmArrivalsForm:
        if self.stock is not None and self.poisson_per_year is None:
            given = next(name for name in ("every_days", "at_days", "dates") if getattr(self, name) is not None)
            raise wrong("stock_alone", got=given)
        return self


class OthersForm(ArrivalsForm):
    """Visits of firms from elsewhere."""

    duration: LawForm | None = told("law of their service", "其办理时长", None)
    like: str | None = told("activity whose law they share", "与哪个活动同样时长", None)
    priority: Number = told("smaller is served first", "优先级，数小者先", 1.0)


class StepForm(Noted):
    """Staff from a date on."""

    from_: Day = told("from this date on", "自该日起", alias="from")
    staff: Count = told("cases in hand at once", "同时办理件数")


class OfficeForm(Noted):
    """An authority (审批部门)."""

    title: Title = told("title", "名称", Title())
    source: str = told("keys of SOURCES.md, or ESTIMATE", "来源编号，或 ESTIMATE（估计）", "")
    staff: Count | None = told("cases in hand at once; left out: ample", "同时办理件数；不写则充足", None)
    steps: Annotated[Many[StepForm], AfterValidator(not_empty)] | None = told("staff by date", "分时段人手", None)
    other_applicants: OthersForm | None = told("visits of firms from elsewhere", "园区外申请", None)
    line_on_day_one: Count | None = told("cases of others waiting on day 0", "第0天已在排队的件数", None)
    strict: bool = told("nobody passes a visit that lacks this office", "严格排队，不许越过", False)
    promise_working_days: Positive | None = told(
        "time limit that it promises, by which it orders its work",
        "承诺时限，按到期先后办理",
        None,
        unit="working days",
    )
    cost_per_year: Annotated[float, In(YEARLY)] = told(
        "what the county pays for each of the staff", "县里为每个人手每年支付", 0.0, unit="yuan/year"
    )

    @model_validator(mode="after")
    def _staff_or_steps(self) -> OfficeForm:
        if self.staff is not None and self.steps is not None:
            raise wrong("staff_and_steps")
        return self


class EnterpriseForm(Noted):
    """A type of enterprise."""

    id: Id = told("id", "标识")
    title: Title = told("title", "名称", Title())
    like: str | None = told("type from which it has all that it does not state", "未写明的均参照该类型", None)
    source: str = told("keys of SOURCES.md, or ESTIMATE", "来源编号，或 ESTIMATE（估计）", "")
    arrivals: FirmArrivalsForm | None = told("when firms of this type appear", "企业何时到来", None)
    brought_by: BroughtByForm | None = told(
        "in place of arrivals: firms that bring such firms", "代替 arrivals：由哪些企业带来", None
    )
    priority: Number = told("smaller is served first", "优先级，数小者先", 1.0)
    attributes: dict[str, AttributeForm] = told("attributes that `when:` tests", "属性，供 when: 判断", {})
    counted: bool = told("counts in the group `all`", "是否计入总体", True)
    site_mode: str | None = told("site mode whatever the strategy", "固定的用地方式", None)
    already_done: Many[str] = told("activities behind it when it arrives", "到来时已完成的活动", ())
    quantities: QuantitiesForm = told("what a firm brings and needs, in numbers", "企业的各项数量", QuantitiesForm())


class SiteModeForm(Noted):
    """A way to get a roof."""

    id: Id = told("id", "标识")
    title: Title = told("title", "名称", Title())
    source: str = told("keys of SOURCES.md, or ESTIMATE", "来源编号，或 ESTIMATE（估计）", "")
    offered: bool = told("offered unless a lever says otherwise", "是否提供", True)
    preference: Positive = told("its share among firms when several are offered", "多种并存时的偏好权重", 1.0)
    chain: str | None = told("site mode whose activities it goes through", "沿用哪种用地方式的流程", None)
    graduates_to: str | None = told(
        "site mode on whose terms a firm has the unit to which it graduates",
        "毕业迁入的厂房适用哪种用地方式的条件",
        None,
    )
    terms: TermsForm = told("what it costs, and whom it admits", "费用与准入条件", TermsForm())


class EvidenceForm(Noted):
    """Something reported about a real firm."""

    enterprise: str = told("id of a type of enterprise", "企业类型的 id")
    strategy: str = told("the strategy under which it happened", "对应的策略")
    from_: str = told("milestone, `arrival` or `signed`", "起点：节点、arrival 或 signed", alias="from")
    to: str = told("milestone", "终点：节点")
    reported: OneOrMany[Duration] = told("days, or [low, best, high]", "天数，或 [低, 中, 高]", unit="days")
    kind: Literal["outcome", "claim", "plan", "target"] = told("what kind of report", "性质：结果、说法、计划、目标")
    source: str = told("keys of SOURCES.md", "来源编号")
    note: Title = told("note", "备注", Title())

    @model_validator(mode="after")
    def _one_or_three(self) -> EvidenceForm:
        one_or_three([value.value for value in self.reported])
        return self
