"""The figures of money on a seeded toy park: cost against days, cover of the bond, cash of a typical firm."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.views.park import Park
from sim.views.plots import draw, refusal
from tests.unit.toy_park import HISTORIES, MONTHS, NEW, PARK, STAMP, TITLES, all_text, kpi, marked, toy, words


@pytest.fixture(scope="module")
def tables():
    return toy()


@pytest.fixture(scope="module")
def figures(tables):
    return {name: draw(name, tables, words(), STAMP, PARK) for name in NEW}


# cost against days


def test_a_point_stands_at_mean_cost_and_mean_days_saved_and_the_baseline_at_no_days(tables, figures):
    points = marked(figures["cost_against_days"].axes[0], "point ")
    cost, days = kpi(tables, "cost_per_producing_firm"), kpi(tables, "rmst_time_to_production")
    assert list(points) == list(TITLES)
    for name, point in points.items():
        assert point.get_xdata()[0] == pytest.approx(cost[name].mean() / 1e6)
        assert point.get_ydata()[0] == pytest.approx((days["rent"] - days[name]).mean())
    assert points["rent"].get_ydata()[0] == 0
    assert points["suit"].get_ydata()[0] < 0  # later than the baseline lies below


def test_the_cross_is_the_simulation_error_and_the_box_the_range_of_one_history(tables, figures):
    from scipy import stats

    axes = figures["cost_against_days"].axes[0]
    days, cost = kpi(tables, "rmst_time_to_production"), kpi(tables, "cost_per_producing_firm") / 1e6
    saved = days["rent"] - days["suit"]
    half = stats.t.ppf(0.975, HISTORIES - 1) * saved.std() / HISTORIES**0.5
    low, high = marked(axes, "days ")["suit"].get_ydata()
    assert (low, high) == pytest.approx((saved.mean() - half, saved.mean() + half))
    half = stats.t.ppf(0.975, HISTORIES - 1) * cost["suit"].std() / HISTORIES**0.5
    assert np.ptp(marked(axes, "cost ")["suit"].get_xdata()) == pytest.approx(2 * half)
    box = marked(axes, "box ")["suit"].get_bbox()
    assert (box.y0, box.y1) == pytest.approx(tuple(saved.quantile([0.1, 0.9])))
    assert (box.x0, box.x1) == pytest.approx(tuple(cost["suit"].quantile([0.1, 0.9])))


def test_names_beside_points_hide_neither_each_other_nor_a_point():
    from matplotlib.text import Text

    tables = toy()
    kpis = tables["kpis"]
    near = kpis.assign(value=np.where(kpis.kpi == "rmst_time_to_production", 600 + kpis.replication % 3, kpis.value))
    figure = draw("cost_against_days", {"kpis": near}, words(), STAMP, PARK)
    figure.draw_without_rendering()
    axes = figure.axes[0]
    boxes = [Text.get_window_extent(text) for text in marked(axes, "name ").values()]
    assert len(boxes) == len(TITLES)
    assert not any(a.overlaps(b) for n, a in enumerate(boxes) for b in boxes[:n])
    dots = [axes.transData.transform(np.column_stack(p.get_data())[0]) for p in marked(axes, "point ").values()]
    assert not any(box.contains(*dot) for box in boxes for dot in dots)
    assert all(axes.get_window_extent().contains(*corner) for box in boxes for corner in box.get_points())


def test_many_strategies_bear_numbers_and_stand_in_a_list_the_soonest_first_in_which_no_line_hides_another():
    import pandas as pd
    from matplotlib.text import Text

    kpis, names = toy(("rent",))["kpis"], [f"number_{n}" for n in range(12)]

    def later(days: int) -> np.ndarray:
        return kpis.value + days * (kpis.kpi == "rmst_time_to_production")

    tables = pd.concat([kpis.assign(strategy=name, value=later(7 * place)) for place, name in enumerate(names)])
    figure = draw("cost_against_days", {"kpis": tables[::-1]}, words(), STAMP, PARK)
    figure.draw_without_rendering()
    panel, beside = figure.axes
    assert [text.get_text() for text in marked(panel, "name ").values()] == [str(n + 1) for n in range(12)]
    listed = list(marked(beside, "listed ").values())
    assert [text.get_text().splitlines()[0] for text in listed] == names
    boxes = [Text.get_window_extent(text) for text in listed]
    assert not any(a.overlaps(b) for n, a in enumerate(boxes) for b in boxes[:n])
    assert all(figure.bbox.contains(*corner) for box in boxes for corner in box.get_points())


def test_costs_far_apart_are_drawn_on_a_logarithmic_scale_that_says_so(tables, figures):
    kpis = tables["kpis"]
    dear = (kpis.kpi == "cost_per_producing_firm") & (kpis.strategy == "suit")
    far = draw("cost_against_days", {"kpis": kpis.assign(value=kpis.value * (1 + 9 * dear))}, words(), STAMP, PARK)
    scales = [f.axes[0].get_xscale() for f in (figures["cost_against_days"], far)]
    assert scales == ["linear", "log"]
    assert [("logarithmic" in f.axes[0].get_xlabel()) for f in (figures["cost_against_days"], far)] == [False, True]


def test_a_strategy_in_which_nobody_produces_has_no_point_and_is_named_below(tables):
    kpis = tables["kpis"]
    nobody = (kpis.kpi == "cost_per_producing_firm") & (kpis.strategy == "suit")
    figure = draw("cost_against_days", {"kpis": kpis.assign(value=kpis.value.mask(nobody))}, words(), STAMP, PARK)
    assert "suit" not in marked(figure.axes[0], "point ")
    assert "nobody produces: Build-to-suit by the platform company." in all_text(figure)


def test_chinese_figures_count_money_in_ten_thousands(tables):
    axes = draw("cost_against_days", tables, words("zh"), STAMP, PARK).axes[0]
    mean = kpi(tables, "cost_per_producing_firm")["rent"].mean()
    assert "万元" in axes.get_xlabel()
    assert marked(axes, "point ")["rent"].get_xdata()[0] == pytest.approx(mean / 1e4)


# cover of the bond


def test_cover_is_the_median_of_histories_with_the_promised_cover_in_every_panel(tables, figures):
    cover = tables["accounts"][tables["accounts"].line == "cover"]
    panels = [axes for axes in figures["bond_cover"].axes if axes.get_visible()]
    assert len(panels) == len(TITLES)
    for axes, name in zip(panels, TITLES, strict=True):
        by_year = cover[cover.strategy == name].pivot(index="replication", columns="year", values="value")
        nearest = by_year.quantile(0.5, interpolation="nearest")
        assert marked(axes, "line ")[name].get_ydata() == pytest.approx(nearest.to_numpy())
        assert {float(y) for y in marked(axes, "threshold")[""].get_ydata()} == {1.2}
        assert "promised: 1.2" in [text.get_text() for text in axes.texts]


def test_years_that_any_history_only_assumes_are_hatched_and_hollow_and_said_to_be(tables, figures):
    axes = figures["bond_cover"].axes[0]
    hatched = marked(axes, "assumed rent")[""]
    assert hatched.get_hatch() and hatched.get_x() == 4.5  # in one history the fifth year is assumed already
    assert list(marked(axes, "simulated years ")["rent"].get_xdata()) == [1, 2, 3, 4]
    assert marked(axes, "assumed years ")["rent"].get_markerfacecolor() == "white"
    assert "assumed, not simulated" in all_text(figures["bond_cover"])
    played = tables["accounts"].assign(simulated=True)
    whole = draw("bond_cover", {**tables, "accounts": played}, words(), STAMP, PARK).axes[0]
    assert marked(whole, "assumed") == {}
    assert "assumed, not simulated" not in all_text(whole.figure)


def test_endless_cover_is_drawn_at_the_edge_and_told(tables, figures):
    accounts = tables["accounts"]
    endless = accounts.assign(value=accounts.value.mask((accounts.line == "cover") & (accounts.year == 15), np.inf))
    figure = draw("bond_cover", {**tables, "accounts": endless}, words(), STAMP, PARK)
    assert max(marked(figure.axes[0], "line ")["rent"].get_ydata()) == pytest.approx(4.8)
    assert "Values beyond 4.8" in all_text(figure)
    assert "Values beyond" not in all_text(figures["bond_cover"])


def test_a_bond_without_a_stated_threshold_is_refused_with_the_reason(tables):
    assert "promises" in refusal("bond_cover", tables, Park(PARK.start, PARK.horizon, PARK.limit))


# cash


def test_the_line_is_cumulative_cash_and_its_lowest_point_is_marked(tables, figures):
    left, right = figures["cash_of_a_typical_firm"].axes
    cash = tables["cash"]
    for name in TITLES:
        net = cash[(cash.strategy == name) & (cash["item"] == "net")].groupby("month").value.mean().cumsum() / 1e6
        line = marked(left, "line ")[name]
        assert line.get_ydata() == pytest.approx(np.concatenate(([0.0], net)))
        mark = marked(left, "lowest ")[name]
        assert (mark.get_xdata()[0], mark.get_ydata()[0]) == (net.argmin() + 1, pytest.approx(net.min()))
        assert marked(right, "net ")[name].get_xdata()[0] == pytest.approx(net.min())


def test_the_figure_ends_at_the_limit_where_the_table_goes_on_with_fewer_firms(tables, figures):
    late = tables["cash"].assign(month=tables["cash"]["month"] + MONTHS, value=-1e9)
    longer = draw("cash_of_a_typical_firm", {**tables, "cash": pd.concat((tables["cash"], late))}, words(), STAMP, PARK)
    shown = figures["cash_of_a_typical_firm"]
    assert all_text(longer) == all_text(shown)
    for name, line in marked(longer.axes[0], "line ").items():
        assert line.get_xdata().tolist() == list(range(MONTHS + 1))
        assert line.get_ydata() == pytest.approx(marked(shown.axes[0], "line ")[name].get_ydata())


def test_bars_hold_all_that_was_paid_and_received_up_to_the_lowest_point(tables, figures):
    right = figures["cash_of_a_typical_firm"].axes[1]
    cash = tables["cash"]
    for name in TITLES:
        mine = cash[cash.strategy == name]
        lowest = mine[mine["item"] == "net"].groupby("month").value.mean().cumsum().argmin() + 1
        early = mine[mine.month < lowest]
        bars = {str(p.get_gid()): p for p in right.patches if str(p.get_gid()).endswith(f" {name}")}
        assert sum(bar.get_width() for bar in bars.values()) == pytest.approx(
            early[early["item"] == "net"].value.sum() / HISTORIES / 1e6
        )
        wages = early[early["item"] == "wages"].value.sum() / HISTORIES / 1e6
        assert bars[f"part wages {name}"].get_width() == pytest.approx(wages)
        assert bars[f"part equipment {name}"].get_width() == pytest.approx(-5.0)


def test_an_item_that_no_part_knows_stands_under_its_own_name(tables):
    cash = tables["cash"]
    strange = cash.assign(item=cash["item"].replace("wages", "tea"))
    assert "tea" in all_text(draw("cash_of_a_typical_firm", {**tables, "cash": strange}, words(), STAMP, PARK))


def test_the_first_lot_stands_on_the_line_at_its_mean_time(tables, figures):
    left = figures["cash_of_a_typical_firm"].axes[0]
    month = kpi(tables, "rmst_time_to_production")["self_build"].mean() * 12 / 365
    mark, line = marked(left, "first lot ")["self_build"], marked(left, "line ")["self_build"]
    assert mark.get_xdata()[0] == pytest.approx(month)
    assert mark.get_ydata()[0] == pytest.approx(np.interp(month, line.get_xdata(), line.get_ydata()))


def test_many_strategies_show_ranges_at_the_lowest_point_where_bands_would_hide_each_other(figures):
    assert not marked(figures["cash_of_a_typical_firm"].axes[0], "band ")
    assert len(marked(figures["cash_of_a_typical_firm"].axes[0], "range ")) == len(TITLES)
    few = draw("cash_of_a_typical_firm", toy(("rent", "self_build")), words(), STAMP, PARK).axes[0]
    assert list(marked(few, "band ")) == ["rent", "self_build"]
