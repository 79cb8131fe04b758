"""How wide a text is, and where it may be broken, in columns of which a Chinese character takes two."""

from __future__ import annotations

import unicodedata

CLOSES = " ，。；：、）)%"  # never begins a line
OPENS = "（("  # never ends one


def width(text: str) -> int:
    """Columns that a text takes on a console or in a figure.

    >>> width("自建 A")
    6
    """
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def cut(text: str, columns: int) -> str:
    """The text, or as much of it as fits with an ellipsis.

    >>> cut("标准厂房租赁", 7)
    '标准厂…'
    """
    if width(text) <= columns:
        return text
    kept = ""
    for sign in text:
        if width(kept + sign) > columns - 1:
            break
        kept += sign
    return kept + "…"


def lines(text: str, columns: int, indent: str = "") -> list[str]:
    """A text in lines that fit: broken at spaces and after Chinese characters, never before closing punctuation.

    >>> lines("one two three", 8, "  ")
    ['one two', '  three']
    """
    found = [""]
    for piece in _pieces(text):
        if found[-1].strip() and width((found[-1] + piece).rstrip()) > columns:
            found.append(indent)
        found[-1] += piece if found[-1].strip() else piece.lstrip()
    return [line.rstrip() for line in found if line.strip()]


def _pieces(text: str) -> list[str]:
    """A text cut wherever a line may end; the cuts lose nothing."""
    pieces = [""]
    for sign in text:
        last = pieces[-1][-1:]
        beside_chinese = bool(last) and max(width(last), width(sign)) == 2
        if last == " " or (beside_chinese and sign not in CLOSES and last not in OPENS):
            pieces.append("")
        pieces[-1] += sign
    return pieces
