"""What people write, made fit to be stored: dates, addresses, lines of text."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from urllib.parse import urlsplit

from lore.editing.errors import Refused
from lore.language import grammar
from lore.model.dates import PartialDate
from lore.model.errors import DateError
from lore.texts import refusals as words

NAME_LENGTH = 100
"""Characters of a name at most: what an autocompletion can show."""
TITLE_LENGTH = 300
"""Characters of a title, a publisher, a name."""
TEXT_LENGTH = 1_000
"""Characters of a value or a reason that is told in words."""
SHORT_LENGTH = 100
"""Characters of a date, a place in a source and the like."""
REASON_LENGTH = 500
"""Characters of why a change is made."""
ADDRESS_LENGTH = 500
"""Characters of an address."""

_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)|(?<!\d)\d{8}(?!\d)")
_LEADING = re.compile(
    rf"^(?:{grammar.alternatives('statements', 'leading_date')})\s+"
    rf"|^(?:(?:{grammar.alternatives('statements', 'in_or_on')}) )?"
    rf"(?:{grammar.alternatives('statements', 'article')})\s+",
    re.IGNORECASE,
)
_JOINERS = "\u200c\u200d"  # Persian and emoji are written with them
_FIRST, _OTHER = datetime(2000, 1, 1, 1, 1, 1), datetime(2004, 2, 2, 2, 2, 2)
"""Two days that share no field: what a reading takes from them was not written."""


def read_date(text: str) -> PartialDate:
    """A date as people write it, at the precision that is written: "Nov 19, 2021", "July 2021".

    Day first where dots stand between numbers (19.11.2021); otherwise numbers that may be read
    both ways are refused.

    Raises:
        DateError: for what names no year, month or day of the calendar, such as a season.
    """
    text = " ".join(text.split())
    try:
        return PartialDate.parse(text)
    except DateError:
        pass
    bare = _LEADING.sub("", text)
    if not _YEAR.search(bare):
        raise DateError(words.no_date(text))
    dotted = re.fullmatch(r"\d{1,2}\.\s?\d{1,2}\.\s?\d{4}", bare) is not None
    readings = {_read(bare, text, day_first=day_first) for day_first in (True, False)}
    if dotted or len(readings) == 1:
        return _read(bare, text, day_first=True)
    if re.match(r"\d{4}\D", bare):
        return _read(bare, text, day_first=False)
    raise DateError(words.two_dates(text, *sorted(readings)))


def _read(bare: str, text: str, *, day_first: bool) -> PartialDate:
    """One reading by the library: a part of a date was written where two defaults agree on it."""
    # Imported when a date is read: the console's start need not wait for it.
    from dateutil import parser

    try:
        one, other = (
            parser.parse(bare, default=default, dayfirst=day_first) for default in (_FIRST, _OTHER)
        )
    except (ValueError, OverflowError):
        raise DateError(words.no_date(text)) from None
    if one.hour == other.hour or one.tzinfo is not None:
        raise DateError(words.timed(text))
    year = one.year if one.year == other.year else None
    month = one.month if one.month == other.month else None
    day = one.day if one.day == other.day else None
    named = {parser.parserinfo().weekday(word) for word in re.findall(r"[^\W\d_]+", bare)} - {None}
    if year is None or (day is not None and month is None) or (named and day is None):
        raise DateError(words.no_date(text))
    if named and named != {one.weekday()}:
        raise DateError(words.other_weekday(text))
    return PartialDate(year, month, day)


def line(text: str, what: str, limit: int) -> str:
    """A text on one line, without what cannot be seen; `what` names it in refusals.

    Raises:
        Refused: where it is too long, or nothing is left.
    """
    seen = "".join(" " if char.isspace() else char for char in text if _visible(char))
    bare = " ".join(unicodedata.normalize("NFC", seen).split())
    if not bare:
        raise Refused(words.empty(what))
    if len(bare) > limit:
        raise Refused(words.too_long(what, limit, len(bare)))
    return bare


def optional(text: str | None, what: str, limit: int) -> str | None:
    """As `line`; None for a text of blanks."""
    return line(text, what, limit) if text is not None and text.strip() else None


def address(text: str | None) -> str | None:
    """An address on the web, None for a blank one.

    Raises:
        Refused: for anything but http and https with a host, and for names and passwords in it.
    """
    text = (text or "").strip().removeprefix("<").removesuffix(">")
    if not text:
        return None
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    fit = text.isprintable() and not re.search(r"[\s<>\"\\]", text) and "@" not in parts.netloc
    if not host or not fit or parts.scheme.lower() not in ("http", "https"):
        raise Refused(words.no_address(text))
    if len(text) > ADDRESS_LENGTH:
        raise Refused(words.too_long("address", ADDRESS_LENGTH, len(text)))
    return text


def is_visible(text: str) -> bool:
    """Whether a text has nothing in it that cannot be seen or turns the rest around."""
    return text.isascii() or all(map(_visible, text))


def _visible(char: str) -> bool:
    """Whether a character is no control, no half of one, and turns no text around."""
    return (
        char.isspace()
        or char in _JOINERS
        or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co")
    )
