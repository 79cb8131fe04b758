"""Buildings made to suit (代建): for whom the platform company built, what it spent, and what nobody will come for.

Once the platform company has begun it finishes what it has begun, for a frame made to one firm's design is of no use
half done. So the shell is spent on the day on which its construction starts, and a firm that leaves from then on, or
goes on in another way, leaves it stranded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.model.park import Model
from sim.outcome.histories import Histories
from sim.outcome.ways import Ways, quantity

SUITED = "build_to_suit"  # the chain of activities in which the platform company builds for one firm


@dataclass(frozen=True, eq=False)
class BuiltToSuit:
    """One building a firm at most; arrays [firms]."""

    floor: np.ndarray  # m² begun for the firm, 0 = nothing
    cost: np.ndarray  # yuan: the shell price on that floor
    stranded: np.ndarray  # bool: begun, and neither in use, nor waited for, nor bought


def built_to_suit(h: Histories, model: Model, found: Sequence[Ways]) -> BuiltToSuit:
    """What was built for each firm of a block by the horizon.

    A building is begun as a step with `platform_builds` starts; where a network has no such step, it stands when it is
    handed over to a firm of the chain `build_to_suit`.
    """
    handed_over = ~np.isnan(h.milestone("handed_over"))
    comes_for_it, buys = (np.zeros(len(h.firm_type), dtype=bool) for _ in range(2))
    price = np.zeros(len(h.firm_type))
    for way in found:
        comes_for_it[way.firms] = way.goes_through(SUITED)
        buys[way.firms], price[way.firms] = way.terms.buys, way.prices.shell

    begun = _construction_started(h, model) | (comes_for_it & handed_over)
    floor = np.where(begun, quantity(h, "floor_area"), 0.0)
    taken = comes_for_it & (np.isnan(h.firm_end) | (buys & handed_over))
    return BuiltToSuit(floor, price * floor, begun & ~taken)


def _construction_started(h: Histories, model: Model) -> np.ndarray:
    """Which firms the platform company has begun to build for, bool [firms]."""
    steps = {step.id for regime in model.regimes for step in regime.activities if step.platform_builds}
    building = np.isin(h.rules.activity_names, sorted(steps))
    started = building[h.visit_activity] & ~np.isnan(h.start)
    return np.bincount(h.visit_firm[started], minlength=len(h.firm_type)) > 0
