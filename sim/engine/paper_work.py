"""What each step of each network asks of an office, on paper: how many firms get so far, and how long it takes.

By mean durations along the longest path (`expected.py`), as firms reckon themselves before they sign.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from sim.engine.attributes import chances
from sim.engine.blueprint import Blueprint, chooses, draw_up, modes_of
from sim.engine.case import OUT, THEN
from sim.engine.expected import calendar_days_per_day, expected_times, mean_returns
from sim.engine.nodes import Node
from sim.model.law import mean
from sim.model.park import Arrivals, EnterpriseType, Model


def asked_of(park: Model, offices: set[str]) -> tuple[dict[str, float], set[str]]:
    """Staff time in calendar days that firms ask of each office, and the offices that firms brought by others ask.

    Parameters
    ----------
    park
        With nothing in it but the activities at these offices and those before them, or its networks are large.
    offices
        By id.
    """
    wanted, brought = dict.fromkeys(offices, 0.0), set[str]()
    if not offices:
        return wanted, brought
    plan = draw_up(park)
    ends = [*(regime.from_day for regime in park.regimes[1:]), math.inf]
    for number, (regime, end) in enumerate(zip(park.regimes, ends, strict=True)):
        since = regime.from_day if number else -math.inf
        for kind in regime.enterprises:
            for office, days, lead in _of_a_firm(plan, kind, number, offices):
                if kind.brought_by is not None:
                    brought.add(office)
                    continue
                until = min(end, park.horizon - lead)
                wanted[office] += days * _appearing(kind.arrivals, since, until, park.horizon)
    return wanted, brought


def _of_a_firm(
    plan: Blueprint, kind: EnterpriseType, number: int, offices: set[str]
) -> Iterator[tuple[str, float, float]]:
    """(office, staff time that a firm of a type asks there on average, days from appearing to the middle of it)."""
    for network, share in _networks(plan, kind, number):
        for office, days, lead in _work(plan, network, offices):
            yield office, share * days, lead


def _networks(plan: Blueprint, kind: EnterpriseType, number: int) -> Iterator[tuple[int, float]]:
    """Networks in which firms of a type start under some rules, and the share of firms that start in each."""
    regime = plan.model.regimes[number]
    modes = modes_of(kind, regime)
    liked = {mode.id: mode.preference for mode in regime.site_modes}
    weights = [liked.get(mode, 1.0) for mode in modes] if len(modes) > 1 else [1.0]
    if chooses(kind, regime):
        weights = [1.0] + [0.0] * (len(modes) - 1)  # what comes before the choice is the same for all
    for values, chance in chances(kind, plan.asked[kind.id]).items():
        for mode, weight in zip(modes, weights, strict=True):
            if chance * weight > 0:
                yield plan.start[kind.id, number, values, mode], chance * weight / sum(weights)


def _work(plan: Blueprint, network: int, offices: set[str]) -> Iterator[tuple[str, float, float]]:
    """The same for who starts in a network, a row for each step there."""
    number = plan.network_regime[network]
    times, stretch = expected_times(plan, network), calendar_days_per_day(plan.model)
    for n, (begin, finish) in times.items():
        node = plan.nodes[n]
        activity = plan.steps[number][plan.names["activity"][node.activity]]
        mine = [need for need in activity.needs if need.office in offices]
        if not mine:
            continue
        once, later = (mean(plan.laws[law]) * stretch[activity.clock] for law in node.laws[:2])
        days = node.p_happens * (once + mean_returns(node, number) * later)
        still = math.prod(1 - _ends(plan, m, number, times) for m in times if m != n and times[m][1] <= begin)
        yield from ((need.office, need.amount * still * days, finish - days / 2) for need in mine)


def _ends(plan: Blueprint, n: int, number: int, times: dict[int, tuple[float, float]]) -> float:
    """The chance that a firm leaves at a step; who falls back to another way in goes on as it was."""
    node = plan.nodes[n]
    returned = node.p_sent_back[number] ** node.at_most if THEN[node.then] == "refused" else 0.0
    refused = node.p_refused[number] if node.refused_to == OUT and not _spared(plan, node, n, number, times) else 0.0
    return node.p_happens * (returned + (1 - returned) * refused)


def _spared(plan: Blueprint, node: Node, n: int, number: int, times: dict[int, tuple[float, float]]) -> bool:
    """Is the milestone that spares a refusal (R19) reached before, by mean times?"""
    if node.unless < 0:
        return False
    milestone = plan.names["milestone"][node.unless]
    steps, names = plan.steps[number], plan.names["activity"]
    reached = (m for m in times if steps[names[plan.nodes[m].activity]].milestone == milestone)
    return any(times[m][1] < times[n][1] for m in reached)


def _appearing(arrivals: Arrivals, since: float, until: float, horizon: float) -> float:
    """Mean number of firms that appear from one day to another, the second not included."""
    if arrivals.kind == "poisson":
        most = math.inf if arrivals.count is None else arrivals.count * 365.0 / horizon
        drawn = min(arrivals.params[0], most) * max(0.0, until - max(since, 0.0)) / 365.0
        return drawn + (arrivals.stock if since <= 0 < until else 0)
    if arrivals.kind == "every":
        every = arrivals.params[0]
        days = [every * number for number in range(int(horizon // every) + 1)]
    else:
        days = sorted(arrivals.params)
    return sum(since <= day < until for day in days[: arrivals.count])
