"""Teams, firms that bring firms, and the step that decides: what the file says is what the Model holds, or a fault."""

# ruff: noqa: E501 (a table of cases reads best with one case a line)

from __future__ import annotations

from pathlib import Path

import pytest

from sim.engine.blueprint import draw_up
from sim.engine.layout import lay_out
from sim.engine.nodes import effects
from sim.engine.simpy_engine import play
from sim.model.estate import Take
from sim.model.fingerprint import fingerprint
from sim.model.park import Arrivals, Regime
from sim.model.people import FIRST_COME, LARGEST, BroughtBy, Team
from sim.model.text import Text
from sim.scenario.scenario import load
from sim.scenario.schema import json_schema
from tests.unit.mistakes import Mistake, expect_one_fault, faults_of

FIXTURE = Path(__file__).parent.parent / "fixtures" / "people_park.yaml"
PARK = FIXTURE.read_text(encoding="utf-8")


def regime() -> Regime:
    return load(FIXTURE).base_model().regimes[0]


# What is said


def test_the_whole_file_loads_without_a_warning() -> None:
    assert load(FIXTURE).warnings == ()


def test_teams_stand_by_id_with_their_people_in_days() -> None:
    assistants, leaders = regime().teams
    assert assistants == Team(
        "assistants", Text("Assistants", "帮办专员"), ((0.0, 2),), 5, 0.7, 0.7, 0.6, 0.0, ("licence",), FIRST_COME,
        "S1, ESTIMATE: caseload, factors",
    )  # fmt: skip
    assert leaders.people == ((0.0, 1), (365.0, 3))  # of the steps before the start only the last is in force
    assert (leaders.places, leaders.assignment, leaders.activities, leaders.correction) == (2.0, LARGEST, (), 1.0)


def test_a_team_is_taken_and_a_step_decides() -> None:
    steps = {activity.id: activity for activity in regime().activities}
    assert steps["assistant_assigned"].takes == (Take("assistants", 1.0, "producing"),)
    assert [name for name, step in steps.items() if step.decides] == ["negotiation"]


def test_firms_that_are_brought_have_no_arrivals_of_their_own() -> None:
    entrant, supplier = regime().enterprises
    assert entrant.brought_by is None
    assert supplier.brought_by == BroughtBy(("entrant",), "producing", 0.5, 4, 0.6)
    assert supplier.arrivals == Arrivals("at", ())


def test_what_rests_on_an_estimate_is_listed() -> None:
    listed = load(FIXTURE).base_model().estimates
    assert {"teams.assistants", "teams.leaders", "enterprises.supplier.brought_by"} <= set(listed)
    assert "enterprises.supplier" not in listed


def test_the_merged_file_reads_back_as_the_same_park() -> None:
    scenario = load(FIXTURE)
    again = load(text=scenario.resolved_yaml())
    for strategy in scenario.strategies:
        assert fingerprint(again.model(strategy)) == fingerprint(scenario.model(strategy))


def test_values_are_replaced_by_path() -> None:
    scenario = load(FIXTURE).replace({"teams.leaders.people": 7, "enterprises.supplier.brought_by.chance": 1})
    (_, leaders), (_, supplier) = scenario.base_model().regimes[0].teams, scenario.base_model().regimes[0].enterprises
    assert leaders.people == ((0.0, 7),)  # steps are an alternative
    assert supplier.brought_by is not None and supplier.brought_by.chance == 1.0


