"""A small park on the whole library, played and asked by names: who waited where, for what, and how it ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from sim.engine.blueprint import draw_up
from sim.engine.case import RESOURCES, Case
from sim.engine.layout import lay_out
from sim.engine.log import BOUND_BY, BY_PREDECESSOR, BY_SERVER, BY_SESSION, OUTCOMES, STATUSES, Log
from sim.engine.simpy_engine import play
from sim.model.park import Model
from sim.scenario.scenario import Scenario, load

FIXTURE = Path(__file__).parent.parent / "fixtures" / "service_park.yaml"
ALIKE = {
    "channel": "squad", "starts": "yes", "shell": "no", "device_class": "I", "licence_path": "filing",
    "equipment": "bought", "history": "new",
}  # fmt: skip
MET = ("first_contact", "visit", "negotiation", "pre_review", "joint_review")
"""What lies behind a firm that comes to sign at once."""
Levers = Iterable[Mapping[str, Any]]
Firm = tuple[int, str, int]
"""History, type, place in type."""


@cache
def _base() -> Scenario:
    """Firms that are all alike, and no shell firms, so that there is little to lay out."""
    alike = {f"enterprises.firm.attributes.{name}": value for name, value in ALIKE.items()}
    none = {f"enterprises.{kind}.arrivals": {"poisson_per_year": 0} for kind in ("emergency_firm", "shell_firm")}
    same = {f"enterprises.emergency_firm.attributes.{name}": ALIKE[name] for name in ("equipment", "history")}
    return load(FIXTURE).replace({**alike, **none, **same})


@dataclass(frozen=True)
class World:
    """Histories of one park under one strategy."""

    histories: tuple[tuple[Case, Log], ...]

    def visits(self, activity: str) -> list[dict[str, Any]]:
        """One entry a visit attempt of an activity, by history and firm."""
        return [visit for number in range(len(self.histories)) for visit in self._visits(number, activity)]

    def _visits(self, number: int, activity: str) -> Iterator[dict[str, Any]]:
        case, log = self.histories[number]
        owner = np.repeat(np.arange(len(case.type)), np.diff(case.slot_ptr))[log.slot]
        names = case.activity_names[case.node_activity[case.slot_node[log.slot]]]
        for row in np.flatnonzero(names == activity).tolist():
            firm = _named(number, case, int(owner[row]))
            days = {name: float(getattr(log, f"t_{name}")[row]) for name in ("begin", "ready", "start", "finish")}
            outcome, attempt = OUTCOMES[log.outcome[row]], int(log.attempt[row])
            yield {"firm": firm, "attempt": attempt, **days, "outcome": outcome, "bound": _bound(case, log, row)}

    def wait(self, activity: str) -> float:
        """Mean days from ready to start; who still waits, or was stopped, counts to the end of the run."""
        end = float(self.histories[0][0].horizon)
        days = [
            (v["start"] if v["start"] == v["start"] else end) - v["ready"]
            for v in self.visits(activity)
            if v["ready"] == v["ready"]
        ]
        return float(np.mean(days)) if days else float("nan")

    def served(self, activity: str) -> int:
        """Visits that were begun to be worked on."""
        return sum(v["start"] == v["start"] and v["outcome"] != "went_on" for v in self.visits(activity))

    def bound(self, activity: str) -> set[tuple[str, str]]:
        """What those were bound by who waited: (kind, id)."""
        return {v["bound"] for v in self.visits(activity) if v["start"] > v["ready"]}

    def when(self, milestone: str) -> dict[Firm, float]:
        """Day on which each firm reached a milestone."""
        found: dict[Firm, float] = {}
        for number, (case, log) in enumerate(self.histories):
            column = log.milestones[:, list(case.milestone_names).index(milestone)]
            for firm in np.flatnonzero(~np.isnan(column)).tolist():
                found[_named(number, case, firm)] = float(column[firm])
        return found

    def left(self, reason: str) -> list[float]:
        """Days on which firms left for a step."""
        return sorted(
            float(log.t_end[firm])
            for case, log in self.histories
            for firm in np.flatnonzero(log.reason >= 0).tolist()
            if case.activity_names[log.reason[firm]] == reason
        )

    def of(self, attribute: str) -> dict[Firm, str]:
        """An attribute of each firm."""
        found: dict[Firm, str] = {}
        for number, (case, _) in enumerate(self.histories):
            column = list(case.attribute_names).index(attribute)
            for firm in np.flatnonzero(case.attributes[:, column] >= 0).tolist():
                label = case.attribute_labels[column, case.attributes[firm, column]]
                found[_named(number, case, firm)] = str(label)
        return found

    def reached(self, milestone: str, kind: str | None = None) -> list[float]:
        """Days on which firms reached a milestone."""
        days: list[float] = []
        for case, log in self.histories:
            mine = case.type_outside[case.type] == 0
            mine &= case.type_names[case.type] == kind if kind else True
            column = log.milestones[mine, list(case.milestone_names).index(milestone)]
            days += [float(day) for day in column if day == day]
        return sorted(days)

    def statuses(self) -> dict[str, int]:
        """Firms by status, of those that have appeared."""
        found: dict[str, int] = {}
        for case, log in self.histories:
            there = (case.type_outside[case.type] == 0) & (log.t_appears <= float(case.horizon))
            for status in log.status[there].tolist():
                found[STATUSES[status]] = found.get(STATUSES[status], 0) + 1
        return found


def _named(number: int, case: Case, firm: int) -> Firm:
    return number, str(case.type_names[case.type[firm]]), int(case.place[firm])


def _bound(case: Case, log: Log, row: int) -> tuple[str, str]:
    by, number = int(log.bound_by[row]), int(log.bound_id[row])
    if by < 0 or number < 0:
        return ("", "")
    if by == BY_SERVER:
        return BOUND_BY[by], str(case.office_names[number])
    if BOUND_BY[by] in (*RESOURCES, "help"):
        return BOUND_BY[by], str(case.resource_names[number])
    return BOUND_BY[by], str(case.activity_names[number]) if by in (BY_SESSION, BY_PREDECESSOR) else ""


def model(changes: Mapping[str, Any] | None = None, levers: Levers = (), days: int = 600) -> Model:
    """The small park with these values by path, under these levers."""
    values = {"horizon_days": days, "limit_days": days // 2, "strategies": {"s": list(levers)}}
    return _base().replace({**values, **(changes or {})}).model("s")


def world(
    changes: Mapping[str, Any] | None = None, levers: Levers = (), *, days: int = 600, histories: int = 2, seed: int = 5
) -> World:
    """Histories of that park."""
    cases = lay_out(draw_up(model(changes, levers, days)), seed, range(histories))
    return World(tuple((case, play(case)) for case in cases))
