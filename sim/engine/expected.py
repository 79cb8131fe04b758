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

_DURATION, _LATER, _PREPARATION, _CORRECTION = range(4)  # columns of Node.laws


def expected_days(plan: Blueprint, network: int) -> float:
    """Calendar days from appearing to the milestone `producing` (to the last step where none carries it)."""
    first, end = plan.networks[network]
    calendar_days = _calendar_days_per_day(plan.model)
    clocks = {a.id: a.clock for a in plan.model.regimes[0].activities}
    milestones = {a.id: a.milestone for a in plan.model.regimes[0].activities}
    names = plan.names["activity"]
    finish: dict[int, float] = {}

    def finished(node: int) -> float:
        if node not in finish:
            this = plan.nodes[node]
            begin = max([this.arrival_lag, *(finished(before) + lag for before, lag in this.preds)])
            stretched = calendar_days[clocks[names[this.activity]]]
            finish[node] = begin + _takes(plan, this, plan.network_regime[network], stretched)
        return finish[node]

    producing = [n for n in range(first, end) if milestones[names[plan.nodes[n].activity]] == "producing"]
    if producing:
        return min(finished(node) for node in producing)
    return max((finished(node) for node in range(first, end)), default=0.0)


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
    returns = sum(node.p_sent_back[regime] ** k for k in range(1, node.at_most))
    once = means[_PREPARATION] + calendar_days * means[_DURATION]
    return node.p_happens * (once + returns * (means[_CORRECTION] + calendar_days * means[_LATER]))


@lru_cache(maxsize=8)
def _open_shares(start: date, days: int, calendar: str, closures: Closures) -> tuple[float, float]:
    dates = [start + timedelta(days=day) for day in range(days)]
    return float(np.mean(working_days(calendar, dates))), float(np.mean(site_days(closures, dates)))


def _calendar_days_per_day(model: Model) -> dict[str, float]:
    working, site = _open_shares(model.start, max(int(model.horizon), 365), model.calendar, model.closures)
    return {"calendar": 1.0, "working": 1.0 / max(working, 0.01), "site": 1.0 / max(site, 0.01)}
