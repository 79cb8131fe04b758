"""The same question gets the same bytes, whoever plays it, wherever and in whatever portions; and tables agree.

A digest stands for the bytes of every column of every table, its type, its order of rows and its categories included.
"""

from __future__ import annotations

import math
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from click.testing import CliRunner

import sim
from sim.cli.main import main
from sim.engine.case import Case
from sim.engine.simpy_engine import play
from sim.study import executors
from sim.study import replications as study
from sim.study.block import TABLES
from sim.study.refused import Ended
from sim.study.replications import Played, simulate
from sim.study.task import Result, Task, work
from tests.study.digests import digest

FIXTURES = Path(__file__).parents[1] / "fixtures"
SMALL = FIXTURES / "small_park.yaml"
LIMITS = {"small": 547.5, "busy": 1095.0}
UNEVEN = 53  # a seed
ONCE = "PARKSIM_TEST_DIES_ONCE"


def models_of(scenario: sim.Scenario, *names: str) -> dict[str, object]:
    return {name: scenario.model(name) for name in names or scenario.strategies}


def played(scenario: sim.Scenario, replications: int = 5, seed: int = 7, workers: int = 1) -> Played:
    return simulate(models_of(scenario), replications, seed, TABLES, workers)


@pytest.fixture(scope="module")
def small() -> sim.Scenario:
    return sim.load(SMALL)


@pytest.fixture(scope="module")
def busy() -> sim.Scenario:
    return sim.load("busy_regulator")


@pytest.fixture(scope="module")
def reported(busy: sim.Scenario) -> sim.Scenario:
    """The same with a report to count, so that `tallies` has rows."""
    report = {"kpi": "firms_signed", "by": "2023-12-31", "reported": 20, "kind": "plan", "source": "ESTIMATE"}
    return busy.replace({"evidence_counts": [{"id": "signed", "strategy": "as_staffed", **report}]})


@pytest.fixture(scope="module")
def busy_run(busy: sim.Scenario) -> Played:
    names = ("as_staffed", "green_channel_class_three")
    return simulate(models_of(busy, *names), 3, 7, TABLES)


@pytest.fixture(scope="module")
def small_run(small: sim.Scenario) -> Played:
    return played(small)


# The same bytes


def test_the_same_seed_gives_the_same_bytes_again(small, small_run):
    assert digest(played(small).tables) == digest(small_run.tables)


def test_another_seed_gives_other_histories_of_the_same_shape(small, small_run):
    other = played(small, seed=8)
    with_rows = [name for name, table in small_run.tables.items() if len(table)]
    here, there = digest(other.tables), digest(small_run.tables)
    assert len(with_rows) >= 5 and all(here[name] != there[name] for name in with_rows)
    assert other.tables["kpis"].columns.equals(small_run.tables["kpis"].columns)


def test_two_workers_give_the_same_bytes_as_one(small, small_run, monkeypatch):
    monkeypatch.setattr(study, "BLOCK", 2)
    here = played(small)
    there = played(small, workers=2)
    assert there.notes == []
    assert digest(there.tables) == digest(here.tables)


ELSEWHERE = """
import sys; sys.path.insert(0, '../..')
import sim, test_replications as t
busy = sim.load("busy_regulator")
names = ("as_staffed", "green_channel_class_three")
print(t.digest(t.played(sim.load(t.SMALL)).tables))
print(t.digest(t.simulate(t.models_of(busy, *names), 3, 7, t.TABLES).tables))
"""


def played_elsewhere(**environment: str) -> list[str]:
    """Digests of both parks, played by another process in another environment."""
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        cwd=Path(__file__).parent,
    )
    return done.stdout.split("\n")[:2]


def cpu_features() -> list[str]:
    """What NumPy uses of this processor beyond the least that it needs, and can be told to leave."""
    from numpy._core import _multiarray_umath as numpy_core

    return [name for name in numpy_core.__cpu_dispatch__ if numpy_core.__cpu_features__.get(name)]


def test_another_hash_seed_of_python_gives_the_same_bytes(small_run, busy_run):
    here = [str(digest(run.tables)) for run in (small_run, busy_run)]
    assert played_elsewhere(PYTHONHASHSEED="4711") == here


