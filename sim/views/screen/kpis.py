"""Every KPI of one strategy on a screen, group by group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.text.amounts import unit_word, yuan_unit
from sim.text.labels import label
from sim.text.language import Language
from sim.text.screen import SCREEN, screen
from sim.views.from_manifest import labels_of, titles
from sim.views.labels import Labels
from sim.views.screen.columns import DIGITS, OF_DAYS, known, rounded, table, wrap
from sim.views.screen.money import PARK, target_met

if TYPE_CHECKING:
    import pandas as pd


ACTIVITY = "activity:"
TARGETS, TARGET = "targets", "target."


def kpi_screen(
    levels: pd.DataFrame, manifest: Mapping[str, Any], lang: Language, chances: pd.DataFrame | None = None
) -> list[str]:
    """Lines of at most 100 columns: per group a table of KPIs; days by stage that are zero are left out.

    `chances` holds the probability that each target is met (`sim.evidence.targets`).
    """
    labels, groups = labels_of(manifest, lang), _titles_of_groups(manifest, lang)
    name = next(iter(manifest["strategies"]))
    lines = wrap(f"{labels.strategy(name)} · " + screen("kpi_note", lang))
    head = [screen(key, lang) for key in ("kpi", "mean_head", "error_head", "history_head", "unit")]
    for group in levels.group.unique():
        if str(group).startswith(ACTIVITY):
            continue
        mine = levels[levels.group == group]
        title = groups.get(str(group), "") or labels.group(str(group))
        rows = [row for r in mine.itertuples(index=False) if (row := _row(r, labels, lang, manifest))]
        if rows:
            lines += ["", title, *table(head, rows)]
        if group == TARGETS and chances is not None:
            met = {row.target: row for row in chances.itertuples(index=False)}
            lines += [line for one in manifest["park"]["targets"] for line in target_met(one, met.get(one["id"]), lang)]
    return [*lines, *_activities(levels, titles(manifest, "activity", lang), lang)]


def _titles_of_groups(manifest: Mapping[str, Any], lang: Language) -> dict[str, str]:
    """Titles of groups of KPIs that are not groups of firms."""
    offices, resources = titles(manifest, "office", lang), titles(manifest, "resource", lang)
    return {
        **{f"office:{name}": title for name, title in offices.items()},
        **{f"{kind}:{name}": title for kind in ("estate", "team") for name, title in resources.items()},
        PARK: screen("park", lang),
        TARGETS: screen("targets", lang),
    }


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


def _row(r: Any, labels: Labels | None, lang: Language, manifest: Mapping[str, Any] | None = None) -> list[str] | None:
    kpi = str(r.kpi)
    if r.n == 0 or (kpi.startswith("days.") and r.mean == 0) or "_month_" in kpi:
        return None  # months of signing are in the tables: twelve rows a group would bury the rest
    scale, shown = _scale(r, manifest or {}, lang)
    title = _title(kpi, labels, manifest, lang)
    half, digits = (r.high - r.low) / 2 * scale, digits_of(unit_of(kpi, manifest, str(r.group)))
    error = f"±{rounded(half, half) if known(r.mean * scale, half) else 0}" if half < float("inf") else "–"
    if r.mean != r.mean:
        centre = screen("not_reached", lang) if r.p50 == float("inf") else rounded(r.p50 * scale, 1)
        return [f"  {title}", centre, "–", f"{rounded(r.p10 * scale, 1)} – {rounded(r.p90 * scale, 1)}", shown]
    mean, p10, p90 = (rounded(value * scale, half, digits=digits) for value in (r.mean, r.p10, r.p90))
    return [f"  {title}", mean, error, f"{p10} – {p90}", shown]


def _title(kpi: str, labels: Labels | None, manifest: Mapping[str, Any] | None, lang: Language) -> str:
    if kpi.startswith("days.") and labels is not None:
        _, stage, component = kpi.split(".")
        return f"{labels.stage(stage)} · {label(f'component.{component}', lang)}"
    if kpi.startswith(TARGET) and manifest is not None:
        found = {f"{TARGET}{target['id']}": target["title"][lang] for target in manifest["park"]["targets"]}
        return str(found.get(kpi, kpi))
    return label(f"kpi.{kpi}", lang)


def _scale(r: Any, manifest: Mapping[str, Any], lang: Language) -> tuple[float, str]:
    """By what a value is multiplied for the screen, and the word for its unit there."""
    unit = unit_of(str(r.kpi), manifest, str(r.group))
    if unit == "yuan":
        size, word = yuan_unit(r.mean, lang)
        return 1.0 / size, word
    return (100.0 if unit == "share" else 1.0), _word(unit, lang)


def _word(unit: str, lang: Language) -> str:
    return screen(f"unit_{unit}", lang) if f"unit_{unit}" in SCREEN else unit_word(unit, lang)


def digits_of(unit: str) -> int:
    """Significant digits of a value whose error is not known."""
    return OF_DAYS if unit == "days" else DIGITS


def unit_of(kpi: str, manifest: Mapping[str, Any] | None = None, group: str = "") -> str:
    """Unit of a KPI by its id; of an amount of a space or a stock, and of a target, by the manifest."""
    from sim.outcome.above_scale import ABOVE_SCALE_KPIS
    from sim.outcome.activity_kpis import ACTIVITY_KPIS
    from sim.outcome.estate_kpis import ESTATE_KPIS
    from sim.outcome.funnel import FUNNEL_KPIS
    from sim.outcome.honest_counts import HONEST_KPIS
    from sim.outcome.kpis import KPIS
    from sim.outcome.money_kpis import FIRM_KPIS, PARK_KPIS
    from sim.outcome.offices import OFFICE_KPIS
    from sim.outcome.targets import TARGET_KPIS
    from sim.outcome.team_kpis import TEAM_KPIS

    park = (manifest or {}).get("park", {})
    if kpi.startswith(TARGET):
        counted = {f"{TARGET}{target['id']}": TARGET_KPIS[target["kpi"]] for target in park.get("targets", ())}
        return counted.get(kpi, "amount")
    apart = OFFICE_KPIS | ACTIVITY_KPIS | ESTATE_KPIS | TEAM_KPIS
    apart |= FIRM_KPIS | ABOVE_SCALE_KPIS | FUNNEL_KPIS | PARK_KPIS | HONEST_KPIS
    if kpi not in apart:
        return next((one.unit for one in KPIS if one.id == kpi), "days")
    unit = apart[kpi][0]
    resource = park.get("resources", {}).get(group.removeprefix("estate:"), {})
    return str(resource.get("unit", unit)) if unit == "amount" else unit
