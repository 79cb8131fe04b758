"""The tables `lines` and `cash`: they agree with stocks, KPIs and dates of firms, reckoned anew from other tables."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import sim
from sim.outcome.estate_lines import LEVELS
from sim.outcome.money_tables import clean
from sim.views.figures import drawable

FIXTURE = Path(__file__).parents[1] / "fixtures" / "estate_park.yaml"
KEEP = ("enterprises", "activities", "kpis", "curves", "stocks", "lines", "cash", "accounts")
LIMIT, MONTH = 600, 365 / 12
SERIES = ["strategy", "replication", "resource"]


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """The estate park, without the subsidy that is paid out like a loan, and with floors that fill up."""
    text = FIXTURE.read_text("utf-8").replace("poisson_per_year: 20", "poisson_per_year: 60")
    path = tmp_path_factory.mktemp("park") / "park.yaml"
    path.write_text("\n".join(line for line in text.splitlines() if "receives:" not in line), encoding="utf-8")
    return sim.compare(sim.load(path).replace({"limit_days": LIMIT}), replications=4, seed=3, keep=KEEP)


def test_what_is_decided_less_what_is_held_is_what_the_table_of_stocks_calls_free(played):
    free = played.tables["stocks"].groupby([*SERIES, "t"], observed=True)["level"].last()
    lines = played.tables["lines"].set_index([*SERIES, "t"])
    assert not lines.index.duplicated().any()
    assert (lines.decided - lines.held).reindex(free.index).to_numpy() == pytest.approx(free.to_numpy())


def test_levels_never_fall_below_nothing_and_what_is_ready_was_decided(played):
    lines = played.tables["lines"]
    assert (lines[list(LEVELS)] >= 0).all(axis=None)
    assert (lines.ready <= lines.decided).all()
    assert (lines.ready < lines.decided).any()  # shells that are still being built


def test_the_line_at_the_end_is_that_of_the_kpi_and_it_was_longer_before(played):
    lines, kpis = played.tables["lines"], played.kpis
    mine = kpis[(kpis.kpi == "estate_waiting_at_end") & (kpis.strategy == "as_is")]
    told = mine.assign(resource=mine.group.astype(str).str.removeprefix("estate:"))
    told = told.set_index(["replication", "resource"])["value"]
    last = lines[lines.strategy == "as_is"].groupby(["replication", "resource"], observed=True)["waiting"].last()
    for (replication, resource), waiting in last.items():
        assert waiting == told[replication, resource]
    assert lines.waiting.max() >= 2


def test_days_in_line_add_up_to_the_waits_of_the_steps(played):
    lines, steps = played.tables["lines"], played.tables["activities"]
    ends = played.enterprises.set_index(["strategy", "replication", "enterprise"])["t_end"]
    horizon = played.manifest["park"]["horizon_days"]
    takes = {"standard_factory": "unit_allocation", "industrial_land": "grant", "power": "connection"}
    for resource, activity in takes.items():
        mine = steps[(steps.activity == activity) & steps.ready.notna()]
        left = ends.reindex(pd.MultiIndex.from_frame(mine[["strategy", "replication", "enterprise"]])).to_numpy()
        start = np.where(mine.start.isna(), np.where(np.isnan(left), horizon, left), mine.start)
        rows = lines[lines.resource == resource].sort_values(["strategy", "replication", "t"])
        until = rows.groupby(["strategy", "replication"], observed=True)["t"].shift(-1).fillna(horizon)
        assert (rows.waiting * (until - rows.t)).sum() == pytest.approx((start - mine.ready).sum(), abs=1e-6)


def test_net_cash_is_the_sum_of_its_items_in_every_month(played):
    cash = played.tables["cash"]
    month = ["strategy", "replication", "month"]
    net = cash[cash["item"] == "net"].set_index(month)["value"]
    items = cash[cash["item"] != "net"].groupby(month, observed=True)["value"].sum()
    assert len(net) == last_months(played).sum() > 2 * 4 * int(LIMIT / MONTH)
    assert items.reindex(net.index, fill_value=0.0).to_numpy() == pytest.approx(net.to_numpy(), abs=1e-6)


def test_tables_of_money_hold_plain_noughts_and_no_crumbs_of_sums(played):
    for name in ("accounts", "cash"):
        values = played.tables[name]["value"].to_numpy()
        nought = values == 0
        assert nought.any() and not np.signbit(values[nought]).any()
        assert np.abs(values[~nought & ~np.isnan(values)]).min() > 1e-6
    assert clean(np.array([2e-6, -0.004, np.inf])).tolist() == [2e-6, -0.004, np.inf]
    assert clean(np.array([1e-9, -1e-18]), yuan=False).tolist() == [1e-9, 0.0]


def followed(played):
    """Firms that signed, on the day they appeared, at least the limit before the end."""
    firms = played.enterprises
    signed = firms[(firms.status != "declined") & firms.counted]
    return signed[(signed.t_arrival >= 0) & (signed.t_arrival <= played.manifest["park"]["horizon_days"] - LIMIT)]


def watched_months(played, firms):
    """Months since signing that end by the horizon, of each firm."""
    return np.floor((played.manifest["park"]["horizon_days"] - firms.t_arrival) / MONTH + 1e-9).astype(int)


def last_months(played):
    """How many months the table has, by strategy and replication."""
    firms = followed(played)
    return watched_months(played, firms).groupby([firms.strategy, firms.replication], observed=True).max()


def mean_by_month(played, firms, paid):
    """Yuan [firms, months] as a mean over the firms of each strategy and replication that are watched so long."""
    there = np.arange(paid.shape[1]) < watched_months(played, firms).to_numpy()[:, None]
    paid = pd.DataFrame(np.where(there, paid, np.nan), index=firms.index)
    return paid.groupby([firms.strategy, firms.replication], observed=True).mean().fillna(0.0)


def told(played, item, wanted):
    cash = played.tables["cash"]
    mine = cash[cash["item"] == item].pivot(index=["strategy", "replication"], columns="month", values="value")
    return mine.reindex(index=wanted.index, columns=wanted.columns).fillna(0.0)


def test_wages_run_month_by_month_from_the_first_lot_until_a_firm_leaves(played):
    firms, months = followed(played), np.arange(last_months(played).max())
    horizon = played.manifest["park"]["horizon_days"]
    start = (firms.t_producing - firms.t_arrival).to_numpy()[:, None] / MONTH
    stop = (firms.t_end.fillna(horizon) - firms.t_arrival).to_numpy()[:, None] / MONTH
    share = np.clip(np.minimum(stop, months + 1) - np.maximum(start, months), 0, None)
    wanted = mean_by_month(played, firms, -49951 * 40 / 12 * np.nan_to_num(share))
    assert wanted.to_numpy().min() < -1e4
    assert told(played, "wages", wanted).to_numpy() == pytest.approx(wanted.to_numpy())


def test_up_to_the_limit_a_month_speaks_of_all_firms_and_beyond_of_those_still_watched(played):
    firms, cash = followed(played), played.tables["cash"]
    net = cash[cash["item"] == "net"]
    whole, by = watched_months(played, firms), [firms.strategy, firms.replication]
    for month in range(last_months(played).max()):
        wanted = (whole > month).groupby(by, observed=True).sum()
        told = net[net["month"] == month].set_index(["strategy", "replication"])["firms"]
        assert told.reindex(wanted.index, fill_value=0).tolist() == wanted.tolist()
        assert month >= int(LIMIT / MONTH) or wanted.tolist() == firms.groupby(by, observed=True).size().tolist()


def test_land_is_paid_in_the_month_since_signing_in_which_its_step_starts(played):
    firms, count = followed(played), last_months(played).max()
    steps = played.tables["activities"]
    paid = steps[steps.activity == "payment"].set_index(["strategy", "replication", "enterprise"])["start"]
    day = paid.reindex(pd.MultiIndex.from_frame(firms[["strategy", "replication", "enterprise"]])).to_numpy()
    month = np.floor((day - firms.t_arrival.to_numpy()) / MONTH)
    land = np.where(firms.site == "self_build", -90_000 * 0.68 * firms.land_area, 0.0)
    wanted = mean_by_month(played, firms, np.where(month[:, None] == np.arange(count), np.round(land)[:, None], 0.0))
    assert wanted.to_numpy().min() < -1e4
    assert told(played, "land", wanted).to_numpy() == pytest.approx(wanted.to_numpy(), rel=1e-4)


def test_a_park_without_money_and_floors_has_empty_tables_and_only_the_figures_of_days():
    keep = ("enterprises", "kpis", "curves", "lines", "cash", "accounts")
    bare = sim.compare(sim.load("three_clerks"), replications=2, keep=keep)
    assert (len(bare.tables["lines"]), len(bare.tables["cash"])) == (0, 0)
    assert list(bare.tables["cash"].columns) == ["strategy", "world", "replication", "month", "item", "firms", "value"]
    assert drawable(bare.tables, bare.manifest) == ("time_to_production", "where_the_days_went")


def test_the_manifest_tells_spaces_stocks_and_the_cover_that_the_bond_promises(played):
    park = played.manifest["park"]
    assert park["bond_threshold"] == 1.3
    assert park["resources"]["standard_factory"] == {"kind": "space", "unit": "m2"}
    assert park["resources"]["industrial_land"]["kind"] == "land"
    assert park["labels"]["resource"]["industrial_land"] == {"en": "Industrial land", "zh": "工业用地"}


def test_every_figure_draws_from_a_played_park(played):
    assert len(drawable(played.tables, played.manifest)) == 6
    for name in drawable(played.tables, played.manifest)[2:]:
        played.plot(name, "zh").draw_without_rendering()
