"""Write the golden numbers of `tests/golden/`; run by `make golden`, reviewed like code, announced in CHANGELOG.

Small tables of five parks, history by history: every KPI over all firms, of offices and of activities, and three KPIs
of every group. Numbers are written in full (`repr`): a change in the last bit of anything shows as a changed line.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

import sim

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = ROOT / "tests" / "golden"
HEAD = ("strategy", "replication", "group", "kpi", "value")
OF_GROUPS = ("signed", "producing", "rmst_time_to_production")
SEED = 7
KEPT = ("office:", "activity:", "estate:", "team:", "park", "targets")


class Park(NamedTuple):
    """A park whose numbers are kept: where its file is, what is changed in it, how many histories."""

    file: Path
    changes: dict[str, object]
    replications: int


PARKS = {
    "three_clerks": Park(ROOT / "scenarios" / "three_clerks.yaml", {"horizon_days": 400}, 3),
    "small_park": Park(ROOT / "tests" / "fixtures" / "small_park.yaml", {}, 3),
    "rent_or_build": Park(ROOT / "scenarios" / "rent_or_build.yaml", {}, 3),
    "malong": Park(ROOT / "scenarios" / "malong.yaml", {}, 2),
    "zhanjiang": Park(ROOT / "scenarios" / "zhanjiang.yaml", {}, 2),
}
Row = tuple[str, str, str, str, float]


def main() -> None:
    """Write one file a park."""
    for name in PARKS:
        write(GOLDEN / f"{name}.csv", rows(name))
        print(f"written: tests/golden/{name}.csv")
    print("Where numbers moved, CHANGELOG must state that results change, and why.")


def rows(name: str) -> list[Row]:
    """What is kept of a park, played now."""
    park = PARKS[name]
    scenario = sim.load(park.file)
    if park.changes:
        scenario = scenario.replace(park.changes)
    kpis = sim.compare(scenario, replications=park.replications, seed=SEED, keep=("kpis",)).kpis
    return [
        (str(row.strategy), str(row.replication), str(row.group), str(row.kpi), float(row.value))
        for row in kpis.itertuples()
        if row.group == "all" or str(row.group).startswith(KEPT) or row.kpi in OF_GROUPS
    ]


def write(path: Path, found: list[Row]) -> None:
    """The rows as CSV, numbers in full."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEAD)
        writer.writerows((*keys, repr(value)) for *keys, value in found)


def read(path: Path) -> list[Row]:
    """The rows that `write` wrote."""
    with path.open(encoding="utf-8", newline="") as file:
        kept = list(csv.reader(file))[1:]
    return [(strategy, replication, group, kpi, float(value)) for strategy, replication, group, kpi, value in kept]


if __name__ == "__main__":
    main()
