"""Workers that die with a result half handed over, by themselves or by Ctrl-C: nobody waits for the other half.

The half is written by hand, for a real one needs the system to end a worker within a fraction of a millisecond.
"""

from __future__ import annotations

import os
import signal
import struct
import sys
import threading
import time
from pathlib import Path

import pytest

from sim.study.executors import Processes

ONCE = "PARKSIM_TEST_HALF_ONCE"
SECONDS = 20.0  # for two interpreters to start on a busy machine; what hangs, hangs for ever


def hand_over_half() -> None:
    """Say that a thousand bytes follow, as the pool's worker does for a result, while nobody else may write."""
    frame = sys._getframe()
    while frame.f_code.co_name != "_process_worker":
        assert frame.f_back is not None
        frame = frame.f_back
    results = frame.f_locals["result_queue"]
    results._wlock.acquire()
    os.write(results._writer.fileno(), struct.pack("!i", 1000))


def square_but_die_once(task: int) -> int:
    """The task squared; who comes to task 3 first ends in the middle of its result, as if the system had killed it."""
    mark = Path(os.environ[ONCE])
    if task == 3 and not mark.exists():
        mark.touch()
        hand_over_half()
        os.kill(os.getpid(), signal.SIGKILL)
    return task * task


def half_and_wait(task: int) -> int:
    """Of task 0 the result; of any other half a result is handed over and nothing more."""
    if task:
        hand_over_half()
        Path(os.environ[ONCE]).touch()
        time.sleep(600)
    return task


@pytest.fixture
def mark(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv(ONCE, str(tmp_path / "mark"))
    return tmp_path / "mark"


def within(seconds: float, action) -> bool:
    """Whether it comes to its end in time; it goes on in a thread that nobody waits for, if not."""
    thread = threading.Thread(target=action, daemon=True)
    thread.start()
    thread.join(seconds)
    return not thread.is_alive()


def test_a_worker_killed_while_it_hands_over_a_result_loses_nothing(mark):
    executor, got = Processes(2), []
    try:
        ended = within(SECONDS, lambda: got.extend(executor.run(square_but_die_once, range(8))))
    finally:
        executor.close()
    assert ended and mark.exists()
    assert sorted(got) == [(task, task * task) for task in range(8)]
    assert len(executor.notes) == 1 and "a worker process died" in executor.notes[0]


def test_closing_does_not_wait_for_a_result_half_handed_over(mark):
    executor = Processes(1)
    results = executor.run(half_and_wait, [0, 1])
    assert next(results) == (0, 0)
    manager = executor._pool._executor_manager_thread
    started = time.monotonic()
    while not mark.exists() and time.monotonic() < started + SECONDS:
        time.sleep(0.02)
    executor.close()
    manager.join(5.0)  # Python joins it as it ends, however long that takes
    assert mark.exists() and not manager.is_alive()
