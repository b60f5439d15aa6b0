"""A sentence as items: words, marks, names, dates and quotations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lore.articles import function_words as fw
from lore.articles.dates import DateMention
from lore.articles.named import Name
from lore.articles.sentences import Stretch
from lore.model.dates import PartialDate

_TOKEN = re.compile(r"[^\W_]+(?:[-–/'’&.](?=[^\W_])[^\W_]+)*|[,;:()\[\]…—–.!?|-]|['’]s?")
_COMPOUND = re.compile(r"-[a-z]")
"""Behind a name that is only part of an adjective: "Cork-born"."""
_CLITIC = re.compile(rf"(.+?)(['’](?:{'|'.join(fw.CLITICS)}))$", re.IGNORECASE)


@dataclass(slots=True)
class Item:
    """A word, mark, name, date or quotation of a sentence; `text` is in small letters."""

    kind: str
    text: str
    start: int
    end: int
    name: Name | None = None
    date: PartialDate | None = None
    raw: str = ""


def items(
    text: str,
    stretch: Stretch,
    names: Sequence[Name],
    dates: Sequence[DateMention],
    quotes: Sequence[Stretch],
) -> list[Item]:
    """The items of a sentence; quotations go before dates, and these before names."""
    spans: list[Item] = [Item("quote", "", stretch.start, stretch.end) for stretch in quotes]
    spans += [Item("date", "", mention.start, mention.end, date=mention.value) for mention in dates]
    spans += [
        Item("name", "", name.start, name.end, name=name)
        for name in names
        if not _COMPOUND.match(text, name.end)
    ]
    taken: list[Item] = []
    for span in spans:
        inside = stretch.start <= span.start and span.end <= stretch.end + 1
        if inside and not any(item.start < span.end and span.start < item.end for item in taken):
            taken.append(span)
    found: list[Item] = []
    place = stretch.start
    for span in sorted(taken, key=lambda item: item.start):
        found += _words(text, place, span.start)
        span.raw = text[span.start : span.end]
        found.append(span)
        place = span.end
    found += _words(text, place, stretch.end)
    return [item for at, item in enumerate(found) if not _is_age(found, at)]


def _is_age(found: Sequence[Item], at: int) -> bool:
    """Whether an item is how old somebody is, or the comma before that: "X, 38, is back"."""
    if found[at].text == ",":
        at += 1
    if not 2 <= at < len(found) - 1 or found[at].kind != "word" or found[at - 2].kind != "name":
        return False
    marks = found[at - 1].text, found[at + 1].text
    return found[at].text.isdecimal() and len(found[at].text) < len("100") and marks == (",", ",")


def _words(text: str, start: int, end: int) -> Iterator[Item]:
    for match in _TOKEN.finditer(text, start, end):
        word = match[0].replace("’", "'")
        clitic = _CLITIC.match(word)
        if word[0].isalnum() and clitic is not None:
            middle = match.start() + len(clitic[1])
            yield Item("word", clitic[1].casefold(), match.start(), middle, raw=clitic[1])
            yield Item("word", clitic[2].casefold(), middle, match.end(), raw=clitic[2])
        elif word in ("'", fw.GENITIVE):
            if word == fw.GENITIVE or text[match.start() - 1 : match.start()] == "s":
                yield Item("word", fw.GENITIVE, *match.span(), raw=fw.GENITIVE)
        elif word[0].isalnum():
            yield Item("word", word.casefold(), *match.span(), raw=word)
        elif word != "'":
            mark = {"—": "–", "-": "–", "[": "(", "]": ")"}.get(word, word)
            yield Item("mark", mark, *match.span(), raw=word)
