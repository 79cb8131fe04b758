"""A figure by name, from tables and manifest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.text.language import Language
from sim.views.from_manifest import labels_of, stamp_of
from sim.views.plots import draw

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure as Figure  # noqa: PLC0414  (handed on to sim.api)


def figure(name: str, tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any], lang: Language) -> Figure:
    """Draw one of PLOTS from the tables `curves` and `kpis`."""
    return draw(name, tables["curves"], tables["kpis"], labels_of(manifest, lang), stamp_of(manifest, lang))
