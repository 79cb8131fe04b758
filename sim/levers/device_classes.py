"""Which values the firms of a park can have, of the device class above all: levers that differ by them ask here."""

from __future__ import annotations

from sim.model.law import leaves
from sim.model.park import Attribute, Choice, Regime

CLASS = "device_class"
CLASSES = ("I", "II", "III")


def classes_of(regime: Regime) -> list[str]:
    """Every device class that a firm of the park can have; empty where some type has none."""
    laws = _drawn_by_type(regime, CLASS)
    return sorted(set().union(*laws)) if len(laws) == len(regime.enterprises) else []


def held(regime: Regime, attribute: str) -> list[str]:
    """Every value of an attribute that some firm of the park can have; types without it have none."""
    return sorted(set().union(*_drawn_by_type(regime, attribute)))


def _drawn_by_type(regime: Regime, name: str) -> list[set[str]]:
    return [
        _values(attribute) for kind in regime.enterprises for attribute in kind.attributes if attribute.name == name
    ]


def _values(attribute: Attribute) -> set[str]:
    drawn: set[str] = set()
    for law in leaves(attribute.law):
        drawn |= set(law.values) if isinstance(law, Choice) else {str(law)}
    return {dict(attribute.instead).get(value, value) for value in drawn}
