"""What the shipped scenarios must show: links of the network, a line of two to three years, sources for all numbers."""

from __future__ import annotations

import re

import numpy as np
import pytest

import sim
from sim.engine.blueprint import draw_up
from sim.engine.layout import lay_out
from sim.engine.simpy_engine import play
from sim.outcome.histories import gather
from sim.outcome.tables import activities, enterprises
from sim.scenario.find import packaged_folder, scenario_names
from sim.scenario.scenario import Scenario

ACCEPTED = ("accepted", "passed_at_limit")


def tables(scenario: Scenario, strategy: str, replications: int = 3):
    cases = lay_out(draw_up(scenario.model(strategy)), 11, range(replications))
    histories = gather(cases, [play(case) for case in cases], range(replications))
    return enterprises(histories, strategy, (strategy,)), activities(histories, strategy, (strategy,))


@pytest.fixture(scope="module")
def rent_or_build() -> Scenario:
    return sim.load("rent_or_build")


def of(done, firms):
    """The visits of some firms only."""
    return done.merge(firms[["replication", "enterprise"]], on=["replication", "enterprise"])


def finished(table, activity: str):
    mine = table[(table.activity == activity) & table.outcome.isin(ACCEPTED)]
    return mine.set_index(["replication", "enterprise"]).finish


def begun(table, activity: str):
    mine = table[(table.activity == activity) & (table.attempt == 1) & table.begin.notna()]
    return mine.set_index(["replication", "enterprise"]).begin


@pytest.mark.parametrize("strategy", ["standard_rental", "self_build"])
def test_n7_needs_the_validated_site(rent_or_build: Scenario, strategy: str) -> None:
    _, done = tables(rent_or_build, strategy)
    began = begun(done, "quality_system_inspection")
    validated = finished(done, "validation").reindex(began.index)
    accepted = finished(done, "registration_acceptance").combine_first(
        finished(done, "registration_acceptance_national")
    )
    assert len(began) > 20
    assert (began >= validated).all()
    assert (began >= accepted.reindex(began.index)).all()


def test_a_late_site_delays_the_registration_of_a_new_class_two_device(rent_or_build: Scenario) -> None:
    rent, _ = tables(rent_or_build, "standard_rental", 6)
    build, _ = tables(rent_or_build, "self_build", 6)
    key = ["replication", "enterprise"]
    mine = rent[rent.licence_path == "new_registration"].set_index(key)
    other = build.set_index(key).reindex(mine.index)
    later = (other.t_licensed.fillna(np.inf) - other.t_signed) - (mine.t_licensed - mine.t_signed)
    assert (later[mine.t_licensed.notna()] > 0).all()


def test_class_one_never_meets_a_clean_room_test_and_renting_never_meets_land(rent_or_build: Scenario) -> None:
    firms, done = tables(rent_or_build, "standard_rental")
    assert "clean_room_test" not in set(of(done, firms[firms.device_class == "I"]).activity)
    assert not (done.stage == "land").any()
    assert not done.activity.isin(["construction", "permits_to_start"]).any()


def test_start_on_land_grant_replaces_the_permits_and_nothing_else(rent_or_build: Scenario) -> None:
    _, plain = tables(rent_or_build, "self_build")
    _, granted = tables(rent_or_build, "self_build_start_on_land_grant")
    gone = set(plain.activity) - set(granted.activity)
    come = set(granted.activity) - set(plain.activity)
    assert gone == {"permits_to_start"}
    assert come == {"early_design", "permits_on_land_grant"}


def test_the_same_firms_come_with_the_same_attributes_under_every_strategy(rent_or_build: Scenario) -> None:
    first, _ = tables(rent_or_build, "standard_rental", 2)
    columns = ["replication", "enterprise", "type", "device_class", "licence_path", "t_arrival"]
    for strategy in rent_or_build.strategies[1:]:
        other, _ = tables(rent_or_build, strategy, 2)
        assert other[columns].astype(str).equals(first[columns].astype(str))


def test_a_shenzhen_like_line_of_two_to_three_years_comes_out_as_one() -> None:
    scenario = sim.load("shenzhen_line")
    _, done = tables(scenario, scenario.strategies[0], 20)
    probes = done[
        done.enterprise.str.startswith("probe") & (done.activity == "production_licence") & (done.attempt == 1)
    ]
    wait = (probes.start - probes.ready).dropna()
    assert len(wait) > 50
    assert 2 * 365 <= wait.median() <= 3 * 365
    assert ((wait > 1.8 * 365) & (wait < 3.2 * 365)).mean() > 0.9


def test_an_uncounted_probe_is_seen_and_stays_out_of_all() -> None:
    scenario = sim.load("shenzhen_line")
    run = sim.run(scenario, replications=3, seed=2, keep=("enterprises", "kpis"))
    counted = run.enterprises.groupby("replication").counted.sum()
    signed = run.kpis[(run.kpis.kpi == "signed") & (run.kpis.group == "all")].set_index("replication").value
    assert (signed == counted.reindex(signed.index)).all()
    assert "type:probe" in set(run.kpis.group)


@pytest.mark.parametrize("name", [n for n in scenario_names() if n != "three_clerks"])
def test_every_number_of_a_shipped_file_has_a_source_or_says_estimate(name: str) -> None:
    known = set(re.findall(r"\*\*([A-Z0-9_]+)\*\*", (packaged_folder() / "SOURCES.md").read_text(encoding="utf-8")))
    document = sim.load(name).document
    items = [("activity", a) for a in document.get("activities", [])]
    items += [("type", e) for e in document.get("enterprises", [])]
    items += [("mode", m) for m in document.get("site_modes", [])]
    items += [("office", o) for o in document.get("offices", {}).values()]
    for kind, item in items:
        source = item.get("source", "")
        keys = [part.split(":")[0].strip() for part in source.split(", ")]
        named = [key for key in keys if key in known or key == "ESTIMATE"]
        assert named, f"{name}: {kind} {item.get('id', item.get('title'))} has no source (got {source!r})"


def test_the_transferred_and_contract_paths_skip_what_the_rules_let_them_skip(rent_or_build: Scenario) -> None:
    firms, done = tables(rent_or_build, "standard_rental", 6)
    for path, never in (
        ("transferred_certificate", {"type_test", "clinical_evaluation", "samples"}),
        ("contract_manufacture", {"type_test", "technical_review", "registration_acceptance"}),
    ):
        assert not never & set(of(done, firms[firms.licence_path == path]).activity)
