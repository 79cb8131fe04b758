"""Reports of all firms on a day: what is counted, by hand; how it is judged; what a planner can get wrong."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import sim
from sim.evidence.reported import Counted, beside_counts
from sim.model.reported import Tally
from sim.model.text import Text
from sim.outcome.tallies import reported_value
from sim.outcome.targets import Landed
from sim.scenario.faults import ScenarioFaults

NAN = float("nan")
# Day 0 is 1 January 2023. All sign 5 days after they appear, pay for machines on day 10, begin works on day 30, and
# produce from day 45 on, 100,000 yuan a day; the quitter leaves on day 245; the probe is counted apart.
PARK = """
start: 2023-01-01
horizon_days: 900
limit_days: 300
stages: [{{id: papers}}, {{id: fit_out}}, {{id: making}}]
activities:
  - {{id: contract, stage: papers, duration: 5, milestone: signed}}
  - {{id: machines, stage: making, after: [{{activity: contract, lag_days: 5}}], duration: 20, pays: [equipment]}}
  - {{id: works, stage: fit_out, clock: site, after: machines, duration: 10}}
  - {{id: lot, stage: making, after: works, duration: 5, milestone: producing}}
  - id: stays
    stage: making
    after: lot
    when: {{kind: quitter}}
    duration: 200
    refused: {{probability: 1, then: out}}
enterprises:
  - {{id: firm, arrivals: {{at_days: [0, 400]}}, attributes: {{kind: firm}}, quantities: {{{numbers}}}}}
  - {{id: quitter, arrivals: {{at_days: [0]}}, attributes: {{kind: quitter}}, quantities: {{{numbers}}}}}
  - {{id: probe, arrivals: {{at_days: [0]}}, counted: false, attributes: {{kind: probe}}, quantities: {{{numbers}}}}}
