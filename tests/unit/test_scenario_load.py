"""A good file becomes the park that it describes, and the same park whatever order it is written in."""

from __future__ import annotations

import pickle
import random
import time
from datetime import date
from pathlib import Path

import pytest

from sim.model.fingerprint import fingerprint
from sim.model.law import By, Distribution
from sim.model.park import After, Choice, Need
from sim.scenario.faults import ScenarioFaults
from sim.scenario.find import find_scenario, packaged_folder
from sim.scenario.quantities import AREA, MONEY, RENT, NotAQuantity, quantity
from sim.scenario.scenario import Scenario, load
from sim.scenario.schema import json_schema
from sim.scenario.write import to_yaml

FIXTURES = Path(__file__).parent.parent / "fixtures"
SMALL = (FIXTURES / "small_park.yaml").read_text(encoding="utf-8")


def small() -> Scenario:
    return load(FIXTURES / "small_park.yaml")


def codes(found: ScenarioFaults) -> list[str]:
    return [fault.code for fault in found.faults]


def test_three_clerks_loads_as_the_design_writes_it() -> None:
    scenario = load(FIXTURES / "three_clerks.yaml")
    model = scenario.model("as_is")
    (regime,) = model.regimes
    assert scenario.strategies == ("as_is",)
    assert (model.horizon, model.limit_days, model.start) == (20000.0, 730.0, date(2024, 1, 1))
    assert regime.offices[0].staff == ((0.0, 3),)
    assert regime.activities[0].duration == Distribution("exponential", (2.0,))
    assert regime.activities[0].needs == (Need("bureau"),)
    assert regime.activities[0].sent_back is not None and regime.activities[0].sent_back.at_most == 20
    assert [kind.priority for kind in regime.enterprises] == [0.0, 1.0]


def test_every_part_of_a_file_reaches_the_model() -> None:
    model = small().base_model()
    (regime,) = model.regimes
    licence = next(activity for activity in regime.activities if activity.id == "licence")
    site = next(activity for activity in regime.activities if activity.id == "site")
    maker = next(kind for kind in regime.enterprises if kind.id == "maker")
    assert model.horizon == 1095.0 and model.limit_days == 547.5
    assert regime.offices[1].staff == ((0.0, 3), (366.0, 5)) and regime.offices[0].staff is None
    assert regime.offices[1].other_applicants is not None and regime.offices[1].other_applicants.like == "licence"
    assert (licence.duration.kind, licence.duration.params) == ("pert", (20.0, 44.0, 60.0))
    assert licence.duration.factor == pytest.approx(1 / (1 + 10 / 3))  # 12 in line, 3 staff
    assert licence.after == (After("early_start", 3.0), After("site"))
    assert isinstance(site.duration, By) and site.duration.cases[0] == ("I", Distribution("fixed", (30.0,)))
    assert maker.attributes[0].law == Choice(("I", "II"), (0.5, 0.5))
    assert regime.policies == (("start_on_land_grant", "no"),)
    assert model.estimates == ("activities.licence", "offices.bureau", "site_closures")
    assert model.evidence[0].reported == (100.0, 120.0, 150.0)
    assert model.pace_correlation == 0.2


def test_factor_and_shift_beside_a_by_reach_every_law_under_it() -> None:
    text = SMALL.replace("{by: {device_class: {I: 30, II:", "{factor: 2, shift: 1, by: {device_class: {I: 30, II:")
    law = next(a for a in load(text=text).base_model().regimes[0].activities if a.id == "site").duration
    assert isinstance(law, By)
    assert law.cases[0] == ("I", Distribution("fixed", (30.0,), (), 1.0, 2.0))


def test_the_order_of_declaration_leaves_the_fingerprint_as_it_is() -> None:
    want = {name: fingerprint(small().model(name)) for name in small().strategies}
    data = dict(small().document)
    for key in ("activities", "enterprises", "site_modes"):
        data[key] = data[key][::-1]
    data["offices"] = dict(reversed(list(data["offices"].items())))
    data = dict(reversed(list(data.items())))
    turned = load(text=to_yaml(data))
    assert {name: fingerprint(turned.model(name)) for name in want} == want


def test_scenarios_and_faults_survive_the_way_to_a_worker() -> None:
    scenario = pickle.loads(pickle.dumps(small()))
    assert scenario.model("more_staff") == small().model("more_staff")
    with pytest.raises(ScenarioFaults) as found:
        load(text="title: x")
    assert pickle.loads(pickle.dumps(found.value)).faults == found.value.faults


def test_strategies_differ_in_their_fingerprints() -> None:
    assert len({fingerprint(small().model(name)) for name in small().strategies}) == 3


def test_resolved_text_loads_to_the_same_models() -> None:
    scenario = small()
    again = load(text=scenario.resolved_yaml())
    assert again.strategies == scenario.strategies
    for name in scenario.strategies:
        assert fingerprint(again.model(name)) == fingerprint(scenario.model(name))


def test_a_packaged_scenario_is_found_by_its_name_in_a_checkout_and_in_a_wheel(tmp_path: Path) -> None:
    assert find_scenario("nonesuch") == Path("nonesuch")
    (tmp_path / "sim" / "_scenarios").mkdir(parents=True)
    assert packaged_folder(tmp_path / "sim") == tmp_path / "sim" / "_scenarios"
    assert packaged_folder(tmp_path / "elsewhere") == tmp_path / "scenarios"


