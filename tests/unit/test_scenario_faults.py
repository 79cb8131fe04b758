"""Every fault a planner can make: its place, its words in both languages, the nearest right name, and all at once."""

# ruff: noqa: E501 (a table of cases reads best with one case a line)

from __future__ import annotations

import string
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.scenario.faults import ScenarioFaults
from sim.scenario.rules import drift_warnings, load_warnings
from sim.scenario.scenario import load
from sim.text.faults import FAULTS
from tests.unit.mistakes import changed, faults_of

FIXTURES = Path(__file__).parent.parent / "fixtures"
SMALL = (FIXTURES / "small_park.yaml").read_text(encoding="utf-8")
CLERKS = (FIXTURES / "three_clerks.yaml").read_text(encoding="utf-8")

EXPONENTIAL = "{exponential: {mean: 2}}"
CLASS = "attributes: {device_class: II}"


ONE_FAULT = [
    # (what stands in the three-clerks file, what is written instead, code, line, column, words in en, words in zh)
    ("mean: 2}", "maen: 2}", "unknown_key", 11, 30, "did you mean mean?", "是不是 mean？"),
    ("staff: 3}", "staff: 3, staff: 4}", "duplicate_key", 6, 22, "a second time (first on line 6)", "首次在第 6 行"),
    ("staff: 3}", "staff: three}", "not_whole", 6, 19, "whole number expected (got three)", "应为整数"),
    ("staff: 3}", "staff: 3.5}", "not_whole", 6, 19, "(got 3.5)", "3.5"),
    ("staff: 3}", "staff: -3}", "negative", 6, 19, "must not be negative (got -3)", "不能为负"),
    ("staff: 3}", "strict: yes}", "wrong_type", 6, 20, "true or false expected (got yes)", "true 或 false"),
    ("mean: 2}", "mean: 2 fortnights}", "not_a_quantity", 11, 36, "(got 2 fortnights)", "应为时长"),
    ("mean: 2}", "mean: 2工作日}", "unit_against_clock", 11, 36, "working days", "工作日"),
    ("mean: 2}", "mean: .nan}", "not_finite", 11, 36, "finite", "有限"),
    ("mean: 2}", "mean: .inf}", "not_finite", 11, 36, "finite", "有限"),
    ("mean: 1}", "mean: -1}", "not_positive", 12, 68, "more than 0 (got -1)", "大于 0"),
    ("probability: 0.2", "probability: 1.2", "not_a_probability", 12, 30, "0 to 1 (got 1.2)", "0 到 1"),
    (EXPONENTIAL, "{pert: [3, 2, 5]}", "not_ordered", 11, 22, "must ascend (got 3, 2, 5)", "从小到大"),
    (EXPONENTIAL, "{triangular: [3, 2, 5]}", "not_ordered", 11, 28, "must ascend", "从小到大"),
    (EXPONENTIAL, "{uniform: [3, 2]}", "not_ordered", 11, 25, "must ascend", "从小到大"),
    (EXPONENTIAL, "{pert: [2, 3]}", "wrong_length", 11, 22, "3 numbers expected (got 2)", "应为 3 个数"),
    (EXPONENTIAL, "{discrete: {1: 0.5, 2: 0.4}}", "not_one", 11, 26, "add up to 1 (got 0.9)", "之和须为 1"),
    (EXPONENTIAL, "{uniform: [1, 2], pert: [1, 2, 3]}", "one_law", 11, 15, "(got pert, uniform)", "只能写一种"),
    (EXPONENTIAL, "{factor: 2}", "one_law", 11, 15, "exactly one law", "只能写一种"),
    (EXPONENTIAL, "[1, 2]", "not_a_quantity", 11, 15, "(got a list)", "一个列表"),
    (EXPONENTIAL, "{empirical: []}", "nothing_listed", 11, 27, "must not be empty", "不能为空"),
    (EXPONENTIAL, "{lognormal: {median: 3, p90: 2}}", "not_ordered", 11, 27, "median 3, p90 2", "从小到大"),
    ("office: bureau", "office: burau", "unknown_office", 9, 13, "did you mean bureau?", "没有这个部门"),
    ("    clock", "    after: [licence]\n    clock", "cycle", 10, 12, "licence -> licence", "互相等待"),
    ("    clock", "    after: [licenc]\n    clock", "unknown_activity", 10, 13, "did you mean licence?", "没有这个活动"),
    ("    clock", "    when: {class: [I]}\n    clock", "unknown_attribute", 10, 19, "attribute class", "属性 class"),
    ("    clock", "    when: {site_mode: [rent]}\n    clock", "unknown_site_mode", 10, 24, "no site mode rent", "用地方式"),
    ("    clock", "    when: {start_on_land_grant: [yes]}\n    clock", "producing_unreachable", 10, 11, "no firm can reach", "都不"),
    ("    clock", "    when: {device_class: [III]}\n    clock", "value_never_held", 10, 27, "(got III)", "device_class"),
    ("    clock", "    when: {device_class: IIII}\n    clock", "value_never_held", 10, 26, "did you mean II?", "是不是 II"),
    ("as_is: []", "as_is: [{green_channel: {when: {device_class: [II, IIII]}}}]", "value_never_held", 22, 54, "did you mean II?", "IIII"),
    ("as_is: []", "as_is: [{green_channel: {when: {site_mode: [rent]}}}]", "value_never_held", 22, 47, "site_mode", "rent"),
    ("attributes: {device_class", "attributes: {type", "attribute_reserved", 20, 24, "rename", "改名"),
    ("attributes: {device_class", "attributes: {t_first", "attribute_reserved", 20, 27, "(got t_first)", "改名"),
    ("milestone: producing", "milestone: arrival", "milestone_reserved", 13, 16, "(got arrival)", "同名时点"),
    ("as_is: []", "as_is: []\ngroups: [site_mode]", "site_mode_no_group", 23, 10, "strategies, not groups", "是策略"),
    ("    clock", "    basis: elapsed\n    clock", "elapsed_behind_finite", 10, 12, "line_on_day_one", "已含排队"),
    ("clock: calendar", "clock: calender", "not_one_of", 10, 12, "did you mean calendar?", "只能是"),
    ("milestone: producing", "milestone: built", "no_producing", 8, 3, "milestone: producing", "producing"),
    ("horizon_days: 20000", "horizon_days: 0", "horizon_not_positive", 3, 15, "(got 0)", "大于 0"),
    ("horizon_days: 20000", "until: 2023-01-01", "horizon_not_positive", 3, 8, "later end", "较晚"),
    ("horizon_days: 20000", "horizon_days: 20\nlimit_days: 30", "limit_beyond_horizon", 4, 13, "(got 30", "超过模拟时长"),
    ("horizon_days: 20000", "horizon_days: 20\nuntil: 2025-01-01", "two_horizons", 4, 8, "keep one", "保留一个"),
    ("start: 2024-01-01\n", "", "missing_key", 1, 1, "start is missing", "缺少 start"),
    ("start: 2024-01-01", "start: 2024-02-30", "not_a_date", 2, 8, "(got 2024-02-30)", "应为日期"),
    ("start: 2024-01-01", "start: 2024-01-01\ndecided: 2025-01-01", "decided_after_start", 3, 10, "earlier", "较早"),
    ("arrivals: {poisson_per_year: 91.25}", "arrivals: {}", "one_pattern", 16, 15, "exactly one of", "须且只能写一个"),
    ("arrivals: {poisson_per_year: 91.25}", "arrivals: {dates: [2020-01-01]}", "date_before_start", 16, 24, "before", "早于"),
    ("arrivals: {poisson_per_year: 91.25}", "arivals: {}", "unknown_key", 16, 5, "did you mean arrivals?", "arrivals"),
    ("id: ordinary", "id: green", "duplicate_id", 18, 9, "id green", "重复"),
    ("id: green", "id: gr een", "bad_id", 15, 9, "rename", "改名"),
    (CLASS, "attributes: {c: {discrete: {a: 0.5}}}", "not_one", 20, 32, "(got 0.5)", "之和"),
    (CLASS, "attributes: {c: {by: {d: {a: b}}}, d: {by: {c: {b: a}}}}", "attribute_circle", 20, 21, "c -> d -> c", "互相依赖"),
    (CLASS, "already_done: [licens]", "unknown_activity", 20, 20, "did you mean licence?", "活动"),
    (CLASS, "site_mode: rent", "unknown_site_mode", 20, 16, "no site mode rent", "用地方式"),
    ("as_is: []", "as_is: [}", "yaml_syntax", 22, 11, "no YAML", "YAML"),
    ("  as_is: []", "  {}", "no_strategies", 22, 3, "add one", "策略"),
    ("as_is: []", "as_is:", "empty_value", 22, 3, "nothing stands", "没有内容"),
    ("as_is: []", "as_is: [{office_staf: {}}]", "unknown_lever", 22, 12, "did you mean office_staff?", "政策工具"),
    ("as_is: []", "as_is: [{office_staff: 3}]", "lever_not_a_map", 22, 26, "(got 3)", "映射"),
    ("as_is: []", "as_is: [{office_staff: {office: bureau}}]", "staff_or_add", 22, 26, "staff and add", "只能写一个"),
    ("as_is: []", "as_is: [{office_staff: {office: burau, add: 1}}]", "unknown_office", 22, 35, "bureau?", "部门"),
    ("as_is: []", "as_is: [{site_modes: {forced: rent}}]", "unknown_site_mode", 22, 33, "rent", "用地方式"),
    ("as_is: []", "as_is: [{green_channel: {when: {clas: I}}}]", "unknown_attribute", 22, 35, "clas", "属性"),
    ("as_is: []", "as_is: [{start_on_land_grant: {}}]", "policy_never_asked", 22, 12, "asks for", "条件"),
    ("as_is: []", "as_is: [{registration_path: {contract_manufacture: false}}]", "attribute_never_held", 22, 54, "licence_path", "不起作用"),
    ("as_is: []", "as_is: [{green_channel: {until: 2023-01-01}}]", "from_after_until", 22, 35, "until must", "须晚于"),
    ("as_is: []", "as_is: [{green_channel: {from: 2123-01-01}}]", "never_in_force", 22, 34, "after the end", "晚于"),
    ("as_is: []", "as_is: []\nextends: nonesuch", "base_missing", 23, 10, "no such base", "找不到"),
    ("as_is: []", "as_is: []\nextends: ../secret", "base_outside", 23, 10, "without its folder", "不带路径"),
    ("as_is: []", "as_is: &x []\n  b: *x", "alias", 23, 6, "references", "引用"),
    ("as_is: []", "as_is: !!python/object:os.system []", "tag", 22, 10, "tags are not read", "标签"),
    ("as_is: []", "as_is: " + "[" * 500, "too_deep", 22, 68, "levels deep", "嵌套"),
    ("as_is: []", "as_is: []\n---\na: 1", "second_document", 23, 1, "second document", "第二个文档"),
]  # fmt: skip


