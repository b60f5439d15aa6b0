"""Writing the citations of facts."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import cast

from lore.store.database import Writer
from lore.store.records import CitationRecord
from lore.store.rows import Cell, Put

CitationRow = tuple[int, str, str | None, str | None]
"""A citation's source, status, locator and date."""


def citation_row(one: CitationRecord, sources: Mapping[str, int]) -> CitationRow:
    """A citation's cells; `sources` are row ids by key."""
    return (sources[one.source], str(one.status), one.locator, one.as_of)


async def write_citations(
    writer: Writer, scope: int, facts: Mapping[int, tuple[Put, list[CitationRow]]]
) -> set[int]:
    """Give facts their citations; the ids of older facts whose citations changed.

    A citation that is no longer given is retired rather than deleted: its id must not come to
    mean another, which a server may have hidden.
    """
    held: dict[int, dict[CitationRow, tuple[int, int]]] = defaultdict(dict)
    rows = await writer.execute_fetchall(
        "SELECT id, retired, fact_id, source_id, status, locator, as_of FROM citation "
        "WHERE fact_id IN (SELECT value FROM json_each(?)) AND scope = ? ORDER BY retired DESC",
        (json.dumps([key for key, (put, _) in facts.items() if put.before]), scope),
    )
    for number, retired, fact, *cells in rows:
        held[fact][cast(CitationRow, tuple(cells))] = (number, retired)
    new: list[tuple[Cell, ...]] = []
    turned: list[tuple[int, int]] = []
    changed: set[int] = set()
    for fact, (put, given) in facts.items():
        wanted = dict.fromkeys(given)
        lacking = [(scope, fact, *row) for row in wanted if row not in held[fact]]
        turning = [
            (int(row not in wanted), number)
            for row, (number, retired) in held[fact].items()
            if (row in wanted) == bool(retired)
        ]
        new += lacking
        turned += turning
        if put.before is not None and (lacking or turning):
            changed.add(fact)
    await writer.executemany(
        "INSERT INTO citation (scope, fact_id, source_id, status, locator, as_of) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        new,
    )
    await writer.executemany("UPDATE citation SET retired = ? WHERE id = ?", turned)
    return changed
