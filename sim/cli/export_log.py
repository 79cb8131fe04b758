"""`parksim export-log DIR --format csv|xes`."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.common import lang_option, plainly, read_manifest

if TYPE_CHECKING:
    import pandas as pd


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
    with plainly(lang) as spoken:
        from sim.views.event_log import events, write_csv_log, write_xes_log
        from sim.views.files import atomically

        manifest = read_manifest(directory)
        _refuse_what_was_not_played(directory, manifest, strategy, replication)
        activities = _activities(directory / "activities.parquet")
        log = events(activities, manifest, replication, strategy)
        target = output or directory / f"log.{kind}"
        with atomically(target) as path:
            (write_csv_log if kind == "csv" else write_xes_log)(path, log)
        click.echo({"en": f"{target}: {len(log)} events", "zh": f"{target}：{len(log)} 个事件"}[spoken])


def _refuse_what_was_not_played(
    directory: Path, manifest: dict[str, Any], strategy: str | None, replication: int
) -> None:
    from sim.scenario.faults import Fault, ScenarioFaults, near
    from sim.study.refused import Refused
    from sim.text.language import Label

    played, known = manifest["replications"], manifest["strategies"]
    if strategy is not None and strategy not in known:
        values = {"got": strategy, "near": near(strategy, known), "known": ", ".join(known)}
        raise ScenarioFaults([Fault(str(directory / "manifest.json"), 1, 1, "strategies", "unknown_strategy", values)])
    if replication >= played:
        last = Label(
            f"holds replications 0 to {played - 1} (got {replication})",
            f"只有第 0 至 {played - 1} 次模拟（写的是 {replication}）",
        )
        raise Refused(last, directory)


def _activities(path: Path) -> pd.DataFrame:
    import pandas as pd

    from sim.study.refused import Refused
    from sim.views.files import DAMAGED

    if not path.is_file():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    try:
        return pd.read_parquet(path)
    except ValueError:  # Arrow's word for a file that is none of its own
        raise Refused(DAMAGED, path) from None
