"""Slips of the pen that fit the form: what stands twice, words spelt almost right, defaults that the park lacks.

Each is told once, at the word that the planner wrote, in both languages.
"""

# ruff: noqa: E501 (a table of cases reads best with one case a line)

from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario.rules_spelling import spelt_like
from sim.scenario.scenario import load
from tests.cli.conftest import call, contents
from tests.unit.mistakes import changed, faults_of

FIXTURES = Path(__file__).parent.parent / "fixtures"
SMALL = (FIXTURES / "small_park.yaml").read_text(encoding="utf-8")
PARK = (FIXTURES / "limits_park.yaml").read_text(encoding="utf-8")


def lever(text: str) -> str:
    """The park with problems, one more strategy in it that has these levers."""
    return changed(PARK, "  as_is: []\n", f"  as_is: []\n  mine: [{text}]\n")


# What stands twice

WINDOW = "one_window: {parallel: [], preparation: 1, returns: 1, handling: 0.5"
LINKS = "{activity: works, waits_for: contract}"
TWICE = [  # (the park, at which word the fault stands, path, words in en, words in zh)
    (lever(f"{{{WINDOW}, handled: [licence, licence]}}}}"), "licence]}}]", "strategies.mine.1.one_window.handled.2", "licence stands a second time", "licence 在此列表中重复"),
    (lever(f"{{one_window: {{parallel: [{LINKS}, {LINKS}], preparation: 1, returns: 1, handling: 1}}}}"), "works, waits_for: contract}], prep", "strategies.mine.1.one_window.parallel.2.activity", "works stands", "works 在"),
    (lever("{quota: {per_year: 3, activities: [review, review]}}"), "review]}}]", "strategies.mine.1.quota.activities.2", "take it out", "请删去"),
    (lever("{green_channel: {when: {device_class: [I, II, I]}}}"), "I]}}}]", "strategies.mine.1.green_channel.when.device_class.3", "I stands", "I 在"),
    (changed(PARK, "activities: [works, licence]", "activities: [works, licence, works]"), "works]\n", "problems.activities.3", "works stands", "works 在"),
    (changed(PARK, "activities: [review]", "activities: [review, review]"), "review], source", "quota.activities.2", "review stands", "review 在"),
    (changed(PARK, "types: [maker]", "types: [maker, maker]"), "maker], mile", "enterprises.supplier.brought_by.types.2", "maker stands", "maker 在"),
    (changed(PARK, "after: [licence], dur", "after: [licence, {activity: licence, lag_days: 3}], dur"), "licence, lag", "activities.doubt.after.2.activity", "licence stands", "licence 在"),
    (changed(PARK, "office: bureau, clock", "needs: [bureau, bureau], clock"), "bureau], clock", "activities.licence.needs.2.office", "bureau stands", "bureau 在"),
    (changed(SMALL, "groups: [device_class]", "groups: [device_class, device_class]"), "device_class]\n", "groups.2", "device_class stands", "device_class 在"),
    (changed(SMALL, "site_mode: [rented, built]", "site_mode: [rented, built, rented]"), "rented]}\n", "activities.site.when.site_mode.3", "rented stands", "rented 在"),
    (changed(SMALL, "already_done: [site]", "already_done: [site, site]"), "site]\nstrategies", "enterprises.probe.already_done.2", "site stands", "site 在"),
    (changed(SMALL, "    source: \"S2", "    sessions: [2024-03-01, 2024-03-01]\n    source: \"S2"), "2024-03-01]", "activities.licence.sessions.2", "2024-03-01 stands", "2024-03-01 在"),
    (lever("{quota: {per_year: 3}}, {quota: {per_year: 3}}"), "quota: {per_year: 3}}]", "strategies.mine.2.quota", "the same settings and dates; keep one", "以相同的参数和日期"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "at", "path", "en", "zh"), TWICE, ids=[case[2] for case in TWICE])
def test_a_name_that_stands_twice_where_once_says_it_all_is_told_at_its_second_place(
    text: str, at: str, path: str, en: str, zh: str
) -> None:
    (fault,) = faults_of(text)
    before = text[: text.index(at)]
    assert (fault.line, fault.column) == (before.count("\n") + 1, len(before) - before.rfind("\n"))
    assert fault.path == path and fault.code in ("listed_twice", "lever_twice")
    assert en in fault.text("en") and zh in fault.text("zh")


def test_each_name_that_stands_twice_is_told_and_a_third_time_is_told_again() -> None:
    text = changed(PARK, "activities: [works, licence]", "activities: [works, licence, works, licence, works]")
    assert [fault.path for fault in faults_of(text)] == [f"problems.activities.{n}" for n in (3, 4, 5)]