@pytest.mark.parametrize("case", ONE_FAULT)
def test_one_mistake_is_one_fault_at_its_place(case: tuple[str, str, str, int, int, str, str]) -> None:
    old, new, code, line, column, en, zh = case
    (fault,) = faults_of(changed(CLERKS, old, new))
    assert (fault.code, fault.line, fault.column) == (code, line, column)
    assert en in fault.text("en") and zh in fault.text("zh")
    assert fault.text("en").startswith(f"<text>:{line}:{column}") and "\n" not in fault.text("en")


IN_A_LARGER_PARK = [
    ("steps: [{from: 2024-01-01, staff: 3}, {from: 2025-01-01", "steps: [{from: 2025-01-01, staff: 3}, {from: 2024-02-01", ["steps_not_ascending", "steps_start_late"]),
    ("    steps:", "    staff: 2\n    steps:", ["staff_and_steps"]),
    ("    line_on_day_one: 12\n", "", ["elapsed_behind_finite"]),
    ("other_applicants: {poisson_per_year: 40}", "other_applicants: {poisson_per_year: 40, like: licens}", ["unknown_activity"]),
    ("  ample: {}", "  ample: {other_applicants: {every_days: 3}}", ["others_without_law"]),
    ("then: out", "then: rentd", ["unknown_site_mode"]),
    ("{I: 0.1, II: 0.3}", "{I: 0.1}", ["by_not_covered"]),
    ("{I: 0.1, II: 0.3}", "{I: 0.1, II: 0.3}, site_mode: {rented: 0}", ["by_one_attribute"]),
    ("strategy: as_is", "strategy: as_iz", ["unknown_strategy"]),
    ("enterprise: probe", "enterprise: prob", ["unknown_enterprise"]),
    ("to: producing", "to: producin", ["unknown_milestone"]),
    ("groups: [device_class]", "groups: [device_clas]", ["unknown_attribute"]),
    ("groups: [device_class]", "milestones: [{id: roof}]", ["unknown_milestone"]),
    ("lag_days: 3", "lag_days: 3工作日", ["calendar_only"]),
    ("office: bureau\n", "needs: [{office: bureau, amount: 6}]\n", ["never_enough_staff"]),
    ("  - id: rented\n", "  - id: rented\n    offered: false\n", ["no_mode_offered"]),
    ("{I: none, II:", "{I: none, III:", ["by_not_covered"]),
    ("device_class: I, licence_path: none", "licence_path: none", ["by_attribute_missing"]),
    ("device_class: I, licence_path", "site_mode: I, device_class: I, licence_path", ["attribute_is_policy"]),
    ("office: bureau, add: 2", "office: ample, add: 2", ["add_to_ample"]),
    ("from: 2024-07-01, until: 2025-07-01", "from: 2025-07-01, until: 2024-07-01", ["from_after_until"]),
    ("correlation: 0.2", "correlation: 1", ["not_a_correlation"]),
    ("device_class: I, licence_path: none", "device_class: all, licence_path: none", ["value_reserved"]),
    ("after_spring_festival: 15", "periods: [{from: 2024-05-02, until: 2024-05-01}]", ["from_after_until"]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "codes"), IN_A_LARGER_PARK)
