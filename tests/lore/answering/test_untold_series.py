"""Films that no fact tells to be a series: those whose titles begin alike are one."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from lore.answering import Engine
from lore.language.lexicon import Language
from lore.packs import import_pack
from lore.store import open_store
from lore.texts import AnswerTexts
from tests.support.asking import MIGRATIONS, Member

FILMS = [
    ("The Velvet Mule", "2011-03-04", "Ines Calloway"),
    ("Kitewing", "2016-10-07", "Paul Ibarra"),
    ("Kitewing II: The Cold Flue", "2019-02-15", "Mina Rusk"),
    ("Kitewing III: Cinder Parish", "2023-03-24", "Bram Oduya"),
    ("Kitewing IV: A Sky of Her Own", "2031-03-12", "Dot Dacosta"),
]


def pack() -> str:
    records: list[dict[str, object]] = [
        {"type": "source", "id": "book", "title": "Press Book", "published": "2026-01-02"}
    ]
    for number, (title, date, director) in enumerate(FILMS):
        film, person = f"film-{number}", f"person-{number}"
        records += [
            {"type": "entity", "id": film, "name": title, "kind": "film"},
            {"type": "entity", "id": person, "name": director, "kind": "person"},
        ]
        for name, value in (("release_date", {"date": date}), ("director", {"entity": person})):
            cited = [{"source": "book", "status": "confirmed", "locator": "page 1"}]
            fact = {"type": "fact", "id": f"{name}-{number}", "subject": film, "property": name}
            records.append({**fact, "value": value, "citations": cited})
    return "".join(json.dumps(record) + "\n" for record in records)


@pytest.fixture
async def fan(tmp_path: Path, language: Language, wording: AnswerTexts) -> AsyncIterator[Member]:
    path = tmp_path / "pack.jsonl"
    path.write_text(pack(), encoding="utf-8")
    async with open_store(tmp_path / "lore.db", MIGRATIONS) as store:
        await import_pack(store, [path], language.properties)
        yield Member(Engine(store, language), wording)


@pytest.mark.parametrize(
    ("question", "director"),
    [
        ("who directed the first one", "Paul Ibarra"),
        ("Who directed the first film?", "Paul Ibarra"),
        ("who directed the third one", "Bram Oduya"),
    ],
)
async def test_the_first_film_is_the_first_of_the_series(
    fan: Member, question: str, director: str
) -> None:
    reply = await fan.ask(question)
    assert director in str(reply.data["text"])


async def test_a_film_of_another_title_is_still_known(fan: Member) -> None:
    assert "Ines Calloway" in str((await fan.ask("who directed the velvet mule")).data["text"])
