"""Reading a server's history of changes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple

from lore.store.changes.snapshots import Target
from lore.store.moderator_reader import ModeratorReader

_SELECT = """
    SELECT
        change.id, change.number, change.actor, change.made_at, change.action, change.target_id,
        change.reason, change.before, change.after, undone.number,
        (SELECT MAX(later.number) FROM change AS later WHERE later.undoes = change.id)
    FROM change
    LEFT JOIN change AS undone ON undone.id = change.undoes
"""
_AMONG_TARGETS = """
    AND change.id IN (
        SELECT change_id
        FROM touched
        WHERE scope = :scope AND unit IN (SELECT value FROM json_each(:targets))
    )
"""


class ChangeRow(NamedTuple):
    """A change; `undoes` and `undone_by` are the numbers of others. Snapshots are JSON."""

    id: int
    number: int
    actor: str
    made_at: str
    action: str
    fact: int | None
    reason: str | None
    before: str
    after: str
    undoes: int | None
    undone_by: int | None


class HistoryReader(ModeratorReader):
    """Looks changes of one server up."""

    def change(self, number: int) -> ChangeRow | None:
        """A change by its number."""
        row = self._connection.execute(
            f"{_SELECT} WHERE change.scope = ? AND change.number = ?", (self.scope, number)
        ).fetchone()
        return ChangeRow(*row) if row else None

    def changes(
        self, targets: Iterable[Target] | None, limit: int, before: int | None = None
    ) -> list[ChangeRow]:
        """The latest changes, those that touched one of some targets if given; before a number."""
        rows = self._connection.execute(
            f"""
            {_SELECT}
            WHERE change.scope = :scope
                {"" if targets is None else _AMONG_TARGETS}
                AND (:before IS NULL OR change.number < :before)
            ORDER BY change.number DESC
            LIMIT :limit
            """,
            {
                "scope": self.scope,
                "targets": json.dumps([str(target) for target in targets or ()]),
                "before": before,
                "limit": limit,
            },
        )
        return [ChangeRow(*row) for row in rows]

    def touched_after(self, change: int, targets: Iterable[Target]) -> int | None:
        """The number of the latest change after one, by its row id, that touched its targets."""
        row = self._connection.execute(
            """
            SELECT MAX(change.number)
            FROM touched
            JOIN change ON change.id = touched.change_id
            WHERE touched.scope = ?1
                AND touched.change_id > ?2
                AND touched.unit IN (SELECT value FROM json_each(?3))
            """,
            (self.scope, change, json.dumps([str(target) for target in targets])),
        ).fetchone()
        return int(row[0]) if row[0] is not None else None

    def with_key(self, key: str) -> list[int]:
        """The facts of a key: the server's own and the shared one."""
        rows = self._connection.execute(
            "SELECT id FROM fact WHERE key = ? AND scope IN (0, ?) ORDER BY id", (key, self.scope)
        )
        return [row[0] for row in rows]
