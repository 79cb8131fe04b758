"""A Dask cluster plays tasks: a scheduler and workers started as Dask documents, on any machines.

Tasks are pure, so Dask plays those of a lost worker elsewhere. Every task carries the hash of our code and the version
of Python, so a worker that joins later with another program is noticed too.
"""

from __future__ import annotations

import asyncio
import logging
import platform
import re
from collections.abc import Iterable, Iterator
from concurrent import futures
from itertools import islice
from typing import TYPE_CHECKING

from sim.study.executors import Work
from sim.study.manifest import code_hash
from sim.study.refused import Ended, Refused
from sim.study.task import Result, Task
from sim.text.experiments import EXPERIMENTS
from sim.text.language import Label

if TYPE_CHECKING:
    from distributed import Client

CONNECT = 4.0  # seconds for the scheduler to answer, and as many again for a first worker
ADDRESS = re.compile(r"(tcp|tls|ws|wss)://[^\s/]+:[0-9]{1,5}")
AHEAD = 2  # tasks in hand for each thread of a worker


class OtherProgram(RuntimeError):
    """A worker runs another version of parksim or of Python."""


def versions() -> tuple[str, str]:
    """What must be the same everywhere: the code that makes numbers, and Python up to its second number."""
    return code_hash(), ".".join(platform.python_version_tuple()[:2])


def work_there(work: Work, task: Task, expected: tuple[str, str]) -> Result:
    """A task on a worker. Raises OtherProgram where it runs another program than whoever sent it."""
    if versions() != expected:
        raise OtherProgram(versions())
    return work(task)


class Cluster:
    """Plays tasks on the workers of a Dask scheduler."""

    def __init__(self, client: Client, address: str) -> None:
        self.notes: list[str] = []
        self.client, self.address = client, address

    def run(self, work: Work, tasks: Iterable[Task]) -> Iterator[tuple[Task, Result]]:
        """As `Executor`. Raises Refused where a worker runs another program, Ended where the cluster is gone."""
        from distributed import as_completed
        from distributed.scheduler import KilledWorker

        rest, running = iter(tasks), as_completed(loop=self.client.loop)
        held: dict[str, Task] = {}

        def send(task: Task) -> None:
            future = self.client.submit(work_there, work, task, versions(), pure=False)
            held[future.key] = task
            running.add(future)

        for task in islice(rest, AHEAD * max(1, sum(self.client.nthreads().values()))):
            send(task)
        try:
            for future in running:
                task = held.pop(future.key)
                result: Result = future.result()
                for new in islice(rest, 1):
                    send(new)
                yield task, result
        except OtherProgram as other:
            raise _other(self.address, other.args[0]) from None
        except KilledWorker:
            raise Ended(EXPERIMENTS["workers_die"]) from None
        except (OSError, TimeoutError, asyncio.CancelledError, futures.CancelledError) as gone:
            raise Ended(_filled("cluster_lost", address=self.address)) from gone

    def close(self) -> None:
        """As `Executor`: what runs is cancelled; nobody waits for the scheduler's goodbye."""
        self.client.close(timeout=0.5)


def connected(address: str) -> Cluster:
    """The cluster of a scheduler with at least one worker, all running our program.

    Raises Refused within about ten seconds: Dask is not installed, nobody answers, nobody works, another program.
    """
    if not ADDRESS.fullmatch(address):
        raise Refused(EXPERIMENTS["no_address"], address)
    try:
        from distributed import Client
    except ImportError:
        raise Refused(EXPERIMENTS["no_dask"], address) from None
    _hush()
    try:
        client = Client(address, timeout=CONNECT, set_as_default=False, name="parksim")
    except (OSError, TimeoutError, ValueError, TypeError, ImportError):
        raise Refused(_filled("no_scheduler", address=address), address) from None
    try:
        _compare_programs(client, address)
    except BaseException:
        client.close(timeout=0.5)
        raise
    return Cluster(client, address)


def _compare_programs(client: Client, address: str) -> None:
    def theirs() -> tuple[str, str]:  # inside a function, so that it is sent whole and not by its name
        try:
            from importlib import import_module

            found: tuple[str, str] = import_module("sim.study.cluster").versions()
            return found
        except ImportError:
            import platform

            return "-", platform.python_version()

    try:
        client.wait_for_workers(1, timeout=CONNECT)
        found = client.run(theirs)
    except TimeoutError:
        raise Refused(_filled("no_dask_worker", address=address), address) from None
    other = next((one for one in found.values() if tuple(one) != versions()), None)
    if other is not None:
        raise _other(address, other)
    try:  # sent by its name, as tasks are: the scheduler must know it too
        client.submit(versions, pure=False).result(timeout=CONNECT)
    except Exception:
        raise Refused(EXPERIMENTS["scheduler_without"], address) from None


def _hush() -> None:
    """Workers that go and farewells cut short are no news: what matters is said by us."""
    for name in ("distributed", "distributed.client", "distributed.comm", "distributed.core"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _other(address: str, theirs: tuple[str, str]) -> Refused:
    ours = versions()
    values = {"their_code": theirs[0], "their_python": theirs[1], "our_code": ours[0], "our_python": ours[1]}
    return Refused(_filled("other_program", **values), address)


def _filled(key: str, **values: object) -> Label:
    label = EXPERIMENTS[key]
    return Label(label.en.format(**values), label.zh.format(**values))
