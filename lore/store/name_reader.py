"""Looking names up in the name index, for one scope: shared rows and its own, never another's.

Statements are put together of named parts: conditions and columns that are constants here. Whatever
comes from outside is bound. So each `noqa: S608` here is safe.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import Literal

from lore.linking.lookup import NO_OPEN_KINDS, NameRow, OpenKinds, TokenRow
from lore.model.dates import PartialDate
from lore.model.facts import SHARED, Entity
from lore.store.merges import Merges, merges
from lore.store.name_index.writer import spelling_key
from lore.store.server_phrases import Phrases, phrases

_NAME = """
    name.id, name.entity_id, name.text, name.standing, entity.name, entity.kind, entity.year
"""
"""The columns of a `NameRow`, but for the text by which it was met."""

OPEN_FACTS = 400
"""Facts that are looked through for things of open kinds where nothing is typed."""


class NameReader:
    """Looks names up on a read-only connection; what a server has hidden is not found. `beyond` is
    after how many facts a long list is taken up, of which those were shown before."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        scope: int = SHARED,
        as_of: PartialDate | None = None,
        beyond: int = 0,
    ) -> None:
        self._connection = connection
        self.scope = scope
        self.as_of = as_of
        self.beyond = beyond

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection on which it reads."""
        return self._connection

    @cached_property
    def phrases(self) -> Phrases:
        """The phrases that the server taught."""
        return phrases(self._connection, self.scope) if self.scope != SHARED else {}

    @cached_property
    def merges(self) -> Merges:
        """The entities that the scope has merged."""
        return merges(self._connection, self.scope)

    def names_by_key(self, keys: Iterable[str]) -> list[NameRow]:
        """The names whose folded key is one of those given."""
        rows = self._connection.execute(
            f"""
            SELECT name.key, {_NAME}
            FROM json_each(?1) AS wanted
            CROSS JOIN name ON name.key = wanted.value
            JOIN entity ON entity.id = name.entity_id
            WHERE {self._seen()}
            ORDER BY name.id
            """,  # noqa: S608
            (json.dumps(list(keys)), self.scope),
        )
        return self._standing([NameRow(*row) for row in rows])

    def names_by_token(self, tokens: Iterable[tuple[int, int]], limit: int) -> list[NameRow]:
        """The names that hold words given by token id and weight: the `limit` of which the words
        make up the largest part, by letters, and as many made by rule; `met` is 0.

        Of an entity's names of one standing the best alone, but for those made by rule.
        """
        rows = self._connection.execute(
            f"""
            WITH
                held AS (
                    SELECT posting.name_id AS id,
                        SUM(json_extract(wanted.value, '$[1]')) AS letters
                    FROM json_each(?1) AS wanted
                    CROSS JOIN posting ON posting.token_id = json_extract(wanted.value, '$[0]')
                    GROUP BY posting.name_id
                    ORDER BY letters DESC, id
                    LIMIT 160
                ),
                best AS (
                    SELECT name.id, name.entity_id, name.text, name.standing,
                        MAX(held.letters * 1.0 / LENGTH(name.key)) AS part
                    FROM held
                    CROSS JOIN name ON name.id = held.id
                    WHERE name.scope IN (0, ?2){self._unhidden("name", "name.id")}
                    GROUP BY name.entity_id, name.standing,
                        CASE name.standing WHEN 'rule' THEN name.id END
                ),
                ranked AS (
                    SELECT *,
                        ROW_NUMBER() OVER (
                            PARTITION BY standing = 'rule'
                            ORDER BY part DESC, entity_id, id
                        ) AS place
                    FROM best
                )
            SELECT 0, ranked.id, ranked.entity_id, ranked.text, ranked.standing,
                entity.name, entity.kind, entity.year
            FROM ranked
            JOIN entity ON entity.id = ranked.entity_id
            WHERE ranked.place <= ?3{self._unhidden("entity", "entity.id")}
            ORDER BY ranked.place, ranked.id
            """,  # noqa: S608
            (json.dumps(list(tokens)), self.scope, limit),
        )
        return [NameRow(*row) for row in rows]

    def _seen(self) -> str:
        """The condition that a name and its entity are there in the scope and not hidden."""
        name, entity = self._unhidden("name", "name.id"), self._unhidden("entity", "entity.id")
        return f"name.scope IN (0, ?2){name}{entity}"

    def names_from(
        self,
        key: str,
        word: str,
        kinds: Collection[str],
        limit: int,
        opened: OpenKinds = NO_OPEN_KINDS,
    ) -> list[NameRow]:
        """Names whose key begins so, then names that hold a word that does; no rule-made ones."""
        begins = self._listed(
            "name.scope = {scope} AND name.key >= ?1 AND name.key < ?1 || char(1114111)",
            key,
            kinds,
            limit,
            opened,
        )
        # The sign keeps SQLite from going through all names of the scope by their key.
        holds = self._listed(
            """
            +name.scope = {scope}
                AND name.id IN (
                    SELECT posting.name_id
                    FROM token
                    JOIN posting ON posting.token_id = token.id
                    WHERE token.scope = {scope}
                        AND token.text >= ?1 AND token.text < ?1 || char(1114111)
                    LIMIT 200
                )
            """,
            word,
            kinds,
            limit,
            opened,
            order="name.id",
        )
        return [*begins, *holds]

    def first_names(self, kinds: Collection[str], limit: int) -> list[NameRow]:
        """Some names of the kinds, those of one kind in the order in which they came; of any kind
        by their key. What only spoilers speak of is left out: nobody has asked for it."""
        if not kinds:
            return self._listed(
                f"""
                name.scope = {{scope}}
                    AND name.standing = 'name'
                    AND ?1 = ''{self._unveiled("name.entity_id")}
                """,
                "",
                kinds,
                limit,
                NO_OPEN_KINDS,
            )
        rows = self._connection.execute(
            f"""
            SELECT '', {_NAME}
            FROM json_each(?1) AS wanted
            CROSS JOIN entity ON entity.kind = wanted.value AND entity.scope IN (0, ?2)
            CROSS JOIN name ON name.entity_id = entity.id AND name.standing = 'name'
            WHERE {self._seen()}{self._unveiled("entity.id")}
            LIMIT ?3
            """,  # noqa: S608
            (json.dumps(sorted(kinds)), self.scope, limit),
        )
        return self._standing([NameRow(*row) for row in rows])

    def first_open(self, opened: OpenKinds, limit: int) -> list[NameRow]:
        """Some names of things of open kinds, found by a bounded number of facts; what only
        spoilers speak of is left out."""
        rows = self._connection.execute(
            f"""
            SELECT '', {_NAME}
            FROM (
                SELECT DISTINCT subject_id
                FROM (
                    SELECT fact.subject_id
                    FROM json_each(?1) AS wanted
                    CROSS JOIN fact ON fact.property = wanted.value AND fact.scope IN (0, ?2)
                    WHERE fact.retired = 0{self._unhidden("fact", "fact.id")}
                    LIMIT {OPEN_FACTS}
                )
            ) AS found
            CROSS JOIN entity ON entity.id = found.subject_id
            CROSS JOIN name ON name.entity_id = entity.id AND name.standing = 'name'
            WHERE entity.kind NOT IN (SELECT value FROM json_each(?4))
                AND {self._seen()}{self._unveiled("entity.id")}
            LIMIT ?3
            """,  # noqa: S608
            (
                json.dumps(sorted(opened.properties)),
                self.scope,
                limit,
                json.dumps(sorted(opened.known)),
            ),
        )
        return self._standing([NameRow(*row) for row in rows])

    def open_among(self, entities: Iterable[int], opened: OpenKinds) -> set[int]:
        """Those of some entities that are subjects of the properties of open kinds."""
        rows = self._connection.execute(
            f"""
            SELECT DISTINCT fact.subject_id
            FROM json_each(?1) AS wanted
            CROSS JOIN fact ON fact.subject_id = wanted.value AND fact.scope IN (0, ?2)
            WHERE fact.retired = 0 AND fact.property IN (SELECT value FROM json_each(?3))
                {self._unhidden("fact", "fact.id")}
            """,  # noqa: S608
            (json.dumps(list(entities)), self.scope, json.dumps(sorted(opened.properties))),
        )
        return {row[0] for row in rows}

    def _listed(
        self,
        condition: str,
        text: str,
        kinds: Collection[str],
        limit: int,
        opened: OpenKinds,
        *,
        order: Literal["name.key", "name.id"] = "name.key",
    ) -> list[NameRow]:
        """The first names, in an order, for which a condition on `{scope}` holds, of the shared
        ones and of the server's own."""
        of_kinds = self._of_kinds()
        branches = " UNION ALL ".join(
            f"""
            SELECT *
            FROM (
                SELECT '', {_NAME}, {order} AS place
                FROM name
                CROSS JOIN entity ON entity.id = name.entity_id
                WHERE {condition.format(scope=scope)}
                    AND name.standing IN ('name', 'alias')
                    AND {of_kinds}
                    {self._unhidden("name", "name.id")}
                    {self._unhidden("entity", "entity.id")}
                ORDER BY {order}, name.text, entity.name, entity.year, name.id
                LIMIT ?4
            )
            """  # noqa: S608
            for scope in (("0", "?2") if self.scope != SHARED else ("?2",))
        )
        rows = self._connection.execute(
            f"{branches} ORDER BY place, 4, 6, 8, 2 LIMIT ?4",
            (
                text,
                self.scope,
                json.dumps(sorted(kinds)),
                limit,
                json.dumps(sorted(opened.known)),
                json.dumps(sorted(opened.properties)),
            ),
        )
        return self._standing([NameRow(*row[:-1]) for row in rows])

    def _of_kinds(self) -> str:
        """The condition that an entity is of the kinds of `_listed`, or of an open one."""
        return f"""
            (
                ?3 = '[]'
                OR entity.kind IN (SELECT value FROM json_each(?3))
                OR entity.kind NOT IN (SELECT value FROM json_each(?5)) AND EXISTS (
                    SELECT 1
                    FROM fact
                    WHERE fact.subject_id = entity.id AND fact.scope IN (0, ?2)
                        AND fact.retired = 0
                        AND fact.property IN (SELECT value FROM json_each(?6))
                        {self._unhidden("fact", "fact.id")}
                )
            )
        """  # noqa: S608

    def _standing(self, names: list[NameRow]) -> list[NameRow]:
        """Names with the entities that stand for their own in the scope."""
        if not self.merges:
            return names
        roots = [
            self.merges.entity(Entity(row.entity_id, row.entity, row.kind, row.year))
            for row in names
        ]
        return [
            row._replace(entity_id=root.id, entity=root.name, kind=root.kind, year=root.year)
            for row, root in zip(names, roots, strict=True)
        ]

    def known_roles(self, entities: Sequence[int]) -> dict[int, str]:
        """For people the first role that they are claimed to have played; spoilers left out."""
        rows = self._connection.execute(
            f"""
            SELECT fact.value_id, role.name
            FROM json_each(?1) AS wanted
            CROSS JOIN fact ON fact.value_id = wanted.value
            JOIN entity AS role ON role.id = fact.role_id
            WHERE fact.retired = 0 AND fact.spoiler = 0 AND fact.scope IN (0, ?2)
                {self._unhidden("fact", "fact.id")}
                AND EXISTS (
                    SELECT 1
                    FROM citation
                    WHERE citation.fact_id = fact.id
                        AND citation.status IN ('confirmed', 'reported')
                )
            ORDER BY fact.id DESC
            """,  # noqa: S608
            (json.dumps(self.merges.members(entities)), self.scope),
        )
        return {self.merges.root(row_id): role for row_id, role in rows}

    def tokens(self, spellings: Iterable[str]) -> list[TokenRow]:
        """The words of names under spelling keys."""
        keys = {
            spelling_key(scope, text): text for text in spellings for scope in {SHARED, self.scope}
        }
        rows = self._connection.execute(
            """
            SELECT spelling.key, token.id, token.text, token.names
            FROM json_each(?1) AS wanted
            CROSS JOIN spelling ON spelling.key = wanted.value
            JOIN token ON token.id = spelling.token_id
            WHERE token.scope IN (0, ?2)
            ORDER BY token.id
            """,
            (json.dumps(list(keys)), self.scope),
        )
        return [TokenRow(keys[key], *cells) for key, *cells in rows]

    def exact_tokens(self, words: Iterable[str]) -> list[TokenRow]:
        """The words of names that are written just so."""
        rows = self._connection.execute(
            """
            SELECT token.text, token.id, token.text, token.names
            FROM json_each(?1) AS wanted
            CROSS JOIN token ON token.text = wanted.value
            WHERE token.scope IN (0, ?2)
            ORDER BY token.id
            """,
            (json.dumps(list(words)), self.scope),
        )
        return list(map(TokenRow._make, rows))

    def _unhidden(self, what: str, column: str) -> str:
        """The condition that a server has not hidden a row; none in the shared scope."""
        if self.scope == SHARED:
            return ""
        return f"""
            AND NOT EXISTS (
                SELECT 1
                FROM hidden
                WHERE hidden.scope = ?2 AND hidden.what = '{what}' AND hidden.target_id = {column}
            )
        """  # noqa: S608

    def _spoken(self, column: str, *, openly: bool = False) -> str:
        """The condition that live facts speak of an entity, or such as are no spoilers."""
        unspoilt = "AND fact.spoiler = 0" if openly else ""
        alternatives = [
            f"""
            EXISTS (
                SELECT 1
                FROM fact
                WHERE fact.{slot} = {column} AND fact.scope IN (0, ?2) AND fact.retired = 0
                    {unspoilt}
                    {self._unhidden("fact", "fact.id")}
            )
            """  # noqa: S608
            for slot in ("subject_id", "value_id", "role_id")
        ]
        return f"({' OR '.join(alternatives)})"

    def _unveiled(self, column: str) -> str:
        """The condition that an entity is not one of which only spoilers speak."""
        openly = self._spoken(column, openly=True)
        return f" AND ({openly} OR NOT {self._spoken(column)})"

    def _dated(self, column: str, parameters: list[object]) -> str:
        """The condition that a source spoke of a fact by the reader's date; adds to the
        parameters."""
        if self.as_of is None:
            return ""
        parameters.append(self.as_of.last.isoformat())
        return f"""
            AND EXISTS (
                SELECT 1
                FROM citation
                JOIN source ON source.id = citation.source_id
                WHERE citation.fact_id = {column} AND citation.retired = 0
                    AND COALESCE(citation.as_of, source.published) <= ?{len(parameters)}
            )
        """  # noqa: S608
