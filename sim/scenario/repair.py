"""What would the rules say if the form were right? A file with a bad value still deserves every other fault at once.

Bad values are taken out, or replaced where the form demands one, and the rules look at what is left.  Faults that could
come from the taking out alone are not reported.
"""

from __future__ import annotations

import copy
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from sim.scenario.faults import Fault, Loc
from sim.scenario.schema import Document
from sim.scenario.schema_laws import PLAIN

ROUNDS = 4
DROPPED = ("[key]", PLAIN)
OF_ANOTHER_KIND = ("list_type", "tuple_type", "dict_type", "model_type")
_BUILDINGS = [{"id": "x", "units": [1]}]
STAND_INS: dict[str, Any] = {
    "duration": 0, "probability": 0, "correction": 0, "arrivals": {"at_days": [0]},
    "units": [1], "buildings": _BUILDINGS, "phases": [{"id": "x", "buildings": _BUILDINGS}],
    "supply": [{"id": "x", "amount": 1}], "estate.kind": "land", "amount": 1, "months": 1, "rate": 0, "years": 1,
    "caseload": 1, "people": 1, "lasts": 1, "per_year": 1, "kpi": "firms_signed", "at_least": 1,
    "ledger.stage": "planned",
}  # fmt: skip
ONE_FORM = ("problems", "quota")  # stated once: a bad value in them is one key, not an item that others name
CONSEQUENCES = {
    "missing_key",
    "unknown_milestone",
    "unknown_site_chain",
    "by_not_covered",
    "by_attribute_missing",
    "value_not_covered",
    "attribute_asked_for",
    "case_of_nobody",
    "quantity_of_nobody",
    "loan_without_years",
    "size_missing",
    "report_of_other",
    "share_of_nothing",
    "subsidy_of_nothing",
    "taxes_not_one",
    "free_without_modes",
    "people_or_steps",
    "team_of_nobody",
    "largest_of_nothing",
    "brought_by_nobody",
    "unknown_attribute",
    "others_without_law",
    "like_and_duration",
    "no_strategies",
    "no_enterprises",
    "none_counted",
    "attribute_never_held",
    "elapsed_behind_finite",
    "default_not_here",
    "policy_never_asked",
    "add_to_ample",
    "value_never_held",
    "milestone_unreachable",
    "evidence_unreachable",
    "goes_on_without_patience",
    "quota_never_refused",
    "no_problems_stated",
    "promise_without_line",
    "ledger_empty",
    "ledger_stage_unsaid",
}  # fmt: skip


def without_bad_values(data: dict[str, Any], error: ValidationError) -> Document | None:
    """The document of what is left; None where so much would have to go that the rules would speak of another file."""
    data = copy.deepcopy(data)
    for _ in range(ROUNDS):
        for detail in error.errors(include_url=False):
            if not _amend(data, detail):
                return None
        try:
            return Document.model_validate(data)
        except ValidationError as again:
            error = again
    return None


def strategies_alone(data: dict[str, Any]) -> Document | None:
    """A document of the strategies and nothing else, for settings of levers have forms of their own.

    None where the strategies themselves are no map of lists.
    """
    try:
        return Document.model_validate({"title": "", "library": True, "strategies": data.get("strategies", {})})
    except ValidationError:
        return None


def not_mere_consequences(faults: list[Fault]) -> list[Fault]:
    """Faults that hold whatever was taken out; nothing is ever taken out of the settings of a lever."""
    return [fault for fault in faults if fault.code not in CONSEQUENCES or _missing_in_lever(fault)]


def _missing_in_lever(fault: Fault) -> bool:
    return fault.code == "missing_key" and fault.path.startswith("strategies.")


def _amend(data: dict[str, Any], detail: ErrorDetails) -> bool:
    """Take the bad value out, or put a stand-in where one is missing; False where neither can be done harmlessly."""
    loc: Loc = tuple(step for step in detail["loc"] if step not in DROPPED)
    if _at(data, loc[:-1]) is None:
        return True  # it went with what was taken out before
    if _holds_much(loc, detail["type"]):
        return False
    if detail["type"] == "missing":
        name = next((name for name in (f"{loc[0]}.{loc[-1]}", str(loc[-1])) if name in STAND_INS), None)
        parent = _at(data, loc[:-1])
        if name is not None and isinstance(parent, dict):
            parent[str(loc[-1])] = copy.deepcopy(STAND_INS[name])
            return True
    whole = len(loc) == 1
    while len(loc) > 1 or (loc and whole):  # no part of the file goes because of one of its items
        parent = _at(data, loc[:-1])
        if isinstance(parent, dict) and loc[-1] in parent:
            whole_item = len(loc) == 2 and loc[0] not in ONE_FORM  # of a list or of things by name
            if loc[-1] == "id" or (whole_item and detail["type"] != "extra_forbidden"):
                return False
            del parent[loc[-1]]
            return True
        loc = loc[:-1]
    return False


def _holds_much(loc: Loc, kind: str) -> bool:
    """Is it a part of the whole file or of the estate, misnamed or of another kind? Its things are missed elsewhere."""
    part = len(loc) == 1 or (loc[0] == "estate" and len(loc) == 2)
    return part and kind in ("extra_forbidden", *OF_ANOTHER_KIND)


def _at(data: Any, loc: Loc) -> Any:
    for step in loc:
        if not isinstance(data, dict | list):
            return None
        try:
            data = data[step]  # type: ignore[index]  # a step that does not fit is an answer too
        except (KeyError, IndexError, TypeError):
            return None
    return data
