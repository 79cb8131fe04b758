"""Model + luck → Case.

The candidates of a replication are a fixed super-population: who exists, when they appear and what their quantiles are
never depends on the strategy. A block of replications is drawn at once, because the generator is a pure function of
arrays; each replication is then cut out as a Case of its own, the same whatever the block.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from sim.engine.attributes import draw_attributes
from sim.engine.blueprint import CHOICE, NO_MODE, Blueprint, chooses, modes_of, outside_types
from sim.engine.case import Case, to_grid
from sim.engine.children import Born, children_of, in_order_of_birth
from sim.engine.draws import Draws, by_slot
from sim.engine.estate_arrays import completions, longest_wait
from sim.engine.expected import nearness
from sim.engine.firm_numbers import NEARNESS, draw_numbers
from sim.engine.reckoning import Reckoning, look_ahead, reckoning
from sim.engine.rules_arrays import shared_arrays
from sim.engine.slots import Slots, lay_slots, within_reach
from sim.engine.ways import all_pairs
from sim.luck.philox import name_hash, quantiles
from sim.model.park import Arrivals, EnterpriseType, Model, Office, Regime

LINE_READY = -1.0  # the day-one line has been waiting since before day 0


@dataclass
class Candidates:
    """Columns over the candidates of a block, sorted by (replication, type, place)."""

    replication: np.ndarray
    type: np.ndarray
    place: np.ndarray
    appears: np.ndarray
    network: np.ndarray
    parent_type: np.ndarray  # -1 = comes by itself, as the next two
    parent_place: np.ndarray
    trigger: np.ndarray
    trigger_delay: np.ndarray
    u_trigger: np.ndarray
    attributes: np.ndarray  # [candidates, attributes]
    quantities: np.ndarray  # [candidates, quantities]


def lay_out(plan: Blueprint, seed: int, replications: range) -> list[Case]:
    """Cases of the given replications of one strategy.

    Parameters
    ----------
    plan
        The strategy's blueprint.
    seed
        0 … 2**32 - 1; equal seeds give equal luck under every strategy.
    replications
        Numbers of the replications.
    """
    shared = shared_arrays(plan)
    people = _candidates(plan, seed, np.arange(replications.start, replications.stop))
    pairs = all_pairs(plan, people.network)
    prospects = look_ahead(plan, people, pairs, seed)
    estate = completions(plan.model, plan.names["resource"], seed, np.asarray(replications))
    longest = longest_wait(float(shared["no_prospect"]), estate)[people.replication - replications.start]
    there = within_reach(plan, pairs, prospects, longest)
    slots = lay_slots(plan, people.network, pairs.those(there))
    luck = Draws(plan, shared, seed, people, slots).attempts()
    money = reckoning(plan, people, slots, prospects.those(there))
    return [
        _cut_out({**shared, **{name: rows[number] for name, rows in estate.items()}}, people, slots, luck, money, r)
        for number, r in enumerate(replications)
    ]


def _candidates(plan: Blueprint, seed: int, replications: np.ndarray) -> Candidates:
    offices = {name: office for office in plan.model.regimes[0].offices for name in outside_types(office)}
    firms, codes, numbers = _enterprises(plan, seed, replications)
    parts = [firms]
    for name, office in offices.items():
        replication, place, appears = _outside(office, name, plan, seed, replications)
        count = len(place)
        by_rules = np.array([plan.start[name, rules, (), NO_MODE] for rules in range(len(plan.model.regimes))])
        network = by_rules[_rules_on(plan.model, appears)]
        number = np.full(count, plan.names["type"].index(name))
        parts.append((replication, number, place, appears, network, *_without_parents(count)))
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    order = np.lexsort((columns[2], columns[1], columns[0]))
    inside = order < len(codes)  # who comes from elsewhere has neither attributes nor quantities
    attributes = np.full((len(order), codes.shape[1]), -1)
    quantities = np.zeros((len(order), numbers.shape[1]))
    attributes[inside], quantities[inside] = codes[order[inside]], numbers[order[inside]]
    return Candidates(*[*(column[order] for column in columns), attributes, quantities])


def _enterprises(
    plan: Blueprint, seed: int, replications: np.ndarray
) -> tuple[tuple[np.ndarray, ...], np.ndarray, np.ndarray]:
    """Firms that come by themselves, and those that they may bring: columns, attributes, quantities."""
    kinds = {kind.id: kind for kind in plan.model.regimes[0].enterprises}
    known: dict[str, Born] = {}
    parts = []
    for name in in_order_of_birth({kind.id: kind.brought_by for kind in kinds.values()}):
        kind, rule = kinds[name], kinds[name].brought_by
        if rule is None:
            replication, place, appears = appearances(kind.arrivals, name, plan, seed, replications)
            brought = _without_parents(len(place))
        else:
            found = children_of(name, rule, known, seed, plan.model.horizon)
            replication, place = found.replication, found.place
            appears = np.full(len(place), np.inf)
            types = np.array([plan.names["type"].index(parent) for parent in rule.types])
            trigger = np.full(len(place), plan.names["milestone"].index(rule.milestone))
            brought = (types[found.parent_type], found.parent_place, trigger, found.delay, found.u)
        known[name] = (replication, place)
        network, codes, numbers = _born(plan, kind, seed, replication, place, appears)
        number = np.full(len(place), plan.names["type"].index(name))
        parts.append((replication, number, place, appears, network, *brought, codes, numbers))
    *columns, codes, numbers = (np.concatenate(column) for column in zip(*parts, strict=True))
    return tuple(columns), codes, numbers


def _without_parents(count: int) -> tuple[np.ndarray, ...]:
    nobody = np.full(count, -1)
    return nobody, nobody, nobody, np.zeros(count), np.zeros(count)


def _parents(people: Candidates, mine: slice) -> np.ndarray:
    """Index of each candidate's parent within its replication, -1 = none."""
    kind, place = people.type[mine], people.place[mine]
    key = kind.astype(np.int64) * (1 << 40) + place
    wanted = people.parent_type[mine].astype(np.int64) * (1 << 40) + people.parent_place[mine]
    return np.where(people.parent_type[mine] < 0, -1, np.searchsorted(key, wanted))


