"""Rules R13 (spaces and stocks), R14 (cash) and R15 (choice) of docs/semantics.md, one small story each.

Day 0 is 4 January 2024. Areas, prices and stays are whole numbers, so that every date can be worked out on paper.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from math import inf, isnan
from typing import Any

import numpy as np
import pytest

from sim.engine.case import Case
from sim.engine.log import BOUND_BY
from tests.unit.test_rules import NEVER, Changed, Story, at, does, steps, story


def day(n: int) -> str:
    return (date(2024, 1, 4) + timedelta(days=n)).isoformat()


SHUT = steps((day(0), 0), (day(90), 1))  # a desk at which nobody is served for so long


def phase(*buildings: list[float], decided: int = 0, construction: float = 0, name: str = "p") -> dict[str, Any]:
    return {
        "id": name,
        "decided": day(decided),
        "construction": construction,
        "buildings": [{"id": f"b{number}", "units": units} for number, units in enumerate(buildings)],
    }


def hall(*buildings: list[float], **more: Any) -> dict[str, Any]:
    return space(phase(*buildings), **more)


def space(*phases: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"spaces": [{"id": "hall", "phases": list(phases), **more}]}


def stock(name: str, *supply: tuple[int, float], kind: str = "utility", **more: Any) -> dict[str, Any]:
    rows = [{"id": f"s{number}", "date": day(when), "amount": amount} for number, (when, amount) in enumerate(supply)]
    return {"id": name, "kind": kind, **({"unit": "kW"} if kind == "utility" else {}), "supply": rows, **more}


def wants(when: float, floor: float = 0, stays: str = "on", **more: Any) -> dict[str, Any]:
    """A firm that wants so much floor; `short` leaves ten days after it got it, `on` stays."""
    quantities = {"floor_area": floor, **more.pop("quantities", {})}
    return at(when, quantities=quantities, attributes={"stays": stays, **more.pop("attributes", {})}, **more)


def moves_in(**more: Any) -> dict[str, Any]:
    return {"id": "move_in", "duration": 0, "takes": [{"what": "hall", "amount": "floor_area"}], **more}


WORK = does("work", 1, after=["move_in"], milestone="producing")
TENANCY = does("tenancy", 9, after=["work"], when={"stays": ["short"]}, refused={"probability": 1})
LIFE = [moves_in(), WORK, TENANCY]
NOBODY = {"nobody": wants(1000, 1, "short"), "nor": wants(1000, 1, "on")}  # so that both kinds exist


def lives(estate: dict[str, Any], firms: dict[str, Any], activities: list[Any] = LIFE, **more: Any) -> Story:
    return story(activities, {**NOBODY, **firms}, estate=estate, **more)


def got(s: Story, kind: str, activity: str = "move_in") -> float:
    return s.start(kind, activity)


def bound(s: Story, kind: str, activity: str = "move_in") -> tuple[str, str]:
    row = s.row(kind, activity)
    by = BOUND_BY[s.log.bound_by[row]]
    names = s.case.resource_names if by in ("unit", "land", "utility") else s.case.activity_names
    return by, str(names[s.log.bound_id[row]])


def held(s: Story, kind: str) -> list[tuple[str, int, float, float, float]]:
    """(what, which unit, how much, from, to) of a firm; a stock has unit -1, what is still held ends NEVER."""
    owner = np.repeat(np.arange(len(s.case.type)), np.diff(s.case.slot_ptr))[s.log.holding_slot]
    mine = np.flatnonzero(owner == s.firm(kind))
    log, names = s.log, s.case.resource_names
    columns = (log.holding_unit, log.holding_amount, log.holding_from, log.holding_to)
    return [(str(names[log.holding_resource[i]]), *(column[i].item() for column in columns)) for i in mine]


def units(s: Story, kind: str) -> list[int]:
    return [unit for _, unit, *_ in held(s, kind)]


def still(s: Story, kind: str) -> bool:
    return [isnan(end) for *_, end in held(s, kind)] == [True]


# --- R13: who gets which floors ---------------------------------------------------------------------------------------


def test_R13_a_full_estate_makes_firms_wait_and_the_log_says_for_what_and_how_long() -> None:
    s = lives(hall([100]), {"a": wants(0, 100, "short"), "b": wants(3, 100)})
    assert (got(s, "a"), s.left("a")) == (0, 10)
    assert (s.ready("b", "move_in"), got(s, "b"), s.finish("b", "move_in")) == (3, 10, 10)
    assert bound(s, "b") == ("unit", "hall")
    assert held(s, "b") == [("hall", 0, 100, 10, NEVER)]


def test_R13_who_finds_a_unit_free_is_bound_by_what_came_before() -> None:
    activities = [does("contract", 2), moves_in(after=["contract"]), WORK, TENANCY]
    s = lives(hall([100]), {"a": wants(1, 100)}, activities)
    assert (got(s, "a"), bound(s, "a")) == (3, ("predecessor", "contract"))


def test_R13_units_of_one_firm_adjoin() -> None:
    """At day 12 the first and the third unit are free, and nothing between them."""
    s = lives(
        hall([100, 100, 100]),
        {"a": wants(0, 100, "short"), "b": wants(1, 100), "c": wants(2, 100, "short"), "d": wants(3, 200)},
    )
    assert (units(s, "a"), units(s, "b"), units(s, "c")) == ([0], [1], [2])
    assert (s.left("a"), s.left("c"), got(s, "d"), s.outcome("d", "move_in")) == (10, 12, NEVER, "open")


def test_R13_a_firm_may_hold_several_adjoining_units_and_the_line_sees_all_of_them_taken() -> None:
    s = lives(hall([100, 100, 100]), {"a": wants(0, 100), "b": wants(1, 200, "short"), "c": wants(2, 100)})
    assert units(s, "b") == [1, 2]
    assert (got(s, "b"), got(s, "c"), units(s, "c")) == (1, 11, [1])


def test_R13_buildings_are_not_mixed() -> None:
    s = lives(hall([100, 100], [100, 100]), {"a": wants(0, 100), "b": wants(1, 200), "c": wants(2, 200)})
    assert (units(s, "a"), units(s, "b")) == ([0], [2, 3])
    assert lives(hall([100], [100]), {"b": wants(1, 200)}).start("b", "move_in") == NEVER
    assert got(s, "c") == NEVER


def test_R13_phases_are_not_mixed_either() -> None:
    estate = space(phase([100], name="p1"), phase([100], name="p2"))
    assert got(lives(estate, {"a": wants(0, 200)}), "a") == NEVER


def test_R13_of_the_runs_that_suffice_the_smallest_area_is_taken() -> None:
    s = lives(hall([300], [100, 150], [120]), {"a": wants(0, 110), "b": wants(1, 200), "c": wants(2, 10)})
    assert (units(s, "a"), units(s, "b"), units(s, "c")) == ([3], [1, 2], [0])


def test_R13_of_equal_areas_fewer_units_are_taken_and_then_the_first() -> None:
    s = lives(hall([100, 100], [200], [200]), {"a": wants(0, 200), "b": wants(1, 200), "c": wants(2, 200)})
    assert (units(s, "a"), units(s, "b"), units(s, "c")) == ([2], [3], [0, 1])


def test_R13_for_each_first_unit_only_the_shortest_run_counts() -> None:
    """From the first unit on, 60 + 40 suffice for 100; the last unit of that building stays free."""
    s = lives(hall([60, 40, 10]), {"a": wants(0, 100), "b": wants(1, 10)})
    assert (units(s, "a"), units(s, "b")) == ([0, 1], [2])


def test_R13_a_firm_holds_whole_units() -> None:
    s = lives(hall([120]), {"a": wants(0, 50), "b": wants(1, 50)})
    assert held(s, "a") == [("hall", 0, 120, 0, NEVER)]
    assert got(s, "b") == NEVER


def test_R13_exactly_the_floor_of_a_unit_fits_and_a_square_metre_more_does_not() -> None:
    s = lives(hall([100]), {"more": wants(0, 101), "just": wants(1, 100)})
    assert (got(s, "just"), got(s, "more")) == (1, NEVER)


def passing(allowed: bool) -> Story:
    """b wants both units while a has one of them; c wants the other."""
    return lives(
        hall([100, 100], passing=allowed),
        {"a": wants(0, 100, "short"), "b": wants(1, 200, "short"), "c": wants(2, 100)},
    )


def test_R13_with_passing_who_fits_goes_before_who_does_not() -> None:
    s = passing(allowed=True)
    assert (got(s, "c"), got(s, "b")) == (2, NEVER)


def test_R13_without_passing_everybody_waits_for_the_head_of_the_line() -> None:
    s = passing(allowed=False)
    assert (got(s, "b"), s.left("b"), got(s, "c")) == (10, 20, 20)


def test_R13_without_passing_who_gives_up_at_the_head_frees_those_behind_at_that_instant() -> None:
    activities = [moves_in(gives_up_after=4), WORK, TENANCY]
    firms = {"a": wants(0, 100), "b": wants(1, 200), "c": wants(2, 100)}
    s = lives(hall([100, 100], passing=False), firms, activities)
    assert (s.status("b"), s.left("b"), got(s, "c")) == ("withdrawn", 5, 5)


def test_R13_a_change_of_priorities_serves_the_line_on_its_day_where_it_lets_somebody_start() -> None:
    """One unit is free, and b, who wants two, bars it; from day 5 on g stands before b."""
    channel = {"green_channel": {"when": {"green": ["yes"]}, "places": 1, "from": day(5)}}
    firms = {
        name: wants(when, floor, stays, attributes={"green": green})
        for name, when, floor, stays, green in (
            ("a", 0, 100, "short", "no"),
            ("b", 1, 200, "on", "no"),
            ("g", 2, 100, "on", "yes"),
        )
    }
    s = story(LIFE, firms, estate=hall([100, 100], passing=False), strategies={"as_is": [channel]})
    assert (got(s, "g"), got(s, "b")) == (5, NEVER)


def test_R13_best_fit_serves_whoever_wastes_least_not_who_came_first() -> None:
    """At day 10 a unit of 300 comes free: for b 250 of it would be waste, for c 10."""
    firms = {"a": wants(0, 300, "short"), "b": wants(1, 50), "c": wants(2, 290, "short")}
    first, best = (lives(hall([300], rule=rule), firms) for rule in ("first_come", "best_fit"))
    assert (got(first, "b"), got(first, "c")) == (10, NEVER)
    assert (got(best, "c"), got(best, "b")) == (10, 20)


def test_R13_best_fit_of_equals_serves_the_order_of_the_line() -> None:
    firms = {"a": wants(0, 100, "short"), "c": wants(1, 90), "b": wants(2, 90)}
    s = lives(hall([100], rule="best_fit"), firms)
    assert (got(s, "c"), got(s, "b")) == (10, NEVER)


def test_R13_best_fit_bars_nobody_even_where_passing_is_off() -> None:
    firms = {"a": wants(0, 100), "b": wants(1, 200), "c": wants(2, 100)}
    s = lives(hall([100, 100], rule="best_fit", passing=False), firms)
    assert (got(s, "c"), got(s, "b")) == (2, NEVER)


def test_R13_best_fit_looks_anew_after_everyone_it_serves() -> None:
    """Both units come free together: b fits one of them exactly, and c then takes what is left."""
    firms = {"a": wants(0, 200, "short"), "c": wants(1, 60), "b": wants(2, 100)}
    s = lives(hall([100, 100], rule="best_fit"), firms)
    assert (got(s, "b"), units(s, "b"), got(s, "c"), units(s, "c")) == (10, [0], 10, [1])


def test_R13_a_smaller_priority_goes_first_at_a_space() -> None:
    firms = {"a": wants(0, 100, "short"), "b": wants(1, 100), "urgent": wants(2, 100, "short", priority=0)}
    s = lives(hall([100]), firms)
    assert (got(s, "urgent"), got(s, "b")) == (10, 20)


def test_R13_a_green_channel_counts_at_spaces_and_reorders_their_line_on_its_day() -> None:
    channel = {"green_channel": {"when": {"green": ["yes"]}, "places": 1, "from": day(5)}}
    firms = {
        name: wants(when, 100, stays, attributes={"green": green})
        for name, when, stays, green in (("a", 0, "short", "no"), ("b", 1, "on", "no"), ("g", 2, "short", "yes"))
    }
    for strategy, expected in (([], (10, NEVER)), ([channel], (20, 10))):
        s = story(LIFE, firms, estate=hall([100]), strategies={"as_is": strategy})
        assert (got(s, "b"), got(s, "g")) == expected


# --- R13: shells that are not there yet -------------------------------------------------------------------------------

EARLY = [{"what": "hall", "amount": "floor_area", "unfinished": True}]


def test_R13_an_unfinished_shell_can_be_signed_for_and_the_step_ends_when_it_is_complete() -> None:
    s = lives(space(phase([100], construction=50)), {"a": wants(3, 100)}, [moves_in(takes=EARLY), WORK, TENANCY])
    assert (got(s, "a"), s.finish("a", "move_in"), s.start("a")) == (3, 50, 50)
    assert held(s, "a") == [("hall", 0, 100, 3, NEVER)]
    assert bound(s, "a")[0] == "arrival"


def test_R13_the_service_of_a_step_runs_from_the_completion_of_the_last_shell() -> None:
    """Complete at the end of day 8, a Friday; two working days later is the end of Tuesday, day 13."""
    step = moves_in(takes=EARLY, duration=2, clock="working")
    s = lives(space(phase([100], construction=9)), {"a": wants(0, 100)}, [step, WORK, TENANCY], calendar="CN")
    assert (got(s, "a"), s.finish("a", "move_in")) == (0, 13)


def test_R13_a_shell_that_is_not_decided_yet_cannot_be_signed_for() -> None:
    estate = space(phase([100], decided=20, construction=30))
    s = lives(estate, {"a": wants(0, 100)}, [moves_in(takes=EARLY), WORK, TENANCY])
    assert (got(s, "a"), s.finish("a", "move_in"), bound(s, "a")) == (20, 50, ("unit", "hall"))


def test_R13_who_may_take_an_unfinished_shell_takes_a_finished_one_where_there_is_one() -> None:
    estate = space(phase([100], construction=50, name="p1"), phase([300], name="p2"))
    s = lives(estate, {"a": wants(0, 100)}, [moves_in(takes=EARLY), WORK, TENANCY])
    assert (s.finish("a", "move_in"), [amount for _, _, amount, *_ in held(s, "a")]) == (0, [300])


def test_R13_of_unfinished_shells_the_one_that_is_complete_first_is_taken_even_where_it_is_larger() -> None:
    estate = space(phase([100], construction=50, name="p1"), phase([300], construction=40, name="p2"))
    s = lives(estate, {"a": wants(0, 100)}, [moves_in(takes=EARLY), WORK, TENANCY])
    assert (s.finish("a", "move_in"), units(s, "a")) == (40, [1])


def test_R13_a_standard_rental_does_not_take_unfinished_shells() -> None:
    s = lives(space(phase([100], construction=50)), {"a": wants(3, 100)})
    assert (s.ready("a", "move_in"), got(s, "a"), bound(s, "a")) == (3, 50, ("unit", "hall"))


def test_R13_who_waits_for_a_finished_shell_may_lose_it_to_who_signs_for_it_unfinished() -> None:
    early = {**moves_in(takes=EARLY), "id": "sign_early", "when": {"early": ["yes"]}}
    activities = [
        early,
        moves_in(when={"early": ["no"]}),
        does("work", 1, after=["move_in", "sign_early"], milestone="producing"),
        TENANCY,
    ]
    firms = {
        name: wants(when, 100, stays, attributes={"early": early})
        for name, when, stays, early in (("a", 0, "on", "no"), ("b", 7, "short", "yes"))
    }
    s = story(activities, firms, estate=space(phase([100], construction=50)))
    assert (got(s, "b", "sign_early"), s.finish("b", "sign_early")) == (7, 50)
    assert (s.left("b"), got(s, "a")) == (60, 60)


# --- R13: until ------------------------------------------------------------------------------------------------------


def kept_until(until: str, **more: Any) -> dict[str, Any]:
    return moves_in(takes=[{"what": "hall", "amount": "floor_area", "until": until}], **more)


def test_R13_what_is_taken_until_the_finish_is_free_at_that_instant() -> None:
    firms = {"a": wants(0, 100), "b": wants(1, 100)}
    s = lives(hall([100]), firms, [kept_until("finish", duration=6), WORK, TENANCY])
    assert held(s, "a") == [("hall", 0, 100, 0, 6)]
    assert (got(s, "b"), held(s, "b")) == (6, [("hall", 0, 100, 6, 12)])


def test_R13_what_is_taken_until_a_milestone_is_free_at_the_instant_it_is_reached() -> None:
    activities = [kept_until("fitted"), does("fit", 8, after=["move_in"], milestone="fitted"), {**WORK, "after": "fit"}]
    s = lives(hall([100]), {"a": wants(0, 100), "b": wants(1, 100)}, [*activities, TENANCY])
    assert (held(s, "a"), got(s, "b")) == ([("hall", 0, 100, 0, 8)], 8)
    assert s.finish("a") == 9


def test_R13_what_is_taken_until_exit_outlasts_every_milestone() -> None:
    s = lives(hall([100]), {"a": wants(0, 100), "b": wants(1, 100)})
    assert (s.produces("a"), still(s, "a"), got(s, "b")) == (1, True, NEVER)


def test_R13_a_milestone_reached_before_the_start_does_not_end_a_holding() -> None:
    """The step starts at 5, the milestone was reached at 2: the unit is kept until the firm leaves at 21."""
    activities = [
        does("early", 2, milestone="fitted"),
        kept_until("fitted", after=[{"activity": "early", "lag_days": 3}]),
        does("work", 7, after=["move_in"], milestone="producing"),
        TENANCY,
    ]
    s = lives(hall([100]), {"a": wants(0, 100, "short"), "b": wants(1, 100)}, activities)
    assert (got(s, "a"), s.left("a"), held(s, "a")) == (5, 21, [("hall", 0, 100, 5, 21)])
    assert got(s, "b") == 21


def test_R13_only_the_first_time_a_milestone_is_reached_gives_back() -> None:
    """Another step of the same milestone at 12 gives nothing back that was taken at 5."""
    activities = [
        does("early", 2, milestone="fitted"),
        kept_until("fitted", after=[{"activity": "early", "lag_days": 3}]),
        does("again", 7, after=["move_in"], milestone="fitted"),
        {**WORK, "after": ["again"]},
        TENANCY,
    ]
    assert still(lives(hall([100]), {"a": wants(0, 100)}, activities), "a")


def test_R13_what_is_given_back_in_one_instant_is_taken_in_it_even_where_both_steps_take_no_time() -> None:
    s = lives(hall([100]), {n: wants(3, 100) for n in "abc"}, [kept_until("finish"), WORK, TENANCY])
    assert [got(s, n) for n in "abc"] == [3, 3, 3]


# --- R13: leaving -----------------------------------------------------------------------------------------------------


def test_R13_leaving_gives_everything_back_and_the_next_starts_at_that_instant() -> None:
    estate = {**hall([100, 100]), "stocks": [stock("power", (0, 10))]}
    takes = [*moves_in()["takes"], {"what": "power", "amount": "power"}]
    firms = {
        "a": wants(0, 200, "short", quantities={"power": 10}),
        "b": wants(2, 200, quantities={"power": 10}),
    }
    s = story([moves_in(takes=takes), WORK, TENANCY], firms, estate=estate)
    assert s.left("a") == 10
    assert held(s, "a") == [("hall", 0, 100, 0, 10), ("hall", 1, 100, 0, 10), ("power", -1, 10, 0, 10)]
    assert (got(s, "b"), bound(s, "b")) == (10, ("unit", "hall"))


def test_R13_giving_up_elsewhere_gives_the_unit_back_at_that_instant() -> None:
    """a holds the unit while it waits at a desk at which nobody is served; its patience ends at 5."""
    activities = [moves_in(), does("paper", 1, "desk", after=["move_in"], gives_up_after=5), {**WORK, "after": "paper"}]
    s = lives(hall([100]), {"a": wants(0, 100), "b": wants(1, 100)}, [*activities, TENANCY], offices=SHUT)
    assert (s.status("a"), held(s, "a"), got(s, "b")) == ("withdrawn", [("hall", 0, 100, 0, 5)], 5)


def test_R13_who_waits_for_a_unit_gives_up_when_its_patience_ends_and_not_before_the_serving() -> None:
    firms = {"a": wants(0, 100, "short"), "b": wants(3, 100), "c": wants(4, 100)}
    s = lives(hall([100]), firms, [moves_in(gives_up_after=7), WORK, TENANCY])
    assert (got(s, "b"), s.status("b")) == (10, "producing")
    assert (s.outcome("c", "move_in"), s.status("c"), s.left("c")) == ("gave_up", "withdrawn", 11)


def test_R13_a_unit_signed_for_unfinished_comes_back_when_the_firm_leaves_before_it_stands() -> None:
    early = moves_in(takes=EARLY)
    doomed = does("doomed", 6, when={"stays": ["short"]}, refused={"probability": 1})
    s = lives(
        space(phase([100], construction=50)),
        {"a": wants(0, 100, "short"), "b": wants(1, 100)},
        [early, doomed, WORK, TENANCY],
    )
    assert (s.outcome("a", "move_in"), held(s, "a")) == ("stopped", [("hall", 0, 100, 0, 6)])
    assert (got(s, "b"), s.finish("b", "move_in")) == (6, 50)


# --- R8a and R13: falling back ----------------------------------------------------------------------------------------


def mortgage(keeps: bool) -> Story:
    """Refused a mortgage at 4, a goes on as a tenant; b wants the same unit."""
    step = moves_in(when={"site_mode": ["mortgage", "rent"] if keeps else ["mortgage"]})
    activities = [
        step,
        does("bank", 4, after=["move_in"], when={"site_mode": ["mortgage"]}, refused={"probability": {"by": {"stays": {
            "short": 1, "on": 0}}}, "then": "rent"}),
        does("lease", 2, after=["move_in"], when={"site_mode": ["rent"]}),
        does("work", 5, after=["lease", "bank"], milestone="producing"),
    ]  # fmt: skip
    modes = [{"id": "mortgage"}, {"id": "rent", "offered": False}]
    return lives(hall([100]), {"a": wants(0, 100, "short"), "b": wants(1, 100)}, activities, site_modes=modes)


def test_R13_a_refused_mortgage_that_goes_on_as_a_rental_keeps_the_unit() -> None:
    s = mortgage(keeps=True)
    assert (s.finish("a", "bank"), s.start("a", "lease"), s.produces("a")) == (4, 4, 11)
    assert held(s, "a") == [("hall", 0, 100, 0, NEVER)]
    assert got(s, "b") == NEVER


def test_R13_falling_back_to_a_mode_without_the_step_gives_the_unit_back_at_that_instant() -> None:
    s = mortgage(keeps=False)
    assert held(s, "a") == [("hall", 0, 100, 0, 4)]
    assert (got(s, "b"), s.produces("a")) == (4, 11)


# --- R13: stocks ------------------------------------------------------------------------------------------------------

TWO = [{"what": "power", "amount": "power"}, {"what": "water", "amount": "water"}]
CONNECTED = [moves_in(takes=TWO), WORK, TENANCY]


def needs(when: float, power: float, water: float, stays: str = "on") -> dict[str, Any]:
    return wants(when, 0, stays, quantities={"power": power, "water": water})


def utilities(firms: dict[str, Any], power: list[tuple[int, float]], allowed: bool = True) -> Story:
    estate = {"stocks": [stock("power", *power, passing=allowed), stock("water", (0, 10), passing=allowed)]}
    nobody = {name: needs(1000, 1, 1, stays) for name, stays in (("nobody", "short"), ("nor", "on"))}
    return story(CONNECTED, {**nobody, **firms}, estate=estate)


def test_R13_of_two_stocks_a_visit_takes_both_or_nothing() -> None:
    """b lacks power until 10 and holds no water meanwhile: c takes it, and b waits on for c's, until 12."""
    firms = {"a": needs(0, 10, 0, "short"), "b": needs(1, 10, 10), "c": needs(2, 0, 10, "short")}
    s = utilities(firms, [(0, 10)])
    assert (got(s, "c"), s.left("c"), got(s, "b")) == (2, 12, 12)
    assert held(s, "b") == [("power", -1, 10, 12, NEVER), ("water", -1, 10, 12, NEVER)]
    assert bound(s, "b") == ("utility", "water")


