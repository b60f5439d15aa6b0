"""Something with thousands of facts costs no more than what is told of it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from lore.answering import Engine
from lore.language.lexicon import Language
from lore.packs import import_pack
from lore.store import open_store
from lore.texts import AnswerTexts
from tests.lore.test_kinds import entity, fact
from tests.support.asking import MIGRATIONS, Member

CAST = 2_000


def pack() -> Iterator[str]:
    yield json.dumps({"type": "source", "id": "gazette", "title": "The Gazette"})
    yield entity("epic", "Grand Epic", "film")
    yield entity("mara", "Mara Quell", "person")
    for number in range(CAST):
        yield entity(f"p{number}", f"Extra Nobody{number}", "person")
        yield fact(number, "epic", "cast", {"entity": f"p{number}"})


@pytest.fixture
async def member(tmp_path: Path, language: Language, wording: AnswerTexts) -> AsyncIterator[Member]:
    """Somebody who asks about a film with a cast of thousands."""
    written = tmp_path / "pack.jsonl"
    written.write_text("\n".join(pack()), encoding="utf-8")
    async with open_store(tmp_path / "lore.db", MIGRATIONS) as store:
        await import_pack(store, [written], language.properties)
        yield Member(Engine(store, language), wording)


@pytest.mark.parametrize(
    "question",
    ["who directed grand epic", "does mara quell play in grand epic", "grand epic budget"],
)
async def test_a_question_without_an_answer_loads_few_facts(
    member: Member, question: str, loaded: list[int]
) -> None:
    reply = await member.ask(question)
    assert reply.data["outcome"] == "unknown"
    assert len(loaded) < 50
