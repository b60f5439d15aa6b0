"""All that stands behind /inbox, /suggest and /privacy, put together."""

from __future__ import annotations

from dataclasses import dataclass

from discord.ext import commands

from cogs._background import Background
from cogs._changes import Changes
from cogs._draft import Drafts
from cogs._face import Face
from cogs._inbox.desk import Desk
from cogs._inbox.items import ITEMS
from cogs._inbox.suggesting import Suggesting
from cogs._inbox.verdicts import Verdicts
from cogs._moderators import Moderators
from cogs._names import Names
from cogs._policy import Policy
from cogs._settling import Settling
from cogs._telling import Teller
from cogs.departures import Departing
from cogs.digest import Digest
from cogs.inbox import InboxList
from cogs.privacy import Delete, Privately
from cogs.suggest import Suggest
from lore.inbox.weekly import Weeks
from lore.library import Library
from lore.privacy import Departures, Privacy


@dataclass(frozen=True, slots=True)
class Around:
    """What the room needs of the bot around it."""

    client: commands.Bot
    library: Library
    face: Face
    policy: Policy
    moderators: Moderators
    changes: Changes
    drafts: Drafts
    background: Background


class InboxRoom:
    """The desk of the moderators, what members suggest, and what follows a change."""

    def __init__(self, around: Around) -> None:
        library, face = around.library, around.face
        inbox = library.inbox
        teller = Teller(
            around.client,
            inbox=inbox,
            answers=face.answers,
            policy=around.policy,
            background=around.background,
        )
        self._settling = Settling(inbox=inbox, teller=teller, background=around.background)
        around.changes.tell(self._settling.changed)
        self.desk = _desk(around, self._settling, teller)
        self._suggesting = Suggesting(library.suggestions, cooldown=face.cooldown, load=face.load)
        self.privacy = Privacy(
            library.store,
            forgetting=[lambda person: inbox.forget(member=person), face.answers.forget],
        )
        self.items = (*ITEMS, Delete)
        self.forms = {**self.desk.forms, **self._suggesting.forms}
        self.cogs = self._cogs(around)

    def _cogs(self, around: Around) -> tuple[commands.Cog, ...]:
        client, library, face = around.client, around.library, around.face
        departures = Departures(
            library.store,
            forgetting=[lambda scope: library.inbox.forget(scope=scope), around.policy.forget],
        )
        return (
            InboxList(client=client, desk=self.desk, settling=self._settling),
            Suggest(
                suggesting=self._suggesting,
                curation=library.curation,
                names=Names(engine=library.engine, load=face.load),
                tree=client.tree,
            ),
            Privately(privacy=self.privacy, cooldown=face.cooldown),
            Digest(
                client=client,
                statistics=library.statistics,
                weeks=Weeks(library.store),
                policy=around.policy,
                background=around.background,
            ),
            Departing(client=client, departures=departures, background=around.background),
        )


def _desk(around: Around, settling: Settling, teller: Teller) -> Desk:
    verdicts = Verdicts(
        around.library,
        moderators=around.moderators,
        changes=around.changes,
        drafts=around.drafts,
        teller=teller,
    )
    return Desk(
        around.library,
        verdicts,
        moderators=around.moderators,
        changes=around.changes,
        drafts=around.drafts,
        settling=settling,
        answers=around.face.answers,
        load=around.face.load,
    )
