"""Entry into the statistics of firms above scale: which window, which batch, and what counts as revenue of the year."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

import sim
from sim.money.above_scale import entries_of, revenue
from sim.money.facts import Facts

NAN = float("nan")
START = date(2023, 1, 1)  # 2023 has 365 days, 2024 has 366: 1 January 2024 is day 365, that of 2025 day 731
FULL = (1.0,)


def firms(producing, left=NAN, output=36.5e6, last_day=1500.0, stopped=None, resumed=None, share=1.0) -> Facts:
    """Firms of which only production matters; 36.5 million a year are 100,000 yuan a day, so 200 days pass the mark."""
    days = np.atleast_1d(np.array(producing, dtype=np.float64))
    each = np.ones(len(days))
    return Facts(
        last_day=last_day, signed=each * 0, handed_over=each * 0, producing=days, left=each * left,
        floor_area=each, land_area=each, planned_output=each * output / share, output_share=each * share,
        margin=each, tax_share=each, jobs=each, rent=each, relief_months=each[:, None], relief_share=each[:, None],
        builds=each > 0, owns=each > 0, loan_rate=each, loan_years=each, resale_share=each, property_fee=each,
        wage=each, moving=each,
        stopped=None if stopped is None else each * stopped, resumed=None if resumed is None else each * resumed,
    )  # fmt: skip


def entered(facts: Facts, ramp=FULL, start: date = START) -> list[float]:
    return entries_of(facts, ramp, start).tolist()


def test_a_new_plant_is_entered_on_the_first_of_the_month_after_it_passed_by_the_20th() -> None:
    # 20 July 2023 is day 200 and ends with day 201; 1 August is day 212, 1 September day 243
    assert entered(firms([0, 1, 2])) == [212, 212, 243]  # 201, 200 and 199 days of output by the end of 20 July


def test_the_last_window_is_november_and_who_passes_later_enters_with_the_annual_batch() -> None:
    # 20 October 2023 ends with day 293; 1 November is day 304; 31 December ends with day 365
    assert entered(firms([93, 94, 165])) == [304, 365, 365]  # 200 days by 20 October; 199; 200 by the end of the year


def test_the_first_window_is_march_and_no_window_opens_earlier() -> None:
    # 20 million a day; 20 February ends with day 51: 1 March is day 59, 1 April day 90
    assert entered(firms([0, 50, 51], output=7.3e9)) == [59, 59, 90]


def test_a_plant_of_an_earlier_year_waits_for_the_annual_batch() -> None:
    # from day 166 on 199 days in 2023; in 2024 it passes in July, but it is not new: 1 January 2025 is day 731
    assert entered(firms([166])) == [731]


def test_revenue_of_two_calendar_years_is_not_added_up() -> None:
    # 20.1 million a year from 1 October on: 5.1 million in 2023, 20.15 in 2024 (366 days)
    assert entered(firms([273], output=20.1e6)) == [731]
    assert np.isnan(entered(firms([273], output=19.9e6))[0])


def test_the_mark_is_reached_by_exactly_20_million_and_missed_by_a_yuan() -> None:
    # day 0 to 365 is one year of output
    exact, short = entered(firms([0], output=20e6)), entered(firms([0], output=20e6 - 1, last_day=366))
    assert exact == [365] and np.isnan(short[0])


def test_output_ramps_up_by_years_of_production_and_is_what_comes_true_not_what_was_announced() -> None:
    # 2023: 365 days at 40 % of 40 million = 16 million; 2024: 365 days at 70 % = 28 million and one day of year 3
    ramp = (0.4, 0.7, 1.0)
    firm = firms([0], output=40e6, share=0.5)
    assert revenue(firm, ramp, 0, 365).tolist() == [16e6]
    assert revenue(firm, ramp, 365, 731).tolist() == [round(28e6 + 40e6 / 365, 2)]
    assert entered(firm, ramp) == [731]


def test_nothing_is_made_while_output_stands_still_for_a_move() -> None:
    # 100 days, 50 without, then 100 more by day 250; 20 September ends with day 263: 1 October is day 273
    assert entered(firms([0], stopped=100, resumed=150)) == [273]
    assert np.isnan(entered(firms([0], stopped=100, resumed=NAN))[0])


def test_who_has_left_makes_nothing_and_who_leaves_before_the_day_of_entry_is_not_entered() -> None:
    assert revenue(firms([0], left=150), FULL, 0, 365).tolist() == [15e6]
    # passes on day 200; entry would be day 212
    assert [np.isnan(entered(firms([0], left=day))[0]) for day in (150, 205, 212, 213)] == [True, True, True, False]


def test_who_never_produces_or_would_be_entered_after_the_horizon_has_no_day() -> None:
    assert np.isnan(entered(firms([NAN]))).all()
    assert np.isnan(entered(firms([0], last_day=211))[0]) and entered(firms([0], last_day=212)) == [212]


def test_windows_follow_the_date_on_which_the_run_starts() -> None:
    # day 0 is 1 September 2023; 122 days in 2023 are 12.2 million; 2024 ends with day 488
    assert entered(firms([0]), start=date(2023, 9, 1)) == [488]
    # 73 million a year, 200,000 a day: 20 October ends with day 50, 10 million; 122 days are 24.4: 1 January is day 122
    assert entered(firms([0], output=73e6), start=date(2023, 9, 1)) == [122]


def test_entry_falls_on_a_first_of_january_or_of_march_to_november_and_more_output_is_never_later() -> None:
    rng = np.random.default_rng(5)
    producing = rng.uniform(0, 1400, 400)
    small, large = (
        np.array(entered(firms(producing, output=output, last_day=2000), (0.4, 0.7, 1.0))) for output in (25e6, 300e6)
    )
    dates = [START + timedelta(days=int(day)) for day in np.concatenate((small, large)) if not np.isnan(day)]
    assert {day.day for day in dates} == {1}
    assert {day.month for day in dates} <= {1, *range(3, 12)} and len({day.month for day in dates}) > 5
    assert (np.nan_to_num(large, nan=np.inf) <= np.nan_to_num(small, nan=np.inf)).all()
    assert (np.nan_to_num(small, nan=np.inf) > producing).all()


PARK = """
start: 2023-01-01
horizon_days: {horizon}
limit_days: 300
activities:
  - {{id: contract, duration: 5, milestone: signed}}
  - {{id: roof, after: contract, duration: 5, milestone: {ready}}}
  - {{id: lot, after: roof, duration: 10, milestone: producing}}
  - id: stays
    after: lot
    when: {{kind: quitter}}
    duration: 400
    refused: {{probability: 1, then: out}}
