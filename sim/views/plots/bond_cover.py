"""Does the park's income carry its bond? Cover year by year, beside the cover that the bond file promises.

Only the first years are simulated; the others rest on a stated churn and are hatched, their points hollow: a bond of
fifteen years is mostly assumption.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.evidence.intervals import history_range
from sim.views.amounts import error_of, written
from sim.views.frame import FAINT, INK, new_figure, stroke, style, surround
from sim.views.labels import Labels, Stamp, wrap
from sim.views.panels import by_history, choose_panels, one_world
from sim.views.park import Park

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ACROSS = 4
MOST = 4.0  # times the promised cover; what lies above is drawn at the edge
LIFE = "bond_cover"
LEAST = 0.02  # nobody needs a cover in thousandths, however sure they are


def lacks(accounts: pd.DataFrame, kpis: pd.DataFrame, park: Park) -> str:
    """A bond."""
    there = len(accounts) and (accounts["line"] == "cover").any()
    if not there:
        return "the table accounts has no cover; the scenario states no money, or no bond"
    return "" if park.bond_threshold is not None else "the manifest does not say what cover the bond promises"


def draw(accounts: pd.DataFrame, kpis: pd.DataFrame, park: Park, labels: Labels, stamp: Stamp) -> Figure:
    """A panel a strategy: median cover by year of the bond, P10-P90 of one history, and the promised cover.

    Parameters
    ----------
    accounts
        strategy, world, replication, account, line, year, simulated, value of one world; `cover` is looked at.
    kpis
        For the order of the strategies, and the cover over the bond's life.
    park
        For the promised cover.
    labels, stamp
        Words and provenance.
    """
    cover = one_world(accounts)
    cover = cover[cover["line"] == "cover"]
    kpis = one_world(kpis)
    strategies = choose_panels(kpis, labels).strategies
    threshold = float(park.bond_threshold or 0.0)
    columns = min(len(strategies), ACROSS if len(strategies) not in (5, 6) else 3)
    rows = -(-len(strategies) // columns)
    with style():
        figure = new_figure((5.6, 7.5)[rows > 1] + 2.4 * max(rows - 2, 0))
        grid = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
        cut = any_assumed = False
        ends = [0.0, 1.25 * threshold]
        for place, axes in enumerate(grid.flat):
            if place >= len(strategies):
                axes.set_visible(False)
                continue
            part = cover[cover["strategy"] == strategies[place]]
            cover_by = by_history(part, "year", "value")
            assumed = by_history(part, "year", "simulated").min(axis=0) < 1
            ends += _panel(axes, strategies[place], cover_by, assumed, stroke(place)[0], MOST * threshold)
            any_assumed = any_assumed or bool(assumed.any())
            cut = cut or bool((np.quantile(cover_by, 0.9, axis=0, method="higher") > MOST * threshold).any())
            axes.set_title(wrap(labels.strategy(strategies[place]), 38 if columns > 3 else 50), pad=18, fontsize=11)
            _life(axes, kpis, strategies[place], labels)
        _scale(grid, len(strategies), threshold, (min(ends), max(ends)), labels)
        _key(figure, any_assumed, labels)
        notes = [labels.say("cover_notes")]
        if cut:
            notes.append(labels.say("cover_cut", top=f"{MOST * threshold:g}"))
        surround(figure, labels.say("cover_title"), notes, labels, stamp, head=0.8)
    return figure


def _panel(
    axes: Axes, strategy: str, cover: np.ndarray, assumed: np.ndarray, colour: str, most: float
) -> tuple[float, float]:
    """Median and band of one strategy, assumed years hatched; lowest and highest value drawn."""
    years = np.arange(1, cover.shape[1] + 1)
    low, median, high = np.minimum(np.quantile(cover, (0.1, 0.5, 0.9), axis=0, method="nearest"), most)
    if assumed.any():
        first = float(years[assumed][0])
        axes.axvspan(
            first - 0.5, years[-1] + 0.5, facecolor="#f3f3f3", edgecolor="#c9c9c9", hatch="///", linewidth=0,
            zorder=0, gid=f"assumed {strategy}",
        )  # fmt: skip
    axes.fill_between(years, low, high, color=colour, alpha=0.25, linewidth=0, zorder=2, gid=f"band {strategy}")
    axes.plot(years, median, color=colour, linewidth=2.2, zorder=3, gid=f"line {strategy}", clip_on=False)
    for chosen, face, what in ((~assumed, colour, "simulated"), (assumed, "white", "assumed")):
        if not chosen.any():
            continue  # an empty line that may leave its panel upsets the layout
        axes.plot(
            years[chosen], median[chosen], "o", color=colour, markerfacecolor=face, markersize=5, zorder=4,
            gid=f"{what} years {strategy}", clip_on=False,
        )  # fmt: skip
    return float(low.min()), float(high.max())


def _life(axes: Axes, kpis: pd.DataFrame, strategy: str, labels: Labels) -> None:
    """The cover over the bond's life, below the title."""
    values = kpis.loc[(kpis["kpi"] == LIFE) & (kpis["strategy"] == strategy), "value"].to_numpy(dtype=np.float64)
    if not np.isfinite(values).any():
        return
    error, one = max(error_of(values), LEAST), history_range(values)
    median, low, high = (written(v, error) for v in (float(np.nanmedian(values)), one.p10, one.p90))
    axes.annotate(
        labels.say("cover_life", median=median, low=low, high=high),
        (0, 1), xycoords="axes fraction", xytext=(0, 5), textcoords="offset points", fontsize=9.5, color=FAINT,
        gid=f"life {strategy}",
    )  # fmt: skip


