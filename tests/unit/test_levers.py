"""Every lever in the list: input left alone, a neutral setting, a source, both languages; and what each does."""

from __future__ import annotations

import copy
import math
from pathlib import Path

import pytest
from pydantic import BaseModel

from sim.levers import green_channel, office_staff, registration_path, site_modes, start_on_land_grant
from sim.levers.all_levers import BY_ID, LEVERS
from sim.levers.apply import apply
from sim.levers.changes import changes
from sim.levers.settings import Lever
from sim.model.calendar import date_of
from sim.model.fingerprint import fingerprint
from sim.model.park import Model, PriorityRule
from sim.scenario.scenario import load
from tests.unit import test_levers_estate as estate
from tests.unit import test_levers_limits as limits
from tests.unit import test_levers_people as people

FIXTURE = Path(__file__).parent.parent / "fixtures" / "small_park.yaml"

STRONG: dict[str, BaseModel] = {
    "site_modes": site_modes.Settings(offered=("built",), forced="built"),
    "office_staff": office_staff.Settings(office="bureau", staff=9),
    "green_channel": green_channel.Settings(when={"device_class": ("II",)}, offices=("bureau",), places=2.0),
    "start_on_land_grant": start_on_land_grant.Settings(),
    "registration_path": registration_path.Settings(transferred_certificate=False),
    **estate.STRONG,
    **people.STRONG,
    **limits.STRONG,
}

every_lever = pytest.mark.parametrize("lever", LEVERS, ids=[lever.ID for lever in LEVERS])


@pytest.fixture(scope="module")
def park() -> Model:
    return load(FIXTURE).base_model()


@pytest.fixture(scope="module")
def rich(park: Model) -> Model:
    return limits.rich(people.rich(estate.rich(park)))


@every_lever
def test_a_lever_leaves_its_input_as_it_is(lever: Lever, rich: Model) -> None:
    before = copy.deepcopy(rich)
    apply(rich, lever, STRONG[lever.ID])
    assert rich == before


@every_lever
def test_the_neutral_setting_is_the_identity(lever: Lever, rich: Model) -> None:
    assert apply(rich, lever, lever.NEUTRAL, 100.0, 200.0) == rich
    assert fingerprint(apply(rich, lever, lever.NEUTRAL)) == fingerprint(rich)


@every_lever
def test_lists_with_ids_stay_sorted_and_nothing_stands_twice(lever: Lever, rich: Model) -> None:
    (regime,) = apply(rich, lever, STRONG[lever.ID]).regimes
    estate, money = regime.estate, regime.money
    lists = [regime.activities, regime.offices, regime.teams, regime.site_modes, estate.spaces, estate.stocks]
    lists += [money.subsidies, *(space.phases for space in estate.spaces), *(stock.supply for stock in estate.stocks)]
    assert all([item.id for item in each] == sorted({item.id for item in each}) for each in lists)
    assert list(regime.policies) == sorted(regime.policies)


def whole(part: object) -> object:
    """Settings as a file may have them, with 5 in place of 5.0."""
    if isinstance(part, dict):
        return {key: whole(value) for key, value in part.items()}
    if isinstance(part, list):
        return [whole(item) for item in part]
    return int(part) if isinstance(part, float) and part.is_integer() else part


@every_lever
def test_a_whole_number_and_its_decimal_make_one_fingerprint(lever: Lever, rich: Model) -> None:
    settings = STRONG[lever.ID]
    written = lever.Settings.model_validate(whole(settings.model_dump(mode="json", exclude_none=True)))
    assert fingerprint(apply(rich, lever, written)) == fingerprint(apply(rich, lever, settings))


@every_lever
def test_a_setting_that_means_something_moves_the_park_and_is_reported(lever: Lever, rich: Model) -> None:
    moved = apply(rich, lever, STRONG[lever.ID])
    assert fingerprint(moved) != fingerprint(rich)
    assert changes(rich, moved)


