"""Reading names and facts for answers: plain look-ups on one read-only connection.

A step is one statement: all its keys go in as one JSON array. Every load takes the scope, which
is part of the reader; shared rows and the scope's own are seen, others never.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lore.dates import PartialDate
from lore.models import SHARED, Citation, Entity, Fact, Slot, Source, Status

OPEN_LIMIT = 400
"""How many facts a step without a known slot may read."""

_NOT_DENIED = (
    " AND NOT EXISTS (SELECT 1 FROM citation AS no "
    "WHERE no.fact_id = fact.id AND no.status = 'denied' AND no.retired = 0)"
)
_COLUMN = {"subject": "subject_id", "value": "value_id", "role": "role_id"}


class NameRow(NamedTuple):
    """A name that was met by its key or by a word, with the entity that bears it."""

    met: str | int
    name_id: int
    entity_id: int
    text: str
    standing: str
    entity: str
    kind: str
    year: int | None


class StepRow(NamedTuple):
    """One fact as ids: what a step goes on with."""

    fact: int
    property: str
    subject: int
    value: int | None
    date: str | None
    text: str | None
    role: int | None
    role_text: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """What a step knows: entities in one slot, or a date that the value must lie in."""

    slot: Slot
    entities: Collection[int] = ()
    date: PartialDate | None = None


class Reader:
    """Looks names and facts up for one scope, and as of one date where given."""

    def __init__(
        self, connection: sqlite3.Connection, scope: int = SHARED, as_of: PartialDate | None = None
    ) -> None:
        self._connection = connection
        self.scope = scope
        self.as_of = as_of

    def as_of_date(self, date: PartialDate | None) -> Reader:
        """The same reader, seeing only what was known by the end of a date."""
        return Reader(self._connection, self.scope, date) if date != self.as_of else self

    def names_by_key(self, keys: Iterable[str]) -> list[NameRow]:
        """The names whose folded key is one of those given."""
        return self._names(
            "name.key AS met FROM json_each(?1) AS wanted "
            "CROSS JOIN name ON name.key = wanted.value",
            list(keys),
        )

    def names_by_token(self, tokens: Iterable[int]) -> list[NameRow]:
        """The names that hold one of the words given by token id; `met` is that id."""
        return self._names(
            "posting.token_id AS met FROM json_each(?1) AS wanted "
            "CROSS JOIN posting ON posting.token_id = wanted.value "
            "CROSS JOIN name ON name.id = posting.name_id",
            list(tokens),
        )

    def _names(self, source: str, keys: Sequence[str | int]) -> list[NameRow]:
        met, _, tables = source.partition(" AS met ")
        rows = self._connection.execute(
            f"SELECT {met}, name.id, name.entity_id, name.text, name.standing, "  # noqa: S608
            f"entity.name, entity.kind, entity.year {tables} "
            "JOIN entity ON entity.id = name.entity_id "
            f"WHERE name.scope IN (0, ?2){self._unhidden('name', 'name.id')}"
            f"{self._unhidden('entity', 'entity.id')} ORDER BY name.id",
            (json.dumps(keys), self.scope),
        )
        return [NameRow(*row) for row in rows]

    def tokens(self, spellings: Iterable[str]) -> list[tuple[str, int, str, int]]:
        """The words of names under spelling keys: (key, token id, word, names that hold it)."""
        return self._connection.execute(
            "SELECT spelling.key, token.id, token.text, token.names "
            "FROM json_each(?1) AS wanted "
            "CROSS JOIN spelling ON spelling.key = wanted.value "
            "JOIN token ON token.id = spelling.token_id "
            "WHERE token.scope IN (0, ?2) ORDER BY token.id",
            (json.dumps(list(spellings)), self.scope),
        ).fetchall()

    def exact_tokens(self, words: Iterable[str]) -> list[tuple[str, int, str, int]]:
        """The words of names that are written just so, in the shape of `tokens`."""
        return self._connection.execute(
            "SELECT token.text, token.id, token.text, token.names "
            "FROM json_each(?1) AS wanted CROSS JOIN token ON token.text = wanted.value "
            "WHERE token.scope IN (0, ?2) ORDER BY token.id",
            (json.dumps(list(words)), self.scope),
        ).fetchall()

    def step(
        self, properties: Sequence[str], known: Sequence[Known], *, denied: bool = False
    ) -> list[StepRow]:
        """The live facts of some properties in which every known slot holds one of its values.

        Facts that a source denied are left out unless `denied`. Without a known slot, at most
        `OPEN_LIMIT` facts.
        """
        limit = -1
        parameters: list[object] = [json.dumps(properties), self.scope]
        tables, conditions = "json_each(?1) AS wanted", ""
        if not known:
            tables += " CROSS JOIN fact ON fact.property = wanted.value"
            limit = OPEN_LIMIT
        for place, one in enumerate(known):
            join, condition = self._known(one, f"key{place}", place == 0, parameters)
            tables += join
            conditions += condition
        rows = self._connection.execute(
            "SELECT fact.id, fact.property, fact.subject_id, fact.value_id, fact.value_date, "  # noqa: S608
            f"fact.value_text, fact.role_id, fact.role_text FROM {tables} "
            f"WHERE fact.retired = 0 AND fact.scope IN (0, ?2){conditions}"
            f"{self._unhidden('fact', 'fact.id')}{self._dated('fact.id')} "
            f"{'' if denied else _NOT_DENIED} ORDER BY fact.id LIMIT {int(limit)}",
            parameters,
        )
        return [StepRow(*row) for row in rows]

    @staticmethod
    def _known(
        known: Known, alias: str, first: bool, parameters: list[object]
    ) -> tuple[str, str]:
        """The join and the condition that one known slot makes; adds to the parameters."""
        fact = " CROSS JOIN fact ON fact.property = wanted.value AND " if first else ""
        if known.date is not None:
            parameters += [str(known.date), f"{known.date}~"]
            low, high = len(parameters) - 1, len(parameters)
            condition = f"fact.value_date >= ?{low} AND fact.value_date < ?{high}"
            return (fact + condition, "") if first else ("", " AND " + condition)
        parameters.append(json.dumps(list(known.entities)))
        column = f"fact.{_COLUMN[known.slot]}"
        if first:
            keys = f" CROSS JOIN json_each(?{len(parameters)}) AS {alias}"
            return f"{keys}{fact}{column} = {alias}.value", ""
        return "", f" AND {column} IN (SELECT value FROM json_each(?{len(parameters)}))"

    def about(self, entity: int, limit: int = 200) -> list[int]:
        """The ids of the live facts in which an entity stands, in any slot."""
        branches = " UNION ".join(
            f"SELECT id FROM fact WHERE {column} = ?1" for column in _COLUMN.values()
        )
        rows = self._connection.execute(
            f"SELECT fact.id FROM fact WHERE fact.id IN ({branches}) "  # noqa: S608
            "AND fact.retired = 0 AND fact.scope IN (0, ?2)"
            f"{self._unhidden('fact', 'fact.id')}{self._dated('fact.id')} "
            "ORDER BY fact.id LIMIT ?3",
            (entity, self.scope, limit),
        )
        return [row[0] for row in rows]

    def between(self, one: Collection[int], other: Collection[int]) -> list[int]:
        """The ids of the live facts in which an entity of each collection stands."""
        rows = self._connection.execute(
            "SELECT fact.id FROM fact WHERE fact.id IN ("  # noqa: S608
            + " UNION ".join(
                f"SELECT id FROM fact WHERE {column} IN (SELECT value FROM json_each(?1))"
                for column in _COLUMN.values()
            )
            + ") AND ("
            + " OR ".join(
                f"{column} IN (SELECT value FROM json_each(?3))" for column in _COLUMN.values()
            )
            + ") AND retired = 0 AND scope IN (0, ?2)"
            f"{self._unhidden('fact', 'fact.id')}{self._dated('fact.id')} ORDER BY id LIMIT 100",
            (json.dumps(list(one)), self.scope, json.dumps(list(other))),
        )
        return [row[0] for row in rows]

    def facts(self, ids: Iterable[int]) -> dict[int, Fact]:
        """Facts with their live citations, by id; one without a live citation is left out."""
        wanted = json.dumps(list(ids))
        citations = self._citations(wanted)
        rows = self._connection.execute(
            "SELECT fact.id, fact.property, fact.value_date, fact.value_text, fact.role_text, "
            "fact.spoiler, subject.id, subject.name, subject.kind, subject.year, "
            "value.id, value.name, value.kind, value.year, role.id, role.name, role.kind, "
            "role.year, (SELECT rank FROM preference "
            "WHERE preference.fact_id = fact.id AND preference.scope = ?2) "
            "FROM json_each(?1) AS wanted CROSS JOIN fact ON fact.id = wanted.value "
            "JOIN entity AS subject ON subject.id = fact.subject_id "
            "LEFT JOIN entity AS value ON value.id = fact.value_id "
            "LEFT JOIN entity AS role ON role.id = fact.role_id",
            (wanted, self.scope),
        )
        return {row[0]: _fact(row, citations[row[0]]) for row in rows if row[0] in citations}

    def _citations(self, wanted: str) -> dict[int, tuple[Citation, ...]]:
        rows = self._connection.execute(
            "SELECT citation.fact_id, citation.status, citation.locator, citation.as_of, "  # noqa: S608
            "source.id, source.title, source.published, source.estimated, source.reason, "
            "source.publisher, source.address FROM json_each(?1) AS wanted "
            "CROSS JOIN citation ON citation.fact_id = wanted.value "
            "JOIN source ON source.id = citation.source_id "
            f"WHERE citation.retired = 0 AND citation.scope IN (0, ?2)"
            f"{self._unhidden('citation', 'citation.id')} ORDER BY citation.id",
            (wanted, self.scope),
        )
        sources: dict[int, Source] = {}
        found: dict[int, list[Citation]] = {}
        for fact, status, locator, as_of, *source in rows:
            if (known := sources.get(source[0])) is None:
                known = sources[source[0]] = _source(source)
            date = PartialDate.parse(as_of) if as_of else None
            citation = Citation(known, Status(status), locator, date)
            if self.as_of is None or (citation.date and citation.date.first <= self.as_of.last):
                found.setdefault(fact, []).append(citation)
        for citations in found.values():
            if len(citations) > 1:
                citations.sort(key=lambda citation: citation.order, reverse=True)
        return {fact: tuple(citations) for fact, citations in found.items()}

    def entities(self, ids: Iterable[int]) -> dict[int, Entity]:
        """Entities by id."""
        rows = self._connection.execute(
            "SELECT entity.id, entity.name, entity.kind, entity.year FROM json_each(?1) AS wanted "
            "CROSS JOIN entity ON entity.id = wanted.value WHERE entity.scope IN (0, ?2)",
            (json.dumps(list(ids)), self.scope),
        )
        return {row[0]: Entity(*row) for row in rows}

    def _unhidden(self, what: str, column: str) -> str:
        """The condition that a server has not hidden a row; none in the shared scope."""
        if self.scope == SHARED:
            return ""
        return (
            " AND NOT EXISTS (SELECT 1 FROM hidden WHERE hidden.scope = ?2 "  # noqa: S608
            f"AND hidden.what = '{what}' AND hidden.target_id = {column})"
        )

    def _dated(self, column: str) -> str:
        """The condition that a source spoke of a fact by the reader's date."""
        if self.as_of is None:
            return ""
        return (
            " AND EXISTS (SELECT 1 FROM citation JOIN source ON source.id = citation.source_id "  # noqa: S608
            f"WHERE citation.fact_id = {column} AND citation.retired = 0 "
            f"AND COALESCE(citation.as_of, source.published) <= '{self.as_of.last.isoformat()}')"
        )


def _source(row: Sequence[object]) -> Source:
    number, title, published, estimated, reason, publisher, address = row
    date = PartialDate.parse(str(published)) if published else None
    text = [str(value) if value is not None else None for value in (reason, publisher, address)]
    assert isinstance(number, int)
    return Source(number, str(title), date, bool(estimated), *text)


def _fact(row: Sequence[object], citations: tuple[Citation, ...]) -> Fact:
    number, name, date, text, role_text, spoiler, *rest = row
    subject, value, role = (_entity(rest[place : place + 4]) for place in (0, 4, 8))
    assert isinstance(number, int)
    assert subject is not None
    return Fact(
        id=number,
        subject=subject,
        property=str(name),
        value=value or (PartialDate.parse(str(date)) if date else str(text)),
        role=role or (str(role_text) if role_text is not None else None),
        spoiler=bool(spoiler),
        citations=citations,
        preferred=rest[12] == "preferred",
        superseded=rest[12] == "superseded",
    )


def _entity(row: Sequence[object]) -> Entity | None:
    number, name, kind, year = row
    if not isinstance(number, int):
        return None
    return Entity(number, str(name), str(kind), year if isinstance(year, int) else None)
