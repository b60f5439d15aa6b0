"""Rows of a scope by their ids, as the keys and citations that records name them by."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import Literal

from lore.model.facts import Status
from lore.store.packs.records import CitationRecord

_KEYS = {
    "entity": (
        """
        SELECT entity.id, entity.key
        FROM json_each(?) AS wanted
        CROSS JOIN entity ON entity.id = wanted.value
        """
    ),
    "fact": (
        """
        SELECT fact.id, fact.key
        FROM json_each(?) AS wanted
        CROSS JOIN fact ON fact.id = wanted.value
        """
    ),
}


def keys_of(
    connection: sqlite3.Connection, table: Literal["entity", "fact"], ids: Iterable[int]
) -> dict[int, str]:
    """The keys of rows, by id."""
    return dict(connection.execute(_KEYS[table], (json.dumps(list(ids)),)).fetchall())


def citations_of(
    connection: sqlite3.Connection, facts: Iterable[int], scope: int
) -> dict[int, list[CitationRecord]]:
    """The live citations that facts have in a scope, by the fact's id."""
    rows = connection.execute(
        """
        SELECT citation.fact_id, source.key, citation.status, citation.locator, citation.as_of
        FROM json_each(?1) AS wanted
        CROSS JOIN citation ON citation.fact_id = wanted.value AND citation.scope = ?2
        JOIN source ON source.id = citation.source_id
        WHERE citation.retired = 0
        ORDER BY citation.id
        """,
        (json.dumps(list(facts)), scope),
    )
    citations: dict[int, list[CitationRecord]] = {}
    for fact, source, status, locator, as_of in rows:
        citations.setdefault(fact, []).append(
            CitationRecord(source, Status(status), locator, as_of)
        )
    return citations
