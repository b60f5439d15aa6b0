"""What an answer looks like in Discord: one function, whichever way it was asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import discord

from cogs._markdown import cut, escape, fit, length
from lore import wording
from lore.models import Answer
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


def render(shown: Answer | str, *, embeds: bool) -> Card:
    """An answer as an embed, or as text where embeds are not allowed; a sentence as it is."""
    if isinstance(shown, str):
        return Card(content=cut(escape(shown), CONTENT))
    parts = wording.embed_parts(shown)
    return Card(embed=_embed(parts)) if embeds else Card(content=_text(parts))


def _embed(parts: wording.Parts) -> discord.Embed:
    embed = discord.Embed(
        title=cut(escape(parts.title), TITLE) if parts.title else None,
        description=fit(_body(parts), DESCRIPTION),
        colour=COLOURS[parts.tone],
    )
    if parts.status:
        embed.add_field(name=words.STATUS, value=cut(escape(parts.status), STATUS))
    if parts.sources:
        lines = [escape(line) for line in parts.sources]
        embed.add_field(name=words.sources(len(lines)), value=fit(lines, SOURCES), inline=False)
    return embed


def _text(parts: wording.Parts) -> str:
    head = [f"**{cut(escape(parts.title), TITLE)}**"] if parts.title else []
    tail = [f"{words.STATUS}: {cut(escape(parts.status), STATUS)}"] if parts.status else []
    if parts.sources:
        lines = [escape(line) for line in parts.sources]
        tail.append(f"{words.sources(len(lines))}: {fit(lines, CONTENT_SOURCES)}")
    room = CONTENT - sum(length(part) + 1 for part in tail)
    return "\n".join([fit([*head, *_body(parts)], room), *tail])


def _body(parts: wording.Parts) -> list[str]:
    """The notes, marked so that they are seen first, then the sentences."""
    notes = parts.notes or tuple(filter(None, [words.NOTES.get(parts.tone)]))
    mark = words.MARKS.get(parts.tone)
    marked = [f"{mark} {escape(note)}" if mark else escape(note) for note in notes]
    return marked + [escape(line) for line in parts.lines]
