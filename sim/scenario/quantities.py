"""Quantities as planners write them: a plain number in the key's unit, or a number with a unit in Chinese or English.

Strict on purpose: a unit that is not in the table is a fault, never a guess, and no thousands separators are read,
because `1,000` means one thing in English and another in a list.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from fractions import Fraction

from sim.text.language import Label

MU = Fraction(2000, 3)  # square metres in one mu (亩)
_NUMBER = re.compile(r"\s*([-+]?[0-9]{1,15}(?:\.[0-9]{1,15})?)\s*(.*?)\s*")

DURATION, MONEY, AREA, LAND_PRICE, RENT, SHARE = "duration", "money", "area", "land_price", "rent", "share"

KINDS: dict[str, tuple[str, Label]] = {
    DURATION: ("days", Label("a duration such as 20, '20 working days' or '30 days'", "时长，如 20、20工作日 或 30天")),
    MONEY: ("yuan", Label("an amount of money such as 680000 or 6.8亿元", "金额，如 680000 或 6.8亿元")),
    AREA: ("m2", Label("an area such as 2000, 2000m² or 126.9亩", "面积，如 2000、2000m² 或 126.9亩")),
    LAND_PRICE: ("yuan/m2", Label("a price of land such as 25万元/亩", "地价，如 25万元/亩")),
    RENT: ("yuan/m2/month", Label("a rent such as 9 or 9元/m²·月", "租金，如 9 或 9元/m²·月")),
    SHARE: ("1", Label("a share such as 0.3 or 30%", "比例，如 0.3 或 30%")),
}

_DAYS: dict[str, tuple[tuple[str, ...], Fraction | int]] = {
    "working": (("工作日", "个工作日", "working day", "working days", "workday", "workdays"), 1),
    "calendar": (("天", "日", "自然日", "个自然日", "day", "days", "calendar day", "calendar days"), 1),
    "weeks": (("周", "个星期", "week", "weeks"), 7),
    "months": (("月", "个月", "month", "months"), Fraction(365, 12)),
    "years": (("年", "year", "years"), 365),
}
_YUAN: dict[str, Fraction | int] = {
    "元": 1,
    "yuan": 1,
    "千元": 10**3,
    "万元": 10**4,
    "million yuan": 10**6,
    "亿元": 10**8,
    "百万元": 10**6,
}
_M2: dict[str, Fraction | int] = {
    "m2": 1,
    "m²": 1,
    "㎡": 1,
    "平方米": 1,
    "sqm": 1,
    "亩": MU,
    "mu": MU,
    "公顷": 10**4,
    "ha": 10**4,
    "km²": 10**6,
    "平方公里": 10**6,
}
_MONTHS: dict[str, Fraction | int] = {"月": 1, "month": 1, "年": Fraction(1, 12), "year": Fraction(1, 12)}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value in the base unit of its kind; `unit` is `working` or `calendar` for durations that say so, else empty."""

    value: float
    unit: str = ""


class NotAQuantity(ValueError):
    """The text is no quantity of the kind that was asked for."""


def quantity(written: object, kind: str = DURATION) -> Quantity:
    """What was written, in the base unit of its kind.

    Raises NotAQuantity for anything else, infinite and NaN included.

    >>> quantity("20工作日"), quantity("3 years").value, quantity(44)
    (Quantity(value=20.0, unit='working'), 1095.0, Quantity(value=44.0, unit=''))
    >>> quantity("6.8亿元", MONEY).value, quantity("126.9亩", AREA).value
    (680000000.0, 84600.0)
    >>> quantity("25万元/亩", LAND_PRICE).value, quantity("9元/m²·月", RENT).value, quantity("30%", SHARE).value
    (375.0, 9.0, 0.3)
    """
    if isinstance(written, bool) or not isinstance(written, int | float | str):
        raise NotAQuantity(written)
    if not isinstance(written, str):
        if not math.isfinite(written):
            raise NotAQuantity(written)
        return Quantity(float(written))
    found = _NUMBER.fullmatch(written)
    known = _UNITS[kind].get(_plain(found[2])) if found and found[2] else None
    if found is None or known is None:
        raise NotAQuantity(written)
    factor, unit = known
    return Quantity(float(Fraction(found[1]) * factor), unit)


def _plain(unit: str) -> str:
    """One spelling for the many ways to write a compound unit.

    >>> _plain("元/㎡·月"), _plain("yuan per mu")
    ('元/㎡/月', 'yuan/mu')
    """
    unit = unit.replace("每", "/").replace("·", "/").replace("•", "/").replace(" per ", "/")
    unit = re.sub(r"\s*/\s*", "/", unit.replace("(", "").replace(")", ""))
    return re.sub(r"\s+", " ", unit).lower()


def _table() -> dict[str, dict[str, tuple[Fraction, str]]]:
    days = {
        spelling: (Fraction(factor), "working" if name == "working" else "calendar")
        for name, (spellings, factor) in _DAYS.items()
        for spelling in spellings
    }
    money = {unit: (Fraction(factor), "") for unit, factor in _YUAN.items()}
    area = {unit: (Fraction(factor), "") for unit, factor in _M2.items()}
    land = {f"{y}/{m}": (Fraction(f) / Fraction(g), "") for y, f in _YUAN.items() for m, g in _M2.items()}
    rent = {f"{y}/{t}": (value[0] * h, "") for y, value in land.items() for t, h in _MONTHS.items()}
    share = {"%": (Fraction(1, 100), ""), "percent": (Fraction(1, 100), "")}
    return {DURATION: days, MONEY: money, AREA: area, LAND_PRICE: land, RENT: rent, SHARE: share}


_UNITS = _table()
