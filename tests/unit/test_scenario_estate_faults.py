"""Every fault of estate, money and targets: at its place, in both languages, with the way to repair it."""

# ruff: noqa: E501 (a table of cases reads best with one case a line)

from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario.faults import ScenarioFaults
from sim.scenario.scenario import load
from tests.unit import mistakes
from tests.unit.mistakes import Mistake, expect_one_fault, faults_of

PARK = (Path(__file__).parent.parent / "fixtures" / "estate_park.yaml").read_text(encoding="utf-8")
ROWS = "{id: a, count: 4, units: [2285, 2285m², 1亩]}"
SHOP = "phases: [{id: all, buildings: [{id: one, units: [500]}]}]"
POWER = "    takes: [{what: power, amount: 200, until: producing}]"
RENTAL = "site_chain: [standard_rental]"
BY_MODE = "{by: {site_mode: {self_build: 1.0, standard_rental: 0, factory_mortgage: 30%}}}"
FIT_OUT = "{by: {device_class: {I: 500, II: 1400元/m²}}}"


def changed(old: str, new: str, text: str = PARK) -> str:
    return mistakes.changed(text, old, new)


ONE_FAULT = [
    # (what stands in the park, what is written instead, where the fault points, code, words in en, words in zh)
    (ROWS, "{id: a, units: []}", "[]", "building_without_unit", "at least one unit", "至少有一个单元"),
    (ROWS, "{id: a, count: 4}", "{id: a", "missing_key", "units is missing", "缺少 units"),
    (ROWS, "{id: a, units: [2285, 0]}", "0]", "not_positive", "more than 0 (got 0)", "大于 0"),
    (ROWS, "{id: a, units: [2285, -3]}", "-3]", "negative", "(got -3)", "不能为负"),
    (ROWS, "{id: a, units: [2285, 30 acres]}", "30 acres", "not_a_quantity", "an area such as", "面积"),
    (ROWS, "{id: a, units: {count: 3}}", "{count", "equal_units", "write both keys", "两键都写"),
    (ROWS, "{id: a, area: 2000, units: [1000, 2285]}", "[1000", "unit_beyond_building", "(got 2285 m², building 2000 m²)", "单元大于其所在楼栋"),
    (ROWS, "{id: a, area: 6000, units: {count: 3, area: 2285}}", "{count", "units_beyond_building", "(got 6855 m², building 6000 m²)", "各单元之和大于楼栋"),
    (SHOP, "phases: [{id: all, buildings: []}]", "[]}", "nothing_listed", "must not be empty", "不能为空"),
    (SHOP, "phases: [{id: all}]", "{id: all", "missing_key", "buildings is missing", "缺少 buildings"),
    ("id: phase_2", "id: phase_1", "", "duplicate_id", "phase_1 stands a second time", "重复"),
    ("{id: b, units", "{id: a, units", "", "duplicate_id", "a stands a second time", "重复"),
    ("id: workshop", "id: industrial_land", "", "duplicate_id", "a second time", "重复"),
    ("rule: best_fit", "rule: best", "best", "not_one_of", "did you mean best_fit?", "只能是"),
    ("construction: 400", "construction: {by: {device_class: {I: 3, II: 4}}}", "{device", "by_for_nobody", "without by:", "不带 by:"),
    ("delay: {pert: [0, 30, 180]}", "delay: {pert: [0, 30工作日, 180]}", "30工作日", "calendar_only", "calendar days", "自然日"),
    ("overrun: {pert: [0, 8%, 30%]}", "overrun: {uniform: [0, 8]}", "8]", "not_a_share", "did you mean 8%?", "8%"),
    ("cost: 3370元/m²", "cost: -3370", "-3370", "negative", "(got -3370)", "不能为负"),
    ("kind: utility", "kind: utilities", "utilities", "not_one_of", "did you mean utility?", "只能是"),
    ("kind: land", "kind: land\n      unit: m2", "<id: industrial_land", "land_in_mu", "(got m2)", "以亩计"),
    ("amount: 200亩", "amount: -200亩", "-200亩", "negative", "(got -200亩)", "不能为负"),
    ("amount: 200亩", "amount: 200 furlongs", "200 fur", "not_a_quantity", "126.9亩", "土地面积"),
    ("amount: 5000kW", "amount: 5000 MW", "5000 MW", "not_a_quantity", "a number in kW", "以 kW 计"),
    ("supply: [{id: line, amount: 5000kW}]", "supply: []", "[]", "nothing_listed", "must not be empty", "不能为空"),
    ("id: later, date", "id: net, date", "net, date", "duplicate_id", "net stands a second time", "重复"),
    ("what: standard_factory", "what: standard_factori", "standard_factori", "unknown_resource", "did you mean standard_factory?", "没有此厂房"),
    ("what: industrial_land", "what: industrial_lnad", "industrial_lnad", "unknown_resource", "did you mean industrial_land?", "没有此厂房"),
    ("amount: land_area", "amount: land_aera", "land_aera", "unknown_quantity", "did you mean land_area?", "没有此数量"),
    ("amount: land_area", "amount: gas", "gas", "quantity_of_nobody", "no type of enterprise states gas", "没有企业类型写明 gas"),
    ("amount: land_area", "amount: 0", "0}", "not_positive", "(got 0)", "大于 0"),
    ("amount: land_area", "amount: [1]", "[1]", "not_an_amount", "(got a list)", "企业数量的名称"),
    ("until: producing", "until: producin", "producin", "unknown_milestone", "did you mean producing?", "没有活动带节点"),
    ("amount: 200, until", "amount: 200, unfinished: true, until", "true", "stock_unfinished", "only floors", "只有厂房"),
    (POWER, f"    sessions: [2021-01-01]\n{POWER}", "[2021", "waits_twice", "move sessions to an activity of its own", "移到另一个活动"),
    ("    gives_up_after: 90", "    sessions: [2021-01-01]", "[2021", "waits_twice", "with pays waits for that alone", "只等待该项"),
    (POWER, f"    refused: {{probability: 0.1}}\n{POWER}", "{prob", "takes_only", "cannot have refused", "不能带 refused"),
    (POWER, f"    sent_back: {{probability: 0.1, correction: 3}}\n{POWER}", "{prob", "takes_only", "cannot have sent_back", "不能带 sent_back"),
    (POWER, f"    pays: [land]\n{POWER}", "[land", "takes_only", "cannot have pays", "不能带 pays"),
    ("[{what: power, amount: 200", "[{what: workshop, amount: 10}, {what: power, amount: 200", "workshop", "best_fit_alone", "nothing else can be taken with it", "不能与其他资源"),
    ("[{what: power, amount: 200", "[{what: power, amount: 10}, {what: power, amount: 200", "power, amount: 200", "taken_twice", "add the amounts up", "重复占用"),
    ("      - land\n", "      - lannd\n", "lannd", "unknown_item", "did you mean land?", "没有这个费用项"),
    ("item: deposit", "item: deposits", "deposits", "unknown_item", "did you mean deposit?", "没有这个费用项"),
    ("share: 50%, source", "share: 50, source", "50,", "not_a_share", "did you mean 50%?", "不是比例"),
    (BY_MODE, "{by: {site_mod: {self_build: 1}}}", "site_mod", "unknown_attribute", "did you mean site_mode?", "属性"),
    (BY_MODE, "{by: {site_mode: {selfbuild: 1, standard_rental: 0, factory_mortgage: 0}}}", "selfbuild", "unknown_site_mode", "did you mean self_build?", "用地方式"),
    (BY_MODE, "{by: {site_mode: {standard_rental: 0, factory_mortgage: 0}}}", "{standard", "by_not_covered", "site_mode: self_build, which entrant", "未包含"),
    ("site_chain: {self_build: 10%, ", "site_chain: {self_build: 10%, factory_mortgage: 0, ", "factory_mortgage", "unknown_site_chain", "known: self_build, standard_rental", "没有用地方式走"),
    (RENTAL, "site_chain: [standard_rental, factory_mortgage]", "factory_mortgage", "unknown_site_chain", "the chain of no site mode", "没有用地方式走"),
    ("chain: standard_rental", "chain: standard_rentel", "standard_rentel", "unknown_site_mode", "did you mean standard_rental?", "用地方式"),
    ("tenure_years: 20", "tenure_years: 0", "0}", "not_positive", "(got 0)", "大于 0"),
    ("lease_years: 5年", "lease_years: 4年", "<[{months: 24", "relief_beyond_lease", "(got 60 months, lease 48)", "长于租期"),
    ("      loan_years: 5\n", "", "<70%", "loan_without_years", "needs loan_years", "须写 loan_years"),
    ("loan: 70%", "loan: 70", "70", "not_a_share", "did you mean 70%?", "不是比例"),
    ("loan_rate: 4.5%", "loan_rate: 4.5", "4.5", "not_a_share", "did you mean 4.5%?", "不是比例"),
    ("rent: 9元/m²·月", "rent: -9", "-9", "negative", "(got -9)", "不能为负"),
    ("rent: 9元/m²·月", "rent: 9元/年", "9元/年", "not_a_quantity", "9元/m²·月", "租金"),
    ("least: {age_years", "least: {age_yaers", "age_yaers", "unknown_quantity", "did you mean age_years?", "没有此数量"),
    ("least: {age_years: 3年", "least: {age_years: 3 m", "3 m", "not_a_quantity", "years such as", "年数"),
    ("rate: 3.42%", "rate: 342", "342", "not_a_share", "342 is not a share, which lies in 0 to 1; did you mean 3.42%?", "是不是 3.42%？"),
    ("rate: 3.42%", "rate: 342%", "342%", "not_a_share", "did you mean 3.42%?", "不是比例"),
    ("rate: 3.42%", "rate: -3%", "-3%", "negative", "(got -3%)", "不能为负"),
    ("amount: 6.8亿元", "amount: 6.8亿", "6.8亿", "not_a_quantity", "6.8亿元", "金额"),
    ("raised: {pert: [0.8, 1, 1]}", "raised: {uniform: [80, 1]}", "80", "not_a_share", "did you mean 80%?", "不是比例"),
    ("land: 9万元/亩", "land: -9万元/亩", "-9万元", "negative", "(got -9万元/亩)", "不能为负"),
    ("land: 9万元/亩", "land: 9万", "9万", "not_a_quantity", "9万元/亩", "地价"),
    (FIT_OUT, "{by: {device_class: {I: 500}}}", "{I", "by_not_covered", "device_class: II, which entrant", "未包含"),
    (FIT_OUT, "{by: {device_clas: {I: 500}}}", "device_clas", "unknown_attribute", "did you mean device_class?", "属性"),
    (FIT_OUT, "{by: {device_class: {I: 500, II: -1}}}", "-1", "negative", "(got -1)", "不能为负"),
    ("reletting_days: 6个月", "reletting_days: 20工作日", "20工作日", "calendar_only", "calendar days", "自然日"),
    ("{vat: 40%, income", "{vat: 60%, income", "{vat", "taxes_not_one", "(got 0.6 + 0.4 + 0.2)", "之和须为 1"),
    ("milestone: producing, item", "milestone: prodcing, item", "prodcing", "unknown_milestone", "did you mean producing?", "没有活动带节点"),
    ("site_modes: [self_build], source", "site_modes: [self_buid], source", "self_buid", "unknown_site_mode", "did you mean self_build?", "用地方式"),
    ("item: equipment, share: 10%, cap", "item: equipment, cap", "<{id: equipment", "subsidy_of_nothing", "pays nothing", "没有金额"),
    ("item: equipment, share: 10%, cap", "share: 10%, cap", "10%", "share_of_nothing", "needs item:", "须写明 item"),
    ("id: class_two", "id: equipment", "equipment, milestone: producing, amount", "duplicate_id", "equipment stands a second time", "重复"),
    ("ramp: [40%, 70%, 100%]", "ramp: [40%, 70, 100%]", "70,", "not_a_share", "did you mean 70%?", "不是比例"),
    ("ramp: [40%, 70%, 100%]", "ramp: []", "[]", "nothing_listed", "must not be empty", "不能为空"),
    ("kpi: firms_signed", "kpi: firm_signed", "firm_signed", "not_one_of", "did you mean firms_signed", "只能是"),
    ("by: 2024-12-01", "by: 2026-12-01", "2026", "target_outside", "(got 2026-12-01, start 2020-12-01, 1491 days)", "不在模拟时段"),
    ("by: 2024-12-01", "types: [entrent], by: 2024-12-01", "entrent", "unknown_enterprise", "did you mean entrant?", "没有这个企业类型"),
    ("by: 2024-12-01", "by: 2019-12-01", "2019", "target_outside", "outside the simulated time", "不在模拟时段"),
    ("at_least: 30", "at_least: 0", "0,", "not_positive", "(got 0)", "大于 0"),
    ("at_least: 30", "at_least: 30亩", "30亩", "not_a_quantity", "a number of firms such as 30", "企业数"),
    (", size: 10亿元", "", "<large_firms", "size_missing", "add size:", "请补上 size"),
    ("id: giants", "id: output", "", "duplicate_id", "a second time", "重复"),
    ("      floor_area: {", "      flor_area: {", "flor_area", "unknown_key", "did you mean floor_area", "没有这个键"),
    ("discount_rate: 12%", "discount_rate: 12", "12", "not_a_share", "did you mean 12%?", "不是比例"),
    ("II: {lognormal: {median: 1000万元", "III: {lognormal: {median: 1000万元", "<{I: {uniform", "by_not_covered", "device_class: II, which entrant", "未包含"),
    ("cash: {by: {device_class", "cash: {by: {device_clas", "device_clas", "unknown_attribute", "did you mean device_class?", "属性"),
    ("{200万元: 0.5", "{200万: 0.5", "{200万", "not_a_number", "(got 200万)", "数字"),
    ("jobs: 40人", "jobs: 40亩", "40亩", "not_a_quantity", "a number of jobs", "岗位数"),
    ("power: 300kW", "power: .nan", ".nan", "not_finite", "finite", "有限"),
    ("site_choice: free", "site_choice: fre", "fre", "not_one_of", "did you mean free?", "只能是"),
]  # fmt: skip


