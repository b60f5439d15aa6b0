"""The source that a sentence names: "…, per Variety, 3 Feb 2020"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from lore.editing.user_input import read_date
from lore.language import grammar
from lore.model.errors import DateError

_BY = grammar.alternatives("sources", "by")
_SAYS = grammar.alternatives("sources", "says")
_BEFORE_DATE = grammar.alternatives("statements", "before_date")
# A marker counts after a comma or the like, and elsewhere where a title must follow.
_AFTER = re.compile(
    rf"\s*[,;(\[–—-]\s*(?:(?:{_BY})[\s:]+|(?:{_SAYS})\s+(?=[A-Z“\"]))"
    rf"|\s+(?:{_BY})[\s:]*(?=[A-Z“\"'‘]|https?:)",
)
_LATER = re.compile(rf",\s*([A-Z][^,]*?)\s+(?:{_SAYS})\b(?=\s*(?:[,.(]|$))")
_BEFORE = re.compile(rf"^(?:{_BY})[\s:]+(?=[^,]+,)", re.IGNORECASE)
_LINK = re.compile(r"<?(https?://[^\s<>\"”]+)>?")
_QUOTED = re.compile(r"[“\"]([^“”\"]+)[”\"]")
_PLACE = re.compile(rf"(?:{grammar.alternatives('sources', 'place')})\s*\d[\d:.–-]*", re.IGNORECASE)
_AS_OF = re.compile(
    rf"[,;(\s]*\b(?:{grammar.alternatives('statements', 'as_of')})\s+", re.IGNORECASE
)
_TRAILING_DATE = re.compile(rf"^(.*?\S)\s+(?:(?:{_BEFORE_DATE})\s+)?((?:\S+\s+){{0,3}}\S*\d\S*)$")
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")


@dataclass(frozen=True, slots=True)
class SourceClause:
    """What a sentence says of its source; what it leaves open is None."""

    title: str | None = None
    publisher: str | None = None
    address: str | None = None
    published: str | None = None
    as_of: str | None = None
    locator: str | None = None


def attributed(sentence: str) -> tuple[str, SourceClause]:
    """A sentence's statement and its source, which stands after it or before it.

    Raises:
        DateError: where the source's date cannot be kept.
    """
    text, clause = _dated_as_of(sentence)
    text, clause = _linked(text, clause)
    text = _LATER.sub(r", per \1", text)
    markers = list(_AFTER.finditer(text))
    if markers:
        last = markers[-1]
        return text[: last.start()].strip(" ,;."), _source(text[last.end() :], clause)
    opening = _BEFORE.match(text)
    if opening is not None:
        attribution, statement = _opening(text[opening.end() :])
        return statement, _source(attribution, clause)
    if clause.address and clause.title is None:
        clause = replace(clause, title=_host(clause.address))
    return text.strip(" ,;."), clause


def _linked(text: str, found: SourceClause) -> tuple[str, SourceClause]:
    """The text without the address in it."""
    match = _LINK.search(text)
    if match is None:
        return text, found
    address = match[1].rstrip(".,;:!?)]")
    rest = text[: match.start()] + text[match.start(1) + len(address) :]
    return re.sub(r"[(\[<]\s*[>)\]]", "", rest), replace(found, address=address)


def _dated_as_of(text: str) -> tuple[str, SourceClause]:
    """The text without "as of July 2020", whose date is the longest that can be read there."""
    match = _AS_OF.search(text)
    if match is None:
        return text, SourceClause()
    rest = text[match.end() :]
    pieces = re.split(r"(?<=[,)\s])", rest)
    for count in range(min(len(pieces), 5), 0, -1):
        taken = "".join(pieces[:count])
        written = taken.strip(" ,;.()")
        if _is_date(written):
            return text[: match.start()] + ", " + rest[len(taken) :], SourceClause(as_of=written)
    read_date(rest.split(",")[0].strip(" .)"))
    return text, SourceClause()


def _source(text: str, found: SourceClause) -> SourceClause:
    """A source's title, publisher, date and place, from the words about it."""
    quoted = _QUOTED.search(text)
    if quoted is not None:
        text = f"{text[: quoted.start()]},{text[quoted.end() :]}"
    pieces = [piece.strip(" .;)]") for piece in re.split(r"[,(\[;]", text)]
    pieces = [piece for piece in pieces if piece]
    places = [piece for piece in pieces if _PLACE.fullmatch(piece)]
    pieces, published = _date_of([piece for piece in pieces if piece not in places])
    title = quoted[1].strip(" ,.") if quoted else None
    named = ", ".join(pieces) or None
    if title is None:
        title, named = named, None
    if title is None and found.address:
        title = _host(found.address)
    return replace(
        found,
        title=title,
        publisher=named,
        published=published,
        locator=places[0] if places else None,
    )


def _date_of(pieces: list[str]) -> tuple[list[str], str | None]:
    """The pieces without the date that ends them, and that date."""
    for start in range(len(pieces)):
        written = ", ".join(pieces[start:])
        if _is_date(written):
            return pieces[:start], written
    for place, piece in enumerate(pieces):
        if _is_date(piece):
            return pieces[:place] + pieces[place + 1 :], piece
        # A short piece with a year in it was meant as a date: say why it is none.
        if _YEAR.search(piece) and len(piece.split()) <= 3 and place:
            read_date(piece)
    match = _TRAILING_DATE.match(pieces[-1]) if pieces else None
    words = match[2].split() if match else []
    for start in range(len(words)):
        written = " ".join(words[start:])
        # A year alone may belong to the title: "Best Films of 2021".
        if _is_date(written) and read_date(written).precision > 1:
            title = pieces[-1].removesuffix(written).strip()
            title = re.sub(rf"\s+(?:{_BEFORE_DATE})$", "", title)
            return [*pieces[:-1], title], written
    return pieces, None


def _opening(text: str) -> tuple[str, str]:
    """The source that a sentence begins with, and what follows it."""
    pieces = text.split(", ")
    count = 1
    while count < len(pieces) - 1 and any(
        _is_date(", ".join(pieces[count:end])) for end in (count + 1, count + 2)
    ):
        count += 1
    return ", ".join(pieces[:count]), ", ".join(pieces[count:]).strip(" .")


def _is_date(text: str) -> bool:
    try:
        read_date(text)
    except DateError:
        return False
    return True


def _host(address: str) -> str:
    return (urlsplit(address).hostname or address).removeprefix("www.")
