"""Every KPI of one strategy on a screen, group by group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.text.labels import label
from sim.text.language import Language
from sim.text.screen import screen
from sim.views.from_manifest import labels_of, titles
from sim.views.screen.columns import table
from sim.views.screen.comparison import rounded

if TYPE_CHECKING:
    import pandas as pd


def kpi_screen(levels: pd.DataFrame, manifest: Mapping[str, Any], lang: Language) -> list[str]:
    """Lines of at most 100 columns: per group a table of KPIs; days by stage that are zero are left out."""
    labels, offices = labels_of(manifest, lang), titles(manifest, "office", lang)
    name = next(iter(manifest["strategies"]))
    lines = [f"{labels.strategy(name)} · " + screen("kpi_note", lang)]
    head = [screen(key, lang) for key in ("kpi", "mean_head", "error_head", "history_head", "unit")]
    for group in levels.group.unique():
        mine = levels[levels.group == group]
        title = offices.get(str(group).removeprefix("office:"), "") or labels.group(str(group))
        rows = [row for r in mine.itertuples(index=False) if (row := _row(r, labels, lang))]
        if rows:
            lines += ["", title, *table(head, rows)]
    return lines


def _row(r: Any, labels: Any, lang: Language) -> list[str] | None:
    kpi, unit = str(r.kpi), unit_of(str(r.kpi))
    if r.n == 0 or (kpi.startswith("days.") and r.mean == 0):
        return None
    if kpi.startswith("days."):
        _, stage, component = kpi.split(".")
        title = f"{labels.stage(stage)} · {label(f'component.{component}', lang)}"
    else:
        title = label(f"kpi.{kpi}", lang)
    scale = 100.0 if unit == "share" else 1.0
    half = (r.high - r.low) / 2 * scale
    shown = screen(f"unit_{unit}", lang)
    history = f"{rounded(r.p10 * scale, half)} – {rounded(r.p90 * scale, half)}"
    return [f"  {title}", rounded(r.mean * scale, half), f"±{rounded(half, half)}", history, shown]


def unit_of(kpi: str) -> str:
    """Unit of a KPI by its id."""
    from sim.outcome.kpis import KPIS
    from sim.outcome.offices import OFFICE_KPIS

    if kpi in OFFICE_KPIS:
        return OFFICE_KPIS[kpi][0]
    return next((one.unit for one in KPIS if one.id == kpi), "days")
