"""The networks of a Case as an enterprise walks them, each laid out when somebody first comes to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sim.engine.case import Case

Links = tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Network:
    """One network, ready to be walked. A place is the position of a node in its network."""

    first: int  # node index of place 0
    activities: list[int]
    place_of: dict[int, int]  # activity -> place
    missing: list[int]  # number of predecessors
    after: list[Links]  # followers: (place, lag)
    roots: list[int]
    arrival_lag: list[float]
    lags_on_arrival: bool
    fallbacks: list[int]


class Rules(NamedTuple):
    """The arrays of a Case that say what its networks are."""

    network_ptr: np.ndarray
    node_activity: np.ndarray
    node_arrival_lag: np.ndarray
    pred_ptr: np.ndarray
    pred_node: np.ndarray
    pred_lag: np.ndarray
    fallback_ptr: np.ndarray
    fallback_network: np.ndarray


class Networks(dict[int, Network]):
    """The networks of a Case by index, each laid out when somebody first walks it: most are never walked."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self.links: dict[Links, Links] = {}  # what follows on a step is the same in many networks: kept once
        self.rules = Rules(*(getattr(case, name) for name in Rules._fields))

    def __missing__(self, n: int) -> Network:
        """Lay out one network."""
        self[n] = found = _network(self.rules, n, self.links)
        return found


def _network(case: Rules, n: int, one: dict[Links, Links]) -> Network:
    first, end = int(case.network_ptr[n]), int(case.network_ptr[n + 1])
    after: list[list[tuple[int, float]]] = [[] for _ in range(first, end)]
    missing = []
    for place in range(end - first):
        lo, hi = int(case.pred_ptr[first + place]), int(case.pred_ptr[first + place + 1])
        missing.append(hi - lo)
        for before, lag in zip(case.pred_node[lo:hi].tolist(), case.pred_lag[lo:hi].tolist(), strict=True):
            after[before - first].append((place, lag))

    activities = case.node_activity[first:end].tolist()
    lags = case.node_arrival_lag[first:end].tolist()
    return Network(
        first=first,
        activities=activities,
        place_of={activity: place for place, activity in enumerate(activities)},
        missing=missing,
        after=[one.setdefault(tuple(links), tuple(links)) for links in after],
        roots=[place for place, count in enumerate(missing) if count == 0],
        arrival_lag=lags,
        lags_on_arrival=any(lags),
        fallbacks=case.fallback_network[case.fallback_ptr[n] : case.fallback_ptr[n + 1]].tolist(),
    )
