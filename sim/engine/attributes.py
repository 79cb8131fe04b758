"""Which attribute values a firm of a type can have, as a tree that a quantile per attribute walks down."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.luck.laws import pick_index
from sim.model.law import By, pick
from sim.model.park import Attribute, Choice, EnterpriseType


@dataclass(frozen=True, slots=True)
class Level:
    """One attribute: per combination so far the probabilities of its values and the combination each leads to."""

    name: str
    probabilities: tuple[tuple[float, ...], ...]
    leads_to: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """All combinations of attribute values of one type, and how a firm comes to one of them."""

    levels: tuple[Level, ...]
    combinations: tuple[dict[str, str], ...]

    def walk(self, quantile: dict[str, np.ndarray], firms: int) -> np.ndarray:
        """Combination of each firm, from one quantile array per attribute name."""
        at = np.zeros(firms, dtype=np.int64)
        for level in self.levels:
            after = np.empty_like(at)
            for combination, probabilities in enumerate(level.probabilities):
                mine = at == combination
                if mine.any():
                    choice = pick_index(probabilities, quantile[level.name][mine])
                    after[mine] = np.asarray(level.leads_to[combination])[choice]
            at = after
        return at


def attribute_tree(kind: EnterpriseType) -> Tree:
    """The tree of a type; attributes are taken in an order in which each comes after those it depends on.

    Where a lever puts another outcome in place of a drawn one (`instead`), what depends on the attribute still goes
    by the draw: a firm that may not make under contract keeps the lines it would have moved.
    """
    levels: list[Level] = []
    combinations: list[dict[str, str]] = [{}]
    for attribute in in_order(kind.attributes):
        probabilities: list[tuple[float, ...]] = []
        leads_to: list[tuple[int, ...]] = []
        grown: list[dict[str, str]] = []
        for have in combinations:
            law = pick(attribute.law, have)
            choice = law if isinstance(law, Choice) else Choice((str(law),), (1.0,))
            probabilities.append(choice.probabilities)
            leads_to.append(tuple(range(len(grown), len(grown) + len(choice.values))))
            grown += [{**have, attribute.name: value} for value in choice.values]
        levels.append(Level(attribute.name, tuple(probabilities), tuple(leads_to)))
        combinations = grown
    moved = {attribute.name: dict(attribute.instead) for attribute in kind.attributes}
    final = tuple({name: moved[name].get(value, value) for name, value in have.items()} for have in combinations)
    return Tree(tuple(levels), final)


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
