"""The words of one figure in one language, and the line at its foot from which it can be computed again.

Views know no Scenario. Whoever calls them copies its titles into plain dictionaries; an id that nobody has titled
stands for itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.text.labels import label
from sim.text.language import Language
from sim.text.width import lines

ALL = "all"
TYPE = "type:"  # a group `type:<id>` is a type of firm that is counted apart


@dataclass(frozen=True)
class Labels:
    """Titles in one language.

    Parameters
    ----------
    lang
        "en" or "zh".
    strategies, stages
        Title by id; the order of `strategies` is the order in which they are drawn, the first is the baseline.
    values
        Title by attribute value (`new_registration`), by type counted apart (`type:<id>`) or by whole group
        (`II / filing`).
    """

    lang: Language = "en"
    strategies: Mapping[str, str] = field(default_factory=dict)
    stages: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)

    def strategy(self, identifier: str) -> str:
        """Title of a strategy."""
        return self.strategies.get(identifier, identifier)

    def stage(self, identifier: str) -> str:
        """Title of a stage; activities that name none stand together under "all"."""
        return self.stages.get(identifier, self.say("no_stage") if identifier == ALL else identifier)

    def group(self, identifier: str) -> str:
        """Title of a group of firms.

        >>> Labels("en", values={"II": "Class II"}).group("II / new_registration")
        'Class II / new_registration'
        """
        if identifier in self.values:
            return self.values[identifier]
        if identifier == ALL:
            return self.say("all_firms")
        return " / ".join(self.values.get(part, part.removeprefix(TYPE)) for part in identifier.split(" / "))

    def say(self, key: str, **numbers: object) -> str:
        """The text `plot.<key>` of `sim.text.labels` with its places filled in."""
        return label(f"plot.{key}", self.lang).format(**numbers)


@dataclass(frozen=True)
class Stamp:
    """What a figure needs so that it can be computed again; `assumed` is what the run takes for granted, in words."""

    scenario: str
    seed: int
    replications: int
    version: str
    assumed: str = ""

    def line(self, labels: Labels) -> str:
        """The line at the foot of a figure."""
        return labels.say(
            "stamp", scenario=self.scenario, seed=self.seed, replications=self.replications, version=self.version
        )


def wrap(text: str, columns: int) -> str:
    """A text in lines of at most `columns`, joined by line breaks.

    >>> wrap("standard factory rental", 16).splitlines()
    ['standard factory', 'rental']
    """
    return "\n".join(lines(text, columns))
