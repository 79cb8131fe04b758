"""Rules about the world as a whole: its length, its dates, who comes, which strategies there are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sim.model import china_days
from sim.model.calendar import outside_table
from sim.model.park import Model
from sim.scenario.dates import days_since, horizon_of, limit_of
from sim.scenario.faults import Loc
from sim.scenario.schema import Document
from sim.scenario.schema_parts import ArrivalsForm

LONGEST = 365 * 1000  # days; longer worlds are no dates any more

Problem = tuple[Loc, str, dict[str, object]]
"""(place, code of the message, values)."""


def start_and_horizon_stated(document: Document) -> Iterator[Problem]:
    """A scenario says when it starts and how long it runs; a library need not."""
    if document.library:
        return
    if document.start is None:
        yield ("start",), "missing_key", {"got": "start"}
    if document.horizon_days is None and document.until is None:
        yield ("horizon_days",), "missing_key", {"got": "horizon_days"}
    if document.horizon_days is not None and document.until is not None:
        yield ("until",), "two_horizons", {}


def horizon_positive(document: Document) -> Iterator[Problem]:
    """The world runs for some time."""
    horizon = horizon_of(document)
    key = "horizon_days" if document.horizon_days is not None else "until"
    if horizon is not None and horizon <= 0:
        yield (key,), "horizon_not_positive", {"got": horizon}


def calendar_known(document: Document) -> Iterator[Problem]:
    """The table of Chinese working days covers the years of the world."""
    horizon = horizon_of(document)
    if document.start is None or horizon is None or not 0 < horizon < LONGEST:
        return
    last = document.start + timedelta(days=int(horizon))
    if outside_table(document.calendar, document.start, last):
        known = f"{china_days.FIRST_YEAR}-{china_days.LAST_YEAR}"
        yield ("calendar",), "calendar_too_short", {"got": f"{document.start} … {last}", "known": known}


def limit_within_horizon(document: Document) -> Iterator[Problem]:
    """The limit of the restricted mean can be observed."""
    horizon, limit = horizon_of(document), limit_of(document)
    if document.limit_days is None or limit is None:
        return
    if limit <= 0:
        yield ("limit_days",), "not_positive", {"got": limit}
    elif horizon is not None and limit > horizon > 0:
        yield ("limit_days",), "limit_beyond_horizon", {"got": limit, "horizon": horizon}


def limit_leaves_nobody(model: Model) -> Iterator[Problem]:
    """A warning: a limit as long as the horizon leaves nobody who is watched up to it."""
    if model.limit_days == model.horizon:
        yield ("limit_days",), "limit_is_horizon", {"got": model.limit_days}


def decided_before_start(document: Document) -> Iterator[Problem]:
    """The county decides before, or on, the day on which the world starts."""
    if document.start and document.decided and document.decided > document.start:
        yield ("decided",), "decided_after_start", {"got": document.decided, "start": document.start}


def somebody_comes(document: Document) -> Iterator[Problem]:
    """There is a type of enterprise that counts."""
    if document.library:
        return
    if not document.enterprises:
        yield ("enterprises",), "no_enterprises", {}
    elif not any(form.counted for form in document.enterprises):
        yield ("enterprises",), "none_counted", {}


def some_strategy(document: Document) -> Iterator[Problem]:
    """There is a strategy to run."""
    if not document.library and not document.strategies:
        yield ("strategies",), "no_strategies", {}


def ids_once(document: Document) -> Iterator[Problem]:
    """No id stands twice in one list."""
    for key in ("activities", "enterprises", "site_modes", "stages", "milestones"):
        seen: set[str] = set()
        for at, form in enumerate(getattr(document, key)):
            if form.id in seen:
                yield (key, at, "id"), "duplicate_id", {"got": form.id}
            seen.add(form.id)


def steps_ascend(document: Document) -> Iterator[Problem]:
    """Staff steps ascend by date and say what holds on day 0."""
    for name, office in document.offices.items():
        steps = office.steps or ()
        if steps and document.start and steps[0].from_ > document.start:
            yield (
                ("offices", name, "steps", 0, "from"),
                "steps_start_late",
                {"got": steps[0].from_, "start": document.start},
            )
        for at in range(1, len(steps)):
            if steps[at].from_ <= steps[at - 1].from_:
                yield ("offices", name, "steps", at, "from"), "steps_not_ascending", {"got": steps[at].from_}


def dates_after_start(document: Document) -> Iterator[Problem]:
    """Nobody appears before the start."""
    if document.start is None:
        return
    arrivals: list[tuple[Loc, ArrivalsForm]] = [
        (("enterprises", at, "arrivals"), form.arrivals)
        for at, form in enumerate(document.enterprises)
        if form.arrivals
    ]
    others = [
        (("offices", n, "other_applicants"), o.other_applicants)
        for n, o in document.offices.items()
        if o.other_applicants
    ]
    for loc, form in [*arrivals, *others]:
        for at, day in enumerate(form.dates or ()):
            if days_since(document.start, day) < 0:
                yield (*loc, "dates", at), "date_before_start", {"got": day, "start": document.start}


def periods_ordered(document: Document) -> Iterator[Problem]:
    """A closure ends after it begins."""
    for at, period in enumerate(document.site_closures.periods):
        if period.from_ > period.until:
            yield ("site_closures", "periods", at, "until"), "from_after_until", {}


RULES = (
    start_and_horizon_stated,
    horizon_positive,
    calendar_known,
    limit_within_horizon,
    decided_before_start,
    somebody_comes,
    some_strategy,
    ids_once,
    steps_ascend,
    dates_after_start,
    periods_ordered,
)
