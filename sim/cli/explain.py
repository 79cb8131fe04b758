"""`parksim explain FILE --strategy S`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sim.cli.common import lang_option, plainly, read_scenario, strategy_option

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario
    from sim.text.language import Language


@click.command("explain")
@click.argument("file")
@strategy_option
@lang_option
def command(file: str, strategy: str | None, lang: str | None) -> None:
    """Show what each lever of a strategy changed, derived service times, loads, who helps; floors, land, terms."""
    with plainly(lang) as spoken:
        scenario = read_scenario(file, spoken)
        name = strategy or scenario.strategies[0]
        told = [*_changes(scenario, name, spoken), *_offices(scenario, name, spoken)]
        told += _people(scenario, name, spoken)
        for line in [*told, *_park(scenario, name, spoken)]:
            click.echo(line)


def _changes(scenario: Scenario, strategy: str, lang: Language) -> list[str]:
    from sim.text.language import say
    from sim.text.screen import screen

    changed = scenario.changes(strategy, lang)
    title = say(scenario.strategy_title(strategy), lang)
    named = screen("explain_strategy", lang, strategy=strategy, title=title)
    lines = [screen("explain_changes", lang, strategy=named)]
    if not changed:
        return [*lines, f"  {screen('explain_nothing', lang)}"]
    return lines + [f"  {lever}: {path}: {old} -> {new}" for lever, path, old, new in changed]


def _offices(scenario: Scenario, strategy: str, lang: Language) -> list[str]:
    from sim.cli.explain_loads import derived_lines, load_lines

    model = scenario.stated_model(strategy)
    return [*derived_lines(model, scenario.derived, lang), *load_lines(model, lang)]


def _people(scenario: Scenario, strategy: str, lang: Language) -> list[str]:
    from sim.cli.explain_people import people_lines

    return people_lines(scenario.stated_model(strategy), lang)


def _park(scenario: Scenario, strategy: str, lang: Language) -> list[str]:
    from sim.cli.explain_park import park_lines

    return park_lines(scenario.model(strategy), lang)
