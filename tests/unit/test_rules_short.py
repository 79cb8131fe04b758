"""What a visit was short of (the section after R10), where it waited for several things at once: small stories."""

from __future__ import annotations

import pytest

from sim.engine.check import check
from tests.unit.test_rules import at, does, story
from tests.unit.test_rules_estate import TENANCY, TWO, WORK, bound, got, hall, moves_in, needs, stock, utilities, wants

BOTH = [moves_in(takes=[*TWO, {"what": "hall", "amount": "floor_area"}]), WORK, TENANCY]


@pytest.mark.parametrize(("late", "named"), [("power", "power"), ("water", "water")])
def test_of_two_stocks_the_one_that_is_supplied_late_is_named(late: str, named: str) -> None:
    """b wants five of each; one comes on day 20."""
    supply = {name: ((0, 5), (20, 5)) if name == late else ((0, 10),) for name in ("power", "water")}
    estate = {"stocks": [stock(name, *rows, passing=True) for name, rows in supply.items()]}
    nobody = {name: needs(1000, 1, 1, stays) for name, stays in (("nobody", "short"), ("nor", "on"))}
    s = story([moves_in(takes=TWO), WORK, TENANCY], {**nobody, "a": needs(0, 5, 5), "b": needs(1, 5, 5)}, estate=estate)
    assert (got(s, "b"), bound(s, "b")) == (20, ("utility", named))
    assert check(s.case, s.log) == []


def test_what_is_given_back_at_that_instant_was_short_and_what_was_there_before_was_not() -> None:
    """a leaves on day 10 with its power and its water; of water there was enough all the time."""
    s = utilities({"a": needs(0, 10, 1, "short"), "b": needs(1, 5, 5)}, [(0, 10)])
    assert (got(s, "b"), bound(s, "b")) == (10, ("utility", "power"))
    s = utilities({"a": needs(0, 1, 10, "short"), "b": needs(1, 5, 5)}, [(0, 10)])
    assert (got(s, "b"), bound(s, "b")) == (10, ("utility", "water"))
    assert check(s.case, s.log) == []


@pytest.mark.parametrize(("building", "named"), [([100, 100], "hall"), ([100, 100, 100], "power")])
def test_of_floors_and_power_what_was_short_is_named(building: list[float], named: str) -> None:
    """b wants two adjoining units, and power that comes on day 10; in the small hall a stands in its way until then."""
    estate = {**hall(building), "stocks": [stock("power", (0, 1), (10, 1)), stock("water", (0, 9))]}
    some = {"quantities": {"power": 1, "water": 1}}
    ends = {"nobody": wants(1000, 1, "short", **some), "nor": wants(1000, 1, "on", **some)}
    firms = {"a": wants(0, 100, "short" if named == "hall" else "on", **some), "b": wants(1, 200, **some)}
    if named == "hall":
        estate["stocks"] = [stock("power", (0, 9)), stock("water", (0, 9))]
    s = story(BOTH, {**ends, **firms}, estate=estate)
    assert (got(s, "b"), bound(s, "b")) == (10, ("unit" if named == "hall" else "utility", named))
    assert check(s.case, s.log) == []


def test_whoever_was_only_behind_somebody_is_bound_by_the_smallest() -> None:
    """d lacks nothing, but b stands before it and power may not be passed; b gets it on day 10, and so does d."""
    firms = {"a": needs(0, 8, 0, "short"), "b": needs(1, 5, 1), "d": needs(3, 1, 1)}
    s = utilities(firms, [(0, 10)], allowed=False)
    assert (got(s, "b"), got(s, "d"), bound(s, "d")) == (10, 10, ("utility", "power"))
    assert check(s.case, s.log) == []


@pytest.mark.parametrize("busy", ["desk", "hatch"])
def test_of_two_offices_the_busy_one_is_named(busy: str) -> None:
    """The joint acceptance needs both; one is at work for x until day 7, the other is idle."""
    alone = does("alone", 6, busy, when={"who": ["x"]})
    joint = does("work", 1, needs=["desk", "hatch"], after=["alone"], milestone="producing")
    firms = {name: at(day, attributes={"who": name}) for name, day in (("x", 1), ("y", 2))}
    s = story([alone, joint], firms, {"desk": {"staff": 1}, "hatch": {"staff": 1}})
    assert (s.ready("y"), s.start("y")) == (2, 7)
    assert s.case.office_names[s.log.bound_id[s.row("y", "work")]] == busy
    assert check(s.case, s.log) == []
