"""Build the wheel, install it in an empty environment outside the repository, and use it there; part of `make test`.

The environment is made with `venv` alone and filled by pip from the package registry (or pip's cache), with the
versions of `constraints.txt`; nothing of this checkout is importable in it. So it proves what a county does: one
`pip install`, then `parksim check rent_or_build` by packaged name, on this system and these versions.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LEFT_OUT = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PARKSIM_LANG")
SECONDS = 300  # for any one step; a slow network is no fault of the wheel


class Failed(Exception):
    """A step that did not do what it should."""


def main() -> int:
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="parksim-wheel-", ignore_cleanup_errors=True) as folder:
        try:
            wheel = build(Path(folder))
            packed(wheel)
            python = install(wheel, Path(folder))
            used(python, Path(folder))
        except Failed as failed:
            print(f"check_wheel: FAILED: {failed}", file=sys.stderr)
            return 1
        print(f"check_wheel: {wheel.name} installs and runs on its own ({time.monotonic() - began:.0f} s)")
    return 0


def build(folder: Path) -> Path:
    """The wheel of this checkout. No isolation: the build backend is among the tools of `.[dev]`."""
    run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder / "dist", ROOT], folder)
    return next((folder / "dist").glob("*.whl"))


def packed(wheel: Path) -> None:
    """What must and what must not be in it."""
    names = zipfile.ZipFile(wheel).namelist()
    for needed in ("sim/cli/main.py", "sim/_scenarios/rent_or_build.yaml", "sim/_scenarios/SOURCES.md"):
        if needed not in names:
            raise Failed(f"the wheel lacks {needed}")
    if strange := [name for name in names if not name.startswith(("sim/", "parksim-")) or "__pycache__" in name]:
        raise Failed(f"the wheel holds what does not belong there: {', '.join(strange[:5])}")


def install(wheel: Path, folder: Path) -> Path:
    """An environment with the wheel and what it needs, and its Python."""
    run([sys.executable, "-m", "venv", folder / "env"], folder)
    python = folder / "env" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    quick = ["--quiet", "--disable-pip-version-check", "--no-compile", "--only-binary", ":all:"]
    run([python, "-m", "pip", "install", *quick, "--constraint", ROOT / "constraints.txt", wheel], folder)
    return python


def used(python: Path, folder: Path) -> None:
    """Three commands, called in a folder in which there is nothing."""
    desk = folder / "desk"
    desk.mkdir()
    parksim = python.with_name("parksim.exe" if os.name == "nt" else "parksim")

    where = Path(run([python, "-c", "import sim; print(sim.__file__)"], desk).strip()).resolve()
    if not where.is_relative_to(folder.resolve()):
        raise Failed(f"not the wheel is imported, but {where}")
    expect(run([python, "-m", "sim", "--version"], desk), f"version {version()}")
    expect(run([parksim, "check", "rent_or_build", "--lang", "en"], desk), "rent_or_build: sound")
    shown = run([parksim, "compare", "rent_or_build", "--replications", "4", "--lang", "en"], desk)
    expect(shown, "Standard-factory rental")
    expect(shown, "4 replications of each strategy, seed 1")
    if any(desk.iterdir()):
        raise Failed(f"something was written: {sorted(path.name for path in desk.iterdir())}")


def version() -> str:
    scope: dict[str, str] = {}
    exec((ROOT / "sim" / "version.py").read_text(encoding="utf-8"), scope)
    return scope["__version__"]


def expect(text: str, words: str) -> None:
    if words not in text:
        raise Failed(f"{words!r} was expected in:\n{text}")


def run(command: list[object], folder: Path) -> str:
    """What a program printed; Failed with all that it said where it ended badly."""
    words = [str(word) for word in command]
    environment = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
    environment |= {"PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            words, cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise Failed(f"{' '.join(words)} took more than {SECONDS} s") from None
    if done.returncode:
        raise Failed(f"{' '.join(words)}\n{done.stdout}{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
