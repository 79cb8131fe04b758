"""Every transcript in README is replayed: what stands there is what the program says today.

A transcript is a fenced block ```console whose first line begins with `$ parksim`. It is played in a folder that holds
copies of `scenarios/` and `docs/`, and the screen (both streams) is compared line by line. A line `…` stands for lines
left out (at least one), such as the last one of `compare`, which names the code's hash.
"""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from sim.cli.main import main

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
LEFT_OUT = "…"
Step = tuple[str, list[str]]  # a command, the lines that follow


def transcripts(text: str) -> list[list[Step]]:
    """The blocks of a page, command by command; blocks of other programs are left out."""
    found = []
    for block in BLOCK.findall(text.replace("\r\n", "\n")):
        steps: list[Step] = []
        for line in block.splitlines():
            if line.startswith("$ "):
                steps.append((line.removeprefix("$ "), []))
            elif steps:
                steps[-1][1].append(line)
        if steps and steps[0][0].startswith("parksim"):
            found.append(steps)
    return found


def as_shown(expected: list[str], found: list[str]) -> bool:
    """Whether lines are what the page shows, `…` standing for one line or more."""
    if not expected:
        return not found
    if expected[0] == LEFT_OUT:
        return any(as_shown(expected[1:], found[skip:]) for skip in range(1, len(found) + 1))
    return bool(found) and found[0] == expected[0] and as_shown(expected[1:], found[1:])


def lines_of(screen: list[str]) -> list[str]:
    """Lines without blanks at their ends, and without empty lines at the end of the screen."""
    return "\n".join(line.rstrip() for line in screen).rstrip("\n").split("\n") if screen else []


@pytest.mark.parametrize("steps", transcripts(README.read_text("utf-8")), ids=lambda steps: steps[0][0])
def test_a_transcript_in_readme_is_what_the_program_says(steps, tmp_path, monkeypatch):
    for folder in ("scenarios", "docs"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    for command, expected in steps:
        program, *arguments = shlex.split(command, comments=True)
        assert program == "parksim", f"only parksim can be replayed (got {command})"
        done = CliRunner().invoke(main, arguments, env={"PARKSIM_LANG": "en"})
        found = lines_of(done.output.splitlines())
        assert as_shown(lines_of(expected), found), f"$ {command}\n" + "\n".join(found)


PAGE = """
```console
$ parksim check three_clerks
three_clerks: sound, 1 strategy
$ parksim check x
…
```

```console
$ make demo
anything
```
"""


def test_transcripts_are_found_and_other_programs_left_alone():
    assert transcripts(PAGE) == [
        [("parksim check three_clerks", ["three_clerks: sound, 1 strategy"]), ("parksim check x", ["…"])]
    ]


def test_a_transcript_that_differs_in_one_letter_is_noticed():
    said = lines_of(CliRunner().invoke(main, ["check", "three_clerks"], env={"PARKSIM_LANG": "en"}).output.splitlines())
    assert as_shown(["three_clerks: sound, 1 strategy"], said)
    assert not as_shown(["three_clerks: sound, 2 strategies"], said)
    assert not as_shown(["three_clerks: sound, 1 strategy", "…"], said)
    assert as_shown(["a", "…", "d"], ["a", "b", "c", "d"])
    assert not as_shown(["a", "…", "d"], ["a", "d"])
