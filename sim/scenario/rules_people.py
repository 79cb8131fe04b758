"""Rules about teams that help, firms that bring firms, and the step at whose end a site mode is chosen."""

from __future__ import annotations

from collections.abc import Iterator

from sim.levers.all_levers import POLICIES
from sim.model.park import Model
from sim.model.people import LARGEST
from sim.scenario.faults import Loc
from sim.scenario.laws_of import values_of
from sim.scenario.modes import MODE_NAMES
from sim.scenario.rules_names import unknown
from sim.scenario.rules_network import circles
from sim.scenario.rules_world import Problem
from sim.scenario.schema import Document

MOST_TEAMS = 4  # the engine has a row of factors for every union of teams
SIZE = "planned_output"
SHELL, IS_SHELL = "shell", "yes"


def arrive_or_are_brought(document: Document) -> Iterator[Problem]:
    """Firms of a type come by themselves or are brought, one of the two."""
    for at, kind in enumerate(document.enterprises):
        if kind.arrivals is None and kind.brought_by is None:
            yield ("enterprises", at, "arrivals"), "missing_key", {"got": "arrivals"}
        elif kind.arrivals is not None and kind.brought_by is not None:
            yield ("enterprises", at, "brought_by"), "arrivals_and_brought_by", {"got": kind.id}


def brought_in_no_circle(document: Document) -> Iterator[Problem]:
    """No type brings itself, however many stand between."""
    places = {kind.id: at for at, kind in enumerate(document.enterprises)}
    graph = {kind.id: list(kind.brought_by.types) if kind.brought_by else [] for kind in document.enterprises}
    for circle in circles(graph):
        path = " -> ".join(reversed([*circle, circle[0]]))
        yield ("enterprises", places[circle[0]], "brought_by", "types"), "brought_in_circle", {"got": path}


def shells_are_not_counted(document: Document) -> Iterator[Problem]:
    """A type that can be a shell firm stays out of the counts of real ones."""
    for at, kind in enumerate(document.enterprises):
        form = kind.attributes.get(SHELL)
        values = () if form is None or not kind.counted else values_of(("enterprises", at, "attributes", SHELL), form)
        for loc, value in values:
            if value == IS_SHELL:
                yield loc, "shell_counted", {"got": value, "kind": kind.id}


def teams_work(document: Document) -> Iterator[Problem]:
    """There are few enough teams, each has somebody at some time, and its steps ascend."""
    if len(document.teams) > MOST_TEAMS:
        yield ("teams", MOST_TEAMS, "id"), "too_many_teams", {"got": len(document.teams), "most": MOST_TEAMS}
    for at, team in enumerate(document.teams):
        steps = team.steps or ()
        if (team.people is None) == (team.steps is None):
            yield ("teams", at), "people_or_steps", {}
        elif not any(step.people for step in steps) and not team.people:
            yield ("teams", at, "steps" if steps else "people"), "team_of_nobody", {"got": team.id}
        for i in range(1, len(steps)):
            if steps[i].from_ <= steps[i - 1].from_:
                yield ("teams", at, "steps", i, "from"), "steps_not_ascending", {"got": steps[i].from_}


def one_team_stands_above(document: Document) -> Iterator[Problem]:
    """What a team replaces is a team, not itself by way of others, and replaced by no other (R22)."""
    teams = {team.id for team in document.teams}
    above: dict[str, str] = {}
    for at, team in enumerate(document.teams):
        named: list[tuple[Loc, str]] = [(("teams", at, "replaces", i), name) for i, name in enumerate(team.replaces)]
        yield from unknown("team", named, teams)
        for loc, name in named:
            higher, seen = team.id, {team.id}
            while higher in above and above[higher] not in seen:
                seen.add(higher := above[higher])
            if name in seen:
                yield loc, "replaces_itself", {"got": name}
            elif above.setdefault(name, team.id) != team.id:
                yield loc, "replaced_twice", {"got": name, "other": above[name]}


def team_names_free(document: Document) -> Iterator[Problem]:
    """A team, which is switched on by a policy of its name, has the name of nothing else that `when:` asks for."""
    taken = {name for kind in document.enterprises for name in kind.attributes} | {*MODE_NAMES, *POLICIES}
    for at, team in enumerate(document.teams):
        if team.id in taken:
            yield ("teams", at, "id"), "team_is_condition", {"got": team.id}


def deciding_steps_apply(document: Document) -> Iterator[Problem]:
    """Whoever comes to the step at whose end it chooses does it: not by chance, and not by the mode it chooses."""
    for at, form in enumerate(document.activities):
        loc: Loc = ("activities", at)
        if form.decides and form.probability is not None:
            yield (*loc, "probability"), "decides_by_chance", {"got": form.id}
        for name in MODE_NAMES:
            if form.decides and name in form.when:
                yield (*loc, "when", name), "decides_after_choice", {"got": name}


def people_names_exist(document: Document) -> Iterator[Problem]:
    """Activities of teams, types that bring and their milestones exist; the largest are told by their size."""
    activities = {form.id for form in document.activities}
    carried = {form.milestone for form in document.activities if form.milestone}
    kinds = {kind.id for kind in document.enterprises}
    for at, team in enumerate(document.teams):
        helped: list[tuple[Loc, str]] = [(("teams", at, "activities", i), n) for i, n in enumerate(team.activities)]
        yield from unknown("activity", helped, activities)
        stated = any(SIZE in kind.quantities.model_fields_set for kind in document.enterprises)
        if team.assignment == LARGEST and not stated:
            yield ("teams", at, "assignment"), "largest_of_nothing", {"got": SIZE}
    for at, kind in enumerate(document.enterprises):
        if (rule := kind.brought_by) is not None:
            loc: Loc = ("enterprises", at, "brought_by")
            yield from unknown("enterprise", [((*loc, "types", i), name) for i, name in enumerate(rule.types)], kinds)
            yield from unknown("milestone", [((*loc, "milestone"), rule.milestone)], carried)


def teams_are_taken(document: Document) -> Iterator[Problem]:
    """A warning: a team that no activity takes helps nobody."""
    taken = {take.what for form in document.activities for take in form.takes}
    for at, team in enumerate(document.teams):
        if team.id not in taken:
            yield ("teams", at, "id"), "team_not_taken", {"got": team.id}


def the_paid_are_counted(document: Document) -> Iterator[Problem]:
    """A warning: a cost for each of the staff of an office that is ample is a cost of nobody."""
    for name, office in document.offices.items():
        if office.cost_per_year and office.staff is None and office.steps is None:
            yield (
                ("offices", name, "cost_per_year"),
                "cost_of_ample",
                {"got": f"{office.cost_per_year:g}", "office": name},
            )


def one_order_of_help(model: Model) -> Iterator[Problem]:
    """Whom a team helps first, and what places it gains, is the same through all time: the engine knows one of each."""
    first = {team.id: team for team in model.regimes[0].teams}
    for team in (team for regime in model.regimes[1:] for team in regime.teams):
        was = first[team.id]
        if was.assignment != team.assignment:
            yield ("teams", team.id, "assignment"), "assignment_changes", {"got": team.id, "was": was.assignment}
        if was.places != team.places:
            yield ("teams", team.id, "places"), "places_change", {"got": team.id, "was": was.places}


RULES = (
    arrive_or_are_brought,
    brought_in_no_circle,
    shells_are_not_counted,
    teams_work,
    one_team_stands_above,
    team_names_free,
    deciding_steps_apply,
)
NAMES = (people_names_exist,)
WARNINGS = (teams_are_taken, the_paid_are_counted)
