"""Words that a server uses for what a property already has a phrase for; see `units` for how they
are written."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from lore.language import text as folding

Phrases = Mapping[tuple[str, ...], tuple[str, ...]]
"""Folded words of a server with the folded words that they stand for."""


def phrases(connection: sqlite3.Connection, scope: int) -> Phrases:
    """The phrases of a server; the shared scope has none of these."""
    rows = connection.execute("SELECT text, stands_for FROM phrase WHERE scope = ?", (scope,))
    # Folded here rather than taken from `key`: the program may fold otherwise by now.
    return {tuple(folding.words(text)): tuple(folding.words(instead)) for text, instead in rows}


def rephrased(words: Sequence[str], known: Phrases) -> list[str]:
    """Folded words of a question with a server's phrases replaced, the longest first."""
    if not known:
        return list(words)
    longest = max(map(len, known))
    result: list[str] = []
    place = 0
    while place < len(words):
        for length in range(min(longest, len(words) - place), 0, -1):
            instead = known.get(tuple(words[place : place + length]))
            if instead is not None:
                result += instead
                place += length
                break
        else:
            result.append(words[place])
            place += 1
    return result


def listed(connection: sqlite3.Connection, scope: int) -> list[tuple[str, str]]:
    """The phrases of a server as (text, property)."""
    return connection.execute(
        "SELECT text, property FROM phrase WHERE scope = ? ORDER BY key", (scope,)
    ).fetchall()
