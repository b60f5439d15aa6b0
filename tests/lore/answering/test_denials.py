"""What one source confirms and another denies: a conflict, with both sides shown."""

from __future__ import annotations

from pathlib import Path

from lore.answering import Engine
from lore.language.lexicon import Language
from lore.packs import import_pack
from lore.store import open_store
from lore.texts import AnswerTexts
from tests.support.asking import MIGRATIONS, Member
from tests.support.packs import jsonl


async def test_confirmed_against_denied_is_a_conflict(sailor: Member) -> None:
    for question in (
        "who plays keeper rourke in the third film",
        "is odd brekke in storm harbour 3",
        "does odd brekke play rourke in the third film",
    ):
        reply = await sailor.ask(question)
        assert reply.data["conflict"], reply.said
        assert reply.said.startswith("Sources disagree.")
        assert "Denied: Odd Brekke plays Keeper Rourke in Storm Harbour 3" in reply


async def test_a_claim_that_a_newer_source_denies_is_told_no(
    tmp_path: Path, language: Language, wording: AnswerTexts
) -> None:
    records: list[dict[str, object]] = [
        {"type": "source", "id": "first", "title": "First Word", "published": "2025-02-11"},
        {"type": "source", "id": "later", "title": "Later Word", "published": "2026-03-04"},
        {"type": "entity", "id": "film", "name": "The Last Collection", "kind": "film"},
        {"type": "entity", "id": "wrenn", "name": "Tobin Wrenn", "kind": "person"},
        {
            "type": "fact",
            "id": "score",
            "subject": "film",
            "property": "composer",
            "value": {"entity": "wrenn"},
            "citations": [
                {"source": "first", "status": "confirmed"},
                {"source": "later", "status": "denied"},
            ],
        },
    ]
    pack = jsonl(tmp_path / "pack.jsonl", records)
    async with open_store(tmp_path / "lore.db", MIGRATIONS) as store:
        await import_pack(store, [pack], language.properties)
        member = Member(Engine(store, language), wording)
        for question in (
            "is tobin wrenn still scoring the last collection?",
            "did tobin wrenn compose the music of the last collection",
        ):
            reply = await member.ask(question)
            assert (reply.data["verdict"], reply.data["conflict"]) == ("no", True), reply.said
