"""Rules about what activities take and pay: of something that exists, alone, and until something that happens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sim.model.estate import BEST_FIT, QUANTITIES
from sim.scenario.faults import Loc, near
from sim.scenario.laws_of import chosen_by, laws_of
from sim.scenario.rules_names import unknown
from sim.scenario.rules_world import Problem
from sim.scenario.schema import Document
from sim.scenario.schema_parts import ActivityForm
from sim.scenario.schema_quantities import TakeForm

UNTIL = ("exit", "finish")


def resources_exist(document: Document) -> Iterator[Problem]:
    """What is taken is a space, a stock or a team."""
    names = [((*loc, "what"), take.what) for loc, take in _takes(document)]
    yield from unknown("resource", names, _spaces(document) | _stocks(document) | _teams(document))


def ends_exist(document: Document) -> Iterator[Problem]:
    """What is taken is kept until the firm leaves, the step finishes, or a milestone that somebody carries."""
    carried = {form.milestone for form in document.activities if form.milestone}
    names = [((*loc, "until"), take.until) for loc, take in _takes(document)]
    yield from unknown("milestone", names, {*carried, *UNTIL})


def amounts_are_stated(document: Document) -> Iterator[Problem]:
    """An amount that is named is a quantity, and some type of enterprise states it."""
    stated = {name for kind in document.enterprises for name in kind.quantities.model_fields_set}
    for loc, take in _takes(document):
        if isinstance(take.amount, str) and take.amount in QUANTITIES and take.amount not in stated:
            yield (*loc, "amount"), "quantity_of_nobody", {"got": take.amount}


def quantities_exist(document: Document) -> Iterator[Problem]:
    """Amounts and thresholds name quantities that a firm can have."""
    for loc, take in _takes(document):
        if isinstance(take.amount, str):
            yield from unknown("quantity", [((*loc, "amount"), take.amount)], QUANTITIES)
    for at, mode in enumerate(document.site_modes):
        names: list[tuple[Loc, str]] = [(("site_modes", at, "terms", "least", name), name) for name in mode.terms.least]
        for place, code, values in unknown("quantity", names, QUANTITIES):
            yield (*place, "[key]"), code, values


def takes_stand_alone(document: Document) -> Iterator[Problem]:
    """What takes or pays has no office and no session; what takes has no verdict and pays nothing."""
    for at, form in enumerate(document.activities):
        loc: Loc = ("activities", at)
        if form.takes or form.pays:
            for key in _set_keys(form, "office", "needs", "sessions", "session_every_days"):
                yield (*loc, key), "waits_twice", {"got": key, "key": "takes" if form.takes else "pays"}
        if form.takes:
            for key in _set_keys(form, "sent_back", "refused", "pays"):
                yield (*loc, key), "takes_only", {"got": key}


def takes_go_together(document: Document) -> Iterator[Problem]:
    """Nothing is taken twice in one step; what is given by best fit is taken alone; only floors are unfinished."""
    stocks = _stocks(document) | _teams(document)
    best_fit = {space.id for space in document.estate.spaces if space.rule == BEST_FIT}
    for at, form in enumerate(document.activities):
        seen: set[str] = set()
        for i, take in enumerate(form.takes):
            loc: Loc = ("activities", at, "takes", i)
            if take.what in seen:
                yield (*loc, "what"), "taken_twice", {"got": take.what}
            seen.add(take.what)
            if take.what in best_fit and len(form.takes) > 1:
                yield (*loc, "what"), "best_fit_alone", {"got": take.what}
            if take.unfinished and take.what in stocks:
                yield (*loc, "unfinished"), "stock_unfinished", {"got": take.what}


def estate_ids_once(document: Document) -> Iterator[Problem]:
    """No id stands twice where it must tell things apart; spaces, stocks and teams share their names."""
    estate = document.estate
    spaces: list[tuple[Loc, str]] = [(("estate", "spaces", i, "id"), space.id) for i, space in enumerate(estate.spaces)]
    stocks: list[tuple[Loc, str]] = [(("estate", "stocks", i, "id"), stock.id) for i, stock in enumerate(estate.stocks)]
    teams: list[tuple[Loc, str]] = [(("teams", i, "id"), team.id) for i, team in enumerate(document.teams)]
    yield from _once([*spaces, *stocks, *teams])
    for i, space in enumerate(estate.spaces):
        here: Loc = ("estate", "spaces", i, "phases")
        yield from _once(((*here, j, "id"), phase.id) for j, phase in enumerate(space.phases))
        for j, phase in enumerate(space.phases):
            yield from _once(((*here, j, "buildings", k, "id"), b.id) for k, b in enumerate(phase.buildings))
    for i, stock in enumerate(estate.stocks):
        yield from _once((("estate", "stocks", i, "supply", j, "id"), s.id) for j, s in enumerate(stock.supply))
    yield from _once((("money", "subsidies", i, "id"), s.id) for i, s in enumerate(document.money.subsidies))


def units_fit_their_building(document: Document) -> Iterator[Problem]:
    """No unit, and not all units together, are larger than the building that they are in, where it says how large."""
    for i, space in enumerate(document.estate.spaces):
        for j, phase in enumerate(space.phases):
            for k, building in enumerate(phase.buildings):
                units = building.units.each or ((building.units.area or 0.0),) * (building.units.count or 0)
                loc: Loc = ("estate", "spaces", i, "phases", j, "buildings", k, "units")
                if building.area is None or sum(units) <= building.area:
                    continue
                code = "unit_beyond_building" if max(units) > building.area else "units_beyond_building"
                got = max(units) if max(units) > building.area else sum(units)
                yield loc, code, {"got": f"{got:g}", "most": f"{building.area:g}"}


def no_firm_builds_the_estate(document: Document) -> Iterator[Problem]:
    """Building times, supplies and the bond belong to no firm, so their laws cannot differ by attribute."""
    for loc, law in [*laws_of(("estate",), document.estate), *laws_of(("money", "bond"), document.money.bond)]:
        if list(chosen_by(law)):
            yield (*loc, "by"), "by_for_nobody", {}


def quantities_ask_their_own(document: Document) -> Iterator[Problem]:
    """The law of a quantity differs by attributes of its own type only."""
    for at, kind in enumerate(document.enterprises):
        known = ", ".join(kind.attributes) or "-"
        for loc, law in laws_of(("enterprises", at, "quantities"), kind.quantities):
            for name in chosen_by(law):
                if name not in kind.attributes:
                    values: dict[str, object] = {"got": name, "near": near(name, kind.attributes), "known": known}
                    yield (*loc, "by", name, "[key]"), "unknown_attribute", values


def _takes(document: Document) -> Iterator[tuple[Loc, TakeForm]]:
    for at, form in enumerate(document.activities):
        yield from ((("activities", at, "takes", i), take) for i, take in enumerate(form.takes))


def _spaces(document: Document) -> set[str]:
    return {space.id for space in document.estate.spaces}


def _stocks(document: Document) -> set[str]:
    return {stock.id for stock in document.estate.stocks}


def _teams(document: Document) -> set[str]:
    return {team.id for team in document.teams}


def _set_keys(form: ActivityForm, *keys: str) -> list[str]:
    return [key for key in keys if getattr(form, key) not in (None, ())]


def _once(ids: Iterable[tuple[Loc, str]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for loc, name in ids:
        if name in seen:
            yield loc, "duplicate_id", {"got": name}
        seen.add(name)


NAMES = (resources_exist, ends_exist, amounts_are_stated)
RULES = (
    quantities_exist,
    takes_stand_alone,
    takes_go_together,
    estate_ids_once,
    units_fit_their_building,
    no_firm_builds_the_estate,
    quantities_ask_their_own,
)
