"""What comes from outside: candidates at the gate, and the dates on which rules, staff and sessions change."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import inf
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.case import Case
from sim.engine.simpy_engine.elsewhere import announce_outside_cases
from sim.engine.simpy_engine.estate_line import Line as EstateLine
from sim.engine.simpy_engine.holding import stir_whole
from sim.engine.simpy_engine.instant import HAPPENING, Signal
from sim.engine.simpy_engine.office import Line, Office

if TYPE_CHECKING:
    from sim.engine.simpy_engine.park import Park


def announce(case: Case, park: Park) -> None:
    """Put all that is known beforehand on the park's calendar; candidates stand in their own order at the gate."""
    park.gate = Gate(case, park)
    _staff_changes(case, park)
    _sessions(park)
    _estate_changes(park)
    _regimes(case, park)


class Gate:
    """Candidates in the order in which they appear; the day-one line stands there already."""

    def __init__(self, case: Case, park: Park) -> None:
        self.park = park
        come = np.flatnonzero((case.parent < 0) & (case.appears <= case.horizon))  # who is brought comes when brought
        order = come[np.argsort(case.appears[come], kind="stable")]
        self.candidates: list[int] = order.tolist()
        self.days: list[float] = [*np.maximum(case.appears[order], 0.0).tolist(), inf]
        self.next = 0
        self.opens = self.days[0]
        self.visits = announce_outside_cases(case, park, order)

    def open(self) -> None:
        """Everybody due now comes in; this is a happening of phase 1 like those that wait in the environment."""
        park, days, now = self.park, self.days, self.park.now
        while days[self.next] <= now:
            outside = self.visits[self.next]
            if outside is None:
                park.admit(self.candidates[self.next])
            else:
                park.prepared.append(outside)
            self.next += 1
        self.opens = days[self.next]


def _staff_changes(case: Case, park: Park) -> None:
    for office in park.offices:
        steps = slice(int(case.staff_ptr[office.index]), int(case.staff_ptr[office.index + 1]))
        for day, staff in zip(case.staff_from[steps].tolist(), case.staff_level[steps].tolist(), strict=True):
            _on(park, day, partial(_change_staff, park, office, staff))


def _change_staff(park: Park, office: Office, staff: int, _: Signal) -> None:
    office.staff = staff
    park.stir(office.line)


def _sessions(park: Park) -> None:
    for needs, sessions in zip(park.needs, park.script.sessions, strict=True):
        for day in sessions or () if needs else ():
            _on(park, day, partial(_open_session, park, needs[0][0].line))


def _open_session(park: Park, line: Line, _: Signal) -> None:
    park.stir(line)


def _estate_changes(park: Park) -> None:
    """Days on which shells are decided or complete, land or power is added."""
    for resource in park.resources:
        for day in sorted(set(resource.changes)):
            _on(park, day, partial(_something_new, park, resource.line))


def _something_new(park: Park, line: EstateLine, _: Signal) -> None:
    stir_whole(park, line)


def _regimes(case: Case, park: Park) -> None:
    for regime, day in enumerate(case.regime_from.tolist()):
        _on(park, day, partial(_change_rules, park, regime))


def _change_rules(park: Park, regime: int, _: Signal) -> None:
    park.new_rules(regime)


def _on(park: Park, day: float, call: Callable[[Signal], None]) -> None:
    """Have something happen on a day after day 0, if the horizon lets it."""
    if 0 < day <= park.script.horizon:
        park.env.put(Signal([call]), day, HAPPENING)
