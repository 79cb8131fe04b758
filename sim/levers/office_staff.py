"""More, or fewer, people at one office.

Mechanism: an office serves as many cases at once as it has staff; the queue does the rest.
"""

from __future__ import annotations

from dataclasses import replace

from pydantic import model_validator

from sim.levers.fields import Form, told, wrong
from sim.levers.numbers import Change, Count
from sim.levers.settings import Faults, unknown
from sim.model.park import Office, Regime
from sim.model.text import Text

ID = "office_staff"
TITLE = Text("staff of an office", "审批部门人手")
SOURCE = Text(
    "park policy; staff are lent or hired by the county",
    "园区政策；人手由县里借调或聘用",
)


class Settings(Form):
    """Either the staff that will be there, or the change."""

    office: str = told("id of the office", "部门的 id")
    staff: Count | None = told("cases in hand at once from now on", "此后同时办理件数", None)
    add: Change | None = told("added to (or, negative, taken from) the staff", "增加（负数为减少）的人手", None)

    @model_validator(mode="after")
    def _one_of_two(self) -> Settings:
        if (self.staff is None) == (self.add is None):
            raise wrong("staff_or_add")
        return self


NEUTRAL = Settings(office="any", add=0)


def faults(settings: Settings, regime: Regime) -> Faults:
    """An office that the park does not have, people added to ample staff, or staff counted whose line is not known."""
    offices = {office.id: office for office in regime.offices}
    if settings.office not in offices:
        return [unknown("office", "office", settings.office, offices)]
    if settings.add and offices[settings.office].staff is None:
        return [("add", "add_to_ample", {"got": settings.office})]
    return _made_finite(settings, offices[settings.office], regime)


def _made_finite(settings: Settings, office: Office, regime: Regime) -> Faults:
    """Elapsed times at an ample office contain today's waiting: only today's staff and line tell the work from it."""
    elapsed = [a.id for a in regime.activities if a.basis == "elapsed" and any(n.office == office.id for n in a.needs)]
    if settings.staff is None or office.staff is not None or not elapsed:
        return []
    values: dict[str, object] = {"got": settings.staff, "office": office.id, "activities": ", ".join(elapsed)}
    return [("staff", "elapsed_made_finite", values)]


def apply(regime: Regime, settings: Settings) -> Regime:
    """The regime with the office's staff as set; staff in steps keep their dates when people are added."""
    if not settings.add and settings.staff is None:
        return regime
    offices = tuple(_staffed(office, settings) if office.id == settings.office else office for office in regime.offices)
    return replace(regime, offices=offices)


def _staffed(office: Office, settings: Settings) -> Office:
    if settings.staff is not None:
        return replace(office, staff=((0.0, settings.staff),))
    if office.staff is None:
        return office
    return replace(office, staff=tuple((day, max(0, staff + (settings.add or 0))) for day, staff in office.staff))
