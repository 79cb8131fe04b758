"""A scenario is data: it cannot run code, and reads nothing outside its folder and the package's bases."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import contents

verbs = pytest.mark.parametrize("verb", ["check", "explain", "run", "compare", "validate", "case"])
SECRET = "title: top secret\nlibrary: true\n"


@pytest.fixture
def folder(desk: Path) -> Path:
    """A folder inside the desk, so that there is something outside it to reach for."""
    (desk / "secret.yaml").write_text(SECRET, encoding="utf-8")
    inner = desk / "inner"
    inner.mkdir()
    return inner


TAGS = [
    "!!python/object/apply:os.mkdir ['harm']",
    "!!python/object/new:os.mkdir ['harm']",
    "!!python/name:os.system",
    "!!python/module:os",
    "!include secret.yaml",
    "!!binary aGFybQ==",
]


@pytest.mark.parametrize("tag", TAGS, ids=lambda tag: tag.split()[0])
def test_a_tag_is_refused_and_runs_nothing(tag, parksim, desk):
    text = (desk / "three_clerks.yaml").read_text("utf-8")
    (desk / "tagged.yaml").write_text(f"{text}\nassumes: [{tag} ]\n", encoding="utf-8")
    before = contents(desk)
    said = parksim("check", "tagged.yaml")
    assert (said.code, said.out) == (2, "")
    assert len(said.faults) == 1 and "tags are not read" in said.faults[0]
    assert contents(desk) == before


@verbs
def test_no_verb_runs_what_a_tag_asks_for(verb, parksim, desk):
    (desk / "tagged.yaml").write_text("!!python/object/apply:os.mkdir ['harm']\n", encoding="utf-8")
    said = parksim(verb, "tagged.yaml", *(("-o", "x.npz") if verb == "case" else ()))
    assert said.code == 2 and "tags are not read" in said.err
    assert not (desk / "harm").exists()


def test_a_bomb_of_references_is_refused(parksim, desk):
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"] + [
        f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]" for before, name in zip("abcdefgh", "bcdefghi")
    ]
    (desk / "bomb.yaml").write_text("\n".join(lines), encoding="utf-8")
    said = parksim("check", "bomb.yaml")
    assert said.code == 2 and "references (*name) are not read" in said.err


@pytest.mark.parametrize(
    "base",
    [
        "../secret",
        "../secret.yaml",
        "../../x",
        "..",
        ".",
        "inner/../../secret.yaml",
        "..\\secret",
        "C:secret",
        "~/secret",
    ],
)
def test_a_base_outside_the_folder_is_refused(base, parksim, folder):
    (folder / "park.yaml").write_text(f"extends: ['{base}']\ntitle: Park\n", encoding="utf-8")
    said = parksim("check", folder / "park.yaml")
    assert (said.code, said.out) == (2, "")
    assert "secret" not in said.err.replace(base, "")
    assert len([line for line in said.faults if ":1:" in line and "base" in line]) == 1


def test_a_base_by_its_whole_path_is_refused(parksim, folder):
    base = (folder.parent / "secret.yaml").as_posix()
    (folder / "park.yaml").write_text(f"extends: ['{base}']\ntitle: Park\n", encoding="utf-8")
    said = parksim("check", folder / "park.yaml")
    assert said.code == 2
    assert "a base is named without its folder" in said.err and "top secret" not in said.err


def test_a_link_out_of_the_folder_is_no_base(parksim, folder):
    try:
        (folder / "linked.yaml").symlink_to(folder.parent / "secret.yaml")
    except OSError:
        pytest.skip("this system lets nobody make links")
    (folder / "park.yaml").write_text("extends: [linked]\ntitle: Park\n", encoding="utf-8")
    said = parksim("check", folder / "park.yaml")
    assert said.code == 2 and "there is no such base" in said.err


def test_what_a_file_says_is_never_taken_for_a_gap_of_a_message(parksim, desk):
    (desk / "braces.yaml").write_text("title: '{0.__class__}'\n'{known}': '{got!r}'\n", encoding="utf-8")
    said = parksim("check", "braces.yaml")
    assert said.code == 2 and "{known}" in said.err


def test_a_fault_stays_one_line_whatever_the_file_holds(parksim, desk):
    (desk / "lines.yaml").write_text('title: Park\n"a\\nb\\u2028c": "x\\ry"\n', encoding="utf-8")
    said = parksim("check", "lines.yaml")
    assert said.code == 2
    assert all(line.startswith("lines.yaml:") for line in said.faults)
