"""Amounts as a planner writes them: money in million yuan or 万元 and 亿元, land in 亩 beside m²."""

from __future__ import annotations

import math

from sim.text.language import Language
from sim.text.rounding import half_up

YI, WAN, MILLION = 1e8, 1e4, 1e6
SQUARE_METRES_A_MU = 2000.0 / 3.0
UNITS: dict[str, tuple[str, str]] = {
    "m2": ("m²", "m²"),
    "mu": ("mu", "亩"),
    "m3/day": ("m³/day", "m³/日"),
    "kW": ("kW", "kW"),
    "accesses": ("accesses", "处"),
    "jobs": ("jobs", "个岗位"),
    "ratio": ("ratio", "倍"),
    "firms": ("firms", "家"),
    "years": ("years", "年"),
}
"""Unit words in English and Chinese; any other unit stands for itself."""


def unit_word(unit: str, lang: Language) -> str:
    """A unit as it is printed.

    >>> unit_word("mu", "zh"), unit_word("t/day", "zh")
    ('亩', 't/day')
    """
    english, chinese = UNITS.get(unit, (unit, unit))
    return chinese if lang == "zh" else english


def yuan_unit(size: float, lang: Language) -> tuple[float, str]:
    """How many yuan the unit for sums of about `size` has, and its name.

    >>> yuan_unit(6.8e8, "zh"), yuan_unit(5e6, "zh"), yuan_unit(6.8e8, "en")
    ((100000000.0, '亿元'), (10000.0, '万元'), (1000000.0, 'million yuan'))
    """
    if lang == "en":
        return MILLION, "million yuan"
    return (YI, "亿元") if math.isfinite(size) and abs(size) >= YI else (WAN, "万元")


def amount(value: float, unit: str, lang: Language) -> str:
    """A stated amount with its unit, in full; land in 亩 with its m².

    >>> amount(1e10, "yuan", "zh"), amount(1e10, "yuan", "en"), amount(300, "mu", "zh")
    ('100亿元', '10,000 million yuan', '300亩（200,000m²）')
    """
    gap = "" if lang == "zh" else " "
    if unit == "yuan":
        size, word = yuan_unit(value, lang)
        return f"{_plain(value / size)}{gap}{word}"
    text = f"{_plain(value)}{gap}{unit_word(unit, lang)}".removesuffix(" firms")
    if unit != "mu":
        return text
    metres = f"{_plain(int(half_up(value * SQUARE_METRES_A_MU)))}{gap}m²"
    return f"{text}（{metres}）" if lang == "zh" else f"{text} ({metres})"


def price(value: float, lang: Language) -> str:
    """A price of one m² or one 亩 in yuan, in 万元 from ten thousand on.

    >>> price(90000, "zh"), price(3370, "zh"), price(90000, "en")
    ('9万元', '3,370元', '90,000 yuan')
    """
    if lang == "zh":
        return amount(value, "yuan", lang) if value >= WAN else f"{_plain(value)}元"
    return f"{_plain(value)} yuan"


def _plain(value: float) -> str:
    """With all that was written, and commas: 6.8, 200,000."""
    return f"{value:,.10g}"
