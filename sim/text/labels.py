"""Labels of columns, KPIs, statuses and kinds, each written once, in both languages.

Whoever adds a column or a KPI adds its label here; a figure or table never spells one out itself.
"""

from __future__ import annotations

from sim.text.language import Label, Language, say

LABELS: dict[str, Label] = {
    "all": Label("all", "全部"),
    "calendar": Label("calendar days", "自然日"),
    "working": Label("working days", "工作日"),
    "site": Label("site days", "施工日"),
}


def label(identifier: str, lang: Language = "en") -> str:
    """The label of a column, KPI or kind; its identifier where nobody has written one.

    >>> label("working", "zh")
    '工作日'
    """
    known = LABELS.get(identifier)
    return say(known, lang) if known else identifier
