"""Attributes of firms: how luck draws them, and which combinations the networks must be ready for.

A firm has as many attributes as a planner likes; only those that some activity or rule asks for decide its network.
The rest are columns of the tables, so they may be many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np

from sim.luck.laws import pick_index
from sim.model.law import By, pick
from sim.model.money import FIRM
from sim.model.park import Activity, Attribute, AttributeLaw, Choice, EnterpriseType, Regime

Values = dict[str, np.ndarray]
"""Value of each firm by attribute: object arrays of str."""


def draw_attributes(kind: EnterpriseType, quantile: Callable[[str], np.ndarray], firms: int) -> Values:
    """Attribute values of the firms of a type.

    Parameters
    ----------
    kind
        The type, under the rules of the day on which the firms appear.
    quantile
        Gives one quantile a firm for an attribute.
    firms
        How many.

    Returns
    -------
    dict
        Values by attribute. Where a lever puts another outcome in place of a drawn one (`instead`), what depends on
        the attribute still goes by the draw: a firm that may not make under contract keeps the lines it would have
        moved.
    """
    drawn: Values = {}
    for attribute in in_order(kind.attributes):
        drawn[attribute.name] = _drawn(attribute.law, drawn, quantile(attribute.name), np.arange(firms))
    return {a.name: _moved(drawn[a.name], a) for a in kind.attributes}


def _drawn(law: AttributeLaw | object, known: Values, u: np.ndarray, who: np.ndarray) -> np.ndarray:
    values = np.full(len(u), "", dtype=object)
    if isinstance(law, By):
        for value, case in law.cases:
            mine = who[known[law.attribute][who] == value]
            values[mine] = _drawn(case, known, u, mine)[mine]
    elif isinstance(law, Choice):
        values[who] = np.array(law.values, dtype=object)[pick_index(law.probabilities, u[who])]
    else:
        values[who] = str(law)
    return values


def _moved(values: np.ndarray, attribute: Attribute) -> np.ndarray:
    moved = values.copy()
    for was, now in attribute.instead:
        moved[values == was] = now
    return moved


def combinations(kind: EnterpriseType, names: Iterable[str]) -> list[tuple[str, ...]]:
    """Every combination of values of these attributes that can come about; "" for one that the type lacks."""
    return list(chances(kind, names))


def chances(kind: EnterpriseType, names: Iterable[str]) -> dict[tuple[str, ...], float]:
    """How likely a firm of a type is to have each combination of values of these attributes; they add up to 1."""
    names = tuple(names)
    laws = {attribute.name: attribute for attribute in kind.attributes}
    wanted = _with_what_they_ask(set(names) & laws.keys(), laws)
    firms: list[tuple[dict[str, str], float]] = [({}, 1.0)]
    for attribute in in_order(tuple(laws[name] for name in wanted)):
        firms = [
            ({**firm, attribute.name: value}, chance * share)
            for firm, chance in firms
            for value, share in _possible(attribute.law, firm)
        ]
    moves = {name: dict(laws[name].instead) for name in wanted}
    found: dict[tuple[str, ...], float] = {}
    for firm, chance in firms:
        values = tuple(moves[n].get(firm[n], firm[n]) if n in firm else "" for n in names)
        found[values] = found.get(values, 0.0) + chance
    return found


def _possible(law: AttributeLaw, firm: Mapping[str, str]) -> list[tuple[str, float]]:
    one = pick(law, firm)
    if not isinstance(one, Choice):
        return [(str(one), 1.0)]
    whole = sum(one.probabilities)
    return [(value, share / whole) for value, share in zip(one.values, one.probabilities, strict=True)]


def _with_what_they_ask(names: set[str], laws: Mapping[str, Attribute]) -> set[str]:
    found, open_names = set(names), list(names)
    while open_names:
        more = depends_on(laws[open_names.pop()].law) & laws.keys() - found
        found |= more
        open_names += more
    return found


def asked_for(kind: EnterpriseType, regimes: Iterable[Regime]) -> tuple[str, ...]:
    """Attributes of a type that some activity or priority rule asks for under any rules that it may live to see."""
    asked: set[str] = set()
    for regime in regimes:
        asked |= {name for rule in regime.priority_rules for name, _ in rule.when}
        prices, weighed = regime.money.prices, [s for s in regime.money.subsidies if s.paid_to == FIRM]
        for amount in (prices.construction, prices.fit_out, *(subsidy.amount for subsidy in weighed)):
            asked |= depends_on(amount)
        for activity in regime.activities:
            asked |= {name for name, _ in activity.when}.union(*map(depends_on, _laws(activity)))
    return tuple(sorted(asked & {attribute.name for attribute in kind.attributes}))


def _laws(activity: Activity) -> list[object]:
    laws: list[object] = [activity.duration, activity.probability, activity.preparation, activity.gives_up_after]
    if activity.sent_back is not None:
        laws += [activity.sent_back.probability, activity.sent_back.correction, activity.sent_back.duration]
    if activity.refused is not None:
        laws.append(activity.refused.probability)
    return [*laws, *(paid.share for paid in activity.pays), *(received.share for received in activity.receives)]


def possible_values(kind: EnterpriseType, name: str) -> set[str]:
    """Every value that an attribute of a type can end in; empty where the type lacks it."""
    return {values[0] for values in combinations(kind, (name,))} - {""}


def in_order(attributes: tuple[Attribute, ...]) -> list[Attribute]:
    """Attributes sorted so that each follows those that its law asks for; by name where free."""
    left = sorted(attributes, key=lambda a: a.name)
    names = {a.name for a in left}
    done: list[Attribute] = []
    while left:
        known = {a.name for a in done}
        free = next(a for a in left if depends_on(a.law) & names <= known)
        done.append(free)
        left.remove(free)
    return done


def depends_on(law: object) -> set[str]:
    """Names of the attributes that a law asks for."""
    if not isinstance(law, By):
        return set()
    return {law.attribute}.union(*(depends_on(case) for _, case in law.cases))
