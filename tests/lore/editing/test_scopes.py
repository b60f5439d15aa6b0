"""Whatever moderators do: it ends where the history says, and nobody elsewhere can tell."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lore.editing import Fields, Moderator, NewName
from lore.model.errors import LoreError
from lore.model.facts import SHARED, Status
from lore.packs import lines
from lore.store.changes.journal import loaded
from lore.store.changes.snapshots import Target, read_snapshots, same
from lore.texts.changes import ChangeTexts
from tests.support.editing import HERE, LANGUAGE, THERE, World, world
from tests.support.examples import examples

WORDS = ChangeTexts(LANGUAGE.properties)
M7, M8 = "Mission: Impossible 7", "Mission: Impossible 8"

FIELDS = (
    Fields(M8, "cast", "Hannah Waddingham", "Admiral Neely", title="News", published="2020"),
    Fields(M8, "cast", "Hannah Waddingham", "Admiral Neely", title="More", published="2021"),
    Fields(M8, "cast", "Rebecca Ferguson", "Ilsa Faust", title="News", published="2020"),
    Fields(M8, "cast", "Jane Doe", "Ilsa Faust", Status.CONFIRMED, title="Other", spoiler=True),
    Fields(M7, "release_date", "14 July 2023", title="News", published="2020"),
    Fields(M7, "release_date", "July 2023", title="Other", published="2021-02"),
    Fields(M8, "director", "Christopher McQuarrie", status=Status.DENIED, title="More"),
    Fields(M7, "budget", "much", title="News"),
    Fields(
        "Reckoning Day",
        "series",
        "Mission: Impossible",
        title="News",
        new=(NewName("Reckoning Day", "film", ("Mission: Impossible 9",)),),
    ),
)
NAMES = ("Hannah Waddingham", "Jane Doe", "Rebecca Ferguson", "Fergeson", "Tom Cruise", "Beckstar")
FILMS = (M7, M8, "Reckoning Day")
QUESTIONS = (
    "who plays Admiral Neely in mi8",
    "who plays ilsa faust",
    "who is in mission impossible 8",
    "when does mi7 come out",
    "who directs mi8",
    "what is the budget of mi7",
    "who is Rebecca Ferguson",
    "who is Beckstar",
    "who is Fergeson",
    "who is Jane Doe",
    "what series is mi9 part of",
    "how many films are there",
)
PREFIXES = ("", "Han", "Beck", "Ferg", "Reck", "mission impossible", "Jane D")
TABLE = b"subject,property,value,title\nMI7,budget,%d,A table\nMI8,composer,Lorne Balfe,A table\n"

Step = tuple[str, int, int]
STEPS = st.tuples(
    st.sampled_from(
        ["add", "add", "supersede", "edit", "retire", "restore", "prefer", "alias", "unalias",
         "merge", "undo", "undo", "setup", "import", "find"]
    ),
    st.integers(0, 11),
    st.integers(0, 5),
)  # fmt: skip
SEQUENCES = st.lists(STEPS, max_size=9)
BOUNDED = settings(
    max_examples=examples(25), deadline=None, suppress_health_check=list(HealthCheck)
)


@dataclass
class Moderating:
    """Carries out steps in one server; what is refused changes nothing."""

    here: World
    by: Moderator

    async def all(self, steps: Sequence[Step]) -> None:
        for step in steps:
            await self.one(step)

    async def one(self, step: Step) -> None:
        what, first, second = step
        act: Callable[[int, int], Awaitable[object]] = getattr(self, what)
        try:
            await act(first, second)
        except LoreError as error:
            assert str(error)  # noqa: PT017

    async def add(self, first: int, _: int) -> None:
        await self.here.add(FIELDS[first % len(FIELDS)], self.by)

    async def supersede(self, first: int, _: int) -> None:
        await self.here.add(FIELDS[first % len(FIELDS)], self.by, supersede=True)

    async def edit(self, first: int, second: int) -> None:
        fields = FIELDS[second % len(FIELDS)]
        await self.here.edit(await self._number(first), self.by, title=f"Edit {second}")
        await self.here.edit(await self._number(first), self.by, value=fields.value)

    async def retire(self, first: int, _: int) -> None:
        await self.here.retire(await self._number(first), self.by)

    async def restore(self, first: int, _: int) -> None:
        gone = (await self.here.editing.find("", self.by.scope, state="retired")).views
        if gone:
            await self.here.restore(gone[first % len(gone)].number, self.by)

    async def prefer(self, first: int, second: int) -> None:
        number = await self._number(first)
        rank: Any = ("preferred", "superseded", None)[second % 3]
        version = await self.here.version(number, self.by)
        await self.here.editing.prefer(number, self.by, version=version, rank=rank)

    async def alias(self, first: int, second: int) -> None:
        names = (*NAMES, *FILMS)
        alias = ("Beckstar", "Fergeson", "Lady of Hull")[second % 3]
        await self.here.editing.names.add(names[first % len(names)], alias, self.by)

    async def unalias(self, first: int, second: int) -> None:
        alias = ("Beckstar", "Fergeson", "Lady of Hull")[second % 3]
        await self.here.editing.names.remove(NAMES[first % len(NAMES)], alias, self.by)

    async def merge(self, first: int, second: int) -> None:
        names = FILMS if first % 3 == 0 else NAMES
        one, other = names[first % len(names)], names[second % len(names)]
        await self.here.editing.names.merge(one, other, self.by)

    async def undo(self, first: int, _: int) -> None:
        changes = await self.here.editing.history(self.by.scope)
        if changes:
            await self.here.editing.undo(changes[first % len(changes)].number, self.by)

    async def setup(self, first: int, second: int) -> None:
        await self.here.editing.setups.set(self.by, cooldown=first, channels=[second + 1])

    async def find(self, first: int, _: int) -> None:
        await self.here.editing.find(FILMS[first % len(FILMS)], self.by.scope, limit=3)

    async def bulk(self, content: bytes) -> None:
        await self.here.editing.bulk.take(content, "csv", self.by)

    async def _number(self, place: int) -> int:
        """The number of one of the facts that a few searches find."""
        editing, scope = self.here.editing, self.by.scope
        own = await editing.find("", scope, state="all", limit=6)
        some = await editing.find(f"cast {M8}", scope, state="all", limit=3)
        views = [*own.views, *some.views]
        return views[place % len(views)].number


async def _import(self: Moderating, first: int, _: int) -> None:
    await self.bulk(TABLE % first)


setattr(Moderating, "import", _import)


async def seen(here: World, scope: int) -> list[object]:
    """All that can be seen from a scope: answers, completions, sources, and an export's facts."""
    answers = [await here.answer(question, scope) for question in QUESTIONS]
    names = [await here.engine.complete(prefix, scope=scope) for prefix in PREFIXES]
    sources = [replace(one, id=0) for one in await here.engine.sources(scope)]
    export = await here.store.query_apart(lambda connection: list(lines(connection, scope)))
    facts = [_plain(one) for one in export if json.loads(one)["type"] != "source"]
    return [*answers, *names, *sources, *facts]


