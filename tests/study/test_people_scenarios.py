"""Huainan and Xinghua: squads, helpers, the ledger and firms that follow do what they are there for."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import sim
from sim.scenario.scenario import Scenario

SEED = 3
NEVER = "2100-01-01"
STATED_SITE = {"larger_than_building"}  # said of firms that build, whatever floors they need: their site mode is fixed

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
    return sim.load("huainan").replace({"until": "2023-11-30", "limit_days": 180})


@pytest.fixture(scope="module")
def squads(huainan: Scenario) -> sim.Comparison:
    return sim.compare(
        huainan,
        ["as_is", "five_squads", "fifteen_squads", "four_assistants"],
        replications=2,
        seed=SEED,
        keep=("kpis", "funnel", "enterprises"),
    )


def mean(comparison: sim.Comparison, kpi: str, strategy: str, group: str = "all") -> float:
    kpis: pd.DataFrame = comparison.tables["kpis"]
    return float(kpis[(kpis.kpi == kpi) & (kpis.group == group) & (kpis.strategy == strategy)].value.mean())


@pytest.mark.parametrize("name", ["recruit_and_serve", "huainan", "xinghua"])
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
    assert many < 2.5 * few  # three times the squads
    assert many < 1.4 * some  # half as many again


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


def test_xinghua_packaging_produces_before_the_same_site_as_a_device_and_suppliers_follow() -> None:
    scenario = sim.load("xinghua")
    comparison = sim.compare(
        scenario, ["one_to_one", "suppliers"], replications=2, seed=SEED, keep=("enterprises", "kpis")
    )
    firms = comparison.tables["enterprises"].query("strategy == 'suppliers'").set_index(["replication", "enterprise"])
    for replication in (0, 1):
        package = firms.t_producing[replication, "jinmeite-1"]
        device = firms.t_producing[replication, "jinmeite_device-1"]
        assert not device <= package
    assert came(comparison, "suppliers") > came(comparison, "one_to_one") > 0
    assert mean(comparison, "firms_never_helped", "one_to_one", "team:assistants") > 0


def came(comparison: sim.Comparison, strategy: str) -> int:
    """Firms that others brought."""
    firms = comparison.tables["enterprises"]
    mine = firms[(firms.strategy == strategy) & firms.type.isin(["supplier", "follower"])]
    return int(np.isfinite(mine.t_arrival).sum())
