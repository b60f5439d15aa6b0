"""The rules of changing facts, for one server at a time, and what moderators look up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Literal

from lore.articles.extractor import Extractor
from lore.articles.shipped import shipped_vocabulary
from lore.editing.drafts import Drafter, means_same
from lore.editing.errors import Missing, Overtaken, Refused, Stale, UndoneAlready
from lore.editing.files.exchange import FileExchange
from lore.editing.history import changes_of, fields_of, source_of, targets_of_fact, view_of
from lore.editing.name_resolution import NameResolver
from lore.editing.names import NameEditor, Phrases
from lore.editing.plans import Plan, Planner
from lore.editing.search import State, find_property, near, search
from lore.editing.sentences.reader import read_sentence
from lore.editing.server_settings import ServerSettingsService
from lore.editing.transaction import ChangeRunner, utc_now
from lore.language.lexicon import Language
from lore.language.properties import Property
from lore.model.edits import Change, Draft, FactView, Fields, FoundFacts, Moderator, Rank, Saved
from lore.model.facts import Entity, Source
from lore.quota import Quota
from lore.store import Store
from lore.store.changes.journal import Outdated, loaded
from lore.store.changes.snapshots import HiddenSnapshot, Target
from lore.store.history_reader import HistoryReader
from lore.store.moderator_reader import ModeratorReader
from lore.texts import refusals as words
from lore.texts.changes import SHARE, source_choice


class EditingService:
    """Facts of servers, changed by their moderators; permissions are the caller's matter.

    `names`, `phrases`, `bulk` and `setups` do the same for names, phrases, files and settings.
    Every method that changes something says what it did as `Saved`, and raises a LoreError, ready
    to be read, where it changes nothing. What was shown is named by its version: who comes second
    gets `Stale`.
    """

    def __init__(
        self,
        store: Store,
        language: Language,
        now: Callable[[], datetime] = utc_now,
        quota: Quota | None = None,
    ) -> None:
        self._runner = ChangeRunner(store, language, now, quota)
        self._language = language
        self.names = NameEditor(self._runner)
        self.bulk = FileExchange(self._runner)
        self.phrases = Phrases(self._runner)
        self.setups = ServerSettingsService(self._runner)

    async def fact(self, number: int, scope: int) -> FactView:
        """The fact of a number, in whatever state.

        Raises:
            Missing: where the server has none.
        """
        return await self._runner.read(scope, lambda reader: view_of(reader, number))

    async def fields(self, number: int, scope: int) -> Fields:
        """What is stored of a fact, as fields to be edited; its source is the latest.

        Raises:
            Missing: where the server has none.
        """

        def look(reader: HistoryReader) -> Fields:
            fact = view_of(reader, number).fact
            terms = [term for term in (fact.subject, fact.value, fact.role) if term is not None]
            named = [term for term in terms if isinstance(term, Entity)]
            labels = NameResolver(reader, self._runner.linker).labels(named)
            return fields_of(fact, labels)

        return await self._runner.read(scope, look)

    async def find(
        self,
        text: str,
        scope: int,
        *,
        state: State = "live",
        limit: int = 25,
        skip: int = 0,
    ) -> FoundFacts:
        """Facts by a number ("#12"), by names and what is asked of them; without a text, the
        server's own and what it hid, the latest first."""
        language, linker = self._language, self._runner.linker
        views, total = await self._runner.read(
            scope, lambda reader: search(reader, language, linker, text, state, limit, skip)
        )
        return FoundFacts(tuple(await self._runner.views(scope, views)), total)

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
        return await self._runner.read(
            scope, lambda reader: sources_of(reader, reader.sources_with(text.strip(), limit))
        )

    async def source(self, text: str, scope: int) -> Source | None:
        """The known source of a title, the latest of several, or of a label that tells it apart."""

        def look(reader: HistoryReader) -> Source | None:
            sources = sources_of(reader, reader.sources_begun(text.strip(), SHARE))
            meant = text.strip().casefold()
            titled = [source for source in sources if source.title.casefold() == meant]
            labelled = [source for source in sources if source_choice(source).casefold() == meant]
            return next(iter([*titled, *labelled]), None)

        return await self._runner.read(scope, look)

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
            targets: list[Target] | None = None
            if number is not None:
                key = reader.key_of(number)
                if key is None:
                    raise Missing(words.no_fact(number))
                targets = targets_of_fact(reader, key)
            return changes_of(reader, reader.changes(targets, limit, before))

        return await self._runner.read(scope, look, apart=True)

    async def change(self, number: int, scope: int) -> Change:
        """A change by its number.

        Raises:
            Missing: where the server has none.
        """

        def look(reader: HistoryReader) -> list[Change]:
            row = reader.change(number)
            return changes_of(reader, [row] if row else [])

        change = await self._runner.read(scope, look, apart=True)
        if not change:
            raise Missing(words.no_change(number))
        return change[0]

    @cached_property
    def _extractor(self) -> Extractor:
        return Extractor(shipped_vocabulary(), self._language)

    async def propose(self, fields: Fields, by: Moderator) -> Draft:
        """What saving the fields would store, what it doubles and what it contradicts.

        Raises:
            SourceMissing, UnknownName, AmbiguousName, Refused, DateError: with what to mend.
        """
        return await self._drafted(by.scope, fields, None)

    async def propose_edit(
        self, number: int, fields: Fields, by: Moderator, *, version: str
    ) -> Draft:
        """What storing the fields in place of a fact would do. They stand for its latest citation;
        the others stay. `fields` has what is there.

        Raises:
            Missing, Stale: as `save`; and as `propose`.
        """
        view = await self.fact(number, by.scope)
        if view.version != version:
            raise Stale(view)
        if not view.live:
            raise Refused(words.restore_first(number))
        return await self._drafted(by.scope, fields, view)

    async def say(self, sentence: str, by: Moderator) -> Draft:
        """As `propose`, of a sentence with its source: "X plays Y in Z, per Variety, 3 Feb 2020".

        Raises:
            Refused: where the sentence is not understood; and as `propose`.
        """
        return await self.propose(await self.read(sentence, by.scope), by)

    async def read(self, sentence: str, scope: int) -> Fields:
        """The fields that a sentence fills; the source's are blank where it names none.

        Raises:
            Refused, DateError: where it is not understood.
        """
        linker, language = self._runner.linker, self._language
        extractor = await asyncio.to_thread(lambda: self._extractor)
        return await self._runner.read(
            scope, lambda reader: read_sentence(sentence, reader, language, linker, extractor)
        )

    async def save(
        self,
        draft: Draft,
        by: Moderator,
        *,
        reason: str | None = None,
        supersede: bool = False,
    ) -> Saved:
        """Store a draft; with `supersede`, what it contradicts no longer counts against it.

        Raises:
            Stale: where the draft would be another now; `fresh` is that one.
            Unchanged: where the same is stored from the same source.
        """
        assert draft.scope == by.scope, "a draft is for one server"

        def plan(reader: HistoryReader) -> Plan:
            edits = _seen_again(reader, draft.edits) if draft.edits else None
            drafter = Drafter(reader, self._language, self._runner.linker)
            fresh = drafter.draft(draft.fields, edits)
            if not means_same(draft, fresh):
                raise Stale(fresh)
            if fresh.edits and fresh.same:
                raise Refused(words.said_already(fresh.same[0].number))
            return Planner(reader).save(fresh, supersede=supersede)

        action: Literal["add", "edit"] = "edit" if draft.edits else "add"
        return await self._runner.change(by, action, plan, reason=reason)

    async def edit(
        self,
        number: int,
        fields: Fields,
        by: Moderator,
        *,
        version: str,
        reason: str | None = None,
        supersede: bool = False,
    ) -> Saved:
        """`propose_edit` and `save` in one."""
        draft = await self.propose_edit(number, fields, by, version=version)
        return await self.save(draft, by, reason=reason, supersede=supersede)

    async def retire(
        self, number: int, by: Moderator, *, version: str, reason: str | None = None
    ) -> Saved:
        """Take a fact out of the server's view."""
        return await self._turned(number, by, version, reason, live=False)

    async def restore(
        self, number: int, by: Moderator, *, version: str, reason: str | None = None
    ) -> Saved:
        """Bring a fact back that was retired in the server."""
        return await self._turned(number, by, version, reason, live=True)

    async def prefer(
        self,
        number: int,
        by: Moderator,
        *,
        version: str,
        rank: Rank | None = "preferred",
        reason: str | None = None,
    ) -> Saved:
        """Make a fact lead where sources disagree, or no longer count; None takes that back."""

        def plan(reader: HistoryReader) -> Plan:
            view = _seen(reader, number, version)
            if not view.live:
                raise Refused(words.restore_first(number))
            return Planner(reader).prefer(view, rank)

        return await self._runner.change(by, "prefer", plan, reason=reason)

    async def undo(self, number: int, by: Moderator, *, reason: str | None = None) -> Saved:
        """Take a change back, which may itself have taken one back.

        Raises:
            Missing: where the server has no such change.
            UndoneAlready: where it is taken back.
            Overtaken: where a later change must be taken back first.
        """
        row = await self._runner.read(by.scope, lambda reader: reader.change(number), apart=True)
        if row is None:
            raise Missing(words.no_change(number))
        before, after = loaded(row.before), loaded(row.after)
        sides = (*before.items(), *after.items())
        memories = {
            target: snapshot.fact
            for target, snapshot in sides
            if isinstance(snapshot, HiddenSnapshot) and snapshot.fact is not None
        }

        def plan(reader: HistoryReader) -> Plan:
            key = reader.key_of(row.fact) if row.fact is not None else None
            return Plan(dict(before), memories, after, key)

        try:
            return await self._runner.change(by, "undo", plan, reason=reason, undoes=row.id)
        except Outdated:
            undone, later = await self._runner.read(
                by.scope,
                lambda reader: (reader.change(number), reader.touched_after(row.id, after)),
            )
            if later is not None and undone is not None and undone.undone_by == later:
                raise UndoneAlready(number, later) from None
            raise Overtaken(number, later) from None

    async def _drafted(self, scope: int, fields: Fields, edits: FactView | None) -> Draft:
        language, linker, quota = self._language, self._runner.linker, self._runner.quota

        def drafted(reader: HistoryReader) -> Draft:
            draft = Drafter(reader, language, linker).draft(fields, edits)
            return replace(draft, filling=quota.near(reader.stored()))

        draft = await self._runner.read(scope, drafted)
        return await self._runner.numbered(draft)

    async def _turned(
        self, number: int, by: Moderator, version: str, reason: str | None, *, live: bool
    ) -> Saved:
        def plan(reader: HistoryReader) -> Plan:
            view = _seen(reader, number, version)
            planner = Planner(reader)
            return planner.restore(view) if live else planner.retire(view)

        return await self._runner.change(by, "restore" if live else "retire", plan, reason=reason)


def sources_of(reader: ModeratorReader, ids: Iterable[int]) -> list[Source]:
    """Sources by id, in the order given."""
    wanted = list(ids)
    rows = reader.source_snapshots(wanted)
    return [source_of(row_id, rows[row_id]) for row_id in wanted if row_id in rows]


def _seen(reader: HistoryReader, number: int, version: str) -> FactView:
    """The fact of a number, which must be as it was seen.

    Raises:
        Missing, Stale: where it is not.
    """
    view = view_of(reader, number)
    if view.version != version:
        raise Stale(view)
    return view


def _seen_again(reader: HistoryReader, seen: FactView) -> FactView:
    """The fact that a draft edits, as it is now; its version is compared with the draft.

    Raises:
        Missing, Stale: where it is gone.
    """
    view = view_of(reader, seen.number)
    if not view.live:
        raise Stale(view)
    return view
