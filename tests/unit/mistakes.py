"""One mistake in a park that is right: the fault it must be, at its place, in both languages."""

from __future__ import annotations

import pytest

from sim.scenario.faults import Fault, ScenarioFaults
from sim.scenario.scenario import load

Mistake = tuple[str, str, str, str, str, str]
"""What stands in the park, what is written instead, what the fault points at (the nearest behind the place of the
change, or before it where it begins with <; empty: anywhere), code, words in English, words in Chinese."""


def changed(text: str, old: str, new: str) -> str:
    """The text with the first `old`, which must be there, replaced."""
    assert old in text
    return text.replace(old, new, 1)


def faults_of(text: str) -> list[Fault]:
    """What is wrong with a scenario, which must be something."""
    with pytest.raises(ScenarioFaults) as found:
        load(text=text)
    return found.value.faults


def expect_one_fault(park: str, mistake: Mistake) -> None:
    """The park with the mistake has this fault and no other, at its place, in one line."""
    old, new, there, code, en, zh = mistake
    text = changed(park, old, new)
    (fault,) = faults_of(text)
    assert fault.code == code
    assert not there or (fault.line, fault.column) == _place(text, there, park.index(old), len(new))
    assert en in fault.text("en") and zh in fault.text("zh")
    assert "\n" not in fault.text("en")


def _place(text: str, there: str, change: int, length: int) -> tuple[int, int]:
    """Line and column, from 1 on."""
    at = text.rindex(there[1:], 0, change + length) if there.startswith("<") else text.index(there, change)
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
