"""Today's ledger (项目台账) as the file writes it: projects in hand, and what lies behind them in each stage.

A ledger read from a sheet becomes `rows` before it is checked, each value with its place in the sheet.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from typing import Annotated

from pydantic import BeforeValidator, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from sim.levers.fields import Word, told, wrong
from sim.scenario.faults import near
from sim.scenario.schema_base import Many, Noted, OneOrMany
from sim.scenario.schema_quantities import QuantitiesForm
from sim.text.ledger import STAGES

_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
SERIAL_0 = date(1899, 12, 30)
SERIALS = range(32874, 54789)  # 1990 to 2049
_SPELLINGS = {spelling: stage for stage, names in STAGES.items() for spelling in (stage, *names)}
STAGE_NAMES = ", ".join(f"{names[0]} {stage}" for stage, names in STAGES.items())


def plain_words(written: object) -> str:
    """A heading or cell as it is compared: no spaces, full-width letters and brackets as plain ones, small letters.

    >>> plain_words("器械　类别（Ⅱ类）"), plain_words("Device class")
    ('器械类别(ii类)', 'deviceclass')
    """
    return re.sub(r"[\s_]+", "", unicodedata.normalize("NFKC", str(written))).lower()


def _stage(value: object) -> str:
    text = plain_words(value).removeprefix("已")
    by_words = {plain_words(spelling): stage for spelling, stage in _SPELLINGS.items()}
    if text not in by_words:
        raise wrong("ledger_stage", got=value, near=near(text, _SPELLINGS), known=STAGE_NAMES)
    return by_words[text]


def _day(value: object) -> date:
    found = _DATE.fullmatch(unicodedata.normalize("NFKC", str(value)).strip())
    try:
        if found is not None:
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        pass
    raise _no_date(value)


def _no_date(value: object) -> PydanticCustomError:
    """Excel keeps a date as a number of days; which one it is hangs on the workbook, so nobody guesses."""
    number = _SERIAL.fullmatch(str(value).strip())
    if number is None or int(number[1]) not in SERIALS:
        return wrong("ledger_date", got=value)
    return wrong("ledger_date_serial", got=value, day=str(SERIAL_0 + timedelta(days=int(number[1]))))


Stage = Annotated[str, BeforeValidator(_stage), WithJsonSchema({"type": "string"})]
StageDay = Annotated[date, PlainValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]


class StageForm(Noted):
    """What is behind a project in a stage; all that must come before it is behind it too."""

    done: OneOrMany[str] = told("activities behind it, or all", "已完成的活动；all 表示全部", ())
    doing: OneOrMany[str] = told("activities it is in the midst of", "正在进行的活动", ())


class ProjectForm(Noted):
    """One project in hand."""

    id: str = told("its name", "项目名称")
    stage: Stage = told("stage it is in", "阶段")
    since: StageDay | None = told("date on which it reached the stage", "进入该阶段的日期", None)
    like: str | None = told("type of enterprise that it is like", "类似的企业类型", None)
    site_mode: str | None = told("site mode", "用地方式", None)
    attributes: dict[str, Word] = told("attributes that are known", "已知属性", {})
    quantities: QuantitiesForm = told("quantities that are known", "已知数量", QuantitiesForm())


class LedgerForm(Noted):
    """Projects in hand on day 0."""

    file: str | None = told("the ledger beside this file, .csv or .xlsx", "本文件旁的台账，.csv 或 .xlsx", None)
    like: str = told("type of enterprise that gives what a row leaves out", "未写明的属性、数量、流程取自哪种企业类型")
    columns: dict[str, str] = told("heading: column", "表头: 列", {})
    words: dict[str, Word] = told("text of a cell: value", "单元格文字: 取值", {})
    stages: dict[Stage, StageForm] = told("what lies behind a project, by stage", "各阶段已完成与正在进行的活动", {})
    rows: Many[ProjectForm] = told("the projects", "项目", ())