@pytest.mark.parametrize("case", ONE_FAULT, ids=[f"{case[3]}-{case[1][:24]}" for case in ONE_FAULT])
def test_one_mistake_is_one_fault_at_its_place(case: Mistake) -> None:
    expect_one_fault(PARK, case)


def test_offices_and_other_things_of_a_firm_are_held_apart() -> None:
    text = changed(POWER, f"    office: bureau\n{POWER}") + "\noffices: {bureau: {}}\n"
    (fault,) = faults_of(text)
    assert (fault.code, fault.path) == ("waits_twice", "activities.connection.office")
    needs = changed(POWER, f"    needs: [bureau]\n{POWER}") + "\noffices: {bureau: {}}\n"
    assert [fault.code for fault in faults_of(needs)] == ["waits_twice"]


def test_a_mode_goes_through_the_activities_of_a_mode_with_its_own() -> None:
    found = faults_of(changed("  - id: self_build\n", "  - id: self_build\n    chain: factory_mortgage\n"))
    (fault,) = (fault for fault in found if fault.code == "chain_of_chain")
    assert fault.path == "site_modes.self_build.chain"
    assert "write chain: standard_rental" in fault.text("en") and "standard_rental" in fault.text("zh")


def test_firms_that_compare_are_offered_something() -> None:
    text = "title: x\nstart: 2024-01-01\nhorizon_days: 900\nsite_choice: free\nstrategies: {as_is: []}\n"
    text += (
        "activities: [{id: a, duration: 3, milestone: producing}]\nenterprises: [{id: e, arrivals: {at_days: [0]}}]\n"
    )
    (fault,) = faults_of(text)
    assert (fault.code, fault.line) == ("free_without_modes", 4)
    nothing = changed("as_is: []", "as_is: [{site_modes: {offered: []}}]")
    assert [fault.code for fault in faults_of(nothing)] == ["no_mode_offered"]


