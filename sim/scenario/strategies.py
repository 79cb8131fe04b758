"""Strategies: ordered lists of levers, each checked by its own form before it may touch the park."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticCustomError

from sim.levers.all_levers import BY_ID
from sim.levers.apply import apply, priced
from sim.levers.settings import Faults, Lever
from sim.model.park import Model
from sim.scenario.faults import Fault, Loc, near
from sim.scenario.schema import Document
from sim.scenario.schema_base import read_date
from sim.scenario.schema_faults import node_at, place, place_value, schema_faults
from sim.scenario.schema_people import PriceForm
from sim.scenario.yaml_nodes import Node
from sim.text.faults_rules import TAKE_OUT
from sim.text.language import Label

_Form = TypeVar("_Form", bound=BaseModel)
BESIDE = ("from", "until", "cost_per_year", "note")
"""What may stand beside the settings of any lever."""
MOST_KNOWN = 12  # names that are offered
OF_NAMES = ("unknown_", "not_one_of")
"""How the codes of faults begin that are about a name which the park does not have."""


@dataclass(frozen=True, slots=True)
class Use:
    """One lever of a strategy with its settings and the days between which it holds."""

    lever_id: str
    settings: BaseModel
    from_day: float
    until_day: float
    loc: Loc
    cost_per_year: float = 0.0

    @property
    def lever(self) -> Lever:
        """The lever itself."""
        return BY_ID[self.lever_id]  # a module cannot be sent to a worker, its id can


class Uses:
    """Reads the levers of every strategy; whatever is wrong is collected in `faults`."""

    def __init__(self, document: Document, root: Node) -> None:
        self.document, self.root = document, root
        self.faults: list[Fault] = []

    def all(self) -> dict[str, tuple[Use, ...]]:
        """The levers of each strategy, in the order of the file."""
        found: dict[str, tuple[Use, ...]] = {}
        for name, form in self.document.strategies.items():
            uses = [self._use(item, self._loc(name, at)) for at, item in enumerate(form.levers)]
            found[name] = tuple(use for use in uses if use is not None)
        return found

    def _loc(self, name: str, at: int) -> Loc:
        node, _ = node_at(self.root, ("strategies", name))
        return ("strategies", name, at) if isinstance(node.value, list) else ("strategies", name, "levers", at)

    def _use(self, item: Mapping[str, Any], loc: Loc) -> Use | None:
        if len(item) != 1:
            self.faults.append(place(self.root, loc, "one_lever", {"got": ", ".join(item) or "{}"}))
            return None
        name, given = next(iter(item.items()))
        lever, loc = BY_ID.get(name), (*loc, name)
        if lever is None:
            known = ", ".join(BY_ID)
            self.faults.append(
                place(
                    self.root, loc, "unknown_lever", {"got": name, "near": near(name, BY_ID), "known": known}, key=True
                )
            )
            return None
        if not isinstance(given, dict):
            self.faults.append(place(self.root, loc, "lever_not_a_map", {"got": given}))
            return None
        own = {k: v for k, v in given.items() if k not in BESIDE}
        settings = self._form(lever.Settings, own, loc)
        price = self._form(PriceForm, {k: v for k, v in given.items() if k == "cost_per_year"}, loc)
        from_day, until_day = self._day(given, "from", 0.0, loc), self._day(given, "until", math.inf, loc)
        if until_day <= max(from_day, 0.0):
            self.faults.append(place(self.root, (*loc, "until"), "from_after_until"))
        if settings is None or price is None:
            return None
        return Use(name, settings, max(0.0, from_day), until_day, loc, price.cost_per_year)

    def _form(self, form: type[_Form], given: dict[str, Any], loc: Loc) -> _Form | None:
        try:
            return form.model_validate(given)
        except ValidationError as error:
            self.faults += schema_faults(error, self.root, form, loc)
            return None

    def _day(self, given: Mapping[str, Any], key: str, default: float, loc: Loc) -> float:
        if key not in given:
            return default
        try:
            day = read_date(given[key])
        except PydanticCustomError:
            self.faults.append(place(self.root, (*loc, key), "not_a_date", {"got": given[key]}))
            return default
        return default if self.document.start is None else float((day - self.document.start).days)


def name_faults(uses: Mapping[str, tuple[Use, ...]], model: Model, root: Node) -> list[Fault]:
    """Settings that name what the park does not have, and levers that are never in force."""
    found = []
    for use in (use for strategy in uses.values() for use in strategy):
        if use.from_day > model.horizon:
            found.append(
                place(root, (*use.loc, "from"), "never_in_force", {"got": use.from_day, "horizon": model.horizon})
            )
        if use.settings == use.lever.NEUTRAL:
            continue  # changes nothing anywhere, so its names (`office: any`) need not exist
        for field, code, values in _by_default(use, use.lever.faults(use.settings, model.regimes[0])):
            known = [str(name) for name in values.get("known", ())]  # type: ignore[attr-defined]  # levers put names there
            said = {
                "got": "",
                **values,
                "known": ", ".join(known) or "-",
                "near": near(str(values.get("got", "")), known),
            }
            found.append(place_value(root, (*use.loc, field), code, said))
    return found


def _by_default(use: Use, found: Faults) -> Faults:
    """Names that nobody wrote are told as what a setting means where it is left out, all of one setting at once."""
    own: Faults = []
    meant: dict[str, dict[str, object]] = {}
    for field, code, values in found:
        if field in use.settings.model_fields_set or not code.startswith(OF_NAMES):
            own.append((field, code, values))
            continue
        names = f"{meant[field]['names']}, {values['got']}" if field in meant else values["got"]
        off = Label(f"write {values['off']}", f"写 {values['off']}") if values.get("off") else TAKE_OUT
        known = list(values["known"])[:MOST_KNOWN] or ["-"]  # type: ignore[call-overload]  # levers put names there
        meant[field] = {"names": names, "setting": field, "known": known, "off": off}
    return own + [(field, "default_not_here", values) for field, values in meant.items()]


def under(model: Model, uses: tuple[Use, ...]) -> Model:
    """The park under a strategy: its levers applied in order."""
    for use in uses:
        model = apply(model, use.lever, use.settings, use.from_day, use.until_day)
        model = priced(model, use.cost_per_year, use.from_day, use.until_day)
    return model
