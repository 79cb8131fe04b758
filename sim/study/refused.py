"""What ends a verb with one line instead of a traceback, in both languages."""

from __future__ import annotations

from pathlib import Path

from sim.text.language import Label


class Refused(OSError):
    """A place that will not be read, written or reached, with the reason in both languages; exit status 2."""

    def __init__(self, label: Label, place: Path | str) -> None:
        super().__init__(0, label.en, str(place))
        self.label = label


class Ended(Exception):
    """An experiment that cannot go on: too much of it failed, or nobody plays it; exit status 1."""

    def __init__(self, label: Label) -> None:
        super().__init__(label.en)
        self.label = label


class Interrupted(KeyboardInterrupt):
    """Ctrl-C, with what was kept and how to go on; exit status 130."""

    def __init__(self, label: Label) -> None:
        super().__init__(label.en)
        self.label = label
