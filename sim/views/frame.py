"""What every figure shares: size, font, title, and a foot that says what one sees.

Colours hold for colour-blind readers; dashes, hatches and lightness tell things apart in grey.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.text.rounding import fixed
from sim.text.width import width
from sim.views.fonts import families
from sim.views.labels import Labels, Stamp, wrap
from sim.views.panels import MONTH
from sim.views.save import DPI, image

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 13.33  # inches: a 16:9 slide
INK, FAINT = "#222222", "#6b6b6b"
LINE = 0.2  # inches a line of the foot
FOOT_COLUMNS = {"en": 235, "zh": 210}


# Okabe and Ito's colours; the dashes tell them apart in grey.
STROKES: tuple[tuple[str, Any], ...] = (
    ("#0072B2", "-"),
    ("#D55E00", (0, (6, 2))),
    ("#009E73", (0, (6, 1.5, 1.2, 1.5))),
    ("#CC79A7", (0, (1.2, 1.2))),
    ("#222222", (0, (10, 2, 2, 2, 2, 2))),
    ("#E69F00", (0, (3, 1))),
    ("#56B4E9", (0, (10, 3))),
)

# Paul Tol's muted colours, light and dark in turn, so that neighbours in a bar differ in grey too.
FILLS = ("#DDCC77", "#882255", "#88CCEE", "#332288", "#CC9AA2", "#117733", "#B8D8B0", "#6F4A9E", "#E8A04C", "#44607A",
         "#EBC7DD", "#999933", "#44AA99", "#A43820")  # fmt: skip


def stroke(place: int) -> tuple[str, Any]:
    """Colour and dashes of the strategy at a place; after the last the colours go round with other dashes."""
    colour = STROKES[place % len(STROKES)][0]
    return colour, STROKES[(place + place // len(STROKES)) % len(STROKES)][1]


def fill(place: int) -> str:
    """Colour of the stage at a place."""
    return FILLS[place % len(FILLS)]


def ink_on(colour: str) -> str:
    """Black or white, whichever reads better on a colour."""
    from matplotlib.colors import to_rgb

    red, green, blue = to_rgb(colour)
    return "white" if 0.299 * red + 0.587 * green + 0.114 * blue < 0.55 else INK


@contextmanager
def style() -> Iterator[None]:
    """Settings under which a figure is put together; none of them outlives it."""
    import matplotlib

    settings: Any = {
        "font.family": list(families()), "font.size": 10, "text.color": INK,
        "axes.titlesize": 11, "axes.titlelocation": "left", "axes.labelsize": 9.5, "axes.labelcolor": INK,
        "axes.edgecolor": FAINT, "axes.linewidth": 0.8, "axes.spines.top": False, "axes.spines.right": False,
        "xtick.labelsize": 9, "ytick.labelsize": 9, "xtick.color": FAINT, "ytick.color": FAINT,
        "xtick.labelcolor": INK, "ytick.labelcolor": INK, "axes.unicode_minus": False,
        "hatch.linewidth": 0.6, "legend.frameon": False, "legend.fontsize": 10,
    }  # fmt: skip
    with matplotlib.rc_context(settings):
        yield


def new_figure(height: float) -> Figure:
    """An empty figure on its own Agg canvas: no window, no global state; a notebook shows it as a picture."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, height), dpi=DPI, layout="constrained", facecolor="white")
    FigureCanvasAgg(figure)
    setattr(figure, "_repr_png_", partial(image, figure))  # noqa: B010 - what IPython asks for
    return figure


def surround(figure: Figure, title: str, notes: list[str], labels: Labels, stamp: Stamp, *, head: float) -> None:
    """Title above and notes below; the panels keep to what is left.

    Parameters
    ----------
    figure
        Made by `new_figure`.
    title
        What the figure asks.
    notes
        How to read it, one paragraph each; what is assumed and the stamp follow by themselves.
    labels, stamp
        Words and provenance.
    head
        Inches for the title and what stands beside it.
    """
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    height = float(figure.get_figheight())
    paragraphs = [*notes, labels.say("estimates"), *([stamp.assumed] if stamp.assumed else [])]
    text = "\n".join(wrap(part, FOOT_COLUMNS[labels.lang]) for part in (" ".join(paragraphs), stamp.line(labels)))
    foot = LINE * (text.count("\n") + 1) + 0.15
    figure.text(0.012, 1 - 0.12 / height, title, fontsize=15, va="top", ha="left")
    figure.text(0.012, 0.08 / height, text, fontsize=8.5, color=FAINT, va="bottom", ha="left", linespacing=1.35)
    engine = figure.get_layout_engine()
    assert isinstance(engine, ConstrainedLayoutEngine)  # as made by `new_figure`
    engine.set(rect=(0.006, foot / height, 0.988, 1 - (foot + head) / height), w_pad=0.06, h_pad=0.06)
    _settle(figure)


def _settle(figure: Figure) -> None:
    """Lay the panels out once and keep them there.

    The layout's solver does not give the same last bits in every run, and an SVG writes names made from all bits.
    """
    figure.draw_without_rendering()
    for axes in figure.axes:
        left, bottom, wide, high = (round(float(value), 4) for value in axes.get_position().bounds)
        axes.set_position((left, bottom, wide, high))
    figure.set_layout_engine("none")


def legend_rows(titles: list[str], handle: float = 1.05, room: float = 13.1) -> tuple[int, int]:
    """Entries in a row of a legend, and rows; each entry needs `handle` inches beside its title, a row has `room`.

    >>> legend_rows(["rent", "build"])
    (2, 1)
    """
    inches = [handle + 0.062 * len(title) + 0.077 * (width(title) - len(title)) for title in titles]
    across = len(titles) if sum(inches) <= room else max(1, int(room / max(inches)))
    return across, -(-len(titles) // max(across, 1))


def row_by_row(entries: list[Any], across: int) -> list[Any]:
    """Entries reordered so that matplotlib, which fills a legend column by column, shows them row by row.

    >>> row_by_row([1, 2, 3, 4, 5], 3)
    [1, 4, 2, 5, 3]
    """
    return [entry for column in range(across) for entry in entries[column::across]]


def month_ticks(axes: Axes, limit: float, most: float) -> None:
    """Ticks at whole months with the days below them, at most `most` steps."""
    step = next(s for s in (1, 3, 6, 12, 24, 60, 120, 600) if limit / (s * MONTH) <= most)
    months = np.arange(0, limit / MONTH + 1e-9, step)
    axes.set_xticks(months * MONTH, [f"{fixed(m)}\n{fixed(m * MONTH)}" for m in months])


def no_firms(axes: Axes, labels: Labels) -> None:
    """Say in an empty panel that it is empty."""
    axes.text(0.5, 0.5, labels.say("no_firms"), transform=axes.transAxes, ha="center", va="center", color=FAINT)
