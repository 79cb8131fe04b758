"""Promised time limits: which attempts break them, by the working days of a desk; every day worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import sim
from sim.views.screen.kpis import unit_of

# One clerk, three working days a case, five promised. Day 0 is Monday 6 February 2023; days 5 and 6 are a weekend, and
# so on; day 58 is the Qingming holiday.
#   sent_back   ready 0, done 3; corrects 20 days; ready 23, done 26: 3 + 3 working days      late at its 2nd attempt
#   plain 0     ready 0, behind it; done 8: days 0 to 4 and 7, 6 days                            late
#   plain 4     ready 4, done 11: days 4 and 7 to 10, 5 days                                     just in time
#   outside     ready 14, six days of work, done 22                                             late
#   plain 23    ready 23, behind sent_back, which is due first; done 31: 23 to 25, 28 to 30  late
#   long        ready 42 (20 March), a hundred days of work, open at day 60: 13 days           late
#   leaver      ready 42 behind it, gives up on day 50: 42 to 46 and 49, 6 days                 late
#   refused     ready 42 behind it, leaves on day 50 for another reason                         not told
#   plain 56    ready 56 (3 April), waits at day 60: 56, 57 and 59, 3 days                      not late
PARK = """
start: 2023-02-06
horizon_days: 60
limit_days: 30
calendar: CN
offices:
  desk: {{staff: 1, {promise} other_applicants: {{at_days: [14], duration: 6}}}}
  other_desk: {{staff: 1}}
activities:
  - {{id: contract, duration: 0, milestone: signed}}
  - id: review
    after: contract
    office: desk
    clock: working
    duration: {{by: {{kind: {{sent_back: 3, plain: 3, long: 100, leaver: 3, refused: 3}}}}}}
    sent_back:
      probability: {{by: {{kind: {{sent_back: 1, plain: 0, long: 0, leaver: 0, refused: 0}}}}}}
      correction: 20
      at_most: 2
    gives_up_after: {{by: {{kind: {{sent_back: 900, plain: 900, long: 900, leaver: 8, refused: 900}}}}}}
  - {{id: audit, after: contract, duration: 8, when: {{kind: refused}}, refused: {{probability: 1}}}}
  - {{id: lot, after: review, office: other_desk, duration: 1, milestone: producing}}
enterprises:
  - {{id: a, arrivals: {{at_days: [0]}}, attributes: {{kind: sent_back}}}}
  - {{id: b, arrivals: {{at_days: [0, 4, 23, 56]}}, attributes: {{kind: plain}}, counted: false}}
  - {{id: c, arrivals: {{at_days: [42]}}, attributes: {{kind: long}}}}
  - {{id: d, arrivals: {{at_days: [42]}}, attributes: {{kind: leaver}}}}
  - {{id: e, arrivals: {{at_days: [42]}}, attributes: {{kind: refused}}}}
strategies:
  as_is: []
  limit: [{{time_limits: {{office: desk, working_days: 5}}}}]
"""


@pytest.fixture(scope="module")
def played() -> sim.Comparison:
    return sim.compare(
        sim.load(text=PARK.format(promise="")), replications=2, keep=("enterprises", "kpis", "activities")
    )


def broken(kpis: pd.DataFrame) -> list[tuple[str, str, float]]:
    mine = kpis[(kpis.kpi == "over_promise") & (kpis.replication == 1)]
    return [(row.strategy, row.group, row.value) for row in mine.itertuples()]


def test_the_days_are_those_of_the_table_above(played):
    table = played.tables["activities"]
    mine = table[(table.strategy == "limit") & (table.replication == 1) & (table.activity == "review")]
    days = [(row.enterprise, row.attempt, row.ready, row.finish) for row in mine.itertuples()]
    assert [(*row[:3], None if np.isnan(row[3]) else row[3]) for row in sorted(days)] == [
        ("a-1", 1, 0, 3),
        ("a-1", 2, 23, 26),
        ("b-1", 1, 0, 8),
        ("b-2", 1, 4, 11),
        ("b-3", 1, 23, 31),
        ("b-4", 1, 56, None),
        ("c-1", 1, 42, None),
        ("d-1", 1, 42, None),
        ("e-1", 1, 42, None),
    ]


def test_a_promise_is_broken_by_the_days_of_all_attempts_and_by_who_still_waits_or_gave_up(played):
    assert broken(played.kpis) == [("limit", "office:desk", 6)]  # a's second, two of b, c, d, and the case from outside


@pytest.mark.parametrize(("days", "late"), [(4, 7), (5, 6), (6, 1), (13, 0)])
def test_a_longer_promise_is_broken_less_often(days, late):
    # four days: b-2 too. Six: only c, with 13 days by the end; no order changes, for all cases are promised the same
    run = sim.run(sim.load(text=PARK.format(promise=f"promise_working_days: {days},")), replications=2)
    assert [value for *_, value in broken(run.kpis.assign(strategy="as_is"))] == [late]


def test_cases_are_what_is_counted():
    assert unit_of("over_promise", {}, "office:desk") == "cases"
