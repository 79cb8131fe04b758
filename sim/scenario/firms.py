"""Which firms can come: every combination of attribute values that a type can draw, as far as a question needs them.

Attributes hang together (a class I device never has a class II path), so values are combined, not listed one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sim.model.law import By
from sim.model.park import Activity, Attribute, Choice, EnterpriseType, Regime, When
from sim.scenario.modes import MODE_NAMES, SITE_CHAIN, SITE_MODE, chains, modes_where

MOST = 20_000  # combinations; a question that needs more is a fault

Firm = dict[str, str]


class TooMany(Exception):
    """More combinations than can be looked at; `rules_reach.few_combinations` finds it before any other rule asks."""

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(f"{count} combinations of attributes")


@dataclass(frozen=True)
class Firms:
    """The firms of one type under one regime; `any_mode` counts site modes that are not offered too."""

    kind: EnterpriseType
    regime: Regime
    any_mode: bool

    def where(self, activity: Activity, also: Iterable[str] = ()) -> Iterator[Firm]:
        """Every firm to which the activity applies, by the attributes it asks for and those in `also`."""
        return self.meeting(activity.when, also)

    def meeting(self, when: When, also: Iterable[str] = ()) -> Iterator[Firm]:
        """Every firm that meets the conditions, by the attributes they ask for and those in `also`."""
        asked = {name for name, _ in when}
        if asked & set(MODE_NAMES) and not self._modes_of(when):
            return
        for firm in self.drawn(asked | set(also)):
            if all(self._holds(firm, name, accepted) for name, accepted in when):
                yield firm

    def in_modes(self, when: When, also: Iterable[str]) -> Iterator[Firm]:
        """The same; where `site_mode` or `site_chain` is asked for, once for each mode in which it applies."""
        names, chain_of = set(also), chains(self.regime)
        modes = sorted(self._modes_of(when))
        for firm in self.meeting(when, names):
            if names.isdisjoint(MODE_NAMES):
                yield firm
                continue
            yield from ({**firm, SITE_MODE: mode, SITE_CHAIN: chain_of[mode]} for mode in modes)

    def reach(self, activity: Activity) -> bool:
        """Whether any of them can come to do the activity: it applies, and is not behind it on arrival."""
        return activity.id not in self.kind.already_done and next(self.where(activity), None) is not None

    def drawn(self, names: Iterable[str]) -> list[Firm]:
        """Every combination of these attributes that can be drawn, moved where a lever moves outcomes.

        Raises TooMany.
        """
        laws = {attribute.name: attribute for attribute in self.kind.attributes}
        firms: list[Firm] = [{}]
        for name in _with_what_they_ask(names, laws):
            values = [_values(laws[name].law, firm) for firm in firms]
            if (count := sum(map(len, values))) > MOST:
                raise TooMany(count)
            firms = [{**firm, name: value} for firm, drawn in zip(firms, values, strict=True) for value in drawn]
        moves = {name: dict(law.instead) for name, law in laws.items()}  # what depends on it has gone by the draw
        return [{name: moves[name].get(value, value) for name, value in firm.items()} for firm in firms]

    def _holds(self, firm: Firm, name: str, accepted: tuple[str, ...]) -> bool:
        if name in MODE_NAMES:
            return True  # where has looked at them together
        return firm.get(name, dict(self.regime.policies).get(name)) in accepted

    def _modes_of(self, when: When) -> set[str]:
        """Site modes of these firms in which the conditions hold."""
        return modes_where(dict(when), chains(self.regime)) & self._modes()

    def _modes(self) -> set[str]:
        """Site modes that such a firm may have: those it may take, and those it may fall back to from them."""
        fixed = self.kind.site_mode or self.regime.forced_site_mode
        offered = {mode.id for mode in self.regime.site_modes if mode.offered or self.any_mode}
        found = {fixed} if fixed is not None else offered
        chain_of = chains(self.regime)
        while (
            more := {
                activity.refused.then
                for activity in self.regime.activities
                if activity.refused is not None and modes_where(dict(activity.when), chain_of) & found
            }
            - {"out"}
            - found
        ):
            found |= more
        return found


def _with_what_they_ask(names: Iterable[str], laws: Mapping[str, Attribute]) -> list[str]:
    """The attributes that the type has, each after those on which its value depends."""
    ordered: list[str] = []

    def add(name: str) -> None:
        for other in sorted(asked_by(laws[name].law)):
            if other in laws:
                add(other)
        if name not in ordered:
            ordered.append(name)

    for name in sorted(set(names) & laws.keys()):
        add(name)
    return ordered


def asked_by(law: object) -> set[str]:
    """The attributes by which a law chooses, at any depth."""
    if not isinstance(law, By):
        return set()
    return {law.attribute}.union(*(asked_by(case) for _, case in law.cases))


def _values(law: object, firm: Firm) -> list[str]:
    while isinstance(law, By):
        cases = dict(law.cases)
        if firm.get(law.attribute) not in cases:
            return []  # a fault of its own: by_not_covered
        law = cases[firm[law.attribute]]
    if isinstance(law, Choice):
        return list(law.values)
    return [str(law)]
