"""`parksim validate FILE`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sim.cli.common import lang_option, plainly, read_scenario, replications_option, seed_option, workers_option

if TYPE_CHECKING:
    from sim.evidence.reported import Beside
    from sim.text.language import Language


@click.command("validate")
@click.argument("file")
@replications_option(200)
@seed_option
@workers_option
@lang_option
def command(file: str, replications: int, seed: int, workers: int, lang: str | None) -> None:
    """Set what was reported about real firms beside single histories; only outcomes count as hit or miss."""
    with plainly(lang) as spoken:
        from sim.api import validate
        from sim.text.screen import screen
        from sim.views.screen.columns import table, wrap

        found = validate(read_scenario(file, spoken), replications, seed, workers)
        if not found:
            click.echo(screen("no_evidence", spoken))
            return
        head = [
            screen(f"evidence_{k}", spoken) for k in ("what", "kind", "reported", "simulated", "percentile", "verdict")
        ]
        rows: list[list[str]] = []
        for subject in dict.fromkeys(one.reported.subject for one in found):
            rows.append([subject, *[""] * (len(head) - 1)])
            rows += [_row(one, spoken) for one in found if one.reported.subject == subject]
        for line in table(head, rows):
            click.echo(line)
        hits = sum(one.verdict == "hit" for one in found)
        scored = sum(one.verdict != "" for one in found)
        for line in wrap(screen("evidence_note", spoken, hits=hits, scored=scored, histories=replications)):
            click.echo(line)


def _row(one: Beside, lang: Language) -> list[str]:
    from sim.text.screen import screen

    low, best, high = one.reported.days
    reported = f"{best:g}" if low == high else f"{best:g} ({low:g}–{high:g})"
    simulated = f"{_days(one.median)} ({_days(one.p10)}–{_days(one.p90)})"
    what = f"  {one.reported.start} → {one.reported.end}"
    verdict = screen(f"evidence_{one.verdict}", lang) if one.verdict else "–"
    return [
        what,
        screen(f"kind_{one.reported.kind}", lang),
        reported,
        simulated,
        f"{one.percentile * 100:.0f} %",
        verdict,
    ]


def _days(value: float) -> str:
    return "∞" if value == float("inf") else f"{value:.0f}"
