"""Where the packaged scenarios are: inside the wheel (`sim/_scenarios`), or beside the package in a checkout."""

from __future__ import annotations

from pathlib import Path

SUFFIXES = ("", ".yaml", ".yml")


def packaged_folder(package: Path | None = None) -> Path:
    """The folder of the scenarios that come with the program.

    Parameters
    ----------
    package
        Folder of the package `sim`; default: the one that is running.
    """
    package = package or Path(__file__).resolve().parent.parent
    inside = package / "_scenarios"
    return inside if inside.is_dir() else package.parent / "scenarios"


def scenario_names() -> list[str]:
    """The names of the packaged scenario files, libraries among them, without `.yaml`."""
    return sorted(path.stem for path in packaged_folder().glob("*.yaml"))


def find_scenario(name: str | Path) -> Path:
    """The file meant: a path as it stands, else a packaged scenario by its name (`rent_or_build`).

    A name that is neither comes back as it is, so that reading it states the fault.
    """
    path = Path(name)
    if path.is_file() or path.name != str(name):
        return path
    return in_folder(packaged_folder(), str(name)) or path


def shown_name(path: Path) -> str:
    """How a fault names a file: as the planner wrote it, a packaged one by its name in `scenarios/`."""
    packaged = packaged_folder()
    if path.is_absolute() and path.parent == packaged and not Path.cwd().is_relative_to(packaged):
        return f"scenarios/{path.name}"
    return str(path)


def in_folder(folder: Path, name: str) -> Path | None:
    """The file of that name directly in the folder, `.yaml` added where it was left out; None where there is none."""
    if not name or name != Path(name).name or "\\" in name or ":" in name or "\0" in name:
        return None
    for suffix in SUFFIXES:
        path = folder / (name + suffix)
        if path.is_file() and path.resolve().parent == folder.resolve():
            return path
    return None
