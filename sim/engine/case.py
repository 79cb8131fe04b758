"""The Case: all an engine ever sees.

NumPy arrays, C-contiguous, no objects, no callbacks. Times are float64 days on the 2^-20 grid. `docs/semantics.md`
says what an engine makes of it, `sim.engine.layout` writes it, `Case.save` and `Case.read` move it between processes.

Axes: F candidates · S slots · K stored attempts · N networks · X nodes · A activities · O offices · R regimes · T
types · W quotas · M site modes · H unions of help · C quantities · Q resources (spaces, stocks, teams) · U units · D
days of the calendar. A slot is one node of one candidate; the slots of a candidate are the nodes of its network in
order, then those of the networks it may choose among or fall back to, as far as it can come to them (R15).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

GRID = 2.0**20
CLOCKS = ("calendar", "working", "site")
THEN = ("pass", "refused")
OUT = -1
RESOURCES = ("unit", "land", "utility", "team")  # kinds; a unit is one of a space
UNTIL_EXIT, UNTIL_FINISH = -1, -2
FUNDS_EVERY = 30.0  # days
ENOUGH = 1_000_000_000  # staff of an office that is finite under some other regime only


def to_grid(values: np.ndarray) -> np.ndarray:
    """Round days to multiples of 2^-20 day, half to even."""
    return np.rint(np.asarray(values, dtype=np.float64) * GRID) / GRID


def on_grid(value: float) -> float:
    """One number of days as a multiple of 2^-20 day, half to even."""
    return round(value * GRID) / GRID


@dataclass(frozen=True, eq=False)
class Case:
    """One replication of one strategy, ready to be played."""

    # world
    horizon: np.ndarray  # f8 []
    regime_from: np.ndarray  # f8 [R], first 0
    type_names: np.ndarray  # U [T], sorted by code point; outside types are named outside:<office>…
    type_counted: np.ndarray  # u1 [T]
    type_outside: np.ndarray  # u1 [T] single visits of firms from elsewhere
    p_trigger: np.ndarray  # f8 [R, T] chance that a triggered child appears
    activity_names: np.ndarray  # U [A], sorted
    office_names: np.ndarray  # U [O], sorted
    mode_names: np.ndarray  # U, sorted
    milestone_names: np.ndarray  # U, sorted
    resource_names: np.ndarray  # U [Q], sorted
    quantity_names: np.ndarray  # U [C], sorted
    stage_names: np.ndarray  # U, sorted
    attribute_names: np.ndarray  # U [attributes], sorted
    attribute_labels: np.ndarray  # U [attributes, most values of any], sorted, filled up with ""

    # candidates, sorted by (type, place)
    type: np.ndarray  # i4 [F]
    place: np.ndarray  # i4 [F]
    appears: np.ndarray  # f8 [F]
    network: np.ndarray  # i4 [F]
    parent: np.ndarray  # i4 [F] -1 = appears by itself (R17)
    trigger: np.ndarray  # i4 [F] milestone of the parent, -1 = none
    trigger_delay: np.ndarray  # f8 [F]
    u_trigger: np.ndarray  # f8 [F]
    attributes: np.ndarray  # i4 [F, attributes] index into attribute_labels, -1 = the type lacks it
    slot_ptr: np.ndarray  # i8 [F+1]
    quantities: np.ndarray  # f8 [F, C] what each firm brings and wants, 0 = nothing
    cash: np.ndarray  # f8 [F] own funds when it appears, whole yuan; inf = never runs out
    funds: np.ndarray  # f8 [F] added every 30 days after appearing, whole yuan
    value: np.ndarray  # f8 [F, M] worth of each site mode before any wait, taste included; -inf = no option
    support: np.ndarray  # f8 [F, M] of `value`, what comes from subsidies and rent relief; no engine reads it
    loss_per_day: np.ndarray  # f8 [F] yuan
    outside: np.ndarray  # f8 [F] worth of staying away; -inf = not considered

    # slots and their luck
    slot_node: np.ndarray  # i4 [S]
    slot_applies: np.ndarray  # u1 [S]
    slot_pays: np.ndarray  # f8 [S] at the start of the first attempt, whole yuan
    slot_receives: np.ndarray  # f8 [S] at the accepted finish, whole yuan
    attempt_ptr: np.ndarray  # i8 [S+1]
    preparation: np.ndarray  # f8 [K] preparation, or from attempt 2 the correction before it
    service: np.ndarray  # f8 [K]
    u_sent_back: np.ndarray  # f8 [K]
    u_refused: np.ndarray  # f8 [K]
    patience: np.ndarray  # f8 [K] inf = unlimited

    # networks
    network_ptr: np.ndarray  # i8 [N+1] into nodes
    network_mode: np.ndarray  # i4 [N]
    network_type: np.ndarray  # i4 [N] the type whose candidates may have it
    fallback_ptr: np.ndarray  # i8 [N+1]
    fallback_network: np.ndarray  # i4: networks whose slots follow, in this order, where the firm can come to them
    network_chooses: np.ndarray  # u1 [N] what comes before a choice among its options, often nothing (R15)
    option_ptr: np.ndarray  # i8 [N+1]
    option_network: np.ndarray  # i4, ascending by site mode
    node_activity: np.ndarray  # i4 [X], ascending within a network
    node_arrival_lag: np.ndarray  # f8 [X] earliest begin after appearing
    node_at_most: np.ndarray  # i4 [X]
    node_then: np.ndarray  # i1 [X] index into THEN
    node_decides: np.ndarray  # u1 [X] its acceptance is the instant of choice, in networks that choose
    node_refused_to: np.ndarray  # i4 [X] network index, or -1 = out
    node_unless: np.ndarray  # i4 [X] milestone that spares a refusal, -1 = none (R19)
    node_goes_on: np.ndarray  # u1 [X] when its patience ends the firm goes on without it (R18)
    pred_ptr: np.ndarray  # i8 [X+1]
    pred_node: np.ndarray  # i4: node index
    pred_lag: np.ndarray  # f8
    p_sent_back: np.ndarray  # f8 [R, X]
    p_refused: np.ndarray  # f8 [R, X]
    p_refused_pressed: np.ndarray  # f8 [R, X] while a quota presses (R20)
    factor: np.ndarray  # f8 [R, X]
    help_preparation: np.ndarray  # f8 [H, X] H = every union of help bits (R16), as the next two
    help_correction: np.ndarray  # f8 [H, X]
    help_returns: np.ndarray  # f8 [H, X]
    help_places: np.ndarray  # f8 [H] places of priority gained
    priority: np.ndarray  # f8 [R, X]

    # activities
    activity_clock: np.ndarray  # i1 [A] index into CLOCKS
    activity_stage: np.ndarray  # i4 [A]
    activity_milestone: np.ndarray  # i4 [A], -1 = none
    activity_limit: np.ndarray  # f8 [A] statutory working days, NaN = none
    need_ptr: np.ndarray  # i8 [A+1]
    need_office: np.ndarray  # i4, ascending within an activity
    need_amount: np.ndarray  # i4
    session_ptr: np.ndarray  # i8 [A+1]
    session_day: np.ndarray  # f8, ascending within an activity
    has_sessions: np.ndarray  # u1 [A]

    take_ptr: np.ndarray  # i8 [A+1] what it takes of spaces and stocks (R13)
    take_resource: np.ndarray  # i4, ascending within an activity
    take_column: np.ndarray  # i4 index into quantity_names, -1 = the constant
    take_amount: np.ndarray  # f8 the constant
    take_until: np.ndarray  # i4 milestone, or UNTIL_EXIT, UNTIL_FINISH
    take_unfinished: np.ndarray  # u1
    take_foreseen: np.ndarray  # u1: a firm that chooses counts the wait for it

    # spaces and stocks
    resource_kind: np.ndarray  # i1 [Q] index into RESOURCES
    resource_passing: np.ndarray  # u1 [Q]
    resource_best_fit: np.ndarray  # u1 [Q] spaces only
    resource_help: np.ndarray  # i1 [Q] bit of a team, -1 = no help
    resource_order: np.ndarray  # i4 [Q] quantity of which the largest comes first, -1 = first come
    resource_above: np.ndarray  # i4 [Q] the team that stands above a team, -1 = none (R22)
    unit_ptr: np.ndarray  # i8 [Q+1]
    unit_area: np.ndarray  # f8 [U] m², on the grid, > 0
    unit_building: np.ndarray  # i4 [U]; neighbours are consecutive units of one building
    unit_decided: np.ndarray  # f8 [U]
    unit_complete: np.ndarray  # f8 [U] >= decided
    supply_ptr: np.ndarray  # i8 [Q+1]
    supply_day: np.ndarray  # f8, ascending within a stock
    supply_amount: np.ndarray  # f8, on the grid; below 0 where people leave a team
    unit_cost: np.ndarray  # f8 [U] yuan that the unit cost to build; no engine reads it, nor the next two
    bond_issued: np.ndarray  # f8 [] day, NaN = no bond
    bond_raised: np.ndarray  # f8 [] share of its amount
    no_prospect: np.ndarray  # f8 [] wait that a firm reckons with where nothing is announced

    # offices
    office_finite: np.ndarray  # u1 [O]; an ample office makes nobody wait and is not held
    office_strict: np.ndarray  # u1 [O]
    office_promise: np.ndarray  # f8 [O] working days within which it promises to be done, by which it works; NaN = none
    staff_ptr: np.ndarray  # i8 [O+1]
    staff_from: np.ndarray  # f8, first of each office 0
    staff_level: np.ndarray  # i4

    # quotas of signings (R20), by year
    quota_milestone: np.ndarray  # i4 [] what counts, -1 = no quota
    quota_from: np.ndarray  # f8 [W] day from which what counts is counted
    quota_pressed: np.ndarray  # f8 [W] day from which people are pressed
    quota_until: np.ndarray  # f8 [W]
    quota_number: np.ndarray  # i4 [W]

    # calendar: row 0 working, row 1 site
    day_open: np.ndarray  # u1 [2, D], D > horizon

    def save(self, path: Path) -> None:
        """Write the arrays to one `.npz` file."""
        with path.open("wb") as file:
            np.savez_compressed(file, **{f.name: getattr(self, f.name) for f in fields(self)})

    @classmethod
    def read(cls, path: Path) -> Case:
        """Read what `save` wrote; raises ValueError, naming the array, where the file is no Case."""
        with np.load(path, allow_pickle=False) as stored:
            missing = [f.name for f in fields(cls) if f.name not in stored]
            if missing:
                raise ValueError(f"{path} is no Case: it lacks {', '.join(missing)}")
            return cls(**{f.name: stored[f.name] for f in fields(cls)})


class Clock:
    """Working ↔ calendar time, the one function everybody uses; see docs/semantics.md R4.

    Parameters
    ----------
    day_open
        u1 [D]: 1 where day d is open; None for the calendar itself.
    """

    def __init__(self, day_open: np.ndarray | None) -> None:
        self.calendar = day_open is None
        flags = np.zeros(0, dtype=np.int64) if day_open is None else day_open.astype(np.int64)
        self._open: list[int] = flags.tolist()
        self._before: list[int] = np.concatenate(([0], np.cumsum(flags))).tolist()
        self._open_days: list[int] = np.flatnonzero(flags).tolist()

    def worked(self, t: float) -> float:
        """Open time in [0, t], in days; `t` within the table."""
        if self.calendar:
            return t
        day = math.floor(t)
        return self._before[day] + (t - day) * (self._open[day] if t > day else 0)

    def worked_many(self, t: np.ndarray) -> np.ndarray:
        """`worked` of an array, exact on the grid like it."""
        if self.calendar:
            return t
        day = np.floor(t).astype(np.int64)
        is_open = np.append(np.asarray(self._open, dtype=np.float64), 0.0)
        return np.asarray(np.asarray(self._before, dtype=np.float64)[day] + (t - day) * is_open[day])

    def finish(self, start: float, duration: float) -> float:
        """Smallest t >= start with worked(t) == worked(start) + duration; inf beyond the table."""
        if self.calendar or duration == 0.0:
            return start + duration
        day = math.floor(start)  # here `worked` stands in full: it is asked for once a service
        target = self._before[day] + duration + ((start - day) * self._open[day] if start > day else 0.0)
        whole = math.floor(target)
        rest = target - whole
        if rest == 0.0:
            return self._open_days[whole - 1] + 1.0 if whole <= len(self._open_days) else math.inf
        return self._open_days[whole] + rest if whole < len(self._open_days) else math.inf


def clocks(case: Case) -> tuple[Clock, Clock, Clock]:
    """The three clocks of a Case, in the order of CLOCKS."""
    return Clock(None), Clock(case.day_open[0]), Clock(case.day_open[1])