def test_a_processor_without_numpys_special_features_gives_the_same_bytes(small_run, busy_run):
    if not cpu_features():
        pytest.skip("NumPy uses nothing special of this processor")
    here = [str(digest(run.tables)) for run in (small_run, busy_run)]
    assert played_elsewhere(NPY_DISABLE_CPU_FEATURES=" ".join(cpu_features())) == here


def declared_backwards(scenario: sim.Scenario) -> sim.Scenario:
    """The same park with enterprises, activities, offices and site modes written down in the opposite order."""
    park = yaml.safe_load(scenario.resolved_yaml())
    for part in ("enterprises", "activities", "site_modes"):
        park[part] = park[part][::-1]
    park["offices"] = dict(reversed(park["offices"].items()))
    for activity in park["activities"]:
        activity["after"] = activity.get("after", [])[::-1]
        if not activity["after"]:
            del activity["after"]
    for firm in park["enterprises"]:
        firm["attributes"] = dict(reversed(firm["attributes"].items()))
    return sim.load(text=yaml.safe_dump(park, allow_unicode=True, sort_keys=False))


def test_the_order_of_declaration_changes_no_byte(small, small_run):
    assert digest(played(declared_backwards(small)).tables) == digest(small_run.tables)


def test_the_order_of_declaration_changes_no_byte_of_rent_or_build_with_a_line(busy, busy_run):
    models = models_of(declared_backwards(busy), *busy_run.tables["kpis"].strategy.cat.categories)
    assert digest(simulate(models, 3, 7, TABLES).tables) == digest(busy_run.tables)


def test_a_strategy_played_alone_has_the_history_it_has_among_others(small, small_run):
    alone = simulate(models_of(small, "more_staff"), 5, 7, TABLES).tables
    for name, table in small_run.tables.items():
        mine = table[table.strategy == "more_staff"].reset_index(drop=True)
        columns = [c for c in mine.columns if c != "strategy"]
        pd.testing.assert_frame_equal(
            plain(alone[name][columns]), plain(mine[columns]), check_exact=True, obj=f"table {name}"
        )


# Portions


KEYS = (
    "strategy",
    "world",
    "replication",
    "enterprise",
    "activity",
    "attempt",
    "group",
    "kpi",
    "stage",
    "component",
    "day",
)


def plain(table: pd.DataFrame) -> pd.DataFrame:
    """Rows in the order of their keys, categories as words: what a table says, whatever portions it was made of."""
    words = {c: str for c in table.columns if not pd.api.types.is_numeric_dtype(table[c])}
    return table.astype(words).sort_values([c for c in KEYS if c in table.columns]).reset_index(drop=True)


@pytest.fixture(scope="module")
def uneven_run(reported: sim.Scenario) -> Played:
    """Three histories of Ziyuan; in the first no firm of class III comes, in the others some do."""
    run = simulate(models_of(reported, "as_staffed"), 3, UNEVEN, TABLES)
    assert len(run.tables["tallies"]) == 3
    firms = run.tables["enterprises"]
    third = firms[firms.counted & (firms.device_class == "III")]
    assert set(third.replication) == {1, 2}
    return run


@pytest.mark.parametrize("size", [1, 2])
@pytest.mark.parametrize("name", TABLES)
def test_the_size_of_blocks_changes_no_number(size, name, reported, uneven_run, monkeypatch):
    monkeypatch.setattr(study, "BLOCK", size)
    again = simulate(models_of(reported, "as_staffed"), 3, UNEVEN, (name,)).tables[name]
    same(again, uneven_run.tables[name], name)


@pytest.mark.parametrize("name", TABLES)
def test_more_replications_keep_the_first_ones(name, reported, uneven_run):
    first = simulate(models_of(reported, "as_staffed"), 1, UNEVEN, (name,)).tables[name]
    longer = uneven_run.tables[name]
    same(longer[longer.replication < 1], first, name)