enterprises:
  - id: firm
    arrivals: {{at_days: [0, 100, 353, 361, 400, 800]}}
    attributes: {{kind: firm}}
    quantities: {{planned_output: 36500000, source: ESTIMATE}}
  - id: quitter
    arrivals: {{at_days: [0]}}
    attributes: {{kind: quitter}}
    quantities: {{planned_output: 36500000, source: ESTIMATE}}
money: {{ramp: [1.0]}}
strategies: {{as_is: []}}
"""


def played(horizon: int = 1096, ready: str = "site_ready") -> sim.Run:
    return sim.run(sim.load(text=PARK.format(horizon=horizon, ready=ready)), replications=1)


def kpi(run: sim.Run, name: str) -> float:
    mine = run.kpis[(run.kpis.kpi == name) & (run.kpis.group == "all")]
    return float(mine.value.iloc[0])


def test_the_day_of_entry_stands_in_the_table_of_money_and_leavers_are_not_counted_at_the_end() -> None:
    # first lots 20 days after appearing: 20, 120, 373, 381, 420, 820
    # 20: passes on 220, by 20 August: 1 September, 243. 120: passes on 320, after 20 October: 1 January 2024, 365
    # 373 and 381: new in 2024, pass on 573 and 581 (27 July, 4 August): 1 September 2024 is day 609, both
    # 420: passes on 620 (12 September): 1 October 2024, 639. 820 (31 March 2025): on 1020, 17 October: November, 1035
    run = played()
    assert run.tables["finance"].t_above_scale.tolist() == [243, 365, 609, 609, 639, 1035, 243]
    assert kpi(run, "above_scale") == 6  # the quitter left on day 420


def test_five_in_one_year_asks_for_all_five_in_the_year_of_signing() -> None:
    # all five: 0, 400, 800 and the quitter. 100 is entered a year later; 353 signs in 2023 and produces in 2024;
    # 361 appears in 2023 and signs in 2024
    assert kpi(played(), "five_same_year") == pytest.approx(4 / 7)


def test_five_in_one_year_looks_at_firms_signed_in_whole_years_and_needs_to_know_when_a_site_is_ready() -> None:
    assert kpi(played(horizon=1000), "five_same_year") == pytest.approx(3 / 6)  # 2025 is cut off: 800 does not count
    assert np.isnan(kpi(played(ready="roofed"), "five_same_year"))
