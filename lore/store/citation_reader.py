"""Loading facts with their citations and sources, for one scope.

Statements are put together of named parts: conditions and columns that are constants here or in
`NameReader`. Whatever comes from outside is bound. So each `noqa: S608` here is safe.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from lore.model.dates import PartialDate
from lore.model.facts import SHARED, Citation, Entity, Fact, Source, Status
from lore.model.property_ids import RELEASE
from lore.store.name_reader import NameReader

SOURCES_LIMIT = 1000
"""Sources that are listed."""


def moves(denial: str) -> str:
    """Whether a citation that denies a date, by its alias, tells a move: the same source gives
    another date for the same, and another source gave the one that is denied."""
    return f"""
        (
            EXISTS (
                SELECT 1
                FROM fact AS old
                JOIN fact AS new ON new.subject_id = old.subject_id AND new.scope IN (0, ?2)
                    AND new.property = old.property AND new.retired = 0
                    AND new.value_date <> old.value_date
                JOIN citation AS told ON told.fact_id = new.id
                    AND told.source_id = {denial}.source_id AND told.scope IN (0, ?2)
                    AND told.status <> 'denied' AND told.retired = 0
                WHERE old.id = {denial}.fact_id
            )
            AND EXISTS (
                SELECT 1
                FROM citation AS given
                WHERE given.fact_id = {denial}.fact_id AND given.scope IN (0, ?2)
                    AND given.status <> 'denied' AND given.retired = 0
            )
        )
    """  # noqa: S608


class CitationReader(NameReader):
    """Loads facts as they are told, with all that cites them, and as of one date where given."""

    def sources(self) -> list[Source]:
        """The shared sources and those that the scope's own live facts cite, the latest first."""
        rows = self._connection.execute(
            f"""
            SELECT id, title, published, estimated, reason, publisher, address
            FROM source
            WHERE scope IN (0, ?2)
                {self._cited()}
                {self._unhidden("source", "source.id")}
            ORDER BY published IS NULL, published DESC, id
            LIMIT ?1
            """,  # noqa: S608
            (SOURCES_LIMIT, self.scope),
        )
        return [_source(row) for row in rows]

    def _cited(self) -> str:
        """The condition that a source of the scope's own is cited by a live fact of it."""
        if self.scope == SHARED:
            return ""
        return """
            AND (
                scope = 0
                OR id IN (
                    SELECT citation.source_id
                    FROM fact
                    JOIN citation ON citation.fact_id = fact.id AND citation.retired = 0
                    WHERE fact.scope = ?2 AND fact.scope <> 0 AND fact.retired = 0
                )
            )
        """

    def facts(self, ids: Iterable[int]) -> dict[int, Fact]:
        """Facts with their live citations, by id; one without a live citation is left out."""
        wanted = json.dumps(list(ids))
        citations = self._citations(wanted)
        rows = self._connection.execute(
            """
            SELECT
                fact.id, fact.property, fact.value_date, fact.value_text, fact.role_text,
                fact.spoiler, fact.subject_id, fact.value_id, fact.role_id,
                (
                    SELECT rank
                    FROM preference
                    WHERE preference.fact_id = fact.id AND preference.scope = ?2
                )
            FROM json_each(?1) AS wanted
            CROSS JOIN fact ON fact.id = wanted.value
            """,
            (wanted, self.scope),
        )
        kept = [row for row in rows if row[0] in citations]
        ends = self._ends({end for row in kept for end in row[6:9] if end is not None})
        subjects = {row[6] for row in kept}
        released = self._released({ends[subject].id for subject in subjects})
        works = {
            subject: replace(ends[subject], released=released.get(ends[subject].id))
            for subject in subjects
        }
        return {
            row[0]: _fact(row, citations[row[0]], works[row[6]], ends.get(row[7]), ends.get(row[8]))
            for row in kept
        }

    def _ends(self, ids: Iterable[int]) -> dict[int, Entity]:
        """What stands in facts, by the rows of it, as it stands in the scope."""
        rows = self._connection.execute(
            f"""
            SELECT entity.id, entity.name, entity.kind, entity.year, {_definite("entity")}
            FROM json_each(?1) AS wanted
            CROSS JOIN entity ON entity.id = wanted.value
            """,  # noqa: S608
            (json.dumps(list(ids)), self.scope),
        )
        return {
            row_id: self.merges.entity(Entity(row_id, name, kind, year, bool(definite)))
            for row_id, name, kind, year, definite in rows
        }

    def _released(self, works: Collection[int]) -> dict[int, PartialDate]:
        """The confirmed dates of release of works of which no claim gives another date."""
        parameters: list[object] = [json.dumps(self.merges.members(works)), self.scope, RELEASE]
        rows = self._connection.execute(
            f"""
            SELECT fact.subject_id, fact.value_date, citation.status
            FROM json_each(?1) AS wanted
            CROSS JOIN fact ON fact.subject_id = wanted.value AND fact.property = ?3
                AND +fact.value_date IS NOT NULL -- the plus keeps it from all works' dates
            JOIN citation ON citation.fact_id = fact.id AND citation.retired = 0
                AND citation.scope IN (0, ?2) AND citation.status IN ('confirmed', 'reported')
                {self._unhidden("citation", "citation.id")}
            WHERE {self._live(parameters)}
                AND NOT EXISTS (
                    SELECT 1
                    FROM preference
                    WHERE preference.fact_id = fact.id AND preference.scope = ?2
                        AND preference.rank = 'superseded'
                )
            """,  # noqa: S608
            parameters,
        )
        claims: dict[int, list[tuple[PartialDate, bool]]] = {}
        for work, date, status in rows:
            claim = PartialDate.parse(date), status == Status.CONFIRMED
            claims.setdefault(self.merges.root(work), []).append(claim)
        return {work: date for work, dates in claims.items() if (date := _agreed(dates))}

    def _live(self, parameters: list[object]) -> str:
        """The condition that a fact is live for the reader, whose scope is the second parameter;
        adds to the parameters."""
        hidden, dated = self._unhidden("fact", "fact.id"), self._dated("fact.id", parameters)
        return f"fact.retired = 0 AND fact.scope IN (0, ?2){hidden}{dated}"

    def _citations(self, wanted: str) -> dict[int, tuple[Citation, ...]]:
        rows = self._connection.execute(
            f"""
            SELECT citation.fact_id, citation.status, citation.locator, citation.as_of,
                source.id, source.title, source.published, source.estimated, source.reason,
                source.publisher, source.address
            FROM json_each(?1) AS wanted
            CROSS JOIN citation ON citation.fact_id = wanted.value
            JOIN source ON source.id = citation.source_id
            WHERE citation.retired = 0 AND citation.scope IN (0, ?2)
                AND NOT (citation.status = 'denied' AND {moves("citation")})
                {self._unhidden("citation", "citation.id")}
            ORDER BY citation.id
            """,  # noqa: S608
            (wanted, self.scope),
        )
        sources: dict[int, Source] = {}
        made: dict[tuple[object, ...], Citation] = {}
        by_fact: dict[int, list[Citation]] = {}
        for fact, status, locator, as_of, *source in rows:
            alike = (status, locator, as_of, source[0])
            if (citation := made.get(alike)) is None:
                if (known := sources.get(source[0])) is None:
                    known = sources[source[0]] = _source(source)
                date = PartialDate.parse(as_of) if as_of else None
                citation = made[alike] = Citation(known, Status(status), locator, date)
            if self.as_of is None or (citation.date and citation.date.first <= self.as_of.last):
                by_fact.setdefault(fact, []).append(citation)
        for citations in by_fact.values():
            if len(citations) > 1:
                citations.sort(key=lambda citation: citation.order, reverse=True)
        return {fact: tuple(citations) for fact, citations in by_fact.items()}

    def entities(self, ids: Iterable[int]) -> dict[int, Entity]:
        """Entities by id."""
        rows = self._connection.execute(
            """
            SELECT entity.id, entity.name, entity.kind, entity.year
            FROM json_each(?1) AS wanted
            CROSS JOIN entity ON entity.id = wanted.value
            WHERE entity.scope IN (0, ?2)
            """,
            (json.dumps(list(ids)), self.scope),
        )
        return {row[0]: self.merges.entity(Entity(*row)) for row in rows}


