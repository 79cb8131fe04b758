"""Levers of problems, dates, quotas, promises, checks and inspections: what each does, and what it finds wrong.

`rich` adds what these levers know by default to the park of `test_levers_people`; `STRONG` has settings that move it.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError

from sim.levers import (
    dispatch_meetings,
    quarterly_starts,
    quota,
    rent_relief,
    risk_based_supervision,
    service_team,
    tax_checks,
    time_limits,
)
from sim.levers.all_levers import BY_ID
from sim.levers.apply import apply
from sim.levers.changes import changes
from sim.levers.settings import Lever
from sim.model.law import By, Distribution, fixed
from sim.model.money import Terms
from sim.model.park import Activity, Arrivals, Attribute, Choice, EnterpriseType, Model, Refused, Regime, SiteMode
from sim.model.people import Problems, Quota, Team
from sim.model.text import Text
from sim.scenario.scenario import load
from tests.unit.test_levers_people import after, codes, moved, step

FIXTURES = Path(__file__).parent.parent / "fixtures"
ON = ("yes",)
EVERY_YEAR = By("device_class", (("I", 1.0), ("II", 0.8), ("III", 1.0)))


def _step(name: str, **more: object) -> Activity:
    return Activity(name, Text(name, name), fixed(10.0), **more)  # type: ignore[arg-type]


ACTIVITIES = (
    _step("inspection_first_year", probability=EVERY_YEAR),
    _step("inspection_second_year"),
    _step("joint_review", refused=Refused(By("starts", (("no", 0.3), ("yes", 0.05)))), milestone="reviewed"),
    _step("negotiation", refused=Refused(0.55), milestone="signed"),
    _step("odd_invoices", when=(("tax_checks", ON),)),
    _step("relief_cliff", when=(("relief_ends", ON), ("site_mode", ("built", "rented")))),
    _step("relief_runs", when=(("relief_ends", ON), ("site_mode", ("built", "rented")))),
    _step("start_ceremony", when=(("start_ceremony", ON),)),
)
PROBLEMS = Problems(1.6, ("negotiation",), fixed(45.0), fixed(15.0), 30.0, 0)


def rich(park: Model) -> Model:
    """The park with these steps, and problems that stop negotiations."""

    def richer(regime: Regime) -> Regime:
        new = {activity.id for activity in ACTIVITIES}
        steps = (*(a for a in regime.activities if a.id not in new), *ACTIVITIES)
        return replace(regime, activities=tuple(sorted(steps, key=lambda a: a.id)), problems=PROBLEMS)

    return replace(park, regimes=tuple(map(richer, park.regimes)))


STRONG: dict[str, BaseModel] = {
    "dispatch_meetings": dispatch_meetings.Settings(every_days=7, places=3, reported=(0.0, 3.0, 7.0)),
    "quarterly_starts": quarterly_starts.Settings(),
    "quota": quota.Settings(per_year=40),
    "time_limits": time_limits.Settings(office="bureau", working_days=5.0),
    "tax_checks": tax_checks.Settings(),
    "risk_based_supervision": risk_based_supervision.Settings(),
}
every = pytest.mark.parametrize("lever", [BY_ID[name] for name in STRONG], ids=list(STRONG))


@pytest.fixture
def park() -> Model:
    classes = (Attribute("device_class", Choice(("I", "II", "III"), (0.4, 0.3, 0.3))),)
    firm = EnterpriseType("maker", Text("maker", "企业"), Arrivals("every", (30.0,)), attributes=classes)
    small = load(FIXTURES / "small_park.yaml").base_model()
    return rich(replace(small, regimes=(Regime(0.0, (), small.regimes[0].offices, (), (firm,)),)))


@pytest.fixture(scope="module")
def of_library() -> Model:
    return load(FIXTURES / "service_park.yaml").base_model()


@every
def test_the_defaults_fit_the_activities_of_the_library(lever: Lever, of_library: Model) -> None:
    settings = time_limits.Settings(office="squads", working_days=5.0) if lever is time_limits else STRONG[lever.ID]
    assert codes(lever, settings, of_library) == []
    assert apply(of_library, lever, settings) != of_library


# Dispatch meetings


def test_meetings_have_days_places_and_reports_and_what_is_not_given_stays(park: Model) -> None:
    found = after(park, dispatch_meetings, STRONG["dispatch_meetings"]).problems
    assert found == replace(PROBLEMS, every_days=7.0, places=3, reported=Distribution("pert", (0.0, 3.0, 7.0)))
    assert after(park, dispatch_meetings, dispatch_meetings.Settings(places=5)).problems == replace(PROBLEMS, places=5)


def test_meetings_about_nothing_are_a_fault(park: Model) -> None:
    bare = replace(park, regimes=(replace(park.regimes[0], problems=None),))
    assert codes(dispatch_meetings, STRONG["dispatch_meetings"], bare) == [("every_days", "no_problems_stated")]
    assert codes(dispatch_meetings, dispatch_meetings.Settings(places=1), bare) == [("places", "no_problems_stated")]


# Starts by the quarter, checks of odd invoices


@pytest.mark.parametrize(("lever", "policy"), [(quarterly_starts, "start_ceremony"), (tax_checks, "tax_checks")])
def test_a_policy_is_set_and_nothing_else(lever: Lever, policy: str, park: Model) -> None:
    regime = after(park, lever, STRONG[lever.ID])
    assert regime == replace(park.regimes[0], policies=((policy, "yes"),))
    bare = replace(park, regimes=(replace(park.regimes[0], activities=()),))
    assert codes(lever, STRONG[lever.ID], bare) == [("on", "policy_never_asked")]


# Quota


def test_a_quota_acts_at_steps_that_refuse(park: Model) -> None:
    found = after(park, quota, STRONG["quota"]).quota
    assert found == Quota(40.0, "signed", 60.0, 0.5, ("joint_review", "negotiation"), quota.SOURCE.en)
    named = quota.Settings(per_year=12, last_days=30, refused=0.2, activities=("joint_review",))
    assert after(park, quota, named).quota == Quota(12.0, "signed", 30.0, 0.2, ("joint_review",), quota.SOURCE.en)


def test_a_quota_counts_what_the_park_counts(park: Model) -> None:
    own = Quota(9.0, "reviewed", 30.0, 0.5, ("joint_review",))
    stated = replace(park, regimes=(replace(park.regimes[0], quota=own),))
    found = after(stated, quota, STRONG["quota"]).quota
    assert found is not None and found == replace(own, per_year=40.0, last_days=60.0, source=quota.SOURCE.en)


def test_a_quota_of_nothing_that_can_be_refused_or_reached_is_a_fault(park: Model) -> None:
    def found(**given: object) -> list[tuple[str, str]]:
        return codes(quota, quota.Settings(**{"per_year": 9, **given}), park)  # type: ignore[arg-type]

    assert found(activities=("start_ceremony",)) == [("activities", "not_one_of")]
    assert found(last_days=400) == [("last_days", "quota_longer_than_year")]
    unsigned = tuple(replace(a, milestone=None) for a in park.regimes[0].activities)
    bare = replace(park, regimes=(replace(park.regimes[0], activities=unsigned),))
    assert codes(quota, STRONG["quota"], bare) == [("per_year", "unknown_milestone")]


# Time limits


def test_an_office_with_a_promise_keeps_its_people(park: Model) -> None:
    regime = after(park, time_limits, STRONG["time_limits"])
    offices = {office.id: office for office in regime.offices}
    was = {office.id: office for office in park.regimes[0].offices}
    assert offices["bureau"] == replace(was["bureau"], promise_working_days=5.0)
    assert offices["ample"] == was["ample"]


def test_a_promise_before_which_nobody_waits_is_a_fault(park: Model) -> None:
    ample = time_limits.Settings(office="ample", working_days=3.0)
    assert codes(time_limits, ample, park) == [("office", "promise_without_line")]
    assert codes(time_limits, time_limits.Settings(office="bureaux"), park) == [("office", "unknown_office")]


# Supervision by risk


def test_inspections_of_low_risk_become_rarer_and_others_stay(park: Model) -> None:
    regime = after(park, risk_based_supervision, STRONG["risk_based_supervision"])
    assert moved(park, regime) == ["inspection_first_year", "inspection_second_year"]
    first, second = (step(regime, f"inspection_{which}_year").probability for which in ("first", "second"))
    assert first == By("device_class", (("I", 0.3), ("II", 0.8), ("III", 1.0)))
    assert second == By("device_class", (("I", 0.3), ("II", 1.0), ("III", 1.0)))


def test_inspections_that_the_park_does_not_have_are_a_fault(park: Model) -> None:
    def found(**given: object) -> list[tuple[str, str]]:
        return codes(risk_based_supervision, risk_based_supervision.Settings(**given), park)  # type: ignore[arg-type]

    assert found(classes=("IV",)) == [("classes", "not_one_of")]
    assert found(activities=("raid",)) == [("activities", "not_one_of")]
    assert found(activities=("raid",), factor=1.0) == []


# The end of rent relief


RENTED = (SiteMode("built", Text(), terms=Terms(builds=True)), SiteMode("rented", Text(), terms=Terms(rent=9.0)))
RELIEF = [{"months": 24, "share": 1.0}, {"months": 36, "share": 0.5}]


def relieved(park: Model, **given: object) -> tuple[Model, rent_relief.Settings]:
    return replace(park, regimes=(replace(park.regimes[0], site_modes=RENTED),)), rent_relief.Settings.model_validate(
        {"relief": RELIEF, **given}
    )


def test_some_leave_on_the_day_on_which_relief_is_over(park: Model) -> None:
    rented, settings = relieved(park, leaves_at_end="20%")
    regime = after(rented, rent_relief, settings)
    assert step(regime, "relief_runs").duration == fixed(60 * 365.0 / 12.0)
    assert step(regime, "relief_cliff").refused == Refused(0.2)
    assert dict(regime.policies)["relief_ends"] == "yes"
    assert after(rented, rent_relief, relieved(park)[1]).policies == ()  # nobody leaves for it: no such steps


def test_only_who_had_relief_leaves_when_it_ends(park: Model) -> None:
    rented, settings = relieved(park, leaves_at_end=0.2, site_modes="rented")
    for name in ("relief_runs", "relief_cliff"):
        assert dict(step(after(rented, rent_relief, settings), name).when)["site_mode"] == ("rented",)


def test_an_end_of_relief_without_relief_is_a_fault(park: Model) -> None:
    rented, settings = relieved(park, leaves_at_end=0.2, relief=None)
    assert codes(rent_relief, settings, rented) == [("leaves_at_end", "leaves_without_relief")]
    bare = replace(rented, regimes=(replace(rented.regimes[0], activities=()),))
    assert codes(rent_relief, relieved(park, leaves_at_end=0.2)[1], bare) == [("leaves_at_end", "policy_never_asked")]


# Who is helped first


def test_a_team_may_be_told_to_help_the_nearest_first(park: Model) -> None:
    team = Team("assistants", Text("assistants", "帮办"), ((0.0, 1),), 3)
    teamed = replace(park, regimes=(replace(park.regimes[0], teams=(team,)),))
    regime = after(teamed, service_team, service_team.Settings(team="assistants", assignment="nearest"))
    assert regime.teams == (replace(team, assignment="nearest"),)


# Numbers out of range


@pytest.mark.parametrize(
    ("form", "given", "code"),
    [
        (dispatch_meetings.Settings, {"every_days": 0}, "not_positive"),
        (dispatch_meetings.Settings, {"places": -1}, "negative"),
        (dispatch_meetings.Settings, {"reported": [9, 3, 1]}, "not_ordered"),
        (quota.Settings, {"per_year": 0}, "not_positive"),
        (quota.Settings, {"per_year": 9, "refused": -0.5}, "negative"),
        (time_limits.Settings, {"office": "bureau", "working_days": 0}, "not_positive"),
        (risk_based_supervision.Settings, {"factor": 1.5}, "not_a_share"),
        (rent_relief.Settings, {"leaves_at_end": 20}, "not_a_share"),
    ],
)
def test_a_number_out_of_range_is_refused_in_words(form: type[BaseModel], given: dict[str, object], code: str) -> None:
    with pytest.raises(ValidationError) as found:
        form.model_validate(given)
    assert [error["type"] for error in found.value.errors()] == [code]


def test_what_these_levers_change_is_told_by_its_path(park: Model) -> None:
    told = {lever.ID: changes(park, apply(park, lever, STRONG[lever.ID])) for lever in map(BY_ID.get, STRONG) if lever}
    assert ("problems.places", "0", "3") in told["dispatch_meetings"]
    assert told["quota"][0][:2] == ("quota", "none")
    assert ("offices.bureau.promise_working_days", "none", "5") in told["time_limits"]
    assert ("policies.tax_checks", "none", "yes") in told["tax_checks"]
