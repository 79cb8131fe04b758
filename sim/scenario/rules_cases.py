"""The rule about `by:`: it has a case for every firm that can ask for it.

What is wrong may be the case or the value, and these may stand in two files: `sim.scenario.places` tells the fault
where it was probably made.
"""

from __future__ import annotations

from collections.abc import Iterator

from sim.model.law import By
from sim.model.park import Model, Regime
from sim.scenario.firms import Firm, Firms, asked_by
from sim.scenario.modes import SITE_CHAIN, SITE_MODE, chains
from sim.scenario.rules_park import Path, laws_in, numbers_in
from sim.scenario.rules_spelling import spelt_like
from sim.scenario.rules_world import Problem
from sim.text.ledger import LEDGER


def every_value_covered(model: Model) -> Iterator[Problem]:
    """A `by:` has a case for every firm that can ask for it."""
    for regime in model.regimes:
        found = list(_uncovered(regime))
        held = _held(regime) if found else set()
        yield from (_with_stray(problem, held) for problem in _each_once(found))


def _uncovered(regime: Regime) -> Iterator[Problem]:
    """What firms of each type find missing; projects of a ledger, who are like a type of the file, come last."""
    for kind in sorted(regime.enterprises, key=lambda kind: kind.id.startswith(f"{LEDGER}:")):
        firms = Firms(kind, regime, any_mode=True)
        for attribute in kind.attributes:
            drawn = firms.drawn(asked_by(attribute.law))
            path: Path = ("enterprises", kind.id, "attributes", attribute.name)
            yield from _covered(attribute.law, drawn, path, kind.id)
        for activity in regime.activities:
            for inside, law in laws_in(activity):
                if isinstance(law, By):
                    met = list(firms.in_modes(activity.when, asked_by(law)))
                    yield from _covered(law, met, ("activities", activity.id, *inside), kind.id)
        for path, law in numbers_in(regime, kind):
            if isinstance(law, By):
                yield from _covered(law, list(firms.in_modes((), asked_by(law))), path, kind.id)


def _each_once(found: list[Problem]) -> Iterator[Problem]:
    """Problems of the types that the file states; of projects of a ledger those that no type has."""
    told = set()
    for loc, code, said in found:
        own = loc[2:] if loc[0] == "enterprises" and str(said["kind"]).startswith(f"{LEDGER}:") else loc
        missing = (code, str(said.get("value")))
        if (own, *missing) not in told:
            yield loc, code, said
        told |= {(loc, *missing), (loc[2:] if loc[0] == "enterprises" else loc, *missing)}


def _covered(law: object, firms: list[Firm], path: Path, kind: str) -> Iterator[Problem]:
    if not isinstance(law, By) or not firms:
        return
    path = (*path, "by", law.attribute)
    said: dict[str, object] = {"got": law.attribute, "attribute": law.attribute, "kind": kind}
    if law.attribute not in firms[0]:
        yield path, "by_attribute_missing", said
        return
    cases = dict(law.cases)
    for value in sorted({firm[law.attribute] for firm in firms}):
        if value not in cases:
            got = f"{law.attribute}: {value}"
            yield path, "by_not_covered", {**said, "got": got, "value": value, "cases": sorted(cases)}
        else:
            yield from _covered(cases[value], [f for f in firms if f[law.attribute] == value], (*path, value), kind)


def _with_stray(problem: Problem, held: set[tuple[str, str]]) -> Problem:
    """A missing case with the one that no firm asks for and that is spelt almost like it, if there is one."""
    loc, code, said = problem
    if code != "by_not_covered":
        return problem
    cases = said["cases"]
    assert isinstance(cases, list)
    nobodys = [case for case in cases if (str(said["attribute"]), case) not in held]
    return loc, code, {**said, "stray": spelt_like(str(said["value"]), nobodys)}


def _held(regime: Regime) -> set[tuple[str, str]]:
    """Every (attribute, value) that some firm of the park can have, ways in among them."""
    chain_of = chains(regime)
    held = {(SITE_MODE, mode) for mode in chain_of} | {(SITE_CHAIN, chain) for chain in chain_of.values()}
    for kind in regime.enterprises:
        firms = Firms(kind, regime, any_mode=True)
        for attribute in kind.attributes:
            held |= {(attribute.name, firm[attribute.name]) for firm in firms.drawn((attribute.name,))}
    return held
