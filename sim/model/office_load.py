"""Elapsed is not service: what an office's staff really spend on a case, derived from how long a case takes in all.

Sourced durations ("44 working days") contain waiting. Where an office has finite staff c, applicants from elsewhere
and a line of L on day one (the first c of it are taken in hand at once), a lone arrival on day one waits until the
line before it is served,

    wait = max(0, L - c + 1) / c * s_other        (exact for exponential service, a fair mean else),

and is then served for s. Elapsed E is met by s = E - wait. Where the others' cases are like the activity itself,
s_other = s, so s = E / (1 + max(0, L - c + 1) / c). The shape of the sourced law is kept, scaled by s / E. See
docs/office-load.md.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from sim.model.law import By, Distribution, Law, leaves, mean
from sim.model.park import Activity, Arrivals, Office, OtherApplicants, Regime


@dataclass(frozen=True, slots=True)
class Derived:
    """One derivation, for `explain`: means in days of the activity's clock."""

    office: str
    activity: str
    case: str  # the attribute values that the law is for, e.g. "device_class: II"; empty where it is for all
    elapsed: float
    wait: float
    service: float


@dataclass(frozen=True, slots=True)
class Load:
    """How busy an office is with other applicants alone, and the line it tends to.

    `load` is offered work over staff; `line` the mean number waiting in the long run as an M/M/c queue has it, inf
    where load >= 1; `drift` the cases by which a standing line grows in a year. Without `others` nobody comes from
    elsewhere, so the rest says nothing of how busy the office is.
    """

    office: str
    staff: int
    load: float
    line: float
    line_on_day_one: int
    drift: float
    others: bool = True

    @property
    def drifts(self) -> bool:
        """Would the line be another one before long without any policy?

        A line up to twice the long-run number of cases (waiting and in hand) is taken as today's ordinary state; a
        longer one must not change by more than a quarter a year; a shorter one must not be headed for more than twice
        what stands there and is in hand.
        """
        in_the_long_run = self.line + self.load * self.staff
        if self.line_on_day_one > 2.0 * in_the_long_run:
            return abs(self.drift) > 0.25 * self.line_on_day_one
        return in_the_long_run > 2.0 * (self.line_on_day_one + self.staff)


def derive_service(regime: Regime) -> tuple[Regime, tuple[Derived, ...]]:
    """Turn every `elapsed` law behind a finite office into a law of service, and give outside cases their law.

    Parameters
    ----------
    regime
        Today's rules, before any lever: a lever that adds staff must not lengthen the work on a case.

    Returns
    -------
    tuple
        The regime with `basis: service` throughout, and what was derived.
    """
    offices = {office.id: office for office in regime.offices}
    activities: list[Activity] = []
    derived: list[Derived] = []
    for activity in regime.activities:
        finite = [offices[need.office] for need in activity.needs if offices[need.office].staff is not None]
        found = activity
        if activity.basis == "elapsed" and finite:
            found, notes = _derive(activity, max(finite, key=queue_ahead), regime)  # the longest line is the one met
            derived += notes
        activities.append(found)
    by_id = {activity.id: activity for activity in activities}
    supplied = tuple(_with_law(office, by_id) for office in regime.offices)
    return replace(regime, activities=tuple(activities), offices=supplied), tuple(derived)


def queue_ahead(office: Office) -> float:
    """Departures a lone arrival on day one must see before it starts, in units of (mean service / staff)."""
    staff = office.staff[0][1] if office.staff else 1
    line = office.line_on_day_one or 0
    return max(0, line - staff + 1) / staff if staff else math.inf


def _derive(activity: Activity, office: Office, regime: Regime) -> tuple[Activity, list[Derived]]:
    others = office.other_applicants
    ahead = queue_ahead(office)
    explicit = others is not None and others.duration is not None
    wait_like = None
    if others is not None and not explicit:
        like = _like(office, others, {a.id: a for a in regime.activities})
        like_mean = mean(leaves(like.duration)[0])  # type: ignore[arg-type]
        wait_like = ahead * (like_mean / (1 + ahead) if like.basis == "elapsed" else like_mean)
    wait = ahead * mean(leaves(others.duration)[0]) if explicit and others else wait_like or 0.0  # type: ignore[arg-type]

    notes: list[Derived] = []
    first = _scaled(activity.duration, lambda law, case: _share(law, case, wait, (office.id, activity.id), notes))
    back = activity.sent_back
    if back is not None and back.duration is not None:  # a later look is shorter work, and as much of it is work
        share = sum(note.service for note in notes) / max(sum(note.elapsed for note in notes), 1e-9)
        back = replace(back, duration=_scaled(back.duration, lambda law, case: share))
    return replace(activity, duration=first, sent_back=back, basis="service"), notes


