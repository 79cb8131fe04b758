"""Labels of the file in both languages, and the list of everything that rests on an ESTIMATE."""

from __future__ import annotations

from collections.abc import Iterator

from sim.model.text import Text
from sim.scenario.schema import Document
from sim.scenario.schema_base import Noted, Title

ESTIMATE = "ESTIMATE"
_SOURCED = ("activities", "site_modes", "enterprises", "targets", "teams")


def text(title: Title, fallback: str) -> Text:
    """A label in both languages; one stands for the other, the id for both."""
    return Text(title.en or title.zh or fallback, title.zh or title.en or fallback)


def estimates(document: Document) -> tuple[str, ...]:
    """Paths of everything whose source says ESTIMATE."""
    named = [(f"offices.{name}", form.source) for name, form in document.offices.items()]
    for key in _SOURCED:
        named += [(f"{key}.{form.id}", form.source) for form in getattr(document, key)]
    named.append(("site_closures", document.site_closures.source))
    named += [found for path, form in _with_parts(document) for found in _sources(path, form)]
    return tuple(sorted({path for path, source in named if ESTIMATE in source}))


def _with_parts(document: Document) -> Iterator[tuple[str, object]]:
    """Forms any part of which may have a source of its own."""
    yield "estate", document.estate
    yield "money", document.money
    yield "problems", document.problems
    yield "quota", document.quota
    for kind in document.enterprises:
        yield f"enterprises.{kind.id}.quantities", kind.quantities
        yield f"enterprises.{kind.id}.brought_by", kind.brought_by
    for mode in document.site_modes:
        yield f"site_modes.{mode.id}.terms", mode.terms
    for activity in document.activities:
        for key in ("takes", "pays", "receives"):
            yield f"activities.{activity.id}.{key}", getattr(activity, key)


def _sources(path: str, form: object) -> Iterator[tuple[str, str]]:
    """The source of a form and of all its parts, items of lists by what tells them apart."""
    if isinstance(form, tuple):
        for number, item in enumerate(form, 1):
            names = (getattr(item, key, None) for key in ("id", "what", "item"))
            yield from _sources(f"{path}.{next((name for name in names if name), number)}", item)
    elif isinstance(form, Noted):
        yield path, getattr(form, "source", "")
        for name in sorted(form.model_fields_set):
            yield from _sources(f"{path}.{name}", getattr(form, name))
