"""What an answer looks like in Discord: one function, whichever way it was asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import discord

from cogs._markdown import cut, escape, fit, length
from lore.wording import Parts
from lore.wording import discord as words

# Discord allows an embed 6,000 characters in all and less in each of its parts. Full parts of
# these lengths stay under that, so whatever is rendered is accepted.
TITLE = 256
DESCRIPTION = 3_800
STATUS = 300
SOURCES = 1_024

# Without an embed: 2,000 characters, of which the sources are sure of theirs.
CONTENT = 2_000
CONTENT_SOURCES = 600

COLOURS = {
    "fact": 0x2E8B57,
    "rumour": 0xE0A100,
    "conflict": 0xD9480F,
    "unknown": 0x868E96,
    "choice": 0x4C6EF5,
}


@dataclass(frozen=True, slots=True)
class Card:
    """A message to send: an embed, or text alone."""

    content: str | None = None
    embed: discord.Embed | None = None

    def arguments(self) -> dict[str, Any]:
        """What discord.py's sending methods take."""
        return {"embed": self.embed} if self.embed else {"content": self.content}


def render(shown: Parts | str, *, embeds: bool) -> Card:
    """An answer as an embed, or as text where embeds are not allowed; a sentence as it is."""
    if isinstance(shown, str):
        return Card(content=cut(escape(shown), CONTENT))
    return Card(embed=_embed(shown)) if embeds else Card(content=_text(shown))


def _embed(parts: Parts) -> discord.Embed:
    embed = discord.Embed(
        title=cut(escape(parts.title), TITLE) if parts.title else None,
        description=fit(_body(parts), DESCRIPTION),
        colour=COLOURS[parts.tone],
    )
    if parts.status:
        status = parts.status[:1].upper() + parts.status[1:]
        embed.add_field(name=words.STATUS, value=cut(escape(status), STATUS))
    if parts.sources:
        lines = [escape(line) for line in parts.sources]
        embed.add_field(name=words.sources(len(lines)), value=fit(lines, SOURCES), inline=False)
    return embed


def _text(parts: Parts) -> str:
    """The same as text; its sentences tell the status themselves."""
    head = [f"**{cut(escape(parts.title), TITLE)}**"] if parts.title else []
    lines = [escape(line) for line in parts.sources]
    tail = [f"{words.sources(len(lines))}: {fit(lines, CONTENT_SOURCES)}"] if lines else []
    room = CONTENT - sum(length(part) + 1 for part in tail)
    return "\n".join([fit([*head, *_body(parts)], room), *tail])


def _body(parts: Parts) -> list[str]:
    """The notes, then the sentences; a rumour and a conflict are marked at the very beginning."""
    notes = [f"**{escape(note)}**" for note in parts.notes]
    first, *rest = notes + [escape(line) for line in parts.lines]
    mark = words.MARKS.get(parts.tone)
    return [f"{mark} {first}" if mark else first, *rest]
