"""`parksim compare FILE`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.common import (
    lang_option,
    plainly,
    progress,
    read_scenario,
    replications_option,
    seed_option,
    workers_option,
)

if TYPE_CHECKING:
    from sim.api import Comparison
    from sim.scenario.scenario import Scenario
    from sim.text.language import Language


@click.command("compare")
@click.argument("file")
@click.option("--strategies", help="Names, separated by commas; the first is the baseline (default: all).")
@replications_option(100)
@seed_option
@workers_option
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Directory for tables, figures and manifest."
)
@lang_option
def command(
    file: str, strategies: str | None, replications: int, seed: int, workers: int, out: Path | None, lang: str | None
) -> None:
    """Play all strategies of FILE on the same luck: which is best, by how much, how sure.

    FILE is a scenario, the name of a packaged one, or the directory of a result.
    """
    with plainly(lang) as spoken:
        from sim.api import compare
        from sim.views.findings import findings
        from sim.views.screen.comparison import comparison_screen

        scenario = read_scenario(file, spoken)
        names = [name.strip() for name in strategies.split(",")] if strategies else None
        if out is not None:
            refuse_early(out, scenario, names, seed, replications)
        with progress(spoken) as tell:
            done = compare(scenario, names, replications, seed, workers, tables_for(out), tell)
        for line in comparison_screen(findings(done.tables, done.manifest), spoken):
            click.echo(line)
        if out is not None:
            save(done, out, spoken)


def tables_for(out: Path | None) -> tuple[str, ...]:
    """Tables that are kept: more of them, and large ones, only where they are written."""
    from sim.study.block import SHOWN, WRITTEN

    return SHOWN if out is None else WRITTEN


def refuse_early(out: Path, scenario: Scenario, names: list[str] | None, seed: int, replications: int) -> None:
    """Say before playing that `out` holds something else."""
    from sim.model.fingerprint import fingerprint
    from sim.study.manifest import question
    from sim.views.files import refuse_other

    hashes = {name: fingerprint(scenario.model(name)) for name in names or scenario.strategies}
    refuse_other(out, question({"seed": seed, "replications": replications, "strategies": hashes}))


def save(done: Comparison, out: Path, lang: Language) -> None:
    """Write a comparison's directory, whole or not at all."""
    from sim.text.screen import screen
    from sim.views.results import write_result

    summaries = {"summary": done.summary(), "differences": done.differences(), "targets": done.targets()}
    summaries["appraisal"] = done.appraisal()
    write_result(out, done.tables, done.manifest, done.scenario.resolved_yaml(), summaries, lang)
    click.echo(screen("written", lang, directory=out))
