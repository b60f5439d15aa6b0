"""How every change is made: planned, checked and noted in one transaction, then read back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

from lore.curation import written
from lore.curation.errors import Refused, Stale, Unchanged
from lore.curation.history import changes_of
from lore.curation.models import Action, Change, Draft, FactView, Moderator, Saved
from lore.curation.plans import Plan
from lore.curation.views import view_of
from lore.language import Language
from lore.models import SHARED
from lore.names.link import Linker
from lore.quota import Quota
from lore.store import Store
from lore.store.history import HistoryReader
from lore.store.ledger import Entry, Full, Ledger, Unsound
from lore.store.units import Unit
from lore.wording import quota as quota_words
from lore.wording import refusals as words

T = TypeVar("T")
Planning = Callable[[HistoryReader], Plan]
Watcher = Callable[[int, Collection[Unit]], Awaitable[None]]
"""Hears of the scope and the units of each change that is stored."""


_MANY = 200
"""Units of a change that is read apart."""


def utc_now() -> datetime:
    """The time of a change."""
    return datetime.now(UTC)


class Office:
    """Reads and changes what servers have; `now` tells the time of a change."""

    def __init__(
        self,
        store: Store,
        language: Language,
        now: Callable[[], datetime] = utc_now,
        quota: Quota | None = None,
    ) -> None:
        self.store = store
        self.quota = quota or Quota()
        self.language = language
        self.linker = Linker(language.is_ordinary, language.light)
        self._now = now
        self._watchers: list[Watcher] = []

    def watch(self, watcher: Watcher) -> None:
        """From now on, tell this one of each change before it is said to be made."""
        self._watchers.append(watcher)

    async def read(
        self, scope: int, function: Callable[[HistoryReader], T], *, apart: bool = False
    ) -> T:
        """What a function finds in one state of what a server sees.

        `apart` reads on a connection of its own, for what takes long: the history of an import.
        """
        query = self.store.query_apart if apart else self.store.query
        return await query(lambda connection: function(HistoryReader(connection, scope)))

    async def change(
        self,
        by: Moderator,
        action: Action,
        planning: Planning,
        *,
        reason: str | None = None,
        undoes: int | None = None,
        apart: bool = False,
    ) -> Saved:
        """Make the change that is planned on what is stored at that moment.

        The lock keeps everybody else from writing, so the reader sees what the plan will meet.
        `apart` plans on a connection of its own, for what takes long. `undoes` is a row's id.

        Raises:
            Unchanged: where all is so already.
            Outdated: where something is not as the plan expects it.
            Refused, Stale and what the plan raises; nothing is changed then.
        """
        if by.scope == SHARED:
            raise Refused(words.NOT_HERE)
        query = self.store.query_apart if apart else self.store.query
        reason = written.optional(reason, "reason", written.REASON_LENGTH)
        try:
            async with self.store.write() as writer:
                plan = await query(lambda connection: planning(HistoryReader(connection, by.scope)))
                ledger = Ledger(writer, by.scope, self.quota)
                keys = [plan.key] if plan.key else []
                shown = (await ledger.numbers(keys)).get(plan.key or "")
                made_at = self._now().isoformat(timespec="seconds")
                target = "fact" if plan.key else action
                entry = Entry(by.id, made_at, action, target, shown, reason, undoes)
                number = await ledger.make(entry, plan.images, plan.memories, plan.expects)
                if number is None:
                    raise Unchanged
        except Full as full:
            raise Refused(quota_words.full(full.level)) from None
        except Unsound as unsound:
            raise await self._refusal(by.scope, unsound) from None
        except Stale as stale:
            stale.fresh = await self._refreshed(by.scope, stale.fresh)
            raise
        return await self._stored(by.scope, number, shown, plan)

    async def _stored(self, scope: int, number: int, fact: int | None, plan: Plan) -> Saved:
        """A change that was made just now, once everybody knows of it."""
        for watcher in self._watchers:
            await watcher(scope, plan.images)
        return await self.read(
            scope,
            lambda reader: _saved(reader, number, fact, self.quota),
            apart=len(plan.images) > _MANY,
        )

    async def numbered(self, draft: Draft) -> Draft:
        """A draft with numbers for all facts that it shows."""
        views = await self.views(draft.scope, draft.views)
        numbered = {view.key: view for view in views}

        def given(views: Sequence[FactView]) -> tuple[FactView, ...]:
            return tuple(numbered[view.key] for view in views)

        return replace(
            draft,
            same=given(draft.same),
            contradicts=given(draft.contradicts),
            retired=given(draft.retired),
            edits=numbered[draft.edits.key] if draft.edits else None,
        )

    async def _refreshed(self, scope: int, fresh: Draft | FactView) -> Draft | FactView:
        if isinstance(fresh, FactView):
            return (await self.views(scope, [fresh]))[0]
        return await self.numbered(fresh)

    async def views(self, scope: int, views: Sequence[FactView]) -> list[FactView]:
        """Facts with their numbers; those that have none get the next."""
        keys = [view.key for view in views if not view.number]
        if not keys:
            return list(views)
        async with self.store.write() as writer:
            numbers = await Ledger(writer, scope).numbers(keys)
        return [replace(view, number=view.number or numbers[view.key]) for view in views]

    async def _refusal(self, scope: int, unsound: Unsound) -> Refused:
        """Why a change cannot stand, in words."""
        if unsound.fault.why == "chained":
            return Refused(words.CHAINED)
        key = unsound.fault.key
        if key is None:
            return Refused(words.still_named(None))
        async with self.store.write() as writer:
            numbers = await Ledger(writer, scope).numbers([key])
        return Refused(words.still_named(numbers[key]))


def change_of(reader: HistoryReader, number: int) -> Change:
    """A change that exists, by its number."""
    row = reader.change(number)
    assert row is not None
    return changes_of(reader, [row])[0]


def _saved(reader: HistoryReader, change: int, fact: int | None, quota: Quota) -> Saved:
    view = view_of(reader, fact) if fact is not None else None
    return Saved(change_of(reader, change), view, quota.near(reader.stored()))
