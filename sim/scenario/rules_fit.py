"""Warnings about firms that do not fit: too large, not eligible, silent about what they would need, taxed too much."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

import numpy as np

from sim.luck.laws import ppf
from sim.model.estate import QUANTITIES, Space, Take
from sim.model.law import By, Distribution
from sim.model.money import INCOME_TAX_RATE
from sim.model.park import EnterpriseType, Model, Regime, SiteMode
from sim.scenario.faults import Loc
from sim.scenario.firms import Firms
from sim.scenario.rules_world import Problem
from sim.text.rounding import significant

_MIDDLE = np.array([0.5])
_LARGEST = {"fixed": 0, "uniform": 1, "pert": 2, "triangular": 2}


def typical_firms_fit(model: Model) -> Iterator[Problem]:
    """The typical amount of a take is not larger than a stock, a team, or the largest building it may be in."""
    for regime in model.regimes[:1]:
        supplied = {stock.id: sum(supply.amount for supply in stock.supply) for stock in regime.estate.stocks}
        supplied |= {team.id: float(max(n for _, n in team.people) * team.caseload) for team in regime.teams}
        largest = {space.id: largest_building(space) for space in regime.estate.spaces}
        rooms: dict[Loc, list[tuple[float, str, float]]] = {}
        for activity, take in _takes(regime):
            for loc, amount in _typical(regime, activity, take):
                if take.what in largest:
                    rooms.setdefault(loc, []).append((largest[take.what], take.what, amount))
                elif amount > supplied[take.what]:
                    yield loc, "larger_than_stock", _too_large(amount, take.what, supplied[take.what])
        for loc, found in rooms.items():
            most, what, amount = max(found)
            if amount > most and min(found)[0] > 0:  # a space without phases is built by levers, as large as they like
                yield loc, "larger_than_building", _too_large(amount, what, most)


def amounts_known(model: Model) -> Iterator[Problem]:
    """Types that come to take an amount state it; else they take nothing."""
    for regime in model.regimes[:1]:
        for activity, take in _takes(regime):
            for kind in _takers(regime, activity) if isinstance(take.amount, str) else ():
                if take.amount not in _laws(kind):
                    values: dict[str, object] = {"got": take.amount, "what": take.what, "activity": activity}
                    yield ("enterprises", kind.id), "quantity_not_stated", values


def floor_area_stated(model: Model) -> Iterator[Problem]:
    """Firms that compare site modes know how large they are."""
    for regime in model.regimes[:1]:
        for kind in regime.enterprises if regime.site_choice == "free" else ():
            if kind.site_mode is None and "floor_area" not in _laws(kind):
                yield ("enterprises", kind.id), "choice_without_floor_area", {"got": kind.id}


def taxes_within_the_statutory_rates(model: Model) -> Iterator[Problem]:
    """The typical taxes of a type stay below what the statutory rates could ask of its output and margin.

    VAT is at most its rate on all of output, income tax at most its rate on the margin. The rates only check; what
    is paid is output x `tax_share`.
    """
    for regime in model.regimes[:1]:
        taxes = regime.money.taxes
        for kind in regime.enterprises:
            laws, at = _laws(kind), ("enterprises", kind.id, "quantities", "tax_share")
            margins = [value for _, value in _middles((), laws["margin"])] if "margin" in laws else [math.inf]
            most = {"vat": (taxes.vat, taxes.vat_rate), "income": (taxes.income, INCOME_TAX_RATE * max(margins))}
            for loc, share in _middles(at, laws["tax_share"]) if "tax_share" in laws else ():
                for tax, (part, limit) in most.items():
                    if share * part > limit:
                        values: dict[str, object] = {"got": _percent(share * part), "tax": tax, "most": _percent(limit)}
                        yield loc, "above_statutory", values


def modes_admit_somebody(model: Model, under: Iterable[Model]) -> Iterator[Problem]:
    """Every mode that is offered admits firms of some type."""
    regimes = [regime for one in (model, *under) for regime in one.regimes]
    offered = {mode.id for regime in regimes for mode in regime.site_modes if mode.offered}
    offered |= {regime.forced_site_mode for regime in regimes if regime.forced_site_mode}
    first = model.regimes[0]
    for mode in first.site_modes:
        free = [kind for kind in first.enterprises if kind.site_mode in (None, mode.id)]
        if mode.id in offered and free and not any(_admits(mode, kind) for kind in free):
            least = ", ".join(f"{name} >= {value:g}" for name, value in mode.terms.least)
            yield ("site_modes", mode.id, "terms", "least"), "mode_for_nobody", {"got": least, "mode": mode.id}


def largest_building(space: Space) -> float:
    """Floor area of the largest building of a space: no run of units is larger."""
    return max((sum(building.units) for phase in space.phases for building in phase.buildings), default=0.0)


def most_of(law: object) -> float:
    """The largest value that a law can give; infinite where it has no bound.

    >>> most_of(Distribution("pert", (0.0, 8.0, 30.0))), most_of(Distribution("exponential", (2.0,)))
    (30.0, inf)
    """
    if isinstance(law, By):
        return max(most_of(case) for _, case in law.cases)
    assert isinstance(law, Distribution)
    if law.kind in _LARGEST:
        base = law.params[_LARGEST[law.kind]]
    elif law.kind == "empirical":
        base = max(law.params)
    elif law.kind == "discrete":
        base = max(law.params[: len(law.params) // 2])
    elif law.kind == "mixture":
        base = max(most_of(part) for part in law.of)
    else:
        return math.inf
    return base * law.factor + law.shift


def _too_large(amount: float, what: str, most: float) -> dict[str, object]:
    return {"got": float(f"{amount:.6g}"), "what": what, "most": most}


def _percent(share: float) -> str:
    return f"{significant(100 * share)}%"


def _admits(mode: SiteMode, kind: EnterpriseType) -> bool:
    laws = _laws(kind)
    return all(
        (most_of(laws[name]) if name in laws else QUANTITIES[name][1]) >= least for name, least in mode.terms.least
    )


def _typical(regime: Regime, activity: str, take: Take) -> Iterator[tuple[Loc, float]]:
    if not isinstance(take.amount, str):
        yield ("activities", activity, "takes", take.what, "amount"), take.amount
        return
    for kind in _takers(regime, activity):
        laws = _laws(kind)
        if take.amount in laws:
            yield from _middles(("enterprises", kind.id, "quantities", take.amount), laws[take.amount])


def _middles(loc: Loc, law: object) -> Iterator[tuple[Loc, float]]:
    if isinstance(law, By):
        for value, case in law.cases:
            yield from _middles((*loc, "by", law.attribute, value), case)
    elif isinstance(law, Distribution):
        yield loc, float(ppf(law, _MIDDLE)[0])


def _takers(regime: Regime, activity: str) -> list[EnterpriseType]:
    one = next(a for a in regime.activities if a.id == activity)
    return [kind for kind in regime.enterprises if Firms(kind, regime, any_mode=True).reach(one)]


def _takes(regime: Regime) -> list[tuple[str, Take]]:
    return [(activity.id, take) for activity in regime.activities for take in activity.takes]


def _laws(kind: EnterpriseType) -> dict[str, object]:
    return {quantity.name: quantity.law for quantity in kind.quantities}


WARNINGS = (typical_firms_fit, amounts_known, floor_area_stated, taxes_within_the_statutory_rates)