def _scaled(law: Law, share: Callable[[Distribution, str], float], case: str = "") -> Law:
    """A law with every leaf scaled by its share of work."""
    if isinstance(law, By):
        parts = ((value, f"{case}, {law.attribute}: {value}".lstrip(", "), inner) for value, inner in law.cases)
        return By(law.attribute, tuple((value, _scaled(inner, share, named)) for value, named, inner in parts))  # type: ignore[arg-type]
    by = share(law, case)
    return replace(law, factor=law.factor * by, shift=law.shift * by)


def _share(law: Distribution, case: str, wait: float, where: tuple[str, str], notes: list[Derived]) -> float:
    """Which part of a sourced elapsed time is work; noted for `explain`."""
    elapsed = mean(law)
    service = max(elapsed - wait, 0.0)
    notes.append(Derived(*where, case, elapsed, wait, service))
    return service / elapsed if elapsed else 1.0


def _like(office: Office, others: OtherApplicants, activities: dict[str, Activity]) -> Activity:
    if others.like is not None:
        return activities[others.like]
    mine = [a for a in activities.values() if any(need.office == office.id for need in a.needs)]
    return mine[0]


def _with_law(office: Office, activities: dict[str, Activity]) -> Office:
    """Outside cases take the (derived) law of the activity they are like."""
    others = office.other_applicants
    if others is None or others.duration is not None:
        return office
    like = _like(office, others, activities)
    law = leaves(like.duration)[0]
    return replace(office, other_applicants=replace(others, duration=law, like=like.id))  # type: ignore[arg-type]


def outside_clock(office: Office, regime: Regime) -> str:
    """Clock of an office's outside cases: that of the activity they are like, else of the first one at the office."""
    like = office.other_applicants.like if office.other_applicants else None
    here = [a for a in regime.activities if any(need.office == office.id for need in a.needs)]
    chosen = [a for a in regime.activities if a.id == like] or here
    return chosen[0].clock if chosen else "calendar"


def loads(regime: Regime, open_share: dict[str, float]) -> tuple[Load, ...]:
    """Load of each finite office with its outside cases.

    Parameters
    ----------
    regime
        After `derive_service`.
    open_share
        Open days per calendar day of each clock, e.g. {"working": 250 / 365}.
    """
    return tuple(_load(office, regime, open_share) for office in regime.offices if office.staff is not None)


def _load(office: Office, regime: Regime, open_share: dict[str, float]) -> Load:
    staff = office.staff[0][1] if office.staff else 0
    others = office.other_applicants
    backlog = office.line_on_day_one or 0
    if others is None or others.duration is None:
        return Load(office.id, staff, 0.0, 0.0, backlog, 0.0, others=False)
    law = leaves(others.duration)[0]
    assert isinstance(law, Distribution)
    clock = outside_clock(office, regime)
    per_day = arrivals_a_day(others.arrivals)
    service = mean(law) / open_share.get(clock, 1.0)
    load = per_day * service / staff if staff else math.inf
    drift = 365.0 * (per_day - staff / service) if service else -math.inf
    return Load(office.id, staff, load, _long_run_line(staff, load), backlog, drift)


def arrivals_a_day(arrivals: Arrivals) -> float:
    """Mean number of arrivals a calendar day; a list of days counts as none."""
    if arrivals.kind == "poisson":
        return arrivals.params[0] / 365.0
    return 1.0 / arrivals.params[0] if arrivals.kind == "every" else 0.0


def _long_run_line(staff: int, load: float) -> float:
    """Mean number waiting in M/M/c: Erlang's C by the stable recursion of his B."""
    if load >= 1.0:
        return math.inf
    offered = load * staff
    blocked = 1.0
    for servers in range(1, staff + 1):
        blocked = offered * blocked / (servers + offered * blocked)
    delayed = blocked / (1.0 - load * (1.0 - blocked))
    return delayed * load / (1.0 - load)
