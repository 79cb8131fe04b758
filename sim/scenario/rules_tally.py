"""Rules about what was reported of all firms on a day: it can be counted, on a day of the run, of firms there are."""

from __future__ import annotations

from collections.abc import Iterator

from sim.scenario.dates import days_since, horizon_of
from sim.scenario.faults import Loc
from sim.scenario.rules_names import unknown
from sim.scenario.rules_world import Problem
from sim.scenario.schema import Document
from sim.scenario.schema_money import SUMS

KEY = "evidence_counts"


def tallies_are_within_sight(document: Document) -> Iterator[Problem]:
    """A report is of a day within the run, of firms that could sign before it, and has a name of its own."""
    start, horizon = document.start, horizon_of(document)
    seen: set[str] = set()
    for at, form in enumerate(document.evidence_counts):
        loc: Loc = (KEY, at)
        if form.id in seen:
            yield (*loc, "id"), "duplicate_id", {"got": form.id}
        seen.add(form.id)
        if start and horizon and horizon > 0 and not 0 <= days_since(start, form.by) <= horizon:
            yield (*loc, "by"), "report_outside", {"got": form.by, "start": start, "horizon": horizon}
        if form.since is not None and form.since >= form.by:
            yield (*loc, "since"), "report_since_after", {"got": form.since, "by": form.by}


def shares_are_of_the_same(document: Document) -> Iterator[Problem]:
    """Firms are a share of firms, yuan of yuan, and output a year of neither."""
    for at, form in enumerate(document.evidence_counts):
        if form.of is not None and not _alike(form.kpi, form.of):
            yield (KEY, at, "of"), "report_of_other", {"got": form.of, "kpi": form.kpi}


def tally_names(document: Document) -> Iterator[Problem]:
    """Reports name types of enterprise and strategies that exist."""
    kinds = {kind.id for kind in document.enterprises}
    for at, form in enumerate(document.evidence_counts):
        yield from unknown("enterprise", [((KEY, at, "types", i), name) for i, name in enumerate(form.types)], kinds)
        yield from unknown("strategy", [((KEY, at, "strategy"), form.strategy)], document.strategies)


def _alike(kpi: str, of: str) -> bool:
    firms = {name.startswith("firms_") for name in (kpi, of)} == {True}
    return kpi != of and (firms or {kpi, of} <= set(SUMS))


RULES = (tallies_are_within_sight, shares_are_of_the_same)
NAMES = (tally_names,)
