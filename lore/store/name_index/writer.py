"""Writing the name index: names with their key, words, spellings and postings.

Words belong to a scope and count its names, those made by rule too: a misspelt word of one must
meet it ("the 7th moive").

Statements are put together of this module's constants alone; whatever comes from outside is bound.
So each `noqa: S608` here is safe.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from lore.language import text as folding
from lore.model.facts import SHARED
from lore.store.database import Writer

Standing = Literal["name", "alias", "part", "rule"]

_SPELLED_AT_ONCE = 5_000
"""New words whose spellings are sorted and written together: in order they go in much faster."""
_WORDS_KEPT = 100_000
"""Words whose ids a bulk write keeps in memory."""


def spelling_key(scope: int, spelling: str) -> int:
    """The number under which a spelling of a scope's words is stored.

    Its upper half is the scope's, so that a scope's spellings stand together; two that share a
    number by chance are told apart by their words.
    """
    upper = zlib.crc32(str(scope).encode()) & 0x7FFF_FFFF if scope != SHARED else 0
    return upper << 32 | zlib.crc32(spelling.encode())


class NewName(NamedTuple):
    """A name to write; `scope` is whose it is, which may differ from its entity's."""

    scope: int
    entity_id: int
    text: str
    standing: Standing


class StoredName(NamedTuple):
    """A name as it is stored."""

    id: int
    scope: int
    entity_id: int
    text: str
    standing: Standing


def standing_names(name: str, aliases: Iterable[str]) -> list[tuple[str, Standing]]:
    """An entity's name, its aliases and the parts of its name that stand for it, each once.

    A part that is written like a name or an alias of the same entity is left out. Aliases have no
    parts: what stands after a colon in "the first Mission: Impossible" is no name of that film.
    """
    whole = list(dict.fromkeys((name, *aliases)))
    names: list[tuple[str, Standing]] = [
        (text, "alias" if place else "name") for place, text in enumerate(whole)
    ]
    if parts := folding.parts(name):
        keys = {folding.key(folding.words(text)) for text in whole}
        for part in parts:
            key = folding.key(folding.words(part))
            if key not in keys:
                keys.add(key)
                names.append((part, "part"))
    return names


