"""How much work the park's own firms would bring each office, on paper: nothing is drawn and nothing is played.

A squad has no other applicants; how busy it is, its own prospects decide. Everybody who appears is taken as served at
once, so this is the work that is offered: where it is more than the staff can do, a line grows and who waits cools.
The formula and its limits are in docs/office-load.md.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise

from sim.engine.attributes import possible_values
from sim.engine.blueprint import before_the_choice, chooses
from sim.engine.case import ENOUGH
from sim.engine.expected import calendar_days_per_day
from sim.engine.paper_work import asked_of
from sim.engine.rules_arrays import staff_steps
from sim.model.money import Money
from sim.model.office_load import outside_clock
from sim.model.park import Activity, EnterpriseType, Model, Regime


@dataclass(frozen=True, slots=True)
class OnPaper:
    """Staff days of an office over the whole run, on its clock.

    `wanted` is what firms that appear by themselves would ask for, nan where they come only after a choice of ways in,
    floors, land or money, of which no paper can tell who gets them; `there` what the staff has on its open days;
    `brought` whether firms that other firms bring would ask for work on top.
    """

    wanted: float
    there: float
    clock: str
    brought: bool = False

    @property
    def load(self) -> float:
        """Work offered over what the staff can do; inf where work comes and nobody is there to do it."""
        if self.there > 0:
            return self.wanted / self.there
        return math.inf if self.wanted else self.wanted


def on_paper(model: Model) -> dict[str, OnPaper]:
    """What the park's own firms ask of each office whose staff is counted under all rules.

    Parameters
    ----------
    model
        A park with service times derived.

    Returns
    -------
    dict
        By office; see docs/office-load.md.
    """
    steps = {office.id: staff_steps(model, office.id) for office in model.regimes[0].offices}
    counted = {name: level for name, level in steps.items() if level and all(staff < ENOUGH for _, staff in level)}
    told = {name for name in counted if not _after_what_is_scarce(model, name)}
    wanted, brought = asked_of(_pruned(model, told), told)

    stretch = calendar_days_per_day(model)
    found = {}
    for name, level in counted.items():
        office = next(office for office in model.regimes[0].offices if office.id == name)
        clock = outside_clock(office, model.regimes[0])
        days = wanted[name] / stretch[clock] if name in told else math.nan
        found[name] = OnPaper(days, _staff_days(level, model.horizon) / stretch[clock], clock, name in brought)
    return found


def _staff_days(steps: list[tuple[float, int]], horizon: float) -> float:
    """Calendar days of all the staff up to the horizon."""
    edges = [*(min(day, horizon) for day, _ in steps), horizon]
    return sum(staff * (end - begin) for (_, staff), (begin, end) in zip(steps, pairwise(edges), strict=True))


def _after_what_is_scarce(model: Model, office: str) -> bool:
    """Do firms come to this office only after they have chosen a way in, or got hold of floors, land or money?"""
    for regime in model.regimes:
        choosing = [kind for kind in regime.enterprises if chooses(kind, regime)]
        early = before_the_choice(regime) if choosing else frozenset()
        for activity in (a for a in regime.activities if _needs(a, {office})):
            able = [kind for kind in regime.enterprises if _may_do(kind, activity, regime)]
            before = _leading_to(model, [activity.id]) if able else set()
            if any(a.id in before and (a.takes or a.pays) for a in regime.activities):
                return True
            if activity.id not in early and any(kind in choosing for kind in able):
                return True
    return False


def _needs(activity: Activity, offices: set[str]) -> bool:
    return any(need.office in offices for need in activity.needs)


def _may_do(kind: EnterpriseType, activity: Activity, regime: Regime) -> bool:
    """Can a firm of this type come to have this activity under these policies, whatever its way in?"""
    own, policies = {attribute.name for attribute in kind.attributes}, dict(regime.policies)
    for name, values in activity.when:
        have = possible_values(kind, name) if name in own else {policies[name]} if name in policies else set(values)
        if not have & set(values):
            return False
    return activity.id not in kind.already_done


def _leading_to(model: Model, ways: list[str]) -> set[str]:
    """These activities, all that come before them under any rules, and what spares a firm a refusal on the way."""
    rules = [activity for regime in model.regimes for activity in regime.activities]
    found: set[str] = set()
    while ways:
        name, *ways = ways
        if name in found:
            continue
        found.add(name)
        for activity in (rule for rule in rules if rule.id == name):
            spared = activity.refused.unless if activity.refused else None
            ways += [after.activity for after in activity.after]
            ways += [rule.id for rule in rules if spared is not None and rule.milestone == spared]
    return found


def _pruned(model: Model, offices: set[str]) -> Model:
    """The park with nothing but what firms do at these offices, and what comes before it: small networks."""
    asked = {activity.id for regime in model.regimes for activity in regime.activities if _needs(activity, offices)}
    wanted = _leading_to(model, sorted(asked))
    return replace(model, regimes=tuple(_with_only(wanted, regime) for regime in model.regimes))


def _with_only(wanted: set[str], regime: Regime) -> Regime:
    kept = tuple(activity for activity in regime.activities if activity.id in wanted)
    return replace(regime, activities=kept, money=Money(), priority_rules=(), teams=(), quota=None)
