"""Which keys the form of a scenario file, or of a lever's settings, has at a place."""

from __future__ import annotations

from typing import Any

from sim.scenario.faults import Loc
from sim.scenario.schema import Document
from sim.scenario.schema_faults import keys_at


def keys_of_form(form: Any, loc: Loc) -> list[str]:
    """The keys known at a place of a form; of the whole file where no form is given."""
    return keys_at(Document if form is None else form, loc)