def test_every_history_speaks_of_every_group(uneven_run):
    kpis = uneven_run.tables["kpis"]
    said = kpis[kpis.kpi == "signed"].groupby("group", observed=True).replication.agg(set)
    assert {group: rows for group, rows in said.items() if rows != {0, 1, 2}} == {}


def same(one: pd.DataFrame, other: pd.DataFrame, name: str) -> None:
    """Not a number differs, and neither has a row that the other lacks."""
    keys = [c for c in KEYS if c in one.columns]
    one, other = plain(one), plain(other)
    rows, others = (set(map(tuple, table[keys].astype(str).to_numpy())) for table in (one, other))
    assert (len(rows - others), len(others - rows)) == (0, 0), f"{name}: {sorted(rows ^ others)[:3]} only in one"
    pd.testing.assert_frame_equal(one, other, check_exact=True, obj=f"table {name}")


def test_progress_counts_every_block_once(small, monkeypatch):
    monkeypatch.setattr(study, "BLOCK", 2)
    told: list[tuple[int, int]] = []
    simulate(models_of(small), 3, 7, ("kpis",), progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 6), (2, 6), (3, 6), (4, 6), (5, 6), (6, 6)]


# A worker that dies


def work_and_die_once(task: Task) -> Result:
    """Like `work`, but the first process to come to the second strategy ends on the spot, as by the system."""
    mark = Path(os.environ[ONCE])
    if task.block.strategy == "more_staff" and not mark.exists():
        mark.touch()
        os._exit(9)
    return work(task)


def work_and_die(task: Task) -> Result:
    os._exit(9)


def test_a_worker_that_is_killed_loses_nothing_and_leaves_a_note(small, small_run, tmp_path, monkeypatch):
    monkeypatch.setenv(ONCE, str(tmp_path / "died"))
    monkeypatch.setattr(study, "work", work_and_die_once)
    survived = simulate(models_of(small), 5, 7, TABLES, workers=2)
    assert (tmp_path / "died").exists()
    assert digest(survived.tables) == digest(small_run.tables)
    assert len(survived.notes) == 1 and "a worker process died" in survived.notes[0]


def test_workers_that_always_die_are_not_restarted_for_ever(small, monkeypatch):
    monkeypatch.setattr(executors, "RESTARTS", 1)
    monkeypatch.setattr(study, "work", work_and_die)
    with pytest.raises(Ended, match="no worker process could start"):
        simulate(models_of(small, "as_is"), 1, 7, ("kpis",), workers=2)


# A Case is all an engine sees


BLIND = """
import sys
for room in ("sim.model", "sim.levers", "sim.luck", "sim.scenario", "pandas", "yaml", "pydantic"):
    sys.modules[room] = None  # importing it raises ImportError
from pathlib import Path
from sim.engine.case import Case
from sim.engine.simpy_engine import play
for path in sys.argv[1:]:
    sys.stdout.write(play(Case.read(Path(path))).tobytes().hex() + "\\n")
"""


def test_a_case_on_paper_gives_the_same_log_where_model_levers_and_luck_are_missing(small, tmp_path):
    written = {}
    for strategy in ("as_is", "more_staff"):
        path = tmp_path / f"{strategy}.npz"
        done = CliRunner().invoke(main, ["case", str(SMALL), "--strategy", strategy, "--seed", "7", "-o", str(path)])
        assert done.exit_code == 0, done.output
        written[strategy] = path
    blind = subprocess.run(
        [sys.executable, "-c", BLIND, *map(str, written.values())], check=True, capture_output=True, text=True
    )
    logs = [play(Case.read(path)).tobytes().hex() for path in written.values()]
    assert blind.stdout.split() == logs
    assert logs[0] != logs[1]

    drawn = cases_drawn_here(small, tuple(written))
    assert [play(case).tobytes().hex() for case in drawn] == logs


def cases_drawn_here(scenario: sim.Scenario, strategies: tuple[str, ...]) -> list[Case]:
    from sim.engine.blueprint import draw_up
    from sim.engine.layout import lay_out

    return [lay_out(draw_up(scenario.model(name)), 7, range(1))[0] for name in strategies]


# Tables that agree


