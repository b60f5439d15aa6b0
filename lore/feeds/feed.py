"""From the XML of RSS or Atom to entries: title, address, day and text."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import blake2s
from html.parser import HTMLParser
from typing import Any

import feedparser

from lore.fetching import Fetched
from lore.model.dates import PartialDate
from lore.model.errors import LoreError

TOO_MUCH = "The feed at that address has too much in it."
NO_FEED = "There is no feed at that address that I can read, as RSS or as Atom."
MOST_ENTRIES = 100
"""Entries of a feed that are looked at, the first ones."""
MOST_TAGS = 60_000
"""Tags of a feed, those in its texts counted as well: reading takes time by these."""
_LONGEST_TITLE, _LONGEST_TEXT = 300, 100_000
_BLOCKS = frozenset({"p", "br", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "blockquote"})


class FeedError(LoreError):
    """What came from a feed's address is none; the sentence says so."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An entry. `digests` tell it from others, by its address and its id; `paragraphs` are what the
    feed itself has of its text."""

    digests: tuple[str, ...]
    title: str
    address: str | None
    published: PartialDate | None
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it was fetched; its entries in its own order, mostly the newest first."""

    title: str | None
    entries: tuple[FeedEntry, ...]


def parse(fetched: Fetched) -> Feed:
    """The feed that was fetched.

    Raises:
        FeedError: where it is none.
    """
    if fetched.content.count(b"<") + fetched.content.count(b"&lt;") > MOST_TAGS:
        raise FeedError(TOO_MUCH)
    headers = {"content-type": fetched.kind, "content-location": fetched.address}
    try:
        # As a stream: what is given as text, feedparser may take for an address or a file's name.
        parsed = feedparser.parse(io.BytesIO(fetched.content), response_headers=headers)
    except Exception:  # of anything that its many parsers may stumble over
        raise FeedError(NO_FEED) from None
    if not parsed.get("version"):
        raise FeedError(NO_FEED)
    title = _line(parsed.feed.get("title"))
    entries = [_entry(row) for row in parsed.entries[:MOST_ENTRIES]]
    return Feed(title or None, tuple(entry for entry in entries if entry is not None))


def _entry(told: Mapping[str, Any]) -> FeedEntry | None:
    """An entry; None for one without a title, or without anything to know it by."""
    title, address = _line(told.get("title")), str(told.get("link") or "")
    known_by = [name for name in (address, str(told.get("id") or "")) if name]
    if not title or not known_by:
        return None
    whole = [str(part.get("value") or "") for part in told.get("content") or ()]
    longest = max([*whole, str(told.get("summary") or "")], key=len)
    is_web = address.startswith(("http://", "https://"))
    return FeedEntry(
        tuple(
            dict.fromkeys(blake2s(name.encode(), digest_size=16).hexdigest() for name in known_by)
        ),
        title,
        address if is_web else None,
        _day(told.get("published_parsed" if "published" in told else "updated_parsed")),
        tuple(_text(longest[:_LONGEST_TEXT])),
    )


def _day(told: Any) -> PartialDate | None:
    """The day of a time in UTC, where there is such a day."""
    try:
        day = date(*told[:3])
    except (TypeError, ValueError):
        return None
    return PartialDate(day.year, day.month, day.day)


def _line(text: Any) -> str:
    return " ".join(_text(str(text or "")[:_LONGEST_TEXT]))[:_LONGEST_TITLE].strip()


def _text(markup: str) -> list[str]:
    """The paragraphs of what may be HTML."""
    collector = _Collector()
    collector.feed(markup)
    collector.close()
    lines = "".join(collector.pieces).split("\n")
    return [line for line in (" ".join(line.split()) for line in lines) if line]


class _Collector(HTMLParser):
    """Collects the text between the tags, with a line's end where a block begins or ends."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        self.pieces.append(" ".join(data.split("\n")))

    def handle_starttag(self, tag: str, *_: object) -> None:
        """Begin a line with a block."""
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End a line with it."""
        if tag in _BLOCKS:
            self.pieces.append("\n")
