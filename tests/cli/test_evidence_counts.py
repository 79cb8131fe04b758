"""`validate` on a park whose reports are of all firms on a day, as a planner sees it, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

COUNTS = """
evidence_counts:
  - {id: few, title: {en: signed in half a year, zh: 半年签约}, strategy: as_is, kpi: firms_signed, by: DAY, reported: 1家, kind: outcome, source: ESTIMATE}
  - {id: most, title: {en: producing of signed, zh: 投产率}, strategy: as_is, kpi: firms_producing, of: firms_signed, by: DAY, reported: [10%, 20%, 90%], kind: claim, source: ESTIMATE}
"""  # noqa: E501


@pytest.fixture
def reported(desk: Path) -> str:
    text = (desk / "small_park.yaml").read_text("utf-8")
    text = text.split("evidence:")[0] if "evidence:" in text else text
    (desk / "reported.yaml").write_text(text + COUNTS.replace("DAY", "2024-07-01"), encoding="utf-8")
    return "reported.yaml"


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("all firms, on a day", "2024-07-01 signed in half a year", "outcome", "claim", "20 (10–90) %", "MISS")),
        ("zh", ("全部企业，按日统计", "2024-07-01 半年签约", "结果", "说法", "20 (10–90) %", "不符")),
    ],
)
def test_each_report_has_its_day_and_only_outcomes_are_judged(parksim, reported, lang, words):
    said = parksim("validate", reported, "--replications", 4, "--lang", lang)
    assert said.code == 0
    assert [word for word in words if word not in said.out] == []
    claim = next(line for line in said.out.splitlines() if "20 (10–90) %" in line)
    assert claim.rstrip().endswith("–")