def test_an_attribute_cannot_be_called_as_the_chain_is() -> None:
    text = changed("attributes: {device", "attributes: {site_chain: a, device")
    assert [fault.code for fault in faults_of(text)] == ["attribute_is_policy"]


def test_a_refusal_knows_the_modes_of_a_chain() -> None:
    refused = "    refused: {probability: 0.1, then: MODE}\n    milestone: signed_up"
    contract = changed("    milestone: signed_up", "    when: {site_chain: [standard_rental]}\n" + refused)
    load(text=contract.replace("MODE", "self_build"))
    (fault,) = faults_of(contract.replace("MODE", "factory_mortgage"))
    assert fault.code == "fallback_to_itself"


def test_a_step_for_a_chain_that_nobody_comes_to_reaches_nothing() -> None:
    text = changed(
        "    milestone: producing\n\nsite",
        "    when: {site_mode: [self_build], site_chain: [standard_rental]}\n    milestone: producing\n\nsite",
    )
    assert [fault.code for fault in faults_of(text)] == ["producing_unreachable"]


@pytest.mark.parametrize(
    ("lever", "got", "least", "most"),
    [
        ("land_terms: {first: 0.4}", "0.4", "0.5", "1"),
        ("lease_then_transfer_terms: {test_years: 7}", "7", "2", "6"),
    ],
)
def test_a_number_beyond_a_range_is_told_the_range_and_not_a_list(lever: str, got: str, least: str, most: str) -> None:
    (fault,) = faults_of(PARK.replace("strategies:\n", f"strategies:\n  beyond:\n    - {lever}\n"))
    assert (fault.code, fault.path.split(".")[0]) == ("not_between", "strategies")
    assert f"must lie between {least} and {most} (got {got}" in fault.text("en")
    assert f"须在 {least} 与 {most} 之间（写的是 {got}" in fault.text("zh")


