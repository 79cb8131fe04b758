"""How much memory one side needs for one history, in a process of its own: `python -m benchmarks.memory ours 20000`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]


def peak_bytes() -> int:
    """Largest resident memory of this process so far.

    On Linux the kernel's own high-water mark: `ru_maxrss` would start at the peak of the parent process.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    if sys.platform == "win32":
        return int(psutil.Process().memory_info().peak_wset)
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def growth(side: str, firms: int) -> dict[str, float]:
    """Growth over what imports and a history of a few firms take, in MB, and how many visits it was for."""
    if side == "ours":
        from benchmarks import ours

        def play(number: int) -> int:
            return len(ours.run(ours.blueprint(number), 1))
    else:
        from benchmarks import idiomatic

        def play(number: int) -> int:
            return len(idiomatic.run(1, number))

    play(20)
    before = peak_bytes()
    visits = play(firms)
    return {"growth_mb": (peak_bytes() - before) / 2**20, "visits": visits}


def in_fresh_process(side: str, firms: int) -> dict[str, float]:
    """`growth` where nothing has run before."""
    command = [sys.executable, "-m", "benchmarks.memory", side, str(firms)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


if __name__ == "__main__":
    print(json.dumps(growth(sys.argv[1], int(sys.argv[2]))))
