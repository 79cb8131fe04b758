"""Space, land and cash are conserved at every event, whatever the luck and whatever is offered.

What flows in: random Cases, and the park of Malong under several of its strategies. What flows out: books that
balance. Rule: what is looked at is added up here anew, from the Log and from the table `stocks`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache

import numpy as np
import pytest

import sim
from sim.engine.blueprint import draw_up
from sim.engine.case import FUNDS_EVERY, RESOURCES, UNTIL_FINISH, Case
from sim.engine.layout import lay_out
from sim.engine.log import ACCEPTED, PASSED_AT_LIMIT, WENT_ON, Log
from sim.engine.simpy_engine import play
from sim.outcome.estate import stocks
from sim.outcome.histories import gather
from tests.oracle.generate import random_case
from tests.property.tampering import leaving

SEEDS = range(7000, 7250)
CROWDS = range(7300, 7305)
PEOPLE = range(7400, 7500)
STRATEGIES = ("rent", "self_build", "free_mortgage", "free_land_tools", "free_incubator")
REPLICATIONS = range(2)
SEED = 11
MALONG = sim.load("malong")
Played = tuple[Case, Log]
Levels = dict[str, list[tuple[float, str, float]]]


@cache
def random_histories() -> tuple[Played, ...]:
    cases = [random_case(seed, estate=True) for seed in SEEDS]
    cases += [random_case(seed, estate=True, candidates=60, horizon=50) for seed in CROWDS]
    cases += [leaving(random_case(seed, estate=True, people=True)) for seed in PEOPLE]
    return tuple((case, play(case)) for case in cases)


@cache
def malong(strategy: str) -> tuple[Played, ...]:
    cases = lay_out(draw_up(MALONG.model(strategy)), SEED, REPLICATIONS)
    return tuple((case, play(case)) for case in cases)


SOURCES = ("random", *STRATEGIES)


def histories(source: str) -> tuple[Played, ...]:
    return random_histories() if source == "random" else malong(source)


every_source = pytest.mark.parametrize("source", SOURCES)


@cache
def ledgers(source: str) -> tuple[tuple[Case, Log, Levels], ...]:
    return tuple((case, log, levels(case, log)) for case, log in histories(source))


def levels(case: Case, log: Log) -> Levels:
    """Rows (day, what, level) of the table `stocks` by resource."""
    table = stocks(gather([case], [log], [0]), "s", ("s",))
    found: Levels = {str(name): [] for name in case.resource_names}
    for name, t, what, level in zip(table.resource, table.t, table.what, table.level):
        found[name].append((t, what, level))
    return found


def supplied(case: Case, q: int) -> float:
    """All that is decided or supplied of a resource by the horizon."""
    units, supplies = slice(*case.unit_ptr[q : q + 2]), slice(*case.supply_ptr[q : q + 2])
    area, amount = case.unit_area[units], case.supply_amount[supplies]
    there = area[case.unit_decided[units] <= case.horizon], amount[case.supply_day[supplies] <= case.horizon]
    return float(sum(each.sum() for each in there))


def owners(case: Case) -> np.ndarray:
    """Whose each slot is."""
    return np.repeat(np.arange(len(case.type)), np.diff(case.slot_ptr))


@every_source
def test_no_more_is_ever_held_than_there_is(source: str) -> None:
    """Of a team people may leave whom somebody holds; then nothing is taken until its level is above 0 again."""
    for case, _, ledger in ledgers(source):
        for kind, rows in zip(case.resource_kind, ledger.values()):
            may_leave = RESOURCES[kind] == "team"
            assert all(level >= 0 or (may_leave and what != "taken") for _, what, level in rows)


@every_source
def test_the_last_level_is_what_was_supplied_less_what_is_held(source: str) -> None:
    for case, log, ledger in ledgers(source):
        for q, rows in enumerate(ledger.values()):
            held = log.holding_amount[(log.holding_resource == q) & np.isnan(log.holding_to)].sum()
            assert (rows[-1][-1] if rows else 0.0) == supplied(case, q) - held


@every_source
def test_every_change_of_a_level_is_a_supply_or_a_holding(source: str) -> None:
    for case, log, ledger in ledgers(source):
        changes = Counter(what for rows in ledger.values() for _, what, _ in rows)
        back = ~np.isnan(log.holding_to)
        days = np.concatenate((case.unit_decided, case.supply_day))
        assert changes["taken"] == len(log.holding_slot)
        assert changes["given_back"] == back.sum()
        assert changes["supplied"] == (days <= case.horizon).sum()
        assert (log.holding_from[back] <= log.holding_to[back]).all()


@every_source
def test_no_unit_is_held_by_two_firms_at_once(source: str) -> None:
    for case, log in histories(source):
        built = np.flatnonzero(log.holding_unit >= 0)
        end = np.nan_to_num(log.holding_to, nan=np.inf)
        order = built[np.lexsort((end[built], log.holding_from[built], log.holding_unit[built]))]
        same = log.holding_unit[order[1:]] == log.holding_unit[order[:-1]]
        assert (log.holding_from[order[1:]] >= end[order[:-1]])[same].all()
        assert (log.holding_from[built] >= case.unit_decided[log.holding_unit[built]]).all()
        assert (log.holding_amount[built] == case.unit_area[log.holding_unit[built]]).all()


@every_source
def test_what_a_firm_holds_is_what_its_started_steps_take(source: str) -> None:
    """Land and utilities to the grain; floors at least what is wanted, and less than that without the last unit."""
    for case, log in histories(source):
        owner, found = owners(case), defaultdict[tuple[int, int], list[float]](list)
        for slot, q, amount in zip(log.holding_slot, log.holding_resource, log.holding_amount):
            found[int(slot), int(q)].append(amount)
        served = ~np.isnan(log.t_start) & (log.outcome != WENT_ON)  # who went on takes nothing (R18)
        for row in np.flatnonzero(served & (log.attempt == 1)):
            slot = int(log.slot[row])
            for q, amount in wanted(case, int(owner[slot]), int(case.node_activity[case.slot_node[slot]])):
                *first, last = found.pop((slot, q))  # of a space by units, in their order
                if RESOURCES[case.resource_kind[q]] == "unit":
                    assert sum(first) < amount <= sum(first) + last
                else:
                    assert (first, last) == ([], amount)
        assert not found


def wanted(case: Case, firm: int, activity: int) -> Iterator[tuple[int, float]]:
    for place in range(*case.take_ptr[activity : activity + 2]):
        column = case.take_column[place]
        amount = case.take_amount[place] if column < 0 else case.quantities[firm, column]
        if amount > 0:
            yield int(case.take_resource[place]), float(amount)


@every_source
def test_whoever_has_left_holds_nothing_and_what_is_kept_until_the_finish_is_given_back_then(source: str) -> None:
    for case, log in histories(source):
        firm = owners(case)[log.holding_slot]
        gone = ~np.isnan(log.t_end[firm])
        assert (log.holding_to[gone] <= log.t_end[firm[gone]]).all()

        activity = case.node_activity[case.slot_node]
        takes = {
            (int(a), int(case.take_resource[place])): int(case.take_until[place])
            for a in range(len(case.activity_names))
            for place in range(*case.take_ptr[a : a + 2])
        }
        finish = {int(slot): t for slot, t, o in zip(log.slot, log.t_finish, log.outcome) if o == ACCEPTED}
        for slot, q, end in zip(log.holding_slot, log.holding_resource, log.holding_to):
            if takes[int(activity[slot]), int(q)] == UNTIL_FINISH and int(slot) in finish:
                assert end == finish[int(slot)]


def moves(case: Case, log: Log, firm: int) -> list[tuple[float, int, float]]:
    """(day, 0 received or 1 paid, yuan) of one firm, in the order in which they count within a day."""
    mine = np.flatnonzero(owners(case)[log.slot] == firm)
    pays, receives = case.slot_pays[log.slot[mine]], case.slot_receives[log.slot[mine]]
    started = (log.attempt[mine] == 1) & ~np.isnan(log.t_start[mine])
    accepted = np.isin(log.outcome[mine], (ACCEPTED, PASSED_AT_LIMIT))
    paid = [(t, 1, -p) for t, p in zip(log.t_start[mine][started], pays[started]) if p > 0]
    got = [(t, 0, r) for t, r in zip(log.t_finish[mine][accepted], receives[accepted]) if r > 0]
    return sorted(paid + got)


@every_source
def test_funds_are_never_below_nought_after_a_payment(source: str) -> None:
    payments = 0
    for case, log in histories(source):
        for firm in np.flatnonzero(np.isfinite(case.cash)):
            balance = float(case.cash[firm])
            for t, is_paid, amount in moves(case, log, int(firm)):
                balance += amount
                instalments = np.floor((t - log.t_appears[firm]) / FUNDS_EVERY)
                payments += is_paid
                assert not is_paid or balance + case.funds[firm] * instalments >= 0
    assert payments > 100  # somebody paid


@every_source
def test_nobody_waits_for_cash_at_the_horizon_who_could_pay(source: str) -> None:
    """What is waited for is not in hand: neither at the end, nor when a firm failed."""
    for case, log in histories(source):
        owner = owners(case)[log.slot]
        waits = (case.slot_pays[log.slot] > 0) & (log.attempt == 1) & ~np.isnan(log.t_ready) & np.isnan(log.t_start)
        for row in np.flatnonzero(waits & np.isfinite(case.cash[owner])):
            firm = int(owner[row])
            if not np.isnan(log.t_end[firm]):
                continue
            t = float(case.horizon)
            funds = case.cash[firm] + case.funds[firm] * np.floor((t - log.t_appears[firm]) / FUNDS_EVERY)
            assert funds + sum(amount for _, _, amount in moves(case, log, firm)) < case.slot_pays[log.slot[row]]


def test_these_histories_have_seen_everything_that_is_conserved() -> None:
    """Every kind of resource held and given back, in the random Cases and in Malong."""
    for source in ("random", *STRATEGIES):
        played = histories(source)
        held = Counter(RESOURCES[case.resource_kind[q]] for case, log in played for q in log.holding_resource)
        back = sum(int((~np.isnan(log.holding_to)).sum()) for _, log in played)
        assert held["utility"] > 20 and back > 20, source
        assert held["unit"] + held["land"] > 50, source
        assert held["team"] > 50 or source != "random"
    below = [level < 0 for *_, ledger in ledgers("random") for rows in ledger.values() for *_, level in rows]
    assert sum(below) > 10  # people left whom somebody held
