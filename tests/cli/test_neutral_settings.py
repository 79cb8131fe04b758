"""Whatever `parksim levers` prints as neutral can be written into a scenario, and leaves the park as it is.

Each lever is tried in a park in which another setting of it (below, as a planner writes it) does move something.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.levers.all_levers import LEVERS
from sim.model.fingerprint import fingerprint
from sim.scenario.scenario import Scenario, load
from tests.cli.conftest import call

PARK = "xinghua"
MOVES = {
    "site_modes": "{forced: standard_rental}",
    "office_staff": "{office: squads, add: 1}",
    "green_channel": "{places: 2}",
    "start_on_land_grant": "{}",
    "registration_path": "{contract_manufacture: false}",
    "site_choice": "{rule: forced, mode: self_build}",
    "build_ahead": "{space: standard_factory, phases: [{id: new, decided: 0, construction: 300, area: 1000}]}",
    "prefit_share": "{share: 50%}",
    "build_to_suit_terms": "{rent: 5}",
    "rent_relief": "{rent: 5}",
    "factory_mortgage_terms": "{years: 3}",
    "guarantee_pool": "{}",
    "plan_first": "{}",
    "land_in_advance": "{unready: 1%}",
    "land_terms": "{price: 1}",
    "lease_then_transfer_terms": "{factor: 0.5}",
    "flexible_tenure": "{years: 30}",
    "subsidies": "{add: [{kind: equipment, share: 5%}]}",
    "export_credit": "{output: 1000000, exported: 50%}",
    "utilities_ahead": "{add: [{stock: power, id: new, day: 100, amount: 1000}]}",
    "graduation": "{}",
    "attract_until": "{day: 100}",
    "service_team": "{team: leader_team}",
    "guidance": "{}",
    "test_platform": "{}",
    "one_window": "{}",
    "supplier_attraction": "{chance: 0.5}",
    "training_centre": "{}",
    "dispatch_meetings": "{places: 7}",
    "quarterly_starts": "{}",
    "quota": "{per_year: 40}",
    "time_limits": "{office: squads, working_days: 5}",
    "tax_checks": "{}",
    "risk_based_supervision": "{}",
}
LANGUAGES = {"en": "neutral setting (changes nothing): ", "zh": "中性取值（不改变任何东西）: "}
every_lever = pytest.mark.parametrize("lever", [lever.ID for lever in LEVERS])


def printed(lang: str) -> dict[str, str]:
    """What the verb prints as neutral: lever -> the item of a strategy."""
    lines = call("levers", "--lang", lang).out.splitlines()
    items = [line.strip().removeprefix(LANGUAGES[lang]) for line in lines if line.strip().startswith(LANGUAGES[lang])]
    return dict(zip([lever.ID for lever in LEVERS], items, strict=True))


def with_strategies(folder: Path, items: dict[str, str]) -> Scenario:
    """The park with a strategy `of_<lever>` made of each item."""
    file = folder / f"all_of_{PARK}.yaml"
    given = [f"  of_{name}: [{{{item}}}]" for name, item in items.items()]
    file.write_text("\n".join([f"extends: [{PARK}]", "title: x", "strategies:", *given, ""]), encoding="utf-8")
    return load(file)


@pytest.fixture(scope="module")
def neutral(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return with_strategies(tmp_path_factory.mktemp("neutral"), printed("en"))


@pytest.fixture(scope="module")
def moving(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return with_strategies(tmp_path_factory.mktemp("moving"), {n: f"{n}: {given}" for n, given in MOVES.items()})


@every_lever
def test_the_neutral_setting_as_printed_changes_nothing_where_another_setting_does(
    lever: str, neutral: Scenario, moving: Scenario
) -> None:
    park = neutral.base_model()
    assert moving.base_model() == park
    assert fingerprint(moving.stated_model(f"of_{lever}")) != fingerprint(park)
    assert neutral.stated_model(f"of_{lever}") == park
    assert fingerprint(neutral.stated_model(f"of_{lever}")) == fingerprint(park)
    assert neutral.changes(f"of_{lever}") == []


def test_both_languages_print_the_same_to_be_written() -> None:
    assert printed("zh") == printed("en")


def test_a_lever_can_be_switched_on_for_its_other_settings_alone(tmp_path: Path) -> None:
    items = {
        "test_platform": "test_platform: {days: unchanged, factor: 0.5}",
        "graduation": "graduation: {after_days: 9, on: unchanged}",
    }
    park = with_strategies(tmp_path, items)
    test, wait = (
        next(a for a in park.base_model().regimes[0].activities if a.id == n) for n in ("type_test", "graduation_wait")
    )
    assert {path.split(".")[1] for _, path, _, _ in park.changes("of_test_platform")} == {test.id}
    assert {path.split(".")[1] for _, path, _, _ in park.changes("of_graduation")} == {wait.id}
