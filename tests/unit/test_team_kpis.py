"""Teams: how busy they are, whom they help, and how those fare that ask in vain; every day worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import sim
from sim.evidence.summary import levels
from sim.model.estate import Take
from sim.model.park import Model
from sim.model.people import Team
from sim.model.text import Text
from sim.outcome.team_kpis import TEAM_KPIS
from sim.study.block import TABLES, Block, play_block
from sim.study.manifest import manifest
from sim.study.replications import Played
from sim.views.screen.kpis import kpi_screen, unit_of
from sim.views.screen.who_came import not_of_firms

# A firm signs as it appears, asks for a team at once and waits for it beside its work. Its papers begin a day later:
# their preparation (a: 100 days, b: 150, c: 1,000) is halved where it has the team by then; then the first lot is made.
PARK = """
start: 2023-01-01
horizon_days: 400
limit_days: 200
activities:
  - {{id: contract, duration: 0, milestone: signed}}
  - {{id: ask, after: contract, duration: 0}}
  - {{id: open, after: contract, duration: 1}}
  - id: papers
    after: open
    duration: 0
    preparation: {{by: {{kind: {papers}}}}}
    milestone: producing
{audit}enterprises:
{types}
strategies: {{as_is: []}}
"""
TYPE = "  - {{id: {name}, arrivals: {{at_days: {days}}}, attributes: {{kind: {name}}}}}\n"
AUDIT = (
    "  - {{id: audit, after: contract, when: {{kind: {kind}}}, duration: 60, refused: {{probability: 1, then: out}}}}\n"
)
PAPERS = {"a": 100, "b": 150, "c": 1000}


def plain_park(firms: dict[str, list[int]], leaves: str = "") -> Model:
    """Types named by their kind, with the days on which their firms appear."""
    types = "".join(TYPE.format(name=name, days=days) for name, days in firms.items())
    papers = "{" + ", ".join(f"{name}: {PAPERS[name]}" for name in firms) + "}"
    audit = AUDIT.format(kind=leaves) if leaves else ""
    return sim.load(text=PARK.format(types=types, papers=papers, audit=audit)).model("as_is")


def park(firms: dict[str, list[int]], people=((0.0, 1),), caseload=2, until="exit", leaves="") -> Model:
    """The same with a team that halves preparation, held `until`."""
    model = plain_park(firms, leaves)
    rules = model.regimes[0]
    steps = tuple(
        replace(a, takes=(Take("helpers", 1.0, until=until),)) if a.id == "ask" else a for a in rules.activities
    )
    team = Team("helpers", Text("Helpers", "帮办专班"), people, caseload, preparation=0.5)
    return replace(model, regimes=(replace(rules, activities=steps, teams=(team,)),))


def tables(model: Model) -> dict[str, pd.DataFrame]:
    return play_block(model, Block("as_is", ("as_is",), 0, 2, 1, TABLES))


def kpis(model: Model) -> dict[str, float]:
    table = tables(model)["kpis"]
    mine = table[(table.group == "team:helpers") & (table.replication == 1)]
    return dict(zip(mine.kpi, mine.value))


def test_caseload_firms_helped_and_wait_on_paper() -> None:
    # two cases, held for good from days 0 and 10; those of 20 and 30 wait to the end, at most the limit of 200
    found = kpis(park({"a": [0, 10, 20, 30]}))
    assert found == {
        "caseload_in_use": (400 + 390) / (2 * 400),
        "firms_helped": 2,
        "firms_never_helped": 2,
        "team_wait_mean": (0 + 0 + 200 + 200) / 4,
        "time_to_production_helped": 1 + 50,
        "time_to_production_not_helped": 1 + 100,
    }


def test_a_case_that_is_given_back_goes_to_the_next_in_line() -> None:
    # one case: held 0 to 51 (first lot), then by the firm of day 10, whose papers are in hand already: lot on day 111
    found = kpis(park({"a": [0, 10]}, caseload=1, until="producing"))
    assert found["caseload_in_use"] == 111 / 400
    assert (found["firms_helped"], found["firms_never_helped"], found["team_wait_mean"]) == (2, 0, 41 / 2)
    assert np.isnan(found["time_to_production_not_helped"])  # both had it at some time


def test_help_that_comes_after_the_first_lot_is_none() -> None:
    # one case: the two of day 0 hold it to 76 and to 151; that of day 1 makes its lot on day 102, before its turn
    found = kpis(park({"b": [0, 0], "a": [1]}, caseload=1, until="producing"))
    assert (found["firms_helped"], found["firms_never_helped"], found["caseload_in_use"]) == (2, 1, 151 / 400)


def test_who_leaves_in_line_asked_in_vain_but_has_no_wait() -> None:
    # the leaver asks on day 0 behind `a` (smaller type first) and is out on day 60
    found = kpis(park({"a": [0], "b": [0]}, caseload=1, leaves="b"))
    assert (found["firms_helped"], found["firms_never_helped"], found["team_wait_mean"]) == (1, 1, 0)


def test_use_may_exceed_the_caseload_after_people_have_left() -> None:
    # two cases until day 100, none after; the two firms keep their help
    found = kpis(park({"a": [0, 0]}, people=((0.0, 1), (100.0, 0))))
    assert found["caseload_in_use"] == 2 * 400 / (2 * 100)


def test_helped_and_others_are_compared_within_their_type_in_the_mix_of_the_helped() -> None:
    # helped: a 0, a 10, b 15; not: a 20, b 25, b 26, b 27. Two of three helped are a, whatever the mix of the others
    found = kpis(park({"a": [0, 10, 20], "b": [15, 25, 26, 27]}, caseload=3))
    assert found["time_to_production_helped"] == pytest.approx((2 * 51 + 76) / 3)
    assert found["time_to_production_not_helped"] == pytest.approx((2 * 101 + 151) / 3)


def test_a_type_without_both_kinds_of_firms_is_left_out_of_the_comparison() -> None:
    found = kpis(park({"a": [0, 10, 20], "b": [50]}))
    assert (found["time_to_production_helped"], found["time_to_production_not_helped"]) == (51, 101)


def test_who_has_not_produced_within_the_limit_counts_the_limit_and_later_signings_are_not_watched() -> None:
    # c: 501 days with help, 1,001 without; a 201 signs less than the limit before the end and counts for nothing
    found = kpis(park({"c": [0, 10]}, caseload=1))
    assert (found["time_to_production_helped"], found["time_to_production_not_helped"]) == (200, 200)
    found = kpis(park({"a": [0, 201]}, caseload=1))
    assert (found["firms_never_helped"], found["team_wait_mean"]) == (1, 0)
    assert np.isnan(found["time_to_production_helped"])


def test_a_team_is_no_floor_but_its_cases_stand_in_the_tables_of_holdings() -> None:
    played = tables(park({"a": [0, 10, 20]}))
    groups = set(played["kpis"].group)
    assert "team:helpers" in groups and not any(group.startswith("estate:") for group in groups)
    held = played["holdings"]
    assert held.resource.astype(str).tolist() == ["helpers"] * 4 and (held.amount == 1).all()  # two histories
    assert played["stocks"].level.min() == 0


def test_a_park_without_teams_says_nothing_of_them() -> None:
    assert not tables(plain_park({"a": [0]}))["kpis"].group.str.startswith("team:").any()


@pytest.mark.parametrize(
    ("lang", "title", "row"), [("en", "Helpers", "firms helped"), ("zh", "帮办专班", "获得帮办的企业")]
)
def test_the_screen_shows_a_team_by_its_title(lang, title, row) -> None:
    model = park({"a": [0, 10, 20]})
    played = tables(model)
    told = manifest({"as_is": model}, {"as_is": Text("As is", "现状")}, 1, 2, Played(played, {}))
    lines = kpi_screen(levels(played["kpis"]), told, lang)
    assert title in lines and any(row in line and " 2" in line for line in lines[lines.index(title) :])
    assert told["park"]["resources"]["helpers"] == {"kind": "team", "unit": "cases"}


def test_teams_are_no_group_of_firms_and_their_units_are_known() -> None:
    assert not_of_firms("team:helpers")
    assert {kpi: unit_of(kpi, None, "team:helpers") for kpi in TEAM_KPIS} == {k: u for k, (u, _) in TEAM_KPIS.items()}