def test_what_may_stand_twice_does() -> None:
    two = load(text=changed(SMALL, "dates: [2024-05-12]", "dates: [2024-05-12, 2024-05-12]"))  # firms of one day
    days = [kind.arrivals.params for kind in two.model("as_is").regimes[0].enterprises if kind.arrivals.kind == "at"]
    assert any(len(some) == 2 and some[0] == some[1] for some in days)
    in_turn = load(text=lever("{quota: {per_year: 3, until: 2022-01-01}}, {quota: {per_year: 3, from: 2022-01-01}}"))
    assert len(in_turn.model("mine").regimes) == 2
    thrice = load(text=changed(SMALL, "duration: 5", "duration: {empirical: [3, 3, 4]}"))
    laws = [activity.duration for activity in thrice.model("as_is").regimes[0].activities]
    assert any(getattr(law, "params", ()) == (3.0, 3.0, 4.0) for law in laws)


# Words spelt almost right

CHANNELS = "      channel: {discrete: {chamber: 0.5, squad: 0.5}}\n"
PATH = "      licence_path:"


def by_channel(cases: str, channels: str = CHANNELS) -> str:
    """The small park in which who starts is given by channel."""
    text = changed(SMALL, PATH, f"{channels}      starts: {{by: {{channel: {cases}}}}}\n{PATH}")
    return changed(text, "{device_class: I, licence", "{channel: squad, device_class: I, licence")


def test_a_misspelt_case_is_told_at_its_own_place_and_not_as_the_one_missing() -> None:
    text = by_channel("{chamebr: 'yes', squad: 'no'}")
    (fault,) = faults_of(text)
    before = text[: text.index("chamebr")]
    assert (fault.code, fault.line) == ("case_of_nobody", before.count("\n") + 1)
    assert fault.column == len(before) - before.rfind("\n")
    assert fault.path == "enterprises.maker.attributes.starts.by.channel.chamebr"
    assert "no firm has channel: chamebr" in fault.text("en") and "did you mean chamber?" in fault.text("en")
    assert "chamebr" in fault.text("zh") and "是不是 chamber？" in fault.text("zh")


def test_a_case_that_is_missing_is_told_as_before() -> None:
    (fault,) = faults_of(by_channel("{squad: 'no', hometown: 'yes'}"))
    assert fault.code == "by_not_covered" and "channel: chamber" in fault.text("en")


def test_the_value_is_told_where_its_case_stands_more_often() -> None:
    text = by_channel("{chamber: 'yes', squad: 'no'}", CHANNELS.replace("chamber", "chamebr"))
    (fault,) = faults_of(changed(text, "duration: 5\n", "duration: {by: {channel: {chamber: 5, squad: 9}}}\n"))
    assert (fault.code, fault.path) == ("value_not_covered", "enterprises.maker.attributes.channel.discrete.chamebr")
    assert "did you mean chamber?" in fault.text("en") and "是不是 chamber？" in fault.text("zh")


def test_a_misspelt_case_beside_the_right_one_is_a_warning() -> None:
    scenario = load(text=by_channel("{chamber: 'yes', squad: 'no', squadd: 'no'}"))
    (warning,) = [warning for warning in scenario.warnings if warning.code == "case_of_nobody"]
    assert warning.path.endswith("channel.squadd") and "did you mean squad?" in warning.text("en")


def test_a_value_like_one_that_something_asks_for_is_a_warning() -> None:
    text = changed(SMALL, "site_mode: [rented, built]", "kind: [maker, buyer]")
    text = changed(text, PATH, f"      kind: {{discrete: {{maker: 0.5, buyer: 0.5}}}}\n{PATH}")
    text = changed(text, "{device_class: I, licence", "{kind: makr, device_class: I, licence")
    (warning,) = [warning for warning in load(text=text).warnings if warning.code == "value_unasked"]
    assert warning.path == "enterprises.probe.attributes.kind"
    assert "did you mean maker?" in warning.text("en") and "是不是 maker？" in warning.text("zh")
    assert "value_unasked" not in {warning.code for warning in load(text=text.replace("makr", "seller")).warnings}


@pytest.mark.parametrize(
    ("word", "others", "meant"),
    [("chamebr", ["squad", "chamber"], "chamber"), ("Yess", ["yes"], "yes"), ("class_1", ["class_2"], ""),
     ("III", ["II"], ""), ("none", ["new"], "")],
)  # fmt: skip
def test_words_are_like_each_other_by_their_letters(word: str, others: list[str], meant: str) -> None:
    assert spelt_like(word, others) == meant


# A fault stands where the planner wrote

