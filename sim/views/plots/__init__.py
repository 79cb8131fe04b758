"""The figures by name. To add one: a file here with `draw(curves, kpis, labels, stamp)`, and its name in PLOTS."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from sim.views.labels import Labels, Stamp

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

PLOTS: tuple[str, ...] = (
    "time_to_production",
    "where_the_days_went",
)


def draw(name: str, curves: pd.DataFrame, kpis: pd.DataFrame, labels: Labels, stamp: Stamp) -> Figure:
    """Draw the figure called `name`; matplotlib is imported only now.

    Raises
    ------
    ValueError
        No figure has this name.
    """
    if name not in PLOTS:
        raise ValueError(f"no figure is called {name!r}; there are: {', '.join(PLOTS)}")
    figure: Figure = import_module(f"sim.views.plots.{name}").draw(curves, kpis, labels, stamp)
    return figure
