"""Words that a server uses for what a property already has a phrase for."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from lore.names import forms
from lore.store.database import Writer

Phrases = Mapping[tuple[str, ...], tuple[str, ...]]
"""Folded words of a server with the folded words that they stand for."""


def phrases(connection: sqlite3.Connection, scope: int) -> Phrases:
    """The phrases of a server; the shared scope has none of these."""
    rows = connection.execute("SELECT text, stands_for FROM phrase WHERE scope = ?", (scope,))
    # Folded here rather than taken from `key`: the program may fold otherwise by now.
    return {tuple(forms.words(text)): tuple(forms.words(instead)) for text, instead in rows}


def rephrased(words: Sequence[str], known: Phrases) -> list[str]:
    """Folded words of a question with a server's phrases replaced, the longest first."""
    if not known:
        return list(words)
    longest = max(map(len, known))
    found: list[str] = []
    place = 0
    while place < len(words):
        for length in range(min(longest, len(words) - place), 0, -1):
            instead = known.get(tuple(words[place : place + length]))
            if instead is not None:
                found += instead
                place += length
                break
        else:
            found.append(words[place])
            place += 1
    return found


def listed(connection: sqlite3.Connection, scope: int) -> list[tuple[str, str]]:
    """The phrases of a server as (text, property)."""
    return connection.execute(
        "SELECT text, property FROM phrase WHERE scope = ? ORDER BY key", (scope,)
    ).fetchall()


async def put_phrase(writer: Writer, scope: int, text: str, name: str, stands_for: str) -> None:
    """Give a server a phrase for a property; one that it has stands for the new one then."""
    await writer.execute_fetchall(
        "INSERT INTO phrase (scope, key, text, property, stands_for) VALUES (?1, ?2, ?3, ?4, ?5) "
        "ON CONFLICT (scope, key) DO UPDATE SET text = ?3, property = ?4, stands_for = ?5",
        (scope, " ".join(forms.words(text)), text, name, stands_for),
    )


async def remove_phrase(writer: Writer, scope: int, text: str) -> bool:
    """Take a phrase of a server out; whether it was there."""
    rows = await writer.execute_fetchall(
        "DELETE FROM phrase WHERE scope = ? AND key = ? RETURNING key",
        (scope, " ".join(forms.words(text))),
    )
    return bool(list(rows))


async def note_change(
    writer: Writer, scope: int, actor: str, at: str, reason: str | None, after: str
) -> None:
    """Write a phrase's row of history."""
    await writer.execute_fetchall(
        "INSERT INTO change (scope, actor, made_at, action, target, reason, after) "
        "VALUES (?, ?, ?, 'add', 'phrase', ?, ?)",
        (scope, actor, at, reason, after),
    )