OVER = "extends: [zhanjiang]\ntitle: {en: Mine, zh: 我的}\n"
ENTRANT = OVER + "enterprises:\n  - id: entrant\n    attributes: {starts: "
OWN_LINE = [  # (file over a packaged scenario, code, line, column, path, words in en, words in zh)
    (ENTRANT + "maybe}\n", "value_not_covered", 5, 26, "enterprises.entrant.attributes.starts", "(got maybe); use one of no, yes", "（写的是 maybe）；请用 no, yes 之一"),
    (ENTRANT + "{discrete: {'yes': 0.7, 'nope': 0.3}}}\n", "value_not_covered", 5, 50, "enterprises.entrant.attributes.starts.discrete.nope", "did you mean no?", "是不是 no？"),
    (ENTRANT + "{by: {device_class: {I: 'yes', II: 'yes', III: no way, none: 'yes'}}}}\n", "value_not_covered", 5, 73, "enterprises.entrant.attributes.starts.by.device_class.III", "recruit_and_serve.yaml:", "recruit_and_serve.yaml:"),
    (ENTRANT + "{discrete: {'yes': 0.7, 'no': 0.2}}}\n", "not_one", 5, 37, "enterprises.entrant.attributes.starts.discrete", "add up to 1", "概率之和"),
    (OVER + "site_modes:\n  - {id: mine, chain: self_build}\n", "value_not_covered", 4, 10, "site_modes.mine.id", "has no case for this value (got mine)", "没有此取值（写的是 mine）"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "line", "column", "path", "en", "zh"), OWN_LINE, ids=[c[4] for c in OWN_LINE])
def test_what_does_not_fit_a_base_is_told_at_the_planners_own_line(
    text: str, code: str, line: int, column: int, path: str, en: str, zh: str
) -> None:
    (fault,) = faults_of(text)
    assert (fault.file, fault.line, fault.column, fault.code, fault.path) == ("<text>", line, column, code, path)
    assert en in fault.text("en") and zh in fault.text("zh")


def test_each_attribute_that_a_base_asks_for_and_a_type_lacks_is_told_at_the_type() -> None:
    found = faults_of(
        OVER + "enterprises:\n  - id: mine\n    arrivals: {every_days: 30}\n    attributes: {shell: 'no'}\n"
    )
    assert {fault.code for fault in found} == {"attribute_asked_for"}
    assert {(fault.file, fault.line) for fault in found} == {("<text>", 6)}
    assert {"starts", "device_class"} <= {fault.path.rpartition(".")[2] for fault in found}
    assert "mine lacks the attribute" in found[0].text("en") and "缺少属性" in found[0].text("zh")


def test_a_fault_in_a_type_that_others_are_like_is_told_under_its_own_name() -> None:
    text = changed(PARK, "quantities: {jobs: 30,", "quantities: {jobs: -30,")
    (fault,) = faults_of(text)
    assert fault.path == "enterprises.maker.quantities.jobs"


# Defaults that the park lacks

BY_DEFAULT = [  # (lever, path, words in en, words in zh)
    ("one_window: {handling: 1, parallel: []}", "one_window.tolerant", "where tolerant: is left out it means environmental_assessment", "不写 tolerant: 时指 environmental_assessment"),
    ("one_window: {handling: 1, parallel: []}", "one_window.tolerant", "or write preparation: 1, returns: 1", "或写 preparation: 1, returns: 1"),
    ("one_window: {preparation: 1, returns: 1}", "one_window.parallel", "or write parallel: []", "或写 parallel: []"),
    ("guidance: {factor: 1}", "guidance.reviews", "or write review_factor: 1, correction: 1", "不写 reviews: 时指 technical_review"),
    ("guidance: {review_factor: 1, correction: 1}", "guidance.activities", "registration_acceptance, registration_acceptance_national", "写 factor: 1"),
    ("training_centre: {}", "training_centre.activity", "it means hiring_training", "或去掉该工具"),
    ("test_platform: {}", "test_platform.activity", "write activity: with what it has (assistant_assigned, contract", "请写明 activity:（可用：assistant_assigned, contract"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "path", "en", "zh"), BY_DEFAULT)
def test_a_default_that_the_park_lacks_names_the_setting_to_write(written: str, path: str, en: str, zh: str) -> None:
    (fault,) = faults_of(lever(f"{{{written}}}"))
    assert (fault.code, fault.path) == ("default_not_here", f"strategies.mine.1.{path}")
    assert en in fault.text("en") and zh in fault.text("zh")


def test_a_default_holds_for_those_of_its_steps_that_the_park_has() -> None:
    filing = changed(
        PARK,
        "  - {id: works,",
        "  - {id: project_filing, after: [contract], duration: 5, source: ESTIMATE}\n  - {id: works,",
    )
    text = changed(filing, "  as_is: []\n", "  as_is: []\n  mine: [{one_window: {preparation: 1, returns: 1}}]\n")
    assert [fault.path for fault in faults_of(text)] == ["strategies.mine.1.one_window.parallel"]  # nothing follows it
    load(text=changed(text, "after: [contract], duration: {by", "after: [project_filing], duration: {by"))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_planner_gets_one_line_a_slip_exit_status_2_and_no_file(
    lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "park.yaml").write_text(TWICE[0][0], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    before = contents(tmp_path)
    for verb in ("validate", "compare"):
        said = call(verb, "park.yaml", "--replications", 1, "--lang", lang)
        assert (said.code, said.out) == (2, "") and contents(tmp_path) == before
        (line,) = said.err.splitlines()
        assert line.startswith("park.yaml:") and "one_window.handled.2" in line
