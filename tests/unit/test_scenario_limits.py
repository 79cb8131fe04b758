"""Problems, quotas, promises, stocks of firms and types that are like others: what the file says, or a fault."""

# ruff: noqa: E501 (a table of cases reads best with one case a line)

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.engine.blueprint import draw_up
from sim.engine.case import Case
from sim.engine.layout import lay_out
from sim.model.fingerprint import fingerprint
from sim.model.law import Distribution
from sim.model.park import GO_ON, Activity, Arrivals, EnterpriseType, Refused, Regime
from sim.model.people import NEAREST, BroughtBy, Problems, Quota
from sim.scenario.scenario import load
from sim.scenario.schema import json_schema
from sim.text.faults_limits import LIMIT_FAULTS
from tests.cli.conftest import call
from tests.unit import mistakes
from tests.unit.mistakes import Mistake, expect_one_fault, faults_of
from tests.unit.test_rules import at, does, story

FIXTURES = Path(__file__).parent.parent / "fixtures"
PARK = (FIXTURES / "limits_park.yaml").read_text(encoding="utf-8")


def regime(text: str = PARK) -> Regime:
    return load(text=text).base_model().regimes[0]


def step(name: str) -> Activity:
    return next(activity for activity in regime().activities if activity.id == name)


def kinds(text: str = PARK) -> dict[str, EnterpriseType]:
    return {kind.id: kind for kind in regime(text).enterprises}


def changed(old: str, new: str, text: str = PARK) -> str:
    return mistakes.changed(text, old, new)


# What is said


def test_the_whole_file_loads_without_a_warning() -> None:
    assert load(FIXTURES / "limits_park.yaml").warnings == ()


def test_problems_and_the_quota_stand_in_the_model() -> None:
    lasts, reported = Distribution("pert", (10.0, 45.0, 180.0)), Distribution("uniform", (0.0, 30.0))
    assert regime().problems == Problems(1.6, ("licence", "works"), lasts, reported, 7.0, 2, "ESTIMATE")
    assert regime().quota == Quota(12.0, "signed", 45.0, 0.4, ("review",), "ESTIMATE")


def test_going_on_what_spares_a_refusal_promises_and_the_nearest_stand_in_the_model() -> None:
    assert step("assistant_assigned").gives_up_then == GO_ON
    assert step("doubt").refused == Refused(0.3, "out", "settled")
    assert [office.promise_working_days for office in regime().offices] == [7.0]
    assert [team.assignment for team in regime().teams] == [NEAREST]


def test_what_is_left_out_is_as_it_was_before() -> None:
    bare = regime(changed("staff: 2, promise_working_days: 7", "staff: 2", changed("    gives_up_then: go_on\n", "")))
    assert [office.promise_working_days for office in bare.offices] == [None]
    assert all(activity.gives_up_then != GO_ON for activity in bare.activities)
    least = changed("  reported: {uniform: [0, 30]}\n  every_days: 7\n  places: 2\n", "")
    assert regime(least).problems == replace(regime().problems, reported=None, every_days=30.0, places=0)  # type: ignore[type-var]


def test_what_rests_on_an_estimate_is_listed() -> None:
    assert {"problems", "quota"} <= set(load(text=PARK).base_model().estimates)


def test_the_merged_file_reads_back_as_the_same_park() -> None:
    scenario = load(text=PARK)
    again = load(text=scenario.resolved_yaml())
    for strategy in scenario.strategies:
        assert fingerprint(again.model(strategy)) == fingerprint(scenario.model(strategy))


def test_values_are_replaced_by_path() -> None:
    new = load(text=PARK).replace(
        {"problems.places": 9, "quota.last_days": 30, "offices.bureau.promise_working_days": 4}
    )
    rules = new.base_model().regimes[0]
    assert rules.problems is not None and rules.problems.places == 9
    assert rules.quota is not None and rules.quota.last_days == 30
    assert rules.offices[0].promise_working_days == 4


