"""A nasty day: what planners get wrong with a keyboard, each told once, where they wrote it, with a way out.

Files over a packaged scenario are among them: what is wrong in the planner's file is never told in a base.
"""

# ruff: noqa: E501 (a table of cases reads best with one case a line)

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.scenario.scenario import load
from sim.text.faults_size import SIZE_FAULTS
from tests.cli.conftest import CHINESE, call, contents
from tests.unit import mistakes
from tests.unit.mistakes import faults_of

FIXTURES = Path(__file__).parent.parent / "fixtures"
SMALL = (FIXTURES / "small_park.yaml").read_text(encoding="utf-8")
ESTATE = (FIXTURES / "estate_park.yaml").read_text(encoding="utf-8")
OVER = "extends: [zhanjiang]\ntitle: {en: Mine, zh: 我的}\n"
OFFICE = OVER + "offices:\n  city_market_regulator: {"
ENTRANT = OVER + "enterprises:\n  - id: entrant\n    "
STEPS = OVER + "activities:\n  - "


def changed(old: str, new: str, text: str = SMALL) -> str:
    return mistakes.changed(text, old, new)


ONE_FAULT = [  # (file, code, line, words in en, words in zh)
    # commas, which end a value in braces
    (ENTRANT + "quantities: {cash: {lognormal: {median: 1,000,000元, p90: 4000000}}}\n", "cut_off", 5, "write numbers without commas", "数字不要加逗号"),
    (ENTRANT + "quantities: {margin: {pert: 0.1, 0.2, 0.3}}\n", "cut_off", 5, "several numbers in brackets", "方括号"),
    (ENTRANT + "quantities: {cash: '1,000,000'}\n", "not_a_quantity", 5, "(got 1,000,000)", "金额"),
    # YAML
    (OFFICE + "staff: 3， line_on_day_one: 4}\n", "yaml_syntax", 4, "this is no YAML", "不是合法的 YAML（缺少"),
    (OVER + "offices:\n\tbureau: {}\n", "yaml_syntax", 4, "this is no YAML", "制表符"),
    # numbers
    (OFFICE + "staff: 99999999999999}\n", "too_large_whole", 4, "at most 1000000", "最多 1000000"),
    (OFFICE + "staff: 3.0}\n", "not_whole", 4, "(got 3.0)", "（写的是 3.0）"),
    (ENTRANT + "priority: 1.0e300\n", "too_large_number", 5, "is a slip", "笔误"),
    (ENTRANT + "quantities: {jobs: 1.0e30}\n", "too_large_number", 5, "(got 1e+30, at most 1e+15)", "1e+15"),
    (STEPS + "{id: hiring_training, duration: {weibull: {shape: 1.0e-9, scale: 1}}}\n", "too_small_shape", 4, "no sensible mean", "均值没有意义"),
    (ENTRANT + "attributes: {starts: {discrete: {'yes': 100%}}}\n", "not_a_probability", 5, "write 20 % as 0.2", "20% 请写 0.2"),
    (OVER + "strategies:\n  x: [{land_in_advance: {unready: 5}}]\n", "not_a_share", 4, "did you mean 5%?", "是不是 5%？"),
    (OVER + "strategies:\n  x: [{guidance: {factor: 342%}}]\n", "not_a_number", 4, "digits alone", "只写数字"),
    (OVER + "calendar: true\n", "not_one_of", 3, "(got true)", "（写的是 true）"),
    # dates
    (OVER + "until: 9999-12-31\n", "horizon_too_long", 3, "at most 365000", "最多 365000 天"),
    (OVER + "until: 2023-01-01\n", "horizon_not_positive", 3, "write a later end", "较晚的结束日"),
    # parts of another kind, ids that are none
    (OVER + "activities: {works: {duration: 3}}\n", "wrong_type", 3, "a list expected", "应为列表"),
    (OVER + "actvities:\n  - {id: works, duration: 3}\n", "unknown_key", 3, "did you mean activities", "是不是 activities"),
    (OVER + "estate:\n  stoks: []\n", "unknown_key", 4, "did you mean stocks?", "是不是 stocks？"),
    (STEPS + "{id: true, duration: 3}\n", "wrong_type", 4, "a text expected (got true)", "应为文字"),
    (STEPS + "{duration: 3}\n", "missing_key", 4, "id is missing", "缺少 id"),
    (STEPS + "hiring_training\n", "wrong_type", 4, "a map (key: value) expected", "应为映射"),
    (STEPS + "{id: hiring_training, duration: 3}\n  - {id: hiring_training, duration: 4}\n", "duplicate_id", 5, "a second time", "重复"),
    (STEPS + "{id: utilities_allotted, takes: [{hat: gas, what: gas, amount: gas}]}\n", "unknown_key", 4, "(got hat)", "hat"),
    # what a base makes of it
    (OFFICE + "staff: 0}\n", "never_enough_staff", 4, "raise the staff", "增加人手"),
    (OFFICE + "line_on_day_one: 400}\n", "line_outlasts", 4, "check line_on_day_one", "请检查 line_on_day_one"),
    (OFFICE + "line_on_day_one: -4}\n", "negative", 4, "must not be negative", "不能为负"),
    (OVER + "site_closures: {before_spring_festival: 400}\n", "closed_too_long", 3, "at most 300", "最多 300 天"),
    (ENTRANT + "arrivals: {poisson_per_year: 1.0e+12, count: 99999}\n" + "    priority: -.inf\n", "not_finite", 6, "must be finite", "有限"),
    (OVER + "targets:\n  - {id: revenue, kpi: year_sale}\n", "not_one_of", 4, "did you mean year_sales?", "是不是 year_sales？"),
    (OVER + "strategies:\n  x: [{subsidies: {add: [{kind: certificate, by_class: {II: 1, IIX: 2}}]}}]\n", "value_never_held", 4, "(got IIX)", "IIX"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "line", "en", "zh"), ONE_FAULT, ids=[f"{c[1]}-{n}" for n, c in enumerate(ONE_FAULT)])  # fmt: skip