def test_what_does_not_hang_together_is_found(old: str, new: str, codes: list[str]) -> None:
    assert sorted({fault.code for fault in faults_of(changed(SMALL, old, new))}) == codes


SITE = "    when: {site_mode: [rented, built]}\n"
EARLY = '    when: {start_on_land_grant: ["yes"]}\n'
PROBE = "    site_mode: built\n"
BESIDE = (
    "  - id: beside\n    duration: 3\n    clock: calendar\n    basis: elapsed\n    office: bureau\n  - id: licence\n"
)
LIKE = "other_applicants: {poisson_per_year: 40"
IN_WORDS = [
    # (changes of the small park, code, path, words in en, words in zh)
    ([(SITE, f"{SITE}    refused: {{probability: 0.1, then: built}}\n")], "fallback_to_itself", "activities.site.refused.then", "restrict it with when: {site_mode: [rented]}", "仍适用"),
    ([("then: out", "then: rented")], "fallback_to_itself", "activities.licence.refused.then", "where licence applies again", "rented"),
    (
        [
            (SITE, "    when: {site_mode: [rented]}\n    refused: {probability: 0.1, then: built}\n"),
            ("refused: {probability: 0.05, then: out}", "when: {site_mode: built}\n    refused: {probability: 0.05, then: rented}"),
        ],
        "fallback_circle", "activities.licence.refused.then", "(built -> rented -> built)", "互相循环",
    ),
    ([("office: bureau, add: 2", "office: ample, staff: 2"), (SITE, f"{SITE}    basis: elapsed\n    office: ample\n")], "elapsed_made_finite", "strategies.more_staff.levers.1.office_staff.staff", "(got 2) of ample", "历时"),
    ([("  - id: licence\n", BESIDE), (LIKE, f"{LIKE}, like: licence")], "clocks_differ", "activities.beside.clock", "counts calendar days, but licence", "同一部门 bureau"),
    ([("{device_class: I, licence_path: none}", "{device_class: I, licence_path: a / b}"), ("groups: [device_class]", "groups: [licence_path]")], "value_reserved", "enterprises.probe.attributes.licence_path", "(got a / b)", "组名"),
    ([("{device_class: I, licence_path: none}", "{device_class: I, licence_path: all}"), ("groups: [device_class]", "groups: [licence_path]")], "value_reserved", "enterprises.probe.attributes.licence_path", "not all", "all"),
    ([("transferred_certificate: 0.4}", "'type:x': 0.4}"), ("groups: [device_class]", "groups: [licence_path]")], "value_reserved", "enterprises.maker.attributes.licence_path.by.device_class.II.discrete.type:x", "(got type:x)", "type:"),
    ([(EARLY, "    when: {device_class: [I], licence_path: [new_registration]}\n    milestone: early\n"), ("start_on_land_grant: {}", "green_channel: {}")], "milestone_unreachable", "activities.early_start.milestone", "none ever does early_start", "early_start 对谁都不适用"),
    ([("to: producing", "to: site_ready")], "evidence_unreachable", "evidence.1.to", "probe can never reach site_ready under as_is", "到不了"),
    ([("attributes:\n", "attributes:\n" + "".join(f"      a{n}: {{discrete: {{x: 0.5, y: 0.5}}}}\n" for n in range(15))), ("{start_on_land_grant: [\"yes\"]}", "{" + ", ".join(f"a{n}: [x]" for n in range(15)) + "}"), ("{start_on_land_grant: {}}", "{green_channel: {}}")], "too_many_combinations", "enterprises.maker.attributes", "32768; at most 20000", "过多"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "code", "path", "en", "zh"), IN_WORDS, ids=[f"{w[1]}-{w[2]}" for w in IN_WORDS])
