"""Priorities as Cobham has them, returned dossiers as Jackson has them, and attempts that are geometric.

Histories start empty; the first 300 days and the last 100 are left out.
"""

from __future__ import annotations

import numpy as np
from scipy.stats import chisquare

from sim.engine.log import PASSED_AT_LIMIT
from tests.theory.harness import FALSE_ALARM, histories, mean_agrees, one_office, per_day, visits, world

WARM_UP, TAIL = 300.0, 100.0


def test_two_classes_wait_as_cobham_says() -> None:
    horizon, rates, means = 12000.0, {"green": 0.2, "ordinary": 0.35}, {"green": 0.8, "ordinary": 1.25}
    second_moments = {"green": means["green"] ** 2, "ordinary": 2 * means["ordinary"] ** 2}  # fixed and exponential
    duration = {"by": {"class": {"green": means["green"], "ordinary": {"exponential": {"mean": means["ordinary"]}}}}}
    text = world(
        horizon,
        {"bureau": {"staff": 1}},
        [{"id": "licence", "office": "bureau", "clock": "calendar", "duration": duration, "milestone": "producing"}],
        [
            {"id": kind, "arrivals": per_day(rates[kind]), "priority": place, "attributes": {"class": kind}}
            for place, kind in enumerate(("green", "ordinary"))
        ],
    )
    sample = [visits(h).ready_within(WARM_UP, horizon - TAIL) for h in histories(text, 30, seed=21)]

    residual = sum(rates[kind] * second_moments[kind] / 2 for kind in rates)
    busy_green = rates["green"] * means["green"]
    busy = busy_green + rates["ordinary"] * means["ordinary"]
    mean_agrees([v.waited[v.kind == "green"] for v in sample], residual / (1 - busy_green))
    mean_agrees([v.waited[v.kind == "ordinary"] for v in sample], residual / ((1 - busy_green) * (1 - busy)))


def test_returned_dossiers_make_a_jackson_network() -> None:
    rate, back, correction, horizon = 0.4, 0.3, 4.0, 6000.0
    for corrects, seed in ((0, 22), ({"exponential": {"mean": correction}}, 23)):
        returned = {"probability": back, "correction": corrects, "at_most": 200}
        text = one_office(horizon, rate, 1, {"exponential": {"mean": 1}}, sent_back=returned)
        at_office, in_all = [], []
        for case, log in histories(text, 25, seed=seed):
            v = visits((case, log))
            inside = (case.appears >= WARM_UP) & (case.appears < horizon - TAIL)
            stay = np.bincount(v.firm, weights=v.finish - v.ready, minlength=len(inside))
            at_office.append(stay[inside])
            in_all.append((log.milestones[:, list(case.milestone_names).index("producing")] - case.appears)[inside])

        busy = rate / (1 - back)
        assert not np.isnan(np.concatenate(in_all)).any()
        mean_agrees(at_office, busy / (1 - busy) / rate)
        mean_agrees(in_all, busy / (1 - busy) / rate + (back / (1 - back) * correction if corrects else 0.0))


def test_an_office_behind_an_M_M_1_office_is_M_M_1_again() -> None:
    rate, horizon = 0.6, 6000.0
    first = {"id": "first", "office": "a", "clock": "calendar", "duration": {"exponential": {"mean": 1}}}
    second = {
        "id": "second",
        "office": "b",
        "clock": "calendar",
        "duration": {"exponential": {"mean": 0.8}},
        "after": ["first"],
    }
    firms = [{"id": "firm", "arrivals": per_day(rate)}]
    text = world(horizon, {"a": {"staff": 1}, "b": {"staff": 1}}, [first, {**second, "milestone": "producing"}], firms)
    sample = [visits(h).ready_within(WARM_UP, horizon - TAIL) for h in histories(text, 20, seed=24)]

    mean_agrees([v.waited[v.activity == "first"] for v in sample], rate / (1 - rate))
    mean_agrees([v.waited[v.activity == "second"] for v in sample], 0.8 * 0.48 / (1 - 0.48))


def attempts_of_each_firm(back: float, at_most: int, firms: int, seed: int) -> tuple[np.ndarray, int]:
    """Attempts of each firm, and how many were passed at the limit; no queue, whole days, nobody unfinished."""
    activity = {
        "id": "licence",
        "duration": 1,
        "clock": "calendar",
        "milestone": "producing",
        "sent_back": {"probability": back, "correction": 1, "at_most": at_most},
    }
    arrivals = {"every_days": 0.125, "count": firms}
    text = world(firms / 8 + 2 * at_most, {}, [activity], [{"id": "firm", "arrivals": arrivals}])
    ((case, log),) = histories(text, 1, seed)
    assert len(case.type) == firms
    assert not np.isnan(log.t_finish).any()
    return np.bincount(visits((case, log)).firm), int((log.outcome == PASSED_AT_LIMIT).sum())


def test_the_number_of_attempts_is_geometric() -> None:
    back, firms = 0.4, 40_000
    attempts, passed = attempts_of_each_firm(back, 60, firms, seed=25)
    cells = np.arange(1, 9)
    expected = np.append((1 - back) * back ** (cells[:-1] - 1), back ** (cells[-1] - 1)) * firms
    assert chisquare(np.bincount(np.minimum(attempts, cells[-1]))[1:], expected).pvalue > FALSE_ALARM
    assert passed == 0


def test_the_number_of_attempts_is_cut_at_at_most() -> None:
    back, firms = 0.5, 40_000
    attempts, passed = attempts_of_each_firm(back, 3, firms, seed=26)
    counts = [*np.bincount(attempts, minlength=4)[1:3], (attempts == 3).sum() - passed, passed]
    assert chisquare(counts, np.array([0.5, 0.25, 0.125, 0.125]) * firms).pvalue > FALSE_ALARM