def test_R13_who_lacks_a_stock_without_passing_bars_it_and_not_the_other() -> None:
    """b lacks power, which may not be passed: d, who wants a little power, waits; c, who wants water, does not."""
    firms = {"a": needs(0, 8, 0, "short"), "b": needs(1, 10, 1), "c": needs(2, 0, 5), "d": needs(3, 1, 0)}
    strict, open_line = utilities(firms, [(0, 10)], allowed=False), utilities(firms, [(0, 10)])
    assert (got(strict, "c"), got(strict, "b"), got(strict, "d")) == (2, 10, NEVER)
    assert (got(open_line, "c"), got(open_line, "d"), got(open_line, "b")) == (2, 3, NEVER)


def test_R13_a_visit_that_is_only_barred_itself_bars_nothing() -> None:
    """c, barred at the power that b waits for, wants all the water too: d takes of it all the same."""
    firms = {"a": needs(0, 8, 0, "short"), "b": needs(1, 10, 0), "c": needs(2, 1, 10), "d": needs(3, 0, 5, "short")}
    s = utilities(firms, [(0, 10)], allowed=False)
    assert (got(s, "d"), got(s, "b"), got(s, "c")) == (3, 10, NEVER)


def test_R13_what_is_supplied_later_serves_the_line_on_its_day() -> None:
    s = utilities({"a": needs(0, 15, 1), "b": needs(0, 5, 1)}, [(0, 10), (7, 4), (9, 6)])
    assert (got(s, "b"), got(s, "a"), bound(s, "a")) == (0, 9, ("utility", "power"))


