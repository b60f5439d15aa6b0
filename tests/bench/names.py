"""The name-linking benchmark, run by hand.

    python tests/bench/names.py [--sizes 10000 50000 500000] [--set tune|held|both] [-v]
        [--questions N] [--rivals N] [--keep DIR] [--seed N]

Makes names, imports them, asks two disjoint sets of phrasings and measures how often the right
name is linked. The held set is never looked at while tuning, so `-v`, which prints what went
wrong, prints it of the set "tune" alone. The rivals answer a sample of the last set's questions.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench import names_rivals as rivals  # noqa: E402
from tests.bench.names_asked import SETS, Asked, make_asked  # noqa: E402
from tests.bench.names_data import Names, make_names, write_pack  # noqa: E402
from tests.bench.names_ours import ours  # noqa: E402
from tests.bench.processes import BOT, resident_mb, run  # noqa: E402

SIZES = (10_000, 50_000, 500_000)
TARGETS = {
    50_000: "right 93 %, wrong < 1 %, false alarms < 3 %, wrong numbers 0, p99 < 5 ms, 50 x WRatio",
    500_000: "wrong numbers 0, p99 < 8 ms, 300 x WRatio, ready < 1 s, under 200 MB",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back to one question, after how many milliseconds, and those of linking alone."""

    names: list[str] | None
    how: str
    ms: float
    link_ms: float


@dataclass(frozen=True, slots=True)
class Session:
    """The replies of one process, the seconds to its first, and what it held at the end."""

    replies: list[Reply]
    ready: float
    resident_mb: float


def answer_all(database: Path, questions: Path) -> None:
    """In a process of its own: answer the questions of a file, one JSON object a line."""
    with ours(database) as (answer, link):
        for question in json.loads(questions.read_text(encoding="utf-8")):
            start = time.perf_counter()
            names = answer(question)
            answered = time.perf_counter()
            link(question)
            linked = time.perf_counter()
            reply = Reply(
                names, type(names).__name__, (answered - start) * 1000, (linked - answered) * 1000
            )
            print(json.dumps(asdict(reply)), flush=True)
        print(json.dumps(resident_mb()))


def session(database: Path, asked: Sequence[Asked]) -> Session:
    """Ask all questions in a new process."""
    with tempfile.TemporaryDirectory() as scratch:
        questions = Path(scratch) / "questions.json"
        questions.write_text(json.dumps([one.text for one in asked]), encoding="utf-8")
        command = [sys.executable, __file__, "--answer", str(database), str(questions)]
        start = time.perf_counter()
        child = subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8")
        assert child.stdout is not None
        lines = [child.stdout.readline()]
        ready = time.perf_counter() - start
        lines += child.stdout.read().splitlines()
        if child.wait():
            raise SystemExit("our side failed")
    *replies, resident = map(json.loads, lines)
    return Session([Reply(**reply) for reply in replies], ready, resident)


def verdict(asked: Asked, reply: Reply) -> str:
    """How a reply is: "right", "offered" (with others to choose from), "missed" or "wrong".

    Silence is "quiet" where nothing known is named, else "missed".
    """
    if reply.names is None:
        return "missed" if asked.names else "quiet"
    hit, all_hit = asked.names.intersection(reply.names), asked.names.issuperset(reply.names)
    if reply.how == "Choices" and not all_hit:
        return "offered" if hit or not asked.names else "wrong"
    return "right" if (hit if reply.how == "Told" else all_hit) else "wrong"


def show_set(name: str, asked: Sequence[Asked], replies: Sequence[Reply], verbose: bool) -> None:
    """Print one set's figures and, where `verbose`, what went wrong in it."""
    verdicts = [verdict(*pair) for pair in zip(asked, replies, strict=True)]

    def share(sort: str, *wanted: str) -> str:
        of = [got for one, got in zip(asked, verdicts, strict=True) if one.sort == sort]
        return f"{100 * sum(got in wanted for got in of) / len(of):.1f} %"

    numbers = [got for one, got in zip(asked, verdicts, strict=True) if one.sort == "number"]
    ms = sorted(reply.ms for reply in replies)
    link = sorted(reply.link_ms for reply in replies)
    print(f"  {name}: right {share('named', 'right')}, wrong {share('named', 'wrong')}, ", end="")
    print(f"offered {share('named', 'offered')}, missed {share('named', 'missed')}; ", end="")
    print(f"false alarms {share('nameless', 'wrong', 'offered')}; ", end="")
    print(f"wrong numbers {numbers.count('wrong')} of {len(numbers)} ", end="")
    print(f"({numbers.count('offered')} more offered); ", end="")
    print(
        f"answer median {statistics.median(ms):.2f} ms, p99 {ms[int(len(ms) * 0.99)]:.2f} ms, ",
        end="",
    )
    print(f"link median {statistics.median(link):.2f} ms, p99 {link[int(len(link) * 0.99)]:.2f} ms")
    if verbose:
        show_details(asked, replies, verdicts)


