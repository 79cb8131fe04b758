"""`parksim compare FILE`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sim.cli.common import lang_option, plainly, read_scenario
from sim.cli.playing import HOW_LONG, HOW_PRECISE, WHERE, Options, out_option, played, refuse_early, save, tell_ending
from sim.cli.playing import with_options as options


@click.command("compare")
@click.argument("file")
@click.option("--strategies", help="Names, separated by commas; the first is the baseline (default: all).")
@options(*HOW_LONG, *HOW_PRECISE, *WHERE, out_option)
@lang_option
def command(file: str, strategies: str | None, out: Path | None, lang: str | None, **given: Any) -> None:
    """Play all strategies of FILE on the same luck: which is best, by how much, how sure.

    FILE is a scenario, the name of a packaged one, or the directory of a result.
    """
    with plainly(lang) as spoken:
        from sim.views.findings import findings
        from sim.views.screen.comparison import comparison_screen

        asked = Options(**given)
        scenario = read_scenario(file, spoken)
        names = [name.strip() for name in strategies.split(",")] if strategies else None
        wish = asked.wish(scenario, names, out)
        if out is not None:
            refuse_early(out, scenario, wish)
        done = played(scenario, wish, asked.place(), spoken)
        shown = done.of_world()
        for line in comparison_screen(findings(shown.tables, shown.manifest), spoken):
            click.echo(line)
        tell_ending(done, spoken, str(asked.store or out or file))
        if out is not None:
            save(done, out, spoken)
