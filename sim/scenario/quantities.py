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
LAND, MU_PRICE, M2_PRICE, M2_YEARLY = "land", "mu_price", "m2_price", "m2_yearly"
YEARLY, MONTHLY, YEARS, MONTHS = "yearly", "monthly", "years", "months"
RATIO, POWER, FLOW, JOBS, FIRMS = "ratio", "power", "flow", "jobs", "firms"

KINDS: dict[str, tuple[str, Label]] = {
    DURATION: ("days", Label("a duration such as 20, '20 working days' or '30 days'", "时长，如 20、20工作日 或 30天")),
    MONEY: ("yuan", Label("an amount of money such as 680000 or 6.8亿元", "金额，如 680000 或 6.8亿元")),
    AREA: ("m2", Label("an area such as 2000, 2000m² or 126.9亩", "面积，如 2000、2000m² 或 126.9亩")),
    LAND_PRICE: ("yuan/m2", Label("a price of land such as 25万元/亩", "地价，如 25万元/亩")),
    RENT: ("yuan/m2/month", Label("a rent such as 9 or 9元/m²·月", "租金，如 9 或 9元/m²·月")),
    SHARE: ("1", Label("a share such as 0.3 or 30%", "比例，如 0.3 或 30%")),
    RATIO: ("1", Label("a ratio such as 0.8 or 80%", "比率，如 0.8 或 80%")),
    LAND: ("mu", Label("an area of land such as 126.9, 126.9亩 or 8.46ha", "土地面积，如 126.9、126.9亩 或 8.46ha")),
    MU_PRICE: ("yuan/mu", Label("a price of land such as 90000 or 9万元/亩", "地价，如 90000 或 9万元/亩")),
    M2_PRICE: ("yuan/m2", Label("a price such as 2000 or 2000元/m²", "单价，如 2000 或 2000元/m²")),
    M2_YEARLY: ("yuan/m2/year", Label("a levy such as 3 or 3元/m²·年", "税额，如 3 或 3元/m²·年")),
    YEARLY: ("yuan/year", Label("an amount a year such as 49951 or 1亿元/年", "年金额，如 49951 或 1亿元/年")),
    MONTHLY: ("yuan/month", Label("an amount a month such as 50000 or 5万元/月", "月金额，如 50000 或 5万元/月")),
    YEARS: ("years", Label("years such as 5, 5年 or 18个月", "年数，如 5、5年 或 18个月")),
    MONTHS: ("months", Label("months such as 3, 3个月 or 2年", "月数，如 3、3个月 或 2年")),
    POWER: ("kW", Label("a power such as 300, 300kW or 1.2MW", "功率，如 300、300kW 或 1.2MW")),
    FLOW: ("m3/day", Label("an amount a day such as 20 or 20m³/d", "日用量，如 20 或 20m³/d")),
    JOBS: ("jobs", Label("a number of jobs such as 40 or 40人", "岗位数，如 40 或 40人")),
    FIRMS: ("firms", Label("a number of firms such as 30 or 30家", "企业数，如 30 或 30家")),
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
_KW: dict[str, Fraction | int] = {"kw": 1, "千瓦": 1, "mw": 1000, "兆瓦": 1000}
_M3: tuple[str, ...] = ("m3", "m³", "立方米", "方")
_JOBS: tuple[str, ...] = ("人", "个", "个岗位", "jobs", "job", "people")


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
    >>> quantity("126.9亩", LAND).value, quantity("9万元/亩", MU_PRICE).value, quantity("1亿元", YEARLY).value
    (126.9, 90000.0, 100000000.0)
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
    return {
        **{DURATION: days, MONEY: money, AREA: area, LAND_PRICE: land, M2_PRICE: land, RENT: rent, RATIO: share},
        SHARE: {**share, "%/年": share["%"], "%/year": share["%"]},
        LAND: {unit: (factor / MU, "") for unit, (factor, _) in area.items()},
        MU_PRICE: {unit: (factor * MU, "") for unit, (factor, _) in land.items()},
        M2_YEARLY: {**land, **_over_time(land, "year")},
        YEARLY: {**money, **_over_time(money, "year")},
        MONTHLY: _over_time(money, "month"),
        YEARS: _spans("year"),
        MONTHS: _spans("month"),
        POWER: {unit: (Fraction(factor), "") for unit, factor in _KW.items()},
        FLOW: {f"{unit}/{day}": (Fraction(1), "") for unit in _M3 for day in ("d", "day", "天", "日")},
        FIRMS: {unit: (Fraction(1), "") for unit in ("家", "家企业", "firms")},
        JOBS: {unit: (Fraction(1), "") for unit in _JOBS},
    }


def _over_time(amounts: dict[str, tuple[Fraction, str]], unit: str) -> dict[str, tuple[Fraction, str]]:
    """An amount a month or a year, in the base unit of one of them."""
    each = {time: Fraction(share) / Fraction(_MONTHS[unit]) for time, share in _MONTHS.items()}
    return {f"{name}/{time}": (yuan * share, "") for name, (yuan, _) in amounts.items() for time, share in each.items()}


def _spans(unit: str) -> dict[str, tuple[Fraction, str]]:
    """Years and months, in one of them."""
    length = {"years": Fraction(12), "months": Fraction(1)}
    return {
        spelling: (months / length[f"{unit}s"], "") for name, months in length.items() for spelling in _DAYS[name][0]
    }


def is_number(text: str) -> bool:
    """Is it written as a plain number, without a unit?

    >>> is_number("1e3"), is_number("30%")
    (True, False)
    """
    try:
        float(text)
    except ValueError:
        return False
    return True


_UNITS = _table()
