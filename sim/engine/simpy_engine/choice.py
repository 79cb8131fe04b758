"""A candidate looks at the ways to get a roof that it is offered, and takes the best, or stays where it is (R15)."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from sim.engine.log import DECLINED
from sim.engine.simpy_engine.departures import part_with

if TYPE_CHECKING:
    from sim.engine.simpy_engine.enterprise import Enterprise
    from sim.engine.simpy_engine.estate import Take
    from sim.engine.simpy_engine.park import Park


Waits = dict[tuple[int, float, bool], float]
"""Days, by resource, amount, and whether unfinished shells do."""


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
    best, chosen = -inf, -1
    waits: dict[tuple[Take, ...], float] = {}  # ways that take the same wait the same
    known: Waits = {}
    for network in script.options[script.start_network[candidate]]:
        mode = script.mode_of[network]
        value = script.value[candidate][mode]
        if value == -inf:
            continue
        takes = _foreseen(park, network)
        if takes not in waits:
            waits[takes] = _wait(park, candidate, takes, known)
        wait = waits[takes]
        park.book.choice_wait[candidate, mode] = wait
        worth = value - script.loss_per_day[candidate] * wait
        if chosen < 0 or worth > best:
            best, chosen = worth, network
    return -1 if script.outside_worth[candidate] > best else chosen


def _wait(park: Park, candidate: int, takes: tuple[Take, ...], known: Waits) -> float:
    """The longest of the waits for what a way takes, as far as a candidate can foresee."""
    longest = 0.0
    for take in takes:
        amount = take.amount(park.script.quantities[candidate])
        if amount > 0.0:
            key = take.resource.index, amount, take.unfinished
            if key not in known:
                known[key] = _wait_for(park, take, amount)
            longest = max(longest, known[key])
    return longest


def _wait_for(park: Park, take: Take, amount: float) -> float:
    in_line = take.resource.line.wanted(park, take.resource)
    wait = take.resource.wait(amount, park.now, take.unfinished, in_line)
    return park.script.no_prospect if wait is None else wait


def _foreseen(park: Park, network: int) -> tuple[Take, ...]:
    """What a way takes before the first lot; worked out when it is first weighed."""
    if network not in park.foreseen:
        script = park.script
        nodes = range(script.network_ptr[network], script.network_ptr[network + 1])
        takes = [take for node in nodes for take in park.takes[script.node_activity[node]]]
        park.foreseen[network] = tuple(take for take in takes if take.foreseen)
    return park.foreseen[network]
