"""`parksim query DIR "select …"`."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import click

from sim.cli.common import lang_option, plainly
from sim.cli.stores import question_of, result_or_store

SHOWN = 200


@click.command("query")
@click.argument("directory", type=click.Path(path_type=Path))
@click.argument("sql")
@click.option("--question", help="Of a store: which question, by its id (default: the latest).")
@click.option("--csv", "as_csv", is_flag=True, help="All rows, as CSV.")
@lang_option
def command(directory: Path, sql: str, question: str | None, as_csv: bool, lang: str | None) -> None:
    """Ask DuckDB about the tables of a store or a result DIR: kpis, enterprises, curves, failures and others.

    For example: parksim query DIR "select strategy, avg(value) from kpis where kpi = 'signed' group by 1"
    """
    with plainly(lang) as spoken:
        from sim.study.query import ask, views_of
        from sim.text.experiments import told
        from sim.views.screen.columns import table

        views = (
            directory
            if result_or_store(directory) == "result"
            else views_of(directory, question_of(directory, question))
        )
        found = ask(views, sql)
        if as_csv:
            writer = csv.writer(sys.stdout, lineterminator="\n")
            writer.writerows([found.columns, *found.rows])
            return
        rows = [[_cell(value) for value in row] for row in found.rows[:SHOWN]]
        for line in table(found.columns, rows) if found.columns else ():
            click.echo(line)
        if len(found.rows) > SHOWN:
            click.echo(told("more_rows", spoken, rows=len(found.rows) - SHOWN))


def _cell(value: object) -> str:
    return f"{value:.6g}" if isinstance(value, float) else "–" if value is None else str(value)
