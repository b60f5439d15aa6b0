"""Asking a pack plain questions, without the engine around them."""

from __future__ import annotations

import asyncio
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lore.answering.fact_graph import FactGraph
from lore.answering.plain_questions import Graphs, PlainAnswer, PlainAnswers
from lore.language.lexicon import Language
from lore.model.facts import Answer
from lore.packs import import_pack
from lore.store import open_store
from lore.store.fact_reader import Reader
from lore.texts import AnswerTexts, record
from lore.understanding.plain.parser import PlainParser
from tests.support.asking import DATA, MIGRATIONS
from tests.support.plain_questions import TODAY, Gold, Questions, faults
from tests.support.plain_world import PROPERTIES, World, records


@dataclass
class Score:
    """Questions asked and answered rightly by operator, and what was wrong with the others."""

    asked: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        return self.right.total() / max(self.asked.total(), 1)


def kinds() -> dict[str, list[str]]:
    """The words that people have for kinds."""
    words = tomllib.loads((DATA / "language" / "words.toml").read_text(encoding="utf-8"))
    return dict(words["kinds"])


def answers(
    database: Path, language: Language, questions: Sequence[str]
) -> list[PlainAnswer | None]:
    """What a database says to plain questions."""
    plain = PlainAnswers(PlainParser(language.properties, kinds()), language.properties)

    async def ask() -> list[PlainAnswer | None]:
        async with open_store(database, MIGRATIONS) as store:
            return await store.query(
                lambda connection: _asked(plain, Reader(connection), language, questions)
            )

    return asyncio.run(ask())


def _asked(
    plain: PlainAnswers, reader: Reader, language: Language, questions: Sequence[str]
) -> list[PlainAnswer | None]:
    graphs = Graphs(FactGraph(reader, language.properties))
    return [plain.answer(question, reader, graphs, TODAY) for question in questions]


def loaded(pack: Path, database: Path, language: Language) -> Path:
    """A new database with a pack."""

    async def load() -> None:
        async with open_store(database, MIGRATIONS) as store:
            await import_pack(store, [pack], language.properties)

    asyncio.run(load())
    return database


def questions_of(pack: Path) -> list[Gold]:
    """The questions over a pack with their gold."""
    return Questions(World.read(records(pack), PROPERTIES)).all()


def scored(database: Path, language: Language, asked: Sequence[Gold]) -> Score:
    """How many questions a database answers rightly."""
    score, wording = Score(), AnswerTexts(language.properties)
    told = answers(database, language, [gold.question for gold in asked])
    for gold, answer in zip(asked, told, strict=True):
        score.asked[gold.operator] += 1
        wrong = ["is not plain"]
        if answer is not None:
            full = Answer(gold.question, answer.outcome)
            wrong = faults(gold, record(full, wording), wording.plain(full))
        if wrong:
            score.wrong.append(f"{gold.operator}: {gold.question} {'; '.join(wrong)}")
        else:
            score.right[gold.operator] += 1
    return score
