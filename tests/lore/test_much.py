"""Something with thousands of facts costs no more than what is told of it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from lore.answering import Engine
from lore.language.lexicon import Language
from lore.model.facts import Found
from lore.packs import import_pack
from lore.store import Store, open_store
from lore.store.changes.journal import ChangeHeader, ChangeJournal
from lore.store.changes.snapshots import MergedSnapshot, Target
from lore.store.fact_reader import MOST_ABOUT, Reader
from lore.texts import AnswerTexts
from tests.lore.test_kinds import entity, fact
from tests.support.asking import MIGRATIONS, Member

T = TypeVar("T")
CAST = 2_000
SERVER = 7


def pack() -> Iterator[str]:
    yield json.dumps({"type": "source", "id": "gazette", "title": "The Gazette"})
    yield entity("epic", "Grand Epic", "film")
    yield entity("mara", "Mara Quell", "person")
    for number in range(CAST):
        yield entity(f"p{number}", f"Extra Nobody{number}", "person")
        role = {"role": {"text": f"porter of scene {number}"}} if number % 5 == 0 else {}
        yield fact(number, "epic", "cast", {"entity": f"p{number}"}, **role)


@pytest.fixture
async def store(tmp_path: Path, language: Language) -> AsyncIterator[Store]:
    """A film with a cast of thousands."""
    written = tmp_path / "pack.jsonl"
    written.write_text("\n".join(pack()), encoding="utf-8")
    async with open_store(tmp_path / "lore.db", MIGRATIONS) as opened:
        await import_pack(opened, [written], language.properties)
        yield opened


@pytest.fixture
def member(store: Store, language: Language, wording: AnswerTexts) -> Member:
    """Somebody who asks about it."""
    return Member(Engine(store, language), wording)


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


async def test_a_list_of_thousands_is_read_in_parts_to_its_end(
    member: Member, loaded: list[int]
) -> None:
    names: list[str] = []
    while len(names) < CAST:
        loaded.clear()
        answer, _ = await member.engine.converse("who is in grand epic", None, beyond=len(names))
        found = answer.outcome
        assert isinstance(found, Found)
        assert found.read is not None
        assert found.total == CAST - len(names)
        assert len(loaded) == found.read < CAST / 4
        names += [str(getattr(line.fact.value, "name", "")) for line in found.lines]
    assert names == [f"Extra Nobody{number}" for number in range(CAST)]


async def test_how_many_are_counted_as_they_stand_in_the_server(
    member: Member, store: Store
) -> None:
    async def counted() -> int:
        answer = await member.engine.ask("how many people are in grand epic", scope=SERVER)
        assert isinstance(answer.outcome, Found)
        return answer.outcome.total

    assert await counted() == CAST
    rows = await store.read("SELECT id FROM entity WHERE key IN ('p7', 'p1999') ORDER BY id")
    async with store.write() as writer:
        snapshots = {Target("merged", rows[1][0]): MergedSnapshot(rows[0][0])}
        entry = ChangeHeader(11, "2026-01-01T00:00:00+00:00", "merge", "merge")
        await ChangeJournal(writer, SERVER).make(entry, snapshots, {}, {})
    assert await counted() == CAST - 1


@pytest.mark.parametrize(
    "role", ["porter of scene 15", "porter of scene 1995", "Portre of scene 15"]
)
async def test_a_role_among_thousands(member: Member, role: str, loaded: list[int]) -> None:
    answer = await member.engine.ask(f"who plays the {role} in grand epic")
    assert isinstance(answer.outcome, Found)
    (line,) = answer.outcome.lines
    assert line.fact.role == f"porter of scene {role.split()[-1]}"
    assert len(loaded) < 50


async def test_what_it_has_is_found_without_reading_all_of_it(store: Store) -> None:
    def counted(
        connection: sqlite3.Connection, look: Callable[[Reader, int], list[T]]
    ) -> tuple[list[T], int]:
        """What a look finds of the film, and SQLite's steps, in tens."""
        reader, steps = Reader(connection, SERVER), 0

        def count() -> None:
            nonlocal steps
            steps += 1

        (film,) = connection.execute("SELECT id FROM entity WHERE key = 'epic'").fetchone()
        connection.set_progress_handler(count, 10)
        found = look(reader, film)
        connection.set_progress_handler(None, 0)
        return found, steps

    held, steps = await store.query(lambda it: counted(it, Reader.properties_of))
    assert held == ["cast"]
    assert steps < CAST / 10
    first, steps = await store.query(lambda it: counted(it, Reader.about))
    assert first == sorted(first)
    assert len(first) == MOST_ABOUT
    assert steps < CAST