money: {{ramp: [1.0]}}
strategies: {{as_is: [], other: []}}
targets:
{targets}
evidence_counts:
{counts}
"""
NUMBERS = "planned_output: 3650万元/年, equipment_cost: 300万元, margin: 0.2, tax_share: 0.05, source: ESTIMATE"
A_TARGET = "  - {id: some, kpi: firms_signed, by: 2023-12-31, at_least: 1}"
A_COUNT = "  - {{id: one, strategy: as_is, reported: {reported}, kind: outcome, source: ESTIMATE, {rest}}}"


def park(counts: str = "  []", targets: str = A_TARGET) -> sim.Scenario:
    return sim.load(text=PARK.format(numbers=NUMBERS, counts=counts, targets=targets))


def count(rest: str, reported: str = "1") -> str:
    return A_COUNT.format(rest=rest, reported=reported)


def counted(rest: str, reported: str = "1") -> float:
    """What one report counts in the one history of the park."""
    run = sim.run(park(count(rest, reported)), "as_is", replications=1, keep=("tallies",))
    (value,) = run.tables["tallies"].value
    return float(value)


@pytest.mark.parametrize(
    ("rest", "value"),
    [
        ("kpi: firms_signed, by: 2023-01-05", 0),  # day 4
        ("kpi: firms_signed, by: 2023-01-06", 2),
        ("kpi: firms_started, by: 2023-01-30", 0),  # works begin on day 30, 31 January
        ("kpi: firms_started, by: 2023-01-31", 2),
        ("kpi: firms_producing, by: 2023-02-14", 0),
        ("kpi: firms_producing, by: 2023-02-15", 2),
        ("kpi: firms_producing, by: 2024-01-31", 2),  # who left on day 245 had produced
        ("kpi: firms_signed, by: 2024-12-31", 3),
        ("kpi: firms_signed, since: 2024-01-01, by: 2024-12-31", 1),
        ("kpi: firms_signed, types: [probe], by: 2023-12-31", 1),
        ("kpi: firms_signed, types: [probe, firm], by: 2023-12-31", 2),
        ("kpi: firms_started, of: firms_signed, by: 2024-02-28", 2 / 3),  # day 423: the third signed on 405
        ("kpi: signed_value, by: 2023-12-31", 6e6),
        ("kpi: funds_in_place, by: 2023-01-10", 0),
        ("kpi: funds_in_place, by: 2023-01-11", 6e6),
        ("kpi: funds_in_place, of: signed_value, by: 2024-02-10", 2 / 3),  # day 405: signed, not yet paid
        ("kpi: annual_output, by: 2023-12-31", 73e6),
        ("kpi: year_sales, types: [firm], by: 2023-12-31", 32e6),  # 365 - 45 days
        ("kpi: year_sales, types: [firm], by: 2023-02-15", 1e5),  # the day itself is in it
        ("kpi: year_sales, by: 2023-12-31", 52e6),  # and 200 days of the quitter
        ("kpi: year_sales, types: [quitter], by: 2024-12-31", 0),
    ],
)
def test_what_a_report_counts_on_its_day_by_hand(rest: str, value: float) -> None:
    share = "50%" if "of:" in rest else "1"
    assert counted(rest, share) == pytest.approx(value, abs=1e-9)


def test_a_share_of_nothing_is_not_a_number() -> None:
    assert np.isnan(counted("kpi: firms_started, of: firms_signed, by: 2023-01-02", "50%"))


def test_a_report_is_of_its_strategy_only() -> None:
    scenario = park(count("kpi: firms_signed, by: 2023-12-31"))
    tables = sim.compare(scenario, replications=2, keep=("tallies",)).tables["tallies"]
    assert tables[["strategy", "replication", "tally", "value"]].values.tolist() == [
        ["as_is", 0, "one", 2.0],
        ["as_is", 1, "one", 2.0],
    ]


def test_every_history_is_counted_by_itself() -> None:
    rows = np.array([[0, 5, 6], [2, 5, NAN], [2, 7, 8], [2, 9, NAN]])
    firms = Landed(
        np.array(["a", "a", "b", "b"]), rows[:, 0].astype(int), rows[:, 1], rows[:, 1] * NAN, rows[:, 1], rows[:, 1],
        started=rows[:, 2],
    )  # fmt: skip
    told = Tally("x", Text(), "as_is", "firms_started", "firms_signed", None, 8.0, (), (0.5,) * 3, "outcome", "")
    found = reported_value(told, firms, (1.0,), 4)
    assert found[[0, 2]].tolist() == [1.0, 0.5] and np.isnan(found[[1, 3]]).all()


def test_targets_count_works_funds_and_sales_too_and_drop_who_has_left() -> None:
    lines = {
        "started": "kpi: firms_started, by: 2023-12-31, at_least: 1",
        "paid": "kpi: funds_in_place, by: 2023-12-31, at_least: 600万元",
        "value": "kpi: signed_value, by: 2024-12-31, at_least: 600万元",
        "sold": "kpi: year_sales, by: 2024-12-31, at_least: 1亿元",
        "probe": "kpi: firms_producing, types: [probe], by: 2023-12-31, at_least: 1",
    }
    text = "\n".join(f"  - {{id: {name}, {rest}}}" for name, rest in lines.items())
    run = sim.run(park(targets=text), "as_is", replications=1)
    found = run.kpis[run.kpis.group == "targets"].set_index("kpi").value.to_dict()
    # 2024 has 366 days; the second firm, of day 400, produces from day 445 (21 March 2024) on: 286 days
    assert found == {
        "target.started": 1, "target.paid": 6e6, "target.value": 9e6, "target.sold": pytest.approx(36.6e6 + 28.6e6),
        "target.probe": 1,
    }  # fmt: skip


def judged(values: list[float], best: float, kind: str = "outcome") -> tuple[float, str, int, float]:
    table = pd.DataFrame({"tally": "one", "strategy": "as_is", "value": values})
    found = beside_counts(table, Counted("one", "as_is", "firms", (best,) * 3, kind, "S1"))
    return found.percentile, found.verdict, found.histories, found.reached


def test_an_outcome_within_the_middle_of_single_histories_is_a_hit_and_ties_count_half() -> None:
    assert judged([1, 2, 2, 3], 2) == (0.5, "hit", 4, 1.0)
    assert judged([1, 2, 2, 3], 4) == (1.0, "miss", 4, 1.0)
    assert judged([1, 2, 2, 3], 4, "claim") == (1.0, "", 4, 1.0)


def test_histories_without_anything_to_count_are_left_out_and_told() -> None:
    assert judged([NAN, 0.2, NAN, 0.4], 0.3) == (0.5, "hit", 2, 0.5)
    with pytest.raises(ValueError, match="has anything"):
        judged([NAN, NAN], 0.3)


def test_validate_reads_firms_and_counts_in_the_order_of_the_file() -> None:
    one = count("kpi: firms_signed, by: 2023-12-31")
    two = count("kpi: firms_started, of: firms_signed, by: 2023-12-31", "[80%, 90%, 100%]").replace(
        "id: one", "id: two"
    )
    scenario = park(f"{one}\n{two}")
    found = sim.validate(scenario, replications=3)
    assert [(one.reported.id, one.reported.unit, one.verdict) for one in found] == [  # type: ignore[union-attr]
        ("one", "firms", "miss"),
        ("two", "share", "miss"),
    ]
    assert [one.median for one in found] == [2.0, 1.0]


FAULTS = {
    "after the run": ("kpi: firms_signed, by: 2033-01-01", "1", "by", "outside the simulated time", "不在模拟时段内"),
    "before the run": ("kpi: firms_signed, by: 2022-01-01", "1", "by", "outside the simulated time", "不在模拟时段内"),
    "since later": (
        "kpi: firms_signed, since: 2023-06-01, by: 2023-05-01", "1", "since", "put since: before by:", "早于 by:",
    ),
    "yuan of firms": (
        "kpi: funds_in_place, of: firms_signed, by: 2023-05-01", "10%", "of", "is no share of firms_signed", "的比例",
    ),
    "of itself": ("kpi: firms_signed, of: firms_signed, by: 2023-05-01", "10%", "of", "no share of", "的比例"),
    "a type mistyped": (
        "kpi: firms_signed, types: [prob], by: 2023-05-01", "1", "types", "did you mean probe?", "是不是 probe？",
    ),
    "a KPI mistyped": ("kpi: firms_strated, by: 2023-05-01", "1", "kpi", "did you mean firms_started", "firms_started"),
    "a KPI mistyped of a share": (
        "kpi: firms_strated, of: firms_signed, by: 2023-05-01", "10%", "kpi", "did you mean firms_started",
        "firms_started",
    ),
    "a share above all": (
        "kpi: firms_started, of: firms_signed, by: 2023-05-01", "62", "reported", "did you mean 62%?", "是不是 62%？",
    ),
    "two numbers": ("kpi: firms_signed, by: 2023-05-01", "[1, 2]", "reported", "1 / 3", "1 / 3"),
    "numbers that fall": ("kpi: firms_signed, by: 2023-05-01", "[3, 2, 1]", "reported", "3, 2, 1", "3, 2, 1"),
    "a day that is none": ("kpi: firms_signed, by: 2023-02-30", "1", "by", "2023-02-30", "2023-02-30"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_what_cannot_be_counted_is_a_fault_with_its_place_in_both_languages(name: str) -> None:
    rest, reported, key, english, chinese = FAULTS[name]
    with pytest.raises(ScenarioFaults) as caught:
        park(count(rest, reported))
    (fault,) = caught.value.faults
    assert fault.path.startswith("evidence_counts.one") and fault.line > 20
    assert key in fault.path or key == "reported", fault.path
    assert english in fault.text("en") and chinese in fault.text("zh")


def test_two_reports_of_one_name_and_a_strategy_that_is_not_there_are_faults() -> None:
    one = count("kpi: firms_signed, by: 2023-05-01")
    for counts, said in ((f"{one}\n{one}", "one"), (one.replace("as_is", "as_si"), "did you mean as_is?")):
        with pytest.raises(ScenarioFaults, match=r"evidence_counts\.one") as caught:
            park(counts)
        assert said in str(caught.value)
