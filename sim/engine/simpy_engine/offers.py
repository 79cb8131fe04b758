"""The ways to get a roof among which those choose who start in a network, each with what it takes before the first lot.

Worked out when somebody first chooses there, and kept for all replications of a strategy.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.engine.case import Case

Way = tuple[int, int, tuple[int, ...]]
"""Network, site mode, and what it asks of the estate beyond what all ask: numbers of asks."""


class Ask(NamedTuple):
    """Something of a resource, now or later: whoever asks for the same waits the same."""

    resource: int
    column: int  # the firm's quantity, -1 = the constant
    constant: float
    unfinished: bool


class Terms(NamedTuple):
    """The arrays of a Case that say what is offered and what it takes."""

    network_ptr: np.ndarray
    network_mode: np.ndarray
    node_activity: np.ndarray
    option_ptr: np.ndarray
    option_network: np.ndarray
    take_ptr: np.ndarray
    take_resource: np.ndarray
    take_column: np.ndarray
    take_amount: np.ndarray
    take_unfinished: np.ndarray
    take_foreseen: np.ndarray


class Offer(NamedTuple):
    """What those who start in a network choose among."""

    of_all: tuple[int, ...]  # numbers of asks that every way has: power, water
    ways: list[Way]


class Offers(dict[int, Offer]):
    """By the network in which somebody starts who chooses."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self.terms = Terms(*(getattr(case, name) for name in Terms._fields))
        self.asks: list[Ask] = []
        self.numbers: dict[Ask, int] = {}

    def __missing__(self, start: int) -> Offer:
        """Work out what is offered to those who start in a network."""
        terms = self.terms
        options = terms.option_network[terms.option_ptr[start] : terms.option_ptr[start + 1]].tolist()
        asked = [self._asked(network) for network in options]
        of_all = [number for number in asked[0] if all(number in one for one in asked)] if asked else []
        ways = [
            (network, int(terms.network_mode[network]), tuple(number for number in one if number not in of_all))
            for network, one in zip(options, asked, strict=True)
        ]
        self[start] = found = Offer(tuple(of_all), ways)
        return found

    def _asked(self, network: int) -> tuple[int, ...]:
        """What the steps of a network take that a candidate foresees, each once."""
        terms = self.terms
        numbers: dict[int, None] = {}
        for activity in terms.node_activity[terms.network_ptr[network] : terms.network_ptr[network + 1]].tolist():
            for row in range(int(terms.take_ptr[activity]), int(terms.take_ptr[activity + 1])):
                if terms.take_foreseen[row]:
                    numbers[self._number_of(row)] = None
        return tuple(numbers)

    def _number_of(self, row: int) -> int:
        terms = self.terms
        ask = Ask(
            int(terms.take_resource[row]),
            int(terms.take_column[row]),
            float(terms.take_amount[row]) if terms.take_column[row] < 0 else 0.0,
            bool(terms.take_unfinished[row]),
        )
        if ask not in self.numbers:
            self.numbers[ask] = len(self.asks)
            self.asks.append(ask)
        return self.numbers[ask]
