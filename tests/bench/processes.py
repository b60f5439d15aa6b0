"""Child processes with the time and the memory that they took, for the benchmarks."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
BOT = [sys.executable, str(ROOT / "bot.py")]


class Ran(NamedTuple):
    """What a process printed, the seconds it ran and the most megabytes it held at once."""

    printed: str
    seconds: float
    peak_mb: float


@contextmanager
def kept_folder(keep: Path | None) -> Iterator[Path]:
    """A folder for databases: the one to `keep`, made where it is not there, else one for now."""
    with tempfile.TemporaryDirectory() as scratch:
        place = keep or Path(scratch)
        place.mkdir(parents=True, exist_ok=True)
        yield place


def run(command: Sequence[str], stdin: str = "") -> Ran:
    """Run a command to its end.

    Raises:
        SystemExit: with what it printed on standard error, where it failed.
    """
    start = time.perf_counter()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as given:
        given.write(stdin)
        given.seek(0)
        child = subprocess.Popen(
            command,
            stdin=given,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            encoding="utf-8",
        )
    assert child.stdout is not None
    with child.stdout:
        printed = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(command)} ended with status {child.returncode}")
    kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Ran(printed, seconds, kilobytes / 1024)


def resident_mb(pid: int | str = "self") -> float:
    """The megabytes that a process holds now; 0 where the system does not tell (no Linux)."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)
