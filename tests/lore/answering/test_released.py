"""A work whose own confirmed date has passed is told of in the past."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from lore.answering import Engine
from lore.language.lexicon import Language
from lore.packs import import_pack
from lore.store import open_store
from lore.texts.overviews import OverviewTexts
from tests.lore.test_kinds import entity
from tests.support.asking import MIGRATIONS

TODAY = date(2031, 7, 1)
PAST, PRESENT = "Mara Quell directed Grand Epic.", "Mara Quell directs Grand Epic."


def pack(*dates: tuple[str, str]) -> Iterator[str]:
    yield json.dumps({"type": "source", "id": "gazette", "title": "The Gazette"})
    yield entity("epic", "Grand Epic", "film")
    yield entity("mara", "Mara Quell", "person")
    facts = [("director", {"entity": "mara"}, "confirmed")]
    facts += [("release_date", {"date": day}, status) for day, status in dates]
    for number, (name, value, status) in enumerate(facts):
        cited = [{"source": "gazette", "status": status}]
        record = {"type": "fact", "id": f"f{number}", "subject": "epic", "property": name}
        yield json.dumps(record | {"value": value, "citations": cited})


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        ([("2031-05-02", "confirmed")], PAST),
        ([("2031-05-02", "confirmed"), ("2031-05", "reported")], PAST),
        ([("2031-05", "confirmed"), ("2031-05-02", "rumoured")], PAST),
        ([("2031-11-02", "confirmed")], PRESENT),
        ([("2031", "confirmed")], PRESENT),
        ([("2031-05-02", "reported")], PRESENT),
        ([("2031-05-02", "rumoured")], PRESENT),
        ([("2031-05-02", "confirmed"), ("2031-06-01", "confirmed")], PRESENT),
        ([], PRESENT),
    ],
)
async def test_a_work_is_past_once_it_is_surely_out(
    dates: list[tuple[str, str]], told: str, language: Language, tmp_path: Path
) -> None:
    written = tmp_path / "pack.jsonl"
    written.write_text("\n".join(pack(*dates)), encoding="utf-8")
    async with open_store(tmp_path / "lore.db", MIGRATIONS) as store:
        await import_pack(store, [written], language.properties)
        answer = await Engine(store, language).ask("who directed grand epic")
    cards = OverviewTexts(language.properties, lambda: TODAY)
    assert cards.answer(answer.outcome).lines == (told,)
