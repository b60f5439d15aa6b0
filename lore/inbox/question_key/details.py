"""What a question says beside its reading: facets, doubtful words, and whether it asks at all.

Some words tell questions of one property apart: mother and father are both parents. The property
table gathers what facts say; members ask more finely. A relation that is said by one of these words
asks for something else than the same relation said by another.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from lore.inbox.question_key.stand_ins import mistaken
from lore.language import costs, grammar
from lore.language import text as folding
from lore.language.lexicon import Language
from lore.understanding.lattice import Span
from lore.understanding.signals import Signals


def _first_words(name: str) -> dict[str, str]:
    """Each word of some groups with the first one of its group."""
    return {word: group[0] for group in grammar.phrases("inbox", name) for word in group}


SEXES = _first_words("sexes")
"""Facets where yes or no is asked; elsewhere "the man who …" is anybody."""

FACETS = _first_words("facets")
"""The facet that a word brings into a question, by the word."""


ACTIVE = "doing it"
"""The facet of who is named as the one that does what is asked about."""
_LONG = 9
"""Letters from which a mended word is surely that word, however dear."""
_DOES = grammar.words("inbox", "does")
_SHOWS = {(what, show) for what, show in grammar.phrases("inbox", "shows")}


@dataclass(frozen=True, slots=True)
class Notes:
    """Facets, sorted; words that were read as misspelt and may not be; the question word."""

    facets: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    asked: str = ""


NOTHING = Notes()


def notes(
    items: Sequence[Span],
    strange: Set[int],
    said: Signals,
    words: Sequence[str],
    language: Language,
) -> Notes:
    """The notes on the items of a question; at the `strange` places stands an unknown name."""
    facets: set[str] = set()
    unsure: list[str] = []
    if _SHOWS & set(pairwise(words)):
        facets.add("show")  # which the language takes for "show me"
    for item in items:
        if item.kind == "kind" and items[0].kind == "auxiliary":
            facets |= {SEXES[word] for word in words[item.start : item.end] if word in SEXES}
        if item.kind != "relation" or item.sense is None or item.start in strange:
            continue
        stretch = words[item.start : item.end]
        for word in stretch:
            near = language.readings(word, mend=True) or {word: 0.0}
            facets |= {FACETS[word] for word in near if word in FACETS}
        dear = item.cost - item.sense.cost > costs.SURELY_MENDED and len("".join(stretch)) < _LONG
        if dear or mistaken(item, words, language):
            unsure += stretch
    named = set(strange) | {
        place
        for item in items
        if item.mention or item.date or item.kind == "unknown"
        for place in range(item.start, item.end)
    }
    facets |= {
        word for place, word in enumerate(words) if place not in named and folding.is_number(word)
    }
    if any(word in _DOES and place + 1 in named for place, word in enumerate(words)):
        facets.add(ACTIVE)
    mended = any(item.kind == "question" and item.mended for item in items)
    asked = "" if mended else said.question or ""
    return Notes(tuple(sorted(facets)), tuple(unsure), asked)


def asks(items: Sequence[Span], said: Signals, words: Sequence[str], language: Language) -> bool:
    """Whether words ask something: by a question word, an auxiliary first, a question mark, or
    by naming something with what is to be told of it and nothing else ("MI7 budget")."""
    kinds = {item.kind for item in items}
    if kinds <= {"chat"}:
        return False
    if said.question is not None or said.card or folding.MARK in words:
        return True
    if "auxiliary" in kinds or "chat" in kinds:
        first = items[0].kind
        return first == "auxiliary" and "chat" not in kinds
    covered = {place for item in items for place in range(item.start, item.end)}
    plain = all(word in language.light for at, word in enumerate(words) if at not in covered)
    strange = [words[item.start] for item in items if item.kind == "unknown"]
    named = bool(kinds & {"name", "unknown"})
    odd = not strange or not all(map(language.is_ordinary, strange))
    return plain and odd and named and "relation" in kinds