def test_R13_a_take_of_nothing_is_no_take() -> None:
    s = utilities({"a": needs(3, 0, 0)}, [(50, 10)])
    assert (got(s, "a"), held(s, "a"), bound(s, "a")[0]) == (3, [], "arrival")


def test_R13_land_that_is_waited_for_is_called_land() -> None:
    estate = {"stocks": [stock("plots", (0, 5), (30, 5), kind="land")]}
    step = moves_in(takes=[{"what": "plots", "amount": "land_area"}])
    firms = {n: wants(d, 0, s, quantities={"land_area": a}) for n, d, s, a in (("a", 0, "on", 3), ("b", 1, "short", 4))}
    s = story([step, WORK, TENANCY], firms, estate=estate)
    assert (got(s, "b"), bound(s, "b")) == (30, ("land", "plots"))


def test_R13_all_of_one_stock_may_be_held_and_not_a_grain_more() -> None:
    s = utilities({"a": needs(0, 6, 1), "b": needs(1, 4, 1), "c": needs(2, 0.001, 1)}, [(0, 10)])
    assert (got(s, "a"), got(s, "b"), got(s, "c")) == (0, 1, NEVER)


def test_R13_a_unit_and_a_stock_wanted_together_wait_for_each_other() -> None:
    estate = {**hall([100]), "stocks": [stock("power", (6, 10))]}
    takes = [*moves_in()["takes"], {"what": "power", "amount": "power"}]
    firms = {"a": wants(0, 100, quantities={"power": 10}), "b": wants(1, 100, "short", quantities={"power": 0})}
    s = story([moves_in(takes=takes), WORK, TENANCY], firms, estate=estate)
    assert (got(s, "b"), s.left("b"), got(s, "a")) == (1, 11, 11)
    assert bound(s, "a") == ("unit", "hall")  # the smallest resource, not the one that came last


