"""`parksim run FILE --strategy S`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sim.cli.common import lang_option, plainly, read_scenario, strategy_option
from sim.cli.playing import HOW_LONG, HOW_PRECISE, WHERE, Options, out_option, played, refuse_early, save, tell_ending
from sim.cli.playing import with_options as options


@click.command("run")
@click.argument("file")
@strategy_option
@options(*HOW_LONG, *HOW_PRECISE, *WHERE, out_option)
@lang_option
def command(file: str, strategy: str | None, out: Path | None, lang: str | None, **given: Any) -> None:
    """Play one strategy of FILE and print every KPI: mean with simulation error, and P10-P90 of one history."""
    with plainly(lang) as spoken:
        from sim.views.screen.kpis import kpi_screen

        asked = Options(**given)
        scenario = read_scenario(file, spoken)
        wish = asked.wish(scenario, [strategy or scenario.strategies[0]], out)
        if out is not None:
            refuse_early(out, scenario, wish)
        done = played(scenario, wish, asked.place(), spoken)
        for line in kpi_screen(done.summary(), done.manifest, spoken, done.targets()):
            click.echo(line)
        tell_ending(done, spoken, str(asked.store or out or file))
        if out is not None:
            save(done, out, spoken)