def test_the_schema_knows_the_keys_in_both_languages() -> None:
    forms = json_schema()["$defs"]
    assert {"ProblemsForm", "QuotaForm"} <= set(forms)
    for form in ("ProblemsForm", "QuotaForm"):
        assert all(key["title"] and key["title_zh"] for name, key in forms[form]["properties"].items() if name != "x")
    assert "stock" in forms["FirmArrivalsForm"]["properties"] and "like" in forms["EnterpriseForm"]["properties"]
    assert (
        "unless" in forms["RefusedForm"]["properties"] and "promise_working_days" in forms["OfficeForm"]["properties"]
    )
    assert forms["ActivityForm"]["properties"]["gives_up_then"]["enum"] == ["leave", "go_on"]
    assert forms["TeamForm"]["properties"]["assignment"]["enum"][-1] == "nearest"


# Firms that are there from the start


def test_a_stock_of_firms_is_there_on_day_0_and_the_stream_goes_on_as_before() -> None:
    assert kinds()["maker"].arrivals == Arrivals("poisson", (12.0,), None, 5)
    with_stock, without = (appeared(text) for text in (PARK, changed(", stock: 5", "")))
    assert with_stock == [0.0] * 5 + without and 0.0 not in without


def test_at_most_so_many_holds_for_the_stream_beside_the_stock() -> None:
    assert len(appeared(changed("stock: 5}", "stock: 5, count: 3}"))) == 8
    assert appeared(changed("poisson_per_year: 12, stock: 5", "poisson_per_year: 0, stock: 5")) == [0.0] * 5


