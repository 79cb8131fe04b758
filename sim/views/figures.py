"""A figure by name, from tables and manifest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.text.language import Language
from sim.views.from_manifest import labels_of, stamp_of
from sim.views.park import park_of
from sim.views.plots import draw, offered

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure as Figure  # noqa: PLC0414  (handed on to sim.api)


def figure(name: str, tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any], lang: Language) -> Figure:
    """Draw one of PLOTS; ValueError says what is missing where the tables do not hold what it shows."""
    return draw(name, tables, labels_of(manifest, lang), stamp_of(manifest, lang), park_of(manifest, lang))


def drawable(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> tuple[str, ...]:
    """Names of the figures that these tables have something for."""
    return offered(tables, park_of(manifest, "en"))
