"""How deep a firm goes before its product pays: cumulative cash since signing, and what it had been spent on by then.

Up to the limit, for until then the table speaks of the same firms in every month.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.text.labels import label
from sim.views.amounts import error_of, in_units, written
from sim.views.frame import FAINT, FILLS, INK, ink_on, legend_rows, new_figure, row_by_row, stroke, style, surround
from sim.views.labels import ALL, Labels, Stamp, wrap
from sim.views.panels import MONTH, RESTRICTED, by_history, choose_panels, one_world, spread
from sim.views.place import darker

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.views.park import Park

NET = "net"
PARTS = {
    "equipment": ("equipment",),
    "building": ("shell", "construction"),
    "land": ("land",),
    "fit_out": ("fit_out",),
    "deposit": ("deposit",),
    "premises": ("rent", "relief", "property_fee", "moving"),
    "wages": ("wages",),
    "taxes": ("vat", "income_tax", "other_taxes", "taxes_elsewhere"),
    "loan": ("loan_drawn", "loan_service"),
    "margin": ("margin",),
    "support": ("subsidies", "resale"),
}
"""What bars are made of -> items of the table; an item of no part stands under its own name."""
BANDS = 3  # strategies of which each has a band; more bands hide each other
SAMPLE = 0.07  # length of the line before a name, of the panel's width
WRITTEN = 0.06  # of the longest bar: shorter segments carry no number


def lacks(cash: pd.DataFrame, kpis: pd.DataFrame, park: Park) -> str:
    """Firms with an account."""
    return "" if len(cash) else "the table cash is empty: no money in the scenario, or no firm watched for the limit"


def draw(cash: pd.DataFrame, kpis: pd.DataFrame, park: Park, labels: Labels, stamp: Stamp) -> Figure:
    """Cumulative cash by month at the left, one line a strategy; its parts at the lowest point at the right.

    Parameters
    ----------
    cash
        strategy, world, replication, month, item, value (yuan a firm) of one world.
    kpis
        For the order of the strategies and the mean time of the first lot.
    park
        For the limit.
    labels, stamp
        Words and provenance.
    """
    cash, kpis = one_world(cash), one_world(kpis)
    cash = cash[cash["month"] < int(park.limit / MONTH + 1e-9)]
    strategies = [name for name in choose_panels(kpis, labels).strategies if (cash["strategy"] == name).any()]
    with style():
        figure = new_figure(7.5 + 0.5 * max(len(strategies) - 8, 0))
        grid = figure.add_gridspec(1, 2, width_ratios=[1.15, 1.0])
        left, right = figure.add_subplot(grid[0]), figure.add_subplot(grid[1])
        nets = {name: _cumulative(cash[cash["strategy"] == name], labels) for name in strategies}
        lowest = {name: int(net.mean(axis=0).argmin()) for name, net in nets.items()}
        for place, name in enumerate(strategies):
            _line(left, name, nets[name], lowest[name], stroke(place), len(strategies) <= BANDS)
            _first_lot(left, name, nets[name].mean(axis=0), kpis, stroke(place)[0])
        months = max(net.shape[1] for net in nets.values()) - 1
        _scale(left, months, labels)
        parts = {name: _parts(cash[cash["strategy"] == name], lowest[name], labels) for name in strategies}
        names = _bars(right, strategies, parts, nets, lowest, labels)
        rows = _keys(figure, names, len(strategies) <= BANDS, labels)
        surround(
            figure, labels.say("cash_title"), [labels.say("cash_notes", months=f"{months}")], labels, stamp,
            head=0.6 + 0.2 * rows,
        )  # fmt: skip
    return figure


def _cumulative(cash: pd.DataFrame, labels: Labels) -> np.ndarray:
    """Cumulative net flow [histories, months + 1], from nothing on the day of signing, in the unit of the language."""
    flows = np.nan_to_num(by_history(cash[cash["item"] == NET], "month", "value"))
    return in_units(np.concatenate((np.zeros((len(flows), 1)), flows.cumsum(axis=1)), axis=1), labels)


def _parts(cash: pd.DataFrame, months: int, labels: Labels) -> dict[str, float]:
    """Part -> its sum over the first `months`, mean over histories."""
    early = cash[(cash["month"] < months) & (cash["item"] != NET)]
    sums = early.groupby(early["item"].astype(str))["value"].sum() / cash["replication"].nunique()
    known = {item: part for part, items in PARTS.items() for item in items}
    found = dict.fromkeys(PARTS, 0.0)
    for item, total in sums.items():
        part = known.get(str(item), str(item))
        found[part] = found.get(part, 0.0) + float(in_units(total, labels))
    return found


def _line(axes: Axes, name: str, net: np.ndarray, lowest: int, look: tuple[str, object], band: bool) -> None:
    """Mean with its band, or, where many bands would hide each other, with its range at the lowest point only."""
    colour, dashes = look
    months = np.arange(net.shape[1])
    mean, low, high = spread(net)
    if band:
        axes.fill_between(months, low, high, color=colour, alpha=0.13, linewidth=0, gid=f"band {name}")
    else:
        ends = [low[lowest], high[lowest]]
        axes.plot([lowest] * 2, ends, color=colour, linewidth=1.0, alpha=0.7, gid=f"range {name}", marker="_")
    axes.plot(months, mean, color=colour, linestyle=dashes, linewidth=2.2, zorder=3, gid=f"line {name}")
    axes.plot([lowest], [mean[lowest]], "o", color=colour, markersize=9, zorder=5, gid=f"lowest {name}")


def _first_lot(axes: Axes, name: str, mean: np.ndarray, kpis: pd.DataFrame, colour: str) -> None:
    """A triangle on the line at the mean time from signing to the first saleable lot, up to the limit."""
    mine = kpis[(kpis["kpi"] == RESTRICTED) & (kpis["group"] == ALL) & (kpis["strategy"] == name)]
    month = float(mine["value"].mean()) / MONTH
    if np.isfinite(month):
        cash = np.interp(month, np.arange(len(mean)), mean)
        axes.plot(
            [month], [cash], "^", color="white", markeredgecolor=colour, markeredgewidth=1.8, markersize=9, zorder=4,
            gid=f"first lot {name}",
        )  # fmt: skip


def _scale(axes: Axes, months: int, labels: Labels) -> None:
    axes.axhline(0, color=FAINT, linewidth=1.0)
    step = 6 if months > 24 else 3
    axes.set_xticks(np.arange(0, months + 1, step))
    axes.set_xlim(0, months)
    axes.set_xlabel(labels.say("cash_months"), fontsize=11)
    axes.set_ylabel(labels.say("cash_axis", unit=labels.say("money_unit")), fontsize=11)
    axes.grid(color="#e8e8e8", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(labelsize=10)


def _bars(
    axes: Axes,
    strategies: list[str],
    parts: dict[str, dict[str, float]],
    nets: dict[str, np.ndarray],
    lowest: dict[str, int],
    labels: Labels,
) -> list[str]:
    """What had been paid, left of nought, and received, right of it; the names of the parts that anybody has."""
    names = [part for part in dict.fromkeys(p for found in parts.values() for p in found) if _any(parts, part)]
    sums = [(sum(v for v in p.values() if v < 0), sum(v for v in p.values() if v > 0)) for p in parts.values()]
    longest = max(high - low for low, high in sums) or 1.0
    axes.set_xlim(min(low for low, _ in sums) - 0.02 * longest, max(high for _, high in sums) + 0.03 * longest)
    for place, strategy in enumerate(strategies):
        ends = {-1: 0.0, 1: 0.0}
        for part in names:
            value = parts[strategy].get(part, 0.0)
            side = -1 if value < 0 else 1
            if abs(value) > 1e-9 * longest:
                colour = _colour(part)
                axes.barh(
                    place, value, left=ends[side], height=0.5, color=colour, edgecolor="white", linewidth=0.6,
                    gid=f"part {part} {strategy}",
                )  # fmt: skip
                if abs(value) > WRITTEN * longest:
                    at = (ends[side] + value / 2, place)
                    text = written(abs(value), error_of(nets[strategy][:, lowest[strategy]]))
                    axes.text(*at, text, ha="center", va="center", fontsize=9, color=ink_on(colour))
                ends[side] += value
        _total(axes, strategy, place, nets[strategy][:, lowest[strategy]], labels)
    axes.axvline(0, color=INK, linewidth=1.0)
    axes.set_yticks(range(len(strategies)), [])
    axes.set_ylim(max(len(strategies), 5) - 0.5, -0.72)
    axes.locator_params(axis="x", nbins=6)
    axes.xaxis.set_major_formatter(lambda x, _: f"{x:g}".replace("-", "−"))
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_title(labels.say("cash_parts"), fontsize=11)
    axes.set_xlabel(labels.say("cash_parts_axis", unit=labels.say("money_unit")), fontsize=10)
    axes.grid(axis="x", color="#e8e8e8", linewidth=0.6)
    axes.set_axisbelow(True)
    return names


def _any(parts: dict[str, dict[str, float]], part: str) -> bool:
    return any(found.get(part, 0.0) for found in parts.values())


def _total(axes: Axes, strategy: str, place: int, values: np.ndarray, labels: Labels) -> None:
    """Line, name and lowest point of a strategy above its bar, and a mark where the bar nets out."""
    colour, dashes = stroke(place)
    mean, error = float(values.mean()), error_of(values)
    text = labels.say("cash_lowest", cash=written(mean, error).replace("-", "−"))
    axes.plot([mean], [place + 0.25], "o", color=colour, markersize=8, zorder=5, gid=f"net {strategy}", clip_on=False)
    begin, end = axes.get_xlim()
    sample = [begin, begin + SAMPLE * (end - begin)]
    axes.plot(sample, [place - 0.44] * 2, color=colour, linestyle=dashes, linewidth=2.2, clip_on=False)
    axes.annotate(
        labels.say("list").join((wrap(labels.strategy(strategy), 60), text)), (sample[1], place - 0.44), xytext=(5, 0),
        textcoords="offset points", fontsize=9.5, va="center", color=darker(colour), gid=f"total {strategy}",
    )  # fmt: skip


def _keys(figure: Figure, names: list[str], bands: bool, labels: Labels) -> int:
    """What the marks at the left are, and the parts of the bars at the right, in their order; rows of the latter."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    top = 1 - 0.42 / figure.get_figheight()
    marks = [
        Line2D([], [], color=FAINT, linewidth=2.2),
        Patch(color=FAINT, alpha=0.25) if bands else Line2D([], [], color=FAINT, linewidth=1, marker="|", markersize=9),
        Line2D([], [], color=FAINT, marker="o", markersize=9, linewidth=0),
        Line2D(
            [], [], color="white", markeredgecolor=FAINT, markeredgewidth=1.8, marker="^", markersize=9, linewidth=0
        ),
    ]
    words = [labels.say(word) for word in ("mean_line", "band" if bands else "cash_range", "cash_mark", "cash_lot")]
    figure.legend(marks, words, loc="upper left", bbox_to_anchor=(0.006, top), ncols=2, columnspacing=1.5)
    titles = [label(f"plot.cash.{name}", labels.lang) if name in PARTS else name for name in names]
    across, rows = legend_rows(titles, handle=0.45, room=6.3)
    patches = [Patch(color=_colour(name)) for name in names]
    figure.legend(
        row_by_row(patches, across), row_by_row(titles, across), loc="upper left", bbox_to_anchor=(0.515, top),
        ncols=across, fontsize=9.5, handlelength=1.4, columnspacing=1.2, labelspacing=0.3,
    )  # fmt: skip
    return max(rows, 2)


def _colour(part: str) -> str:
    """The same for a part in every figure."""
    place = list(PARTS).index(part) if part in PARTS else len(FILLS)
    return FILLS[place] if place < len(FILLS) else "#bbbbbb"
