"""`explain` tells how busy offices are: with others, with the park's own firms, or in words where paper cannot tell."""

from __future__ import annotations

import pytest

PARK = """
start: 2024-01-01
horizon_days: 730
offices:
  alone: {title: {en: Nobody's, zh: 无人}, staff: 2}
  before: {title: {en: Before, zh: 之前}, steps: [{from: 2024-01-01, staff: 1}, {from: 2025-01-01, staff: 3}]}
  after: {title: {en: After, zh: 之后}, staff: 2}
  children: {title: {en: Children, zh: 子企业}, staff: 1}
estate:
  stocks: [{id: land, kind: land, unit: mu, supply: [{id: all, amount: 100}]}]
activities:
  - {id: talk, office: before, duration: 10}
  - {id: plot, after: [talk], duration: 0, takes: [{what: land, amount: 1}]}
  - {id: permit, after: [plot], office: after, duration: 10, milestone: producing}
  - {id: gift, when: {kind: [child]}, office: children, duration: 1}
enterprises:
  - {id: firm, arrivals: {every_days: 73}, attributes: {kind: parent}}
  - id: child
    attributes: {kind: child}
    brought_by: {types: [firm], milestone: producing, per_year: 1}
strategies: {as_is: []}
"""


def explained(parksim, desk, lang: str) -> str:
    (desk / "paper.yaml").write_text(PARK, encoding="utf-8")
    said = parksim("explain", "paper.yaml", "--lang", lang)
    assert said.code == 0, said.err
    return " ".join(said.out.split())


@pytest.mark.parametrize(
    "told",
    [
        # ten firms of ten days; the last two years of 366 and 364 days have one and three people
        "before: staff 1; from 2025-01-01: staff 3; own firms 7 %, 100 of 1,458 calendar days, more with those that",
        "after: staff 2; own firms come only when they have chosen a way in, or hold floors, land or money: not to be",
        "alone: staff 2; none of the park's own firms come here",
        "children: staff 1; own firms: only those that firms bring",
        "On paper: staff days that all who appear would take by the end of the run",
    ],
)
def test_explain_says_how_busy_an_office_is_or_why_that_cannot_be_said(told: str, parksim, desk) -> None:
    said = explained(parksim, desk, "en")
    assert told in said
    assert "load 0 %" not in said


@pytest.mark.parametrize(
    "told",
    [
        "之前（before）：人手1；2025-01-01起：人手3；本园区企业7%，需100个、有1,458个自然日",
        "之后（after）：人手2；本园区企业须先选定用地方式",
        "无人（alone）：人手2；本园区企业无须到此办理",
        "子企业（children）：人手1；本园区企业：仅有随企业而来者",
        "方案as_is（as_is）各项措施的改动：",
    ],
)
def test_in_chinese_offices_have_their_titles(told: str, parksim, desk) -> None:
    assert told.replace(" ", "") in explained(parksim, desk, "zh").replace(" ", "")


def test_no_line_about_offices_is_wider_than_the_screen(parksim, desk) -> None:
    said = parksim("explain", "huainan", "--lang", "en").out.splitlines()
    assert max(len(line) for line in said if " -> " not in line) <= 100