def _scale(grid: np.ndarray, panels: int, threshold: float, ends: tuple[float, float], labels: Labels) -> None:
    """One scale for all panels, with the promised cover across each."""
    low, high = ends
    for place, axes in enumerate(grid.flat):
        axes.axhline(threshold, color=INK, linewidth=1.4, linestyle=(0, (5, 2)), zorder=3, gid="threshold")
        axes.annotate(
            labels.say("threshold", threshold=f"{threshold:g}"),
            (0, threshold), xycoords=("axes fraction", "data"), xytext=(4, 3), textcoords="offset points", fontsize=9.5,
        )  # fmt: skip
        axes.grid(axis="y", color="#dddddd", linewidth=0.6)
        axes.set_axisbelow(True)
        below = place + grid.shape[1] >= panels  # nothing stands under this panel
        axes.tick_params(labelsize=9.5, labelbottom=below)
        if below:
            axes.set_xlabel(labels.say("bond_year"), fontsize=10)
        if place % grid.shape[1] == 0:
            axes.set_ylabel(wrap(labels.say("cover_axis"), 26), fontsize=10)
    first = grid.flat[0]
    first.set_ylim(low - 0.03 * (high - low), high + 0.05 * (high - low))
    last = max(float(line.get_xdata()[-1]) for line in first.get_lines() if str(line.get_gid()).startswith("line "))
    first.set_xlim(0.5, last + 0.5)
    first.set_xticks([year for year in (1, 5, 10, 15, 20, 25, 30) if year <= last])


def _key(figure: Figure, assumed: bool, labels: Labels) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    key = [
        Line2D([], [], color=FAINT, linewidth=2.2, marker="o", markersize=5),
        Patch(color=FAINT, alpha=0.3),
        Patch(facecolor="#f3f3f3", edgecolor="#b5b5b5", hatch="///", linewidth=0),
    ]
    words = [labels.say("cover_line"), labels.say("band"), labels.say("assumed_years")]
    shown = len(words) if assumed else len(words) - 1
    top = 1 - 0.42 / figure.get_figheight()
    figure.legend(key[:shown], words[:shown], loc="upper left", bbox_to_anchor=(0.006, top), ncols=3)
