"""A candidate looks at the ways to get a roof that it is offered, and takes the best, or stays where it is (R15)."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from sim.engine.log import DECLINED
from sim.engine.simpy_engine.departures import part_with

if TYPE_CHECKING:
    from sim.engine.simpy_engine.enterprise import Enterprise
    from sim.engine.simpy_engine.park import Park


def choose(park: Park, choosing: list[Enterprise]) -> None:
    """Everybody weighs what is offered, seeing the same state; then each goes its way."""
    weighed = [(firm, weigh(park, firm)) for firm in choosing if not firm.gone]
    for firm, chosen in weighed:
        if chosen < 0:
            part_with(park, firm, DECLINED, -1)
        else:
            park.book.t_chose[firm.index] = park.now
            park.book.final_network[firm.index] = chosen
            firm.set_out(chosen)


def weigh(park: Park, firm: Enterprise) -> int:
    """The network of the way that is worth most, less what the wait for it costs; -1 = it is better to stay away.

    The first of equals is taken.
    """
    script, candidate = park.script, firm.index
    values, loss = script.value[candidate], script.loss_per_day[candidate]
    noted, (of_all, ways) = park.book.choice_waits[candidate], script.offers[script.start_network[candidate]]
    at_least = max([_wait_for(park, firm, number) for number in of_all], default=0.0)
    waits: dict[int, float] = {}
    best, chosen = -inf, -1
    for network, mode, asked in ways:
        value = values[mode]
        if value == -inf:
            continue
        wait = at_least  # the longest of the waits for what this way takes
        for number in asked:
            if number not in waits:
                waits[number] = _wait_for(park, firm, number)
            wait = max(wait, waits[number])
        noted[mode] = wait
        worth = value - loss * wait
        if chosen < 0 or worth > best:
            best, chosen = worth, network
    return -1 if script.outside_worth[candidate] > best else chosen


def _wait_for(park: Park, firm: Enterprise, number: int) -> float:
    """Days until a firm would have what it asks for, as far as that can be foreseen."""
    index, column, constant, unfinished = park.script.offers.asks[number]
    amount = constant if column < 0 else firm.quantities[column]
    if amount <= 0.0:
        return 0.0
    resource = park.resources[index]
    in_line = resource.line.wanted(park, resource) if resource.line.waiting else 0.0
    wait = resource.wait(amount, park.now, unfinished, in_line)
    return park.script.no_prospect if wait is None else wait
