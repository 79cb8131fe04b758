"""Who is counted where: the groups of a park and the firms of a block by group and replication.

A pooled mean is never printed without its mix: next to `all` stands every declared combination of attributes (device
class x licence path), and every type that is counted apart. A cell is one group in one replication.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from sim.outcome.histories import Histories
from sim.text.ledger import LEDGER

ALL = "all"


@dataclass(frozen=True, eq=False)
class Frame:
    """What a park's KPIs are reckoned by: groups, limit and dates."""

    start: date
    horizon: float
    limit: float
    decided: float
    groups: tuple[str, ...]  # attributes
    combinations: tuple[str, ...]  # of their values, as counted firms can have them: `II / new_registration`


@dataclass(frozen=True, eq=False)
class Firms:
    """Signed firms of a block, each once per group that it belongs to. All arrays [memberships] unless said otherwise.

    `cell` is group * replications + replication; `signed`, `produced` and `left` are days (NaN = not).
    """

    frame: Frame
    group_names: tuple[str, ...]
    replications: int
    cell: np.ndarray
    member: np.ndarray  # index of the candidate in the block
    signed: np.ndarray
    produced: np.ndarray
    left: np.ndarray

    @property
    def cells(self) -> int:
        """Number of cells."""
        return len(self.group_names) * self.replications

    def count(self, chosen: np.ndarray) -> np.ndarray:
        """Number of chosen memberships by cell."""
        return np.bincount(self.cell[chosen], minlength=self.cells).astype(np.float64)

    def total(self, values: np.ndarray) -> np.ndarray:
        """Sum of `values` (one a membership) by cell."""
        return np.bincount(self.cell, weights=values, minlength=self.cells)

    def mean(self, values: np.ndarray, chosen: np.ndarray) -> np.ndarray:
        """Mean of `values` (one a membership) over the chosen ones by cell; NaN in empty cells."""
        total = np.bincount(self.cell[chosen], weights=values[chosen], minlength=self.cells)
        count = self.count(chosen)
        return np.asarray(np.divide(total, count, out=np.full(self.cells, np.nan), where=count > 0))

    def followed(self, days: float) -> np.ndarray:
        """Cohort: firms that signed in [0, horizon - days], so that each was watched for `days`."""
        return (self.signed >= 0) & (self.signed <= self.frame.horizon - days)

    def time_to_production(self) -> np.ndarray:
        """Days from signing to the first saleable lot; inf for who has not produced."""
        return np.where(np.isnan(self.produced), np.inf, self.produced - self.signed)


def group_firms(histories: Histories, frame: Frame) -> Firms:
    """Signed firms of a block with their groups."""
    return _grouped(histories, frame, ~np.isnan(histories.milestone("signed")))


def group_candidates(histories: Histories, frame: Frame) -> Firms:
    """All that appeared by the horizon, with the same groups; `signed` is NaN for who never did."""
    return _grouped(histories, frame, histories.firm_appears <= frame.horizon)


def _grouped(histories: Histories, frame: Frame, chosen: np.ndarray) -> Firms:
    h, rules = histories, histories.rules
    signed, produced = h.milestone("signed"), h.milestone("producing")
    mine = np.flatnonzero(h.enterprise & chosen)
    counted = rules.type_counted[h.firm_type] == 1
    apart = sorted(
        {
            _apart(str(name))
            for name, is_counted, outside in zip(rules.type_names, rules.type_counted, rules.type_outside)
            if not is_counted and not outside
        }
    )
    names = (ALL, *frame.combinations, *(f"type:{name}" for name in apart))
    place = {name: number for number, name in enumerate(names)}
    of_type = np.array([place.get(f"type:{_apart(str(name))}", -1) for name in rules.type_names])

    total = mine[counted[mine]]
    group = np.array([place.get(label, -1) for label in _labels(h, frame, total)], dtype=np.int64)
    others = mine[~counted[mine]]
    member = np.concatenate((total, total[group >= 0], others))
    in_group = np.concatenate((np.zeros(len(total), dtype=np.int64), group[group >= 0], of_type[h.firm_type[others]]))
    replication = np.searchsorted(h.replications, h.firm_replication[member])
    return Firms(
        frame=frame,
        group_names=names,
        replications=len(h.replications),
        cell=in_group * len(h.replications) + replication,
        member=member,
        signed=signed[member],
        produced=produced[member],
        left=h.firm_end[member],
    )


def _apart(name: str) -> str:
    """What a type that is counted apart is counted with: projects of the ledger together, any other alone."""
    return LEDGER if name.startswith(f"{LEDGER}:") else name


def _labels(h: Histories, frame: Frame, firms: np.ndarray) -> list[str]:
    """Combination of the declared attributes of each firm, e.g. `II / new_registration`."""
    if not frame.groups:
        return [""] * len(firms)
    columns = [int(np.flatnonzero(h.rules.attribute_names == name)[0]) for name in frame.groups]
    parts = [np.append(h.rules.attribute_labels[c], "")[h.firm_attributes[firms, c]].tolist() for c in columns]
    return [" / ".join(values) for values in zip(*parts)]
