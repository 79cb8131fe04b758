"""Rules about money: terms that hang together, subsidies that somebody can earn, targets that can be observed."""

from __future__ import annotations

from collections.abc import Iterator

from sim.model.land_grades import GRADES, minimum_a_mu
from sim.model.money import Taxes
from sim.scenario.dates import days_since, horizon_of
from sim.scenario.faults import Loc, near
from sim.scenario.laws_of import picks_of, values_of
from sim.scenario.modes import MODE_NAMES, SITE_CHAIN, SITE_MODE, chains
from sim.scenario.rules_names import unknown
from sim.scenario.rules_people import IS_SHELL, SHELL
from sim.scenario.rules_world import Problem
from sim.scenario.schema import Document
from sim.scenario.schema_units import PickedForm

_MONTHS_A_YEAR = 12
_TAXES = ("vat", "income", "other")


def land_grade_is_national(document: Document) -> Iterator[Problem]:
    """Grades of land run from 1 to 15."""
    grade = document.money.prices.land_grade
    if grade is not None and grade > GRADES:
        yield ("money", "prices", "land_grade"), "no_such_grade", {"got": grade, "most": GRADES}


def land_above_the_minimum(document: Document) -> Iterator[Problem]:
    """A warning: no price of land is below the national minimum of its grade."""
    prices = document.money.prices
    if prices.land_grade is None or prices.land is None or prices.land_grade > GRADES:
        return
    if prices.land < (least := minimum_a_mu(prices.land_grade)):
        yield ("money", "prices", "land"), "below_national_minimum", {"got": f"{prices.land:g}", "least": f"{least:g}"}


def loans_have_years(document: Document) -> Iterator[Problem]:
    """A loan is paid back over some years."""
    for at, mode in enumerate(document.site_modes):
        if mode.terms.loan > 0 and mode.terms.loan_years == 0:
            yield ("site_modes", at, "terms", "loan"), "loan_without_years", {"got": mode.terms.loan}


def relief_within_lease(document: Document) -> Iterator[Problem]:
    """Rent is waived while there is a lease."""
    for at, mode in enumerate(document.site_modes):
        months, lease = sum(part.months for part in mode.terms.relief), mode.terms.lease_years * _MONTHS_A_YEAR
        if months > lease > 0:
            yield ("site_modes", at, "terms", "relief"), "relief_beyond_lease", {"got": months, "lease": lease}


def chains_end(document: Document) -> Iterator[Problem]:
    """A mode goes through the activities of a mode that has a chain of its own."""
    chain_of = chains(document)
    for at, mode in enumerate(document.site_modes):
        chain = chain_of[mode.id]
        further = chain_of.get(chain, chain)
        if further != chain:
            yield ("site_modes", at, "chain"), "chain_of_chain", {"got": chain, "further": further}


def somewhere_to_choose(document: Document) -> Iterator[Problem]:
    """Firms that compare site modes have some to compare; a library need not name them."""
    if document.site_choice == "free" and not document.site_modes and not document.library:
        yield ("site_choice",), "free_without_modes", {}


def subsidies_are_of_something(document: Document) -> Iterator[Problem]:
    """A subsidy is a share of an item or an amount."""
    for at, subsidy in enumerate(document.money.subsidies):
        loc: Loc = ("money", "subsidies", at)
        if subsidy.share > 0 and subsidy.item is None:
            yield (*loc, "share"), "share_of_nothing", {"got": subsidy.share}
        elif subsidy.amount is None and subsidy.share == 0:
            yield loc, "subsidy_of_nothing", {"got": subsidy.id}


def taxes_are_split_whole(document: Document) -> Iterator[Problem]:
    """Taxes are split into VAT, income tax and others, nothing left over."""
    stated = {name: getattr(document.money.taxes, name) for name in _TAXES}
    shares = [getattr(Taxes(), name) if share is None else share for name, share in stated.items()]
    if abs(sum(shares) - 1) > 1e-9:
        yield ("money", "taxes"), "taxes_not_one", {"got": " + ".join(f"{share:g}" for share in shares)}


