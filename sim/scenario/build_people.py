"""From the checked teams and followers to the park as frozen data."""

from __future__ import annotations

from datetime import date

from sim.model.people import BroughtBy, Problems, Quota, Team
from sim.scenario.build_laws import law, optional_law
from sim.scenario.build_text import text
from sim.scenario.dates import days_since
from sim.scenario.schema_people import BroughtByForm, ProblemsForm, QuotaForm, TeamForm


def teams(forms: tuple[TeamForm, ...], start: date) -> tuple[Team, ...]:
    """Teams by id."""
    return tuple(sorted((_team(form, start) for form in forms), key=lambda team: team.id))


def brought_by(form: BroughtByForm | None) -> BroughtBy | None:
    """Who brings firms of a type, if others do."""
    if form is None:
        return None
    return BroughtBy(tuple(sorted(set(form.types))), form.milestone, form.per_year, form.at_most, form.chance)


def problems(form: ProblemsForm | None) -> Problems | None:
    """What stops steps until departments agree."""
    if form is None:
        return None
    stopped = tuple(sorted(set(form.activities)))
    lasts, reported = law(form.lasts), optional_law(form.reported)
    return Problems(form.per_year, stopped, lasts, reported, float(form.every_days), form.places, form.source)


def quota(form: QuotaForm | None) -> Quota | None:
    """The number of firms to be won a year."""
    if form is None:
        return None
    pressed = tuple(sorted(set(form.activities)))
    return Quota(float(form.per_year), form.milestone, float(form.last_days), form.refused, pressed, form.source)


def _team(form: TeamForm, start: date) -> Team:
    return Team(
        id=form.id,
        title=text(form.title, form.id),
        people=_people(form, start),
        caseload=form.caseload,
        preparation=form.preparation,
        correction=form.correction,
        returns=form.returns,
        places=form.places,
        activities=tuple(sorted(set(form.activities))),
        assignment=form.assignment,
        replaces=tuple(sorted(set(form.replaces))),
        source=form.source,
        cost_per_year=form.cost_per_year,
    )


def _people(form: TeamForm, start: date) -> tuple[tuple[float, int], ...]:
    if form.steps is None:
        return ((0.0, form.people or 0),)
    steps = [(max(0.0, days_since(start, step.from_)), step.people) for step in form.steps]
    return tuple(sorted(dict(steps).items()))  # of the steps before the start only the last is in force
