"""Figures as files: the same figure gives the same bytes, and an interrupted write leaves no half file."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DPI = 150
METADATA: dict[str, dict[str, Any]] = {"png": {"Software": None}, "svg": {"Date": None, "Creator": "parksim"}}


def save(figure: Figure, directory: str | os.PathLike[str], name: str) -> tuple[Path, Path]:
    """Write `<name>.png` and `<name>.svg` into a directory, which is made if missing.

    Both are drawn in memory before the first is written; each takes its place in one step.

    Returns
    -------
    tuple of Path
        The PNG (150 dpi) and the SVG (text as outlines: looks the same on a machine without the font).
    """
    drawn = {kind: image(figure, kind) for kind in ("png", "svg")}
    folder = Path(directory)
    folder.mkdir(parents=True, exist_ok=True)
    return _put(folder / f"{name}.png", drawn["png"]), _put(folder / f"{name}.svg", drawn["svg"])


def image(figure: Figure, kind: str = "png") -> bytes:
    """The bytes of a figure as "png" or "svg", without date or machine in them."""
    import matplotlib

    held = io.BytesIO()
    with matplotlib.rc_context({"svg.hashsalt": "parksim", "svg.fonttype": "path", "hatch.linewidth": 0.6}):
        figure.savefig(held, format=kind, dpi=DPI, metadata=METADATA[kind])
    return held.getvalue()


def _put(path: Path, content: bytes) -> Path:
    """Write beside the place, then move into it."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return path
