"""What a chosen firm gains and the others lose: every day worked out by hand."""

from __future__ import annotations

import pandas as pd
import pytest

import sim
from sim.evidence.intervals import mean_interval
from sim.evidence.unchosen import GROUPS, Given, by_given
from sim.views.findings import findings
from sim.views.screen.comparison import comparison_screen

NAN = float("nan")
CHOICE = Given("helpers", ("ask",), of="team", against="none")

# Each firm signs as it appears. A day later its papers begin: a 100 days, b 60, c 200; then a desk takes 30 days each.
# Nobody helps: a at the desk on 101, b on 61, c on 201. A team for one firm halves a's papers, so a is there on 51 and
# has the desk until 81, while b, which asked too and is ready on 61, waits for it until 81. c does not ask.
PARK = """
start: 2023-01-01
horizon_days: 600
limit_days: 300
policies: {helpers: "no"}
offices: {desk: {staff: 1}}
teams: [{id: helpers, title: {en: Helpers, zh: 帮办专班}, people: 1, caseload: 1, preparation: 0.5}]
activities:
  - {id: contract, duration: 0, milestone: signed}
  - id: ask
    after: contract
    when: {helpers: ["yes"], kind: [a, b]}
    duration: 0
    takes: [{what: helpers, amount: 1, until: exit}]
  - {id: open, after: contract, duration: 1}
  - {id: papers, after: open, duration: 0, preparation: {by: {kind: {a: 100, b: 60, c: 200}}}}
  - {id: licence, after: papers, office: desk, duration: 30, milestone: producing}
enterprises:
  - {id: a, arrivals: {at_days: [0]}, attributes: {kind: a}}
  - {id: b, arrivals: {at_days: [0]}, attributes: {kind: b}}
  - {id: c, arrivals: {at_days: [0]}, attributes: {kind: c}}
strategies: {alone: [], helped: [{service_team: {team: helpers}}]}
"""
ALL = ("enterprises", "kpis", "holdings", "activities")


@pytest.fixture(scope="module")
def played() -> sim.Comparison:
    return sim.compare(sim.load(text=PARK), replications=2, keep=ALL)


def test_the_chosen_gain_what_stands_beside_what_the_others_lose(played: sim.Comparison) -> None:
    found = played.unchosen("helpers", of="helped").set_index("group")
    assert tuple(found.index) == GROUPS
    assert found.days.to_dict() == pytest.approx({"chosen": -50, "not_chosen": 10, "wanting": 20, "all": -10})
    assert found.firms.to_dict() == {"chosen": 1, "not_chosen": 2, "wanting": 1, "all": 3}
    assert found.longer.to_dict() == {"chosen": 0, "not_chosen": 0.5, "wanting": 1, "all": pytest.approx(1 / 3)}
    assert (found.low == found.high).all()  # both histories are the same
    assert (found.n == 2).all() and (found.missing == 0).all()


def test_where_nobody_is_helped_nobody_gains_or_loses(played: sim.Comparison) -> None:
    found = played.unchosen("helpers", of="alone", against="alone").set_index("group")
    assert found.firms.to_dict() == {"chosen": 0, "not_chosen": 3, "wanting": 0, "all": 3}
    assert found.days[["not_chosen", "all"]].tolist() == [0, 0] and found.days[["chosen", "wanting"]].isna().all()


def test_what_is_not_there_is_named(played: sim.Comparison) -> None:
    with pytest.raises(ValueError, match="no team 'nobody' in the park; it has: helpers"):
        played.unchosen("nobody", of="helped")
    few = sim.compare(sim.load(text=PARK), replications=1)
    with pytest.raises(ValueError, match="tables not kept: holdings, activities"):
        few.unchosen("helpers", of="helped")


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("en", "helped: 1.0 firms a history had “Helpers”, 1.0 asked and did not get it in time."),
        ("zh", "helped：平均每次历史有1.0家企业得到“帮办专班”，1.0家申请而未及时获得。"),
    ],
)
def test_the_screen_says_who_asked_in_vain_and_only_where_somebody_did(played, lang, line) -> None:
    lines = comparison_screen(findings(played.tables, played.manifest), lang)
    assert line in lines
    assert sum("Helpers" in one or "帮办专班" in one for one in lines) == 1  # nobody asks under `alone`


def tables(*rows) -> dict[str, pd.DataFrame]:
    """Rows of (replication, enterprise, days without the team, days with it, asked, had)."""
    both = [(s, r, f, 0.0, t) for r, f, *days, _, _ in rows for s, t in zip(("none", "team"), days)]
    firms = pd.DataFrame(both, columns=["strategy", "replication", "enterprise", "t_signed", "t_producing"])
    asked = [("team", r, f, "ask", 0.0 if asks else NAN) for r, f, _, _, asks, _ in rows]
    steps = pd.DataFrame(asked, columns=["strategy", "replication", "enterprise", "activity", "ready"])
    had = [("team", r, f, "helpers") for r, f, _, _, _, has in rows if has]
    had += [("none", r, f, "helpers") for r, f, *_ in rows] + [("team", r, f, "floor") for r, f, *_ in rows]
    holdings = pd.DataFrame(had, columns=["strategy", "replication", "enterprise", "resource"]).assign(t_from=0, t_to=9)
    return {"enterprises": firms.assign(world=0, counted=True), "activities": steps, "holdings": holdings}


def test_every_history_weighs_the_same_and_one_without_such_a_firm_is_missing() -> None:
    # chosen: history 0 has changes -20 and -40, mean -30; history 1 has -10; history 2 nobody.
    # wanting: +6 in history 0, +2 in history 1; in history 2 a firm that did not ask loses 8.
    found = by_given(
        tables(
            *((0, "F-1", 50, 30, True, True), (0, "F-2", 60, 20, True, True), (0, "F-3", 40, 46, True, False)),
            *((1, "F-1", 50, 40, True, True), (1, "F-3", 40, 42, True, False)),
            (2, "F-1", 50, 58, False, False),
        ),
        CHOICE, 100.0, 300.0,
    ).set_index("group")  # fmt: skip
    chosen = mean_interval([-30.0, -10.0, NAN])
    assert found.loc["chosen"].drop("longer").tolist() == pytest.approx([1, -20, chosen.low, chosen.high, 2, 1])
    assert found.loc["wanting"].drop(["low", "high"]).tolist() == pytest.approx([2 / 3, 4, 1, 2, 1])
    assert found.loc["not_chosen", ["firms", "days", "n"]].tolist() == pytest.approx([1, (6 + 2 + 8) / 3, 3])


def test_the_same_name_in_another_history_or_strategy_is_another_firm() -> None:
    rows = ((0, "F-1", 50, 30, True, True), (1, "F-1", 50, 60, True, False), (1, "F-2", 50, NAN, False, False))
    found = by_given(tables(*rows), CHOICE, 100.0, 300.0).set_index("group")
    assert found.days.to_dict() == {"chosen": -20, "not_chosen": 30, "wanting": 10, "all": (-20 + (10 + 50) / 2) / 2}
    assert found.firms.to_dict() == {"chosen": 0.5, "not_chosen": 1, "wanting": 0.5, "all": 1.5}
