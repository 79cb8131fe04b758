"""绿色通道: some firms are called before others.

Mechanism: firms that meet `when` gain places of priority at the named offices, or in the line for a named team.
Nobody in hand is interrupted, and what some gain others lose: the offices work no faster.
"""

from __future__ import annotations

from dataclasses import replace

from pydantic import field_validator

from sim.levers.fields import Conditions, Form, Words, told, wrong
from sim.levers.settings import Faults, unknown
from sim.model.park import PriorityRule, Regime
from sim.model.text import Text

ID = "green_channel"
TITLE = Text("green channel", "绿色通道")
SOURCE = Text(
    "park policy; priority by attribute, as provincial priority review rules do it",
    "园区政策；按属性给予优先，参照省级优先审评规则",
)


class Settings(Form):
    """Who gains how much, and where."""

    when: Conditions = told(
        "firms that gain: attribute -> values, all must hold", "受惠企业：属性 -> 取值，须全部满足", {}
    )
    offices: Words = told(
        "offices, spaces, stocks or teams where it holds; none named: at all offices",
        "适用的部门、厂房、资源或团队；不写则为全部部门",
        (),
    )
    places: float = told("places of priority gained", "提前的优先级数", 1.0)

    @field_validator("places")
    @classmethod
    def _finite(cls, places: float) -> float:
        if not 0 <= places < float("inf"):
            raise wrong("negative" if places < 0 else "not_finite", got=places)
        return places


NEUTRAL = Settings(places=0.0)


def faults(settings: Settings, regime: Regime) -> Faults:
    """Offices, resources or attributes that the park does not have."""
    offices = [office.id for office in regime.offices]
    offices += [space.id for space in regime.estate.spaces] + [stock.id for stock in regime.estate.stocks]
    offices += [team.id for team in regime.teams]
    names = {attribute.name for kind in regime.enterprises for attribute in kind.attributes} | {"site_mode"}
    names |= {policy for policy, _ in regime.policies}
    found = [unknown("offices", "office", name, offices) for name in settings.offices if name not in offices]
    return found + [unknown("when", "attribute", name, sorted(names)) for name in settings.when if name not in names]


def apply(regime: Regime, settings: Settings) -> Regime:
    """The regime with one more rule of priority."""
    if settings.places == 0:
        return regime
    when = tuple(sorted((name, tuple(sorted(values))) for name, values in settings.when.items()))
    rule = PriorityRule(when, tuple(sorted(settings.offices)), float(settings.places))
    return replace(regime, priority_rules=(*regime.priority_rules, rule))
