"""Every lever, once. A new lever is one file and one line here."""

from __future__ import annotations

from sim.levers import green_channel, office_staff, registration_path, site_modes, start_on_land_grant
from sim.levers.settings import Lever

LEVERS: tuple[Lever, ...] = (
    site_modes,
    office_staff,
    green_channel,
    start_on_land_grant,
    registration_path,
)
BY_ID: dict[str, Lever] = {lever.ID: lever for lever in LEVERS}
