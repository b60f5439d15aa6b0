"""/fact import and /fact export."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

import aiohttp
import discord

from chat.editing.context import EditingContext, card
from chat.editing.undo import Undo
from chat.ui.components import Interaction, below
from chat.ui.permissions import moderator_of
from chat.ui.rendering import said
from chat.ui.replies import defer, respond
from cogs.facts import texts as sentences
from lore.editing import Form, Imported, Moderator, Saved, form_of
from lore.editing.errors import ImportRefused, Refused
from lore.editing.files.parsing import MOST_BYTES
from lore.texts import changes, refusals

AT_ONCE = 10
"""Files of one message at most."""
MESSAGES = 5
"""Messages that an export takes at most; what is beyond is said."""


class FactFiles:
    """A server's facts as files, for moderators alone."""

    def __init__(self, changing: EditingContext) -> None:
        self._changing = changing

    async def take(
        self, interaction: Interaction, file: discord.Attachment, reason: str | None
    ) -> None:
        """Take all that a file holds, or nothing."""
        by = moderator_of(interaction)
        form = form_of(file.filename)
        if file.size > MOST_BYTES:
            raise Refused(sentences.too_large(file.size, MOST_BYTES))
        await defer(interaction, "private")
        before = None
        try:
            content = await _read(file)
            before = await self._last(by)
            imported = await self._changing.editing.bulk.take(content, form, by, reason=reason)
        except ImportRefused as refused:
            await _refused(interaction, refused)
            return
        except asyncio.CancelledError:
            await self._ended(interaction, by, before)
            raise
        try:
            await _imported(interaction, imported)
        finally:
            if imported.change is not None:
                await self._changing.follow(interaction, by, Saved(imported.change))

    async def _last(self, by: Moderator, action: str | None = None) -> int:
        """The number of the latest change of a server, 0 where that was not of this `action`."""
        latest = await self._changing.editing.history(by.scope, limit=1)
        return next((change.number for change in latest if action in (None, change.action)), 0)

    async def _ended(self, interaction: Interaction, by: Moderator, before: int | None) -> None:
        """The process ends: whoever imports is told whether the file was stored by then. `before`
        is the change before that, None where it was not begun."""
        number = 0 if before is None else await self._last(by, "import")
        if before is None or number <= before:
            await respond(interaction, said(sentences.IMPORT_BROKEN_OFF), "private")
            return
        reply = said(sentences.import_stored(number))
        await respond(interaction, replace(reply, view=below([Undo(number)])), "private")

    async def give(self, interaction: Interaction, form: Form) -> None:
        """Give all that the server has of its own, as files that can be imported."""
        by = moderator_of(interaction)
        await defer(interaction, "private")
        given = await self._changing.editing.bulk.give(by.scope, form)
        if sum(content.count(b"\n") for content in given) <= (form == "csv"):
            await respond(interaction, said(sentences.EXPORT_EMPTY), "private")
            return
        parcels = list(_parcels(given, interaction.filesize_limit))
        sent = sum(map(len, parcels[:MESSAGES]))
        report = sentences.exported(len(given), len(given) - sent)
        await respond(interaction, said(report), "private")
        number = count(1)
        for parcel in parcels[:MESSAGES]:
            attached = [_file(content, f"facts-{next(number)}.{form}") for content in parcel]
            await interaction.followup.send(files=attached, ephemeral=True)


async def _read(file: discord.Attachment) -> bytes:
    """What is attached.

    Raises:
        Refused: where Discord does not give it.
    """
    try:
        return await file.read()
    except (discord.HTTPException, aiohttp.ClientError, OSError):
        raise Refused(sentences.NOT_READ) from None


async def _imported(interaction: Interaction, imported: Imported) -> None:
    reply = said(changes.imported(imported))
    if imported.change is not None:
        reply = replace(reply, view=below([Undo(imported.change.number)]))
    await respond(interaction, reply, "private")


async def _refused(interaction: Interaction, refused: ImportRefused) -> None:
    """Show the first lines that were refused, and all of them as a file where there are more."""
    first, *lines = str(refused).split("\n")
    await respond(interaction, card(interaction, changes.Card(first, tuple(lines))), "private")
    if len(refused.lines) > refusals.TOLD:
        whole = "\n".join(refusals.refused(*line) for line in refused.lines).encode()
        await interaction.followup.send(file=_file(whole, "refused.txt"), ephemeral=True)


def _file(content: bytes, name: str) -> discord.File:
    return discord.File(io.BytesIO(content), name)


def _parcels(files: Sequence[bytes], limit: int) -> Iterator[list[bytes]]:
    """Files as messages can carry them, in their order: so many, and so much in all."""
    parcel: list[bytes] = []
    for content in files:
        if parcel and (len(parcel) == AT_ONCE or sum(map(len, parcel)) + len(content) > limit):
            yield parcel
            parcel = []
        parcel.append(content)
    yield parcel
