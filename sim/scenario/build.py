"""From the checked document to the park as frozen data, before any lever.

Everything with an id is sorted by it, so that no result can depend on the order in which a file declares things.
"""

from __future__ import annotations

from datetime import date

from sim.model.park import (
    Activity,
    After,
    Arrivals,
    Closures,
    EnterpriseType,
    Labelled,
    Model,
    Need,
    Office,
    OtherApplicants,
    Refused,
    Regime,
    SentBack,
    SiteMode,
    When,
)
from sim.model.reported import Evidence
from sim.scenario.build_estate import estate, quantities, takes
from sim.scenario.build_laws import arrivals, attribute, chance, law, optional_law
from sim.scenario.build_ledger import ledger_types, said_of_ledger
from sim.scenario.build_money import money, payments, receipts, tallies, targets, terms
from sim.scenario.build_people import brought_by, problems, quota, teams
from sim.scenario.build_text import estimates, text
from sim.scenario.dates import days_since, horizon_of, limit_of
from sim.scenario.schema import Document
from sim.scenario.schema_parts import (
    ActivityForm,
    EnterpriseForm,
    EvidenceForm,
    OfficeForm,
    OthersForm,
    RefusedForm,
    SentBackForm,
    SiteModeForm,
)

NOBODY = Arrivals("at", ())  # those whom others bring


def build(document: Document) -> Model:
    """The park that the document describes. The document must have passed the rules."""
    start, horizon, limit = document.start, horizon_of(document), limit_of(document)
    assert start is not None and horizon is not None and limit is not None  # the rules hold it
    return Model(
        title=text(document.title, ""),
        start=start,
        horizon=horizon,
        limit_days=limit,
        regimes=(_regime(document, start),),
        calendar=document.calendar,
        closures=closures(document),
        decided=days_since(start, document.decided) if document.decided else 0.0,
        groups=document.groups,
        stages=tuple(Labelled(item.id, text(item.title, item.id)) for item in document.stages),
        milestones=tuple(Labelled(item.id, text(item.title, item.id)) for item in document.milestones),
        margin_days=document.margin_days.value,
        pace_correlation=document.uncertainties.firm_pace.correlation,
        condition_correlation=document.uncertainties.office_condition.correlation,
        assumptions=(*(text(title, "") for title in document.assumes), *said_of_ledger(document)),
        estimates=estimates(document),
        evidence=tuple(_evidence(form) for form in document.evidence),
        targets=targets(document.targets, start),
        tallies=tallies(document.evidence_counts, start),
    )


def needs_of(form: ActivityForm) -> tuple[Need, ...]:
    """The offices an activity holds, by `office:` or `needs:`, an office named twice with the sum."""
    if form.office is not None:
        return (Need(form.office),)
    amounts: dict[str, int] = {}
    for need in form.needs:
        amounts[need.office] = amounts.get(need.office, 0) + need.amount
    return tuple(Need(office, amounts[office]) for office in sorted(amounts))


def only_activity_of(document: Document, office: str) -> str | None:
    """The one activity that an office handles; None where there are several or none."""
    found = [form.id for form in document.activities if any(need.office == office for need in needs_of(form))]
    return found[0] if len(found) == 1 else None


def _regime(document: Document, start: date) -> Regime:
    offices = sorted(document.offices.items())
    return Regime(
        from_day=0.0,
        activities=tuple(
            sorted((_activity(form, document, start) for form in document.activities), key=lambda a: a.id)
        ),
        offices=tuple(_office(document, name, form, start) for name, form in offices),
        site_modes=tuple(sorted((_site_mode(form) for form in document.site_modes), key=lambda m: m.id)),
        enterprises=_enterprises(document, start),
        policies=tuple(sorted(document.policies.items())),
        estate=estate(document.estate, start),
        teams=teams(document.teams, start),
        problems=problems(document.problems),
        quota=quota(document.quota),
        money=money(document.money, start, estimates(document)),
        site_choice=document.site_choice,
    )