def _outside(
    office: Office, name: str, plan: Blueprint, seed: int, replications: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Outside cases: those who will come, or those who stand in line on day one."""
    if not name.endswith(":line"):
        assert office.other_applicants is not None
        return appearances(office.other_applicants.arrivals, name, plan, seed, replications)
    line = office.line_on_day_one or 0
    place = np.tile(np.arange(line), len(replications))
    return np.repeat(replications, line), place, np.full(len(place), LINE_READY)


def _rules_on(model: Model, days: np.ndarray) -> np.ndarray:
    """Number of the rules in force on each day.

    Those of the first day for who stands in line on it, and for who is brought: nobody knows yet when that will be.
    """
    starts = np.array([regime.from_day for regime in model.regimes])
    known = np.where(np.isfinite(days), np.maximum(days, 0.0), 0.0)
    return np.searchsorted(starts, known, side="right") - 1


def appearances(
    arrivals: Arrivals, name: str, plan: Blueprint, seed: int, replications: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(replication, place, day) of everybody of a type who appears in time."""
    horizon = plan.model.horizon
    if arrivals.kind == "poisson":
        days = _poisson(arrivals.params[0], name, seed, replications, horizon, arrivals.count)
        days = np.concatenate((np.zeros((len(days), arrivals.stock)), days), axis=1)
    else:
        if arrivals.kind == "every":
            step = arrivals.params[0]
            row = np.arange(int(horizon // step) + 1) * step
        else:
            row = np.sort(np.asarray(arrivals.params, dtype=np.float64))
        days = np.tile(to_grid(row[: arrivals.count]), (len(replications), 1))
    there = days <= min(horizon, arrivals.until)
    which, place = np.nonzero(there)
    return replications[which], place, days[there]


def _poisson(
    rate: float, name: str, seed: int, replications: np.ndarray, horizon: float, count: int | None
) -> np.ndarray:
    expected = rate * horizon / 365.0
    most = int(expected + 8.0 * np.sqrt(expected) + 16) if rate > 0 else 0
    most = most if count is None else min(most, count)
    while True:
        u = quantiles(seed, replications[:, None], name_hash(f"{name}|arrival"), 1, np.arange(most)[None, :])
        days = np.cumsum(to_grid(-np.log1p(-u) * (365.0 / rate)), axis=1) if most else np.zeros((len(replications), 0))
        if most in (0, count) or days[:, -1].min() > horizon:
            return days
        most = most * 2 if count is None else min(most * 2, count)


def _born(
    plan: Blueprint, kind: EnterpriseType, seed: int, replication: np.ndarray, place: np.ndarray, appears: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Network, attributes and quantities of each firm of a type, by the rules of the day on which it appears."""
    regime_of = _rules_on(plan.model, appears)
    names = plan.names["attribute"]
    network = np.zeros(len(place), dtype=np.int64)
    codes = np.full((len(place), len(names)), -1)
    numbers = np.zeros((len(place), len(plan.names["quantity"])))
    for number, regime in enumerate(plan.model.regimes):
        mine = np.flatnonzero(regime_of == number)
        today = next(e for e in regime.enterprises if e.id == kind.id)
        rep, who = replication[mine], place[mine]

        def quantile(what: str, name: str, rep: np.ndarray = rep, who: np.ndarray = who) -> np.ndarray:
            return quantiles(seed, rep, name_hash(f"{kind.id}|{what}.{name}"), 1, who)

        values = draw_attributes(today, partial(quantile, "attribute"), len(mine))
        numbers[mine] = draw_numbers(today, plan.names["quantity"], values, partial(quantile, "quantity"), len(mine))
        for name, drawn in values.items():
            column = names.index(name)
            codes[mine, column] = np.searchsorted(np.array(plan.labels[column], dtype=object), drawn)
        modes = [CHOICE] if chooses(today, regime) else modes_of(today, regime)
        mode = _chosen_modes(today, regime, modes, seed, rep, who)
        asked = [values[name].tolist() for name in plan.asked[kind.id]]
        keys = zip(*asked) if asked else iter([()] * len(mine))
        network[mine] = [plan.start[kind.id, number, key, modes[m]] for key, m in zip(keys, mode.tolist())]
    if NEARNESS in plan.names["quantity"]:
        numbers[:, plan.names["quantity"].index(NEARNESS)] = nearness(plan, network)
    return network, codes, numbers


def _chosen_modes(
    kind: EnterpriseType, regime: Regime, modes: list[str], seed: int, replication: np.ndarray, place: np.ndarray
) -> np.ndarray:
    """Among several modes offered, the one with the largest log(preference) + Gumbel taste (a logit choice)."""
    if len(modes) == 1:
        return np.zeros(len(place), dtype=np.int64)
    preference = {mode.id: mode.preference for mode in regime.site_modes}
    value = []
    for mode in modes:
        u = quantiles(seed, replication, name_hash(f"{kind.id}|taste.{mode}"), 1, place)
        taste = -np.log(-np.log(u))
        value.append(taste + np.log(max(preference[mode], 1e-300)))
    return np.asarray(np.argmax(np.stack(value), axis=0))


def _cut_out(
    shared: dict[str, np.ndarray],
    people: Candidates,
    laid: Slots,
    luck: dict[str, np.ndarray],
    money: Reckoning,
    replication: int,
) -> Case:
    mine = slice(*np.searchsorted(people.replication, [replication, replication + 1]))
    slots = slice(int(laid.ptr[mine.start]), int(laid.ptr[mine.stop]))
    return Case(
        **shared,
        type=people.type[mine].astype(np.int32),
        place=people.place[mine].astype(np.int32),
        appears=people.appears[mine],
        network=people.network[mine].astype(np.int32),
        parent=_parents(people, mine).astype(np.int32),
        trigger=people.trigger[mine].astype(np.int32),
        trigger_delay=people.trigger_delay[mine],
        u_trigger=people.u_trigger[mine],
        attributes=people.attributes[mine].astype(np.int32),
        quantities=people.quantities[mine],
        **{name: column[mine] for name, column in money.firms.items()},
        slot_ptr=laid.ptr[mine.start : mine.stop + 1] - laid.ptr[mine.start],
        slot_node=laid.node[slots].astype(np.int32),
        slot_pays=money.slot_pays[slots],
        slot_receives=money.slot_receives[slots],
        **by_slot(luck, laid.luck[slots]),
    )
