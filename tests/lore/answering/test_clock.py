"""What hangs on the day of the question: how long until, how long ago, whether a work is out."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from lore.answering import Engine
from lore.language.lexicon import Language
from lore.packs import import_pack
from lore.store import Store, open_store
from lore.texts import AnswerTexts
from tests.lore.test_kinds import entity
from tests.support.asking import MIGRATIONS, Member

BEFORE, BETWEEN, LONG_AFTER = date(2026, 5, 1), date(2027, 3, 3), date(2029, 9, 14)

Asked = Callable[[date], Member]


def pack() -> Iterator[str]:
    yield json.dumps(
        {"type": "source", "id": "gazette", "title": "The Gazette", "published": "2026-04-20"}
    )
    yield json.dumps(
        {"type": "source", "id": "echo", "title": "The Echo", "published": "2026-04-18"}
    )
    for name, day in (("early", "2025-06-01"), ("late", "2026-02-01")):
        told = {"type": "source", "id": name, "title": name, "published": day}
        yield json.dumps(told | {"publisher": "The Wharf Times"})
    facts = [
        ("fourth", "Rope Ladder", "2027-05-01", "early"),
        ("fourth", "Rope Ladder", "2027-09-01", "late"),
        ("first", "Salt Ladder", "2025-10-03", "gazette"),
        ("second", "Iron Ladder", "2027-03-01", "gazette"),
        ("third", "Glass Ladder", "2028-06-09", "gazette"),
        ("third", "Glass Ladder", "2028-07-01", "echo"),
    ]
    for id, name in dict.fromkeys((id, name) for id, name, *_ in facts):
        yield entity(id, name, "film")
    for number, (id, _, day, source) in enumerate(facts):
        cited = [{"source": source, "status": "confirmed"}]
        record = {"type": "fact", "id": f"f{number}", "subject": id, "property": "release_date"}
        yield json.dumps(record | {"value": {"date": day}, "citations": cited})


@pytest.fixture
async def store(tmp_path: Path, language: Language) -> AsyncIterator[Store]:
    written = tmp_path / "pack.jsonl"
    written.write_text("\n".join(pack()), encoding="utf-8")
    async with open_store(tmp_path / "lore.db", MIGRATIONS) as store:
        await import_pack(store, [written], language.properties)
        yield store


@pytest.fixture
def on(store: Store, language: Language, wording: AnswerTexts) -> Asked:
    """Who asks on a day."""
    return lambda day: Member(Engine(store, language, clock=lambda: day), wording)


@pytest.mark.parametrize(
    ("question", "day", "verdict"),
    [
        ("is salt ladder out yet", BEFORE, "yes"),
        ("is iron ladder out yet", BEFORE, "no"),
        ("has glass ladder come out", BEFORE, "no"),
        ("did iron ladder come out already", BETWEEN, "unconfirmed"),
        ("is iron ladder released yet", LONG_AFTER, "unconfirmed"),
        ("so iron ladder isn't out yet?", BEFORE, "yes"),
        ("is there a release date for iron ladder", BEFORE, "yes"),
    ],
)
async def test_a_work_is_out_by_the_day_of_the_question(
    on: Asked, question: str, day: date, verdict: str
) -> None:
    reply = await on(day).ask(question)
    assert reply.data["verdict"] == verdict, reply.said
    due = "It was due by now, but no source tells that it is out."
    assert (due in reply) == (verdict == "unconfirmed")


async def test_whether_a_work_is_out_is_told_by_the_date_that_holds(on: Asked) -> None:
    reply = await on(BEFORE).ask("is rope ladder out yet")
    told = "No. The release date of Rope Ladder is 1 September 2027; first 1 May 2027 — confirmed."
    assert reply.said == told


@pytest.mark.parametrize(
    ("question", "day", "told"),
    [
        ("how long until iron ladder", BETWEEN, "2 days ago"),
        ("how long ago did salt ladder come out", BEFORE, "6 months and 28 days (210 days) ago"),
    ],
)
async def test_time_runs_to_the_day_of_the_question(
    on: Asked, question: str, day: date, told: str
) -> None:
    assert told in await on(day).ask(question)


async def test_how_long_until_a_disputed_date_tells_that_sources_disagree(on: Asked) -> None:
    reply = await on(BEFORE).ask("how long until glass ladder")
    assert reply.data["conflict"]
    assert "(770 days) or in 2 years and 2 months (792 days)." in reply
    assert "9 June 2028" in reply
    assert "1 July 2028" in reply


async def test_as_of_a_day_is_asked_on_it(on: Asked) -> None:
    reply = await on(LONG_AFTER).ask("how long until iron ladder", as_of="2027-02-27")
    assert "In 2 days." in reply