def test_one_slip_over_a_packaged_scenario_is_one_fault_on_its_line(
    text: str, code: str, line: int, en: str, zh: str
) -> None:
    (fault,) = faults_of(text)
    assert (fault.file, fault.line, fault.code) == ("<text>", line, code)
    assert en in fault.text("en") and zh in fault.text("zh")


def test_a_misspelt_attribute_that_a_base_asks_for_is_told_at_its_type() -> None:
    whole = (Path(__file__).parents[2] / "scenarios" / "zhanjiang.yaml").read_text(encoding="utf-8")
    (fault,) = faults_of(changed('      shell: "no"', '      shel: "no"', whole))
    assert (fault.file, fault.path) == ("<text>", "enterprises.entrant.attributes.shel")
    assert "did you mean shell?" in fault.text("en") and "是不是 shell？" in fault.text("zh")


def test_more_firms_than_can_be_played_are_a_fault_and_fewer_are_not() -> None:
    (fault,) = faults_of(changed("{poisson_per_year: 20, count: 40}", "{poisson_per_year: 1.0e9}"))
    assert (fault.code, fault.path) == ("too_many_arrive", "enterprises.maker.arrivals.poisson_per_year")
    assert "at most 1000000" in fault.text("en") and "最多可模拟 1000000 家" in fault.text("zh")
    load(text=changed("{poisson_per_year: 20, count: 40}", "{poisson_per_year: 1.0e9, count: 40}"))


def test_more_units_than_can_be_told_apart_are_a_fault() -> None:
    text = changed("units: {count: 3, area: 5000}", "units: {count: 900000, area: 5000}", ESTATE)
    (fault,) = [fault for fault in faults_of(text) if fault.code == "too_many_units"]
    assert "at most 100000" in fault.text("en") and "最多可分 100000 个" in fault.text("zh")


WARNINGS = [  # (file, code, path, words in en, words in zh)
    (changed("{poisson_per_year: 20, count: 40}", "{poisson_per_year: 0}"), "nobody_arrives", "enterprises.maker.arrivals", "no firm of type maker ever comes", "没有 maker 类企业到来"),
    (changed("{start_on_land_grant: no}", "{start_on_land_grant: no, start_on_land_grnt: yes}"), "policy_unasked", "policies.start_on_land_grnt", "did you mean start_on_land_grant?", "是不是 start_on_land_grant？"),
    (changed("{start_on_land_grant: no}", "{start_on_land_grant: true}"), "value_unasked", "policies.start_on_land_grant", "did you mean yes?", "是不是 yes？"),
    (changed("{start_on_land_grant: no}", "{start_on_land_grant: “yes”}"), "value_unasked", "policies.start_on_land_grant", "did you mean yes?", "是不是 yes？"),
    (changed("  ample: {}", "  ample: {}\n  Bureau: {}"), "id_like_another", "offices.Bureau", "did you mean bureau?", "是不是 bureau？"),
    (changed("    offered: false\n", "    offered: false\n  - id: rentd\n    offered: false\n"), "id_like_another", "site_modes.rentd.id", "no firm ever comes to rentd", "是不是 rented？"),
    (changed("{device_class: I, licence_path: none}", "{device_class: I, licence_path: none, Device_Class: II}"), "attribute_unasked", "enterprises.probe.attributes.Device_Class", "did you mean device_class?", "是不是 device_class？"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "path", "en", "zh"), WARNINGS, ids=[f"{c[1]}-{c[2]}" for c in WARNINGS])
def test_what_may_be_meant_and_looks_like_a_slip_is_a_warning(
    text: str, code: str, path: str, en: str, zh: str
) -> None:
    (warning,) = [warning for warning in load(text=text).warnings if warning.code == code]
    assert warning.path == path
    assert en in warning.text("en") and zh in warning.text("zh")


def test_the_packaged_scenarios_have_no_warning_of_a_slip() -> None:
    slips = {
        "value_unasked",
        "case_of_nobody",
        "attribute_unasked",
        "policy_unasked",
        "id_like_another",
        "nobody_arrives",
    }
    for name in ("malong", "xinghua", "zhanjiang", "ziyuan", "rent_or_build"):
        assert not slips & {warning.code for warning in load(name).warnings}


@pytest.mark.parametrize("code", sorted(SIZE_FAULTS))
def test_every_message_of_size_is_in_some_test(code: str) -> None:
    assert f'"{code}"' in Path(__file__).read_text(encoding="utf-8")


@pytest.mark.parametrize("verb", ["validate", "compare"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_slip_writes_anything_and_each_is_one_line_in_one_language(
    verb: str, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for text, *_ in (ONE_FAULT[0], ONE_FAULT[3], ONE_FAULT[-7]):
        (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
        before = contents(tmp_path)
        said = call(verb, "mine.yaml", "--replications", 1, "--lang", lang)
        assert (said.code, said.out) == (2, "") and contents(tmp_path) == before
        (line,) = said.err.splitlines()
        place, _, message = line.partition(": ")
        assert place.startswith("mine.yaml:")
        words = re.sub(r"（写的是.*?）|\(got .*?\)", "", message)
        assert bool(CHINESE.search(words)) == (lang == "zh")
