"""`parksim check FILE…`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from sim.cli.common import lang_option, scenario_file

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario
    from sim.text.language import Language


@click.command("check")
@click.argument("files", nargs=-1, required=True)
@lang_option
def command(files: tuple[str, ...], lang: str | None) -> None:
    """Say everything that is wrong in scenario FILEs: file:line:column, what was found, how to repair it."""
    from sim.scenario.faults import ScenarioFaults
    from sim.scenario.scenario import load
    from sim.text.language import current_language
    from sim.text.screen import screen

    spoken = current_language(lang)
    faulty = 0
    for name in files:
        try:
            scenario = load(scenario_file(name))
        except ScenarioFaults as found:
            faulty += 1
            for fault in found.faults:
                click.echo(fault.text(spoken), err=True)
            continue
        for warning in scenario.warnings:
            click.echo(screen("warning", spoken, said=warning.text(spoken)), err=True)
        click.echo(_sound(name, scenario, spoken))
    if faulty:
        sys.exit(2)


def _sound(name: str, scenario: Scenario, lang: Language) -> str:
    count = len(scenario.strategies)
    if scenario.library:
        return {"en": f"{name}: sound (a library)", "zh": f"{name}：无误（基础库）"}[lang]
    return {
        "en": f"{name}: sound, {count} {'strategy' if count == 1 else 'strategies'}",
        "zh": f"{name}：无误，{count} 个方案",
    }[lang]
