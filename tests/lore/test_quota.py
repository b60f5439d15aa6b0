"""What a server may store: counted, told before it is met, and refused in one line."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import pytest

from lore.editing.errors import Refused
from lore.quota import Quota
from lore.store.changes.stored import read_stored
from lore.texts import quota
from lore.texts.changes import ChangeTexts, imported
from lore.texts.quota import filling
from tests.support.editing import ELSEWHERE, FERGUSON, HERE, LANGUAGE, MOD, THERE, World, world

TRIVIA = replace(FERGUSON, property="trivia", value="the train was real", role=None)


class Opening(Protocol):
    """Opens a world with a quota."""

    async def __call__(self, **most: int) -> World: ...


@pytest.fixture
async def opening(tmp_path: Path, seeded: Path) -> AsyncIterator[Opening]:
    async with AsyncExitStack() as stack:

        async def opened(**most: int) -> World:
            path = tmp_path / "lore.db"
            return await stack.enter_async_context(world(path, seeded, quota=Quota(**most)))

        yield opened


async def add(here: World, count: int, first: int = 0) -> None:
    for number in range(first, first + count):
        await here.add(replace(TRIVIA, value=f"take {number} was kept"))


async def add_names(here: World, count: int) -> None:
    for number in range(count):
        await here.add(replace(FERGUSON, value=f"Nobody Number{number}", title=f"News {number}"))


async def undo_all(here: World, numbers: Iterable[int]) -> None:
    for number in numbers:
        await here.editing.undo(number, MOD)


def file(rows: int, *, first: int = 0) -> bytes:
    lines = [f"mi7,trivia,take {number} was kept,Gazette" for number in range(first, first + rows)]
    return "\n".join(["subject,property,value,title", *lines]).encode()


async def test_all_that_a_server_has_is_counted_and_nothing_else(opening: Opening) -> None:
    here = await opening()
    await add(here, 2)
    await here.add(replace(FERGUSON, value="Nobody Known", role="Somebody Else"), ELSEWHERE)
    stored = await here.store.query(lambda c: read_stored(c, HERE))
    rows = await here.store.read("SELECT before, after FROM change WHERE scope = ?", (HERE,))
    size = sum(len(text.encode()) for row in rows for text in row)
    assert stored == {"facts": 2, "names": 0, "sources": 1, "text": size}
    there = await here.store.query(lambda c: read_stored(c, THERE))
    assert (there["facts"], there["names"], there["sources"]) == (1, 2, 1)


async def test_what_goes_beyond_is_refused_in_one_line_and_nothing_is_stored(
    opening: Opening,
) -> None:
    here = await opening(facts=3)
    await add(here, 3)
    before = await here.store.query(lambda c: list(c.iterdump()))
    with pytest.raises(Refused) as refused:
        await add(here, 1, first=3)
    said = str(refused.value)
    assert "4 facts" in said
    assert "3 facts is the most" in said
    assert "SERVER_FACTS" in said
    assert "\n" not in said
    # The draft was given a number; nothing else is there.
    after = await here.store.query(lambda c: list(c.iterdump()))
    assert [row for row in after if row not in before and 'INTO "number"' not in row] == []


@pytest.mark.parametrize("resource", ["names", "sources", "text"])
async def test_each_has_its_quota(opening: Opening, resource: str) -> None:
    here = await opening(**{resource: 1})
    with pytest.raises(Refused, match=quota.SETTINGS[resource]):  # type: ignore[index]
        await add_names(here, 3)


async def test_another_server_has_its_own_room(opening: Opening) -> None:
    here = await opening(facts=1)
    await add(here, 1)
    await here.add(TRIVIA, ELSEWHERE)
    with pytest.raises(Refused, match="SERVER_FACTS"):
        await add(here, 1, first=1)


async def test_an_import_is_taken_as_a_whole_or_not(opening: Opening) -> None:
    here = await opening(facts=10)
    with pytest.raises(Refused, match="SERVER_FACTS"):
        await here.editing.bulk.take(file(11), "csv", MOD)
    assert await here.store.read("SELECT 1 FROM fact WHERE scope = ?", (HERE,)) == []
    taken = await here.editing.bulk.take(file(10), "csv", MOD)
    assert "stores 10 facts of at most 10 facts" in imported(taken)


async def test_it_is_told_before_it_is_met(opening: Opening) -> None:
    here = await opening(facts=10)
    await add(here, 8)
    draft = await here.propose(TRIVIA)
    assert draft.filling == ()
    saved = await here.editing.save(draft, MOD)
    (told,) = filling(saved.filling)
    assert told == "This server stores 9 facts of at most 10 facts: what goes beyond is refused."
    draft = await here.propose(TRIVIA, value="the plane was real")
    assert told in ChangeTexts(LANGUAGE.properties).draft(draft).lines
    assert (await here.editing.save(draft, MOD)).filling[0].stored == 10


async def test_what_is_full_can_be_taken_back(opening: Opening) -> None:
    here = await opening(facts=10)
    await add(here, 10)
    size = (await here.store.query(lambda c: read_stored(c, HERE)))["text"]
    here.editing._runner.quota = Quota(facts=10, text=size)
    number = await here.found("take 1")
    with pytest.raises(Refused, match="SERVER_TEXT_MB"):
        await here.edit(number, value="take 1 was lost")
    await here.retire(number)
    await here.editing.undo(1, MOD)
    # That, too, has an end.
    with pytest.raises(Refused, match="SERVER_TEXT_MB"):
        await undo_all(here, range(12, 60))


async def test_counting_reads_indexes_alone(opening: Opening) -> None:
    here = await opening()
    plans = await here.store.query(
        lambda c: [
            row[3]
            for row in c.execute("EXPLAIN QUERY PLAN SELECT SUM(size) FROM change WHERE scope = 1")
        ]
    )
    assert plans == ["SEARCH change USING COVERING INDEX change_by_size (scope=?)"]
