"""The rules of docs/semantics.md, one small story each with exact dates.

Durations are fixed and chances 0 or 1, so that every date can be worked out on paper. A `Story` is read by names: type,
place in type, activity, attempt.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import isnan, nan
from typing import Any

import numpy as np
import pytest

from sim.engine.blueprint import draw_up
from sim.engine.case import GRID, Case
from sim.engine.layout import lay_out
from sim.engine.log import OUTCOMES, STATUSES, Log
from sim.engine.simpy_engine import play
from sim.scenario.scenario import load

NEVER = pytest.approx(nan, nan_ok=True)
Changed = Callable[[Case], Case]


@dataclass(frozen=True)
class Story:
    """One history, asked by names."""

    case: Case
    log: Log

    def row(self, kind: str, activity: str, place: int = 0, attempt: int = 1) -> int:
        firm = self.firm(kind, place)
        owner = np.repeat(np.arange(len(self.case.type)), np.diff(self.case.slot_ptr))[self.log.slot]
        names = self.case.activity_names[self.case.node_activity[self.case.slot_node[self.log.slot]]]
        (found,) = np.flatnonzero((owner == firm) & (names == activity) & (self.log.attempt == attempt))
        return int(found)

    def firm(self, kind: str, place: int = 0) -> int:
        (found,) = np.flatnonzero((self.case.type_names[self.case.type] == kind) & (self.case.place == place))
        return int(found)

    def ready(self, kind: str, activity: str = "work", place: int = 0, attempt: int = 1) -> float:
        return float(self.log.t_ready[self.row(kind, activity, place, attempt)])

    def start(self, kind: str, activity: str = "work", place: int = 0, attempt: int = 1) -> float:
        return float(self.log.t_start[self.row(kind, activity, place, attempt)])

    def finish(self, kind: str, activity: str = "work", place: int = 0, attempt: int = 1) -> float:
        return float(self.log.t_finish[self.row(kind, activity, place, attempt)])

    def outcome(self, kind: str, activity: str = "work", place: int = 0, attempt: int = 1) -> str:
        return OUTCOMES[self.log.outcome[self.row(kind, activity, place, attempt)]]

    def status(self, kind: str, place: int = 0) -> str:
        return STATUSES[self.log.status[self.firm(kind, place)]]

    def left(self, kind: str, place: int = 0) -> float:
        return float(self.log.t_end[self.firm(kind, place)])

    def produces(self, kind: str, place: int = 0) -> float:
        return float(self.log.milestones[self.firm(kind, place), list(self.case.milestone_names).index("producing")])

    def attempts(self) -> int:
        return len(self.log.slot)


def story(
    activities: list[dict[str, Any]],
    enterprises: dict[str, dict[str, Any] | float],
    offices: dict[str, Any] | None = None,
    *,
    days: float = 100,
    changed: Changed = lambda case: case,
    **more: Any,
) -> Story:
    """Play a small world; an enterprise may be given as the day it appears."""
    firms = [
        {"id": name, **(entry if isinstance(entry, dict) else {"arrivals": {"at_days": [entry]}})}
        for name, entry in enterprises.items()
    ]
    last = (
        {**activities[-1], "milestone": "producing"}
        if not any("milestone" in a for a in activities)
        else activities[-1]
    )
    document = {
        "title": "a story",
        "start": "2024-01-04",  # a Thursday
        "horizon_days": days,
        "calendar": "none",
        "offices": offices or {},
        "activities": [*activities[:-1], last],
        "enterprises": firms,
        "strategies": {"as_is": []},
    }
    plan = draw_up(load(text=json.dumps({**document, **more})).model("as_is"))
    with pytest.MonkeyPatch.context() as patch:  # what a way in is worth may be changed below: each has its slots
        patch.setattr("sim.engine.layout.within_reach", lambda plan, pairs, *_: np.ones(len(pairs.firm), dtype=bool))
        (case,) = lay_out(plan, 1, range(1))
    case = changed(case)
    return Story(case, play(case))


def does(name: str, duration: Any, office: str | None = None, **more: Any) -> dict[str, Any]:
    return {"id": name, "duration": duration, **({"office": office} if office else {}), **more}


def at(*days: float, **more: Any) -> dict[str, Any]:
    return {"arrivals": {"at_days": list(days)}, **more}


ONE = {"desk": {"staff": 1}}

# --- R1: one instant --------------------------------------------------------------------------------------------------


def test_R1_service_wins_over_giving_up_at_the_same_instant() -> None:
    s = story([does("work", 5, "desk", gives_up_after=4)], {"a": 0, "b": 1}, ONE)
    assert (s.ready("b"), s.start("b"), s.finish("b")) == (1, 5, 10)
    assert s.status("b") == "producing"


def test_R1_patience_that_ends_before_the_desk_is_free_makes_the_firm_leave() -> None:
    s = story([does("work", 5, "desk", gives_up_after=3)], {"a": 0, "b": 1}, ONE)
    assert (s.outcome("b"), s.status("b"), s.left("b"), s.start("b")) == ("gave_up", "withdrawn", 4, NEVER)


def test_R1_those_whose_patience_ends_together_give_up_together() -> None:
    s = story([does("work", 9, "desk", gives_up_after=3)], {"a": 0, "b": 1, "c": 1}, ONE)
    assert (s.left("b"), s.left("c")) == (4, 4)


def test_R1_when_a_strict_head_gives_up_those_behind_it_start_at_that_instant() -> None:
    big = {
        "id": "big",
        "duration": 1,
        "needs": [{"office": "desk", "amount": 2}],
        "gives_up_after": 3,
        "when": {"kind": ["b"]},
    }
    activities = [does("work", 20, "desk", when={"kind": ["a", "c"]}, milestone="producing"), big]
    firms = {name: at(day, attributes={"kind": name}) for name, day in (("a", 0), ("b", 1), ("c", 2))}
    s = story(activities, firms, {"desk": {"staff": 2, "strict": True}})
    assert (s.status("b"), s.left("b"), s.start("c")) == ("withdrawn", 4, 4)


def test_R1_an_arrival_at_the_instant_of_a_finish_is_in_line_before_anybody_is_served() -> None:
    s = story([does("work", 5, "desk")], {"a": 0, "b": 1, "urgent": at(5, priority=0)}, ONE)
    assert (s.start("urgent"), s.start("b")) == (5, 10)


def test_R1_services_of_zero_length_let_everybody_through_in_one_instant() -> None:
    s = story([does("work", 0, "desk"), does("next", 0, "desk", after=["work"])], {"a": at(3, 3, 3)}, ONE)
    assert [s.finish("a", "next", place) for place in range(3)] == [3, 3, 3]


def test_R1_what_a_zero_length_finish_opens_is_in_line_before_the_next_serving() -> None:
    """a's zero-length step at 2 opens its second visit, which goes before b's by priority."""
    s = story(
        [does("first", 0, when={"kind": ["a"]}), does("work", 4, "desk", after=["first"])],
        {"a": at(2, priority=0, attributes={"kind": "a"}), "b": at(2, attributes={"kind": "b"})},
        ONE,
    )
    assert (s.start("a"), s.start("b")) == (2, 6)


# --- R2: order --------------------------------------------------------------------------------------------------------


def test_R2_smaller_priority_first_then_who_is_ready_longer() -> None:
    firms = {"busy": 0, "late": at(2), "early": at(1), "green": at(3, priority=0), "low": at(1, priority=2)}
    s = story([does("work", 10, "desk")], firms, ONE)
    assert [s.start(name) for name in ("green", "early", "late", "low")] == [10, 20, 30, 40]


def test_R2_ties_go_by_type_id_in_code_points_then_place_then_activity_id() -> None:
    def both_orders(firms: dict[str, Any], activities: list[dict[str, Any]]) -> list[tuple[float, ...]]:
        s = story(activities, firms, ONE)
        return [tuple(s.start(f, a, p) for a in ("a1", "a2")) for f, p in (("f10", 0), ("f10", 1), ("f9", 0))]

    activities = [does("a1", 1, "desk", milestone="producing"), does("a2", 1, "desk")]
    firms = {"f9": at(0), "f10": at(0, 0)}
    expected = [(0, 1), (2, 3), (4, 5)]
    assert both_orders(firms, activities) == expected
    assert both_orders(dict(reversed(firms.items())), activities) == expected
    assert both_orders(firms, activities[::-1]) == expected


def test_R2_priority_belongs_to_firm_and_office_and_a_change_of_rules_reorders_the_line() -> None:
    channel = {"green_channel": {"when": {"kind": ["g"]}, "places": 1, "from": "2024-01-09"}}  # day 5
    firms = {"busy": 0, "first": 1, "green": at(2, attributes={"kind": "g"})}
    for strategy, expected in (([], (12, 6)), ([channel], (6, 12))):
        named = {name: e if isinstance(e, dict) else at(e, attributes={"kind": "o"}) for name, e in firms.items()}
        s = story([does("work", 6, "desk")], named, ONE, strategies={"as_is": strategy})
        assert (s.start("green"), s.start("first")) == expected


# --- R3: sent back ----------------------------------------------------------------------------------------------------

BACK = {"probability": 1, "correction": 1, "duration": 4, "at_most": 3}


def test_R3_a_dossier_sent_back_is_corrected_and_queues_again_until_at_most() -> None:
    s = story([does("work", 2, "desk", sent_back=BACK)], {"a": 0}, ONE)
    assert [s.start("a", attempt=k) for k in (1, 2, 3)] == [0, 3, 8]
    assert [s.finish("a", attempt=k) for k in (1, 2, 3)] == [2, 7, 12]
    assert [s.outcome("a", attempt=k) for k in (1, 2, 3)] == ["sent_back", "sent_back", "passed_at_limit"]
    assert (s.attempts(), s.produces("a"), s.status("a")) == (3, 12, "producing")


def test_R3_then_refused_at_the_limit_ends_the_firm() -> None:
    s = story([does("work", 2, "desk", sent_back={**BACK, "then": "refused"})], {"a": 0}, ONE)
    assert (s.outcome("a", attempt=3), s.status("a"), s.left("a"), s.produces("a")) == ("refused", "refused", 12, NEVER)


def test_R3_the_server_is_free_while_the_firm_corrects_and_the_new_attempt_has_a_new_ready_time() -> None:
    back = {"probability": {"by": {"kind": {"a": 1, "o": 0}}}, "correction": 1, "at_most": 2}
    firms = {
        "a": at(0, attributes={"kind": "a"}),
        **{n: at(d, attributes={"kind": "o"}) for n, d in (("b", 1), ("c", 2.5))},
    }
    s = story([does("work", 2, "desk", sent_back=back)], firms, ONE)
    assert (s.start("b"), s.ready("a", attempt=2)) == (2, 3)
    assert (s.start("c"), s.start("a", attempt=2)) == (4, 6)


def test_R3_a_quantile_equal_to_the_probability_is_not_sent_back() -> None:
    def exactly(u: float) -> Changed:
        return lambda case: replace(case, u_sent_back=np.full_like(case.u_sent_back, u))

    back = {"probability": 0.5, "correction": 1, "at_most": 1, "then": "refused"}
    activity = does("work", 2, sent_back=back)
    assert story([activity], {"a": 0}, changed=exactly(0.5)).outcome("a") == "accepted"
    assert story([activity], {"a": 0}, changed=exactly(np.nextafter(0.5, 0))).outcome("a") == "refused"


# --- R4: clocks -------------------------------------------------------------------------------------------------------


def test_R4_working_days_are_passed_through_linearly_and_finish_is_the_earliest_instant() -> None:
    """Day 0 is a Thursday: two working days end as Friday does, three as Monday does."""
    expected = {2.0: 2.0, 2.5: 4.5, 3.0: 5.0, 0.25: 0.25}
    for duration, finish in expected.items():
        assert story([does("work", duration, clock="working")], {"a": 0}, calendar="CN").finish("a") == finish


def test_R4_work_begun_on_a_closed_day_starts_to_run_on_the_next_open_one() -> None:
    s = story([does("work", 1, clock="working")], {"a": 2.5}, calendar="CN")
    assert (s.start("a"), s.finish("a")) == (2.5, 5)
    assert story([does("work", 0, clock="working")], {"a": 2.5}, calendar="CN").finish("a") == 2.5


def test_R4_servers_are_held_over_closed_days() -> None:
    s = story([does("work", 2.5, "desk", clock="working")], {"a": 0, "b": 0, "c": 2.25}, ONE, calendar="CN")
    assert (s.finish("a"), s.start("b"), s.finish("b"), s.start("c")) == (4.5, 4.5, 7, 7)


def test_R4_the_site_clock_stands_still_while_sites_are_closed() -> None:
    closures = {"periods": [{"from": "2024-01-06", "until": "2024-01-09"}]}  # days 2 to 5
    s = story([does("work", 4, clock="site")], {"a": 0.5}, site_closures=closures)
    assert s.finish("a") == 8.5


def test_R4_preparation_and_correction_take_calendar_days() -> None:
    back = {"probability": 1, "correction": 3, "at_most": 2}
    s = story([does("work", 1, clock="working", preparation=2.5, sent_back=back)], {"a": 0}, calendar="CN")
    assert (s.ready("a"), s.finish("a"), s.ready("a", attempt=2)) == (2.5, 5, 8)


# --- R5: grid ---------------------------------------------------------------------------------------------------------


def test_R5_every_time_is_a_multiple_of_two_to_the_minus_twenty_of_a_day() -> None:
    firms = {"a": {"arrivals": {"poisson_per_year": 100}}, "b": {"arrivals": {"every_days": 0.3}}}
    back = {"probability": 0.4, "correction": {"exponential": {"mean": 1}}}
    s = story(
        [does("work", 1 / 3, "desk", preparation={"pert": [0, 1, 3]}, sent_back=back)], firms, {"desk": {"staff": 2}}
    )
    for column in (s.case.appears, s.log.t_begin, s.log.t_ready, s.log.t_start, s.log.t_finish):
        reached = column[~np.isnan(column)] * GRID
        assert len(reached) > 100
        assert np.array_equal(reached, np.rint(reached))


# --- R6: skips --------------------------------------------------------------------------------------------------------


def test_R6_an_activity_that_does_not_apply_is_passed_in_no_time_with_its_lags() -> None:
    skipped = does("middle", 50, after=[{"activity": "first", "lag_days": 5}], when={"kind": ["rare"]})
    last = does("work", 1, after=[{"activity": "middle", "lag_days": 2}])
    firms = {"a": at(0, attributes={"kind": "o"}), "b": at(90, attributes={"kind": "rare"})}
    s = story([does("first", 3), skipped, last], firms)
    assert (s.finish("a", "first"), s.start("a")) == (3, 10)


def test_R6_a_chance_branch_that_was_not_drawn_is_passed_when_its_predecessors_are() -> None:
    activities = [
        does("first", 3),
        does("middle", 50, after=[{"activity": "first", "lag_days": 5}], probability=0),
        does("work", 1, after=[{"activity": "middle", "lag_days": 2}]),
    ]
    s = story(activities, {"a": 0})
    assert (s.start("a"), s.attempts()) == (10, 2)
    assert s.log.after[s.row("a", "work")] == s.log.slot[s.row("a", "first")]


def test_R6_an_activity_that_follows_two_others_waits_for_both() -> None:
    s = story([does("p", 3), does("q", 7), does("work", 1, after=["p", "q"])], {"a": 2})
    assert s.start("a") == 9


# --- R7: ends ---------------------------------------------------------------------------------------------------------


def test_R7_the_instant_of_the_horizon_is_played_in_full() -> None:
    s = story([does("work", 5, "desk")], {"a": 0, "b": 1, "c": 10}, ONE, days=10)
    assert (s.finish("b"), s.status("b"), s.produces("b")) == (10, "producing", 10)
    assert (s.start("c"), s.finish("c"), s.outcome("c"), s.status("c")) == (10, NEVER, "open", "in_progress")


def test_R7_nothing_after_the_horizon_is_played_and_the_unfinished_stays_open() -> None:
    s = story([does("work", 5, "desk"), does("next", 1, after=["work"])], {"a": 0, "b": 6}, ONE, days=10.5)
    assert (s.status("a"), s.status("b")) == ("producing", "in_progress")
    assert (s.start("b"), s.finish("b"), s.left("b")) == (6, NEVER, NEVER)
    assert s.attempts() == 3


def test_R7_who_gives_up_in_one_line_leaves_all_lines_and_its_solo_work_stops() -> None:
    activities = [
        does("solo", 30),
        does("work", 10, "desk", gives_up_after=4, milestone="producing"),
        does("other", 10, "lab"),
        does("late", 1, after=["work"]),
    ]
    s = story(activities, {"a": 0, "b": 1, "c": 2}, {"desk": {"staff": 1}, "lab": {"staff": 1}})
    assert (s.left("b"), s.outcome("b"), s.outcome("b", "other"), s.outcome("b", "solo")) == (
        5,
        "gave_up",
        "stopped",
        "stopped",
    )
    assert (s.start("b", "solo"), s.finish("b", "solo"), s.start("b", "other")) == (1, NEVER, NEVER)
    assert s.finish("a", "other") == 10


def test_R7_what_an_office_has_begun_runs_to_its_end_and_holds_its_server() -> None:
    activities = [
        does("doomed", 3, refused={"probability": {"by": {"kind": {"a": 1, "o": 0}}}}),
        does("work", 10, "desk", milestone="producing"),
        does("next", 1, after=["work"]),
    ]
    s = story(activities, {"a": at(0, attributes={"kind": "a"}), "b": at(0, attributes={"kind": "o"})}, ONE)
    assert (s.status("a"), s.left("a"), s.outcome("a")) == ("refused", 3, "void")
    assert (s.finish("a"), s.start("b")) == (10, 10)
    assert isnan(s.produces("a"))
    assert s.attempts() == 5  # `next` of b alone


def test_R7_a_milestone_reached_at_the_instant_of_the_refusal_counts() -> None:
    s = story([does("work", 3, milestone="producing"), does("doomed", 3, refused={"probability": 1})], {"a": 0})
    assert (s.produces("a"), s.status("a"), s.left("a")) == (3, "left", 3)


# --- R8: several needs, and falling back ------------------------------------------------------------------------------

TWO_OFFICES = {"desk": {"staff": 1}, "lab": {"staff": 1}}


def two_needs(strict: bool) -> Story:
    both = {"id": "both", "duration": 2, "needs": ["desk", "lab"], "when": {"kind": ["b"]}}
    offices = {**TWO_OFFICES, "desk": {"staff": 1, "strict": strict}}
    activities = [
        does("lab_work", 10, "lab", when={"kind": ["a"]}),
        both,
        does("work", 4, "desk", when={"kind": ["c"]}, milestone="producing"),
    ]
    return story(activities, {n: at(d, attributes={"kind": n}) for n, d in (("a", 0), ("b", 1), ("c", 2))}, offices)


def test_R8_a_visit_holds_nothing_until_all_it_needs_is_free_and_those_behind_may_pass() -> None:
    s = two_needs(strict=False)
    assert (s.start("c"), s.start("b", "both"), s.finish("b", "both")) == (2, 10, 12)


def test_R8_in_a_strict_queue_nobody_passes_the_visit_that_waits() -> None:
    """b lacks the lab, not the desk: only an office that is itself lacking is kept for it."""
    s = two_needs(strict=True)
    assert (s.start("c"), s.start("b", "both")) == (2, 10)


def test_R8_a_strict_office_that_is_lacking_is_kept_for_the_head_of_the_line() -> None:
    def second_start(strict: bool) -> tuple[float, float]:
        big = {"id": "big", "duration": 3, "needs": [{"office": "desk", "amount": 2}], "when": {"kind": ["b"]}}
        activities = [does("work", 5, "desk", when={"kind": ["a", "c"]}, milestone="producing"), big]
        firms = {n: at(d, attributes={"kind": n}) for n, d in (("a", 0), ("b", 1), ("c", 2))}
        s = story(activities, firms, {"desk": {"staff": 2, "strict": strict}})
        return s.start("b", "big"), s.start("c")

    assert second_start(strict=False) == (7, 2)
    assert second_start(strict=True) == (5, 8)


def falling_back(**more: Any) -> Story:
    """Refused under `build` at day 4, the firm goes on under `rent`."""
    activities = [
        does("plan", 2),
        does("permit", 2, after=["plan"], when={"site_mode": ["build"]}, refused={"probability": 1, "then": "rent"}),
        does("lease", 3, after=["plan"], when={"site_mode": ["rent"]}),
        does("machines", 9),
        does("shell", 8, when={"site_mode": ["build"]}),
        does("work", 1, after=["permit", "lease", "machines"]),
    ]
    modes = [{"id": "build"}, {"id": "rent", "offered": False}]
    return story(activities, {"a": 0}, site_modes=modes, **more)


def test_R8a_a_refusal_with_another_mode_goes_on_there_with_what_is_done() -> None:
    s = falling_back()
    assert s.outcome("a", "permit") == "refused"
    assert (s.start("a", "lease"), s.finish("a", "lease")) == (4, 7)
    assert (s.start("a", "machines"), s.finish("a", "machines")) == (0, 9)
    assert (s.outcome("a", "shell"), s.finish("a", "shell")) == ("stopped", NEVER)
    assert (s.start("a"), s.produces("a"), s.status("a"), s.left("a")) == (9, 10, "producing", NEVER)
    assert s.case.mode_names[s.case.network_mode[s.log.final_network[0]]] == "rent"


# --- R9: staff --------------------------------------------------------------------------------------------------------


def steps(*pairs: tuple[str, int]) -> dict[str, Any]:
    return {"desk": {"steps": [{"from": day, "staff": staff} for day, staff in pairs]}}


def test_R9_a_cut_of_staff_never_interrupts_and_holds_back_until_enough_have_finished() -> None:
    offices = steps(("2024-01-04", 2), ("2024-01-07", 1))  # day 3
    firms = {"a": 0, "b": 1, "c": 2}
    s = story([does("work", 6, "desk")], firms, offices)
    assert (s.finish("a"), s.finish("b"), s.start("c")) == (6, 7, 7)


def test_R9_staff_that_comes_serves_the_line_on_its_first_day() -> None:
    offices = steps(("2024-01-04", 1), ("2024-01-07", 3))
    s = story([does("work", 10, "desk")], {"a": at(0, 0, 0, 0)}, offices)
    assert sorted(s.start("a", place=k) for k in range(4)) == [0, 3, 3, 10]


def test_R9_an_office_without_staff_serves_nobody_until_somebody_comes() -> None:
    s = story([does("work", 1, "desk")], {"a": 0}, steps(("2024-01-04", 0), ("2024-01-14", 1)))
    assert (s.start("a"), s.finish("a")) == (10, 11)


# --- R10: state at start ----------------------------------------------------------------------------------------------


def two_regimes(case: Case) -> Case:
    """From day 5 on work takes a third of the time, and is never sent back."""
    twice = {
        name: np.repeat(getattr(case, name), 2, axis=0) for name in ("p_sent_back", "p_refused", "factor", "priority")
    }
    twice["factor"][1] = 1 / 3
    twice["p_sent_back"][1] = 0.0
    return replace(case, regime_from=np.array([0.0, 5.0]), **twice)


def test_R10_a_duration_is_fixed_by_the_rules_in_force_at_its_start() -> None:
    back = {"probability": 1, "correction": 1, "at_most": 2}
    s = story([does("work", 4, sent_back=back)], {"before": 4, "at": 5}, changed=two_regimes)
    assert (s.finish("before"), s.outcome("before")) == (8, "sent_back")
    assert (s.finish("at"), s.outcome("at")) == (5 + round(4 / 3 * GRID) / GRID, "accepted")
    assert s.finish("before", attempt=2) == 9 + round(4 / 3 * GRID) / GRID


# --- sessions, outside cases, milestones ------------------------------------------------------------------------------

SESSIONS = ["2024-01-09", "2024-01-19"]  # days 5 and 15


def test_sessions_let_solo_work_start_on_their_days_only() -> None:
    s = story([does("work", 2, sessions=SESSIONS)], {"a": 1, "b": 5, "c": 6, "d": 16})
    assert [s.start(n) for n in ("a", "b", "c", "d")] == [5, 5, 15, NEVER]


def test_sessions_at_an_office_take_as_many_as_it_has_staff() -> None:
    activities = [does("work", 2, "desk", sessions=SESSIONS), does("walk_in", 1, "desk", when={"kind": ["w"]})]
    firms = {"a": at(0, 0), "w": at(1, attributes={"kind": "w"})}
    firms = {n: {**e, "attributes": e.get("attributes", {"kind": "o"})} for n, e in firms.items()}
    s = story(activities, firms, ONE)
    assert (s.start("a"), s.start("a", place=1), s.start("w", "walk_in")) == (5, 15, 1)


def test_the_day_one_line_is_served_before_those_who_come_on_day_0() -> None:
    offices = {"desk": {"staff": 1, "line_on_day_one": 2, "other_applicants": {"at_days": [0.5], "duration": 3}}}
    s = story([does("work", 1, "desk")], {"a": 0}, offices)
    line = [s.start("outside:desk:line", "outside:desk", place) for place in range(2)]
    assert (line, s.start("a"), s.start("outside:desk", "outside:desk")) == ([0, 3], 6, 7)
    assert s.ready("outside:desk:line", "outside:desk") < 0


def test_applicants_from_elsewhere_are_handled_by_the_rules_of_the_day_they_come() -> None:
    """Windows open from day 20 to 40 and from day 60 on; the line of day one is the first day's."""
    others = {"at_days": [10, 30, 50, 70], "like": "work"}
    offices = {"desk": {"staff": 1, "line_on_day_one": 1, "other_applicants": others}}
    window = {"handled": ["work"], "handling": 0.5, "parallel": [], "preparation": 1, "returns": 1}
    levers = [
        {"one_window": {**window, "from": "2024-01-24", "until": "2024-02-13"}},
        {"one_window": {**window, "from": "2024-03-04"}},
    ]
    s = story([does("work", 8, "desk")], {"a": 0}, offices, strategies={"as_is": levers})

    def took(kind: str, place: int = 0) -> float:
        return s.finish(kind, "outside:desk", place) - s.start(kind, "outside:desk", place)

    assert [took("outside:desk", place) for place in range(4)] == [8, 4, 8, 4]
    assert took("outside:desk:line") == 8


def test_a_milestone_is_the_earliest_accepted_finish_and_what_follows_production_goes_on() -> None:
    activities = [
        does("quick", 3, milestone="producing"),
        does("slow", 8, milestone="producing"),
        does("after_it", 5, after=["slow"]),
    ]
    s = story(activities, {"a": 0})
    assert (s.produces("a"), s.finish("a", "after_it")) == (3, 13)
