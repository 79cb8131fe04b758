"""`parksim levers`."""

from __future__ import annotations

from typing import Any

import click

from sim.cli.common import lang_option, plainly


@click.command("levers")
@lang_option
def command(lang: str | None) -> None:
    """List every lever: what it does, its parameters with defaults, its neutral setting, its source."""
    with plainly(lang) as spoken:
        from sim.levers.all_levers import LEVERS
        from sim.text.language import say
        from sim.text.screen import screen

        for lever in LEVERS:
            click.echo(f"{lever.ID} - {say(lever.TITLE, spoken)}")
            for name, field in lever.Settings.model_fields.items():
                both = (field.description or "").split(" / ")
                told = both[-1] if spoken == "zh" else both[0]
                default = screen("required", spoken) if field.is_required() else f"{field.default!r}"
                click.echo(f"    {name}: {told} [{default}]")
            neutral = ", ".join(f"{k}: {v}" for k, v in _plain(lever.NEUTRAL).items()) or "{}"
            click.echo(f"    {screen('neutral', spoken)}: {neutral}")
            click.echo(f"    {screen('source', spoken)}: {say(lever.SOURCE, spoken)}")


def _plain(settings: Any) -> dict[str, Any]:
    return dict(settings) if isinstance(settings, dict) else settings.model_dump(exclude_none=True)
