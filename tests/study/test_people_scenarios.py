"""The five parks with people: squads, helpers, meetings, the ledger, firms that follow: each does what it is for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import sim
from sim.scenario.scenario import Scenario

SEED = 3
NEVER = "2100-01-01"
PARKS = ("huainan", "malong", "xinghua", "zhanjiang", "ziyuan")
STATED_SITE = {"larger_than_building"}  # said of firms that build, whatever floors they need: their site mode is fixed

FOLLOWING = ("supplier", "follower")

READS = {
    "投产": "producing",
    "达产": "producing",
    "开工": "started",
    "在建": "started",
    "签约": "signed",
    "已签约": "signed",
}


@pytest.fixture(scope="module")
def huainan() -> Scenario:
    """A year and a half, so that it is quick."""
    return sim.load("huainan").replace({"until": "2023-11-30", "limit_days": 180, "evidence_counts": []})


@pytest.fixture(scope="module")
def squads(huainan: Scenario) -> sim.Comparison:
    return sim.compare(
        huainan,
        ["as_is", "five_squads", "fifteen_squads", "four_assistants"],
        replications=2,
        seed=SEED,
        keep=("kpis", "funnel", "enterprises", "holdings"),
    )


def mean(comparison: sim.Comparison, kpi: str, strategy: str, group: str = "all") -> float:
    kpis: pd.DataFrame = comparison.tables["kpis"]
    return float(kpis[(kpis.kpi == kpi) & (kpis.group == group) & (kpis.strategy == strategy)].value.mean())


@pytest.mark.parametrize("name", ["recruit_serve_and_grow", *PARKS])
def test_they_load_without_a_warning_that_matters(name: str) -> None:
    scenario = sim.load(name)
    assert not [fault for fault in scenario.warnings if fault.code not in STATED_SITE]


def test_the_ledger_has_the_counts_of_the_report() -> None:
    rows = sim.load("huainan").document["ledger"]["rows"]
    counts = pd.Series([READS.get(row["stage"], "not listed") for row in rows]).value_counts().to_dict()
    assert counts == {"producing": 3, "started": 25, "signed": 17, "not listed": 15}


def test_more_squads_sign_more_and_less_than_in_proportion(squads: sim.Comparison) -> None:
    few, some, many = (mean(squads, "signed", name) for name in ("five_squads", "as_is", "fifteen_squads"))
    assert few < some <= many
    assert many < 3 * few  # three times the squads
    assert many < 1.5 * some  # half as many again


def test_the_chamber_wins_more_of_its_prospects(squads: sim.Comparison) -> None:
    funnel = squads.tables["funnel"]
    mine = funnel[funnel.strategy == "fifteen_squads"].groupby(["type", "stage"], observed=True)["count"].sum()
    signed, appeared = mine.xs("signed", level="stage"), mine.xs("appeared", level="stage")
    assert signed["chamber_prospect"] / appeared["chamber_prospect"] > signed["prospect"] / appeared["prospect"]


def test_who_never_starts_builds_nothing_and_leaves(squads: sim.Comparison) -> None:
    firms = squads.tables["enterprises"]
    never = firms[(firms.starts == "no") & firms.t_signed.notna() & ~firms.enterprise.str.startswith("ledger:")]
    assert len(never) > 5
    assert never.t_fitted_out.isna().all() and never.t_producing.isna().all()
    assert (firms[firms.reason == "never_starts"].starts == "no").all()


def test_assistants_help_and_without_people_nobody_is_helped(huainan: Scenario, squads: sim.Comparison) -> None:
    group = "team:assistants"
    assert mean(squads, "firms_helped", "four_assistants", group) > 40
    assert mean(squads, "caseload_in_use", "four_assistants", group) > 0.8
    assert mean(squads, "firms_never_helped", "as_is", group) == 0  # nobody asks
    steps = [{"from": "2022-01-01", "people": 0}, {"from": NEVER, "people": 4}]
    gone = huainan.replace(
        {
            "teams.assistants.steps": steps,
            "policies.assistants": "yes",
            "strategies": {"gone": []},
        }
    )
    run = sim.run(gone, "gone", replications=2, seed=SEED)
    kpis = run.kpis[run.kpis.replication < 2]
    mine = kpis[kpis.group == group].groupby("kpi", observed=True).value.mean()
    everyone = kpis[(kpis.kpi == "signed") & (kpis.group == "all")].value.mean()
    assert mine["firms_helped"] == 0
    assert mine["firms_never_helped"] >= everyone > 15
    assert mine["team_wait_mean"] > 100
    producing = kpis[(kpis.kpi == "producing") & (kpis.group == "all")].value.mean()
    assert producing == mean(squads, "producing", "as_is")  # nothing waits for who is not there


def test_at_neutral_levers_the_strategies_are_equal(huainan: Scenario) -> None:
    neutral = huainan.replace(
        {
            "strategies": {
                "as_is": [],
                "squads": [{"office_staff": {"office": "squads", "add": 0}}],
                "guidance": [{"guidance": {"factor": 1, "review_factor": 1, "correction": 1}}],
            }
        }
    )
    comparison = sim.compare(neutral, replications=1, seed=SEED, keep=("enterprises",))
    firms = comparison.tables["enterprises"]
    first, *others = (firms[firms.strategy == name].drop(columns="strategy") for name in neutral.strategies)
    for other in others:
        pd.testing.assert_frame_equal(other.reset_index(drop=True), first.reset_index(drop=True))


def test_an_emergency_filing_is_converted_within_its_year_or_the_product_stops(squads: sim.Comparison) -> None:
    firms = squads.tables["enterprises"]
    products = firms[firms.type == "yiheng"]
    converted = products.t_converted.notna() & (products.t_converted < 375)
    assert 0 < converted.sum() < len(products)
    assert (products[~converted].status == "left").all()
    assert (products[~converted].reason == "emergency_expires").all()


@pytest.fixture(scope="module")
def xinghua() -> sim.Comparison:
    return sim.compare(
        sim.load("xinghua"),
        ["one_to_one", "suppliers", "aftercare"],
        replications=2,
        seed=SEED,
        keep=("enterprises", "kpis", "holdings"),
    )


def test_xinghua_packaging_produces_before_the_same_site_as_a_device_and_suppliers_follow(
    xinghua: sim.Comparison,
) -> None:
    firms = xinghua.tables["enterprises"].query("strategy == 'suppliers'").set_index(["replication", "enterprise"])
    for replication in (0, 1):
        package = firms.t_producing[replication, "jinmeite-1"]
        device = firms.t_producing[replication, "jinmeite_device-1"]
        assert not device <= package
    assert came(xinghua, "suppliers", FOLLOWING) > came(xinghua, "one_to_one", FOLLOWING) > 0
    assert mean(xinghua, "firms_never_helped", "one_to_one", "team:assistants") > 0


def test_firms_that_produce_from_the_start_take_no_assistant_from_others(
    xinghua: sim.Comparison, squads: sim.Comparison
) -> None:
    """They have signed in the file and would stand first in line."""
    parks = ((xinghua, "one_to_one", ["resident"]), (squads, "four_assistants", ["anchor", "yiheng"]))
    for run, strategy, there in parks:
        held, firms = run.tables["holdings"], run.tables["enterprises"]
        held = held[(held.strategy == strategy) & (held.resource == "assistants")]
        firms = firms[(firms.strategy == strategy) & firms.type.isin(there)]
        assert len(firms) > 4 and len(held) > 4
        assert not set(held.enterprise) & set(firms.enterprise)


def test_nobody_keeps_an_assistant_once_it_produces_and_who_produces_in_line_gets_one_for_an_instant(
    xinghua: sim.Comparison,
) -> None:
    """While they kept them, more than a quarter of the days of the six went to such firms."""
    held, firms = (xinghua.tables[name].query("strategy == 'one_to_one'") for name in ("holdings", "enterprises"))
    mine = held[held.resource == "assistants"].merge(firms, on=["replication", "enterprise"])
    late = mine.t_from > mine.t_producing
    assert late.sum() > 2 and (mine.t_to[late] == mine.t_from[late]).all()
    assert (mine.t_to[~late].fillna(np.inf) <= mine.t_producing[~late].fillna(np.inf)).all()


def test_a_need_that_nobody_takes_up_brings_no_expansion(xinghua: sim.Comparison) -> None:
    assert came(xinghua, "one_to_one", ("expansion_from_need",)) == 0
    assert came(xinghua, "aftercare", ("expansion_from_need",)) > 0
    firms = xinghua.tables["enterprises"].set_index(["strategy", "replication", "enterprise"]).sort_index()
    with_care, without = (firms.loc[name][firms.loc[name].type == "resident"] for name in ("aftercare", "one_to_one"))
    assert (with_care.status == "left").sum() < (without.status == "left").sum()


def came(comparison: sim.Comparison, strategy: str, types: tuple[str, ...]) -> int:
    """Firms of these types, brought by others, that appeared."""
    firms = comparison.tables["enterprises"]
    mine = firms[(firms.strategy == strategy) & firms.type.isin(types)]
    return int(np.isfinite(mine.t_arrival).sum())


@pytest.fixture(scope="module")
def ziyuan() -> sim.Comparison:
    """Its first two years."""
    scenario = sim.load("ziyuan").replace({"until": "2023-12-31", "limit_days": 180, "targets": []})
    return sim.compare(
        scenario,
        ["nobody_helps", "as_reported"],
        replications=2,
        seed=SEED,
        keep=("enterprises", "kpis", "activities"),
    )


def test_who_is_lost_before_it_chose_a_site_never_signed(ziyuan: sim.Comparison) -> None:
    firms = ziyuan.tables["enterprises"]
    lost = firms[firms.reason.isin(["first_contact", "visit", "negotiation", "seconded_recruitment"])]
    assert len(lost) > 50
    assert lost.t_signed.isna().all()
    assert firms.t_signed.notna().any()


def test_members_of_the_association_sign_together(ziyuan: sim.Comparison) -> None:
    steps = ziyuan.tables["activities"].query("activity == 'group_signing' and outcome == 'accepted'")
    assert len(steps) > 5
    assert (steps.start % 91 == 0).all()
    assert steps.enterprise.astype(str).str.startswith("association_firm").any()


def test_one_official_calls_on_one_firm_at_a_time(ziyuan: sim.Comparison) -> None:
    steps = ziyuan.tables["activities"].query("activity == 'seconded_recruitment'")
    for _, mine in steps[steps.start.notna()].groupby(["strategy", "replication"], observed=True):
        ordered = mine.sort_values("start")
        assert (ordered.start.to_numpy()[1:] >= ordered.finish.to_numpy()[:-1]).all()


def test_problems_end_sooner_where_meetings_take_them_up(ziyuan: sim.Comparison) -> None:
    steps = ziyuan.tables["activities"]
    problems = steps[steps.activity.astype(str).str.startswith("problem_") & steps.finish.notna()]
    days = (problems.finish - problems.begin).groupby(problems.strategy.astype(str)).agg(["count", "mean"])
    assert (days["count"] > 20).all()
    assert days["mean"]["as_reported"] < 0.6 * days["mean"]["nobody_helps"]
    assert set(problems[problems.strategy == "nobody_helps"].outcome) == {"went_on"}


def test_a_started_firm_meets_as_many_problems_a_year_as_were_counted(ziyuan: sim.Comparison) -> None:
    """274 problems to 172 projects started in a year (S2): 1.6, give or take a quarter."""
    firms = ziyuan.tables["enterprises"].query("strategy == 'nobody_helps' and counted and t_signed.notna()")
    steps = ziyuan.tables["activities"].query("strategy == 'nobody_helps' and outcome == 'went_on'")
    met = steps.merge(firms[["replication", "enterprise"]], on=["replication", "enterprise"])
    years = (firms[["t_producing", "t_end"]].min(axis=1).fillna(729.0) - firms.t_signed).sum() / 365
    rate = met.activity.astype(str).str.startswith("problem_").sum() / years
    assert 1.2 < rate < 2.0


def test_shanyuan_signs_on_the_day_its_fit_out_began_and_grows_into_the_park(ziyuan: sim.Comparison) -> None:
    firms = ziyuan.tables["enterprises"].query("strategy == 'as_reported'").set_index(["replication", "enterprise"])
    for replication in (0, 1):
        first = firms.loc[replication, "shanyuan_class_one-1"]
        assert first.t_signed == 131  # 12 May 2022
        phases = firms.loc[replication][firms.loc[replication].type == "shanyuan_phase_two"]
        assert (phases.t_arrival.dropna() > first.t_producing).all()


def test_shanyuan_read_in_two_ways_asks_for_one_place_with_the_county_heads_team(ziyuan: sim.Comparison) -> None:
    steps = ziyuan.tables["activities"].query("strategy == 'as_reported'")
    asked = steps[steps.enterprise.astype(str).str.startswith("shanyuan")]
    of = {name: set(rows.enterprise.astype(str)) for name, rows in asked.groupby("activity", observed=True)}
    assert "shanyuan_class_one-1" in of["leader_assigned"]
    assert "shanyuan_contract_manufacture-1" not in of["leader_assigned"]
    assert "shanyuan_contract_manufacture-1" in of["assistant_assigned"]


@pytest.fixture(scope="module")
def malong() -> sim.Run:
    """Its first three years."""
    scenario = sim.load("malong").replace({"until": "2023-10-15", "limit_days": 180, "targets": []})
    keep = ("enterprises", "kpis", "activities", "accounts")
    return sim.run(scenario, "free_tax_checks", replications=2, seed=SEED, keep=keep)


@pytest.mark.parametrize("utility", ["power", "water", "gas", "effluent", "road"])
def test_nobody_produces_without_any_one_of_five_utilities(utility: str) -> None:
    """It comes on 2023-01-01; the others as ever. Who needs none of it does not wait."""
    late = {"id": "late", "date": "2023-01-01", "amount": 100_000}
    scenario = sim.load("malong").replace({f"estate.stocks.{utility}.supply": [late], "targets": []})
    run = sim.run(scenario, "rent", replications=1, keep=("activities", "holdings"))
    held = run.tables["holdings"]
    users = set(held[held.resource == utility].enterprise)
    steps = run.activities[run.activities.enterprise.isin(users)]
    day = (date(2023, 1, 1) - date(2020, 10, 12)).days
    assert steps[steps.activity.isin(["installation", "first_saleable_lot"])].start.min() >= day
    waited = steps[(steps.activity == "utilities_allotted") & (steps.ready < day)]
    assert len(waited) > 2 and set(waited.bound_by) == {"utility"} and (waited.start == day).all()


def test_a_building_made_for_a_tenant_is_a_choice_in_malong_and_what_is_left_of_it_is_counted() -> None:
    run = sim.run(sim.load("malong"), "free_build_to_suit", replications=4, seed=1, keep=("kpis", "enterprises"))
    suited = run.enterprises[run.enterprises.site == "build_to_suit"]
    left = suited[suited.t_handed_over.notna() & suited.t_end.notna()]
    assert len(suited) > 5
    stranded = run.kpis[run.kpis.kpi == "stranded_area"].set_index("replication").value
    assert {r for r, area in stranded.items() if area > 0} == set(left.replication) != set()


def test_nobody_is_spoken_to_before_squads_and_operators_are_sent_out(malong: sim.Run) -> None:
    steps = malong.tables["activities"]
    first = steps.groupby("activity", observed=True).start.min()
    assert first["first_contact"] >= 50  # 1 December 2020
    assert first["commissioned_recruitment"] >= 232  # 1 June 2021


def test_operators_are_paid_by_landing(malong: sim.Run) -> None:
    firms, accounts = malong.tables["enterprises"], malong.tables["accounts"]
    landed = ((firms.channel == "commissioned") & firms.t_producing.notna()).sum()
    paid = accounts[accounts.line == "commissions"].value.sum()
    assert landed > 0
    assert paid == pytest.approx(-500_000 * landed)


def test_checks_find_firms_that_only_write_invoices(malong: sim.Run) -> None:
    firms = malong.tables["enterprises"]
    exposed = firms[firms.t_exposed.notna()]
    assert len(exposed) > 0
    assert set(exposed.type) == {"shell_firm"}
    assert not exposed.counted.any()


def test_zhanjiang_has_no_squads_and_a_laboratory_near_by_tests_sooner() -> None:
    scenario = sim.load("zhanjiang").replace({"until": "2026-12-31", "limit_days": 180, "targets": []})
    run = sim.compare(scenario, ["free", "free_self_test"], replications=2, seed=SEED, keep=("activities",))
    steps = run.tables["activities"]
    assert not steps.activity.isin(["first_contact", "visit", "negotiation"]).any()
    tests = steps[(steps.activity == "type_test") & (steps.attempt == 1) & steps.finish.notna()]
    days = (tests.finish - tests.start).groupby(tests.strategy.astype(str)).mean()
    assert days["free_self_test"] < 0.6 * days["free"]


@pytest.mark.evidence
def test_services_of_zhanjiang_speed_firms_up_and_draw_slower_ones() -> None:
    done = sim.compare(sim.load("zhanjiang"), ["free", "free_services"], replications=150, seed=1)
    parts = done.composition().set_index("part")
    assert parts.high["speed"] < 0 < parts.low["composition"]
    assert parts.days["speed"] + parts.days["composition"] == pytest.approx(parts.days["difference"])


@pytest.mark.parametrize("name", PARKS)
def test_every_park_has_strategies_targets_evidence_and_a_page(name: str) -> None:
    scenario = sim.load(name)
    model = scenario.base_model()
    assert len(scenario.strategies) > 1 and model.targets and (model.evidence or model.tallies)
    assert "evidence_counts" in scenario.document and all(tally.title.zh for tally in model.tallies)
    assert (Path(__file__).parents[2] / "docs" / f"{name}.md").is_file()


def test_what_is_set_beside_a_park_is_counted_and_moves_nothing_in_it() -> None:
    huainan = sim.load("huainan").replace({"until": "2024-05-31", "limit_days": 300})
    found = {one.reported.id: one for one in sim.validate(huainan, replications=2)}
    assert set(found) == {tally.id for tally in huainan.base_model().tallies}
    started, producing = found["stock_started"], found["stock_producing"]
    assert 0 < producing.median < started.median < 1  # who produces has begun, and not all have
    assert found["batches_started"].verdict == "" and started.verdict in ("hit", "miss")
    plain = huainan.replace({"evidence_counts": [], "targets": []})
    one, two = (sim.run(park, "as_is", replications=1).kpis for park in (huainan, plain))
    pd.testing.assert_frame_equal(
        one[one.group != "targets"].reset_index(drop=True), two.reset_index(drop=True), check_categorical=False
    )
