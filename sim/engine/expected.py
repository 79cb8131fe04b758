"""How long a network takes on average when nobody waits: what a candidate reckons with before it signs.

The longest path over mean durations, with the mean number of returns. It is shorter than the mean of the longest path
(the larger of two random times is longer than either mean); all ways in are reckoned alike.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import numpy as np

from sim.engine.blueprint import Blueprint
from sim.engine.case import to_grid
from sim.engine.nodes import Node
from sim.model.calendar import site_days, working_days
from sim.model.law import mean
from sim.model.park import Closures, Model

LAND = "land"  # the item of costs
_DURATION, _LATER, _PREPARATION, _CORRECTION = range(4)  # columns of Node.laws


def expected_days(plan: Blueprint, network: int) -> float:
    """Calendar days from appearing to the milestone `producing` (to the last step where none carries it)."""
    return _first_lot(plan, network, expected_times(plan, network))


def later_land(plan: Blueprint, network: int) -> list[tuple[float, float, bool]]:
    """What a network pays for land after its first payment for it: share of the price, days later, after the first lot?

    By the same mean durations; a lease that is converted after a test pays most of the price like this.
    """
    steps = [(n, share) for n in range(*plan.networks[network]) for item, share in plan.nodes[n].pays if item == LAND]
    if len(paying := [(n, share) for n, share in steps if share > 0]) < 2:
        return []
    found = expected_times(plan, network)
    first, lot = min(found[n][0] for n, _ in paying), _first_lot(plan, network, found)
    return [(share, found[n][0] - first, found[n][0] >= lot) for n, share in paying if found[n][0] > first]


def expected_times(plan: Blueprint, network: int) -> dict[int, tuple[float, float]]:
    """Begin and finish of each node on the longest path, days from appearing."""
    calendar_days = calendar_days_per_day(plan.model)
    clocks = {a.id: a.clock for a in plan.model.regimes[0].activities}
    names = plan.names["activity"]
    found: dict[int, tuple[float, float]] = {}

    def finished(node: int) -> float:
        if node not in found:
            this = plan.nodes[node]
            begin = max([this.arrival_lag, *(finished(before) + lag for before, lag in this.preds)])
            stretched = calendar_days[clocks[names[this.activity]]]
            found[node] = begin, begin + _takes(plan, this, plan.network_regime[network], stretched)
        return found[node][1]

    for node in range(*plan.networks[network]):
        finished(node)
    return found


def _first_lot(plan: Blueprint, network: int, found: dict[int, tuple[float, float]]) -> float:
    milestones = {a.id: a.milestone for a in plan.model.regimes[0].activities}
    names = plan.names["activity"]
    finish = {n: found[n][1] for n in range(*plan.networks[network])}
    lots = [days for n, days in finish.items() if milestones[names[plan.nodes[n].activity]] == "producing"]
    return min(lots) if lots else max(finish.values(), default=0.0)


def nearness(plan: Blueprint, networks: np.ndarray) -> np.ndarray:
    """Less the expected days of the network of each firm; of who chooses, those of its options on average."""
    days = {}
    for network in np.unique(networks).tolist():
        options = plan.options.get(network, [network])
        for option in options:
            if option not in plan.lengths:
                plan.lengths[option] = expected_days(plan, option)
        days[network] = to_grid(np.array(-sum(plan.lengths[option] for option in options) / len(options)))
    return np.array([days[network] for network in networks.tolist()], dtype=np.float64)


def _takes(plan: Blueprint, node: Node, regime: int, calendar_days: float) -> float:
    """Mean days of one step with its returns under some rules, weighed by the chance that it applies."""
    means = [mean(plan.laws[law]) if law >= 0 else 0.0 for law in node.laws]
    returns = mean_returns(node, regime)
    once = means[_PREPARATION] + calendar_days * means[_DURATION]
    return node.p_happens * (once + returns * (means[_CORRECTION] + calendar_days * means[_LATER]))


def mean_returns(node: Node, regime: int) -> float:
    """How often a step is sent back and done again, on average."""
    return float(sum(node.p_sent_back[regime] ** k for k in range(1, node.at_most)))


@lru_cache(maxsize=8)
def _open_shares(start: date, days: int, calendar: str, closures: Closures) -> tuple[float, float]:
    dates = [start + timedelta(days=day) for day in range(days)]
    return float(np.mean(working_days(calendar, dates))), float(np.mean(site_days(closures, dates)))


def calendar_days_per_day(model: Model) -> dict[str, float]:
    """How many calendar days a day of each clock takes on average."""
    working, site = _open_shares(model.start, max(int(model.horizon), 365), model.calendar, model.closures)
    return {"calendar": 1.0, "working": 1.0 / max(working, 0.01), "site": 1.0 / max(site, 0.01)}
