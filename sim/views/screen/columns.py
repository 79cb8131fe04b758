"""Tables for a console: Chinese characters count two columns, and no line is wider than a screen."""

from __future__ import annotations

from collections.abc import Sequence

from sim.text.rounding import NOUGHT, fixed, significant
from sim.text.width import cut, lines, width

SCREEN = 100
DIGITS, OF_DAYS = 3, 2  # significant digits where no error is known: days are whole from ten on
MOST_AFTER = 6  # digits after the point, however small the error
NO_ERROR = 1e-12  # of the value: what is less is the rounding of sums


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


def indented(text: str) -> list[str]:
    """A text in lines that fit the screen, two columns in, what is carried over two more.

    >>> indented("short")
    ['  short']
    """
    return [f"  {line}" for line in lines(text, SCREEN - 2, "  ")]


def known(value: float, half_width: float) -> bool:
    """Is there an error to state: one that is neither unknown nor, but for the rounding of sums, nothing?"""
    return max(NOUGHT, NO_ERROR * abs(value)) < half_width < float("inf")


def rounded(value: float, half_width: float, sign: bool = False, digits: int = DIGITS) -> str:
    """A number with no digits beyond its error; where none is known, with `digits` significant ones.

    >>> rounded(123.456, 7.0), rounded(1.23456, 0.02), rounded(0.17449, float("inf")), rounded(3.459, 0.0)
    ('123', '1.23', '0.174', '3.46')
    """
    if not known(value, half_width):
        return significant(value, digits, sign)
    after = 0
    while after < MOST_AFTER and half_width < 2.0 * 10.0**-after:
        after += 1
    return fixed(value, after, sign)


def plus_minus(value: float, half_width: float, sign: bool = False, digits: int = DIGITS) -> str:
    """A number with its error; alone where there is no error to state, as in one history.

    >>> plus_minus(-12.34, 2.5, sign=True), plus_minus(0.4123, 0.031), plus_minus(7.0, float("inf"))
    ('-12 ±3', '0.41 ±0.03', '7')
    """
    text = rounded(value, half_width, sign, digits)
    return f"{text} ±{rounded(half_width, half_width)}" if known(value, half_width) else text
