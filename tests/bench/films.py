"""The film benchmark, run by hand: the triples of MetaQA as a pack, and its questions.

    python tests/bench/films.py [--every K] [--keep DIR] [--bench DIR]

Converts and imports the triples, then prints the figures beside their targets: seconds
and memory of the import and of asking, and hits@1 on each question file. `--every K` asks every
K-th question alone; `--keep DIR` leaves the database there and reuses it.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench.convert_metaqa import convert  # noqa: E402
from tests.bench.processes import BOT, kept_folder, resident_mb, run  # noqa: E402

BENCH = ROOT.parent / "shared" / "bench"
STARTS = 5
WARM = 300
"""Questions asked before the resident memory is read."""


class Questions(NamedTuple):
    """A question file with its targets."""

    name: str
    path: str
    targets: str


FILES = [
    Questions("1 hop, vanilla", "metaqa/1-hop/vanilla_dev.txt", "hits@1 96 %, median < 3 ms"),
    Questions("2 hops", "metaqa/2-hop/vanilla_dev.txt", "hits@1 98 %, p99 < 30 ms"),
    Questions("3 hops", "metaqa/3-hop/vanilla_dev.txt", "hits@1 98 %, median < 10, p99 < 30 ms"),
    Questions("1 hop, paraphrased", "metaqa/1-hop/ntm_dev.txt", "hits@1 90 %"),
    Questions("WikiMovies", "wikimovies/qa_dev.txt", "hits@1 94 %"),
]


def imported(folder: Path, bench: Path) -> Path:
    """The database of the triples in a folder: the one that is there, else a new one."""
    database = folder / "films.db"
    if database.exists():
        print(f"import            reused {database}")
        return database
    pack, part = folder / "films.jsonl", folder / "films.part.db"
    for left in folder.glob(f"{part.name}*"):
        left.unlink()
    entities, facts = convert(bench / "metaqa" / "kb.txt", pack)
    done = run([*BOT, "import", "--database", str(part), str(pack)])
    pack.unlink()
    part.rename(database)
    size = database.stat().st_size / 1e6
    print(f"import            {done.seconds:.1f} s  (target < 30 s)")
    print(f"import, memory    {done.peak_mb:.0f} MB at most")
    print(f"database          {size:.0f} MB, {entities:,} entities, {facts:,} facts")
    return database


def asked(line: str) -> str:
    """The question of a line of a question file, without brackets."""
    return line.partition("\t")[0].replace("[", "").replace("]", "")


def show_starts(ask: list[str], bench: Path) -> None:
    """Print how long it takes from the start of the program to its first answer."""
    with (bench / FILES[0].path).open(encoding="utf-8") as file:
        question = asked(file.readline())
    first = run([*ask, question])
    ran = [run([*ask, question]) for _ in range(STARTS)]
    seconds = statistics.median(one.seconds for one in ran)
    outcome = json.loads(ran[-1].printed)["outcome"]
    print(f"start to answer   {seconds:.2f} s  (target < 1 s; median of {STARTS}, {outcome})")
    print(f"the very first    {first.seconds:.2f} s  (seeds the shipped pack if it is not there)")


def show_memory(ask: list[str], bench: Path) -> None:
    """Print what the program holds after some questions of each file."""
    child = subprocess.Popen(ask, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
    assert child.stdin is not None
    assert child.stdout is not None
    for file in FILES:
        lines = (bench / file.path).read_text(encoding="utf-8").splitlines()
        for line in lines[:: max(1, len(lines) * len(FILES) // WARM)]:
            print(asked(line), file=child.stdin, flush=True)
            child.stdout.readline()
    print(f"resident memory   {resident_mb(child.pid):.0f} MB  (target < 150 MB)", flush=True)
    child.stdin.close()
    child.stdout.read()
    child.wait()


def show_scores(ask: list[str], bench: Path, every: int) -> None:
    """Print the scorer's line of every question file, its targets below."""
    for file in FILES:
        scorer = [sys.executable, str(bench / "score_films"), str(bench / file.path)]
        print(f"\n{file.name}  (target {file.targets})", flush=True)
        subprocess.run([*scorer, "--every", str(every), "--", *ask], check=True)


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--every", type=int, default=1, metavar="K", help="ask every K-th question")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the database, or reuse it")
    parser.add_argument("--bench", type=Path, default=BENCH, metavar="DIR", help="the film data")
    options = parser.parse_args(arguments)
    with kept_folder(options.keep) as folder:
        database = imported(folder, options.bench)
        ask = [*BOT, "ask", "--json", "--database", str(database)]
        show_starts(ask, options.bench)
        show_memory(ask, options.bench)
        show_scores(ask, options.bench, options.every)
    return 0


if __name__ == "__main__":
    sys.exit(main())
