"""A Case without the slots that nobody can come to: those of ways in that a firm will never take.

What flows in: any Case. What flows out: the same Case with fewer slots, and where each old slot went. Rule: an option
is never taken that is worth -inf, nor one that is worth less without a wait than staying away, or than another after
the longest wait; behind an option lie its own network and what that may fall back to.
"""

from dataclasses import replace

import numpy as np

from sim.engine.case import Case

LUCK = ("preparation", "service", "u_sent_back", "u_refused", "patience")


def within_reach(case: Case) -> tuple[Case, np.ndarray]:
    """The Case with the slots that can be come to, and the new number of each old slot, -1 = gone."""
    keep = np.concatenate([np.zeros(0, bool), *(_kept(case, f) for f in range(len(case.type)))])
    number = np.where(keep, np.cumsum(keep) - 1, -1)
    attempts = np.diff(case.attempt_ptr)
    stored = np.repeat(keep, attempts)
    owner = np.repeat(np.arange(len(case.type)), np.diff(case.slot_ptr))
    smaller = replace(
        case,
        slot_ptr=np.append(0, np.cumsum(np.bincount(owner[keep], minlength=len(case.type)))).astype("i8"),
        attempt_ptr=np.append(0, np.cumsum(attempts[keep])).astype("i8"),
        **{name: getattr(case, name)[keep] for name in ("slot_node", "slot_applies", "slot_pays", "slot_receives")},
        **{name: getattr(case, name)[stored] for name in LUCK},
    )
    return smaller, number


def come_to(case: Case, f: int) -> list[int]:
    """The networks that a firm can come to, in the order of its slots."""
    start = int(case.network[f])
    there = {start, *_behind(case, start)}
    if case.network_chooses[start]:
        options = case.option_network[case.option_ptr[start] : case.option_ptr[start + 1]].tolist()
        values = [float(case.value[f, case.network_mode[n]]) for n in options]
        taken = [n for n, value in zip(options, values, strict=True) if may_be_taken(case, f, value, values)]
        there = {start, *(w for n in taken for w in (n, *_behind(case, n)))}
    return [way for way in (start, *_behind(case, start)) if way in there]


def may_be_taken(case: Case, f: int, value: float, values: list[float]) -> bool:
    """Could an option be the best, if a firm had to wait for nothing there and for long everywhere else?"""
    loss = float(case.loss_per_day[f])
    if value == -np.inf or loss < 0:
        return value > -np.inf
    longest = max([float(case.no_prospect), *case.unit_complete.tolist(), *case.supply_day.tolist()])
    return value >= case.outside[f] and all(value >= other - loss * longest for other in values)


def _kept(case: Case, f: int) -> np.ndarray:
    ways = [int(case.network[f]), *_behind(case, int(case.network[f]))]
    there = come_to(case, f)
    return np.repeat([way in there for way in ways], np.diff(case.network_ptr)[ways])


def _behind(case: Case, network: int) -> list[int]:
    return case.fallback_network[case.fallback_ptr[network] : case.fallback_ptr[network + 1]].tolist()