def test_days_in_an_upper_layer_take_the_place_of_a_stock(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(PARK, encoding="utf-8")
    (tmp_path / "upper.yaml").write_text("extends: base\nenterprises: [{id: maker, arrivals: {every_days: 50}}]\n")
    found = {kind.id: kind for kind in load(tmp_path / "upper.yaml").base_model().regimes[0].enterprises}
    assert found["maker"].arrivals == Arrivals("every", (50.0,))


def case_of(text: str) -> Case:
    (case,) = lay_out(draw_up(load(text=text).model("as_is")), 7, range(1))
    return case


def appeared(text: str) -> list[float]:
    """Days on which makers appear in one history."""
    case = case_of(text)
    mine = case.type_names[case.type] == "maker"
    return [float(day) for day in np.sort(case.appears[mine])]


# Types that are like others


def test_a_type_has_from_the_other_what_it_does_not_state() -> None:
    found = kinds()
    maker, far = found["maker"], found["far_maker"]
    assert far.quantities == maker.quantities and far.source == maker.source
    assert (far.title.zh, far.arrivals) == ("外来制造企业", Arrivals("poisson", (4.0,), None, 5))
    assert [a.law for a in far.attributes] == ["II"]


def test_a_chain_of_two_hands_on_and_who_is_brought_has_no_arrivals() -> None:
    supplier = kinds()["supplier"]
    assert supplier.brought_by == BroughtBy(("maker",), "producing", 0.5)
    assert supplier.arrivals == Arrivals("at", ())
    assert [a.law for a in supplier.attributes] == ["II"]  # of far_maker
    jobs, output = (next(q.law for q in supplier.quantities if q.name == name) for name in ("jobs", "planned_output"))
    assert (jobs, output) == (Distribution("fixed", (10.0,)), Distribution("fixed", (5e7,)))  # its own, and of maker
    assert supplier.title.en == "supplier"  # a title is never taken over


def test_a_law_of_its_own_takes_the_place_of_the_other_law() -> None:
    found = kinds(changed("quantities: {jobs: 10}", "quantities: {planned_output: {uniform: [1, 2]}}"))
    law = next(q.law for q in found["supplier"].quantities if q.name == "planned_output")
    assert law == Distribution("uniform", (1.0, 2.0))


def test_a_change_of_the_other_type_in_an_upper_layer_is_seen(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(PARK, encoding="utf-8")
    upper = "extends: base\nenterprises: [{id: maker, quantities: {planned_output: 7000万元}}]\n"
    (tmp_path / "upper.yaml").write_text(upper, encoding="utf-8")
    kind = next(k for k in load(tmp_path / "upper.yaml").base_model().regimes[0].enterprises if k.id == "supplier")
    assert next(q.law for q in kind.quantities if q.name == "planned_output") == Distribution("fixed", (7e7,))


def test_projects_of_a_ledger_may_be_like_a_type_that_is_like_another() -> None:
    rows = "[{id: a, stage: signed}]"
    ledger = f"ledger:\n  rows: {rows}\n  like: far_maker\n  stages: {{signed: {{done: contract}}}}\nenterprises:\n"
    found = kinds(changed("enterprises:\n", ledger))
    (project,) = [kind for name, kind in found.items() if name.startswith("ledger:")]
    assert [a.law for a in project.attributes if a.name == "device_class"] == ["II"]
    assert {q.name for q in project.quantities} >= {"jobs", "planned_output"}


def test_a_fault_in_what_is_shared_is_told_once_where_it_stands() -> None:
    (fault,) = faults_of(changed("jobs: 30", "jobs: -30"))
    assert (fault.code, fault.path) == ("negative", "enterprises.maker.quantities.jobs")
    assert PARK.splitlines()[fault.line - 1].lstrip().startswith("quantities: {jobs: 30")


# The nearest first


NEAR = {"when": {"road": ["short"]}}
FAR = {"when": {"road": ["long"]}}


def roads(assignment: str) -> object:
    """Two firms ask for the one place of a team on the same day: the first one has a long road before it."""
    return story(
        [
            does("ask", 0, takes=[{"what": "help", "amount": 1, "until": "producing"}]),
            does("long", 200, **FAR),
            does("short", 30, **NEAR),
            does("lot", 1, after=["long", "short"], milestone="producing"),
        ],
        {"a": at(5, attributes={"road": "long"}), "b": at(5, attributes={"road": "short"})},
        teams=[{"id": "help", "people": 1, "caseload": 1, "preparation": 0.5, "assignment": assignment}],
        days=400,
    )


def test_the_firm_with_fewer_days_before_it_gets_the_team_first() -> None:
    first, nearest = roads("first_come"), roads("nearest")
    assert (first.start("a", "ask"), first.start("b", "ask")) == (5, 206)  # type: ignore[attr-defined]
    assert (nearest.start("b", "ask"), nearest.start("a", "ask")) == (5, 36)  # type: ignore[attr-defined]


def test_nearness_is_a_column_of_the_case_and_only_where_a_team_asks_for_it() -> None:
    case = roads("nearest").case  # type: ignore[attr-defined]
    column = list(case.quantity_names).index("nearness")
    assert [float(days) for days in case.quantities[:, column]] == [-201, -31]
    assert case.resource_order.tolist() == [column]
    assert "nearness" not in roads("first_come").case.quantity_names  # type: ignore[attr-defined]


# Faults


WORKS = "activities: [works, licence]"
ASSIGNED = "    gives_up_after: 90\n    gives_up_then: go_on\n"
ONE_FAULT = [
    # (what stands in the park, what is written instead, what the fault points at, code, words in en, words in zh)
    (ASSIGNED, "    gives_up_then: go_on\n", "go_on", "goes_on_without_patience", "nobody ever goes on without it", "永远不会"),
    ("preparation: 20,", "preparation: 20, gives_up_after: 9, gives_up_then: go_on, sent_back: {probability: 0.1, correction: 3},", "go_on", "goes_on_unpaid", "licence has sent_back:", "不能略过"),
    ("gives_up_then: go_on", "gives_up_then: goon", "goon", "not_one_of", "did you mean go_on?", "只能是"),
    (WORKS, "activities: [works, settled]", "settled]", "problem_by_chance", "only comes about by chance", "按概率发生"),
    ("  bureau: {", "  dispatch_meeting: {staff: 1, source: ESTIMATE}\n  bureau: {", "{staff: 1", "meeting_is_office", "rename this one", "请给此部门改名"),
    ("  - {id: settled", "  - {id: problem_works, after: [works], duration: 1, source: ESTIMATE}\n  - {id: settled", "problem_works, after", "problem_is_activity", "lays at works", "请给此活动改名"),
    ("lasts: {pert: [10, 45, 180]}", "lasts: {by: {device_class: {I: 3, II: 4}}}", "{device_class: {I: 3", "problem_by_attribute", "without by:", "不带 by:"),
    ("per_year: 1.6", "per_year: 19", "19\n", "problems_too_many", "12.5 problems at works on average", "至多 12 个"),
    (WORKS, "activities: [works, licnce]", "licnce", "unknown_activity", "did you mean licence?", "没有这个活动"),
    (WORKS, "activities: []", "[]", "nothing_listed", "must not be empty", "不能为空"),
    ("per_year: 1.6", "per_year: 0", "0\n", "not_positive", "more than 0", "大于 0"),
    ("every_days: 7", "every_days: 0", "0\n", "not_positive", "more than 0", "大于 0"),
    ("places: 2\n  source", "places: -2\n  source", "-2", "negative", "(got -2)", "不能为负"),
    ("  lasts: {pert: [10, 45, 180]}\n", "", "<problems:", "missing_key", "lasts is missing", "缺少 lasts"),
    ("activities: [review]", "activities: [contract]", "contract]", "quota_never_refused", "nobody is refused at contract", "没有 refused:"),
    ("activities: [review]", "activities: [reviw]", "reviw", "unknown_activity", "did you mean review?", "没有这个活动"),
    ("last_days: 45", "last_days: 367", "367", "quota_longer_than_year", "366 or fewer", "366 或更小"),
    ("milestone: signed, last", "milestone: signd, last", "signd", "unknown_milestone", "did you mean signed?", "没有活动带节点"),
    ("per_year: 12, milestone", "per_year: 0, milestone", "0,", "not_positive", "more than 0", "大于 0"),
    ("refused: 0.4", "refused: -1", "-1", "negative", "(got -1)", "不能为负"),
    ("unless: settled", "unless: setled", "setled", "unknown_milestone", "did you mean settled?", "没有活动带节点"),
    ("promise_working_days: 7", "promise_working_days: 0", "0,", "not_positive", "more than 0", "大于 0"),
    ("poisson_per_year: 12, stock: 5", "every_days: 12, stock: 5", "<{every", "stock_alone", "goes with poisson_per_year (got every_days)", "须与 poisson_per_year 合用"),
    ("stock: 5", "stock: 2.5", "2.5", "not_whole", "whole number", "整数"),
    ("staff: 2,", "staff: 2, other_applicants: {poisson_per_year: 9, stock: 3},", "stock: 3", "unknown_key", "known here: at_days", "没有这个键"),
    ("like: maker", "like: makr", "makr", "like_unknown", "did you mean maker, far_maker?", "没有可参照的企业类型"),
    ("like: maker", "like: [maker]", "[maker]", "wrong_type", "(got a list)", "应为文字"),
    ("like: maker", "like: supplier", "far_maker\n    brought", "like_circle", "far_maker -> supplier -> far_maker", "互相参照"),
    ("dispatch_meetings: {every_days: 30", "dispatch_meetings: {every_day: 30", "every_day: 30", "unknown_key", "did you mean every_days?", "没有这个键"),
    ("quota: {per_year: 20}", "quota: {per_year: 20, activities: contract}", "contract}", "not_one_of", "review", "review"),
    ("quota: {per_year: 20}", "quota: {per_year: 20, last_days: 400}", "400", "quota_longer_than_year", "366 or fewer", "366 或更小"),
    ("time_limits: {office: bureau", "time_limits: {office: burau", "burau", "unknown_office", "did you mean bureau?", "没有这个部门"),
]  # fmt: skip


@pytest.mark.parametrize("case", ONE_FAULT, ids=[f"{case[3]}-{at}" for at, case in enumerate(ONE_FAULT)])
def test_one_mistake_is_one_fault_at_its_place(case: Mistake) -> None:
    expect_one_fault(PARK, case)


def test_problems_that_stop_a_deciding_step_and_meetings_about_nothing_are_told() -> None:
    both = changed("activities: [works, licence]", "activities: [review, licence]")
    deciding = changed(
        "refused: {probability: 0.5}, source", "refused: {probability: 0.5}, decides: true, source", both
    )
    assert [(f.code, f.path) for f in faults_of(deciding)] == [("problem_decides", "problems.activities.1")]
    start, end = PARK.index("problems:\n"), PARK.index("quota: {per_year: 12")
    (fault,) = faults_of(PARK[:start] + PARK[end:])
    assert (fault.code, fault.path.split(".")[-1]) == ("no_problems_stated", "every_days")
    assert "nothing to meet about" in fault.text("en") and "无问题可调度" in fault.text("zh")


def test_a_promise_of_an_office_with_ample_staff_is_a_warning_and_of_a_lever_a_fault() -> None:
    ample = "  ample: {promise_working_days: 3}\n  bureau: {"
    (warning,) = load(text=changed("  bureau: {", ample)).warnings
    assert (warning.code, warning.line) == ("promise_without_line", 5)
    text = changed(
        "office: bureau, working", "office: ample, working", changed("  bureau: {", "  ample: {}\n  bureau: {")
    )
    (fault,) = faults_of(text)
    assert fault.code == "promise_without_line" and fault.path.startswith("strategies.others")
    assert "ample staff" in fault.text("en") and "人手充足" in fault.text("zh")


def test_a_bad_value_is_told_without_what_follows_from_it() -> None:
    for old, new, code in (
        ("gives_up_after: 90", "gives_up_after: -90", "negative"),
        ("refused: {probability: 0.5}", "refused: {probability: 1.5}", "not_a_probability"),
        ("  per_year: 1.6", "  per_year: many", "not_a_number"),
    ):
        found = faults_of(changed(old, new))
        assert len(found) == 1, [fault.text() for fault in found]
        assert found[0].code == code


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("  per_year: 1.6", "  per_year: -1", "not_positive"),
        ("  places: 2", "  places: 2.5", "not_whole"),
        ("last_days: 45", "last_days: 0", "not_positive"),
    ],
)
def test_a_bad_value_in_problems_or_quota_hides_no_fault_elsewhere(old: str, new: str, code: str) -> None:
    found = faults_of(changed(old, new, changed("after: [works], office: bureau", "after: [works], office: burau")))
    assert [fault.code for fault in found] == [code, "unknown_office"]


