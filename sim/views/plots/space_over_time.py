"""How space and land filled up: decided, ready and held over the years, and who stands in line below.

A panel a space or stock of land, a row a strategy: what stands empty and who waits for what are seen side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from sim.text.rounding import half_up
from sim.views.frame import FAINT, new_figure, style, surround
from sim.views.labels import Labels, Stamp, wrap
from sim.views.panels import one_world
from sim.views.park import Park, Resource

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FLOORS_AND_LAND = ("space", "land")
STEPS = 400  # from the start to the end
LOOKS = {"decided": "#8a8a8a", "ready": "#56B4E9", "held": "#0072B2", "waiting": "#D55E00"}
UNITS = {"m2": {"en": 1e3, "zh": 1e4}}
WIDTHS = {"decided": 1.4, "ready": 1.4, "held": 2.4, "waiting": 1.8}
HEAD = 0.3  # height of the titles of the columns, of that of a row
LINE_SHARE, GAP = 0.45, 0.12  # heights of the line below and of the room under it, of that of the areas
Level = dict[str, np.ndarray]  # name -> [histories, days]


def lacks(lines: pd.DataFrame, park: Park) -> str:
    """A space or land that somebody asks for."""
    return "" if _asked_for(lines, park) else "the table lines has no space or land that any firm took or waited for"


def draw(lines: pd.DataFrame, park: Park, labels: Labels, stamp: Stamp) -> Figure:
    """Areas decided, ready and held by calendar date, and firms in line: means over histories, bands P10-P90.

    Parameters
    ----------
    lines
        strategy, world, replication, resource, t, decided, ready, held, waiting of one world.
    park
        Start and end, titles and units of spaces and stocks; utilities are not drawn.
    labels, stamp
        Words and provenance.
    """
    lines = one_world(lines)
    asked = _asked_for(lines, park)
    there = set(lines["strategy"].unique())
    strategies = [name for name in labels.strategies if name in there] or list(lines["strategy"].unique())
    days = np.linspace(0.0, park.horizon, STEPS)
    parts = dict(list(lines.groupby(["strategy", "resource"], observed=True)))
    histories = np.sort(lines["replication"].unique())
    levels = {
        (strategy, name): levels_of(parts.get((strategy, name)), histories, days)
        for strategy in strategies
        for name in asked
    }
    with style():
        figure = new_figure(2.3 + max(1.25, min(2.4, 5.2 / len(strategies))) * len(strategies))
        heads, grid = _grid(figure, strategies, len(asked), labels)
        longest = max(float(np.quantile(level["waiting"], 0.9, axis=0).max()) for level in levels.values())
        for column, name in enumerate(asked):
            what = park.resources[name]
            unit, word = _unit(what, labels)
            most = max(_most(levels[strategy, name]) for strategy in strategies) / unit
            heads[column].text(
                0,
                0,
                wrap(labels.say("with_unit", title=what.title, unit=word), min(132 // len(asked), 60)),
                fontsize=11,
                va="bottom",
                gid=f"column {name}",
            )
            for row, strategy in enumerate(strategies):
                above, below = grid[row][column]
                level = levels[strategy, name]
                _areas(above, days, {part: values / unit for part, values in level.items()}, f"{strategy} {name}")
                if not any(values.any() for values in level.values()):
                    above.text(0.5, 0.5, labels.say("space_none"), transform=above.transAxes, ha="center", color=FAINT)
                _band(below, days, level["waiting"], "waiting", f"{strategy} {name}")
                above.set_ylim(0, 1.08 * most or 1.0)
                above.locator_params(axis="y", nbins=3)
                above.yaxis.set_major_formatter("{x:g}")
                below.set_ylim(0, max(1.15 * longest, 1.0))
                below.set_yticks([0, max(1, int(half_up(longest, -1) if longest > 20 else longest))])
                _dates(above, park, False)
                _dates(below, park, row == len(strategies) - 1)
        _key(figure, labels)
        unused = [r.title for n, r in park.resources.items() if r.kind in FLOORS_AND_LAND and n not in asked]
        notes = [labels.say("space_notes")]
        if unused:
            notes.append(labels.say("space_unused", resources=labels.say("list").join(unused)))
        surround(figure, labels.say("space_title"), notes, labels, stamp, head=0.85)
        _part(figure, [[axes for pair in row for axes in pair] for row in grid])
    return figure


def levels_of(part: pd.DataFrame | None, histories: np.ndarray, days: np.ndarray) -> Level:
    """Level of everything in LOOKS on some days, history by history: that of the last change before.

    Parameters
    ----------
    part
        Rows of `lines` of one strategy and resource; None: it has none.
    histories, days
        Rows and columns of the result, ascending.
    """
    found = {name: np.zeros((len(histories), len(days))) for name in LOOKS}
    if part is None:
        return found
    for place, history in enumerate(histories):
        rows = part[part["replication"] == history]
        at = np.searchsorted(rows["t"].to_numpy(), days, side="right")
        for name, level in found.items():
            level[place] = np.concatenate(([0.0], rows[name].to_numpy()))[at]
    return found


def _asked_for(lines: pd.DataFrame, park: Park) -> list[str]:
    """Spaces and land that any firm took or waited for, in the order of the park."""
    if not len(lines):
        return []
    asked = lines.loc[(lines["held"] > 0) | (lines["waiting"] > 0), "resource"].unique()
    return [name for name, what in park.resources.items() if what.kind in FLOORS_AND_LAND and name in set(asked)]


def _unit(what: Resource, labels: Labels) -> tuple[float, str]:
    """By what amounts are divided, and the unit's word."""
    words = {"m2": labels.say("unit_m2"), "mu": labels.say("unit_mu")}
    return UNITS.get(what.unit, {}).get(labels.lang, 1.0), words.get(what.unit, what.unit)


