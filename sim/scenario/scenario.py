"""The scenario: what a planner wrote, checked, and the park it means under each strategy.

`load` is the only way in.  Everything downstream sees models; only sweeps and replacements come back here, by path.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sim.levers.changes import changes
from sim.model.attraction import attraction_ended
from sim.model.office_load import Derived, derive_service
from sim.model.park import Model
from sim.model.problems import with_problems
from sim.model.text import Text
from sim.scenario.build import build
from sim.scenario.build_text import text
from sim.scenario.dates import horizon_of
from sim.scenario.faults import Fault, Mark, ScenarioFaults, fault_at, near
from sim.scenario.find import find_scenario, scenario_names
from sim.scenario.layers import read_layers
from sim.scenario.ledger_rows import with_rows
from sim.scenario.like import with_likes
from sim.scenario.office_loads import open_shares, timeline
from sim.scenario.paths import set_at
from sim.scenario.repair import not_mere_consequences, strategies_alone, without_bad_values
from sim.scenario.rules import (
    document_faults,
    document_warnings,
    drift_warnings,
    later_warnings,
    load_warnings,
    park_faults,
    park_warnings,
    service_left,
    value_faults,
)
from sim.scenario.rules_experiment import experiment_faults
from sim.scenario.rules_world import LONGEST
from sim.scenario.schema import Document
from sim.scenario.schema_faults import plain, schema_faults
from sim.scenario.strategies import Use, Uses, name_faults, under
from sim.scenario.write import to_yaml
from sim.scenario.yaml_nodes import Node
from sim.text.language import Language


@dataclass(frozen=True)
class Scenario:
    """A checked scenario file with all its bases merged in.

    Attributes
    ----------
    title
        In both languages.
    strategies
        Their names; the first is the baseline.
    library
        True for a base that is no scenario of its own: it has no model.
    warnings
        What a planner should know although the file is right.
    derived
        Service times that were derived from elapsed ones.
    """

    title: Text
    strategies: tuple[str, ...]
    library: bool
    warnings: tuple[Fault, ...]
    derived: tuple[Derived, ...]
    root: Node = field(repr=False, compare=False)
    _base: Model | None = field(repr=False)
    _uses: Mapping[str, tuple[Use, ...]] = field(repr=False, compare=False)

    @cached_property
    def document(self) -> dict[str, Any]:
        """The merged file as plain data, notes left out."""
        data: dict[str, Any] = plain(self.root)
        return data

    def base_model(self) -> Model:
        """The park before any lever."""
        if self._base is None:
            raise ScenarioFaults([fault_at(self.root.mark, "library", "library_has_no_park")])
        return self._base

    def model(self, strategy: str) -> Model:
        """The park under a strategy, its levers applied in order, as it is played."""
        return attraction_ended(with_problems(self.stated_model(strategy)))

    def stated_model(self, strategy: str) -> Model:
        """The park under a strategy in the terms of the file: problems are a rule, not yet steps of their own."""
        return under(self.base_model(), self._uses_of(strategy))

    def changes(self, strategy: str, lang: Language = "en") -> list[tuple[str, str, str, str]]:
        """What each lever of a strategy changed: (lever, path, old, new), in the order of application."""
        found, before = [], self.base_model()
        for use in self._uses_of(strategy):
            after = under(before, (use,))
            found += [(use.lever_id, *change) for change in changes(before, after, lang)]
            before = after
        return found

    def strategy_title(self, strategy: str) -> Text:
        """The title of a strategy; its name where it has none."""
        given = self.document["strategies"][strategy] if self._uses_of(strategy) is not None else {}
        title = given.get("title", {}) if isinstance(given, dict) else {}
        both = {"en": title, "zh": title} if isinstance(title, str) else title
        return Text(both.get("en") or both.get("zh") or strategy, both.get("zh") or both.get("en") or strategy)

    def replace(self, values: Mapping[str, object]) -> Scenario:
        """A new scenario with other values, checked like a file.

        `values` maps paths as a planner reads them (`offices.bureau.staff`, `activities.licence.duration`) to what the
        file could hold there. Raises ScenarioFaults.
        """
        root = self.root
        for path, value in values.items():
            root = set_at(root, path, value)
        return checked(root)

    def resolved_yaml(self) -> str:
        """The merged file as text without bases; it loads to the same models."""
        return to_yaml({key: value for key, value in self.document.items() if key != "extends"})

    def _mark_of(self, key: str) -> Mark:
        node = self.root.value.get(key) if isinstance(self.root.value, dict) else None
        return self.root.mark if node is None else node.key or node.mark

    def _uses_of(self, strategy: str) -> tuple[Use, ...]:
        if strategy not in self._uses:
            known = ", ".join(self._uses)
            values = {"got": strategy, "near": near(strategy, self._uses), "known": known}
            raise ScenarioFaults([fault_at(self._mark_of("strategies"), "strategies", "unknown_strategy", **values)])
        return self._uses[strategy]


def load(path: str | Path | None = None, *, text: str | None = None) -> Scenario:
    """Load a scenario from a file, a packaged name (`rent_or_build`) or a text.

    Raises ScenarioFaults with every fault at once.
    """
    if (path is None) == (text is None):
        raise ValueError("load takes a path or text=, one of the two")
    if path is None:
        return checked(read_layers(None, text))
    found = find_scenario(path)
    if not found.exists():
        values = {"got": found, "near": near(found.stem, scenario_names()), "known": ", ".join(scenario_names()) or "-"}
        raise ScenarioFaults([Fault(str(found), 1, 1, "", "no_such_file", values)])
    return checked(read_layers(found, None))


def checked(root: Node) -> Scenario:
    """The scenario of merged nodes, or ScenarioFaults."""
    root, unlike = with_likes(root)
    root, unread = with_rows(root)
    unread = [*unlike, *unread]
    data = plain(root)
    try:
        document = Document.model_validate(data)
    except ValidationError as error:
        raise ScenarioFaults([*unread, *schema_faults(error, root, Document), *_beside(data, error, root)]) from None
    found = _look(document, root)
    if unread or found.faults:
        raise ScenarioFaults([*unread, *found.faults])
    base, derived = (None, ()) if found.base is None else _in_service(found.base)
    if without_work := service_left(derived, root):
        raise ScenarioFaults(without_work)
    warnings = [] if base is None else [*document_warnings(document, root), *_warnings(base, found.uses, root)]
    names = tuple(document.strategies)
    title = text(document.title, "")
    return Scenario(title, names, document.library, tuple(warnings), derived, root, base, found.uses)


def _in_service(base: Model) -> tuple[Model, tuple[Derived, ...]]:
    """The park with service times where the file gives elapsed ones; today's offices count, before any lever."""
    regime, derived = derive_service(base.regimes[0])
    return replace(base, regimes=(regime,)), derived


