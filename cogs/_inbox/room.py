"""All that stands behind /inbox and /suggest, put together."""

from __future__ import annotations

import discord
from discord.ext import commands

from cogs._background import Background
from cogs._changes import Changes
from cogs._draft import Drafts
from cogs._face import Face
from cogs._forms import Sent
from cogs._inbox.desk import Desk
from cogs._inbox.items import ITEMS
from cogs._inbox.verdicts import Verdicts
from cogs._moderators import Moderators
from cogs._policy import Policy
from cogs._settling import Settling
from cogs._telling import Teller
from cogs.departures import Departing
from cogs.inbox import InboxList
from lore.library import Library
from lore.privacy import Departures


class InboxRoom:
    """The desk of the moderators, and what follows a change."""

    def __init__(
        self,
        client: discord.Client,
        library: Library,
        *,
        face: Face,
        policy: Policy,
        moderators: Moderators,
        changes: Changes,
        drafts: Drafts,
        background: Background,
    ) -> None:
        inbox = library.inbox
        teller = Teller(
            client, inbox=inbox, answers=face.answers, policy=policy, background=background
        )
        self.settling = Settling(inbox=inbox, teller=teller, background=background)
        verdicts = Verdicts(
            library, moderators=moderators, changes=changes, drafts=drafts, teller=teller
        )
        self.desk = Desk(
            library,
            verdicts,
            moderators=moderators,
            changes=changes,
            drafts=drafts,
            settling=self.settling,
            answers=face.answers,
            load=face.load,
        )
        departures = Departures(library.store, forgetting=[lambda scope: inbox.forget(scope=scope)])
        changes.tell(self.settling.changed)
        self.items = ITEMS
        self.cogs: tuple[commands.Cog, ...] = (
            InboxList(client=client, desk=self.desk, settling=self.settling),
            Departing(client=client, departures=departures, background=background),
        )

    @property
    def forms(self) -> dict[str, Sent]:
        """Who takes which form that is sent in."""
        return self.desk.forms
