"""Who carries firms through, and who brings further firms, as the file writes them: teams, and firms that follow."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, PlainValidator, WithJsonSchema

from sim.levers.fields import Form, told, wrong
from sim.scenario.quantities import SHARE, YEARLY
from sim.scenario.schema_base import (
    Amount,
    AtLeastOne,
    Count,
    Day,
    Id,
    Many,
    Noted,
    OneOrMany,
    Positive,
    Sourced,
    Title,
    Unread,
    not_empty,
)
from sim.scenario.schema_laws import LawForm
from sim.scenario.schema_units import In, measured

MOST_BROUGHT = 50


def _factor(value: object) -> float:
    read = measured(value, SHARE, signed=True)
    if isinstance(read, Unread):
        if read.error.type != "not_a_share":
            raise read.error
        raise wrong("not_a_help_factor", got=value)
    if read.value < 0:
        raise wrong("not_a_help_factor", got=value)
    return read.value


def _not_too_many(value: int) -> int:
    if value > MOST_BROUGHT:
        raise wrong("brings_too_many", got=value, most=MOST_BROUGHT)
    return value


Factor = Annotated[float, PlainValidator(_factor), WithJsonSchema({"type": ["number", "string"]})]


class PeopleStepForm(Noted):
    """People of a team from a date on."""

    from_: Day = told("from this date on", "自该日起", alias="from")
    people: Count = told("people", "人数")


class TeamForm(Sourced):
    """A service team: so many people with a caseload each; who has one is helped."""

    id: Id = told("id; a policy of this name switches it on", "标识；同名政策为 yes 时启用")
    title: Title = told("title", "名称", Title())
    people: Count | None = told("people", "人数", None)
    steps: Annotated[Many[PeopleStepForm], AfterValidator(not_empty)] | None = told(
        "people by date; nobody before the first", "分时段人数；首段之前无人", None
    )
    caseload: AtLeastOne = told("firms that one of them carries at once", "每人同时帮办家数")
    preparation: Factor = told("factor on the firm's own preparation", "企业自备材料时长的倍数", 1.0)
    correction: Factor = told("factor on the firm's own correction", "企业补正时长的倍数", 1.0)
    returns: Factor = told("factor on the chance of being sent back", "退件概率的倍数", 1.0)
    places: Amount = told("places of priority gained", "提前的优先级数", 0.0)
    activities: Many[str] = told("where it helps; none named: everywhere", "在哪些活动上帮办；不写则全部", ())
    assignment: Literal["first_come", "largest", "nearest"] = told(
        "who is helped first: first come, the largest by planned_output, or who is nearest to production",
        "先帮谁：先到先得、计划年产值（planned_output）大者，或离投产最近者",
        "first_come",
    )
    replaces: Many[str] = told("teams that a firm gives back once it has this one", "企业得到本团队后退还的团队", ())
    cost_per_year: Annotated[float, In(YEARLY)] = told(
        "what the county pays for each person", "县里为每人每年支付", 0.0, unit="yuan/year"
    )


class PriceForm(Form):
    """What may stand beside the settings of any lever: its price."""

    cost_per_year: Annotated[float, In(YEARLY)] = told(
        "what the county pays for it while it is in force", "施行期间县里每年支付", 0.0, unit="yuan/year"
    )


class ProblemsForm(Sourced):
    """跨部门问题: what stops a step until departments agree."""

    per_year: Positive = told(
        "problems a firm meets on average in a year of such work", "每年此类工作平均遇到的问题数", unit="1/year"
    )
    activities: Annotated[Many[str], AfterValidator(not_empty)] = told("activities that they stop", "受阻的活动")
    lasts: LawForm = told(
        "days until one goes away by itself, from its report on", "无人协调时自行化解所需天数，自上报起", unit="days"
    )
    reported: LawForm | None = told("days until it is reported", "发现至上报的天数", None, unit="days")
    every_days: AtLeastOne = told("a dispatch meeting every so many days", "每隔多少天开一次调度会", 30, unit="days")
    places: Count = told("problems that a meeting takes up; 0: no meetings", "每次调度会议定问题数；0 为不开会", 0)


class QuotaForm(Sourced):
    """招商任务: a number a calendar year, and what being short of it does to judgement."""

    per_year: AtLeastOne = told("firms a calendar year", "每个日历年家数", unit="1/year")
    milestone: str = told("milestone that is counted", "计数节点", "signed")
    last_days: AtLeastOne = told(
        "days at the end of the year in which people are pressed", "年末冲刺天数", 60, unit="days"
    )
    refused: Amount = told("factor on the chance of a final no meanwhile", "其间不予通过概率的倍数", 0.5)
    activities: Annotated[Many[str], AfterValidator(not_empty)] = told("activities at which it acts", "作用于哪些活动")


class BroughtByForm(Sourced):
    """以商招商: each firm of the types named brings such firms once it has reached a milestone."""

    types: Annotated[OneOrMany[str], AfterValidator(not_empty)] = told("types that bring them", "由哪些类型带来")
    milestone: str = told("milestone from which on they do", "自该节点起")
    per_year: Positive = told("firms that each brings a year", "每家每年带来家数", unit="1/year")
    at_most: Annotated[AtLeastOne, AfterValidator(_not_too_many)] = told(
        "firms that each brings in all", "每家最多带来家数", 3
    )
    chance: Annotated[float, In(SHARE)] = told("chance that each of these comes", "每家最终到来的概率", 1.0)
