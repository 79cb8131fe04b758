"""R22 of docs/semantics.md: a firm keeps one personal service, and none that comes too late; small stories."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.engine.check import check
from sim.scenario.faults import ScenarioFaults
from tests.unit.test_rules import NEVER, Story, at, does, story

TEAMS = [
    {"id": "assistants", "people": 1, "caseload": 1},
    {"id": "leader", "people": 1, "caseload": 1, "replaces": ["assistants"]},
]


def gets(team: str, duration: float = 0, **more: Any) -> dict[str, Any]:
    return does(f"{team}_assigned", duration, takes=[{"what": team, "amount": 1, "until": "producing"}], **more)


def lives(activities: list[dict[str, Any]], firms: dict[str, Any], teams: list[dict[str, Any]] = TEAMS) -> Story:
    s = story(activities, firms, teams=teams, policies={"assistants": "yes", "leader": "yes"})
    assert check(s.case, s.log) == []
    return s


def spells(s: Story, kind: str, team: str) -> list[tuple[float, float]]:
    """From when and until when a firm held a team."""
    owner = np.searchsorted(s.case.slot_ptr, s.log.holding_slot, side="right") - 1
    names = s.case.resource_names[s.log.holding_resource]
    mine = np.flatnonzero((owner == s.firm(kind)) & (names == team))
    return [(float(s.log.holding_from[h]), float(s.log.holding_to[h])) for h in mine]


def test_whoever_produces_before_its_turn_comes_keeps_the_assistant_for_the_step_alone() -> None:
    """The one assistant is with a until day 10; b produces on day 6 without, has its turn on day 10, and c gets it."""
    activities = [gets("assistants", 1), does("work", {"by": {"slow": {"yes": 10, "no": 5}}}, milestone="producing")]
    firms = {
        "a": at(0, attributes={"slow": "yes"}),
        "b": at(1, attributes={"slow": "no"}),
        "c": at(5, attributes={"slow": "yes"}),
    }
    s = lives(activities, firms)
    assert (s.produces("b"), spells(s, "a", "assistants")) == (6, [(0, 10)])
    assert spells(s, "b", "assistants") == [(10, 11)]
    assert spells(s, "c", "assistants") == [(11, 15)]


@pytest.mark.parametrize(("replaces", "until"), [(["assistants"], 4), ([], 9)])
def test_who_gets_the_leader_led_team_gives_its_assistant_back_when_that_step_is_over(
    replaces: list[str], until: float
) -> None:
    """a has an assistant from day 0 and the leader from day 3, by a step of a day; it produces on day 9."""
    activities = [
        gets("assistants"),
        does("wait", 3),
        gets("leader", 1, after=["wait"]),
        does("work", 9, milestone="producing"),
    ]
    s = lives(activities, {"a": 0}, [TEAMS[0], {**TEAMS[1], "replaces": replaces}])
    assert spells(s, "a", "assistants") == [(0, until)]
    assert spells(s, "a", "leader") == [(3, 9)]


def test_who_has_the_leader_led_team_keeps_no_assistant_from_others() -> None:
    """a has the leader from day 0 and its turn with the assistant on day 2; b has it from then on."""
    activities = [
        gets("leader", when={"who": ["a"]}),
        does("wait", 2),
        gets("assistants", after=["wait"]),
        does("work", 9, milestone="producing"),
    ]
    firms = {name: at(day, attributes={"who": name}) for name, day in (("a", 0), ("b", 0.5))}
    s = lives(activities, firms)
    assert spells(s, "a", "assistants") == [(2, 2)]
    assert spells(s, "b", "assistants") == [(2.5, 9.5)]
    assert spells(s, "a", "leader") == [(0, 9)]


def test_floors_taken_after_their_milestone_are_still_held_until_it_leaves() -> None:
    """R13 as ever for all that is no team."""
    stocks = [{"id": "power", "kind": "utility", "unit": "kW", "supply": [{"id": "s", "amount": 5}]}]
    late = does("late", 1, after=["work"], takes=[{"what": "power", "amount": 1, "until": "producing"}])
    s = story([does("work", 2, milestone="producing"), late], {"a": 0}, estate={"stocks": stocks})
    assert spells(s, "a", "power") == [(2, pytest.approx(np.nan, nan_ok=True))]
    assert check(s.case, s.log) == []
    assert s.left("a") == NEVER


@pytest.mark.parametrize(
    ("replaced", "words"),
    [
        ({"a": ["b"], "b": ["c"], "c": ["a"]}, "team a would replace itself"),
        ({"a": ["c"], "b": ["c"]}, "team c is replaced by a already"),
    ],
)
def test_of_teams_that_replace_each_other_in_a_circle_or_twice_the_file_says_so(
    replaced: dict[str, list[str]], words: str
) -> None:
    teams = [{"id": name, "people": 1, "caseload": 1, "replaces": replaced.get(name, [])} for name in "abc"]
    with pytest.raises(ScenarioFaults, match=words):
        story([does("work", 1)], {"firm": 0}, teams=teams)