def test_all_faults_come_at_once_whatever_their_kind() -> None:
    text = PARK
    for old, new in (
        ("rate: 3.42%", "rate: 342"),
        ("units: [500]", "units: [0]"),
        ("what: industrial_land", "what: industrial_lnad"),
        ("months: 36", "months: 90"),
        ("kpi: firms_signed", "kpi: firm_signed"),
        ("item: deposit", "item: deposits"),
        ("amount: 5000kW", "amount: -1"),
        ("at_least: 2,", "at_least: 0,"),
    ):
        text = changed(old, new, text)
    assert sorted(fault.code for fault in faults_of(text)) == [
        "negative",
        "not_a_share",
        "not_one_of",
        "not_positive",
        "not_positive",
        "relief_beyond_lease",
        "unknown_item",
        "unknown_resource",
    ]


PROBE = """enterprises:
  - id: probe
    arrivals: {at_days: [3]}
    attributes: {device_class: I}
    quantities: {land_area: 3}
"""
WARNINGS = [
    # (what stands in the park, what is written instead, code, path, words in en, words in zh)
    ("median: 1500, p90: 4000m²", "median: 25000, p90: 40000m²", "larger_than_building", "enterprises.entrant.quantities.floor_area", "(got 25000 m², largest 15000 m²)", "最大的楼栋"),
    ("{lognormal: {median: 1500, p90: 4000m²}}", "{by: {device_class: {I: 100, II: 20000}}}", "larger_than_building", "enterprises.entrant.quantities.floor_area.by.device_class.II", "(got 20000 m²", "20000"),
    ("{pert: [3亩, 10, 20亩]}", "{pert: [300亩, 1000, 2000亩]}", "larger_than_stock", "enterprises.entrant.quantities.land_area", "supply 300", "供给 300"),
    ("what: power, amount: 200", "what: power, amount: 20000", "larger_than_stock", "activities.connection.takes.1.amount", "(got 20000, supply 5000)", "全部供给"),
    ("uniform: [0, 120个月]", "uniform: [0, 30个月]", "mode_for_nobody", "site_modes.factory_mortgage.terms.least", "age_years >= 3", "达不到"),
    ("tax_share: {pert: [3%, 6%, 9%]}", "tax_share: 20%", "above_statutory", "enterprises.entrant.quantities.tax_share", "income tax is 8% of output, more than the statutory rate can ask (6.25%)", "超过法定税率所能征收的 6.25%"),
    ("taxes: {vat: 40%, income: 0.4, other: 20%, land_use: 3元/m²·年}", "taxes: {vat: 80%, income: 0.1, other: 10%, vat_rate: 3%}", "above_statutory", "enterprises.entrant.quantities.tax_share", "vat tax is 4.8% of output", "4.8%"),
    ("      age_years: {uniform: [0, 120个月]}\n", "", "mode_for_nobody", "site_modes.factory_mortgage.terms.least", "no firm can take factory_mortgage", "够条件"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "code", "path", "en", "zh"), WARNINGS, ids=[w[2] + w[3][-12:] for w in WARNINGS]
)
def test_what_does_not_fit_is_a_warning(old: str, new: str, code: str, path: str, en: str, zh: str) -> None:
    (warning,) = load(text=changed(old, new)).warnings
    assert (warning.code, warning.path) == (code, path)
    assert en in warning.text("en") and zh in warning.text("zh")


