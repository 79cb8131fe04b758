"""A file over its bases: what merges, what replaces, what is refused, and where a fault points afterwards."""

# ruff: noqa: E501 (a table of cases reads best with one case a line)

from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario import layers
from sim.scenario.faults import ScenarioFaults
from sim.scenario.layers import read_layers
from sim.scenario.scenario import Scenario, load
from sim.scenario.schema_faults import plain

CLERKS = (Path(__file__).parent.parent / "fixtures" / "three_clerks.yaml").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _no_packaged_scenarios(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "package"
    package.mkdir()
    monkeypatch.setattr(layers, "packaged_folder", lambda: package)
    monkeypatch.setattr(layers, "scenario_names", lambda: [])


def merged(folder: Path, **files: str) -> object:
    write(folder, **files)
    return plain(read_layers(folder / "top.yaml", None))


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def over_clerks(folder: Path, text: str) -> Scenario:
    write(folder, base=CLERKS, top="extends: base\n" + text)
    return load(folder / "top.yaml")


def refused(folder: Path, **files: str) -> list[str]:
    write(folder, **files)
    with pytest.raises(ScenarioFaults) as found:
        read_layers(folder / "top.yaml", None)
    return [f"{Path(fault.file).name}:{fault.line} {fault.code}" for fault in found.value.faults]


@pytest.mark.parametrize(
    ("base", "top", "want"),
    [
        ("a: {x: 1, y: 2}", "a: {y: 3}", {"a": {"x": 1, "y": 3}}),
        ("a: [{id: p, v: 1}, {id: q}]", "a: [{id: q, v: 2}, {id: r}]", {"a": [{"id": "p", "v": 1}, {"id": "q", "v": 2}, {"id": "r"}]}),
        ("a: [1, 2]", "a: [3]", {"a": [3]}),
        ("a: [{id: p}]", "a: []", {"a": []}),
        ("a: [{id: p}, {id: q}]", "a: [{id: p, remove: true}]", {"a": [{"id": "q"}]}),
        ("a: {x: 1, y: 2}", "a: {x: {remove: true}}", {"a": {"y": 2}}),
        ("a: {exponential: {mean: 2}, factor: 2}", "a: {pert: [1, 2, 3]}", {"a": {"pert": [1, 2, 3], "factor": 2}}),
        ("a: {exponential: {mean: 2}}", "a: 5", {"a": 5}),
        ("a: {discrete: {x: 0.5, y: 0.5}}", "a: {discrete: {z: 1}}", {"a": {"discrete": {"z": 1}}}),
        ("a: {by: {k: {x: 1, y: 2}}}", "a: {by: {k: {y: 3}}}", {"a": {"by": {"k": {"x": 1, "y": 3}}}}),
        ("a: {by: {k: {x: 1}}}", "a: {by: {m: {y: 3}}}", {"a": {"by": {"m": {"y": 3}}}}),
        ("a: {poisson_per_year: 3, count: 4}", "a: {every_days: 2}", {"a": {"every_days": 2, "count": 4}}),
        ("a: {staff: 3}", "a: {steps: []}", {"a": {"steps": []}}),
        ("horizon_days: 3", "until: 2030-01-01", {"until": "2030-01-01"}),
    ],
)  # fmt: skip
def test_the_upper_layer_wins_key_by_key(tmp_path: Path, base: str, top: str, want: dict[str, object]) -> None:
    found = merged(tmp_path, base=base, top=f"extends: base\n{top}")
    assert found == {"extends": "base", **want}


def test_a_base_may_have_bases_and_two_may_share_one(tmp_path: Path) -> None:
    files = {
        "root": "a: 1",
        "one": "extends: root\nb: 2",
        "two": "extends: [root]\nc: 3",
        "top": "extends: [one, two]\nd: 4",
    }
    assert merged(tmp_path, **files) == {"extends": ["one", "two"], "a": 1, "b": 2, "c": 3, "d": 4}


def test_the_title_of_a_library_is_its_own_and_that_of_a_scenario_is_handed_on(tmp_path: Path) -> None:
    files = {"lib": "library: true\ntitle: L\na: 1", "park": "title: P\nnote: n", "top": "extends: [lib, park]"}
    assert merged(tmp_path, **files) == {"extends": ["lib", "park"], "a": 1, "title": "P"}


def test_two_bases_may_not_set_the_same_key(tmp_path: Path) -> None:
    files = {"one": "a: {x: 1}", "two": "b: 1\na: {x: 1}", "top": "extends: [one, two]"}
    assert refused(tmp_path, **files) == ["two.yaml:2 bases_conflict"]


@pytest.mark.parametrize(
    ("files", "want"),
    [
        ({"top": "extends: nonesuch"}, ["top.yaml:1 base_missing"]),
        ({"top": "extends: top"}, ["top.yaml:1 base_loop"]),
        ({"one": "a: 1\nextends: two", "two": "extends: one", "top": "extends: one"}, ["two.yaml:1 base_loop"]),
        ({"top": "extends: /etc/passwd"}, ["top.yaml:1 base_outside"]),
        ({"top": "extends: ../top"}, ["top.yaml:1 base_outside"]),
        ({"top": r"extends: '..\top'"}, ["top.yaml:1 base_outside"]),
        ({"top": "extends: 3"}, ["top.yaml:1 extends_not_names"]),
        ({"one": "a: [", "top": "extends: one"}, ["one.yaml:2 yaml_syntax"]),
    ],
)
def test_a_base_that_cannot_be_had_is_a_fault(tmp_path: Path, files: dict[str, str], want: list[str]) -> None:
    assert refused(tmp_path, **files) == want


def test_a_loop_is_named(tmp_path: Path) -> None:
    write(tmp_path, one="extends: two", two="extends: one")
    with pytest.raises(ScenarioFaults, match="one -> two -> one"):
        read_layers(tmp_path / "one.yaml", None)


def test_a_link_that_leads_out_of_the_folder_is_no_base(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret.yaml").write_text("a: 1")
    try:
        (inside / "secret.yaml").symlink_to(tmp_path / "secret.yaml")
    except OSError:
        pytest.skip("this machine makes no links")
    assert refused(inside, top="extends: secret") == ["top.yaml:1 base_missing"]


def test_a_file_named_like_a_packaged_one_may_extend_it(tmp_path: Path) -> None:
    write(tmp_path / "package", park="a: 1")
    write(tmp_path, park="extends: park\nb: 2")
    assert plain(read_layers(tmp_path / "park.yaml", None)) == {"extends": "park", "a": 1, "b": 2}


def test_a_fault_points_into_the_file_that_holds_the_value(tmp_path: Path) -> None:
    with pytest.raises(ScenarioFaults) as found:
        over_clerks(
            tmp_path, "offices: {bureau: {staff: -1}}\nactivities: [{id: licence, sent_back: {probability: 2}}]"
        )
    assert [(Path(f.file).name, f.line, f.path) for f in found.value.faults] == [
        ("top.yaml", 2, "offices.bureau.staff"),
        ("top.yaml", 3, "activities.licence.sent_back.probability"),
    ]
    write(tmp_path, base=CLERKS.replace("mean: 2", "mean: -2"))
    with pytest.raises(ScenarioFaults) as found:
        load(tmp_path / "top.yaml")
    assert ("base.yaml", 11) in [(Path(f.file).name, f.line) for f in found.value.faults]


def test_a_layer_changes_one_number_and_leaves_the_rest(tmp_path: Path) -> None:
    scenario = over_clerks(tmp_path, "offices: {bureau: {staff: 5}}")
    assert scenario.model("as_is").regimes[0].offices[0].staff == ((0.0, 5),)
    assert scenario.title.zh == "三个窗口"


def test_a_library_is_checked_for_form_and_has_no_park(tmp_path: Path) -> None:
    write(tmp_path, lib="library: true\nactivities: [{id: a, duration: 3, office: elsewhere}]")
    library = load(tmp_path / "lib.yaml")
    assert library.library and library.strategies == ()
    with pytest.raises(ScenarioFaults, match="library"):
        library.base_model()


def test_notes_change_nothing(tmp_path: Path) -> None:
    noted = CLERKS.replace("{staff: 3}", "{staff: 3, note: borrowed}").replace(
        "{exponential:", "{note: guess, exponential:"
    )
    assert load(text=noted).base_model() == load(text=CLERKS).base_model()
