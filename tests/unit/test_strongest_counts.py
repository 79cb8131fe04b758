"""On one quantity the strongest effect counts, of levers, of teams and of both; `explain` says which."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.engine.blueprint import draw_up
from sim.engine.case import Case
from sim.engine.layout import lay_out
from sim.engine.nodes import effects
from sim.levers.parts import eased
from sim.model.law import Distribution, fixed
from sim.model.park import Activity, SentBack
from sim.model.people import Eased, Team, beyond, strongest
from sim.model.text import Text
from sim.scenario.scenario import load
from tests.cli.conftest import call

FIXTURE = Path(__file__).parent.parent / "fixtures" / "service_park.yaml"
STEP = Activity(
    "licence", Text("Licence", "许可"), fixed(10.0), preparation=fixed(20.0), sent_back=SentBack(0.3, fixed(10.0))
)
HELP = Team("help", Text("Help", "帮办"), ((0.0, 1),), 1, preparation=0.7, correction=0.5, returns=0.6)


def numbers(activity: Activity) -> tuple[float, float, float]:
    """Days of preparation and correction, and the chance of being sent back."""
    back, preparation = activity.sent_back, activity.preparation
    assert back is not None and isinstance(preparation, Distribution) and isinstance(back.correction, Distribution)
    assert isinstance(back.probability, float)
    return 20 * preparation.factor, 10 * back.correction.factor, back.probability


def test_of_two_levers_the_stronger_counts_on_each_quantity_whatever_their_order() -> None:
    one, other = Eased("a", preparation=0.5, returns=0.9), Eased("b", preparation=0.8, correction=0.6, returns=0.5)
    for first, second in ((one, other), (other, one)):
        assert numbers(eased(eased(STEP, first), second)) == pytest.approx((10, 6, 0.15))


def test_a_lever_that_is_used_twice_counts_once() -> None:
    twice = eased(eased(STEP, Eased("a", returns=0.5)), Eased("a", returns=0.8))
    assert numbers(twice) == pytest.approx((20, 10, 0.15))
    assert twice.eased == (Eased("a", returns=0.5),)


def test_what_makes_worse_is_no_help_and_always_counts() -> None:
    worse = eased(eased(STEP, Eased("a", returns=0.5)), Eased("b", returns=1.2))
    assert numbers(worse)[2] == pytest.approx(0.18)
    assert strongest(worse.eased)[2] == 0.5


def test_a_lever_that_changes_nothing_leaves_the_step_as_it_is() -> None:
    assert eased(STEP, Eased("a")) is STEP
    bare = replace(STEP, preparation=None, sent_back=None)
    assert replace(eased(bare, Eased("a", 0.5, 0.5, 0.5)), eased=()) == bare


def test_a_team_adds_only_what_it_does_beyond_the_levers() -> None:
    done = (Eased("a", preparation=0.8, correction=0.4, returns=0.6),)
    none, with_help = effects((HELP,), "licence", done)
    assert none == (1, 1, 1)
    assert with_help == pytest.approx((0.7 / 0.8, 1, 1))
    assert effects((HELP,), "licence")[1] == (0.7, 0.5, 0.6)  # to the last bit where no lever acts
    assert beyond(0.0, 0.0) == 1.0


def case_of(*levers: str) -> Case:
    scenario = load(FIXTURE).replace({"strategies": {"s": [{name: {}} for name in levers]}})
    (case,) = lay_out(draw_up(scenario.model("s")), 1, range(1))
    return case


def chance(case: Case, activity: str) -> set[float]:
    """Chances of being sent back with the help of the assistants."""
    nodes = case.activity_names[case.node_activity] == activity
    bit = int(case.resource_help[list(case.resource_names).index("assistants")])
    found = (case.p_sent_back[0] * case.help_returns[1 << bit])[nodes]
    return {round(float(p), 12) for p in np.unique(found)}


def test_next_to_guidance_an_assistant_lowers_no_chance_that_guidance_has_lowered_more() -> None:
    assert chance(case_of(), "registration_acceptance") == {0.18}  # .3 x .6
    assert chance(case_of("guidance"), "registration_acceptance") == {0.1}  # .3 / 3
    assert chance(case_of("guidance"), "technical_review") == {0.54}  # .9 x .6, stronger than .83


ASSISTED = {
    "both": [{"guidance": {}}, {"service_team": {"team": "assistants"}}],
    "two_teams": [{"service_team": {"team": "assistants"}}, {"service_team": {"team": "leader_team"}}],
    "nobody": [],
}


@pytest.fixture
def park(tmp_path: Path) -> str:
    path = tmp_path / "park.yaml"
    path.write_text(load(FIXTURE).replace({"strategies": ASSISTED}).resolved_yaml(), encoding="utf-8")
    return str(path)


def explained(park: str, strategy: str, lang: str = "en") -> str:
    said = call("explain", park, "--strategy", strategy, "--lang", lang)
    assert said.code == 0, said.err
    return " ".join(said.out.split())


def test_explain_shows_which_effect_counts(park: str) -> None:
    told = explained(park, "both")
    assert (
        "chance of being sent back: guidance before application × 0.333 counts, not Assistants × 0.6; "
        "at Registration acceptance" in told
    )
    assert "Assistants × 0.6 counts, not guidance before application × 0.83; at Technical review" in told
    assert "own correction: guidance before application × 0.6 counts, not Assistants × 0.7; at Technical review" in told
    assert "eased" not in told
    zh = explained(park, "both", "zh").replace(" ", "")
    assert "退件概率：计监管前置服务×0.333，不计帮办专员×0.6；于注册受理" in zh


def test_explain_says_who_helps_and_of_two_teams_who_counts(park: str) -> None:
    told = explained(park, "two_teams")
    assert "Assistants: 4 people × 10 firms, first come, first helped; own preparation × 0.7" in told
    assert "Leader-led team: 1 person × 3 firms, the largest first; own preparation × 0.5" in told
    assert "own preparation: Leader-led team × 0.5 counts, not Assistants × 0.7; everywhere" in told
    assert "Registration service" not in told.split("Who helps")[1]  # not switched on
    assert "Who helps" not in explained(park, "nobody")


def test_explain_says_problems_meetings_quota_and_promises_and_no_office_of_meetings(tmp_path: Path) -> None:
    park = str(FIXTURE.parent / "limits_park.yaml")
    told = explained(park, "others")
    assert "1.6 in a year of such work, at licence, works; reported after 0–30 days" in told
    assert "a dispatch meeting every 30 days takes up 5" in told
    assert "20 a calendar year (signed); while short of it in the last 60 days" in told
    assert "bureau: 3 working days" in told
    assert "dispatch_meeting:" not in told
    assert "no dispatch meetings" in explained(str(FIXTURE), "as_is") and "不开调度会" in explained(
        str(FIXTURE), "as_is", "zh"
    )


def test_explain_tells_rules_that_change_on_a_later_day_from_that_day_on(tmp_path: Path) -> None:
    path = tmp_path / "park.yaml"
    levers = [{"dispatch_meetings": {"every_days": 7, "places": 3, "from": "2024-04-10"}}]
    path.write_text(load(FIXTURE).replace({"strategies": {"s": levers}}).resolved_yaml(), encoding="utf-8")
    told = explained(str(path), "s")
    assert told.index("no dispatch meetings") < told.index("from 2024-04-10 on: 4 in a year")
    assert "a dispatch meeting every 7 days takes up 3" in told.split("from 2024-04-10 on")[1]
