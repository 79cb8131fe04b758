"""Two short tables of a comparison: what a strategy costs the county, and how likely it keeps the targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sim.text.amounts import amount, yuan_unit
from sim.text.labels import label
from sim.text.language import Language
from sim.text.rounding import fixed
from sim.text.screen import screen
from sim.views.screen.columns import indented, plus_minus, table, wrap
from sim.views.screen.rows import Level, Where

if TYPE_CHECKING:
    import pandas as pd

PARK = "park"
COST, PER_FIRM, COVER = "public_cost", "cost_per_producing_firm", "bond_cover"
HEADS = {COST: "money_cost", PER_FIRM: "money_per_firm", COVER: "money_cover"}
LIST = {"en": ", ", "zh": "、"}

Titled = Sequence[tuple[str, str]]
"""Strategies with their titles."""


def money_lines(levels: Mapping[Where, Level], strategies: Titled, lang: Language) -> list[str]:
    """Public cost, cost per producing firm and cover of the bond by strategy; nothing where no books are kept."""
    shown = [kpi for kpi in HEADS if any((name, PARK, kpi) in levels for name, _ in strategies)]
    if not shown:
        return []
    columns = {kpi: _column(levels, kpi, strategies, lang) for kpi in shown}
    head = [screen("strategy", lang), *(columns[kpi][0] for kpi in shown)]
    rows = [[title, *(columns[kpi][1][place] for kpi in shown)] for place, (_, title) in enumerate(strategies)]
    starred = any(cell.endswith("*") for row in rows for cell in row[1:])
    note = [screen("money_missing", lang)] if starred else []
    return [*wrap(screen("money_head", lang)), *table(head, rows), *note]


def _column(levels: Mapping[Where, Level], kpi: str, strategies: Titled, lang: Language) -> tuple[str, list[str]]:
    """Head with unit, and a cell a strategy; a star where histories are left out."""
    rows = [levels.get((name, PARK, kpi)) for name, _ in strategies]
    head, size = screen(HEADS[kpi], lang), 1.0
    if kpi != COVER:
        known = [abs(row.mean) for row in rows if row is not None and row.n]
        size, unit = yuan_unit(max(known, default=0.0), lang)
        head = head if lang == "en" else f"{head}（{unit}）"
    return head, [_cell(row, size) for row in rows]


def _cell(row: Level | None, size: float) -> str:
    if row is None or row.n == 0:
        return "–"
    return plus_minus(row.mean / size, row.half / size) + ("*" if row.missing else "")


def target_lines(
    chances: pd.DataFrame, targets: Sequence[Mapping[str, Any]], strategies: Titled, lang: Language
) -> list[str]:
    """Every target by its number, then the probability of each by strategy; nothing where there are none."""
    if not targets:
        return []
    found = {(row.strategy, row.target): row for row in chances.itertuples(index=False)}
    names = [screen("target_name", lang, number=number) for number, _ in enumerate(targets, 1)]
    lines = wrap(screen("targets_head", lang))
    for name, target in zip(names, targets):
        lines += indented(_said("target_line", target, lang, name=name))
    rows = [[title, *(_chance(found.get((name, t["id"]))) for t in targets)] for name, title in strategies]
    return [*lines, *table([screen("strategy", lang), *names], rows)]


def target_met(target: Mapping[str, Any], row: Any, lang: Language) -> list[str]:
    """One sentence on one target under one strategy."""
    return indented(_said("target_met", target, lang, chance=_chance(row)))


def _said(key: str, target: Mapping[str, Any], lang: Language, **more: str) -> str:
    from sim.outcome.targets import TARGET_KPIS

    wanted = amount(target["at_least"], TARGET_KPIS[target["kpi"]], lang)
    wants = label(f"target.{target['kpi']}", lang).format(wanted=wanted, size=amount(target["size"], "yuan", lang))
    if types := target.get("types"):
        wants = screen("target_types", lang, wants=wants, types=LIST[lang].join(one[lang] for one in types))
    return screen(key, lang, title=target["title"][lang], wants=wants, day=target["by"], **more)


def _chance(row: Any) -> str:
    """`8 % (1–35)`: what more digits would say, the interval takes back."""
    if row is None or row.n == 0:
        return "–"
    share, low, high = (fixed(value * 100) for value in (row.probability, row.low, row.high))
    return f"{share} % ({low}–{high})"
