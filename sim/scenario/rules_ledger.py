"""Rules about today's ledger: each fault stands at the line and column of the sheet that holds the value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.luck.residual import outlasted
from sim.model.law import Distribution, pick
from sim.model.park import Attribute, Model
from sim.model.text import Text
from sim.scenario.build import needs_of
from sim.scenario.build_laws import attribute
from sim.scenario.build_ledger import ALL, EARLY, before, behind, like_of, rows
from sim.scenario.build_text import text
from sim.scenario.faults import Loc, near
from sim.scenario.firms import Firms, asked_by
from sim.scenario.laws_of import values_of
from sim.scenario.ledger_attributes import given
from sim.scenario.ledger_headings import known_columns
from sim.scenario.rules_names import unknown
from sim.scenario.rules_world import Problem
from sim.scenario.schema import Document
from sim.scenario.schema_parts import EnterpriseForm
from sim.text.language import Label
from sim.text.ledger import LEDGER

ROWS: Loc = ("ledger", "rows")


def ledger_read(document: Document) -> Iterator[Problem]:
    """There are projects; `file:` alone can only be read from a file."""
    ledger = document.ledger
    if ledger is not None and not ledger.rows:
        yield ("ledger",), "ledger_not_read" if ledger.file is not None else "ledger_empty", {}
    if ledger is not None:
        for at, kind in enumerate(document.enterprises):
            if kind.id == LEDGER:
                yield ("enterprises", at, "id"), "ledger_id_taken", {"got": kind.id}


def columns_lead_somewhere(document: Document) -> Iterator[Problem]:
    """What `columns:` says a heading means is a column."""
    attributes = frozenset(name for kind in document.enterprises for name in kind.attributes)
    known = ["name", *known_columns(attributes)]
    for heading, target in {} if document.ledger is None else document.ledger.columns.items():
        if target not in known:
            said: dict[str, object] = {"got": target, "near": near(target, known), "known": ", ".join(known[:12])}
            yield ("ledger", "columns", heading), "ledger_column_target", said


def stages_name_activities(document: Document) -> Iterator[Problem]:
    """Done and being done are activities; nobody is in the midst of something at an office with a line."""
    ledger = document.ledger
    if ledger is None:
        return
    forms = {form.id: form for form in document.activities}
    finite = {name for name, office in document.offices.items() if office.staff is not None or office.steps}
    for stage, form in ledger.stages.items():
        for key, names in (("done", form.done), ("doing", form.doing)):
            at: Loc = ("ledger", "stages", stage, key)
            yield from unknown("activity", [(at, name) for name in names if (key, name) != ("done", ALL)], forms)
        if ALL in form.done and form.doing:
            at_once: dict[str, object] = {"got": ALL, "doing": ", ".join(sorted(form.doing))}
            yield ("ledger", "stages", stage, "done"), "ledger_done_after_doing", at_once
        for name in form.done:
            if late := before(document, [name]) & set(form.doing):
                said: dict[str, object] = {"got": name, "doing": ", ".join(sorted(late))}
                yield ("ledger", "stages", stage, "done"), "ledger_done_after_doing", said
        for name in form.doing:
            if name in forms and any(need.office in finite for need in needs_of(forms[name])):
                yield ("ledger", "stages", stage, "doing"), "ledger_doing_at_office", {"got": name}


def projects_stand_once(document: Document) -> Iterator[Problem]:
    """No project stands twice."""
    seen: set[str] = set()
    for at, row in enumerate(rows(document)):
        if row.id in seen:
            yield (*ROWS, at, "id"), "ledger_twice", {"got": row.id}
        seen.add(row.id)


def stages_known(document: Document) -> Iterator[Problem]:
    """What lies behind every project is said, and was reached before day 0."""
    unsaid: set[str] = set()
    for at, row in enumerate(rows(document)):
        if row.stage not in unsaid and behind(document, row.stage) is None:
            unsaid.add(row.stage)
            yield (*ROWS, at, "stage"), "ledger_stage_unsaid", {"got": row.stage}
        if row.since is not None and document.start is not None and row.since > document.start:
            yield (*ROWS, at, "since"), "ledger_date_late", {"got": row.since, "start": document.start}


def projects_are_like_somebody(document: Document) -> Iterator[Problem]:
    """The types that projects are like exist, and so do their site modes."""
    if document.ledger is None:
        return
    kinds = [kind.id for kind in document.enterprises]
    likes: list[tuple[Loc, str]] = [(("ledger", "like"), document.ledger.like)]
    likes += [((*ROWS, at, "like"), row.like) for at, row in enumerate(rows(document)) if row.like]
    yield from unknown("enterprise", likes, kinds)
    titles = {mode.id: text(mode.title, mode.id) for mode in document.site_modes}
    for at, row in enumerate(rows(document)):
        if row.site_mode and row.site_mode not in titles:
            spelled = [word for title in titles.values() for word in (title.zh, title.en)]
            nearest = near(row.site_mode, titles) or near(row.site_mode, spelled)
            said: dict[str, object] = {"got": row.site_mode, "near": nearest}
            yield (*ROWS, at, "site_mode"), "unknown_site_mode", said | {"known": _as_written(titles)}


def values_are_had(document: Document) -> Iterator[Problem]:
    """A project has attributes and values that a firm like it can have, together too."""
    kinds = {kind.id: kind for kind in document.enterprises}
    for at, row in enumerate(rows(document)):
        like = kinds.get(like_of(document, row))
        if like is None:
            continue
        wrong = False
        for name, value in row.attributes.items():
            loc: Loc = (*ROWS, at, "attributes", name)
            known = sorted({had for _, had in values_of((), like.attributes[name])} if name in like.attributes else [])
            if value not in known:
                wrong = True
                names = known or sorted(like.attributes)
                got = value if known else name
                said: dict[str, object] = {"got": got, "near": near(got, names)}
                said |= {"kind": like.id, "known": ", ".join(names)}
                yield loc, "ledger_value" if known else "ledger_attribute", said
        if not wrong and row.attributes and given(_drawn(like), row.attributes) is None:
            together = ", ".join(f"{name}: {value}" for name, value in row.attributes.items())
            yield (*ROWS, at, "attributes"), "ledger_cannot_be", {"got": together, "kind": like.id}


def nothing_outlasted(model: Model) -> Iterator[Problem]:
    """A warning: a project has been at something for longer than any law that may hold for it allows."""
    regime = model.regimes[0]
    for kind in regime.enterprises:
        for activity in regime.activities:
            days = dict(kind.in_progress).get(activity.id)
            if days:
                firms = Firms(kind, regime, any_mode=True).in_modes(activity.when, asked_by(activity.duration))
                laws = {pick(activity.duration, firm) for firm in firms}
                if laws and all(outlasted(law, days) for law in laws if isinstance(law, Distribution)):
                    loc: Loc = (*ROWS, kind.id.removeprefix(f"{LEDGER}:"), "since")
                    yield loc, "ledger_outlasted", {"got": days, "activity": activity.id}


def sites_stated(document: Document) -> Iterator[Problem]:
    """A warning: a project that has signed has a roof in mind, and no strategy should choose another for it."""
    kinds = {kind.id: kind for kind in document.enterprises}
    states = [(row, behind(document, row.stage)) for row in rows(document) if row.stage not in EARLY]
    open_ = [
        row
        for row, state in states
        if state is not None and not state.over and not (row.site_mode or kinds[like_of(document, row)].site_mode)
    ]
    if open_ and len(document.site_modes) > 1:
        yield ("ledger",), "ledger_no_site", {"got": len(open_)}


def _as_written(titles: Mapping[str, Text]) -> Label:
    """Ids beside their titles: either may be written."""
    known = sorted(titles.items())
    return Label(
        ", ".join(f"{name} ({title.en})" for name, title in known) or "-",
        "、".join(f"{title.zh}（{name}）" for name, title in known) or "-",
    )


def _drawn(kind: EnterpriseForm) -> tuple[Attribute, ...]:
    return tuple(attribute(name, form) for name, form in sorted(kind.attributes.items()))


RULES = (
    ledger_read,
    columns_lead_somewhere,
    stages_name_activities,
    projects_stand_once,
    stages_known,
    projects_are_like_somebody,
    values_are_had,
)
WARNINGS = (sites_stated,)
