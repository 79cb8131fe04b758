"""One activity of one network: its laws, chances, priorities, payments and what help does to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from sim.engine.case import OUT, THEN
from sim.luck.philox import name_hash
from sim.model.law import pick
from sim.model.park import GO_ON, Activity, EnterpriseType, Regime, When
from sim.model.people import Eased, Effects, Team, beyond, strongest

if TYPE_CHECKING:
    from sim.engine.blueprint import Blueprint

QUANTITIES = ("duration", "preparation", "correction", "sent_back", "refused", "patience", "happens")


@dataclass(slots=True)
class Node:
    """One activity of one network, in the making."""

    activity: int = -1
    arrival_lag: float = 0.0
    at_most: int = 1
    then: int = 0
    refused_to: int = OUT
    preds: list[tuple[int, float]] = field(default_factory=list)
    p_sent_back: list[float] = field(default_factory=list)  # per regime, as the next two
    p_refused: list[float] = field(default_factory=list)
    priority: list[float] = field(default_factory=list)
    p_happens: float = 1.0
    laws: tuple[int, int, int, int, int] = (-1, -1, -1, -1, -1)  # duration, later, preparation, correction, patience
    hashes: tuple[int, ...] = (0,) * len(QUANTITIES)
    pays: tuple[tuple[str, float], ...] = ()  # (item, share)
    receives: tuple[tuple[str, float], ...] = ()
    decides: bool = False
    unless: int = -1  # milestone that spares a refusal
    goes_on: bool = False
    p_refused_pressed: list[float] = field(default_factory=list)  # per regime
    helped: tuple[Effects, ...] = ()  # by union of help bits; empty: none


def fill_node(
    plan: Blueprint, node: int, activity: Activity, kind: EnterpriseType, facts: dict[str, str], number: int
) -> None:
    """Everything of a node but its place in the network, for firms of a type with these facts."""
    this, back = plan.nodes[node], activity.sent_back
    this.activity = plan.names["activity"].index(activity.id)
    this.at_most = back.at_most if back else 1
    this.then = THEN.index(back.then) if back else 0
    this.p_happens = float(pick(activity.probability, facts))  # type: ignore[arg-type]
    for r, regime in enumerate(plan.model.regimes):
        rule = plan.steps[r].get(activity.id, activity)
        this.p_sent_back[r] = float(pick(rule.sent_back.probability, facts)) if rule.sent_back else 0.0  # type: ignore[arg-type]
        this.p_refused[r] = float(pick(rule.refused.probability, facts)) if rule.refused else 0.0  # type: ignore[arg-type]
        this.p_refused_pressed[r] = pressed(this.p_refused[r], activity.id, regime)
        this.priority[r] = _priority(regime, plan.kinds[r].get(kind.id, kind), activity, facts)

    first = plan.law(pick(activity.duration, facts))  # type: ignore[arg-type]
    later = back.duration if back and back.duration is not None else activity.duration
    this.laws = (
        first,
        plan.law(pick(later, facts)),  # type: ignore[arg-type]
        plan.law(pick(activity.preparation, facts)),  # type: ignore[arg-type]
        plan.law(pick(back.correction, facts)) if back else -1,  # type: ignore[arg-type]
        plan.law(pick(activity.gives_up_after, facts)),  # type: ignore[arg-type]
    )
    this.pays = tuple((p.item, float(pick(p.share, facts))) for p in activity.pays)  # type: ignore[arg-type]
    this.receives = tuple((r.item, float(pick(r.share, facts))) for r in activity.receives)  # type: ignore[arg-type]
    this.decides = activity.decides
    this.goes_on = activity.gives_up_then == GO_ON
    if activity.refused is not None and activity.refused.unless is not None:
        this.unless = plan.names["milestone"].index(activity.refused.unless)
    this.helped = effects(plan.model.regimes[number].teams, activity.id, activity.eased)
    quantity = activity.luck or activity.id
    this.hashes = _hashes(kind.id, quantity)


@lru_cache(maxsize=65536)
def _hashes(kind: str, quantity: str) -> tuple[int, ...]:
    return tuple(name_hash(f"{kind}|{quantity}.{what}") for what in QUANTITIES)


def pressed(chance: float, activity: str, regime: Regime) -> float:
    """The chance of a final no while a quota presses (R20)."""
    quota = regime.quota
    return chance if quota is None or activity not in quota.activities else min(1.0, chance * quota.refused)


@lru_cache(maxsize=4096)
def effects(teams: tuple[Team, ...], activity: str, eased: tuple[Eased, ...] = ()) -> tuple[Effects, ...]:
    """What every union of teams does at an activity beyond what levers did: the strongest counts on each (R16)."""
    done, found = strongest(eased), []
    for bits in range(1 << len(teams)):
        mine = [t for bit, t in enumerate(teams) if bits >> bit & 1 and (not t.activities or activity in t.activities)]
        found.append(tuple(beyond(was, factor) for was, factor in zip(done, strongest(mine), strict=True)))
    return tuple(found)  # type: ignore[arg-type]


def _priority(regime: Regime, kind: EnterpriseType, activity: Activity, facts: dict[str, str]) -> float:
    offices = {need.office for need in activity.needs} | {take.what for take in activity.takes}
    gained = [
        rule.places
        for rule in regime.priority_rules
        if applies(rule.when, facts) and (not rule.offices or offices & set(rule.offices))
    ]
    return kind.priority - sum(gained)


def applies(when: When, facts: dict[str, str]) -> bool:
    """Do all conditions hold for a firm with these attributes, policies and site mode?"""
    return all(facts.get(name) in values for name, values in when)
