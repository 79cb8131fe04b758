"""标准厂房超前建设: shells are decided and built before the firms that will sit in them have signed.

Mechanism: phases are added to a space. A firm that finds a free unit takes it; one that comes before the phase is
complete waits for it. What nobody takes stands empty, and costs what it costs. With a budget, buildings are built in
the order of the list, as far as the money goes at the planned cost.
"""

from __future__ import annotations

import math
from dataclasses import replace

from sim.levers.fields import Form, told
from sim.levers.numbers import Amount, Count, Id, Many, Nested, Number, Positive, Three
from sim.levers.parts import law, merged, space_named, twice, unknown_resources, with_spaces
from sim.levers.settings import Faults
from sim.model.estate import Building, Phase
from sim.model.park import Regime
from sim.model.text import Text

ID = "build_ahead"
TITLE = Text("standard factories built ahead", "标准厂房超前建设")
SOURCE = Text(
    "county plans for standard factories in phases (S0, S2); cost by area of the Ziyuan park, 308 million yuan for "
    "91,388 m²; building time, press on five parks",
    "各县分期建设标准厂房的方案（S0、S2）；单位造价按资源县园区 3.08亿元、91388平方米折算；工期据五个园区的报道",
)


class PhaseForm(Form):
    """Alike buildings, each a row of alike units."""

    id: Id = told("id of the phase", "分期的 id")
    decided: Number = told(
        "day of the decision, from the start of the scenario (negative: before it); while the lever is in force",
        "决策日：自情景起始日起的天数（负数为之前），须在该措施有效期内",
    )
    construction: Three = told(
        "building time, days: shortest, most likely, longest", "建设工期（天）：最短、最可能、最长"
    )
    delay: Three | None = told(
        "days between decision and building: shortest, most likely, longest",
        "决策到动工之间的天数：最短、最可能、最长",
        None,
    )
    overrun: Three | None = told(
        "share by which it costs more than planned: least, most likely, most", "超概比例：最小、最可能、最大", None
    )
    buildings: Count = told("number of buildings", "栋数", 1)
    units: Count = told("units in a building", "每栋单元数", 1)
    area: Positive = told("floor area of a unit, m²", "每单元建筑面积，平方米")
    cost: Amount = told("planned cost, yuan by m² of floor", "概算造价，元每平方米", 3370.0)
    bond: bool = told("does the special bond pay?", "是否由专项债券出资", True)

    @property
    def price(self) -> float:
        """Planned cost of one building, yuan."""
        return self.units * self.area * self.cost


class Settings(Nested):
    """No phases: nothing changes."""

    space: str = told("id of the space that is extended", "扩建的厂房类别 id")
    phases: Many[PhaseForm] = told(
        "phases, the most urgent first: id, decided, construction, delay, overrun, buildings, units, area, cost, bond",
        "分期，最急需的在前：id、decided、construction、delay、overrun、buildings、units、area、cost、bond",
        (),
    )
    budget: Amount | None = told("money for all phases together, yuan", "各期合计资金，元", None)


NEUTRAL = Settings(space="any")


def faults(settings: Settings, regime: Regime) -> Faults:
    """A space that the park does not have, or a phase that it has already."""
    space = space_named(regime, settings.space)
    taken = [phase.id for phase in space.phases] if space else []
    found = unknown_resources("space", [settings.space], regime.estate.spaces)
    return found + twice("phases", [form.id for form in settings.phases], taken)


def apply(regime: Regime, settings: Settings) -> Regime:
    """The regime with the phases that the money allows."""
    built, left = [], math.inf if settings.budget is None else settings.budget
    for form in settings.phases:
        price = form.price
        count = form.buildings if price == 0 else min(form.buildings, int(min(left / price + 1e-9, form.buildings)))
        left -= count * price
        if count and form.units:
            built.append(_phase(form, count))
    if not built:
        return regime
    return with_spaces(regime, lambda s: replace(s, phases=merged(s.phases, built)) if s.id == settings.space else s)


def _phase(form: PhaseForm, count: int) -> Phase:
    construction = law(form.construction)
    assert construction is not None
    return Phase(
        id=form.id,
        decided=form.decided,
        construction=construction,
        buildings=(Building(form.id, (form.area,) * form.units, count),),
        delay=law(form.delay),
        overrun=law(form.overrun),
        cost=form.cost,
        bond=form.bond,
        source=ID,
    )
