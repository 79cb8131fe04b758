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


def choose(park: Park, firm: Enterprise) -> None:
    """Compare what each way is worth, less what the wait for it costs; the first of equals is taken."""
    script, candidate = park.script, firm.index
    if firm.gone:
        return
    best, chosen = -inf, -1
    for network in script.options[script.start_network[candidate]]:
        mode = script.mode_of[network]
        value = script.value[candidate][mode]
        if value == -inf:
            continue
        wait = _wait(park, candidate, network)
        park.book.choice_wait[candidate, mode] = wait
        worth = value - script.loss_per_day[candidate] * wait
        if chosen < 0 or worth > best:
            best, chosen = worth, network

    if chosen < 0 or script.outside_worth[candidate] > best:
        part_with(park, firm, DECLINED, -1)
        return
    park.book.t_chose[candidate] = park.now
    park.book.final_network[candidate] = chosen
    firm.set_out(chosen)


def _wait(park: Park, candidate: int, network: int) -> float:
    """The longest of the waits for what this way takes, as far as a candidate can foresee."""
    script, longest = park.script, 0.0
    for take in _foreseen(park, network):
        amount = take.amount(script.quantities[candidate])
        if amount > 0.0:
            in_line = take.resource.line.wanted(park, take.resource)
            wait = take.resource.wait(amount, park.now, take.unfinished, in_line)
            longest = max(longest, script.no_prospect if wait is None else wait)
    return longest


def _foreseen(park: Park, network: int) -> list[Take]:
    """What a way takes before the first lot; worked out when it is first weighed."""
    if network not in park.foreseen:
        script = park.script
        nodes = range(script.network_ptr[network], script.network_ptr[network + 1])
        takes = [take for node in nodes for take in park.takes[script.node_activity[node]]]
        park.foreseen[network] = [take for take in takes if take.foreseen]
    return park.foreseen[network]
