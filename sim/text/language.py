"""Which language a reader gets, and how a label in two languages becomes one string.

The lowest room: schema, levers, KPIs and figures all need labels, so nothing here knows about any of them.
"""

from __future__ import annotations

import locale
import os
from typing import Literal, NamedTuple, Protocol

Language = Literal["en", "zh"]


class Says(Protocol):
    """Anything that carries a text in both languages."""

    @property
    def en(self) -> str:
        """In English."""

    @property
    def zh(self) -> str:
        """In Chinese."""


class Label(NamedTuple):
    """A text in both languages."""

    en: str
    zh: str


def current_language(option: str | None = None) -> Language:
    """The language to speak: the option if given, else PARKSIM_LANG, else the locale.

    >>> current_language("zh")
    'zh'
    """
    for wish in (option, os.environ.get("PARKSIM_LANG")):
        if wish:
            return "zh" if wish.lower().startswith("zh") else "en"
    return "zh" if _locale_name().lower().startswith(("zh", "chinese")) else "en"


def say(text: Says, lang: Language = "en") -> str:
    """The text in one language, or in the other where that one is missing.

    >>> say(Label("office", "审批部门"), "zh")
    '审批部门'
    """
    return (text.zh or text.en) if lang == "zh" else (text.en or text.zh)


def _locale_name() -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return value
    return locale.getlocale()[0] or ""  # Windows sets no variable but knows its locale
