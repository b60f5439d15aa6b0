"""A database in which many servers have facts of their own about the same films."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from lore.answering import Engine
from lore.language.lexicon import Language
from lore.packs import seed
from lore.store import Store, open_store
from lore.store.changes.journal import ChangeHeader, ChangeJournal
from lore.store.changes.snapshots import (
    Cited,
    EntitySnapshot,
    FactSnapshot,
    HiddenSnapshot,
    MergedSnapshot,
    NameSnapshot,
    PreferenceSnapshot,
    Snapshot,
    SourceSnapshot,
    Target,
)
from lore.store.database import Writer
from lore.store.name_index.rebuild import renew_index
from lore.store.name_index.writer import standing_names

FIRST = 700_000_000_000_000_001
"""The id of the first server; the others follow it, and every fourth has the same."""
FILMS = ("mission-impossible-7", "mission-impossible-8")

Asking = Callable[[Engine, int], Awaitable[object]]
ASKED: dict[str, Asking] = {
    "/film": lambda engine, scope: engine.look("film", "mi7", scope=scope),
    "/cast": lambda engine, scope: engine.look("cast", "mi7", scope=scope),
    "/who": lambda engine, scope: engine.look("who", "Clara Dornik", scope=scope),
    "/dates": lambda engine, scope: engine.look("dates", "mi7", scope=scope),
    "/rumours": lambda engine, scope: engine.look("rumours", "mi7", scope=scope),
    "/sources": lambda engine, scope: engine.sources(scope),
    "a question": lambda engine, scope: engine.ask("who is in mi7", scope=scope),
    "a person": lambda engine, scope: engine.ask("films with Clara Dornik", scope=scope),
    "a misspelt person": lambda engine, scope: engine.ask("films with klara dornick", scope=scope),
    "a role": lambda engine, scope: engine.ask("who plays the villain in mi7", scope=scope),
    "two films": lambda engine, scope: engine.ask("who is in mi7 and mi8", scope=scope),
    "a year": lambda engine, scope: engine.ask("films released in 2023", scope=scope),
    "no name": lambda engine, scope: engine.ask("who is the director", scope=scope),
    "nothing known": lambda engine, scope: engine.ask("what is the budget of mi8", scope=scope),
    "names, none typed": lambda engine, scope: engine.complete("", scope=scope),
    "people, none typed": lambda engine, scope: engine.complete("", scope=scope, kinds={"person"}),
    "names, a letter": lambda engine, scope: engine.complete("c", scope=scope),
    "names, a word": lambda engine, scope: engine.complete("clara", scope=scope),
    "names, misspelt": lambda engine, scope: engine.complete("holmqist", scope=scope),
}
"""What a server's members ask, by what it shows."""
_AT_ONCE = 50
_GIVEN = ("Ada", "Bruno", "Clara", "Dario", "Elsa", "Ferran", "Greta", "Hugo", "Ines", "Jonas")
_FAMILY = ("Abano", "Brandel", "Castell", "Dornik", "Ebersol", "Falkner", "Grimaud", "Holmqvist")
PEOPLE = tuple(f"{given} {family}" for family, given in product(_FAMILY, _GIVEN))
_SAID = (
    ("budget", "value_text", "{} million dollars"),
    ("release_date", "value_date", "20{}"),
    ("trivia", "value_text", "the {}th take was kept"),
)


async def build(path: Path, data: Path, language: Language, servers: int, facts: int) -> None:
    """Make a database with the shipped pack and so many servers, each with so many facts."""
    async with open_store(path, data / "migrations") as store:
        await renew_index(store)
        await seed(store, data / "mission-impossible", language.properties)
        known = await _ids(store, "entity")
        hidden = list((await _ids(store, "fact")).values())
        for start in range(0, servers, _AT_ONCE):
            async with store.write(bulk=True) as writer:
                for number in range(start, min(start + _AT_ONCE, servers)):
                    snapshots = _Server(number, *await _next(writer)).snapshots(known, facts)
                    snapshots[Target("hidden", hidden[number % len(hidden)])] = HiddenSnapshot()
                    entry = ChangeHeader(11, "2026-01-01T00:00:00+00:00", "import", "import")
                    await ChangeJournal(writer, FIRST + number).make(entry, snapshots, {}, {})


async def _ids(store: Store, table: str) -> dict[str, int]:
    return dict(await store.read(f"SELECT key, id FROM {table} WHERE scope = 0"))


async def _next(writer: Writer) -> list[int]:
    """The ids of the next rows: of an entity, a source and a fact."""
    found = []
    for table in ("entity", "source", "fact"):
        rows = list(await writer.execute_fetchall(f"SELECT MAX(id) + 1 FROM {table}"))
        found.append(int(rows[0][0]))
    return found


@dataclass
class _Server:
    """What one server has of its own, from the next ids on."""

    number: int
    entity: int
    source: int
    fact: int

    def snapshots(self, known: dict[str, int], facts: int) -> dict[Target, Snapshot | None]:
        """Half of the facts name people of its own, the others say texts and dates."""
        snapshots: dict[Target, Snapshot | None] = {
            Target("source", self.source): _source(self.number)
        }
        films = [known[film] for film in FILMS]
        cast = facts // 2
        for place in range(cast):
            snapshots |= self._person(place)
        for place in range(facts):
            subject = films[place % len(films)]
            said = self._cast(place) if place < cast else _said(place)
            snapshots[Target("fact", self.fact + place)] = FactSnapshot(
                f"fact-{place}",
                subject,
                **said,
                citations=(Cited(self.source, "reported", None, None),),
            )
        snapshots[Target("preference", self.fact)] = PreferenceSnapshot("preferred")
        snapshots[Target("merged", self.entity)] = MergedSnapshot(self.entity + 1)
        seventh = Target("name", films[0], f"the seventh of {self.number % 4}")
        snapshots[seventh] = NameSnapshot("alias")
        return snapshots

    def _person(self, place: int) -> Iterator[tuple[Target, Snapshot]]:
        name = PEOPLE[(self.number % 4 * 7 + place) % len(PEOPLE)]
        number = self.entity + place
        yield Target("entity", number), EntitySnapshot(f"person-{place}", name, "person", None)
        for text, standing in standing_names(name, ()):
            yield Target("name", number, text), NameSnapshot(standing)

    def _cast(self, place: int) -> dict[str, Any]:
        role = f"the villain of scene {place}" if place % 5 == 0 else None
        return {"property": "cast", "value_id": self.entity + place, "role_text": role}


def _said(place: int) -> dict[str, Any]:
    name, column, text = _SAID[place % len(_SAID)]
    return {"property": name, column: text.format(10 + place % 90)}


def _source(number: int) -> SourceSnapshot:
    return SourceSnapshot(
        "source", f"News of server {number % 4}", "The Gazette", None, "2020-05-01", 0, None
    )