def test_days_by_stage_add_up_to_the_whole_exactly_for_every_firm(busy, busy_run):
    firms, days = busy_run.tables["enterprises"], busy_run.tables["days"]
    horizon = busy.base_model().horizon
    end = firms.t_producing.fillna(firms.t_end).fillna(horizon)
    keys = ["strategy", "replication", "enterprise"]
    parts = days.groupby(keys, observed=True).days.agg(math.fsum)
    signed = firms[firms.t_signed.notna()]
    total = (end - firms.t_signed)[signed.index]
    found = parts.reindex(pd.MultiIndex.from_frame(signed[keys])).fillna(0.0).to_numpy()

    assert (found == total.to_numpy()).all()
    assert set(signed.status) >= {"producing", "in_progress"}
    assert set(days.component) >= {"work", "waiting", "off_hours", "correction"}
    assert (days.days > 0).all()
    assert len(parts) <= len(signed)


def test_days_by_stage_add_up_for_firms_that_were_refused_too(small, small_run):
    firms, days = small_run.tables["enterprises"], small_run.tables["days"]
    refused = firms[(firms.status == "refused") & firms.t_signed.notna()]
    assert len(refused) > 5
    keys = ["strategy", "replication", "enterprise"]
    parts = days.groupby(keys, observed=True).days.sum().reindex(pd.MultiIndex.from_frame(refused[keys]))
    assert (parts.to_numpy() == (refused.t_end - refused.t_signed).to_numpy()).all()


@pytest.mark.parametrize("park", ["small", "busy"])
def test_kpis_are_those_of_the_table_of_enterprises_reckoned_by_hand(park, request):
    scenario, run = request.getfixturevalue(park), request.getfixturevalue(f"{park}_run")
    horizon, limit = scenario.base_model().horizon, scenario.base_model().limit_days
    groups = scenario.base_model().groups
    kpis = run.tables["kpis"]
    value = {(r.strategy, r.replication, r.group, r.kpi): r.value for r in kpis.itertuples()}
    firms: dict[tuple[str, int, str], list[tuple[float, float]]] = {}
    for row in run.tables["enterprises"].itertuples():
        if math.isnan(row.t_signed):
            continue
        cells = ["all", " / ".join(str(getattr(row, a)) for a in groups)] if row.counted else [f"type:{row.type}"]
        for cell in cells:
            firms.setdefault((row.strategy, row.replication, cell), []).append((row.t_signed, row.t_producing))

    assert limit == LIMITS[park] and len(firms) > 10
    for cell, dates in firms.items():
        assert value[*cell, "signed"] == len(dates)
        assert value[*cell, "producing"] == sum(p == p for _, p in dates)
        watched = [p - s if p == p else math.inf for s, p in dates if 0 <= s <= horizon - limit]
        rmst = value[*cell, "rmst_time_to_production"]
        if watched:
            assert rmst == pytest.approx(sum(min(t, limit) for t in watched) / len(watched), rel=1e-12), cell
        else:
            assert math.isnan(rmst)
        year = [p - s if p == p else math.inf for s, p in dates if 0 <= s <= horizon - 365]
        within = value[*cell, "producing_within_12_months"]
        assert (math.isnan(within) and not year) or within == pytest.approx(
            np.mean([t <= 365 for t in year]), rel=1e-12
        )


def test_where_the_days_went_adds_up_to_the_restricted_mean(busy_run):
    kpis = busy_run.tables["kpis"]
    wide = kpis[~kpis.group.astype(str).str.startswith("office:")]
    days = wide[wide.kpi.astype(str).str.startswith("days.")]
    keys = ["strategy", "replication", "group"]
    total = days.groupby(keys, observed=True).value.sum(min_count=1)
    rmst = wide[wide.kpi == "rmst_time_to_production"].set_index(keys).value
    left = busy_run.tables["enterprises"].status.isin(["withdrawn", "refused"]).any()
    assert not left  # else the days after leaving are missing on purpose
    pd.testing.assert_series_equal(
        total.sort_index(), rmst.sort_index(), check_exact=False, rtol=1e-12, check_names=False
    )
