"""`parksim schema`."""

from __future__ import annotations

import json

import click


@click.command("schema")
def command() -> None:
    """Print the JSON Schema of scenario files; name it in your editor and it completes and explains keys."""
    from sim.scenario.schema import json_schema

    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))