def show_details(asked: Sequence[Asked], replies: Sequence[Reply], verdicts: Sequence[str]) -> None:
    """Print how each way of typing fared, then each question that went wrong."""
    for way in dict.fromkeys(one.way for one in asked):
        got = [got for one, got in zip(asked, verdicts, strict=True) if one.way == way]
        good = sum(one in ("right", "quiet") for one in got)
        print(f"        {way:20} {good:4} of {len(got)}")
    for one, reply, how in zip(asked, replies, verdicts, strict=True):
        if how not in ("right", "quiet"):
            print(f"        {how:6} {one.way}: {one.text!r} {sorted(one.names)} got {reply.names}")


def show_rivals(names: Names, asked: Sequence[Asked], replies: Sequence[Reply], count: int) -> None:
    """Print how the rivals do on some of the questions that name something."""
    pairs = [pair for pair in zip(asked, replies, strict=True) if pair[0].sort == "named"]
    pairs = pairs[:: max(1, len(pairs) // count)][:count]
    own = [reply.link_ms for _, reply in pairs]
    good = sum(verdict(*pair) == "right" for pair in pairs)
    print(
        f"  of {len(pairs)} questions: ours right {good}, linked in {statistics.median(own):.2f} ms"
    )
    everything = list(names.all())
    for label, make in (("WRatio scan", rivals.wratio_scan), ("FTS5 trigram", rivals.trigrams)):
        start = time.perf_counter()
        best = make(everything)
        ready = time.perf_counter() - start
        ms, right = [], 0
        for one, _ in pairs:
            start = time.perf_counter()
            right += best(one.text) in one.names
            ms.append((time.perf_counter() - start) * 1000)
        ratio = statistics.median(ms) / statistics.median(own)
        print(
            f"    {label:13} right {right}, median {statistics.median(ms):.1f} ms, "
            f"most {max(ms):.1f} ms: {ratio:.0f} times ours; built in {ready:.1f} s",
            flush=True,
        )


def database_of(names: Names, folder: Path, seed: int) -> Path:
    """The database of some names in a folder: the one that is there, else a new one."""
    size = len(names.keys)
    database = folder / f"names-{size}-{seed}.db"
    if not database.exists():
        pack, part = folder / "names.jsonl", folder / "names.part.db"
        for left in folder.glob(f"{part.name}*"):
            left.unlink()
        write_pack(names, pack, seed)
        done = run([*BOT, "import", "--database", str(part), str(pack)])
        pack.unlink()
        part.rename(database)
        print(f"  imported in {done.seconds:.1f} s with {done.peak_mb:.0f} MB", end=", ")
    print(f"  {database.stat().st_size / 1e6:.0f} MB on disk")
    return database


def measure(size: int, folder: Path, options: argparse.Namespace) -> None:
    """All figures of one size."""
    print(
        f"\n{size:,} names" + (f"  (target {TARGETS[size]})" if size in TARGETS else ""), flush=True
    )
    names = make_names(size, options.seed)
    database = database_of(names, folder, options.seed)
    for name in SETS if options.set == "both" else [options.set]:
        asked = make_asked(names, name, options.questions, options.seed)
        done = session(database, asked)
        show_set(name, asked, done.replies, options.verbose and name == "tune")
    print(f"  ready in {done.ready:.2f} s, {done.resident_mb:.0f} MB resident")
    if options.rivals:
        show_rivals(names, asked, done.replies, options.rivals)


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N")
    parser.add_argument("--set", choices=(*SETS, "both"), default="both")
    parser.add_argument("--questions", type=int, default=900, metavar="N")
    parser.add_argument("--rivals", type=int, default=40, metavar="N")
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="keep the databases, or reuse them"
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("-v", "--verbose", action="store_true")
    parser.add_argument("--answer", type=Path, nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.answer:
        answer_all(*options.answer)
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for size in options.sizes:
            measure(size, folder, options)
    return 0


if __name__ == "__main__":
    sys.exit(main())
