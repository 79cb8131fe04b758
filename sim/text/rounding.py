"""How a number is rounded wherever the program writes one: as it is read, halves away from nought (四舍五入).

Python rounds the binary number and takes halves to the even digit: 0.125 would be 0.12, 0.375 would be 0.38, and 2.675,
which is stored as 2.67499…, would be 2.67. Whoever reckons a table anew from what a command prints expects 0.13, 0.38
and 2.68, and so do pages, screens and figures that show the same number.
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Context, Decimal

READ = 12  # digits of a number that are read; what follows is the rounding of sums
ROOM = Context(prec=400)  # enough for any float
NOUGHT = 1e-9  # what is smaller is the rounding of sums, too


def half_up(value: float, digits: int = 0) -> Decimal:
    """A finite number with so many digits after the point; below 0: tens, hundreds.

    >>> half_up(0.125, 2), half_up(2.675, 2), half_up(-0.5), int(half_up(1250, -2))
    (Decimal('0.13'), Decimal('2.68'), Decimal('-1'), 1300)
    """
    return _read(value).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP, context=ROOM)


def fixed(value: float, digits: int = 0, sign: bool = False) -> str:
    """A number with so many digits after the point, as text; no minus before nought unless signs are asked for.

    >>> fixed(18.45, 1), fixed(-0.2), fixed(-0.2, sign=True), fixed(12.5, sign=True), fixed(float("inf"))
    ('18.5', '0', '-0', '+13', '∞')
    """
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return ("-" if value < 0 else "+" if sign else "") + "∞"
    text = f"{abs(half_up(value, digits)):f}"
    minus = value < 0 and (sign or text.strip("0.") != "")
    return f"{'-' if minus else '+' if sign else ''}{text}"


def significant(value: float, digits: int = 3, sign: bool = False) -> str:
    """A number with so many significant digits, and all that stand before the point; no noughts at the end.

    >>> significant(0.17449), significant(3.459), significant(1645.7), significant(0.1204), significant(99.96)
    ('0.174', '3.46', '1646', '0.12', '100')
    """
    if math.isnan(value) or math.isinf(value):
        return fixed(value, sign=sign)
    if abs(value) < NOUGHT:
        return fixed(0.0, sign=sign)
    text = fixed(value, max(digits - 1 - _read(value).adjusted(), 0), sign)
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: float) -> str:
    """A share in whole percent, without the sign; what is there but less than half of one is said to be.

    >>> percent(0.145), percent(0.0), percent(0.003)
    ('15', '0', '<1')
    """
    text = fixed(100 * share)
    return "<1" if text == "0" and share > NOUGHT else text


def _read(value: float) -> Decimal:
    return Decimal(f"{value:.{READ}g}")