# --- R14: cash --------------------------------------------------------------------------------------------------------

BUYS = {"pays": [{"item": "equipment"}]}
MODE = [{"id": "m", "terms": {"loan_years": 1}}]


def purse(when: float, cash: float | None, price: float = 100, funds: float = 0, **more: Any) -> dict[str, Any]:
    stated = {} if cash is None else {"cash": cash, "monthly_funds": funds}
    return at(when, quantities={"equipment_cost": price, **stated}, **more)


def pays(activities: list[dict[str, Any]], firms: dict[str, Any], **more: Any) -> Story:
    return story(activities, firms, site_modes=MODE, **more)


def test_R14_a_payment_waits_for_the_instalment_that_makes_it_possible() -> None:
    """50 + 30 at day 34 are not enough, 50 + 60 at day 64 are."""
    s = pays([does("work", 3, **BUYS)], {"a": purse(4, 50, funds=30)})
    assert (s.ready("a"), s.start("a"), s.finish("a")) == (4, 64, 67)
    assert bound(s, "a", "work") == ("cash", "work")


def test_R14_funds_that_suffice_to_the_yuan_suffice() -> None:
    s = pays([does("work", 3, **BUYS)], {"a": purse(4, 100), "b": purse(4, 99), "c": purse(4, 40, funds=20)})
    assert (s.start("a"), s.start("b"), s.start("c")) == (4, NEVER, 94)