class NameIndex:
    """Writes names inside one transaction; call `finish` before it is committed."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._tokens: dict[tuple[int, str], int] = {}
        self._unspelled: list[tuple[int, int, str]] = []
        self._next_name = 0
        self._next_token = 0

    async def of(self, entities: Iterable[int], scope: int | None = None) -> list[StoredName]:
        """The names of some entities, of every standing, in the order of their ids: those that a
        scope sees, or those of every scope where none is given."""
        rows = await self._writer.execute_fetchall(
            f"""
            SELECT name.id, name.scope, name.entity_id, name.text, name.standing
            FROM json_each(?1) AS wanted
            CROSS JOIN name ON name.entity_id = wanted.value {seen("name", scope)}
            ORDER BY name.id
            """,  # noqa: S608
            (json.dumps(sorted(set(entities))), scope),
        )
        return [StoredName(*row) for row in rows]

    async def add(self, names: Sequence[NewName]) -> None:
        """Write names, which the entities must not have yet."""
        if not names:
            return
        self._next_name = self._next_name or await self._next("name")
        rows, words = [], []
        for row_id, name in enumerate(names, self._next_name):
            folded = folding.words(name.text)
            key = folding.key(folded)
            rows.append((row_id, name.scope, name.entity_id, name.text, name.standing, key))
            words += [(name.scope, word, row_id) for word in dict.fromkeys(folded)]
        self._next_name += len(rows)
        await self._writer.executemany(
            """
            INSERT INTO name (id, scope, entity_id, text, standing, key)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            rows,
        )
        await self._post(words)

    async def clear(self) -> None:
        """Forget the words of all names; `renew` each after that."""
        for table in ("posting", "spelling", "token"):
            await self._writer.execute_fetchall(f"DELETE FROM {table}")  # noqa: S608
        self._tokens.clear()
        self._unspelled.clear()

    async def renew(self, names: Sequence[StoredName]) -> None:
        """Fold stored names anew, whose words are cleared."""
        keys, words = [], []
        for name in names:
            folded = folding.words(name.text)
            keys.append((folding.key(folded), name.id))
            words += [(name.scope, word, name.id) for word in dict.fromkeys(folded)]
        await self._writer.executemany("UPDATE name SET key = ?1 WHERE id = ?2 AND key <> ?1", keys)
        await self._post(words)

    async def _post(self, words: Sequence[tuple[int, str, int]]) -> None:
        """Tie words to names: (scope, word, name id)."""
        counts = Counter((scope, word) for scope, word, _ in words)
        tokens = await self._known(counts)
        known = [(counts[key], row_id) for key, row_id in tokens.items()]
        await self._writer.executemany("UPDATE token SET names = names + ? WHERE id = ?", known)
        tokens |= await self._create({key: n for key, n in counts.items() if key not in tokens})
        await self._writer.executemany(
            "INSERT INTO posting (token_id, name_id) VALUES (?, ?)",
            sorted((tokens[scope, word], name) for scope, word, name in words),
        )
        self._tokens |= tokens
        if len(self._unspelled) >= _SPELLED_AT_ONCE:
            await self._spell()

    async def _create(self, counts: Mapping[tuple[int, str], int]) -> dict[tuple[int, str], int]:
        """Write words that are not stored, with how many names hold each; their ids."""
        self._next_token = self._next_token or await self._next("token")
        tokens = {key: row_id for row_id, key in enumerate(counts, self._next_token)}
        self._next_token += len(tokens)
        self._unspelled += [(row_id, *key) for key, row_id in tokens.items()]
        await self._writer.executemany(
            "INSERT INTO token (id, scope, text, names) VALUES (?, ?, ?, ?)",
            [(row_id, *key, counts[key]) for key, row_id in tokens.items()],
        )
        return tokens

    async def foresee(self, scope: int, words: Iterable[str]) -> None:
        """Write words that no name holds yet, but for their spellings: see `spelled`."""
        wanted = [(scope, word) for word in words]
        known = await self._known(wanted)
        await self._create({key: 0 for key in wanted if key not in known})
        self._unspelled.clear()

    async def spell(self, rows: Iterable[tuple[int, int]]) -> None:
        """Write spellings, those that are there aside: (key, token id), best in their order."""
        await self._writer.executemany(
            "INSERT INTO spelling (key, token_id) VALUES (?, ?) ON CONFLICT DO NOTHING", rows
        )

    async def later(self, scope: int, token: int) -> list[tuple[int, int, str]]:
        """The words of a scope from a token on, as `spelled` takes them."""
        rows = await self._writer.execute_fetchall(
            "SELECT id, scope, text FROM token WHERE id >= ? AND scope = ? ORDER BY id",
            (token, scope),
        )
        return [(row_id, whose, text) for row_id, whose, text in rows]

    async def forget_unused(self, scope: int) -> None:
        """Take out the words of a scope that no name holds."""
        rows = await self._writer.execute_fetchall(
            "SELECT text, id FROM token WHERE scope = ? AND names = 0", (scope,)
        )
        await self._forget({(scope, text): row_id for text, row_id in rows})

    async def _known(self, wanted: Collection[tuple[int, str]]) -> dict[tuple[int, str], int]:
        """The ids of those words, by (scope, word), that are stored."""
        if len(self._tokens) > _WORDS_KEPT:
            self._tokens.clear()
        known = {key: self._tokens[key] for key in wanted if key in self._tokens}
        missing = [key for key in wanted if key not in known]
        if missing:
            rows = await self._writer.execute_fetchall(
                """
                SELECT scope, text, id
                FROM token
                WHERE text IN (SELECT value FROM json_each(?1))
                    AND scope IN (SELECT value FROM json_each(?2))
                """,
                (
                    json.dumps([word for _, word in missing]),
                    json.dumps(sorted({scope for scope, _ in missing})),
                ),
            )
            known |= {(scope, text): row_id for scope, text, row_id in rows}
        return known

    async def remove(self, names: Sequence[StoredName]) -> None:
        """Take names out, with what servers have hidden of them and words that no name holds."""
        if not names:
            return
        held = [
            (name.scope, word, name.id)
            for name in names
            for word in dict.fromkeys(folding.words(name.text))
        ]
        counts = Counter((scope, word) for scope, word, _ in held)
        tokens = await self._known(counts)
        await self._writer.executemany(
            "DELETE FROM posting WHERE token_id = ? AND name_id = ?",
            [(tokens[scope, word], name) for scope, word, name in held],
        )
        await self._writer.executemany(
            "UPDATE token SET names = names - ? WHERE id = ?",
            [(counts[key], row_id) for key, row_id in tokens.items()],
        )
        await self._forget(tokens)
        removed = [(name.id,) for name in names]
        await self._writer.executemany("DELETE FROM name WHERE id = ?", removed)
        await self._writer.executemany(
            "DELETE FROM hidden WHERE what = 'name' AND target_id = ?", removed
        )

    async def _forget(self, tokens: dict[tuple[int, str], int]) -> None:
        """Take out those of the words that no name holds any more."""
        await self._spell()
        rows = await self._writer.execute_fetchall(
            """
            DELETE FROM token
            WHERE names = 0 AND id IN (SELECT value FROM json_each(?))
            RETURNING scope, text, id
            """,
            (json.dumps(list(tokens.values())),),
        )
        unused = list(rows)
        for scope, text, _ in unused:
            self._tokens.pop((scope, text), None)
        await self._writer.executemany(
            "DELETE FROM spelling WHERE key = ? AND token_id = ?",
            [row for scope, text, row_id in unused for row in _spelled(row_id, scope, text)],
        )

    async def finish(self) -> None:
        """Write what is still held back."""
        await self._spell()

    async def _spell(self) -> None:
        rows = spelled(self._unspelled)
        self._unspelled.clear()
        await self._writer.executemany("INSERT INTO spelling (key, token_id) VALUES (?, ?)", rows)

    async def _next(self, table: Literal["name", "token"]) -> int:
        sql = f"SELECT COALESCE(MAX(id), 0) + 1 FROM {table}"  # noqa: S608
        rows = list(await self._writer.execute_fetchall(sql))
        return int(rows[0][0])


def seen(table: str, scope: int | None) -> str:
    """The condition that a scope, the second parameter, sees a row; none where it is None."""
    return f"AND {table}.scope IN (0, ?2)" if scope is not None else "AND ?2 IS NULL"


def spelled(words: Iterable[tuple[int, int, str]]) -> list[tuple[int, int]]:
    """The rows of the spellings of words, given as (token id, scope, text), in their order."""
    return sorted(row for word in words for row in _spelled(*word))


def _spelled(token: int, scope: int, text: str) -> set[tuple[int, int]]:
    """The rows of a word's spellings: their keys, with its token."""
    return {(spelling_key(scope, spelling), token) for spelling in folding.spellings(text)}
