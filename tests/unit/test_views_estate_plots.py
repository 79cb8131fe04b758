"""The figures of space and money: what all of them keep to, and how space fills up, on a seeded toy park."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from sim.text.labels import LABELS
from sim.views.amounts import written
from sim.views.park import park_of
from sim.views.plots import PLOTS, draw, offered, refusal
from sim.views.plots.cash_of_a_typical_firm import PARTS
from sim.views.plots.space_over_time import LOOKS, levels_of
from sim.views.save import save
from tests.unit.toy_park import HISTORIES, NEW, PARK, STAMP, TITLES, all_text, marked, toy, words, written_texts


@pytest.fixture(scope="module")
def tables():
    return toy()


@pytest.fixture(scope="module")
def figures(tables):
    return {name: draw(name, tables, words(), STAMP, PARK) for name in NEW}


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
    assert [written(1234.5, 40.0), written(1234.5, 4.0), written(12.345, 0.3)] == ["1230", "1235", "12.3"]
    assert [written(-0.2, 3.0), written(87654.0, 3000.0), written(5.0, float("inf"))] == ["0", "88000", "5"]


def test_the_park_of_a_manifest_of_older_code_has_neither_bond_nor_spaces():
    park = park_of({"park": {"start": "2021-02-01", "horizon_days": 700, "limit_days": 365, "labels": {}}}, "zh")
    assert (park.start, park.bond_threshold, park.resources) == (date(2021, 2, 1), None, {})


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


def test_a_level_changes_on_its_day_and_a_history_without_rows_has_nothing():
    rows = pd.DataFrame({"replication": [3, 3], "t": [-5.0, 10.0], **{name: [1.0, 4.0] for name in LOOKS}})
    found = levels_of(rows, np.array([2, 3]), np.array([0.0, 9.9, 10.0, 20.0]))
    assert {name: level.tolist() for name, level in found.items()} == {
        name: [[0, 0, 0, 0], [1, 1, 4, 4]] for name in LOOKS
    }


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
