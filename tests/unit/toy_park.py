"""A seeded toy park: tables as a run leaves them, words in both languages, and ways to look into a drawn figure."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from sim.views.labels import Labels, Stamp
from sim.views.park import Park, Resource

NEW = ("cost_against_days", "bond_cover", "space_over_time", "cash_of_a_typical_firm")
TITLES = {
    "rent": ("Standard factories for rent", "标准厂房租赁"),
    "self_build": ("Self-build", "自建"),
    "free_relief": ("Free choice, rent-free years", "自主选择，租金减免"),
    "prefitted": ("Two phases, let pre-fitted", "分两期，带装修出租"),
    "mortgage": ("Free choice, factory mortgage with guarantee", "自主选择，厂房按揭加增信"),
    "land_tools": ("Free choice, land by instalments, loan, lease or tenure", "自主选择，土地分期、按揭、先租后让"),
    "incubator": ("Converted floors and graduation", "孵化楼层加毕业入园"),
    "suit": ("Build-to-suit by the platform company", "平台公司代建"),
}
RESOURCES = {
    "factory": Resource("Standard factories", "space", "m2"),
    "workshop": Resource("Workshop nobody wants", "space", "m2"),
    "land": Resource("Industrial land", "land", "mu"),
    "power": Resource("Power", "utility", "kW"),
}
PARK = Park(date(2020, 10, 12), 2190.0, 1095.0, 1.2, RESOURCES)
STAMP = Stamp("Malong (3f9a2c41)", 1, 12, "0.1.0")
HISTORIES, YEARS, MONTHS = 12, 15, 36
KEYS = ["strategy", "world", "replication"]


def words(lang="en"):
    return Labels(lang, {name: both[lang == "zh"] for name, both in TITLES.items()})


def toy(strategies=tuple(TITLES), seed=3):
    """Tables as a run leaves them; every strategy has all, the workshop stands empty."""
    rng = np.random.default_rng(seed)
    rows = {name: [] for name in ("kpis", "accounts", "lines", "cash")}
    for s, name in enumerate(strategies):
        for r in range(HISTORIES):
            key = (name, 0, r)
            rows["kpis"] += [
                (*key, "all", "rmst_time_to_production", 600 + 40 * s + rng.normal(0, 30)),
                (*key, "park", "cost_per_producing_firm", 1e7 * (1 + 0.1 * s) + rng.normal(0, 1e6)),
                (*key, "park", "bond_cover", 0.2 + rng.normal(0, 0.03)),
            ]
            for year in range(1, YEARS + 1):
                cover = min(0.1 * year, 0.45) + rng.normal(0, 0.05)
                rows["accounts"] += [(*key, "bond", "cover", year, year <= 5 - (r == 0), cover)]
                rows["accounts"] += [(*key, "bond", "rent", year, year <= 5, 1e6)]
            built = 100.0 * (r + 1)
            for resource, taken in (("factory", 4000.0 + r), ("workshop", 0.0), ("land", 50.0), ("power", 10.0)):
                rows["lines"] += [
                    (*key, resource, -20.0, 5000.0, 0.0, 0.0, 0.0),
                    (*key, resource, built, 5000.0, 5000.0, 0.0, 3.0 * (taken > 0)),
                    (*key, resource, built + 400, 5000.0, 5000.0, taken, 0.0),
                ]
            for month in range(MONTHS):
                items = {"equipment": -5e6 * (month == 0), "construction": -2e5 * s * (month < 10)}
                items |= {"margin": 1e5 * max(month - 12 - s, 0), "wages": rng.uniform(-2e5, -1e5)}
                rows["cash"] += [(*key, month, item, value) for item, value in items.items() if value]
                rows["cash"] += [(*key, month, "net", sum(items.values()))]
    columns = {
        "kpis": ["group", "kpi", "value"],
        "accounts": ["account", "line", "year", "simulated", "value"],
        "lines": ["resource", "t", "decided", "ready", "held", "waiting"],
        "cash": ["month", "item", "value"],
    }
    return {name: pd.DataFrame(rows[name], columns=[*KEYS, *more]) for name, more in columns.items()}


def marked(axes, kind):
    """Artists of an axes whose mark begins with `kind`, by the rest of the mark."""
    found = {str(a.get_gid()): a for a in axes.get_children() if str(a.get_gid()).startswith(kind)}
    return {gid.removeprefix(kind): artist for gid, artist in found.items()}


def all_text(figure):
    from matplotlib.text import Text

    return " ".join(text.get_text() for text in figure.findobj(Text)).replace("\n", " ")


def wide(table, column="value"):
    return table.pivot(index="replication", columns="strategy", values=column)


def kpi(tables, name):
    return wide(tables["kpis"][tables["kpis"].kpi == name])


def written_texts(figure):
    """Every text of a figure but the numbers at the axes."""
    yield from figure.texts
    for legend in figure.legends:
        yield from legend.get_texts()
    for axes in figure.axes:
        if axes.get_visible():
            yield from (*axes.texts, axes.title, axes.xaxis.label, axes.yaxis.label)
