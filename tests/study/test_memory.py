"""A million firm histories are summarised in less than 1.5 GB: a store is generated and read back by `compare`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.study.block import SHOWN
from sim.study.shard import pack
from sim.study.shelf import Cell
from sim.study.store import Store

MOST = 1.5e9  # bytes
READS = """
import resource, sys, sim
from sim.views.findings import findings
keep = ("enterprises", "kpis")
done = sim.compare(
    sim.load("rent_or_build"), ["standard_rental", "self_build"], int(sys.argv[2]), 1, keep=keep, store=sys.argv[1]
)
found = findings(done.tables, done.manifest)
assert len(found.levels) and len(done.differences())
assert done.kpis.replication.nunique() == int(sys.argv[2])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, len(done.enterprises))
"""


def generated(store: Path, replications: int) -> None:
    """A store in which the first block of each strategy stands again and again, under other replications."""
    park = sim.load("rent_or_build")
    names = ["standard_rental", "self_build"]
    sim.compare(park, names, 20, 1, store=store, keep=SHOWN)
    shelf, keep = Store(store, 1), (*SHOWN, "counts")
    for name in names:
        cell = Cell(name, 0, park.model(name))
        tables = {table: shelf.read(cell, (0, 20), table) for table in keep}
        for first in range(20, replications, 20):
            moved = {n: t.assign(replication=(t["replication"] + first).astype("int32")) for n, t in tables.items()}
            shelf.put(cell, (first, first + 20), (*keep, "failures"), pack(moved))


def read(store: Path, replications: int) -> tuple[int, int]:
    """Bytes of memory at the most, and firms, of a process that summarises the store."""
    command = [sys.executable, "-c", READS, str(store), str(replications)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return int(said[0]), int(said[1])


@pytest.mark.evidence
def test_full_a_million_firm_histories_are_summarised_in_less_than_one_and_a_half_gigabytes(tmp_path):
    generated(tmp_path / "st", 7100)
    most, firms = read(tmp_path / "st", 7100)
    print(f"{firms} firm histories: {most / 1e9:.2f} GB")
    assert firms > 1_000_000
    assert most < MOST
    shutil.rmtree(tmp_path)


def test_the_generated_store_repeats_the_histories_that_were_played(tmp_path):
    generated(tmp_path, 60)
    done = sim.compare(sim.load("rent_or_build"), ["standard_rental"], 60, 1, store=tmp_path)
    first, last = done.kpis[done.kpis.replication < 20], done.kpis[done.kpis.replication >= 40]
    assert np.array_equal(first.value.to_numpy(), last.value.to_numpy(), equal_nan=True)
