"""The figures of space and money on seeded toy tables: points, lines and bars as the tables say, what is missing."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from sim.text.labels import LABELS
from sim.views.amounts import written
from sim.views.labels import Labels, Stamp
from sim.views.park import Park, Resource, park_of
from sim.views.plots import PLOTS, draw, offered, refusal
from sim.views.plots.cash_of_a_typical_firm import PARTS
from sim.views.save import save

NEW = ("cost_against_days", "bond_cover", "space_over_time", "cash_of_a_typical_firm")
TITLES = {
    "rent": ("Standard factories for rent", "标准厂房租赁"),
    "self_build": ("Self-build", "自建"),
    "free_relief": ("Free choice, rent-free years", "自主选择，租金减免"),
    "prefitted": ("Two phases, let pre-fitted", "分两期，带装修出租"),
    "mortgage": ("Free choice, factory mortgage with guarantee", "自主选择，厂房按揭加增信"),
    "land_tools": ("Free choice, land by instalments, loan, lease or tenure", "自主选择，土地分期、按揭、先租后让"),
    "incubator": ("Converted floors and graduation", "孵化楼层加毕业入园"),
    "suit": ("Build-to-suit by the platform company", "平台公司代建"),
}
RESOURCES = {
    "factory": Resource("Standard factories", "space", "m2"),
    "workshop": Resource("Workshop nobody wants", "space", "m2"),
    "land": Resource("Industrial land", "land", "mu"),
    "power": Resource("Power", "utility", "kW"),
}
PARK = Park(date(2020, 10, 12), 2190.0, 1095.0, 1.2, RESOURCES)
STAMP = Stamp("Malong (3f9a2c41)", 1, 12, "0.1.0")
HISTORIES, YEARS, MONTHS = 12, 15, 36
KEYS = ["strategy", "world", "replication"]


def words(lang="en"):
    return Labels(lang, {name: both[lang == "zh"] for name, both in TITLES.items()})


def toy(strategies=tuple(TITLES), seed=3):
    """Tables as a run leaves them; every strategy has all, the workshop stands empty."""
    rng = np.random.default_rng(seed)
    rows = {name: [] for name in ("kpis", "accounts", "lines", "cash")}
    for s, name in enumerate(strategies):
        for r in range(HISTORIES):
            key = (name, 0, r)
            rows["kpis"] += [
                (*key, "all", "rmst_time_to_production", 600 + 40 * s + rng.normal(0, 30)),
                (*key, "park", "cost_per_producing_firm", 1e7 * (1 + 0.1 * s) + rng.normal(0, 1e6)),
                (*key, "park", "bond_cover", 0.2 + rng.normal(0, 0.03)),
            ]
            for year in range(1, YEARS + 1):
                cover = min(0.1 * year, 0.45) + rng.normal(0, 0.05)
                rows["accounts"] += [(*key, "bond", "cover", year, year <= 5 - (r == 0), cover)]
                rows["accounts"] += [(*key, "bond", "rent", year, year <= 5, 1e6)]
            built = 100.0 * (r + 1)
            for resource, taken in (("factory", 4000.0 + r), ("workshop", 0.0), ("land", 50.0), ("power", 10.0)):
                rows["lines"] += [
                    (*key, resource, -20.0, 5000.0, 0.0, 0.0, 0.0),
                    (*key, resource, built, 5000.0, 5000.0, 0.0, 3.0 * (taken > 0)),
                    (*key, resource, built + 400, 5000.0, 5000.0, taken, 0.0),
                ]
            for month in range(MONTHS):
                items = {"equipment": -5e6 * (month == 0), "construction": -2e5 * s * (month < 10)}
                items |= {"margin": 1e5 * max(month - 12 - s, 0), "wages": rng.uniform(-2e5, -1e5)}
                rows["cash"] += [(*key, month, item, value) for item, value in items.items() if value]
                rows["cash"] += [(*key, month, "net", sum(items.values()))]
    columns = {
        "kpis": ["group", "kpi", "value"],
        "accounts": ["account", "line", "year", "simulated", "value"],
        "lines": ["resource", "t", "decided", "ready", "held", "waiting"],
        "cash": ["month", "item", "value"],
    }
    return {name: pd.DataFrame(rows[name], columns=[*KEYS, *more]) for name, more in columns.items()}


@pytest.fixture(scope="module")
def tables():
    return toy()


@pytest.fixture(scope="module")
def figures(tables):
    return {name: draw(name, tables, words(), STAMP, PARK) for name in NEW}


def marked(axes, kind):
    """Artists of an axes whose mark begins with `kind`, by the rest of the mark."""
    found = {str(a.get_gid()): a for a in axes.get_children() if str(a.get_gid()).startswith(kind)}
    return {gid.removeprefix(kind): artist for gid, artist in found.items()}


def all_text(figure):
    from matplotlib.text import Text

    return " ".join(text.get_text() for text in figure.findobj(Text)).replace("\n", " ")


def wide(table, column="value"):
    return table.pivot(index="replication", columns="strategy", values=column)


def kpi(tables, name):
    return wide(tables["kpis"][tables["kpis"].kpi == name])


# of every figure


def test_the_new_figures_are_listed_with_the_tables_they_are_drawn_from():
    assert tuple(PLOTS)[2:] == NEW


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", NEW)
def test_a_figure_of_space_or_money_draws_without_a_missing_glyph_in_both_languages(name, lang, tables):
    figure = draw(name, tables, words(lang), STAMP, PARK)
    figure.draw_without_rendering()  # a missing glyph warns, and warnings are errors
    assert all_text(figure).isascii() is False
    assert figure.texts[0].get_text().endswith("?" if lang == "en" else "？")


@pytest.mark.parametrize("name", NEW)
def test_every_strategy_is_named_and_the_foot_says_how_to_compute_the_figure_again(name, figures):
    text = all_text(figures[name])
    assert [title for title, _ in TITLES.values() if title not in text] == []
    assert "Malong (3f9a2c41) | seed 1 | 12 histories | parksim 0.1.0" in text
    assert "Estimates not varied." in text


def written_texts(figure):
    """Every text of a figure but the numbers at the axes."""
    yield from figure.texts
    for legend in figure.legends:
        yield from legend.get_texts()
    for axes in figure.axes:
        if axes.get_visible():
            yield from (*axes.texts, axes.title, axes.xaxis.label, axes.yaxis.label)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", NEW)
def test_no_text_runs_out_of_the_picture(name, lang, tables):
    figure = draw(name, tables, words(lang), STAMP, PARK)
    figure.draw_without_rendering()
    for text in written_texts(figure):
        box = text.get_window_extent()
        inside = box.x0 > -1 and box.y0 > -1 and box.x1 < figure.bbox.x1 + 1 and box.y1 < figure.bbox.y1 + 1
        assert inside or not text.get_text(), text.get_text()


@pytest.mark.parametrize("name", NEW)
def test_the_same_tables_give_the_same_bytes_of_a_figure_of_space_or_money(name, tmp_path):
    tables = toy(("rent", "self_build"))
    first, again = (
        [path.read_bytes() for path in save(draw(name, tables, words("zh"), STAMP, PARK), tmp_path / place, name)]
        for place in ("a", "b")
    )
    assert first == again


@pytest.mark.parametrize("name", NEW)
def test_two_worlds_in_one_figure_of_space_or_money_are_refused(name, tables):
    both = {key: pd.concat((table, table.assign(world=1))) for key, table in tables.items()}
    with pytest.raises(ValueError, match="one world"):
        draw(name, both, words(), STAMP, PARK)


@pytest.mark.parametrize("name", NEW)
def test_a_table_that_was_not_kept_is_asked_for_by_name(name, tables):
    needed = PLOTS[name][0]
    without = {key: table for key, table in tables.items() if key != needed}
    with pytest.raises(ValueError, match=rf"{name} needs {needed}; play with keep=\(.*'{needed}'"):
        draw(name, without, words(), STAMP, PARK)


def test_without_money_or_space_no_figure_of_them_is_offered_and_each_says_why(tables):
    bare = {key: table.iloc[:0] for key, table in tables.items()}
    bare["kpis"] = tables["kpis"][tables["kpis"].kpi == "rmst_time_to_production"]
    assert offered(bare, PARK) == ()
    assert [bool(refusal(name, bare, PARK)) for name in NEW] == [True] * len(NEW)
    assert offered(tables, PARK) == NEW
    with pytest.raises(ValueError, match="the table cash is empty"):
        draw("cash_of_a_typical_firm", bare, words(), STAMP, PARK)


@pytest.mark.parametrize("name", NEW[1:])
def test_one_strategy_is_enough_for_every_figure_but_a_comparison(name):
    draw(name, toy(("rent",)), words(), STAMP, PARK).draw_without_rendering()
    assert "only one" in refusal("cost_against_days", toy(("rent",)), PARK)


def test_every_word_of_the_new_figures_is_there_in_both_languages():
    asked = [f"plot.cash.{part}" for part in PARTS] + [f"plot.{w}" for w in ("decided", "ready", "held", "waiting")]
    assert [word for word in asked if not (word in LABELS and LABELS[word].en and LABELS[word].zh)] == []


def test_numbers_carry_no_digits_beyond_their_error():
    assert [written(1234.5, 40.0), written(1234.5, 4.0), written(12.345, 0.3)] == ["1230", "1234", "12.3"]
    assert [written(-0.2, 3.0), written(87654.0, 3000.0), written(5.0, float("inf"))] == ["0", "88000", "5"]


def test_the_park_of_a_manifest_of_older_code_has_neither_bond_nor_spaces():
    park = park_of({"park": {"start": "2021-02-01", "horizon_days": 700, "limit_days": 365, "labels": {}}}, "zh")
    assert (park.start, park.bond_threshold, park.resources) == (date(2021, 2, 1), None, {})


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


# space over time


def test_levels_are_means_over_histories_that_hold_until_the_next_change(figures):
    panel = next(axes for axes in figures["space_over_time"].axes if marked(axes, "ready rent factory"))
    ready, held = (marked(panel, f"{what} rent factory")[""] for what in ("ready", "held"))
    assert ready.get_drawstyle() == "steps-post"
    for day, built in ((99.0, 0), (650.0, 6), (1300.0, 12)):  # history r is ready on day 100 (r + 1)
        at = np.searchsorted(ready.get_xdata(), day, side="right") - 1
        assert ready.get_ydata()[at] == pytest.approx(5.0 * built / HISTORIES)  # thousands of m²
    last = np.mean([4000.0 + r for r in range(HISTORIES)]) / 1e3
    assert held.get_ydata()[-1] == pytest.approx(last)
    decided = marked(panel, "decided rent factory")[""]
    assert set(decided.get_ydata()) == {5.0}  # decided before the first day


def test_who_stands_in_line_is_drawn_below_by_number_of_firms(figures):
    below = next(axes for axes in figures["space_over_time"].axes if marked(axes, "waiting rent land"))
    line = marked(below, "waiting rent land")[""]
    at = np.searchsorted(line.get_xdata(), 450.0, side="right") - 1
    assert line.get_ydata()[at] == pytest.approx(
        3.0 * 4 / HISTORIES
    )  # of those ready on days 100 to 400 none has begun
    assert line.get_ydata()[-1] == 0


def test_marks_stand_at_new_years_days_by_calendar_date(figures):
    below = next(axes for axes in figures["space_over_time"].axes if marked(axes, "waiting suit land"))
    days = [(date(year, 1, 1) - PARK.start).days for year in range(2021, 2027)]
    assert list(below.get_xticks()) == days
    assert [tick.get_text() for tick in below.get_xticklabels()] == [str(year) for year in range(2021, 2027)]


def test_utilities_have_no_panel_and_a_space_that_nobody_asked_for_is_named(figures):
    text = all_text(figures["space_over_time"])
    assert "never asked for: Workshop nobody wants." in text
    assert "Power" not in text
    assert [t for axes in figures["space_over_time"].axes for t in marked(axes, "column ")] == ["factory", "land"]


def test_a_strategy_without_a_space_says_so_in_its_panel(tables):
    lines = tables["lines"]
    less = lines[(lines.strategy != "self_build") | (lines.resource != "factory")]
    text = all_text(draw("space_over_time", {"lines": less}, words("zh"), STAMP, PARK))
    assert text.count("该方案不提供") == 1


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
