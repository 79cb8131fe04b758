"""The directory of a result: tables, summaries, figures, the resolved scenario and the manifest."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.study.manifest import question
from sim.text.language import Language
from sim.views.figures import drawable, figure
from sim.views.files import whole_directory, write_csv, write_manifest, write_tables
from sim.views.save import save

if TYPE_CHECKING:
    import pandas as pd

ALWAYS = ("enterprises", "activities", "kpis", "curves", "summary", "differences")  # with or without rows


def write_result(
    directory: Path,
    tables: Mapping[str, pd.DataFrame],
    manifest: Mapping[str, Any],
    scenario_yaml: str,
    summaries: Mapping[str, pd.DataFrame],
    lang: Language,
) -> None:
    """Write all of it, or nothing; a directory that answers another question is refused.

    Tables become Parquet, `summaries` CSV. What a park has nothing for (floors, money, targets) is left out.
    """
    with whole_directory(directory, question(manifest)) as partial:
        write_tables(partial, {name: table for name, table in tables.items() if name in ALWAYS or len(table)})
        for name, table in summaries.items():
            if name in ALWAYS or len(table):
                write_csv(partial / f"{name}.csv", table)
        (partial / "scenario.yaml").write_text(scenario_yaml, encoding="utf-8")
        (partial / "figures").mkdir()
        shown = {name: table[table["world"] == 0] for name, table in tables.items()}  # a figure is of one world
        for name in drawable(shown, manifest):
            save(figure(name, shown, manifest, lang), partial / "figures", name)
        write_manifest(partial, manifest)


def write_sweep(
    directory: Path, tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any], scenario_yaml: str
) -> None:
    """Tables with the column `point` in the place of `world`, and `points.csv` that says what each point sets."""
    import pandas as pd

    points = pd.DataFrame(list(manifest["states"])).rename_axis("point").reset_index()
    with whole_directory(directory, question(manifest)) as partial:
        write_tables(partial, {name: table.rename(columns={"world": "point"}) for name, table in tables.items()})
        write_csv(partial / "points.csv", points)
        (partial / "scenario.yaml").write_text(scenario_yaml, encoding="utf-8")
        write_manifest(partial, manifest)
