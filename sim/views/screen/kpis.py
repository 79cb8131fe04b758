"""Every KPI of one strategy on a screen, group by group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.text.labels import label
from sim.text.language import Language
from sim.text.screen import screen
from sim.views.from_manifest import labels_of, titles
from sim.views.screen.columns import table, wrap
from sim.views.screen.comparison import rounded

if TYPE_CHECKING:
    import pandas as pd


ACTIVITY = "activity:"


def kpi_screen(levels: pd.DataFrame, manifest: Mapping[str, Any], lang: Language) -> list[str]:
    """Lines of at most 100 columns: per group a table of KPIs; days by stage that are zero are left out."""
    labels, offices = labels_of(manifest, lang), titles(manifest, "office", lang)
    name = next(iter(manifest["strategies"]))
    lines = wrap(f"{labels.strategy(name)} · " + screen("kpi_note", lang))
    head = [screen(key, lang) for key in ("kpi", "mean_head", "error_head", "history_head", "unit")]
    for group in levels.group.unique():
        if str(group).startswith(ACTIVITY):
            continue
        mine = levels[levels.group == group]
        title = offices.get(str(group).removeprefix("office:"), "") or labels.group(str(group))
        rows = [row for r in mine.itertuples(index=False) if (row := _row(r, labels, lang))]
        if rows:
            lines += ["", title, *table(head, rows)]
    return [*lines, *_activities(levels, titles(manifest, "activity", lang), lang)]


def _activities(levels: pd.DataFrame, names: Mapping[str, str], lang: Language) -> list[str]:
    """KPIs of single activities, a row each: limits broken and firms let through."""
    lines: list[str] = []
    for kpi in ("over_limit", "passed_at_limit"):
        mine = levels[(levels.kpi == kpi) & levels.group.astype(str).str.startswith(ACTIVITY) & (levels["mean"] > 0)]
        rows = []
        for r in mine.itertuples(index=False):
            name = str(r.group).removeprefix(ACTIVITY)
            cells = _row(r, None, lang)
            if cells:
                rows.append([f"  {names.get(name, name)}", *cells[1:]])
        head = [
            label(f"kpi.{kpi}", lang),
            *(screen(key, lang) for key in ("mean_head", "error_head", "history_head", "unit")),
        ]
        lines += ["", *table(head, rows)] if rows else []
    return lines


def _row(r: Any, labels: Any, lang: Language) -> list[str] | None:
    kpi, unit = str(r.kpi), unit_of(str(r.kpi))
    if r.n == 0 or (kpi.startswith("days.") and r.mean == 0) or "_month_" in kpi:
        return None  # months of signing are in the tables: twelve rows a group would bury the rest
    if kpi.startswith("days."):
        _, stage, component = kpi.split(".")
        title = f"{labels.stage(stage)} · {label(f'component.{component}', lang)}"
    else:
        title = label(f"kpi.{kpi}", lang)
    scale = 100.0 if unit == "share" else 1.0
    half = (r.high - r.low) / 2 * scale
    shown = screen(f"unit_{unit}", lang)
    error = "–" if half == float("inf") or half != half else f"±{rounded(half, half)}"
    if r.mean != r.mean:
        centre = screen("not_reached", lang) if r.p50 == float("inf") else rounded(r.p50 * scale, 1)
        return [f"  {title}", centre, "–", f"{rounded(r.p10 * scale, 1)} – {rounded(r.p90 * scale, 1)}", shown]
    history = f"{rounded(r.p10 * scale, half)} – {rounded(r.p90 * scale, half)}"
    return [f"  {title}", rounded(r.mean * scale, half), error, history, shown]


def unit_of(kpi: str) -> str:
    """Unit of a KPI by its id."""
    from sim.outcome.activity_kpis import ACTIVITY_KPIS
    from sim.outcome.kpis import KPIS
    from sim.outcome.offices import OFFICE_KPIS

    if kpi in OFFICE_KPIS | ACTIVITY_KPIS:
        return (OFFICE_KPIS | ACTIVITY_KPIS)[kpi][0]
    return next((one.unit for one in KPIS if one.id == kpi), "days")
