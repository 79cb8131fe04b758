"""`parksim rerun DIR --strategy S --replication N`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.common import lang_option, plainly, read_manifest, read_scenario, strategy_option
from sim.cli.stores import question_of, result_or_store

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario
    from sim.text.language import Language


@click.command("rerun")
@click.argument("where", metavar="DIR")
@strategy_option
@click.option("--replication", type=click.IntRange(0), required=True, help="Which history.")
@click.option("--world", type=click.IntRange(0), default=0, show_default=True, help="In which state of the world.")
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), help="Seed (default: that of DIR).")
@click.option("--question", help="Of a store: which question, by its id (default: the latest).")
@lang_option
def command(
    where: str, strategy: str | None, replication: int, world: int, seed: int | None, question: str | None,
    lang: str | None,
) -> None:  # fmt: skip
    """Play one history again and print its KPIs, or say why it fails. DIR is a store, a result, or a scenario file."""
    with plainly(lang) as spoken:
        from sim.study.block import SHOWN, Block
        from sim.study.task import FAILURES, Task, work
        from sim.text.experiments import told

        scenario, manifest = _what(where, question, spoken)
        state = _state(scenario, manifest, world, seed)
        name = strategy or scenario.strategies[0]
        model = state.model(name)
        used = manifest.get("seed", 1) if seed is None else seed
        block = Block(name, (name,), replication, replication + 1, used, SHOWN, world)
        tables = work(Task(model, block))
        assert isinstance(tables, dict)
        if FAILURES in tables:
            row = tables[FAILURES].iloc[0]
            click.echo(
                told(
                    "rerun_failed", spoken, strategy=name, replication=replication, error=row.error, message=row.message
                ),
                err=True,
            )
            sys.exit(1)
        _show(state, name, block, spoken)


def _what(where: str, question: str | None, lang: Language) -> tuple[Scenario, dict[str, Any]]:
    """The scenario and what is known of the experiment: from a store, a result, or a file alone."""
    path = Path(where)
    if not path.is_dir():
        return read_scenario(where, lang), {}
    if result_or_store(path) == "result":
        return read_scenario(where, lang), read_manifest(path)
    asked = question_of(path, question)
    return read_scenario(str(asked.folder), lang), asked.manifest


def _state(scenario: Scenario, manifest: dict[str, Any], world: int, seed: int | None) -> Scenario:
    """The park in a state of the world: as noted down, else drawn anew."""
    from sim.study.refused import Refused
    from sim.study.worlds import drawn_worlds, world_scenario
    from sim.text.experiments import EXPERIMENTS

    states = manifest.get("states")
    if states is None:
        inputs = scenario.document.get("uncertainties", {}).get("inputs")
        states = [{}, *(drawn_worlds(scenario, world, seed or manifest.get("seed", 1)) if inputs else ())]
    if world >= len(states):
        raise Refused(EXPERIMENTS["no_such_world"], f"--world {world}")
    return world_scenario(scenario, world, states[world]) if states[world] else scenario


def _show(scenario: Scenario, strategy: str, block: Any, lang: Language) -> None:
    from sim.evidence.summary import levels
    from sim.study.block import play_block
    from sim.study.experiment import Wish, manifest_of
    from sim.views.screen.kpis import kpi_screen

    tables = play_block(scenario.model(strategy), block)
    told = manifest_of(scenario, Wish((strategy,), 1, block.seed, block.keep), 1)
    for line in kpi_screen(levels(tables["kpis"]), told, lang):
        click.echo(line)
