"""How much of articles is found and how much of what is proposed is right.

    python -m tests.bench.articles FOLDER … [--misses] [--properties cast,release_date]

Found is the part of the articles' facts that are proposed, right the part of the proposals that are
among them; optional facts count neither as missed nor, when proposed, as wrong. Folders are as
`lore/training/articles/gold.py` tells.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from lore.articles.learning import Learner  # noqa: E402
from lore.articles.reading import read_file  # noqa: E402
from lore.articles.texts import record  # noqa: E402
from lore.articles.vocabulary import load_vocabulary  # noqa: E402
from lore.language.lexicon import load_language  # noqa: E402
from lore.training.articles.gold import articles_of, facts_of, same_fact  # noqa: E402
from lore.training.articles.rows import store_of  # noqa: E402

DATA = ROOT / "data"


@dataclass
class Score:
    """Counts over articles, by property."""

    gold: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    proposed: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    status: Counter[bool] = field(default_factory=Counter)

    def line(self, name: str, properties: Sequence[str]) -> str:
        """The figures of some properties, as one line."""

        def total(counts: Counter[str]) -> int:
            return sum(counts[one] for one in properties)

        gold, found = total(self.gold), total(self.found)
        proposed, right = total(self.proposed), total(self.right)
        return (
            f"{name}: found {found} of {gold} ({_part(found, gold)}), "
            f"right {right} of {proposed} ({_part(right, proposed)})"
        )


def _part(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


def score(
    total: Score, gold: Sequence[Mapping[str, Any]], proposed: Sequence[Mapping[str, Any]]
) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    """Count an article in; returns what was missed and what was wrong."""
    missed = []
    for fact in gold:
        if fact.get("optional"):
            continue
        total.gold[fact["property"]] += 1
        met = [one for one in proposed if same_fact(fact, one)]
        if met:
            total.found[fact["property"]] += 1
            total.status[any(one["status"] == fact.get("status") for one in met)] += 1
        else:
            missed.append(fact)
    wrong = []
    for one in proposed:
        met = [fact for fact in gold if same_fact(fact, one)]
        if met and all(fact.get("optional") for fact in met):
            continue
        total.proposed[one["property"]] += 1
        if met:
            total.right[one["property"]] += 1
        else:
            wrong.append(one)
    return missed, wrong


def shown(fact: Mapping[str, Any]) -> str:
    """A fact as one line."""
    parts = (fact["subject"], fact["property"], fact["value"], fact.get("role"), fact.get("status"))
    more = fact.get("pattern") or fact.get("paragraph") or fact.get("locator")
    return " | ".join(str(part) for part in (*parts, more) if part is not None)


async def proposals(folder: Path, articles: Iterable[Path]) -> dict[Path, list[dict[str, Any]]]:
    """What each article of a folder proposes, on a store with the folder's pack alone."""
    language, vocabulary = load_language(DATA), load_vocabulary(DATA)
    async with store_of(folder, DATA / "migrations", language.properties) as store:
        learner = Learner(store, language, vocabulary)
        found = {}
        for path in articles:
            reviewed = await learner.review(read_file(path, vocabulary))
            found[path] = [record(reviewed, one) for one in reviewed.proposals]
        return found


def main() -> None:
    """Score the folders of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--misses", action="store_true", help="show what was missed and wrong")
    parser.add_argument("--properties", help="count these alone, with commas between")
    options = parser.parse_args()
    wanted = set(options.properties.split(",")) if options.properties else None
    total = Score()
    for folder in options.folders:
        paths = articles_of(folder)
        for path, proposed in asyncio.run(proposals(folder, paths)).items():
            gold = [one for one in facts_of(path) if not wanted or one["property"] in wanted]
            proposed = [one for one in proposed if not wanted or one["property"] in wanted]
            own = Score()
            score(own, gold, proposed)
            missed, wrong = score(total, gold, proposed)
            print(own.line(path.name, sorted({*own.gold, *own.proposed})))
            if options.misses:
                for title, facts in (("missed", missed), ("wrong", wrong)):
                    print("".join(f"    {title}: {shown(fact)}\n" for fact in facts), end="")
    names = sorted({*total.gold, *total.proposed})
    for name in names:
        print(total.line(f"  {name}", [name]))
    right = total.status[True]
    print(f"status: {_part(right, sum(total.status.values()))} of what was found")
    print(total.line("ALL", names))


if __name__ == "__main__":
    main()
