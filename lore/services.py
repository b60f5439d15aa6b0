"""Everything that stands on one store: who answers, who keeps questions, who changes facts."""

from __future__ import annotations

from dataclasses import dataclass

from lore.answering import Engine
from lore.articles.learning import Learner
from lore.editing import EditingService
from lore.feeds import FeedService
from lore.fetching import Fetcher
from lore.inbox import InboxService, Statistics, Suggestions
from lore.inbox.to_fields import DraftCheck
from lore.language.lexicon import Language
from lore.quota import Quota
from lore.store import Store
from lore.store.share import Share


@dataclass(frozen=True, slots=True)
class Services:
    """What a face is given. Get one from `Services.on`."""

    store: Store
    language: Language
    engine: Engine
    inbox: InboxService
    editing: EditingService
    suggestions: Suggestions
    statistics: Statistics
    articles: Learner
    feeds: FeedService
    share: Share
    direct: bool = False
    """Whether a reading model may be sent what it needs of direct messages, too."""

    @classmethod
    def on(
        cls,
        store: Store,
        language: Language,
        engine: Engine | None = None,
        quota: Quota | None = None,
        *,
        share: Share | None = None,
        direct: bool = False,
        fetcher: Fetcher | None = None,
    ) -> Services:
        """All of it on a store, with its own engine unless it is given one, and with the quota of
        each server. `share` is what of the work this process does, all of it where none is given;
        `direct` is as the field; without a fetcher nothing is fetched."""
        share = share or Share()
        engine = engine or Engine(store, language)
        editing = EditingService(store, language, quota=quota)
        learner = Learner(store, language, fetcher=fetcher)
        properties = language.properties
        return cls(
            store,
            language,
            engine,
            InboxService(store, language, engine, share=share),
            editing,
            Suggestions(store, properties, check=DraftCheck(editing)),
            Statistics(store, properties),
            learner,
            FeedService(store, learner, editing.setups, holds=share.holds),
            share,
            direct,
        )
