"""`parksim`: the verbs, loaded only when they are used, so that `parksim --help` answers at once."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from sim.version import __version__

VERBS = {
    "check": "Say everything that is wrong in scenario files, with file, line and repair.",
    "schema": "Print the JSON Schema that editors complete scenario files from.",
    "explain": "Show what each lever of a strategy changes, derived service times, and the load of offices.",
    "levers": "List every lever with parameters, neutral setting, source and default.",
    "run": "Play one strategy and print its KPIs.",
    "compare": "Play all strategies on the same luck and print which is best, by how much, how sure.",
    "sweep": "Play all strategies over a grid, list or sample of values of any keys.",
    "results": "List what a store or a result holds, and name what is damaged.",
    "query": "Ask DuckDB about the tables of a store or a result.",
    "rerun": "Play one history again: the KPIs of it, or why it fails.",
    "validate": "Set what was reported about real firms beside the simulation.",
    "case": "Write one replication of one strategy as arrays (.npz) for another engine.",
    "export-log": "Write the event log of a result as CSV or XES for process-mining tools.",
}


class Verbs(click.Group):
    """Verbs by name; their help stands above, their code is imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Verbs in the order in which a planner meets them."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one verb."""
        if cmd_name not in VERBS:
            return None
        command: click.Command = import_module(f"sim.cli.{cmd_name.replace('-', '_')}").command
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run a verb; what is wrong on its command line is one line too, with exit status 2."""
        try:
            return super().invoke(ctx)
        except click.UsageError as fault:
            said_by = (fault.ctx or ctx).command_path
            click.echo(f"{said_by}: {fault.format_message()} (see {said_by} --help)", err=True)
            ctx.exit(2)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of verbs, without importing any."""
        with formatter.section("Verbs"):
            formatter.write_dl(list(VERBS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """A verb, or the nearest names."""
        if args and args[0] not in VERBS:
            import difflib

            near = difflib.get_close_matches(args[0], VERBS, n=2)
            hint = f"; did you mean {' or '.join(near)}?" if near else f"; the verbs are {', '.join(VERBS)}"
            raise click.UsageError(f"no verb {args[0]!r}{hint}", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="parksim")
def main() -> None:
    """Compare ways of attracting firms to an industrial park before the money is spent."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console in GBK or ASCII must not crash on m²
