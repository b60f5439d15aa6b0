"""Reading facts for answers: plain look-ups on one read-only connection.

A step is one statement: all its keys go in as one JSON array. Every load takes the scope, which
is part of the reader; shared rows and the scope's own are seen, others never.

Statements are put together of named parts: conditions and columns that are constants here or in
the readers below it. Whatever comes from outside is bound. So each `noqa: S608` here is safe.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lore.model.dates import PartialDate
from lore.model.facts import Slot
from lore.store.citation_reader import CitationReader, moves

OPEN_LIMIT = 400
"""How many facts a step without a known slot may read."""
MOST_ABOUT = 200
"""How many of the facts about one thing are read at once."""

_NOT_DENIED = f"""
    AND NOT EXISTS (
        SELECT 1
        FROM citation AS no
        WHERE no.fact_id = fact.id AND no.status = 'denied' AND no.retired = 0
            AND no.scope IN (0, ?2) AND NOT {moves("no")}
    )
"""  # noqa: S608
_COLUMN: dict[Slot, str] = {"subject": "subject_id", "value": "value_id", "role": "role_id"}
_STEP = """
    fact.id, fact.property, fact.subject_id, fact.value_id, fact.value_date, fact.value_text,
    fact.role_id, fact.role_text
"""
"""The columns of a `StepRow`."""


def _held(column: str) -> str:
    """The properties of the facts that have one of some entities (?1) in a column, in the scope
    (?2): each is found by one look into the index, however many facts there are of one."""
    return f"""
        place (entity_id, scope) AS (
            SELECT wanted.value, seen.value
            FROM json_each(?1) AS wanted
            CROSS JOIN json_each(json_array(0, ?2)) AS seen
        ),
        held (entity_id, scope, property) AS (
            SELECT entity_id, scope, '' FROM place
            UNION
            SELECT entity_id, scope, (
                SELECT MIN(fact.property)
                FROM fact
                WHERE fact.{column} = held.entity_id AND fact.scope = held.scope
                    AND fact.property > held.property
            )
            FROM held
            WHERE held.property IS NOT NULL
        )
    """  # noqa: S608


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


class Reader(CitationReader):
    """Looks facts up for one scope, and as of one date where given."""

    def as_of_date(self, date: PartialDate | None) -> Reader:
        """The same reader, seeing only what was known by the end of a date."""
        if date == self.as_of:
            return self
        return Reader(self._connection, self.scope, date, self.beyond)

    def step(
        self,
        properties: Sequence[str],
        known: Sequence[Known],
        *,
        denied: bool = False,
        having: Slot = "value",
    ) -> list[StepRow]:
        """The live facts of some properties in which every known slot holds one of its values, and
        which have something in the slot `having`.

        Facts that a source denied are left out unless `denied`. Without a known slot, at most
        `OPEN_LIMIT` facts.
        """
        parameters: list[object] = [json.dumps(properties), self.scope]
        meant = self._meant(known, parameters, denied=denied, having=having)
        limit = -1 if known else OPEN_LIMIT
        rows = self._connection.execute(
            f"SELECT {_STEP} FROM {meant} LIMIT {int(limit)}",  # noqa: S608
            parameters,
        )
        # In this order SQLite itself would read all facts.
        return self._rows(sorted(rows.fetchall()))

    def is_longer(
        self, properties: Sequence[str], known: Sequence[Known], asked: Slot, than: int
    ) -> bool:
        """Whether such a step with something in the `asked` slot has more facts than that, denied
        ones too."""
        parameters: list[object] = [json.dumps(properties), self.scope]
        meant = self._meant(known, parameters, denied=True, having=asked)
        cursor = self._connection.execute(
            f"SELECT 1 FROM {meant} LIMIT 1 OFFSET {int(than)}",  # noqa: S608
            parameters,
        )
        return cursor.fetchone() is not None

    def written(
        self, properties: Sequence[str], known: Sequence[Known], words: Sequence[str]
    ) -> list[tuple[int, str]]:
        """Facts of such a step whose role is a text that has all of some folded words in it, an
        owner's s left out: (fact, role)."""
        parameters: list[object] = [json.dumps(properties), self.scope]
        meant = self._meant(known, parameters, denied=True, having="role")
        for word in words:
            number = word.isdecimal()
            parameters.append(f"*[^0-9]{word}[^0-9]*" if number else word.removesuffix("s"))
            place = len(parameters)
            meant += (
                f" AND ' ' || fact.role_text || ' ' GLOB ?{place}"
                if number
                else f" AND instr(lower(fact.role_text), ?{place})"
            )
        rows = self._connection.execute(
            f"SELECT fact.id, fact.role_text FROM {meant} LIMIT {OPEN_LIMIT}",  # noqa: S608
            parameters,
        )
        return sorted(rows.fetchall())

    def part(
        self,
        properties: Sequence[str],
        known: Sequence[Known],
        asked: Slot,
        *,
        beyond: int,
        most: int,
    ) -> list[StepRow]:
        """As many facts of such a step as `most`, denied ones too, those that follow the first ones
        of which there are `beyond`."""
        parameters: list[object] = [json.dumps(properties), self.scope]
        meant = self._meant(known, parameters, denied=True, having=asked)
        rows = self._connection.execute(
            f"""
            SELECT {_STEP} FROM {meant} ORDER BY fact.id LIMIT {int(most)} OFFSET {int(beyond)}
            """,  # noqa: S608
            parameters,
        )
        return self._rows(rows.fetchall())

    def count_after(
        self, properties: Sequence[str], known: Sequence[Known], asked: Slot, beyond: int
    ) -> int:
        """How many things stand in the `asked` slot of the facts of such a step, denied ones too,
        that follow the first ones of which there are `beyond`."""
        parameters: list[object] = [json.dumps(properties), self.scope]
        meant = self._meant(known, parameters, denied=True, having=asked)
        if beyond:
            rest = f"SELECT {_STEP} FROM {meant} ORDER BY fact.id LIMIT -1 OFFSET {int(beyond)}"  # noqa: S608
            meant = f"({rest}) AS fact"
        count = self._connection.execute(
            f"SELECT count(DISTINCT {self._end(asked)}) FROM {meant}",  # noqa: S608
            parameters,
        )
        return int(count.fetchone()[0])

    def _meant(
        self, known: Sequence[Known], parameters: list[object], *, denied: bool, having: Slot
    ) -> str:
        """The tables and conditions of a step; the first parameters are its properties and the
        scope, further ones are added."""
        tables, conditions = "json_each(?1) AS wanted", ""
        if not known:
            tables += " CROSS JOIN fact ON fact.property = wanted.value"
        for place, given in enumerate(known):
            join, condition = self._known(given, f"key{place}", place == 0, parameters)
            tables += join
            conditions += condition
        if having == "role":
            conditions += " AND (fact.role_id IS NOT NULL OR fact.role_text IS NOT NULL)"
        unless = "" if denied else _NOT_DENIED
        return f"{tables} WHERE {self._live(parameters)} {conditions} {unless}"

    def _end(self, slot: Slot) -> str:
        """What stands in a slot of a fact: the entity that stands for it in the scope, a date or a
        text."""
        column = f"fact.{_COLUMN[slot]}"
        if self.merges:
            column = f"""
                COALESCE(
                    (
                        SELECT into_id
                        FROM merged
                        WHERE merged.scope = ?2 AND merged.entity_id = {column}
                    ),
                    {column}
                )
            """  # noqa: S608
        others = {"value": "fact.value_date, fact.value_text", "role": "fact.role_text"}.get(slot)
        return f"COALESCE({column}, {others})" if others else column

    def _rows(self, found: Sequence[tuple[object, ...]]) -> list[StepRow]:
        """The rows of a step as they stand in the scope."""
        rows = list(map(StepRow._make, found))
        return list(map(self._stepped, rows)) if self.merges else rows

    def _stepped(self, row: StepRow) -> StepRow:
        """A step's fact with the entities that stand for its own in the scope."""
        root = self.merges.root
        return row._replace(
            subject=root(row.subject),
            value=None if row.value is None else root(row.value),
            role=None if row.role is None else root(row.role),
        )

    def _known(
        self, known: Known, alias: str, first: bool, parameters: list[object]
    ) -> tuple[str, str]:
        """The join and the condition that one known slot makes; adds to the parameters."""
        fact = " CROSS JOIN fact ON fact.property = wanted.value AND " if first else ""
        if known.date is not None:
            parameters += [str(known.date), f"{known.date}~"]
            low, high = len(parameters) - 1, len(parameters)
            condition = f"fact.value_date >= ?{low} AND fact.value_date < ?{high}"
            return (fact + condition, "") if first else ("", " AND " + condition)
        parameters.append(json.dumps(self.merges.members(known.entities)))
        column = f"fact.{_COLUMN[known.slot]}"
        if first:
            keys = f" CROSS JOIN json_each(?{len(parameters)}) AS {alias}"
            return f"{keys}{fact}{column} = {alias}.value", ""
        return "", f" AND {column} IN (SELECT value FROM json_each(?{len(parameters)}))"  # noqa: S608

    def credited(self, properties: Sequence[str], word: str) -> list[int]:
        """The ids of live facts of some properties whose role is a text with a word in it."""
        parameters: list[object] = [
            word.removesuffix("s"),
            self.scope,
            json.dumps(list(properties)),
        ]
        rows = self._connection.execute(
            f"""
            SELECT fact.id
            FROM (
                SELECT id
                FROM fact INDEXED BY fact_by_role_text
                WHERE scope IN (0, ?2) AND role_text IS NOT NULL
                    AND role_text LIKE '%' || ?1 || '%'
                LIMIT 400
            ) AS met
            CROSS JOIN fact ON fact.id = met.id
            WHERE fact.property IN (SELECT value FROM json_each(?3))
                AND {self._live(parameters)}
            ORDER BY fact.id
            LIMIT 100
            """,  # noqa: S608
            parameters,
        )
        return [row[0] for row in rows]

    def about(self, entity: int, *, beyond: int = 0) -> list[int]:
        """The ids of the live facts in which an entity stands, in any slot: MOST_ABOUT of them,
        those that follow the first ones of which there are `beyond`. Some of each property come
        before more of one."""
        most = beyond + MOST_ABOUT
        entities: dict[str, set[int]] = {}
        for column in _COLUMN.values():
            for name, ids in self._first_of_each(column, entity, most):
                entities.setdefault(name, set()).update(ids)
        ranked = sorted(
            (place, fact) for ids in entities.values() for place, fact in enumerate(sorted(ids))
        )
        return sorted(fact for _, fact in ranked[beyond:most])

    def _first_of_each(self, column: str, entity: int, most: int) -> list[tuple[str, list[int]]]:
        """By property the first live facts that have an entity in a column."""
        parameters: list[object] = [json.dumps(self.merges.members([entity])), self.scope, most]
        live = self._live(parameters)
        rows = self._connection.execute(
            f"""
            WITH RECURSIVE {_held(column)}
            SELECT held.property, (
                SELECT json_group_array(first.id)
                FROM (
                    SELECT fact.id
                    FROM fact
                    WHERE fact.{column} = held.entity_id AND fact.scope = held.scope
                        AND fact.property = held.property AND {live}
                    ORDER BY fact.id
                    LIMIT ?3
                ) AS first
            )
            FROM held
            WHERE held.property <> ''
            """,  # noqa: S608
            parameters,
        )
        return [(name, json.loads(ids)) for name, ids in rows]

    def count_about(self, entity: int) -> int:
        """How many live facts there are in which an entity stands."""
        parameters: list[object] = [json.dumps(self.merges.members([entity])), self.scope]
        rows = self._connection.execute(
            f"SELECT count(*) FROM ({self._facts_about(parameters)})",  # noqa: S608
            parameters,
        )
        return int(rows.fetchone()[0])

    def _facts_about(self, parameters: list[object]) -> str:
        branches = " UNION ".join(
            f"""
            SELECT fact.id
            FROM json_each(?1) AS wanted
            CROSS JOIN fact ON fact.{column} = wanted.value AND fact.scope IN (0, ?2)
            """  # noqa: S608
            for column in _COLUMN.values()
        )
        return f"""
            SELECT fact.id, fact.property
            FROM ({branches}) AS found
            CROSS JOIN fact ON fact.id = found.id
            WHERE fact.retired = 0
                {self._unhidden("fact", "fact.id")}
                {self._dated("fact.id", parameters)}
            """  # noqa: S608

    def all_facts(self, most: int) -> list[int] | None:
        """The ids of all live facts; None where they are more than `most`."""
        rows = self._connection.execute(
            "SELECT fact.id FROM fact WHERE fact.retired = 0 AND fact.scope IN (0, ?1) LIMIT ?2",
            (self.scope, most + 1),
        ).fetchall()
        if len(rows) > most:
            return None
        parameters: list[object] = [None, self.scope]
        kept = self._connection.execute(
            f"SELECT fact.id FROM fact WHERE {self._live(parameters)} ORDER BY fact.id",  # noqa: S608
            parameters,
        )
        return [row[0] for row in kept]

    def stands(self, entities: Collection[int]) -> list[tuple[int, Slot, str]]:
        """Where some entities stand in live facts: (entity, slot, property), each once."""
        standing: dict[tuple[int, Slot, str], None] = {}
        for slot, column in _COLUMN.items():
            parameters: list[object] = [json.dumps(self.merges.members(entities)), self.scope]
            rows = self._connection.execute(
                f"""
                SELECT DISTINCT fact.{column}, fact.property
                FROM json_each(?1) AS wanted
                CROSS JOIN fact ON fact.{column} = wanted.value
                WHERE {self._live(parameters)}
                """,  # noqa: S608
                parameters,
            )
            standing |= dict.fromkeys((self.merges.root(row[0]), slot, row[1]) for row in rows)
        return list(standing)

    def properties_of(self, entity: int) -> list[str]:
        """The properties of which an entity has live facts as their subject; each is looked for by
        itself, however many facts there are of one."""
        parameters: list[object] = [json.dumps(self.merges.members([entity])), self.scope]
        rows = self._connection.execute(
            f"""
            WITH RECURSIVE {_held("subject_id")}
            SELECT DISTINCT held.property
            FROM held
            WHERE EXISTS (
                SELECT 1
                FROM fact
                WHERE fact.subject_id = held.entity_id AND fact.scope = held.scope
                    AND fact.property = held.property AND {self._live(parameters)}
            )
            """,  # noqa: S608
            parameters,
        )
        return [row[0] for row in rows]

    def held(self, properties: Iterable[str]) -> list[str]:
        """Those of some properties of which there are live facts."""
        parameters: list[object] = [json.dumps(list(properties)), self.scope]
        rows = self._connection.execute(
            f"""
            SELECT wanted.value
            FROM json_each(?1) AS wanted
            WHERE EXISTS (
                SELECT 1
                FROM fact
                WHERE fact.property = wanted.value AND {self._live(parameters)}
            )
            """,  # noqa: S608
            parameters,
        )
        return [row[0] for row in rows]

    def subjects_with(self, name: str) -> list[str]:
        """The names of a few entities that have a live fact of a property."""
        parameters: list[object] = [name, self.scope]
        rows = self._connection.execute(
            f"""
            SELECT entity.name
            FROM fact
            JOIN entity ON entity.id = fact.subject_id
            WHERE fact.property = ?1 AND {self._live(parameters)}
            LIMIT 20
            """,  # noqa: S608
            parameters,
        )
        return list(dict.fromkeys(row[0] for row in rows))
