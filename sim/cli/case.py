"""`parksim case FILE --strategy S -o x.npz`."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.common import lang_option, plainly, read_scenario, seed_option, strategy_option


@click.command("case")
@click.argument("file")
@strategy_option
@seed_option
@click.option("--replication", type=click.IntRange(0), default=0, show_default=True, help="Which history.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File to write (.npz)."
)
@lang_option
def command(file: str, strategy: str | None, seed: int, replication: int, output: Path, lang: str | None) -> None:
    """Write one replication of one strategy of FILE as arrays: all that an engine ever sees."""
    with plainly(lang) as spoken:
        from sim.engine.blueprint import draw_up
        from sim.engine.layout import lay_out
        from sim.views.files import atomically

        scenario = read_scenario(file, spoken)
        model = scenario.model(strategy or scenario.strategies[0])
        case = lay_out(draw_up(model), seed, range(replication, replication + 1))[0]
        with atomically(output) as path:
            case.save(path)
        click.echo(str(output))
