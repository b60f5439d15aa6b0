"""Builds the services and cogs of /inbox, /suggest and /privacy, and the background tasks."""

from __future__ import annotations

from dataclasses import dataclass

from discord.ext import commands

from chat.answers.handler import AnswerHandler
from chat.editing.context import ChangeListeners, EditingContext
from chat.editing.draft_handler import DraftHandler
from chat.notifications import Notifier, QuestionCloser
from chat.ui.autocomplete import Autocomplete
from chat.ui.background import Background
from chat.ui.components import App
from chat.ui.reopening import FORMS
from chat.ui.request import Policy
from cogs.feed_polling import FeedPolling
from cogs.inbox.commands import InboxCommands
from cogs.inbox.components import ITEMS
from cogs.inbox.handler import Clippings, InboxHandler, Verdicts
from cogs.inbox.phrases import PhraseHandler
from cogs.privacy import Delete, PrivacyCommands
from cogs.server_cleanup import ServerCleanup
from cogs.suggest import Suggest, SuggestionHandler
from cogs.weekly_digest import WeeklyDigest
from lore.inbox.statistics import Weeks
from lore.privacy import Departures, Privacy
from lore.services import Services
from lore.settings import ShardSettings


@dataclass(frozen=True, slots=True)
class Around:
    """The dependencies of `InboxRoom`."""

    client: App
    services: Services
    face: AnswerHandler
    policy: Policy
    changes: ChangeListeners
    changing: EditingContext
    drafts: DraftHandler
    articles: Clippings
    background: Background
    shards: ShardSettings


class InboxRoom:
    """The handlers and cogs of the inbox, suggestions and privacy."""

    def __init__(self, around: Around) -> None:
        services, face = around.services, around.face
        inbox = services.inbox
        teller = Notifier(
            around.client,
            inbox=inbox,
            answers=face.answers,
            policy=around.policy,
            background=around.background,
        )
        self._settling = QuestionCloser(inbox=inbox, teller=teller, background=around.background)
        around.changes.tell(self._settling.changed)
        self.phrases = PhraseHandler(around.changing)
        self.desk = _desk(around, self._settling, teller)
        self._suggesting = SuggestionHandler(
            services.suggestions, cooldown=face.cooldown, load=face.load
        )
        self.privacy = Privacy(
            services.store,
            forgetting=[
                lambda person: inbox.forget(member=person),
                face.answers.forget,
                lambda person: around.client.handlers[FORMS].forget(person),
            ],
        )
        self.items = (*ITEMS, Delete)
        self.forms = {**self.desk.forms, **self._suggesting.forms}
        self.cogs = self._cogs(around)

    def _cogs(self, around: Around) -> tuple[commands.Cog, ...]:
        client, services, face = around.client, around.services, around.face
        departures = Departures(
            services.store,
            forgetting=[lambda scope: services.inbox.forget(scope=scope), around.policy.forget],
            holds=around.shards.holds,
        )
        return (
            InboxCommands(
                client=client, desk=self.desk, phrases=self.phrases, settling=self._settling
            ),
            Suggest(
                suggesting=self._suggesting,
                editing=services.editing,
                names=Autocomplete(engine=services.engine, load=face.load),
                tree=client.tree,
            ),
            PrivacyCommands(privacy=self.privacy, cooldown=face.cooldown),
            WeeklyDigest(
                client=client,
                statistics=services.statistics,
                weeks=Weeks(services.store),
                policy=around.policy,
            ),
            FeedPolling(feeds=services.feeds),
            ServerCleanup(client=client, departures=departures, background=around.background),
        )


def _desk(around: Around, settling: QuestionCloser, teller: Notifier) -> InboxHandler:
    verdicts = Verdicts(
        around.services,
        changes=around.changes,
        drafts=around.drafts,
        teller=teller,
    )
    return InboxHandler(
        around.services,
        verdicts,
        changes=around.changes,
        drafts=around.drafts,
        settling=settling,
        answers=around.face.answers,
        load=around.face.load,
        articles=around.articles,
    )
