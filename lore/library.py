"""Everything that stands on one store: who answers, who keeps questions, who changes facts."""

from __future__ import annotations

from dataclasses import dataclass

from lore.answer import Engine
from lore.curation import Curation
from lore.inbox import Inbox, Statistics, Suggestions
from lore.inbox.drafted import Checking
from lore.language import Language
from lore.quota import Quota
from lore.store import Store


@dataclass(frozen=True, slots=True)
class Library:
    """What a face is given. Get one from `Library.on`."""

    store: Store
    language: Language
    engine: Engine
    inbox: Inbox
    curation: Curation
    suggestions: Suggestions
    statistics: Statistics

    @classmethod
    def on(
        cls,
        store: Store,
        language: Language,
        engine: Engine | None = None,
        quota: Quota | None = None,
    ) -> Library:
        """All of it on a store, with its own engine unless it is given one, and with the quota of
        each server."""
        engine = engine or Engine(store, language)
        curation = Curation(store, language, quota=quota)
        properties = language.properties
        return cls(
            store,
            language,
            engine,
            Inbox(store, language, engine),
            curation,
            Suggestions(store, properties, check=Checking(curation)),
            Statistics(store, properties),
        )
