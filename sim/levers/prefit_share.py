"""带装修比例: part of the units are fitted out before anybody has taken them.

Mechanism: the last units of every phase of one space are counted in another, that of pre-fitted units; they are
complete later by the days of fitting out and cost more. Who wants a bare shell cannot take them.
"""

from __future__ import annotations

import math
from dataclasses import replace

from sim.levers.fields import Form, told
from sim.levers.numbers import Amount, Share
from sim.levers.parts import merged, not_among, unknown_resources, with_spaces
from sim.levers.settings import Faults
from sim.model.estate import Building, Phase, Space
from sim.model.law import Distribution, Law
from sim.model.park import Regime
from sim.model.text import Text

ID = "prefit_share"
TITLE = Text("share of units fitted out ahead", "带装修比例")
SOURCE = Text(
    "tailored clean rooms (press on Xianju); time and cost of clean rooms: builders' web pages; one share for all "
    "phases is an ESTIMATE",
    "定制洁净厂房（仙居报道）；洁净室工期与造价据施工单位网页；各期采用同一比例为 ESTIMATE（估计）",
)


class Settings(Form):
    """Share 0: nothing changes."""

    space: str = told("id of the space with bare shells", "毛坯厂房的类别 id", "standard_factory")
    to: str = told("id of the space with pre-fitted units", "带装修厂房的类别 id", "prefitted_factory")
    share: Share = told("share of the units of every phase", "每期中带装修单元的比例", 0.0)
    cost: Amount = told("cost of fitting out, yuan by m² of floor", "装修造价，元每平方米", 1400.0)
    days: Amount = told("days of fitting out after the shell", "毛坯完工后的装修天数", 75.0)


NEUTRAL = Settings()


def faults(settings: Settings, regime: Regime) -> Faults:
    """Spaces that the park does not have, or twice the same."""
    spaces = regime.estate.spaces
    found = unknown_resources("space", [settings.space], spaces) + unknown_resources("to", [settings.to], spaces)
    others = [space.id for space in spaces if space.id != settings.space]
    return found or not_among("to", [settings.to], others)


def apply(regime: Regime, settings: Settings) -> Regime:
    """The regime in which the units have moved; one that lacks either space stays as it is."""
    spaces = {space.id: space for space in regime.estate.spaces}
    if settings.share == 0 or settings.to not in spaces or settings.space not in spaces:
        return regime
    taken = {phase.id for phase in spaces[settings.to].phases}
    kept, moved = [], []
    for phase in spaces[settings.space].phases:
        staying, leaving = _split(phase.buildings, settings.share)
        if staying:
            kept.append(replace(phase, buildings=staying))
        if leaving:
            moved.append(_fitted(phase, leaving, settings, taken))
            taken.add(moved[-1].id)

    def after(space: Space) -> Space:
        if space.id == settings.space:
            return replace(space, phases=tuple(kept))
        return replace(space, phases=merged(space.phases, moved)) if space.id == settings.to else space

    return with_spaces(regime, after)


def _fitted(phase: Phase, buildings: tuple[Building, ...], settings: Settings, taken: set[str]) -> Phase:
    names = (phase.id, *(f"{phase.id}-{number}" for number in range(2, len(taken) + 3)))
    return replace(
        phase,
        id=next(name for name in names if name not in taken),
        buildings=buildings,
        construction=_later(phase.construction, settings.days),
        cost=phase.cost + settings.cost,
    )


def _later(law: Law, days: float) -> Law:
    return replace(law, shift=law.shift + days) if isinstance(law, Distribution) else law


def _split(buildings: tuple[Building, ...], share: float) -> tuple[tuple[Building, ...], tuple[Building, ...]]:
    """Buildings that stay and that leave: floor(share x units) units leave, the last ones first."""
    left = math.floor(share * sum(len(b.units) * b.count for b in buildings) + 1e-9)
    staying: list[Building] = []
    leaving: list[Building] = []
    for building in sorted(buildings, key=lambda b: b.id, reverse=True):
        units = building.units
        going = min(left, len(units) * building.count)
        left -= going
        whole, part = divmod(going, max(1, len(units)))
        staying.append(replace(building, count=building.count - whole - (part > 0)))
        leaving.append(replace(building, count=whole))
        if part:
            staying.append(Building(f"{building.id}-part", units[:-part]))
            leaving.append(Building(f"{building.id}-part", units[-part:]))
    return _there(staying), _there(leaving)


def _there(buildings: list[Building]) -> tuple[Building, ...]:
    return tuple(sorted((b for b in buildings if b.count), key=lambda b: b.id))