def test_a_type_that_is_silent_about_what_it_needs_is_a_warning() -> None:
    found = {(w.code, w.path, str(w.values["got"])) for w in load(text=changed("enterprises:\n", PROBE)).warnings}
    assert found == {
        ("quantity_not_stated", "enterprises.probe", "floor_area"),
        ("choice_without_floor_area", "enterprises.probe", "probe"),
    }
    fixed = PROBE + "    site_mode: self_build\n"
    assert load(text=changed("enterprises:\n", fixed)).warnings == ()


def test_a_space_that_levers_build_is_not_too_small_yet() -> None:
    at, end = PARK.index("      phases:\n        - id: phase_2"), PARK.index("    - id: workshop")
    assert load(text=PARK[:at] + "      phases: []\n" + PARK[end:]).warnings == ()


def test_who_may_sit_in_either_of_two_spaces_is_held_against_the_larger() -> None:
    small = POWER.replace("power, amount: 200, until: producing", "workshop, amount: floor_area")
    assert load(text=changed(POWER, small)).warnings == ()
    (warning,) = load(
        text=changed("median: 1500, p90: 4000m²", "median: 25000, p90: 40000m²", changed(POWER, small))
    ).warnings
    assert warning.values["what"] == "standard_factory"


def test_a_mode_is_judged_where_it_is_offered() -> None:
    text = changed("uniform: [0, 120个月]", "uniform: [0, 30个月]")
    hidden = changed("  - id: factory_mortgage\n", "  - id: factory_mortgage\n    offered: false\n", text)
    assert load(text=hidden).warnings == ()
    opened = changed("offered: [self_build]", "offered: [factory_mortgage]", hidden)
    assert [warning.code for warning in load(text=opened).warnings] == ["mode_for_nobody"]
    boundless = changed("uniform: [0, 30个月]", "exponential: {mean: 1}", text)
    assert load(text=boundless).warnings == ()


