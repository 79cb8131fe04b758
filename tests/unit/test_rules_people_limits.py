"""Rules R18 (going on), R19 (unless), R20 (quota) and R21 (due dates) of docs/semantics.md, one small story each.

Day 0 is Thursday 4 January 2024. Chances are 0 or 1, so that every date can be worked out on paper.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from sim.engine.case import Case
from tests.unit.test_rules import NEVER, ONE, SESSIONS, Changed, Story, at, does, story
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


def at_once(case: Case) -> Case:
    """All children come, and at the instant of the milestone."""
    nothing = np.zeros_like(case.trigger_delay)
    return replace(case, trigger_delay=nothing, u_trigger=nothing)


BROUGHT = {"types": ["a"], "milestone": "settled", "per_year": 1, "at_most": 1}


def a_child_of_who_goes_on(permit: float) -> Story:
    activities = [
        waits("asks", 3, milestone="settled", when={"kind": ["parent"]}),
        does("permit", 1, "shut", gives_up_after=permit, when={"kind": ["parent"]}),
        does("work", 1, after=["asks", "permit"], milestone="producing"),
    ]

    firms = {"a": at(1, attributes={"kind": "parent"}), "b": {"brought_by": BROUGHT, "attributes": {"kind": "child"}}}
    return story(activities, firms, NOBODY_THERE, changed=at_once)


def test_R18_whom_a_milestone_brings_is_told_by_going_on() -> None:
    s = a_child_of_who_goes_on(permit=50)
    assert (s.log.t_appears[s.firm("b")], s.start("b"), s.produces("b")) == (4, 4, 5)


def test_R17_a_parent_that_goes_on_and_leaves_at_that_instant_leaves_too_late_to_stop_its_child() -> None:
    s = a_child_of_who_goes_on(permit=3)
    assert (s.status("a"), s.left("a")) == ("withdrawn", 4)
    assert (s.log.t_appears[s.firm("b")], s.produces("b")) == (4, 5)


def test_R18_whom_going_on_brings_is_in_line_before_what_follows_is_served() -> None:
    """At 4 the desk is free; the child, with priority, and the next step of its parent come to it together."""

    activities = [
        waits("asks", 3, milestone="settled", when={"kind": ["parent"]}),
        does("work", 2, "desk", after=["asks"], milestone="producing"),
    ]
    child = {"brought_by": BROUGHT, "attributes": {"kind": "child"}, "priority": 0}
    firms = {"a": at(1, attributes={"kind": "parent"}), "b": child}
    s = story(activities, firms, {**NOBODY_THERE, **ONE}, changed=at_once)
    assert (s.start("b"), s.start("a")) == (4, 6)


# --- R19: unless ------------------------------------------------------------------------------------------------------


def spared(reached: float, **more: Any) -> Story:
    no = does("verdict", 5, refused={"probability": 1, "unless": "settled"}, **more)
    return story([does("settles", reached, milestone="settled"), no, {**WORK, "after": ["verdict"]}], {"a": 0})


WORK = does("work", 1, milestone="producing")


def test_R19_who_has_reached_the_milestone_is_not_refused() -> None:
    s = spared(4.5)
    assert (s.outcome("a", "verdict"), s.produces("a")) == ("accepted", 6)


def test_R19_a_milestone_reached_at_the_instant_of_the_verdict_or_later_does_not_help() -> None:
    for reached in (5, 6):
        s = spared(reached)
        assert (s.outcome("a", "verdict"), s.status("a"), s.left("a")) == ("refused", "refused", 5)


def test_R19_a_refusal_after_too_many_returns_does_not_fall_away_and_luck_s_does() -> None:
    back = {"probability": 1, "correction": 1, "at_most": 1}
    assert spared(1, sent_back={**back, "then": "refused"}).outcome("a", "verdict") == "refused"
    assert spared(1, sent_back={**back, "then": "pass"}).outcome("a", "verdict") == "passed_at_limit"


# --- R20: quota -------------------------------------------------------------------------------------------------------


def short_of(*windows: tuple[float, float, float, int], plain: float = 1, pressed: float = 0) -> Changed:
    """Windows (from, pressed, until, number) of a quota of signings, and the chances of a final no at the verdict."""

    def changed(case: Case) -> Case:
        at_verdict = case.activity_names[case.node_activity] == "verdict"
        since, start, until, number = np.array(windows, dtype=float).reshape(-1, 4).T
        return replace(
            case,
            quota_milestone=np.array(list(case.milestone_names).index("signed"), "i4"),
            quota_from=since, quota_pressed=start, quota_until=until, quota_number=number.astype("i4"),
            p_refused=np.where(at_verdict, plain, case.p_refused),
            p_refused_pressed=np.where(at_verdict, pressed, case.p_refused),
        )  # fmt: skip

    return changed


def verdicts(changed: Changed, signs: tuple[float, ...] = (), judged: tuple[float, ...] = (10,)) -> list[str]:
    """Firms that sign on these days, and the outcomes of verdicts on those."""
    activities = [
        does("sign", 1, when={"kind": ["signs"]}, milestone="signed"),
        does("verdict", 1, when={"kind": ["judged"]}, refused={"probability": 0.5}),
        does("work", 1, after=["sign", "verdict"], milestone="producing"),
    ]
    firms = {
        "a": at(*(t - 1 for t in signs or (99,)), attributes={"kind": "signs"}),
        "b": at(*(t - 1 for t in judged), attributes={"kind": "judged"}),
    }
    s = story(activities, firms, changed=changed)
    return [s.outcome("b", "verdict", place) for place in range(len(judged))]


def test_R20_while_too_few_have_signed_nobody_is_refused_and_after_that_everybody() -> None:
    s = verdicts(short_of((0, 5, 50, 2)), signs=(3, 20), judged=(10, 30))
    assert s == ["accepted", "refused"]


def test_R20_a_quota_presses_from_its_first_pressed_day_and_not_on_its_last() -> None:
    days = (4.5, 5.0, 49.5, 50.0)
    assert verdicts(short_of((0, 5, 50, 1)), judged=days) == ["refused", "accepted", "accepted", "refused"]


def test_R20_who_signs_at_the_instant_of_the_verdict_does_not_count_yet() -> None:
    assert verdicts(short_of((0, 5, 50, 1)), signs=(10,)) == ["accepted"]
    assert verdicts(short_of((0, 5, 50, 1)), signs=(9.5,)) == ["refused"]


def test_R20_what_was_signed_before_the_window_does_not_count_and_on_its_first_instant_does() -> None:
    assert verdicts(short_of((4, 5, 50, 1)), signs=(3.5,)) == ["accepted"]
    assert verdicts(short_of((4, 5, 50, 1)), signs=(4,)) == ["refused"]


def test_R20_of_two_windows_one_that_is_short_is_enough() -> None:
    both = short_of((0, 5, 50, 1), (4, 5, 50, 1))
    assert (verdicts(both, signs=(3,)), verdicts(both, signs=(5,))) == (["accepted"], ["refused"])


def test_R20_people_may_also_say_no_more_often_while_pressed() -> None:
    more = short_of((0, 5, 50, 1), plain=0, pressed=1)
    assert verdicts(more, judged=(4.5, 10)) == ["accepted", "refused"]


def test_R20_types_that_are_not_counted_do_not_count() -> None:
    def nobody_counts(case: Case) -> Case:
        return replace(short_of((0, 5, 50, 1))(case), type_counted=np.zeros_like(case.type_counted))

    assert verdicts(nobody_counts, signs=(3,)) == ["accepted"]


def test_R20_without_a_milestone_that_counts_nothing_presses() -> None:
    def no_milestone(case: Case) -> Case:
        return replace(short_of((0, 5, 50, 1))(case), quota_milestone=np.array(-1, "i4"))

    assert verdicts(no_milestone) == ["refused"]


def test_R20_the_regime_at_the_start_fixes_the_chance_that_is_pressed() -> None:
    """From day 9.5 on nobody is spared by pressure; the visit began before."""

    def two_rules(case: Case) -> Case:
        case = short_of((0, 5, 50, 1))(case)
        names = ("p_sent_back", "p_refused", "p_refused_pressed", "factor", "priority", "p_trigger")
        twice = {name: np.repeat(getattr(case, name), 2, axis=0) for name in names}
        twice["p_refused_pressed"][1] = twice["p_refused"][1]
        return replace(case, regime_from=np.array([0, 9.5]), **twice)

    assert verdicts(two_rules, judged=(10, 11)) == ["accepted", "refused"]


def test_R20_one_who_goes_on_to_the_milestone_counts() -> None:
    activities = [
        waits("sign", 6, when={"kind": ["signs"]}, milestone="signed"),
        does("verdict", 1, when={"kind": ["judged"]}, refused={"probability": 0.5}),
        does("work", 1, after=["sign", "verdict"], milestone="producing"),
    ]
    firms = {"a": at(0, attributes={"kind": "signs"}), "b": at(4, 7, attributes={"kind": "judged"})}
    s = story(activities, firms, NOBODY_THERE, changed=short_of((0, 1, 50, 1)))
    assert [s.outcome("b", "verdict", place) for place in (0, 1)] == ["accepted", "refused"]


# --- R21: due dates ---------------------------------------------------------------------------------------------------


def kinds(names: str, **days: float) -> dict[str, Any]:
    """A firm of each kind, named after it."""
    return {name: at(days.get(name, 0), attributes={"kind": name}) for name in names}


def of(kind: str, name: str, office: str = "desk", days: float = 1, **more: Any) -> dict[str, Any]:
    return does(name, days, office, when={"kind": [kind]}, **more)


LAST = does("work", 1, milestone="producing", when={"kind": ["n"]})


def served(activities: list[dict[str, Any]], firms: dict[str, Any], desk: dict[str, Any], **more: Any) -> list[str]:
    """Kinds of firms in the order in which they were served at the desks, after `busy`."""
    s = story([*activities, LAST], {**firms, **kinds("n", n=999)}, desk, **more)
    rows = np.flatnonzero(~np.isnan(s.log.t_start) & (s.log.attempt == 1))
    names = s.case.type_names[s.case.type[np.searchsorted(s.case.slot_ptr, s.log.slot[rows], side="right") - 1]]
    return [str(names[i]) for i in np.argsort(s.log.t_start[rows], kind="stable") if names[i] != "busy"]


BUSY = {"busy": at(0, attributes={"kind": "busy"})}
FIRST = of("busy", "keeps_busy", days=5)


def test_R21_a_promise_serves_first_what_is_due_first() -> None:
    """b came later, and its limit of law ends before the promise to a."""
    activities = [FIRST, of("a", "slow"), of("b", "quick", limit_working_days=1)]
    firms = {**BUSY, **kinds("ab", a=1, b=3)}
    assert served(activities, firms, {"desk": {"staff": 1, "promise_working_days": 9}}) == ["b", "a"]
    assert served(activities, firms, ONE) == ["a", "b"]


def test_R21_priority_goes_before_the_due_date() -> None:
    activities = [FIRST, of("a", "slow"), of("b", "quick", limit_working_days=1)]
    firms = {**BUSY, **kinds("ab", a=1, b=3)}
    firms["a"]["priority"] = 0
    assert served(activities, firms, {"desk": {"staff": 1, "promise_working_days": 9}}) == ["a", "b"]


def test_R21_of_visits_that_are_due_together_who_is_ready_longer_goes_first() -> None:
    """Both are due when day 4 ends: one day from day 4, two from day 3."""
    activities = [FIRST, of("a", "one", limit_working_days=1), of("b", "two", limit_working_days=2)]
    firms = {**BUSY, **kinds("ab", a=4, b=3)}
    assert served(activities, firms, {"desk": {"staff": 1, "promise_working_days": 9}}) == ["b", "a"]


def test_R21_the_smallest_promise_of_the_offices_needed_counts() -> None:
    both = {"id": "both", "duration": 1, "needs": ["desk", "lab"], "when": {"kind": ["b"]}}
    offices = {"desk": {"staff": 1, "promise_working_days": 9}, "lab": {"staff": 1, "promise_working_days": 4}}
    firms = {**BUSY, **kinds("ab", a=1, b=3)}
    assert served([FIRST, of("a", "one"), both], firms, offices) == ["b", "a"]


def test_R21_who_needs_an_office_without_a_promise_is_ordered_by_ready_in_a_line_that_is_shared() -> None:
    """c needs the lab alone, which has promised nothing: ready at 3, it goes before what is due at 9 at either desk."""
    both = {"id": "both", "duration": 1, "needs": ["desk", "lab"], "when": {"kind": ["b"]}}
    offices = {"desk": {"staff": 1, "promise_working_days": 9}, "lab": {"staff": 1}}
    firms = {**BUSY, **kinds("bc", b=1, c=3)}
    activities = [of("busy", "keeps_busy", "lab", days=5), both, of("c", "tests", "lab")]
    assert served(activities, firms, offices) == ["c", "b"]


def test_R21_the_promise_counts_working_days() -> None:
    """Of two days from Friday 5 January on, day 1, the second is Monday; b, who comes then, is due at noon."""
    activities = [of("busy", "keeps_busy", days=7), of("a", "two", limit_working_days=2)]
    activities.append(of("b", "half", limit_working_days=0.5))
    firms, desk = {**BUSY, **kinds("ab", a=1, b=4)}, {"desk": {"staff": 1, "promise_working_days": 9}}
    assert served(activities, firms, desk) == ["a", "b"]  # due at 3 and 4.5
    assert served(activities, firms, desk, calendar="CN") == ["b", "a"]  # due at 4.5 and 5


def test_R21_what_earlier_attempts_used_is_taken_off_and_a_correction_is_not() -> None:
    """a, sent back at 3 after 3 days, is ready again at 4 with 9 − 3 = 6 left: due at 10; b, ready at 3.5, at 12.5."""

    def order(correction: float) -> tuple[float, float]:
        back = {"probability": 1, "correction": correction, "at_most": 1, "then": "pass"}
        activities = [
            of("a", "asks", days=3, sent_back={**back, "at_most": 2}),
            of("c", "long", days=17),
            of("b", "other"),
            LAST,
        ]
        firms = kinds("abcn", a=0, b=3.5, c=2, n=999)
        s = story(activities, firms, {"desk": {"staff": 1, "promise_working_days": 9}})
        return s.start("a", "asks", attempt=2), s.start("b", "other")

    assert order(correction=1) == (20, 23)  # due 10 before 12.5
    assert order(correction=4) == (21, 20)  # due 13 after 12.5


def test_R21_what_earlier_attempts_used_is_working_time() -> None:
    """a, at the desk from Friday to Monday, used one day of three, and is due two days from Tuesday on: at 7."""
    back = {"probability": 1, "correction": 1, "at_most": 2, "then": "pass"}
    activities = [
        of("a", "asks", days=3, sent_back=back, limit_working_days=3, clock="calendar"),
        of("c", "long", days=5, clock="calendar"),
        of("b", "other", limit_working_days=1.5),  # from Monday noon to the end of Tuesday, at 6
        LAST,
    ]
    desk = {"desk": {"staff": 1, "promise_working_days": 9}}
    s = story(activities, kinds("abcn", a=1, b=4.5, c=2, n=999), desk, calendar="CN")
    assert s.finish("a", "asks") == 4
    assert s.start("b", "other") == 9 < s.start("a", "asks", attempt=2)


def test_R21_who_has_used_up_its_time_is_due_when_it_is_ready_again() -> None:
    back = {"probability": 1, "correction": 1, "at_most": 2, "then": "pass"}
    activities = [of("a", "asks", days=3, sent_back=back), of("c", "long", days=17), of("b", "other"), LAST]
    limit = {"limit_working_days": 2}
    activities[0] |= limit
    activities[2] |= {"limit_working_days": 0.25}
    s = story(activities, kinds("abcn", a=0, b=3.5, c=2, n=999), {"desk": {"staff": 1, "promise_working_days": 9}})
    assert (s.start("b", "other"), s.start("a", "asks", attempt=2)) == (20, 21)  # due 3.75, and 4 rather than 3


def test_R21_cases_of_the_day_one_line_are_due_from_day_0_on() -> None:
    """Both stand since before day 0; a, due at 1 by law, goes before the second and third of them."""
    line = {"line_on_day_one": 3, "other_applicants": {"at_days": [99], "duration": 2}}
    activities = [of("a", "asks", limit_working_days=1), LAST]
    s = story(activities, kinds("an", n=999), {"desk": {"staff": 1, "promise_working_days": 5, **line}})
    assert s.start("a", "asks") == 0
    s = story(activities, kinds("an", n=999), {"desk": {"staff": 1, **line}})
    assert s.start("a", "asks") == 6


def test_R21_a_strict_office_bars_by_due_date() -> None:
    """The head by due date lacks two people, and bars a, who was ready first."""
    big = {"id": "big", "duration": 1, "needs": [{"office": "desk", "amount": 2}], "when": {"kind": ["b"]}}
    activities = [FIRST, of("a", "slow", days=9), {**big, "limit_working_days": 1}]
    firms = {**BUSY, **kinds("ab", a=3, b=1)}
    for strict, expected in ((False, ["a", "b"]), (True, ["b", "a"])):
        desk = {"desk": {"staff": 2, "strict": strict, "promise_working_days": 9}}
        assert served(activities, firms, desk) == expected


def test_R21_an_office_that_is_ample_has_no_line_and_its_promise_none_either() -> None:
    both = {"id": "both", "duration": 1, "needs": ["desk", "lab"], "when": {"kind": ["b"]}}
    firms = {**BUSY, **kinds("ab", a=1, b=3)}
    offices = {"desk": {"staff": 1, "promise_working_days": 9}, "lab": {"promise_working_days": 1}}
    assert served([FIRST, of("a", "one"), both], firms, offices) == ["a", "b"]
