"""The bot: its commands, and the routing of components and forms to their handlers."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from app.gateway import guard
from app.wiring import Around, InboxRoom
from chat.answers.components import ANSWERS, ITEMS
from chat.answers.handler import AnswerHandler
from chat.answers.service import AnswerService
from chat.editing.context import EDITING, ChangeListeners, EditingContext
from chat.editing.draft_components import DRAFTS
from chat.editing.draft_components import ITEMS as DRAFT_ITEMS
from chat.editing.draft_handler import DraftHandler
from chat.editing.log_channel import LogChannel
from chat.editing.undo import LOG_CARDS, UNDO, Undo
from chat.texts import replies as words
from chat.ui.autocomplete import Autocomplete
from chat.ui.background import Background
from chat.ui.components import App, PersistentItem
from chat.ui.errors import Gone, NotTaken, unshown
from chat.ui.forms import Sent, typed
from chat.ui.permissions import PERMISSIONS, Moderators
from chat.ui.reopening import FORMS, KeptForms, Reopen
from chat.ui.replies import tell
from chat.ui.request import Policy
from cogs.about import About
from cogs.articles import ARTICLES, ArticleCommands, ArticleHandler
from cogs.articles import ITEMS as ARTICLE_ITEMS
from cogs.ask import Ask, Menu
from cogs.facts import FACTS, FactCommands, FactHandler
from cogs.facts import ITEMS as FACT_ITEMS
from cogs.inbox.components import INBOX, PHRASES
from cogs.names import ITEMS as NAME_ITEMS
from cogs.names import NAMES, NameCommands, NameHandler
from cogs.overviews import Overviews
from cogs.privacy import PRIVACY
from cogs.server_settings.components import ITEMS as ITEMS_OF_SETUP
from cogs.server_settings.components import SETTINGS
from cogs.server_settings.handler import SettingsCommands, SettingsHandler
from lore.model.errors import LoreError
from lore.services import Services
from lore.settings import ShardSettings
from lore.store.answer_log import AnswerLog
from lore.texts.changes import ChangeTexts

log = logging.getLogger(__name__)

LONGEST_RATE_LIMIT = 60.0
"""Seconds of a rate limit after which a request is given up; an answer later than that is none."""


INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
"""What Discord tells the bot of: servers with their channels and roles, and messages."""


class Tree(app_commands.CommandTree["Bot"]):
    """The commands; what goes wrong in one of them is told to the member who ran it.

    Unless it says otherwise, a command is there in servers, in direct messages and wherever a
    member who installed the bot takes it.
    """

    def __init__(self, client: Bot) -> None:
        logging.getLogger("discord.app_commands.tree").addFilter(unshown)
        super().__init__(
            client,
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=True
            ),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )

    async def on_error(
        self, interaction: discord.Interaction[Bot], error: app_commands.AppCommandError, /
    ) -> None:
        """Show the error to the member alone."""
        await tell(interaction, error)


def _options(shards: ShardSettings) -> dict[str, Any]:
    """What discord.py is told of the bot and its connections."""
    return {
        "command_prefix": commands.when_mentioned,
        "help_command": None,
        "tree_cls": Tree,
        "intents": INTENTS,
        "allowed_mentions": discord.AllowedMentions.none(),
        "max_messages": None,
        "max_ratelimit_timeout": LONGEST_RATE_LIMIT,
        "shard_count": shards.count,
        "shard_ids": None if shards.ids is None else list(shards.ids),
    }


class Bot(App):
    """The bot with its cogs. It needs no privileged intent and never pings anybody."""

    def __init__(
        self, services: Services, shown: AnswerLog, shards: ShardSettings | None = None
    ) -> None:
        shards = shards or ShardSettings()
        # It never speaks, so what speaking needs is not missed.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        super().__init__(**_options(shards))
        self._services = services
        policy = Policy(services.editing.setups)
        self.face = AnswerHandler(answers=AnswerService(services, shown), policy=policy)
        self.moderators = Moderators(services.editing.setups)
        self.changes = ChangeListeners()
        self.changing = self._changing(services)
        self.drafts = DraftHandler(self.changing)
        self.facts = FactHandler(self.changing, self.drafts)
        self.articles = ArticleHandler(
            self.changing, self.drafts, services.articles, services.feeds
        )
        self.background = Background()
        self.inboxes = InboxRoom(
            Around(
                client=self,
                services=services,
                face=self.face,
                policy=policy,
                changes=self.changes,
                changing=self.changing,
                drafts=self.drafts,
                articles=self.articles,
                background=self.background,
                shards=shards,
            )
        )
        self.name_desk = NameHandler(self.changing)
        self.setup_desk = SettingsHandler(self.changing, services.articles.fetcher)
        self.log_channel = LogChannel(self, services.editing, self.changing.wording)
        self.changes.tell(self.log_channel.changed)
        self.desk, self.privacy = self.inboxes.desk, self.inboxes.privacy
        self.forms = KeptForms()
        self._register()
        self._items: list[type[PersistentItem]] = []
        self._forms: dict[str, Sent] = {}
        guard(self)

    def _changing(self, services: Services) -> EditingContext:
        return EditingContext(
            services.editing,
            self.moderators,
            self.changes,
            self.face.load,
            services.language,
            ChangeTexts(services.language.properties),
        )

    def _register(self) -> None:
        """Say who handles what is pressed."""
        handlers = self.handlers
        handlers.add(PERMISSIONS, self.moderators)
        handlers.add(FORMS, self.forms)
        handlers.add(ANSWERS, self.face)
        handlers.add(DRAFTS, self.drafts)
        handlers.add(EDITING, self.changing)
        handlers.add(UNDO, self.changing)
        handlers.add(LOG_CARDS, self.log_channel)
        handlers.add(FACTS, self.facts)
        handlers.add(ARTICLES, self.articles)
        handlers.add(INBOX, self.desk)
        handlers.add(PHRASES, self.inboxes.phrases)
        handlers.add(SETTINGS, self.setup_desk)
        handlers.add(NAMES, self.name_desk)
        handlers.add(PRIVACY, self.privacy)

    async def add_cogs(self) -> None:
        """Add all that the bot can do; it has to be logged in."""
        assert self.user is not None, "log in before"
        self.take((*ITEMS, Reopen), self.face.forms)
        self.take((*DRAFT_ITEMS, Undo), self.drafts.forms)
        self.take(FACT_ITEMS, self.facts.forms)
        await self.add_cog(Ask(me=self.user, face=self.face))
        names = Autocomplete(engine=self._services.engine, load=self.face.load)
        await self.add_cog(Overviews(face=self.face, names=names))
        await self.add_cog(About(face=self.face))
        await self.add_cog(
            FactCommands(changing=self.changing, drafts=self.drafts, desk=self.facts)
        )
        self.take(ARTICLE_ITEMS, self.articles.forms)
        await self.add_cog(ArticleCommands(handler=self.articles, tree=self.tree))
        self.take(self.inboxes.items, self.inboxes.forms)
        for cog in self.inboxes.cogs:
            await self.add_cog(cog)
        self.take(NAME_ITEMS, {})
        await self.add_cog(NameCommands(changing=self.changing, desk=self.name_desk))
        self.take(ITEMS_OF_SETUP, self.setup_desk.forms)
        await self.add_cog(SettingsCommands(self.setup_desk))
        await self.add_cog(Menu(face=self.face, tree=self.tree))

    def take(self, items: Sequence[type[PersistentItem]], forms: Mapping[str, Sent]) -> None:
        """From now on, take presses on these items, and forms by what their custom ids start with
        (up to the first colon)."""
        self.add_dynamic_items(*items)
        self._items += items
        self._forms |= forms

    async def close(self) -> None:
        """Stop background tasks and disconnect."""
        await self.background.close()
        await super().close()

    def dispatch(self, event_name: str, /, *args: Any, **kwargs: Any) -> None:
        """Pass an event on, but none to a bot that has closed: discord.py tells it of "ready" some
        seconds after it has connected, come what may."""
        if not self.is_closed():
            super().dispatch(event_name, *args, **kwargs)

    async def on_message(self, message: discord.Message, /) -> None:
        """No commands with a prefix: the cogs listen to messages themselves."""

    async def on_interaction(self, interaction: discord.Interaction[Any], /) -> None:
        """Take what is sent in with a form, and answer what nobody knows any more."""
        data: Any = interaction.data or {}
        custom_id = str(data.get("custom_id", ""))
        try:
            if interaction.type is discord.InteractionType.modal_submit:
                take = self._forms.get(custom_id.partition(":")[0])
                if take is None:
                    raise Gone
                await take(interaction)
            elif interaction.type is discord.InteractionType.component and not any(
                item.matches(custom_id) for item in self._items
            ):
                raise Gone
        except LoreError as error:
            if not (written := typed(interaction)):
                await tell(interaction, error)
                return
            view = self.forms.refused(interaction)
            await tell(interaction, NotTaken(error, written), view=view)
        except Exception as error:
            await tell(interaction, error)

    async def on_ready(self) -> None:
        """Log that the bot is connected."""
        log.info(words.connected(str(self.user), len(self.guilds)))
