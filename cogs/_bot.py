"""The client: its commands, and who takes what is pressed and sent in."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from cogs._answers import Answers
from cogs._background import Background
from cogs._changes import Changes
from cogs._changing import Changing
from cogs._deliver import tell
from cogs._draft import Drafts
from cogs._draft.items import ITEMS as DRAFT_ITEMS
from cogs._errors import Gone
from cogs._face import Face
from cogs._forms import Sent
from cogs._gateway import guard
from cogs._inbox.room import Around, InboxRoom
from cogs._items import ITEMS
from cogs._log_channel import LogChannel
from cogs._moderators import Moderators
from cogs._names import Names
from cogs._policy import Policy
from cogs._press import Press
from cogs._setup import ITEMS as ITEMS_OF_SETUP
from cogs._setup import SetupDesk
from cogs._undo import Undo
from cogs.about import About
from cogs.ask import Ask
from cogs.facts import ITEMS as FACT_ITEMS
from cogs.facts import Desk as FactDesk
from cogs.facts import Facts
from cogs.menu import Menu
from cogs.names import Names as NameCog
from cogs.setup import SetUp
from cogs.views import Views
from lore.library import Library
from lore.store.shown import ShownLog
from lore.wording import discord as words
from lore.wording.curation import CurationWording

log = logging.getLogger(__name__)

LONGEST_RATE_LIMIT = 60.0
"""Seconds of a rate limit after which a request is given up; an answer later than that is none."""


class Tree(app_commands.CommandTree["Bot"]):
    """The commands; what goes wrong in one of them is told to the member who ran it.

    Unless it says otherwise, a command is there in servers, in direct messages and wherever a
    member who installed the bot takes it.
    """

    def __init__(self, client: Bot) -> None:
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


class Bot(commands.Bot):
    """The bot with its cogs. It needs no privileged intent and never pings anybody."""

    def __init__(self, library: Library, shown: ShownLog) -> None:
        # It never speaks, so what speaking needs is not missed.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            intents=discord.Intents.default(),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            max_ratelimit_timeout=LONGEST_RATE_LIMIT,
        )
        self._library = library
        policy = Policy(library.curation.setups)
        self.face = Face(answers=Answers(library, shown), policy=policy)
        self.moderators = Moderators(library.curation.setups)
        self.changes = Changes()
        self.changing = self._changing(library)
        self.drafts = Drafts(self.changing)
        self.facts = FactDesk(self.changing, self.drafts)
        self.background = Background()
        self.inboxes = InboxRoom(
            Around(
                client=self,
                library=library,
                face=self.face,
                policy=policy,
                moderators=self.moderators,
                changes=self.changes,
                drafts=self.drafts,
                background=self.background,
            )
        )
        self.setup_desk = SetupDesk(self.changing)
        self.log_channel = LogChannel(self, library.curation, self.changing.wording)
        self.changes.tell(self.log_channel.changed)
        self.desk, self.privacy = self.inboxes.desk, self.inboxes.privacy
        self._items: list[type[Press]] = []
        self._forms: dict[str, Sent] = {}
        guard(self)

    def _changing(self, library: Library) -> Changing:
        return Changing(
            library.curation,
            self.moderators,
            self.changes,
            self.face.load,
            library.language,
            CurationWording(library.language.properties),
        )

    async def add_cogs(self) -> None:
        """Add all that the bot can do; it has to be logged in."""
        assert self.user is not None, "log in before"
        self.take(ITEMS, self.face.forms)
        self.take((*DRAFT_ITEMS, Undo), self.drafts.forms)
        self.take(FACT_ITEMS, self.facts.forms)
        await self.add_cog(Ask(me=self.user, face=self.face))
        names = Names(engine=self._library.engine, load=self.face.load)
        await self.add_cog(Views(face=self.face, names=names))
        await self.add_cog(About(face=self.face))
        await self.add_cog(Facts(changing=self.changing, drafts=self.drafts, desk=self.facts))
        self.take(self.inboxes.items, self.inboxes.forms)
        for cog in self.inboxes.cogs:
            await self.add_cog(cog)
        await self.add_cog(NameCog(changing=self.changing))
        self.take(ITEMS_OF_SETUP, {})
        await self.add_cog(SetUp(self.setup_desk))
        await self.add_cog(Menu(face=self.face, tree=self.tree))

    def take(self, items: Sequence[type[Press]], forms: Mapping[str, Sent]) -> None:
        """From now on, take presses on these items, and forms by what their custom ids start with
        (up to the first colon)."""
        self.add_dynamic_items(*items)
        self._items += items
        self._forms |= forms

    async def close(self) -> None:
        """End what goes on in the background, and leave Discord."""
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
        except Exception as error:
            await tell(interaction, error)

    async def on_ready(self) -> None:
        """Tell the operator."""
        log.info(words.connected(str(self.user), len(self.guilds)))
