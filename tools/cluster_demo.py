"""`make cluster-demo`: Dask, a scheduler and two workers here, plays `rent_or_build`; one worker is killed on the way.

What it shows: the same bytes as without a cluster, nothing lost, nothing played twice in the results.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ADDRESS = "tcp://127.0.0.1:8786"
REPLICATIONS = "200"


def dask(*arguments: str) -> subprocess.Popen[bytes]:
    print("$ dask", *arguments, flush=True)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen([sys.executable, "-m", "dask", *arguments], **quiet)


def parksim(store: Path, *more: str) -> subprocess.Popen[bytes]:
    arguments = (
        "compare",
        "rent_or_build",
        "--strategies",
        "standard_rental,self_build",
        "--replications",
        REPLICATIONS,
    )
    print("$ parksim", *arguments, *more, flush=True)
    quiet = {"stdout": subprocess.DEVNULL}
    return subprocess.Popen([sys.executable, "-m", "sim", *arguments, "--store", str(store), *more], **quiet)


def digest(store: Path) -> str:
    held = hashlib.sha256()
    for path in sorted((store / "shards").rglob("*.*")):
        held.update(path.relative_to(store).as_posix().encode() + path.read_bytes())
    return held.hexdigest()


def main() -> None:
    workers = ("worker", ADDRESS, "--nthreads", "1", "--no-nanny", "--no-dashboard")
    running = [dask("scheduler", "--host", "127.0.0.1", "--port", "8786", "--no-dashboard")]
    try:
        time.sleep(2)
        running += [dask(*workers), dask(*workers)]
        time.sleep(3)
        with tempfile.TemporaryDirectory() as folder:
            there, here = Path(folder) / "there", Path(folder) / "here"
            played = parksim(there, "--cluster", ADDRESS)
            time.sleep(4)
            print("(kill -9: the first worker is gone)", flush=True)
            running[1].kill()
            assert played.wait() == 0
            assert parksim(here).wait() == 0
            same = digest(there) == digest(here)
            print(f"the same bytes as without a cluster: {same}")
            assert same
    finally:
        for process in reversed(running):
            process.kill()
            process.wait()


if __name__ == "__main__":
    main()
