"""Stacked bars: one a strategy, one segment a part, days on the segments and the whole at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.text.rounding import fixed
from sim.views.days import LEFT, Days
from sim.views.frame import FAINT, INK, ink_on
from sim.views.labels import Labels, wrap
from sim.views.panels import MONTH

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WRITTEN = 0.05  # a segment of at least this share of its bar carries its number, where it fits
DIGIT = 0.075  # inches


class Look(NamedTuple):
    """Id, title, colour and hatch of a part of the bars."""

    id: str
    title: str
    colour: str
    hatch: str = ""


def stack(axes: Axes, days: Days, parts: list[tuple[Look, np.ndarray]], per_inch: float, labels: Labels) -> None:
    """One bar a strategy, the first on top; every part that has days gets a segment."""
    total = days.total
    places = np.arange(len(total))
    start = np.zeros(len(total))
    for look, value in parts:
        length = np.nan_to_num(value)
        axes.barh(
            places,
            length,
            left=start,
            height=0.74,
            color=look.colour,
            hatch=look.hatch,
            linewidth=0.6,
            edgecolor=FAINT if look.id == LEFT else "white",
            label=look.title if length.any() else "_",
            gid=f"part {look.id}",
        )
        for place in np.flatnonzero((length > 0) & (length >= WRITTEN * np.nan_to_num(total))):
            text = written(length[place], total[place])
            room = length[place] / per_inch
            _number(axes, look, (start[place] + length[place] / 2, float(place)), text, room)
        start = start + length
    axes.set_yticks(places, [wrap(labels.strategy(name), 22) for name in days.strategies])
    axes.set_ylim(len(total) - 0.5, -0.5)
    _totals(axes, days, labels)


def _totals(axes: Axes, days: Days, labels: Labels) -> None:
    """The total at the end of each bar, and below it the share of firms whose wait for production the limit cut off."""
    for place, name in enumerate(days.strategies):
        total, open_share = days.total[place], days.not_producing[place]
        lines = [labels.say("no_firms")]
        if not np.isnan(total):
            lines = [labels.say("total", days=written(total, total), months=fixed(total / MONTH, 1))]
            if open_share >= 0.005:
                lines.append(labels.say("not_producing", share=f"{fixed(100 * open_share)}%"))
        axes.annotate(
            "\n".join(lines),
            (np.nan_to_num(total), place),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=8,
            linespacing=1.05,
            color=FAINT if np.isnan(total) else INK,
            gid=f"total {name}",
            bbox={"boxstyle": "square,pad=0.05", "facecolor": "white", "edgecolor": "none"},
        )


def _number(axes: Axes, look: Look, at: tuple[float, float], text: str, inches: float) -> None:
    """The days of a segment on it, where they fit; on a plain ground where the segment is hatched."""
    if inches < DIGIT * len(text) + (0.12 if look.hatch else 0.04):
        return
    ground = {"boxstyle": "square,pad=0.12", "facecolor": look.colour, "edgecolor": "none"} if look.hatch else None
    axes.text(*at, text, ha="center", va="center", fontsize=8.5, color=ink_on(look.colour), bbox=ground)


def written(days: float, total: float) -> str:
    """Days as figures show them: whole ones, in a short bar with one decimal.

    >>> written(2.51, 6.2), written(84.4, 263.0)
    ('2.5', '84')
    """
    return fixed(days, 1 if total < 30 else 0)