async def moderated(here: World, scope: int) -> list[object]:
    """What a server's moderators see besides."""
    editing = here.editing
    found = [await editing.find(text, scope, state="all") for text in ("", M7, M8, "Hannah")]
    history = [WORDS.change(change) for change in await editing.history(scope)]
    files = [*await editing.bulk.give(scope, "jsonl"), *await editing.bulk.give(scope, "csv")]
    sources = [replace(one, id=0) for one in await editing.sources("", scope)]
    return [
        *sources,
        await editing.source("A table", scope) is None,
        *[await editing.names.near(prefix, scope) for prefix in PREFIXES],
        *(WORDS.fact(view) for page in found for view in page.views),
        *(page.total for page in found),
        *history,
        *(_plain(part.decode()) for part in files),
        await editing.setups.get(scope),
    ]


def _plain(text: str) -> str:
    """An export without the random ends of its keys."""
    return re.sub(r"-[0-9a-f]{10}\b", "", text)


async def final_images(here: World, scope: int) -> None:
    """The snapshots of the history continue one another and end in what is stored."""
    rows = await here.store.read(
        "SELECT before, after FROM change WHERE scope = ? ORDER BY number", (scope,)
    )
    now: dict[Target, Any] = {}
    for before, after in rows:
        old, new = loaded(before), loaded(after)
        assert old.keys() == new.keys()
        for target, snapshot in old.items():
            if target in now:
                assert same(now[target], snapshot), target
            assert not same(snapshot, new[target]), target
        now |= new
    async with here.store.write() as writer:
        stored = await read_snapshots(writer, scope, now)
    for target, snapshot in now.items():
        assert same(stored[target], snapshot), (target, stored[target], snapshot)


