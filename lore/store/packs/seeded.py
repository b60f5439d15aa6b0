"""Which packs were seeded, by what digest, and which rows each brought."""

from __future__ import annotations

from collections.abc import Iterable

from lore.store.database import Store, Writer


async def pack_digest(store: Store, pack: str) -> str | None:
    """The digest of the pack as it was last seeded; None if it never was."""
    rows = await store.read("SELECT digest FROM pack WHERE name = ?", (pack,))
    return str(rows[0][0]) if rows else None


async def count_facts(store: Store) -> int:
    """How many facts all scopes have together, without the retired."""
    return int((await store.read("SELECT count(*) FROM fact WHERE retired = 0"))[0][0])


async def takes_pack(store: Store, pack: str) -> bool:
    """Whether a pack that ships with the program belongs here: it came before, or nothing did yet.

    So a database that was made by an import is never seeded.
    """
    return await pack_digest(store, pack) is not None or await store.is_void()


async def replace_pack(
    writer: Writer, pack: str, digest: str, entities: Iterable[int], facts: Iterable[int]
) -> tuple[list[int], list[int]]:
    """Note what a pack holds now; the entities and facts that it held before and no longer does."""
    rows = await writer.execute_fetchall(
        "SELECT what, target_id FROM pack_row WHERE pack = ? ORDER BY target_id", (pack,)
    )
    now = {("entity", row_id) for row_id in entities} | {("fact", row_id) for row_id in facts}
    gone = [(kind, row_id) for kind, row_id in rows if (kind, row_id) not in now]
    await writer.execute_fetchall(
        """
        INSERT INTO pack (name, digest)
        VALUES (?1, ?2)
        ON CONFLICT (name) DO UPDATE SET digest = ?2
        """,
        (pack, digest),
    )
    await writer.execute_fetchall("DELETE FROM pack_row WHERE pack = ?", (pack,))
    await writer.executemany(
        "INSERT INTO pack_row (pack, what, target_id) VALUES (?, ?, ?)",
        [(pack, *row) for row in sorted(now)],
    )
    return (
        [row_id for kind, row_id in gone if kind == "entity"],
        [row_id for kind, row_id in gone if kind == "fact"],
    )
