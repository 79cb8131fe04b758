"""One experiment from a scenario to tables: cells, who plays, where blocks stand, when it is enough."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.model.fingerprint import fingerprint
from sim.scenario.scenario import Scenario
from sim.study.executors import Executor
from sim.study.manifest import manifest
from sim.study.questions import record
from sim.study.refused import Interrupted
from sim.study.replications import ALLOWED, Played, Progress, Study, executor_for
from sim.study.sequential import FIRST, Look, Reached, Until, play_until
from sim.study.shelf import Cell, Memory
from sim.study.store import Store, open_store
from sim.study.task import FAILURES
from sim.study.worlds import world_scenario
from sim.text.experiments import EXPERIMENTS
from sim.text.language import Label

if TYPE_CHECKING:
    import pandas as pd

State = Mapping[str, object]  # what a state of the world sets, by path
LISTED = 20  # failures named in a manifest


@dataclass(frozen=True)
class Wish:
    """What is asked.

    Attributes
    ----------
    strategies
        The first is the baseline.
    long_enough
        Replications of each cell, or when they are precise enough.
    seed, keep
        Of all luck; names of the tables wanted.
    states
        What each state of the world sets, by number; the first sets nothing unless this is a sweep.
    allowed
        Share of the replications asked for that may fail.
    read
        Of the tables kept, those that are wanted now; None is all.
    """

    strategies: tuple[str, ...]
    long_enough: int | Until
    seed: int
    keep: tuple[str, ...]
    states: tuple[State, ...] = ({},)
    allowed: float = ALLOWED
    read: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Place:
    """Where it is played (processes of this machine, a cluster) and where blocks are kept (memory, a store)."""

    workers: int = 1
    cluster: str | None = None
    store: Path | None = None


@dataclass(frozen=True)
class Ears:
    """Who wants to be told: blocks done of blocks in all, what a round showed, a damaged block and its file."""

    progress: Progress | None = None
    look: Callable[[Look], None] | None = None
    damaged: Callable[[Path, str], None] | None = None


@dataclass(frozen=True)
class Answer:
    """Tables by name, what they rest on, and how a sequential experiment ended."""

    tables: dict[str, pd.DataFrame]
    manifest: dict[str, Any]
    reached: Reached | None = None


def play(scenario: Scenario, wish: Wish, place: Place = Place(), ears: Ears = Ears()) -> Answer:  # frozen
    """Play what is asked where it is asked.

    Raises
    ------
    ScenarioFaults
        No such strategy; a state of the world that makes no park.
    Refused
        A store or a cluster that cannot be used; OSError where the disk is full.
    Ended
        Too much failed.
    Interrupted
        Ctrl-C, with a store.
    """
    cells = cells_of(scenario, wish)
    executor = _executor(place)
    shelf = Memory() if place.store is None else open_store(place.store, wish.seed, _title(scenario))
    study = Study(cells, wish.seed, wish.keep, executor, shelf, wish.allowed)
    try:
        note = partial(_write_down, scenario, wish, study, place)
        reached = _run(study, wish, ears, note)
        _tell_damaged(shelf, ears)
        played = study.played(wish.read)
    except KeyboardInterrupt:
        if place.store is None:
            raise
        label = EXPERIMENTS["kept"]
        told = {"store": place.store}
        raise Interrupted(Label(label.en.format(**told), label.zh.format(**told))) from None
    finally:
        executor.close()
    return Answer(played.tables, _rests_on(scenario, wish, study, played), reached)


def cells_of(scenario: Scenario, wish: Wish) -> tuple[Cell, ...]:
    """Every strategy in every state of the world, strategies first."""
    parks = [_park(scenario, wish, at) for at in range(len(wish.states))]
    return tuple(Cell(name, world, park.model(name)) for name in wish.strategies for world, park in enumerate(parks))


def _park(scenario: Scenario, wish: Wish, at: int = 0) -> Scenario:
    """The park in a state of the world; as the file has it where the state sets nothing."""
    code = "point_unfit" if wish.states[0] else "world_unfit"
    return world_scenario(scenario, at, wish.states[at], code) if wish.states[at] else scenario


def question_of(scenario: Scenario, wish: Wish) -> dict[str, Any]:
    """What makes two answers answers to one question, before anything is played; see `manifest.question`."""
    park = _park(scenario, wish)
    strategies = {name: fingerprint(park.model(name)) for name in wish.strategies}
    until = wish.long_enough
    how_long = {"replications": until} if isinstance(until, int) else {"until": told_until(until)}
    return {"seed": wish.seed, "strategies": strategies, **how_long, **_states(wish)}


def told_until(until: Until) -> dict[str, Any]:
    """A wish for precision as plain data."""
    wanted = [one.text() for one in until.wanted]
    budget = {"max_replications": until.max_replications, "max_minutes": until.max_minutes}
    return {"precision": wanted, "of": until.of, **budget}


def _states(wish: Wish) -> dict[str, Any]:
    return {"states": [dict(state) for state in wish.states]} if len(wish.states) > 1 or wish.states[0] else {}


def _run(study: Study, wish: Wish, ears: Ears, note: Callable[[int], None]) -> Reached | None:
    """What is asked is noted before it is played, so that also a killed run can be listed and gone on with."""
    if isinstance(wish.long_enough, int):
        note(wish.long_enough)
        study.play(wish.long_enough, ears.progress)
        return None

    def look(seen: Look) -> None:
        note(seen.replications)
        if ears.look is not None:
            ears.look(seen)

    note(min(FIRST, wish.long_enough.max_replications))
    return play_until(study, wish.long_enough, ears.progress, look)


def _executor(place: Place) -> Executor:
    if place.cluster is None:
        return executor_for(place.workers)
    from sim.study.cluster import connected

    return connected(place.cluster)


def _tell_damaged(shelf: object, ears: Ears) -> None:
    if isinstance(shelf, Store) and ears.damaged is not None:
        for folder, file in shelf.damaged:
            ears.damaged(folder, file)


def _title(scenario: Scenario) -> dict[str, str]:
    return {"en": scenario.title.en, "zh": scenario.title.zh}


def _write_down(scenario: Scenario, wish: Wish, study: Study, place: Place, asked: int) -> None:
    if place.store is None or not isinstance(study.shelf, Store):
        return
    lines = [[cell.strategy, cell.world, study.shelf.line(cell)] for cell in study.cells]
    told = manifest_of(scenario, wish, asked)
    told = {key: value for key, value in told.items() if key not in ("counts", "notes", "python", "libraries")}
    record(place.store, {**told, "lines": lines}, scenario.resolved_yaml())


def _rests_on(scenario: Scenario, wish: Wish, study: Study, played: Played) -> dict[str, Any]:
    failed = played.tables.get(FAILURES)
    told = manifest_of(scenario, wish, study.upto, played)
    if failed is None:
        return told
    columns = ["strategy", "world", "replication", "error", "message"]
    rows = failed[columns].head(LISTED).astype({"strategy": str}).to_dict("records")
    return {**told, "failed": len(failed), "of": study.upto * len(study.cells), "failures": rows}


def manifest_of(scenario: Scenario, wish: Wish, replications: int, played: Played | None = None) -> dict[str, Any]:
    """The manifest of an experiment, played or only asked for."""
    park = _park(scenario, wish)
    models = {name: park.model(name) for name in wish.strategies}
    titles = {name: scenario.strategy_title(name) for name in wish.strategies}
    told = manifest(models, titles, wish.seed, replications, played or Played({}, {}))
    if isinstance(wish.long_enough, Until):
        told["until"] = told_until(wish.long_enough)
    return {**told, **_states(wish)}
