"""Rules about names and values that results keep for themselves: columns of tables, moments, names of groups."""

from __future__ import annotations

from collections.abc import Iterator

from sim.scenario.faults import Loc
from sim.scenario.laws_of import values_of
from sim.scenario.rules_world import Problem
from sim.scenario.schema import Document

COLUMNS = ("strategy", "world", "replication", "enterprise", "type", "counted", "site", "status", "reason")
DAYS = "t_"  # t_<milestone> are columns
MOMENTS = ("arrival", "end")
BETWEEN = " / "  # stands between the values of a group
EVERYBODY = "all"
OTHER_GROUPS = ("type:", "office:", "activity:")


def attribute_names_free(document: Document) -> Iterator[Problem]:
    """No attribute has the name of a column of the tables."""
    for at, kind in enumerate(document.enterprises):
        for name in kind.attributes:
            if name in COLUMNS or name.startswith(DAYS):
                yield ("enterprises", at, "attributes", name), "attribute_reserved", {"got": name}


def milestone_names_free(document: Document) -> Iterator[Problem]:
    """No activity carries a milestone that has the name of a firm's first or last moment."""
    for at, form in enumerate(document.activities):
        if form.milestone in MOMENTS:
            yield ("activities", at, "milestone"), "milestone_reserved", {"got": form.milestone}


def group_values_free(document: Document) -> Iterator[Problem]:
    """Values by which results are grouped make names of groups that can be told from the others."""
    for at, kind in enumerate(document.enterprises):
        for name, form in kind.attributes.items():
            loc: Loc = ("enterprises", at, "attributes", name)
            for where, value in values_of(loc, form) if name in document.groups else ():
                if BETWEEN in value or value == EVERYBODY or value.startswith(OTHER_GROUPS):
                    yield where, "value_reserved", {"got": value, "attribute": name}


def site_mode_no_group(document: Document) -> Iterator[Problem]:
    """Results are not grouped by site mode, which strategies choose."""
    for at, name in enumerate(document.groups):
        if name == "site_mode":
            yield ("groups", at), "site_mode_no_group", {"got": name}


RULES = (attribute_names_free, milestone_names_free, group_values_free, site_mode_no_group)
