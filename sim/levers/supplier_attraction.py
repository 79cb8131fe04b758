"""以商招商、龙头带配套: firms that produce here bring their suppliers, if somebody follows them up.

Mechanism: multiplies the chance with which each firm that another could bring comes. Who they are and when they would
come is drawn before; a chance, which is 1 at most, only thins them. The network does the rest.
"""

from __future__ import annotations

from dataclasses import replace

from sim.levers.fields import Form, Words, told
from sim.levers.numbers import Amount
from sim.levers.parts import not_among
from sim.levers.settings import Faults
from sim.model.park import EnterpriseType, Regime
from sim.model.text import Text

ID = "supplier_attraction"
TITLE = Text("suppliers brought by firms", "以商招商")
SOURCE = Text(
    "counties attract suppliers of the firms they have (S1, S4), no figures there: ESTIMATE",
    "以商招商、引进龙头配套（S1、S4），其中无数字：ESTIMATE（估计）",
)


class Settings(Form):
    """Chance 1: nothing changes."""

    chance: Amount = told(
        "multiplies the chance that each comes; at most 1 results", "到来概率的倍数；结果不超过 1", 1.0
    )
    types: Words = told("types that are brought; none named: all of them", "由他人带来的类型；不写则全部", ())


NEUTRAL = Settings()


def faults(settings: Settings, regime: Regime) -> Faults:
    """Types that nobody brings, or a park in which nobody brings anybody."""
    brought = [kind.id for kind in regime.enterprises if kind.brought_by is not None]
    if settings.chance == 1:
        return []
    return not_among("types", settings.types, brought) if brought else [("chance", "brought_by_nobody", {})]


def apply(regime: Regime, settings: Settings) -> Regime:
    """The regime in which more, or fewer, of them come."""
    if settings.chance == 1:
        return regime

    def followed_up(kind: EnterpriseType) -> EnterpriseType:
        if kind.brought_by is None or (settings.types and kind.id not in settings.types):
            return kind
        chance = min(1.0, kind.brought_by.chance * settings.chance)
        return replace(kind, brought_by=replace(kind.brought_by, chance=chance))

    return replace(regime, enterprises=tuple(map(followed_up, regime.enterprises)))
