"""Verbs called in this process, in a folder of their own with the small park: what they said, what they left."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from sim.cli.main import main

FIXTURES = Path(__file__).parents[1] / "fixtures"
CHINESE = re.compile(r"[㐀-鿿]")
WARNING = ("would drift", "会偏离")  # the small park's office, said to stderr whenever it is read


@dataclass(frozen=True)
class Said:
    """How a verb ended and what stood on the screen."""

    code: int
    out: str
    err: str

    @property
    def faults(self) -> list[str]:
        """Lines of the error stream without warnings about the small park and without progress."""
        lines = self.err.splitlines()
        return [line for line in lines if not any(word in line for word in WARNING) and "% played" not in line]


Parksim = Callable[..., Said]


def call(*arguments: object, charset: str = "utf-8", **environment: str) -> Said:
    """Run a verb; a program that ends by an exception instead of an exit status fails the test with its traceback."""
    settings = {"PARKSIM_LANG": "en", "LC_ALL": None, "LC_MESSAGES": None, "LANG": None, **environment}
    done = CliRunner(charset=charset).invoke(main, [str(a) for a in arguments], env=settings)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert "Traceback" not in done.output
    return Said(done.exit_code, done.stdout, done.stderr)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones too, by its path; folders end in a stroke."""
    return {
        path.relative_to(folder).as_posix() + ("/" if path.is_dir() else ""): b""
        if path.is_dir()
        else path.read_bytes()
        for path in folder.rglob("*")
    }


@pytest.fixture
def parksim() -> Parksim:
    return call


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A planner's folder: the small park, the three clerks for 400 days; it is where the verbs are called."""
    shutil.copy(FIXTURES / "small_park.yaml", tmp_path)
    clerks = (FIXTURES / "three_clerks.yaml").read_text("utf-8").replace("horizon_days: 20000", "horizon_days: 400")
    (tmp_path / "three_clerks.yaml").write_text(clerks, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A result of two replications of the small park, played once; tests work on copies."""
    folder = tmp_path_factory.mktemp("made") / "results"
    done = call("compare", FIXTURES / "small_park.yaml", "--replications", 2, "--out", folder)
    assert done.code == 0, done.err
    return folder


@pytest.fixture(scope="session")
def store_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of two replications of the small park; tests work on copies."""
    folder = tmp_path_factory.mktemp("kept") / "st"
    done = call("compare", FIXTURES / "small_park.yaml", "--replications", 2, "--store", folder)
    assert done.code == 0, done.err
    return folder


@pytest.fixture
def store(store_once: Path, desk: Path) -> Path:
    """A store on the desk."""
    return Path(shutil.copytree(store_once, desk / "st"))


@pytest.fixture
def results(made_once: Path, desk: Path) -> Path:
    """A result's directory on the desk."""
    return Path(shutil.copytree(made_once, desk / "results"))
