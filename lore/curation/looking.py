"""What moderators look up: facts by number or by text, properties, the history."""

from __future__ import annotations

from collections.abc import Iterable

from lore.curation.errors import Missing
from lore.curation.history import changes_of, source_of, units_of_fact
from lore.curation.models import Change, FactView, Fields, Found
from lore.curation.office import Office
from lore.curation.properties import find_property, near
from lore.curation.resolve import Resolver
from lore.curation.search import State, search
from lore.curation.views import fields_of, view_of
from lore.models import Entity, Source
from lore.properties import Property
from lore.store.desk import DeskReader
from lore.store.history import HistoryReader
from lore.store.units import Unit
from lore.wording import refusals as words
from lore.wording.curation import SHARE, source_choice


class Looking:
    """Looks up what servers have; nothing is changed but numbers, which facts get when shown."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._language = office.language

    async def fact(self, number: int, scope: int) -> FactView:
        """The fact of a number, in whatever state.

        Raises:
            Missing: where the server has none.
        """
        return await self._office.read(scope, lambda reader: view_of(reader, number))

    async def fields(self, number: int, scope: int) -> Fields:
        """What is stored of a fact, as fields to be edited; its source is the latest.

        Raises:
            Missing: where the server has none.
        """

        def look(reader: HistoryReader) -> Fields:
            fact = view_of(reader, number).fact
            terms = [term for term in (fact.subject, fact.value, fact.role) if term is not None]
            named = [term for term in terms if isinstance(term, Entity)]
            labels = Resolver(reader, self._office.linker).labels(named)
            return fields_of(fact, labels)

        return await self._office.read(scope, look)

    async def find(
        self,
        text: str,
        scope: int,
        *,
        state: State = "live",
        limit: int = 25,
        skip: int = 0,
    ) -> Found:
        """Facts by a number ("#12"), by names and what is asked of them; without a text, the
        server's own and what it hid, the latest first."""
        language, linker = self._language, self._office.linker
        views, total = await self._office.read(
            scope, lambda reader: search(reader, language, linker, text, state, limit, skip)
        )
        return Found(tuple(await self._office.views(scope, views)), total)

    def property(self, text: str) -> Property:
        """The property that a text means: its id, its label, or a phrase for its value.

        Raises:
            Refused: where it means none.
        """
        return find_property(text, self._language)

    def properties(self, text: str, limit: int = 25) -> list[Property]:
        """The properties that a half-typed text may mean."""
        return near(text, self._language, limit)

    async def sources(self, text: str, scope: int, limit: int = 25) -> list[Source]:
        """The sources that a half-typed title or publisher may mean."""
        return await self._office.read(
            scope, lambda reader: sources_of(reader, reader.sources_with(text.strip(), limit))
        )

    async def source(self, text: str, scope: int) -> Source | None:
        """The known source of a title, the latest of several, or of a label that tells it apart."""

        def look(reader: HistoryReader) -> Source | None:
            found = sources_of(reader, reader.sources_begun(text.strip(), SHARE))
            meant = text.strip().casefold()
            titled = [one for one in found if one.title.casefold() == meant]
            labelled = [one for one in found if source_choice(one).casefold() == meant]
            return next(iter([*titled, *labelled]), None)

        return await self._office.read(scope, look)

    async def history(
        self,
        scope: int,
        number: int | None = None,
        *,
        limit: int = 25,
        before: int | None = None,
    ) -> list[Change]:
        """The latest changes of the server, or of one of its facts, before one of a number.

        Raises:
            Missing: where there is no such fact.
        """

        def look(reader: HistoryReader) -> list[Change]:
            units: list[Unit] | None = None
            if number is not None:
                key = reader.key_of(number)
                if key is None:
                    raise Missing(words.no_fact(number))
                units = units_of_fact(reader, key)
            return changes_of(reader, reader.changes(units, limit, before))

        return await self._office.read(scope, look, apart=True)

    async def change(self, number: int, scope: int) -> Change:
        """A change by its number.

        Raises:
            Missing: where the server has none.
        """

        def look(reader: HistoryReader) -> list[Change]:
            row = reader.change(number)
            return changes_of(reader, [row] if row else [])

        found = await self._office.read(scope, look, apart=True)
        if not found:
            raise Missing(words.no_change(number))
        return found[0]


def sources_of(reader: DeskReader, ids: Iterable[int]) -> list[Source]:
    """Sources by id, in the order given."""
    wanted = list(ids)
    rows = reader.rows("source", wanted)
    return [source_of(number, rows[number][1]) for number in wanted if number in rows]
