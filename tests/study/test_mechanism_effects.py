"""What mechanisms do, and what they cannot do: signs and limits on a small park, firm by firm on equal luck.

Their capacity is in test_capacity.py; the list of all mechanisms with their tests is docs/mechanisms.md.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.study.small_world import MET, Firm, Levers, World, world
from tests.unit.test_rules import ONE, Story, at, does, story

FIRM = "enterprises.firm"
SIGNS = {f"{FIRM}.already_done": list(MET)}
REVIEWED = {f"{FIRM}.already_done": list(MET[:3])}
CROWD = {f"{FIRM}.arrivals": {"poisson_per_year": 100, "stock": 20}}
CLASS_TWO = {f"{FIRM}.attributes.device_class": "II"}
CLASS_THREE = {f"{FIRM}.attributes.device_class": "III"}
CONTRACT = {**CLASS_TWO, f"{FIRM}.attributes.licence_path": "contract_manufacture"}
NEW = {f"{FIRM}.attributes.licence_path": "new_registration"}
CALM = {"problems.per_year": 0.001}
YEAR = 365


def mode(name: str) -> Levers:
    return [{"site_modes": {"forced": name}}]


def started(w: World, step: str) -> dict[Firm, float]:
    """Day on which each firm that came so far started a step."""
    return {visit["firm"]: visit["start"] for visit in w.visits(step) if visit["start"] == visit["start"]}


def work(w: World, step: str) -> dict[tuple[Firm, int], float]:
    """Days from start to finish of each attempt that is over."""
    done = [visit for visit in w.visits(step) if visit["finish"] == visit["finish"]]
    return {(visit["firm"], visit["attempt"]): visit["finish"] - visit["start"] for visit in done}


def equal_where_both(one: dict[Any, float], other: dict[Any, float]) -> bool:
    both = one.keys() & other.keys()
    return len(both) >= 10 and all(one[key] == pytest.approx(other[key]) for key in both)


def phase(name: str, units: int, construction: int = 0) -> dict[str, Any]:
    """So many units of 2,000 m², each alone in its building."""
    buildings = [{"id": f"{name}_hall", "count": units, "units": {"count": 1, "area": 2000}}]
    return {"id": name, "buildings": buildings, **({"construction": construction} if construction else {})}


def sooner(one: dict[Firm, float], other: dict[Firm, float]) -> np.ndarray:
    """Days by which each firm of both came sooner in the first."""
    both = sorted(one.keys() & other.keys())
    assert len(both) >= 10
    return np.array([other[firm] - one[firm] for firm in both])


def built(name: str, park: dict[str, Any] | None = None, days: int = 1400) -> World:
    """Fifteen firms at once that all get their roof in this way."""
    firms = {f"{FIRM}.arrivals": {"poisson_per_year": 0, "stock": 15}, **SIGNS, **CALM}
    return world({**firms, **(park or {})}, mode(name), days=days)


# A roof


def test_renting_a_finished_shell_leaves_out_land_and_building() -> None:
    rent, own = built("standard_rental"), built("self_build")
    assert sooner(rent.when("producing"), own.when("producing")).min() > 100
    assert not rent.visits("construction") and not rent.visits("land_listing")


def test_built_to_suit_is_sooner_than_self_build_and_needs_the_platforms_land() -> None:
    suit, own = built("build_to_suit"), built("self_build")
    assert 50 < sooner(suit.when("producing"), own.when("producing")).mean() < 400
    little = {"estate.stocks.platform_land.supply": [{"id": "all", "amount": 30}]}
    scarce = built("build_to_suit", little)
    assert ("land", "platform_land") in scarce.bound("platform_land_allocation") or scarce.served(
        "platform_land_allocation"
    ) == 6
    assert len(scarce.reached("producing")) == 6  # three of fifteen in each of two histories


def test_a_mortgage_costs_the_days_of_its_approval_and_who_is_refused_rents() -> None:
    rent, buy = built("standard_rental"), built("factory_mortgage")
    later = -sooner(buy.when("handed_over"), rent.when("handed_over"))
    assert later.min() >= 0 and 15 < later.mean() < 70
    refused = [visit for visit in buy.visits("mortgage_approval") if visit["outcome"] == "refused"]
    assert refused and {visit["firm"] for visit in refused} <= buy.when("handed_over").keys()


def test_land_that_is_not_there_is_waited_for_until_it_is_supplied() -> None:
    later = [{"id": "now", "amount": 50}, {"id": "later", "date": "2025-01-01", "amount": 500}]
    scarce = built("self_build", {"estate.stocks.industrial_land.supply": later})
    starts = [visit["start"] for visit in scarce.visits("land_allocation")]
    assert {day for day in starts if day > 30} == {366.0} and ("land", "industrial_land") in scarce.bound(
        "land_allocation"
    )


def test_converted_floors_are_sooner_than_a_unit_and_soon_full() -> None:
    floors = built("converted_building", {"estate.spaces.incubator_floors.phases": [phase("office", 4)]})
    unit = built("standard_rental").when("producing")
    at_once = {visit["firm"] for visit in floors.visits("floor_allocation") if visit["start"] == visit["ready"]}
    gained = [unit[firm] - day for firm, day in floors.when("producing").items() if firm in at_once and firm in unit]
    assert len(at_once) == 2 * 4 and np.mean(gained) > 0
    assert ("unit", "incubator_floors") in floors.bound("floor_allocation")
    assert len(started(floors, "floor_allocation")) < 15 < len(floors.visits("floor_allocation"))


def test_a_phase_under_construction_serves_nobody_before_it_stands() -> None:
    w = built("standard_rental", {"estate.spaces.standard_factory.phases": [phase("all", 20, 300)]})
    days = list(started(w, "unit_allocation").values())
    assert len(days) > 15 and set(days) == {300.0}
    assert w.bound("unit_allocation") == {("unit", "standard_factory")}


def test_too_little_power_makes_firms_wait_on_a_finished_site() -> None:
    little = built("standard_rental", {"estate.stocks.power.supply": [{"id": "all", "amount": 300}]})
    enough = built("standard_rental")
    assert {kind for kind, _ in little.bound("utilities_allotted")} == {"utility"}
    assert len(little.visits("utilities_allotted")) > 20  # each takes 100 of 300 kW
    assert len(little.reached("producing")) < 0.6 * len(enough.reached("producing"))


# Firms


def found_by(channel: str, stock: int = 60) -> World:
    arrivals = {f"{FIRM}.arrivals": {"poisson_per_year": 0, "stock": stock}, f"{FIRM}.attributes.channel": channel}
    return world({**arrivals, "offices.squads.staff": 5}, days=700)


def test_people_of_the_place_sign_more_often_never_cool_and_are_used_up() -> None:
    home, others = found_by("hometown"), found_by("squad")
    assert len(home.reached("signed")) > 1.3 * len(others.reached("signed")) > 0
    assert "gave_up" in {visit["outcome"] for visit in others.visits("first_contact")}
    assert "gave_up" not in {visit["outcome"] for visit in home.visits("first_contact")}
    assert len(home.reached("signed")) < 0.5 * len(found_by("hometown", 120).reached("signed")) + 20
    assert max(home.reached("signed")) < 650  # then there is nobody left to be asked


def test_the_gate_lets_through_fewer_of_those_who_would_never_start() -> None:
    half = {f"{FIRM}.attributes.starts": {"discrete": {"yes": 0.5, "no": 0.5}}}
    w = world({**REVIEWED, **CROWD, **half}, histories=4)
    starts, signed = w.of("starts"), w.when("signed")
    judged = {visit["firm"] for visit in w.visits("joint_review") if visit["outcome"] in ("accepted", "refused")}

    def through(value: str) -> float:
        mine = [firm for firm in judged if starts[firm] == value]
        return len([firm for firm in mine if firm in signed]) / len(mine)

    assert through("no") < through("yes") - 0.1


def test_firms_bring_others_once_they_produce_and_no_more_than_stated() -> None:
    def brought(at_most: int, chance: float) -> Story:
        rule = {"types": "a", "milestone": "producing", "per_year": 50, "at_most": at_most, "chance": chance}
        firms = {"a": at(0, 100), "b": {"brought_by": rule}}
        return story([does("work", 10, milestone="producing")], firms, days=500)

    for at_most in (1, 3):
        s = brought(at_most, 1)
        mine = s.case.type_names[s.case.type] == "b"
        came = sorted(s.log.t_appears[mine & (s.log.t_appears <= 500)])
        assert len(came) == 2 * at_most and came[0] >= 10
    none = brought(3, 0).log.t_appears
    assert (none <= 500).sum() == 2


# Those who help


def helped(name: str, park: dict[str, Any], **given: Any) -> tuple[World, World]:
    lever = {"service_team": {"team": name, "people": 50, "caseload": 10, **given}}
    return world({**park, **CALM}, [lever], days=900), world({**park, **CALM}, days=900)


def test_who_has_an_assistant_is_never_later_and_mostly_sooner() -> None:
    with_help, alone = helped(
        "assistants", {**SIGNS, **CLASS_TWO, f"{FIRM}.attributes.licence_path": "contract_manufacture"}
    )
    gained = sooner(with_help.when("producing"), alone.when("producing"))
    assert gained.min() >= -1e-9 and gained.mean() > 2
    back = [sum(v["outcome"] == "sent_back" for v in w.visits("production_licence")) for w in (with_help, alone)]
    assert back[0] < back[1]


def test_a_leader_led_team_gains_places_for_some_that_others_lose() -> None:
    phases = [phase("now", 10), phase("soon", 10, 200), phase("late", 30, 400)]
    park = {**REVIEWED, **CROWD, "estate.spaces.standard_factory.phases": phases}
    chosen = [{"service_team": {"team": "leader_team", "people": 2, "caseload": 3}}]
    led, alone = (started(world(park, levers, days=700), "unit_allocation") for levers in (chosen, ()))
    moved = np.array([alone[firm] - led[firm] for firm in led.keys() & alone.keys()])
    assert (moved > 0).any() and (moved < 0).any()
    assert abs(len(led) - len(alone)) <= 2  # there are no more units than before


def test_the_registration_service_acts_on_licences_only() -> None:
    park = {**SIGNS, **CONTRACT}
    with_help, alone = helped("registration_service", park)
    assert sooner(with_help.when("licensed"), alone.when("licensed")).mean() > 0
    for step in ("validation", "fit_out"):
        one, other = started(with_help, step), started(alone, step)
        assert one == other


def test_meetings_end_problems_sooner_and_no_firm_is_later_for_them() -> None:
    park = {**SIGNS, "problems.per_year": 12}
    met = world(park, [{"dispatch_meetings": {"every_days": 14, "places": 99}}], days=900)
    unmet = world(park, days=900)
    gained = sooner(met.when("producing"), unmet.when("producing"))
    assert gained.min() >= -1.0 and gained.mean() > 5  # a quarter of a day on the agenda, at most of four problems
    assert met.wait("problem_quality_system") < 0.5 * unmet.wait("problem_quality_system")


def test_starting_together_delays_and_speeds_up_nobody() -> None:
    together, alone = world(SIGNS, [{"quarterly_starts": {}}]), world(SIGNS)
    gained = sooner(together.when("producing"), alone.when("producing"))
    assert gained.max() <= 0 and gained.mean() < -20
    assert {visit["start"] % 91 for visit in together.visits("start_ceremony") if visit["start"] == visit["start"]} == {
        0
    }


def test_a_quota_brings_signatures_at_the_end_of_the_year_and_fewer_of_them_start() -> None:
    half = {f"{FIRM}.attributes.starts": {"discrete": {"yes": 0.5, "no": 0.5}}}
    park = {
        **half,
        f"{FIRM}.arrivals": {"poisson_per_year": 400, "stock": 0},
        f"{FIRM}.already_done": ["first_contact", "visit"],
    }
    lever = {"quota": {"per_year": 900, "last_days": 120, "refused": 0.1}}
    pressed, calm = world(park, [lever], days=YEAR, histories=3), world(park, days=YEAR, histories=3)

    def late(w: World) -> tuple[int, float]:
        mine = [firm for firm, day in w.when("signed").items() if day > YEAR - 110]
        starts = w.of("starts")
        return len(mine), float(np.mean([starts[firm] == "yes" for firm in mine]))

    (more, fewer_start), (signed, start) = late(pressed), late(calm)
    assert more > 1.3 * signed and fewer_start < start
    before = [{f: d for f, d in w.when("signed").items() if d < YEAR - 130} for w in (pressed, calm)]
    assert before[0] == before[1]


# Offices


def served(changes: dict[str, Any]) -> Story:
    """One desk, six firms of two kinds in a crowd; each case takes three days."""
    firms = {name: at(0, 1, 2, attributes={"kind": name}) for name in ("a", "b")}
    steps = [does("work", 3, "desk", **changes.get("work", {}))]
    return story(steps, firms, ONE, strategies={"as_is": changes.get("levers", [])}, policies={})


def waits(s: Story) -> dict[str, float]:
    return {kind: sum(s.start(kind, place=i) - s.ready(kind, place=i) for i in range(3)) for kind in ("a", "b")}


def test_a_green_channel_gives_to_one_what_it_takes_from_others() -> None:
    plain = waits(served({}))
    green = waits(served({"levers": [{"green_channel": {"when": {"kind": ["b"]}, "offices": ["desk"], "places": 1}}]}))
    assert green["b"] < plain["b"] and green["a"] > plain["a"]
    assert sum(green.values()) == sum(plain.values())


def test_a_time_limit_changes_the_order_of_a_line_and_adds_no_capacity() -> None:
    long = does("long", 3, "desk", when={"kind": ["a"]}, limit_working_days=20, milestone="producing")
    short = does("short", 3, "desk", when={"kind": ["b"]})
    firms = {name: at(0, 0, 1, attributes={"kind": name}) for name in ("a", "b")}

    def starts(levers: Levers) -> list[tuple[float, str]]:
        s = story([long, short], firms, ONE, strategies={"as_is": levers})
        return sorted((s.start(k, step, place=i), k) for k, step in (("a", "long"), ("b", "short")) for i in range(3))

    plain, promised = starts([]), starts([{"time_limits": {"office": "desk", "working_days": 5}}])
    assert [day for day, _ in plain] == [day for day, _ in promised]  # as many cases on the same days
    assert "".join(kind for _, kind in plain) == "aabbab" and "".join(kind for _, kind in promised) == "bbbaaa"


def test_one_window_lets_papers_run_side_by_side_and_handles_them_sooner() -> None:
    park = {**SIGNS, **CLASS_THREE, **NEW, **CALM}
    beside = world(park, [{"one_window": {"returns": 1, "handling": 1}}])
    window, plain = world(park, [{"one_window": {"returns": 1}}]), world(park)

    def assessed(w: World) -> dict[Firm, float]:
        done = [visit for visit in w.visits("environmental_assessment") if visit["outcome"] == "accepted"]
        return {visit["firm"]: visit["finish"] for visit in done}

    gained, more = sooner(assessed(beside), assessed(plain)), sooner(assessed(window), assessed(beside))
    assert gained.min() >= 0 and gained.mean() > 3 and more.min() >= 0 and more.mean() > 1
    assert equal_where_both(work(beside, "company_registration"), work(plain, "company_registration"))
    assert equal_where_both(work(window, "type_test"), work(plain, "type_test"))  # nor does anybody else


def test_guidance_lowers_returns_at_acceptance_and_cannot_alter_review_of_class_three() -> None:
    for park, acceptance in ((CLASS_TWO, "registration_acceptance"), (CLASS_THREE, "registration_acceptance_national")):
        changes = {**SIGNS, **park, **NEW, **CALM}
        guided, plain = world(changes, [{"guidance": {}}], days=1000), world(changes, days=1000)
        back = [sum(v["outcome"] == "sent_back" for v in w.visits(acceptance)) for w in (guided, plain)]
        assert back[0] < back[1]
    lengths = [
        {(v["firm"], v["attempt"]): (v["outcome"], v["ready"] - v["begin"])
         for v in w.visits("technical_review_national") if v["finish"] == v["finish"]}
        for w in (guided, plain)
    ]  # fmt: skip
    both = lengths[0].keys() & lengths[1].keys()
    assert both and all(lengths[0][key] == lengths[1][key] for key in both)


def test_a_near_laboratory_shortens_the_type_test_and_nothing_else() -> None:
    changes = {**SIGNS, **CLASS_TWO, **NEW, **CALM}
    near, far = world(changes, [{"test_platform": {}}], days=900), world(changes, days=900)
    assert sooner(near.when("licensed"), far.when("licensed")).mean() > 10

    assert np.mean(list(work(near, "type_test").values())) < 0.8 * np.mean(list(work(far, "type_test").values()))
    assert all(equal_where_both(work(near, step), work(far, step)) for step in ("samples", "clinical_evaluation"))


def test_a_training_centre_saves_less_than_the_days_of_training_it_saves() -> None:
    trained, plain = world(SIGNS, [{"training_centre": {}}]), world(SIGNS)
    saved = np.mean(list(work(plain, "hiring_training").values())) - np.mean(
        list(work(trained, "hiring_training").values())
    )
    gained = sooner(trained.when("producing"), plain.when("producing"))
    assert gained.min() >= 0 and saved > 3
    assert gained.mean() < saved  # other steps run beside it


def test_rare_inspections_free_the_inspectors_and_spare_no_other_class() -> None:
    filings = {f"activities.class_one_{which}_filing.basis": "service" for which in ("product", "production")}
    park = {**SIGNS, **CROWD, **filings, **CALM, "offices.city_market_regulator.staff": 1}
    park |= {"activities.inspection_first_year.duration": 6, "activities.inspection_second_year.duration": 6}
    rare, all_of_them = world(park, [{"risk_based_supervision": {}}], days=1000), world(park, days=1000)
    assert 0 < len(rare.visits("inspection_first_year")) < 0.6 * len(all_of_them.visits("inspection_first_year"))
    assert rare.wait("class_one_product_filing") < all_of_them.wait("class_one_product_filing")
    mixed = {f"{FIRM}.attributes.device_class": {"discrete": {"I": 0.5, "II": 0.5}}, **SIGNS, **CALM}
    path = {"by": {"device_class": {"I": "filing", "II": "contract_manufacture"}}}
    mixed |= {f"{FIRM}.attributes.licence_path": path}

    def called_on(w: World) -> int:
        return sum(w.of("device_class")[visit["firm"]] == "II" for visit in w.visits("inspection_first_year"))

    spared, before = (world(mixed, levers, days=1000) for levers in ([{"risk_based_supervision": {}}], []))
    assert called_on(spared) == called_on(before) > 0


# Other paths


def test_an_emergency_filing_is_quick_and_ends_in_a_licence_or_in_leaving() -> None:
    emergency = {"enterprises.emergency_firm.arrivals": {"poisson_per_year": 0, "stock": 30}}
    emergency |= {"enterprises.emergency_firm.already_done": list(MET), f"{FIRM}.arrivals": {"poisson_per_year": 1}}
    quick = world({**emergency, **CALM}, days=900)
    ordinary = world(
        {**SIGNS, **CLASS_TWO, **NEW, **CALM, f"{FIRM}.arrivals": {"poisson_per_year": 0, "stock": 30}}, days=900
    )
    assert np.median(quick.reached("producing", "emergency_firm")) + 100 < np.median(ordinary.reached("producing"))
    filed = {v["firm"]: v["finish"] for v in quick.visits("emergency_filing") if v["outcome"] == "accepted"}
    converted, gone = quick.when("converted"), quick.left("emergency_expires")
    due = {firm for firm, day in filed.items() if day + YEAR <= 900}
    in_time = {firm for firm in due if converted.get(firm, 9999) < filed[firm] + YEAR}
    assert in_time and gone and len(gone) >= len(due - in_time) - 5
    assert all(any(abs(day - filed[firm] - YEAR) < 1e-6 for firm in filed) for day in gone)


def test_making_under_anothers_certificate_is_sooner_than_registering_anew() -> None:
    alike = {**SIGNS, **CLASS_TWO, **CALM}
    contract = world({**alike, **CONTRACT}, days=1000)
    anew = world({**alike, **NEW}, days=1000)
    assert sooner(contract.when("producing"), anew.when("producing")).mean() > 150


# After the first lot


def test_aftercare_lowers_leaving_and_meets_needs_before_they_weigh() -> None:
    park = {f"{FIRM}.arrivals": {"poisson_per_year": 0, "stock": 80}, **SIGNS, **CALM}
    park |= {f"activities.need_{which}_unmet.refused.probability": 0.6 for which in ("one", "two")}
    cared, alone = (
        world(park, levers, days=1400) for levers in ([{"service_team": {"team": "aftercare", "people": 30}}], [])
    )
    gone = [sum(len(w.left(f"need_{which}_unmet")) for which in ("one", "two")) for w in (cared, alone)]
    assert gone[0] < 0.6 * gone[1]
    assert len([v for v in cared.visits("need_one") if v["start"] == v["start"]]) >= cared.served("need_one_task") > 0


def test_firms_leave_together_on_the_day_on_which_relief_is_over() -> None:
    park = {f"{FIRM}.arrivals": {"poisson_per_year": 0, "stock": 60}, **SIGNS, **CALM}
    relief = {"rent_relief": {"relief": [{"months": 24, "share": 1}], "leaves_at_end": 0.4}}
    cliff, plain = world(park, [relief], days=1000), world(park, days=1000)
    keys, gone = cliff.when("handed_over"), cliff.left("relief_cliff")
    assert 0.2 * len(keys) < len(gone) < 0.6 * len(keys) and not plain.left("relief_cliff")
    over = {day + 24 * 365.0 / 12.0 for day in keys.values()}
    assert all(min(abs(day - end) for end in over) < 0.001 for day in gone)


def test_tax_checks_find_shells_and_leave_real_firms_dates_to_the_last_bit() -> None:
    shells = {"enterprises.shell_firm.arrivals": {"poisson_per_year": 30}, "enterprises.shell_firm.already_done":
              [*MET, "environmental_assessment", "first_saleable_lot"]}  # fmt: skip
    checked, plain = world({**SIGNS, **shells}, [{"tax_checks": {}}], days=900), world({**SIGNS, **shells}, days=900)
    assert checked.reached("exposed", "shell_firm") and not plain.reached("exposed")
    assert len(checked.left("struck_off")) > 5
    for milestone in ("signed", "handed_over", "licensed", "producing"):
        one, other = ({f: d for f, d in w.when(milestone).items() if f[1] == "firm"} for w in (checked, plain))
        assert one == other
