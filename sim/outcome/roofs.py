"""The units that a firm took, and the second roof to which it graduates (毕业)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.money.costs import item_costs
from sim.money.facts import SecondRoof
from sim.outcome.histories import Histories
from sim.outcome.ways import Ways, quantity


def let_area(h: Histories) -> np.ndarray:
    """Floor that a firm pays rent and fees for, m²: the whole units it took first, else the floor it needs."""
    first = units_taken(h)
    return np.where(first.unit >= 0, first.area, quantity(h, "floor_area"))


@dataclass(frozen=True, eq=False)
class Units:
    """Neighbouring units that a firm took at one instant; arrays [firms]."""

    unit: np.ndarray  # the first of them, -1 = none
    area: np.ndarray  # m² of them all
    taken: np.ndarray  # day, NaN = none


def units_taken(h: Histories, turn: int = 0) -> Units:
    """Of each candidate the units that it took first (turn 0), or next (turn 1)."""
    rows = np.flatnonzero(h.holding_unit >= 0)
    rows = rows[np.lexsort((h.holding_unit[rows], h.holding_from[rows], h.holding_firm[rows]))]
    firm, day = h.holding_firm[rows], h.holding_from[rows]
    new_firm = np.diff(firm, prepend=-1) != 0
    new_turn = new_firm | (np.diff(day, prepend=np.nan) != 0)
    turns = np.cumsum(new_turn)
    mine = turns - np.maximum.accumulate(np.where(new_firm, turns, 0)) == turn
    found = Units(np.full(len(h.firm_type), -1), np.zeros(len(h.firm_type)), np.full(len(h.firm_type), np.nan))
    first = mine & new_turn
    found.unit[firm[first]], found.taken[firm[first]] = h.holding_unit[rows][first], day[first]
    np.add.at(found.area, firm[mine], h.holding_amount[rows][mine])
    return found


def second_roof(h: Histories, found: list[Ways]) -> SecondRoof | None:
    """The units to which firms graduate, on the terms that hold there; None where the rules know no such move."""
    moves = h.carries("graduated")[h.firm_final_network]
    if not moves.any():
        return None
    next_units = units_taken(h, 1)
    taken = np.where(moves, next_units.taken, np.nan)
    rent, fit_out, deposit = (np.zeros(len(h.firm_type)) for _ in range(3))
    floor = quantity(h, "floor_area")
    for way in found:
        terms_of = {site.id: site.terms for site in way.regime.site_modes}
        there = terms_of.get(way.site.graduates_to, way.terms)
        own = {"floor_area": floor[way.firms], "land_area": 0.0, "equipment_cost": 0.0}
        costs = item_costs(own, there, way.prices)
        rent[way.firms], fit_out[way.firms], deposit[way.firms] = there.rent, costs["fit_out"], costs["deposit"]
    return SecondRoof(taken, next_units.area, rent, fit_out, deposit)
