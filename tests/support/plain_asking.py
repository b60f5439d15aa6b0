"""Asking a pack plain questions: of the plain language alone, or as a member asks the bot."""

from __future__ import annotations

import asyncio
import shutil
import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lore.answering import Engine
from lore.answering.fact_graph import FactGraph
from lore.answering.plain_questions import Graphs, PlainAnswer, PlainAnswers
from lore.language.lexicon import Language, load_language
from lore.model.facts import Answer, Outcome
from lore.packs import import_pack
from lore.steps import Steps
from lore.store import open_store
from lore.store.fact_reader import Reader
from lore.texts import AnswerTexts, record
from lore.understanding.plain.parser import PlainParser
from tests.support.asking import DATA, MIGRATIONS
from tests.support.language import language as shipped_language
from tests.support.plain_gold import TODAY, Gold, faults
from tests.support.plain_questions import questions
from tests.support.plain_relations import Relations
from tests.support.plain_world import PROPERTIES, World, records, table

Asking = Callable[[Path, Language, Sequence[str]], list[Outcome | None]]
"""What a database says to questions; None where it has nothing to say."""


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
    return [plain.answer(question, reader, graphs, TODAY, Steps()) for question in questions]


def outcomes(database: Path, language: Language, questions: Sequence[str]) -> list[Outcome | None]:
    """The same without the readings."""
    told = answers(database, language, questions)
    return [answer.outcome if answer else None for answer in told]


def of_the_bot(
    database: Path, language: Language, questions: Sequence[str]
) -> list[Outcome | None]:
    """What the bot says to questions, each of which stands alone."""

    async def ask() -> list[Outcome | None]:
        async with open_store(database, MIGRATIONS) as store:
            engine = Engine(store, language, clock=lambda: TODAY)
            return [(await engine.ask(question)).outcome for question in questions]

    return asyncio.run(ask())


def loaded(pack: Path, database: Path, language: Language) -> Path:
    """A new database with a pack."""

    async def load() -> None:
        async with open_store(database, MIGRATIONS) as store:
            await import_pack(store, [pack], language.properties)

    asyncio.run(load())
    return database


def language_of(pack: Path, folder: Path) -> Language:
    """The language in which a pack is asked: with the property tables beside it, where it brings
    its own, for which a data folder is made."""
    own = pack.with_suffix(".toml")
    if not own.exists():
        return shipped_language()
    data = folder / "data"
    shutil.copytree(DATA / "language", data / "language")
    tables = [PROPERTIES.read_text(encoding="utf-8"), own.read_text(encoding="utf-8")]
    (data / "properties.toml").write_text("\n".join(tables), encoding="utf-8")
    return load_language(data)


def questions_of(pack: Path) -> list[Gold]:
    """The questions over a pack with their gold, asked on a day that is always the same."""
    tables = [path for path in (PROPERTIES, pack.with_suffix(".toml")) if path.exists()]
    world = World.read(records(pack), table(*tables))
    return list(dict.fromkeys([*questions(world), *Relations(world).all()]))


def scored(
    database: Path, language: Language, asked: Sequence[Gold], ask: Asking = outcomes
) -> Score:
    """How many questions a database answers rightly."""
    score, wording = Score(), AnswerTexts(language.properties)
    told = ask(database, language, [gold.question for gold in asked])
    for gold, outcome in zip(asked, told, strict=True):
        score.asked[gold.operator] += 1
        wrong = ["is not plain"]
        if outcome is not None:
            full = Answer(gold.question, outcome)
            wrong = faults(gold, record(full, wording), wording.plain(full))
        if wrong:
            score.wrong.append(f"{gold.operator}: {gold.question} {'; '.join(wrong)}")
        else:
            score.right[gold.operator] += 1
    return score
