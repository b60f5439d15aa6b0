"""The rules of changing facts, for one server at a time: what /fact does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Literal

from lore.curation.bulk import Bulk
from lore.curation.drafts import Drafter, means_same
from lore.curation.errors import Missing, Overtaken, Refused, Stale
from lore.curation.looking import Looking
from lore.curation.models import (
    Draft,
    FactView,
    Fields,
    Moderator,
    Rank,
    Saved,
)
from lore.curation.names import Names
from lore.curation.office import Office, utc_now
from lore.curation.phrases import Phrases
from lore.curation.plans import Plan, Planner
from lore.curation.sentence import read_sentence
from lore.curation.setup import Setups
from lore.curation.views import view_of
from lore.language import Language
from lore.quota import Quota
from lore.store import Store
from lore.store.history import HistoryReader
from lore.store.ledger import Outdated, loaded
from lore.wording import refusals as words


class Curation(Looking):
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
        super().__init__(Office(store, language, now, quota))
        self.names = Names(self._office)
        self.bulk = Bulk(self._office)
        self.phrases = Phrases(self._office)
        self.setups = Setups(self._office)

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
        linker, language = self._office.linker, self._language
        return await self._office.read(
            scope, lambda reader: read_sentence(sentence, reader, language, linker)
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
            drafter = Drafter(reader, self._language, self._office.linker)
            fresh = drafter.draft(draft.fields, edits)
            if not means_same(draft, fresh):
                raise Stale(fresh)
            if fresh.edits and fresh.same:
                raise Refused(words.said_already(fresh.same[0].number))
            return Planner(reader).save(fresh, supersede=supersede)

        action: Literal["add", "edit"] = "edit" if draft.edits else "add"
        return await self._office.change(by, action, plan, reason=reason)

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

        return await self._office.change(by, "prefer", plan, reason=reason)

    async def undo(self, number: int, by: Moderator, *, reason: str | None = None) -> Saved:
        """Take a change back, which may itself have taken one back.

        Raises:
            Missing: where the server has no such change.
            Overtaken: where a later change must be taken back first.
        """
        row = await self._office.read(by.scope, lambda reader: reader.change(number), apart=True)
        if row is None:
            raise Missing(words.no_change(number))
        before, after = loaded(row.before), loaded(row.after)
        sides = (*before.items(), *after.items())
        memories = {unit: image for unit, image in sides if unit.what == "hidden" and image}

        def plan(reader: HistoryReader) -> Plan:
            key = reader.key_of(row.fact) if row.fact is not None else None
            return Plan(dict(before), memories, after, key)

        try:
            return await self._office.change(by, "undo", plan, reason=reason, undoes=row.id)
        except Outdated:
            later = await self._office.read(
                by.scope, lambda reader: reader.touched_after(row.id, after)
            )
            raise Overtaken(number, later) from None

    async def _drafted(self, scope: int, fields: Fields, edits: FactView | None) -> Draft:
        language, linker, quota = self._language, self._office.linker, self._office.quota

        def drafted(reader: HistoryReader) -> Draft:
            draft = Drafter(reader, language, linker).draft(fields, edits)
            return replace(draft, filling=quota.near(reader.stored()))

        draft = await self._office.read(scope, drafted)
        return await self._office.numbered(draft)

    async def _turned(
        self, number: int, by: Moderator, version: str, reason: str | None, *, live: bool
    ) -> Saved:
        def plan(reader: HistoryReader) -> Plan:
            view = _seen(reader, number, version)
            planner = Planner(reader)
            return planner.restore(view) if live else planner.retire(view)

        return await self._office.change(by, "restore" if live else "retire", plan, reason=reason)


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