def _most(level: Level) -> float:
    return max(float(np.quantile(level[name], 0.9, axis=0).max()) for name in ("decided", "ready", "held"))


def _grid(
    figure: Figure, strategies: Sequence[str], columns: int, labels: Labels
) -> tuple[list[Axes], list[list[tuple[Axes, Axes]]]]:
    """Heads of the columns; areas above and the line below by strategy and resource, names at the left."""
    rows = figure.add_gridspec(
        1 + 3 * len(strategies),
        1 + columns,
        width_ratios=[0.155 * columns, *[1.0] * columns],
        height_ratios=[HEAD, *[1.0, LINE_SHARE, GAP] * len(strategies)],
    )
    heads = [_bare(figure.add_subplot(rows[0, 1 + column])) for column in range(columns)]
    grid = []
    for row, strategy in enumerate(strategies):
        top = 1 + 3 * row
        name = _bare(figure.add_subplot(rows[top, 0]))
        name.text(0, 1, wrap(labels.strategy(strategy), 20), fontsize=11, va="top", gid=f"row {strategy}")
        pairs = [[figure.add_subplot(rows[top + below, 1 + column]) for below in (0, 1)] for column in range(columns)]
        grid.append([(above, below) for above, below in pairs])
    return heads, grid


def _part(figure: Figure, rows: list[list[Axes]]) -> None:
    """A faint line between strategies."""
    from matplotlib.lines import Line2D

    for above, below in pairwise(rows):
        low, high = min(a.get_position().y0 for a in above), max(a.get_position().y1 for a in below)
        figure.add_artist(Line2D([0.012, 0.99], [(low + high) / 2] * 2, color="#c4c4c4", linewidth=0.8))


def _bare(axes: Axes) -> Axes:
    axes.axis("off")
    return axes


def _areas(axes: Axes, days: np.ndarray, level: Level, identifier: str) -> None:
    """What is decided, ready and held, each a step curve; what is ready stands on a light ground."""
    axes.fill_between(
        days, level["ready"].mean(axis=0), color=LOOKS["ready"], alpha=0.25, linewidth=0, step="post", zorder=1
    )
    for name in ("decided", "ready", "held"):
        _band(axes, days, level[name], name, identifier)


def _band(axes: Axes, days: np.ndarray, values: np.ndarray, name: str, identifier: str) -> None:
    low, high = np.quantile(values, (0.1, 0.9), axis=0)
    colour = LOOKS[name]
    if name != "decided":
        axes.fill_between(
            days, low, high, color=colour, alpha=0.25, linewidth=0, step="post", zorder=2,
            gid=f"{name} band {identifier}",
        )  # fmt: skip
    axes.plot(
        days, values.mean(axis=0), color=colour, drawstyle="steps-post", linewidth=WIDTHS[name], zorder=3,
        linestyle=(0, (4, 2)) if name == "decided" else "-", gid=f"{name} {identifier}",
    )  # fmt: skip


def _dates(axes: Axes, park: Park, written: bool) -> None:
    """A mark at the first of January, or of every quarter where the park is watched for less than two years."""
    last = date.fromordinal(park.start.toordinal() + int(park.horizon))
    months = (1,) if park.horizon > 730 else (1, 4, 7, 10)
    firsts = [date(year, month, 1) for year in range(park.start.year, last.year + 1) for month in months]
    inside = [day for day in firsts if park.start <= day <= last]
    texts = [str(day.year) if day.month == 1 else f"{day.year}-{day.month:02d}" for day in inside]
    axes.set_xticks([day.toordinal() - park.start.toordinal() for day in inside], texts if written else [])
    axes.set_xlim(0, park.horizon)
    axes.grid(color="#e3e3e3", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(labelsize=9)


def _key(figure: Figure, labels: Labels) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    key: list[Line2D | Patch] = [
        Line2D([], [], color=colour, linewidth=WIDTHS[name], linestyle=(0, (4, 2)) if name == "decided" else "-")
        for name, colour in LOOKS.items()
    ]
    words = [labels.say(name) for name in LOOKS]
    figure.legend(
        [*key, Patch(color=FAINT, alpha=0.3)], [*words, labels.say("band")], loc="upper left",
        bbox_to_anchor=(0.006, 1 - 0.42 / figure.get_figheight()), ncols=5, handlelength=2.6,
    )  # fmt: skip
