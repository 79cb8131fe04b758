"""Names beside points, each where it hides least: no name on another, on a point or beyond the panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Annotation
    from matplotlib.transforms import Bbox

SIDES = 16  # directions tried
NEAR, STEPS = 10.0, 9  # points between point and name; how often it may move further out
DOT = 9.0  # points around a point that a name keeps clear of


def place_names(
    axes: Axes, points: list[tuple[float, float]], names: list[str], colours: list[str], bars: list[Bbox]
) -> list[Annotation]:
    """Write each name beside its point, with a thin line to it where it had to move away.

    Parameters
    ----------
    axes
        In its final place and scale.
    points, names, colours
        Of each point; the first one named has the first choice.
    bars
        What else names should leave free, in data units: crosses, for example.
    """
    figure = axes.get_figure(root=True)
    assert figure is not None
    figure.draw_without_rendering()
    size = DOT * figure.dpi / 72
    kept = [_around(axes.transData.transform(point), size) for point in points]
    kept += [axes.transData.transform_bbox(bar).padded(size / 3) for bar in bars]
    taken: list[Bbox] = []
    placed = []
    for point, name, colour in zip(points, names, colours):
        note = axes.annotate(
            name, point, xytext=(0, 0), textcoords="offset points", fontsize=9.5, color=darker(colour),
            linespacing=1.3, gid=f"name {name}", zorder=2.5, annotation_clip=False,
            bbox={"boxstyle": "square,pad=0.05", "facecolor": "white", "edgecolor": "none", "alpha": 0.75},
            arrowprops={"arrowstyle": "-", "color": colour, "linewidth": 0.8, "shrinkA": 0, "shrinkB": 4},
        )  # fmt: skip
        best = min(_ways(), key=lambda way: _harm(axes, note, way, kept, taken))
        taken.append(_move(note, best))
        if best[1] == 0 and note.arrow_patch is not None:
            note.arrow_patch.set_visible(False)
        placed.append(note)
    return placed


def darker(colour: str) -> str:
    """A colour of a line as one in which text can be read."""
    from matplotlib.colors import to_hex, to_rgb

    red, green, blue = to_rgb(colour)
    return str(to_hex((0.62 * red, 0.62 * green, 0.62 * blue)))


Way = tuple[int, int]
"""Direction, in sixteenths of a turn from the right, and how far out."""


def _ways() -> list[Way]:
    """The nearest first, beside before above."""
    order = sorted(range(SIDES), key=lambda side: min(abs(side - best) for best in (1, 15, 7, 9)))
    return [(side, out) for out in range(STEPS) for side in order]


def _move(note: Annotation, way: Way) -> Bbox:
    from matplotlib.text import Text

    angle, far = 2 * np.pi * way[0] / SIDES, NEAR * (1 + way[1])
    x, y = float(np.cos(angle)), float(np.sin(angle))
    note.set(
        horizontalalignment="left" if x > 0.3 else "right" if x < -0.3 else "center",
        verticalalignment="bottom" if y > 0.8 else "top" if y < -0.8 else "center",
    )
    note.xyann = (far * x, far * y)
    note.get_window_extent()  # moves it there
    return Text.get_window_extent(note)  # without the line to the point


def _harm(axes: Axes, note: Annotation, way: Way, kept: list[Bbox], taken: list[Bbox]) -> float:
    """Share of the name that hides something or is lost, and how far it lies from its point."""
    box, panel = _move(note, way), axes.get_window_extent().padded(-DOT)
    area = box.width * box.height
    outside = area - _shared(box, panel)
    names, others = ([_shared(box, other) for other in several] for several in (taken, kept))
    hidden = sum(2.0 * (shared > 0) + 2.0 * shared / area for shared in names)
    hidden += sum(0.5 * (shared > 0) + 5.0 * shared / area for shared in others)
    return float(hidden + (outside > 0) + 4.0 * outside / area) + 0.1 * way[1]


def _shared(one: Bbox, other: Bbox) -> float:
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    return float(wide * high) if wide > 0 and high > 0 else 0.0


def _around(pixel: np.ndarray, size: float) -> Bbox:
    from matplotlib.transforms import Bbox

    return Bbox.from_extents(*(pixel - size), *(pixel + size))
