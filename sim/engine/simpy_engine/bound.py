"""What came last: what fixed the start of each visit, read off what was written down.

A visit that waited for several things at once is bound by what was short just before it started: of the others there
was enough.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.engine.case import RESOURCES, Case
from sim.engine.log import (
    BY_ARRIVAL,
    BY_CASH,
    BY_CORRECTION,
    BY_HELP,
    BY_LAND,
    BY_PREDECESSOR,
    BY_SERVER,
    BY_SESSION,
    BY_UNIT,
    BY_UTILITY,
)

BY_RESOURCE = np.array([BY_UNIT, BY_LAND, BY_UTILITY, BY_HELP])  # in the order of case.RESOURCES


class Visits(NamedTuple):
    """Columns of the Log over visits."""

    slot: np.ndarray
    attempt: np.ndarray
    ready: np.ndarray
    start: np.ndarray
    finish: np.ndarray
    after: np.ndarray


def bound(case: Case, visits: Visits, holdings: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """`bound_by` and `bound_id` of every visit; `holdings` are the columns of the Log by name."""
    activity_of_slot = case.node_activity[case.slot_node]
    activity = activity_of_slot[visits.slot]
    owner = np.searchsorted(case.slot_ptr, visits.slot, side="right") - 1

    by = np.where(visits.after >= 0, BY_PREDECESSOR, BY_ARRIVAL)
    what = np.where(visits.after >= 0, activity_of_slot[visits.after], -1)
    corrected = visits.attempt > 1
    by[corrected], what[corrected] = BY_CORRECTION, activity[corrected]
    waited = visits.start > visits.ready
    before = Before(case, activity, visits, holdings)
    office = before.short_of_staff(waited)
    served = waited & (office >= 0)
    by[served], what[served] = BY_SERVER, office[served]
    by[waited & ~served], what[waited & ~served] = BY_SESSION, activity[waited & ~served]
    paid = waited & ~corrected & (case.slot_pays[visits.slot] > 0) & np.isfinite(case.cash[owner])
    by[paid], what[paid] = BY_CASH, activity[paid]
    resource = before.short_of_estate(waited, owner)
    taken = resource >= 0
    by[taken], what[taken] = BY_RESOURCE[case.resource_kind[resource[taken]]], resource[taken]
    unborn = np.isnan(visits.start)
    by[unborn], what[unborn] = -1, -1
    return by.astype(np.int8), what.astype(np.int32)


class Before:
    """What there was just before an instant, of offices and of the estate."""

    def __init__(self, case: Case, activity: np.ndarray, visits: Visits, holdings: dict[str, np.ndarray]) -> None:
        self.case, self.activity, self.visits, self.holdings = case, activity, visits, holdings
        self.busy: dict[int, tuple[Steps, Steps]] = {}  # by office: taken at starts, given back at finishes
        self.held: dict[int, tuple[Steps, Steps]] = {}  # the same by resource

    def short_of_staff(self, waited: np.ndarray) -> np.ndarray:
        """Of each of these visits the finite office that it waited for, -1 = it needs none."""
        case = self.case
        finite = case.office_finite[case.need_office] == 1
        needs = np.repeat(np.arange(len(case.activity_names)), np.diff(case.need_ptr))[finite]
        first = np.full(len(case.activity_names), -1)
        first[needs[::-1]] = case.need_office[finite][::-1]  # ascending within an activity: the smallest stays
        several = np.bincount(needs, minlength=len(first)) > 1
        found: np.ndarray = first[self.activity]
        for row in np.flatnonzero(waited & several[self.activity]).tolist():
            mine = range(*case.need_ptr[self.activity[row] : self.activity[row] + 2].tolist())
            wanted = [(int(case.need_office[i]), int(case.need_amount[i])) for i in mine if finite[i]]
            t = float(self.visits.start[row])
            found[row] = next((office for office, amount in wanted if self.staff(office, t) < amount), found[row])
        return found

    def short_of_estate(self, waited: np.ndarray, owner: np.ndarray) -> np.ndarray:
        """Of each of these visits the space, stock or team that it waited for, -1 = it takes nothing."""
        case = self.case
        found = np.full(len(self.activity), -1)
        takes = np.diff(case.take_ptr) > 0
        for row in np.flatnonzero(waited & takes[self.activity]).tolist():
            t, wanted = float(self.visits.start[row]), []
            for i in range(*case.take_ptr[self.activity[row] : self.activity[row] + 2].tolist()):
                column = case.take_column[i]
                amount = case.take_amount[i] if column < 0 else case.quantities[owner[row], column]
                if amount > 0.0:
                    wanted.append((int(case.take_resource[i]), float(amount), bool(case.take_unfinished[i])))
            if len(wanted) > 1:
                found[row] = next((take[0] for take in wanted if not self.fits(*take, t)), wanted[0][0])
            elif wanted:
                found[row] = wanted[0][0]
        return found

    def staff(self, office: int, t: float) -> float:
        """Staff of an office less what was busy."""
        case = self.case
        if office not in self.busy:
            amounts = np.zeros(len(case.activity_names))
            mine = case.need_office == office
            np.add.at(amounts, np.repeat(np.arange(len(amounts)), np.diff(case.need_ptr))[mine], case.need_amount[mine])
            busy = amounts[self.activity]
            self.busy[office] = Steps.of(self.visits.start, busy), Steps.of(self.visits.finish, busy)
        there = slice(case.staff_ptr[office], case.staff_ptr[office + 1])
        step = int(np.searchsorted(case.staff_from[there], t)) - 1
        taken, given_back = self.busy[office]
        return (float(case.staff_level[there][step]) if step >= 0 else 0.0) - taken.before(t) + given_back.before(t)

    def fits(self, resource: int, amount: float, early: bool, t: float) -> bool:
        """Could so much be had of a space or stock?"""
        case, mine = self.case, self.holdings["resource"] == resource
        since, until = self.holdings["from"][mine], self.holdings["to"][mine]
        if RESOURCES[case.resource_kind[resource]] != "unit":
            if resource not in self.held:
                held = self.holdings["amount"][mine]
                self.held[resource] = Steps.of(since, held), Steps.of(until, held)
            there = slice(case.supply_ptr[resource], case.supply_ptr[resource + 1])
            supplied = float(case.supply_amount[there][case.supply_day[there] < t].sum())
            taken, given_back = self.held[resource]
            return supplied - taken.before(t) + given_back.before(t) >= amount
        free = (case.unit_decided if early else case.unit_complete) < t
        free[self.holdings["unit"][mine][(since < t) & ~(until < t)]] = False
        return self._side_by_side(resource, free, amount)

    def _side_by_side(self, space: int, free: np.ndarray, amount: float) -> bool:
        """Are there adjoining free units of a space with so much floor?"""
        case, total, building = self.case, 0.0, -1
        for unit in range(int(case.unit_ptr[space]), int(case.unit_ptr[space + 1])):
            total = total if case.unit_building[unit] == building else 0.0
            building = int(case.unit_building[unit])
            total = total + float(case.unit_area[unit]) if free[unit] else 0.0
            if total >= amount:
                return True
        return False


class Steps(NamedTuple):
    """Amounts that add up over time."""

    day: np.ndarray  # ascending
    total: np.ndarray  # before each, and after the last

    @classmethod
    def of(cls, day: np.ndarray, amount: np.ndarray) -> Steps:
        """From days in any order; what has none (NaN), or nothing, is left out."""
        some = np.flatnonzero(~np.isnan(day) & (amount > 0))
        order = some[np.argsort(day[some], kind="stable")]
        return cls(day[order], np.concatenate(([0.0], np.cumsum(amount[order]))))

    def before(self, t: float) -> float:
        """All that came before an instant."""
        return float(self.total[np.searchsorted(self.day, t)])