def _activity(form: ActivityForm, document: Document, start: date) -> Activity:
    return Activity(
        id=form.id,
        title=text(form.title, form.id),
        duration=law(form.duration),
        clock=form.clock,
        basis=form.basis,
        stage=form.stage,
        needs=needs_of(form),
        after=tuple(
            sorted((After(a.activity, a.lag_days.value) for a in form.after), key=lambda a: (a.activity, a.lag_days))
        ),
        when=_when(form.when),
        probability=1.0 if form.probability is None else chance(form.probability),
        preparation=optional_law(form.preparation),
        sent_back=_sent_back(form.sent_back),
        refused=_refused(form.refused),
        gives_up_after=optional_law(form.gives_up_after),
        gives_up_then=form.gives_up_then,
        sessions=_sessions(form, document, start),
        limit_working_days=form.limit_working_days,
        milestone=form.milestone,
        takes=takes(form.takes),
        pays=payments(form.pays),
        receives=receipts(form.receives),
        platform_builds=form.platform_builds,
        decides=form.decides,
        luck=form.luck,
        source=form.source,
        source_id=form.source_id,
    )


def _sessions(form: ActivityForm, document: Document, start: date) -> tuple[float, ...] | None:
    if form.session_every_days is not None:
        last = int(horizon_of(document) or 0.0)
        return tuple(float(day) for day in range(0, last + 1, form.session_every_days))
    return None if form.sessions is None else tuple(sorted({days_since(start, day) for day in form.sessions}))


def _when(conditions: dict[str, tuple[str, ...]]) -> When:
    return tuple(sorted((name, tuple(sorted(set(values)))) for name, values in conditions.items()))


def _sent_back(form: SentBackForm | None) -> SentBack | None:
    if form is None:
        return None
    return SentBack(
        chance(form.probability), law(form.correction), optional_law(form.duration), form.at_most, form.then
    )


def _refused(form: RefusedForm | None) -> Refused | None:
    return None if form is None else Refused(chance(form.probability), form.then, form.unless)


def _office(document: Document, name: str, form: OfficeForm, start: date) -> Office:
    others = form.other_applicants
    return Office(
        id=name,
        title=text(form.title, name),
        staff=_staff(form, start),
        other_applicants=None if others is None else _others(document, name, others, start),
        line_on_day_one=form.line_on_day_one,
        strict=form.strict,
        promise_working_days=form.promise_working_days,
        source=form.source,
        cost_per_year=form.cost_per_year,
    )


def _staff(form: OfficeForm, start: date) -> tuple[tuple[float, int], ...] | None:
    if form.steps is None:
        return None if form.staff is None else ((0.0, form.staff),)
    steps = [(max(0.0, days_since(start, step.from_)), step.staff) for step in form.steps]
    return tuple(sorted(dict(steps).items()))  # of the steps before the start only the last is in force


def _others(document: Document, office: str, form: OthersForm, start: date) -> OtherApplicants:
    like = form.like if form.like or form.duration else only_activity_of(document, office)
    return OtherApplicants(arrivals(form, start), optional_law(form.duration), like, form.priority)


def _enterprises(document: Document, start: date) -> tuple[EnterpriseType, ...]:
    kinds = [_enterprise(form, start) for form in document.enterprises]
    return tuple(sorted([*kinds, *ledger_types(document, kinds, closures(document))], key=lambda e: e.id))


def _enterprise(form: EnterpriseForm, start: date) -> EnterpriseType:
    return EnterpriseType(
        id=form.id,
        title=text(form.title, form.id),
        arrivals=NOBODY if form.arrivals is None else arrivals(form.arrivals, start),
        priority=form.priority,
        attributes=tuple(attribute(name, value) for name, value in sorted(form.attributes.items())),
        counted=form.counted,
        site_mode=form.site_mode,
        already_done=tuple(sorted(set(form.already_done))),
        quantities=quantities(form.quantities),
        brought_by=brought_by(form.brought_by),
        source=form.source,
    )


def _site_mode(form: SiteModeForm) -> SiteMode:
    return SiteMode(
        id=form.id,
        title=text(form.title, form.id),
        offered=form.offered,
        preference=form.preference,
        chain="" if form.chain in (None, form.id) else str(form.chain),
        graduates_to=form.graduates_to or "",
        terms=terms(form.terms),
        source=form.source,
    )


def closures(document: Document) -> Closures:
    """When building sites stand still."""
    form = document.site_closures
    periods = tuple(sorted((period.from_, period.until) for period in form.periods))
    return Closures(form.before_spring_festival, form.after_spring_festival, periods)


def _evidence(form: EvidenceForm) -> Evidence:
    days = tuple(value.value for value in form.reported)
    low, best, high = (days[0], days[0], days[0]) if len(days) == 1 else days
    return Evidence(
        form.enterprise,
        form.strategy,
        form.from_,
        form.to,
        (low, best, high),
        form.kind,
        form.source,
        text(form.note, ""),
    )
