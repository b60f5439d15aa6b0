"""Yes or no on dates: of the work that bears it out, and told where the dates of it differ."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from lore.answering import Engine
from lore.language.lexicon import Language
from lore.model.facts import Found
from lore.packs import import_pack
from lore.store import open_store
from tests.support.asking import MIGRATIONS

DATES = (
    ("salt", "Saltborn", "2026-06-19", "ledger"),
    ("bell", "The Drowned Bell", "2028-02-18", "ledger"),
    ("bell", "The Drowned Bell", "2028-05-12", "gazette"),
)


def pack() -> str:
    records: list[dict[str, object]] = [
        {"type": "source", "id": "ledger", "title": "Screen Ledger", "published": "2025-06-10"},
        {"type": "source", "id": "gazette", "title": "Marsh Gazette", "published": "2025-06-10"},
        {"type": "entity", "id": "marsh", "name": "Gallowfen", "kind": "series"},
    ]
    for film, title in {film: title for film, title, _, _ in DATES}.items():
        cited = [{"source": "ledger", "status": "confirmed"}]
        fact = {"type": "fact", "id": f"{film}-series", "subject": film, "property": "series"}
        records.append({"type": "entity", "id": film, "name": title, "kind": "film"})
        records.append({**fact, "value": {"entity": "marsh"}, "citations": cited})
    for film, _, date, source in DATES:
        cited = [{"source": source, "status": "confirmed"}]
        fact = {"type": "fact", "subject": film, "property": "release_date"}
        told = {"id": f"{film}-{source}", "value": {"date": date}, "citations": cited}
        records.append({**fact, **told})
    return "".join(json.dumps(record) + "\n" for record in records)


@pytest.fixture
async def marsh(tmp_path: Path, language: Language) -> AsyncIterator[Engine]:
    path = tmp_path / "pack.jsonl"
    path.write_text(pack(), encoding="utf-8")
    async with open_store(tmp_path / "lore.db", MIGRATIONS) as store:
        await import_pack(store, [path], language.properties)
        yield Engine(store, language)


async def verdict(engine: Engine, question: str) -> tuple[str | None, bool]:
    outcome = (await engine.ask(question)).outcome
    assert isinstance(outcome, Found)
    return outcome.verdict, outcome.conflict


async def test_what_differs_of_one_film_unsettles_no_other(marsh: Engine) -> None:
    assert await verdict(marsh, "Is the release date of Gallowfen June 2026?") == ("yes", False)
    assert await verdict(marsh, "Is the release date of Saltborn 2026?") == ("yes", False)


async def test_a_yes_tells_that_the_dates_that_bear_it_out_differ(marsh: Engine) -> None:
    assert await verdict(marsh, "Is the release date of The Drowned Bell 2028?") == ("yes", True)
    asked = "Is the release date of The Drowned Bell 18 February 2028?"
    assert await verdict(marsh, asked) == ("unconfirmed", True)
