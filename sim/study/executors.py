"""Who plays tasks: this process, or several of this machine. A cluster has the same two methods (`cluster.py`).

A worker that dies takes only its unfinished tasks with it; they are played again in a new pool, and the note says so.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import connection, get_context
from multiprocessing.process import BaseProcess
from typing import Protocol

from sim.study.refused import Ended
from sim.study.task import Result, Task
from sim.text.experiments import EXPERIMENTS

Work = Callable[[Task], Result]
RESTARTS = 3
AHEAD = 2  # tasks in hand for each worker: enough that none waits, few enough that results do not pile up
PATIENCE = 0.5  # seconds that the thread of a pool whose workers were killed has to end
GLANCE = 0.2  # seconds between looks at Ctrl-C, where waiting cannot be interrupted
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class Executor(Protocol):
    """Plays tasks somewhere. Results come as they are finished, each exactly once, whatever happens to a worker."""

    notes: list[str]

    def run(self, work: Work, tasks: Iterable[Task]) -> Iterator[tuple[Task, Result]]:
        """The result of each task; may be called again for further tasks."""

    def close(self) -> None:
        """Abandon what is running, at once, and let go of workers."""


class Here:
    """The process that we are in."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def run(self, work: Work, tasks: Iterable[Task]) -> Iterator[tuple[Task, Result]]:
        """As `Executor`: one after the other."""
        for task in tasks:
            yield task, work(task)

    def close(self) -> None:
        """Nothing runs beside us."""


class Processes:
    """Spawned processes of this machine, each on one thread; started with the first task, kept for further rounds."""

    def __init__(self, workers: int) -> None:
        self.notes: list[str] = []
        self.workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def run(self, work: Work, tasks: Iterable[Task]) -> Iterator[tuple[Task, Result]]:
        """As `Executor`. Raises Ended where workers die again and again."""
        left = list(tasks)
        for restart in range(RESTARTS + 1):
            before = len(left)
            try:
                for task, result in self._in_pool(work, list(left)):
                    left.remove(task)
                    yield task, result
                return
            except BrokenProcessPool as lost:
                self.close()
                self.notes.append(f"a worker process died; {len(left)} blocks are played again")
                if restart == RESTARTS:
                    told = "no_worker" if len(left) == before else "workers_die"
                    raise Ended(EXPERIMENTS[told]) from lost

    def close(self) -> None:
        """As `Executor`: workers are killed, for a block may take minutes."""
        pool, self._pool = self._pool, None
        if pool is None:
            return
        manager = getattr(pool, "_executor_manager_thread", None)
        _kill(pool)
        pool.shutdown(wait=False, cancel_futures=True)
        if manager is not None:  # it closes its pipe by itself, which Python must not do once more as it ends
            manager.join(timeout=PATIENCE)

    def _in_pool(self, work: Work, tasks: list[Task]) -> Iterator[tuple[Task, Result]]:
        rest = iter(tasks)
        with _one_thread_each():  # processes start as tasks come
            pool = self._pool = self._pool or _new_pool(self.workers)
            running = {pool.submit(work, task): task for task in islice(rest, AHEAD * self.workers)}
            while running:
                for future in _finished(running, pool):
                    task = running.pop(future)
                    result = future.result()
                    running.update({pool.submit(work, new): new for new in islice(rest, 1)})
                    yield task, result


def _new_pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, get_context("spawn"), initializer=_deaf)


def _deaf() -> None:
    """Ctrl-C is for whoever gave us work; he ends us."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _finished(running: dict[Future[Result], Task], pool: ProcessPoolExecutor) -> set[Future[Result]]:
    looked_dead = False
    while True:
        ready, _ = wait(running, timeout=GLANCE, return_when=FIRST_COMPLETED)
        if ready:
            return ready
        dead = bool(connection.wait([process.sentinel for process in _processes(pool)], timeout=0))
        if dead and looked_dead:  # the pool tells a death within a glance, but for one while a result was handed over
            _kill(pool)
        looked_dead = dead


def _processes(pool: ProcessPoolExecutor) -> list[BaseProcess]:
    return list((getattr(pool, "_processes", None) or {}).values())


def _kill(pool: ProcessPoolExecutor) -> None:
    """End every worker, and the pool's wait for the rest of a result that one of them was handing over.

    The pool holds the end of the pipe that its workers write to, so it would wait for that rest for ever; once that
    end is closed here it finds itself broken, whatever it was doing.
    """
    for process in _processes(pool):
        process.kill()
    results = getattr(pool, "_result_queue", None)
    if results is not None:
        results._writer.close()


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Workers started in here compute on one thread: NumPy reads these as it is imported, so they are set before."""
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(dict.fromkeys(THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
