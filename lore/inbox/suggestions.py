"""Members propose facts, and learn what became of it.

What is accepted is saved by editing alone, as for /fact add: a moderator gets the same card for
the draft, and once it is saved the suggestion is marked with the change.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lore.inbox.limits import DAY, InboxError, Limits
from lore.language.properties import Properties
from lore.model.clock import Clock, stamp, utc_now
from lore.store import suggestions as rows
from lore.store.database import Store
from lore.store.suggestions import Suggestion, Verdict
from lore.texts import inbox as words
from lore.visible import unturned

FIELDS: Mapping[str, int] = {
    "subject": 200,
    "property": 50,
    "value": 300,
    "role": 200,
    "status": 20,
    "source": 200,
    "address": 400,
    "published": 40,
    "as_of": 40,
    "sentence": 400,
    "note": 400,
}
"""The texts of a draft, with their longest length; `spoiler` is a truth value beside them."""
_REASON = 400
"""Characters of why a suggestion is declined."""

Draft = Mapping[str, Any]
Check = Callable[[int, Draft], Awaitable[object]]
"""Curation's look at a draft in a scope: raises a LoreError for what could not be saved."""
Undo = Callable[[int], Awaitable[object]]
"""Takes a change back, by its number."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What a member is to be told, and where: in a channel, or directly where that is None."""

    member_id: int
    channel_id: int | None
    text: str


class Suggestions:
    """The suggestions of every server in one store."""

    def __init__(
        self,
        store: Store,
        properties: Properties,
        *,
        check: Check | None = None,
        limits: Limits | None = None,
        clock: Clock = utc_now,
    ) -> None:
        self._store = store
        self._properties = properties
        self._check = check
        self._limits = limits or Limits()
        self._clock = clock

    async def suggest(
        self, scope: int, member: int, draft: Draft, *, channel: int | None = None
    ) -> Suggestion:
        """Keep a member's draft for the moderators.

        Raises:
            InboxError: without a source, for texts that are missing or too long, outside a server,
                and for too many of one person.
            LoreError: from editing, for what could not be saved.
        """
        if scope == 0:
            raise InboxError(words.NOT_HERE)
        kept = self._checked(draft)
        if self._check is not None:
            await self._check(scope, kept)
        now = self._clock()
        async with self._store.write() as writer:
            today, own, everyone = await rows.tallied(writer, scope, member, stamp(now - DAY))
            if today >= self._limits.suggestions:
                raise InboxError(words.too_many_suggestions(self._limits.suggestions))
            if own >= self._limits.suggestions_open:
                raise InboxError(words.too_many_open(self._limits.suggestions_open))
            if everyone >= self._limits.suggestions_open_everyone:
                raise InboxError(words.full())
            number = await rows.add_suggestion(writer, scope, member, channel, kept, stamp(now))
        return await self.get(scope, number)

    async def get(self, scope: int, number: int) -> Suggestion:
        """One suggestion by its number.

        Raises:
            InboxError: where the server has none of that number.
        """
        suggestion = await self._store.query(lambda c: rows.suggestion(c, scope, number))
        if suggestion is None:
            raise InboxError(words.no_suggestion(number))
        return suggestion

    async def listed(
        self,
        scope: int,
        states: Sequence[Verdict] = ("open",),
        *,
        limit: int = 25,
        offset: int = 0,
    ) -> Sequence[Suggestion]:
        """A server's suggestions of some states, the newest first."""
        return await self._store.query(lambda c: rows.suggestions(c, scope, states, limit, offset))

    async def count(self, scope: int, states: Sequence[Verdict] = ("open",)) -> int:
        """How many suggestions of some states a server has."""
        return await self._store.query(lambda c: rows.count(c, scope, states))

    async def accepted(self, scope: int, number: int, *, actor: int, change: int) -> Notice:
        """Mark a suggestion as accepted, after editing has saved it as a change.

        Raises:
            InboxError: where the server has none of that number, or it was accepted already.
        """
        suggestion = await self.get(scope, number)
        await self._decide(scope, number, "accepted", actor=actor, reason=None, change=change)
        return Notice(
            suggestion.member_id, suggestion.channel_id, words.accepted(number, about(suggestion))
        )

    async def decline(
        self, scope: int, number: int, *, actor: int, reason: str, undo: Undo | None = None
    ) -> Notice:
        """Decline a suggestion; of an accepted one the change is taken back first, by `undo`.

        Raises:
            InboxError: without a reason, where the server has none of that number, where it was
                declined already, and for an accepted one without `undo`.
            LoreError: from editing, where the change cannot be taken back.
        """
        why = " ".join(reason.split())
        if not why:
            raise InboxError(words.REASON_NEEDED)
        if len(why) > _REASON:
            raise InboxError(words.too_long("reason", _REASON))
        suggestion = await self.get(scope, number)
        if suggestion.state == "declined" or (suggestion.change_id is not None and undo is None):
            raise InboxError(words.STANDS_ALREADY)
        if suggestion.change_id is not None and undo is not None:
            await undo(suggestion.change_id)
        await self._decide(scope, number, "declined", actor=actor, reason=why, change=None)
        return Notice(
            suggestion.member_id,
            suggestion.channel_id,
            words.declined(number, about(suggestion), why),
        )

    async def _decide(
        self,
        scope: int,
        number: int,
        state: Verdict,
        *,
        actor: int,
        reason: str | None,
        change: int | None,
    ) -> None:
        async with self._store.write() as writer:
            done = await rows.decide(
                writer,
                scope,
                number,
                state,
                unless=state,
                at=stamp(self._clock()),
                actor=str(actor),
                reason=reason,
                change=change,
            )
        if not done:
            raise InboxError(words.STANDS_ALREADY)

    def _checked(self, draft: Draft) -> dict[str, Any]:
        """A draft with its texts made neat, and without what is empty or unknown."""
        kept: dict[str, Any] = {}
        for field, limit in FIELDS.items():
            text = " ".join(unturned(str(draft.get(field) or "")).split())
            if len(text) > limit:
                raise InboxError(words.too_long(field.replace("_", " "), limit))
            if text:
                kept[field] = text
        if "sentence" not in kept:
            for field in ("subject", "property", "value"):
                if field not in kept:
                    raise InboxError(words.empty(field))
            if kept["property"] not in self._properties:
                raise InboxError(words.no_property(kept["property"]))
        if "source" not in kept and "address" not in kept:
            raise InboxError(words.NO_SOURCE)
        if draft.get("spoiler"):
            kept["spoiler"] = True
        return kept


def about(suggestion: Suggestion) -> str:
    """What a suggestion is about, in a few words."""
    draft = suggestion.draft
    if "sentence" in draft:
        return f"“{draft['sentence']}”"
    return f"{draft.get('property')} of {draft.get('subject')}: {draft.get('value')}"
