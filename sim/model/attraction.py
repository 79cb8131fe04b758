"""招商截止: from a day on nobody seeks firms any more, so none come by themselves and recruiters go home.

Firms that have signed stay, and bring others as before. A lead in hand is spoken to by nobody, and cools.
"""

from __future__ import annotations

from dataclasses import replace

from sim.model.park import EnterpriseType, Model, Office, Regime, and_all_before

SIGNED = "signed"


def attraction_ended(model: Model) -> Model:
    """The model without arrivals and recruiters after the day stated; itself where none is."""
    days = [regime.money.county.attract_until for regime in model.regimes]
    stated = [max(day, 0.0) for day in days if day is not None]
    if not stated:
        return model
    until = min(stated)
    regimes = tuple(
        replace(
            regime,
            enterprises=tuple(_came_before(kind, until) for kind in regime.enterprises),
            offices=tuple(_gone_home(office, until, regime) for office in regime.offices),
        )
        for regime in model.regimes
    )
    return replace(model, regimes=regimes)


def recruiters(regime: Regime) -> frozenset[str]:
    """Offices that work for nothing but signatures: all that needs them leads to one, nobody from elsewhere comes."""
    leads = and_all_before(regime, [activity.id for activity in regime.activities if activity.milestone == SIGNED])
    needed = {need.office for activity in regime.activities for need in activity.needs}
    others = {need.office for activity in regime.activities if activity.id not in leads for need in activity.needs}
    of_others = {office.id for office in regime.offices if office.other_applicants is not None}
    return frozenset(needed - others - of_others)


def _came_before(kind: EnterpriseType, until: float) -> EnterpriseType:
    """A probe or a sector apart comes on its day all the same: nobody had to seek it."""
    return replace(kind, arrivals=replace(kind.arrivals, until=until)) if kind.counted else kind


def _gone_home(office: Office, until: float, regime: Regime) -> Office:
    if office.staff is None or office.id not in recruiters(regime):
        return office
    return replace(office, staff=(*(step for step in office.staff if step[0] < until), (until, 0)))
