"""What a server sees otherwise than the shared scope has it, as records for its export."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

OverlayType = Literal["hidden", "hidden_name", "rank", "merged"]


@dataclass(frozen=True, slots=True)
class Overlay:
    """A hidden shared fact, a hidden name (`text`) of a shared entity, the rank (`text`) of a
    fact, or an entity that is merged into another (`text` is that one's key)."""

    type: OverlayType
    key: str
    text: str = ""


_SELECTS: dict[OverlayType, str] = {
    # A fact in whose stead the server has its own is hidden by that.
    "hidden": "SELECT fact.key, '' FROM hidden JOIN fact ON fact.id = hidden.target_id "
    "WHERE hidden.scope = ?1 AND hidden.what = 'fact' AND NOT EXISTS (SELECT 1 FROM fact AS own "
    "WHERE own.scope = ?1 AND own.key = fact.key AND own.retired = 0) ORDER BY fact.id",
    "hidden_name": "SELECT entity.key, name.text FROM hidden "
    "JOIN name ON name.id = hidden.target_id JOIN entity ON entity.id = name.entity_id "
    "WHERE hidden.scope = ?1 AND hidden.what = 'name' ORDER BY entity.id, name.text",
    "rank": "SELECT fact.key, rank FROM preference JOIN fact ON fact.id = preference.fact_id "
    "WHERE preference.scope = ?1 AND fact.retired = 0 AND NOT EXISTS (SELECT 1 FROM hidden "
    "WHERE hidden.scope = ?1 AND hidden.what = 'fact' AND hidden.target_id = fact.id) "
    "ORDER BY fact.id",
    "merged": "SELECT entity.key, root.key FROM merged "
    "JOIN entity ON entity.id = merged.entity_id JOIN entity AS root ON root.id = merged.into_id "
    "WHERE merged.scope = ?1 ORDER BY entity.id",
}


def overlays(connection: sqlite3.Connection, scope: int) -> Iterator[Overlay]:
    """All overlays of a server."""
    for kind, sql in _SELECTS.items():
        for key, text in connection.execute(sql, (scope,)):
            yield Overlay(kind, key, text)