def test_each_says_where_and_what_to_do(changes: list[tuple[str, str]], code: str, path: str, en: str, zh: str) -> None:
    text = SMALL
    for old, new in changes:
        text = changed(text, old, new)
    (fault,) = faults_of(text)
    assert (fault.code, fault.path) == (code, path)
    assert en in fault.text("en") and zh in fault.text("zh")


def test_a_milestone_that_only_a_lever_opens_is_reachable() -> None:
    early = changed(SMALL, EARLY, EARLY + "    milestone: early\n")
    load(text=early)
    load(text=changed(early, "{start_on_land_grant: {}}", "{green_channel: {}}"))  # no strategy pulls it: a library's

    never = changed(early, '["yes"]', '["maybe"]')
    assert [fault.code for fault in faults_of(never)] == ["value_never_held"]


def test_a_value_that_stands_in_several_places_is_believed() -> None:
    text = changed(SMALL, "{site_mode: [rented, built]}", "{device_class: [I, II, III]}")
    assert [fault.code for fault in faults_of(text)] == ["value_never_held"]
    load(text=changed(text, EARLY, '    when: {device_class: [III], start_on_land_grant: ["yes"]}\n'))


def test_a_milestone_for_a_kind_of_firm_that_the_park_lacks_is_a_librarys() -> None:
    text = changed(SMALL, "{site_mode: [rented, built]}", "{device_class: [I, II, III]}")
    asks = '    when: {device_class: [III], start_on_land_grant: ["yes"]}\n    milestone: early\n'
    steps = load(text=changed(text, EARLY, asks)).base_model().regimes[0].activities
    assert "early" in {step.milestone for step in steps}  # nobody is of class III here, and III is no slip of the pen


