"""Records of a small franchise, and what a store has of them."""

from __future__ import annotations

from pathlib import Path

from lore.model.facts import Status
from lore.store import Store
from lore.store.packs.recorder import Recorder
from lore.store.packs.records import CitationRecord, EntityRecord, FactRecord, SourceRecord, Term

MIGRATIONS = Path(__file__).resolve().parents[2] / "data" / "migrations"
SERVER, OTHER = 1234, 5678
ARTICLE = SourceRecord("article", "An article", "2020-07-07")
SERIES = EntityRecord("mi", "Mission: Impossible", "series")
SEVENTH = EntityRecord("mi-7", "Mission: Impossible 7", "film")
ILSA = EntityRecord("ilsa", "Ilsa Faust", "character", ("the British spy",))
CITED = (CitationRecord("article", Status.CONFIRMED, "paragraph 1"),)


def fact(key: str, subject: str, name: str, value: Term) -> FactRecord:
    return FactRecord(key, subject, name, value, CITED)


IN_SERIES = fact("mi-7-series", "mi-7", "series", Term("entity", "mi"))


async def write(
    store: Store,
    *records: SourceRecord | EntityRecord | FactRecord,
    scope: int = 0,
) -> Recorder:
    async with store.write() as writer:
        recorder = Recorder(writer, scope)
        await recorder.sources([one for one in records if isinstance(one, SourceRecord)])
        await recorder.entities([one for one in records if isinstance(one, EntityRecord)])
        await recorder.facts([one for one in records if isinstance(one, FactRecord)])
        await recorder.finish()
    return recorder


async def names(store: Store, scope: int = 0, standing: str = "%") -> set[str]:
    rows = await store.read(
        "SELECT text FROM name WHERE scope = ? AND standing LIKE ?", (scope, standing)
    )
    return {row[0] for row in rows}
