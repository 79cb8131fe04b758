"""Where the days went: mean days per firm by stage and by kind of time; a meeting sees what a strategy shortens.

Only the chain of activities that decided when a firm produced counts; work beside it that held nobody up does not. Who
left before producing counts up to the limit, as in the restricted mean: a strategy that loses firms does not get short
bars for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.outcome.stages import COMPONENTS
from sim.text.labels import label
from sim.text.rounding import fixed
from sim.views.bars import Look, stack
from sim.views.days import LEFT, Days, mean_days
from sim.views.frame import FAINT, fill, legend_rows, month_ticks, new_figure, row_by_row, style, surround
from sim.views.labels import ALL, Labels, Stamp
from sim.views.panels import MONTH, choose_panels, firms_text, left_out_text, one_world

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BAR, AROUND = 0.34, 1.0  # inches a bar; inches a panel needs around its bars
ACROSS = 3  # panels of groups in a row
ROOM = (1.36, 1.2)  # a group, all firms: length of the axis in longest bars; the total needs room at the bar's end
INCHES = (3.6, 5.6)  # about the width of such a panel
KINDS = {
    "work": ("#404040", ""),
    "preparation": ("#8c8c8c", ""),
    "waiting": ("#E69F00", "///"),
    "off_hours": ("#d4d4d4", ""),
    "correction": ("#D55E00", "xxx"),
}


def draw(curves: pd.DataFrame, kpis: pd.DataFrame, labels: Labels, stamp: Stamp) -> Figure:
    """Mean days per firm within the limit: all firms by stage and by kind of time above, each group by stage below.

    Parameters
    ----------
    curves
        Its last day is the limit.
    kpis
        strategy, world, replication, group, kpi, value of one world, with `days.<stage>.<component>` and the
        restricted mean.
    labels, stamp
        Words and provenance.
    """
    panels = choose_panels(one_world(kpis), labels)
    curves = one_world(curves)
    days = mean_days(kpis, curves, panels, labels)
    limit = float(curves["day"].max())
    longest = max((float(np.nanmax(d.total)) for d in days.values() if not np.isnan(d.total).all()), default=limit)
    rows = -(-len(panels.others) // ACROSS)
    with style():
        figure = new_figure(2.1 + (BAR * len(panels.strategies) + AROUND) * (1 + rows))
        axes_of = _axes(figure, panels.others, rows)
        left, right = axes_of[ALL]
        for group, several in axes_of.items():
            stack(
                several[0],
                days[group],
                _stage_parts(days[group], labels),
                longest * ROOM[group == ALL] / INCHES[group == ALL],
                labels,
            )
            _head(
                several[0],
                labels.say("by_stage") if group == ALL else labels.group(group),
                firms_text(kpis, group, labels),
            )
        stack(right, days[ALL], _kind_parts(days[ALL], labels), longest * ROOM[1] / INCHES[1], labels)
        _head(right, labels.say("by_component"), firms_text(kpis, ALL, labels))
        _scale(axes_of, longest, limit, labels)
        head = _legends(figure, left, right, labels)
        notes = [labels.say("days_notes", days=fixed(limit)), left_out_text(panels, labels)]
        surround(
            figure,
            labels.say("days_title", days=fixed(limit)),
            [note for note in notes if note],
            labels,
            stamp,
            head=head + 0.1,
        )
    return figure


def _axes(figure: Figure, others: tuple[str, ...], rows: int) -> dict[str, list[Axes]]:
    """Two panels for all firms above, one a group below."""
    grid = figure.add_gridspec(1 + rows, 2 * ACROSS)
    axes_of = {ALL: [figure.add_subplot(grid[0, :ACROSS]), figure.add_subplot(grid[0, ACROSS:])]}
    for n, group in enumerate(others):
        column = 2 * (n % ACROSS)
        axes_of[group] = [figure.add_subplot(grid[1 + n // ACROSS, column : column + 2])]
    return axes_of


def _stage_parts(days: Days, labels: Labels) -> list[tuple[Look, np.ndarray]]:
    looks = [Look(name, labels.stage(name), fill(place)) for place, name in enumerate(days.stages)]
    return list(zip([*looks, _left(labels)], days.by_stage().values(), strict=True))


def _kind_parts(days: Days, labels: Labels) -> list[tuple[Look, np.ndarray]]:
    looks = [Look(name, label(f"component.{name}", labels.lang), *KINDS[name]) for name in COMPONENTS]
    return list(zip([*looks, _left(labels)], days.by_component().values(), strict=True))


def _left(labels: Labels) -> Look:
    return Look(LEFT, labels.say("left"), "#ffffff", "....")


def _head(axes: Axes, title: str, firms: str) -> None:
    axes.set_title(title, pad=15)
    axes.annotate(
        firms, (0, 1), xycoords="axes fraction", xytext=(0, 4), textcoords="offset points", fontsize=8.5, color=FAINT
    )


def _scale(axes_of: dict[str, list[Axes]], longest: float, limit: float, labels: Labels) -> None:
    """One scale from zero for every panel, so that bars compare across groups; strategies are named once a row."""
    for group, several in axes_of.items():
        for axes in several:
            axes.set_xlim(0, longest * ROOM[group == ALL])
            if longest > 3 * MONTH:
                month_ticks(axes, min(limit, longest * 1.1), 9 if group == ALL else 4.5)
            axes.tick_params(axis="y", length=0)
            axes.spines["left"].set_color(FAINT)
            axes.grid(axis="x", color="#e3e3e3", linewidth=0.6)
            axes.set_axisbelow(True)
            if longest > limit * 0.8:
                axes.axvline(limit, color=FAINT, linewidth=1.2, linestyle=(0, (2, 2)), zorder=0)
    for axes in axes_of[ALL]:
        axes.set_xlabel(labels.say("months_days_axis" if longest > 3 * MONTH else "days_axis"))
    singles = [axes for group, several in axes_of.items() if group != ALL for axes in several]
    for axes in [axes_of[ALL][1], *(axes for n, axes in enumerate(singles) if n % ACROSS)]:
        axes.tick_params(axis="y", labelleft=False)


def _legends(figure: Figure, left: Axes, right: Axes, labels: Labels) -> float:
    """Stages and kinds of time, each in the order of the segments, in rows below the title; inches taken."""
    inches = 0.48
    for axes, title in ((left, "stages"), (right, "components")):
        handles, titles = axes.get_legend_handles_labels()
        if not handles:
            continue
        across, rows = legend_rows(titles, handle=0.6, room=12.0)
        top = 1 - inches / figure.get_figheight()
        figure.text(0.012, top - 0.1 / figure.get_figheight(), labels.say(title), fontsize=9.5, color=FAINT, va="top")
        figure.legend(
            row_by_row(handles, across),
            row_by_row(titles, across),
            loc="upper left",
            bbox_to_anchor=(0.085, top),
            ncols=across,
            fontsize=9.5,
            handlelength=1.6,
            columnspacing=1.5,
            labelspacing=0.3,
        )
        inches += 0.06 + 0.22 * rows
    return inches
