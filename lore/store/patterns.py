"""How often moderators accepted and rejected what each pattern of articles proposed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass

from lore.store.database import Writer


@dataclass(frozen=True, slots=True)
class Judged:
    """How often one pattern's proposals were accepted and rejected in a server."""

    accepted: int = 0
    rejected: int = 0


async def add_verdicts(
    writer: Writer, scope: int, names: Collection[str], *, accepted: bool
) -> None:
    """Count a verdict for each of some patterns; one that is named twice counts twice."""
    await writer.executemany(
        """
        INSERT INTO pattern (scope, name, accepted, rejected)
        VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (scope, name) DO UPDATE SET
            accepted = accepted + ?3, rejected = rejected + ?4
        """,
        [(scope, name, int(accepted), int(not accepted)) for name in names],
    )


def verdicts(
    connection: sqlite3.Connection, scope: int, names: Collection[str]
) -> dict[str, Judged]:
    """What a server's moderators made of some patterns, where they judged them at all."""
    rows = connection.execute(
        """
        SELECT name, accepted, rejected
        FROM pattern
        WHERE scope = ? AND name IN (SELECT value FROM json_each(?))
        """,
        (scope, json.dumps(list(names))),
    )
    return {name: Judged(accepted, rejected) for name, accepted, rejected in rows}
