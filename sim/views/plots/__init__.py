"""The figures by name. To add one: a file here with `draw`, and its name and what it takes in PLOTS.

A file may also have `lacks`, which takes the same tables and says why there is nothing to draw; where it says "", or is
not there, the figure can be drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from sim.views.labels import Labels, Stamp

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.views.park import Park

PARK = "park"
PLOTS: dict[str, tuple[str, ...]] = {
    "time_to_production": ("curves", "kpis"),
    "where_the_days_went": ("curves", "kpis"),
    "cost_against_days": ("kpis", PARK),
    "bond_cover": ("accounts", "kpis", PARK),
    "space_over_time": ("lines", PARK),
    "cash_of_a_typical_firm": ("cash", "kpis", PARK),
}
"""Name of a figure -> the tables that its `draw` takes before words and stamp; `park` stands for facts of the park."""
TABLES = tuple(dict.fromkeys(table for needs in PLOTS.values() for table in needs if table != PARK))
"""Every table that some figure is drawn from."""


def draw(name: str, tables: Mapping[str, Any], labels: Labels, stamp: Stamp, park: Park | None = None) -> Figure:
    """Draw the figure called `name`; matplotlib is imported only now.

    Raises
    ------
    ValueError
        No figure has this name, or there is nothing that it could be drawn from; the message says what is missing.
    """
    why = refusal(name, tables, park)
    if why:
        raise ValueError(why)
    figure: Figure = import_module(f"sim.views.plots.{name}").draw(*_given(name, tables, park), labels, stamp)
    return figure


def offered(tables: Mapping[str, Any], park: Park | None = None) -> tuple[str, ...]:
    """The figures that can be drawn from these tables, in the order of PLOTS."""
    return tuple(name for name in PLOTS if not refusal(name, tables, park))


def refusal(name: str, tables: Mapping[str, Any], park: Park | None = None) -> str:
    """Why a figure cannot be drawn from these tables; "" where it can."""
    if name not in PLOTS:
        return f"no figure is called {name!r}; there are: {', '.join(PLOTS)}"
    missing = [need for need in PLOTS[name] if (park is None if need == PARK else need not in tables)]
    if missing:
        kept = ", ".join(repr(need) for need in PLOTS[name] if need != PARK)
        return f"{name} needs {', '.join(missing)}; play with keep=({kept}, ...)"
    lacks = getattr(import_module(f"sim.views.plots.{name}"), "lacks", None)
    why = lacks(*_given(name, tables, park)) if lacks else ""
    return f"{name} cannot be drawn: {why}" if why else ""


def _given(name: str, tables: Mapping[str, Any], park: Park | None) -> list[Any]:
    return [park if need == PARK else tables[need] for need in PLOTS[name]]