def test_layers_merge_teams_by_id_and_arrivals_replace_who_brings(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(
        PARK.replace("    - supplier_attraction: {chance: 1.5}\n", ""), encoding="utf-8"
    )
    upper = """
extends: base
teams: [{id: assistants, caseload: 9}, {id: leaders, people: 2}]
enterprises: [{id: supplier, arrivals: {every_days: 50}}]
"""
    (tmp_path / "upper.yaml").write_text(upper, encoding="utf-8")
    found = load(tmp_path / "upper.yaml").base_model().regimes[0]
    assert [(team.caseload, team.people) for team in found.teams] == [(9, ((0.0, 2),)), (2, ((0.0, 2),))]
    assert found.enterprises[1].brought_by is None


def test_the_schema_knows_the_keys() -> None:
    schema = json_schema()
    team, rule = schema["$defs"]["TeamForm"]["properties"], schema["$defs"]["BroughtByForm"]["properties"]
    assert team["assignment"]["enum"] == ["first_come", "largest", "nearest"]
    assert all(key["title"] and key["title_zh"] for form in (team, rule) for name, key in form.items() if name != "x")
    assert "arrivals" not in schema["$defs"]["EnterpriseForm"]["required"]


def test_the_engine_plays_it() -> None:
    scenario = load(FIXTURE)
    logs = {
        name: [play(case) for case in lay_out(draw_up(scenario.model(name)), 7, range(4))] for name in ("as_is", "more")
    }
    helped = {name: sum(int((log.help > 0).sum()) for log in found) for name, found in logs.items()}
    assert helped["as_is"] == 0 < helped["more"]
    assert any((log.t_appears[log.t_appears < 1460.0] > 0).any() for log in logs["as_is"])


# Faults

ASSISTANTS = "{what: assistants, amount: 1, until: producing}"
SUPPLIER = (
    "brought_by: {types: [entrant], milestone: producing, per_year: 0.5, at_most: 4, chance: 60%, source: ESTIMATE}"
)
STEPS = "steps: [{from: 2020-06-01, people: 2}, {from: 2020-12-01, people: 1}, {from: 2022-01-01, people: 3}]"
DECIDES = "duration: 20, decides: true"
OUTPUT = "quantities: {planned_output: {uniform: [1000万元/年, 5000万元/年]}, source: ESTIMATE}"

ONE_FAULT = [
    # (what stands in the park, what is written instead, what the fault points at, code, words in en, words in zh)
    ("people: 2\n", "people: 0\n", "0\n", "team_of_nobody", "nobody is left in team assistants", "没有人"),
    ("people: 2\n", "people: -1\n", "-1", "negative", "(got -1)", "不能为负"),
    ("people: 2\n", "people: 2.5\n", "2.5", "not_whole", "whole number", "整数"),
    ("    people: 2\n", "", "<id: assistants", "people_or_steps", "exactly one of people and steps", "只能写一个"),
    (STEPS, "steps: []", "[]", "nothing_listed", "must not be empty", "不能为空"),
    (STEPS, "steps: [{from: 2021-01-01, people: 0}]", "[{from", "team_of_nobody", "at least one person", "至少安排一人"),
    (STEPS, "steps: [{from: 2022-01-01, people: 1}, {from: 2021-01-01, people: 2}]", "2021-01-01, people: 2", "steps_not_ascending", "ascend", "先后"),
    ("caseload: 5", "caseload: 0", "0\n", "not_positive", "more than 0", "大于 0"),
    ("preparation: 70%", "preparation: 1.2", "1.2", "not_a_help_factor", "a factor from 0 to 1 (got 1.2)", "0 到 1 之间"),
    ("preparation: 70%", "preparation: -30%", "-30%", "not_a_help_factor", "(got -30%)", "倍数"),
    ("preparation: 70%", "preparation: shorter", "shorter", "not_a_quantity", "(got shorter)", "应为"),
    ("places: 2", "places: -2", "-2", "negative", "(got -2)", "不能为负"),
    ("activities: [licence]", "activities: [licnce]", "licnce", "unknown_activity", "did you mean licence?", "没有这个活动"),
    ("assignment: largest", "assignment: smallest", "smallest", "not_one_of", "first_come, largest, nearest", "只能是"),
    ("assignment: largest", "assignment: largest\n    replaces: [assistant]", "assistant]", "unknown_team", "did you mean assistants?", "没有这个团队"),
    ("assignment: largest", "assignment: largest\n    replaces: [leaders]", "leaders]", "replaces_itself", "would replace itself", "会替代自己"),
    (OUTPUT, "quantities: {jobs: 30}", "<largest", "largest_of_nothing", "nobody is the largest", "无从比较"),
    (ASSISTANTS, ASSISTANTS.replace("assistants", "assistant"), "assistant,", "unknown_resource", "did you mean assistants?", "没有此厂房、资源或团队"),
    (ASSISTANTS, ASSISTANTS.replace("}", ", unfinished: true}"), "true", "stock_unfinished", "only floors", "只有厂房"),
    ('when: {leaders: ["yes"]}', 'when: {leaders: ["on"]}', '"on"]', "value_never_held", "yes", "yes"),
    ('when: {leaders: ["yes"]}', 'when: {laeders: ["yes"]}', '["yes"]}', "unknown_attribute", "laeders", "属性"),
    (SUPPLIER, f"arrivals: {{every_days: 9}}\n    {SUPPLIER}", "{types", "arrivals_and_brought_by", "keep arrivals or brought_by", "保留一个"),
    ("types: [entrant]", "types: [entrants]", "entrants", "unknown_enterprise", "did you mean entrant?", "没有这个企业类型"),
    ("types: [entrant]", "types: []", "[]", "nothing_listed", "must not be empty", "不能为空"),
    ("types: [entrant]", "types: [entrant, supplier]", "[entrant, supplier]", "brought_in_circle", "supplier -> supplier", "互相带来"),
    ("milestone: producing, per", "milestone: producin, per", "producin", "unknown_milestone", "did you mean producing?", "没有活动带节点"),
    ("per_year: 0.5", "per_year: 0", "0,", "not_positive", "more than 0", "大于 0"),
    ("at_most: 4", "at_most: 0", "0,", "not_positive", "more than 0", "大于 0"),
    ("at_most: 4", "at_most: 51", "51", "brings_too_many", "at most 50", "最多带来 50"),
    ("chance: 60%", "chance: 1.2", "1.2", "not_a_share", "1.2 is not a share", "不是比例"),
    (DECIDES, f"{DECIDES}, probability: 0.5", "0.5", "decides_by_chance", "negotiation decides", "决定步骤"),
    (DECIDES, f"{DECIDES}, when: {{site_mode: [built]}}", "[built", "decides_after_choice", "before the site mode is known", "选定用地方式之前"),
    ("team: leaders, people: 4,", "team: leader, people: 4,", "leader,", "unknown_team", "did you mean leaders?", "没有这个团队"),
    ("add: 1", "add: -2", "-2", "team_of_nobody", "nobody is left in team assistants", "没有人"),
    ("people: 4, from", "people: 4, places: 3, from", "<more:", "places_change", "take from: and until: of the lever out", "中途改变"),
    ("people: 4, from", "people: 4, assignment: first_come, from", "<more:", "assignment_changes", "from largest", "原为 largest"),
]  # fmt: skip


@pytest.mark.parametrize("case", ONE_FAULT, ids=[f"{case[3]}-{at}" for at, case in enumerate(ONE_FAULT)])
def test_one_mistake_is_one_fault_at_its_place(case: Mistake) -> None:
    expect_one_fault(PARK, case)


def test_types_that_bring_each_other_are_told_as_a_circle() -> None:
    text = PARK.replace(
        "arrivals: {poisson_per_year: 12}", "brought_by: {types: supplier, milestone: producing, per_year: 1}"
    )
    assert [(fault.code, fault.values["got"]) for fault in faults_of(text)] == [
        ("brought_in_circle", "entrant -> supplier -> entrant")
    ]


def test_a_type_that_neither_comes_nor_is_brought_lacks_its_arrivals() -> None:
    text = PARK.replace(SUPPLIER, "counted: true").replace("    - supplier_attraction: {chance: 1.5}\n", "")
    (fault,) = faults_of(text)
    assert (fault.code, fault.path, fault.line) == ("missing_key", "enterprises.supplier.arrivals", 57)


@pytest.mark.parametrize(
    ("name", "code"),
    [("assistants", "duplicate_id"), ("site_mode", "team_is_condition"), ("plan_first", "team_is_condition")],
)
def test_a_team_has_a_name_of_its_own(name: str, code: str) -> None:
    more = f"  - {{id: {name}, people: 1, caseload: 1}}\nactivities:\n  - {{id: contract"
    (fault,) = faults_of(PARK.replace("activities:\n  - {id: contract", more))
    assert (fault.code, fault.values["got"]) == (code, name)


def test_more_teams_than_can_be_told_apart_are_a_fault() -> None:
    more = "".join(f"  - {{id: t{i}, people: 1, caseload: 1}}\n" for i in range(3))
    text = PARK.replace("activities:\n  - {id: contract", f"{more}activities:\n  - {{id: contract")
    assert [(fault.code, fault.values["got"]) for fault in faults_of(text)] == [("too_many_teams", 5)]


def test_what_may_surprise_is_a_warning() -> None:
    unused = load(text=PARK.replace("takes: [{what: leaders, amount: 1, until: finish}]", ""))
    assert [(w.code, w.path) for w in unused.warnings] == [("team_not_taken", "teams.leaders.id")]
    assert "helps nobody" in unused.warnings[0].text("en") and "帮不到" in unused.warnings[0].text("zh")
    large = load(text=PARK.replace(ASSISTANTS, ASSISTANTS.replace("amount: 1", "amount: 11")))
    assert [(w.code, w.values["most"]) for w in large.warnings] == [("larger_than_stock", 10.0)]


def test_of_several_teams_the_strongest_counts_on_each_quantity_and_none_changes_nothing() -> None:
    first = Team("a", Text(), ((0.0, 1),), 1, preparation=0.7, correction=0.5)
    second = Team("b", Text(), ((0.0, 1),), 1, preparation=0.6, returns=0.4, activities=("licence",))
    assert effects((first, second), "licence") == ((1, 1, 1), (0.7, 0.5, 1), (0.6, 1, 0.4), (0.6, 0.5, 0.4))
    assert effects((first, second), "fit_out")[3] == (0.7, 0.5, 1)  # the second helps at the licence only
