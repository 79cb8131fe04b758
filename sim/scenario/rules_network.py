"""Rules about what hangs together: no circle in precedence or attributes, units that fit their clock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.scenario.faults import Loc, near
from sim.scenario.laws_of import quantities_of
from sim.scenario.modes import chains, modes_where
from sim.scenario.rules_world import Problem
from sim.scenario.schema import Document
from sim.scenario.schema_laws import AttributeForm
from sim.text.faults_rules import UNITS


def no_cycle(document: Document) -> Iterator[Problem]:
    """No activity waits for itself, however many stand between."""
    before = {form.id: [after.activity for after in form.after] for form in document.activities}
    places = {form.id: at for at, form in enumerate(document.activities)}
    for circle in circles(before):
        yield ("activities", places[circle[0]], "after"), "cycle", {"got": " -> ".join(reversed([*circle, circle[0]]))}


def no_attribute_circle(document: Document) -> Iterator[Problem]:
    """No attribute depends on itself, and each depends on attributes of its own type only."""
    for at, kind in enumerate(document.enterprises):
        asks = {name: sorted(set(_asked(form))) for name, form in kind.attributes.items()}
        for name, others in asks.items():
            for other in others:
                if other not in asks:
                    loc: Loc = ("enterprises", at, "attributes", name, "by", other)
                    yield loc, "unknown_attribute", {"got": other, "near": near(other, asks), "known": ", ".join(asks)}
        for circle in circles(asks):
            path = " -> ".join([*circle, circle[0]])
            yield ("enterprises", at, "attributes", circle[0]), "attribute_circle", {"got": path}


def units_fit_clocks(document: Document) -> Iterator[Problem]:
    """Working days stand where the clock is the working clock, and nowhere else."""
    for loc, value in quantities_of((), document):
        if loc[0] == "offices" or not value.unit:
            continue
        clock = document.activities[int(loc[1])].clock if _in_its_clock(loc) else "calendar"
        if (value.unit == "working") != (clock == "working"):
            code = "unit_against_clock" if _in_its_clock(loc) else "calendar_only"
            yield loc, code, {"got": UNITS[value.unit], "clock": UNITS[clock]}


def fallbacks_lead_on(document: Document) -> Iterator[Problem]:
    """Following refusals from site mode to site mode never leads back."""
    chain_of = chains(document)
    modes = sorted(chain_of)
    places: dict[tuple[str, str], int] = {}
    for at, form in enumerate(document.activities):
        then = None if form.refused is None else form.refused.then
        if then is None or then not in modes:
            continue
        mine = modes_where(form.when, chain_of)
        for mode in sorted(mine):
            places.setdefault((mode, then), at)
        if then in mine:
            loc: Loc = ("activities", at, "refused", "then")
            others = ", ".join(mode for mode in modes if mode != then)
            yield loc, "fallback_to_itself", {"got": then, "activity": form.id, "others": others}
    following = {mode: [then for start, then in places if start == mode and then != mode] for mode in modes}
    for circle in circles(following):
        path = " -> ".join([*circle, circle[0]])
        at = places[circle[0], (*circle, circle[0])[1]]
        yield ("activities", at, "refused", "then"), "fallback_circle", {"got": path}


def circles(graph: Mapping[str, list[str]]) -> list[list[str]]:
    """Circles of a graph, one for each knot of it, each beginning with its smallest name.

    >>> circles({"a": ["b"], "b": ["a"], "c": ["a"]})
    [['a', 'b']]
    """
    found: list[list[str]] = []
    done: set[str] = set()
    for first in sorted(graph):
        path: list[str] = []
        trail = [(first, iter(graph[first]))] if first not in done else []
        while trail:
            name, others = trail[-1]
            if len(path) < len(trail):
                path.append(name)
            following = next((other for other in others if other in graph and other not in done), None)
            if following is None:
                done.add(name)
                trail.pop()
                path.pop()
            elif following in path:
                found.append(_smallest_first(path[path.index(following) :]))
            else:
                trail.append((following, iter(graph[following])))
    return found


def _smallest_first(circle: list[str]) -> list[str]:
    at = circle.index(min(circle))
    return circle[at:] + circle[:at]


def _asked(form: AttributeForm) -> Iterator[str]:
    for attribute, cases in (form.by or {}).items():
        yield attribute
        for case in cases.values():
            yield from _asked(case)


def _in_its_clock(loc: Loc) -> bool:
    return loc[0] == "activities" and (loc[2] == "duration" or loc[2:4] == ("sent_back", "duration"))


RULES = (no_cycle, no_attribute_circle, units_fit_clocks, fallbacks_lead_on)
