"""A Model as networks: everything of a Case that luck does not touch.

For each type of enterprise, each combination of the attributes that are asked for, each regime in which it may appear
and each site mode it may have, the activities that apply, with predecessors in place of those that do not (R6), laws,
probabilities and priorities.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.attributes import asked_for, combinations, possible_values
from sim.engine.case import OUT, on_grid
from sim.engine.firm_numbers import NEARNESS
from sim.engine.midway import begun
from sim.engine.nodes import QUANTITIES, Node, applies, fill_node
from sim.luck.philox import name_hash
from sim.model.law import Distribution
from sim.model.park import Activity, EnterpriseType, Model, Office, Regime, and_all_before
from sim.model.people import NEAREST

if TYPE_CHECKING:
    from sim.engine.ways import Ways

NO_MODE = "none"
CHOICE = "choice"  # in place of a site mode: the network of those who choose one


@dataclass
class Blueprint:
    """What `lay_out` needs: the networks, who starts in which, the laws, and the names."""

    model: Model
    names: dict[str, list[str]]
    networks: list[tuple[int, int]] = field(default_factory=list)  # node range
    network_mode: list[int] = field(default_factory=list)
    network_type: list[int] = field(default_factory=list)
    network_regime: list[int] = field(default_factory=list)
    facts: list[dict[str, str]] = field(default_factory=list)  # attributes asked for, policies, site mode and chain
    options: dict[int, list[int]] = field(default_factory=dict)  # of networks that choose, by site mode
    fallbacks: list[list[int]] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    laws: list[Distribution] = field(default_factory=list)
    law_index: dict[Distribution, int] = field(default_factory=dict)
    asked: dict[str, tuple[str, ...]] = field(default_factory=dict)  # type -> attributes that decide its networks
    ways: Ways | None = None  # worked out when first needed (ways.py)
    luck: tuple[np.ndarray, np.ndarray, np.ndarray] | None = None  # what the luck of nodes rests on (draws.py)
    lengths: dict[int, float] = field(default_factory=dict)  # expected days of a network (prospects.py)
    later_land: dict[int, list[tuple[float, float, bool]]] = field(default_factory=dict)  # of a network (expected.py)
    shares: dict[str, dict[str, np.ndarray]] = field(default_factory=dict)  # of items, by node (reckoning.py)
    shared: dict[str, np.ndarray] = field(default_factory=dict)  # what all Cases have in common (rules_arrays.py)
    labels: list[list[str]] = field(default_factory=list)  # of attributes, as in the Case
    steps: list[dict[str, Activity]] = field(default_factory=list)  # by regime and id, as the next
    kinds: list[dict[str, EnterpriseType]] = field(default_factory=list)
    laid_out: dict[tuple[str, int, tuple[tuple[str, str], ...], str], int] = field(default_factory=dict)
    start: dict[tuple[str, int, tuple[str, ...], str], int] = field(default_factory=dict)  # type, regime, values, mode

    def law(self, law: Distribution | None) -> int:
        """Index of a law, -1 for none."""
        if law is None:
            return -1
        if law not in self.law_index:
            self.law_index[law] = len(self.laws)
            self.laws.append(law)
        return self.law_index[law]


def draw_up(model: Model) -> Blueprint:
    """The blueprint of a Model; deterministic, no luck."""
    first = model.regimes[0]
    plan = Blueprint(model, _names(model))
    plan.labels = attribute_labels(model, plan.names["attribute"])
    plan.steps = [{activity.id: activity for activity in regime.activities} for regime in model.regimes]
    plan.kinds = [{kind.id: kind for kind in regime.enterprises} for regime in model.regimes]
    for kind in first.enterprises:
        asked = plan.asked[kind.id] = asked_for(kind, model.regimes)
        for number, regime in enumerate(model.regimes):
            today = plan.kinds[number][kind.id]
            for values in combinations(today, asked):
                attributes = dict(zip(asked, values))
                modes = modes_of(today, regime)
                found = [_network(plan, today, number, attributes, mode) for mode in modes]
                for mode, network in zip(modes, found, strict=True):
                    plan.start[kind.id, number, values, mode] = network
                if chooses(today, regime):
                    plan.start[kind.id, number, values, CHOICE] = _choosing_network(
                        plan, today, number, attributes, found
                    )
    for office in first.offices:
        for name in outside_types(office):
            _outside_networks(plan, office, name)
    return plan


def attribute_labels(model: Model, names: list[str]) -> list[list[str]]:
    """Every value that each attribute can take under any rules, sorted."""
    kinds = [kind for regime in model.regimes for kind in regime.enterprises]
    return [sorted(set().union(*(possible_values(kind, name) for kind in kinds))) for name in names]


def modes_of(kind: EnterpriseType, regime: Regime) -> list[str]:
    """Site modes among which a firm of this type may choose under these rules, by id."""
    if not regime.site_modes:
        return [NO_MODE]
    if kind.site_mode is not None:
        return [kind.site_mode]
    if regime.forced_site_mode is not None:
        return [regime.forced_site_mode]
    return [mode.id for mode in regime.site_modes if mode.offered]


def chooses(kind: EnterpriseType, regime: Regime) -> bool:
    """Does a firm of this type compare the site modes itself under these rules?"""
    fixed = kind.site_mode is not None or regime.forced_site_mode is not None
    return regime.site_choice == "free" and not fixed and bool(regime.site_modes)


def outside_types(office: Office) -> list[str]:
    """Names of the uncounted types of an office: those who will come, and those in line on day one."""
    names = [f"outside:{office.id}"] if office.other_applicants is not None else []
    return names + ([f"outside:{office.id}:line"] if office.other_applicants and office.line_on_day_one else [])


def _names(model: Model) -> dict[str, list[str]]:
    first = model.regimes[0]
    outside = [office for office in first.offices if office.other_applicants is not None]
    milestones = {a.milestone for a in first.activities if a.milestone} | {"signed", "producing"}
    attributes = {attribute.name for kind in first.enterprises for attribute in kind.attributes}
    return {
        "type": sorted([e.id for e in first.enterprises] + [n for office in outside for n in outside_types(office)]),
        "activity": sorted([a.id for a in first.activities] + [f"outside:{office.id}" for office in outside]),
        "office": sorted(office.id for office in first.offices),
        "mode": sorted({mode.id for mode in first.site_modes} | {NO_MODE}),
        "milestone": sorted(milestones),
        "stage": sorted({a.stage for a in first.activities}),
        "attribute": sorted(attributes),
        "resource": resource_names(model),
        "quantity": _quantity_names(model),
    }


def _quantity_names(model: Model) -> list[str]:
    """Quantities that some type states, and nearness where a team asks for it."""
    stated = {q.name for regime in model.regimes for e in regime.enterprises for q in e.quantities}
    asked = any(team.assignment == NEAREST for regime in model.regimes for team in regime.teams)
    return sorted(stated | {NEARNESS}) if asked else sorted(stated)


def resource_names(model: Model) -> list[str]:
    """Spaces and stocks under any rules."""
    estates = [regime.estate for regime in model.regimes]
    teams = {team.id for regime in model.regimes for team in regime.teams}
    return sorted({s.id for e in estates for s in e.spaces} | {s.id for e in estates for s in e.stocks} | teams)


def before_the_choice(regime: Regime) -> frozenset[str]:
    """Activities that decide, and all that come before them; none where firms choose as they appear."""
    return and_all_before(regime, [a.id for a in regime.activities if a.decides])


def _network(
    plan: Blueprint,
    kind: EnterpriseType,
    number: int,
    attributes: dict[str, str],
    mode: str,
    only: frozenset[str] | None = None,
) -> int:
    """The network of such firms, laid out once; fallbacks run in no circle, or the scenario's check has found it."""
    key = (kind.id, number, tuple(sorted(attributes.items())), mode if only is None else CHOICE)
    if key in plan.laid_out:
        return plan.laid_out[key]
    regime = plan.model.regimes[number]
    facts = {**dict(regime.policies), **attributes, "site_mode": mode, "site_chain": chain_of(regime, mode)}
    everything = plan.steps[number]
    mine = [
        a
        for a in regime.activities
        if a.id not in kind.already_done and applies(a.when, facts) and (only is None or a.id in only)
    ]  # sorted by id, as the model is
    index = plan.laid_out[key] = _open_network(plan, kind.id, mode, len(mine), number, facts)
    place = {a.id: plan.networks[index][0] + i for i, a in enumerate(mine)}
    reached: list[int] = []
    for activity in mine:
        before, lag = _predecessors(activity, everything, place, kind.already_done)
        refused_to = OUT
        if activity.refused is not None and activity.refused.then != "out":
            refused_to = _network(plan, kind, number, attributes, activity.refused.then)
            reached += [refused_to, *plan.fallbacks[refused_to]]
        fill_node(plan, place[activity.id], activity, kind, facts, number)
        node = plan.nodes[place[activity.id]]
        node.preds, node.arrival_lag, node.refused_to = before, lag, refused_to
        if not before:
            begun(plan, node, activity.id, kind)
    plan.fallbacks[index] = list(dict.fromkeys(reached))
    return index


