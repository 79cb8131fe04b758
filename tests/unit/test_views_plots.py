"""The two figures of days on seeded toy tables: nothing dropped, bars as the tables say, odd tables, both tongues."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.outcome.stages import COMPONENTS
from sim.text.rounding import fixed
from sim.text.width import width
from sim.views import plots
from sim.views.labels import Labels, Stamp, wrap
from sim.views.panels import choose_panels
from sim.views.save import save

PLOTS = ("time_to_production", "where_the_days_went")
STRATEGIES = {
    "standard_rental": ("Standard-factory rental", "标准厂房租赁"),
    "self_build": ("Self-build", "自建"),
    "self_build_start_on_land_grant": ("Self-build, start on land grant", "自建（拿地即开工）"),
    "converted_building": ("Converted office building", "办公用房改建"),
    "any_offered": ("Whichever offered mode suits", "任选其一"),
}
STAGES = {
    "setup": ("Set-up", "前期手续"),
    "land": ("Land", "土地"),
    "building": ("Building", "厂房建设"),
    "fit_out": ("Fit-out", "装修"),
    "licence": ("Registration and licence", "注册与许可"),
}
VALUES = {
    "I": ("Class I", "第一类"),
    "II": ("Class II", "第二类"),
    "III": ("Class III", "第三类"),
    "none": ("No device", "非器械"),
    "filing": ("filing", "备案"),
    "new_registration": ("new registration", "新注册"),
    "no_licence": ("no licence", "无需许可"),
    "transferred_certificate": ("transferred certificate", "注册证迁入"),
    "contract_manufacture": ("contract manufacture", "委托生产"),
}
GROUPS = (
    "all",
    "I / filing",
    "II / new_registration",
    "II / transferred_certificate",
    "II / contract_manufacture",
    "III / new_registration",
    "none / no_licence",
    "type:drug_maker",
)
LIMIT = 730.0
STAMP = Stamp("scenarios/rent_or_build.yaml (3f9a2c41)", 1, 40, "0.1.0")


def words(lang: str = "en") -> Labels:
    at = 1 if lang == "zh" else 0
    return Labels("zh" if at else "en", *({k: v[at] for k, v in d.items()} for d in (STRATEGIES, STAGES, VALUES)))


def toy(strategies=tuple(STRATEGIES), groups=GROUPS, histories=40, seed=7):
    """Firms with stage days that add up to their time; some leave; class III is there in few histories."""
    rng = np.random.default_rng(seed)
    days = np.linspace(0.0, LIMIT, 74)
    curves, kpis = [], []
    for s, strategy in enumerate(strategies):
        for g, group in enumerate(groups):
            for r in range(histories):
                firms = rng.poisson((30, 12, 6, 3, 4, 0.4, 5, 3)[g])
                shares, cells = history(rng, firms, days, (1 + 0.3 * s) * (1 + 0.1 * g), 0.12 * s)
                curves += [(strategy, 0, r, group, day, share) for day, share in zip(days, shares, strict=True)]
                kpis += [(strategy, 0, r, group, kpi, value) for kpi, value in cells.items()]
    keys = ["strategy", "world", "replication", "group"]
    return pd.DataFrame(curves, columns=[*keys, "day", "share"]), pd.DataFrame(kpis, columns=[*keys, "kpi", "value"])


def history(rng, firms, days, slow, leaving):
    """Curve and KPIs of one group in one history."""
    parts = rng.gamma(1.2, (20, 60, 90, 40, 80), size=(firms, 5)) * slow
    time = parts.sum(axis=1)
    leaves = np.where(rng.random(firms) < leaving, rng.uniform(30, 400, firms), np.inf)
    upto = np.minimum(np.minimum(time, leaves), LIMIT)
    parts = np.diff(np.minimum(np.cumsum(parts, axis=1), upto[:, None]), prepend=0.0, axis=1)
    produced = np.where(leaves < np.minimum(time, LIMIT), np.inf, time)

    none = firms == 0
    cells = {"signed": firms, "rmst_time_to_production": np.nan if none else np.minimum(produced, LIMIT).mean()}
    mean = np.full(5, np.nan) if none else parts.mean(axis=0)
    for stage, of_stage in zip(STAGES, mean, strict=True):
        cells |= {
            f"days.{stage}.{c}": of_stage * k for c, k in zip(COMPONENTS, (0.5, 0.1, 0.25, 0.1, 0.05), strict=True)
        }
    return [np.nan if none else (produced <= day).mean() for day in days], cells


def draw(name, curves, kpis, labels, stamp):
    return plots.draw(name, {"curves": curves, "kpis": kpis}, labels, stamp)


@pytest.fixture(scope="module")
def tables():
    return toy()


def lines_of(axes, kind="line "):
    return {str(a.get_gid()).removeprefix(kind): a for a in axes.get_children() if str(a.get_gid()).startswith(kind)}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", PLOTS)
def test_a_figure_draws_without_a_missing_glyph_in_both_languages(name, lang, tables):
    draw(name, *tables, words(lang), STAMP).draw_without_rendering()  # a missing glyph warns, and warnings are errors


def test_a_missing_glyph_would_be_seen(tables, monkeypatch):
    monkeypatch.setattr("sim.views.frame.families", lambda: ("DejaVu Sans",))
    with pytest.warns(UserWarning, match="missing from font"):
        draw("time_to_production", *tables, words("zh"), STAMP).draw_without_rendering()


def all_text(figure):
    from matplotlib.text import Text

    return [t.get_text() for t in figure.findobj(Text)]


@pytest.mark.parametrize("name", PLOTS)
def test_every_strategy_is_drawn_in_every_panel_and_named(name, tables):
    figure = draw(name, *tables, words(), STAMP)
    text = " ".join(all_text(figure)).replace("\n", " ")
    assert all(en in text for en, _ in STRATEGIES.values())
    for axes in figure.axes:
        if name == "time_to_production":
            assert list(lines_of(axes)) == list(STRATEGIES)
        else:
            assert list(lines_of(axes, "total ")) == list(STRATEGIES)


@pytest.mark.parametrize("name", PLOTS)
def test_the_foot_says_how_to_compute_the_figure_again(name, tables):
    text = " ".join(all_text(draw(name, *tables, words(), STAMP)))
    assert "scenarios/rent_or_build.yaml (3f9a2c41) | seed 1 | 40 histories | parksim 0.1.0" in text
    assert "Estimates not varied." in text


@pytest.mark.parametrize("name", PLOTS)
def test_a_group_too_rare_for_a_panel_is_named_with_how_often_it_occurs(name, tables):
    text = " ".join(all_text(draw(name, *tables, words(), STAMP))).replace("\n", " ")
    ((group, share),) = choose_panels(tables[1], words()).left_out
    assert group == "III / new_registration"
    assert f"Class III / new registration (in {fixed(100 * share)}% of histories)" in text


def test_lines_are_means_and_bands_p10_to_p90_of_histories(tables):
    curves, kpis = tables
    figure = draw("time_to_production", curves, kpis, words(), STAMP)
    groups = choose_panels(kpis, words()).groups
    for axes, group in zip(figure.axes, groups, strict=True):
        for strategy in STRATEGIES:
            part = curves[(curves.group == group) & (curves.strategy == strategy)]
            wide = part.pivot(index="replication", columns="day", values="share").dropna()
            assert lines_of(axes)[strategy].get_ydata() == pytest.approx(wide.mean().to_numpy())
            edge = lines_of(axes, "band ")[strategy].get_paths()[0].vertices
            for day in (0, 30, 73):
                on_day = edge[np.isclose(edge[:, 0], wide.columns[day]), 1]
                low, high = wide.iloc[:, day].quantile([0.1, 0.9])
                assert (on_day.min(), on_day.max()) == pytest.approx((low, high))


def test_shares_run_from_0_to_100_percent_and_bars_start_at_zero(tables):
    curve, bars = (draw(name, *tables, words(), STAMP) for name in ("time_to_production", "where_the_days_went"))
    assert all(axes.get_ylim()[0] == 0 and axes.get_yticks()[-1] == 1 for axes in curve.axes)
    assert len({axes.get_xlim() for axes in bars.axes[:2]}) == len({axes.get_xlim() for axes in bars.axes[2:]}) == 1
    assert all(axes.get_xlim()[0] == 0 for axes in bars.axes)


def test_segments_of_a_bar_add_up_to_the_restricted_mean_written_at_its_end(tables):
    curves, kpis = tables
    figure = draw("where_the_days_went", curves, kpis, words(), STAMP)
    groups = choose_panels(kpis, words()).groups
    for axes, group in zip(figure.axes, ("all", *groups), strict=True):
        totals = lines_of(axes, "total ")
        for place, strategy in enumerate(STRATEGIES):
            want = kpis[
                (kpis.kpi == "rmst_time_to_production") & (kpis.group == group) & (kpis.strategy == strategy)
            ].value.mean()
            segments = [p for p in axes.patches if round(p.get_y() + p.get_height() / 2) == place]
            assert sum(p.get_width() for p in segments) == pytest.approx(want)
            assert all(p.get_width() >= 0 for p in segments)
            assert totals[strategy].get_text().startswith(f"{want:.0f} d (")


def test_days_after_leaving_are_a_part_of_their_own(tables):
    handles = draw("where_the_days_went", *tables, words("zh"), STAMP).axes[0].get_legend_handles_labels()[1]
    assert handles == [zh for _, zh in STAGES.values()] + ["已退出（计至上限）"]


def test_stages_stand_in_the_order_of_their_titles_not_of_the_table(tables):
    curves, kpis = tables
    turned = kpis.sort_values("kpi", ascending=False)
    titles = draw("where_the_days_went", curves, turned, words(), STAMP).axes[0].get_legend_handles_labels()[1]
    assert titles[:-1] == [en for en, _ in STAGES.values()]


@pytest.mark.parametrize("name", PLOTS)
def test_one_strategy_and_one_group_are_enough(name):
    figure = draw(name, *toy(("as_is",), ("all",), 5), Labels("en"), STAMP)
    figure.draw_without_rendering()
    assert any("as_is" in text for text in all_text(figure))


@pytest.mark.parametrize("name", PLOTS)
def test_a_strategy_without_firms_is_named_and_an_empty_park_still_drawn(name, tables):
    curves, kpis = (table.copy() for table in toy(("a", "b"), GROUPS[:3], 6))
    for table, column in ((curves, "share"), (kpis, "value")):
        table.loc[(table.strategy == "b") & (table.group != "all"), column] = np.nan
    figure = draw(name, curves, kpis, Labels("zh"), STAMP)
    figure.draw_without_rendering()
    assert any("无此类企业" in text for text in all_text(figure))
    empty = draw(name, curves.assign(share=np.nan), kpis.assign(value=np.nan), Labels("en"), STAMP)
    empty.draw_without_rendering()
    assert any("no such firms" in text for text in all_text(empty))


def test_firms_of_the_cohort_are_told_where_the_table_counts_them_else_those_that_signed():
    curves, kpis = toy(("a",), ("all",), 3)
    counted = pd.concat((kpis, kpis[kpis.kpi == "signed"].assign(kpi="cohort", value=12.0)))
    assert "12 firms a history" in all_text(draw("time_to_production", curves, counted, Labels("en"), STAMP))
    signed = kpis[kpis.kpi == "signed"].value.mean()
    assert f"{signed:.0f} firms sign in a history" in all_text(
        draw("where_the_days_went", curves, kpis, Labels(), STAMP)
    )


def test_a_notebook_shows_a_figure_and_drawing_leaves_matplotlib_as_it_was():
    import matplotlib

    before = dict(matplotlib.rcParams)
    figure = draw("time_to_production", *toy(("a",), ("all",), 3), Labels("zh"), STAMP)
    assert figure._repr_png_().startswith(b"\x89PNG")
    assert dict(matplotlib.rcParams) == before


def test_line_ends_that_lie_apart_carry_their_names_and_need_no_legend():
    curves, kpis = toy(("a", "b"), ("all",), 5)
    share = np.where(curves.strategy == "a", 0.9, 0.4) * curves.day / LIMIT
    apart = draw("time_to_production", curves.assign(share=share), kpis, Labels("en"), STAMP)
    close = draw("time_to_production", curves.assign(share=curves.day / LIMIT), kpis, Labels("en"), STAMP)
    assert (len(apart.legends), len(close.legends)) == (1, 2)


@pytest.mark.parametrize("name", PLOTS)
def test_two_worlds_in_one_figure_are_refused(name, tables):
    both = [pd.concat((table, table.assign(world=1))) for table in tables]
    with pytest.raises(ValueError, match="one world"):
        draw(name, *both, words(), STAMP)


def test_an_unknown_figure_is_refused_with_the_names_there_are(tables):
    with pytest.raises(ValueError, match="time_to_production, where_the_days_went"):
        draw("pie", *tables, words(), STAMP)


@pytest.mark.parametrize("name", PLOTS)
def test_the_same_tables_give_the_same_bytes(name, tmp_path):
    tables = toy(("a", "b"), GROUPS[:2], 8)
    first = [p.read_bytes() for p in save(draw(name, *tables, words("zh"), STAMP), tmp_path / "a", name)]
    again = [p.read_bytes() for p in save(draw(name, *tables, words("zh"), STAMP), tmp_path / "b", name)]
    assert first == again
    assert b"<dc:date>" not in first[1]
    assert sorted(p.name for p in (tmp_path / "a").iterdir()) == [f"{name}.png", f"{name}.svg"]


def test_a_write_that_fails_leaves_the_old_file_and_no_half_one(tmp_path, monkeypatch):
    figure = draw("time_to_production", *toy(("a",), ("all",), 3), words(), STAMP)
    (tmp_path / "f.png").write_bytes(b"old")
    monkeypatch.setattr("pathlib.Path.replace", lambda *_: (_ for _ in ()).throw(OSError(28, "disk full")))
    with pytest.raises(OSError, match="disk full"):
        save(figure, tmp_path, "f")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("f.png", b"old")]


def test_chinese_text_is_measured_and_broken_by_columns():
    assert width("12个月") == 6
    assert wrap("每家企业从签约到投产，平均", 10).splitlines() == ["每家企业从", "签约到投", "产，平均"]
