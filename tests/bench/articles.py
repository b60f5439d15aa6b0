"""How much of articles is found and how much of what is proposed is right.

    python -m tests.bench.articles FOLDER … [--misses] [--properties cast,release_date]

A folder has `pack.jsonl` (what is known beforehand; without it nothing is), and for each article
NAME.txt or NAME.html its facts as NAME.facts.jsonl: objects with subject, property, value, role,
status. Found is the part of those facts that are proposed, right the part of the proposals that are
among them; a fact with `"optional": true`, and any of NAME.extra.jsonl, counts neither as missed
nor, when proposed, as wrong. Names and dates are compared tolerantly: a part of a name stands for
it, a month for its day; a proposal without a role is right where the fact has one. That somebody is
known for a film ("known_for", which is no property of the store) is found by any credit of theirs
in that film; and a villain by who plays them or by their name. An alias of the pack stands for the
name.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
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
from lore.language import text as folding  # noqa: E402
from lore.language.lexicon import load_language  # noqa: E402
from lore.model.dates import PartialDate  # noqa: E402
from lore.model.errors import DateError  # noqa: E402
from lore.packs import import_pack  # noqa: E402
from lore.store import open_store  # noqa: E402

DATA = ROOT / "data"
FREE = frozenset(
    {"said", "hiatus_cause", "filming_hiatus", "role_description", "production_status"}
)
"""Properties whose value is told in words: any words of the same subject count."""
CREDITS = frozenset(
    {"cast", "lead", "director", "writer", "producer", "composer", "cinematographer", "creator"}
)
"""Properties that tell what somebody is known for."""
WITHIN = {"lead": "cast", "filming_resumption_planned": "production_status"}
"""Properties that articles' facts may tell by another: a lead is one of the cast, and that filming
is to resume is how far a film is."""


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


def same_name(one: str | None, other: str | None) -> bool:
    """Whether two texts name the same: the words of one are all in the other."""
    if one is None or other is None:
        return one == other
    first, second = (set(folding.without_article(folding.words(text))) for text in (one, other))
    return bool(first and second) and (first <= second or second <= first)


def same_value(one: str, other: str) -> bool:
    """Whether two values are the same: dates that agree, or names."""
    try:
        return PartialDate.parse(one).agrees(PartialDate.parse(other))
    except DateError:
        return same_name(one, other)


def same_fact(gold: Mapping[str, Any], proposed: Mapping[str, Any]) -> bool:
    """Whether a proposal says what a fact of the article says."""
    if gold["property"] == "known_for":
        return (
            proposed["property"] in CREDITS
            and same_name(str(gold["value"]), proposed["subject"])
            and same_name(gold["subject"], str(proposed["value"]))
        )
    known = proposed["property"]
    if gold["property"] not in (known, WITHIN.get(known)):
        return False
    if known == "filming_resumption_planned" != gold["property"]:
        return "resum" in gold["value"] and same_name(gold["subject"], proposed["subject"])
    if not same_name(gold["subject"], proposed["subject"]):
        return False
    if gold["property"] in FREE:
        return True
    values = [gold["value"], *gold.get("also", ())]
    if not any(same_value(str(one), str(proposed["value"])) for one in values):
        return False
    told, role = gold.get("role"), proposed.get("role")
    return told is None or role is None or same_name(told, role) or not told[:1].isupper()


def flat(fact: Mapping[str, Any]) -> dict[str, Any]:
    """A fact of the article with plain texts for its value and role."""

    def text(term: object) -> str | None:
        if isinstance(term, Mapping):
            return str(next(iter(term.values())))
        return None if term is None else str(term)

    return {**fact, "value": text(fact.get("value")), "role": text(fact.get("role"))}


def names_of(folder: Path) -> dict[str, str]:
    """The names of a folder's pack by their folded aliases: "Velvet Key 6" is a film's title."""
    pack = folder / "pack.jsonl"
    lines = pack.read_text(encoding="utf-8").splitlines() if pack.exists() else []
    entities = [record for line in lines if (record := json.loads(line))["type"] == "entity"]
    pairs = [(alias, one["name"]) for one in entities for alias in one.get("aliases", ())]
    pairs += [(one["name"], one["name"]) for one in entities]
    return {folding.key(folding.words(text)): name for text, name in pairs}


def named(fact: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """A fact with the names of the pack for their aliases, where one of its terms is one whole."""
    return {
        **fact,
        **{
            slot: names.get(folding.key(folding.words(text)), text)
            for slot in ("subject", "value", "role")
            if isinstance(text := fact.get(slot), str)
        },
    }


def facts_of(path: Path) -> list[dict[str, Any]]:
    """The facts beside an article; those of its further properties are optional."""
    facts = []
    names = names_of(path.parent)
    for suffix, more in ((".facts.jsonl", {}), (".extra.jsonl", {"optional": True})):
        beside = path.with_suffix(suffix)
        lines = beside.read_text(encoding="utf-8").splitlines() if beside.exists() else []
        facts += [
            named(flat({**json.loads(line), **more}), names) for line in lines if line.strip()
        ]
    for villain in (one for one in facts if one["property"] == "villain"):
        villain["also"] = [
            one["role"]
            for one in facts
            if one["property"] == "cast" and one.get("role") and one["value"] == villain["value"]
        ]
    return facts


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
    with tempfile.TemporaryDirectory() as place:
        async with open_store(Path(place) / "lore.db", DATA / "migrations") as store:
            if (pack := folder / "pack.jsonl").exists():
                await import_pack(store, [pack], language.properties)
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
        paths = [
            path
            for path in sorted(folder.iterdir())
            if path.suffix in (".txt", ".html") and path.with_suffix(".facts.jsonl").exists()
        ]
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