def chain_of(regime: Regime, mode: str) -> str:
    """The mode whose activities a site mode goes through."""
    return next((m.chain or m.id for m in regime.site_modes if m.id == mode), mode)


def _choosing_network(
    plan: Blueprint, kind: EnterpriseType, number: int, attributes: dict[str, str], options: list[int]
) -> int:
    """What comes before the choice, if anything does, and the networks in one of which candidates go on (R15)."""
    before = before_the_choice(plan.model.regimes[number])
    index = _network(plan, kind, number, attributes, NO_MODE, before)
    plan.options[index] = options
    reached = [n for option in options for n in (option, *plan.fallbacks[option])]
    plan.fallbacks[index] = list(dict.fromkeys(reached))
    return index


def _open_network(
    plan: Blueprint, kind: str, mode: str, size: int, number: int = 0, facts: dict[str, str] | None = None
) -> int:
    first = len(plan.nodes)
    zeros = [0.0] * len(plan.model.regimes)
    plan.nodes += [_blank(zeros) for _ in range(size)]
    plan.networks.append((first, first + size))
    plan.network_mode.append(plan.names["mode"].index(mode))
    plan.network_type.append(plan.names["type"].index(kind))
    plan.network_regime.append(number)
    plan.facts.append(facts or {})
    plan.fallbacks.append([])
    return len(plan.networks) - 1