def _source(row: Sequence[object]) -> Source:
    row_id, title, published, estimated, reason, publisher, address = row
    date = PartialDate.parse(str(published)) if published else None
    text = [str(value) if value is not None else None for value in (reason, publisher, address)]
    assert isinstance(row_id, int)
    return Source(row_id, str(title), date, bool(estimated), *text)


def _fact(
    row: Sequence[object],
    citations: tuple[Citation, ...],
    subject: Entity,
    value: Entity | None,
    role: Entity | None,
) -> Fact:
    row_id, name, date, text, role_text, spoiler, *_, rank = row
    assert isinstance(row_id, int)
    return Fact(
        id=row_id,
        subject=subject,
        property=str(name),
        value=value or (PartialDate.parse(str(date)) if date else str(text)),
        role=role or (str(role_text) if role_text is not None else None),
        spoiler=bool(spoiler),
        citations=citations,
        preferred=rank == "preferred",
        superseded=rank == "superseded",
    )


def _agreed(claims: Sequence[tuple[PartialDate, bool]]) -> PartialDate | None:
    """The finest of some dates, each of them confirmed or not; None where two differ, or none is
    confirmed."""
    finest = max((date for date, _ in claims), key=lambda date: date.precision)
    alike = all(finest.agrees(date) for date, _ in claims)
    return finest if alike and any(sure for _, sure in claims) else None


def _definite(entity: str) -> str:
    """Whether a character bears the end of its name with an article, as "the Widow"."""
    return f"""
        {entity}.kind = 'character' AND EXISTS (
            SELECT 1
            FROM name
            WHERE name.entity_id = {entity}.id AND name.scope IN (0, ?2)
                AND name.standing = 'alias' AND name.text LIKE 'the %'
                AND {entity}.name LIKE '%' || substr(name.text, 5)
        )
    """  # noqa: S608
