"""Whether the name index of a database is what its names make."""

from __future__ import annotations

import sqlite3
from collections import Counter

from lore.language import text as folding
from lore.store.name_index.writer import spelling_key


def check_index(connection: sqlite3.Connection) -> None:
    """Derive the words of all names anew, and compare."""
    rows = connection.execute("SELECT id, scope, text, key FROM name").fetchall()
    postings, counts = set(), Counter[tuple[int, str]]()
    for number, scope, text, key in rows:
        assert key == folding.key(folding.words(text))
        for word in set(folding.words(text)):
            postings.add((scope, word, number))
            counts[scope, word] += 1
    tokens = {
        number: (scope, text, names)
        for number, scope, text, names in connection.execute(
            "SELECT id, scope, text, names FROM token"
        )
    }
    assert sorted(tokens.values()) == sorted((*key, count) for key, count in counts.items())
    assert postings == {
        (*tokens[token][:2], name)
        for token, name in connection.execute("SELECT token_id, name_id FROM posting")
    }
    assert set(connection.execute("SELECT token_id, key FROM spelling")) == {
        (number, spelling_key(scope, spelling))
        for number, (scope, text, _) in tokens.items()
        for spelling in folding.spellings(text)
    }