def test_a_limit_as_long_as_the_horizon_is_a_warning() -> None:
    text = changed(CLERKS, "horizon_days: 20000 ", "horizon_days: 700\nlimit_days: 700")
    (warning,) = load(text=text).warnings
    assert (warning.code, warning.line) == ("limit_is_horizon", 4)
    assert "is empty" in warning.text("en") and "为空" in warning.text("zh")


BUSY = SMALL
for there, instead in (
    ("staff: 3}, {from: 2025-01-01, staff: 5}]", "staff: 2}]"),
    ("line_on_day_one: 12", "line_on_day_one: 4"),
    ("poisson_per_year: 40", "poisson_per_year: 20"),
):
    BUSY = changed(BUSY, there, instead)


@pytest.mark.parametrize(
    ("staff", "code", "en", "zh"),
    [
        (
            "add: -1, from: 2024-07-01, until: 2025-07-01",
            "load_over_one_under",
            "from day 182, with staff 1",
            "第 182 天",
        ),
        ("add: 2", "line_drifts_under", "from day 0, with staff 4", "第 0 天"),
    ],
)
def test_what_a_strategy_does_to_a_line_is_said_with_its_name_and_day(staff: str, code: str, en: str, zh: str) -> None:
    text = changed(BUSY, "add: 2, from: 2024-07-01, until: 2025-07-01", staff)
    (warning,) = load(text=text).warnings
    assert (warning.code, warning.path) == (code, "strategies.more_staff")
    assert f"under more_staff {en}" in warning.text("en") and zh in warning.text("zh")


