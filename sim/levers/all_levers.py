"""Every lever, once. A new lever is one file and one line here."""

from __future__ import annotations

from sim.levers import (
    attract_until,
    build_ahead,
    build_to_suit_terms,
    export_credit,
    factory_mortgage_terms,
    flexible_tenure,
    graduation,
    green_channel,
    guarantee_pool,
    guidance,
    land_in_advance,
    land_terms,
    lease_then_transfer_terms,
    office_staff,
    one_window,
    plan_first,
    prefit_share,
    registration_path,
    rent_relief,
    service_team,
    site_choice,
    site_modes,
    start_on_land_grant,
    subsidies,
    supplier_attraction,
    test_platform,
    training_centre,
    utilities_ahead,
)
from sim.levers.settings import Lever

LEVERS: tuple[Lever, ...] = (
    site_modes,
    office_staff,
    green_channel,
    start_on_land_grant,
    registration_path,
    site_choice,
    build_ahead,
    prefit_share,
    build_to_suit_terms,
    rent_relief,
    factory_mortgage_terms,
    guarantee_pool,
    plan_first,
    land_in_advance,
    land_terms,
    lease_then_transfer_terms,
    flexible_tenure,
    subsidies,
    export_credit,
    utilities_ahead,
    graduation,
    attract_until,
    service_team,
    guidance,
    test_platform,
    one_window,
    supplier_attraction,
    training_centre,
)
BY_ID: dict[str, Lever] = {lever.ID: lever for lever in LEVERS}

POLICIES: dict[str, tuple[str, ...]] = {
    start_on_land_grant.POLICY: ("yes",),
    plan_first.POLICY: ("yes",),
    graduation.POLICY: ("no", "yes"),
}
"""Policies that levers set, and the values that they may take: conditions may ask for these without drawing them.

`service_team` sets the policy named like its team to `yes` too."""
