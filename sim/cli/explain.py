"""`parksim explain FILE --strategy S`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sim.cli.common import lang_option, plainly, read_scenario, strategy_option
from sim.text.rounding import fixed

if TYPE_CHECKING:
    from sim.model.office_load import Load
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
        told = [*_changes(scenario, name, spoken), *_derived(scenario, spoken), *_loads(scenario, name, spoken)]
        told += _people(scenario, name, spoken)
        for line in [*told, *_park(scenario, name, spoken)]:
            click.echo(line)


def _changes(scenario: Scenario, strategy: str, lang: Language) -> list[str]:
    from sim.text.language import say
    from sim.text.screen import screen

    changed = scenario.changes(strategy)
    lines = [screen("explain_changes", lang, strategy=f"{strategy} ({say(scenario.strategy_title(strategy), lang)})")]
    if not changed:
        return [*lines, f"  {screen('explain_nothing', lang)}"]
    return lines + [f"  {lever}: {path}: {old} -> {new}" for lever, path, old, new in changed]


def _derived(scenario: Scenario, lang: Language) -> list[str]:
    from sim.text.screen import screen

    lines = [screen("explain_derived", lang)]
    for d in scenario.derived:
        words = {
            "activity": f"{d.activity} ({d.case})" if d.case else d.activity,
            "office": d.office,
            "elapsed": _days(d.elapsed),
        }
        lines.append("  " + screen("explain_service", lang, **words, wait=_days(d.wait), service=_days(d.service)))
    return lines if scenario.derived else [*lines, f"  {screen('explain_no_derived', lang)}"]


def _loads(scenario: Scenario, strategy: str, lang: Language) -> list[str]:
    from sim.scenario.office_loads import open_shares, timeline
    from sim.text.screen import screen

    model = scenario.stated_model(strategy)
    lines = [screen("explain_loads", lang)]
    for office, ((_, first), *later) in timeline(model, open_shares(model)).items():
        if first is None:
            line = f"{office}: {screen('explain_ample', lang)}"
        else:
            line = screen("explain_load", lang, office=office, **_busy(first), today=first.line_on_day_one)
        lines.append("  " + line + "".join(_later(day, load, lang) for day, load in later))
    return lines


def _people(scenario: Scenario, strategy: str, lang: Language) -> list[str]:
    from sim.cli.explain_people import people_lines

    return people_lines(scenario.stated_model(strategy), lang)


def _park(scenario: Scenario, strategy: str, lang: Language) -> list[str]:
    from sim.cli.explain_park import park_lines

    return park_lines(scenario.model(strategy), lang)


def _later(day: float, load: Load | None, lang: Language) -> str:
    from sim.text.faults_offices import LATER_AMPLE, LATER_LOAD
    from sim.text.language import say

    if load is None:
        return say(LATER_AMPLE, lang).format(day=f"{day:g}")
    return say(LATER_LOAD, lang).format(day=f"{day:g}", **_busy(load))


def _busy(load: Load) -> dict[str, object]:
    line = fixed(load.line, 1)
    return {"staff": load.staff, "load": fixed(load.load * 100), "line": line}


def _days(value: float) -> str:
    return fixed(value, 1)
