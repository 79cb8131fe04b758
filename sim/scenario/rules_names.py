"""Rules about names: whatever a file refers to must exist. Each fault offers the nearest names that do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sim.levers.start_on_land_grant import POLICY
from sim.scenario.build import needs_of, only_activity_of
from sim.scenario.faults import Loc, near
from sim.scenario.laws_of import chosen_by, laws_of
from sim.scenario.modes import MODE_NAMES, chains
from sim.scenario.rules_reach import OPENINGS
from sim.scenario.rules_world import Problem
from sim.scenario.schema import Document


def offices_exist(document: Document) -> Iterator[Problem]:
    """Activities are handled by offices that exist."""
    for at, form in enumerate(document.activities):
        names: list[tuple[Loc, str]] = [(("office",), form.office)] if form.office else []
        names += [(("needs", i, "office"), need.office) for i, need in enumerate(form.needs)]
        yield from unknown("office", [(("activities", at, *loc), name) for loc, name in names], document.offices)


def activities_exist(document: Document) -> Iterator[Problem]:
    """Predecessors, activities already done and those that others share exist."""
    known = {form.id for form in document.activities}
    names: list[tuple[Loc, str]] = []
    for at, form in enumerate(document.activities):
        names += [(("activities", at, "after", i, "activity"), after.activity) for i, after in enumerate(form.after)]
    for at, kind in enumerate(document.enterprises):
        names += [(("enterprises", at, "already_done", i), name) for i, name in enumerate(kind.already_done)]
    for name, office in document.offices.items():
        if office.other_applicants is not None and office.other_applicants.like:
            names.append((("offices", name, "other_applicants", "like"), office.other_applicants.like))
    yield from unknown("activity", names, known)


def others_have_a_law(document: Document) -> Iterator[Problem]:
    """It is known how long visits of firms from elsewhere take."""
    for name, office in document.offices.items():
        others = office.other_applicants
        if others is None or (others.like and not others.duration):
            continue
        if others.like and others.duration:
            yield ("offices", name, "other_applicants", "like"), "like_and_duration", {}
        elif others.duration is None and only_activity_of(document, name) is None:
            handled = [form.id for form in document.activities if any(need.office == name for need in needs_of(form))]
            yield ("offices", name, "other_applicants"), "others_without_law", {"got": ", ".join(handled) or "0"}


def site_modes_exist(document: Document) -> Iterator[Problem]:
    """Site modes in conditions, fallbacks and types of enterprise exist."""
    known = [mode.id for mode in document.site_modes]
    names: list[tuple[Loc, str]] = []
    for at, form in enumerate(document.activities):
        names += [
            (("activities", at, "when", "site_mode", i), name) for i, name in enumerate(form.when.get("site_mode", ()))
        ]
        if form.refused is not None and form.refused.then != "out":
            names.append((("activities", at, "refused", "then"), form.refused.then))
    for field in ("chain", "graduates_to"):
        named = ((at, getattr(mode, field)) for at, mode in enumerate(document.site_modes))
        names += [(("site_modes", at, field), name) for at, name in named if name]
    names += [
        (("enterprises", at, "site_mode"), kind.site_mode)
        for at, kind in enumerate(document.enterprises)
        if kind.site_mode
    ]
    yield from unknown("site_mode", names, known)


def chains_exist(document: Document) -> Iterator[Problem]:
    """Conditions ask for chains that some site mode goes through."""
    for at, form in enumerate(document.activities):
        asked = form.when.get("site_chain", ())
        places: list[tuple[Loc, str]] = [
            (("activities", at, "when", "site_chain", i), name) for i, name in enumerate(asked)
        ]
        yield from unknown("site_chain", places, set(chains(document).values()))


def attributes_exist(document: Document) -> Iterator[Problem]:
    """What conditions, laws and groups ask for is an attribute (or, in conditions, a policy)."""
    attributes = {name for kind in document.enterprises for name in kind.attributes}
    conditions = attributes | set(document.policies) | {team.id for team in document.teams} | {*MODE_NAMES, POLICY}
    for at, form in enumerate(document.activities):
        yield from unknown("attribute", [(("activities", at, "when", name), name) for name in form.when], conditions)
        by = [((*loc, "by", name), name) for loc, law in laws_of(("activities", at), form) for name in chosen_by(law)]
        yield from unknown("attribute", by, attributes)
    yield from unknown(
        "attribute", [(("groups", at), name) for at, name in enumerate(document.groups)], attributes | {"site_mode"}
    )
    for office, form_ in document.offices.items():
        for loc, law in laws_of(("offices", office, "other_applicants"), form_.other_applicants):
            if list(chosen_by(law)):
                yield (*loc, "by"), "by_for_others", {}


def names_apart(document: Document) -> Iterator[Problem]:
    """No attribute has the name of a policy, or a condition could mean either."""
    for at, kind in enumerate(document.enterprises):
        for name in kind.attributes:
            if name in document.policies or name in MODE_NAMES:
                yield ("enterprises", at, "attributes", name), "attribute_is_policy", {"got": name}


def milestones_exist(document: Document) -> Iterator[Problem]:
    """Milestones that are listed or reported are carried by some activity."""
    carried = {form.milestone for form in document.activities if form.milestone}
    listed = [(("milestones", at, "id"), form.id) for at, form in enumerate(document.milestones)]
    yield from unknown("milestone", [(loc, name) for loc, name in listed if name not in OPENINGS], carried)
    for at, form in enumerate(document.evidence):
        ends = [(("evidence", at, "from"), form.from_), (("evidence", at, "to"), form.to)]
        yield from unknown("milestone", ends, [*sorted(carried), *OPENINGS])


def evidence_names(document: Document) -> Iterator[Problem]:
    """Evidence names types of enterprise and strategies that exist."""
    kinds = {kind.id for kind in document.enterprises}
    for at, form in enumerate(document.evidence):
        yield from unknown("enterprise", [(("evidence", at, "enterprise"), form.enterprise)], kinds)
        yield from unknown("strategy", [(("evidence", at, "strategy"), form.strategy)], document.strategies)


def unknown(kind: str, names: Iterable[tuple[Loc, str]], known: Iterable[str]) -> Iterator[Problem]:
    """The fault of each name that is not among those known."""
    known = sorted(known)
    for loc, name in names:
        if name not in known:
            yield (
                loc,
                f"unknown_{kind}",
                {"got": name, "near": near(name, known), "known": ", ".join(known[:12]) or "-"},
            )


RULES = (
    offices_exist,
    activities_exist,
    others_have_a_law,
    site_modes_exist,
    chains_exist,
    attributes_exist,
    names_apart,
    milestones_exist,
    evidence_names,
)
