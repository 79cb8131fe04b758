"""Do the walls stand? Imports go one way, the program starts at once, every word exists in both languages.

Each contract of import-linter is also seen red: a copy of the package with one forbidden import must fail there.
"""

import ast
import os
import re
import shutil
import string
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.engine.log import BOUND_BY, STATUSES
from sim.levers.all_levers import LEVERS
from sim.model.estate import QUANTITIES
from sim.outcome.above_scale import ABOVE_SCALE_KPIS
from sim.outcome.activity_kpis import ACTIVITY_KPIS
from sim.outcome.estate_kpis import ESTATE_KPIS
from sim.outcome.funnel import FUNNEL_KPIS
from sim.outcome.honest_counts import HONEST_KPIS
from sim.outcome.kpis import KPIS
from sim.outcome.money_kpis import FIRM_KPIS, PARK_KPIS
from sim.outcome.offices import OFFICE_KPIS
from sim.outcome.targets import TARGET_KPIS
from sim.outcome.team_kpis import TEAM_KPIS
from sim.text.faults import FAULTS
from sim.text.labels import LABELS
from sim.text.language import Label
from sim.text.screen import SCREEN
from sim.views.plots import PLOTS

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "sim"
CONTRACTS = [
    c["name"] for c in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
]
FORBIDDEN = {  # contract -> (file, an import that only this contract forbids)
    "Rooms: imports go downward only": ("model/calendar.py", "import sim.engine.log"),
    "The SimPy engine sees a Case and a Log, nothing else of ours": (
        "engine/simpy_engine/office.py",
        "import sim.engine.layout",
    ),
    "Only simpy_engine imports simpy": ("outcome/kpis.py", "import simpy"),
    "Only views draw": ("outcome/kpis.py", "import matplotlib.pyplot"),
    "Only scenario and levers import pydantic": ("outcome/kpis.py", "import pydantic"),
    "Views see tables and manifests, never a Scenario": ("views/save.py", "import sim.scenario.scenario"),
}
ROOMS_OF = {  # a package, and the only folders that may import it themselves
    "simpy": ("engine/simpy_engine/",),
    "matplotlib": ("views/",),
    "pydantic": ("scenario/", "levers/"),
    "numpy.random": ("luck/",),
    "random": ("luck/",),
    "secrets": (),
    "rich": ("cli/",),
    "click": ("cli/",),
}
HEAVY = ("pandas", "matplotlib", "scipy", "pydantic", "simpy", "pyarrow", "numpy")
CHINESE = re.compile(r"[㐀-鿿]")


def quick_environment() -> dict[str, str]:
    """As on a planner's machine: byte-code is kept, and nothing of ours is set."""
    left_out = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PARKSIM_LANG", "COVERAGE_PROCESS_START")
    return {name: value for name, value in os.environ.items() if name not in left_out}


def python(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], check=True, capture_output=True, text=True, env=quick_environment()
    )


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    program = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert program, "import-linter is not installed beside this Python; pip install -e '.[dev]'"
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONIOENCODING": "utf-8", "COLUMNS": "200"}
    return subprocess.run(
        [program, "--no-cache"], cwd=folder, capture_output=True, encoding="utf-8", env=environment, check=False
    )


