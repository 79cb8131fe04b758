"""`parksim run FILE --strategy S`."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.common import (
    lang_option,
    plainly,
    progress,
    read_scenario,
    replications_option,
    seed_option,
    strategy_option,
    workers_option,
)


@click.command("run")
@click.argument("file")
@strategy_option
@replications_option(100)
@seed_option
@workers_option
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Directory for tables, figures and manifest."
)
@lang_option
def command(
    file: str, strategy: str | None, replications: int, seed: int, workers: int, out: Path | None, lang: str | None
) -> None:
    """Play one strategy of FILE and print every KPI: mean with simulation error, and P10-P90 of one history."""
    with plainly(lang) as spoken:
        from sim.api import compare
        from sim.cli.compare import refuse_early, save, tables_for
        from sim.views.screen.kpis import kpi_screen

        scenario = read_scenario(file, spoken)
        names = [strategy or scenario.strategies[0]]
        if out is not None:
            refuse_early(out, scenario, names, seed, replications)
        with progress(spoken) as tell:
            done = compare(scenario, names, replications, seed, workers, tables_for(out), tell)
        for line in kpi_screen(done.summary(), done.manifest, spoken, done.targets()):
            click.echo(line)
        if out is not None:
            save(done, out, spoken)