def targets_are_within_sight(document: Document) -> Iterator[Problem]:
    """A target is due within the horizon, more than nothing, and says what a large firm is."""
    start, horizon = document.start, horizon_of(document)
    seen: set[str] = set()
    for at, target in enumerate(document.targets):
        loc: Loc = ("targets", at)
        if target.id in seen:
            yield (*loc, "id"), "duplicate_id", {"got": target.id}
        seen.add(target.id)
        if start and horizon and horizon > 0 and not 0 <= days_since(start, target.by) <= horizon:
            yield (*loc, "by"), "target_outside", {"got": target.by, "start": start, "horizon": horizon}
        if target.at_least.value <= 0:
            yield (*loc, "at_least"), "not_positive", {"got": target.at_least.value}
        if target.kpi == "large_firms" and target.size is None:
            yield (*loc, "kpi"), "size_missing", {"got": target.kpi}


def earned_at_a_milestone(document: Document) -> Iterator[Problem]:
    """Subsidies are paid at milestones that some activity carries, in site modes that exist."""
    carried = {form.milestone for form in document.activities if form.milestone}
    modes = [mode.id for mode in document.site_modes]
    for at, subsidy in enumerate(document.money.subsidies):
        loc: Loc = ("money", "subsidies", at)
        yield from unknown("milestone", [((*loc, "milestone"), subsidy.milestone)], carried)
        yield from unknown(
            "site_mode", [((*loc, "site_modes", i), name) for i, name in enumerate(subsidy.site_modes)], modes
        )


def targets_count_somebody(document: Document) -> Iterator[Problem]:
    """Types of enterprise that a target names exist, and are no shell firms; they may be counted apart."""
    kinds = {kind.id: kind for kind in document.enterprises}
    for at, target in enumerate(document.targets):
        for i, name in enumerate(target.types):
            loc: Loc = ("targets", at, "types", i)
            yield from unknown("enterprise", [(loc, name)], kinds)
            shell = kinds[name].attributes.get(SHELL) if name in kinds else None
            if shell is not None and IS_SHELL in {value for _, value in values_of((), shell)}:
                yield loc, "target_of_shells", {"got": name}


def picks_ask_for_something(document: Document) -> Iterator[Problem]:
    """Shares and prices differ by an attribute that some firm has, by site mode or by chain, for values that exist."""
    attributes = {name for kind in document.enterprises for name in kind.attributes}
    chain_of = chains(document)
    modes = {SITE_MODE: set(chain_of), SITE_CHAIN: set(chain_of.values())}
    for loc, form in _picks(document):
        for name, cases in (form.by or {}).items():
            if name not in attributes and name not in MODE_NAMES:
                known = sorted({*attributes, *MODE_NAMES})
                values: dict[str, object] = {"got": name, "near": near(name, known), "known": ", ".join(known)}
                yield (*loc, "by", name, "[key]"), "unknown_attribute", values
            for case in cases if name in MODE_NAMES else ():
                for place, code, values in unknown(name, [((*loc, "by", name, case), case)], modes[name]):
                    yield (*place, "[key]"), code, values


def _picks(document: Document) -> Iterator[tuple[Loc, PickedForm]]:
    for at, form in enumerate(document.activities):
        yield from picks_of(("activities", at, "pays"), form.pays)
        yield from picks_of(("activities", at, "receives"), form.receives)
    yield from picks_of(("money",), document.money)


NAMES = (earned_at_a_milestone, targets_count_somebody, picks_ask_for_something)
WARNINGS = (land_above_the_minimum,)
RULES = (
    land_grade_is_national,
    loans_have_years,
    relief_within_lease,
    chains_end,
    somewhere_to_choose,
    subsidies_are_of_something,
    taxes_are_split_whole,
    targets_are_within_sight,
)
