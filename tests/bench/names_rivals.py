"""What others do to find a name in a question: each gives its best name, whatever the question."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

from rapidfuzz import fuzz, process

from tests.bench.names_data import plain

RAREST = 10
"""Trigrams of the question that are looked for, the rarest first."""
RANKED = 200
"""Names that the trigrams bring in for ranking."""

Best = Callable[[str], str | None]


def wratio_scan(names: Sequence[str]) -> Best:
    """rapidfuzz's WRatio over all names: what most bots do."""
    folded = [" ".join(plain(name)) for name in names]

    def best(question: str) -> str | None:
        return names[process.extractOne(" ".join(plain(question)), folded, scorer=fuzz.WRatio)[2]]

    return best


def trigrams(names: Sequence[str]) -> Best:
    """SQLite's trigram index: names that share the question's rarest trigrams, ranked anew."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE name USING fts5 (text, tokenize = 'trigram')")
    connection.execute("CREATE VIRTUAL TABLE term USING fts5vocab ('name', 'row')")
    connection.executemany(
        "INSERT INTO name (rowid, text) VALUES (?, ?)",
        ((number, " ".join(plain(name))) for number, name in enumerate(names)),
    )

    def best(question: str) -> str | None:
        text = " ".join(plain(question))
        grams = {text[place : place + 3] for place in range(len(text) - 2)}
        counts = []
        for gram in grams:
            row = connection.execute("SELECT doc FROM term WHERE term = ?", (gram,)).fetchone()
            if row:
                counts.append((row[0], gram))
        wanted = " OR ".join(f'"{gram}"' for _, gram in sorted(counts)[:RAREST])
        if not wanted:
            return None
        rows = connection.execute(
            "SELECT rowid, text FROM name WHERE name MATCH ? ORDER BY rank LIMIT ?",
            (wanted, RANKED),
        ).fetchall()
        ranked: list[tuple[float, int, int]] = [
            (fuzz.partial_ratio(text, name), len(name), -row) for row, name in rows
        ]
        return names[-max(ranked)[2]]

    return best
