"""What each weight of lore/language/costs.py is worth: how many answers change where it is another.

    python tests/bench/costs.py [--by 0.2] [--questions FILE] [NAME …]

Asks all questions of a file (tests/questions/franchise.jsonl unless given) of the shipped pack: as
the program is, and for each weight, or for those named, with that one so much less and more. Prints
for each how many answers are others, as the bytes of their JSON, and how many of the questions that
have wanted answers (`want`) gain or lose a right one.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from lore.answering import Engine  # noqa: E402
from lore.language import costs  # noqa: E402
from lore.language.lexicon import load_language  # noqa: E402
from lore.store import Store, open_store  # noqa: E402
from lore.texts import AnswerTexts  # noqa: E402
from lore.texts.answer_json import record  # noqa: E402
from tests.support.stage import seeded  # noqa: E402

DATA = ROOT / "data"
QUESTIONS = ROOT / "tests" / "questions" / "franchise.jsonl"
Answer = Mapping[str, Any]
Rows = Sequence[Mapping[str, Any]]


def weights() -> Iterator[str]:
    """The names of all weights."""
    for name, value in vars(costs).items():
        if name.isupper() and isinstance(value, float | tuple | Mapping):
            yield name


def scaled(weight: Any, factor: float) -> Any:
    """A weight, or each of several, times a factor."""
    if isinstance(weight, Mapping):
        return {key: scaled(value, factor) for key, value in weight.items()}
    if isinstance(weight, tuple):
        return tuple(scaled(value, factor) for value in weight)
    return weight * factor


async def answers(store: Store, questions: Sequence[str]) -> Sequence[Answer]:
    """The answers of an engine that is made with the weights as they are now."""
    language = load_language(DATA)
    engine, wording = Engine(store, language), AnswerTexts(language.properties)
    told = []
    for question in questions:
        answer = record(await engine.ask(question), wording)
        del answer["elapsed_ms"]
        told.append(answer)
    return told


def is_right(answer: Answer, want: Sequence[Sequence[str]]) -> bool:
    """Whether an answer has a name of each group that is wanted."""
    return bool(want) and all(any(name in answer["text"] for name in group) for group in want)


def compared(rows: Rows, usual: Sequence[Answer], other: Sequence[Answer]) -> str:
    """How many answers are others, and how many right ones were gained and lost."""
    changed = gained = lost = 0
    for row, old, new in zip(rows, usual, other, strict=True):
        before, now = is_right(old, row["want"]), is_right(new, row["want"])
        changed += old != new
        gained += now and not before
        lost += before and not now
    return f"{changed} others, +{gained} -{lost}"


async def measure(database: Path, rows: Rows, names: Sequence[str], by: float) -> None:
    """Print what each weight is worth."""
    questions = [row["q"] for row in rows]
    async with open_store(database, migrations=DATA / "migrations") as store:
        usual = await answers(store, questions)
        for name in names:
            kept = getattr(costs, name)
            told = [name]
            for factor in (1 - by, 1 + by):
                setattr(costs, name, scaled(kept, factor))
                other = await answers(store, questions)
                setattr(costs, name, kept)
                told.append(f"x {factor:.1f}: {compared(rows, usual, other)}")
            print("  ".join(told), flush=True)


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description="What each weight set by hand is worth.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="a weight; all unless given")
    parser.add_argument("--by", type=float, default=0.2, help="how much less and more")
    parser.add_argument("--questions", type=Path, default=QUESTIONS, metavar="FILE")
    options = parser.parse_args()
    lines = options.questions.read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    with tempfile.TemporaryDirectory() as folder:
        database = seeded(Path(folder))
        asyncio.run(measure(database, rows, options.names or list(weights()), options.by))


if __name__ == "__main__":
    main()
