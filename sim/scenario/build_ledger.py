"""From the rows of a ledger to types of enterprise: one type a project, here on day 0, in the midst of what it does.

Nobody draws how far a project has come: its stage says what lies behind it, and the date of the stage how long it has
been at what it is doing. Without a date the project is one met at a random moment of a steady flow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sim.model.calendar import site_days, working_days
from sim.model.park import Arrivals, Closures, EnterpriseType, Model
from sim.model.text import Text
from sim.scenario.build_estate import quantities
from sim.scenario.ledger_attributes import given
from sim.scenario.schema import Document
from sim.scenario.schema_ledger import ProjectForm, StageForm
from sim.text.language import Label
from sim.text.ledger import LEDGER, LEDGER_LABELS, STAGE_LABELS

ALL = "all"
EARLY = ("planned", "in_talks")
LAST = ("producing", "full_output")
TWINS = {"started": "under_construction", "under_construction": "started"}


@dataclass(frozen=True)
class Behind:
    """What lies behind a project in some stage; `over`: all of it, nothing is left to simulate."""

    done: frozenset[str] = frozenset()
    doing: tuple[str, ...] = ()
    over: bool = False


def behind(document: Document, stage: str) -> Behind | None:
    """What lies behind a project in a stage: as the file says, else what goes without saying; None: nobody knows.

    All that must come before something that is done, or being done, is done.
    """
    ledger = document.ledger
    assert ledger is not None
    form = ledger.stages.get(stage) or ledger.stages.get(TWINS.get(stage, ""))
    if form is None and stage not in (*EARLY, *LAST, "signed"):
        return None
    if form is None:
        signing = tuple(a.id for a in document.activities if a.milestone == "signed")
        done = (ALL,) if stage in LAST else signing if stage == "signed" else ()
        form = StageForm(done=done)
    if ALL in form.done:
        return Behind(over=True)
    found = {*form.done, *before(document, (*form.done, *form.doing))}
    return Behind(frozenset(found - set(form.doing)), form.doing)


def before(document: Document, names: Iterable[str]) -> set[str]:
    """All activities that come before some."""
    after = {a.id: [link.activity for link in a.after] for a in document.activities}
    found, waiting = set[str](), list(names)
    while waiting:
        more = [name for name in after.get(waiting.pop(), ()) if name not in found]
        found.update(more)
        waiting += more
    return found


def ledger_types(document: Document, kinds: Iterable[EnterpriseType], closures: Closures) -> Iterator[EnterpriseType]:
    """A type for each project that is not producing yet; rows that cannot be built are faults of their own."""
    by_id = {kind.id: kind for kind in kinds}
    clocks = {activity.id: activity.clock for activity in document.activities}
    for row in rows(document):
        like, state = by_id.get(like_of(document, row)), behind(document, row.stage)
        attributes = None if like is None else given(like.attributes, row.attributes)
        if like is None or attributes is None or state is None or state.over:
            continue
        stated = {quantity.name: quantity for quantity in (*like.quantities, *quantities(row.quantities))}
        doing = [name for name in state.doing if name in clocks]
        yield replace(
            like,
            id=f"{LEDGER}:{row.id}",
            title=Text(row.id, row.id),
            arrivals=Arrivals("at", (0.0,), 1),
            attributes=attributes,
            counted=False,
            site_mode=row.site_mode or like.site_mode,
            already_done=tuple(sorted({*like.already_done, *state.done} - set(doing))),
            in_progress=tuple((name, elapsed(document, closures, clocks[name], row.since)) for name in sorted(doing)),
            quantities=tuple(stated[name] for name in sorted(stated)),
            brought_by=None,
        )


def elapsed(document: Document, closures: Closures, clock: str, since: date | None) -> float | None:
    """Days from a date to the start, counted by a clock; None where the date is not known."""
    if since is None or document.start is None:
        return None
    days = [since + timedelta(days=day) for day in range((document.start - since).days)]
    if clock == "working":
        return float(sum(working_days(document.calendar, days)))
    return float(sum(site_days(closures, days)) if clock == "site" else len(days))


def said_of_ledger(document: Document) -> tuple[Text, ...]:
    """What every output must say of the projects in hand."""
    count: dict[str, int] = {}
    over = 0
    for row in rows(document):
        state = behind(document, row.stage)
        if state is not None and state.over:
            over += 1
        else:
            count[row.stage] = count.get(row.stage, 0) + 1
    if not count and not over:
        return ()
    stages = [(STAGE_LABELS[stage], count[stage]) for stage in STAGE_LABELS if stage in count]
    said = Text(
        LEDGER_LABELS["note"].en.format(
            count=sum(count.values()), stages=", ".join(f"{label.en} {n}" for label, n in stages)
        ),
        LEDGER_LABELS["note"].zh.format(
            count=sum(count.values()), stages="、".join(f"{label.zh} {n}" for label, n in stages)
        ),
    )
    more = LEDGER_LABELS["behind"] if over else Label("", "")
    return (Text(f"{said.en} {more.en.format(count=over)}".strip(), f"{said.zh}{more.zh.format(count=over)}"),)


def rows(document: Document) -> tuple[ProjectForm, ...]:
    """The projects of a scenario."""
    return () if document.ledger is None else document.ledger.rows


def like_of(document: Document, row: ProjectForm) -> str:
    """The type that gives what a row leaves out."""
    assert document.ledger is not None
    return row.like or document.ledger.like


def without_ledger(model: Model) -> Model:
    """The park without the projects in hand: what is said of the type they are like need not be said of each."""
    regimes = [
        replace(regime, enterprises=tuple(e for e in regime.enterprises if not e.id.startswith(f"{LEDGER}:")))
        for regime in model.regimes
    ]
    return replace(model, regimes=tuple(regimes))
