"""Firms that are in the midst of something as they appear: what of a step is still to be done.

A project of today's ledger has built for ten months. What is left of its building is no fresh duration, nor the mean
less ten months: it is the law of what remains, given that it has lasted so long (`sim.luck.residual`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from sim.luck.residual import left

if TYPE_CHECKING:
    from sim.engine.blueprint import Blueprint
    from sim.engine.nodes import Node
    from sim.model.park import EnterpriseType

_left = lru_cache(maxsize=4096)(left)


def begun(plan: Blueprint, node: Node, activity: str, kind: EnterpriseType) -> None:
    """Leave of a step only what is left of its first attempt, where firms of this type have begun it.

    It certainly applies, is prepared and paid for, and waits for no lag; later attempts, if it is sent back, are whole.
    A step that still waits for another has not begun, whatever the type says, and must not be handed in.
    """
    for name, elapsed in kind.in_progress:
        if name == activity:
            first = plan.law(_left(plan.laws[node.laws[0]], elapsed))
            node.laws = (first, node.laws[1], -1, *node.laws[3:])
            node.arrival_lag, node.p_happens, node.pays = 0.0, 1.0, ()
