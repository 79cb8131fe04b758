"""周报告、月调度、县区吹哨部门报到: problems are reported sooner, and a meeting takes them up on fixed days.

Mechanism: each meeting has so many places; who reported first (of equal priority) is taken up first, the others wait
for the next one or until their problem goes away by itself. A problem that is never reported in time is never taken up.
"""

from __future__ import annotations

from dataclasses import replace

from sim.levers.fields import Form, told
from sim.levers.numbers import AtLeastOne, Count, Three
from sim.levers.parts import law
from sim.levers.settings import Faults
from sim.model.park import Regime
from sim.model.text import Text

ID = "dispatch_meetings"
TITLE = Text("dispatch meetings", "调度会与吹哨报到")
SOURCE = Text(
    "weekly report and monthly dispatch (S1), 308 meetings and 274 problems solved in a year (S2); places: ESTIMATE",
    "周报告、月调度（S1）；全年协调会308场次、解决274个问题（S2）；每次议题数：ESTIMATE（估计）",
)


class Settings(Form):
    """Nothing given: nothing changes."""

    every_days: AtLeastOne | None = told("a meeting every so many days", "每隔多少天开一次", None)
    places: Count | None = told("problems that a meeting takes up", "每次议定问题数", None)
    reported: Three | None = told(
        "days until a problem is reported: shortest, most likely, longest", "问题上报所需天数：最短、最可能、最长", None
    )


NEUTRAL = Settings()


def faults(settings: Settings, regime: Regime) -> Faults:
    """Meetings in a park where no problems are stated."""
    given = [name for name in Settings.model_fields if getattr(settings, name) is not None]
    return [(given[0], "no_problems_stated", {})] if given and regime.problems is None else []


def apply(regime: Regime, settings: Settings) -> Regime:
    """The regime with these meetings and reports."""
    if settings == NEUTRAL or regime.problems is None:
        return regime
    every = None if settings.every_days is None else float(settings.every_days)
    new = {"reported": law(settings.reported), "every_days": every, "places": settings.places}
    given = {name: value for name, value in new.items() if value is not None}
    return replace(regime, problems=replace(regime.problems, **given))  # type: ignore[arg-type]  # by name