def test_R14_who_can_pay_is_bound_by_what_came_before() -> None:
    s = pays([does("first", 2), does("work", 3, after=["first"], **BUYS)], {"a": purse(0, 100)})
    assert bound(s, "a", "work") == ("predecessor", "first")


def test_R14_what_is_paid_is_gone_and_the_next_payment_waits() -> None:
    activities = [does("buy", 1, **BUYS), does("work", 1, after=["buy"], **BUYS)]
    s = pays(activities, {"a": purse(0, 100, funds=50)})
    assert (s.start("a", "buy"), s.start("a")) == (0, 60)


def test_R14_a_step_that_is_sent_back_does_not_pay_again_and_does_not_wait_for_cash() -> None:
    back = {"probability": 1, "correction": 2, "at_most": 3}
    s = pays([does("work", 3, sent_back=back, **BUYS)], {"a": purse(0, 100)})
    assert [s.start("a", attempt=k) for k in (1, 2, 3)] == [0, 5, 10]


def test_R14_the_first_attempt_waits_for_cash_and_later_ones_do_not() -> None:
    back = {"probability": 1, "correction": 2, "at_most": 2}
    s = pays([does("work", 3, sent_back=back, **BUYS)], {"a": purse(0, 70, funds=30)})
    assert (s.start("a"), s.start("a", attempt=2)) == (30, 35)


def test_R14_a_receipt_frees_a_payment_at_the_instant_of_its_finish() -> None:
    activities = [does("grant", 5, receives=[{"item": "equipment", "share": 0.4}]), does("work", 1, **BUYS)]
    s = pays(activities, {"a": purse(0, 60), "b": purse(0, 59)})
    assert (s.start("a"), bound(s, "a", "work"), s.start("b")) == (5, ("cash", "work"), NEVER)


def test_R14_money_comes_at_the_accepted_finish_not_at_one_that_is_sent_back() -> None:
    back = {"probability": 1, "correction": 1, "at_most": 2}
    grant = does("grant", 5, receives=[{"item": "equipment"}], sent_back=back)
    s = pays([grant, does("work", 1, **BUYS)], {"a": purse(0, 0)})
    assert (s.finish("a", "grant"), s.finish("a", "grant", attempt=2), s.start("a")) == (5, 11, 11)


def test_R14_what_is_received_is_received_once() -> None:
    activities = [
        does("grant", 5, receives=[{"item": "equipment"}]),
        does("buy", 1, after=["grant"], **BUYS),
        does("work", 1, after=["buy"], **BUYS),
    ]
    s = pays(activities, {"a": purse(0, 50)})
    assert (s.start("a", "buy"), s.start("a")) == (5, NEVER)


def test_R14_who_runs_out_of_cash_and_patience_has_failed_and_the_step_is_the_reason() -> None:
    s = pays([does("other", 50), does("work", 3, gives_up_after=20, **BUYS)], {"a": purse(5, 99)})
    assert (s.status("a"), s.left("a"), s.outcome("a"), s.outcome("a", "other")) == ("failed", 25, "gave_up", "stopped")
    assert s.case.activity_names[s.log.reason[s.firm("a")]] == "work"


def test_R14_an_instalment_on_the_day_patience_ends_still_pays() -> None:
    s = pays([does("work", 3, gives_up_after=30, **BUYS)], {"a": purse(5, 70, funds=30)})
    assert (s.start("a"), s.status("a")) == (35, "producing")


def test_R14_who_gives_up_at_a_desk_withdraws_even_where_it_is_poor() -> None:
    activities = [does("paper", 1, "desk", gives_up_after=10), does("work", 3, after=["paper"], **BUYS)]
    s = pays(activities, {"a": purse(5, 0)}, offices=SHUT)
    assert s.status("a") == "withdrawn"


@pytest.mark.parametrize(("desk", "status"), [("a_paper", "withdrawn"), ("z_paper", "failed")])
def test_R14_where_a_desk_and_a_payment_lose_patience_together_the_smallest_activity_decides(
    desk: str, status: str
) -> None:
    activities = [does(desk, 1, "desk", gives_up_after=10), does("buy", 3, gives_up_after=10, **BUYS)]
    s = pays([*activities, does("work", 1, after=["buy"])], {"a": purse(5, 0)}, offices=SHUT)
    assert (s.status("a"), s.left("a")) == (status, 15)


def test_R14_negative_funds_eat_up_cash_every_thirty_days_from_appearing() -> None:
    """100 less 20 a month: a price of 80 can be met up to day 59 after appearing, not on day 60."""
    for lag, expected in ((59, 62), (60, NEVER)):
        step = does("work", 1, after=[{"activity": "first", "lag_days": lag}], **BUYS)
        s = pays([does("first", 0), step], {"a": purse(3, 100, price=80, funds=-20)})
        assert s.start("a") == expected


def test_R14_of_waiting_payments_the_first_in_line_is_served_and_those_behind_may_pass() -> None:
    """From day 0 on 60 are there. `big` wants 100 and waits; `small`, ready later, wants 50."""
    activities = [
        does("big", 1, **BUYS),
        does("small", 1, preparation=2, pays=[{"item": "equipment", "share": 0.5}]),
        does("work", 1, after=["big", "small"]),
    ]
    s = pays(activities, {"a": purse(0, 60, funds=30)})
    assert (s.start("a", "small"), s.start("a", "big")) == (2, 90)


def test_R14_of_waiting_payments_each_is_met_as_soon_as_funds_suffice_for_it() -> None:
    """30 a month: 60 for the smaller at day 60, and what is left with three more instalments for the larger."""
    activities = [
        does("big", 1, **BUYS),
        does("small", 1, pays=[{"item": "equipment", "share": 0.5}]),
        does("work", 1, after=["big", "small"]),
    ]
    s = pays(activities, {"a": purse(0, 0, funds=30)}, days=200)
    assert (s.start("a", "small"), s.start("a", "big")) == (60, 150)


def test_R14_of_payments_that_only_one_of_can_be_met_the_first_in_line_is() -> None:
    activities = [does("p2", 1, **BUYS), does("p1", 1, **BUYS), does("work", 1, after=["p1", "p2"])]
    s = pays(activities, {"a": purse(0, 100, funds=50)})
    assert (s.start("a", "p1"), s.start("a", "p2")) == (0, 60)


def test_R14_firms_that_state_no_cash_never_wait_and_their_payments_are_still_booked() -> None:
    s = pays([does("work", 3, **BUYS)], {"a": purse(5, None)})
    assert (s.start("a"), s.case.slot_pays[s.case.slot_ptr[s.firm("a")]]) == (5, 100)


