"""Labels of the file in both languages, and the list of everything that rests on an ESTIMATE."""

from __future__ import annotations

from collections.abc import Iterator

from sim.model.text import Text
from sim.scenario.schema import Document
from sim.scenario.schema_base import Title

ESTIMATE = "ESTIMATE"
_SOURCED = ("activities", "site_modes", "enterprises", "targets")


def text(title: Title, fallback: str) -> Text:
    """A label in both languages; one stands for the other, the id for both."""
    return Text(title.en or title.zh or fallback, title.zh or title.en or fallback)


def estimates(document: Document) -> tuple[str, ...]:
    """Paths of everything whose source says ESTIMATE."""
    named = [(f"offices.{name}", form.source) for name, form in document.offices.items()]
    for key in _SOURCED:
        named += [(f"{key}.{form.id}", form.source) for form in getattr(document, key)]
    named.append(("site_closures", document.site_closures.source))
    named += [*_of_firms_and_modes(document), *_of_the_estate(document), *_of_money(document)]
    return tuple(sorted(path for path, source in named if ESTIMATE in source))


def _of_firms_and_modes(document: Document) -> Iterator[tuple[str, str]]:
    for kind in document.enterprises:
        yield f"enterprises.{kind.id}.quantities", kind.quantities.source
    for mode in document.site_modes:
        yield f"site_modes.{mode.id}.terms", mode.terms.source
        for number, relief in enumerate(mode.terms.relief, 1):
            yield f"site_modes.{mode.id}.terms.relief.{number}", relief.source


def _of_the_estate(document: Document) -> Iterator[tuple[str, str]]:
    for space in document.estate.spaces:
        yield f"estate.spaces.{space.id}", space.source
        for phase in space.phases:
            yield f"estate.spaces.{space.id}.phases.{phase.id}", phase.source
    for stock in document.estate.stocks:
        yield f"estate.stocks.{stock.id}", stock.source
        for supply in stock.supply:
            yield f"estate.stocks.{stock.id}.supply.{supply.id}", supply.source


def _of_money(document: Document) -> Iterator[tuple[str, str]]:
    form = document.money
    yield "money", form.source
    for name in ("prices", "taxes", "county"):
        yield f"money.{name}", getattr(form, name).source
    yield "money.bond", "" if form.bond is None else form.bond.source
    for subsidy in form.subsidies:
        yield f"money.subsidies.{subsidy.id}", subsidy.source
