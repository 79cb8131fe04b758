"""Tables for a console: Chinese characters count two columns, and no line is wider than a screen."""

from __future__ import annotations

from collections.abc import Sequence

from sim.text.width import cut, lines, width

SCREEN = 100


def pad(text: str, columns: int, right: bool = False) -> str:
    """The text cut or filled to exactly so many columns."""
    text = cut(text, columns)
    blank = " " * (columns - width(text))
    return blank + text if right else text + blank


def table(head: Sequence[str], rows: Sequence[Sequence[str]], columns: int = SCREEN) -> list[str]:
    """Lines of a table: the first column left, as wide as is left over; the others right, as wide as they need."""
    others = [max(width(row[i]) for row in (head, *rows)) for i in range(1, len(head))]
    left = min(max(width(row[0]) for row in (head, *rows)), columns - sum(others) - 2 * len(others))
    found = []
    for row in (head, *rows):
        cells = [pad(row[0], left), *(pad(cell, size, right=True) for cell, size in zip(row[1:], others))]
        found.append("  ".join(cells).rstrip())
    return found


def wrap(text: str, columns: int = SCREEN, indent: str = "") -> list[str]:
    """A text in lines that fit the screen."""
    return lines(text, columns, indent)
