"""Names beside points, each where it hides least: no name on another, on a point or beyond the panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Annotation
    from matplotlib.transforms import Bbox

SIDES = [(1, 0.6), (-1, 0.6), (1, -0.6), (-1, -0.6), (0, 1), (0, -1), (1, 0), (-1, 0)]
NEAR, STEPS = 9.0, 6  # points between point and name; how often it may move further out
DOT = 7.0  # half a point, in pixels at 100 dpi


def place_names(axes: Axes, points: list[tuple[float, float]], names: list[str], colours: list[str]) -> list[Annotation]:
    """Write each name beside its point, with a thin line to it where it had to move away.

    The panel must have its final place and scale. Points come first to first served, so put what matters most first.
    """
    from matplotlib.transforms import Bbox

    figure = axes.get_figure()
    assert figure is not None
    figure.draw_without_rendering()
    dots = [_around(axes.transData.transform(point)) for point in points]
    taken: list[Bbox] = []
    placed = []
    for point, name, colour in zip(points, names, colours):
        note = axes.annotate(
            name, point, xytext=(0, 0), textcoords="offset points", fontsize=9.5, color=colour, linespacing=1.15,
            gid=f"name {name}", zorder=5, annotation_clip=False,
            bbox={"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.7},
            arrowprops={"arrowstyle": "-", "color": colour, "linewidth": 0.7, "shrinkA": 0, "shrinkB": 3},
        )  # fmt: skip
        best = min(_ways(), key=lambda way: _harm(axes, note, way, dots, taken))
        taken.append(_move(note, best))
        if np.hypot(*best[1]) < 2.2 * NEAR and note.arrow_patch is not None:
            note.arrow_patch.set_visible(False)
        placed.append(note)
    return placed


Way = tuple[tuple[float, float], tuple[float, float], int]


def _ways() -> list[Way]:
    """Side, offset in points, and how far out, the nearest first."""
    return [((x, y), (x * NEAR * (1 + n), y * NEAR * (1 + n)), n) for n in range(STEPS) for x, y in SIDES]


def _move(note: Annotation, way: Way) -> Bbox:
    (x, y), offset, _ = way
    note.set(
        horizontalalignment="left" if x > 0 else "right" if x < 0 else "center",
        verticalalignment="bottom" if y > 0 else "top" if y < 0 else "center",
    )
    note.xyann = offset
    return note.get_window_extent()


def _harm(axes: Axes, note: Annotation, way: Way, dots: list[Bbox], taken: list[Bbox]) -> float:
    """Pixels hidden or lost, names counting double; then the shorter way."""
    box, panel = _move(note, way), axes.get_window_extent()
    outside = box.width * box.height - _shared(box, panel)
    hidden = 2.0 * sum(_shared(box, other) for other in taken) + sum(_shared(box, dot) for dot in dots)
    return 10.0 * (hidden + 3.0 * outside) + way[2] * 40.0 + SIDES.index(way[0])


def _shared(one: Bbox, other: Bbox) -> float:
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    return float(wide * high) if wide > 0 and high > 0 else 0.0


def _around(pixel: np.ndarray) -> Bbox:
    from matplotlib.transforms import Bbox

    return Bbox.from_extents(*(pixel - DOT), *(pixel + DOT))
