"""What is set beside a simulation and never fitted to: reports about firms, counts of all firms, targets.

Days count from the scenario's start.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.model.text import Text


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something reported about a real firm or type, to be set beside the simulation; days between two milestones."""

    subject: str
    strategy: str
    start: str
    end: str
    reported: tuple[float, float, float]  # low, best, high
    kind: str  # outcome | claim | plan | target
    source: str
    note: Text = field(default_factory=Text)


@dataclass(frozen=True, slots=True)
class Tally:
    """What was reported of all firms on a day: so many, or such a share, or so much; scored, never fitted to."""

    id: str
    title: Text
    strategy: str
    kpi: str  # what is counted, as in a target
    of: str  # what it is a share of, as in a target; empty: of nothing
    since: float | None  # only of firms that signed from this day on
    by: float
    types: tuple[str, ...]  # of enterprise, counted or not; none named: all that count
    reported: tuple[float, float, float]  # low, best, high
    kind: str  # outcome | claim | plan | target
    source: str
    note: Text = field(default_factory=Text)


@dataclass(frozen=True, slots=True)
class Target:
    """目标: a KPI that should be at least so much on a day; scored in every comparison, never fitted to."""

    id: str
    title: Text
    kpi: str
    by: float
    at_least: float
    size: float = 0.0  # for counts of large firms: output of at least so many yuan a year
    source: str = ""
    types: tuple[str, ...] = ()  # of enterprise, counted or not; none named: all that count
