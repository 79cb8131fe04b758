"""What was asked on the command line or in Python, over what `experiment:` in the file says, over what is usual."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sim.scenario.faults import Fault
from sim.scenario.keys import resolved
from sim.scenario.precision import Unfit, read_wish
from sim.scenario.scenario import Scenario
from sim.study.block import KEEPS, TABLES
from sim.study.designs import Design, points, read_vary
from sim.study.experiment import State, Wish
from sim.study.kept import unknown
from sim.study.refused import Refused
from sim.study.replications import ALLOWED
from sim.study.sequential import MOST, Of, Until
from sim.study.worlds import drawn_worlds
from sim.text.language import Label

REPLICATIONS, SEED = 100, 1


@dataclass(frozen=True)
class Asked:
    """None, or nothing, where the file decides."""

    replications: int | None = None
    seed: int | None = None
    precision: tuple[str, ...] = ()
    of: Of | None = None
    max_replications: int | None = None
    max_minutes: float | None = None
    worlds: int | None = None
    allowed: float | None = None


def wished(scenario: Scenario, strategies: Sequence[str] | None, asked: Asked, keep: tuple[str, ...]) -> Wish:
    """The experiment that is meant.

    Raises
    ------
    Refused
        A precision that cannot be read, of a KPI that is not there, beside a number of replications, or a budget
        without one.
    ValueError
        A number that cannot be, a table that no experiment has.
    """
    said: dict[str, Any] = scenario.document.get("experiment", {})
    seed = said.get("seed", SEED) if asked.seed is None else asked.seed
    _check(asked, seed)
    for name in keep:
        if name not in TABLES:
            raise ValueError(unknown(name))
    names = tuple(dict.fromkeys(strategies)) if strategies else scenario.strategies
    for name in names:
        scenario.model(name)  # a strategy that is not there is told before anything else
    allowed = said.get("failures_allowed", ALLOWED) if asked.allowed is None else asked.allowed
    return Wish(names, _long_enough(scenario, asked, said), seed, keep, _states(scenario, asked, seed), allowed)


def sweep_wish(scenario: Scenario, wish: Wish, vary: Sequence[str], design: Design, count: int | None) -> Wish:
    """The same experiment at every point of a design instead of in states of the world.

    Raises Refused for what cannot be read or does not go together, ScenarioFaults for keys that are not there.
    """
    if not isinstance(wish.long_enough, int):
        raise _refused("sweep_takes_replications", "experiment", {})
    varied = []
    for text in vary:
        try:
            one = read_vary(text)
        except Unfit as unfit:
            raise _refused(unfit.code, f"--vary {text!r}", unfit.values) from None
        varied.append(replace(one, key=resolved(scenario.root, one.key)))
        if [other.key for other in varied].count(varied[-1].key) > 1:
            raise _refused("key_twice", f"--vary {text!r}", {"got": one.key})
    try:
        states = points(scenario, varied, design, count, wish.seed)
    except Unfit as unfit:
        raise _refused(unfit.code, f"--design {design}", unfit.values) from None
    return replace(wish, states=tuple(states))


def wished_kpi(scenario: Scenario, text: str) -> tuple[str, str]:
    """A KPI and its group, written `KPI` or `KPI @ group`. Raises Refused where the park has no such."""
    try:
        found = read_wish(f"{text}: 1%", scenario.base_model())
    except Unfit as unfit:
        raise _refused(unfit.code, f"--kpi {text!r}", unfit.values) from None
    return found.kpi, found.group


def kept_by(scenario: Scenario, keep: str | None) -> tuple[str, ...] | None:
    """Tables that `--keep`, else the file, names; None where neither does."""
    name = keep or scenario.document.get("experiment", {}).get("keep")
    return None if name is None else KEEPS[name]


def _long_enough(scenario: Scenario, asked: Asked, said: dict[str, Any]) -> int | Until:
    listed = said.get("precision", ())
    wishes = asked.precision or ((listed,) if isinstance(listed, str) else tuple(listed))
    if asked.precision and asked.replications is not None:
        raise _refused("replications_and_precision", "--precision", {})
    if asked.replications is not None or not wishes:
        _refuse_budget(asked, wishes)
        usual = said.get("replications", REPLICATIONS)
        return usual if asked.replications is None else asked.replications
    most = asked.max_replications or said.get("max_replications", MOST)
    minutes = asked.max_minutes if asked.max_minutes is not None else said.get("max_minutes")
    model = scenario.base_model()
    wanted = []
    for wish in wishes:
        try:
            wanted.append(read_wish(wish, model))
        except Unfit as unfit:
            raise _refused(unfit.code, f"--precision {wish!r}", unfit.values) from None
    return Until(tuple(wanted), asked.of or said.get("of", "levels"), int(most), minutes)


def _refuse_budget(asked: Asked, wishes: Sequence[str]) -> None:
    options = {"precision_of": asked.of, "max_replications": asked.max_replications, "max_minutes": asked.max_minutes}
    given = next((name for name, value in options.items() if value is not None), "")
    if given:
        raise _refused("nothing_to_stop_at", f"--{given.replace('_', '-')}", {"got": f"--{given.replace('_', '-')}"})


def _states(scenario: Scenario, asked: Asked, seed: int) -> tuple[State, ...]:
    said = scenario.document.get("uncertainties", {})
    worlds = said.get("worlds", 0) if asked.worlds is None else asked.worlds
    if worlds and not said.get("inputs"):
        raise _refused("worlds_without_inputs", "--worlds", {})
    return ({}, *drawn_worlds(scenario, worlds, seed))


def _check(asked: Asked, seed: int) -> None:
    if asked.replications is not None and asked.replications < 1:
        raise ValueError(f"replications must be at least 1 (got {asked.replications})")
    if not 0 <= seed < 2**32:
        raise ValueError(f"seed must lie between 0 and {2**32 - 1} (got {seed})")
    if asked.max_replications is not None and asked.max_replications < 1:
        raise ValueError(f"max_replications must be at least 1 (got {asked.max_replications})")
    if asked.max_minutes is not None and not (asked.max_minutes > 0 and math.isfinite(asked.max_minutes)):
        raise ValueError(f"max_minutes must be more than 0 (got {asked.max_minutes})")
    if asked.allowed is not None and not 0 <= asked.allowed <= 1:
        raise ValueError(f"failures_allowed must lie between 0 and 1 (got {asked.allowed})")


def _refused(code: str, place: str, values: dict[str, object]) -> Refused:
    fault = Fault("", 1, 1, "", code, values)
    return Refused(Label(fault.message("en"), fault.message("zh")), place)
