"""Honest counts: how many firms would be reported as producing if nobody asked which of them only write invoices.

A shell firm (空壳企业) has the attribute `shell: "yes"` and a type that is not counted, so it is in no other number.
Here it is added back, until a tax check exposes it: the difference from the real firms is what a report overstates.
"""

from __future__ import annotations

import numpy as np

from sim.outcome.histories import Histories

SHELL, YES = "shell", "yes"  # attribute and value of who is one
EXPOSED = "exposed"  # milestone that ends the pretence

HONEST_KPIS: dict[str, tuple[str, int]] = {"producing_reported": ("firms", 0), "exposed": ("firms", 0)}
"""id -> unit, direction; the group is `park`."""


def honest_kpis(h: Histories) -> dict[tuple[str, str], np.ndarray]:
    """(`park`, kpi) -> one value a replication; nothing where no type of enterprise has the attribute `shell`.

    `producing_reported` is the number of counted firms that produce at the horizon, and of shells that have reached
    `producing`, have not been exposed and have not left. `exposed` is the number of firms that a check exposed.
    """
    if SHELL not in h.rules.attribute_names:
        return {}
    counted = h.rules.type_counted[h.firm_type] == 1
    produces = ~np.isnan(h.milestone("producing")) & np.isnan(h.firm_end)
    exposed = ~np.isnan(h.milestone(EXPOSED))
    reported = produces & (counted | (shells(h) & ~exposed))
    return {("park", "producing_reported"): _count(h, reported), ("park", "exposed"): _count(h, exposed)}


def shells(h: Histories) -> np.ndarray:
    """Who only wants an address and invoices, bool [firms]."""
    (column,) = np.flatnonzero(h.rules.attribute_names == SHELL)
    code = h.firm_attributes[:, column]
    return np.asarray((code >= 0) & (h.rules.attribute_labels[column][code] == YES))


def _count(h: Histories, who: np.ndarray) -> np.ndarray:
    replication = np.searchsorted(h.replications, h.firm_replication[who & h.enterprise])
    return np.bincount(replication, minlength=len(h.replications)).astype(np.float64)
