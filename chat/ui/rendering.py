"""Cards for Discord: an answer escaped, spoilers behind bars, cut into pages that fit."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import discord

from chat.texts import replies as words
from chat.ui import sizes
from chat.ui.markdown import cut, escape, length, link, split
from lore.texts import Parts, Tone
from lore.visible import unturned

LINE = 900
"""The characters of a line at most; a longer one goes on in the next. It fits a page of text."""
_BAR = "||"
_BOLD = "**"


_SMALL = "-# "
_PHONE = 38
"""Characters of a line on a phone, by which the lines of a page are counted."""
FIRST_PAGE, LATER_PAGE = 15, 36
"""Lines of a phone on a page: with title, provenance and buttons the first fills one screen."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is to be shown, in escaped lines of at most LINE characters; the first `fold` of them
    have a page of their own, unless it is 0. `provenance` stands under every page, and `turned`
    says that pages are turned, so that each is as long as a phone shows."""

    title: str | None
    lines: tuple[str, ...]
    tone: Tone
    provenance: str | None = None
    fold: int = 0
    turned: bool = False

    def pages(self, room: int) -> list[str]:
        """The lines in pages of at most so many characters, which no line exceeds."""
        pages: list[list[str]] = [[]]
        used = rows = 0
        for place, line in enumerate(self.lines):
            used += length(line) + 1
            rows += _rows(line)
            most = FIRST_PAGE if len(pages) == 1 and not self.fold else LATER_PAGE
            full = used > room + 1 or (self.turned and rows > most)
            if pages[-1] and (full or place == self.fold > 0):
                pages.append([])
                used, rows = length(line) + 1, _rows(line)
            pages[-1].append(line)
        return ["\n".join(page) for page in pages]


def _rows(line: str) -> int:
    """How many lines of a phone a line takes."""
    return -(-max(length(line), 1) // _PHONE)


def sheet(
    parts: Parts,
    *,
    barred: bool,
    links: Sequence[str | None] = (),
    notes: Sequence[str] = (),
    hint: str | None = None,
    turned: bool = False,
) -> Sheet:
    """Lay an answer out. `links` are addresses beside its lines, `notes` are said at the end, and
    a `hint` last of all: in Discord's own markup, so nothing that people wrote may be in it.
    `turned` says that there are buttons to turn its pages with.

    Spoilers are put behind bars where they are `barred`.
    """
    title = escape(parts.title) if parts.title else None
    lines = [_wrapped(piece, _BOLD) for note in parts.notes for piece in split(note, LINE - 8)]
    if title and length(title) > 256:
        lines += [_wrapped(piece, _BOLD) for piece in split(parts.title or "", LINE - 8)]
    before = len(lines)
    body = [list(_row(parts, place, barred, links)) for place in range(len(parts.lines))]
    fold = before + sum(map(len, body[: parts.fold])) if parts.fold else 0
    lines += [line for row in body for line in row]
    lines += [f"{_SMALL}{piece}" for note in notes for piece in split(note, LINE - 8)]
    lines += [hint] if hint else []
    if mark := words.MARKS.get(parts.tone):
        lines[0] = f"{mark} {lines[0]}"
    source = parts.provenance and f"{_SMALL}{cut(escape(parts.provenance), PROVENANCE)}"
    return Sheet(
        title, tuple(lines), parts.tone, source, fold if turned and fold < len(lines) else 0, turned
    )


def _row(parts: Parts, place: int, barred: bool, links: Sequence[str | None]) -> Iterator[str]:
    """A line of an answer with its lead in bold, in as many pieces as it needs, and its link."""
    hidden = barred and place < len(parts.spoilers) and parts.spoilers[place]
    lead = parts.leads[place] if place < len(parts.leads) else ""
    line = parts.lines[place]
    head = _wrapped(escape(lead), _BOLD) if lead else ""
    if length(head) > _LEAD:
        head, line = "", f"{lead} {line}"
    pieces = split(line, LINE - 9 - length(head)) if line or not head else [""]
    pieces[0] = f"{head} {pieces[0]}".strip() if head else pieces[0]
    yield from (_wrapped(piece, _BAR) for piece in pieces) if hidden else pieces
    address = link(links[place]) if place < len(links) else None
    if address and length(address) <= LINE:
        yield address


def _wrapped(piece: str, mark: str) -> str:
    return f"{mark}{piece}{mark}"


# Discord allows an embed 6,000 characters in all and less in each of its parts. Full parts of
# these lengths stay under that, so whatever is rendered is accepted.
ASKED = 250
DESCRIPTION = 3_800
"""Characters of the text of an embed."""
PROVENANCE = 200
"""Characters of the line that tells where an answer is from."""
_LEAD = 300
"""Characters of a row's head, beyond which it is cut with the row."""

