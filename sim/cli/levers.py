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
        from sim.text.language import say
        from sim.text.screen import screen

        for lever in LEVERS:
            click.echo(f"{lever.ID} - {say(lever.TITLE, spoken)}")
            for name, field in lever.Settings.model_fields.items():
                both = (field.description or "").split(" / ")
                told = both[-1] if spoken == "zh" else both[0]
                default = screen("required", spoken) if field.is_required() else _said(field.default, spoken)
                click.echo(f"    {name}: {told} [{default}]")
            neutral = ", ".join(f"{k}: {_said(v, spoken)}" for k, v in _plain(lever.NEUTRAL).items())
            neutral = neutral or screen("nothing_set", spoken)
            click.echo(f"    {screen('neutral', spoken)}: {neutral}")
            click.echo(f"    {screen('source', spoken)}: {say(lever.SOURCE, spoken)}")


def _plain(settings: Any) -> dict[str, Any]:
    return dict(settings) if isinstance(settings, dict) else settings.model_dump(exclude_none=True)


def _said(value: Any, lang: Language) -> str:
    """A default as a planner writes it in the file."""
    from sim.text.screen import screen

    if value in (None, (), {}):
        return screen("nothing_set", lang)
    return str(value).lower() if isinstance(value, bool) else f"{value:g}" if isinstance(value, float) else str(value)
