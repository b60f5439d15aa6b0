""" "It is known": words of this server for a property that has a phrase already."""

from __future__ import annotations

import json
from collections.abc import Sequence

from lore.inbox.rules import Clock, InboxError, stamp, utc_now
from lore.language import Language
from lore.names import forms
from lore.store.database import Store
from lore.store.inbox import phrases as rows
from lore.wording import inbox as words

LONGEST = 60


class Phrases:
    """The phrases of every server in one store."""

    def __init__(self, store: Store, language: Language, *, clock: Clock = utc_now) -> None:
        self._store = store
        self._language = language
        self._clock = clock

    async def add(
        self, scope: int, text: str, name: str, *, actor: int, reason: str | None = None
    ) -> None:
        """Let a phrase mean a property in a server; with a row of history.

        Raises:
            InboxError: outside a server, for a property that there is not, and for a text without
                a word, or of ordinary words alone, which would bend other questions.
        """
        phrase = " ".join(text.split())
        folded = forms.words(phrase)
        entry = self._language.properties.get(name)
        if scope == 0:
            raise InboxError(words.NOT_HERE)
        if entry is None:
            raise InboxError(words.no_property(name))
        if len(phrase) > LONGEST:
            raise InboxError(words.too_long("phrase", LONGEST))
        if not folded or all(word in self._language.fillers for word in folded):
            raise InboxError(words.no_phrase())
        stands_for = next((said for said, hint in entry.phrases), entry.label)
        async with self._store.write() as writer:
            await rows.put_phrase(writer, scope, phrase, name, stands_for)
            after = json.dumps({"text": phrase, "property": name}, ensure_ascii=False)
            at = stamp(self._clock())
            await rows.note_change(writer, scope, str(actor), at, reason, after)

    async def remove(self, scope: int, text: str) -> bool:
        """Take a phrase out; whether it was there."""
        async with self._store.write() as writer:
            return await rows.remove_phrase(writer, scope, text)

    async def listed(self, scope: int) -> Sequence[tuple[str, str]]:
        """The phrases of a server as (text, property)."""
        return await self._store.query(lambda c: rows.listed(c, scope))
