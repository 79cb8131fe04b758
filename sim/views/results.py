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


def write_result(
    directory: Path,
    tables: Mapping[str, pd.DataFrame],
    manifest: Mapping[str, Any],
    scenario_yaml: str,
    summary: pd.DataFrame,
    differences: pd.DataFrame,
    lang: Language,
) -> None:
    """Write all of it, or nothing; a directory that answers another question is refused."""
    with whole_directory(directory, question(manifest)) as partial:
        write_tables(partial, tables)
        write_csv(partial / "summary.csv", summary)
        write_csv(partial / "differences.csv", differences)
        (partial / "scenario.yaml").write_text(scenario_yaml, encoding="utf-8")
        (partial / "figures").mkdir()
        for name in drawable(tables, manifest):
            save(figure(name, tables, manifest, lang), partial / "figures", name)
        write_manifest(partial, manifest)
