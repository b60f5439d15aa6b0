"""How fast one question is, run by hand: from a cold start, and warm.

    python tests/bench/speed.py [--questions FILE]

The cold start stands beside the start of a Python that only imports the two libraries which any
such bot needs, measured in turns in the same run.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench.processes import BOT, run  # noqa: E402

QUESTIONS = ROOT.parent / "shared" / "questions" / "dev.jsonl"
RUNS = 7
RIVAL = [sys.executable, "-c", "import aiosqlite, rapidfuzz"]
BARE = [sys.executable, "-c", "pass"]


def show_cold(ask: list[str]) -> None:
    """Print the median start to answer over some runs, and its ratio to the rival's."""
    commands = {"ours": [*ask, "whos ilsa in mi7"], "rival": RIVAL, "bare": BARE}
    run(commands["ours"])  # seeds the database
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(RUNS):
        for name, command in commands.items():
            taken[name].append(run(command).seconds * 1000)
    ms = {name: statistics.median(times) for name, times in taken.items()}
    print(f"cold start to answer      {ms['ours']:6.0f} ms  (median of {RUNS})")
    print(f"import aiosqlite, rapidfuzz {ms['rival']:4.0f} ms  (bare Python {ms['bare']:.0f} ms)")
    print(f"ratio                     {ms['ours'] / ms['rival']:6.2f}")


def show_warm(ask: list[str], questions: Path) -> None:
    """Print what each question took inside one process, as it says itself."""
    lines = [json.loads(line)["q"] for line in questions.read_text(encoding="utf-8").splitlines()]
    ran = run([*ask, "--json"], "".join(f"{line}\n" for line in lines))
    answers = [json.loads(line) for line in ran.printed.splitlines()]
    ms = sorted(answer["elapsed_ms"] for answer in answers)
    print(f"warm, {len(ms)} questions       median {statistics.median(ms):.2f} ms, ", end="")
    print(f"p99 {ms[int(len(ms) * 0.99)]:.2f} ms, most {ms[-1]:.2f} ms")
    print(f"all of them in one process {ran.seconds:.2f} s, {ran.peak_mb:.0f} MB at most")


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark on a database of its own; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--questions", type=Path, default=QUESTIONS, metavar="FILE")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        ask = [*BOT, "ask", "--database", str(Path(scratch) / "speed.db")]
        show_cold(ask)
        show_warm(ask, options.questions)
    return 0


if __name__ == "__main__":
    sys.exit(main())