def test_a_load_of_one_or_more_from_a_later_step_on_is_a_warning_of_the_office() -> None:
    found = load(text=changed(BUSY, "staff: 2}]", "staff: 2}, {from: 2025-01-01, staff: 1}]")).warnings
    assert ("load_over_one_from", "offices.bureau") in [(warning.code, warning.path) for warning in found]
    assert any("from day 366, with staff 1" in warning.text("en") for warning in found)


def test_a_circle_is_named_in_the_order_in_which_it_runs() -> None:
    text = changed(SMALL, "  - id: site\n", "  - id: site\n    after: licence\n")
    (fault,) = faults_of(text)
    assert fault.values["got"] == "licence -> site -> licence"


def test_all_faults_come_at_once_in_the_order_of_lines_whatever_their_kind() -> None:
    text = changed(CLERKS, "mean: 2}", "maen: 2}")
    text = changed(text, "office: bureau", "office: burau")
    text = changed(text, "probability: 0.2", "probability: 7")
    text = changed(text, "as_is: []", "as_is: [{office_staf: {}}, {office_staff: {office: bureu, add: 1}}]")
    found = [(fault.line, fault.code) for fault in faults_of(text)]
    assert found == [
        (9, "unknown_office"),
        (11, "unknown_key"),
        (12, "not_a_probability"),
        (22, "unknown_lever"),
        (22, "unknown_office"),
    ]


@pytest.mark.parametrize(
    ("there", "instead", "line", "code"),
    [
        ("probability: 0.2", "probability: 7", 12, "not_a_probability"),  # is taken out
        ("  - id: licence\n    office", "  - office", 8, "missing_key"),  # cannot be taken out
        ("start: 2024-01-01", "start: soon", 2, "not_a_date"),
    ],
)
def test_what_a_lever_misses_is_told_beside_a_wrong_form_elsewhere(
    there: str, instead: str, line: int, code: str
) -> None:
    text = changed(CLERKS, there, instead)
    text = changed(text, "as_is: []", "as_is: [{build_ahead: {space: shells, phases: [{id: one, decided: 0}]}}]")
    found = [(fault.line, fault.code, fault.path.rpartition(".")[2]) for fault in faults_of(text)]
    assert found[0][:2] == (line, code)
    assert [(c, key) for _, c, key in found[1:] if c == "missing_key"] == [
        ("missing_key", "area"),
        ("missing_key", "construction"),
    ]


