"""Which directory is meant, a result or a store, and which of the questions of a store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from sim.study.questions import Question


def result_or_store(directory: Path) -> Literal["result", "store"]:
    """What a directory is. Raises Refused where it is neither, or half of a store."""
    from sim.study.store import read_mark

    if (directory / "manifest.json").is_file():
        return "result"
    read_mark(directory)
    return "store"


def question_of(directory: Path, name: str | None) -> Question:
    """A question of a store by its id or the beginning of it; the latest where none is named. Raises Refused."""
    from sim.study.questions import questions
    from sim.study.refused import Refused
    from sim.text.experiments import EXPERIMENTS
    from sim.text.language import Label

    asked = questions(directory)
    if not asked:
        raise Refused(EXPERIMENTS["no_question"], directory)
    if name is None:
        return asked[-1]
    found = [one for one in asked if one.id.startswith(name)]
    if len(found) != 1:
        label, known = EXPERIMENTS["unknown_question"], ", ".join(one.id for one in asked)
        raise Refused(Label(label.en.format(got=name, known=known), label.zh.format(got=name, known=known)), directory)
    return found[0]