@every_lever
def test_a_lever_finds_nothing_wrong_with_right_names(lever: Lever, rich: Model) -> None:
    assert lever.faults(STRONG[lever.ID], rich.regimes[0]) == []


@every_lever
def test_a_lever_says_what_it_is_in_both_languages_and_where_it_comes_from(lever: Lever) -> None:
    assert lever.TITLE.en and lever.TITLE.zh and lever.SOURCE.en and lever.SOURCE.zh
    assert isinstance(lever.NEUTRAL, lever.Settings)
    assert BY_ID[lever.ID] is lever and (lever.__doc__ or "").strip()
    for field in lever.Settings.model_fields.values():
        assert isinstance(field.json_schema_extra, dict)
        assert field.title and field.json_schema_extra["title_zh"]


@every_lever
def test_a_lever_between_two_days_holds_only_between_them(lever: Lever, rich: Model) -> None:
    moved = apply(rich, lever, STRONG[lever.ID], 100.0, 200.0)
    assert [regime.from_day for regime in moved.regimes] == [0.0, 100.0, 200.0]
    assert moved.regimes[0] == rich.regimes[0]
    between = f"(from {date_of(rich.start, 100)} to {date_of(rich.start, 200)})"
    assert all(between in path for path, _, _ in changes(rich, moved))


def test_levers_over_each_other_split_the_park_at_every_day(park: Model) -> None:
    more = apply(park, office_staff, office_staff.Settings(office="bureau", add=1), 100.0)
    both = apply(more, office_staff, office_staff.Settings(office="bureau", add=1), 50.0, 150.0)
    staff = [regime.offices[1].staff or () for regime in both.regimes]
    assert [(regime.from_day, steps[0][1]) for regime, steps in zip(both.regimes, staff, strict=True)] == [
        (0.0, 3),
        (50.0, 4),
        (100.0, 5),
        (150.0, 4),
    ]


def test_listed_site_modes_become_exactly_the_offered_ones(park: Model) -> None:
    moved = apply(park, site_modes, site_modes.Settings(offered=("built",)))
    assert {mode.id: mode.offered for mode in moved.regimes[0].site_modes} == {"built": True, "rented": False}
    forced = apply(park, site_modes, site_modes.Settings(forced="built"))
    assert forced.regimes[0].forced_site_mode == "built"
    assert forced.regimes[0].site_modes == park.regimes[0].site_modes


def test_staff_can_be_set_at_an_ample_office_and_taken_away_down_to_nobody(park: Model) -> None:
    finite = apply(park, office_staff, office_staff.Settings(office="ample", staff=2))
    fewer = apply(park, office_staff, office_staff.Settings(office="bureau", add=-4))
    assert finite.regimes[0].offices[0].staff == ((0.0, 2),)
    assert fewer.regimes[0].offices[1].staff == ((0.0, 0), (366.0, 1))


def test_a_green_channel_is_one_more_rule_of_priority(park: Model) -> None:
    moved = apply(park, green_channel, STRONG["green_channel"])
    assert moved.regimes[0].priority_rules == (PriorityRule((("device_class", ("II",)),), ("bureau",), 2.0),)


def test_start_on_land_grant_sets_the_policy_to_yes(park: Model) -> None:
    moved = apply(park, start_on_land_grant, start_on_land_grant.Settings(), until_day=math.inf)
    assert moved.regimes[0].policies == (("start_on_land_grant", "yes"),)


def test_a_closed_registration_path_moves_the_outcome_and_not_the_draw(park: Model) -> None:
    moved = apply(park, registration_path, STRONG["registration_path"])
    for kind, was in zip(moved.regimes[0].enterprises, park.regimes[0].enterprises, strict=True):
        path = next(attribute for attribute in kind.attributes if attribute.name == "licence_path")
        assert path.instead == (("transferred_certificate", "new_registration"),)
        assert path.law == next(a for a in was.attributes if a.name == "licence_path").law
