"""A table that was not kept says so, and which `keep=` keeps it, wherever a notebook comes to need it."""

from __future__ import annotations

import pickle

import pytest

import sim
from sim.study.kept import NotKept

PARK = sim.load("three_clerks").replace({"horizon_days": 400})


@pytest.fixture(scope="module")
def firms():
    """A run and a comparison that kept nothing but firms."""
    keep = ("enterprises",)
    return sim.run(PARK, replications=1, keep=keep), sim.compare(PARK, replications=1, keep=keep)


@pytest.mark.parametrize("name", ["activities", "days", "kpis", "curves"])
def test_a_run_and_a_comparison_name_the_table_and_the_option(firms, name):
    for played in firms:
        with pytest.raises(NotKept, match=rf"^the table '{name}' was not kept; play with keep=\(.*'{name}'.*\)$"):
            getattr(played, name)
        with pytest.raises(KeyError, match=f"the table '{name}' was not kept"):
            played.tables[name]


@pytest.mark.parametrize("method", ["summary", "differences", "worlds", "targets", "appraisal"])
def test_so_does_what_is_reckoned_from_it(firms, method):
    with pytest.raises(NotKept) as raised:
        getattr(firms[1], method)()
    assert str(raised.value) == "the table 'kpis' was not kept; play with keep=('enterprises', 'kpis')"


def test_so_do_the_verdict_the_composition_and_a_figure(firms):
    with pytest.raises(NotKept, match="'kpis'"):
        firms[1].verdict  # noqa: B018
    twice = {"strategies": {"one": [], "two": []}}
    other = sim.compare(PARK.replace(twice), replications=1, keep=("kpis",))
    with pytest.raises(NotKept, match="'enterprises'"):
        other.composition()
    with pytest.raises(ValueError, match=r"needs curves; play with keep=\('curves', 'kpis', ...\)"):
        other.plot("time_to_production")


def test_a_table_that_no_experiment_has_is_refused_before_anything_is_played(firms):
    with pytest.raises(ValueError, match="no table is called 'kpsi'; there are: enterprises, activities"):
        sim.run(PARK, replications=1, keep=("kpsi",))
    with pytest.raises(KeyError, match="no table is called 'kpsi'"):
        firms[0].tables["kpsi"]
    with pytest.raises(KeyError, match="no history failed"):
        firms[0].tables["failures"]
    assert len(firms[0].failures) == 0


def test_one_table_may_be_named_alone_and_a_result_survives_pickling():
    run = sim.run(PARK, replications=1, keep="kpis")
    assert set(run.tables) == {"kpis"} == set(pickle.loads(pickle.dumps(run.tables)))
    with pytest.raises(NotKept):
        pickle.loads(pickle.dumps(run.tables))["curves"]