def test_R14_a_firm_pays_out_of_its_own_purse_only() -> None:
    s = pays([does("work", 3, **BUYS)], {"a": purse(0, 60), "b": purse(0, 160)})
    assert (s.start("a"), s.start("b")) == (NEVER, 0)


# --- R15: choice ------------------------------------------------------------------------------------------------------

SITES = ("build", "rent")
OFFERED = [{"id": "rent", "terms": {"rent": 1}}, {"id": "build"}]
ROOF = [
    moves_in(when={"site_mode": ["rent"]}),
    does("dig", 8, when={"site_mode": ["build"]}),
    does("work", 1, after=["move_in", "dig"], milestone="producing"),
    TENANCY,
]


def worth(rent: float, build: float, outside: float = -inf, loss: float = 0.0, **by_type: tuple[float, ...]) -> Changed:
    """Everybody's worths, or those of one type: (rent, build, outside, loss per day)."""

    def change(case: Case) -> Case:
        value = np.full((len(case.type), len(case.mode_names)), -inf)
        apart, losses = np.zeros(len(case.type)), np.zeros(len(case.type))
        place = [list(case.mode_names).index(name) for name in ("rent", "build")]
        for firm, kind in enumerate(case.type_names[case.type]):
            *two, apart[firm], losses[firm] = by_type.get(str(kind), (rent, build, outside, loss))
            value[firm, place] = two
        return replace(case, value=value, outside=apart, loss_per_day=losses)

    return change


def chooses(
    changed: Changed,
    firms: dict[str, Any],
    estate: dict[str, Any] | None = None,
    activities: list[Any] = ROOF,
    **more: Any,
) -> Story:
    modes = {"site_modes": OFFERED, "site_choice": "free", **more}
    return story(activities, {**NOBODY, **firms}, estate=estate or hall([100]), changed=changed, **modes)


def site(s: Story, kind: str, place: int = 0) -> str:
    return str(s.case.mode_names[s.case.network_mode[s.log.final_network[s.firm(kind, place)]]])


def waits(s: Story, kind: str, place: int = 0) -> tuple[float, float]:
    """What a firm reckoned with: (rent, build)."""
    names = list(s.case.mode_names)
    row = s.log.choice_wait[s.firm(kind, place)]
    return float(row[names.index("rent")]), float(row[names.index("build")])


def test_R15_a_candidate_takes_what_is_worth_more_to_it() -> None:
    firms = {"a": wants(2, 100), "b": wants(3, 100)}
    s = chooses(worth(-9, -8, a=(-5, -6, -inf, 0)), firms)
    assert (site(s, "a"), site(s, "b")) == ("rent", "build")
    assert (got(s, "a"), s.start("b", "dig"), s.produces("b")) == (2, 3, 12)


def test_R15_of_equal_worths_the_first_mode_by_id_is_taken() -> None:
    assert site(chooses(worth(-5, -5), {"a": wants(0, 100)}), "a") == "build"
    names = [{"id": "rent"}, {"id": "villa"}]
    activities = [moves_in(when={"site_mode": ["rent"]}), {**WORK, "after": "move_in"}, TENANCY]
    same = story(
        activities, {**NOBODY, "a": wants(0, 100)}, estate=hall([100]), site_modes=names, site_choice="free",
        changed=lambda case: replace(case, value=np.where(case.mode_names == "none", -inf, np.zeros_like(case.value))),
    )  # fmt: skip
    assert site(same, "a") == "rent"


def test_R15_a_candidate_to_whom_nothing_is_worth_coming_declines_at_once_and_leaves_no_trace() -> None:
    s = chooses(worth(-5, -6, outside=-4), {"a": wants(2, 100)})
    assert (s.status("a"), s.left("a"), s.produces("a"), held(s, "a")) == ("declined", 2, NEVER, [])
    assert s.attempts() == 0
    assert s.case.network_chooses[s.log.final_network[s.firm("a")]] == 1
    assert waits(s, "a") == (0, 0)


def test_R15_staying_away_must_be_worth_more_to_be_chosen() -> None:
    assert s_status(worth(-5, -6, outside=-5)) == "producing"
    assert s_status(worth(-5, -6, outside=np.nextafter(-5, 0))) == "declined"


def s_status(changed: Changed) -> str:
    return chooses(changed, {"a": wants(2, 100)}).status("a")


def test_R15_a_candidate_for_whom_nothing_is_open_declines() -> None:
    s = chooses(worth(-inf, -inf), {"a": wants(2, 100)})
    assert (s.status("a"), s.left("a")) == ("declined", 2)
    assert all(map(isnan, waits(s, "a")))


def test_R15_a_mode_that_is_not_open_is_not_reckoned_with() -> None:
    s = chooses(worth(-inf, -9), {"a": wants(2, 100)})
    assert site(s, "a") == "build"
    assert isnan(waits(s, "a")[0])
    assert waits(s, "a")[1] == 0


def test_R15_the_wait_for_an_announced_completion_is_charged_by_the_day() -> None:
    """40 days at 1 a day make rent worth -50; building is worth -49.5 or -50.5."""
    estate = space(phase([100], construction=50))
    dear, cheap = (chooses(worth(-10, build, loss=1), {"a": wants(10, 100)}, estate) for build in (-49.5, -50.5))
    assert (waits(dear, "a"), site(dear, "a")) == ((40, 0), "build")
    assert (site(cheap, "a"), got(cheap, "a")) == ("rent", 50)


def test_R15_a_phase_that_is_not_decided_yet_is_not_announced() -> None:
    estate = space(phase([100], decided=20, construction=30))
    firms = {"a": wants(19, 100), "b": wants(20, 100)}
    s = chooses(worth(0, -1e9), firms, estate, limit_days=77)
    assert (waits(s, "a")[0], waits(s, "b")[0]) == (77, 77)  # b sees a in line, and floor for one
    alone = chooses(worth(0, -1e9), {"b": wants(20, 100)}, estate, limit_days=77)
    assert waits(alone, "b")[0] == 30


def test_R15_those_in_line_are_reckoned_to_be_served_first() -> None:
    """100 m² come at 50 and at 80; b waits for 100, so a reckons with 80."""
    estate = space(phase([100], construction=50, name="p1"), phase([100], construction=80, name="p2"))
    s = chooses(worth(0, -1e9), {"b": wants(3, 100), "a": wants(10, 100)}, estate)
    assert (waits(s, "b")[0], waits(s, "a")[0]) == (47, 70)


def test_R15_where_nothing_is_announced_a_candidate_reckons_with_the_limit() -> None:
    s = chooses(worth(0, -60, loss=1), {"z": wants(0, 100), "a": wants(5, 100)}, limit_days=61)
    assert (waits(s, "z"), waits(s, "a")) == ((0, 0), (61, 0))
    assert (site(s, "z"), site(s, "a")) == ("rent", "build")
    assert site(chooses(worth(0, -60, loss=1), {"z": wants(0, 100), "a": wants(5, 100)}, limit_days=59), "a") == "rent"


