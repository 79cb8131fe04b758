"""Take away an agent's capacity, not its effect: firms wait longer, or never get it, and the log says for whom.

Every agent of the library stands in AGENTS, once with enough of it and once with less; luck is the same.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from math import inf
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.engine.log import STATUSES
from sim.model.park import Model
from sim.scenario.scenario import load
from sim.study.block import Block, play_block
from tests.study.small_world import FIXTURE, MET, Levers, World, model, world

FIRM = "enterprises.firm"
SIGNS = {f"{FIRM}.already_done": list(MET)}  # comes to sign at once
REVIEWED = {f"{FIRM}.already_done": list(MET[:3])}  # comes to the project gate
CROWD = {f"{FIRM}.arrivals": {"poisson_per_year": 60, "stock": 40}}
CLASS_TWO = {f"{FIRM}.attributes.device_class": "II"}
SHELLS = {
    "enterprises.shell_firm.arrivals": {"poisson_per_year": 90},
    "enterprises.shell_firm.already_done": [*MET, "environmental_assessment", "first_saleable_lot"],
    f"{FIRM}.arrivals": {"poisson_per_year": 1, "stock": 0},
}
FILINGS = {
    f"activities.class_one_{which}_filing.basis": "service" for which in ("product", "production")
}  # else today's line would be part of the days
TESTS = {"activities.type_test.basis": "service", "activities.regular_test.basis": "service"}


def team(name: str, people: int, caseload: int) -> Levers:
    return [{"service_team": {"team": name, "people": people, "caseload": caseload}}]


def meetings(places: int) -> Levers:
    return [{"dispatch_meetings": {"every_days": 14, "places": places, "reported": [0, 1, 2]}}]


@dataclass(frozen=True)
class Agent:
    """Who is short, where that shows, and what a visit that waited is bound by."""

    activity: str
    bound: tuple[str, str]
    park: dict[str, Any] = field(default_factory=dict)
    enough: dict[str, Any] = field(default_factory=dict)
    less: dict[str, Any] = field(default_factory=dict)
    levers: Levers = ()  # with enough of it
    fewer: Levers | None = None  # with less, where capacity stands in the lever
    days: int = 600

    def worlds(self) -> tuple[World, World]:
        enough = world({**self.park, **self.enough}, self.levers, days=self.days)
        fewer = self.levers if self.fewer is None else self.fewer
        return enough, world({**self.park, **self.less}, fewer, days=self.days)


def office(name: str, enough: int, less: int) -> dict[str, Any]:
    return {"enough": {f"offices.{name}.staff": enough}, "less": {f"offices.{name}.staff": less}}


def dates(activity: str, enough: int, less: int) -> dict[str, Any]:
    path = f"activities.{activity}.session_every_days"
    return {"enough": {path: enough}, "less": {path: less}}


def found_by(channel: str) -> dict[str, Any]:
    return {f"{FIRM}.attributes.channel": channel, **REVIEWED, **CROWD}


AGENTS = {
    "squads": Agent("first_contact", ("server", "squads"), CROWD, **office("squads", 8, 1)),
    "officials on secondment": Agent(
        "seconded_recruitment", ("server", "seconded_officials"), found_by("seconded"),
        **office("seconded_officials", 12, 1),
    ),
    "commissioned agents": Agent(
        "commissioned_recruitment", ("server", "recruitment_agents"), found_by("commissioned"),
        **office("recruitment_agents", 16, 2),
    ),
    "joint review": Agent("joint_review", ("session", "joint_review"), REVIEWED, **dates("joint_review", 15, 120)),
    "group signing": Agent(
        "group_signing", ("session", "group_signing"), {**REVIEWED, f"{FIRM}.attributes.channel": "chamber"},
        **dates("group_signing", 30, 200),
    ),
    "starts by the quarter": Agent(
        "start_ceremony", ("session", "start_ceremony"), SIGNS, levers=[{"quarterly_starts": {}}],
        **dates("start_ceremony", 30, 182),
    ),
    "assistants": Agent(
        "assistant_assigned", ("help", "assistants"), SIGNS,
        levers=team("assistants", 10, 10), fewer=team("assistants", 1, 10),
    ),
    "leader-led team": Agent(
        "leader_assigned", ("help", "leader_team"), REVIEWED,
        levers=team("leader_team", 30, 3), fewer=team("leader_team", 1, 3),
    ),
    "registration service": Agent(
        "registration_service_assigned", ("help", "registration_service"),
        {**SIGNS, **CLASS_TWO, f"{FIRM}.attributes.licence_path": "contract_manufacture"},
        levers=team("registration_service", 20, 6), fewer=team("registration_service", 1, 6),
    ),
    "aftercare": Agent(
        "need_one_task", ("help", "aftercare"), {**SIGNS, f"{FIRM}.arrivals": {"poisson_per_year": 0, "stock": 60}},
        levers=team("aftercare", 20, 4), fewer=team("aftercare", 1, 1), days=900,
    ),
    "dispatch meetings": Agent(
        "problem_quality_system", ("server", "dispatch_meeting"), {**SIGNS, **CROWD, "problems.per_year": 12},
        levers=meetings(60), fewer=meetings(1), days=400,
    ),
    "tax bureau": Agent(
        "tax_inspection", ("server", "tax_bureau"), SHELLS, levers=[{"tax_checks": {}}], days=900,
        **office("tax_bureau", 9, 1),
    ),
    "inspectors": Agent(
        "inspection_first_year", ("server", "city_market_regulator"), {**SIGNS, **FILINGS, **CROWD}, days=900,
        **office("city_market_regulator", 9, 1),
    ),
    "test centre": Agent(
        "type_test", ("server", "test_centre"),
        {**SIGNS, **CLASS_TWO, **TESTS, f"{FIRM}.attributes.licence_path": "new_registration"}, days=900,
        **office("test_centre", 40, 3),
    ),
    "labour pool": Agent(
        "hiring_training", ("utility", "labour"), SIGNS,
        less={"estate.stocks.labour.supply": [{"id": "pool", "amount": 300}]},
    ),
}  # fmt: skip


@pytest.mark.parametrize("agent", AGENTS.values(), ids=list(AGENTS))
def test_with_fewer_of_them_firms_wait_longer_and_the_log_says_for_whom(agent: Agent) -> None:
    enough, less = agent.worlds()
    assert less.wait(agent.activity) > 2 * enough.wait(agent.activity) + 5
    assert agent.bound in less.bound(agent.activity)
    assert enough.served(agent.activity) >= 10
    assert less.served(agent.activity) <= enough.served(agent.activity)


def test_every_agent_of_the_library_with_a_capacity_is_tried() -> None:
    rules = load(FIXTURE).base_model().regimes[0]
    finite = {office.id for office in rules.offices if office.staff is not None} | {team.id for team in rules.teams}
    dated = {activity.id for activity in rules.activities if activity.sessions is not None}
    dated -= {"listing_round"}  # of land, not of people: tests/unit/test_levers_estate.py
    assert finite | dated <= {agent.bound[1] for agent in AGENTS.values()}


# What waits forever is counted


def kpis_of(park: Model, group: str) -> dict[str, float]:
    table: pd.DataFrame = play_block(park, Block("s", ("s",), 0, 2, 5, ("kpis",)))["kpis"]
    mine = table[(table.group == group) & (table.replication == 0)]
    return dict(zip(mine.kpi, mine.value, strict=True))


def test_who_asks_for_help_and_never_gets_it_is_counted() -> None:
    park, levers = {**SIGNS}, team("assistants", 1, 2)
    found = kpis_of(model(park, levers), "team:assistants")
    played = world(park, levers)
    visits = [v for v in played.visits("assistant_assigned") if v["firm"][0] == 0]
    produced = {v["firm"]: v["finish"] for v in played.visits("first_saleable_lot") if v["finish"] == v["finish"]}
    in_time = [v for v in visits if v["start"] == v["start"] and not produced.get(v["firm"], inf) <= v["start"]]
    assert found["firms_helped"] == len(in_time)
    assert found["firms_never_helped"] == len(visits) - len(in_time) > sum(v["start"] != v["start"] for v in visits) > 5
    assert found["firms_helped"] + found["firms_never_helped"] == len({v["firm"] for v in visits})


def test_who_stands_in_line_at_the_end_is_counted() -> None:
    park = {**CROWD, "offices.squads.staff": 1}
    found = kpis_of(model(park), "office:squads")
    steps = [v for name in ("first_contact", "visit", "negotiation") for v in world(park).visits(name)]
    standing = [v for v in steps if v["outcome"] == "open" and v["ready"] == v["ready"] and v["start"] != v["start"]]
    assert found["line_at_end"] == sum(v["firm"][0] == 0 for v in standing) > 3


# Squads and leads


STOCK = {f"{FIRM}.arrivals": {"poisson_per_year": 0, "stock": 120}}


def test_a_squad_beyond_the_stock_of_leads_brings_visibly_less() -> None:
    """Signings a squad: of the first two against the last eight of sixteen, on the same leads and luck."""
    signed = {n: len(squads(n).reached("signed")) for n in (0, 2, 8, 16)}
    first, last = (signed[2] - signed[0]) / 2, (signed[16] - signed[8]) / 8
    assert signed[0] == 0 < signed[2] < signed[8] <= signed[16]
    assert last < 0.25 * first


def squads(number: int) -> World:
    """Four histories of 120 leads and so many squads, nobody among them before the end where it is none."""
    staff = {"offices.squads.staff": number} if number else {"offices.squads.steps": NOBODY}
    return world({**STOCK, **staff}, days=730, histories=4)


NOBODY = [{"from": "2024-01-01", "staff": 0}, {"from": "2025-12-31", "staff": 1}]


def test_leads_are_conserved() -> None:
    """Every lead has signed, is lost, waits in a line, or is in talks; who is lost has nothing open any more."""
    w = world({**CROWD, "offices.squads.staff": 2}, days=400)
    for case, log in w.histories:
        signed = ~np.isnan(log.milestones[:, list(case.milestone_names).index("signed")])
        there = (case.type_outside[case.type] == 0) & (log.t_appears <= 400)
        owner = np.repeat(np.arange(len(case.type)), np.diff(case.slot_ptr))[log.slot]
        still = np.isnan(log.t_finish) & (log.outcome == 0)
        waits = np.isin(np.arange(len(there)), owner[still & ~np.isnan(log.t_ready) & np.isnan(log.t_start)])
        busy = np.isin(np.arange(len(there)), owner[still]) & ~waits
        gone = np.isin(log.status, [STATUSES.index(s) for s in ("refused", "withdrawn", "declined", "failed")])
        counts = Counter(
            "signed" if s else "lost" if g else "waiting" if w else "talks" if b else "nowhere"
            for s, g, w, b in zip(signed[there], gone[there], waits[there], busy[there], strict=True)
        )
        assert counts["nowhere"] == 0 and sum(counts.values()) == int(there.sum())
        assert all(counts[kind] > 0 for kind in ("signed", "lost", "waiting", "talks"))
        assert not (gone & (waits | busy))[there].any()


def most_at_once(spans: list[tuple[float, float, float]]) -> float:
    """The largest sum of amounts that hold at one instant; what ends at an instant does not hold then."""
    steps = sorted([(start, 1, amount) for start, _, amount in spans] + [(end, 0, -amount) for _, end, amount in spans])
    level = most = 0.0
    for _, _, amount in steps:
        level += amount
        most = max(most, level)
    return most


def test_a_team_never_holds_more_than_its_people_carry() -> None:
    w = world(SIGNS, team("assistants", 2, 3))
    for case, log in w.histories:
        number = list(case.resource_names).index("assistants")
        rows = np.flatnonzero(log.holding_resource == number)
        ends = [inf if to != to else to for to in log.holding_to[rows].tolist()]
        spans = list(zip(log.holding_from[rows].tolist(), ends, log.holding_amount[rows].tolist(), strict=True))
        assert most_at_once(spans) == 6  # never more, and all of them at some time


def test_squads_are_never_busy_with_more_firms_than_there_are_squads() -> None:
    w = world({**CROWD, "offices.squads.staff": 2}, days=400)
    steps = [v for name in ("first_contact", "visit", "negotiation") for v in w.visits(name)]
    for number in range(len(w.histories)):
        mine = [v for v in steps if v["firm"][0] == number and v["start"] == v["start"]]
        ends = [400.0 if v["finish"] != v["finish"] else v["finish"] for v in mine]
        spans = [(v["start"], max(end, v["start"]), 1.0) for v, end in zip(mine, ends, strict=True)]
        assert most_at_once(spans) == 2
        assert sum(end - start for start, end, _ in spans) <= 2 * 400
