"""Levers of help, guidance and attraction: what each does to a small park, and what it finds wrong.

`rich` adds what these levers know by default to the park of `test_levers_estate`; `STRONG` has settings that move it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError

from sim.levers import (
    green_channel,
    guidance,
    one_window,
    service_team,
    supplier_attraction,
    test_platform,
    training_centre,
)
from sim.levers.all_levers import BY_ID
from sim.levers.apply import apply
from sim.levers.settings import Lever
from sim.model.estate import Take
from sim.model.law import By, Distribution, Law, fixed, mean
from sim.model.park import (
    Activity,
    After,
    Arrivals,
    Attribute,
    Choice,
    EnterpriseType,
    Model,
    Need,
    Office,
    OtherApplicants,
    Regime,
    SentBack,
)
from sim.model.people import BroughtBy, Team
from sim.model.text import Text
from sim.scenario.scenario import load
from sim.text.faults import FAULTS

FIXTURES = Path(__file__).parent.parent / "fixtures"
BASE = "base_medical_device"


def _step(name: str, *after: After | str, duration: Law | None = None, **more: object) -> Activity:
    links = tuple(After(link) if isinstance(link, str) else link for link in after)
    return Activity(name, Text(name, name), duration or fixed(10.0), after=links, **more)  # type: ignore[arg-type]


TEST = By("device_class", (("II", Distribution("pert", (45.0, 75.0, 150.0))), ("III", fixed(120.0))))
CORRECTION = By("device_class", (("II", Distribution("pert", (20.0, 75.0, 365.0), shift=10.0)), ("III", fixed(50.0))))
ACTIVITIES = (
    _step("assigned", takes=(Take("assistants", 1.0, "producing"),), when=(("assistants", ("yes",)),)),
    _step("company_registration", After("contract", 3.0)),
    _step("contract"),
    _step(
        "environmental_assessment",
        "project_filing",
        preparation=Distribution("pert", (15.0, 25.0, 45.0)),
        sent_back=SentBack(0.2, fixed(5.0)),
    ),
    _step("hiring_training", duration=Distribution("pert", (7.0, 15.0, 45.0))),
    _step("last", "environmental_assessment", After("project_filing", 9.0)),
    _step("project_filing", After("company_registration", 2.0)),
    _step("registration_acceptance", sent_back=SentBack(0.3, fixed(10.0))),
    _step("registration_acceptance_national", sent_back=SentBack(By("device_class", (("III", 0.6),)), fixed(10.0))),
    _step("technical_review", duration=fixed(44.0), sent_back=SentBack(0.9, CORRECTION, fixed(25.0))),
    _step("type_test", duration=TEST),
)
TEAMS = (
    Team("assistants", Text("assistants", "帮办专员"), ((0.0, 6), (300.0, 8)), 10, 0.7, 0.7, 0.6),
    Team("leaders", Text("leaders", "专班"), ((0.0, 1),), 3),
)


def rich(park: Model) -> Model:
    """The park with these steps, teams and a type that is brought beside its own."""

    def richer(regime: Regime) -> Regime:
        new = {activity.id for activity in ACTIVITIES}
        steps = (*(a for a in regime.activities if a.id not in new), *ACTIVITIES)
        supplier = EnterpriseType(
            "supplier",
            Text("supplier", "配套企业"),
            Arrivals("at", ()),
            attributes=regime.enterprises[0].attributes,
            brought_by=BroughtBy((regime.enterprises[0].id,), "producing", 0.15, 3, 0.4),
        )
        return replace(
            regime,
            activities=tuple(sorted(steps, key=lambda a: a.id)),
            enterprises=tuple(sorted((*regime.enterprises, supplier), key=lambda e: e.id)),
            teams=TEAMS,
        )

    return replace(park, regimes=tuple(map(richer, park.regimes)))


STRONG: dict[str, BaseModel] = {
    "service_team": service_team.Settings(team="assistants", add=2, caseload=12, preparation=0.5),
    "guidance": guidance.Settings(),
    "test_platform": test_platform.Settings(),
    "one_window": one_window.Settings(),
    "supplier_attraction": supplier_attraction.Settings(chance=2.0),
    "training_centre": training_centre.Settings(),
}
every = pytest.mark.parametrize("lever", [BY_ID[name] for name in STRONG], ids=list(STRONG))


@pytest.fixture
def park() -> Model:
    classes = (Attribute("device_class", Choice(("I", "II", "III"), (0.4, 0.3, 0.3))),)
    firm = EnterpriseType("maker", Text("maker", "企业"), Arrivals("every", (30.0,)), attributes=classes)
    return rich(replace(load(FIXTURES / "small_park.yaml").base_model(), regimes=(Regime(0.0, (), (), (), (firm,)),)))


def after(park: Model, lever: Lever, settings: BaseModel | None = None) -> Regime:
    """The only regime of the park under the lever."""
    (regime,) = apply(park, lever, STRONG[lever.ID] if settings is None else settings).regimes
    return regime


def step(regime: Regime, name: str) -> Activity:
    return next(activity for activity in regime.activities if activity.id == name)


def moved(park: Model, regime: Regime) -> list[str]:
    """Activities that differ."""
    return [a.id for a, was in zip(regime.activities, park.regimes[0].activities, strict=True) if a != was]


def links(regime: Regime, name: str) -> Iterable[tuple[str, float]]:
    return [(link.activity, link.lag_days) for link in step(regime, name).after]


def codes(lever: Lever, settings: BaseModel, park: Model) -> list[tuple[str, str]]:
    """(field, code) of each fault; each has a message whose gaps are filled."""
    found = lever.faults(settings, park.regimes[0])
    for _, code, values in found:
        FAULTS[code].en.format(**{"known": "", **values})
        FAULTS[code].zh.format(**{"known": "", **values})
    return [(field, code) for field, code, _ in found]


@every
def test_the_neutral_setting_is_right_in_a_park_of_nothing(lever: Lever) -> None:
    assert lever.faults(lever.NEUTRAL, Regime(0.0, (), (), (), ())) == []


@every
def test_the_defaults_fit_the_activities_of_the_library(lever: Lever) -> None:
    text = f"extends: {BASE}\ntitle: x\nstart: 2024-01-01\nhorizon_days: 3 years\n" + (
        "teams: [{id: assistants, people: 6, caseload: 10}]\n"
        "activities:\n"
        "  - {id: assigned, after: [contract_signed], duration: 0, when: {assistants: ['yes']},\n"
        "     takes: [{what: assistants, amount: 1, until: producing}]}\n"
        "enterprises:\n"
        "  - id: a\n"
        "    arrivals: {every_days: 30}\n"
        "    attributes: {device_class: II, licence_path: new_registration,\n"
        "                 equipment: {discrete: {bought: 1, moved: 0}}}\n"
        "  - {id: b, brought_by: {types: a, milestone: producing, per_year: 0.15, chance: 0.4},\n"
        "     attributes: {device_class: III, licence_path: new_registration, equipment: bought}}\n"
        "strategies: {as_is: []}\n"
    )
    model = load(text=text).base_model()
    settings = service_team.Settings(team="assistants") if lever is service_team else STRONG[lever.ID]
    assert codes(lever, settings, model) == []
    assert apply(model, lever, settings) != model


# Teams


def test_a_team_that_is_named_is_switched_on_as_the_park_has_it(park: Model) -> None:
    regime = after(park, service_team, service_team.Settings(team="assistants"))
    assert regime.policies == (("assistants", "yes"),) and regime.teams == TEAMS


def test_people_and_effects_of_one_team_are_set(park: Model) -> None:
    assistants, leaders = after(park, service_team).teams
    assert (assistants.people, assistants.caseload) == (((0.0, 8), (300.0, 10)), 12)
    assert (assistants.preparation, assistants.correction, assistants.returns) == (0.5, 0.7, 0.6)
    assert leaders == TEAMS[1]
    settings = service_team.Settings(team="leaders", people=4, assignment="largest", places=2.0, returns=0.0)
    leaders = after(park, service_team, settings).teams[1]
    assert (leaders.people, leaders.assignment, leaders.places, leaders.returns) == (((0.0, 4),), "largest", 2.0, 0.0)


def test_a_team_whose_steps_nobody_could_take_is_a_fault(park: Model) -> None:
    def found(**given: object) -> list[tuple[str, str]]:
        return codes(service_team, service_team.Settings(**given), park)  # type: ignore[arg-type]

    assert found(team="assistant") == [("team", "unknown_team")]
    assert found(people=3) == [("team", "missing_key")]
    assert found(team="leaders") == [("team", "policy_never_asked")]
    assert found(team="assistants", add=-8) == [("add", "team_of_nobody")]
    assert found(team="assistants", add=-7) == []
    assert found(team="assistants", assignment="largest") == [("assignment", "largest_of_nothing")]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"people": 0}, "not_positive"),
        ({"caseload": 0}, "not_positive"),
        ({"preparation": 1.2}, "not_a_share"),
        ({"places": -1}, "negative"),
        ({"people": 1, "add": 1}, "people_or_add"),
        ({"assignment": "smallest"}, "literal_error"),
    ],
)
def test_a_number_out_of_range_is_refused(given: dict[str, object], code: str) -> None:
    with pytest.raises(ValidationError) as found:
        service_team.Settings.model_validate({"team": "assistants", **given})
    assert [error["type"] for error in found.value.errors()] == [code]


def test_a_green_channel_may_name_a_team(park: Model) -> None:
    assert codes(green_channel, green_channel.Settings(offices=("leaders",)), park) == []
    assert codes(green_channel, green_channel.Settings(offices=("leader",)), park) == [("offices", "unknown_office")]


# Guidance, tests, training


def test_guidance_moves_returns_and_corrections_and_no_legal_step(park: Model) -> None:
    regime = after(park, guidance)
    assert moved(park, regime) == ["registration_acceptance", "registration_acceptance_national", "technical_review"]
    first, review = step(regime, "registration_acceptance").sent_back, step(regime, "technical_review").sent_back
    national = step(regime, "registration_acceptance_national").sent_back
    assert first is not None and review is not None and national is not None
    assert first.probability == pytest.approx(0.1) and first.correction == fixed(10.0)
    assert isinstance(national.probability, By) and national.probability.cases == (("III", pytest.approx(0.2)),)
    assert review.probability == pytest.approx(0.747) and review.duration == fixed(25.0)
    assert review.correction == By(
        "device_class",
        (
            ("II", Distribution("pert", (20.0, 75.0, 365.0), shift=6.0, factor=0.6)),
            ("III", Distribution("fixed", (50.0,), factor=0.6)),
        ),
    )
    assert all(a.duration == was.duration for a, was in zip(regime.activities, ACTIVITIES, strict=True))


def test_guidance_where_nobody_is_sent_back_is_a_fault(park: Model) -> None:
    assert codes(guidance, guidance.Settings(activities=("type_test",)), park) == [("activities", "not_one_of")]
    assert codes(guidance, guidance.Settings(reviews=("type_test",), factor=1.0), park) == [("reviews", "not_one_of")]
    bare = replace(park, regimes=(replace(park.regimes[0], activities=()),))
    assert {field for field, _ in codes(guidance, guidance.Settings(), bare)} == {"activities", "reviews"}


def test_a_platform_gives_the_test_another_duration_and_nothing_else(park: Model) -> None:
    near = Distribution("pert", (30.0, 45.0, 80.0))
    regime = after(park, test_platform)
    assert moved(park, regime) == ["type_test"]
    assert step(regime, "type_test").duration == By("device_class", (("II", near), ("III", near)))
    some = test_platform.Settings(classes=("II",), factor=0.5)
    assert step(after(park, test_platform, some), "type_test").duration == By(
        "device_class", (("II", near), ("III", Distribution("fixed", (120.0,), factor=0.5)))
    )
    scaled = step(after(park, test_platform, test_platform.Settings(days=None, factor=0.5)), "type_test").duration
    assert isinstance(scaled, By) and [case.factor for _, case in scaled.cases] == [0.5, 0.5]  # type: ignore[attr-defined]


def test_a_test_that_does_not_differ_by_class_differs_by_the_classes_of_the_park(park: Model) -> None:
    regime = after(park, test_platform, test_platform.Settings(activity="last"))
    near = Distribution("pert", (30.0, 45.0, 80.0))
    assert step(regime, "last").duration == By("device_class", (("I", fixed(10.0)), ("II", near), ("III", near)))
    assert codes(test_platform, test_platform.Settings(activity="test"), park) == [("activity", "unknown_activity")]
    assert codes(test_platform, test_platform.Settings(classes=("IV",)), park) == [("classes", "not_one_of")]
    alike = tuple(replace(kind, attributes=()) for kind in park.regimes[0].enterprises)
    classless = replace(park, regimes=(replace(park.regimes[0], enterprises=alike),))
    found = codes(test_platform, test_platform.Settings(activity="last"), classless)
    assert found == [("activity", "attribute_never_held")]


def test_a_training_centre_shortens_training(park: Model) -> None:
    regime = after(park, training_centre)
    assert moved(park, regime) == ["hiring_training"]
    assert step(regime, "hiring_training").duration == Distribution("pert", (7.0, 15.0, 45.0), factor=0.6)
    assert codes(training_centre, training_centre.Settings(activity="x"), park) == [("activity", "unknown_activity")]


# One window


def test_a_link_falls_away_and_what_follows_waits_for_both(park: Model) -> None:
    link = one_window.LinkForm(activity="project_filing", waits_for="company_registration")
    regime = after(park, one_window, one_window.Settings(parallel=(link,), preparation=1.0, returns=1.0))
    assert links(regime, "project_filing") == [("contract", 5.0)]
    assert links(regime, "environmental_assessment") == [("company_registration", 0.0), ("project_filing", 0.0)]
    assert links(regime, "last") == [
        ("company_registration", 0.0), ("environmental_assessment", 0.0), ("project_filing", 9.0)
    ]  # fmt: skip
    assert links(regime, "company_registration") == [("contract", 3.0)]


def test_tolerant_steps_prepare_less_and_send_back_more(park: Model) -> None:
    regime = after(park, one_window)
    assessment = step(regime, "environmental_assessment")
    assert links(regime, "environmental_assessment") == [("company_registration", 0.0), ("contract", 5.0)]
    assert ("project_filing", 9.0) in links(regime, "last")
    assert assessment.preparation == Distribution("pert", (15.0, 25.0, 45.0), factor=0.7)
    assert assessment.sent_back is not None and assessment.sent_back.probability == pytest.approx(0.26)


BARE = one_window.Settings(parallel=(), preparation=1.0, returns=1.0, handling=0.5)


@pytest.fixture
def desk(park: Model) -> Model:
    """The park with a desk for the papers of set-up, at which others hand in filings too."""
    (plain,) = park.regimes
    others = OtherApplicants(Arrivals("poisson", (50.0,)), fixed(8.0), "project_filing")
    desk = Office("desk", Text("desk", "窗口"), ((0.0, 2),), other_applicants=others)
    steps = [replace(a, needs=(Need("desk"),)) if a.id in one_window.HANDLED else a for a in plain.activities]
    return replace(park, regimes=(replace(plain, activities=tuple(steps), offices=(desk,)),))


def test_a_window_takes_off_work_of_offices_at_every_look_and_nothing_of_the_firms(desk: Model) -> None:
    (plain,) = desk.regimes
    regime = after(desk, one_window, BARE)
    for name in ("company_registration", "project_filing", "environmental_assessment"):
        assert mean_of(step(regime, name)) == pytest.approx(0.5 * mean_of(step(plain, name)))
        assert step(regime, name).preparation == step(plain, name).preparation
    others = [a for a in plain.activities if a.id not in one_window.HANDLED]
    assert others and all(step(regime, a.id) == a for a in others)
    again = replace(step(plain, "environmental_assessment"), sent_back=SentBack(0.3, fixed(4.0), fixed(6.0)))
    looked_at_twice = replace(desk, regimes=(replace(plain, activities=(again,)),))
    back = step(after(looked_at_twice, one_window, BARE), "environmental_assessment").sent_back
    assert back is not None and back.duration == Distribution("fixed", (6.0,), factor=0.5)
    assert back.correction == fixed(4.0)
    named = BARE.model_copy(update={"handled": ("company_registration",)})
    assert step(after(desk, one_window, named), "project_filing") == step(plain, "project_filing")


def test_a_window_handles_the_same_papers_of_others_as_fast(desk: Model) -> None:
    def of_others(settings: one_window.Settings) -> float:
        (office,) = after(desk, one_window, settings).offices
        assert office.other_applicants is not None and isinstance(office.other_applicants.duration, Distribution)
        return mean(office.other_applicants.duration)

    assert of_others(BARE) == pytest.approx(4.0)
    assert of_others(BARE.model_copy(update={"handled": ("company_registration",)})) == 8.0


def test_two_windows_are_as_fast_as_the_faster(desk: Model) -> None:
    slower = BARE.model_copy(update={"handling": 0.8})
    both = apply(apply(desk, one_window, slower), one_window, BARE)
    (regime,), (once,) = both.regimes, apply(desk, one_window, BARE).regimes
    for name in one_window.HANDLED[:3]:
        assert mean_of(step(regime, name)) == pytest.approx(mean_of(step(once, name)))
    others = regime.offices[0].other_applicants
    assert others is not None and mean(others.duration) == pytest.approx(4.0)  # type: ignore[arg-type]


def test_a_window_handles_steps_of_offices_only(desk: Model) -> None:
    named = BARE.model_copy(update={"handled": ("contract", "lost")})
    assert codes(one_window, named, desk) == [("handled", "not_one_of")] * 2


def mean_of(activity: Activity) -> float:
    assert isinstance(activity.duration, Distribution)
    return mean(activity.duration)


def test_a_window_finds_links_and_steps_that_are_not_there(park: Model) -> None:
    def found(activity: str, waits_for: str, **more: object) -> list[tuple[str, str]]:
        link = one_window.LinkForm(activity=activity, waits_for=waits_for)
        return codes(one_window, one_window.Settings(parallel=(link,), **more), park)  # type: ignore[arg-type]

    assert found("project_filing", "company_registration") == []
    assert found("project_filling", "company_registration") == [("parallel", "unknown_activity")]
    assert found("project_filing", "contract") == [("parallel", "not_one_of")]
    assert found("last", "environmental_assessment") == [("parallel", "not_one_of")]  # nothing follows: none would wait
    assert found("project_filing", "company_registration", tolerant=("last",)) == [("tolerant", "not_one_of")]


# Suppliers


def test_chances_of_those_who_are_brought_are_multiplied_up_to_one(park: Model) -> None:
    def chance(given: float) -> float:
        rules = [
            k.brought_by
            for k in after(park, supplier_attraction, supplier_attraction.Settings(chance=given)).enterprises
        ]
        return next(rule.chance for rule in rules if rule is not None)

    assert (chance(0.0), chance(2.0), chance(9.0)) == (0.0, 0.8, 1.0)
    named = supplier_attraction.Settings(chance=2.0, types=("maker",))
    assert codes(supplier_attraction, named, park) == [("types", "not_one_of")]
    nobody = tuple(kind for kind in park.regimes[0].enterprises if kind.brought_by is None)
    alone = replace(park, regimes=(replace(park.regimes[0], enterprises=nobody),))
    assert codes(supplier_attraction, STRONG["supplier_attraction"], alone) == [("chance", "brought_by_nobody")]