def test_R15_a_free_unit_for_which_somebody_is_in_line_is_not_to_be_had_at_once() -> None:
    """b wants both units, one of which z holds; the free one would do for a, but b is before it."""
    firms = {"z": wants(0, 100), "b": wants(1, 200), "a": wants(2, 100)}
    s = chooses(worth(0, -1e9), firms, hall([100, 100]), limit_days=50)
    assert (waits(s, "z")[0], waits(s, "b")[0], waits(s, "a")[0]) == (0, 50, 50)


def test_R15_who_has_given_up_is_in_line_no_more() -> None:
    activities = [moves_in(when={"site_mode": ["rent"]}, gives_up_after=5), *ROOF[1:]]
    firms = {"z": wants(0, 100), "b": wants(1, 200), "a": wants(7, 100)}
    s = chooses(worth(0, -1e9), firms, hall([100, 100]), activities, limit_days=50)
    assert (s.left("b"), waits(s, "a")[0], got(s, "a")) == (6, 0, 7)


def test_R15_who_leaves_the_line_at_this_instant_is_not_in_it() -> None:
    """b waits for both units and is refused elsewhere at 10, when a appears."""
    doomed = does("doomed", 9, when={"fate": ["doomed"]}, refused={"probability": 1})
    firms = {
        name: wants(when, floor, attributes={"fate": fate})
        for name, when, floor, fate in (("z", 0, 100, "fine"), ("b", 1, 200, "doomed"), ("a", 10, 100, "fine"))
    }
    firms["y"] = wants(1000, 1, "short", attributes={"fate": "fine"})
    s = story(
        [doomed, *ROOF],
        firms,
        estate=hall([100, 100]),
        changed=worth(0, -1e9),
        site_modes=OFFERED,
        site_choice="free",
    )
    assert (s.status("b"), s.left("b")) == ("refused", 10)
    assert waits(s, "a")[0] == 0


def test_R15_floors_that_somebody_has_signed_for_are_not_announced_to_others() -> None:
    """Of the shells complete at 50 and 80, b has signed for the first; a may take finished ones only."""
    early = moves_in(takes=EARLY, when={"site_mode": ["rent"], "early": ["yes"]})
    activities = [
        {**early, "id": "sign_early"},
        moves_in(when={"site_mode": ["rent"], "early": ["no"]}),
        does("dig", 8, when={"site_mode": ["build"]}),
        does("work", 1, after=["move_in", "sign_early", "dig"], milestone="producing"),
        TENANCY,
    ]
    firms = {
        name: wants(when, 100, stays, attributes={"early": early})
        for name, when, stays, early in (("b", 1, "on", "yes"), ("a", 10, "on", "no"), ("z", 1000, "short", "no"))
    }
    estate = space(phase([100], construction=50, name="p1"), phase([100], construction=80, name="p2"))
    s = story(
        activities, firms, estate=estate, changed=worth(0, -1e9), site_modes=OFFERED, site_choice="free", limit_days=50
    )
    assert (got(s, "b", "sign_early"), waits(s, "b")[0], waits(s, "a")[0]) == (1, 49, 70)


def test_R15_all_who_appear_at_one_instant_see_the_same_state() -> None:
    """One unit, three candidates at day 4: each sees it free, each takes the rental, and one gets it."""
    s = chooses(worth(0, -60, loss=1), {"a": at(4, 4, 4, **without(wants(4, 100)))}, limit_days=61)
    assert [waits(s, "a", k) for k in range(3)] == [(0, 0)] * 3
    assert [site(s, "a", k) for k in range(3)] == ["rent"] * 3
    assert [s.start("a", "move_in", k) for k in range(3)] == [4, NEVER, NEVER]


def without(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key != "arrivals"}


def test_R15_a_unit_given_back_by_a_refusal_at_this_instant_is_seen_to_be_free() -> None:
    firms = {"z": wants(0, 100, "short"), "a": wants(10, 100), "b": wants(9, 100, "short")}
    s = chooses(worth(0, -40, loss=1, z=(0, -1e9, -inf, 0)), firms, limit_days=50)
    assert s.left("z") == 10
    assert (waits(s, "b")[0], site(s, "b")) == (50, "build")
    assert (waits(s, "a")[0], site(s, "a"), got(s, "a")) == (0, "rent", 10)


def test_R15_the_wait_for_a_stock_is_until_the_supply_that_serves_the_line_too() -> None:
    """At 2 one of 5 is free and c, who wants 6, reckons with the 5 more of day 20: 18 days.

    a, at 5, wants 1 and c is before it: 7 are there at 40. Yet who fits may pass, and a starts at once. Then e, at 6,
    wants 2: nothing is free, so 8 are wanted, and they are there at 40.
    """
    estate = {"stocks": [stock("power", (0, 5), (20, 5), (40, 9))]}
    activities = [
        moves_in(takes=[{"what": "power", "amount": "power"}], when={"site_mode": ["rent"]}),
        *ROOF[1:],
    ]
    firms = {n: needs(d, p, 0) for n, d, p in (("b", 1, 4), ("c", 2, 6), ("a", 5, 1), ("e", 6, 2))}
    nobody = {"nobody": needs(1000, 1, 0, "short")}
    s = story(
        activities, {**nobody, **firms}, estate=estate, site_modes=OFFERED, site_choice="free", changed=worth(0, -1e9)
    )
    assert (waits(s, "b")[0], waits(s, "c")[0], waits(s, "a")[0]) == (0, 18, 35)
    assert (got(s, "a"), waits(s, "e")[0]) == (5, 34)


def test_R15_the_longest_wait_counts_not_the_sum() -> None:
    estate = {**space(phase([100], construction=50)), "stocks": [stock("power", (30, 10))]}
    activities = [
        moves_in(when={"site_mode": ["rent"]}),
        does("power_up", 0, after=["move_in"], when={"site_mode": ["rent"]}, takes=[{"what": "power", "amount": 10}]),
        does("dig", 8, when={"site_mode": ["build"]}),
        does("work", 1, after=["power_up", "dig"], milestone="producing"),
        TENANCY,
    ]
    s = chooses(worth(0, -1e9), {"a": wants(10, 100)}, estate, activities)
    assert waits(s, "a")[0] == 40


def test_R15_what_is_taken_only_after_the_first_lot_is_not_foreseen() -> None:
    more = does("grow", 0, after=["work"], takes=[{"what": "hall", "amount": 500}])
    activities = [moves_in(when={"site_mode": ["rent"]}), *ROOF[1:], more]
    s = chooses(worth(0, -1e9), {"a": wants(10, 100)}, activities=activities, limit_days=50)
    assert (waits(s, "a"), s.start("a", "grow")) == ((0, 0), NEVER)


def test_R15_what_the_first_lot_itself_takes_is_foreseen() -> None:
    lot = {**moves_in(when={"site_mode": ["rent"]}), "id": "lot", "milestone": "producing"}
    activities = [lot, does("dig", 8, when={"site_mode": ["build"]}), {**TENANCY, "after": ["lot", "dig"]}]
    s = chooses(worth(0, -1e9), {"a": wants(10, 100)}, space(phase([100], construction=50)), activities)
    assert (waits(s, "a")[0], s.produces("a")) == (40, 50)


