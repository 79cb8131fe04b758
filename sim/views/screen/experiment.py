"""How an experiment ended: precise or not, what drawn worlds did to it, what failed and how to play that again."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.evidence.worlds import spreads
from sim.study.sequential import Look, Reached
from sim.text.experiments import told
from sim.text.labels import label
from sim.text.language import Language
from sim.text.rounding import fixed, significant
from sim.views.from_manifest import labels_of
from sim.views.screen.columns import wrap

if TYPE_CHECKING:
    import pandas as pd

RMST = "rmst_time_to_production"


def look_lines(seen: Look, lang: Language) -> list[str]:
    """What a round showed: each wish with the interval farthest from it."""
    lines = []
    for wanted, found in seen.widest:
        values = {
            "half": significant(found.half_width),
            "wanted": significant(found.wanted),
            "strategy": found.strategy,
        }
        lines += wrap(told("round", lang, n=seen.replications, kpi=label(f"kpi.{wanted.kpi}", lang), **values))
    return lines


def reached_lines(reached: Reached | None, lang: Language) -> list[str]:
    """Whether it is precise enough, else which budget is spent."""
    if reached is None:
        return []
    return [
        "",
        *wrap(told(f"reached_{reached.why}", lang, n=reached.last.replications)),
        *look_lines(reached.last, lang),
    ]


def world_lines(kpis: pd.DataFrame, manifest: Mapping[str, Any], lang: Language) -> list[str]:
    """How far the difference in the restricted mean spreads over drawn worlds; nothing where none were drawn."""
    if len(manifest.get("states", ())) < 2:
        return []
    labels = labels_of(manifest, lang)
    lines: list[str] = []
    for one in spreads(kpis, RMST):
        days = {name: fixed(getattr(one, name), sign=True) for name in ("p10", "p50", "p90")}
        names = {
            "strategy": labels.strategy(one.strategy),
            "baseline": labels.strategy(next(iter(manifest["strategies"]))),
        }
        lines += wrap(told("worlds", lang, worlds=one.worlds, share=fixed(100 * one.less), **days, **names))
    return ["", *lines] if lines else []


def failure_lines(manifest: Mapping[str, Any], lang: Language, again: str) -> list[str]:
    """How many histories failed, and the line that plays the first of them again."""
    if not manifest.get("failed"):
        return []
    first = manifest["failures"][0]
    command = ["parksim", "rerun", again, "--strategy", first["strategy"], "--replication", str(first["replication"])]
    command += ["--world", str(first["world"])] if first["world"] else []
    command += ["--seed", str(manifest["seed"])]
    said = told("failed", lang, failed=manifest["failed"], of=manifest["of"], **first)
    return ["", *wrap(said), f"  {shlex.join(command)}"]
