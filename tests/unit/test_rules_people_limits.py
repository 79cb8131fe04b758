"""Rule R18 (going on) of docs/semantics.md, one small story each.

Day 0 is Thursday 4 January 2024. Chances are 0 or 1, so that every date can be worked out on paper.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from sim.engine.case import Case
from tests.unit.test_rules import NEVER, SESSIONS, Story, at, does, story
from tests.unit.test_rules_estate import bound, chooses, hall, held, lives, moves_in, wants, worth

NOBODY_THERE = {"shut": {"steps": [{"from": "2024-01-04", "staff": 0}, {"from": "2024-06-01", "staff": 1}]}}


def waits(name: str, patience: float, office: str | None = "shut", **more: Any) -> dict[str, Any]:
    """A step that takes a day, for which a firm waits so long and then goes on."""
    return does(name, 1, office, gives_up_after=patience, gives_up_then="go_on", **more)


# --- R18: going on ----------------------------------------------------------------------------------------------------


def at_one_desk(patience: float, **desk: Any) -> Story:
    activities = [waits("asks", patience, "desk"), does("work", 2, after=["asks"])]
    activities[0]["duration"] = 5
    return story(activities, {"a": 0, "b": 1, "c": 4.5}, {"desk": {"staff": 1, **desk}})


def test_R18_who_waits_too_long_goes_on_without_and_what_follows_begins_at_that_instant() -> None:
    s = at_one_desk(3)
    assert (s.outcome("b", "asks"), s.start("b", "asks"), s.finish("b", "asks")) == ("went_on", 4, 4)
    assert (s.start("b"), s.produces("b"), s.status("b"), s.left("b")) == (4, 6, "producing", NEVER)
    assert s.log.regime[s.row("b", "asks")] == 0


def test_R18_going_on_holds_no_desk_and_is_no_completion() -> None:
    s = at_one_desk(3)
    assert (s.start("c", "asks"), s.finish("c", "asks")) == (5, 10)
    assert s.log.counts[1] == 5  # a and c are served, all three work


def test_R18_service_wins_over_going_on_at_the_same_instant() -> None:
    s = at_one_desk(4)
    assert (s.outcome("b", "asks"), s.start("b", "asks"), s.finish("b", "asks")) == ("accepted", 5, 10)


def test_R18_it_is_bound_by_what_it_waited_for() -> None:
    assert by(at_one_desk(3), "b", "asks") == ("server", 0)
    assert by(story([waits("work", 2, None, sessions=SESSIONS)], {"a": 1}), "a") == ("session", 0)
    assert by(story([waits("work", 2)], {"a": 1}, NOBODY_THERE), "a") == ("server", 0)
    at_once = story([does("first", 1), waits("work", 0, after=["first"])], {"a": 1}, NOBODY_THERE)
    assert (by(at_once, "a"), at_once.finish("a")) == (("predecessor", 0), 2)


def by(s: Story, kind: str, activity: str = "work") -> tuple[str, int]:
    row = s.row(kind, activity)
    return bound(s, kind, activity)[0], int(s.log.bound_id[row])


def test_R18_when_a_strict_head_goes_on_those_behind_it_start_at_that_instant() -> None:
    big = {"needs": [{"office": "desk", "amount": 2}], "when": {"kind": ["b"]}}
    activities = [waits("big", 3, None, **big), does("work", 20, "desk", when={"kind": ["a", "c"]})]
    activities[1]["milestone"] = "producing"
    firms = {name: at(day, attributes={"kind": name}) for name, day in (("a", 0), ("b", 1), ("c", 2))}
    s = story(activities, firms, {"desk": {"staff": 2, "strict": True}})
    assert (s.outcome("b", "big"), s.finish("b", "big"), s.start("c")) == ("went_on", 4, 4)


def test_R18_nothing_is_taken_and_the_next_in_line_is_served_at_that_instant() -> None:
    takes = {"gives_up_after": 5, "gives_up_then": "go_on"}
    s = lives(
        hall([100, 100], passing=False), {n: wants(d, f) for n, d, f in (("a", 0, 100), ("b", 1, 200), ("c", 2, 100))},
        [moves_in(**takes), does("work", 1, after=["move_in"], milestone="producing")],
    )  # fmt: skip
    assert (s.outcome("b", "move_in"), s.finish("b", "move_in"), held(s, "b")) == ("went_on", 6, [])
    assert (bound(s, "b"), s.produces("b"), s.start("c", "move_in")) == (("unit", "hall"), 7, 6)


def test_R18_a_milestone_reached_by_going_on_ends_what_is_held_until_it() -> None:
    takes = [{"what": "hall", "amount": "floor_area", "until": "settled"}]
    activities = [
        moves_in(takes=takes),
        waits("asks", 4, after=["move_in"], milestone="settled"),
        does("work", 1, after=["asks"], milestone="producing"),
    ]
    s = lives(hall([100]), {"a": wants(0, 100), "b": wants(1, 100)}, activities, offices=NOBODY_THERE)
    assert (held(s, "a"), s.start("b", "move_in")) == ([("hall", 0, 100, 0, 4)], 4)


def test_R18_a_firm_chooses_when_it_goes_on_from_the_step_that_decides() -> None:
    activities = [
        waits("talks", 3, decides=True),
        moves_in(when={"site_mode": ["rent"]}, after=["talks"]),
        does("dig", 8, when={"site_mode": ["build"]}, after=["talks"]),
        does("work", 1, after=["move_in", "dig"], milestone="producing"),
    ]
    firms = {"a": wants(2, 100)}
    s = chooses(worth(-5, -6), {**firms, "z": wants(0, 100)}, activities=activities, offices=NOBODY_THERE)
    assert (s.log.t_chose[s.firm("a")], s.log.t_chose[s.firm("z")]) == (5, 3)
    assert (s.start("z", "move_in"), s.produces("z")) == (3, 4)


def gives_up_elsewhere(asks: float, permit: float, milestone: str = "settled") -> Story:
    activities = [
        waits("asks", asks, milestone=milestone),
        does("next", 1, after=["asks"]),
        does("permit", 1, "shut", gives_up_after=permit, milestone="permitted"),
        does("work", 1, after=["permit", "next"], **({} if milestone == "producing" else {"milestone": "producing"})),
    ]
    return story(activities, {"a": 0}, NOBODY_THERE)


def test_R18_who_goes_on_and_gives_up_elsewhere_at_one_instant_goes_on_first() -> None:
    s = gives_up_elsewhere(3, 3)
    assert (s.outcome("a", "asks"), s.outcome("a", "permit")) == ("went_on", "gave_up")
    assert (s.status("a"), s.left("a")) == ("withdrawn", 3)
    assert s.log.milestones[0, list(s.case.milestone_names).index("settled")] == 3
    assert (s.outcome("a", "next"), s.log.t_begin[s.row("a", "next")]) == ("stopped", NEVER)


def test_R18_the_step_gone_on_from_is_not_the_reason_though_its_activity_is_smaller() -> None:
    s = gives_up_elsewhere(3, 3)
    assert s.case.activity_names[s.log.reason[0]] == "permit"


def test_R18_who_produces_by_going_on_and_leaves_at_that_instant_has_left() -> None:
    assert gives_up_elsewhere(3, 3, "producing").status("a") == "left"


def a_child_of_who_goes_on(permit: float) -> Story:
    activities = [
        waits("asks", 3, milestone="settled", when={"kind": ["parent"]}),
        does("permit", 1, "shut", gives_up_after=permit, when={"kind": ["parent"]}),
        does("work", 1, after=["asks", "permit"], milestone="producing"),
    ]
    brought = {"types": ["a"], "milestone": "settled", "per_year": 1, "at_most": 1}

    def at_once(case: Case) -> Case:
        nothing = np.zeros_like(case.trigger_delay)
        return replace(case, trigger_delay=nothing, u_trigger=nothing)

    firms = {"a": at(1, attributes={"kind": "parent"}), "b": {"brought_by": brought, "attributes": {"kind": "child"}}}
    return story(activities, firms, NOBODY_THERE, changed=at_once)


def test_R18_whom_a_milestone_brings_is_told_by_going_on() -> None:
    s = a_child_of_who_goes_on(permit=50)
    assert (s.log.t_appears[s.firm("b")], s.start("b"), s.produces("b")) == (4, 4, 5)


def test_R17_a_parent_that_goes_on_and_leaves_at_that_instant_leaves_too_late_to_stop_its_child() -> None:
    s = a_child_of_who_goes_on(permit=3)
    assert (s.status("a"), s.left("a")) == ("withdrawn", 4)
    assert (s.log.t_appears[s.firm("b")], s.produces("b")) == (4, 5)
