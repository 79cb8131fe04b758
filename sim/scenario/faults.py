"""One fault, one line: where it stands, what is wrong, how to repair it.

Every module of this room finds faults; this one only says what a fault is and how it reads.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sim.text.faults import FAULTS, HINT
from sim.text.language import Language, say

Loc = tuple[str | int, ...]
MOST_SHOWN = 60  # characters of what was written that a fault repeats


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file; lines and columns count from 1, as editors do."""

    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at one place. `code` names a message of `sim.text.faults`; `values` fill its gaps."""

    file: str
    line: int
    column: int
    path: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, lang: Language = "en") -> str:
        """The fault as one line: `file:line:column path: what is wrong (got …); how to repair it`."""
        message, where = self.message(lang), f"{self.file}:{self.line}:{self.column}"
        return f"{where} {' '.join(self.path.split())}: {message}" if self.path else f"{where}: {message}"

    def message(self, lang: Language = "en") -> str:
        """What is wrong and how to repair it, without the place."""
        values = {
            name: _said(value, lang, MOST_SHOWN if name == "got" else 10_000) for name, value in self.values.items()
        }
        message = say(FAULTS[self.code], lang).format(**values)
        if near := self.values.get("near"):
            message += say(HINT, lang).format(near=near)
        return message


class ScenarioFaults(Exception):
    """All faults of a scenario at once, in the order of the files' lines."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted_faults(faults)
        super().__init__("\n".join(fault.text("en") for fault in self.faults))

    def __reduce__(self) -> tuple[type[ScenarioFaults], tuple[list[Fault]]]:
        return ScenarioFaults, (self.faults,)  # so that it survives the way back from a worker


def sorted_faults(faults: Iterable[Fault]) -> list[Fault]:
    """Faults by file and place, each said once."""
    once = {(f.file, f.line, f.column, f.path, f.code): f for f in faults}
    return [once[key] for key in sorted(once)]


def fault_at(mark: Mark, path: str, code: str, **values: object) -> Fault:
    """A fault at a mark."""
    return Fault(mark.file, mark.line, mark.column, path, code, values)


def near(got: str, known: Iterable[str]) -> str:
    """The names most like the one that was written, nearest first; empty where none is like it.

    >>> near("licnce", ["licence", "fit_out"])
    'licence'
    """
    lower = {name.lower(): name for name in known}
    return ", ".join(lower[name] for name in difflib.get_close_matches(got.lower(), lower, n=2, cutoff=0.6))


def _said(value: object, lang: Language, most: int) -> str:
    if isinstance(value, tuple) and len(value) == 2 and hasattr(value, "zh"):
        return say(value, lang)  # type: ignore[arg-type]  # a Label; hasattr does not narrow a tuple
    text = f"{value:.12g}" if isinstance(value, float) else " ".join(str(value).split())
    return text if len(text) <= most else text[:most] + "…"