def test_R15_a_firm_does_not_reckon_with_the_wait_for_what_it_needs_nothing_of() -> None:
    """Power comes at 30, and b is in line for it."""
    estate = {"stocks": [stock("power", (30, 10))]}
    step = moves_in(takes=[{"what": "power", "amount": "power"}], when={"site_mode": ["rent"]})
    firms = {
        name: wants(when, 0, quantities={"power": p}) for name, when, p in (("b", 5, 4), ("a", 10, 0), ("c", 10, 1))
    }
    s = chooses(worth(0, -1e9), firms, estate, [step, *ROOF[1:]])
    assert (waits(s, "b")[0], waits(s, "a")[0], waits(s, "c")[0]) == (25, 0, 20)


def test_R15_a_take_that_chance_leaves_out_is_foreseen_all_the_same() -> None:
    estate = {**hall([100]), "stocks": [stock("power", (30, 10))]}
    rare = does("power_up", 0, when={"site_mode": ["rent"]}, probability=0, takes=[{"what": "power", "amount": 10}])
    lot = does("work", 1, after=["move_in", "dig", "power_up"], milestone="producing")
    firms = {"a": wants(10, 100)}
    awaited, beside = (
        chooses(worth(0, -1e9), firms, estate, [rare, *ROOF[:2], last, TENANCY]) for last in (lot, ROOF[2])
    )
    assert waits(awaited, "a")[0] == 20
    assert waits(beside, "a")[0] == 0  # the first lot does not wait for it


def test_R15_who_may_sign_for_unfinished_shells_reckons_with_their_completion_and_signs_at_once() -> None:
    estate = space(phase([100], construction=50))
    activities = [moves_in(takes=EARLY, when={"site_mode": ["rent"]}), *ROOF[1:]]
    s = chooses(worth(0, -1e9), {"a": wants(10, 100)}, estate, activities)
    assert (waits(s, "a")[0], got(s, "a"), s.finish("a", "move_in")) == (40, 10, 50)


def test_R15_with_one_mode_alone_a_candidate_still_chooses_between_it_and_staying_away() -> None:
    only = {"site_modes": [{"id": "rent"}], "site_choice": "free"}
    activities = [moves_in(), WORK, TENANCY]
    for outside, status in ((-4.0, "declined"), (-6.0, "producing")):
        s = story(
            activities, {**NOBODY, "a": wants(2, 100)}, estate=hall([100]), **only,
            changed=lambda case, outside=outside: replace(
                case, value=np.where(case.mode_names == "none", -inf, np.full_like(case.value, -5.0)),
                outside=np.full(len(case.type), outside),
            ),
        )  # fmt: skip
        assert s.status("a") == status


def test_R15_who_is_given_a_mode_does_not_choose() -> None:
    forced = {"strategies": {"as_is": [{"site_modes": {"forced": "rent"}}]}}
    s = chooses(worth(-5, -4, outside=0), {"a": wants(2, 100)}, **forced)
    assert (site(s, "a"), s.status("a")) == ("rent", "producing")
    assert all(map(isnan, waits(s, "a")))
    fixed = {"a": wants(2, 100, site_mode="rent"), "b": wants(2, 100)}
    s = chooses(worth(-5, -4, outside=0), fixed)
    assert (s.status("a"), s.status("b")) == ("producing", "declined")


def test_R15_where_shares_are_preferred_nobody_weighs_anything() -> None:
    s = chooses(worth(-5, -4, outside=0), {"a": wants(2, 100)}, site_choice="shares")
    assert (s.status("a"), all(map(isnan, waits(s, "a")))) == ("producing", True)


def test_R15_worths_of_a_file_are_its_costs_the_days_to_production_and_nothing_else() -> None:
    """No exit, no discount, one year appraised, a day of delay worth 36,500 / 365 = 100 yuan.

    rent: 12 months x 10 x 100 m2 = -12,000, and 1 day of work: -12,100.
    build: 110 x 100 m2 = -11,000, half of it back, and 9 days: -6,400.
    outside: 12 x 20 x 100 m2 = -24,000, and 10 days in line: -25,000.
    """
    quantities = {"discount_rate": 0, "planned_output": 36_500, "margin": 1, "source_rent": 20, "source_wait": 10}
    modes = [{"id": "rent", "terms": {"rent": 10}}, {"id": "build", "terms": {"builds": True, "resale_share": 0.5}}]
    s = story(
        ROOF,
        {**NOBODY, "a": wants(2, 100, quantities=quantities)},
        estate=hall([100]),
        site_modes=modes,
        site_choice="free",
        money={"prices": {"construction": 110}, "appraisal_years": 1},
    )
    names, firm = list(s.case.mode_names), s.firm("a")
    assert s.case.loss_per_day[firm] == 100
    assert s.case.value[firm, names.index("rent")] == pytest.approx(-12_100)
    assert s.case.value[firm, names.index("build")] == pytest.approx(-6_400)
    assert s.case.outside[firm] == pytest.approx(-25_000)
    assert site(s, "a") == "build"


# --- R7: who leaves after production ----------------------------------------------------------------------------------


def test_R7_who_leaves_after_the_first_lot_has_left_and_who_leaves_before_was_refused_or_withdrew() -> None:
    doomed = does("doomed", 5, when={"fate": ["doomed"]}, refused={"probability": 1})
    slow = does("work", 8, after=["move_in"], milestone="producing")
    firms = {n: wants(0, 100, "short", attributes={"fate": f}) for n, f in (("a", "fine"), ("b", "doomed"))}
    firms["c"] = wants(1, 100, "on", attributes={"fate": "fine"})
    s = story([moves_in(gives_up_after=3), doomed, slow, TENANCY], firms, estate=hall([100, 100]))
    assert (s.status("a"), s.left("a"), s.produces("a")) == ("left", 17, 8)
    assert (s.status("b"), s.left("b"), s.produces("b")) == ("refused", 5, NEVER)
    assert (s.status("c"), s.left("c")) == ("withdrawn", 4)


def test_R7_who_fails_after_the_first_lot_has_left_too() -> None:
    later = does("renew", 1, after=["work"], gives_up_after=5, **BUYS)
    s = pays([does("work", 3, milestone="producing"), later], {"a": purse(0, 50)})
    assert (s.status("a"), s.left("a")) == ("left", 8)
    assert s.case.activity_names[s.log.reason[s.firm("a")]] == "renew"


def test_R13_who_lacks_two_things_bars_those_behind_it_at_the_second_too() -> None:
    both = {
        "id": "plug",
        "duration": 0,
        "takes": [{"what": "air", "amount": "power"}, {"what": "gas", "amount": "gas"}],
    }
    one = {"id": "tap", "duration": 0, "takes": [{"what": "gas", "amount": "gas"}], "when": {"kind": ["small"]}}
    activities = [
        {**both, "when": {"kind": ["big"]}},
        one,
        does("work", 1, after=["plug", "tap"], milestone="producing"),
    ]
    estate = {"stocks": [stock("air", (0, 1)), stock("gas", (0, 5), (20, 10), passing=False)]}

    def firm(when: float, kind: str, power: float, gas: float) -> dict[str, Any]:
        return at(when, attributes={"kind": kind}, quantities={"power": power, "gas": gas})

    firms = {"a": firm(0, "big", 9, 1), "b": firm(1, "big", 9, 8), "c": firm(2, "small", 0, 2)}
    s = story(activities, firms, estate=estate)
    assert s.start("c", "tap") == 20  # b, behind a in vain at air too, lacks gas until then and lets nobody pass
