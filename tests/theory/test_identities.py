"""What must hold exactly on every history: Little's law, conservation of firms, what a clerk's time is spent on.

Times are multiples of 2^-20 day, so sums of them are exact and compared with `==`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from sim.engine.log import FIRM_REFUSED as REFUSED_FIRM
from sim.engine.log import GAVE_UP, IN_PROGRESS, OPEN, PRODUCING, REFUSED, STOPPED, WITHDRAWN
from tests.theory.harness import History, histories, one_office, per_day, visits, world


def exact_sum(days: np.ndarray) -> Fraction:
    return sum(map(Fraction, days.tolist()), Fraction(0))


def integral_of_number(comes: np.ndarray, goes: np.ndarray, until: float) -> Fraction:
    """∫ number present dt, by walking from event to event."""
    steps = [(t, 1) for t in comes.tolist() if t < until] + [(t, -1) for t in goes.tolist() if t < until]
    area, number, before = Fraction(0), 0, 0.0
    for now, change in [
        *sorted(steps, key=lambda s: (s[0], -s[1])),
        (until, 0),
    ]:  # who comes and goes at once, comes first
        area += number * (Fraction(now) - Fraction(before))
        number += change
        before = now
        assert number >= 0
    return area


def step(name: str, office: str | None, duration: Any, **more: Any) -> dict[str, Any]:
    return {"id": name, "clock": "calendar", "duration": duration, **({"office": office} if office else {}), **more}


def busy_park(horizon: float, count: int | None = None) -> str:
    """Two offices in a row, firms of two priorities who correct, lose patience and are refused."""
    back = {"probability": 0.3, "correction": {"exponential": {"mean": 2}}, "at_most": 4}
    limit = {} if count is None else {"count": count}
    return world(
        horizon,
        {"a": {"staff": 2}, "b": {"staff": 1}},
        [
            step(
                "first", "a", {"exponential": {"mean": 1}}, sent_back=back, gives_up_after={"exponential": {"mean": 10}}
            ),
            step("second", "b", {"gamma": {"mean": 0.8, "cv": 1}}, after=["first"], refused={"probability": 0.1}),
            step("third", None, 5, after=["second"], milestone="producing"),
        ],
        [
            {"id": "green", "arrivals": {**per_day(0.3), **limit}, "priority": 0},
            {"id": "ordinary", "arrivals": {**per_day(0.9), **limit}},
        ],
    )


@pytest.fixture(scope="module")
def emptied() -> list[History]:
    """Histories that end with nobody left at work."""
    return histories(busy_park(3000, count=150), 10, seed=41)


@pytest.fixture(scope="module")
def cut_short() -> list[History]:
    """Histories that the horizon cuts in the middle."""
    return histories(busy_park(200), 10, seed=42)


def day_of_leaving(history: History) -> np.ndarray:
    """When each firm's last visit is over or given up."""
    case, log = history
    last = np.full(len(case.type), -np.inf)
    v = visits(history)
    np.maximum.at(last, v.firm, np.where(np.isnan(v.finish), log.t_end[v.firm], v.finish))
    return last


def test_from_empty_to_empty_the_integral_of_the_number_present_is_the_sum_of_the_stays(emptied: list[History]) -> None:
    for case, log in emptied:
        assert not (log.outcome == OPEN).any()
        leaving = day_of_leaving((case, log))
        assert integral_of_number(case.appears, leaving, float(case.horizon)) == exact_sum(leaving - case.appears)


def test_in_a_row_of_offices_the_stay_of_firms_is_what_their_visits_last(emptied: list[History]) -> None:
    for case, log in emptied:
        v = visits((case, log))
        over = np.where(np.isnan(v.finish), log.t_end[v.firm], v.finish)
        present = integral_of_number(case.appears, day_of_leaving((case, log)), float(case.horizon))
        assert present == exact_sum(over - v.begin)
        preparing = integral_of_number(v.begin, v.ready, float(case.horizon))
        waits_end = np.where(np.isnan(v.start), over, v.start)
        waiting = integral_of_number(v.ready, waits_end, float(case.horizon))
        served = ~np.isnan(v.start)
        in_hand = integral_of_number(v.start[served], v.finish[served], float(case.horizon))
        assert present == preparing + waiting + in_hand


