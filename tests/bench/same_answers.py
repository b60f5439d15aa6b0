"""Whether two trees of this program answer alike, run by hand before and after a change that must
not change any answer.

    python tests/bench/same_answers.py BEFORE AFTER [--questions DIR] [--show N]

Asks both trees every question of DIR (`../shared/questions` beside this tree unless given): the
sets at its top on the shipped pack, those of a folder on the `pack.jsonl` in it; turns of one
conversation are asked as one. Each tree runs its own bot.py, on a database of its own, with this
Python. The answers are compared as the bytes of their JSON without `elapsed_ms`. Prints the first
N differences of each set; the exit status is 1 where there is any, 2 where a tree cannot be asked.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = ROOT.parent / "shared" / "questions"


class Failure(Exception):
    """A tree that cannot be asked, in one line."""


@dataclass(frozen=True)
class Set:
    """Questions in one file and the pack that they are asked of; None for the shipped one."""

    file: Path
    pack: Path | None

    def turns(self) -> tuple[list[str], list[str]]:
        """Single questions, and conversations as lines with an empty one between two."""
        rows = [json.loads(line) for line in self.file.read_text(encoding="utf-8").splitlines()]
        single = [row["q"] for row in rows if row.get("conversation") is None]
        talks = [row for row in rows if row.get("conversation") is not None]
        lines: list[str] = []
        for _, talk in groupby(talks, key=lambda row: row["conversation"]):
            lines += [*(row["q"] for row in talk), ""]
        return single, lines


def sets(folder: Path) -> Iterator[Set]:
    """The sets of a folder, each with its pack."""
    for file in sorted(folder.glob("*.jsonl")):
        yield Set(file, None)
    for file in sorted(folder.glob("*/questions.jsonl")):
        yield Set(file, file.with_name("pack.jsonl"))


class Tree:
    """One checkout of the program, whose databases lie in a folder."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.root = root.resolve()
        self._folder = folder
        folder.mkdir()

    def ask(self, asked: Set) -> list[str]:
        """The answers to a set, one a line, without the time that each took."""
        database = self._folder / f"{asked.file.parent.name}-{asked.file.stem}.db"
        if asked.pack is not None:
            self._run(database, ["import", str(asked.pack)])
        single, talks = asked.turns()
        told = self._run(database, ["ask", "--json"], single)
        told += self._run(database, ["ask", "--json", "--conversation"], talks)
        return [_timeless(line) for line in told]

    def _run(self, database: Path, verb: Sequence[str], lines: Sequence[str] = ()) -> list[str]:
        command = [sys.executable, "bot.py", *verb[:1], "--database", str(database), *verb[1:]]
        done = subprocess.run(
            command,
            cwd=self.root,
            env=os.environ | {"PYTHONHASHSEED": "0", "PYTHONUTF8": "1"},
            input="".join(f"{line}\n" for line in lines),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        if done.returncode:
            reason = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
            raise Failure(f"{self.root}: bot.py {verb[0]} ended with {done.returncode}: {reason}")
        return done.stdout.splitlines()


def _timeless(line: str) -> str:
    answer = json.loads(line)
    del answer["elapsed_ms"]
    return json.dumps(answer, ensure_ascii=False)


def differences(before: Sequence[str], after: Sequence[str]) -> list[tuple[str, str]]:
    """The pairs of lines that are not the same; what one has alone stands beside nothing."""
    rest = max(len(before), len(after))
    pairs = zip(
        [*before, *[""] * (rest - len(before))],
        [*after, *[""] * (rest - len(after))],
        strict=True,
    )
    return [(old, new) for old, new in pairs if old != new]


def excerpt(old: str, new: str) -> str:
    """Two answers from a little before the place where they part, below the question."""
    place = next((at for at, pair in enumerate(zip(old, new)) if pair[0] != pair[1]), 0)  # noqa: B905
    part = slice(max(0, place - 40), place + 120)
    question = json.loads(old or new)["question"]
    return f"    {question}\n      - {old[part] or 'nothing'}\n      + {new[part] or 'nothing'}"


def compare(before: Tree, after: Tree, asked: Set, show: int) -> bool:
    """Ask both trees a set and print how many answers differ; whether none does."""
    old, new = before.ask(asked), after.ask(asked)
    apart = differences(old, new)
    print(f"{asked.file}: {len(old)} answers, {len(apart)} differ", flush=True)
    for pair in apart[:show]:
        print(excerpt(*pair), flush=True)
    return not apart


def main() -> int:
    """Compare two trees; the exit status."""
    parser = argparse.ArgumentParser(description="Whether two trees answer alike.")
    parser.add_argument("before", type=Path, metavar="BEFORE", help="a checkout")
    parser.add_argument("after", type=Path, metavar="AFTER", help="another one")
    parser.add_argument("--questions", type=Path, default=QUESTIONS, metavar="DIR")
    parser.add_argument("--show", type=int, default=3, metavar="N", help="differences of each set")
    options = parser.parse_args()
    asked = list(sets(options.questions))
    if not asked:
        print(f"{options.questions} holds no questions.", file=sys.stderr)
        return 2
    with TemporaryDirectory() as folder:
        before = Tree(options.before, Path(folder) / "before")
        after = Tree(options.after, Path(folder) / "after")
        try:
            alike = [compare(before, after, one, options.show) for one in asked]
        except Failure as failure:
            print(failure, file=sys.stderr)
            return 2
    return 0 if all(alike) else 1


if __name__ == "__main__":
    sys.exit(main())
