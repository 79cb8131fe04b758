"""`parksim levers`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from sim.cli.common import lang_option, plainly

if TYPE_CHECKING:
    from sim.text.language import Language


@click.command("levers")
@lang_option
def command(lang: str | None) -> None:
    """List every lever: what it does, its parameters with defaults, its neutral setting, its source."""
    with plainly(lang) as spoken:
        from sim.levers.all_levers import LEVERS
        from sim.levers.written import neutral_text
        from sim.text.language import say
        from sim.text.screen import screen

        for lever in LEVERS:
            click.echo(f"{lever.ID} - {say(lever.TITLE, spoken)}")
            for name, field in lever.Settings.model_fields.items():
                both = (field.description or "").split(" / ")
                told = both[-1] if spoken == "zh" else both[0]
                default = screen("required", spoken) if field.is_required() else _said(field.default, spoken)
                click.echo(f"    {name}: {told} [{default}]")
            click.echo(f"    {screen('neutral', spoken)}: {neutral_text(lever)}")
            click.echo(f"    {screen('source', spoken)}: {say(lever.SOURCE, spoken)}")


def _said(value: Any, lang: Language) -> str:
    """A default as a planner writes it in the file."""
    from sim.levers.written import written
    from sim.text.screen import screen

    return screen("nothing_set", lang) if value in (None, (), {}) else written(value)