@pytest.mark.parametrize("kind", ["emptied", "cut_short"])
def test_firms_that_appeared_are_in_progress_producing_withdrawn_or_refused(
    kind: str, request: pytest.FixtureRequest
) -> None:
    seen = np.zeros(4, dtype=int)
    for case, log in request.getfixturevalue(kind):
        v = visits((case, log))
        ever = {status: np.zeros(len(case.type), dtype=bool) for status in (PRODUCING, WITHDRAWN, REFUSED_FIRM)}
        ever[PRODUCING][v.firm[(v.activity == "third") & ~np.isnan(v.finish)]] = True
        ever[WITHDRAWN][v.firm[v.outcome == GAVE_UP]] = True
        ever[REFUSED_FIRM][v.firm[v.outcome == REFUSED]] = True
        count = {status: int(who.sum()) for status, who in ever.items()}
        count[IN_PROGRESS] = len(case.type) - sum(count.values())

        recorded = np.bincount(log.status, minlength=4)
        assert [count[status] for status in range(4)] == recorded.tolist()
        assert sum(count.values()) == (case.appears <= case.horizon).sum()
        assert np.array_equal(np.isnan(log.t_end), ~(ever[WITHDRAWN] | ever[REFUSED_FIRM]))
        unfinished = np.bincount(v.firm[v.outcome == OPEN], minlength=len(case.type)) > 0
        assert np.array_equal(unfinished, log.status == IN_PROGRESS)
        seen += recorded
    assert (seen[[PRODUCING, WITHDRAWN, REFUSED_FIRM]] > 0).all()
    assert (seen[IN_PROGRESS] > 0) == (kind == "cut_short")


def test_nobody_who_left_is_seen_again(cut_short: list[History], emptied: list[History]) -> None:
    for history in (*cut_short, *emptied):
        v, left = visits(history), history[1].t_end
        for column in (v.begin, v.ready, v.start):
            assert not (column > left[v.firm]).any()
        assert np.isnan(v.finish[v.outcome == STOPPED]).all()


def test_busy_time_is_the_service_that_was_drawn_and_never_more_than_the_staff(cut_short: list[History]) -> None:
    for case, log in cut_short:
        v = visits((case, log))
        drawn = case.service[case.attempt_ptr[log.slot] + log.attempt - 1]
        done = ~np.isnan(v.finish)
        assert np.array_equal(v.finish[done] - v.start[done], drawn[done])
        for activity, staff in (("first", 2), ("second", 1)):
            begun = (v.activity == activity) & ~np.isnan(v.start)
            ends = np.where(done, v.finish, np.inf)[begun]
            events = sorted([(t, 1) for t in v.start[begun]] + [(t, -1) for t in ends if np.isfinite(t)])
            busy = np.cumsum([change for _, change in events])
            assert busy.max() == staff
            held = integral_of_number(v.start[begun], ends, float(case.horizon))
            assert held == exact_sum(np.minimum(ends, case.horizon) - v.start[begun])
            assert held <= staff * Fraction(float(case.horizon))


def test_each_start_at_one_clerk_is_the_later_of_ready_and_the_finish_before() -> None:
    """Lindley's recursion, to the bit."""
    for history in histories(one_office(1500, 0.9, 1, {"gamma": {"mean": 1, "cv": 1.2}}), 4, seed=43):
        v = visits(history)
        free = -np.inf
        for i in np.argsort(v.ready, kind="stable"):
            begins = max(v.ready[i], free)
            assert v.start[i] == begins or (np.isnan(v.start[i]) and begins >= history[0].horizon)
            free = v.finish[i] if not np.isnan(v.finish[i]) else np.inf


def test_each_start_at_three_clerks_waits_for_the_first_of_them_to_be_free() -> None:
    """Kiefer and Wolfowitz's recursion, to the bit."""
    for history in histories(one_office(1500, 1.4, 3, {"exponential": {"mean": 2}}), 4, seed=44):
        v = visits(history)
        free = [-np.inf] * 3
        for i in np.argsort(v.ready, kind="stable"):
            free.sort()
            begins = max(v.ready[i], free[0])
            assert v.start[i] == begins or (np.isnan(v.start[i]) and begins >= history[0].horizon)
            free[0] = v.finish[i] if not np.isnan(v.finish[i]) else np.inf


def test_an_office_with_a_line_from_the_first_day_is_never_idle() -> None:
    """Utilisation is exactly 1 until the last dossier is taken up."""
    crowd = {"id": "firm", "arrivals": {"at_days": [0] * 60}}
    activity = step("licence", "bureau", {"exponential": {"mean": 1}}, milestone="producing")
    for history in histories(world(200, {"bureau": {"staff": 3}}, [activity], [crowd]), 5, seed=45):
        v = visits(history)
        last_start = v.start.max()
        held = integral_of_number(v.start, v.finish, last_start)
        assert held == 3 * Fraction(last_start)
