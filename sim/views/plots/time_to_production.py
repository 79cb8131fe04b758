"""Share of firms producing against time since signing: how much sooner, for whom, and how sure in one history.

A line is the mean over histories, its band the P10-P90 of one single history: what a county that lives through one
future may see, not the error of the mean. Firms that left stay in the denominator.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.text.rounding import fixed
from sim.views.frame import FAINT, legend_rows, month_ticks, new_figure, no_firms, row_by_row, stroke, style, surround
from sim.views.labels import ALL, Labels, Stamp, wrap
from sim.views.panels import Panels, by_history, choose_panels, firms_text, left_out_text, one_world, spread

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

YEAR = 365.0
APART = 0.06  # line ends closer than this share cannot be labelled side by side


def draw(curves: pd.DataFrame, kpis: pd.DataFrame, labels: Labels, stamp: Stamp) -> Figure:
    """Share producing since signing: all firms in the large panel, one small panel a group, one line a strategy.

    Parameters
    ----------
    curves
        strategy, world, replication, group, day, share: of one world.
    kpis
        strategy, world, replication, group, kpi, value: tells which groups enough histories have firms of.
    labels, stamp
        Words and provenance.
    """
    curves = one_world(curves)
    panels = choose_panels(one_world(kpis), labels)
    rows = max(2, -(-len(panels.others) // 3))
    with style():
        figure = new_figure(max(5.6, 1.5 + 2.75 * rows))
        large, small = _axes(figure, len(panels.others), rows)
        parts = dict(list(curves.groupby(["group", "strategy"], sort=False, observed=True)))
        limit = float(curves["day"].max())

        columns = -(-len(panels.others) // rows)
        for place, (axes, group) in enumerate(zip([large, *small], [ALL, *panels.others], strict=True)):
            title = labels.group(group)
            axes.set_title(wrap(title, 60 if axes is large else 27 if columns > 2 else 36), fontweight="normal", pad=17)
            axes.annotate(
                firms_text(kpis, group, labels),
                (0, 1),
                xycoords="axes fraction",
                xytext=(0, 4),
                textcoords="offset points",
                fontsize=8.5,
                color=FAINT,
            )
            _lines(axes, group, panels, parts, labels)
            _scale(axes, limit, labels, axes is large)
            if place and (place - 1) % columns:
                axes.tick_params(axis="y", labelleft=False)
        legend = _name_lines(figure, large, labels)
        notes = [labels.say("curve_notes"), left_out_text(panels, labels)]
        surround(
            figure, labels.say("curve_title"), [note for note in notes if note], labels, stamp, head=0.55 + 0.3 * legend
        )
    return figure


def _axes(figure: Figure, others: int, rows: int) -> tuple[Axes, list[Axes]]:
    """One large panel at the left over two rows, the small ones right of it, column after column."""
    columns = -(-others // rows)
    grid = figure.add_gridspec(rows, 2 + columns, width_ratios=[1.25, 1.25, *[1.0] * columns] if columns else None)
    large = figure.add_subplot(grid[0:2, 0:2])
    return large, [figure.add_subplot(grid[n // columns, 2 + n % columns]) for n in range(others)]


def _lines(axes: Axes, group: str, panels: Panels, parts: dict[Any, pd.DataFrame], labels: Labels) -> None:
    """Mean and band of every strategy; a strategy without such firms is named."""
    missing, lowest = [], 1.0
    for place, strategy in enumerate(panels.strategies):
        colour, dashes = stroke(place)
        part = parts.get((group, strategy))
        if part is None or part["share"].isna().all():
            missing.append(labels.strategy(strategy))
            axes.plot([], [], color=colour, linestyle=dashes, gid=f"line {strategy}", label=labels.strategy(strategy))
            continue
        days = np.sort(part["day"].unique())
        mean, low, high = spread(by_history(part, "day", "share"))
        lowest = min(lowest, float(mean[-1]))
        axes.fill_between(days, low, high, color=colour, alpha=0.13, linewidth=0, gid=f"band {strategy}")
        axes.plot(days, low, color=colour, alpha=0.45, linewidth=0.6)
        axes.plot(days, high, color=colour, alpha=0.45, linewidth=0.6)
        axes.plot(
            days,
            mean,
            color=colour,
            linestyle=dashes,
            linewidth=2.2,
            zorder=3,
            gid=f"line {strategy}",
            label=labels.strategy(strategy),
            clip_on=False,
        )
    if len(missing) == len(panels.strategies):
        no_firms(axes, labels)
    elif missing:
        ground = {"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none"}
        text = labels.say("none_under", strategies=", ".join(missing))
        risen = lowest > 0.5  # then the corner below the curves is free, else the one above them
        across, up, beside, upright = (0.98, 0.06, "right", "bottom") if risen else (0.03, 0.93, "left", "top")
        note = axes.text(across, up, wrap(text, 26), transform=axes.transAxes, fontsize=8.5, color=FAINT, bbox=ground)
        note.set(horizontalalignment=beside, verticalalignment=upright)


def _scale(axes: Axes, limit: float, labels: Labels, large: bool) -> None:
    """Shares from 0 to 100 %, months with days below them, marks at twelve months and at the limit."""
    month_ticks(axes, limit, 9 if large else 4.5)
    axes.set_yticks(np.linspace(0, 1, 5), [f"{fixed(share)}%" for share in np.linspace(0, 100, 5)])
    axes.set_xlim(0, limit)
    axes.set_ylim(0, 1.02)
    axes.grid(axis="y", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    if limit > YEAR:
        axes.axvline(YEAR, color=FAINT, linewidth=1, linestyle=(0, (2, 2)), zorder=1)
    axes.axvline(limit, color=FAINT, linewidth=1.6, zorder=1, clip_on=False)
    if not large:
        return
    axes.set_xlabel(labels.say("months_since_signing"))
    axes.set_ylabel(labels.say("share_producing"))
    if limit > YEAR:
        _mark(axes, YEAR, labels.say("twelve_months"), "center")
    _mark(axes, limit, labels.say("limit", days=fixed(limit)), "right")


def _mark(axes: Axes, day: float, text: str, side: str) -> None:
    """A word above the panel at a day."""
    axes.annotate(
        text,
        (day, 1),
        xycoords=("data", "axes fraction"),
        xytext=(0, 4),
        textcoords="offset points",
        ha=side,
        fontsize=8.5,
        color=FAINT,
    )


def _name_lines(figure: Figure, large: Axes, labels: Labels) -> int:
    """Names at the ends of the lines in the large panel where these lie apart, else a legend; rows of the legend.

    What line and band are stands at the right of the title in either case.
    """
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    height = figure.get_figheight()
    key = [Line2D([], [], color=FAINT, linewidth=2.2), Patch(color=FAINT, alpha=0.25)]
    figure.legend(
        key,
        [labels.say("mean_line"), labels.say("band")],
        loc="upper right",
        bbox_to_anchor=(0.994, 1 - 0.05 / height),
        ncols=2,
        fontsize=9,
    )
    lines = [line for line in large.get_lines() if str(line.get_gid()).startswith("line ")]
    ends = [float(np.asarray(line.get_ydata())[-1]) if len(np.asarray(line.get_ydata())) else np.nan for line in lines]
    if len(ends) == 1 or np.diff(np.sort(ends)).min() >= APART:  # NaN is not >= anything
        for line, end in zip(lines, ends, strict=True):
            if not np.isnan(end):
                _name_line(large, line, end)
        return 0

    across, rows = legend_rows([str(line.get_label()) for line in lines])
    top = 1 - 0.48 / height
    handles = row_by_row(lines, across)
    figure.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0.006, top),
        ncols=across,
        handlelength=4.2,
        columnspacing=1.8,
    )
    return rows


def _name_line(axes: Axes, line: Line2D, end: float) -> None:
    axes.annotate(
        wrap(str(line.get_label()), 18),
        (1, end),
        xycoords=("axes fraction", "data"),
        xytext=(6, 0),
        textcoords="offset points",
        va="center",
        fontsize=9,
        color=line.get_color(),
        annotation_clip=False,
    )
