"""`parksim sweep FILE --vary "key: values"`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.common import lang_option, plainly, read_scenario
from sim.cli.playing import HOW_LONG, WHERE, Options, out_option, played, refuse_early
from sim.cli.playing import with_options as options

if TYPE_CHECKING:
    pass


@click.command("sweep")
@click.argument("file")
@click.option(
    "--vary", multiple=True, required=True, metavar='"KEY: VALUES"',
    help='A key of the scenario or of a lever: "offices.bureau.staff: 3, 4, 5", or a range "…: 3..9".',
)  # fmt: skip
@click.option(
    "--design", type=click.Choice(["grid", "list", "latin_hypercube", "sobol"]), default="grid", show_default=True
)
@click.option("--points", type=click.IntRange(1), help="Points of latin_hypercube and sobol.")
@click.option("--strategies", help="Names, separated by commas (default: all).")
@click.option("--kpi", default="rmst_time_to_production", show_default=True, help="Shown; the tables hold all.")
@options(*HOW_LONG, *WHERE, out_option)
@lang_option
def command(
    file: str, vary: tuple[str, ...], design: Any, points: int | None, strategies: str | None, kpi: str,
    out: Path | None, lang: str | None, **given: Any,
) -> None:  # fmt: skip
    """Play all strategies of FILE at every point of a design over keys of the file or its levers, on the same luck."""
    with plainly(lang) as spoken:
        from sim.study.asked import sweep_wish, wished_kpi
        from sim.views.results import write_sweep
        from sim.views.screen.sweep import sweep_screen

        asked = Options(**given)
        scenario = read_scenario(file, spoken)
        shown = wished_kpi(scenario, kpi)
        names = [name.strip() for name in strategies.split(",")] if strategies else None
        wish = sweep_wish(scenario, asked.wish(scenario, names, None), vary, design, points)
        if out is not None:
            refuse_early(out, scenario, wish)
        done = played(scenario, wish, asked.place(), spoken)
        for line in sweep_screen(done.kpis, done.manifest, shown, spoken):
            click.echo(line)
        _failures(done.manifest, spoken, str(asked.store or out or file))
        if out is not None:
            from sim.text.screen import screen

            write_sweep(out, done.tables, done.manifest, scenario.resolved_yaml())
            click.echo(screen("written", spoken, directory=out))


def _failures(manifest: dict[str, Any], lang: Any, again: str) -> None:
    from sim.views.screen.experiment import failure_lines

    for line in failure_lines(manifest, lang, again):
        click.echo(line)
