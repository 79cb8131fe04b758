"""What `run`, `compare`, `sweep` and `rerun` share: options of an experiment, playing it, and telling how it ended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sim.cli.common import progress, workers_option

if TYPE_CHECKING:
    from sim.api import Comparison
    from sim.scenario.scenario import Scenario
    from sim.study.experiment import Place, Wish
    from sim.text.language import Language

ON_SCREEN = ("enterprises", "kpis")  # what is read where nothing is written: curves are half of all rows
Verb = TypeVar("Verb", bound=Callable[..., Any])

out_option = click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Directory for tables, figures and manifest."
)
WHERE = (
    workers_option,
    click.option(
        "--cluster", envvar="PARKSIM_CLUSTER", metavar="ADDRESS",
        help="A Dask scheduler, such as tcp://10.0.0.1:8786, instead of this machine (else PARKSIM_CLUSTER).",
    ),
    click.option(
        "--store", type=click.Path(file_okay=False, path_type=Path),
        help="Directory that keeps finished blocks: asked again, only what is missing is played.",
    ),
)  # fmt: skip
HOW_LONG = (
    click.option(
        "--replications", type=click.IntRange(1), help="Histories of each strategy (default: 100, or the file's)."
    ),
    click.option("--seed", type=click.IntRange(0, 2**32 - 1), help="Seed of all luck (default: 1, or the file's)."),
    click.option(
        "--failures-allowed", type=click.FloatRange(0, 1), help="Share of histories that may fail (default: 0.05)."
    ),
)
HOW_PRECISE = (
    click.option(
        "--precision", multiple=True, metavar='"KPI: HALF-WIDTH"',
        help='Play until the 95 % interval is so narrow, such as "rmst_time_to_production: 5 days" or "signed: 2%".',
    ),
    click.option(
        "--precision-of", type=click.Choice(["levels", "differences"]),
        help="Of each level (default), or of paired differences from the first strategy.",
    ),
    click.option("--max-replications", type=click.IntRange(1), help="Budget of --precision (default: 2000)."),
    click.option("--max-minutes", type=click.FloatRange(0, min_open=True), help="Budget of --precision in minutes."),
    click.option("--worlds", type=click.IntRange(0), help="States of the world drawn from uncertainties: inputs."),
    click.option(
        "--keep", type=click.Choice(["kpis", "enterprises", "activities"]),
        help="Tables kept: the KPIs; what a screen needs; all that --out writes.",
    ),
)  # fmt: skip


def with_options(*options: Callable[[Verb], Verb]) -> Callable[[Verb], Verb]:
    """Several options at once, in their order."""

    def add(verb: Verb) -> Verb:
        for option in reversed(options):
            verb = option(verb)
        return verb

    return add


@dataclass(frozen=True)
class Options:
    """An experiment's command line; None where the file decides."""

    replications: int | None = None
    seed: int | None = None
    workers: int = 1
    cluster: str | None = None
    store: Path | None = None
    keep: str | None = None
    precision: tuple[str, ...] = ()
    precision_of: Any = None
    max_replications: int | None = None
    max_minutes: float | None = None
    worlds: int | None = None
    failures_allowed: float | None = None

    def place(self) -> Place:
        """Where it is played and kept."""
        from sim.study.experiment import Place

        return Place(self.workers, self.cluster, self.store)

    def wish(self, scenario: Scenario, strategies: Sequence[str] | None, out: Path | None) -> Wish:
        """What is asked, with the tables that the screen, the file or `--out` need."""
        from sim.study.asked import Asked, kept_by, wished
        from sim.study.block import SHOWN, WRITTEN

        keep = kept_by(scenario, self.keep) or (SHOWN if out is None else WRITTEN)
        asked = Asked(
            self.replications, self.seed, self.precision, self.precision_of, self.max_replications, self.max_minutes,
            self.worlds, self.failures_allowed,
        )  # fmt: skip
        wish = wished(scenario, strategies, asked, keep)
        return wish if out is not None else replace(wish, read=tuple(name for name in ON_SCREEN if name in keep))


def played(scenario: Scenario, wish: Wish, place: Place, lang: Language) -> Comparison:
    """Play it, with progress, what each round showed, and damaged blocks told on stderr."""
    from sim.api import experiment
    from sim.study.experiment import Ears
    from sim.study.sequential import Look
    from sim.text.experiments import told
    from sim.views.screen.experiment import look_lines

    def damaged(folder: Path, file: str) -> None:
        click.echo(told("damaged", lang, place=folder, file=file), err=True)

    def look(seen: Look) -> None:
        for line in look_lines(seen, lang):
            click.echo(line, err=True)

    with progress(lang) as tell:
        return experiment(scenario, wish, place, Ears(tell, look, damaged))


def refuse_early(out: Path, scenario: Scenario, wish: Wish) -> None:
    """Say before playing that `out` holds something else."""
    from sim.study.experiment import question_of
    from sim.study.manifest import question
    from sim.views.files import refuse_other

    refuse_other(out, question(question_of(scenario, wish)))


def tell_ending(done: Comparison, lang: Language, again: str) -> None:
    """How a sequential experiment ended, what drawn worlds did, and what failed; `again` is what `rerun` takes."""
    from sim.views.screen.experiment import failure_lines, reached_lines, world_lines

    lines = [*reached_lines(done.reached, lang), *world_lines(done.kpis, done.manifest, lang)]
    for line in (*lines, *failure_lines(done.manifest, lang, again)):
        click.echo(line)


def save(done: Comparison, out: Path, lang: Language) -> None:
    """Write a comparison's directory, whole or not at all."""
    from sim.text.screen import screen
    from sim.views.results import write_result

    summaries = {"summary": done.summary(), "differences": done.differences(), "targets": done.targets()}
    summaries["appraisal"] = done.appraisal()
    if len(done.manifest.get("states", ())) > 1:
        summaries["worlds"] = done.worlds()
    write_result(out, done.tables, done.manifest, done.scenario.resolved_yaml(), summaries, lang)
    click.echo(screen("written", lang, directory=out))
