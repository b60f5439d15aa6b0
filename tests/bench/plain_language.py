"""Generated plain questions over every operator of the algebra, on any packs.

    python -m tests.bench.plain_language PACK.jsonl … [--bot] [-v]

Each pack goes into a new database (with the property tables of a file of its name that ends with
.toml, where there is one), is asked all that `tests/support/plain_questions.py` and
`plain_relations.py` make of it, and is judged by the records alone: of the plain language, or with
`--bot` as a member asks, through all that reads questions. Prints the share that is right by
operator and by pack; `-v` also what is wrong.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from pathlib import Path

from tests.support.plain_asking import (
    language_of,
    loaded,
    of_the_bot,
    outcomes,
    questions_of,
    scored,
)


def main() -> None:
    """Ask and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("packs", nargs="+", type=Path)
    parser.add_argument("--bot", action="store_true", help="ask the whole bot")
    parser.add_argument("-v", action="store_true", help="print what is wrong")
    options = parser.parse_args()
    asked: Counter[str] = Counter()
    right: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for number, pack in enumerate(options.packs):
            place = Path(folder) / str(number)
            place.mkdir()
            language = language_of(pack, place)
            database = loaded(pack, place / "lore.db", language)
            questions = questions_of(pack)
            score = scored(database, language, questions, of_the_bot if options.bot else outcomes)
            asked += score.asked
            right += score.right
            print(f"{pack}: {score.right.total()} of {score.asked.total()} ({score.share:.2%})")
            if options.v:
                print(*(f"  {line}" for line in score.wrong), sep="\n")
    for operator, count in sorted(asked.items()):
        print(f"{operator:12} {right[operator]:5} of {count:5} ({right[operator] / count:.1%})")
    print(
        f"{'all':12} {right.total():5} of {asked.total():5} ({right.total() / asked.total():.2%})"
    )


if __name__ == "__main__":
    main()
