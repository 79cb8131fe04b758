"""What is known of a firm's attributes changes what is likely of the others.

A project known to go for a filing is of class I, whatever share of all firms is. Attributes on which a known one hangs
are therefore drawn from what is left of their joint law; those that hang on known ones follow as in the type.
"""

from __future__ import annotations

from collections.abc import Mapping

from sim.engine.attributes import depends_on, in_order
from sim.model.law import By, pick
from sim.model.park import Attribute, AttributeLaw, Choice

Joint = list[tuple[dict[str, str], float]]


def given(attributes: tuple[Attribute, ...], known: Mapping[str, str]) -> tuple[Attribute, ...] | None:
    """The attributes of a type given some of their values; None where no firm has these values together.

    >>> kind = (Attribute("class", Choice(("I", "II"), (0.5, 0.5))),
    ...         Attribute("path", By("class", (("I", "filing"), ("II", Choice(("new", "filing"), (0.5, 0.5)))))))
    >>> given(kind, {"path": "filing"})[0].law.probabilities
    (0.6666666666666666, 0.3333333333333333)
    """
    laws = {attribute.name: attribute.law for attribute in attributes}
    above = _above(laws, known)
    try:
        ordered = [attribute.name for attribute in in_order(attributes) if attribute.name in above]
    except StopIteration:  # attributes that hang on each other in a circle are a fault of their own
        return attributes
    joint: Joint = [({}, 1.0)]
    for name in ordered:
        joint = [
            ({**firm, name: value}, share * chance)
            for firm, share in joint
            for value, chance in _drawn(laws[name], firm)
            if chance > 0 and known.get(name, value) == value
        ]
    if not joint:
        return None
    free = [name for name in ordered if name not in known]
    found: dict[str, AttributeLaw] = {**laws, **{name: value for name, value in known.items() if name in laws}}
    found |= {name: _law(joint, free[:number], name) for number, name in enumerate(free)}
    return tuple(Attribute(a.name, found[a.name], a.instead) for a in attributes)


def _above(laws: Mapping[str, AttributeLaw], known: Mapping[str, str]) -> set[str]:
    """The known attributes and all on which they hang."""
    found: set[str] = set()
    waiting = [name for name in known if name in laws]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += depends_on(laws[name]) & laws.keys()
    return found


def _drawn(law: AttributeLaw, firm: Mapping[str, str]) -> list[tuple[str, float]]:
    try:
        one = pick(law, firm)
    except KeyError:  # a value without a case is a fault of its own
        return []
    return list(zip(one.values, one.probabilities)) if isinstance(one, Choice) else [(str(one), 1.0)]


def _law(joint: Joint, before: list[str], name: str) -> AttributeLaw:
    """The law of one attribute given those drawn before it."""
    if before:
        values = sorted({firm[before[0]] for firm, _ in joint})
        cases = [(v, _law([(f, s) for f, s in joint if f[before[0]] == v], before[1:], name)) for v in values]
        return cases[0][1] if all(case == cases[0][1] for _, case in cases) else By(before[0], tuple(cases))
    shares: dict[str, float] = {}
    for firm, share in joint:
        shares[firm[name]] = shares.get(firm[name], 0.0) + share
    total = sum(shares.values())
    values = sorted(shares)
    return values[0] if len(values) == 1 else Choice(tuple(values), tuple(shares[value] / total for value in values))
