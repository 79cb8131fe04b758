"""States of the world and points of a sweep: which, the same for every strategy, and keys that must be there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import yaml
from scipy import stats

import sim
from sim.evidence.worlds import spreads
from sim.scenario.keys import resolved
from sim.scenario.precision import Unfit
from sim.study.designs import Vary, points, read_vary
from sim.study.worlds import drawn_worlds

SMALL = Path(__file__).parents[1] / "fixtures" / "small_park.yaml"
ADD = "strategies.more_staff.levers.1.office_staff.add"
INPUTS = [
    {"key": "activities.site.duration.factor", "range": [0.8, 1.5]},
    {"key": "strategies.more_staff.office_staff.add", "range": [1, 6]},
    {"key": "offices.bureau.other_applicants.poisson_per_year", "pert": [20, 40, 90]},
    {"key": "calendar", "values": ["none", "CN"]},
]


def with_inputs(inputs: list[dict[str, object]], **more: object) -> sim.Scenario:
    park = yaml.safe_load(SMALL.read_text("utf-8"))
    park["uncertainties"] |= {"inputs": inputs, **more}
    return sim.load(text=yaml.safe_dump(park, allow_unicode=True, sort_keys=False))


@pytest.fixture(scope="module")
def small() -> sim.Scenario:
    return with_inputs(INPUTS)


# Worlds


def test_worlds_are_the_same_however_many_and_whatever_else_is_drawn(small):
    many = drawn_worlds(small, 9, 1)
    assert drawn_worlds(small, 4, 1) == many[:4]
    assert drawn_worlds(small, 9, 2) != many
    fewer = drawn_worlds(with_inputs(INPUTS[1:]), 9, 1)
    assert fewer == [{key: value for key, value in world.items() if "site" not in key} for world in many]


def test_inputs_are_drawn_from_their_laws_and_whole_where_the_key_is_whole(small):
    worlds = drawn_worlds(small, 2000, 1)
    factor = np.array([world["activities.site.duration.factor"] for world in worlds])
    assert stats.kstest(factor, stats.uniform(0.8, 0.7).cdf).pvalue > 0.01
    staff = [world[ADD] for world in worlds]
    assert all(isinstance(value, int) for value in staff)
    counts = np.bincount(staff)[1:]
    assert len(counts) == 6 and stats.chisquare(counts).pvalue > 0.01
    others = np.array([world["offices.bureau.other_applicants.poisson_per_year"] for world in worlds])
    assert others.mean() == pytest.approx(45, abs=1) and others.min() >= 20 and others.max() <= 90
    assert 0.45 < np.mean([world["calendar"] == "CN" for world in worlds]) < 0.55


def test_every_strategy_lives_in_the_same_worlds_on_the_same_luck():
    park = with_inputs([{"key": "offices.bureau.other_applicants.poisson_per_year", "range": [10, 60]}], worlds=3)
    done = sim.compare(park, ["as_is", "paths"], replications=2)
    assert done.manifest["states"][0] == {} and len(done.manifest["states"]) == 4
    assert sorted(done.kpis.world.unique()) == [0, 1, 2, 3] == sorted(done.enterprises.world.unique())
    arrivals = done.enterprises.pivot_table(
        index=["replication", "enterprise"], columns=["strategy", "world"], values="t_arrival", observed=True
    )
    assert (arrivals.nunique(axis=1) == 1).all()  # nobody's arrival depends on the regulator's other applicants
    waits = done.kpis[done.kpis.kpi == "wait_mean"].groupby(["strategy", "world"], observed=True).value.mean()
    assert waits["as_is"].nunique() == 4


def test_world_nought_is_the_park_as_the_file_has_it_and_the_screen_is_about_it():
    park = with_inputs([{"key": "offices.bureau.other_applicants.poisson_per_year", "range": [10, 60]}], worlds=2)
    with_worlds, without = sim.compare(park, replications=3), sim.compare(park, replications=3, worlds=0)
    assert with_worlds.summary().equals(without.summary())
    assert with_worlds.verdict == without.verdict
    assert len(with_worlds.worlds()) == 3 * len(without.worlds())


def test_the_spread_over_worlds_is_that_of_their_means():
    park = with_inputs([{"key": "activities.licence.duration.factor", "range": [0.8, 2.0]}], worlds=6)
    done = sim.compare(park, ["as_is", "more_staff"], replications=4)
    [one] = spreads(done.kpis, "rmst_time_to_production")
    kpis = done.kpis[(done.kpis.kpi == "rmst_time_to_production") & (done.kpis.group == "all")]
    means = kpis.groupby(["world", "strategy"], observed=True).value.mean().unstack()
    gaps = (means.more_staff - means.as_is)[1:]
    assert one.worlds == 6 and one.p50 == pytest.approx(np.median(gaps)) and one.less == np.mean(gaps < 0)


def test_a_world_that_makes_no_park_is_told_with_its_number():
    park = with_inputs([{"key": "limit_days", "range": [1200, 1300]}], worlds=2)
    with pytest.raises(sim.ScenarioFaults, match="state of the world 1 "):
        sim.compare(park, replications=1)


# Designs


def test_a_grid_has_every_combination_and_a_list_the_nth_of_each(small):
    varied = [Vary("limit_days", (300, 400)), Vary(ADD, (1, 2))]
    assert [tuple(p.values()) for p in points(small, varied, "grid", None, 1)] == [
        (300, 1), (300, 2), (400, 1), (400, 2),
    ]  # fmt: skip
    assert [tuple(p.values()) for p in points(small, varied, "list", None, 1)] == [(300, 1), (400, 2)]


@pytest.mark.parametrize("design", ["latin_hypercube", "sobol"])
def test_samples_fill_their_ranges_evenly_and_only_depend_on_the_seed(design, small):
    varied = [Vary("limit_days", (), (300.0, 400.0)), Vary(ADD, (), (1.0, 4.0))]
    found = points(small, varied, design, 16, 5)
    assert found == points(small, varied, design, 16, 5) != points(small, varied, design, 16, 6)
    days = np.array([point["limit_days"] for point in found])
    assert sorted(np.floor((days - 300) / 100 * 16)) == list(range(16))  # one in each sixteenth
    assert np.bincount([point[ADD] for point in found]).tolist() == [0, 4, 4, 4, 4]


@pytest.mark.parametrize(
    ("varied", "design", "count", "code"),
    [
        ([Vary("a", (), (1.0, 2.0))], "grid", None, "needs_values"),
        ([Vary("a", (1, 2))], "sobol", 4, "needs_range"),
        ([Vary("a", (), (1.0, 2.0))], "sobol", None, "needs_points"),
        ([Vary("a", (1, 2)), Vary("b", (1,))], "list", None, "uneven_lists"),
    ],
)
def test_designs_that_do_not_fit_what_is_varied_are_told(varied, design, count, code, small):
    with pytest.raises(Unfit) as found:
        points(small, varied, design, count, 1)
    assert found.value.code == code


@pytest.mark.parametrize("text", ["", "a", "a:", ": 3", "a: 1,,2"])
def test_what_is_varied_must_have_a_key_and_values(text):
    with pytest.raises(Unfit, match="vary_form"):
        read_vary(text)


def test_values_are_read_as_yaml_would():
    assert read_vary("a.b: 1, 2.5, x, true, 1e3") == Vary("a.b", (1, 2.5, "x", True, 1000.0))
    assert read_vary("a: -1 .. 2.5") == Vary("a", (), (-1.0, 2.5))


# Keys


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("offices.bureau.staff", "offices.bureau.staff"),
        ("strategies.more_staff.office_staff.add", ADD),
        (ADD, ADD),
        ("strategies.paths.registration_path.transferred_certificate",
         "strategies.paths.1.registration_path.transferred_certificate"),
        ("activities.licence.duration.factor", "activities.licence.duration.factor"),
        ("limit_days", "limit_days"),
    ],
)  # fmt: skip
def test_keys_of_the_file_and_of_levers_are_found(path, found, small):
    assert resolved(small.root, path) == found


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("ofices.bureau.staff", "offices"),
        ("offices.buraeu.staff", "bureau"),
        ("offices.bureau.staf", "staff"),
        ("strategies.more_staff.office_staf.add", "office_staff"),
        ("strategies.more_staff.office_staff.ad", "add"),
        ("activities.licenec.duration", "licence"),
        ("policies.start_on_land_grnt", "start_on_land_grant"),
    ],
)
def test_a_key_that_is_not_there_is_told_with_the_nearest(path, near, small):
    with pytest.raises(sim.ScenarioFaults) as found:
        resolved(small.root, path)
    [fault] = found.value.faults
    assert fault.code == "key_not_found" and fault.values["near"].split(", ")[0] == near
