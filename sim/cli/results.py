"""`parksim results DIR`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.common import lang_option, plainly, read_manifest
from sim.cli.stores import result_or_store

if TYPE_CHECKING:
    from sim.study.questions import Question
    from sim.text.language import Language


@click.command("results")
@click.argument("directory", type=click.Path(path_type=Path))
@lang_option
def command(directory: Path, lang: str | None) -> None:
    """List what a store DIR was asked and how much of it is there, or what a result DIR holds; name what is damaged."""
    with plainly(lang) as spoken:
        from sim.study.questions import Question, questions
        from sim.text.experiments import told

        if result_or_store(directory) == "result":
            manifest = read_manifest(directory)
            _list([(Question("–", directory, manifest), manifest["replications"], manifest.get("failed", 0))], spoken)
            return
        asked = questions(directory)
        if not asked:
            click.echo(told("no_question", spoken))
            return
        _list([(one, *_there(directory, one, spoken)) for one in asked], spoken)


def _there(root: Path, question: Question, lang: Language) -> tuple[int, int]:
    """Replications that every line of a question has, and how many failed; damaged blocks are named on the way."""
    from sim.study.questions import pieces
    from sim.study.shard import read_about
    from sim.text.experiments import told

    found, damaged = pieces(root, question)
    for folder, file in damaged:
        click.echo(told("damaged_listed", lang, place=folder, file=file), err=True)
    counts = {(strategy, world): 0 for strategy, world, _ in question.lines}
    failed = 0
    for piece in found:
        counts[piece.strategy, piece.world] += piece.use[1] - piece.use[0]
        failed += int((read_about(piece.folder) or {"rows": {}})["rows"].get("failures", 0))
    return min(counts.values()), failed


def _list(asked: list[tuple[Question, int, int]], lang: Language) -> None:
    from sim.study.manifest import code_hash
    from sim.text.experiments import told
    from sim.views.screen.columns import table

    head = [
        told(f"results_{name}", lang)
        for name in ("strategies", "question", "worlds", "seed", "there", "failed", "code")
    ]
    rows = []
    for one, there, failed in asked:
        m = one.manifest
        worlds = sum(bool(state) for state in m.get("states", ()))  # or points of a sweep
        code = told("results_present" if m["code"] == code_hash() else "results_older", lang)
        of = f"{there}/{one.replications}"
        rows.append([", ".join(m["strategies"]), one.id, str(worlds), str(m["seed"]), of, str(failed), code])
    click.echo(asked[0][0].manifest["park"]["title"][lang])
    for line in table(head, rows):
        click.echo(line)