def test_problems_at_a_step_that_takes_no_time_are_a_fault_and_of_no_time_for_some_a_warning() -> None:
    (fault,) = faults_of(changed(WORKS, "activities: [works, contract]"))
    assert (fault.code, fault.path, fault.line) == ("problem_at_once", "problems.activities.2", 10)
    assert "contract takes no time" in fault.text("en") and "不占时间" in fault.text("zh")

    (warning,) = load(text=changed("{I: 60, II: 240}", "{I: 0, II: 240}")).warnings
    assert (warning.code, warning.path) == ("problem_of_some", "problems.activities.1")
    assert "(device_class: I)" in warning.text("en") and "请确认" in warning.text("zh")


def test_preparation_alone_is_time_in_which_problems_come() -> None:
    text = changed("after: [review], duration: 0", "after: [review], duration: 0, preparation: 5")
    steps = {
        a.id
        for a in load(text=changed(WORKS, "activities: [works, contract]", text)).model("as_is").regimes[0].activities
    }
    assert {"problem_works", "problem_contract"} <= steps


@pytest.mark.parametrize("code", sorted(LIMIT_FAULTS))
def test_every_message_of_limits_is_in_some_test(code: str) -> None:
    tests = [Path(__file__), Path(__file__).parent / "test_levers_limits.py"]
    assert any(f'"{code}"' in path.read_text(encoding="utf-8") for path in tests)


