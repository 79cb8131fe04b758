"""`parksim validate FILE`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sim.cli.common import lang_option, plainly, read_scenario, replications_option, seed_option, workers_option
from sim.model.calendar import date_of
from sim.text.rounding import fixed, significant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.evidence.reported import Beside, Counted, Reported
    from sim.model.park import Model
    from sim.text.language import Language


@click.command("validate")
@click.argument("file")
@replications_option(200)
@seed_option
@workers_option
@lang_option
def command(file: str, replications: int, seed: int, workers: int, lang: str | None) -> None:
    """Set what was reported beside single histories, of real firms or on a day; only outcomes count as hit or miss."""
    with plainly(lang) as spoken:
        from sim.study.validation import validate
        from sim.text.screen import screen
        from sim.views.screen.columns import table, wrap

        scenario = read_scenario(file, spoken)
        found = validate(scenario, replications, seed, workers)
        if not found:
            click.echo(screen("no_evidence", spoken))
            return
        head = [
            screen(f"evidence_{k}", spoken) for k in ("what", "kind", "reported", "simulated", "percentile", "verdict")
        ]
        for line in table(head, _rows(found, scenario.base_model(), len(head), spoken)):
            click.echo(line)
        hits = sum(one.verdict == "hit" for one in found)
        scored = sum(one.verdict != "" for one in found)
        for line in wrap(screen("evidence_note", spoken, hits=hits, scored=scored, histories=replications)):
            click.echo(line)


def _rows(found: Sequence[Beside], model: Model, width: int, lang: Language) -> list[list[str]]:
    """Firms by type, then what was counted of all, each under its heading."""
    from sim.evidence.reported import Reported
    from sim.text.screen import screen

    firms = [(one, one.reported) for one in found if isinstance(one.reported, Reported)]
    counts = [(one, one.reported) for one in found if not isinstance(one.reported, Reported)]
    rows: list[list[str]] = []
    for subject in dict.fromkeys(reported.subject for _, reported in firms):
        rows.append([subject, *[""] * (width - 1)])
        rows += [_of_a_firm(one, reported, lang) for one, reported in firms if reported.subject == subject]
    if counts:
        rows.append([screen("evidence_counts", lang), *[""] * (width - 1)])
    return rows + [_of_all(one, reported, model, lang) for one, reported in counts]


def _of_a_firm(one: Beside, reported: Reported, lang: Language) -> list[str]:
    low, best, high = reported.days
    shown = f"{best:g}" if low == high else f"{best:g} ({low:g}–{high:g})"
    simulated = f"{_days(one.median)} ({_days(one.p10)}–{_days(one.p90)})"
    return [f"  {reported.start} → {reported.end}", *_judged(one, reported.kind, shown, simulated, lang)]


def _of_all(one: Beside, reported: Counted, model: Model, lang: Language) -> list[str]:
    from sim.text.language import say
    from sim.text.screen import screen

    tally = next(tally for tally in model.tallies if tally.id == reported.id)
    day = date_of(model.start, tally.by)
    shown, simulated = (
        _counted(three, reported.unit, lang) for three in (reported.value, (one.p10, one.median, one.p90))
    )
    what = screen("evidence_counted", lang, title=say(tally.title, lang) or tally.id, day=day)
    return [f"  {what}", *_judged(one, reported.kind, shown, simulated, lang)]


def _judged(one: Beside, kind: str, reported: str, simulated: str, lang: Language) -> list[str]:
    from sim.text.screen import screen

    verdict = screen(f"evidence_{one.verdict}", lang) if one.verdict else "–"
    return [screen(f"kind_{kind}", lang), reported, simulated, f"{fixed(one.percentile * 100)} %", verdict]


def _days(value: float) -> str:
    return fixed(value)


def _counted(three: tuple[float, float, float], unit: str, lang: Language) -> str:
    """`28 (21–34) %`: the middle, the ends where they differ, and the unit, once."""
    from sim.text.amounts import yuan_unit

    size, word = {"share": (0.01, "%"), "firms": (1.0, "")}.get(unit) or yuan_unit(three[1], lang)
    low, best, high = (_digits(value / size) for value in three)
    return f"{best if low == high else f'{best} ({low}–{high})'} {word}".rstrip()


def _digits(value: float) -> str:
    """Two digits, or all before the point."""
    return significant(value, 2)
