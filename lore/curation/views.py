"""Facts as a server's moderators see them: with number, state and version."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from lore.curation.errors import Missing
from lore.curation.models import FactView, Fields
from lore.models import SHARED, Entity, Fact, Role, Value
from lore.store.desk import DeskReader
from lore.wording import refusals as words


def views_of(reader: DeskReader, ids: Iterable[int]) -> dict[int, FactView]:
    """Facts by id; one that the server does not see, or without a source, is left out."""
    rows = reader.fact_rows(ids)
    facts = reader.facts(rows)
    found: dict[int, FactView] = {}
    for number, row in rows.items():
        if number in facts:
            shown = (facts[number], row.live, row.scope == SHARED)
            version = hashlib.sha256(repr(shown).encode()).hexdigest()[:16]
            found[number] = FactView(
                facts[number], row.number or 0, row.key, row.scope == SHARED, row.live, version
            )
    return found


def standing(reader: DeskReader, ids: Iterable[int]) -> list[FactView]:
    """Facts in the order given, each key once: the one that has it in the server."""
    found = views_of(reader, ids)
    stands = reader.standing(view.key for view in found.values())
    return [view for number, view in found.items() if stands.get(view.key) == number]


def view_of(reader: DeskReader, number: int) -> FactView:
    """The fact that has a number in the server, in whatever state.

    Raises:
        Missing: where there is none.
    """
    key = reader.key_of(number)
    ids = reader.standing([key]) if key is not None else {}
    found = views_of(reader, ids.values())
    if not found:
        raise Missing(words.no_fact(number))
    return next(iter(found.values()))


def fields_of(fact: Fact, labels: Mapping[int, str]) -> Fields:
    """A fact as fields; `labels` has a text for each entity of it."""

    def written(term: Value | Role) -> str:
        return labels[term.id] if isinstance(term, Entity) else str(term)

    cited = fact.citations[0]
    source = cited.source
    return Fields(
        subject=written(fact.subject),
        property=fact.property,
        value=written(fact.value),
        role=written(fact.role) if fact.role is not None else None,
        status=cited.status,
        title=source.title,
        publisher=source.publisher,
        address=source.address,
        published=str(source.published) if source.published else None,
        estimate=source.reason if source.estimated else None,
        as_of=str(cited.as_of) if cited.as_of else None,
        locator=cited.locator,
        spoiler=fact.spoiler,
    )