@pytest.mark.parametrize(
    ("verb", "old", "new", "en", "zh"),
    [
        ("check", "like: maker", "like: supplier", "these types are like each other", "互相参照"),
        ("explain", "activities: [review]", "activities: [contract]", "nobody is refused at contract", "没有 refused:"),
        ("run", WORKS, "activities: [works, settled]", "only comes about by chance", "按概率发生"),
    ],
)
def test_a_planner_gets_one_line_exit_status_2_and_no_file(
    verb: str, old: str, new: str, en: str, zh: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "park.yaml").write_text(changed(old, new), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    out = ["--out", "new"] if verb == "run" else []
    for lang, words in (("en", en), ("zh", zh)):
        said = call(verb, "park.yaml", *out, "--lang", lang)
        assert said.code == 2 and said.out == ""
        (line,) = said.err.splitlines()
        assert line.startswith("park.yaml:") and words in line
    assert [path.name for path in tmp_path.iterdir()] == ["park.yaml"]


def test_every_wrong_name_in_a_list_of_a_lever_is_told_where_it_stands() -> None:
    text = changed("  as_is: []\n", "  as_is: []\n  named: [{guidance: {activities: [licnce, works], factor: 0.5}}]\n")
    line = text[: text.index("licnce")].count("\n") + 1
    found = [(f.line, f.column, f.path, f.values["got"]) for f in faults_of(text) if "activities" in f.path]
    columns = [text.splitlines()[line - 1].index(name) + 1 for name in ("licnce", "works")]
    assert found == [
        (line, columns[0], "strategies.named.1.guidance.activities.1", "licnce"),
        (line, columns[1], "strategies.named.1.guidance.activities.2", "works"),
    ]
