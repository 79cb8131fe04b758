"""`parksim export-log DIR --format csv|xes`."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.common import lang_option, plainly, read_manifest


@click.command("export-log")
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@click.option("--format", "kind", type=click.Choice(["csv", "xes"]), default="csv", show_default=True)
@click.option("--strategy", help="One strategy (default: all).")
@click.option("--replication", type=click.IntRange(0), default=0, show_default=True, help="Which history.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File (default: DIR/log.csv or .xes)."
)
@lang_option
def command(
    directory: Path, kind: str, strategy: str | None, replication: int, output: Path | None, lang: str | None
) -> None:
    """Write one history of a result DIR as an event log: a case a firm and strategy, an event a start and a finish."""
    with plainly(lang):
        import pandas as pd

        from sim.views.event_log import events, write_csv_log, write_xes_log
        from sim.views.files import atomically

        manifest = read_manifest(directory)
        activities = pd.read_parquet(directory / "activities.parquet")
        log = events(activities, manifest, replication, strategy)
        target = output or directory / f"log.{kind}"
        with atomically(target) as path:
            (write_csv_log if kind == "csv" else write_xes_log)(path, log)
        click.echo(f"{target}: {len(log)} events")