async def undo_all(here: World, by: Moderator) -> None:
    """Take every change back, the latest first."""
    for change in await here.editing.history(by.scope, limit=1000):
        await here.editing.undo(change.number, by)


def here_and_there() -> tuple[Moderator, Moderator]:
    return Moderator(HERE, 1), Moderator(THERE, 2)


@pytest.fixture(scope="module")
def at_first(seeded: Path) -> dict[int, list[object]]:
    """What is seen from each scope before anything is changed."""

    async def look() -> dict[int, list[object]]:
        with TemporaryDirectory() as folder:
            async with world(Path(folder) / "lore.db", seeded) as here:
                return {scope: await seen(here, scope) for scope in (HERE, SHARED)}

    return asyncio.run(look())


@BOUNDED
@given(steps=SEQUENCES)
async def test_any_changes_and_undos_end_where_the_history_says(
    seeded: Path, at_first: dict[int, list[object]], steps: list[Step]
) -> None:
    by, _ = here_and_there()
    with TemporaryDirectory() as folder:
        async with world(Path(folder) / "lore.db", seeded) as here:
            await Moderating(here, by).all(steps)
            await final_images(here, HERE)
            await undo_all(here, by)
            await final_images(here, HERE)
            assert await seen(here, HERE) == at_first[HERE]
            assert await here.editing.bulk.give(HERE, "jsonl") == [b""]


@BOUNDED
@given(steps=SEQUENCES, others=st.lists(STEPS, max_size=4))
async def test_nothing_done_in_one_server_is_seen_elsewhere(
    seeded: Path, at_first: dict[int, list[object]], steps: list[Step], others: list[Step]
) -> None:
    by, there = here_and_there()
    with TemporaryDirectory() as folder:
        async with world(Path(folder) / "alone.db", seeded) as alone:
            await Moderating(alone, there).all(others)
            expected = [await seen(alone, THERE), await moderated(alone, THERE)]
        async with world(Path(folder) / "both.db", seeded) as both:
            await Moderating(both, by).all(steps[: len(steps) // 2])
            for place, step in enumerate(others):
                await Moderating(both, there).one(step)
                await Moderating(both, by).all(steps[len(steps) // 2 + place :][:1])
            await Moderating(both, by).all(steps[len(steps) // 2 + len(others) :])
            assert [await seen(both, THERE), await moderated(both, THERE)] == expected
            assert await seen(both, SHARED) == at_first[SHARED]


@BOUNDED
@example([("add", 0, 0), ("prefer", 0, 0), ("alias", 0, 0), ("undo", 2, 0)], "jsonl")
@example([("add", 0, 0), ("alias", 0, 0), ("undo", 1, 0)], "csv")
@example([("add", 0, 0), ("merge", 1, 0), ("undo", 1, 0)], "jsonl")
@example([("alias", 4, place) for place in range(3)], "jsonl")
@given(steps=SEQUENCES, form=st.sampled_from(["jsonl", "csv"]))
async def test_export_then_import_gives_equal_answers(
    seeded: Path, steps: list[Step], form: Any
) -> None:
    by, there = here_and_there()
    with TemporaryDirectory() as folder:
        async with world(Path(folder) / "one.db", seeded) as one:
            await Moderating(one, by).all(steps)
            expected = await seen(one, HERE)
            parts = await one.editing.bulk.give(HERE, form)
        async with world(Path(folder) / "other.db", seeded) as other:
            for part in parts:
                if part.strip() and part.count(b"\n") > (form == "csv"):
                    await other.editing.bulk.take(part, form, there)
            assert await seen(other, THERE) == expected
            assert await other.editing.bulk.give(THERE, form) == parts


async def test_a_denial_of_one_server_hides_nothing_from_another(
    tmp_path: Path, seeded: Path
) -> None:
    async with world(tmp_path / "lore.db", seeded) as here:
        before = await here.answer("who is in Mission: Impossible 7?", THERE)
        denial = Fields(
            subject="Mission: Impossible 7",
            property="cast",
            value="Simon Pegg",
            role="Benji Dunn",
            status=Status.DENIED,
            title="A denial",
            published="2023-01-01",
        )
        await here.add(denial)
        assert await here.answer("who is in Mission: Impossible 7?", HERE) != before
        assert await here.answer("who is in Mission: Impossible 7?", THERE) == before
