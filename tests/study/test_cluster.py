"""A real Dask scheduler with two workers on this machine: the same bytes, also when one of them is killed mid-run."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import sim
from sim.study import cluster
from sim.study.refused import Refused
from tests.study.digests import digest

pytest.importorskip("distributed")
pytestmark = pytest.mark.filterwarnings("ignore")  # of Dask's own threads and sockets, closed when they please

SMALL = Path(__file__).parents[1] / "fixtures" / "small_park.yaml"
ROOT = Path(__file__).parents[2]
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": ROOT}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def dask(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "dask", *arguments], **QUIET)


def worker(address: str) -> subprocess.Popen[bytes]:
    return dask("worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--death-timeout", "30")


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    port = free_port()
    process = dask("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield f"tcp://127.0.0.1:{port}"
    process.kill()
    process.wait()


@pytest.fixture(scope="module")
def small() -> sim.Scenario:
    return sim.load(SMALL).replace({"horizon_days": 400, "limit_days": 200})


def compare(small: sim.Scenario, **more: object) -> sim.Comparison:
    return sim.compare(small, ["as_is", "more_staff"], 240, 3, **more)  # type: ignore[arg-type]


def test_a_cluster_gives_the_same_bytes_although_a_worker_is_killed_mid_run(small, scheduler, tmp_path):
    workers = [worker(scheduler), worker(scheduler)]
    seen: list[int] = []

    def kill_one(done: int, of: int) -> None:
        seen.append(done)
        if done == 5:
            workers[0].send_signal(signal.SIGKILL)

    try:
        there = compare(small, cluster=scheduler, store=tmp_path, progress=kill_one)
    finally:
        for process in workers:
            process.kill()
            process.wait()
    assert workers[0].returncode == -signal.SIGKILL
    assert seen == list(range(1, 25))  # each block once
    assert digest(there.tables) == digest(compare(small, workers=2).tables)


def test_a_scheduler_without_workers_is_told_within_ten_seconds(small, scheduler, monkeypatch):
    monkeypatch.setattr(cluster, "CONNECT", 1.0)
    started = time.monotonic()
    with pytest.raises(Refused, match=f"no worker.*dask worker {scheduler}"):
        compare(small, cluster=scheduler)
    assert time.monotonic() - started < 10


def test_an_address_where_nobody_answers_is_told_within_ten_seconds(small, monkeypatch):
    assert 2 * cluster.CONNECT < 10
    monkeypatch.setattr(cluster, "CONNECT", 1.0)
    address = f"tcp://127.0.0.1:{free_port()}"
    started = time.monotonic()
    with pytest.raises(Refused, match=f"dask scheduler.*dask worker {address}") as told:
        compare(small, cluster=address)
    assert time.monotonic() - started < 10
    assert told.value.filename == address


@pytest.mark.parametrize("address", ["nonsense", "10.0.0.1", "http://a:1", "tcp://"])
def test_what_is_no_address_is_told_at_once(address, small):
    with pytest.raises(Refused, match="an address such as"):
        compare(small, cluster=address)


@pytest.mark.parametrize("ours", [("of tomorrow", "3.11"), ("", "4.0")])
def test_a_worker_with_another_program_is_refused_on_connecting(ours, small, scheduler, monkeypatch):
    process = worker(scheduler)
    monkeypatch.setattr(cluster, "versions", lambda: ours)
    try:
        with pytest.raises(Refused, match="another program"):
            compare(small, cluster=scheduler)
    finally:
        process.kill()
        process.wait()


def test_a_worker_that_joins_later_with_another_program_refuses_the_task(small):
    with pytest.raises(cluster.OtherProgram):
        cluster.work_there(lambda task: {}, None, ("of tomorrow", "3.11"))  # type: ignore[arg-type]
    assert cluster.work_there(lambda task: {}, None, cluster.versions()) == {}  # type: ignore[arg-type]


def test_a_cluster_without_dask_says_what_to_install(small, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(Refused, match=r"pip install parksim\[cluster\]"):
        compare(small, cluster="tcp://127.0.0.1:8786")


def test_nothing_of_dask_is_imported_without_a_cluster():
    code = "import sys, sim.cli.compare, sim.api, sim.study.experiment; print('distributed' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
    assert said.stdout.strip() == "False"
