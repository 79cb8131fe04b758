"""Notebooks run as they stand, make no definitions and are stored without outputs."""

import ast
import json
from pathlib import Path

import jupytext
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.py"))
TIMEOUT = 60  # seconds a cell; a whole notebook takes far less

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of Jupyter's own libraries
    pytest.mark.filterwarnings("ignore::RuntimeWarning:zmq"),  # the event loop of Windows
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # sockets of the kernel that was shut down
]


def named(path):
    return path.stem


def test_there_are_notebooks():
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=named)
def test_a_notebook_runs_from_the_first_cell_to_the_last(path, monkeypatch):
    monkeypatch.setenv("PARKSIM_LANG", "en")
    notebook = jupytext.read(path)
    NotebookClient(notebook, timeout=TIMEOUT, kernel_name="python3", resources={"metadata": {"path": FOLDER}}).execute()
    last = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs][-1]
    assert "days sooner" in last["text"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=named)
def test_a_notebook_holds_calls_and_defines_nothing(path):
    defined = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    found = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, defined)]
    assert not found


@pytest.mark.parametrize("path", NOTEBOOKS, ids=named)
def test_the_paired_ipynb_has_the_same_cells_and_no_outputs(path):
    paired = json.loads(path.with_suffix(".ipynb").read_text(encoding="utf-8"))
    source = jupytext.read(path)
    assert ["".join(cell["source"]) for cell in paired["cells"]] == [cell.source for cell in source.cells]
    code = [cell for cell in paired["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
