"""R15: which site a firm chooses, and the wait that it reckons with.

What flows in: a `Case`, who holds what, who waits. What flows out: waits and a choice. Rule: nothing is changed here.
"""

from __future__ import annotations

from math import inf

from sim.engine.case import Case
from tests.oracle.ask import Take, Visit, span, takes
from tests.oracle.estate import Estate


def choose(c: Case, firm: int, waits: dict[int, float]) -> int | None:
    """The option of the largest worth, the first of them on a tie; None if the firm declines."""
    worth = {n: float(c.value[firm, c.network_mode[n]]) - float(c.loss_per_day[firm]) * waits[n] for n in waits}
    best = max(worth, key=lambda n: worth[n], default=None)
    return None if best is None or c.outside[firm] > worth[best] else best


def is_due_at_once(c: Case, network: int) -> bool:
    """Is there a choice that no node's acceptance decides upon?"""
    return bool(c.network_chooses[network]) and not any(c.node_decides[node] for node in span(c.network_ptr, network))


def waits(c: Case, estate: Estate, firm: int, network: int, waiting: list[Visit], now: float) -> dict[int, float]:
    """The wait of each option that is not left out, the largest over its foreseen takes."""
    found: dict[int, float] = {}
    for option in (int(c.option_network[i]) for i in span(c.option_ptr, network)):
        if c.value[firm, c.network_mode[option]] > -inf:
            activities = [int(c.node_activity[node]) for node in span(c.network_ptr, option)]
            foreseen = [take for activity in activities for take in takes(c, firm, activity) if take.foreseen]
            found[option] = max((wait_for(c, estate, take, waiting, now) for take in foreseen), default=0.0)
    return found


def wait_for(c: Case, estate: Estate, take: Take, waiting: list[Visit], now: float) -> float:
    """The wait for one take, behind all who were in line before this instant."""
    line = [each for v in waiting if v.t_ready < now for each in takes(c, v.firm, v.activity)]
    wants = [each.amount for each in line if each.resource == take.resource]
    if c.resource_kind[take.resource] == 0:
        if not wants and (units := estate.run(take, now)):
            return estate.complete(units, now) - now
        days = days_of_space(c, estate, take.resource, take.amount + sum(wants), now)
    else:
        days = days_of_stock(c, estate, take.resource, take.amount + sum(wants), now)
    return min(days) - now if days else float(c.no_prospect)


def days_of_stock(c: Case, estate: Estate, stock: int, wanted: float, now: float) -> list[float]:
    """Now and the supply days to come, as far as there would be enough."""
    later = [float(c.supply_day[i]) for i in span(c.supply_ptr, stock) if c.supply_day[i] > now]
    return [day for day in [now, *later] if estate.left(stock, day, now) >= wanted]


def days_of_space(c: Case, estate: Estate, space: int, wanted: float, now: float) -> list[float]:
    """The completions to come of free units decided by now, as far as the complete ones would be enough."""
    decided = [unit for unit in estate.free(space) if c.unit_decided[unit] <= now]
    later = [float(c.unit_complete[unit]) for unit in decided if c.unit_complete[unit] > now]
    return [d for d in later if estate.area([unit for unit in decided if c.unit_complete[unit] <= d]) >= wanted]
