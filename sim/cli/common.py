"""What verbs share: options, reading a scenario or a result, and how faults reach a planner."""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario
    from sim.text.language import Language

Verb = TypeVar("Verb", bound=Callable[..., Any])

lang_option = click.option(
    "--lang", type=click.Choice(["en", "zh"]), help="Language (else PARKSIM_LANG, else the locale)."
)
seed_option = click.option(
    "--seed", type=click.IntRange(0, 2**32 - 1), default=1, show_default=True, help="Seed of all luck."
)
workers_option = click.option(
    "--workers", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes on this machine."
)
strategy_option = click.option("--strategy", help="Name of a strategy (default: the first of the scenario).")


def replications_option(default: int) -> Callable[[Verb], Verb]:
    """Number of histories of each strategy."""
    return click.option(
        "--replications", type=click.IntRange(1), default=default, show_default=True, help="Histories of each strategy."
    )


OF_THE_DISK = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EEXIST: "已有同名文件",
    errno.ENOTDIR: "不是文件夹",
    errno.EISDIR: "是文件夹，不是文件",
    errno.ENOSPC: "磁盘已满",
}


@contextmanager
def plainly(lang: str | None) -> Iterator[Language]:
    """Run a verb so that a mistake in a file or on the disk is a sentence and exit status 2, never a traceback."""
    from sim.scenario.faults import ScenarioFaults
    from sim.study.refused import Ended, Interrupted, Refused
    from sim.text.language import current_language, say

    spoken = current_language(lang)
    try:
        yield spoken
    except ScenarioFaults as found:
        for fault in found.faults:
            click.echo(fault.text(spoken), err=True)
        sys.exit(2)
    except BrokenPipeError:
        raise  # whoever read us has closed the pipe; click leaves quietly
    except OSError as problem:
        name = f"{problem.filename}: " if problem.filename else ""
        told = problem.strerror or str(problem)
        if spoken == "zh":
            told = problem.label.zh if isinstance(problem, Refused) else OF_THE_DISK.get(problem.errno or 0, told)
        click.echo(f"{name}{told}", err=True)
        sys.exit(2)
    except Ended as stopped:
        click.echo(say(stopped.label, spoken), err=True)
        sys.exit(1)
    except Interrupted as kept:
        click.echo(say(kept.label, spoken), err=True)
        sys.exit(130)
    except KeyboardInterrupt:
        click.echo({"en": "interrupted; nothing was written", "zh": "已中断；未写入任何文件"}[spoken], err=True)
        sys.exit(130)


def scenario_file(name: str) -> str | Path:
    """The file or packaged name meant; the directory of a result stands for the scenario that it holds."""
    path = Path(name)
    return path / "scenario.yaml" if (path / "manifest.json").is_file() else name


def read_scenario(name: str, lang: Language) -> Scenario:
    """The scenario of a file, a packaged name, or a result's directory; its warnings go to stderr."""
    from sim.scenario.scenario import load
    from sim.text.screen import screen

    scenario = load(scenario_file(name))
    if scenario.library:
        scenario.base_model()  # a library has no park to play, and says so
    for warning in scenario.warnings:
        click.echo(screen("warning", lang, said=warning.text(lang)), err=True)
    return scenario


def read_manifest(directory: Path) -> dict[str, Any]:
    """The manifest of a result's directory."""
    from sim.study.refused import Refused
    from sim.views.files import DAMAGED

    try:
        manifest = json.loads((directory / "manifest.json").read_text(encoding="utf-8"))
        return {**manifest, "strategies": dict(manifest["strategies"])}
    except (ValueError, KeyError, TypeError):
        raise Refused(DAMAGED, directory / "manifest.json") from None


@contextmanager
def progress(lang: Language) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal, a line a tenth elsewhere (to stderr); the bar is taken away whatever happens."""
    if not sys.stderr.isatty():
        yield _line_a_tenth(lang)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TimeRemainingColumn

    columns = (BarColumn(), "{task.percentage:>3.0f} %", TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)


def _line_a_tenth(lang: Language) -> Callable[[int, int], None]:
    said = [0]

    def tell(done: int, of: int) -> None:
        tenth = done * 10 // of
        if tenth > said[0] and of >= 20:
            said[0] = tenth
            click.echo({"en": f"{tenth * 10} % played", "zh": f"已完成 {tenth * 10}%"}[lang], err=True)

    return tell
