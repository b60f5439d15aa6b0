"""A database in which one server has many facts of its own, all about one film."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from lore.language.lexicon import Language
from lore.packs import seed
from lore.store import open_store
from lore.store.changes.journal import ChangeHeader, ChangeJournal
from lore.store.changes.snapshots import (
    Cited,
    EntitySnapshot,
    FactSnapshot,
    NameSnapshot,
    Snapshot,
    SourceSnapshot,
    Target,
)
from lore.store.name_index.rebuild import renew_index
from lore.store.name_index.writer import standing_names

SERVER = 700_000_000_000_000_001
FILM = "mission-impossible-7"
FIRST_NAME = "Ada Abano"
"""Somebody who is in the film whatever the number of facts."""
ANSWERED = {
    "the cast": "who is in mi7",
    "how many": "how many people are in mi7",
    "a person": f"what films is {FIRST_NAME} in",
    "whether": f"is {FIRST_NAME} in mi7",
    "a role": "who plays the porter of scene 5 in mi7",
    "the director": "who directed mi7",
    "a date": "when is mi7 out",
    "texts": "trivia about mi7",
    "places": "where was mi7 filmed",
    "two films": "who is in mi7 and mi8",
    "all of it": "tell me about mi7",
    "misspelt": "what films is Adda Abanno in",
}
UNANSWERED = {
    "no fact": "who designed the costumes of mi7",
    "no fact of another": "what is the budget of mi8",
    "no such name": "who plays Zorblax Quint in mi7",
    "no such role": "who plays the astronaut in mi7",
    "not there": "is Ada Abano in mi8",
    "not understood": "why does mi7 smell of boiled cabbage",
}
_GIVEN = ("Ada", "Bruno", "Clara", "Dario", "Elsa", "Ferran", "Greta", "Hugo", "Ines", "Jonas")
_SYLLABLES = tuple(f"{one}{two}" for one in "bdfgklmnprstvz" for two in "aeiou")
_PLACES = ("Oslo", "Rome", "Abu Dhabi", "Birmingham", "Norway", "Venice")
_CAST = 0.6
"""The part of the facts that name people; of the others most are texts."""


async def build(path: Path, data: Path, language: Language, facts: int) -> None:
    """Make a database with the shipped pack and a server with so many facts of its own."""
    async with open_store(path, data / "migrations") as store:
        await renew_index(store)
        await seed(store, data / "mission-impossible", language.properties)
        (film,) = (await store.read("SELECT id FROM entity WHERE key = ?", (FILM,)))[0]
        async with store.write(bulk=True) as writer:
            ids = [
                int(next(iter(await writer.execute_fetchall(sql)))[0])
                for sql in (
                    "SELECT MAX(id) + 1 FROM entity",
                    "SELECT MAX(id) + 1 FROM source",
                    "SELECT MAX(id) + 1 FROM fact",
                )
            ]
            snapshots = dict(_snapshots(film, facts, *ids))
            entry = ChangeHeader(11, "2026-01-01T00:00:00+00:00", "import", "import")
            await ChangeJournal(writer, SERVER).make(entry, snapshots, {}, {})


def _snapshots(
    film: int, facts: int, entity: int, source: int, fact: int
) -> Iterator[tuple[Target, Snapshot]]:
    """What the server has of its own, from the next ids on."""
    paper = SourceSnapshot("source", "The Gazette", "The Gazette", None, "2020-05-01", 0, None)
    yield Target("source", source), paper
    cited = (Cited(source, "reported", None, None),)
    cast = round(facts * _CAST)
    for place, name in enumerate(_names(cast)):
        person = entity + place
        yield Target("entity", person), EntitySnapshot(f"person-{place}", name, "person", None)
        for text, standing in standing_names(name, ()):
            yield Target("name", person, text), NameSnapshot(standing)
        role = f"the porter of scene {place}" if place % 5 == 0 else None
        yield (
            Target("fact", fact + place),
            FactSnapshot(
                f"f{place}", film, "cast", value_id=person, role_text=role, citations=cited
            ),
        )
    for place in range(cast, facts):
        name, text = _said(place)
        yield (
            Target("fact", fact + place),
            FactSnapshot(f"f{place}", film, name, value_text=text, citations=cited),
        )


def _names(count: int) -> Iterator[str]:
    """Names of people, each once."""
    chance, used = random.Random(7), {FIRST_NAME}
    yield FIRST_NAME
    while len(used) < count:
        family = "".join(chance.choice(_SYLLABLES) for _ in range(3)).capitalize()
        name = f"{chance.choice(_GIVEN)} {family}"
        if name not in used:
            used.add(name)
            yield name


def _said(place: int) -> tuple[str, str]:
    if place % 4:
        return "trivia", f"take {place} was kept"
    return "filming_location", f"{_PLACES[place % len(_PLACES)]}, street {place}"