def imported(path: Path) -> Iterator[str]:
    """Every module that a file imports itself, at the top or late; what is imported for types only is left out."""
    waiting: list[ast.AST] = [ast.parse(path.read_text("utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            waiting += node.orelse
            continue
        waiting += ast.iter_child_nodes(node)
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def sources() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def inside(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


# Imports


def test_every_contract_of_import_linter_holds():
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout
    assert all(f"{name} KEPT" in done.stdout for name in CONTRACTS), done.stdout


@pytest.mark.parametrize("contract", CONTRACTS)
def test_every_contract_turns_red_when_it_is_broken(contract, tmp_path):
    assert contract in FORBIDDEN, "a new contract: add to FORBIDDEN an import that breaks it"
    shutil.copytree(PACKAGE, tmp_path / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    file, line = FORBIDDEN[contract]
    with (tmp_path / "sim" / file).open("a", encoding="utf-8") as held:
        held.write(f"\n{line}\n")

    done = lint_imports(tmp_path)

    assert done.returncode != 0, done.stdout
    assert f"{contract} BROKEN" in done.stdout, done.stdout
    imported_name = line.removeprefix("import ").split(".pyplot")[0]
    assert imported_name in done.stdout.split("Broken contracts")[-1]


@pytest.mark.parametrize("package", ROOMS_OF)
def test_no_room_imports_what_belongs_to_another(package):
    def names(path: Path) -> bool:
        return any(name == package or name.startswith(f"{package}.") for name in imported(path))

    strangers = [
        inside(path) for path in sources() if names(path) and not inside(path).startswith(ROOMS_OF[package] or "-")
    ]
    assert strangers == []


def test_no_file_of_the_package_opens_a_connection_or_another_program():
    closed = {"socket", "subprocess", "urllib.request", "http.client", "requests", "pickle"}
    found = {(inside(path), name) for path in sources() for name in imported(path) if name in closed}
    assert found == set()


# Starting


def loaded_after(code: str) -> set[str]:
    done = python(code + "\nimport sys\nprint('LOADED', *sorted(m for m in sys.modules if '.' not in m))")
    return set(done.stdout.split("LOADED", 1)[1].split())


def test_import_sim_loads_no_tables_plots_statistics_or_engine():
    assert loaded_after("import sim").isdisjoint(HEAVY)


def test_import_sim_prints_nothing():
    done = python("import sim")
    assert (done.stdout, done.stderr) == ("", "")


def test_help_loads_no_tables_plots_statistics_or_engine():
    code = "from sim.cli.main import main\nmain(['--help'], standalone_mode=False)"
    assert loaded_after(code).isdisjoint({*HEAVY, "yaml", "rich"})


def test_check_loads_no_tables_plots_or_engine():
    code = "from sim.cli.main import main\nmain(['check', 'three_clerks'], standalone_mode=False)"
    assert loaded_after(code).isdisjoint({"pandas", "matplotlib", "simpy", "pyarrow", "rich"})


def best_of_three(*arguments: str) -> float:
    """CPU seconds of a whole process from its start, the interpreter included; the first one writes byte-code."""
    code = (
        "import atexit, sys, time\n"
        "atexit.register(lambda: print('CPU', time.process_time(), file=sys.stderr))\n"
        "from sim.cli.main import main\nmain()"
    )
    return min(float(python(code, *arguments).stderr.rsplit("CPU ", 1)[1]) for _ in range(4))


def test_help_answers_within_a_seventh_of_a_second():
    assert best_of_three("--help") < 0.15


def test_check_of_rent_or_build_takes_less_than_half_a_second():
    assert best_of_three("check", "rent_or_build") < 0.5


# Files


def test_files_are_a_story_each_and_none_is_longer_than_300_lines():
    lines = {inside(path): len(path.read_text("utf-8").splitlines()) for path in sources()}
    assert {name: count for name, count in lines.items() if count > 300} == {}
    long = [name for name, count in lines.items() if count > 200]
    assert len(long) <= len(lines) * 0.15, f"mostly 80-200 lines, but these have more: {long}"


def test_every_module_says_why_it_exists():
    texts = {inside(path): path.read_text("utf-8") for path in sources()}
    assert [name for name, text in texts.items() if text.strip() and not ast.get_docstring(ast.parse(text))] == []


# Words


def in_both_languages(text: object) -> bool:
    english, chinese = text.en, text.zh
    return bool(english.strip() and chinese.strip()) and not CHINESE.search(english)


@pytest.mark.parametrize("lever", LEVERS, ids=lambda lever: lever.ID)
def test_every_lever_has_a_title_in_both_languages(lever):
    assert in_both_languages(lever.TITLE) and CHINESE.search(lever.TITLE.zh)
    for name, field in lever.Settings.model_fields.items():
        assert CHINESE.search((field.description or "").split(" / ")[-1]), (
            f"{lever.ID}.{name} is not described in Chinese"
        )


APART = {
    **{**OFFICE_KPIS, **ACTIVITY_KPIS, **ESTATE_KPIS, **FIRM_KPIS, **PARK_KPIS},
    **{**ABOVE_SCALE_KPIS, **FUNNEL_KPIS, **TEAM_KPIS, **HONEST_KPIS},
}


@pytest.mark.parametrize("kpi", [*(kpi.id for kpi in KPIS), *APART])
def test_every_kpi_has_a_label_in_both_languages(kpi):
    assert f"kpi.{kpi}" in LABELS
    assert in_both_languages(LABELS[f"kpi.{kpi}"]) and CHINESE.search(LABELS[f"kpi.{kpi}"].zh)


@pytest.mark.parametrize(
    ("kind", "names"),
    [("status", STATUSES), ("bound_by", BOUND_BY), ("target", TARGET_KPIS), ("quantity", QUANTITIES)],
)
def test_every_status_cause_target_and_quantity_has_a_label_in_both_languages(kind, names):
    assert [n for n in names if not in_both_languages(LABELS.get(f"{kind}.{n}", Label("", "")))] == []


@pytest.mark.parametrize("unit", sorted({*(kpi.unit for kpi in KPIS), *(unit for unit, _ in APART.values())}))
def test_every_unit_of_a_kpi_has_a_word_in_both_languages(unit):
    assert in_both_languages(SCREEN[f"unit_{unit}"])


def said_by(path: Path) -> set[str]:
    """Keys of the labels that a figure's file asks for by `labels.say("key")`."""
    calls = (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))
    return {
        str(call.args[0].value)
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and call.func.attr == "say"
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }


@pytest.mark.parametrize("plot", PLOTS)
def test_every_figure_has_its_words_in_both_languages(plot):
    words = said_by(PACKAGE / "views" / "plots" / f"{plot}.py")
    assert words, "a figure without a title"
    assert {word for word in words if f"plot.{word}" not in LABELS} == set()
    assert all(in_both_languages(LABELS[f"plot.{word}"]) for word in words)


def test_what_figures_share_has_its_words_in_both_languages():
    files = [path for path in (PACKAGE / "views").glob("*.py") if path.name != "labels.py"]
    asked = {word for path in files for word in said_by(path)}
    assert {word for word in asked if f"plot.{word}" not in LABELS} == set()


@pytest.mark.parametrize(
    "texts", [pytest.param(t, id=n) for n, t in (("labels", LABELS), ("screen", SCREEN), ("faults", FAULTS))]
)
def test_both_languages_fill_the_same_gaps(texts):
    def gaps(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    assert {key for key, text in texts.items() if not in_both_languages(text)} == set()
    assert {key for key, text in texts.items() if gaps(text.en) != gaps(text.zh)} == set()
