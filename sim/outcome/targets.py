"""Targets that a county has set itself: what each one counts, on its day, in every history.

A target is read off on its own date and not at the end of the run, so that a plan for three years is held to three
years. Nobody is fitted to a target; `sim.evidence.targets` says how often each one is met.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.outcome.facts import quantity
from sim.outcome.histories import Histories

if TYPE_CHECKING:
    from sim.model.park import Target

GROUP = "targets"
PREFIX = "target."
TARGET_KPIS: dict[str, str] = {
    "firms_signed": "firms",
    "firms_producing": "firms",
    "annual_output": "yuan",
    "large_firms": "firms",
}
"""What a target can count -> unit; more is better."""
YEAR = 365.0


@dataclass(frozen=True, eq=False)
class Landed:
    """Counted firms of some histories; arrays [firms], days since the start, NaN = not."""

    type: np.ndarray  # id of the type of enterprise
    replication: np.ndarray  # 0 … replications - 1
    signed: np.ndarray
    producing: np.ndarray
    left: np.ndarray
    output: np.ndarray  # a year, full, realised and booked here, yuan

    def there(self, day: float) -> np.ndarray:
        """Who has not left by the day."""
        return np.asarray(~(self.left <= day))

    def produces(self, day: float) -> np.ndarray:
        """Who has its first saleable lot behind it on the day, and has not left."""
        return np.asarray((self.producing <= day) & self.there(day))


def target_kpis(
    histories: Histories, targets: tuple[Target, ...], ramp: tuple[float, ...] = (1.0,)
) -> dict[tuple[str, str], np.ndarray]:
    """(`targets`, `target.<id>`) -> one value a replication; NaN for a target that is due after the horizon.

    `ramp` is the share of full output in year 1, 2, 3 … of production.
    """
    if not targets:
        return {}
    firms, count = landed(histories), len(histories.replications)
    last = float(histories.rules.horizon)
    found = {}
    for target in targets:
        values = value_on(target, firms, ramp, count) if target.by <= last else np.full(count, np.nan)
        found[GROUP, f"{PREFIX}{target.id}"] = values
    return found


def landed(h: Histories) -> Landed:
    """Counted firms of a block that appeared, with the realised output that they book here where a type states one."""
    mine = np.flatnonzero(h.enterprise & (h.rules.type_counted[h.firm_type] == 1))
    output = quantity(h, "planned_output") * quantity(h, "output_share") * quantity(h, "kept_here")
    return Landed(
        type=h.rules.type_names[h.firm_type[mine]],
        replication=np.searchsorted(h.replications, h.firm_replication[mine]),
        signed=h.milestone("signed")[mine],
        producing=h.milestone("producing")[mine],
        left=h.firm_end[mine],
        output=output[mine],
    )


def value_on(target: Target, firms: Landed, ramp: tuple[float, ...], replications: int) -> np.ndarray:
    """What a target counts on its day, [replications].

    `firms_signed` and `firms_producing` count firms that have come so far and have not left; `large_firms` those that
    produce and whose full output is at least `size`; `annual_output` sums what is made in the year of production in
    which each firm then is, yuan a year. A target that names types counts only these.
    """
    day = target.by
    meant = np.isin(firms.type, target.types) if target.types else np.ones(len(firms.type), dtype=bool)
    match target.kpi:
        case "firms_signed":
            weight = (firms.signed <= day) & firms.there(day)
        case "firms_producing":
            weight = firms.produces(day)
        case "large_firms":
            weight = firms.produces(day) & (firms.output >= target.size)
        case "annual_output":
            weight = np.where(firms.produces(day), firms.output * _ramp_share(firms.producing, day, ramp), 0.0)
        case other:
            raise ValueError(f"no target counts {other!r}; there are: {', '.join(TARGET_KPIS)}")
    return np.bincount(firms.replication, weight * meant, replications)


def _ramp_share(producing: np.ndarray, day: float, ramp: tuple[float, ...]) -> np.ndarray:
    """Share of full output in the year of production in which each firm is on the day; nobody's before its first."""
    years = np.nan_to_num((day - producing) / YEAR, nan=0.0)
    return np.array(ramp or (1.0,))[np.clip(years.astype(np.int64), 0, max(len(ramp) - 1, 0))]
