"""How every change is made: planned, checked and noted in one transaction, then read back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol, TypeVar

from lore.editing import user_input
from lore.editing.errors import Refused, Stale, Unchanged
from lore.editing.history import changes_of, view_of
from lore.editing.plans import Plan
from lore.language.lexicon import Language
from lore.linking.linker import Linker
from lore.model.edits import Action, Change, Draft, FactView, Moderator, Saved
from lore.model.facts import SHARED
from lore.quota import Quota
from lore.store import Store
from lore.store.changes.journal import ChangeHeader, ChangeJournal, Full, Unsound
from lore.store.changes.snapshots import Target
from lore.store.changes.stored import growth
from lore.store.database import Writer
from lore.store.history_reader import HistoryReader
from lore.store.moderator_reader import Table
from lore.store.staging import Interfered, Reserved, Staging, new_rows
from lore.texts import quota as quota_words
from lore.texts import refusals as words

T = TypeVar("T")
Planning = Callable[[HistoryReader], Plan]


class SlicedPlanning(Protocol):
    """Plans from the ids of the next rows, where they are reserved."""

    def __call__(self, reader: HistoryReader, first: Mapping[Table, int] | None = None, /) -> Plan:
        """The plan on what the reader sees."""
        ...


Watcher = Callable[[int, Collection[Target]], Awaitable[None]]
"""Hears of the scope and the targets of each change that is stored."""


_MANY = 200
"""Targets of a change that is read apart."""


def utc_now() -> datetime:
    """The time of a change."""
    return datetime.now(UTC)


class ChangeRunner:
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
        self.linker = Linker(language.is_ordinary, language.light, given=language.given)
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
        query = self.store.query_apart if apart else self.store.query
        header = self._header(by, action, reason, undoes)
        async with self._told(by.scope), self.store.write() as writer:
            plan = await query(lambda connection: planning(HistoryReader(connection, by.scope)))
            number, shown = await self._make(writer, by.scope, header, plan)
        return await self._stored(by.scope, number, shown, plan)

    async def change_in_slices(
        self,
        by: Moderator,
        action: Action,
        planning: SlicedPlanning,
        counts: Mapping[Table, int],
        *,
        reason: str | None = None,
    ) -> Saved:
        """As `change`, for what is much: its rows are written slice by slice before it is made, so
        that others write in between. `counts` are the most new rows that it takes.

        Where its server was changed in between, what was planned may no longer hold: it is made
        at once then.

        Raises:
            As `change`.
        """
        header = self._header(by, action, reason)
        staging = Staging(self.store, by.scope)
        try:
            async with self._told(by.scope):
                reserved, state = await staging.reserve(counts)
                plan = await self.read(
                    by.scope, lambda reader: self._foreseen(reader, planning, reserved), apart=True
                )
                staged = await staging.put(plan.snapshots, reserved)
                async with self.store.write() as writer:
                    await staging.make_live(writer, staged, state)
                    number, shown = await self._make(writer, by.scope, header, plan, staged)
        except Interfered:
            await staging.clear()
            return await self.change(by, action, planning, reason=reason, apart=True)
        except BaseException:
            await staging.clear()
            raise
        return await self._stored(by.scope, number, shown, plan)

    def _foreseen(
        self, reader: HistoryReader, planning: SlicedPlanning, reserved: Reserved
    ) -> Plan:
        """A plan on reserved ids, for which there is room.

        Raises:
            Full: where there is none.
        """
        plan = planning(reader, {table: ids.start for table, ids in reserved.items()})
        new = new_rows(plan.snapshots, reserved)
        grown = growth(dict.fromkeys(new), new, 0)
        level = self.quota.exceeded(reader.stored(), grown, grace=False)
        if level is not None:
            raise Full(level)
        return plan

    def _header(
        self, by: Moderator, action: Action, reason: str | None, undoes: int | None = None
    ) -> ChangeHeader:
        """Who changes what and why.

        Raises:
            Refused: for the shared facts, and for a reason that is too long.
        """
        if by.scope == SHARED:
            raise Refused(words.NOT_HERE)
        reason = user_input.optional(reason, "reason", user_input.REASON_LENGTH)
        made_at = self._now().isoformat(timespec="seconds")
        return ChangeHeader(by.id, made_at, action, action, None, reason, undoes)

    async def _make(
        self,
        writer: Writer,
        scope: int,
        header: ChangeHeader,
        plan: Plan,
        staged: Collection[Target] = frozenset(),
    ) -> tuple[int, int | None]:
        """Carry a plan out; the number of the change, and that of the fact that it is about."""
        journal = ChangeJournal(writer, scope, self.quota)
        shown = (await journal.numbers([plan.key]))[plan.key] if plan.key else None
        if shown is not None:
            header = replace(header, target="fact", target_id=shown)
        number = await journal.make(
            header, plan.snapshots, plan.memories, plan.expects, staged=staged
        )
        if number is None:
            raise Unchanged
        return number, shown

    @asynccontextmanager
    async def _told(self, scope: int) -> AsyncIterator[None]:
        """Say why a change cannot be made, in words for whoever wanted it."""
        try:
            yield
        except Full as full:
            raise Refused(quota_words.full(full.level)) from None
        except Unsound as unsound:
            raise await self._refusal(scope, unsound) from None
        except Stale as stale:
            stale.fresh = await self._refreshed(scope, stale.fresh)
            raise

    async def _stored(self, scope: int, number: int, fact: int | None, plan: Plan) -> Saved:
        """A change that was made just now, once everybody knows of it."""
        for watcher in self._watchers:
            await watcher(scope, plan.snapshots)
        return await self.read(
            scope,
            lambda reader: _saved(reader, number, fact, self.quota),
            apart=len(plan.snapshots) > _MANY,
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
            numbers = await ChangeJournal(writer, scope).numbers(keys)
        return [replace(view, number=view.number or numbers[view.key]) for view in views]

    async def _refusal(self, scope: int, unsound: Unsound) -> Refused:
        """Why a change cannot stand, in words."""
        if unsound.fault.why == "chained":
            return Refused(words.CHAINED)
        key = unsound.fault.key
        if key is None:
            return Refused(words.still_named(None))
        async with self.store.write() as writer:
            numbers = await ChangeJournal(writer, scope).numbers([key])
        return Refused(words.still_named(numbers[key]))


def change_of(reader: HistoryReader, number: int) -> Change:
    """A change that exists, by its number."""
    row = reader.change(number)
    assert row is not None
    return changes_of(reader, [row])[0]


def _saved(reader: HistoryReader, change: int, fact: int | None, quota: Quota) -> Saved:
    view = view_of(reader, fact) if fact is not None else None
    return Saved(change_of(reader, change), view, quota.near(reader.stored()))
