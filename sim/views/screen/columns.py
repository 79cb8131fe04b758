"""Tables for a console: Chinese characters count two columns, and no line is wider than a screen."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

SCREEN = 100


def width(text: str) -> int:
    """Columns that a text takes on a console.

    >>> width("自建 A")
    6
    """
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def cut(text: str, columns: int) -> str:
    """The text, or as much of it as fits with an ellipsis.

    >>> cut("标准厂房租赁", 7)
    '标准厂…'
    """
    if width(text) <= columns:
        return text
    kept = ""
    for letter in text:
        if width(kept + letter) > columns - 1:
            break
        kept += letter
    return kept + "…"


def pad(text: str, columns: int, right: bool = False) -> str:
    """The text cut or filled to exactly so many columns."""
    text = cut(text, columns)
    blank = " " * (columns - width(text))
    return blank + text if right else text + blank


def table(head: Sequence[str], rows: Sequence[Sequence[str]], columns: int = SCREEN) -> list[str]:
    """Lines of a table: the first column left, as wide as is left over; the others right, as wide as they need."""
    others = [max(width(row[i]) for row in (head, *rows)) for i in range(1, len(head))]
    left = min(max(width(row[0]) for row in (head, *rows)), columns - sum(others) - 2 * len(others))
    lines = []
    for row in (head, *rows):
        cells = [pad(row[0], left), *(pad(cell, size, right=True) for cell, size in zip(row[1:], others))]
        lines.append("  ".join(cells).rstrip())
    return lines


def wrap(text: str, columns: int = SCREEN, indent: str = "") -> list[str]:
    """A text in lines that fit; breaks at spaces, and between any two Chinese characters.

    >>> wrap("one two three", 8, "  ")
    ['one two', '  three']
    """
    lines, line = [], ""
    for word in _words(text):
        if line.strip() and width((line + word).rstrip()) > columns:
            lines.append(line.rstrip())
            line = indent + word.lstrip()
        else:
            line += word
    return [*lines, line.rstrip()] if line.strip() else lines


def _words(text: str) -> list[str]:
    words: list[str] = []
    for letter in text:
        breaks = not words or words[-1].endswith(" ") or width(letter) == 2 or width(words[-1][-1]) == 2
        if breaks and letter not in "，。；：、）":
            words.append(letter)
        else:
            words[-1] += letter
    return words
