"""The process that both sides play: eight offices in a row, two priorities, dossiers sent back, five kinds of law.

Four firms a day, a quarter of them on the green channel; every office is busy between 60 and 80 % of the time.
"""

from __future__ import annotations

from dataclasses import dataclass

FIRMS_PER_DAY = 4.0
GREEN_SHARE = 0.25
AT_MOST = 20


@dataclass(frozen=True)
class Step:
    """One activity at an office of its own."""

    id: str
    staff: int
    law: str
    parameters: tuple[float, ...]
    sent_back: float = 0.0
    correction_mean: float = 0.0


STEPS = (
    Step("a_name_check", 2, "exponential", (0.3,)),
    Step("b_project_filing", 3, "pert", (0.2, 0.4, 0.9), 0.1, 2.0),
    Step("c_land_permit", 6, "gamma", (1.0, 0.6), 0.15, 5.0),
    Step("d_building_permit", 8, "lognormal", (1.2, 2.4)),
    Step("e_fire_design", 4, "uniform", (0.2, 1.0), 0.1, 3.0),
    Step("f_environment", 5, "pert", (0.5, 0.8, 2.0), 0.05, 4.0),
    Step("g_acceptance", 2, "exponential", (0.35,)),
    Step("h_licence", 7, "gamma", (1.0, 0.4), 0.2, 4.0),
)


def horizon(firms: int) -> int:
    """Days within which all firms have come and gone, by a wide margin."""
    return int(firms / FIRMS_PER_DAY * 1.2) + 500
