"""Articles with their facts as what is learned from: mentions and possible facts."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from lore.articles.extractor import SECONDS, STEPS, Extractor
from lore.articles.judging.account import Account
from lore.articles.judging.features import FeatureReader, Features
from lore.articles.judging.judge import worth_judging
from lore.articles.judging.possible_facts import (
    JUDGED,
    PossibleFactFinder,
    Works,
)
from lore.articles.judging.wording import Wording
from lore.articles.lexemes import Lexemes, load_lexemes
from lore.articles.named import text_of
from lore.articles.reading import read_file
from lore.articles.vocabulary import Vocabulary, load_vocabulary
from lore.language.lexicon import load_language
from lore.language.properties import Properties
from lore.packs import import_pack
from lore.steps import Steps
from lore.store import Store, open_store
from lore.store.fact_reader import Reader
from lore.training.articles.gold import (
    articles_of,
    facts_of,
    flat,
    named,
    names_of,
    same_fact,
    same_name,
    same_value,
)

Facts = Sequence[Mapping[str, Any]]
_NONE = Wording(dict.fromkeys(JUDGED, 0.0), {})
"""What is told of words before anything was learned."""
_AS_CAST = ("known_for", "lead")
"""Properties of articles' facts that are told as casts are."""


@dataclass(frozen=True, slots=True)
class Learned:
    """One article of a group: as it was read, with the facts that readers took from it."""

    group: str
    name: str
    account: Account
    facts: Facts
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """A possible fact: its key and features, whether readers took it, with some differing
    (`optional`), and whether a pattern or a clause claims it."""

    key: tuple[str, str, str]
    features: Features
    right: bool
    optional: bool
    claimed: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A mention: what it names in which article, the features of the words about it, and by
    property whether it is a value of it in a fact of the article."""

    value: tuple[str, str, str]
    features: frozenset[str]
    right: Mapping[str, bool]


@asynccontextmanager
async def store_of(folder: Path, migrations: Path, properties: Properties) -> AsyncIterator[Store]:
    """A store of its own with the pack of a folder of articles alone."""
    with tempfile.TemporaryDirectory() as place:
        async with open_store(Path(place) / "lore.db", migrations) as store:
            if (pack := folder / "pack.jsonl").exists():
                await import_pack(store, [pack], properties)
            yield store


class Reading:
    """Reads articles as the program does."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._language = load_language(data)
        self._words: Vocabulary = load_vocabulary(data)
        self._lexemes: Lexemes = load_lexemes(data)
        self._extractor = Extractor(self._words, self._language)

    def learned(self, folder: Path, migrations: Path) -> list[Learned]:
        """The articles of a folder, each against its pack alone."""
        return asyncio.run(self._learned(folder, migrations))

    async def _learned(self, folder: Path, migrations: Path) -> list[Learned]:
        found = []
        group = str(folder.relative_to(folder.parents[1]))
        names = names_of(folder)
        async with store_of(folder, migrations, self._language.properties) as store:
            for path in articles_of(folder):
                account = await store.query(partial(self._account, path))
                found.append(Learned(group, path.name, account, facts_of(path), names))
        return found

    def _account(self, path: Path, connection: sqlite3.Connection) -> Account:
        article = read_file(path, self._words)
        return self._extractor.account(article, Reader(connection, 0), _steps())[0]

    def told(self, one: Learned) -> Iterator[Told]:
        """The mentions of an article."""
        for seen in self._finder(one.account, Works(one.account), _NONE).seen():
            right = {name: _is_value(one.facts, name, seen.value) for name in seen.properties}
            about = (one.group, one.name, text_of(seen.value))
            yield Told(about, frozenset(seen.features), right)

    def rows(self, one: Learned, wording: Wording) -> Iterator[Row]:
        """The possible facts of an article, with the words' log-odds by some model."""
        works = Works(one.account)
        features = FeatureReader(one.account, works)
        found = self._finder(one.account, works, wording).found()
        for fact, is_claimed in worth_judging(one.account, found):
            made = proposal(one, fact.key)
            met = [gold for gold in one.facts if same_fact(gold, made)]
            optional = bool(met) and all(gold.get("optional") for gold in met)
            yield Row(fact.key, features.of(fact), bool(met), optional, is_claimed)

    def _finder(self, account: Account, works: Works, wording: Wording) -> PossibleFactFinder:
        return PossibleFactFinder(account, works, wording, self._words, self._lexemes, _steps())


def proposal(one: Learned, key: tuple[str, str, str]) -> dict[str, Any]:
    """A possible fact as the facts of its article are told."""
    work, name, value = key
    return named(flat({"subject": work, "property": name, "value": value}), one.names)


def _steps() -> Steps:
    return Steps(STEPS, seconds=SECONDS)


def _is_value(facts: Facts, name: str, value: object) -> bool:
    """Whether something is the value of a property in a fact."""
    text = getattr(value, "text", None)
    for fact in facts:
        told = "cast" if fact["property"] in _AS_CAST else fact["property"]
        if told != name:
            continue
        other = fact["subject"] if fact["property"] == "known_for" else fact["value"]
        if text is None and same_value(str(other), str(value)):
            return True
        if text is not None and same_name(str(other), text):
            return True
    return False