@pytest.mark.parametrize(
    ("content", "code", "en", "zh"),
    [
        (b"", "empty_file", "empty", "空"),
        (b"# only a comment\n", "empty_file", "empty", "空"),
        ("title: 三个窗口".encode("gbk"), "not_utf8", "Notepad", "记事本"),
        (b"- 1\n- 2\n", "not_a_map", "begin with", "title"),
        (b"a: [1, 2\n", "yaml_syntax", "indentation", "缩进"),
        (b"a:\n\t- 1\n", "yaml_syntax", "tab", "制表符"),
    ],
)
def test_a_file_that_is_no_scenario_is_one_fault(tmp_path: Path, content: bytes, code: str, en: str, zh: str) -> None:
    path = tmp_path / "park.yaml"
    path.write_bytes(content)
    with pytest.raises(ScenarioFaults) as found:
        load(path)
    (fault,) = found.value.faults
    assert fault.code == code and fault.file == str(path)
    assert en in fault.text("en") and zh in fault.text("zh")


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "park.yaml"
    path.write_text(CLERKS, encoding="utf-8-sig")
    assert load(path).strategies == ("as_is",)


def test_a_missing_file_is_a_fault_and_no_traceback(tmp_path: Path) -> None:
    with pytest.raises(ScenarioFaults) as found:
        load(tmp_path / "none.yaml")
    assert found.value.faults[0].code == "no_such_file"
    with pytest.raises(ScenarioFaults) as found:
        load(tmp_path)
    assert found.value.faults[0].code == "cannot_read"


def test_warnings_of_offices_point_at_the_office() -> None:
    scenario = load(text=SMALL)
    (over,) = load_warnings({"bureau": 1.25, "ample": 0.0}, scenario.root)
    (drift,) = drift_warnings(["bureau"], scenario.root)
    assert (over.path, over.line) == ("offices.bureau", 11) and "1.25" in over.text("zh")
    assert drift.path == "offices.bureau.line_on_day_one"


@pytest.mark.parametrize("code", sorted(FAULTS))
def test_every_message_has_both_languages_with_the_same_gaps(code: str) -> None:
    gaps = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in FAULTS[code]]
    assert FAULTS[code].en and FAULTS[code].zh
    assert gaps[0] == gaps[1]


SPLICES = st.tuples(
    st.integers(0, len(SMALL)),
    st.integers(0, 30),
    st.one_of(
        st.sampled_from(["{", "}", "[", "]", ":", "- ", "\n", "  ", "&a ", "*a", "!!x ", "'", '"', "null", "-1", ".nan", "1e400", "by"]),
        st.sampled_from(["{remove: true}", "extends: x\n", "9" * 30, "true", "2024-13-01", "工作日", "\x00", "\ud800", "note", "id", "<<: "]),
        st.text(max_size=8),
    ),
)  # fmt: skip


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(SPLICES, min_size=1, max_size=4))
def test_no_text_raises_anything_but_faults(splices: list[tuple[int, int, str]]) -> None:
    text = SMALL
    for at, length, piece in splices:
        text = text[:at] + piece + text[at + length :]
    try:
        scenario = load(text=text)
        for name in scenario.strategies:
            scenario.changes(name)
    except ScenarioFaults as found:
        assert found.faults
        for fault in found.faults:
            assert "\n" not in fault.text("en") and "\n" not in fault.text("zh")