def _blank(zeros: list[float]) -> Node:
    """A node whose chances and priorities are nought under all rules."""
    return Node(p_sent_back=zeros[:], p_refused=zeros[:], p_refused_pressed=zeros[:], priority=zeros[:])


def _predecessors(
    activity: Activity, everything: dict[str, Activity], place: dict[str, int], behind: tuple[str, ...]
) -> tuple[list[tuple[int, float]], float]:
    """Predecessors that apply, with the largest lag along skipped ones, and the lag from appearing (R6).

    What is behind a firm as it appears was done at the latest just then, so the lag after it counts from that day, and
    all lags before it are over.
    """
    longest: dict[tuple[str, bool], float] = {}  # step, is something after it behind the firm? -> largest lag on a way
    ways = [(after.activity, False, after.lag_days) for after in activity.after]
    while ways:
        name, over, lag = ways.pop()
        if lag <= longest.get((name, over), -1.0):
            continue
        longest[name, over] = lag
        if name not in place:
            over = over or name in behind
            ways += [
                (a.activity, over, lag if over and a.activity not in place else lag + a.lag_days)
                for a in everything[name].after
            ]

    found: dict[int, float] = {}
    on_arrival = 0.0
    for (name, _), lag in longest.items():
        if name in place:
            found[place[name]] = max(lag, found.get(place[name], 0.0))
        elif not everything[name].after:
            on_arrival = max(lag, on_arrival)
    return sorted((node, on_grid(lag)) for node, lag in found.items()), on_grid(on_arrival)


def _outside_networks(plan: Blueprint, office: Office, name: str) -> None:
    """One network for the cases of each law that they may be worked on by, on the rules of the day they come."""
    known: dict[int, int] = {}
    for number, regime in enumerate(plan.model.regimes):
        others = next(one for one in regime.offices if one.id == office.id).other_applicants
        assert others is not None
        law = plan.law(others.duration if isinstance(others.duration, Distribution) else None)
        if law not in known:
            known[law] = _outside_network(plan, office, name, law)
        plan.start[name, number, (), NO_MODE] = known[law]


def _outside_network(plan: Blueprint, office: Office, name: str, law: int) -> int:
    assert office.other_applicants is not None
    index = _open_network(plan, name, NO_MODE, 1)
    this = plan.nodes[plan.networks[index][0]]
    this.activity = plan.names["activity"].index(f"outside:{office.id}")
    this.priority = [office.other_applicants.priority] * len(plan.model.regimes)
    this.laws = (law, law, -1, -1, -1)
    this.hashes = tuple(name_hash(f"{name}.{what}") for what in QUANTITIES)
    return index
