"""Sentences and quotations of a paragraph, by their places in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

LONGEST_SENTENCE = 1_200
"""Letters after which a sentence is cut, wherever it is."""
LONGEST_HEADING = 90
"""Characters of a heading."""
_END = re.compile(r"[.!?…]+[\"”’')\]]*\s+(?=[\"“‘'(\[@#]*[A-Z\u00C0-\u00DE0-9@#])|\n+")
_LAST_WORD = re.compile(r"([^\W_][\w.’']*)$")
_QUOTED = re.compile(r"“([^“”]*)(?:”|$)|(?<![\w\"])\"([^\"]*)(?:\"|$)")
_SINGLE = re.compile(r"(?<![\w'‘])['‘]([^'’‘]*(?:['’]\w[^'’‘]*)*[,.!?])['’](?!\w)")
_FEW = 4
"""Words beyond which what stands in marks is something said, where half of them are small."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a paragraph, from `start` to before `end`."""

    start: int
    end: int


def sentences(
    text: str, names: Collection[tuple[int, int]], quotes: Sequence[Stretch], short: Collection[str]
) -> Iterator[Stretch]:
    """The sentences of a paragraph; `short` are words that a full stop does not end."""
    start = 0
    for match in _END.finditer(text):
        stop = match.start()
        word = _LAST_WORD.search(text, max(0, stop - 20), stop)
        if match[0][0] == "." and word is not None:
            last = word[1].casefold()
            if (
                last in short
                or (len(last) == 1 and last.isalpha())
                or re.fullmatch(r"(\w\.)+\w", last)
            ):
                continue
        if any(stretch.start < match.end() <= stretch.end for stretch in quotes) or any(
            begin < match.end() < end for begin, end in names
        ):
            continue
        yield from _cut(start, match.end())
        start = match.end()
    yield from _cut(start, len(text))


def _cut(start: int, end: int) -> Iterator[Stretch]:
    while end - start > LONGEST_SENTENCE:
        yield Stretch(start, start + LONGEST_SENTENCE)
        start += LONGEST_SENTENCE
    if end > start:
        yield Stretch(start, end)


def is_item(paragraph: str) -> bool:
    """Whether a paragraph is one of a list."""
    return paragraph.startswith(("- ", "• ", "* ", "– ", "— "))


def is_heading(paragraph: str) -> bool:
    """Whether a paragraph is the heading of what follows: a short line that ends as none does."""
    return (
        len(paragraph) <= LONGEST_HEADING
        and not is_item(paragraph)
        and not paragraph.rstrip("\"'”’)* ").endswith((".", "!", ":", ",", ";", "…", "”", '"', "|"))
    )


def quotations(text: str) -> list[Stretch]:
    """What somebody said, with its marks; titles and single words in marks are none."""
    found = []
    double = list(_QUOTED.finditer(text))
    for match in double or _SINGLE.finditer(text):
        said = next(part for part in match.groups() if part is not None).strip()
        words = said.split()
        small = sum(word[:1].islower() for word in words)
        long = len(words) > _FEW and small * 2 >= len(words)
        spoken = said[-1:] in tuple(",.!?") and len(words) > 1 and small * 2 >= len(words)
        if long or spoken or small == len(words) > 1:
            found.append(Stretch(match.start(), match.end()))
    return found
