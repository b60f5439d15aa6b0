"""An answer laid out for Discord: escaped, spoilers behind bars, in lines that fit any page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cogs._markdown import escape, length, link, split
from lore.wording import Parts, Tone
from lore.wording import discord as words

LINE = 900
"""The characters of a line at most; a longer one goes on in the next. It fits a page of text."""
_BAR = "||"
_BOLD = "**"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is to be shown, in escaped lines of at most LINE characters."""

    title: str | None
    lines: tuple[str, ...]
    status: str | None
    sources: tuple[str, ...]
    tone: Tone

    def pages(self, room: int) -> list[str]:
        """The lines in pages of at most so many characters, which no line exceeds."""
        pages = [""]
        for line in self.lines:
            longer = f"{pages[-1]}\n{line}" if pages[-1] else line
            if length(longer) > room:
                pages.append(line)
            else:
                pages[-1] = longer
        return pages


def sheet(
    parts: Parts,
    *,
    barred: bool,
    links: Sequence[str | None] = (),
    notes: Sequence[str] = (),
    hint: str | None = None,
) -> Sheet:
    """Lay an answer out. `links` are addresses beside its lines, `notes` are said at the end, and
    a `hint` last of all: in Discord's own markup, so nothing that people wrote may be in it.

    Spoilers are put behind bars where they are `barred`.
    """
    title = escape(parts.title) if parts.title else None
    lines = [_wrapped(piece, _BOLD) for note in parts.notes for piece in split(note, LINE - 8)]
    if title and length(title) > 256:
        lines += [_wrapped(piece, _BOLD) for piece in split(parts.title or "", LINE - 8)]
    lines += _body(parts, barred, links)
    lines += [piece for note in notes for piece in split(note, LINE - 8)]
    lines += [hint] if hint else []
    if mark := words.MARKS.get(parts.tone):
        lines[0] = f"{mark} {lines[0]}"
    status = parts.status and escape(parts.status[:1].upper() + parts.status[1:])
    sources = tuple(escape(line) for line in parts.sources)
    return Sheet(title, tuple(lines), status, sources, parts.tone)


def _body(parts: Parts, barred: bool, links: Sequence[str | None]) -> Iterator[str]:
    for place, line in enumerate(parts.lines):
        hidden = barred and place < len(parts.spoilers) and parts.spoilers[place]
        pieces = split(line, LINE - 8)
        yield from (_wrapped(piece, _BAR) for piece in pieces) if hidden else pieces
        address = link(links[place]) if place < len(links) else None
        if address and length(address) <= LINE:
            yield address


def _wrapped(piece: str, mark: str) -> str:
    return f"{mark}{piece}{mark}"
