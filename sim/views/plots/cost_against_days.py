"""What a strategy costs the public against the days it saves: cheap and soon is up and to the left.

Two uncertainties are told apart: the cross is the error of few histories and shrinks with more of them, the box is
where one single future may lie and does not shrink. How wrong the estimates are is in neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.evidence.intervals import history_range, mean_interval, paired_difference
from sim.text.rounding import fixed
from sim.views.amounts import in_units, written
from sim.views.frame import FAINT, new_figure, stroke, style, surround
from sim.views.labels import ALL, Labels, Stamp, wrap
from sim.views.panels import RESTRICTED, choose_panels, one_world
from sim.views.park import Park
from sim.views.place import darker, place_names

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.transforms import Bbox

COST = "cost_per_producing_firm"
MARKERS = "osD^vPX*"
LINE_OF_LIST = 0.36  # inches for a strategy in the list
FAINTER = 0.4  # of the boxes, where many lie on each other
MANY = 9  # strategies; with more of them points bear numbers, and names stand in a list beside the panel
WIDE = 3.0  # costs that differ by more than this factor are drawn on a logarithmic scale


class Range(NamedTuple):
    """Mean, ends of its simulation error, and P10-P90 of one history."""

    mean: float
    low: float
    high: float
    p10: float
    p90: float

    @property
    def error(self) -> float:
        """Half of the interval of the mean."""
        return (self.high - self.low) / 2


def lacks(kpis: pd.DataFrame, park: Park) -> str:
    """Costs, or a second strategy to compare with."""
    if not kpis.loc[kpis["kpi"] == COST, "value"].notna().any():
        return f"the table kpis has no {COST}; the scenario states no money, or nobody produces"
    return "" if kpis["strategy"].nunique() > 1 else "it compares strategies, and there is only one"


def draw(kpis: pd.DataFrame, park: Park, labels: Labels, stamp: Stamp) -> Figure:
    """One point a strategy: public cost per producing firm, and days sooner than the baseline.

    Parameters
    ----------
    kpis
        strategy, world, replication, group, kpi, value of one world; the first strategy is the baseline.
    park
        For the limit of the restricted mean.
    labels, stamp
        Words and provenance.
    """
    kpis = one_world(kpis)
    strategies = choose_panels(kpis, labels).strategies
    cost, saved = _costs(kpis, strategies, labels), _days_saved(kpis, strategies)
    shown = [name for name in strategies if np.isfinite(cost[name].mean) and np.isfinite(saved[name].mean)]
    many = len(shown) > MANY
    with style():
        figure = new_figure(max(7.5, 2.4 + LINE_OF_LIST * len(shown)) if many else 7.5)
        axes, beside = figure.subplots(1, 2, width_ratios=(2, 1)) if many else (figure.add_subplot(), None)
        for place, name in enumerate(strategies):
            if name in shown:
                look = (stroke(place)[0], MARKERS[place % len(MARKERS)], FAINTER if many else 1.0)
                _point(axes, name, cost[name], saved[name], look)
        _scale(axes, [cost[name] for name in shown], [saved[name] for name in shown])
        axes.set_xlabel(
            labels.say("cost_axis", unit=labels.say("money_unit"))
            + (labels.say("log_scale") if axes.get_xscale() == "log" else ""),
            fontsize=11,
        )
        axes.set_ylabel(labels.say("saved_axis", baseline=labels.strategy(strategies[0])), fontsize=11)
        axes.tick_params(labelsize=10)
        _key(figure, axes, labels)
        missing = [labels.strategy(name) for name in strategies if name not in shown]
        notes = [labels.say("cost_notes", limit=fixed(park.limit))]
        if missing:
            notes.append(labels.say("cost_missing", strategies=labels.say("list").join(missing)))
        surround(figure, labels.say("cost_title"), notes, labels, stamp, head=0.75)
        if many:  # the soonest first, as they stand in the panel
            shown.sort(key=lambda name: -saved[name].mean)
        told = [
            _name(name, name == strategies[0], cost[name], saved[name], labels, 52 if many else 30) for name in shown
        ]
        colours = [stroke(strategies.index(name))[0] for name in shown]
        if beside is not None:
            _list_names(beside, told, colours)
        place_names(
            axes,
            [(cost[name].mean, saved[name].mean) for name in shown],
            [str(number + 1) for number in range(len(shown))] if many else told,
            colours,
            _crosses([(cost[name], saved[name]) for name in shown]),
        )
    return figure


def _costs(kpis: pd.DataFrame, strategies: tuple[str, ...], labels: Labels) -> dict[str, Range]:
    """In the unit of the language."""
    table = kpis[kpis["kpi"] == COST].pivot(index="replication", columns="strategy", values="value")
    nothing = np.array([np.nan])
    found = {}
    for name in strategies:
        values = in_units(table[name].to_numpy() if name in table else nothing, labels)
        mean, one = mean_interval(values), history_range(values)
        found[name] = Range(mean.mean, mean.low, mean.high, one.p10, one.p90)
    return found


def _days_saved(kpis: pd.DataFrame, strategies: tuple[str, ...]) -> dict[str, Range]:
    """Baseline less strategy, history by history, so that more is better."""
    mine = kpis[(kpis["kpi"] == RESTRICTED) & (kpis["group"] == ALL)]
    table = mine.pivot(index="replication", columns="strategy", values="value")
    baseline = table[strategies[0]].to_numpy()
    found = {strategies[0]: Range(0.0, 0.0, 0.0, 0.0, 0.0)}
    for name in strategies[1:]:
        values = table[name].to_numpy()
        mean, one = paired_difference(baseline, values), history_range(baseline - values)
        found[name] = Range(mean.mean, mean.low, mean.high, one.p10, one.p90)
    return found


def _point(axes: Axes, name: str, cost: Range, saved: Range, look: tuple[str, str, float]) -> None:
    from matplotlib.patches import Rectangle

    colour, marker, strength = look
    corner, wide, high = (cost.p10, saved.p10), cost.p90 - cost.p10, saved.p90 - saved.p10
    box = Rectangle(
        corner, wide, high, facecolor=colour, alpha=0.1 * strength, edgecolor="none", gid=f"box {name}", zorder=1
    )
    axes.add_patch(box)
    edge = Rectangle(
        corner, wide, high, facecolor="none", edgecolor=colour, linewidth=0.8, alpha=0.45 * strength, zorder=1
    )
    axes.add_patch(edge)
    axes.plot([cost.low, cost.high], [saved.mean] * 2, color=colour, linewidth=1.8, zorder=3, gid=f"cost {name}")
    axes.plot([cost.mean] * 2, [saved.low, saved.high], color=colour, linewidth=1.8, zorder=3, gid=f"days {name}")
    axes.plot([cost.mean], [saved.mean], marker, color=colour, markersize=8, zorder=4, gid=f"point {name}")


def _list_names(axes: Axes, told: list[str], colours: list[str]) -> None:
    """The numbers of the points and what they stand for, from the top down."""
    axes.axis("off")
    for place, (text, colour) in enumerate(zip(told, colours)):
        height, ink = 1 - (place + 0.5) / len(told), darker(colour)
        number = axes.text(0.06, height, str(place + 1), ha="right", va="center", fontsize=11, color=ink)
        entry = axes.text(0.10, height, text, va="center", fontsize=9, linespacing=1.25, color=ink)
        for note in (number, entry):
            note.set_transform(axes.transAxes)
        entry.set_gid(f"listed {place + 1}")


def _crosses(points: list[tuple[Range, Range]]) -> list[Bbox]:
    """The arms of the crosses, for names to keep off."""
    from matplotlib.transforms import Bbox

    arms = [Bbox.from_extents(cost.low, saved.mean, cost.high, saved.mean) for cost, saved in points]
    arms += [Bbox.from_extents(cost.mean, saved.low, cost.mean, saved.high) for cost, saved in points]
    return [arm for arm in arms if np.isfinite(arm.get_points()).all()]


def _scale(axes: Axes, costs: list[Range], saved: list[Range]) -> None:
    """Room for every box and cross and for the names beside them; days 0 is the baseline."""
    ends = [[end for r in ranges for end in r if np.isfinite(end)] for ranges in (costs, saved)]
    (least, most), (low, high) = ((min(some), max(some)) for some in ends)
    if least > 0 and most / least > WIDE:
        _logarithmic(axes, least / (most / least) ** 0.12, most * (most / least) ** 0.12)
    else:
        room = 0.12 * (most - least) or abs(most) * 0.2 or 1.0
        axes.set_xlim(least - room, most + room)
    room = 0.1 * (high - low) or 10.0
    axes.set_ylim(low - room, high + 1.4 * room)
    axes.axhline(0, color=FAINT, linewidth=1.2, linestyle=(0, (4, 2)), zorder=0)
    axes.grid(color="#e8e8e8", linewidth=0.6)
    axes.set_axisbelow(True)


def _logarithmic(axes: Axes, low: float, high: float) -> None:
    """Round numbers in full at 1, 2, 5 times powers of ten."""
    axes.set_xscale("log")
    steps = [step * 10.0**power for power in range(-4, 9) for step in (1, 1.5, 2, 3, 5, 7)]
    ticks = [step for step in steps if low <= step <= high]
    axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks], minor=False)
    axes.set_xticks([], minor=True)
    axes.set_xlim(low, high)


def _key(figure: Figure, axes: Axes, labels: Labels) -> None:
    """What cross and box are, beside the title; which corners are good and bad."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    key = [Line2D([], [], color=FAINT, linewidth=1.8, marker="P", markersize=9), Patch(color=FAINT, alpha=0.25)]
    figure.legend(
        key,
        [labels.say("cross"), labels.say("box")],
        loc="upper left",
        bbox_to_anchor=(0.006, 1 - 0.42 / figure.get_figheight()),
        ncols=2,
    )
    for (x, y), text in {(0.008, 0.985): labels.say("better"), (0.992, 0.015): labels.say("worse")}.items():
        side, up = ("left", "top") if x < 0.5 else ("right", "bottom")
        arrow = "↖ " + text if x < 0.5 else text + " ↘"
        note = axes.text(x, y, arrow, transform=axes.transAxes, fontsize=10.5, color=FAINT, style="normal")
        note.set(horizontalalignment=side, verticalalignment=up)


def _name(name: str, baseline: bool, cost: Range, saved: Range, labels: Labels, columns: int) -> str:
    """Title of a strategy and its two numbers, as exact as they are known."""
    money = f"{written(cost.mean, cost.error)} {labels.say('money_unit')}"
    if baseline:
        numbers = labels.say("cost_baseline", cost=money)
    else:
        days = written(saved.mean, saved.error)
        signed = days.replace("-", "−") if days.strip("-0.") == "" or days.startswith("-") else f"+{days}"
        numbers = labels.say("cost_point", days=signed, cost=money)
    return f"{wrap(labels.strategy(name), columns)}\n{numbers}"