def _warnings(base: Model, uses: Mapping[str, tuple[Use, ...]], root: Node) -> list[Fault]:
    models = {name: under(base, levers) for name, levers in uses.items()}
    return [*park_warnings(base, root, models.values()), *_office_warnings(base, models, root)]


def _office_warnings(base: Model, models: Mapping[str, Model], root: Node) -> list[Fault]:
    shares = open_shares(base)
    today = timeline(base, shares)
    found = [load for (_, load), *_ in today.values() if load is not None]
    over = load_warnings({load.office: load.load for load in found}, root)
    drift = drift_warnings([load.office for load in found if load.drifts and load.load < 1], root)
    strategies = {name: timeline(model, shares) for name, model in models.items()}
    return [*over, *drift, *later_warnings(today, strategies, root)]


@dataclass(frozen=True)
class _Found:
    base: Model | None
    uses: Mapping[str, tuple[Use, ...]]
    faults: list[Fault]


def _look(document: Document, root: Node) -> _Found:
    """The park of a document and all that the rules find in it."""
    faults = document_faults(document, root)
    reader = Uses(document, root)
    uses = reader.all()
    faults += reader.faults
    horizon = horizon_of(document)
    if document.library or document.start is None or horizon is None or not 0 < horizon < LONGEST:
        return _Found(None, uses, [*faults, *experiment_faults(document, None, root)])
    base = build(document)
    faults += experiment_faults(document, base, root)
    faults += value_faults(document, uses, root)
    named = name_faults(uses, base, root)
    models = {} if faults or named else {name: under(base, levers) for name, levers in uses.items()}
    park = park_faults(base, models, root, all_rules=not faults)
    return _Found(base, uses, [*faults, *park, *(not_mere_consequences(named) if park else named)])


def _beside(data: dict[str, Any], error: ValidationError, root: Node) -> list[Fault]:
    """What else is wrong in a file whose form is wrong."""
    document = without_bad_values(data, error)
    if document is not None:
        return not_mere_consequences(_look(document, root).faults)
    alone = strategies_alone(data)
    if alone is None:
        return []
    reader = Uses(alone, root)
    reader.all()
    return reader.faults