@pytest.mark.parametrize(
    "broken",
    [
        "quantities: 3",
        "quantities: {cash: {by: 3}}",
        "quantities: {cash: {uniform: 3}}",
        "quantities: {cash: {mixture: [3]}}",
        "quantities: {cash: {pert: {a: 1}}}",
        "quantities: {cash: [1]}",
        "quantities: {cash: {discrete: [1]}}",
        "quantities: {cash: {exponential: 3}}",
        "quantities: {cash: true}",
    ],
)
def test_whatever_stands_there_a_fault_names_its_place(broken: str) -> None:
    head, tail = PARK.index("    quantities:"), PARK.index("estate:\n  spaces")
    found = faults_of(PARK[:head] + f"    {broken}\n" + PARK[tail:])
    assert any(fault.path.startswith("enterprises.entrant.quantities") for fault in found)


@pytest.mark.parametrize("key", ["estate", "money", "targets", "site_modes"])
@pytest.mark.parametrize(
    "value",
    [
        "3",
        "[3]",
        "{a: 1}",
        "[[]]",
        "[{id: x}]",
        "{spaces: 3, prices: 3}",
        "{spaces: [3], stocks: [{id: a, kind: land, supply: [3]}], bond: {amount: [1]}, subsidies: [{}]}",
    ],
)
def test_no_shape_raises_anything_but_faults(key: str, value: str) -> None:
    data = PARK[: PARK.index(f"\n{key}:")] + f"\n{key}: {value}\n" + "strategies: {as_is: []}\n"
    try:
        load(text=data)
    except ScenarioFaults as found:
        assert all("\n" not in fault.text("zh") for fault in found.faults)
