"""One office, one kind of firm: waits as Erlang, Pollaczek and Khinchine have them.

Each world runs 25 histories from empty; the first 300 days (ten relaxation times or more) and the last 100 are left
out.
Three clerks are watched for longer because they are busier.
"""

from __future__ import annotations

import json
from math import exp, factorial
from pathlib import Path

import numpy as np
import pytest

from sim.scenario.scenario import load
from tests.theory.harness import Visits, histories, mean_agrees, one_office, visits

WARM_UP, TAIL = 300.0, 100.0
THREE_CLERKS = Path(__file__).parents[1] / "fixtures" / "three_clerks.yaml"


def in_steady_state(text: str, replications: int, horizon: float, seed: int) -> list[Visits]:
    return [visits(h).ready_within(WARM_UP, horizon - TAIL) for h in histories(text, replications, seed)]


def erlang_c(load_offered: float, servers: int) -> float:
    """Chance that an arrival has to wait."""
    terms = [load_offered**k / factorial(k) for k in range(servers)]
    last = load_offered**servers / factorial(servers) / (1 - load_offered / servers)
    return last / (sum(terms) + last)


def test_one_clerk_makes_firms_wait_as_in_M_M_1() -> None:
    rate, horizon = 0.6, 6000.0
    sample = in_steady_state(one_office(horizon, rate, 1, {"exponential": {"mean": 1}}), 25, horizon, seed=11)
    waits = [v.waited for v in sample]

    mean_agrees(waits, rate / (1 - rate))
    mean_agrees([w > 0 for w in waits], rate)
    mean_agrees([w > 3 for w in waits], rate * exp(-(1 - rate) * 3))
    mean_agrees([v.finish - v.ready for v in sample], 1 / (1 - rate))


def test_three_clerks_without_priority_or_return_are_M_M_3() -> None:
    document = load(text=THREE_CLERKS.read_text(encoding="utf-8")).document
    for activity in document["activities"]:
        del activity["sent_back"]
    for enterprise in document["enterprises"]:
        enterprise["priority"] = 1
    horizon = 10000.0
    document["horizon_days"] = horizon
    waits = [v.waited for v in in_steady_state(json.dumps(document), 25, horizon, seed=12)]

    rate, service, clerks = 1.0, 2.0, 3
    must_wait = erlang_c(rate * service, clerks)
    mean_agrees([w > 0 for w in waits], must_wait)
    mean_agrees(waits, must_wait / (clerks / service - rate))
    mean_agrees([w > 2 for w in waits], must_wait * exp(-(clerks / service - rate) * 2))


def pert_second_moment(low: float, mode: float, high: float) -> float:
    a, b = 1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low)
    mean, variance = a / (a + b), a * b / ((a + b) ** 2 * (a + b + 1))
    return (low + (high - low) * mean) ** 2 + (high - low) ** 2 * variance


@pytest.mark.parametrize(
    ("duration", "mean", "second_moment"),
    [
        (1, 1.0, 1.0),
        ({"gamma": {"mean": 1, "cv": 1.5}}, 1.0, 1 + 1.5**2),
        ({"pert": [0.2, 0.7, 3]}, 1.0, pert_second_moment(0.2, 0.7, 3)),
    ],
    ids=["fixed", "gamma", "pert"],
)
def test_one_clerk_makes_firms_wait_as_pollaczek_and_khinchine_say(
    duration: object, mean: float, second_moment: float
) -> None:
    rate, horizon = 0.6, 12000.0
    sample = in_steady_state(one_office(horizon, rate, 1, duration), 25, horizon, seed=13)

    mean_agrees([v.waited for v in sample], rate * second_moment / 2 / (1 - rate * mean))
    mean_agrees([v.waited > 0 for v in sample], rate * mean)


def test_firms_that_lose_patience_leave_as_in_erlang_A() -> None:
    rate, service, patience, clerks, horizon = 1.2, 2.0, 3.0, 2, 5000.0
    text = one_office(
        horizon, rate, clerks, {"exponential": {"mean": service}}, gives_up_after={"exponential": {"mean": patience}}
    )
    sample = []
    for history in histories(text, 25, seed=14):
        _, log = history
        all_visits = visits(history)
        left = log.t_end[all_visits.firm]
        waited = np.where(np.isnan(all_visits.start), left, all_visits.start) - all_visits.ready
        inside = (all_visits.ready >= WARM_UP) & (all_visits.ready < horizon - TAIL)
        sample.append((waited[inside], np.isnan(all_visits.start)[inside]))

    most = 200
    weights = [1.0]
    for n in range(1, most):
        weights.append(weights[-1] * rate / (min(n, clerks) / service + max(n - clerks, 0) / patience))
    chance = np.array(weights) / sum(weights)
    in_line = np.maximum(np.arange(most) - clerks, 0) @ chance
    mean_agrees([gave_up for _, gave_up in sample], in_line / patience / rate)
    mean_agrees([waited for waited, _ in sample], in_line / rate)
    mean_agrees([waited == 0 for waited, _ in sample], chance[:clerks].sum())
