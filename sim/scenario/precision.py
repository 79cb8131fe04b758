"""How precise an answer must be, as a planner writes it: `rmst_time_to_production: 5 days`, `signed @ all: 2%`.

The form is read here; whether the park has such a KPI is told by `known_kpis`, for the file and the command line alike.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sim.engine.attributes import combinations
from sim.model.park import Model
from sim.outcome.above_scale import ABOVE_SCALE_KPIS
from sim.outcome.activity_kpis import ACTIVITY_KPIS
from sim.outcome.estate_kpis import ESTATE_KPIS
from sim.outcome.funnel import FUNNEL_KPIS
from sim.outcome.kpis import KPIS
from sim.outcome.money_kpis import FIRM_KPIS, PARK_KPIS
from sim.outcome.offices import OFFICE_KPIS
from sim.outcome.stages import COMPONENTS
from sim.outcome.targets import TARGET_KPIS
from sim.outcome.team_kpis import TEAM_KPIS
from sim.scenario.faults import near
from sim.scenario.quantities import DURATION, FIRMS, JOBS, MONEY, NotAQuantity, quantity

UNITS = {"days": DURATION, "firms": FIRMS, "yuan": MONEY, "jobs": JOBS}  # others take a plain number
_SHARE = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*%")
_NUMBER = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?")
PARK, TARGETS, ALL = "park", "targets", "all"


@dataclass(frozen=True)
class Wanted:
    """A KPI of a group and the half-width of its 95 % interval; `relative` to its mean, else in the KPI's unit."""

    kpi: str
    group: str
    half_width: float
    relative: bool

    def text(self) -> str:
        """As a planner would write it; the same wish, the same text."""
        size = f"{100 * self.half_width:.12g}%" if self.relative else f"{self.half_width:.12g}"
        return f"{self.kpi} @ {self.group}: {size}"


class Unfit(ValueError):
    """A wish that cannot be read or met: the code of a fault and what fills its gaps."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


def split_wish(text: str) -> tuple[str, str, str]:
    """KPI, group (empty where none is named) and half-width of a wish. Raises Unfit.

    >>> split_wish("wait_mean @ office:bureau: 3 days")
    ('wait_mean', 'office:bureau', '3 days')
    """
    name, colon, size = (part.strip() for part in text.rpartition(":"))
    if not colon or not name or not size:
        raise Unfit("precision_form", got=text)
    kpi, _, group = (part.strip() for part in name.partition("@"))
    number = _SHARE.fullmatch(size) or re.match(_NUMBER, size)
    if number is None:
        raise Unfit("precision_form", got=text)
    if float(number[1] if number.re is _SHARE else number[0]) <= 0:
        raise Unfit("not_positive", got=size)
    return kpi, group, size


def read_wish(text: str, model: Model) -> Wanted:
    """A wish about a park. Raises Unfit: no such form, KPI, group or unit."""
    kpi, group, size = split_wish(text)
    known = known_kpis(model)
    if kpi not in known:
        raise Unfit("unknown_kpi", got=kpi, near=near(kpi, known), known=", ".join(_short(known)))
    unit, groups = known[kpi]
    group = group or (ALL if ALL in groups else groups[0] if len(groups) == 1 else "")
    if group not in groups:
        raise Unfit(
            "unknown_group", got=group or "-", kpi=kpi, near=near(group, groups), known=", ".join(groups) or "-"
        )
    if share := _SHARE.fullmatch(size):
        return Wanted(kpi, group, float(share[1]) / 100, True)
    if _NUMBER.fullmatch(size):
        return Wanted(kpi, group, float(size), False)
    try:
        return Wanted(kpi, group, quantity(size, UNITS.get(unit, DURATION)).value, False)
    except NotAQuantity:
        raise Unfit("precision_unit", got=size, unit=unit) from None


def _short(known: Mapping[str, tuple[str, tuple[str, ...]]]) -> list[str]:
    """What is worth listing: not the days of every stage, nor twelve months."""
    return [kpi for kpi in known if "." not in kpi and "_month_" not in kpi]


def known_kpis(model: Model) -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """Unit and groups of every KPI that the tables of a park have, by its id."""
    regime = model.regimes[0]
    firms = _groups_of_firms(model)
    money = any(kind.quantities for one in model.regimes for kind in one.enterprises)  # else nobody keeps books
    found: dict[str, tuple[str, tuple[str, ...]]] = {kpi.id: (kpi.unit, firms) for kpi in KPIS}
    for family in (FIRM_KPIS, ABOVE_SCALE_KPIS, FUNNEL_KPIS) if money else ():
        found |= {kpi: (unit, firms) for kpi, (unit, _) in family.items()}
    found |= {f"days.{stage.id}.{part}": ("days", firms) for stage in model.stages for part in COMPONENTS}
    found |= {kpi: (unit, (PARK,)) for kpi, (unit, _) in PARK_KPIS.items() if money}
    resources = [*(s.id for s in regime.estate.spaces), *(s.id for s in regime.estate.stocks)]
    for family, kind, names in (
        (OFFICE_KPIS, "office", [office.id for office in regime.offices]),
        (ACTIVITY_KPIS, "activity", [activity.id for activity in regime.activities]),
        (ESTATE_KPIS, "estate", resources),
        (TEAM_KPIS, "team", [team.id for team in regime.teams]),
    ):
        groups = tuple(f"{kind}:{name}" for name in names)
        found |= {kpi: (unit, groups) for kpi, (unit, _) in family.items()}
    found |= {f"target.{t.id}": (TARGET_KPIS[t.kpi], (TARGETS,)) for t in model.targets}
    return {kpi: (unit, groups) for kpi, (unit, groups) in found.items() if groups}


def _groups_of_firms(model: Model) -> tuple[str, ...]:
    kinds = [kind for regime in model.regimes for kind in regime.enterprises]
    counted = [kind for kind in kinds if kind.counted]
    mixed = {values for kind in counted for values in combinations(kind, model.groups)} if model.groups else set()
    apart = {f"type:{kind.id}" for kind in kinds if not kind.counted}
    return (ALL, *sorted(" / ".join(values) for values in mixed), *sorted(apart))
