"""Numbers that members see: each server counts its own, and gives none twice."""

from __future__ import annotations

from typing import Literal

from lore.store.database import Writer


async def next_numbers(
    writer: Writer, scope: int, what: Literal["entry", "suggestion"], count: int
) -> range:
    """The next `count` numbers of a server."""
    rows = await writer.execute_fetchall(
        "INSERT INTO numbered (scope, what, last) VALUES (?1, ?2, ?3) "
        "ON CONFLICT (scope, what) DO UPDATE SET last = last + ?3 RETURNING last",
        (scope, what, count),
    )
    last = int(next(iter(rows))[0])
    return range(last - count + 1, last + 1)