# Without an embed: 2,000 characters for all of these.
CONTENT = 2_000
TEXT = 1_000
"""Characters of the lines, of those."""

PICTURE = "timeline.png"
COLOURS = {
    "fact": 0x2E8B57,
    "rumour": 0xE0A100,
    "conflict": 0xD9480F,
    "unknown": 0x868E96,
    "choice": 0x4C6EF5,
}


@dataclass(frozen=True, slots=True)
class Card:
    """A message to send: an embed, or text alone, with the controls under it, or a layout of both.

    `page` is the one that is shown, of `pages`. A `picture` is a PNG that the embed shows, with
    what it says in words.
    """

    content: str | None = None
    embed: discord.Embed | None = None
    view: discord.ui.View | discord.ui.LayoutView | None = None
    page: int = 0
    pages: int = 1
    picture: tuple[bytes, str] | None = None

    def arguments(self) -> dict[str, Any]:
        """What discord.py's sending methods take."""
        given = {name: value for name, value in self.replacement().items() if value is not None}
        files = given.pop("attachments", None)
        return {**given, "files": files} if files else given

    def illustrated(self, picture: bytes, told: str) -> Card:
        """The same embed with a picture."""
        assert self.embed is not None
        embed = self.embed.copy().set_image(url=f"attachment://{PICTURE}")
        return replace(self, embed=embed, picture=(picture, told))

    def replacement(self) -> dict[str, Any]:
        """What its editing methods take to show this and nothing else."""
        if isinstance(self.view, discord.ui.LayoutView):  # it is the whole message
            return {"view": self.view}
        shown = {"content": self.content, "embed": self.embed, "view": self.view}
        if self.picture is None:
            return shown
        data, told = self.picture
        file = discord.File(io.BytesIO(data), PICTURE, description=cut(told, 1024))
        return {**shown, "attachments": [file]}


def said(sentence: str) -> Card:
    """A sentence as it is."""
    return Card(content=cut(escape(sentence), CONTENT))


def render(sheet: Sheet, *, embeds: bool, page: int = 0, asked: str | None = None) -> Card:
    """A page of an answer (the last one where there are fewer) as an embed, or as text where
    embeds are not allowed. `asked` is the question, where nothing else shows it."""
    pages = sheet.pages(DESCRIPTION if embeds else TEXT)
    page = max(0, min(page, len(pages) - 1))
    turned = words.page(page + 1, len(pages)) if len(pages) > 1 else None
    if embeds:
        return Card(embed=_embed(sheet, pages[page], turned, asked), page=page, pages=len(pages))
    return Card(content=_text(sheet, pages[page], turned, asked), page=page, pages=len(pages))


def _embed(sheet: Sheet, body: str, turned: str | None, asked: str | None) -> discord.Embed:
    title = cut(sheet.title, sizes.EMBED_TITLE) if sheet.title else None
    text = f"{body}\n{sheet.provenance}" if sheet.provenance else body
    embed = discord.Embed(title=title, description=text, colour=COLOURS[sheet.tone])
    if asked:
        embed.set_author(name=cut(words.asked(unturned(asked)), ASKED))  # shows no markdown
    if turned:
        embed.set_footer(text=turned)
    return embed


def _text(sheet: Sheet, body: str, turned: str | None, asked: str | None) -> str:
    """The same as text."""
    lines = [f"> {cut(escape(words.asked(asked)), ASKED)}"] if asked else []
    if sheet.title:
        lines.append(f"**{cut(sheet.title, sizes.EMBED_TITLE)}**")
    lines += [body, *([sheet.provenance] if sheet.provenance else [])]
    return "\n".join([*lines, turned] if turned else lines)
