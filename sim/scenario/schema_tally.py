"""What was reported of all firms on a day, as the file writes it: a count, a share or a sum."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import model_validator

from sim.levers.fields import told
from sim.scenario.quantities import SHARE
from sim.scenario.schema_base import Day, Id, Noted, OneOrMany, Title, Value, one_or_three
from sim.scenario.schema_money import counted_in
from sim.scenario.schema_units import measured

Counted = Literal[
    "firms_signed",
    "firms_started",
    "firms_producing",
    "annual_output",
    "signed_value",
    "funds_in_place",
    "year_sales",
]


class TallyForm(Noted):
    """Something reported of all firms, or of some types, on a day."""

    id: Id = told("id", "标识")
    title: Title = told("title", "名称", Title())
    strategy: str = told("the strategy under which it happened", "对应的策略")
    kpi: Counted = told("what was counted, as in a target", "统计指标，含义同目标")
    of: Counted | None = told("what it is a share of; left out: no share", "占何者的比例；不写则为数量", None)
    since: Day | None = told("only firms that signed from this day on", "只计自该日起签约的企业", None)
    by: Day = told("the day on which it was counted", "统计日期")
    types: OneOrMany[str] = told("types of enterprise; none named: all", "只计哪些企业类型；不写则全部", ())
    reported: OneOrMany[Value] = told(
        "firms, yuan or a share, or [low, best, high]", "家数、金额或比例，或 [低, 中, 高]"
    )
    kind: Literal["outcome", "claim", "plan", "target"] = told("what kind of report", "性质：结果、说法、计划、目标")
    source: str = told("keys of SOURCES.md", "来源编号")
    note: Title = told("note", "备注", Title())

    @model_validator(mode="before")
    @classmethod
    def _in_its_unit(cls, value: Any) -> Any:
        if not isinstance(value, dict) or "reported" not in value:
            return value

        def one(written: object) -> object:
            return measured(written, SHARE) if value.get("of") else counted_in(written, value.get("kpi"))

        said = value["reported"]
        return {**value, "reported": [one(each) for each in said] if isinstance(said, list) else one(said)}

    @model_validator(mode="after")
    def _one_or_three(self) -> TallyForm:
        one_or_three([value.value for value in self.reported])
        return self