def test_replace_gives_a_new_checked_scenario_and_leaves_the_old_one() -> None:
    old = small()
    new = old.replace({"offices.bureau.staff": 7, "activities.licence.duration": {"exponential": {"mean": 9}}})
    licence = next(a for a in new.base_model().regimes[0].activities if a.id == "licence")
    assert new.base_model().regimes[0].offices[1].staff == ((0.0, 7),)
    assert licence.duration.params == (9.0,)
    assert licence.duration.factor == pytest.approx(1 / (1 + 6 / 7))  # 12 in line, 7 staff
    assert old.base_model().regimes[0].offices[1].staff == ((0.0, 3), (366.0, 5))


def test_replace_reaches_places_that_the_file_left_out() -> None:
    new = small().replace({"uncertainties.office_condition.correlation": 0.3, "strategies.as_is": []})
    assert new.base_model().condition_correlation == 0.3


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("activities.license.duration", 3, "path_not_found"),
        ("offices.bureau.staff", -1, "negative"),
        ("offices.bureau.staf", 1, "unknown_key"),
        ("horizon_days", 0, "horizon_not_positive"),
        ("title.en.x", 1, "path_not_found"),
    ],
)
def test_replace_refuses_what_a_file_could_not_hold(path: str, value: object, code: str) -> None:
    with pytest.raises(ScenarioFaults) as found:
        small().replace({path: value})
    assert code in codes(found.value)


def test_changes_name_the_lever_the_path_and_both_values() -> None:
    found = small().changes("more_staff")
    path = "offices.bureau.staff (from 2024-07-01 to 2025-07-01)"
    assert found[0] == ("office_staff", path, "3 5 (2025-01-01)", "5 7 (2025-01-01)")
    assert found[-1][:2] == ("site_modes", "site_modes.built.offered (from 2025-07-01)")
    assert small().changes("more_staff", "zh")[0][1] == "offices.bureau.staff（2024-07-01至2025-07-01）"


def test_changes_until_a_day_say_nothing_of_steps_that_come_after_it() -> None:
    levers = [{"office_staff": {"office": "bureau", "add": 2, "until": "2025-01-01"}}]
    told = small().replace({"strategies": {"as_is": levers, "more_staff": []}}).changes("as_is")
    assert [line[1:] for line in told] == [("offices.bureau.staff (from 2024-01-01 to 2025-01-01)", "3", "5")]


def test_an_unknown_strategy_is_a_fault_with_the_nearest_name() -> None:
    with pytest.raises(ScenarioFaults, match="did you mean more_staff"):
        small().model("more_stuff")


def test_a_type_that_can_never_produce_is_a_warning() -> None:
    text = SMALL.replace("    milestone: producing", "    milestone: producing\n    when: {device_class: [II]}")
    text = text[: text.index("evidence:")]
    found = {(warning.code, warning.path) for warning in load(text=text).warnings}
    assert ("never_produces", "enterprises.probe") in found


def test_the_schema_speaks_both_languages_and_knows_the_levers() -> None:
    schema = json_schema()
    duration = schema["$defs"]["ActivityForm"]["properties"]["duration"]
    assert duration["title_zh"] and duration["unit"] == "days"
    assert "office_staff" in schema["$defs"]["StrategyForm"]["anyOf"][0]["items"]["properties"]
    untold = [
        (name, key)
        for name, form in schema["$defs"].items()
        for part in [form, *form.get("anyOf", [])]
        for key, value in part.get("properties", {}).items()
        if not value.get("title_zh")
    ]
    assert untold == []


@pytest.mark.parametrize("written", ["20 工日", "1,000", "", "days", "1e3 days", True, None, float("nan"), "9" * 400])
def test_a_quantity_that_is_not_written_plainly_is_refused(written: object) -> None:
    with pytest.raises(NotAQuantity):
        quantity(written)


@pytest.mark.parametrize(
    ("written", "kind", "value"),
    [
        ("6.8亿元", MONEY, 6.8e8),
        ("126.9亩", AREA, 84600.0),
        ("9元/m²·月", RENT, 9.0),
        ("9 yuan per m2 per month", RENT, 9.0),
        ("108元/平方米/年", RENT, 9.0),
    ],
)
def test_quantities_come_out_in_their_base_unit(written: str, kind: str, value: float) -> None:
    assert quantity(written, kind).value == value


def test_sixty_activities_load_in_under_a_sixth_of_a_second() -> None:
    data = dict(small().document)
    more = [
        {**data["activities"][2], "id": f"step_{n:02d}", "milestone": "middle", "office": "ample"} for n in range(60)
    ]
    data["activities"] = [*data["activities"], *more]
    text = to_yaml(data)
    fastest = min(_seconds(text) for _ in range(5))
    assert fastest < 0.15


def _seconds(text: str) -> float:
    begin = time.process_time()
    load(text=text)
    return time.process_time() - begin


def test_no_mutilated_file_raises_anything_but_faults() -> None:
    luck = random.Random(7)
    lines = SMALL.splitlines()
    for _ in range(300):
        at, other = luck.randrange(len(lines)), luck.randrange(len(lines))
        torn = [*lines]
        torn[at] = luck.choice(["", lines[other], lines[at][luck.randrange(len(lines[at]) + 1) :], lines[at] + " x: 1"])
        try:
            load(text="\n".join(torn))
        except ScenarioFaults as found:
            assert all(fault.text("en") and fault.text("zh") for fault in found.faults)
