"""Dates of the file become days since its start; inside the model there are no other dates."""

from __future__ import annotations

from datetime import date

from sim.scenario.schema import Document

DEFAULT_LIMIT = 730.0


def days_since(start: date, day: date) -> float:
    """Days from the start to a date, negative before it.

    >>> days_since(date(2024, 1, 1), date(2024, 2, 1))
    31.0
    """
    return float((day - start).days)


def day_or_start(start: date, day: date | None) -> float:
    """Days from the start to a date; 0 where none is stated."""
    return 0.0 if day is None else days_since(start, day)


def horizon_of(document: Document) -> float | None:
    """How long the world runs, in days; None where the file does not say."""
    if document.horizon_days is not None:
        return document.horizon_days.value
    if document.until is not None and document.start is not None:
        return days_since(document.start, document.until)
    return None


def limit_of(document: Document) -> float | None:
    """Limit of the restricted mean, in days: as stated, else two years or half the horizon."""
    if document.limit_days is not None:
        return document.limit_days.value
    horizon = horizon_of(document)
    return None if horizon is None else min(DEFAULT_LIMIT, horizon / 2)
